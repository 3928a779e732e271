"""Two editions of one file, the CSV and the XLSX of a year: records, and amounts where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from loaders.agencies import Agency, agencies
from loaders.cubes import LINE_MOMENTS
from loaders.findings import MOMENTS, NOTHING, TOLERANCE, UNEXPLAINED, Finding, form_of, money, sentence
from loaders.known_differences import Compared, explanation, loss
from loaders.model import Check, Text
from loaders.schema import table

Edition = Mapping[str, Mapping[str, Any]]


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Compare each file that is not counted with the one that is: records, and amounts where they differ."""
    files = table("source_file").c
    query = sa.select(files.source_file_id, files.counted_in, files.file_name, files.fiscal_year)
    for file in connection.execute(query.where(files.counted_in.is_not(None)).order_by(files.source_file_id)):
        dataset_id = file.source_file_id.partition(".")[0]
        ours, theirs = (_edition(connection, one) for one in (file.source_file_id, file.counted_in))
        yield dataset_id, *_records(file, dataset_id, ours, theirs)
        for agency in agencies():
            yield from _amounts(file, dataset_id, agency, ours, theirs)


def _edition(connection: sa.Connection, source_file_id: str) -> Edition:
    """Return what a file adds up to, by agency."""
    total = table("edition_total")
    rows = connection.execute(sa.select(total).where(total.c.source_file_id == source_file_id)).mappings()
    return {row["agency_id"]: dict(row) for row in rows}


def _records(file: Any, dataset_id: str, ours: Edition, theirs: Edition) -> tuple[Check, Decimal]:
    counts = [sum(row["lines"] for row in edition.values()) for edition in (theirs, ours)]
    lacking = counts[0] - counts[1]
    reason = loss(dataset_id, form_of(file.source_file_id), file.fiscal_year, lacking)
    return (
        Check(
            id=f"edition_{file.source_file_id}_records",
            subject="records",
            title=Text(
                f"Registros de {file.file_name} contra {file.counted_in}",
                f"Records of {file.file_name} against {file.counted_in}",
            ),
            expected=Decimal(counts[0]),
            measure=None,
            fiscal_year=file.fiscal_year,
            explained=reason is not None,
            explanation=_why(reason, lacking == 0),
        ),
        Decimal(counts[1]),
    )


def _why(reason: Text | None, same: bool) -> Text:
    return NOTHING if same else reason or UNEXPLAINED


def _amounts(file: Any, dataset_id: str, agency: Agency, ours: Edition, theirs: Edition) -> Iterator[Finding]:
    """Compare one agency's amounts in the moments in which the two files differ."""
    one, other = ours.get(agency.agency_id, {}), theirs.get(agency.agency_id, {})
    form, lacking = form_of(file.source_file_id), other.get("lines", 0) - one.get("lines", 0)
    for moment in LINE_MOMENTS:
        expected, actual = (money(row.get(f"{moment}_mxn")) or Decimal(0) for row in (other, one))
        if abs(actual - expected) <= TOLERANCE:
            continue
        what = Compared(dataset_id, form, dataset_id, file.fiscal_year, moment)
        known = explanation(what, agency.agency_id, actual - expected, TOLERANCE)
        reason = known or loss(dataset_id, form, file.fiscal_year, lacking)
        yield dataset_id, _edition_check(file, agency, moment, expected, reason), actual


def _edition_check(file: Any, agency: Agency, moment: str, expected: Decimal, reason: Text | None) -> Check:
    words = MOMENTS[moment]
    return Check(
        id=f"edition_{file.source_file_id}_{moment}_{agency.agency_id}",
        subject=agency.agency_id,
        title=Text(
            f"{sentence(words.es)} {file.fiscal_year}, {agency.name.es}: "
            f"{file.file_name} contra {file.counted_in}",
            f"{sentence(words.en)} {file.fiscal_year}, {agency.name.en}: "
            f"{file.file_name} against {file.counted_in}",
        ),
        expected=expected,
        measure=None,
        fiscal_year=file.fiscal_year,
        tolerance=TOLERANCE,
        explained=reason is not None,
        explanation=reason or UNEXPLAINED,
    )
