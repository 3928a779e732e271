"""Values of every indicator by year and scope: with their coverage, withheld below it, ranked as a band."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.indicator_columns import SCOPES
from loaders.minimums import COMPARED_FROM, RANKED_FROM
from loaders.model import Kind
from loaders.procurement import cells, chosen_groups, composite, tally, whole_years
from loaders.procurement.model import Concentration, Indicator
from loaders.procurement.registry import indicators
from loaders.procurement.shares import CONCENTRATION
from loaders.procurement.signals import counted
from loaders.procurement.temporary import add, declared, fill, share
from loaders.schema import table

_PARTS = tuple(tally.PARTS)
_DRAFT: dict[str, Kind] = {
    "indicator_id": "text",
    "scope": "text",
    "key": "long",
    **tally.PARTS,
    "value": "index",
    "value_by_amount": "index",
    "value_low": "index",
    "value_high": "index",
    "coverage_share": "index",
    "minimum_coverage": "index",
    "missing_field": "text",
    "missing_share": "index",
}
_KEY = ("indicator_id", "key")
_AMONG = ("indicator_id", "scope", "group")
_VALUES = ("value", "value_by_amount", "value_low", "value_high")
DRAFT = declared("value_draft", _DRAFT)
BANDS = declared(
    "value_band",
    {**{name: _DRAFT[name] for name in _KEY}, "rank_best": "long", "rank_worst": "long", "ranked": "long"},
)


def make(connection: sa.Connection) -> None:
    """Fill the table of values, and the components of the composite, indicator by indicator."""
    DRAFT.create(connection)
    for one in counted():
        counts = tally.make(connection, one)
        for scope in SCOPES:
            add(connection, DRAFT, _counted(one, counts, scope))
        composite.add_shares(connection, one, counts)
        counts.drop(connection)
    for one in indicators().values():
        if isinstance(one.rule, Concentration):
            add(connection, DRAFT, _concentrated(one, one.rule))
    fill(connection, BANDS, _bands())
    add(connection, table("indicator_value"), _final())


def _counted(one: Indicator, counts: sa.Table, scope: str) -> sa.Select[Any]:
    """The share of contracts that give the signal, of one indicator in one scope."""
    names = (*_PARTS, *map(tally.lacking, one.needs))
    who = cells.key(counts, scope)
    summed = (
        sa.select(who.label("key"), *(sa.func.sum(counts.c[name]).label(name) for name in names))
        .where(cells.is_known(counts, scope))
        .group_by(who)
        .subquery("summed")
    )
    every = summed.c
    unknown = every.contracts - every.known
    field, lacks = _missing(one, summed)
    return sa.select(
        sa.literal(one.id), sa.literal(scope), every.key, *(every[name] for name in _PARTS),
        share(every.signals, every.known), share(sa.func.coalesce(every.signals_mxn, 0), every.known_mxn),
        share(every.signals, every.contracts), share(every.signals + unknown, every.contracts),
        share(every.known, every.contracts), sa.literal(one.minimum_coverage), field, lacks,
    )  # fmt: skip


def _missing(one: Indicator, summed: sa.FromClause) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    """Which needed field is empty most often, and in what share."""
    lacks = [summed.c[tally.lacking(need)] for need in one.needs]
    most = sa.func.greatest(*lacks)
    named = [(sa.and_(most > 0, lack == most), need) for need, lack in zip(one.needs, lacks, strict=True)]
    return sa.case(*named), sa.case((most > 0, share(most, summed.c.contracts)))


def _concentrated(one: Indicator, rule: Concentration) -> sa.Select[Any]:
    """How concentrated the amounts are; its coverage is by amount, for that is what it is made of."""
    given = CONCENTRATION
    whole = given.c.known_mxn + given.c.single_mxn
    no_count, no_money = sa.cast(sa.null(), sa.BigInteger()), sa.cast(sa.null(), sa.Numeric(18, 2))
    some, value = given.c.single_mxn > 0, rule.value(given)
    return sa.select(
        sa.literal(one.id), cells.KEYS.c.grain, given.c.key, given.c.contracts, given.c.counted,
        no_count, given.c.known_mxn, no_money, value, no_money, sa.func.least(value, rule.low(given)),
        rule.high(given),
        share(given.c.known_mxn, whole), sa.literal(one.minimum_coverage), sa.case((some, "supplier_no")),
        sa.case((some, share(given.c.single_mxn, whole))),
    ).select_from(cells.named(given)).where(whole > 0)  # fmt: skip


def _is_shown(source: sa.FromClause) -> sa.ColumnElement[bool]:
    covered = source.c.coverage_share >= source.c.minimum_coverage
    described = sa.and_(whole_years.is_whole(source), sa.not_(chosen_groups.is_chosen(source)))
    return sa.and_(covered, source.c.value.is_not(None), described)


def _bands() -> sa.Select[Any]:
    """The best and worst place that each value may have, among those that are compared with it."""
    known = (_is_shown(DRAFT), DRAFT.c.scope != "all", DRAFT.c.known >= RANKED_FROM)
    group = cells.group_of(DRAFT).label("group")
    compared = sa.select(DRAFT, group).where(*known).cte("compared")
    best = _above(compared, "value_low", "value_high").subquery("best")
    worst = _above(compared, "value_high", "value_low").subquery("worst")
    own = sa.case((compared.c.value_high > compared.c.value_low, 1), else_=0)
    return sa.select(
        *(compared.c[name] for name in _KEY), best.c.above + 1, worst.c.above - own + 1,
        sa.func.count().over(partition_by=[compared.c[name] for name in _AMONG]),
    ).select_from(compared.join(best, _same(compared, best)).join(worst, _same(compared, worst)))  # fmt: skip


def _same(left: sa.FromClause, right: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.and_(*(left.c[name] == right.c[name] for name in _KEY))


def _above(compared: sa.FromClause, others: str, own: str) -> sa.Select[Any]:
    """For each row, how many have more in `others` than the row has in `own`."""
    columns = [compared.c[name] for name in (*_AMONG, "key")]
    events = sa.union_all(
        sa.select(*columns, compared.c[others].label("figure"), sa.literal(1).label("counts")),
        sa.select(*columns, compared.c[own].label("figure"), sa.literal(0).label("counts")),
    ).subquery("events")
    running = sa.func.sum(events.c.counts).over(
        partition_by=[events.c[name] for name in _AMONG],
        order_by=(events.c.figure.desc(), events.c.counts),
        rows=(None, 0),
    )
    keys = [events.c[name] for name in _KEY]
    told = sa.select(*keys, events.c.counts, running.label("above")).subquery("told")
    return sa.select(*(told.c[name] for name in _KEY), told.c.above).where(told.c.counts == 0)


def _final() -> sa.Select[Any]:
    one, before = DRAFT, DRAFT.alias("before")
    shown = _is_shown(one)
    earlier = sa.and_(
        before.c.key == cells.year_before(one), before.c.indicator_id == one.c.indicator_id, _is_shown(before)
    )
    values = (sa.case((shown, one.c[name])) for name in _VALUES)
    status = sa.case((shown, "shown"), else_="withheld")
    margin, chosen = sa.not_(whole_years.is_whole(one)), chosen_groups.is_chosen(one)
    fields = ((chosen, chosen_groups.FIELD), (margin, whole_years.FIELD))
    field = sa.case(*fields, else_=one.c.missing_field)
    lacks = sa.case((sa.or_(margin, chosen), 1), else_=one.c.missing_share)
    # A value of zero is no place: where nobody has a signal, everybody would be the first.
    placed = sa.and_(BANDS.c.ranked >= COMPARED_FROM, one.c.value > 0)
    places = (sa.case((placed, BANDS.c[name])) for name in ("rank_best", "rank_worst", "ranked"))
    group = (cells.KEYS.c[name] for name in cells.GROUP)
    joined = cells.named(one).outerjoin(before, earlier).outerjoin(BANDS, _same(one, BANDS))
    return sa.select(
        one.c.indicator_id, *group, one.c.scope, cells.KEYS.c.member_id, *(one.c[part] for part in _PARTS),
        *values, sa.case((shown, one.c.value - before.c.value)), one.c.coverage_share, status,
        field, lacks, *places,
    ).select_from(joined)  # fmt: skip
