"""Sums and medians of contracts as pages show them, so that no page adds up millions of rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.procurement import cells
from loaders.procurement.facts import FACTS, files_query
from loaders.procurement.temporary import add
from loaders.schema import table

_UNCLASSIFIED = "unclassified"
_BY_METHOD = ("all", "agency", "category")


def make(connection: sa.Connection) -> None:
    """Fill the cube of contracts, their sizes and what became of their amounts."""
    add(connection, table("cube_contract"), _cube())
    for dimension in _dimensions():
        add(connection, table("contract_size"), _sizes(dimension, None))
    for dimension in _BY_METHOD:
        add(connection, table("contract_size"), _sizes(dimension, _method()))
    add(connection, table("contract_amounts"), _amounts())


def _dimensions() -> dict[str, sa.ColumnElement[Any]]:
    cell = cells.CELLS.c
    return {
        "all": sa.literal("all"),
        "agency": cell.agency_id,
        "procuring_unit": cell.procuring_unit,
        "state": cell.state_id,
        "category": sa.func.coalesce(cell.category, _UNCLASSIFIED),
        "month": sa.cast(_month(), sa.String()),
    }


def _month() -> sa.ColumnElement[Any]:
    return sa.cast(sa.extract("month", FACTS.c.signed_on), sa.Integer())


def _method() -> sa.ColumnElement[Any]:
    return sa.func.coalesce(FACTS.c.method, _UNCLASSIFIED)


def _sums() -> list[sa.ColumnElement[Any]]:
    amount = FACTS.c.amount_mxn
    return [sa.func.count(), sa.func.count(amount), sa.func.sum(amount)]


def _cube() -> sa.Select[Any]:
    cell = cells.CELLS.c
    category = sa.func.coalesce(cell.category, _UNCLASSIFIED)
    keys = (*(cell[name] for name in cells.GROUP), _month(), cell.agency_id, _method(), category)
    return sa.select(*keys, *_sums()).select_from(cells.among(FACTS)).group_by(*keys)


def _sizes(dimension: str, method: sa.ColumnElement[Any] | None) -> sa.Select[Any]:
    """Contracts, their sum, their median and the largest, by one dimension, alone or with the procedure."""
    member = _dimensions()[dimension]
    amount = FACTS.c.amount_mxn
    group = [cells.CELLS.c[name] for name in cells.GROUP]
    told = sa.cast(sa.null(), sa.String()) if method is None else method
    by = [*group, *([] if dimension == "all" else [member]), *([] if method is None else [method])]
    figures = (*_sums(), sa.func.median(amount), sa.func.max(amount))
    query = sa.select(*group, sa.literal(dimension), member, told, *figures).select_from(cells.among(FACTS))
    return query.where(member.is_not(None)).group_by(*by).order_by(*by)


def _amounts() -> sa.Select[Any]:
    contract, files = table("contract"), files_query().subquery("files")
    keys = (files.c.dataset_id, files.c.coverage, contract.c.fiscal_year, contract.c.amount_status)
    joined = contract.join(files, files.c.source_file_id == contract.c.source_file_id)
    return sa.select(*keys, sa.func.count()).select_from(joined).group_by(*keys).order_by(*keys)
