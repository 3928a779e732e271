"""Cubes: what readers ask most, added up once at build. Each is a query over the tables of the same store."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from loaders.schema import table

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
_EXECUTION = ("approved", "modified", "accrued", "paid", "adefas", "executed", "exercised")
_ANNUAL = "gdp_deflator"


def cubes() -> Iterator[tuple[str, sa.Select[tuple[object, ...]]]]:
    """Yield (table, query) of every cube, in the order in which they build on each other."""
    yield "price_index_year", _price_index_year()
    for dimension, (member, parent) in BUDGET_DIMENSIONS.items():
        yield "cube_budget", _budget(dimension, member, parent)
    for economic_type, column in _ECONOMIC.items():
        yield "cube_account", _account(economic_type, column)
    yield "availability", _budget_availability("gross")
    yield "availability", _budget_availability("net")
    executed = table("execution_line").c.dataset_id
    for dimension in BUDGET_DIMENSIONS:
        yield (
            "availability",
            _lines_availability("draft_line", sa.literal("draft_budget"), dimension, "proposed"),
        )
        for moment in _EXECUTION:
            yield "availability", _lines_availability("execution_line", executed, dimension, moment)
    for dimension in ("agency", "entity", "program", "economic_type"):
        for moment in _MOMENTS:
            yield "availability", _account_availability(dimension, moment)


def _lines_availability(
    table_name: str, dataset_id: sa.ColumnElement[str], dimension: str, moment: str
) -> sa.Select[tuple[object, ...]]:
    """What draft and execution files hold: a dimension and moment for which some record has an amount."""
    line = table(table_name)
    return (
        sa.select(
            dataset_id, line.c.fiscal_year, sa.literal(dimension), sa.literal(moment), sa.literal("gross")
        )
        .where(line.c[BUDGET_DIMENSIONS[dimension][0]].is_not(None), line.c[f"{moment}_mxn"].is_not(None))
        .distinct()
    )


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
    net = sa.func.sum(sa.case((line.c.netted, 0), else_=line.c.approved_mxn))
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
    query = sa.select(*keys, sa.literal(economic_type), *moments, sa.func.bool_or(line.c.reported)).group_by(
        *keys
    )
    absent = sa.func.bool_or(line.c.reported) & (sa.func.count(line.c[column]) == 0)
    return query.having(~absent)


def _budget_availability(scope: str) -> sa.Select[tuple[object, ...]]:
    cube = table("cube_budget")
    return sa.select(
        sa.literal("approved_budget"),
        cube.c.fiscal_year,
        cube.c.dimension,
        sa.literal("approved"),
        sa.literal(scope),
    ).distinct()


def _account_availability(dimension: str, moment: str) -> sa.Select[tuple[object, ...]]:
    cube = table("cube_account")
    query = sa.select(
        sa.literal("public_account"), cube.c.fiscal_year, sa.literal(dimension), sa.literal(moment),
        sa.literal("gross"),
    ).where(cube.c[f"{moment}_mxn"].is_not(None))  # fmt: skip
    return (query.where(cube.c.entity_id.is_not(None)) if dimension == "entity" else query).distinct()
