"""Bytes of a CSV file cut into parts that end where a record ends.

A clean part is proved to be RFC 4180: every odd quote opens a cell (it follows a separator, a line end or a
quote) and every even one closes it. Only then does a fast parser agree with an exact one on where records
end. What is not clean is cut out, as few records as possible, and goes to `loaders.flat.exact`.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.errors import BadValue, NotAnArchive
from loaders.text_encodings import Twice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]

Grouping = Callable[[Sequence[bytes]], list[int]]

SIZE, _SAMPLE = 2**24, 2**20
# How many blocks one record may take: each is looked through again with the next.
_BLOCKS = 2
_STRETCH = 2**18
WINDOW, REACH = 64, 40
_GZIP, _MARK = b"\x1f\x8b", b"\xef\xbb\xbf"
_QUOTE, _LF, _CR = 0x22, 0x0A, 0x0D
# What Spanish is written with, in UTF-8: as cp1252 it would be two or three odd letters.
_SPANISH = re.compile(rb"((?:[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf])+)")


class NotUtf8(Exception):  # noqa: N818 — a signal between readers, never an error that leaves them
    """The bytes are not UTF-8: the file is to be read again as cp1252."""


@dataclass(frozen=True)
class Part:
    """Whole records as UTF-8; `ends` are the places after each record's line end (and of the last byte)."""

    data: bytes
    ends: Places
    clean: bool

    @property
    def records(self) -> int:
        """How many records it has, empty lines too."""
        return len(self.ends)


@contextmanager
def opened(path: Path) -> Iterator[BufferedIOBase]:
    """Open a plain or gzip file for reading. NotAnArchive when, while it is read, the gzip proves damaged."""
    with path.open("rb") as handle:
        if handle.read(2) != _GZIP:
            handle.seek(0)
            yield handle
            return
    try:
        with gzip.open(path) as unpacked:
            yield unpacked
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        todo = "download it again; if it stays so, the publisher's file is damaged"
        raise NotAnArchive(
            "the gzip file is damaged", where=path.name, value=str(error), todo=todo
        ) from error


def sample(path: Path) -> bytes:
    """Return the beginning of a plain or gzip file, enough to tell its encoding."""
    with opened(path) as stream:
        return stream.read(_SAMPLE)


def parts(
    stream: BufferedIOBase,
    separator: str,
    encoding: str,
    group: Grouping,
    size: int | None = None,
    twice: Twice | None = None,
) -> Iterator[Part]:
    """Yield the records of a stream in parts, in order.

    `group` says how many physical lines each record takes where quotes are broken; `twice` undoes and counts
    what was encoded twice. BadValue when a line never ends.
    """
    once = (twice or Twice()).undone
    rest, most = b"", _BLOCKS * (size or SIZE)
    for block in _blocks(stream, size or SIZE):
        rest = yield from _split(rest + once(utf8(block, encoding)), ord(separator), not block, group)
        if len(rest) > most:
            raise BadValue(
                f"a record of more than {most // 2**20} MB, or one that never ends",
                value=rest[:40],
                todo="is this a CSV file? Look for a quote that never closes",
            )


def _blocks(stream: BufferedIOBase, size: int) -> Iterator[bytes]:
    """Yield a stream in blocks that end with a line where they can; the last one is empty.

    Whole lines need no second copy, and what they are read into is used again.
    """
    space, rest = bytearray(size), b""
    with memoryview(space) as view:
        while count := stream.readinto(view):
            cut = space.rfind(b"\n", 0, count) + 1 or count
            yield b"".join((rest, view[:cut]))
            rest = bytes(view[cut:count])
    if rest:
        yield rest
    yield b""


def utf8(block: bytes, encoding: str) -> bytes:
    """Return a block of text in UTF-8; in a cp1252 file, lines and letters that are UTF-8 stay as they are.

    A byte that is neither becomes U+FFFD, whose records are rejected: nothing is read as latin-1 by force.
    """
    if encoding == "utf-8":
        return block
    with suppress(UnicodeDecodeError):
        if not _SPANISH.search(block):
            return block.decode(encoding).encode()
    return b"".join(_line(line, encoding) for line in block.splitlines(keepends=True))


def _line(line: bytes, encoding: str) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        odd = _SPANISH.split(line)
        odd[::2] = (piece.decode(encoding, errors="replace").encode() for piece in odd[::2])
        return b"".join(odd)
    return line


def _split(data: bytes, separator: int, final: bool, group: Grouping) -> Generator[Part, None, bytes]:
    """Yield the parts of `data`; what is left for the next block is the generator's value."""
    while data:
        ends, fault = _scan(data, separator, final)
        if fault is None:
            cut = int(ends[-1]) if len(ends) else 0
            if cut:
                yield Part(data[:cut], ends, True)
            return data[cut:]
        good = ends[ends <= fault]
        start = int(good[-1]) if len(good) else 0
        if start:
            yield Part(data[:start], good, True)
        dirty = _dirty(data[start:], final, group)
        if dirty is None:
            return data[start:]
        yield dirty
        data = data[start + len(dirty.data) :]
    return data


def _dirty(data: bytes, final: bool, group: Grouping) -> Part | None:
    """Return the records around a fault; None when more bytes are needed to see where it stops."""
    import numpy as np

    lines = data.split(b"\n", WINDOW + REACH)
    if len(lines) <= WINDOW + REACH and not final:
        return None
    whole = [line + b"\n" for line in lines[:-1]]
    if final and len(lines) <= WINDOW + REACH and lines[-1]:
        whole.append(lines[-1])
    sizes = np.cumsum([len(line) for line in whole])
    last = np.cumsum(group(whole)) - 1
    kept = last[: np.searchsorted(last, WINDOW) + 1]
    ends = sizes[kept]
    return Part(data[: int(ends[-1])], ends, False)


def _scan(data: bytes, separator: int, final: bool) -> tuple[Places, int | None]:
    """Return where records end, and the place of the first quote that is not where a quote may be."""
    import numpy as np

    cells = np.frombuffer(data, np.uint8)
    places = _places(cells)
    quote = cells[places] == _QUOTE
    outside = (np.cumsum(quote) & 1) == 0
    quotes, ends = places[quote], places[~quote & outside] + 1
    if final and not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    return ends, _fault(cells, quotes, separator, final)


def _places(cells: NDArray[np.uint8]) -> Places:
    """Return where quotes and line ends are; a stretch at a time, so that what is made of it stays cached."""
    import numpy as np

    found = [np.empty(0, np.intp)]
    for start in range(0, len(cells), _STRETCH):
        piece = cells[start : start + _STRETCH]
        found.append(np.flatnonzero((piece == _QUOTE) | (piece == _LF)) + start)
    return np.concatenate(found)


def _fault(cells: NDArray[np.uint8], quotes: Places, separator: int, final: bool) -> int | None:
    import numpy as np

    opening, closing = quotes[::2], quotes[1::2]
    before = cells[np.maximum(opening - 1, 0)]
    starts = (before == separator) | (before == _LF) | (before == _QUOTE) | (opening == 0)
    if not final and len(closing) and closing[-1] == len(cells) - 1:
        closing = closing[:-1]
    after = cells[np.minimum(closing + 1, len(cells) - 1)]
    stops = (after == separator) | (after == _LF) | (after == _CR) | (after == _QUOTE)
    stops |= closing == len(cells) - 1
    wrong = [found[~good][:1] for found, good in ((opening, starts), (closing, stops))]
    if final and len(quotes) % 2:
        wrong.append(quotes[-1:])
    places = [int(one[0]) for one in wrong if len(one)]
    return min(places) if places else None


def without_mark(head: bytes) -> bytes:
    """Return bytes without the byte order mark of UTF-8."""
    return head.removeprefix(_MARK)
