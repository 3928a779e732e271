"""The dirt that flat budget files are reported to have, each kind in a small synthetic file."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from loaders.errors import BadValue, UnknownColumn
from loaders.flat import chunks, exact, table
from loaders.flat import names as counting
from loaders.flat.ahead import ahead
from loaders.flat.names import mended
from loaders.flat.sheets import cell_text
from loaders.model import Reading
from tests.loaders.flat_files import ACCOUNT, KEY, LABELS_2013, PEF, packed, read, record, workbook

HEAD = (*PEF, "MONTO_APROBADO")
_PEF, _ACCOUNT = "approved_budget", "flat_public_account"


def lines(given: Reading) -> pl.DataFrame:
    return next(frame for name, frame in given.tables.items() if name.endswith("_line"))


def pef(folder: Path, *records: list[str]) -> Reading:
    return read(folder, packed([HEAD, *records]), _PEF)


def names(given: Reading) -> list[str]:
    return given.tables["member"]["name"].to_list()


@pytest.mark.parametrize("nothing", ["", "-", " -   ", "#N/A", "\u00a0-\u00a0"])
def test_what_means_nothing_is_no_amount_and_no_code(tmp_path: Path, nothing: str) -> None:
    rows = [record(ACCOUNT), record(ACCOUNT, adefas=nothing, portfolio=nothing, state=nothing)]
    found = lines(read(tmp_path, packed([ACCOUNT, *rows]), _ACCOUNT))
    assert found["adefas_mxn"].to_list() == [Decimal("4.00"), None]
    assert found["portfolio_key"].to_list() == [None, None]
    assert found["state_id"].to_list() == ["09", None]


@pytest.mark.parametrize(
    ("text", "pesos"),
    [("$5,600,000.00", "5600000"), ("1,234.50", "1234.5"), ("-7", "-7"), (" 12.30 ", "12.3"), ("$ 3", "3")],
)
def test_amounts_may_be_dressed(tmp_path: Path, text: str, pesos: str) -> None:
    found = lines(pef(tmp_path, record(HEAD, approved=text), record(HEAD)))
    assert found["approved_mxn"].to_list() == [Decimal(pesos), Decimal(100)]


@pytest.mark.parametrize("text", ["1,23", "mar-06", "12.345", "1e5", "9" * 20])
def test_an_amount_that_is_none_is_rejected_with_its_reason(tmp_path: Path, text: str) -> None:
    given = pef(tmp_path, record(HEAD), record(HEAD, approved=text))
    assert [(one.line, one.code) for one in given.rejects] == [(2, "bad_amount")]
    assert text in given.rejects[0].raw


@pytest.mark.parametrize(
    ("ramo", "agency"), [("GYR", "imss"), ("GYN", "issste"), ("TZZ", "pemex"), ("TOQ", "cfe")]
)
def test_ramos_may_be_letters(tmp_path: Path, ramo: str, agency: str) -> None:
    assert lines(pef(tmp_path, record(HEAD, ramo=ramo)))["agency_id"].to_list() == [agency]


def test_names_lose_odd_spaces_and_line_ends(tmp_path: Path) -> None:
    odd = " Hospital\u00a0de\r\n ejemplo,  uno "
    given = pef(tmp_path, record(HEAD, unit_name=odd), record(HEAD, unit_name=odd))
    assert "Hospital de ejemplo, uno" in names(given)
    assert lines(given)["source_row"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Administraciòn", "Administración"),
        ("AdministraciÊn Pública", "Administración Pública"),
        ("AtenciÂn", "Atención"),
        ("EducaciÃ³n BÃ¡sica", "Educación Básica"),
        ("SecretarÊa", "SecretarÊa"),
        ("Salud", "Salud"),
    ],
)
def test_damaged_letters_are_mended_only_where_certain(damaged: str, right: str) -> None:
    assert mended(damaged) == right


def test_a_mended_name_is_written_down(tmp_path: Path) -> None:
    given = pef(
        tmp_path, record(HEAD), record(HEAD, state_name="ColimÂn", unit_name="Coordinaciòn", unit="A00")
    )
    told = [(one.line, one.code, one.before, one.after) for one in given.corrections]
    assert told == [(2, "damaged_letters", "Coordinaciòn", "Coordinación")]
    assert "Coordinación" in names(given)


def test_broken_quotes_swallow_no_neighbour(tmp_path: Path) -> None:
    """An opening quote that never closes reaches into the next record: both come out whole."""
    whole = packed([HEAD, *(record(HEAD, approved=str(number)) for number in range(1, 301))]).decode("cp1252")
    rows = whole.split("\r\n")
    rows[150] = rows[150].replace(",NBB,", ',"NBB,')
    given = read(tmp_path, "\r\n".join(rows).encode("cp1252"), _PEF)
    assert (given.rows_read, given.rejects) == (300, ())
    assert [(one.line, one.code) for one in given.corrections] == [(150, "broken_quotes")]
    assert lines(given)["approved_mxn"].to_list() == [Decimal(number) for number in range(1, 301)]
    assert lines(given)["repaired"].sum() == 1


def test_a_quote_inside_a_cell_is_kept_apart(tmp_path: Path) -> None:
    text = packed([HEAD, record(HEAD), record(HEAD), record(HEAD)]).decode("cp1252")
    given = read(tmp_path, text.replace("Salud,NBB", 'Salud "uno" y dos,NBB', 1).encode("cp1252"), _PEF)
    assert (given.rows_read, len(lines(given))) == (3, 3)


def test_cells_cut_from_a_record_are_never_guessed(tmp_path: Path) -> None:
    short = record(ACCOUNT)[:-3]
    given = read(tmp_path, packed([ACCOUNT, record(ACCOUNT), short, record(ACCOUNT)]), _ACCOUNT)
    assert [(one.line, one.code) for one in given.rejects] == [(2, "broken_record")]
    assert lines(given)["source_row"].to_list() == [1, 3]


def test_empty_cells_beyond_the_last_column_say_nothing(tmp_path: Path) -> None:
    given = pef(tmp_path, [*record(HEAD), "", ""], record(HEAD), [*record(HEAD), "x"])
    assert lines(given)["source_row"].to_list() == [1, 2]
    assert [one.line for one in given.rejects] == [3]


def test_filler_records_and_unnamed_columns_are_left_out_in_sight(tmp_path: Path) -> None:
    """2022: 180 columns without a name and more than 800,000 records of separators only."""
    head = [*ACCOUNT, *[""] * 180]
    filler = [""] * len(head)
    rows = [record(head), *[filler] * 500, record(head), *[filler] * 400]
    given = read(tmp_path, packed([head, *rows]), _ACCOUNT)
    assert (given.rows_read, given.rejects) == (2, ())
    assert lines(given)["source_row"].to_list() == [1, 502]
    assert [(one.line, one.code, one.before) for one in given.corrections] == [(2, "blank_records", "900")]


def test_data_in_an_unnamed_column_are_not_dropped_in_silence(tmp_path: Path) -> None:
    head = [*ACCOUNT, "", "Unnamed: 39"]
    rows = [record(head), [*record(ACCOUNT), "", "7"]]
    given = read(tmp_path, packed([head, *rows]), _ACCOUNT)
    assert [(one.line, one.code) for one in given.rejects] == [(2, "unnamed_column")]


def test_lines_of_another_encoding_are_read_as_what_they_are(tmp_path: Path) -> None:
    first = packed([HEAD, record(HEAD, unit_name="Dirección Ínclita")], "cp1252")
    second = packed([record(HEAD, unit="A00", unit_name="Región Ígnea")], "utf-8")
    assert {"Dirección Ínclita", "Región Ígnea"} <= set(names(read(tmp_path, first + second, _PEF)))


def test_bytes_of_no_encoding_are_rejected(tmp_path: Path) -> None:
    data = packed([HEAD, record(HEAD, unit_name="Dirección"), record(HEAD, unit_name="XX")])
    given = read(tmp_path, data.replace(b"XX", b"\x81\x8d"), _PEF)
    assert [(one.line, one.code) for one in given.rejects] == [(2, "unreadable")]


def test_a_record_of_another_year_is_rejected(tmp_path: Path) -> None:
    given = pef(tmp_path, record(HEAD), record(HEAD, year="2012"), record(HEAD))
    assert [(one.line, one.code) for one in given.rejects] == [(2, "other_year")]


def test_an_object_in_the_column_of_the_concept_is_moved_with_its_name(tmp_path: Path) -> None:
    head = (*PEF, *ACCOUNT[-6:])
    row = record(
        head, chapter="", chapter_name="", concept="37901", concept_name="Gastos de campo", specific="",
        specific_name="", generic="", generic_name="",
    )  # fmt: skip
    found = lines(read(tmp_path, packed([head, row]), _ACCOUNT)).row(0, named=True)
    assert (found["chapter_id"], found["concept_id"], found["generic_object_id"]) == ("3000", "3700", "379")
    assert found["specific_object_id"] == "37901"


def test_files_may_end_without_a_line_end_and_be_split_by_semicolons(tmp_path: Path) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([HEAD, record(HEAD), record(HEAD)])
    given = read(tmp_path, text.getvalue().rstrip().encode("utf-8-sig"), _PEF)
    assert given.rows_read == len(lines(given)) == 2


def test_the_sheet_is_chosen_by_its_header(tmp_path: Path) -> None:
    """2013: a pivot sheet stands before the data, and the data begin lower and further right."""
    head = (*LABELS_2013, "Aprobado", "Devengado", "Ejercido")
    pivot: list[list[object]] = [["Ramo", "Aprobado"], [12, 3.5]]
    data: list[list[object]] = [[], [], ["", *head], ["", *map(_number, record(head))]]
    workbook(tmp_path / "any name at all", {"Tabla dinámica": pivot, "Hoja2": data})
    path = tmp_path / "any name at all"
    found = lines(read(tmp_path, path.read_bytes(), _ACCOUNT)).row(0, named=True)
    assert (found["program_id"], found["accrued_mxn"]) == ("salud.E023", Decimal(109))


def _number(cell: str) -> object:
    return float(cell) if cell.replace(".", "").isdigit() else cell


def test_a_number_of_a_sheet_is_the_text_that_a_csv_file_would_hold() -> None:
    told = [cell_text(cell) for cell in (1.0, 0.1 + 0.2, 109.25, "E", None, 427842472421.83)]
    assert told == ["1", "0.3", "109.25", "E", "", "427842472421.83"]


def test_an_unknown_column_of_a_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownColumn, match="NUEVA"):
        read(tmp_path, packed([[*ACCOUNT, "NUEVA"], [*record(ACCOUNT), ""]]), _ACCOUNT)


def test_a_large_file_waits_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from loaders.flat import spool

    rows = [record(HEAD, approved=str(number)) for number in range(1, 2001)]
    few = pef(tmp_path, *rows)
    monkeypatch.setattr(spool, "IN_MEMORY", 100)
    monkeypatch.setattr(chunks, "SIZE", 20_000)
    many = pef(tmp_path, *rows)
    assert "budget_line" not in many.tables
    pieces = list(many.large["budget_line"].frames())
    assert len(pieces) > 1
    assert pl.concat(pieces).equals(few.tables["budget_line"])
    assert many.tables["member"].equals(few.tables["member"])


def test_the_name_used_most_often_is_that_of_the_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [*["Rara"] * 3, *["Usual"] * 2, "Coordinaciòn"] * 20 + ["Usual"] * 30
    rows = [record(HEAD, unit_name=name) for name in written]
    monkeypatch.setattr(chunks, "SIZE", 2_000)
    monkeypatch.setattr(counting, "_PARTS", 2)
    given = pef(tmp_path, *rows)
    assert [name for name in names(given) if name in ("Rara", "Usual", "Coordinación")] == ["Usual"]
    assert [(one.line, one.before) for one in given.corrections] == [(6, "Coordinaciòn")]


@pytest.mark.parametrize("size", [600, 1111, 4096])
def test_parts_of_any_size_hold_the_same_records(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [record(HEAD, unit_name='a "b", c\r\nd', approved=str(number)) for number in range(1, 121)]
    data = packed([HEAD, *rows]).replace(b",GYR,", b',"GYR,')
    whole = read(tmp_path, data, _PEF)
    monkeypatch.setattr(chunks, "SIZE", size)
    assert lines(read(tmp_path, data, _PEF)).equals(lines(whole))


def test_an_exact_reader_and_a_fast_one_agree(tmp_path: Path) -> None:
    """Every way of cells that RFC 4180 allows, against Python's reader."""
    odd = ["a", "", 'say "so"', "x,y", "l1\r\nl2", '"', " ", "ñ", '","']
    rows = [[one, two, three] for one in odd for two in odd for three in odd]
    data = packed([["c"] * 3, *rows], "utf-8")
    text = data.split(b"\r\n", 1)[1]
    group = exact.grouping(lambda cells: len(cells) == 3, ",")
    parts = list(chunks.parts(io.BytesIO(text), ",", "utf-8", group, 500))
    assert all(part.clean for part in parts)
    found = [exact.cells(table._record(part, place), ",") for part in parts for place in range(part.records)]
    assert found == list(csv.reader(io.StringIO(text.decode(), newline="")))


def test_the_synthetic_key_is_one_of_a_known_ramo() -> None:
    assert KEY["ramo"] == "12"


def test_work_ahead_keeps_order_and_errors_and_ends_with_its_taker() -> None:
    def items() -> Iterator[int]:
        yield from range(20)
        raise BadValue("after twenty")

    before = threading.active_count()
    taken = ahead(items())
    assert [next(taken) for _ in range(20)] == list(range(20))
    with pytest.raises(BadValue, match="twenty"):
        next(taken)
    left = ahead(iter(range(1000)))
    assert next(left) == 0
    left.close()
    assert threading.active_count() == before
