"""One way of writing numbers and days in a file, told by all of its cells; where they cannot, it is asked."""

from __future__ import annotations

import csv
import io
import shlex
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from loaders import audit
from loaders.cli import app
from loaders.contracts import amounts, dates
from loaders.contracts.conventions import DAYS, EITHER, NUMBERS, Evidence, Question, Where
from loaders.errors import BadValue, Undecided
from loaders.model import RawFile, Reading
from loaders.registry import match_content

CASES = Path(__file__).parent / "cases"
HERE = Where("x.csv", "compranet", "folder/x y.csv")
SUM = Decimal("18284564.73")


def read(path: Path, **answers: str) -> Reading:
    match = match_content(path, path.name)
    assert match is not None
    raw = RawFile(path.name, path, None, path.parent, answers, str(path))
    return audit.reading(match[0], match[0].read(raw), where=path.name)


def changed(place: Path, name: str, **columns: list[str]) -> Path:
    """A case with other values in the first records of some columns."""
    head, *records = csv.reader(io.StringIO((CASES / name).read_text("utf-8"), newline=""))
    for column, texts in columns.items():
        for record, text in zip(records, texts, strict=False):
            record[head.index(column)] = text
    path = place / "case.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *records])
    return path


@pytest.mark.parametrize("name", ["semicolon_decimal_comma", "european_integers"])
def test_a_file_with_decimal_commas_is_read_whole(name: str) -> None:
    made = read(CASES / f"{name}.csv")
    found = made.tables["contract"]["amount_mxn"]
    assert (len(found), found.sum(), made.rejects) == (60, SUM, ())
    assert [one.code for one in made.corrections] == ["decimal_comma"]
    assert found.to_list() == read(CASES / "month_first_dates.csv").tables["contract"]["amount_mxn"].to_list()


def test_a_file_with_the_month_first_is_read_whole() -> None:
    made = read(CASES / "month_first_dates.csv")
    expected = read(CASES / "semicolon_decimal_comma.csv").tables["contract"]
    assert [one.code for one in made.corrections] == ["month_first"]
    for name in ("starts_on", "ends_on", "signed_on", "published_on", "opened_on"):
        assert made.tables["contract"][name].to_list() == expected[name].to_list(), name
    assert made.tables["contract"]["starts_on"].null_count() == 0
    assert made.tables["contract"]["starts_on"][0] == date(2014, 11, 24)


def test_one_cell_of_the_other_way_refuses_the_file_and_is_named(tmp_path: Path) -> None:
    path = changed(tmp_path, "month_first_dates.csv", IMPORTE_CONTRATO=["1,5"])
    with pytest.raises(Undecided) as refusal:
        read(path)
    told = str(refusal.value)
    assert "cells contradict each other" in told
    assert "a decimal comma: '1,5' (amount, record 1)" in told
    assert "a decimal point: '344827.6' (amount, record 2)" in told
    made = read(path, decimal="point")
    assert [(one.line, one.code) for one in made.rejects] == [(1, "bad_amount")]
    assert ("answered", "--decimal", "point") in {
        (one.code, one.before, one.after) for one in made.corrections
    }


def test_days_of_both_orders_refuse_the_file(tmp_path: Path) -> None:
    path = changed(tmp_path, "month_first_dates.csv", FECHA_FIN=["26/11/2014"])
    with pytest.raises(Undecided, match=r"the day first: '26/11/2014' \(ends_on, record 1\)"):
        read(path)
    made = read(path, dates="month-first")
    assert made.tables["contract"]["ends_on"][0] is None
    assert made.tables["contract"]["starts_on"].null_count() == 0


def _whole(place: Path, text: str) -> Path:
    return changed(place, "currency_spellings.csv", IMPORTE_CONTRATO=[text] * 60)


@pytest.mark.parametrize(
    ("text", "point", "comma"), [("328.000", "328", "328000"), ("1,234", "1234", "1.23")]
)
def test_cells_that_decide_nothing_are_asked_about(tmp_path: Path, text: str, point: str, comma: str) -> None:
    path = _whole(tmp_path, text)
    with pytest.raises(Undecided, match="can be read in two ways") as refusal:
        read(path)
    assert f"'{text}' (amount, record 1)" in str(refusal.value)
    for way, value in (("point", point), ("comma", comma)):
        found = read(path, decimal=way).tables["contract"]["amount_original"].unique().to_list()
        assert found == [Decimal(value)]


def test_the_command_of_a_refusal_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path / "home"))
    folder = tmp_path / "a folder"
    folder.mkdir()
    path = changed(folder, "month_first_dates.csv", IMPORTE_CONTRATO=["328.000"] * 60)
    refused = CliRunner().invoke(app, ["load", "compranet", "--from", str(path), "--no-index"])
    assert isinstance(refused.exception, Undecided)
    command = str(refused.exception).split("`")[1]
    assert shlex.split(command)[0] == "cuentas"
    done = CliRunner().invoke(app, [*shlex.split(command)[1:], "--no-index"])
    assert done.exit_code == 0, done.output


def test_an_answer_that_nobody_asked_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path / "home"))
    refused = CliRunner().invoke(app, ["load", "--from", str(CASES), "--decimal", "comma", "--no-index"])
    assert refused.exit_code != 0
    assert "one file" in str(refused.exception or refused.output)


def test_whole_numbers_and_days_alike_in_both_orders_ask_nothing(tmp_path: Path) -> None:
    days = {name: ["11/11/2014"] * 60 for name in ("FECHA_INICIO", "FECHA_FIN", "FECHA_CELEBRACION")}
    days |= {name: ["2014-11-11"] * 60 for name in ("PROC_F_PUBLICACION", "FECHA_APERTURA_PROPOSICIONES")}
    path = changed(tmp_path, "month_first_dates.csv", IMPORTE_CONTRATO=["1000"] * 60, **days)
    assert read(path).corrections == ()


# Properties: what is written in one way is read back, whatever is beside it; two ways are refused.

_CENTS = st.integers(1, 10**12)
_DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def _number(cents: int, way: str, grouped: bool) -> str:
    text = f"{Decimal(cents).scaleb(-2):,.2f}" if grouped else f"{Decimal(cents).scaleb(-2):.2f}"
    return text if way == "point" else text.translate(str.maketrans(",.", ".,"))


def _day(day: date, way: str, mark: str) -> str:
    return day.strftime(f"%d{mark}%m{mark}%Y" if way == "day-first" else f"%m{mark}%d{mark}%Y")


def _evidence(question: Question, texts: list[str]) -> Evidence:
    frame = pl.DataFrame({"cell": texts}, schema={"cell": pl.String()})
    found = Evidence(question, next(iter(question.ways)))
    found.look(frame.with_columns(pl.int_range(1, len(texts) + 1).alias("source_row")), ["cell"])
    return found


@given(
    st.lists(st.tuples(_CENTS, st.booleans()), min_size=1, max_size=400), st.sampled_from(["point", "comma"])
)
def test_numbers_of_one_way_are_read_back(rows: list[tuple[int, bool]], way: str) -> None:
    texts = [_number(cents, way, grouped) for cents, grouped in rows]
    decided = _evidence(NUMBERS, texts).way(HERE)
    assert decided == way
    assert amounts.column(pl.Series(texts), "point" if decided == "point" else "comma").to_list() == [
        Decimal(cents).scaleb(-2) for cents, _ in rows
    ]


@given(
    st.lists(st.tuples(_DAYS, st.sampled_from("/-")), min_size=1, max_size=400),
    st.sampled_from(list(DAYS.ways)),
)
def test_days_of_one_way_are_read_back_or_asked_about(rows: list[tuple[date, str]], way: str) -> None:
    texts = [_day(day, way, mark) for day, mark in rows]
    found = _evidence(DAYS, [*texts, "2014-11-24", "2014-11-24 00:00:00 GMT"])
    if all(day.day <= 12 for day, _ in rows):
        assert set(found.cells) <= {EITHER}
        if EITHER in found.cells:
            with pytest.raises(Undecided):
                found.way(HERE)
        return
    order = found.way(HERE)
    assert order == way
    frame = dates.columns(
        pl.DataFrame({"day": texts}), ("day",), "day-first" if order == "day-first" else "month-first"
    )
    assert frame["day"].to_list() == [day for day, _ in rows]


@given(st.data(), st.sampled_from([NUMBERS, DAYS]), st.integers(1, 600), st.integers(1, 600))
def test_two_ways_in_one_file_are_refused_wherever_they_stand(
    data: st.DataObject, question: Question, first: int, second: int
) -> None:
    cells = {"point": "10.50", "comma": "10,50", "day-first": "24/11/2014", "month-first": "11/24/2014"}
    one, other = data.draw(st.permutations(list(question.ways)))
    found = _evidence(question, [cells[one]] * first + [cells[other]] * second)
    assert found.contradicted
    with pytest.raises(Undecided, match="contradict"):
        found.way(HERE)


@given(st.text("0123456789.,-$'E MXN", max_size=14))
def test_what_tells_one_way_is_read_in_it_alone(text: str) -> None:
    told = amounts.tells(text)
    values = {way: _or_none(text, way) for way in ("point", "comma")}
    if told in values:
        other = "comma" if told == "point" else "point"
        assert values[other] is None
    elif told is None:
        assert values["point"] == values["comma"]


def _or_none(text: str, way: str) -> Decimal | None:
    try:
        return amounts.amount(text, "point" if way == "point" else "comma")
    except BadValue:
        return None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("1e6", "1000000"), ("$1,234.50", "1234.50"), ("MXN 1,000.00", "1000"), ("1,000.00 M.N.", "1000"),
        ("-$5", "-5"), ("$ -5", "-5"), ("1 234 567.5", "1234567.5"), ("1\u00a0234.50", "1234.50"),
        ("'22104", "22104"), ("0.00", "0"), ("0", "0"), ("-12.5", "-12.5"), ("1'234.5", "1234.5"),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly(text: str, point: str) -> None:
    assert amounts.amount(text) == Decimal(point)
    assert amounts.column(pl.Series([text])).to_list() == [Decimal(point)]


@pytest.mark.parametrize(
    "text",
    ["1.234,5", "12 34", "1,234 567", "1$000", "0,123", "1,23", "1 000,5", "12\x0034", "1\u0662", "US$5",
     "(5)", "5-", "1E-5", "1E99", "1..5", "--5", "1,234E7"],
)  # fmt: skip
def test_an_amount_that_is_none_is_refused(text: str) -> None:
    assert amounts.column(pl.Series([text])).to_list() == [None]
