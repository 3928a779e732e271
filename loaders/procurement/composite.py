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
IMCO left the raw value; fewer than five units are not compared here; and neither is a unit with fewer
contracts than `RANKED_FROM`, nor a value over fewer. It is made only of groups that
hold all contracts of who is compared, and of no year of which a margin is held (`whole_years`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from loaders.indicator_columns import CONCEPTS
from loaders.minimums import COMPARED_FROM, RANKED_FROM
from loaders.model import Kind
from loaders.procurement import cells, chosen_groups, whole_years
from loaders.procurement.facts import FACTS
from loaders.procurement.model import Concentration, Indicator
from loaders.procurement.registry import indicators
from loaders.procurement.shares import ingredients, market, summed
from loaders.procurement.temporary import add, declared, fill, share
from loaders.schema import table

# IMCO: units with more contracts than these, by kind of purchase.
_MORE_THAN = {"goods": 6, "services": 10, "works": 4, "leases": 2, "works_services": 2}
_WHOLE = ("full", "single_agency")
_SCORED = tuple(name for name in CONCEPTS if name != "none")
UNITS = declared("composite_unit", {"key": "long", "contracts": "long", "amount_mxn": "money"})
MARKETS = ingredients("composite_market", {"key": "long"})
_VALUE: dict[str, Kind] = {
    "key": "long",
    "concept": "text",
    "indicator_id": "text",
    "known": "long",
    "signals": "long",
    "value": "index",
}
VALUES = declared("composite_value", _VALUE)
_TOLD = ("concept", "indicator_id", "known", "signals", "value", "scaled")
SCALED = declared("composite_scaled", {**_VALUE, "scaled": "index"})


def begin(connection: sa.Connection) -> None:
    """Make the table of units that are compared, and that of their values."""
    whole_years.make(connection)
    chosen_groups.make(connection)
    fill(connection, UNITS, _units())
    VALUES.create(connection)


def add_shares(connection: sa.Connection, one: Indicator, counts: sa.Table) -> None:
    """Add the values of an indicator that is counted by contract, if it belongs to a concept."""
    if one.concept != "none":
        add(connection, VALUES, _shares(one, counts))


def make(connection: sa.Connection) -> None:
    """Fill the steps of the composite."""
    fill(connection, MARKETS, summed(market(), ("key",)))
    for one in indicators().values():
        if isinstance(one.rule, Concentration):
            add(connection, VALUES, _concentrations(one, one.rule))
    fill(connection, SCALED, _components())
    add(connection, table("composite_component"), _told())
    add(connection, table("composite_concept"), _concepts())
    for scope in ("procuring_unit", "agency"):
        add(connection, table("composite_score"), _scores(scope))


def _units() -> sa.Select[Any]:
    """Units with enough contracts of a kind of purchase, where enough of them are compared."""
    who, named = cells.key(FACTS, "market"), cells.KEYS.c
    sums = (sa.func.count().label("contracts"), sa.func.sum(FACTS.c.amount_mxn).label("amount_mxn"))
    unit = (
        sa.select(who.label("key"), *sums)
        .where(cells.is_known(FACTS, "market"))
        .group_by(who)
        .subquery("unit")
    )
    enough = (
        sa.and_(named.category == category, unit.c.contracts > more) for category, more in _MORE_THAN.items()
    )
    rivals = [named[name] for name in (*cells.GROUP, "category")]
    many = sa.func.count().over(partition_by=rivals).label("many")
    whole = (whole_years.is_whole(unit), unit.c.contracts >= RANKED_FROM)
    query = sa.select(unit, many).select_from(cells.named(unit)).where(*whole)
    compared = query.where(sa.or_(*enough), named.coverage.in_(_WHOLE)).subquery("compared")
    return sa.select(*(compared.c[one.name] for one in UNITS.c)).where(compared.c.many >= COMPARED_FROM)


def _shares(one: Indicator, counts: sa.Table) -> sa.Select[Any]:
    contracts, known, signals = (sa.func.sum(counts.c[part]) for part in ("contracts", "known", "signals"))
    told = (known, signals, share(signals, known))
    query = sa.select(UNITS.c.key, sa.literal(one.concept), sa.literal(one.id), *told)
    covered = sa.and_(share(known, contracts) >= one.minimum_coverage, known >= RANKED_FROM)
    joined = UNITS.join(counts, UNITS.c.key == cells.key(counts, "market"))
    return query.select_from(joined).group_by(UNITS.c.key).having(covered)


def _concentrations(one: Indicator, rule: Concentration) -> sa.Select[Any]:
    given = MARKETS
    covered = share(given.c.known_mxn, given.c.known_mxn + given.c.single_mxn) >= one.minimum_coverage
    signals = sa.cast(sa.null(), sa.BigInteger())
    told = (given.c.counted, signals, rule.value(given))
    columns = (given.c.key, sa.literal(one.concept), sa.literal(one.id), *told)
    return (
        sa.select(*columns)
        .select_from(given.join(UNITS, UNITS.c.key == given.c.key))
        .where(covered, given.c.counted >= RANKED_FROM)
    )


def _scaled(value: sa.ColumnElement[Any], by: Sequence[sa.ColumnElement[Any]]) -> sa.ColumnElement[Any]:
    """A value from 0 to 100 over those that it is compared with; 0 where all are equal."""
    double: sa.ColumnElement[Any] = sa.cast(value, sa.Double())
    least = sa.func.min(double).over(partition_by=by)
    span = sa.func.nullif(sa.func.max(double).over(partition_by=by) - least, 0)
    return sa.func.coalesce(100 * (double - least) / span, 0)


def _unit_words() -> list[sa.ColumnElement[Any]]:
    return [*(cells.KEYS.c[name] for name in cells.GROUP), cells.KEYS.c.procuring_unit, cells.KEYS.c.category]


def _components() -> sa.Select[Any]:
    """Every value, from 0 to 100 over the units of its kind of purchase and year."""
    scaled = _scaled(VALUES.c.value, [cells.rivals_of(VALUES), VALUES.c.indicator_id])
    return sa.select(*VALUES.c, scaled)


def _told() -> sa.Select[Any]:
    return sa.select(*_unit_words(), *(SCALED.c[name] for name in _TOLD)).select_from(cells.named(SCALED))


def _concepts() -> sa.Select[Any]:
    """Concepts from 0 to 100, of units that have all three and an amount to weigh them with."""
    keys = (SCALED.c.key, SCALED.c.concept)
    mean = sa.func.avg(sa.cast(SCALED.c.scaled, sa.Double())).label("mean")
    means = sa.select(*keys, mean).group_by(*keys).subquery("means")
    scaled = _scaled(means.c.mean, [cells.rivals_of(means), means.c.concept])
    many = sa.func.count().over(partition_by=means.c.key)
    told = sa.select(means, scaled.label("scaled"), many.label("many")).subquery("told")
    columns = (*_unit_words(), told.c.concept, told.c.mean, told.c.scaled, UNITS.c.amount_mxn)
    complete = (told.c.many == len(_SCORED), UNITS.c.amount_mxn > 0)
    joined = cells.named(told).join(UNITS, UNITS.c.key == told.c.key)
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
