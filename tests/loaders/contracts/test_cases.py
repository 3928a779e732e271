"""Small files that once came out wrong, each with its right values; names, firms and persons are invented."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars.selectors as cs
import pytest

from loaders.clean import visible
from loaders.contracts import dates, privacy
from loaders.model import RawFile, Reading
from loaders.registry import match_content
from tests.loaders.contracts.test_conventions import CASES, changed, read

# Written apart from the module that is tested: what must not be left anywhere.
_PRIVATE = re.compile(
    r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}|[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+\.\w{2}"
    r"|55 5123|5512345678|51-23-45-67",
    re.IGNORECASE,
)


def texts(made: Reading) -> Iterator[str]:
    """Every text of a reading: tables, rejects and findings."""
    for frame in made.tables.values():
        for column in frame.select(cs.string()):
            yield from column.drop_nulls()
    yield from (one.raw for one in made.rejects)
    yield from (f"{one.before} {one.after} {one.what.es}" for one in made.corrections)


def test_an_at_sign_in_the_name_of_a_firm_is_no_address() -> None:
    contracts = read(CASES / "suppliers_with_at_sign.csv").tables["contract"]
    assert contracts["supplier_name"].to_list() == [
        "ALFA@BETA SA DE CV", "GAMA@DELTA SA DE CV", "SISTEMAS ALFA@BETA, S.A. DE C.V.",
    ]  # fmt: skip
    assert contracts["supplier_name_key"].to_list() == ["ALFA BETA", "GAMA DELTA", "SISTEMAS ALFA BETA"]
    assert contracts["supplier_id"].n_unique() == 3
    assert contracts["title"][2] == 'Capacitación "Encuentro Musical de Chav@s: N- Rola Tu Idea'


def test_an_address_beside_the_name_of_such_a_firm_goes(tmp_path: Path) -> None:
    name = "ALFA@BETA SA DE CV ventas@alfabeta.com.mx"
    path = changed(tmp_path, "suppliers_with_at_sign.csv", PROVEEDOR_CONTRATISTA=[name])
    assert read(path).tables["contract"]["supplier_name"][0] == "ALFA@BETA SA DE CV […]"


def test_nothing_private_is_left_and_firms_keep_their_names() -> None:
    made = read(CASES / "private_data_in_text.csv")
    assert [text for text in texts(made) if _PRIVATE.search(text)] == []
    names = set(made.tables["contract"]["supplier_name"])
    assert {"ALFA@BETA SA DE CV", "GAMA@DELTA SA DE CV"} <= names
    assert len(made.tables["contract"]) == 60


def test_every_way_of_writing_pesos_is_pesos_and_none_is_its_own_state() -> None:
    made = read(CASES / "currency_spellings.csv")
    contracts = made.tables["contract"]
    bare, *pesos = contracts.select("currency", "amount_status", "amount_mxn", "amount_original").to_dicts()
    assert bare == {
        "currency": None, "amount_status": "no_currency", "amount_mxn": None,
        "amount_original": Decimal("129310.34"),
    }  # fmt: skip
    assert {row["currency"] for row in pesos} == {"MXN"}
    assert {row["amount_status"] for row in pesos} == {"counted"}
    [finding] = made.corrections
    assert (finding.line, finding.code, finding.before) == (1, "no_currency", "1")
    assert "1 contracts, 129,310.34 in all" in finding.what.en


@pytest.mark.parametrize(
    "text", ["MN", "M.N.", "m. n.", "Peso mexicano", "PESOS MEXICANOS", "Moneda nacional", "Pesos M.N."]
)
def test_other_ways_of_writing_pesos(tmp_path: Path, text: str) -> None:
    contracts = read(changed(tmp_path, "currency_spellings.csv", MONEDA=[text])).tables["contract"]
    assert (contracts["currency"][0], contracts["amount_status"][0]) == ("MXN", "counted")


def test_a_currency_nobody_knows_is_listed_and_not_in_sums(tmp_path: Path) -> None:
    made = read(changed(tmp_path, "currency_spellings.csv", MONEDA=["PESITOS"]))
    first = made.tables["contract"].row(0, named=True)
    assert (first["currency"], first["amount_status"], first["amount_mxn"]) == (
        "PESITOS",
        "unknown_currency",
        None,
    )
    assert [(one.code, one.before) for one in made.corrections] == [("unknown_word", "PESITOS")]


def test_a_file_that_lost_its_column_of_currencies_has_no_pesos(tmp_path: Path) -> None:
    whole = (CASES / "currency_spellings.csv").read_text("utf-8")
    head, *records = whole.splitlines()
    place = head.split(",").index("MONEDA")
    path = tmp_path / "case.csv"
    cut = [
        ",".join([*row[:place], *row[place + 1 :]])
        for row in ([head.split(",")] + [one.split(",") for one in records if '"' not in one])
    ]
    path.write_text("\n".join(cut) + "\n", "utf-8")
    made = read(path)
    assert set(made.tables["contract"]["amount_status"]) == {"no_currency"}
    assert [one.code for one in made.corrections if one.code == "no_currency"] == ["no_currency"]


@pytest.mark.parametrize("text", ["A" * 45_000 + "@", "a.b." * 12_000 + "@", "ab." * 15_000 + "@x"])
def test_a_long_text_is_looked_through_in_time_that_grows_with_it(text: str) -> None:
    assert len(privacy.scrub(text)) <= len(text)


WHOLE = CASES / "month_first_dates.csv"


@pytest.mark.parametrize("place", range(400, 4000, 613))
def test_a_file_cut_in_the_middle_of_a_record_says_so(tmp_path: Path, place: int) -> None:
    data = WHOLE.read_bytes()
    cut = data.index(b"\n", len(data) // 2 + place) - 230
    path = tmp_path / "case.csv"
    path.write_bytes(data[:cut])
    made = read(path)
    assert [(one.line, one.code) for one in made.rejects] == [(made.rows_read, "cut_short")]


def test_a_last_record_that_is_whole_needs_no_line_end(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_bytes(WHOLE.read_bytes().rstrip())
    assert read(path).rejects == ()


def test_a_broken_record_in_the_middle_is_not_called_cut(tmp_path: Path) -> None:
    lines = WHOLE.read_text("utf-8").splitlines()
    lines[7] = lines[7][:300]
    path = tmp_path / "case.csv"
    path.write_text("\n".join(lines), "utf-8")
    assert [(one.line, one.code) for one in read(path).rejects] == [(7, "broken_record")]


def without(place: Path, column: str) -> Path:
    """A case without one of its columns."""
    head, *records = csv.reader(io.StringIO(WHOLE.read_text("utf-8"), newline=""))
    gone = head.index(column)
    path = place / "case.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([*row[:gone], *row[gone + 1 :]] for row in [head, *records])
    return path


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("FECHA_INICIO", "starts_on"),
        ("FECHA_CELEBRACION", "signed_on"),
        ("PROC_F_PUBLICACION", "published_on"),
    ],
)
def test_a_column_of_dates_that_is_gone_is_told(tmp_path: Path, column: str, field: str) -> None:
    made = read(without(tmp_path, column))
    assert [(one.code, one.before) for one in made.corrections if one.code == "no_date_column"] == [
        ("no_date_column", field)
    ]


def test_odd_values_are_read_exactly_or_told(tmp_path: Path) -> None:
    """Each amount beside what becomes of it: its value, its state, or the reject with record and text."""
    odd = {
        "-5": ("-5.00", "implausible"), "0": ("0.00", "zero"), "1e6": ("1000000.00", "counted"),
        "$1,234.50": ("1234.50", "counted"), "MXN 1,000.00": ("1000.00", "counted"),
        "1 234 567.5": ("1234567.50", "counted"), "": (None, "missing"), "N/A": (None, "missing"),
        "99999999999999.99": ("99999999999999.99", "implausible"),
        "mil": "bad_amount", "12 34": "bad_amount", "US$ 5": "bad_amount", "9" * 17: "bad_amount",
        "1\x0034": "bad_amount", "(5)": "bad_amount", "1E99": "bad_amount",
    }  # fmt: skip
    made = read(changed(tmp_path, "month_first_dates.csv", IMPORTE_CONTRATO=list(odd)))
    rejected = {one.line: one for one in made.rejects}
    stored = {row["source_row"]: row for row in made.tables["contract"].to_dicts()}
    for line, (text, right) in enumerate(odd.items(), 1):
        if isinstance(right, str):
            assert rejected[line].code == right
            assert visible(text).split()[0] in rejected[line].raw
            continue
        value = None if right[0] is None else Decimal(right[0])
        assert (stored[line]["amount_mxn"], stored[line]["amount_status"]) == (value, right[1]), text
    assert made.rows_read == len(stored) + len(rejected)


def test_odd_texts_are_stored_whole_and_without_control_characters(tmp_path: Path) -> None:
    names = [
        "A" * 45_000 + " SA DE CV",
        "CASA\x00 UNO SA DE CV",
        "CASA\x07DOS\x1b SA DE CV",
        "\x93CASA TRES\x94 SA DE CV",
    ]
    made = read(changed(tmp_path, "month_first_dates.csv", PROVEEDOR_CONTRATISTA=names))
    found = made.tables["contract"]["supplier_name"].to_list()[:4]
    assert found == [names[0], "CASA UNO SA DE CV", "CASA DOS SA DE CV", "“CASA TRES” SA DE CV"]
    assert made.rejects == ()


def test_a_day_after_the_file_is_a_finding_and_no_year(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "currency_spellings.csv",
        FECHA_CELEBRACION=["2099-01-01 00:00:00 GMT", "2027-03-02", "1989-12-31"],
        FECHA_FIN=["2042-12-31", "2099-12-31"],
        FECHA_INICIO=["2014-11-24", "2014-11-21", "2018-01-01"],
    )
    match = match_content(path, path.name)
    assert match is not None
    made = match[0].read(RawFile(path.name, path, None, tmp_path, obtained=date(2026, 12, 1)))
    contracts = made.tables["contract"]
    assert contracts["signed_on"].to_list()[:3] == [None, None, None]
    assert contracts["fiscal_year"].to_list()[:3] == [2014, 2014, 2018]
    assert contracts["fiscal_year_basis"].to_list()[:3] == ["starts", "starts", "starts"]
    assert contracts["ends_on"].to_list()[:2] == [date(2042, 12, 31), None]
    told = {(one.code, one.before) for one in made.corrections if "date" in one.code}
    assert told == {
        ("future_date", "2099-01-01"), ("future_date", "2027-03-02"), ("future_date", "2099-12-31"),
        ("bad_date", "1989-12-31"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "seen", "last"),
    [
        ("signed_on", date(2026, 12, 1), date(2026, 12, 1)),
        ("awarded_on", date(2024, 2, 29), date(2025, 2, 28)),
        ("ends_on", date(2026, 12, 31), date(2086, 12, 28)),
        ("ends_on", date(2026, 12, 1), date(2086, 12, 1)),
    ],
)
def test_the_last_day_that_a_file_can_know_of(name: str, seen: date, last: date) -> None:
    assert dates.latest(name, seen) == last
