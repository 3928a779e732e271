"""Where the versions of the store are kept: DuckDB files of a home, or schemas of a PostgreSQL database.

`of` chooses by the home's `database`; nobody else asks which of the two it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from loaders.home import Home

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    import sqlalchemy as sa


@dataclass(frozen=True)
class Kept:
    """One version that is there: whether it is current, when it was made, and its size."""

    version: str
    current: bool
    made: datetime
    bytes: int


@dataclass(frozen=True)
class Stray:
    """Something of this project's kind that belongs to no version: where it is, and its bytes."""

    place: str
    bytes: int


class Backend(Protocol):
    """Keeps versions of the store, each immutable, and a pointer to the one that is current.

    All of it may raise StoreError: NoStore for a version that is not there, others as each backend says.
    """

    @property
    def place(self) -> str:
        """Where the versions are, for messages; never with a password."""

    def current(self) -> str:
        """Return the version that the pointer names; NoStore if nothing usable has been published."""

    def kept(self) -> list[Kept]:
        """Return the versions that are there, newest first."""

    def mark(self, version: str) -> object:
        """Return what differs when a version is made anew; None when it is not there."""

    def damage(self, version: str) -> str | None:
        """Return how a version differs from what was put there; None = it does not, or nothing can tell."""

    def open(self, version: str, threads: int) -> sa.Engine:
        """Return a read-only engine that sees this version only; `threads` are those of DuckDB."""

    def put(self, built: Path, version: str) -> None:
        """Take the finished DuckDB file `built` among the versions; the file is gone afterwards."""

    def point_to(self, version: str) -> None:
        """Move the pointer, in one step, to a version that is there."""

    def forget(self, version: str) -> None:
        """Drop a version; one that somebody has open stays readable for them."""

    def lock(self) -> AbstractContextManager[None]:
        """Keep other machines from loading at the same time; waits for one that does."""

    def busy(self) -> bool:
        """Return whether a load from any machine holds the lock."""

    def strays(self) -> list[Stray]:
        """Return what a load left here that belongs to no version, and that no file of the home shows."""

    def sweep(self) -> None:
        """Remove the strays. Only for one who holds the lock."""

    def note(self, name: str) -> str | None:
        """Return what was written of this name beside the versions; None when nothing was."""

    def keep_note(self, name: str, words: str | None) -> None:
        """Write a note in place of the one there was, in one step; None takes it away."""

    def rows_of(
        self, engine: sa.Engine, table: str, scratch: Path
    ) -> AbstractContextManager[duckdb.DuckDBPyRelation]:
        """Give a table of an open version to DuckDB, which streams it; `scratch` may be written meanwhile."""

    def columns_of(self, engine: sa.Engine, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
        """Return the rows of a query on an open version as columns, of as many rows as memory holds."""

    def few(self, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
        """Return that a column is one of few values, so put that rows of large tables are found at once."""

    def many(self, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
        """Return that a column is one of many ascending values, put for a look at all rows between them."""


def of(home: Home) -> Backend:
    """Return the backend of a home; WrongSetting if its `database` is not an address of one."""
    if home.database is None:
        from loaders.file_stores import FileStores

        return FileStores(home)
    from loaders.postgres import PostgresStores

    return PostgresStores(home.database)
