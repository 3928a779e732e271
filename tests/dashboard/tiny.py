"""A tiny store for spec tests: small tables in, small tables out. Its figures are invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from dashboard.data.store import Store
from loaders.schema import metadata, table

D = Decimal
AGENCIES = [
    ("salud", "12", "administrative"),
    ("marina", "13", "administrative"),
    ("imss", "50", "controlled_entity"),
]


def agency_rows() -> list[dict[str, Any]]:
    return [
        {
            "agency_id": key,
            "ramo_code": code,
            "kind": kind,
            "name_es": key.title(),
            "name_en": f"{key.title()} (en)",
            "sort_order": order,
        }
        for order, (key, code, kind) in enumerate(AGENCIES)
    ]


def account(year: int, program: str, approved: Any, executed: Any) -> dict[str, Any]:
    """One programme of the public-account cube; None is not reported."""
    amounts = {"approved": approved, "modified": approved, "accrued": executed, "executed": executed}
    return {
        "dataset_id": "public_account",
        "fiscal_year": year,
        "agency_id": program.split(".")[0],
        "entity_id": None,
        "program_id": program,
        "economic_type": "total",
        **{f"{moment}_mxn": None if value is None else D(value) for moment, value in amounts.items()},
        "reported": executed is not None,
    }


def budget(
    dimension: str, agency: str, member: str, gross: int, net: int, parent: str | None = None
) -> dict[str, Any]:
    """One cell of the approved-budget cube of 2021."""
    return {
        "fiscal_year": 2021,
        "dimension": dimension,
        "agency_id": agency,
        "member_id": member,
        "parent_id": parent,
        "gross_mxn": D(gross),
        "net_mxn": D(net),
        "lines": 1,
        "no_amount": 0,
    }


def held(dataset: str, year: int, dimension: str, moment: str, scope: str = "gross") -> dict[str, Any]:
    return {
        "dataset_id": dataset,
        "fiscal_year": year,
        "dimension": dimension,
        "moment": moment,
        "scope": scope,
    }


def index(year: int, value: str, index_id: str = "gdp_deflator") -> dict[str, Any]:
    return {"index_id": index_id, "fiscal_year": year, "value": D(value), "months": 12, "kind": "observed"}


def people(year: int, inhabitants: int) -> dict[str, Any]:
    return {
        "fiscal_year": year,
        "state_id": "01",
        "sex": "total",
        "inhabitants": inhabitants,
        "source_row": 1,
        "source_file_id": "tiny",
    }


MOMENTS = ("approved", "modified", "accrued", "executed")
ROWS: dict[str, list[dict[str, Any]]] = {
    "agency": agency_rows(),
    "availability": [
        *(
            held("public_account", year, by, moment)
            for year in (2016, 2017, 2018)
            for by in ("agency", "program")
            for moment in MOMENTS
        ),
        *(
            held("approved_budget", 2021, by, "approved", scope)
            for by in ("agency", "program", "state", "function", "functional_group")
            for scope in ("gross", "net")
        ),
    ],
    "cube_account": [
        account(2016, "salud.E1", 100, 90),
        account(2016, "salud.E2", 40, 10),
        account(2016, "marina.A1", 60, 60),
        account(2017, "salud.E1", 100, 120),
        account(2017, "salud.E2", 50, None),
        account(2017, "marina.A1", 60, 66),
        account(2018, "salud.E1", 200, 240),
        account(2018, "salud.E2", None, None),
        account(2018, "marina.A1", 60, "66.10"),
    ],
    "cube_budget": [
        budget("agency", "salud", "salud", 300, 300),
        budget("agency", "imss", "imss", 700, 400),
        budget("program", "salud", "salud.E1", 300, 300),
        budget("program", "imss", "imss.J1", 700, 400),
        budget("functional_group", "salud", "2", 300, 300),
        budget("function", "salud", "2.3", 300, 300, "2"),
        budget("state", "salud", "09", 300, 300),
        budget("state", "imss", "34", 700, 400),
    ],
    "price_index_year": [
        index(2016, "80"),
        index(2017, "100"),
        index(2018, "110"),
        index(2021, "125"),
        index(2023, "150"),
    ],
    "population": [people(2016, 10), people(2017, 11), people(2018, 12), people(2021, 13)],
    "series_break": [
        {
            "dataset_id": "public_account",
            "agency_id": "marina",
            "program_code": None,
            "before_year": 2016,
            "after_year": 2017,
            "reason_es": "corte",
            "reason_en": "break",
        }
    ],
}


def store(engine: sa.Engine, **changed: list[dict[str, Any]]) -> Store:
    """Return a store in an empty database with the tiny tables; `changed` replaces whole tables."""
    metadata().create_all(engine)
    with engine.begin() as connection:
        for name, rows in (ROWS | changed).items():
            if rows:
                connection.execute(table(name).insert(), rows)
    return Store("tiny", engine)
