"""Questions about the composite from 0 to 100: scores, and each step of one unit's score with its bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl

from sqlalchemy import Double, Numeric, Select, Subquery, and_, case, cast, func, select

from dashboard.data import unit_names
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.procurement import ContractsAsked, of
from dashboard.data.selection import MAX_QUERY
from dashboard.data.store import Record, Store
from loaders.schema import table

UNIT_PARAM: Final = "unidad"
CONCEPTS: Final = ("competition", "transparency", "anomalies")
_EXAMPLE: Final = "050GYR003"
_MARKET: Final = ("procuring_unit_code", "procurement_category", "concept")


@dataclass(frozen=True)
class Steps:
    """How one unit came to its score: components and concepts, each between the least and most it had.

    `components`: value, least, most, scaled by kind of purchase and indicator. `concepts`: concept_mean,
    least, most, scaled and amount_mxn by kind of purchase. `score`: the weighted concepts and their mean.
    """

    score: Record
    components: Sequence[Record]
    concepts: Sequence[Record]


def scores(store: Store, asked: ContractsAsked, scope: str) -> Sequence[Record]:
    """Return the scores of procuring units or agencies of a group and year, the highest first, with names."""
    made, unit = table("composite_score"), table("procuring_unit")
    joined = made.outerjoin(unit, unit.c.procuring_unit_code == made.c.scope_id)
    query = of("composite_score", asked).where(made.c.scope == scope).select_from(joined)
    named = query.add_columns(*(unit.c[name] for name in unit_names.COLUMNS))
    return store.rows(named.order_by(made.c.score.desc(), made.c.scope_id))


def made_of(store: Store) -> list[ContractsAsked]:
    """Return the groups and years that have a composite, the latest first."""
    made = table("composite_score")
    keys = (made.c.dataset_id, made.c.coverage, made.c.fiscal_year)
    rows = store.rows(select(*keys).distinct().order_by(made.c.fiscal_year.desc(), *keys))
    return [ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"]) for row in rows]


def parse_unit(query: str, scored: Sequence[Record]) -> tuple[str, tuple[Problem, ...]]:
    """Read which unit's steps are asked for: the one with the highest score unless a query names another."""
    text = dict(parse_qsl(query[:MAX_QUERY])).get(UNIT_PARAM, "")
    codes = [str(row["scope_id"]) for row in scored]
    first = codes[0] if codes else ""
    if text and text not in codes:
        return first, (refused_value(UNIT_PARAM, text, codes or [_EXAMPLE]),)
    return text or first, ()


def steps(store: Store, asked: ContractsAsked, score: Record) -> Steps:
    """Return every step of the score of a procuring unit."""
    own = str(score["scope_id"])
    of_signals, of_concepts = components(asked).subquery(), concepts(asked).subquery()
    order = case({concept: place for place, concept in enumerate(CONCEPTS)}, value=of_concepts.c.concept)
    return Steps(
        score,
        store.rows(_of_unit(of_signals, own, of_signals.c.sort_order)),
        store.rows(_of_unit(of_concepts, own, order)),
    )


def _of_unit(steps: Subquery, unit: str, order: Any) -> Select[Any]:
    own = select(steps).where(steps.c.procuring_unit_code == unit)
    return own.order_by(steps.c.procurement_category, order)


def weighted(concepts: Sequence[Record]) -> Mapping[str, Decimal]:
    """Return the mean of each concept over the kinds of purchase, weighted by amount: step five."""
    sums = {name: [Decimal(0), Decimal(0)] for name in CONCEPTS}
    for row in concepts:
        sums[row["concept"]][0] += Decimal(row["scaled"]) * row["amount_mxn"]
        sums[row["concept"]][1] += row["amount_mxn"]
    return {name: points / weight for name, (points, weight) in sums.items() if weight}


def components(asked: ContractsAsked) -> Select[Any]:
    """Ask for the values of every unit, with the least and most of the units of its kind of purchase."""
    every = of("composite_component", asked).subquery("every")
    rivals = [every.c.procurement_category, every.c.indicator_id]
    compared = select(every, *_bounds(every.c.value, rivals)).subquery("compared")
    named = table("indicator")
    joined = compared.join(named, named.c.indicator_id == compared.c.indicator_id)
    told = (named.c.name_es, named.c.name_en, named.c.value_unit, named.c.sort_order)
    return select(compared, *told).select_from(joined)


def concepts(asked: ContractsAsked) -> Select[Any]:
    """Ask for the concepts of every unit, with the least and most mean of the units of its kind of purchase.

    Units that lack one of the concepts have no score, but their means are among those compared.
    """
    every = of("composite_component", asked).subquery("every")
    keys = [every.c[name] for name in _MARKET]
    average = cast(func.avg(cast(every.c.scaled, Double)), Numeric(18, 9)).label("mean")
    mean = select(*keys, average).group_by(*keys).subquery("mean")
    compared = select(mean, *_bounds(mean.c.mean, [mean.c.procurement_category, mean.c.concept])).subquery(
        "compared"
    )
    kept = of("composite_concept", asked).subquery("kept")
    same = and_(*(kept.c[name] == compared.c[name] for name in _MARKET))
    return select(kept, compared.c.least, compared.c.most).select_from(kept.join(compared, same))


def _bounds(value: Any, among: Sequence[Any]) -> tuple[Any, Any]:
    least, most = (bound(value).over(partition_by=among) for bound in (func.min, func.max))
    return least.label("least"), most.label("most")
