"""Publishing: a finished store becomes current in one atomic rename; the last few stay for rollback."""

from __future__ import annotations

import os
from pathlib import Path

from loaders.errors import NoStore
from loaders.home import Home

KEEP = 3


def publish(home: Home, built: Path, version: str) -> None:
    """Make the finished file `built` the current store.

    A crash before the last rename leaves the pointer on the store that was current; a crash after it
    leaves the new one. Readers never see half a load.
    """
    home.stores.mkdir(parents=True, exist_ok=True)
    _sync(built)
    built.replace(home.store(version))
    point_to(home, version)
    _forget_old(home, version)


def point_to(home: Home, version: str) -> None:
    """Move the pointer to a version that is there; also the way back. NoStore if it is not."""
    if not home.store(version).is_file():
        raise NoStore("that version is not there", where=str(home.stores), value=version)
    draft = home.pointer.with_name(f"current.{os.getpid()}")
    draft.write_text(f"{version}\n", encoding="ascii")
    _sync(draft)
    draft.replace(home.pointer)


def versions(home: Home) -> list[str]:
    """Return the published versions, newest first."""
    files = sorted(home.stores.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [path.stem for path in files]


def _forget_old(home: Home, current: str) -> None:
    """Drop stores beyond the last few; a reader that still holds one open keeps its data."""
    others = [version for version in versions(home) if version != current]
    for version in others[KEEP - 1 :]:
        home.store(version).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Bytes on the disk before the rename: a power cut must not publish an empty file."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
