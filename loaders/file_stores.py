"""Versions as DuckDB files of a home, and a text file as the pointer, replaced in one atomic rename."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from loaders.archive import sha256
from loaders.backend import Kept, Stray
from loaders.disk import guarded
from loaders.errors import NoStore
from loaders.home import Home

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_LOAD: Final = "run `cuentas load`"
# Up to as many places are looked for one by one; DuckDB's own limit is 50, and a page has up to 100 rows.
_MOST_FEW: Final = 200
# Small buffers are used again for the next rows; those of a whole answer leave holes that nothing fits in.
_BATCH: Final = 4_096
_VERSION: Final = re.compile(r"\w[\w.-]{0,99}", re.ASCII)


class FileStores:
    """The stores of a home folder. A file that was let go stays readable for those who have it open."""

    def __init__(self, home: Home) -> None:
        """Take the home; nothing is read yet."""
        self._home = home

    @property
    def place(self) -> str:
        """The folder of the stores."""
        return str(self._home.stores)

    def current(self) -> str:
        """Return the version that the pointer names; NoStore if it is not there or names none."""
        pointer = self._home.pointer
        try:
            named = pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise NoStore("nothing has been published yet", where=str(pointer), todo=_LOAD) from None
        except (OSError, ValueError) as error:
            raise NoStore("the pointer cannot be read", where=str(pointer), value=error, todo=_LOAD) from None
        if _VERSION.fullmatch(named) is None:
            raise NoStore("the pointer names no version", where=str(pointer), value=named[:100], todo=_LOAD)
        return named

    def kept(self) -> list[Kept]:
        """Return the stores that are there, newest first."""
        found = ((path, path.stat()) for path in self._home.stores.glob("[!.]*.duckdb"))
        newest = sorted(found, key=lambda one: one[1].st_mtime_ns, reverse=True)
        current = self._named()
        return [
            Kept(path.stem, path.stem == current, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size)
            for path, facts in newest
        ]

    def _named(self) -> str | None:
        try:
            return self.current()
        except NoStore:
            return None

    def mark(self, version: str) -> object:
        """Return the file's time and size."""
        try:
            found = self._home.store(version).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def damage(self, version: str) -> str | None:
        """Return how the bytes of the file differ from their hash when it was put; None = they do not.

        None too for a version that an earlier program put without a hash, and for one that is not there.
        """
        path, kept = self._home.store(version), self._home.store_hash(version)
        if not path.is_file() or not kept.is_file():
            return None
        with guarded(path):
            expected, found = kept.read_text(encoding="ascii", errors="replace").strip(), sha256(path)
        return None if found == expected else f"SHA-256 {found[:12]}…, written with {expected[:12]}…"

    def open(self, version: str, threads: int) -> sa.Engine:
        """Open the file read-only, with as many of DuckDB's own threads."""
        path = self._home.store(version)
        if not path.is_file():
            raise NoStore("the store is not there", where=str(path), value=version, todo=_LOAD)
        config = {"threads": threads, "dynamic_or_filter_threshold": _MOST_FEW}
        settings = {"read_only": True, "config": config}
        # A file that never changes needs no transaction around each question.
        apart = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
        return sa.create_engine(f"duckdb:///{path}", connect_args=settings, **apart)

    def put(self, built: Path, version: str) -> None:
        """Put the file among the stores."""
        self._home.stores.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(1) as beside:  # the disk is waited for meanwhile
            hashed = beside.submit(sha256, built)
            _sync(built)
        self._replace(self._home.store_hash(version), f"{hashed.result()}\n")
        built.replace(self._home.store(version))

    def point_to(self, version: str) -> None:
        """Write the pointer aside and rename it: a crash leaves the old one or the new one."""
        self._replace(self._home.pointer, f"{version}\n")

    def forget(self, version: str) -> None:
        """Remove the file and its hash."""
        self._home.store(version).unlink(missing_ok=True)
        self._home.store_hash(version).unlink(missing_ok=True)

    def lock(self) -> AbstractContextManager[None]:
        """Nothing more than the lock of the home."""
        return nullcontext()

    def busy(self) -> bool:
        """Never: only the home's own lock says it."""
        return False

    def strays(self) -> list[Stray]:
        """None: what is left in the home is told with all its other files."""
        return []

    def sweep(self) -> None:
        """Remove hashes whose store is gone; the home is swept as a whole."""
        for kept in self._home.stores.glob("*.sha256"):
            if not self._home.store(kept.stem).exists():
                kept.unlink(missing_ok=True)

    def note(self, name: str) -> str | None:
        """Return the words of a file of the home."""
        try:
            return self._home.note(name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def keep_note(self, name: str, words: str | None) -> None:
        """Write the file aside and rename it: a crash leaves the old one or the new one."""
        place = self._home.note(name)
        if words is None:
            place.unlink(missing_ok=True)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        self._replace(place, words)

    def _replace(self, place: Path, words: str) -> None:
        """Write a small file aside, under its name without ending and this process, and rename it."""
        draft = place.with_name(f"{place.name.removesuffix('.json')}.{os.getpid()}")
        draft.write_text(words, encoding="utf-8")
        _sync(draft)
        draft.replace(place)

    @contextmanager
    def rows_of(self, engine: sa.Engine, table: str, scratch: Path) -> Iterator[duckdb.DuckDBPyRelation]:
        """Give the table itself: DuckDB's own connection is what can stream it to a file."""
        raw = engine.raw_connection()
        try:
            yield _driver(raw).table(table)
        finally:
            raw.close()

    def columns_of(self, engine: sa.Engine, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
        """Return the rows as DuckDB hands its columns over, which takes no time."""
        raw = engine.raw_connection()
        try:
            asked, values = _positional(engine, query)
            return _driver(raw).execute(asked, values).to_arrow_reader(_BATCH).read_all().cast(schema)
        finally:
            raw.close()

    def few(self, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
        """Return it by way of the row's place: DuckDB then reads other columns there only, not in whole."""
        place = sa.literal_column("rowid", sa.BigInteger())
        own = column.table.alias()
        return place.in_(sa.select(place).select_from(own).where(own.c[column.name].in_(values)))

    def many(self, column: sa.Column[int], values: Sequence[int]) -> sa.ColumnElement[bool]:
        """Return it as a bit for each value between the first and the last: no list is searched."""
        first, last = values[0], values[-1]
        bits = bytearray(b"0") * (last - first + 1)
        for value in values:
            bits[value - first] = ord("1")
        near = column.between(first, last)
        # What lies outside has no bit, and conditions may be tried in any order.
        place = sa.case((near, sa.cast(column - first, sa.Integer)), else_=0)
        return near & (sa.func.get_bit(sa.func.bitstring(bits.decode(), len(bits)), place) == 1)


def _positional(engine: sa.Engine, query: sa.Select[Any]) -> tuple[str, list[Any]]:
    """Return what the driver is asked, with its bound values in their order."""
    compiled = query.compile(dialect=engine.dialect)
    values = compiled.construct_params()
    return str(compiled), [values[name] for name in compiled.positiontup or ()]


def _driver(raw: Any) -> duckdb.DuckDBPyConnection:
    inner = raw.driver_connection
    return getattr(inner, "c", inner)  # type: ignore[no-any-return]


def _sync(path: Path) -> None:
    """Bytes on the disk before the rename: a power cut must not publish an empty file."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
