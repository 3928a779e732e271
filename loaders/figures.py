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
    """Return all figures of a store by their name."""
    made = (_figure(row) for query in _queries() for row in connection.execute(query))
    return {one.figure_id: one for one in made}


def _figure(row: Any) -> Figure:
    value = None if row.value is None else Decimal(str(row.value))
    return Figure(row.dataset_id, row.fiscal_year, row.subject, row.measure, row.unit, value)


def _queries() -> Iterator[sa.Select[Any]]:
    for scope in ("gross", "net"):
        yield _approved(scope)
    for moment in _MOMENTS:
        yield _account(moment)
    yield _prices()
    yield _people()


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
        .where(cube.c.economic_type == "total")
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
