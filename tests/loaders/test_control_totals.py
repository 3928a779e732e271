"""Control totals: what was published, and what an edition of a file adds up to, counted apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from loaders import bundle, catalogue_checks, counted_files
from loaders.counted_files import CountedFile, counted_file
from loaders.errors import DeclarationError
from tests.loaders.flat_files import ACCOUNT_2008, ACCOUNT_2012, ACCOUNT_2013, ADVANCE, PEF, packed
from tests.loaders.held import Checks, book, checked, keys, store, written

SALUD = {"ramo": "12", "modality": "E", "programme": "23"}
QUOTAS = {**SALUD, "specific": "14101", "generic": "141", "concept": "1400", "chapter": "1000"}
AGENCY_19 = "aportaciones-seguridad-social"
PENSIONS = {"ramo": "19", "modality": "J", "programme": "12", "unit": "GYR", "ramo_name": "Aportaciones"}
_2T_2020 = "pef_ac01_avance_2t_2020.csv"
DRAFT_2021 = (*PEF, "MONTO_PROYECTO")


def loaded(folder: Path, name: str, head: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Checks:
    written(folder / "in", name, head, rows)
    return checked(store(folder / "home", folder / "in"))


def status(found: Checks, *ids: str) -> list[object]:
    return [found[one]["status"] for one in ids]


def known_as(monkeypatch: pytest.MonkeyPatch, path: Path, **figures: Any) -> None:
    """Declare that the edition with these bytes was counted apart, with these figures."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    item = {"id": "flat_public_account.Cuenta_Publica_2012", "sha256": digest, "records": 3, **figures}
    monkeypatch.setattr(counted_files, "counted_files", lambda: (counted_file(item),))


def account_2012(folder: Path) -> Path:
    rows = [{**SALUD, "year": "2012", "approved": one, "exercised": "2.50"} for one in ("7", "7", "")]
    return written(folder / "in", "Cuenta_Publica_2012.csv", ACCOUNT_2012, rows)


def test_an_edition_counted_apart_is_compared_record_by_record_and_to_the_cent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = account_2012(tmp_path)
    known_as(monkeypatch, path, sums={"approved": "14", "exercised": "7.51"}, netted={"quotas": "0"})
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    ids = [f"file_Cuenta_Publica_2012_{one}" for one in ("records", "approved", "exercised", "netted_quotas")]
    assert status(found, *ids) == ["passed", "passed", "failed", "passed"]
    assert found[ids[2]]["difference"] == Decimal("-0.01")
    assert found[ids[0]]["fiscal_year"] == 2012


def test_another_edition_of_the_same_name_is_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = account_2012(tmp_path)
    known_as(monkeypatch, path, sums={"approved": "14"})
    path.write_bytes(path.read_bytes() + packed([[""] * 28]))
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    assert not [one for one in found if one.startswith("file_")]


@pytest.mark.parametrize("wrong", [{"sums": {"spent": "1"}}, {"sums": {}, "netted": {"quota": "1"}}])
def test_a_moment_or_rule_that_nobody_knows_is_refused(wrong: Mapping[str, Any]) -> None:
    with pytest.raises(DeclarationError, match="no such moment or rule"):
        counted_file({"id": "draft_budget.PPEF_2021", "sha256": "0" * 64, "records": 1, **wrong})


def test_every_file_left_out_of_the_snapshot_was_counted_apart() -> None:
    left = {(one.source_file_id, one.sha256) for one in bundle.left_out()}
    assert {(one.source_file_id, one.sha256) for one in counted_files.counted_files()} == left


@pytest.mark.parametrize(
    ("source_file_id", "net"),
    [
        ("flat_public_account.cuenta_publica_2013_ra_ecd", 3_956_361_600_000),
        ("quarterly_execution.pef_ac01_avance_2t_2020", 6_107_732_400_000),
        ("draft_budget.PPEF_2021", 6_295_736_200_000),
    ],
)
def test_what_is_subtracted_leads_from_gross_to_the_published_net_total(
    source_file_id: str, net: int
) -> None:
    one: CountedFile = next(
        one for one in counted_files.counted_files() if one.source_file_id == source_file_id
    )
    gross = one.sums.get("proposed", one.sums.get("approved"))
    assert gross is not None
    assert gross - sum(one.netted.values()) == net


# --- net and gross -------------------------------------------------------------------------------


def test_net_2013_is_that_of_the_published_total_and_names_its_secondary_source(tmp_path: Path) -> None:
    rows = keys((SALUD, "3956361600000"), (QUOTAS, "41000000000"), year=2013)
    found = loaded(tmp_path, "cuenta_publica_2013_ra_ecd.csv", ACCOUNT_2013, rows)
    row = found["flat_net_2013_approved"]
    assert (row["status"], row["difference"]) == ("passed", 0)
    assert "gasto_neto_total_2013_2026.json" in str(row["explanation_es"])
    assert "net_2013" not in found


@pytest.mark.parametrize(("year", "code"), [(2008, "1401"), (2011, "14101"), (2012, "14101")])
def test_no_net_is_given_for_files_without_the_controlled_entities(
    tmp_path: Path, year: int, code: str
) -> None:
    head = ACCOUNT_2012 if year == 2012 else ACCOUNT_2008
    rows = [{**row, "specific": code} for row in keys((SALUD, "100"), (SALUD, "7"), year=year)]
    found = loaded(tmp_path, f"Cuenta_Publica_{year}.csv", head, rows)
    net, gross = found[f"flat_net_{year}_approved"], found[f"flat_gross_{year}_approved"]
    assert (net["status"], net["actual"], net["expected"]) == ("not_checkable", None, None)
    assert "Sólo se da el bruto" in str(net["explanation_es"])
    assert (gross["status"], gross["actual"]) == ("not_checkable", 107)


def test_a_quarter_has_the_published_totals_of_what_was_approved_only(tmp_path: Path) -> None:
    rows = [
        {**SALUD, "year": "2020", "approved": "6107732400000", "modified": "5", "paid": "4"},
        {**QUOTAS, "year": "2020", "approved": "846067000000", "modified": "0", "paid": "0"},
    ]
    found = loaded(tmp_path, _2T_2020, ADVANCE, rows)
    assert status(found, "quarter_2_net_2020_approved", "quarter_2_gross_2020_approved") == ["passed"] * 2
    later = status(found, "quarter_2_gross_2020_modified", "quarter_2_gross_2020_paid")
    assert later == ["not_checkable"] * 2


def test_the_draft_of_2021_has_the_net_total_of_its_budget(tmp_path: Path) -> None:
    rows = [{**row, "proposed": row["approved"]} for row in keys((SALUD, "6295736200000"), year=2021)]
    found = loaded(tmp_path, "PPEF_2021.csv", DRAFT_2021, rows)
    assert status(found, "draft_net_2021_proposed") == ["passed"]
    assert "net_2021_proposed" not in found


def test_a_published_total_that_no_file_covers_says_what_is_missing(tmp_path: Path) -> None:
    found = loaded(tmp_path, "PPEF_2021.csv", DRAFT_2021, keys((SALUD, "1"), year=2021))
    assert status(found, "net_2019", "gross_2020_approved") == ["not_checkable"] * 2
    assert "fuente secundaria" in str(found["net_2019"]["explanation_es"])
    assert "fuente secundaria" not in str(found["net_2024"]["explanation_es"])


# --- one file against another ---------------------------------------------------------------------


def test_a_quarter_differs_from_the_workbook_by_the_programmes_it_leaves_blank(tmp_path: Path) -> None:
    rows = keys((SALUD, "100"), (PENSIONS, "70"), year=2020)
    written(tmp_path / "in", _2T_2020, ADVANCE, rows)
    books = [book(2020, [("salud", "E023", "100"), (AGENCY_19, "J012", None), (AGENCY_19, "J008", "0")])]
    found = checked(store(tmp_path / "home", tmp_path / "in", books))
    start = "quarter_2_book_2020"
    assert status(found, f"{start}_salud", f"{start}_{AGENCY_19}", f"{start}_all") == [
        "passed", "explained", "explained",
    ]  # fmt: skip
    assert found[f"{start}_all"]["difference"] == Decimal(-70)


@pytest.mark.parametrize(("marina", "outcome"), [("60", "passed"), ("59", "failed")])
def test_the_sum_of_all_agencies_is_compared_too(tmp_path: Path, marina: str, outcome: str) -> None:
    other = {"ramo": "13", "ramo_name": "Marina", "programme": "4"}
    written(tmp_path / "in", _2T_2020, ADVANCE, keys((SALUD, "100"), (other, "60"), year=2020))
    books = [book(2020, [("salud", "E023", "100"), ("marina", "E004", marina)])]
    found = checked(store(tmp_path / "home", tmp_path / "in", books))
    assert status(found, "quarter_2_book_2020_all") == [outcome]


SECONDARY = "CICLO,ID_RAMO,ID_MODALIDAD,ID_PP,EJERCIDO_MDP,RMP,DESC_RAMO,DESC_MODALIDAD,DESC_PP\r\n"


@pytest.mark.parametrize(
    ("millions", "programmes", "total"),
    [("0.000107", "passed", "passed"), ("0.000108", "failed", "failed"), (None, "failed", "not_checkable")],
)
def test_the_account_by_key_is_compared_with_what_others_added_up(
    tmp_path: Path, millions: str | None, programmes: str, total: str
) -> None:
    rows = [f"2012,12,E,23,{millions},x,x,x,x\r\n"] if millions else ["2012,12,E,24,1,x,x,x,x\r\n"]
    text = SECONDARY + "".join(rows)
    written(
        tmp_path / "in",
        "Cuenta_Publica_2012.csv",
        ACCOUNT_2012,
        keys((SALUD, "100"), (SALUD, "7"), year=2012),
    )
    name = "cp_ramo_modalidad_pp_ejercido_2008_2018_miguelheca.csv"
    (tmp_path / "in" / name).write_text(text, encoding="utf-8", newline="")
    found = checked(store(tmp_path / "home", tmp_path / "in"))
    start = "flat_secondary_2012"
    assert status(found, f"{start}_programmes", f"{start}_total") == [programmes, total]


def test_objects_of_four_digits_are_not_looked_up_in_the_catalogue_of_five() -> None:
    def codes(code: str) -> list[Any]:
        return [SimpleNamespace(level="specific_object", code=code, known=False)]

    _, check, found = catalogue_checks._unknown("x", 2008, codes("1401"))
    assert (found, "cuatro dígitos" in check.explanation.es) == (None, True)
    _, check, found = catalogue_checks._unknown("x", 2012, codes("14105"))
    assert found == 1
