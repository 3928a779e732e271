"""Which contracts give which signal, and the SQL that says so, as it runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from duckdb_sqlalchemy import Dialect
from sqlalchemy.sql import visitors

from loaders.procurement import facts, shares
from loaders.procurement.model import Concentration, Found, Indicator, Signal
from loaders.procurement.registry import indicators
from loaders.procurement.temporary import add
from loaders.schema import table

_WITH = "WITH "
_NOTHING = sa.cast(sa.null(), sa.Numeric(18, 2))


def make(connection: sa.Connection) -> None:
    """Fill the table of signals, one indicator after the other."""
    for one in counted():
        add(connection, table("contract_signal"), rows(one))


def add_up(connection: sa.Connection) -> None:
    """Count the contracts of each supplier that give each signal."""
    add(connection, table("supplier_signal"), _of_suppliers())


def _of_suppliers() -> sa.Select[Any]:
    signal, known = table("contract_signal"), facts.FACTS
    by = (known.c.supplier_no, signal.c.indicator_id)
    joined = signal.join(known, known.c.contract_no == signal.c.contract_no)
    query = sa.select(*by, sa.func.count()).select_from(joined).where(known.c.supplier_no.is_not(None))
    return query.group_by(*by).order_by(*by)


def counted() -> Iterator[Indicator]:
    """Yield the indicators that are counted by contract."""
    return (one for one in indicators().values() if not isinstance(one.rule, Concentration))


def rows(one: Indicator) -> sa.Select[Any]:
    """Return the query of one indicator's rows of `contract_signal`."""
    name = sa.literal(one.id).label("indicator_id")
    if isinstance(one.rule, Found):
        found = one.rule.rows(facts.FACTS).subquery("found")
        columns = (found.c.contract_no, name, found.c.measure, found.c.limit_value, found.c.group_no)
        return sa.select(*columns).order_by(found.c.contract_no)
    return _told(one, _signal(one), name)


def _signal(one: Indicator) -> Signal:
    assert isinstance(one.rule, Signal)
    return one.rule


def _told(one: Indicator, rule: Signal, name: sa.ColumnElement[str]) -> sa.Select[Any]:
    source = facts.FACTS
    measure = rule.measure(source) if rule.measure else _NOTHING
    limit = rule.limit(source) if rule.limit else _NOTHING
    return sa.select(
        source.c.contract_no,
        name,
        measure.label("measure"),
        limit.label("limit_value"),
        sa.cast(sa.null(), sa.BigInteger()).label("group_no"),
    ).where(signalled(one))


def signalled(one: Indicator) -> sa.ColumnElement[bool]:
    """Return whether a contract of the facts gives the signal of an indicator that looks at it alone."""
    source = facts.FACTS
    return sa.and_(one.applies(source), one.known(source), _signal(one).when(source))


@cache
def printed(one: Indicator) -> str:
    """Return the SQL that an indicator runs, over the tables of the published store."""
    if isinstance(one.rule, Concentration):
        return _text(shares.printable(one.rule))
    asked = rows(one)
    used = {
        element.name
        for element in visitors.iterate(asked)
        if isinstance(element, sa.Column) and element.table is facts.FACTS
    }
    text = _text(asked)
    also = text.startswith(_WITH)
    rest = f",\n{text.removeprefix(_WITH)}" if also else f"\n{text}"
    return f"{_WITH}facts AS (\n{_text(facts.query(used))}\n){rest}"


def _text(query: sa.Select[Any]) -> str:
    dialect = Dialect(paramstyle="numeric_dollar")
    return str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
