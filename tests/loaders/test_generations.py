"""Every header generation, in small synthetic files of its exact shape, known by header and content."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from loaders import audit, fetch
from loaders.errors import BadValue, BrokenFiles, MissingColumn, SourceMissing, UnknownColumn
from loaders.flat.lines import peek
from loaders.headers import fold, generations, recognise
from loaders.model import RawFile, Reading
from loaders.registry import dataset
from tests.loaders.flat_files import (
    ACCOUNT,
    ACCOUNT_2008,
    ACCOUNT_2012,
    ACCOUNT_2013,
    ADVANCE,
    DRAFT,
    KEY,
    LABELS,
    LABELS_2013,
    PEF,
    SHORT,
    SHORT_2019,
    first,
    packed,
    read,
    record,
)  # fmt: skip

RAW = os.environ.get("CUENTAS_RAW")
_ACCOUNT, _PEF, _LINE = "flat_public_account", "approved_budget", "execution_line"
SHAPES: dict[str, tuple[str, Sequence[str], str]] = {
    "pef": ("pef", (*PEF, "MONTO_APROBADO"), "cp1252"),
    "pef 2026": ("pef", (*PEF, "MONTO_PEF_2026"), "utf-8-sig"),
    "pef with labels": (
        "pef_labels", (*LABELS, "Importe Presupuesto de Egresos de la Federación (PEF)"), "cp1252",
    ),
    "pef 2016": ("pef_long", (*DRAFT[:-1], "PEF_2016"), "cp1252"),
    "ppef 2027": ("ppef", DRAFT, "utf-8"),
    "ppef with year": ("ppef_plain", (*PEF, "MONTO_PPEF_2020"), "cp1252"),
    "advance": ("advance", ADVANCE, "cp1252"),
    "advance, least": (
        "advance",
        ("CICLO", "ID_RAMO", "ID_UR", "DESC_UR", "MONTO_APROBADO", "MONTO_MODIFICADO", "MONTO_PAGADO"),
        "cp1252",
    ),
    "advance, monthly": ("advance_monthly", (*PEF, *(f"{name}_MENSUAL" for name in ADVANCE[-3:])), "cp1252"),
    "account 2008-2012": ("account_labels_2008", (*LABELS, "Aprobado", "Ejercido"), "cp1252"),
    "account 2008-2010, by key": ("account_2008", ACCOUNT_2008, "utf-8"),
    "account 2011, by key": ("account_2008", ACCOUNT_2008, "utf-8"),
    "account 2012, by key": ("account_2008", ACCOUNT_2012, "utf-8"),
    "account 2013, by key": ("account_2008", ACCOUNT_2013, "utf-8"),
    "account 2013": ("account_labels_2013", (*LABELS_2013, "Aprobado", "Devengado", "Ejercido"), "cp1252"),
    "account 2014-2015": (
        "account_labels_2013",
        (*LABELS_2013, "Aprobado", "Modificado", "Devengado", "Pagado", "Adefas", "Ejercicio"),
        "cp1252",
    ),
    "account 2016": ("account_labels_2013", (*LABELS_2013, "Aprobado", "Pagado", "Ejercido"), "cp1252"),
    "account 2016, long": ("account_long_2016", (*DRAFT[:-1], "Aprobado", "Modificado", "Pagado"), "cp1252"),
    "account 2019, first release": ("account_short", SHORT_2019, "utf-8"),
    "account 2020-2021": ("account_2020", ACCOUNT, "cp1252"),
    "account 2022-2023": ("account_2020", ("Ciclo", *ACCOUNT[1:]), "cp1252"),
    "account 2024": ("account_2020", ("Ciclo", *ACCOUNT[1:-1], "MONTO_EJERCIDO"), "cp1252"),
    "account 2025": ("account_short", SHORT, "utf-8-sig"),
}  # fmt: skip

# What the records of a shape have otherwise than those of the others: objects of four digits until 2010.
OLD = {
    "account 2008-2010, by key": {"year": "2010", "specific": "3304"},
    "account 2011, by key": {"year": "2011"},
    "account 2012, by key": {"year": "2012"},
    "account 2013, by key": {"year": "2013"},
}


def line(shape: str, **changes: str) -> list[str]:
    return record(SHAPES[shape][1], **{**OLD.get(shape, {}), "unit": "NBB", **changes})


@pytest.mark.parametrize("shape", SHAPES)
def test_every_generation_is_known_by_its_header_and_read_whole(tmp_path: Path, shape: str) -> None:
    generation, head, encoding = SHAPES[shape]
    found = recognise(head, where=shape)
    assert found.generation.id == generation
    other = line(shape, ramo="GYR", ramo_name="Instituto Mexicano del Seguro Social", unit="GYR")
    data = packed([head, line(shape), other], encoding)
    given = read(tmp_path, data, found.generation.dataset, year=2027)
    table = next(name for name in given.tables if name.endswith("_line"))
    row = first(given, table)
    assert (given.rows_read, given.rejects, given.corrections) == (2, (), ())
    assert given.tables[table]["agency_id"].to_list() == ["salud", "imss"]
    assert row["unit_id"] == "salud.NBB"
    amounts = {name: row[f"{name}_mxn"] for name in found.money if f"{name}_mxn" in row}
    if shape == "account 2024":
        amounts["executed"] = row["executed_mxn"]
        assert amounts.pop("exercised") is None
    assert amounts == {name: Decimal(KEY[name]) for name in amounts}


@pytest.mark.parametrize("shape", [one for one in SHAPES if one != "advance, least"])
def test_codes_mean_the_same_in_every_generation(tmp_path: Path, shape: str) -> None:
    _, head, encoding = SHAPES[shape]
    dataset_id = recognise(head, where=shape).generation.dataset
    given = read(tmp_path, packed([head, line(shape)], encoding), dataset_id, year=2027)
    row = first(given, next(name for name in given.tables if name.endswith("_line")))
    assert (row["program_id"], row["function_id"], row["concept_id"]) == ("salud.E023", "2.3", "3300")
    assert row["expense_type_id"] == row["funding_source_id"] == "1"
    assert row["portfolio_key"] is None
    if "PTDA" in head or "ID_OBJETO_DEL_GASTO" in head:
        four = len(str(row["specific_object_id"])) == 4
        assert (row["chapter_id"], row["generic_object_id"]) == ("3000", None if four else "339")
    names = dict(given.tables["member"].select("member_id", "name").iter_rows())
    assert names["salud.E023"] == "Atención a la Salud"
    assert given.tables["agency_name"]["name"].to_list() == ["Salud"]


def test_the_name_of_a_file_tells_nothing(tmp_path: Path) -> None:
    for shape, (generation, head, encoding) in SHAPES.items():
        path = tmp_path / "PEF_1999.csv"
        path.write_bytes(packed([head, record(head)], encoding))
        told = peek(path, path.name)
        assert told is not None, shape
        assert told[0] == next(one.dataset for one in generations() if one.id == generation)
        assert told[1] == (2026 if "2026" in shape else 2016 if "2016" in head[-1] else told[1])


def test_there_is_a_file_for_every_generation() -> None:
    assert {shape[0] for shape in SHAPES.values()} == {one.id for one in generations()}


def test_a_draft_without_a_year_has_the_one_it_is_published_under(tmp_path: Path) -> None:
    data = packed([DRAFT, record(DRAFT)], "utf-8")
    assert read(tmp_path, data, "draft_budget", year=2027).fiscal_year == 2027
    with pytest.raises(MissingColumn, match="fiscal year"):
        read(tmp_path, data, "draft_budget")


def test_the_records_tell_the_year_whatever_the_name_says(tmp_path: Path) -> None:
    head = (*PEF, "MONTO_APROBADO")
    assert read(tmp_path, packed([head, record(head)]), _PEF, year=2030).fiscal_year == 2022


def test_a_quarter_is_the_one_a_file_is_published_under(tmp_path: Path) -> None:
    data = packed([ADVANCE, record(ADVANCE)])
    given = read(tmp_path, data, "quarterly_execution", name="pef_ac01_avance_3t_2022.csv")
    assert first(given, _LINE)["quarter"] == 3


@pytest.mark.parametrize(
    ("name", "quarter"),
    [("pef_ac01_avance_4t_2022.csv", 4), ("PEF 2T 2022.csv", 2), ("avance_trimestre_1_2022.csv", 1)],
)
def test_a_name_may_tell_the_quarter_in_its_own_way(tmp_path: Path, name: str, quarter: int) -> None:
    given = read(tmp_path, packed([ADVANCE, record(ADVANCE)]), "quarterly_execution", name=name)
    assert first(given, _LINE)["quarter"] == quarter


@pytest.mark.parametrize("name", ["descarga (2).csv", "avance_2022.csv", "12t_2022.csv", "trimestre_14.csv"])
def test_a_quarter_that_no_name_tells_is_asked_for_and_never_guessed(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingColumn, match=r"quarter.*which quarter is it of\?"):
        read(tmp_path, packed([ADVANCE, record(ADVANCE)]), "quarterly_execution", name=name)


def test_unknown_columns_are_named_all_of_them(tmp_path: Path) -> None:
    head = [*PEF, "MONTO_APROBADO", "COLOR", "SABOR"]
    with pytest.raises(UnknownColumn, match="COLOR, SABOR"):
        read(tmp_path, packed([head]), _PEF)


def test_a_column_twice_is_an_error(tmp_path: Path) -> None:
    head = [*PEF, "ID_RAMO", "MONTO_APROBADO"]
    with pytest.raises(UnknownColumn, match="ramo"):
        read(tmp_path, packed([head]), _PEF)


def test_a_file_of_another_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="modified"):
        read(tmp_path, packed([ADVANCE, record(ADVANCE)]), _PEF)


@pytest.mark.parametrize("data", [b"", b"\n\n\n", b"hello", b"\x00" * 100, b"a,b,c\n1,2,3\n"])
def test_what_is_no_flat_budget_file_is_an_error(tmp_path: Path, data: bytes) -> None:
    with pytest.raises((MissingColumn, UnknownColumn, BadValue)):
        read(tmp_path, data, _PEF)


def test_a_file_of_which_nothing_can_be_read_shows_what_stands_there(tmp_path: Path) -> None:
    head = (*PEF, "MONTO_APROBADO")
    with pytest.raises(BadValue, match=r"none of 1 records.*An amount that cannot"):
        read(tmp_path, packed([head, record(head, approved="mucho")]), _PEF)


def test_spellings_differ_in_case_accents_and_spaces_only() -> None:
    assert fold(" Descripción  de\u00a0Ramo ") == fold("DESCRIPCION_DE_RAMO") == "descripcionderamo"


def test_a_file_of_any_name_is_found_by_its_header(tmp_path: Path) -> None:
    head = (*PEF, "MONTO_PEF_2026")
    (tmp_path / "descarga (3).txt").write_bytes(packed([head, record(head, year="2026")], "utf-8-sig"))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    found = fetch.find(tmp_path)
    assert [(one.dataset.id, one.fiscal_year, one.path.name) for one in found] == [
        (_PEF, 2026, "descarga (3).txt")
    ]


def test_a_known_header_with_an_unknown_column_is_refused_alone_and_in_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "nuevo.csv"
    path.write_bytes(packed([[*PEF, "MONTO_APROBADO", "COLOR"]]))
    with pytest.raises(UnknownColumn, match="COLOR"):
        fetch.find(path)
    with pytest.raises(BrokenFiles, match=r"nuevo\.csv.*COLOR"):
        fetch.find(tmp_path)


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
@pytest.mark.parametrize("year", [2017, 2018])
def test_samples_are_read_by_tests_and_never_loaded(year: int) -> None:
    path = Path(str(RAW)) / "budget" / f"pef{year}.sample.csv"
    owner = dataset(_ACCOUNT)
    given = audit.reading(owner, owner.read(RawFile(path.name, path, None)), where=path.name)
    assert (given.fiscal_year, given.rejects) == (year, ())
    assert given.tables[_LINE]["specific_object_id"].null_count() == 0
    with pytest.raises(SourceMissing):
        fetch.find(path)


def account(folder: Path, year: int, head: Sequence[str], *rows: dict[str, str]) -> Reading:
    records = [record(head, **{"year": str(year), **row}) for row in rows]
    return read(folder, packed([head, *records], "utf-8"), _ACCOUNT)


@pytest.mark.parametrize(
    ("year", "code", "chapter", "concept"),
    [(2008, "1401", "1000", "1400"), (2010, "7801", "7000", "7800"), (2011, "14105", "1000", "1400")],
)
def test_an_object_tells_its_chapter_and_concept(
    tmp_path: Path, year: int, code: str, chapter: str, concept: str
) -> None:
    row = first(account(tmp_path, year, ACCOUNT_2008, {"specific": code}), _LINE)
    assert (row["chapter_id"], row["concept_id"], row["specific_object_id"]) == (chapter, concept, code)
    assert row["generic_object_id"] == (code[:3] if len(code) == 5 else None)


@pytest.mark.parametrize(("year", "code"), [(2010, "14105"), (2011, "1401"), (2013, "1401")])
def test_objects_of_the_other_classification_are_rejected(tmp_path: Path, year: int, code: str) -> None:
    right = "3304" if year < 2011 else "33901"
    given = account(tmp_path, year, ACCOUNT_2008, {"specific": right}, {"specific": code})
    assert [(one.line, one.code) for one in given.rejects] == [(2, "broken_record")]
    assert given.rows_read == 2


def test_a_header_of_old_years_is_not_that_of_a_new_one(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="header of 2008-2013 in a file of 2024"):
        account(tmp_path, 2024, ACCOUNT_2012, {})


def test_a_state_that_the_source_does_not_report_keeps_its_money(tmp_path: Path) -> None:
    nowhere = {"ramo": "3", "ramo_name": "Poder Judicial", "unit": "110", "state": "0", "state_name": ""}
    rows = [{}, {**nowhere, "approved": "0", "exercised": "700"}, {**nowhere, "state_name": "\u00a0 "}]
    given = account(tmp_path, 2012, ACCOUNT_2012, *rows, {"unit": "HXA", "state": "0", "state_name": ""})
    assert (given.rows_read, given.rejects) == (4, ())
    lines = given.tables[_LINE]
    assert lines["state_id"].to_list() == ["09", None, None, None]
    assert lines["exercised_mxn"].sum() == Decimal("1027.75")
    told = [(one.line, one.code, one.before, one.after) for one in given.corrections]
    assert told == [
        (2, "state_not_reported", "0 × 2 (ramo 3, UR 110)", ""),
        (4, "state_not_reported", "0 × 1 (ramo 12, UR HXA)", ""),
    ]


@pytest.mark.parametrize(
    "state", [{"state": "0", "state_name": "Colima"}, {"state": "35", "state_name": ""}, {"state": "00"}]
)
def test_another_state_that_nobody_knows_is_rejected(tmp_path: Path, state: dict[str, str]) -> None:
    given = account(tmp_path, 2012, ACCOUNT_2012, {}, state)
    assert [(one.line, one.code) for one in given.rejects] == [(2, "broken_record")]


def test_state_0_is_rejected_where_no_file_is_known_to_have_it(tmp_path: Path) -> None:
    rows = [record(ACCOUNT), record(ACCOUNT, state="0", state_name="")]
    given = read(tmp_path, packed([ACCOUNT, *rows]), _ACCOUNT)
    assert [(one.line, one.code) for one in given.rejects] == [(2, "broken_record")]


def test_a_record_with_broken_quotes_may_lack_its_state_too(tmp_path: Path) -> None:
    rows = [record(ACCOUNT_2012, year="2012", state="0", state_name="") for _ in range(3)]
    text = packed([ACCOUNT_2012, *rows], "utf-8").decode().replace(",NBB,", ',"NBB,', 1)
    given = read(tmp_path, text.encode(), _ACCOUNT)
    assert (given.rows_read, given.rejects) == (3, ())
    assert [(one.code, one.before) for one in given.corrections if one.code != "broken_quotes"] == [
        ("state_not_reported", "0 × 3 (ramo 12, UR NBB)")
    ]


def test_an_amount_left_empty_is_not_reported_and_not_zero(tmp_path: Path) -> None:
    given = account(tmp_path, 2012, ACCOUNT_2012, {"approved": "", "exercised": "5"}, {"approved": "0"})
    assert given.tables[_LINE]["approved_mxn"].to_list() == [None, Decimal(0)]


def test_a_ramo_with_the_name_of_another_one_has_its_own(tmp_path: Path) -> None:
    rows = [{"ramo": code, "ramo_name": "Energía", "unit": code} for code in ("18", "TOQ", "TZZ", "TOQ")]
    given = account(tmp_path, 2013, ACCOUNT_2013, *rows)
    assert dict(given.tables["agency_name"].select("agency_id", "name").iter_rows()) == {
        "cfe": "Comisión Federal de Electricidad",
        "energia": "Energía",
        "pemex": "Petróleos Mexicanos",
    }
    told = [(one.line, one.code, one.before, one.after) for one in given.corrections]
    assert told == [
        (2, "name_of_another_ramo", "TOQ: Energía", "Comisión Federal de Electricidad"),
        (3, "name_of_another_ramo", "TZZ: Energía", "Petróleos Mexicanos"),
    ]
