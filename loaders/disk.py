"""What a disk refuses, as a clear error."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.errors import DiskFull, LoadersError, NoPermission

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_ROOM = "make room on the disk (`cuentas archive` says what is held), or set CUENTAS_HOME to another one"


@contextmanager
def guarded(place: Path) -> Iterator[None]:
    """Turn a full disk into DiskFull and a refusal into NoPermission; other errors pass as they are."""
    try:
        yield
    except LoadersError:
        raise
    except Exception as error:
        number = _number(error)
        if number in _FULL:
            raise DiskFull("no room left", where=str(place), todo=_ROOM) from error
        if number in _REFUSED:
            raise _refused(place, error) from error
        raise


def _number(error: Exception) -> int | None:
    """Return the system's number of an error; DuckDB and polars tell it in the words of their own errors."""
    if isinstance(error, OSError):
        return error.errno
    words = str(error)
    told = (one for one in _FULL | _REFUSED if os.strerror(one) in words or f"(os error {one})" in words)
    return next(told, None)


def _refused(place: Path, error: Exception) -> NoPermission:
    return NoPermission(
        "no permission",
        where=str(getattr(error, "filename", None) or place),
        todo="give this user the right to it, or set CUENTAS_HOME to a folder of its own",
    )


def require_room(folder: Path, needed: int) -> None:
    """Require `needed` bytes free where `folder` is; DiskFull says how many there are."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFull(f"{needed:,} bytes needed, {free:,} free", where=str(folder), todo=_ROOM)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on: a power cut must not lose them.

    Windows opens no folder; there the names are left to the file system.
    """
    if sys.platform == "win32" and path.is_dir():
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
