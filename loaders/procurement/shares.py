"""How the money of a year spreads over suppliers: the largest ones, and sums for concentration.

A contract without an identified supplier is nobody's: its amount bounds the figures instead of entering them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from loaders.indicator_columns import SCOPES
from loaders.model import Kind
from loaders.procurement import cells
from loaders.procurement.facts import FACTS, query
from loaders.procurement.model import Concentration
from loaders.procurement.temporary import add, declared, fill
from loaders.schema import table

LARGEST, FEW = 10, 4
_RANKED = ("all", "agency", "state")
_SUMS: dict[str, Kind] = {"contracts": "long", "counted": "long", "amount_mxn": "money"}
_SQUARES = sa.Numeric(38, 4)
PAIRS = declared("pairs", {"cell": "long", "supplier_no": "integer", **_SUMS})
PAIRS.append_column(sa.Column("squares", _SQUARES))
_MADE = (
    "contracts",
    "counted",
    "known_mxn",
    "single_mxn",
    "largest_mxn",
    "few_mxn",
    "squares",
    "single_squares",
)


def ingredients(name: str, who: dict[str, Kind]) -> sa.Table:
    """Return a temporary table of what concentration is made from, for whom `who` says.

    known_mxn: of identified suppliers; single_mxn: of the others; largest_mxn and few_mxn: of the largest
    one and the four largest; squares and single_squares: sums of squared amounts of suppliers and of single
    contracts.
    """
    kinds: dict[str, Kind] = {one: "long" if one in _SUMS else "money" for one in _MADE[:6]}
    made = declared(name, {**who, **kinds})
    for one in _MADE[6:]:
        made.append_column(sa.Column(one, _SQUARES))
    return made


CONCENTRATION = ingredients("concentration", {"key": "long"})
SPREAD = declared("spread", {"key": "long", "supplier_no": "integer", **_SUMS})
SPREAD.append_column(sa.Column("squares", _SQUARES))


def make(connection: sa.Connection) -> None:
    """Fill the table of largest suppliers, and what concentration is made from."""
    fill(connection, PAIRS, _pairs())
    CONCENTRATION.create(connection)
    for scope in SCOPES:
        fill(connection, SPREAD, _spread(scope))
        add(connection, CONCENTRATION, summed(SPREAD, ("key",)))
        if scope in _RANKED:
            add(connection, table("top_supplier"), _top())
        SPREAD.drop(connection)


def squared(amount: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return the square of an amount, exact: one digit more than money has makes room for it."""
    wide = sa.cast(amount, sa.Numeric(19, 2))
    return wide * wide


def _pairs() -> sa.Select[Any]:
    keys, amount = (FACTS.c.cell, FACTS.c.supplier_no), FACTS.c.amount_mxn
    single = sa.func.sum(sa.case((FACTS.c.supplier_no.is_(None), squared(amount))))
    sums = (sa.func.count(), sa.func.count(amount), sa.func.sum(amount), single)
    return sa.select(*keys, *sums).group_by(*keys)


def _spread(scope: str) -> sa.Select[Any]:
    """The sums of each supplier in one scope."""
    who, sums = cells.key(PAIRS, scope), (sa.func.sum(PAIRS.c[name]) for name in (*_SUMS, "squares"))
    query = sa.select(who, PAIRS.c.supplier_no, *sums).where(cells.is_known(PAIRS, scope))
    return query.group_by(who, PAIRS.c.supplier_no)


def market() -> sa.Subquery:
    """Return the sums of each supplier of a procuring unit for one kind of purchase."""
    who = cells.key(PAIRS, "market")
    sums = (sa.func.sum(PAIRS.c[name]).label(name) for name in (*_SUMS, "squares"))
    query = sa.select(who.label("key"), PAIRS.c.supplier_no, *sums).where(cells.is_known(PAIRS, "market"))
    return query.group_by(who, PAIRS.c.supplier_no).subquery("market")


def summed(source: sa.FromClause, names: Iterable[str]) -> sa.Select[Any]:
    """Return what concentration is made from, for each of `names` in a source with a row a supplier."""
    keys = [source.c[name] for name in names]
    known, amount = source.c.supplier_no.is_not(None), source.c.amount_mxn

    def total(value: sa.ColumnElement[Any], condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
        return sa.func.coalesce(sa.func.sum(value).filter(condition), 0)

    largest, few = (one.filter(known) for one in (sa.func.max(amount), sa.func.max(amount, FEW)))
    parts = (
        sa.func.sum(source.c.contracts), sa.func.sum(source.c.counted), total(amount, known),
        total(amount, sa.not_(known)), sa.func.coalesce(largest, 0),
        sa.func.coalesce(sa.func.list_sum(few), 0),
        total(squared(amount), known), total(source.c.squares, sa.not_(known)),
    )  # fmt: skip
    named = (part.label(name) for part, name in zip(parts, _MADE, strict=True))
    return sa.select(*keys, *named).group_by(*keys)


def _top() -> sa.Select[Any]:
    """The largest suppliers of a year, each with its share of everything that was counted."""
    known = (SPREAD.c.supplier_no.is_not(None), SPREAD.c.amount_mxn > 0)
    order = (SPREAD.c.amount_mxn.desc(), SPREAD.c.supplier_no)
    place = sa.func.row_number().over(partition_by=SPREAD.c.key, order_by=order)
    placed = sa.select(SPREAD, place.label("place")).where(*known).subquery("placed")
    supplier, whole = table("supplier"), CONCENTRATION
    share = placed.c.amount_mxn / (whole.c.known_mxn + whole.c.single_mxn)
    group = [cells.KEYS.c[name] for name in (*cells.GROUP, "grain", "member_id")]
    sums = [placed.c[name] for name in _SUMS]
    return (
        sa.select(*group, placed.c.place, supplier.c.supplier_id, *sums, share)
        .select_from(
            cells.named(placed)
            .join(supplier, supplier.c.supplier_no == placed.c.supplier_no)
            .join(whole, whole.c.key == placed.c.key)
        )
        .where(placed.c.place <= LARGEST)
        .order_by(placed.c.key, placed.c.place)
    )


def printable(rule: Concentration) -> sa.Select[Any]:
    """Return the question for all contracts of a group and year, over the tables of the published store."""
    source = query(("group_no", "fiscal_year", "supplier_no", "amount_mxn")).subquery("facts")
    keys = (source.c.group_no, source.c.fiscal_year, source.c.supplier_no)
    amount = source.c.amount_mxn
    single = sa.func.sum(sa.case((source.c.supplier_no.is_(None), squared(amount))))
    sums = (sa.func.count(), sa.func.count(amount), sa.func.sum(amount), single)
    named = (one.label(name) for one, name in zip(sums, (*_SUMS, "squares"), strict=True))
    spread = sa.select(*keys, *named).group_by(*keys).subquery("spread")
    given = summed(spread, ("group_no", "fiscal_year")).subquery("ingredients")
    bounds = (rule.low(given).label("value_low"), rule.high(given).label("value_high"))
    columns = (given.c.group_no, given.c.fiscal_year, rule.value(given).label("value"), *bounds)
    return sa.select(*columns).order_by(given.c.group_no, given.c.fiscal_year)
