"""Clean partitions: one folder for each dataset and source file, and in it Parquet files of each table.

A table has one file, `contract.parquet`, or several in the order of its rows, `contract.000000.parquet`...

They are the hand-over to any engine: DuckDB reads them here, PostgreSQL by COPY, others as Parquet.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.archive import from_json, sha256, to_json
from loaders.digest import Digest
from loaders.disk import sync
from loaders.errors import StoreDamaged, StoreOutdated
from loaders.flat.ahead import ahead
from loaders.flat.spool import GROUP, LEVEL
from loaders.home import Home
from loaders.model import Loaded, Provenance
from loaders.pieces import Pieces
from loaders.rejects import correction_frame, reject_frame
from loaders.tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    import polars as pl

_WORDS = "reading.json"
# One waits for those that hash columns.
_THREADS = 3


@dataclass(frozen=True)
class Partition:
    """A written partition and what its `reading.json` says.

    `file_hashes` is the SHA-256 of each Parquet file; empty for those of an earlier program.
    """

    folder: Path
    dataset_id: str
    source_file_id: str
    fiscal_year: int | None
    provenance: Provenance
    rows_read: int
    rows_stored: int
    rows_rejected: int
    content_hash: str
    schema_version: str
    file_hashes: Mapping[str, str] = field(default_factory=dict)

    def files(self, table: str) -> list[Path]:
        """Return the Parquet files of a table in the order of its rows: one, or several if it is large."""
        return sorted(self.folder.glob(f"{table}.*parquet"))


def table_of(path: Path) -> str:
    """Return which table a Parquet file of a partition holds rows of."""
    return path.name.split(".")[0]


def frames(loaded: Loaded) -> dict[str, pl.DataFrame]:
    """Return all tables of a reading, rejects and corrections too, each row with its source file."""
    import polars as pl

    reading = loaded.reading
    made = {
        **reading.tables,
        "reject": reject_frame(reading.rejects),
        "correction": correction_frame(reading.corrections),
    }
    mark = pl.lit(loaded.source_file_id).alias("source_file_id")
    marked = {name for name in made if "source_file_id" in TABLES[name].columns}
    return {name: frame.with_columns(mark) if name in marked else frame for name, frame in made.items()}


def write(home: Home, loaded: Loaded, rows_stored: int) -> Partition:
    """Write a partition in place of the one there was; a crash leaves the old one or the new one.

    Its files are on the disk before it takes its place: a power cut leaves no empty ones.
    """
    place = home.partitions / loaded.dataset_id / loaded.source_file_id
    draft = place.with_name(f"{place.name}.{os.getpid()}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    found_hash = _write_tables(draft, loaded)
    _describe(draft / _WORDS, loaded, rows_stored, found_hash)
    for path in (*draft.iterdir(), draft):
        sync(path)
    _swap(draft, place)
    return read(place)


def _write_tables(folder: Path, loaded: Loaded) -> str:
    """Write every table, hashing its rows in other threads meanwhile; return the content hash."""
    tables, large = frames(loaded), loaded.reading.large
    with ThreadPoolExecutor(_THREADS) as pool:
        digest = Digest(pool)
        for name in sorted({*tables, *large}):
            digest.begin(name)
            if name in tables:
                hashed = pool.submit(digest.add, tables[name])
                tables[name].write_parquet(folder / f"{name}.parquet", compression="zstd")
                hashed.result()
            else:
                rows = _hashed(_marked(large[name], loaded.source_file_id), digest, pool)
                _write_large(folder, name, large[name], rows)
    return digest.hexadecimal()


def _write_large(folder: Path, name: str, given: Pieces, rows: Generator[pl.DataFrame]) -> None:
    """Write a table in one pass over its pieces; a few of them are in memory at a time.

    Where files hold just these rows, they are moved, and the pass only checks and hashes what they hold.
    """
    with closing(rows) as pieces:
        first = next(pieces)
        if _hold(given.files, first):
            for _ in pieces:
                pass
            for number, path in enumerate(given.files):
                shutil.move(path, folder / f"{name}.{number:06d}.parquet")
        else:
            _sink(folder / f"{name}.parquet", first, pieces)


def _hold(files: Sequence[Path], rows: pl.DataFrame) -> bool:
    """Say whether there are files, whose columns are those of checked rows, in their types."""
    import polars as pl

    return bool(files) and pl.read_parquet_schema(files[0]) == rows.schema


def _sink(path: Path, first: pl.DataFrame, rest: Iterator[pl.DataFrame]) -> None:
    from polars.io.plugins import register_io_source

    source = register_io_source(lambda *_: chain([first], rest), schema=first.schema)
    source.sink_parquet(path, compression="zstd", compression_level=LEVEL, row_group_size=GROUP)


def _marked(rows: Pieces, source_file_id: str) -> Iterator[pl.DataFrame]:
    import polars as pl

    for frame in rows.frames():
        yield frame.with_columns(pl.lit(source_file_id).alias("source_file_id"))


def _hashed(rows: Iterator[pl.DataFrame], digest: Digest, pool: Executor) -> Generator[pl.DataFrame]:
    """Yield the pieces, each while it is hashed; the next ones are made ahead."""
    with closing(ahead(rows)) as pieces:
        for piece in pieces:
            hashed = pool.submit(digest.add, piece)
            yield piece
            hashed.result()


def adopt(staged: Home, home: Home) -> None:
    """Move all partitions of one home into another, each in place of the one there was."""
    for words in sorted(staged.partitions.glob(f"*/*/{_WORDS}")):
        place = home.partitions / words.parent.relative_to(staged.partitions)
        place.parent.mkdir(parents=True, exist_ok=True)
        _swap(words.parent, place)


def remove(one: Partition) -> None:
    """Remove a partition; a crash leaves it whole, or a draft that the next load sweeps."""
    draft = one.folder.with_name(f"{one.folder.name}.{os.getpid()}.part")
    one.folder.rename(draft)
    sync(draft.parent)
    shutil.rmtree(draft, ignore_errors=True)


def _describe(path: Path, loaded: Loaded, rows_stored: int, found_hash: str) -> None:
    words = {
        "dataset_id": loaded.dataset_id,
        "source_file_id": loaded.source_file_id,
        "fiscal_year": loaded.fiscal_year,
        "provenance": to_json(loaded.provenance),
        "rows_read": loaded.reading.rows_read,
        "rows_stored": rows_stored,
        "rows_rejected": len(loaded.reading.rejects),
        "content_hash": found_hash,
        "schema_version": SCHEMA_VERSION,
        "file_hashes": {file.name: sha256(file) for file in sorted(path.parent.glob("*.parquet"))},
    }
    path.write_text(json.dumps(words, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _swap(draft: Path, place: Path) -> None:
    old = place.with_name(f"{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    draft.rename(place)
    sync(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def read(folder: Path) -> Partition:
    """Return the partition in a folder.

    StoreOutdated when it was written for another schema, StoreDamaged when its `reading.json` is no such one.
    """
    try:
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        written_for = words.get("schema_version")
        if written_for == SCHEMA_VERSION:
            return Partition(folder=folder, **{**words, "provenance": from_json(words["provenance"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(folder / _WORDS, str(error)) from error
    raise StoreOutdated(
        "a clean partition has another schema",
        where=str(folder),
        value=written_for,
        todo="load its file again, or delete the folder",
    )


def require_whole(found: Iterable[Partition]) -> None:
    """Require the files of partitions to have the bytes that were written; StoreDamaged names the first."""
    for one in found:
        for name, written in one.file_hashes.items():
            path = one.folder / name
            if not path.is_file() or sha256(path) != written:
                raise _damaged(path, "not there" if not path.is_file() else "other bytes than were written")


def _damaged(path: Path, why: str) -> StoreDamaged:
    return StoreDamaged(
        "clean rows are damaged",
        where=str(path),
        value=why,
        todo="load their file again with `cuentas load --from FILE` (those of the bundled snapshot come back "
        f"with `cuentas load`), or delete the folder {path.parent}",
    )


def all_of(home: Home, staged: Home | None = None) -> list[Partition]:
    """Return every partition, by dataset and source file; one whose swap was cut short is put back.

    Those of another home, `staged`, count instead of those of the same file.
    """
    put_back(home)
    places = {
        folder.relative_to(one.partitions): folder
        for one in (home, staged)
        if one is not None
        for folder in _places(one)
    }
    return [read(places[place]) for place in sorted(places)]


def source_file_ids(home: Home) -> frozenset[str]:
    """Return which source files have a partition, without reading any."""
    put_back(home)
    return frozenset(folder.name for folder in _places(home))


def _places(home: Home) -> Iterator[Path]:
    """Yield the folder of every partition."""
    for words in home.partitions.glob(f"*/*/{_WORDS}"):
        if not words.parent.name.endswith((".part", ".old")):
            yield words.parent


def put_back(home: Home) -> None:
    """Give the partitions whose swap was cut short their place again."""
    for old in home.partitions.glob("*/*.old"):
        if not old.with_suffix("").exists():
            old.rename(old.with_suffix(""))
