"""Where things live at run time: archive, partitions, stores and the pointer to the current one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from loaders.errors import WrongSetting


@dataclass(frozen=True)
class Home:
    """The folder that holds everything loaded; every part of it can be deleted and made again.

    `database` is the address of a PostgreSQL database that keeps the stores instead of it; None = files.
    """

    root: Path
    # It may hold a password, which no message may show.
    database: str | None = field(default=None, repr=False)

    @property
    def archive(self) -> Path:
        """Raw bytes by SHA-256, each with its provenance beside it."""
        return self.root / "archive"

    @property
    def partitions(self) -> Path:
        """Clean Parquet, one folder for each dataset and source file."""
        return self.root / "partitions"

    @property
    def stores(self) -> Path:
        """Published DuckDB files, one for each version."""
        return self.root / "stores"

    @property
    def changes(self) -> Path:
        """The figures that changed with each version, one file for each."""
        return self.root / "changes"

    @property
    def search(self) -> Path:
        """The search indexes, one folder for each version."""
        return self.root / "search"

    @property
    def pointer(self) -> Path:
        """The text file that names the current version."""
        return self.root / "current"

    def note(self, name: str) -> Path:
        """Return the file of a note beside the stores, such as the pin of a rollback."""
        return self.root / f"{name}.json"

    def store(self, version: str) -> Path:
        """Return the DuckDB file of `version`."""
        return self.stores / f"{version}.duckdb"

    def store_hash(self, version: str) -> Path:
        """Return the text file with the SHA-256 of the DuckDB file of `version`."""
        return self.stores / f"{version}.sha256"


def default_home(environment: Mapping[str, str] = os.environ) -> Home:
    """Return the home of CUENTAS_HOME, else `.cuentas` in the project folder, with CUENTAS_STORE."""
    named = environment.get("CUENTAS_HOME")
    folder = Path(named) if named else Path(__file__).resolve().parent.parent / ".cuentas"
    return Home(folder, environment.get("CUENTAS_STORE") or None)


@contextmanager
def exclusive(home: Home) -> Iterator[None]:
    """Let one load at a time write in a home; another one waits. Readers never wait."""
    try:
        home.root.mkdir(parents=True, exist_ok=True)
    except (FileNotFoundError, FileExistsError, NotADirectoryError) as error:
        raise WrongSetting(
            "no folder can be made there", where="CUENTAS_HOME", value=str(home.root), todo="name a folder"
        ) from error
    with (home.root / "lock").open("w") as handle:
        _lock(handle.fileno())
        yield


def _lock(descriptor: int) -> None:
    """Lock until the file is closed or the process ends; where the system has no such lock, do without."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)


def busy(home: Home) -> bool:
    """Return whether a load is writing in a home at this moment."""
    if sys.platform == "win32" or not (home.root / "lock").is_file():
        return False
    import fcntl

    with (home.root / "lock").open() as handle:
        try:
            fcntl.flock(handle.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
