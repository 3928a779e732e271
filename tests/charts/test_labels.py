"""Labels tell values apart and names are whole: a chart that repeats or cuts them is misread."""

from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import draw
from dashboard.charts.lettering import text_width, whole
from dashboard.charts.model import GroupedBars, RankingBars, TimeSeries
from dashboard.charts.words import sentence
from dashboard.components.tables import wide
from dashboard.data.result import Result, ResultColumn, Row, Unit
from loaders.model import Text

NAME = Text("Nombre", "Name")
LONG = "Bienestar y " * 8 + "Anticonstitucionalísimamentesincontemplaciones"
COLUMNS = (ResultColumn("id", NAME, "key"), ResultColumn("name", NAME, "label"))


def result_of(rows: list[Row], unit: Unit, *others: ResultColumn) -> Result:
    columns = (*COLUMNS, *others, ResultColumn("value", NAME, "measure", unit))
    return Result(columns, tuple(rows), (), "v", NAME, NAME)


def bars(values: list[Decimal], unit: Unit) -> Result:
    return result_of([{"id": str(at), "name": f"N{at}", "value": one} for at, one in enumerate(values)], unit)


@given(
    st.lists(st.integers(-(10**13), 10**13), min_size=2, max_size=15, unique=True),
    st.sampled_from(get_args(Unit)),
)
def test_bars_of_different_values_never_carry_the_same_label(cents: list[int], unit: Unit) -> None:
    values = [Decimal(cent) / 100 if unit.startswith("mxn") else Decimal(cent) / 10**9 for cent in cents]
    for chart in (RankingBars("id", "name", "value"), GroupedBars("id", "name", ("value",), limit=15)):
        (drawn,) = draw.figure(chart, bars(values, "none" if unit == "year" else unit), "es")["data"]
        assert len(set(drawn["text"])) == len(values)


def test_a_small_amount_beside_a_large_one_is_told() -> None:
    """States of 0.8 and 0.8 million stood beside one of 12 thousand million."""
    values = [Decimal("12000000000"), Decimal("812345.10"), Decimal("790000")]
    (drawn,) = draw.figure(RankingBars("id", "name", "value"), bars(values, "mxn"), "es")["data"]
    assert drawn["text"] == ["12,000.00", "0.81", "0.79"]


@pytest.mark.parametrize("width", [340, 720])
def test_no_name_is_cut(width: int) -> None:
    rows: list[Row] = [{"id": "1", "name": LONG, "value": Decimal(5), "year": 2020}]
    year = ResultColumn("year", NAME, "time", "year")
    charts = (
        RankingBars("id", "name", "value"),
        GroupedBars("id", "name", ("value",)),
        TimeSeries("id", "name", "year", "value"),
    )
    for chart in charts:
        svg = draw.svg(chart, result_of(rows, "mxn", year), "es", width=width)
        assert "…" not in svg
        assert LONG in svg


@given(st.text(max_size=80), st.integers(40, 300))
def test_lines_hold_all_of_a_text(text: str, width: int) -> None:
    lines = whole(text, width, 13)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 13) <= width or len(line) == 1 for line in lines)


def _series() -> Result:
    rows: list[Row] = [
        {"id": key, "name": name, "year": year, "value": Decimal(year * 10**6)}
        for key, name in (("a", "Salud"), ("b", "Marina"), ("c", "Defensa"))
        for year in (2019, 2023)
    ]
    return result_of(rows, "mxn", ResultColumn("year", NAME, "time", "year"))


def test_the_newest_year_comes_first() -> None:
    assert [column.name for column in wide(_series()).columns[2:]] == ["value_2023", "value_2019"]


def test_the_sentence_is_about_all_that_are_chosen() -> None:
    chart = TimeSeries("id", "name", "year", "value")
    told = sentence(chart, _series(), "es", ("a", "c"))
    assert "Salud: de" in told
    assert "Defensa: de" in told
    assert "Marina" not in told
    assert all(name in sentence(chart, _series(), "es") for name in ("Salud", "Marina", "Defensa"))


def test_one_row_is_not_called_the_highest() -> None:
    chart = RankingBars("id", "name", "value")
    assert "Solo hay un renglón" in sentence(chart, bars([Decimal(5)], "mxn"), "es")
    assert "The highest value" in sentence(chart, bars([Decimal(5), Decimal(4)], "mxn"), "en")
