"""Contracts of one indicator, counted by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from loaders.model import Kind
from loaders.procurement.facts import FACTS
from loaders.procurement.model import Found, Indicator
from loaders.procurement.signals import signalled
from loaders.procurement.temporary import declared, fill
from loaders.schema import table

PARTS: dict[str, Kind] = {
    "contracts": "long",
    "known": "long",
    "signals": "long",
    "known_mxn": "money",
    "signals_mxn": "money",
}


def make(connection: sa.Connection, one: Indicator) -> sa.Table:
    """Make the temporary tally of an indicator: its parts, and how many contracts lack each need."""
    made = declared("tally", {"cell": "long", **PARTS, **dict.fromkeys(map(lacking, one.needs), "long")})
    fill(connection, made, _query(one))
    return made


def lacking(need: str) -> str:
    """Return the column that counts the contracts without a need."""
    return f"no_{need}"


def _query(one: Indicator) -> sa.Select[Any]:
    if isinstance(one.rule, Found):
        signal = table("contract_signal")
        found = sa.select(signal.c.contract_no).where(signal.c.indicator_id == one.id).subquery("found")
        joined: sa.FromClause = FACTS.outerjoin(found, found.c.contract_no == FACTS.c.contract_no)
        signals: sa.ColumnElement[bool] = found.c.contract_no.is_not(None)
    else:
        joined, signals = FACTS, signalled(one)
    figures = _figures(one, signals)
    query = sa.select(FACTS.c.cell, *figures).select_from(joined).where(one.applies(FACTS))
    return query.group_by(FACTS.c.cell)


def _figures(one: Indicator, signals: sa.ColumnElement[bool]) -> Iterator[sa.ColumnElement[Any]]:
    known, amount = one.known(FACTS), FACTS.c.amount_mxn
    yield sa.func.count()
    yield from (sa.func.count().filter(which) for which in (known, signals))
    yield from (sa.func.sum(amount).filter(which) for which in (known, signals))
    yield from (sa.func.count().filter(FACTS.c[need].is_(None)) for need in one.needs)
