"""The finest grain at which contracts are counted: group, year, agency, procuring unit, state and category.

A cell is one number, its parts beside each other in bits. A coarser grain is the same number with the bits of
the other parts put out, so millions of contracts are added up by one number, however they are grouped.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Kind
from loaders.procurement.temporary import add, declared
from loaders.procurement_columns import CATEGORIES
from loaders.schema import table

# Part of a cell: how many bits it has. A part that is not known is 0.
_BITS = {"group_no": 8, "year": 12, "agency_no": 8, "unit_no": 24, "state_no": 6, "category_no": 4}
_FIRST_CATEGORY = 1
_GROUP = ("group_no", "year")
_GRAINS: dict[str, tuple[str, ...]] = {
    "all": (),
    "agency": ("agency_no",),
    "procuring_unit": ("unit_no",),
    "state": ("state_no",),
    "category": ("category_no",),
    "market": ("unit_no", "category_no"),
    "purchase": ("agency_no", "category_no"),
}
_NAMED = ("agency_id", "procuring_unit", "state_id", "category")
_SCOPED = {
    "agency": "agency_id",
    "procuring_unit": "procuring_unit",
    "state": "state_id",
    "category": "category",
}
GROUP = ("dataset_id", "coverage", "fiscal_year")
_WORDS: dict[str, Kind] = {
    "key": "long",
    "grain": "text",
    "dataset_id": "text",
    "coverage": "text",
    "fiscal_year": "integer",
    "member_id": "text",
    **dict.fromkeys(_NAMED, "text"),
}
KEYS = declared("keys", _WORDS)


def cell(
    contract: sa.FromClause,
    group_no: sa.ColumnElement[Any],
    agency_no: sa.ColumnElement[Any],
    unit_no: sa.ColumnElement[Any],
) -> sa.ColumnElement[int]:
    """Return the cell of a contract."""
    categories = {name: place for place, name in enumerate(CATEGORIES, start=_FIRST_CATEGORY)}
    parts = {
        "group_no": group_no,
        "year": contract.c.fiscal_year,
        "agency_no": agency_no,
        "unit_no": unit_no,
        "state_no": sa.cast(contract.c.state_id, sa.Integer()),
        "category_no": sa.case(categories, value=contract.c.procurement_category),
    }
    packed: sa.ColumnElement[int] = sa.literal(0, sa.BigInteger())
    for name, bits in _BITS.items():
        packed = packed * 2**bits + sa.func.coalesce(sa.cast(parts[name], sa.BigInteger()), 0)
    return packed


def key(source: sa.FromClause, grain: str) -> sa.ColumnElement[int]:
    """Return the cell of a row at a coarser grain: `all`, `agency`, `procuring_unit`, `market`..."""
    return _only(source.c.cell, (*_GROUP, *_GRAINS[grain]))


def is_known(source: sa.FromClause, grain: str) -> sa.ColumnElement[bool]:
    """Return whether every part of a row that the grain asks for is known; `purchase` asks for none."""
    asked = () if grain == "purchase" else _GRAINS[grain]
    return sa.and_(sa.true(), *(_only(source.c.cell, (part,)) > 0 for part in asked))


def group_of(source: sa.FromClause) -> sa.ColumnElement[int]:
    """Return the group and year of a row that has a key."""
    return _only(source.c.key, _GROUP)


def rivals_of(source: sa.FromClause) -> sa.ColumnElement[int]:
    """Return the group, year and kind of purchase of a row that has a key."""
    return _only(source.c.key, (*_GROUP, "category_no"))


def year_before(source: sa.FromClause) -> sa.ColumnElement[int]:
    """Return the key of the same member in the year before."""
    before: sa.ColumnElement[int] = source.c.key - 2 ** _below("year")
    return before


def make(connection: sa.Connection, facts: sa.FromClause, files: sa.FromClause) -> None:
    """Make the table of all keys that the facts have, at every grain, with what they stand for.

    `files` are those of the facts, each with its group.
    """
    KEYS.create(connection)
    cells = sa.select(facts.c.cell).distinct().subquery("cells")
    for grain in _GRAINS:
        add(connection, KEYS, _decoded(cells, grain, files))


def named(source: sa.FromClause, grain: str | None = None) -> sa.Join:
    """Return a source that has keys, joined with what they stand for.

    `grain` must be said for `category` and `purchase`, which share keys where the agency is not known.
    """
    same = KEYS.c.key == source.c.key
    return sa.join(source, KEYS, same if grain is None else sa.and_(same, KEYS.c.grain == grain))


def _decoded(cells: sa.FromClause, grain: str, file: sa.FromClause) -> sa.Select[Any]:
    known = is_known(cells, grain)
    held = sa.select(key(cells, grain).label("key")).where(known).distinct().subquery("held")
    agency, unit = table("agency"), table("procuring_unit")
    group = sa.select(file.c.group_no, file.c.dataset_id, file.c.coverage).distinct().subquery("groups")
    state, names = _part(held, "state_no"), dict(enumerate(CATEGORIES, start=_FIRST_CATEGORY))
    words = {
        "agency_id": agency.c.agency_id,
        "procuring_unit": unit.c.procuring_unit_code,
        "state_id": sa.case((state > 0, sa.func.lpad(sa.cast(state, sa.String()), 2, "0"))),
        "category": sa.case(names, value=_part(held, "category_no")),
    }
    joined = (
        held.join(group, group.c.group_no == _part(held, "group_no"))
        .outerjoin(agency, agency.c.sort_order == _part(held, "agency_no"))
        .outerjoin(unit, unit.c.procuring_unit_no == _part(held, "unit_no"))
    )
    member = words[_SCOPED[grain]] if grain in _SCOPED else sa.literal("all")
    columns = (group.c.dataset_id, group.c.coverage, _part(held, "year"), member, *words.values())
    return sa.select(held.c.key, sa.literal(grain), *columns).select_from(joined)


def _below(name: str) -> int:
    names = list(_BITS)
    return sum(_BITS[one] for one in names[names.index(name) + 1 :])


def _only(column: sa.ColumnElement[int], parts: tuple[str, ...]) -> sa.ColumnElement[int]:
    mask = sum((2 ** _BITS[name] - 1) << _below(name) for name in parts)
    return column.bitwise_and(sa.literal(mask, sa.BigInteger()))


def _part(source: sa.FromClause, name: str) -> sa.ColumnElement[int]:
    return source.c.key.bitwise_rshift(_below(name)).bitwise_and(2 ** _BITS[name] - 1)
