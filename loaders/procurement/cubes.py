"""Sums and medians of contracts as pages show them, so that no page adds up millions of rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.procurement import cells
from loaders.procurement.facts import FACTS, FILES
from loaders.procurement.temporary import add
from loaders.procurement_columns import OUT_OF_COUNT
from loaders.schema import table

_UNCLASSIFIED = "unclassified"
_MOST = 10**16
_SIZED = ("all", "agency", "procuring_unit", "state", "category")
_BY_METHOD = ("all", "agency", "category")
# What a contract may not tell, so that those that do not are sized, too: medians cannot be taken away.
_UNTOLD = ("agency", "procuring_unit", "state")


def make(connection: sa.Connection) -> None:
    """Fill the cube of contracts, their sizes and what became of their amounts."""
    add(connection, table("cube_contract"), _cube())
    for grain in _SIZED:
        add(connection, table("contract_size"), _sizes(grain, None))
    for grain in _BY_METHOD:
        add(connection, table("contract_size"), _sizes(grain, _method()))
    for grain in _UNTOLD:
        add(connection, table("contract_size"), _untold(grain))
    add(connection, table("contract_size"), _months())
    add(connection, table("contract_amounts"), _amounts())


def _month() -> sa.ColumnElement[Any]:
    return sa.cast(sa.extract("month", FACTS.c.signed_on), sa.Integer())


def _method() -> sa.ColumnElement[Any]:
    return sa.func.coalesce(FACTS.c.method, _UNCLASSIFIED)


def _sums() -> list[sa.ColumnElement[Any]]:
    amount = FACTS.c.amount_mxn
    sums = {"contracts": sa.func.count(), "counted": sa.func.count(amount), "amount": sa.func.sum(amount)}
    return [one.label(name) for name, one in sums.items()]


def _sizes_of() -> list[sa.ColumnElement[Any]]:
    amount = FACTS.c.amount_mxn
    return [*_sums(), sa.func.median(amount).label("median"), sa.func.max(amount).label("largest")]


def _cube() -> sa.Select[Any]:
    by = (cells.key(FACTS, "purchase").label("key"), _month().label("month"), _method().label("method"))
    made = sa.select(*by, *_sums()).group_by(*by).subquery("made")
    named = cells.KEYS.c
    group = (named[name] for name in cells.GROUP)
    who = (*group, made.c.month, named.agency_id, made.c.method, named.category)
    sums = (made.c[one.name] for one in _sums())
    return sa.select(*who, *sums).select_from(cells.named(made, "purchase")).order_by(*who)


def _sizes(grain: str, method: sa.ColumnElement[Any] | None) -> sa.Select[Any]:
    """Contracts, their sum, their median and the largest, by one dimension, alone or with the procedure."""
    key = cells.key(FACTS, grain).label("key")
    told = sa.cast(sa.null(), sa.String()) if method is None else method
    query = sa.select(key, told.label("method"), *_sizes_of()).where(cells.is_known(FACTS, grain))
    made = query.group_by(key, *([] if method is None else [method])).subquery("made")
    group = [cells.KEYS.c[name] for name in (*cells.GROUP, "grain", "member_id")]
    figures = (made.c[one.name] for one in _sizes_of())
    source = cells.named(made, grain)
    return sa.select(*group, made.c.method, *figures).select_from(source).order_by(*group, made.c.method)


def _untold(grain: str) -> sa.Select[Any]:
    """The sizes of the contracts that do not tell a dimension, in a dimension of their own."""
    key = cells.key(FACTS, "all").label("key")
    unknown = sa.not_(cells.is_known(FACTS, grain))
    made = sa.select(key, *_sizes_of()).where(unknown).group_by(key).subquery("made")
    group = [cells.KEYS.c[name] for name in cells.GROUP]
    words = (sa.literal(f"no_{grain}"), sa.literal("none"), sa.cast(sa.null(), sa.String()))
    figures = (made.c[one.name] for one in _sizes_of())
    return sa.select(*group, *words, *figures).select_from(cells.named(made, "all")).order_by(*group)


def _months() -> sa.Select[Any]:
    key, month = cells.key(FACTS, "all").label("key"), _month().label("month")
    query = sa.select(key, month, *_sizes_of()).where(month.is_not(None)).group_by(key, month)
    made = query.subquery("made")
    group = [cells.KEYS.c[name] for name in cells.GROUP]
    figures = (made.c[one.name] for one in _sizes_of())
    words = (sa.literal("month"), sa.cast(made.c.month, sa.String()), sa.cast(sa.null(), sa.String()))
    source = cells.named(made, "all")
    return sa.select(*group, *words, *figures).select_from(source).order_by(*group, made.c.month)


def _amounts() -> sa.Select[Any]:
    contract, files = table("contract"), FILES
    keys = (files.c.dataset_id, files.c.coverage, contract.c.fiscal_year, contract.c.amount_status)
    joined = contract.join(files, files.c.source_file_id == contract.c.source_file_id)
    bare = _left_out(contract.c.amount_original, contract.c.amount_status == "no_currency")
    pesos = _left_out(contract.c.amount_mxn, contract.c.amount_status.in_(OUT_OF_COUNT))
    return sa.select(*keys, sa.func.count(), bare, pesos).select_from(joined).group_by(*keys).order_by(*keys)


def _left_out(amount: sa.ColumnElement[Any], which: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    """Return the sum of amounts that enter no other; nothing where it has more digits than a column takes."""
    whole = sa.func.sum(amount).filter(which)
    return sa.case((sa.func.abs(whole) < _MOST, whole))
