"""Making the index of a version, and letting go of those whose version is gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import uuid4

import orjson
import tantivy

from loaders import orphans, publish
from loaders.engine import open_store
from loaders.errors import StorageError
from loaders.home import Home
from loaders.search import documents, integrity, names, schema

Say = Callable[[str], None]

_HEAP: Final = 300_000_000
_WRITERS: Final = 2
_AGAIN: Final = "the store itself is in place; make room if the disk is full, then run `cuentas index`"


def ensure(home: Home, version: str, say: Say, *, again: bool = False) -> bool:
    """Make the index of a version if it is not there, damaged, or `again`; return whether it was made.

    Readers see it at once when it is complete, and never a part of it. StorageError if it cannot be written,
    StoreError if the version cannot be read. Only for one who holds the lock of the home.
    """
    if schema.is_there(home, version) and not again:
        damage = integrity.damage(home, version)
        if damage is None:
            return False
        say(f"the search index of {version} is damaged, and is made again: {damage}")
    with _aside(home) as draft:
        _make(home, version, draft, say)
        shutil.rmtree(schema.folder(home, version), ignore_errors=True)
        draft.rename(schema.folder(home, version))
    return True


@contextmanager
def _aside(home: Home) -> Iterator[Path]:
    """Give a folder that is gone when the block ends, unless it was given another name."""
    draft = home.search / f".draft-{uuid4().hex}"
    draft.mkdir(parents=True)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _make(home: Home, version: str, draft: Path, say: Say) -> None:
    say(f"indexing {version} for search")
    engine = open_store(version, home=home)
    try:
        frequent = documents.frequent(home, engine)
        contracts = documents.contracts(home, engine, frozenset(frequent))
        _write(draft / schema.CONTRACTS, schema.contract_fields(), contracts)
        (draft / schema.FREQUENT).write_bytes(orjson.dumps(frequent))
        with engine.connect() as connection:
            _write(draft / schema.NAMES, schema.name_fields(), names.names(connection))
        integrity.seal(draft)
    finally:
        engine.dispose()


def _write(place: Path, fields: tantivy.Schema, made: Iterable[str]) -> None:
    """Write documents into a new index in one commit; StorageError tells what the library says."""
    place.mkdir()
    try:
        writer = schema.opened(place, fields).writer(_HEAP, _WRITERS)
        for one in made:
            writer.add_json(one)
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:
        raise StorageError(
            "the search index cannot be written", where=str(place), value=error, todo=_AGAIN
        ) from error


def left(home: Home) -> list[Path]:
    """Return what belongs to no version that is kept: a draft cut short, or the index of one let go."""
    kept = frozenset(publish.versions(home))
    return sorted(place for place in home.search.glob("*") if place.name not in kept)


def sweep(home: Home) -> None:
    """Remove what belongs to no version. Only for one who holds the lock of the home."""
    for place in left(home):
        orphans.remove(place)
