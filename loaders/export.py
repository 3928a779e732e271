"""Export: tables of a published store as Parquet, CSV or DuckDB, with a description that travels with them.

DuckDB streams each table to its file, so memory does not grow with rows. The description is a Data Package
(`datapackage.json`, frictionlessdata.io): columns with type, unit and meaning, keys, sources and hashes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args
from uuid import uuid4

from loaders import backend
from loaders.archive import sha256
from loaders.columns import column_of
from loaders.engine import current_version, meta, open_store
from loaders.errors import DeclarationError, TargetExists
from loaders.fields import field
from loaders.home import Home
from loaders.registry import datasets
from loaders.status import source_files
from loaders.tables import TABLES

if TYPE_CHECKING:
    import duckdb
    import sqlalchemy as sa

Format = Literal["parquet", "csv", "duckdb"]
FORMATS: tuple[str, ...] = get_args(Format)
DESCRIPTION = "datapackage.json"
_DATABASE = "cuentas.duckdb"


@dataclass(frozen=True)
class Written:
    """One exported table: its name, its file, and how many rows and bytes that has."""

    table: str
    file: str
    rows: int
    bytes: int


def default_tables() -> list[str]:
    """Return the tables exported when none is named: all but the sums made from the others."""
    return [name for name, table in TABLES.items() if table.role != "cube"]


def export(
    home: Home,
    to: Path,
    kind: Format,
    tables: Sequence[str] = (),
    *,
    version: str | None = None,
    replace: bool = False,
    say: Callable[[str], None],
) -> list[Written]:
    """Write tables (none named = all but sums) of a version (None = the current one) to the folder `to`.

    Everything is written aside first, so that a failure leaves `to` as it was. TargetExists when a file is
    already there, unless `replace`; DeclarationError for a table that the store does not have.
    """
    chosen = _known(tables)
    names = [*_files(kind, chosen), DESCRIPTION]
    _require_free(to, names, replace)
    version = version or current_version(home)
    with _opened(home, version) as engine, _aside(to) as draft:
        written = [_write(home, engine, name, kind, draft, say) for name in chosen]
        _describe(engine, draft, kind, written)
        for name in names:
            (draft / name).replace(to / name)
    return written


def _known(tables: Sequence[str]) -> list[str]:
    for name in tables:
        if name not in TABLES:
            raise DeclarationError("no such table", value=name, todo=f"there are: {', '.join(TABLES)}")
    return list(dict.fromkeys(tables)) or default_tables()


def _files(kind: Format, tables: Sequence[str]) -> list[str]:
    return [_DATABASE] if kind == "duckdb" else [f"{name}.{kind}" for name in tables]


def _require_free(to: Path, names: Sequence[str], replace: bool) -> None:
    there = [name for name in names if (to / name).exists()]
    if there and not replace:
        raise TargetExists(
            "there are files of these names already",
            where=str(to),
            value=there[:3],
            todo="give another folder, or --replace",
        )


@contextmanager
def _opened(home: Home, version: str) -> Iterator[sa.Engine]:
    engine = open_store(version, home=home)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _aside(to: Path) -> Iterator[Path]:
    """Give a folder inside the target, on the same disk, that is gone when the block ends."""
    to.mkdir(parents=True, exist_ok=True)
    draft = to / f".export-{uuid4().hex}"
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft)


def _write(
    home: Home, engine: sa.Engine, name: str, kind: Format, draft: Path, say: Callable[[str], None]
) -> Written:
    say(f"writing {name}")
    place = draft / (_DATABASE if kind == "duckdb" else f"{name}.{kind}")
    with backend.of(home).rows_of(engine, name, draft / f".{name}.rows") as source:
        _into(source, name, kind, place)
        rows = source.count("*").fetchone()
    return Written(name, place.name, int(rows[0]) if rows else 0, place.stat().st_size)


def _into(source: duckdb.DuckDBPyRelation, name: str, kind: Format, place: Path) -> None:
    if kind == "csv":
        source.write_csv(str(place), header=True)
    elif kind == "parquet":
        source.write_parquet(str(place), compression="zstd")
    else:
        _into_database(source, name, place)


def _into_database(source: duckdb.DuckDBPyRelation, name: str, place: Path) -> None:
    """Go by way of Parquet: two databases cannot be joined without writing a path into SQL."""
    import duckdb

    between = place.with_name(f"{name}.parquet")
    source.write_parquet(str(between), compression="zstd")
    with duckdb.connect(str(place)) as target:
        target.read_parquet(str(between)).create(name)
    between.unlink()


def _describe(engine: sa.Engine, draft: Path, kind: Format, written: Sequence[Written]) -> None:
    facts, sources = meta(engine), source_files(engine)
    owners = {row["dataset_id"] for row in sources}
    words = {
        "profile": "tabular-data-package",
        "name": "cuentas-abiertas",
        "title": "Cuentas Abiertas",
        "version": facts["version"],
        "content_hash": facts["content_hash"],
        "schema_version": facts["schema_version"],
        "licenses": [_licence(name) for name in sorted(owners)],
        "sources": [_source(row) for row in sources],
        "resources": [_resource(one, kind, draft) for one in written],
    }
    text = json.dumps(words, ensure_ascii=False, indent=1, default=str)
    (draft / DESCRIPTION).write_text(text + "\n", encoding="utf-8")


def _licence(dataset_id: str) -> dict[str, Any]:
    found = datasets()[dataset_id].licence
    return {"dataset": dataset_id, "name": found.id, "title": found.title.es, "path": found.url}


def _source(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("source_file_id", "dataset_id", "file_name", "original_url", "obtained_from", "obtained")
    counts = ("sha256", "bytes", "licence_id", "secondary", "rows_read", "rows_stored", "rows_rejected")
    return {
        "title": row["file_name"],
        "path": row["original_url"],
        **{key: row[key] for key in kept + counts},
    }


def _resource(one: Written, kind: Format, draft: Path) -> dict[str, Any]:
    table = TABLES[one.table]
    place = draft / one.file
    return {
        "name": one.table,
        "path": one.file,
        "format": kind,
        "encoding": "utf-8",
        "rows": one.rows,
        "bytes": place.stat().st_size,
        "hash": f"sha256:{sha256(place)}",
        "schema": {
            "fields": [
                field(column_of(table.name, name), name not in table.nullable) for name in table.columns
            ],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }
