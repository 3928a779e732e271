"""The store made from the bundled snapshot: what it holds, and that it reconciles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from loaders import bundle, checks
from loaders.cubes import BUDGET_DIMENSIONS
from loaders.engine import meta, open_store
from loaders.home import Home
from loaders.registry import datasets
from loaders.run import load
from loaders.schema import table

RAW = os.environ.get("CUENTAS_RAW")


@pytest.fixture(scope="module")
def connection(stored: Home) -> Iterator[sa.Connection]:
    engine = open_store(home=stored)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def one(connection: sa.Connection, column: sa.ColumnElement[Any], *where: sa.ColumnElement[bool]) -> Any:
    return connection.execute(sa.select(column).where(*where)).scalar_one()


def found(connection: sa.Connection) -> dict[str, checks.Row]:
    return {str(row["check_id"]): row for row in checks.read(connection)}


# Their files are not held: until somebody loads one, nothing in the store speaks of them.
NOT_HELD = {"draft_budget", "flat_public_account", "quarterly_execution"}


def test_all_datasets_with_files_are_there_and_no_other(connection: sa.Connection) -> None:
    held = set(connection.execute(sa.select(table("dataset").c.dataset_id)).scalars())
    assert held == set(datasets()) - NOT_HELD
    available = connection.execute(sa.select(table("availability").c.dataset_id)).scalars()
    assert set(available) <= held


def test_rows_read_are_stored_or_rejected_in_every_file(connection: sa.Connection) -> None:
    files, rejects = table("source_file"), table("reject")
    for row in connection.execute(sa.select(files)):
        assert row.rows_read == row.rows_stored + row.rows_rejected, row.file_name
        written = one(connection, sa.func.count(), rejects.c.source_file_id == row.source_file_id)
        assert written == row.rows_rejected


def test_gross_and_net_of_2021_are_exact(connection: sa.Connection) -> None:
    line = table("budget_line")
    assert one(connection, sa.func.sum(line.c.approved_mxn)) == Decimal("7230920869265.00")
    assert one(connection, sa.func.sum(line.c.approved_mxn), ~line.c.netted) == Decimal("6295736200000.00")
    assert one(connection, sa.func.count(), line.c.approved_mxn.is_(None)) == 226


@pytest.mark.parametrize("dimension", BUDGET_DIMENSIONS)
def test_a_cube_adds_up_to_its_lines(connection: sa.Connection, dimension: str) -> None:
    cube = table("cube_budget")
    sums = (cube.c.gross_mxn, cube.c.net_mxn, cube.c.lines, cube.c.no_amount)
    query = sa.select(*(sa.func.sum(column) for column in sums)).where(cube.c.dimension == dimension)
    assert tuple(connection.execute(query).one()) == (
        Decimal("7230920869265.00"), Decimal("6295736200000.00"), 159_056, 226,
    )  # fmt: skip


def test_not_reported_is_null_and_never_zero(connection: sa.Connection) -> None:
    cube = table("cube_account")
    query = sa.select(cube).where(cube.c.program_id == "aportaciones-seguridad-social.J011")
    rows = connection.execute(query.where(cube.c.fiscal_year >= 2017)).all()
    assert rows
    assert not any(row.reported for row in rows)
    amounts = ("approved_mxn", "modified_mxn", "accrued_mxn", "executed_mxn")
    assert {getattr(row, name) for row in rows for name in amounts} == {None}


def test_no_pensions_column_before_2016(connection: sa.Connection) -> None:
    cube = table("cube_account")
    first = one(connection, sa.func.min(cube.c.fiscal_year), cube.c.economic_type == "pensions")
    assert first == 2016


@pytest.mark.parametrize("name", ["budget_line", "account_line", "account_subtotal", "agency_name"])
def test_every_agency_is_a_declared_identity(connection: sa.Connection, name: str) -> None:
    used, agency = table(name), table("agency")
    declared = sa.select(agency.c.agency_id)
    query = sa.select(used.c.agency_id).where(used.c.agency_id.not_in(declared)).distinct()
    assert connection.execute(query).all() == []


def test_a_name_belongs_to_one_member_of_a_year(connection: sa.Connection) -> None:
    member = table("member")
    keys = (member.c.dimension, member.c.member_id, member.c.fiscal_year)
    twice = sa.select(*keys).group_by(*keys).having(sa.func.count() > 1)
    assert connection.execute(twice).all() == []


@pytest.mark.parametrize("dimension", [name for name in BUDGET_DIMENSIONS if name != "agency"])
def test_every_budget_code_has_a_name(connection: sa.Connection, dimension: str) -> None:
    cube, member = table("cube_budget"), table("member")
    same = (member.c.member_id == cube.c.member_id) & (member.c.dimension == dimension)
    query = sa.select(cube.c.member_id).outerjoin(member, same & (member.c.fiscal_year == cube.c.fiscal_year))
    nameless = query.where(cube.c.dimension == dimension, member.c.name.is_(None))
    assert connection.execute(nameless).all() == []


def test_no_check_fails_and_the_known_differences_are_explained(connection: sa.Connection) -> None:
    rows = found(connection)
    assert checks.failed(list(rows.values())) == []
    explained = {name: row["difference"] for name, row in rows.items() if row["status"] == "explained"}
    assert explained == {
        "approved_2021_aportaciones-seguridad-social": Decimal("-74804606796.00"),
        # The sum of all ramos differs by just that one.
        "approved_2021_all": Decimal("-74804606796.00"),
        "secondary_2017_ramo_19": Decimal("-42624654470.13"),
        "secondary_2018_ramo_19": Decimal("-46546082491.41"),
        # Partidas 21102 and 33905 are in the PEF 2021 and not in the copy of the catalogue.
        "object_codes_approved_budget_2021": Decimal(2),
    }
    assert all(rows[name]["explanation_es"] and rows[name]["explanation_en"] for name in explained)


def test_the_net_total_agrees_to_the_peso(connection: sa.Connection) -> None:
    row = found(connection)["pef_2021_net"]
    assert (row["status"], row["difference"], row["tolerance"]) == ("passed", 0, 0)
    assert row["expected"] == Decimal("6295736200000.00")


def test_the_account_equals_the_budget_in_every_ramo_but_19(connection: sa.Connection) -> None:
    rows = [row for name, row in found(connection).items() if name.startswith("approved_2021_")]
    passed = [row for row in rows if row["status"] == "passed"]
    outside = {row["subject"] for row in rows if row["status"] == "not_checkable"}
    assert len(passed) == 43
    assert {row["difference"] for row in passed} == {Decimal("0.00")}
    assert outside == {"imss", "issste", "pemex", "cfe"}


def test_subtotals_are_checked_in_every_year(connection: sa.Connection) -> None:
    rows = found(connection)
    for year in range(2013, 2024):
        for level in ("entity", "agency"):
            row = rows[f"subtotals_{level}_{year}"]
            assert row["status"] == "passed"
            assert abs(row["difference"]) <= Decimal("0.05")


def test_a_total_without_a_file_is_never_passed(connection: sa.Connection) -> None:
    row = found(connection)["gross_2024_executed"]
    assert (row["status"], row["actual"], row["difference"]) == ("not_checkable", None, None)
    assert row["explanation_es"]
    assert row["explanation_en"]


def test_checking_again_gives_the_stored_rows(connection: sa.Connection) -> None:
    again = {str(row["check_id"]): row["status"] for row in checks.run(connection)}
    assert again == {name: row["status"] for name, row in found(connection).items()}


def test_an_annual_mean_says_of_how_many_months(connection: sa.Connection) -> None:
    year = table("price_index_year")
    query = sa.select(year.c.value, year.c.months).where(year.c.index_id == "inpc")
    assert connection.execute(query.where(year.c.fiscal_year == 2026)).one().months == 6
    assert connection.execute(query.where(year.c.fiscal_year == 2018)).one() == (Decimal("100.255333333"), 12)


def test_unknown_provenance_stays_unknown(connection: sa.Connection) -> None:
    files = table("source_file")
    rows = connection.execute(sa.select(files)).all()
    assert {row.original_url for row in rows} == {None}
    assert all(row.obtained_from and len(row.sha256) == 64 for row in rows)
    labelled = {row.dataset_id for row in rows if row.secondary}
    assert labelled == {
        "population",
        "consumer_prices",
        "gdp_deflator",
        "executed_secondary",
        "object_catalogue",
        "programme_catalogue",
        "secondary_state_gdp",
        "selected_contracts",
        "thresholds",
    }


def test_what_is_held_is_what_availability_says(connection: sa.Connection) -> None:
    held = table("availability")
    rows = {tuple(row) for row in connection.execute(sa.select(held))}
    assert ("approved_budget", 2021, "state", "approved", "net") in rows
    assert ("public_account", 2013, "agency", "executed", "gross") in rows
    assert {row[1] for row in rows if row[0] == "approved_budget"} == {2021}
    assert {row[1] for row in rows if row[0] == "public_account"} == set(range(2013, 2024))
    assert {row[4] for row in rows if row[0] == "public_account"} == {"gross"}


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
def test_official_files_and_snapshot_give_the_same_store(home: Home, tmp_path: Path) -> None:
    bundled = [one["provenance"]["file_name"] for one in bundle.entries(bundle.folder())]
    for name in ("MANIFEST.tsv", *bundled):
        (tmp_path / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "raw" / name).symlink_to(Path(str(RAW)) / name)
    raw = Home(tmp_path / "home")
    load(raw, tmp_path / "raw", say=lambda words: None)
    ours, theirs = open_store(home=home), open_store(home=raw)
    assert meta(ours) == meta(theirs)
    ours.dispose()
    theirs.dispose()
