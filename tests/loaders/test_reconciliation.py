"""Every load is reconciled: gross, net and by ramo; what files show explains a difference, or it fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from loaders.editions import Period, repeated
from loaders.engine import open_store
from loaders.errors import CheckFailed, DeclarationError
from loaders.home import Home
from loaders.known_differences import known, lost, require_dated
from loaders.model import Provenance
from loaders.partitions import Partition
from loaders.run import load
from loaders.schema import table
from tests.loaders.flat_files import ACCOUNT, ADVANCE, DRAFT, LABELS, PEF, SHORT, record, workbook
from tests.loaders.held import book, checked, keys, quiet, store, written

_PEF = (*PEF, "MONTO_APROBADO")
_MONTHLY = (*PEF, *(f"{name}_MENSUAL" for name in ADVANCE[-3:]))
SALUD = {"ramo": "12", "modality": "E", "programme": "23"}
PENSIONS = {"ramo": "19", "modality": "J", "programme": "12", "unit": "GYR", "ramo_name": "Aportaciones"}
ISSSTE = {"ramo": "51", "modality": "E", "programme": "1", "unit": "GYN", "ramo_name": "ISSSTE"}
AGENCY_19 = "aportaciones-seguridad-social"


def pef(folder: Path, year: int, rows: Sequence[Mapping[str, str]]) -> Path:
    return written(folder, f"PEF_{year}.csv", _PEF, rows)


def account(folder: Path, year: int, rows: Sequence[Mapping[str, str]]) -> Path:
    return written(folder, f"cuenta_publica_{year}_gf_ecd_epe.csv", ACCOUNT, rows)


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2022, 2023])
def test_a_ramo_differs_by_exactly_the_programmes_that_the_workbook_leaves_blank(
    tmp_path: Path, year: int
) -> None:
    pef(tmp_path / "in", year, keys((SALUD, "100"), (PENSIONS, "70.50"), (PENSIONS, "0.25"), year=year))
    books = [book(year, [("salud", "E023", "100"), (AGENCY_19, "J012", None), (AGENCY_19, "J008", "0")])]
    found = checked(store(tmp_path / "home", tmp_path / "in", books))
    whole, apart = found[f"approved_{year}_salud"], found[f"approved_{year}_{AGENCY_19}"]
    assert (whole["status"], apart["status"]) == ("passed", "explained")
    assert apart["difference"] == Decimal("-70.75")
    assert "J012" in str(apart["explanation_es"])
    assert "70.75" in str(apart["explanation_es"])


@pytest.mark.parametrize("blank", ["J011", "J012"])
def test_blank_programmes_that_are_not_the_whole_difference_explain_nothing(
    tmp_path: Path, blank: str
) -> None:
    rows = keys((PENSIONS, "70"), ({**PENSIONS, "programme": "11"}, "5"), year=2019)
    pef(tmp_path / "in", 2019, rows)
    books = [book(2019, [(AGENCY_19, blank, None), (AGENCY_19, "T001", "0")])]
    row = checked(store(tmp_path / "home", tmp_path / "in", books))[f"approved_2019_{AGENCY_19}"]
    assert row["status"] == "failed"
    assert "sin explicar" in str(row["explanation_es"])


def test_an_unexplained_difference_stops_the_load_and_the_store_stays(tmp_path: Path) -> None:
    pef(tmp_path / "in", 2027, keys((SALUD, "100"), year=2027))
    home = store(tmp_path / "home", None, [book(2027, [("salud", "E023", "99")])])
    before = home.pointer.read_text()
    with pytest.raises(CheckFailed, match="ramo 12"):
        load(home, tmp_path / "in", say=quiet)
    assert home.pointer.read_text() == before


def test_an_agency_that_only_one_of_two_files_has_is_a_difference(tmp_path: Path) -> None:
    pef(tmp_path / "in", 2019, keys((SALUD, "100"), year=2019))
    books = [book(2019, [("salud", "E023", "100"), ("marina", "A001", "7")])]
    row = checked(store(tmp_path / "home", tmp_path / "in", books))["approved_2019_marina"]
    assert (row["status"], row["expected"], row["actual"]) == ("failed", Decimal(0), Decimal(7))


def test_workbooks_are_not_expected_to_have_the_controlled_entities(tmp_path: Path) -> None:
    pef(tmp_path / "in", 2019, keys((SALUD, "100"), (ISSSTE, "9"), year=2019))
    found = checked(store(tmp_path / "home", tmp_path / "in", [book(2019, [("salud", "E023", "100")])]))
    assert found["approved_2019_issste"]["status"] == "not_checkable"


def test_what_was_rearranged_in_2013_is_explained_by_that_amount_only(tmp_path: Path) -> None:
    pef(tmp_path / "in", 2013, keys(({**SALUD, "ramo": "4"}, "1000"), (SALUD, "30000000"), year=2013))
    books = [book(2013, [("gobernacion", "E001", "41217001000"), ("salud", "E023", "6000000")])]
    found = checked(store(tmp_path / "home", tmp_path / "in", books))
    assert found["approved_2013_gobernacion"]["status"] == "explained"
    assert found["approved_2013_salud"]["status"] == "failed"


def test_the_account_by_key_is_compared_with_the_workbook_in_every_moment(tmp_path: Path) -> None:
    account(tmp_path / "in", 2022, keys((SALUD, "100"), (PENSIONS, "8"), (ISSSTE, "5"), year=2022))
    books = [book(2022, [("salud", "E023", "100"), (AGENCY_19, "J012", None), (AGENCY_19, "T001", "0")])]
    found = checked(store(tmp_path / "home", tmp_path / "in", books))
    for moment in ("approved", "modified", "accrued", "executed"):
        told = [found[f"flat_{moment}_2022_{one}"]["status"] for one in ("salud", AGENCY_19, "issste")]
        assert told == ["passed", "explained", "not_checkable"]


def test_a_quarter_has_the_approved_amounts_of_the_budget(tmp_path: Path) -> None:
    pef(tmp_path / "in", 2022, keys((SALUD, "100"), year=2022))
    written(tmp_path / "in", "pef_ac01_avance_2t_2022.csv", ADVANCE, keys((SALUD, "101"), year=2022))
    row = checked(store(tmp_path / "home", tmp_path / "in"))["quarter_2_2022_salud"]
    assert (row["status"], row["difference"]) == ("failed", Decimal(1))


def test_amounts_called_monthly_are_compared_with_nothing(tmp_path: Path) -> None:
    rows = [{**one, "approved_monthly": "4"} for one in keys((SALUD, "100"), year=2022)]
    pef(tmp_path / "in", 2022, keys((SALUD, "100"), year=2022))
    written(tmp_path / "in", "pef_ac01_avance_2t_2022.csv", _MONTHLY, rows)
    home = store(tmp_path / "home", tmp_path / "in")
    assert not [one for one in checked(home) if one.startswith("quarter_2_2022")]
    assert counted(home, "execution_line") == 1


# --- totals --------------------------------------------------------------------------------------


def test_published_totals_are_compared_with_the_file_that_covers_them(tmp_path: Path) -> None:
    million = 10**6
    approved, modified = 10_406_700 * million, 10_559_440 * million
    rows = [
        {**SALUD, "approved": str(approved), "modified": str(modified), "executed": "1", "exercised": "1"}
    ]
    account(tmp_path / "in", 2024, [{**one, "year": "2024"} for one in rows])
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    told = {moment: found[f"flat_gross_2024_{moment}"] for moment in ("approved", "modified", "executed")}
    assert [row["status"] for row in told.values()] == ["passed", "passed", "failed"]
    assert told["modified"]["difference"] == Decimal(40 * million)
    assert "gross_2024_approved" not in found


def test_the_csv_of_2024_may_have_too_much_by_the_reported_amount_and_no_other(tmp_path: Path) -> None:
    million = 10**6
    rows = [
        {**SALUD, "year": "2024", "approved": str((10_406_700 + 9_699) * million), "executed": "1"},
        {**ISSSTE, "year": "2024", "modified": str((10_559_400 + 9_000) * million), "approved": "0"},
    ]
    account(tmp_path / "in", 2024, rows)
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    assert found["flat_gross_2024_approved"]["status"] == "explained"
    assert found["flat_gross_2024_modified"]["status"] == "failed"


def test_the_xlsx_of_2024_has_no_such_excuse(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    row = record(ACCOUNT, year="2024", approved=str((10_406_700 + 9_699) * 10**6))
    workbook(tmp_path / "in" / "cuenta_publica_2024_gf_ecd_epe.xlsx", {"x": [ACCOUNT, row]})
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    assert found["flat_gross_2024_approved"]["status"] == "failed"


def test_net_is_what_the_decree_says(tmp_path: Path) -> None:
    whole, quota = 7_088_250_300_000, 48_000_000_000
    quotas = {**SALUD, "specific": "14101", "generic": "141", "concept": "1400", "chapter": "1000"}
    pef(tmp_path / "in", 2022, keys((SALUD, str(whole)), (quotas, str(quota)), year=2022))
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    assert (found["net_2022"]["status"], found["net_2022"]["difference"]) == ("passed", 0)
    assert found["gross_2022_approved"]["actual"] == whole + quota


@pytest.mark.parametrize("year", [2010, 2014])
def test_net_is_not_computed_from_files_that_lack_the_codes(tmp_path: Path, year: int) -> None:
    head = (*LABELS, "Importe Presupuesto de Egresos de la Federación (PEF)")
    written(tmp_path / "in", f"PEF_{year}.csv", head, keys((SALUD, "100"), year=year))
    home = store(tmp_path / "home", tmp_path / "in")
    row = checked(home)[f"net_{year}"]
    assert (row["status"], row["actual"]) == ("not_checkable", None)
    assert "partida específica" in str(row["explanation_es"])
    assert {one for one in scopes(home) if one[0] == "approved_budget"} == {("approved_budget", "gross")}


def test_a_total_that_nobody_published_says_which_figure_is_missing(tmp_path: Path) -> None:
    written(tmp_path / "in", "PPEF_2027.csv", DRAFT, keys((SALUD, "90"), year=2027))
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    row = found["draft_gross_2027_proposed"]
    assert (row["status"], row["actual"]) == ("not_checkable", Decimal(90))
    assert "2027" in str(row["explanation_es"])
    assert "bruto" in str(row["explanation_es"])
    assert "Falta" in str(found["by_agency_draft_budget_2027"]["explanation_es"])


# --- editions ------------------------------------------------------------------------------------


def editions(folder: Path, csv_rows: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, str]]) -> None:
    """Write the CSV and the XLSX of the account of 2024."""
    account(folder, 2024, csv_rows)
    path = folder / "cuenta_publica_2024_gf_ecd_epe.xlsx"
    workbook(path, {"x": [ACCOUNT, *(record(ACCOUNT, **row) for row in rows)]})


@pytest.fixture
def both() -> list[dict[str, str]]:
    return keys((SALUD, "100"), (ISSSTE, "50"), (SALUD, "7"), year=2024)


def test_of_two_editions_one_counts_and_the_other_is_compared(
    tmp_path: Path, both: list[dict[str, str]]
) -> None:
    editions(tmp_path / "in", both[:2], both)
    home = store(tmp_path / "home", tmp_path / "in")
    file = "flat_public_account.cuenta_publica_2024_gf_ecd_epe"
    found = checked(home)
    records, amount = found[f"edition_{file}_records"], found[f"edition_{file}_approved_salud"]
    assert (records["difference"], records["status"]) == (-1, "explained")
    assert (amount["difference"], amount["status"]) == (-7, "explained")
    assert counted(home, "execution_line") == 3
    assert f"edition_{file}_approved_issste" not in found


def test_of_two_files_of_a_kind_the_one_obtained_last_counts(tmp_path: Path) -> None:
    period = Period("flat_public_account", 2024, None)
    days = {"a": date(2026, 1, 1), "b": date(2026, 2, 1), "c": None}
    made = [_partition(tmp_path, name, day) for name, day in days.items()]
    periods = dict.fromkeys(days, period)
    assert repeated(periods, made) == {"a": "b", "c": "b"}
    assert repeated({**periods, "b": Period("flat_public_account", 2023, None)}, made) == {"c": "a"}


def _partition(folder: Path, name: str, day: date | None) -> Partition:
    origin = Provenance(f"{name}.csv", 1, "0" * 64, obtained=day)
    return Partition(folder, "flat_public_account", name, 2024, origin, 0, 0, 0, "", "")


def test_a_file_that_is_not_counted_says_so(tmp_path: Path, both: list[dict[str, str]]) -> None:
    editions(tmp_path / "in", both, both)
    home = store(tmp_path / "home", tmp_path / "in")
    files = table("source_file").c
    rows = dict(rows_of(home, sa.select(files.source_file_id, files.counted_in)))
    start = "flat_public_account.cuenta_publica_2024_gf_ecd_epe"
    assert rows == {start: f"{start}-xlsx", f"{start}-xlsx": None}


def test_the_csv_with_too_much_in_ramo_51_is_known_by_its_amount(
    tmp_path: Path, both: list[dict[str, str]]
) -> None:
    more = [both[0], {**both[1], "approved": str(9_699 * 10**6 + 50), "modified": "51"}, both[2]]
    editions(tmp_path / "in", more, both)
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    start = "edition_flat_public_account.cuenta_publica_2024_gf_ecd_epe"
    assert found[f"{start}_records"]["status"] == "passed"
    assert found[f"{start}_approved_issste"]["status"] == "explained"
    assert found[f"{start}_modified_issste"]["status"] == "failed"


def test_a_year_without_a_workbook_has_the_account_by_key(tmp_path: Path) -> None:
    written(
        tmp_path / "in",
        "cuenta_publica_2025_gf_ecd_epe.csv",
        SHORT,
        keys((SALUD, "100"), (ISSSTE, "50"), year=2025),
    )
    account(tmp_path / "in", 2022, keys((SALUD, "3"), year=2022))
    home = store(tmp_path / "home", tmp_path / "in", [book(2022, [("salud", "E023", "3")])])
    cube = table("cube_account").c
    query = sa.select(cube.dataset_id, cube.fiscal_year, cube.program_id, cube.executed_mxn)
    assert rows_of(home, query.where(cube.economic_type == "total").order_by(cube.fiscal_year)) == [
        ("public_account", 2022, "salud.E023", 3),
        ("flat_public_account", 2025, "salud.E023", 100),
    ]


def rows_of(home: Home, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    engine = open_store(home=home)
    with engine.connect() as connection:
        found: list[tuple[Any, ...]] = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    return found


def counted(home: Home, name: str) -> int:
    return int(rows_of(home, sa.select(sa.func.count()).select_from(table(name)))[0][0])


def scopes(home: Home) -> set[tuple[Any, ...]]:
    held = table("availability").c
    return set(rows_of(home, sa.select(held.dataset_id, held.scope).distinct()))


def test_known_differences_say_when_where_and_why() -> None:
    assert {one.id for one in known()} == {"2013_rearranged", "csv_2024_ramo_51"}
    assert next(one for one in known() if one.id == "2013_rearranged").total == 0
    assert [one.most for one in lost()] == [10]
    with pytest.raises(DeclarationError, match="declared wrongly"):
        require_dated({"id": "x", "found": "2026-11-22"})
