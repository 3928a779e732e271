"""A finished DuckDB file into a schema of PostgreSQL, and tables of such a schema out again, by COPY.

CSV stands between the two, one table at a time and never in memory: both write NULL as nothing and an empty
text as two quotes, and both keep decimals exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import duckdb
import psycopg
import sqlalchemy as sa
from psycopg import sql

from loaders import checks
from loaders.errors import StoreError
from loaders.postgres import VERSION, drop, schema_of, size_of
from loaders.schema import metadata, table
from loaders.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

_PIECE = 1 << 20
# One cell may hold a whole published document, which DuckDB would take for an unclosed quote.
_LONGEST = 1 << 24
# Each thread of DuckDB keeps pieces of its own, to put them in order again: one needs a sixth of the memory.
_ALONE: dict[str, str | bool | int | float | list[str]] = {"threads": 1}


def copy(connection: sa.Connection, built: Path, version: str) -> None:
    """Write the store in the file `built` as a version, in the transaction of `connection`.

    StoreError when PostgreSQL's rows or checks differ from DuckDB's: both must agree to the peso.
    """
    draft = f"cuentas_draft_{uuid4().hex[:8]}"
    connection.execute(sa.schema.CreateSchema(draft))
    connection.execute(sa.select(sa.func.set_config("search_path", draft, True)))
    metadata().create_all(connection, checkfirst=False)
    _fill(connection, built)
    _index(connection)
    _require_same_checks(connection)
    _rename(connection, draft, version)


def _fill(connection: sa.Connection, built: Path) -> None:
    scratch = built.with_name(f"{built.name}.csv")
    try:
        with duckdb.connect(str(built), read_only=True, config=_ALONE) as source:
            for name in TABLES:
                # Under its own name from the start: what a killed load leaves is known for what it is.
                source.table(name).write_csv(str(scratch), header=False, use_tmp_file=False)
                _copy_in(connection, name, scratch)
    finally:
        scratch.unlink(missing_ok=True)


def _copy_in(connection: sa.Connection, name: str, scratch: Path) -> None:
    # Frozen rows need no second visit, and can be counted from an index at once.
    command = sql.SQL("COPY {} FROM STDIN (FORMAT csv, FREEZE)").format(sql.Identifier(name))
    with _cursor(connection) as cursor, cursor.copy(command) as into, scratch.open("rb") as rows:
        while piece := rows.read(_PIECE):
            into.write(piece)


def _cursor(connection: sa.Connection) -> psycopg.Cursor[Any]:
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return driver.cursor()


def _index(connection: sa.Connection) -> None:
    """Make the declared indexes, and let the server count what it holds."""
    apart = sa.MetaData()
    for name, declared in TABLES.items():
        made = table(name).to_metadata(apart)
        for number, columns in enumerate(declared.indexes, 1):
            index = sa.Index(f"{name}_{number}", *(made.c[column] for column in columns))
            connection.execute(sa.schema.CreateIndex(index))
    with _cursor(connection) as cursor:
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, TABLES))))


def _require_same_checks(connection: sa.Connection) -> None:
    """Require every check, run here, to give what DuckDB found and stored."""
    stored = {str(row["check_id"]): row for row in checks.read(connection)}
    found = {str(row["check_id"]): row for row in checks.run(connection)}
    for name in sorted(stored.keys() | found.keys()):
        if stored.get(name) != found.get(name):
            raise StoreError(
                "PostgreSQL and DuckDB give different results for a check, so nothing was published",
                where=name,
                value=(stored.get(name), found.get(name)),
                todo="report it: it is an error of this program",
            )


def _rename(connection: sa.Connection, draft: str, version: str) -> None:
    """Give the draft the version's name, in place of what was written of the same version before."""
    schema = schema_of(version)
    drop(connection, schema)
    with _cursor(connection) as cursor:
        names = (sql.Identifier(draft), sql.Identifier(schema))
        cursor.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(*names))
    connection.execute(sa.delete(VERSION).where(VERSION.c.version == version))
    size = size_of(connection, [schema])[schema]
    connection.execute(sa.insert(VERSION).values(version=version, bytes=size))


def to_csv(connection: sa.Connection, name: str, scratch: Path) -> None:
    """Write a table of an open version as CSV, in the order in which its rows were written."""
    command = sql.SQL("COPY {} TO STDOUT (FORMAT csv)").format(sql.Identifier(name))
    with _cursor(connection) as cursor, cursor.copy(command) as out, scratch.open("wb") as rows:
        for piece in out:
            rows.write(piece)


def columns(connection: sa.Connection, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
    """Return the rows of a query, which COPY writes and Arrow reads; memory must hold them twice.

    What is not there is written as nothing, and an empty text in quotes, so that the two stay apart.
    """
    import pyarrow as pa
    from pyarrow import csv as reader

    asked = query.compile(dialect=connection.dialect)
    command = f"COPY ({asked}) TO STDOUT (FORMAT csv)".encode()
    with _cursor(connection) as cursor, cursor.copy(command, asked.params) as out:
        written = b"".join(out)
    if not written:
        return schema.empty_table()
    # One block: a row may be as long as it likes, and no thread more than the one that asked is at work.
    whole = reader.ReadOptions(column_names=schema.names, block_size=len(written), use_threads=False)
    lines = reader.ParseOptions(newlines_in_values=True, ignore_empty_lines=False)
    cells = reader.ConvertOptions(
        column_types={one.name: one.type for one in schema},
        null_values=[""],
        true_values=["t"],
        false_values=["f"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    return reader.read_csv(pa.BufferReader(written), whole, lines, cells)


@contextmanager
def from_csv(name: str, scratch: Path) -> Iterator[duckdb.DuckDBPyRelation]:
    """Give such a file to DuckDB, with the table's declared columns."""
    columns = {column.name: str(column.type) for column in table(name).c}
    with duckdb.connect(config=_ALONE) as reader:
        yield reader.read_csv(
            str(scratch),
            header=False,
            delimiter=",",
            quotechar='"',
            escapechar='"',
            columns=columns,
            auto_detect=False,
            allow_quoted_nulls=False,
            max_line_size=_LONGEST,
        )
