"""Versions as schemas of a PostgreSQL database, and one row of `cuentas.current` as the pointer.

A version is written in one transaction, so that a load cut short leaves nothing. Who has a version open holds
an advisory lock on it, shared, for as long as their connection lives: no version is dropped under a reader.
"""

from __future__ import annotations

import atexit
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError

from loaders.backend import Kept, Stray
from loaders.errors import (
    DiskFull,
    LoadersError,
    NoStore,
    StoreError,
    StoreRefused,
    StoreUnreachable,
    WrongSetting,
)

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SCHEMES: Final = frozenset({"postgresql", "postgresql+psycopg"})
_EXAMPLE: Final = "give postgresql://user:password@host/database"
_LOAD: Final = "run `cuentas load`"
# Advisory locks are pairs of numbers: ours, and what is locked. 0 is the load, others are versions.
_OURS: Final = 20_210_619
_LOADING: Final = 0
_SOCKET: Final = {"connect_timeout": 10, "application_name": "cuentas", "keepalives_idle": 60}
# Rows come in the order in which they were written. Planning machine code takes longer than these questions.
_READING: Final = "-c default_transaction_read_only=on -c synchronize_seqscans=off -c jit=off"
_STRAY: Final = re.compile(r"cuentas_(?:draft|unknown|\d{4}_\d\d_\d\d)_[0-9a-f]{8}")
_NOT_THERE: Final = frozenset({"42P01", "3F000"})

_catalogue = sa.MetaData(schema="cuentas")
VERSION: Final = sa.Table(
    "version",
    _catalogue,
    sa.Column("version", sa.Text(), primary_key=True),
    sa.Column("made", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column("bytes", sa.BigInteger(), nullable=False),
)
CURRENT: Final = sa.Table(
    "current",
    _catalogue,
    sa.Column("one", sa.Boolean(), sa.CheckConstraint("one"), primary_key=True),
    sa.Column("version", sa.ForeignKey(VERSION.c.version), nullable=False),
)
NOTE: Final = sa.Table(
    "note",
    _catalogue,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("words", sa.Text(), nullable=False),
)


def schema_of(version: str) -> str:
    """Return the schema that holds a version: an identifier that needs no quotes."""
    return "cuentas_" + re.sub(r"[^a-z0-9]", "_", version.lower())


def _key(version: str) -> int:
    """Return the number of a version in its advisory lock, from 1 up."""
    return zlib.crc32(version.encode()) % (2**31 - 1) + 1


@cache
def _engine(url: sa.URL) -> sa.Engine:
    """Return the one engine of this process for what is no version: the pointer, and writing."""
    made = sa.create_engine(url, connect_args=_SOCKET, pool_size=2, pool_pre_ping=True)
    atexit.register(made.dispose)
    return made


class PostgresStores:
    """The stores in a database of its own, or in one shared with others: all names start with `cuentas`."""

    def __init__(self, address: str) -> None:
        """Take the address; nothing is asked yet. WrongSetting if it is not one of PostgreSQL."""
        self._url = _parsed(address)
        self.place = self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    @contextmanager
    def _asking(self) -> Iterator[sa.Connection]:
        """Give a connection on which each statement stands alone; refusals become errors of ours."""
        engine = _engine(self._url).execution_options(isolation_level="AUTOCOMMIT")
        with told(self.place), engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """Give a connection with one transaction: all that is done in it holds, or nothing."""
        with told(self.place), _engine(self._url).begin() as connection:
            yield connection

    def current(self) -> str:
        """Return the version that the pointer names; NoStore if nothing has been published."""
        with self._asking() as connection:
            found = self._scalar(connection, sa.select(CURRENT.c.version))
        if found is None:
            raise NoStore("nothing has been published yet", where=self.place, todo=_LOAD)
        return str(found)

    def _scalar(self, connection: sa.Connection, query: sa.Select[Any]) -> Any:
        """Return the one value asked for; None where the tables of the catalogue have not been made."""
        try:
            return connection.execute(query).scalar()
        except DBAPIError as error:
            if _state(error) in _NOT_THERE:
                return None
            raise

    def kept(self) -> list[Kept]:
        """Return the versions that are there, newest first."""
        current = sa.exists().where(CURRENT.c.version == VERSION.c.version).label("current")
        query = sa.select(VERSION.c.version, current, VERSION.c.made, VERSION.c.bytes)
        with self._asking() as connection:
            if not self._is_prepared(connection):
                return []
            return [Kept(*row) for row in connection.execute(query.order_by(VERSION.c.made.desc()))]

    def _is_prepared(self, connection: sa.Connection) -> bool:
        return self._scalar(connection, sa.select(sa.func.to_regclass("cuentas.current"))) is not None

    def mark(self, version: str) -> object:
        """Return when the version was written."""
        with self._asking() as connection:
            return self._scalar(connection, sa.select(VERSION.c.made).where(VERSION.c.version == version))

    def damage(self, version: str) -> str | None:
        """Return None: the server keeps checksums of its own, and tells them with the question."""

    def open(self, version: str, threads: int) -> sa.Engine:
        """Return an engine that reads the version's schema only; `threads` are the server's own affair."""
        if self.mark(version) is None:
            raise NoStore("the store is not there", where=self.place, value=version, todo=_LOAD)
        options = {**_SOCKET, "options": f"-c search_path={schema_of(version)} {_READING}"}
        apart = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True, "pool_pre_ping": True}
        engine = sa.create_engine(self._url, connect_args=options, pool_size=8, **apart)
        sa.event.listen(engine, "connect", lambda raw, _: _hold(raw, version))
        return engine

    def put(self, built: Path, version: str) -> None:
        """Copy every table into a schema of its own, check it there, and give it the version's name."""
        from loaders import postgres_copy

        with self._writing() as connection:
            _prepare(connection)
            postgres_copy.copy(connection, built, version)
        built.unlink()

    def point_to(self, version: str) -> None:
        """Switch the one row of the pointer."""
        from sqlalchemy.dialects.postgresql import insert

        named = insert(CURRENT).values(one=True, version=version)
        with self._writing() as connection:
            connection.execute(named.on_conflict_do_update(index_elements=["one"], set_={"version": version}))

    def forget(self, version: str) -> None:
        """Drop the schema of a version; one that somebody has open stays until a later load."""
        free = sa.func.pg_try_advisory_xact_lock(_OURS, _key(version))
        with self._writing() as connection:
            if connection.execute(sa.select(free)).scalar_one():
                drop(connection, schema_of(version))
                connection.execute(sa.delete(VERSION).where(VERSION.c.version == version))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the load's lock on a connection of its own: however a load ends, the lock ends with it."""
        alone = sa.create_engine(self._url, connect_args=_SOCKET, poolclass=sa.NullPool)
        with told(self.place):
            connection = alone.execution_options(isolation_level="AUTOCOMMIT").connect()
        try:
            with told(self.place):
                connection.execute(sa.select(sa.func.pg_advisory_lock(_OURS, _LOADING)))
                # What the user may not do is told before hours of work.
                _prepare(connection)
            yield
        finally:
            connection.close()

    def busy(self) -> bool:
        """Return whether the load's lock is taken."""
        free = sa.func.pg_try_advisory_xact_lock_shared(_OURS, _LOADING)
        with self._asking() as connection:
            return not connection.execute(sa.select(free)).scalar_one()

    def strays(self) -> list[Stray]:
        """Return schemas with names like ours that hold no version, as an incomplete restore leaves them."""
        known = {schema_of(one.version) for one in self.kept()}
        names = sa.select(_NAMESPACE.c.nspname).where(_NAMESPACE.c.nspname.like("cuentas\\_%"))
        with self._asking() as connection:
            found = connection.execute(names.order_by(_NAMESPACE.c.nspname)).scalars().all()
            left = [name for name in found if _STRAY.fullmatch(name) and name not in known]
            sizes = size_of(connection, left)
        return [Stray(f"{self.place}#{name}", sizes.get(name, 0)) for name in left]

    def sweep(self) -> None:
        """Drop the schemas that hold no version."""
        left = [one.place.rpartition("#")[2] for one in self.strays()]
        with self._writing() as connection:
            for name in left:
                drop(connection, name)

    def note(self, name: str) -> str | None:
        """Return the words of a row, which all machines share."""
        with self._asking() as connection:
            found = self._scalar(connection, sa.select(NOTE.c.words).where(NOTE.c.name == name))
        return None if found is None else str(found)

    def keep_note(self, name: str, words: str | None) -> None:
        """Write the row, or delete it, in one transaction."""
        from sqlalchemy.dialects.postgresql import insert

        with self._writing() as connection:
            _prepare(connection)
            if words is None:
                connection.execute(sa.delete(NOTE).where(NOTE.c.name == name))
                return
            named = insert(NOTE).values(name=name, words=words)
            connection.execute(named.on_conflict_do_update(index_elements=["name"], set_={"words": words}))

    @contextmanager
    def rows_of(self, engine: sa.Engine, table: str, scratch: Path) -> Iterator[duckdb.DuckDBPyRelation]:
        """Copy the table to `scratch`, where DuckDB reads it; gone afterwards."""
        from loaders import postgres_copy

        try:
            with told(self.place), engine.connect() as connection:
                postgres_copy.to_csv(connection, table, scratch)
            with postgres_copy.from_csv(table, scratch) as relation:
                yield relation
        finally:
            scratch.unlink(missing_ok=True)

    def columns_of(self, engine: sa.Engine, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
        """Return the rows as the server writes them out, read as columns: no row becomes an object."""
        from loaders import postgres_copy

        with told(self.place), engine.connect() as connection:
            return postgres_copy.columns(connection, query, schema)

    def few(self, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
        """Return it as it is: the index of the column leads there."""
        return column.in_(values)

    def many(self, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
        """Return it as one list, within the part of the column's index that it is from."""
        listed = sa.select(sa.func.unnest(sa.literal(list(values), sa.ARRAY(sa.BigInteger()))))
        return column.between(values[0], values[-1]) & column.in_(listed)


_NAMESPACE: Final = sa.table("pg_namespace", sa.column("oid"), sa.column("nspname"), schema="pg_catalog")
_CLASS: Final = sa.table(
    "pg_class", sa.column("oid"), sa.column("relnamespace"), sa.column("relkind"), schema="pg_catalog"
)


def size_of(connection: sa.Connection, schemas: list[str]) -> dict[str, int]:
    """Return the bytes of schemas, their indexes included."""
    total = sa.func.sum(sa.func.pg_total_relation_size(_CLASS.c.oid))
    joined = _CLASS.join(_NAMESPACE, _CLASS.c.relnamespace == _NAMESPACE.c.oid)
    named = _NAMESPACE.c.nspname
    query = sa.select(named, total).select_from(joined).where(named.in_(schemas), _CLASS.c.relkind == "r")
    return {row[0]: int(row[1]) for row in connection.execute(query.group_by(named))}


def drop(connection: sa.Connection, schema: str) -> None:
    """Drop a schema with all that is in it, if it is there."""
    connection.execute(sa.schema.DropSchema(schema, cascade=True, if_exists=True))


def _prepare(connection: sa.Connection) -> None:
    """Make the catalogue where it is not there."""
    connection.execute(sa.schema.CreateSchema("cuentas", if_not_exists=True))
    _catalogue.create_all(connection)


def _hold(raw: Any, version: str) -> None:
    """Hold a version open for as long as a connection lives."""
    with raw.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_OURS, _key(version)))


def _parsed(address: str) -> sa.URL:
    try:
        url = sa.make_url(address)
    except (ArgumentError, ValueError):
        raise _wrong(address) from None
    if url.drivername not in _SCHEMES:
        raise _wrong(address)
    return url.set(drivername="postgresql+psycopg")


def _wrong(address: str) -> WrongSetting:
    shown = re.sub(r"//.*@", "//…@", address)
    return WrongSetting(
        "not the address of a PostgreSQL database", where="CUENTAS_STORE", value=shown, todo=_EXAMPLE
    )


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn what the database refuses into an error of ours; nothing that it says holds a password."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        raise _ours(error, place) from error


def _state(error: DBAPIError | psycopg.Error) -> str | None:
    found: str | None = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None)
    return found


def _ours(error: DBAPIError | psycopg.Error, place: str) -> LoadersError:
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()
    state, why = _state(error) or "08", said[0] if said else ""
    kind, what, todo = next(
        (kind, what, todo) for start, kind, what, todo in _REFUSALS if state.startswith(start)
    )
    return kind(what, where=place, value=why, todo=todo)


_REFUSALS: Final[tuple[tuple[str, type[LoadersError], str, str], ...]] = (
    (
        "08",
        StoreUnreachable,
        "the database does not answer, or does not let this user in",
        "see that the server runs, and that CUENTAS_STORE has the right host, user, password and database",
    ),
    ("57P", StoreUnreachable, "the database server is stopping or starting", "try again"),
    ("42501", StoreRefused, "the database does not let this user do that", "GRANT CREATE ON DATABASE … TO …"),
    ("53100", DiskFull, "no room left on the database server", "make room there"),
    ("", StoreError, "the database refused", "see its own log; the earlier version stays current"),
)
