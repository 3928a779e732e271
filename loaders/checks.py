"""Reconciliation: the store against published figures and against itself, as rows of the store.

A difference is a fact to show, so every check says what was expected, what was found, and by how much they
differ. A figure that no held file covers is *not checkable*, never *passed*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from loaders.control_totals import CONTROL_TOTALS
from loaders.model import Check, Status, Text
from loaders.registry import datasets
from loaders.schema import measured, table

Row = Mapping[str, Any]
_CENTS_OF_ROUNDING = Decimal("0.05")
_NOTHING = Text("", "")
_NOT_LOADED = Text(
    "No está cargado el archivo que lo permitiría comprobar.",
    "The file that would allow this check is not loaded.",
)


def run(connection: sa.Connection) -> list[Row]:
    """Run every check on an open store and return the rows of `check_result`; writes nothing."""
    return [*_declared(connection), *_control_totals(), *_compared(connection)]


def store(connection: sa.Connection, rows: list[Row]) -> None:
    """Keep the rows in the store that they are about."""
    connection.execute(sa.insert(table("check_result")), rows)


def read(connection: sa.Connection) -> list[Row]:
    """Return the rows that a published store carries."""
    results = table("check_result")
    return [dict(row) for row in connection.execute(sa.select(results)).mappings()]


def failed(rows: list[Row]) -> list[Row]:
    """Return the rows of failed checks."""
    return [row for row in rows if row["status"] == "failed"]


def outcome(
    expected: Decimal | None, actual: Decimal | None, tolerance: Decimal, *, explained: bool = False
) -> Status:
    """Return the status of a comparison; a difference beyond the tolerance is failed unless explained."""
    if expected is None or actual is None:
        return "not_checkable"
    if abs(actual - expected) <= tolerance:
        return "passed"
    return "explained" if explained else "failed"


def row(check: Check, dataset_id: str, actual: Decimal | None) -> Row:
    """Return one row of `check_result`."""
    status = outcome(check.expected, actual, check.tolerance, explained=check.explained)
    difference = None if actual is None or check.expected is None else actual - check.expected
    return {
        "check_id": check.id,
        "dataset_id": dataset_id,
        "fiscal_year": check.fiscal_year,
        "subject": check.subject,
        "title_es": check.title.es,
        "title_en": check.title.en,
        "expected": check.expected,
        "actual": actual,
        "difference": difference,
        "tolerance": check.tolerance,
        "status": status,
        "explanation_es": check.explanation.es,
        "explanation_en": check.explanation.en,
    }


def _declared(connection: sa.Connection) -> Iterator[Row]:
    for dataset in datasets().values():
        for check in dataset.checks:
            yield row(check, dataset.id, _measure(connection, check))


def _measure(connection: sa.Connection, check: Check) -> Decimal | None:
    if check.measure is None:
        return None
    found = connection.execute(measured(check.measure)).scalar()
    return None if found is None else Decimal(found)


def _control_totals() -> Iterator[Row]:
    for dataset_id, check in CONTROL_TOTALS:
        yield row(check, dataset_id, None)


def _compared(connection: sa.Connection) -> Iterator[Row]:
    yield _sexes(connection)
    yield from _account_against_budget(connection)


def _sexes(connection: sa.Connection) -> Row:
    """Women plus men against the total, state by state and year by year; the largest difference counts."""
    people = table("population")
    signed = sa.case((people.c.sex == "total", people.c.inhabitants), else_=-people.c.inhabitants)
    each = sa.select(sa.func.abs(sa.func.sum(signed)).label("gap"))
    each = each.group_by(people.c.fiscal_year, people.c.state_id)
    gaps = each.having(sa.func.count() == 3).subquery()
    largest = connection.execute(sa.select(sa.func.max(gaps.c.gap))).scalar()
    check = Check(
        id="population_sexes",
        subject="women + men",
        title=Text(
            "Población: mujeres más hombres contra el total; mayor diferencia en un estado y año",
            "Population: women plus men against the total; largest difference in a state and year",
        ),
        expected=Decimal(0),
        measure=None,
        explanation=_NOTHING if largest is not None else _NOT_LOADED,
    )
    return row(check, "population", None if largest is None else Decimal(largest))


def _account_against_budget(connection: sa.Connection) -> Iterator[Row]:
    """Approved in the public account against the approved budget, agency by agency (2021)."""
    for found in connection.execute(_approved_twice()):
        check = _agency_check(found)
        yield row(check, "public_account", None if found.account is None else Decimal(found.account))


def _approved_twice() -> sa.Select[Any]:
    """Every agency and year of the approved budget, beside its approved total in the public account."""
    budget, account, agency = table("cube_budget"), table("cube_account"), table("agency")
    theirs = (
        sa.select(
            account.c.fiscal_year, account.c.agency_id, sa.func.sum(account.c.approved_mxn).label("account")
        )
        .where(account.c.economic_type == "total")
        .group_by(account.c.fiscal_year, account.c.agency_id)
        .subquery()
    )
    same = (theirs.c.fiscal_year == budget.c.fiscal_year) & (theirs.c.agency_id == budget.c.agency_id)
    return (
        sa.select(
            budget.c.fiscal_year,
            budget.c.agency_id,
            budget.c.gross_mxn,
            theirs.c.account,
            agency.c.kind,
            agency.c.ramo_code,
            agency.c.name_es,
            agency.c.name_en,
        )
        .join(agency, agency.c.agency_id == budget.c.agency_id)
        .outerjoin(theirs, same)
        .where(budget.c.dimension == "agency")
        .order_by(budget.c.fiscal_year, agency.c.sort_order)
    )


def _agency_check(found: Any) -> Check:
    year = found.fiscal_year
    return Check(
        id=f"approved_{year}_{found.agency_id}",
        subject=found.agency_id,
        title=Text(
            f"Aprobado {year}, ramo {found.ramo_code} {found.name_es}: Cuenta Pública contra PEF",
            f"Approved {year}, ramo {found.ramo_code} {found.name_en}: public account against budget",
        ),
        expected=Decimal(found.gross_mxn),
        measure=None,
        fiscal_year=year,
        tolerance=_CENTS_OF_ROUNDING,
        explained=found.agency_id in _EXPLAINED,
        explanation=_why(found),
    )


def _why(found: Any) -> Text:
    if found.account is not None:
        return _EXPLAINED.get(found.agency_id, _NOTHING)
    return _OUTSIDE if found.kind == "controlled_entity" else _NOT_LOADED


_OUTSIDE = Text(
    "Los libros de la Cuenta Pública que se tienen son del Gobierno Federal: "
    "no incluyen IMSS, ISSSTE, Pemex ni CFE.",
    "The public account workbooks held cover the Federal Government: "
    "they leave out IMSS, ISSSTE, Pemex and CFE.",
)
_EXPLAINED = {
    "aportaciones-seguridad-social": Text(
        "El libro no reporta varios programas de pensiones del ramo 19 (J011, J012, J017, J022, R015, R023 "
        "y T005): la diferencia es lo que falta, no un recorte.",
        "The workbook does not report several pension programmes of ramo 19 (J011, J012, J017, J022, R015, "
        "R023 and T005): the difference is what is missing, not a cut.",
    )
}
