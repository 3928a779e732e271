"""What lies in a folder: its regular files; whatever else there is gets its words, and is never opened.

A named pipe would be waited for without end, a device gives bytes without end, and a link may lead nowhere.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from loaders.errors import BadValue, SourceMissing
from loaders.file_outcomes import FileOutcomes
from loaders.registry import match
from loaders.safe_address import shown

_KINDS: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISFIFO, "a named pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
    (stat.S_ISCHR, "a device, not a file"),
    (stat.S_ISBLK, "a device, not a file"),
    (stat.S_ISDIR, "a link to a folder, which is not followed"),
)
_INSTEAD: Final = "put the file itself there, or take this away"
_NO_TEXT: Final = "the name has bytes that are no UTF-8, which not every reader opens"
_RENAME: Final = (
    "give it a name in UTF-8, or take it away: `convmv -r -f latin1 -t utf8 --notest FOLDER` renames all "
    "that came from an old system"
)


def require_place(source: Path) -> None:
    """Require a folder or a regular file; SourceMissing says what is there instead, which is not opened.

    BadValue when its name, or that of a folder above it, is no text.
    """
    where = shown(printable(str(source)))
    odd = None if source.is_dir() else oddity(source)
    if odd:
        raise SourceMissing(odd, where=where, todo="give --from a folder or a file")
    if printable(str(source)) != str(source):
        raise BadValue(_NO_TEXT, where=where, todo=_RENAME)


def regular_files(source: Path, outcomes: FileOutcomes) -> list[Path]:
    """Return the regular files under a folder, or the one named, by path.

    Whatever else is there is noted: as broken where a dataset publishes files of its name, else as unknown.
    A file whose name is no text is broken, whatever is in it; so is a folder that this user may not list.
    """
    if not source.is_dir():
        return [source]
    files: list[Path] = []
    for path in sorted(_entries(source, outcomes)):
        given = path.relative_to(source).as_posix()
        name = printable(given)
        if odd := oddity(path):
            _note(name, odd, outcomes)
        elif name != given:
            outcomes.broken(name, BadValue(_NO_TEXT, where=name, todo=_RENAME))
        else:
            files.append(path)
    return files


def _entries(source: Path, outcomes: FileOutcomes) -> Iterator[Path]:
    """Yield everything below a folder but folders; links to folders are not followed, so no loop is."""

    def unlisted(error: OSError) -> None:
        name = printable(Path(error.filename).relative_to(source).as_posix())
        outcomes.broken(name, SourceMissing(_said(error), where=name, todo="give this user the right to it"))

    for folder, folders, names in os.walk(source, onerror=unlisted):
        yield from (Path(folder, name) for name in names)
        yield from (path for path in (Path(folder, name) for name in folders) if path.is_symlink())


def _note(name: str, odd: str, outcomes: FileOutcomes) -> None:
    hit = match(name) or match(name.rsplit("/", 1)[-1])
    if hit:
        outcomes.broken(name, SourceMissing(odd, where=name, todo=_INSTEAD), hit[0].id)
    else:
        outcomes.add(name, "unknown", None, odd, _INSTEAD)


def oddity(path: Path) -> str | None:
    """Return in words why a path is no regular file; None when it is one. Nothing is opened."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ENOENT and path.is_symlink():
            return "a link that leads nowhere"
        return _said(error)
    if stat.S_ISREG(mode):
        return None
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "not a file")


def _said(error: OSError) -> str:
    """Return an error of the system in words of ours, where it is a common one."""
    ours = {
        errno.ENOENT: "no such file or folder",
        errno.ENOTDIR: "no such file or folder",
        errno.ELOOP: "a link that leads to itself",
        errno.EACCES: "this user may not look into it",
    }
    return ours.get(error.errno or 0) or error.strerror or "it cannot be looked at"


def printable(name: str) -> str:
    r"""Return a name with the bytes that are no UTF-8 spelt out, so that it can be written and stored.

    >>> printable("inpc_\udcff.csv")
    'inpc_\\xff.csv'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")
