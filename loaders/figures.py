"""The figures of a store that readers quote, each with a stable name: what versions are compared by.

A figure is called `dataset.year.subject.measure`, such as `public_account.2019.salud.executed`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from loaders.schema import table

PESOS = "MXN"
_INDEX_OWNERS = {"inpc": "consumer_prices"}
_MOMENTS = ("approved", "modified", "accrued", "executed")
_EXECUTION = (*_MOMENTS, "paid", "adefas", "exercised")


@dataclass(frozen=True)
class Figure:
    """One quoted figure: pesos, an annual mean of a price index, or people; `value` None = no data."""

    dataset_id: str
    fiscal_year: int
    subject: str
    measure: str
    unit: str
    value: Decimal | None

    @property
    def figure_id(self) -> str:
        """Its stable name."""
        return f"{self.dataset_id}.{self.fiscal_year}.{self.subject}.{self.measure}"


def figures(connection: sa.Connection) -> dict[str, Figure]:
    """Return all figures of a store by their name, but those of a table that an older store lacks."""
    there = set(sa.inspect(connection).get_table_names())
    asked = (query for name, query in _queries() if name in there)
    made = (_figure(row) for query in asked for row in connection.execute(query))
    return {one.figure_id: one for one in made}


def _figure(row: Any) -> Figure:
    value = None if row.value is None else Decimal(str(row.value))
    return Figure(row.dataset_id, row.fiscal_year, row.subject, row.measure, row.unit, value)


def _queries() -> Iterator[tuple[str, sa.Select[Any]]]:
    """Yield each table with a question to it."""
    for scope in ("gross", "net"):
        yield "cube_budget", _approved(scope)
    for moment in _MOMENTS:
        yield "cube_account", _account(moment)
    yield "price_index_year", _prices()
    yield "population", _people()
    yield "draft_line", _lines("draft_line", sa.literal("draft_budget"), "proposed", sa.literal("proposed"))
    for moment in _EXECUTION:
        yield "execution_line", _execution(moment)


def _execution(moment: str) -> sa.Select[Any]:
    """A quarter, and amounts that a file calls monthly, are part of the measure's name: `paid_q1`."""
    line = table("execution_line")
    quarter = sa.func.coalesce(sa.literal("_q").concat(sa.cast(line.c.quarter, sa.String())), "")
    monthly = sa.case((line.c.basis == "monthly", "_monthly"), else_="")
    measure = sa.literal(moment).concat(quarter).concat(monthly)
    return _lines("execution_line", line.c.dataset_id, moment, measure)


def _lines(
    name: str, dataset_id: sa.ColumnElement[str], moment: str, measure: sa.ColumnElement[str]
) -> sa.Select[Any]:
    """Records added up by year and agency; a moment that the files do not have is left out."""
    line = table(name)
    amount = line.c[f"{moment}_mxn"]
    keys = (dataset_id.label("dataset_id"), line.c.fiscal_year, line.c.agency_id.label("subject"))
    words = (measure.label("measure"), sa.literal(PESOS).label("unit"))
    query = sa.select(*keys, sa.func.sum(amount).label("value"), *words).where(amount.is_not(None))
    return query.group_by(sa.text("1, 2, 3, 5"))


def _approved(scope: str) -> sa.Select[Any]:
    cube = table("cube_budget")
    words = _labels("approved_budget", f"approved_{scope}", PESOS)
    return sa.select(
        cube.c.fiscal_year, cube.c.agency_id.label("subject"), cube.c[f"{scope}_mxn"].label("value"), *words
    ).where(cube.c.dimension == "agency")


def _account(moment: str) -> sa.Select[Any]:
    cube = table("cube_account")
    keys = (cube.c.fiscal_year, cube.c.agency_id.label("subject"))
    value = sa.func.sum(cube.c[f"{moment}_mxn"]).label("value")
    words = _labels("public_account", moment, PESOS)
    return (
        sa.select(*keys, value, *words)
        .where(cube.c.economic_type == "total", cube.c.dataset_id == "public_account")
        .group_by(cube.c.fiscal_year, cube.c.agency_id)
    )


def _prices() -> sa.Select[Any]:
    index = table("price_index_year")
    owner = sa.case(_INDEX_OWNERS, value=index.c.index_id, else_=index.c.index_id)
    return sa.select(
        owner.label("dataset_id"),
        index.c.fiscal_year,
        index.c.index_id.label("subject"),
        index.c.value,
        *_labels(None, "annual_mean", "index"),
    )


def _people() -> sa.Select[Any]:
    people = table("population")
    return sa.select(
        people.c.fiscal_year,
        people.c.state_id.label("subject"),
        people.c.inhabitants.label("value"),
        *_labels("population", "inhabitants", "people"),
    ).where(people.c.sex == "total")


def _labels(dataset_id: str | None, measure: str, unit: str) -> list[sa.Label[str]]:
    named = {"dataset_id": dataset_id, "measure": measure, "unit": unit}
    return [sa.literal(value).label(name) for name, value in named.items() if value is not None]
