"""Cubes: what readers ask most, added up once at build. Each is a query over the tables of the same store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from loaders.agencies import agencies
from loaders.netting import RULES
from loaders.schema import condition, table

# dimension: (column of budget_line, column of its parent)
BUDGET_DIMENSIONS: dict[str, tuple[str, str | None]] = {
    "agency": ("agency_id", None),
    "unit": ("unit_id", None),
    "program": ("program_id", None),
    "functional_group": ("functional_group_id", None),
    "function": ("function_id", "functional_group_id"),
    "subfunction": ("subfunction_id", "function_id"),
    "chapter": ("chapter_id", None),
    "concept": ("concept_id", "chapter_id"),
    "generic_object": ("generic_object_id", "concept_id"),
    "specific_object": ("specific_object_id", "generic_object_id"),
    "expense_type": ("expense_type_id", None),
    "funding_source": ("funding_source_id", None),
    "state": ("state_id", None),
}
_ECONOMIC = {
    "current": "current_mxn",
    "pensions": "pensions_mxn",
    "investment": "investment_mxn",
    "total": "total_mxn",
}
_MOMENTS = ("approved", "modified", "accrued", "executed")
_ANNUAL = "gdp_deflator"
_OLD_OBJECT = 4
FLAT_ACCOUNT = "flat_public_account"
# The amounts of a record of the draft, of an account key by key or of a quarter.
LINE_MOMENTS = ("proposed", "approved", "modified", "accrued", "paid", "adefas", "executed", "exercised")


def cubes() -> Iterator[tuple[str, sa.Select[tuple[object, ...]]]]:
    """Yield (table, query) of every cube, in the order in which they build on each other."""
    yield "price_index_year", _price_index_year()
    for dimension, (member, parent) in BUDGET_DIMENSIONS.items():
        yield "cube_budget", _budget(dimension, member, parent)
        for name in ("draft_line", "execution_line"):
            yield "cube_line", _line(name, dimension)
    for economic_type, column in _ECONOMIC.items():
        yield "cube_account", _account(economic_type, column)
    yield "cube_account", _account_by_key()
    yield "availability", _budget_availability("gross")
    yield "availability", _net_availability()
    for moment in LINE_MOMENTS:
        yield "availability", _line_availability(moment)
    for dimension in ("agency", "entity", "program", "economic_type"):
        for moment in _MOMENTS:
            yield "availability", _account_availability(dimension, moment)


def netted(source: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether a budget key is subtracted going from gross to net (*neteo*).

    NULL where the codes that would tell are not in the file, as in old generations, or are those of the
    classification of four digits, in force until 2010.
    """
    meets = sa.or_(*(sa.and_(*(condition(source, one) for one in rule.where)) for rule in RULES))
    old = sa.func.length(source.c.specific_object_id) == _OLD_OBJECT
    return sa.case((old, sa.null()), else_=meets)


def amounts(source: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    """Return the sum of each amount of `LINE_MOMENTS`; NULL where the table does not have it."""
    none = sa.cast(sa.null(), sa.Numeric(18, 2))
    names = (f"{moment}_mxn" for moment in LINE_MOMENTS)
    return [(sa.func.sum(source.c[name]) if name in source.c else none).label(name) for name in names]


def quarter_of(source: sa.FromClause) -> sa.ColumnElement[Any]:
    """Return the quarter of a record; NULL for a whole year."""
    return source.c.quarter if "quarter" in source.c else sa.cast(sa.null(), sa.Integer())


def _line(name: str, dimension: str) -> sa.Select[tuple[object, ...]]:
    """Records added up by code; amounts that a file calls monthly are kept apart from these."""
    line, (member, parent) = table(name), BUDGET_DIMENSIONS[dimension]
    owner = line.c.dataset_id if "dataset_id" in line.c else sa.literal("draft_budget")
    above = line.c[parent] if parent else sa.cast(sa.null(), sa.String())
    wanted: list[sa.ColumnElement[bool]] = [line.c[member].is_not(None)]
    wanted += [line.c.basis == "as_published"] if "basis" in line.c else []
    own = [line.c[one] for one in ("dataset_id", "quarter") if one in line.c]
    keys = [*own, line.c.fiscal_year, line.c.agency_id, line.c[member], *([above] if parent else [])]
    return (
        sa.select(
            owner, line.c.fiscal_year, quarter_of(line), sa.literal(dimension), line.c.agency_id,
            line.c[member], above, *amounts(line), sa.func.count(),
        )
        .where(*wanted)
        .group_by(*keys)
    )  # fmt: skip


def _price_index_year() -> sa.Select[tuple[object, ...]]:
    """Annual means; a year says of how many months, and is observed only if all of it is."""
    index = table("price_index")
    months = sa.case((index.c.index_id == _ANNUAL, 12), else_=sa.func.count())
    kind = sa.case(
        (sa.func.min(index.c.kind) == sa.func.max(index.c.kind), sa.func.min(index.c.kind)), else_="unknown"
    )
    return sa.select(
        index.c.index_id, index.c.fiscal_year, sa.func.avg(index.c.value), kind, months
    ).group_by(index.c.index_id, index.c.fiscal_year)


def _budget(dimension: str, member: str, parent: str | None) -> sa.Select[tuple[object, ...]]:
    line = table("budget_line")
    above = line.c[parent] if parent else sa.cast(sa.null(), sa.String())
    keys = [line.c.fiscal_year, line.c.agency_id, line.c[member], *([above] if parent else [])]
    kept = sa.case((line.c.netted, 0), else_=line.c.approved_mxn)
    net = sa.case((sa.func.bool_or(line.c.netted.is_(None)), None), else_=sa.func.sum(kept))
    return sa.select(
        line.c.fiscal_year, sa.literal(dimension), line.c.agency_id, line.c[member], above,
        sa.func.sum(line.c.approved_mxn), net, sa.func.count(),
        sa.func.count() - sa.func.count(line.c.approved_mxn),
    ).where(line.c[member].is_not(None)).group_by(*keys)  # fmt: skip


def _account(economic_type: str, column: str) -> sa.Select[tuple[object, ...]]:
    """One row a programme: its four moments side by side; NULL where the workbook reports nothing."""
    line = table("account_line")
    keys = (line.c.fiscal_year, line.c.agency_id, line.c.entity_id, line.c.program_id)
    moments = (sa.func.sum(line.c[column]).filter(line.c.moment == moment) for moment in _MOMENTS)
    said = (sa.literal(economic_type), *moments, sa.func.bool_or(line.c.reported))
    query = sa.select(sa.literal("public_account"), *keys, *said).group_by(*keys)
    absent = sa.func.bool_or(line.c.reported) & (sa.func.count(line.c[column]) == 0)
    return query.having(~absent)


def _account_by_key() -> sa.Select[tuple[object, ...]]:
    """Programmes of the Federal Government from the account key by key, for years without a workbook.

    Where there is a workbook, it is the one that counts.
    """
    cube, line = table("cube_line"), table("account_line")
    outside = [one.agency_id for one in agencies() if one.kind == "controlled_entity"]
    moments = (cube.c[f"{moment}_mxn"] for moment in _MOMENTS)
    return sa.select(
        cube.c.dataset_id, cube.c.fiscal_year, cube.c.agency_id, sa.cast(sa.null(), sa.String()),
        cube.c.member_id, sa.literal("total"), *moments, sa.true(),
    ).where(
        cube.c.dataset_id == FLAT_ACCOUNT, cube.c.dimension == "program",
        cube.c.agency_id.not_in(outside), cube.c.fiscal_year.not_in(sa.select(line.c.fiscal_year)),
    )  # fmt: skip


def _budget_availability(scope: str) -> sa.Select[tuple[object, ...]]:
    cube = table("cube_budget")
    return sa.select(
        sa.literal("approved_budget"),
        cube.c.fiscal_year,
        cube.c.dimension,
        sa.literal("approved"),
        sa.literal(scope),
    ).distinct()


def _net_availability() -> sa.Select[tuple[object, ...]]:
    """Net is held for years of which every key tells whether it is subtracted."""
    line = table("budget_line")
    untold = sa.select(line.c.fiscal_year).where(line.c.netted.is_(None))
    return _budget_availability("net").where(table("cube_budget").c.fiscal_year.not_in(untold))


def _line_availability(moment: str) -> sa.Select[tuple[object, ...]]:
    cube = table("cube_line")
    return (
        sa.select(
            cube.c.dataset_id, cube.c.fiscal_year, cube.c.dimension, sa.literal(moment), sa.literal("gross")
        )
        .where(cube.c[f"{moment}_mxn"].is_not(None))
        .distinct()
    )


def _account_availability(dimension: str, moment: str) -> sa.Select[tuple[object, ...]]:
    """Of the Federal Government; an account key by key holds more than that, so its scope is named."""
    cube = table("cube_account")
    scope = sa.case((cube.c.dataset_id == FLAT_ACCOUNT, "federal"), else_="gross")
    query = sa.select(
        cube.c.dataset_id, cube.c.fiscal_year, sa.literal(dimension), sa.literal(moment), scope
    ).where(cube.c[f"{moment}_mxn"].is_not(None))
    apart = {"entity": cube.c.entity_id.is_not(None), "economic_type": cube.c.economic_type != "total"}
    return (query.where(apart[dimension]) if dimension in apart else query).distinct()
