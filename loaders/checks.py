"""Reconciliation: the store against published figures and against itself, as rows of the store.

A difference is a fact to show, so every check says what was expected, what was found, and by how much they
differ. A figure that no held file covers is *not checkable*, never *passed*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from loaders import counted_files, crosschecks, edition_checks, secondary_comparisons
from loaders.catalogue_checks import catalogue_findings
from loaders.comparisons import NOT_LOADED, compared
from loaders.control_totals import control_totals
from loaders.corrections import compared as corrected
from loaders.corrections import declared as corrections
from loaders.file_quality_checks import compared as quality
from loaders.model import Check, Status
from loaders.ocds.checks import compared as ocds_compared
from loaders.registry import datasets
from loaders.schema import measured, table

Row = Mapping[str, Any]
_FINE = Decimal("0.000001")


def run(connection: sa.Connection) -> list[Row]:
    """Run every check on an open store and return the rows of `check_result`; writes nothing."""
    return [*_declared(connection), *_compared(connection)]


def store(connection: sa.Connection, rows: list[Row]) -> None:
    """Keep the rows in the store that they are about."""
    connection.execute(sa.insert(table("check_result")), rows)


def read(connection: sa.Connection) -> list[Row]:
    """Return the rows that a published store carries."""
    results = table("check_result")
    return [dict(row) for row in connection.execute(sa.select(results)).mappings()]


def difference_percent(found: Row) -> Decimal | None:
    """Return a check's difference in per cent of what was expected; None where that has no meaning."""
    if found["difference"] is None or not found["expected"]:
        return None
    return (Decimal(found["difference"]) / Decimal(found["expected"]) * 100).quantize(_FINE)


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
        "against": check.against,
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
            yield _measured(connection, dataset.id, check)


def _measured(connection: sa.Connection, dataset_id: str, check: Check) -> Row:
    """Measure a check; one whose rows are not in the store says that the file is not loaded."""
    if check.measure is None:
        return row(check, dataset_id, None)
    found = connection.execute(measured(check.measure)).scalar()
    if found is None:
        return row(replace(check, explanation=NOT_LOADED), dataset_id, None)
    return row(check, dataset_id, Decimal(str(found)))


def _compared(connection: sa.Connection) -> Iterator[Row]:
    found = (
        *control_totals(connection),
        *counted_files.compared(connection),
        *crosschecks.compared(connection),
        *edition_checks.compared(connection),
        *secondary_comparisons.compared(connection),
        *compared(connection),
        *catalogue_findings(connection),
        *ocds_compared(connection),
        *quality(connection),
        *corrected(connection, corrections()),
    )
    for dataset_id, check, actual in found:
        yield row(check, dataset_id, actual)
