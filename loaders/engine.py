"""Read-only SQLAlchemy engines over published stores, one engine for each version.

A store is never changed once published, so an engine stays right for as long as it is open; a reader
compares `current_version` with the version it opened and opens a new engine when they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from loaders import backend
from loaders.errors import StoreError, StoreOutdated
from loaders.home import Home, default_home
from loaders.schema import schema_version, table

if TYPE_CHECKING:
    import pyarrow as pa

_LOAD = "run `cuentas load`"
_AGAIN = "go back with `cuentas rollback`, or delete it and run `cuentas load`"


def current_version(home: Home | None = None) -> str:
    """Return the version the pointer names; NoStore if nothing has been published."""
    return backend.of(home or default_home()).current()


def store_mark(home: Home, version: str) -> object:
    """Return what differs when a version is made anew, such as a file's time; None = it is not there."""
    return backend.of(home).mark(version)


def open_store(
    version: str | None = None, *, home: Home | None = None, threads: int = 1, any_schema: bool = False
) -> sa.Engine:
    """Open a published store read-only; `version` None = the current one.

    `threads` is DuckDB's own: one for each server worker, more for a notebook. `any_schema`: for those who
    compare versions and look at what a store has before they ask it.
    Raises NoStore when the version is missing, StoreOutdated when another schema version built it, StoreError
    when it cannot be opened.
    """
    home = home or default_home()
    version = version or current_version(home)
    engine = backend.of(home).open(version, threads)
    _require_schema(engine, version, schema_version() if not any_schema else None)
    return engine


def columns_of(home: Home, engine: sa.Engine, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
    """Return the rows of a query on an open version as columns; memory must hold them."""
    return backend.of(home).columns_of(engine, query, schema)


def few(home: Home, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
    """Return that a column is one of few values, put as the engine finds rows of large tables at once."""
    return backend.of(home).few(column, values)


def many(home: Home, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
    """Return that a column is one of many ascending values, put as the engine passes over others soonest."""
    return backend.of(home).many(column, values)


def meta(engine: sa.Engine) -> dict[str, str]:
    """Return what the store says of itself: version, content hash, schema version, date of its data."""
    items = table("store_meta")
    with engine.connect() as connection:
        return {row.key: row.value for row in connection.execute(sa.select(items.c.key, items.c.value))}


def _require_schema(engine: sa.Engine, version: str, needed: str | None) -> None:
    found = _opened(engine, version).get("schema_version")
    if needed not in (None, found):
        engine.dispose()
        raise StoreOutdated(
            f"the store was built with schema {found}, this program needs {needed}",
            where=version,
            value=found,
            todo=_LOAD,
        )


def _opened(engine: sa.Engine, version: str) -> dict[str, str]:
    try:
        return meta(engine)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        why = str(error.orig).splitlines()[0]
        raise StoreError("the store cannot be opened", where=version, value=why, todo=_AGAIN) from error
