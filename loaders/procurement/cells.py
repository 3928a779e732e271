"""The finest grain at which contracts are counted: group, year, agency, procuring unit, state and category.

A cell is one number, its parts beside each other in bits: millions of contracts are
added up by it many times.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Kind
from loaders.procurement.temporary import declared, fill
from loaders.procurement_columns import CATEGORIES
from loaders.schema import table

# Part of a cell: how many bits it has. Parts that are not known are 0.
_BITS = {"group_no": 8, "year": 12, "agency_no": 8, "unit_no": 24, "state_no": 6, "category_no": 4}
_FIRST_CATEGORY = 1
CELLS = declared(
    "cells",
    {
        "cell": "long",
        "dataset_id": "text",
        "coverage": "text",
        "fiscal_year": "integer",
        "agency_id": "text",
        "procuring_unit": "text",
        "state_id": "text",
        "category": "text",
    },
)
_COLUMNS = {"agency": "agency_id", "procuring_unit": "procuring_unit", "state": "state_id"}
GROUP = ("dataset_id", "coverage", "fiscal_year")
WHO: dict[str, Kind] = {
    "dataset_id": "text",
    "coverage": "text",
    "fiscal_year": "integer",
    "scope": "text",
    "scope_id": "text",
}


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
        part = sa.func.coalesce(sa.cast(parts[name], sa.BigInteger()), 0)
        packed = packed * 2**bits + part
    return packed


def make(connection: sa.Connection, facts: sa.FromClause, files: sa.Select[Any]) -> None:
    """Make the table of the cells that the facts have, with what their numbers stand for."""
    fill(connection, CELLS, _decoded(facts, files))


def _decoded(facts: sa.FromClause, files: sa.Select[Any]) -> sa.Select[Any]:
    held = sa.select(facts.c.cell).distinct().subquery("held")
    file, agency, unit = files.subquery("files"), table("agency"), table("procuring_unit")
    group = sa.select(file.c.group_no, file.c.dataset_id, file.c.coverage).distinct().subquery("groups")
    state, category = _part(held, "state_no"), _part(held, "category_no")
    names = dict(enumerate(CATEGORIES, start=_FIRST_CATEGORY))
    joined = (
        held.join(group, group.c.group_no == _part(held, "group_no"))
        .outerjoin(agency, agency.c.sort_order == _part(held, "agency_no"))
        .outerjoin(unit, unit.c.procuring_unit_no == _part(held, "unit_no"))
    )
    return sa.select(
        held.c.cell, group.c.dataset_id, group.c.coverage, _part(held, "year"), agency.c.agency_id,
        unit.c.procuring_unit_code, sa.case((state > 0, sa.func.lpad(sa.cast(state, sa.String()), 2, "0"))),
        sa.case(names, value=category),
    ).select_from(joined)  # fmt: skip


def _part(source: sa.FromClause, name: str) -> sa.ColumnElement[int]:
    names = list(_BITS)
    lower = sum(_BITS[one] for one in names[names.index(name) + 1 :])
    found: sa.ColumnElement[int] = source.c.cell.bitwise_rshift(lower).bitwise_and(2 ** _BITS[name] - 1)
    return found


def scope_id(scope: str) -> sa.ColumnElement[Any]:
    """Return who a cell belongs to in `scope`; NULL if it is not known."""
    return CELLS.c[_COLUMNS[scope]] if scope in _COLUMNS else sa.literal("all")


def among(source: sa.FromClause) -> sa.Join:
    """Return a source that has cells, joined with what they stand for."""
    return sa.join(source, CELLS, CELLS.c.cell == source.c.cell)


def who(scope: str) -> list[sa.ColumnElement[Any]]:
    """Return the columns of `WHO` for one scope of the cells."""
    group = [CELLS.c[name] for name in GROUP]
    return [*group, sa.literal(scope).label("scope"), scope_id(scope).label("scope_id")]


def by(scope: str) -> list[sa.ColumnElement[Any]]:
    """Return what the rows of one scope are grouped by."""
    return [*(CELLS.c[name] for name in GROUP), *([scope_id(scope)] if scope in _COLUMNS else [])]
