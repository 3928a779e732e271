"""Publishing: a finished store becomes current in one atomic rename; the last few stay for rollback."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loaders.engine import current_version, open_store
from loaders.errors import NoStore, WrongSetting
from loaders.home import Home, exclusive

KEEP = 3


def keep() -> int:
    """Return how many versions stay: CUENTAS_KEEP, else three. WrongSetting if it is not a number above 0."""
    named = os.environ.get("CUENTAS_KEEP") or str(KEEP)
    if not named.isdecimal() or int(named) < 1:
        raise WrongSetting(
            "not a number of versions", where="CUENTAS_KEEP", value=named, todo="give 1 or more"
        )
    return int(named)


def put(home: Home, built: Path, version: str) -> None:
    """Put the finished file `built` among the stores, where it waits to become current."""
    home.stores.mkdir(parents=True, exist_ok=True)
    _sync(built)
    built.replace(home.store(version))


def publish(home: Home, version: str) -> None:
    """Make a version that was put among the stores the current one, and forget the oldest.

    A crash before the rename leaves the pointer on the store that was current; a crash after it
    leaves the new one. Readers never see half a load.
    """
    point_to(home, version)
    forget_old(home)


def point_to(home: Home, version: str) -> None:
    """Move the pointer to a version that is there; also the way back. NoStore if it is not."""
    _require(home, version)
    draft = home.pointer.with_name(f"current.{os.getpid()}")
    draft.write_text(f"{version}\n", encoding="ascii")
    _sync(draft)
    draft.replace(home.pointer)


def _require(home: Home, version: str) -> None:
    if not home.store(version).is_file():
        there = ", ".join(versions(home)) or "none"
        raise NoStore(
            "that version is not there", where=str(home.stores), value=version, todo=f"there are: {there}"
        )


def make_current(home: Home, version: str) -> str | None:
    """Make a version that is there the current one, and return the one that was (None = there was none).

    It is opened first, so that no damaged or outdated store becomes current; waits for a load to end.
    NoStore if it is not there, StoreError if it cannot be used.
    """
    with exclusive(home):
        before = _current(home)
        _require(home, version)
        open_store(version, home=home).dispose()
        point_to(home, version)
    return before


def earlier(home: Home) -> str:
    """Return the version made before the current one; NoStore if none is kept."""
    current, known = current_version(home), versions(home)
    older = known[known.index(current) + 1 :] if current in known else known
    if not older:
        raise NoStore("no earlier version is kept", where=str(home.stores), todo="see `cuentas status`")
    return older[0]


def _current(home: Home) -> str | None:
    try:
        return current_version(home)
    except NoStore:
        return None


def versions(home: Home) -> list[str]:
    """Return the versions that are there, newest first."""
    return [one.version for one in kept(home)]


@dataclass(frozen=True)
class Kept:
    """One store that is there: its version, whether it is current, when it was made, and its size."""

    version: str
    current: bool
    made: datetime
    bytes: int


def kept(home: Home) -> list[Kept]:
    """Return the stores that are there, newest first."""
    current = _current(home)
    found = ((path, path.stat()) for path in home.stores.glob("[!.]*.duckdb"))
    newest = sorted(found, key=lambda one: one[1].st_mtime_ns, reverse=True)
    return [
        Kept(path.stem, path.stem == current, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size)
        for path, facts in newest
    ]


def forget_old(home: Home) -> None:
    """Drop stores beyond the last few; a reader that still holds one open keeps its data."""
    others = [one.version for one in kept(home) if not one.current]
    for version in others[keep() - 1 :]:
        home.store(version).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Bytes on the disk before the rename: a power cut must not publish an empty file."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
