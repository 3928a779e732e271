"""What changed between two published stores: files, rows, quoted figures, checks, codes and names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

import sqlalchemy as sa

from loaders.engine import open_store
from loaders.errors import StoreOutdated
from loaders.figures import Figure, figures
from loaders.home import Home
from loaders.schema import table
from loaders.tables import TABLES

What = Literal["added", "removed", "changed"]
Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Change(Generic[T]):
    """One thing that differs: what it was (None = it was not there) and what it is (None = it is gone)."""

    key: str
    old: T | None
    new: T | None

    @property
    def what(self) -> What:
        """Whether it was added, removed or changed."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


def between(home: Home, old: str, new: str, wanted: Sequence[str] = ()) -> Row:
    """Return all that changed from version `old` to version `new`, as plain values; money is Decimal.

    `wanted`: files, tables, figures, checks, names; empty = all of them.

    Raises NoStore when a version is not there, StoreOutdated when their schemas are too far apart.
    """
    try:
        with _opened(home, old) as before, _opened(home, new) as after:
            return {"old": old, "new": new, **_sections(before, after, wanted)}
    except sa.exc.ProgrammingError as error:
        raise StoreOutdated(
            "the schemas of the two stores are too far apart to compare them",
            where=f"{old} and {new}",
            todo="load the older files again with this program",
        ) from error


@contextmanager
def _opened(home: Home, version: str) -> Iterator[sa.Connection]:
    engine = open_store(version, home=home, any_schema=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _sections(old: sa.Connection, new: sa.Connection, wanted: Sequence[str]) -> dict[str, list[Row]]:
    made: dict[str, Callable[[], list[Row]]] = {
        "files": lambda: [_file_row(one) for one in _changes(_files, old, new)],
        "tables": lambda: [_count_row(one) for one in _changes(_counts, old, new)],
        "figures": lambda: [figure_row(one) for one in _changes(figures, old, new)],
        "checks": lambda: [_plain_row("check_id", one) for one in _changes(_checks, old, new)],
        "names": lambda: [_plain_row("code", one) for one in _changes(_names, old, new)],
    }
    return {name: make() for name, make in made.items() if not wanted or name in wanted}


def _changes(
    read: Callable[[sa.Connection], Mapping[str, T]], old: sa.Connection, new: sa.Connection
) -> Iterator[Change[T]]:
    return changes(read(old), read(new))


def changes(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[Change[T]]:
    """Yield what differs between two mappings, by key."""
    for key in sorted(old.keys() | new.keys()):
        one = Change(key, old.get(key), new.get(key))
        if one.old != one.new:
            yield one


def _files(connection: sa.Connection) -> dict[str, tuple[str, int, int]]:
    file = table("source_file")
    query = sa.select(file.c.source_file_id, file.c.sha256, file.c.rows_stored, file.c.rows_rejected)
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


def _file_row(one: Change[tuple[str, int, int]]) -> Row:
    old, new = one.old or (None, None, None), one.new or (None, None, None)
    names = ("sha256", "rows_stored", "rows_rejected")
    before = {f"old_{name}": value for name, value in zip(names, old, strict=True)}
    after = {f"new_{name}": value for name, value in zip(names, new, strict=True)}
    return {"source_file_id": one.key, "change": one.what, **before, **after}


def _counts(connection: sa.Connection) -> dict[str, int]:
    there = set(sa.inspect(connection).get_table_names())
    counted = (name for name in TABLES if name in there)
    return {name: _count(connection, name) for name in counted}


def _count(connection: sa.Connection, name: str) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table(name))).scalar_one())


def _count_row(one: Change[int]) -> Row:
    gap = (one.new or 0) - (one.old or 0)
    return {"table": one.key, "old": one.old, "new": one.new, "difference": gap}


def figure_row(one: Change[Figure]) -> Row:
    """Return a changed figure as plain values; `difference` in its unit, None when one side has no data."""
    figure = one.new or one.old
    assert figure is not None  # a change has a side
    old, new = _value(one.old), _value(one.new)
    return {
        "figure_id": one.key,
        "change": one.what,
        "dataset_id": figure.dataset_id,
        "fiscal_year": figure.fiscal_year,
        "subject": figure.subject,
        "measure": figure.measure,
        "unit": figure.unit,
        "old": old,
        "new": new,
        "difference": None if old is None or new is None else new - old,
    }


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value


def _checks(connection: sa.Connection) -> dict[str, str]:
    check = table("check_result")
    return {row[0]: row[1] for row in connection.execute(sa.select(check.c.check_id, check.c.status))}


def _names(connection: sa.Connection) -> dict[str, str]:
    """Return the names of all codes of all years; an agency's are those it has in each dataset."""
    member, agency = table("member"), table("agency_name")
    named = sa.select(member.c.dimension, member.c.fiscal_year, member.c.member_id, member.c.name)
    found = {f"{row[0]}.{row[1]}.{row[2]}": str(row[3]) for row in connection.execute(named)}
    official = sa.func.string_agg(agency.c.name, sa.literal(" / "))
    keys = (agency.c.dataset_id, agency.c.fiscal_year, agency.c.agency_id)
    for row in connection.execute(sa.select(*keys, official).group_by(*keys)):
        found[f"agency.{row[1]}.{row[2]}.{row[0]}"] = " / ".join(sorted(str(row[3]).split(" / ")))
    return found


def _plain_row(name: str, one: Change[str]) -> Row:
    return {name: one.key, "change": one.what, "old": one.old, "new": one.new}
