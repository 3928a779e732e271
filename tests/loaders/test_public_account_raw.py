"""The eleven official workbooks, whole, against each other and against two other files."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from loaders import audit
from loaders.agencies import by_ramo
from loaders.datasets.public_account import DATASET, workbook_rows
from loaders.datasets.public_account_notes import LEFT_OUT
from loaders.datasets.public_account_sheet import AMOUNTS, CURRENT, INVESTMENT, TOLERANCE
from loaders.model import Check, RawFile, Reading
from loaders.registry import dataset

pytestmark = [
    pytest.mark.raw,
    pytest.mark.skipif("CUENTAS_RAW" not in os.environ, reason="CUENTAS_RAW: folder of official files"),
]

YEARS = range(2013, 2024)
RAMO_19 = "aportaciones-seguridad-social"
MOMENTS = {"approved", "modified", "accrued", "executed"}
# year: moment rows, of programmes, of subtotals, not reported, repairs
COUNTS = {
    2013: (3876, 3704, 172, 0, 30),
    2014: (3608, 3432, 176, 0, 6),
    2015: (3632, 3436, 196, 0, 0),
    2016: (2912, 2712, 200, 0, 0),
    2017: (2876, 2672, 204, 28, 0),
    2018: (2924, 2720, 204, 28, 0),
    2019: (2908, 2700, 208, 28, 0),
    2020: (2848, 2644, 204, 28, 1),
    2021: (2668, 2464, 204, 28, 1),
    2022: (2688, 2484, 204, 27, 1),
    2023: (2744, 2540, 204, 27, 1),
}


def raw(name: str, year: int | None = None) -> RawFile:
    return RawFile(name, Path(os.environ["CUENTAS_RAW"]) / name, year)


@cache
def reading(year: int) -> Reading:
    found = raw(f"budget/cp_ramo_programa_{year}.xls", year)
    return audit.reading(DATASET, DATASET.read(found), where=found.name)


def lines(year: int) -> pl.DataFrame:
    return reading(year).tables["account_line"]


def subtotals(year: int) -> pl.DataFrame:
    return reading(year).tables["account_subtotal"]


@cache
def budget_2021() -> pl.DataFrame:
    return dataset("approved_budget").read(raw("budget/PEF_2021.csv.gz", 2021)).tables["budget_line"]


@pytest.mark.parametrize("year", YEARS)
def test_every_moment_row_is_stored(year: int) -> None:
    found = reading(year)
    assert found.rejects == ()
    left_out = lines(year).filter(~pl.col("reported"))
    counted = (found.rows_read, len(lines(year)), len(subtotals(year)), len(left_out), len(found.corrections))
    assert counted == COUNTS[year]
    assert set(lines(year)["moment"]) == MOMENTS


@pytest.mark.parametrize("year", YEARS)
def test_two_independent_readers_see_the_same_cells(year: int) -> None:
    import xlrd

    file = raw(f"budget/cp_ramo_programa_{year}.xls")
    sheet = xlrd.open_workbook(file_contents=file.bytes()).sheet_by_index(0)
    assert [sheet.row_values(row) for row in range(sheet.nrows)] == workbook_rows(file)


@pytest.mark.parametrize("year", YEARS)
def test_programmes_add_up_to_every_subtotal_in_every_column(year: int) -> None:
    programs, checked = lines(year), 0
    for subtotal in subtotals(year).iter_rows(named=True):
        below = programs.filter(pl.col("moment") == subtotal["moment"], *_under(subtotal, year))
        for name in AMOUNTS:
            expected = subtotal[name]
            actual = Decimal(below[name].sum() or 0)
            assert expected is None or abs(actual - expected) <= TOLERANCE, (subtotal, name, actual)
            checked += 1
    assert checked == len(subtotals(year)) * len(AMOUNTS)


def _under(subtotal: dict[str, object], year: int) -> Iterator[pl.Expr]:
    if subtotal["level"] == "group":
        bodies = ["ine", "tfja", "cndh", "inegi", "cofece", "inee", "ift", "inai"]
        yield pl.col("agency_id").is_in([*bodies, "fiscalia"] if year >= 2020 else bodies)
    else:
        yield pl.col("agency_id").eq(subtotal["agency_id"])
    if subtotal["entity_id"] is not None:
        yield pl.col("entity_id").eq(subtotal["entity_id"])


@pytest.mark.parametrize("year", YEARS)
def test_every_agency_has_a_subtotal_where_the_sheet_has_one(year: int) -> None:
    with_subtotal = set(subtotals(year).filter(pl.col("level") == "agency")["agency_id"])
    without = set(lines(year)["agency_id"]) - with_subtotal
    assert without == ({"legislativo", "judicial"} if year < 2015 else set())


@pytest.mark.parametrize("year", YEARS)
def test_economic_types_add_up_in_every_row(year: int) -> None:
    for frame in (lines(year).filter("reported"), subtotals(year)):
        current = pl.sum_horizontal(CURRENT) - pl.col("current_mxn")
        investment = pl.sum_horizontal(INVESTMENT) - pl.col("investment_mxn")
        parts = pl.sum_horizontal("current_mxn", pl.col("pensions_mxn").fill_null(0), "investment_mxn")
        gaps = frame.select(current, investment_mxn=investment, total_mxn=parts - pl.col("total_mxn"))
        assert max(abs(Decimal(gap or 0)) for column in gaps for gap in column) <= TOLERANCE


@pytest.mark.parametrize("year", YEARS)
def test_pensions_are_a_column_from_2016(year: int) -> None:
    assert (lines(year).filter("reported")["pensions_mxn"].null_count() == 0) is (year >= 2016)


@pytest.mark.parametrize(
    "check", [check for check in DATASET.checks if check.measure], ids=lambda check: check.id
)
def test_declared_figures_are_reproduced_exactly(check: Check) -> None:
    assert check.measure is not None
    frame = lines(check.fiscal_year or 0) if check.measure.table == "account_line" else budget_2021()
    kept = frame.filter(*(pl.col(where.column).is_in(where.values) for where in check.measure.where))
    assert Decimal(kept[check.measure.column].sum()) == check.expected


def test_approved_2021_equals_the_budget_programme_by_programme_but_for_what_is_left_out() -> None:
    theirs = _by_program(budget_2021())
    ours = _by_program(
        lines(2021).filter(moment="approved").with_columns(approved_mxn=pl.col("total_mxn").fill_null(0))
    )
    government = {
        key: total for key, total in theirs.items() if key[0] not in {"imss", "issste", "pemex", "cfe"}
    }
    different = {
        key: government.get(key, Decimal(0)) - ours.get(key, Decimal(0))
        for key in government | ours
        if government.get(key, Decimal(0)) != ours.get(key, Decimal(0))
    }
    assert set(different) == {(RAMO_19, f"{RAMO_19}.{code}") for code in LEFT_OUT}
    assert sum(different.values()) == Decimal("74804606796.00")


def _by_program(frame: pl.DataFrame) -> dict[tuple[str, str], Decimal]:
    totals = frame.group_by("agency_id", "program_id").agg(pl.col("approved_mxn").sum())
    return {(agency, program): Decimal(total) for agency, program, total in totals.iter_rows()}


@cache
def secondary() -> dict[tuple[int, str, str], Decimal]:
    """Exercised 2013-2018 in pesos by a third party: agency and programme code."""
    path = raw("budget/cp_ramo_modalidad_pp_ejercido_2008_2018_miguelheca.csv").path
    found: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            year, ramo = int(record["CICLO"]), record["ID_RAMO"]
            if year < 2013 or int(ramo) >= 50:
                continue
            code = record["ID_MODALIDAD"] + record["ID_PP"].zfill(3)
            millions = Decimal(record["EJERCIDO_MDP"] or 0)
            found[year, by_ramo(ramo, year).agency_id, code] += millions * 1_000_000
    return found


@pytest.mark.parametrize("year", range(2013, 2019))
def test_executed_agrees_with_the_secondary_file_programme_by_programme(year: int) -> None:
    ours: dict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    for line in lines(year).filter("reported", moment="executed").iter_rows(named=True):
        code = line["program_id"].partition(".")[2].removeprefix("1-")
        ours[year, line["agency_id"], code] += line["total_mxn"]
    theirs = {key: total for key, total in secondary().items() if key[0] == year}
    gaps = {key: theirs.get(key, Decimal(0)) - ours.get(key, Decimal(0)) for key in {*ours, *theirs}}
    beyond = {key for key, gap in gaps.items() if abs(gap) > 1}
    assert beyond <= {(year, RAMO_19, code) for code in LEFT_OUT}
    missing = round(sum(gaps[key] for key in beyond) / 1_000_000)
    assert missing == {2017: 42625, 2018: 46546}.get(year, 0)
