"""Whether an index is as it was written, and opening it where nothing may be written.

The search library looks at its own checksums only when it is told to: a changed byte could count wrong
without a word. So each index keeps the SHA-256 of its files.
"""

from __future__ import annotations

import errno
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import orjson
import tantivy

from loaders import mishaps
from loaders.archive import sha256
from loaders.errors import StoreDamaged
from loaders.home import Home
from loaders.search import schema

HASHES: Final = "files.json"
# Locks and lists of the library itself, written anew by whoever opens it.
_OWN: Final = frozenset({".tantivy-meta.lock", ".tantivy-writer.lock", ".managed.json"})
_UNWRITABLE: Final = tuple(f"code: {number}," for number in (errno.EACCES, errno.EPERM, errno.EROFS))


_REFUSALS: Final = (ValueError, OSError, KeyError, TypeError)


@dataclass(frozen=True)
class Opened:
    """An index that answers; `place` is a folder of links that lasts as long, where its own is read-only."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    place: Path | None = None


def seal(folder: Path) -> None:
    """Write the hashes of the files of a finished index, and let those read it who may read this file.

    The library makes some files for its own user only; a site may run as another one.
    """
    hashes = folder / HASHES
    hashes.write_bytes(orjson.dumps(_hashes(folder), option=orjson.OPT_SORT_KEYS))
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(hashes.stat().st_mode)


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in {HASHES, *_OWN})
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def damage(home: Home, version: str) -> str | None:
    """Return what is wrong with the index of a version that is there; None = nothing.

    One of an earlier program has no hashes: it is only opened.
    """
    folder = schema.folder(home, version)
    try:
        with readable(folder):
            _require_sealed(folder)
            for name in (schema.CONTRACTS, schema.NAMES):
                opened(folder / name)
            schema.frequent(home, version)
    except StoreDamaged as error:
        return str(error.value)
    return None


def _require_sealed(folder: Path) -> None:
    kept = folder / HASHES
    if not kept.is_file():
        return
    written, found = orjson.loads(kept.read_bytes()), _hashes(folder)
    odd = sorted({name for name in {*written, *found} if written.get(name) != found.get(name)})
    if odd:
        raise ValueError(f"other bytes than were written: {', '.join(odd)[:200]}")


@contextmanager
def readable(folder: Path, refusals: tuple[type[Exception], ...] = _REFUSALS) -> Iterator[None]:
    """Turn a panic of the library, and these errors, into StoreDamaged: the index cannot be read."""
    try:
        yield
    except BaseException as error:
        if not (isinstance(error, refusals) or mishaps.is_panic(error)):
            raise
        raise StoreDamaged(
            "the search index cannot be read",
            where=str(folder),
            value=str(error)[:300],
            todo="`cuentas index` makes it again",
        ) from error


def opened(place: Path) -> Opened:
    """Open a part of an index for reading; ValueError, OSError when it is none.

    The library wants to lock the folder. Where it may not write there, a folder of links takes its place.
    """
    try:
        index = schema.opened(place)
        return Opened(index, index.searcher())
    except ValueError as error:
        if not any(number in str(error) for number in _UNWRITABLE):
            raise
    return _linked(place)


def _linked(place: Path) -> Opened:
    links = Path(mkdtemp(prefix="cuentas-search-"))
    for path in place.iterdir():
        if path.name not in _OWN:
            (links / path.name).symlink_to(path.absolute())
    index = schema.opened(links)
    made = Opened(index, index.searcher(), links)
    weakref.finalize(made, shutil.rmtree, links, True)
    return made
