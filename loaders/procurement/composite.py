"""One composite from 0 to 100: the aggregation of IMCO's first index of procurement risks, step by step.

Source: repository imco/IRC on GitHub, `scripts/crear_score_cards.py` and `src/utils/score_cards.py`, with
weights by amount. For each kind of purchase and year, over the units with more contracts than a minimum:

1. value: every indicator that belongs to a concept, if its coverage is enough;
2. scaled: 100 x (value - least) / (largest - least) over the units; 0 where all are equal;
3. mean of the scaled values of a concept;
4. concept: that mean, scaled from 0 to 100 over the units again; only units with all three concepts stay;
5. the concepts of a unit or agency: their mean over kinds of purchase (and units), weighted by amount;
6. score: mean of the three.

It differs in what goes in, for IMCO had documents and bids that no held file has; where all units are equal
IMCO left the raw value; and fewer than five units are not compared here. It is made only of groups that
hold all contracts of who is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from loaders.indicator_columns import CONCEPTS
from loaders.model import Kind
from loaders.procurement import cells
from loaders.procurement.facts import FACTS
from loaders.procurement.model import Concentration, Indicator
from loaders.procurement.registry import indicators
from loaders.procurement.shares import PAIRS, ingredients, summed
from loaders.procurement.temporary import add, declared, fill, share
from loaders.schema import table

# IMCO: units with more contracts than these, by kind of purchase.
_MORE_THAN = {"goods": 6, "services": 10, "works": 4, "leases": 2, "works_services": 2}
_WHOLE = ("full", "single_agency")
_FEWEST_UNITS = 5
_SCORED = tuple(name for name in CONCEPTS if name != "none")
_UNIT: dict[str, Kind] = {
    "dataset_id": "text",
    "coverage": "text",
    "fiscal_year": "integer",
    "procuring_unit": "text",
    "category": "text",
}
_UNIT_COLUMNS = ("dataset_id", "coverage", "fiscal_year", "procuring_unit_code", "procurement_category")
_MARKET = ("dataset_id", "coverage", "fiscal_year", "category")
UNITS = declared("composite_unit", {**_UNIT, "contracts": "long", "amount_mxn": "money"})
MARKETS = ingredients("composite_market", _UNIT)
VALUES = declared("composite_value", {**_UNIT, "concept": "text", "indicator_id": "text", "value": "index"})


def begin(connection: sa.Connection) -> None:
    """Make the table of units that are compared, and that of their values."""
    fill(connection, UNITS, _units())
    VALUES.create(connection)


def add_shares(connection: sa.Connection, one: Indicator, counts: sa.Table) -> None:
    """Add the values of an indicator that is counted by contract, if it belongs to a concept."""
    if one.concept != "none":
        add(connection, VALUES, _shares(one, counts))


def make(connection: sa.Connection) -> None:
    """Fill the steps of the composite."""
    fill(connection, MARKETS, summed(_market(), _UNIT))
    for one in indicators().values():
        if isinstance(one.rule, Concentration):
            add(connection, VALUES, _concentrations(one, one.rule))
    add(connection, table("composite_component"), _components())
    add(connection, table("composite_concept"), _concepts())
    for scope in ("procuring_unit", "agency"):
        add(connection, table("composite_score"), _scores(scope))


def _units() -> sa.Select[Any]:
    keys = [cells.CELLS.c[name] for name in _UNIT]
    enough = (
        sa.and_(cells.CELLS.c.category == category, sa.func.count() > more)
        for category, more in _MORE_THAN.items()
    )
    sums = (sa.func.count().label("contracts"), sa.func.sum(FACTS.c.amount_mxn).label("amount_mxn"))
    whole = (cells.CELLS.c.procuring_unit.is_not(None), cells.CELLS.c.coverage.in_(_WHOLE))
    query = sa.select(*keys, *sums).select_from(cells.among(FACTS)).where(*whole)
    unit = query.group_by(*keys).having(sa.or_(*enough)).subquery("unit")
    many = sa.func.count().over(partition_by=[unit.c[name] for name in _MARKET]).label("many")
    market = sa.select(unit, many).subquery("market")
    return sa.select(*(market.c[column.name] for column in UNITS.c)).where(market.c.many >= _FEWEST_UNITS)


def _here(right: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(*(UNITS.c[name] == right.c[name] for name in _UNIT))


def _of_units(source: sa.Table) -> sa.Join:
    return cells.among(source).join(UNITS, _here(cells.CELLS))


def _shares(one: Indicator, counts: sa.Table) -> sa.Select[Any]:
    contracts, known, signals = (sa.func.sum(counts.c[part]) for part in ("contracts", "known", "signals"))
    keys = [UNITS.c[name] for name in _UNIT]
    query = sa.select(*keys, sa.literal(one.concept), sa.literal(one.id), share(signals, known))
    covered = share(known, contracts) >= one.minimum_coverage
    return query.select_from(_of_units(counts)).group_by(*keys).having(covered)


def _market() -> sa.Subquery:
    """Suppliers of each unit and kind of purchase, one row each."""
    keys = [*(UNITS.c[name] for name in _UNIT), PAIRS.c.supplier_no]
    names = ("contracts", "counted", "amount_mxn", "squares")
    sums = (sa.func.sum(PAIRS.c[name]).label(name) for name in names)
    return sa.select(*keys, *sums).select_from(_of_units(PAIRS)).group_by(*keys).subquery("market")


def _concentrations(one: Indicator, rule: Concentration) -> sa.Select[Any]:
    keys = [MARKETS.c[name] for name in _UNIT]
    covered = share(MARKETS.c.known_mxn, MARKETS.c.known_mxn + MARKETS.c.single_mxn) >= one.minimum_coverage
    return sa.select(*keys, sa.literal(one.concept), sa.literal(one.id), rule.value(MARKETS)).where(covered)


def _scaled(value: sa.ColumnElement[Any], by: Sequence[sa.ColumnElement[Any]]) -> sa.ColumnElement[Any]:
    """A value from 0 to 100 over those that it is compared with; 0 where all are equal."""
    double: sa.ColumnElement[Any] = sa.cast(value, sa.Double())
    least = sa.func.min(double).over(partition_by=by)
    span = sa.func.nullif(sa.func.max(double).over(partition_by=by) - least, 0)
    return sa.func.coalesce(100 * (double - least) / span, 0)


def _components() -> sa.Select[Any]:
    by = [VALUES.c[name] for name in (*_MARKET, "indicator_id")]
    keys = [VALUES.c[name] for name in (*_UNIT, "concept", "indicator_id")]
    return sa.select(*keys, VALUES.c.value, _scaled(VALUES.c.value, by))


def _concepts() -> sa.Select[Any]:
    """Concepts from 0 to 100, of units that have all three and an amount to weigh them with."""
    part = table("composite_component")
    names = (*_UNIT_COLUMNS, "concept")
    keys = [part.c[name] for name in names]
    mean = sa.func.avg(sa.cast(part.c.scaled, sa.Double())).label("mean")
    means = sa.select(*keys, mean).group_by(*keys).subquery("means")
    market = ("dataset_id", "coverage", "fiscal_year", "procurement_category", "concept")
    scaled = _scaled(means.c.mean, [means.c[name] for name in market])
    many = sa.func.count().over(partition_by=[means.c[name] for name in _UNIT_COLUMNS])
    told = sa.select(means, scaled.label("scaled"), many.label("many")).subquery("told")
    same = zip(_UNIT, _UNIT_COLUMNS, strict=True)
    joined = told.join(UNITS, sa.and_(*(UNITS.c[one] == told.c[other] for one, other in same)))
    columns = (*(told.c[name] for name in names), told.c.mean, told.c.scaled, UNITS.c.amount_mxn)
    complete = (told.c.many == len(_SCORED), UNITS.c.amount_mxn > 0)
    return sa.select(*columns).select_from(joined).where(*complete)


def _scores(scope: str) -> sa.Select[Any]:
    """The concepts of a unit or agency, by amount, and their mean."""
    part, unit = table("composite_concept"), table("procuring_unit")
    who = part.c.procuring_unit_code if scope == "procuring_unit" else unit.c.agency_id
    weight: sa.ColumnElement[Any] = sa.cast(part.c.amount_mxn, sa.Double())
    weighted: sa.ColumnElement[Any] = sa.cast(part.c.scaled, sa.Double()) * weight

    def mean(concept: str) -> sa.ColumnElement[Any]:
        mine = part.c.concept == concept
        return sa.func.sum(weighted).filter(mine) / sa.func.sum(weight).filter(mine)

    concepts = [mean(name) for name in _SCORED]
    group = [part.c[name] for name in ("dataset_id", "coverage", "fiscal_year")]
    score = sum(concepts[1:], concepts[0]) / len(_SCORED)
    joined = part.join(unit, unit.c.procuring_unit_code == part.c.procuring_unit_code)
    query = sa.select(*group, sa.literal(scope), who, *concepts, score).select_from(joined)
    return query.where(who.is_not(None)).group_by(*group, who).order_by(*group, who)
