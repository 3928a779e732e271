"""What became of each file of a folder: read, known but broken, known by nobody, left out on purpose.

A folder is looked through first, and every file gets an outcome of its own. A broken one stops a load with
all of them named, or is left out if the reader says so: `cuentas load --skip-broken`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from loaders import mishaps
from loaders.disk import guarded
from loaders.errors import BrokenFiles, LoadersError, SourceError
from loaders.memory import memory_told

Kind = Literal["read", "broken", "unknown", "copy", "not_loaded"]

_SKIP = (
    "put these files right or take them away; or leave them out: `cuentas load --from FOLDER --skip-broken`"
)


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file: its name under the source, which dataset claims it, what was seen, what to do.

    `read`: its rows are in the load. `broken`: a dataset knows it and cannot read it. `unknown`: nobody's.
    `copy`: the same bytes as another one. `not_loaded`: known, and not to be loaded.
    """

    file: str
    outcome: Kind
    dataset_id: str | None = None
    seen: str = ""
    todo: str = ""

    def row(self) -> dict[str, Any]:
        """Return it as plain values; a name that is no text comes with its odd bytes spelt out."""
        words = {"file": self.file, "outcome": self.outcome, "dataset": self.dataset_id}
        told: dict[str, Any] = {**words, "seen": self.seen, "todo": self.todo}
        return {name: _printable(value) for name, value in told.items()}


def _printable(value: object) -> object:
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


@dataclass
class FileOutcomes:
    """The outcomes of one load, in the order in which they were found.

    `alone`: one file or address was named, whose error is told as it is. `skip_broken`: broken files are
    left out, and do not stop the load.
    """

    skip_broken: bool = False
    alone: bool = False
    rows: list[FileOutcome] = field(default_factory=list)

    def add(
        self, file: str, outcome: Kind, dataset_id: str | None = None, seen: str = "", todo: str = ""
    ) -> None:
        """Note what became of a file."""
        self.rows.append(FileOutcome(file, outcome, dataset_id, seen, todo))

    def broken(self, file: str, error: SourceError, dataset_id: str | None = None) -> None:
        """Note that a file cannot be read, and why; raise it if the file is alone."""
        if self.alone:
            raise error
        seen = "; ".join([error.what, *([f"value {error.value!r}"] if error.value is not None else [])])
        self.add(file, "broken", dataset_id, seen, error.todo)

    @contextmanager
    def reading(self, file: str, dataset_id: str | None = None) -> Iterator[None]:
        """Note a file as read, or as broken when it cannot be: also by what nobody foresaw."""
        try:
            # A full disk and too little memory are no fault of the file, whichever library says so.
            with memory_told(), guarded(Path(file)):
                yield
        except SourceError as error:
            self.broken(file, error, dataset_id)
        except LoadersError:
            raise
        except BaseException as error:
            if not mishaps.is_mishap(error) or isinstance(error, OSError | MemoryError):
                raise
            self.broken(file, mishaps.unreadable(error, file), dataset_id)
        else:
            self.add(file, "read", dataset_id)

    def of(self, kind: Kind) -> Sequence[FileOutcome]:
        """Return the files of one outcome."""
        return [one for one in self.rows if one.outcome == kind]

    def require_whole(self) -> None:
        """Require that no file is broken, unless they are to be left out; BrokenFiles names all of them."""
        broken = self.of("broken")
        if broken and not self.skip_broken:
            raise BrokenFiles(
                f"{len(broken)} of {len(self.rows)} files are known and cannot be read; nothing was changed",
                value=[one.row() for one in self.rows],
                todo=_SKIP,
            )
        if broken and not self.of("read"):
            raise BrokenFiles(
                "every file that is known is broken: nothing is left to load",
                value=[one.row() for one in self.rows],
                todo="put one of them right, or name another folder with --from",
            )
