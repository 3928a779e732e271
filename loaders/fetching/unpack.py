"""Zip and gzip, safely: nothing is written outside the work folder, and no more than the limits allow."""

from __future__ import annotations

import errno
import gzip
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import NamedTemporaryFile
from typing import IO, Protocol

from loaders.disk import guarded
from loaders.errors import ArchiveBomb, NotAnArchive, SourceMissing, UnsafeArchive
from loaders.fetching.limits import UNPACKED, UnpackLimits
from loaders.fetching.recognise import HEAD, kind, of_head

PIECE = 2**18
_BEGINNING = 2**22
BROKEN = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError,
    NotImplementedError,
)  # fmt: skip
_AGAIN = "download it again; if it stays so, the publisher's file is damaged"
_DOCUMENTS = {".pdf", ".doc", ".docx", ".htm", ".html", ".md", ".png", ".jpg"}


class Source(Protocol):
    """What unpacks as it is read."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""


def members(path: Path, name: str, limits: UnpackLimits = UNPACKED) -> list[str]:
    """Return the files inside a zip, in its order; documents and clutter of operating systems are left out.

    NotAnArchive when it is damaged, UnsafeArchive or ArchiveBomb when it is not to be unpacked at all.
    """
    with _opened(path, name) as packed:
        _require_safe(packed.infolist(), path.stat().st_size, name, limits)
        return [one.filename for one in packed.infolist() if _may_be_data(one)]


@contextmanager
def _opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    with _whole(name), zipfile.ZipFile(path) as packed:
        yield packed


@contextmanager
def _whole(name: str) -> Iterator[None]:
    """Turn what the libraries say of damaged archives into NotAnArchive."""
    try:
        yield
    except (*BROKEN, OSError) as error:
        # A position before the start, read from a damaged archive, comes as EINVAL; a full disk is no damage.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise NotAnArchive("damaged or cut short", where=name, value=str(error), todo=_AGAIN) from error


def _may_be_data(one: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(one.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
    return not one.is_dir() and not hidden and place.suffix.lower() not in _DOCUMENTS


def _require_safe(found: list[zipfile.ZipInfo], size: int, name: str, limits: UnpackLimits) -> None:
    for one in found:
        _require_inside(one, name)
    if len(found) > limits.members:
        raise _bomb(name, f"{len(found)} members")
    _require_within(sum(one.file_size for one in found), size, name, limits)


def _require_inside(one: zipfile.ZipInfo, name: str) -> None:
    """Refuse a member that points out of the archive, is a link, or needs a password."""
    there = one.filename
    outside = PurePosixPath(there).is_absolute() or bool(PureWindowsPath(there).drive) or "\\" in there
    if outside or ".." in PurePosixPath(there).parts or stat.S_ISLNK(one.external_attr >> 16):
        raise UnsafeArchive(
            "a member outside the archive", where=name, value=there, todo="do not unpack it by hand either"
        )
    if one.flag_bits & 1:
        raise UnsafeArchive("a member with a password", where=name, value=there, todo="unpack it by hand")


def _require_within(unpacked: int, packed: int, name: str, limits: UnpackLimits) -> None:
    if unpacked > limits.most_bytes:
        raise _bomb(name, f"{unpacked:,} bytes")
    if unpacked > limits.free and unpacked > packed * limits.ratio:
        raise _bomb(name, f"{unpacked:,} bytes of {packed:,}")


def _bomb(name: str, value: str) -> ArchiveBomb:
    return ArchiveBomb("unpacks to far too much", where=name, value=value, todo="get it from the publisher")


def check(path: Path, name: str, limits: UnpackLimits = UNPACKED) -> None:
    """Require an archive to be whole and safe, every byte of it; other files pass. Nothing is written."""
    found = kind(path)
    if found in ("zip", "xlsx"):
        members(path, name, limits)
        with _opened(path, name) as packed:
            for one in packed.infolist():
                with packed.open(one) as source:
                    _pour(source, None, path.stat().st_size, name, limits)
    if found == "gzip":
        with _whole(name), gzip.open(path) as source:
            _pour(source, None, path.stat().st_size, name, limits)


@contextmanager
def plain(
    path: Path, name: str, member: str | None, work: Path, limits: UnpackLimits = UNPACKED
) -> Iterator[Path]:
    """Give a file as a reader wants it: `member` out of a zip, gzip unpacked, anything else as it is.

    What is unpacked lies in `work` until the block ends. Raises what `members` raises; DiskFull.
    """
    found = kind(path)
    if found == "xlsx":
        members(path, name, limits)
    if found not in ("zip", "gzip"):
        yield path
        return
    with _draft(work, _suffix(name, member)) as out:
        with _inside(path, name, member, limits) as source:
            _pour(source, out, path.stat().st_size, name, limits)
        yield Path(out.name)


@contextmanager
def beginning(path: Path, name: str, member: str | None, work: Path) -> Iterator[Path]:
    """Give a file to be looked at, as `plain` does; of a packed text only its beginning is unpacked."""
    if kind(path) not in ("zip", "gzip"):
        with plain(path, name, member, work) as whole:
            yield whole
        return
    with _draft(work, _suffix(name, member)) as out:
        with _inside(path, name, member, UNPACKED) as source:
            start = source.read(_BEGINNING)
            out.write(start)
            if of_head(start[:HEAD]) != "text":
                _pour(source, out, path.stat().st_size, name, UNPACKED)
        out.flush()
        yield Path(out.name)


def _suffix(name: str, member: str | None) -> str:
    return Path(member or name.removesuffix(".gz")).suffix


@contextmanager
def _draft(work: Path, suffix: str) -> Iterator[IO[bytes]]:
    with guarded(work):
        work.mkdir(parents=True, exist_ok=True)
    with guarded(work), NamedTemporaryFile(dir=work, suffix=suffix) as out:
        yield out


@contextmanager
def _inside(path: Path, name: str, member: str | None, limits: UnpackLimits) -> Iterator[Source]:
    if kind(path) == "gzip":
        with _whole(name), gzip.open(path) as source:
            yield source
        return
    if member is None or member not in members(path, name, limits):
        raise SourceMissing("no such file inside", where=name, value=member, todo="see what the zip holds")
    with _opened(path, name) as packed, packed.open(member) as source:
        yield source


def _pour(source: Source, out: IO[bytes] | None, packed: int, name: str, limits: UnpackLimits) -> None:
    """Copy what unpacks, counting: the sizes that an archive declares are not to be believed."""
    size = 0
    while piece := source.read(PIECE):
        size += len(piece)
        _require_within(size, packed, name, limits)
        if out is not None:
            out.write(piece)
    if out is not None:
        out.flush()
