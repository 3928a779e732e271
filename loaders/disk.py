"""What a disk refuses, as a clear error."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.errors import DiskFull, NoPermission

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_ROOM = "make room on the disk (`cuentas archive` says what is held), or set CUENTAS_HOME to another one"


@contextmanager
def guarded(place: Path) -> Iterator[None]:
    """Turn a full disk into DiskFull and a refusal into NoPermission; other errors pass as they are."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull("no room left", where=str(place), todo=_ROOM) from error
        if error.errno in _REFUSED:
            raise _refused(place, error) from error
        raise


def _refused(place: Path, error: OSError) -> NoPermission:
    return NoPermission(
        "no permission",
        where=str(error.filename or place),
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
