"""Years side by side: in order, told in words beside each bar, within the drawing, whatever the amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import theme
from dashboard.charts import draw, words
from dashboard.charts.kinds.grouped_bars import shades
from dashboard.charts.model import GroupedBars
from dashboard.data.result import NOT_REPORTED, Result, ResultColumn, SeriesBreak, Value
from loaders.model import Text
from tests.charts import samples
from tests.property_cases import cases

SVG = "{http://www.w3.org/2000/svg}"
Case = tuple[GroupedBars, Result]
Amounts = Sequence[Sequence[Value]]
WIDTHS = pytest.mark.parametrize("width", [340, 720])
AMOUNT = st.just(NOT_REPORTED) | st.decimals(-(10**13), 10**13, places=2, allow_nan=False)
TABLES = st.integers(1, 7).flatmap(
    lambda years: st.lists(st.lists(AMOUNT, min_size=years, max_size=years), min_size=1, max_size=9)
)


def _column(year: int) -> ResultColumn:
    label = Text(f"Ejercicio {year}", f"Ejercicio {year}")
    return ResultColumn(f"executed_{year}_mxn", label, "measure", "mxn")


def _case(amounts: Amounts, names: Sequence[str] = (), cuts: tuple[SeriesBreak, ...] = ()) -> Case:
    columns = [_column(2017 + at) for at in range(len(amounts[0]))]
    rows = [
        {"id": f"r{at}", "name": names[at] if names else f"Ramo {at}"}
        | {column.name: value for column, value in zip(columns, values, strict=True)}
        for at, values in enumerate(amounts)
    ]
    result = samples.result((samples.KEY, samples.NAME, *columns), rows, cuts)
    return GroupedBars("id", "name", tuple(column.name for column in columns), 8), result


def _svg(chart: GroupedBars, result: Result, width: int = 720, chosen: tuple[str, ...] = ()) -> Any:
    return ElementTree.fromstring(draw.svg(chart, result, "es", chosen, width))


def _sentence(case: Case) -> str:
    return words.sentence(case[0], case[1], "es")


def _figure(case: Case, chosen: tuple[str, ...] = ()) -> Any:
    return draw.figure(case[0], case[1], "es", chosen)


def _texts(root: Any) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def _bars(root: Any) -> list[dict[str, str]]:
    """The coloured bars: rectangles neither hatched nor ground."""
    fills = (rect.attrib for rect in root.iter(f"{SVG}rect"))
    return [each for each in fills if each["fill"] != theme.PAPER and not each["fill"].startswith("url(")]


def _pesos(*millions: int | None) -> list[Value]:
    return [NOT_REPORTED if value is None else Decimal(value) * 10**6 for value in millions]


TWO = _case([_pesos(300, 400), _pesos(900, 100), _pesos(None, 250)])


@pytest.mark.parametrize("count", range(1, 12))
def test_shades_go_from_light_to_full_and_are_told_from_paper(count: int) -> None:
    colours = shades(count)
    assert colours[-1] == theme.MAIN
    assert count == 1 or colours[0] == theme.CLASSES[0]
    contrasts = [theme.contrast(colour, theme.PAPER) for colour in colours]
    assert min(contrasts) >= 3
    assert all(lighter < darker for lighter, darker in pairwise(contrasts))


@WIDTHS
def test_each_bar_has_its_year_and_its_value_in_one_scale(width: int) -> None:
    root = _svg(*TWO, width=width)
    texts = _texts(root)
    assert (texts.count("2017"), texts.count("2018")) == (3, 3)
    assert {"300.0", "400.0", "900.0", "100.0", "250.0", "no reportado"} <= set(texts)
    lengths = [float(bar["width"]) for bar in _bars(root)]
    assert lengths[2] / lengths[0] == pytest.approx(3, abs=0.02)
    assert [bar["fill"] for bar in _bars(root)][:2] == [theme.CLASSES[0], theme.MAIN]


def test_many_bars_have_ticks_instead_of_values() -> None:
    chart, result = _case([_pesos(111 + at, 222 + at) for at in range(8)])
    texts = _texts(_svg(chart, result))
    assert "111.0" not in texts
    assert {"0", "100", "200"} <= set(texts)


def test_a_gap_is_hatched_and_has_no_length() -> None:
    root = _svg(*TWO)
    hatched = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill", "").startswith("url(#")]
    assert len(hatched) == 2  # the bar's, and that of the legend
    assert len(_bars(root)) == 5
    assert _figure(TWO)["data"][0]["x"][4] is None


def test_negative_amounts_go_left_of_zero() -> None:
    up, down = _bars(_svg(*_case([_pesos(500, -500)])))
    assert float(down["x"]) + float(down["width"]) == pytest.approx(float(up["x"]), abs=0.2)
    assert float(down["width"]) == pytest.approx(float(up["width"]), abs=0.2)


def test_a_gap_among_negatives_stays_within() -> None:
    root = _svg(*_case([_pesos(None, -500)]), width=340)
    hatched = [rect for rect in root.iter(f"{SVG}rect") if rect.get("fill", "").startswith("url(#")]
    assert float(hatched[0].get("x")) + 24 <= 340
    said = next(text for text in root.iter(f"{SVG}text") if text.text == "no reportado")
    assert said.get("text-anchor") == "end"


def test_rows_past_the_limit_are_left_to_the_table() -> None:
    chart, result = _case([_pesos(20 - at, 20 - at) for at in range(12)])
    texts = _texts(_svg(chart, result, chosen=("r11",)))
    assert "Ramo 11" in texts
    assert "Ramo 8" not in texts
    assert "Se dibujan 9 de 12 filas; la tabla las trae todas." in texts


def test_sentence_tells_first_and_last_of_the_row_that_ends_highest() -> None:
    assert _sentence(TWO) == (
        "El valor más alto de «Ejercicio 2018» es el de Ramo 0: 400.0 millones de pesos; en «Ejercicio 2017» "
        "el suyo es 300.0 millones de pesos (Gobierno Federal, bruto; pesos corrientes)."
    )


def test_sentence_says_what_is_missing() -> None:
    assert "; de «Ejercicio 2017» no hay cifra: no reportado" in _sentence(_case([_pesos(None, 1)]))
    assert "Ninguna fila tiene un valor" in _sentence(_case([_pesos(1, None)]))
    assert "Ejercicio 2016" not in _sentence(_case([_pesos(1)]))


CUT = SeriesBreak(2017, 2018, Text("cambió lo que se reporta", "what is reported changed"), ("r0",))


def test_a_break_is_told_and_forbids_the_comparison() -> None:
    case = _case([_pesos(300, 400), _pesos(1, 2)], cuts=(CUT,))
    assert "no se pueden comparar" in _sentence(case)
    note = "Corte de la serie entre 2017 y 2018: Ramo 0: cambió lo que se reporta."
    assert note in _texts(_svg(*case))
    assert note in _figure(case)["layout"]["annotations"][-1]["text"].replace("<br>", " ")


def test_a_break_of_another_row_does_not_forbid_the_comparison() -> None:
    case = _case([_pesos(3, 4), _pesos(5, 6)], cuts=(CUT,))
    assert "no se pueden comparar" not in _sentence(case)


def test_no_year_chosen_is_said() -> None:
    _, result = TWO
    chart = GroupedBars("id", "name", ())
    assert "No hay datos para esta selección." in _texts(_svg(chart, result))
    assert words.sentence(chart, result, "en").startswith("No year to compare was chosen")
    assert draw.figure(chart, result, "es")["data"] == []


def test_labels_that_end_in_no_year_stand_whole() -> None:
    chart = GroupedBars("id", "name", ("approved_mxn", "executed_mxn"))
    assert {"Aprobado", "Ejercicio"} <= set(_texts(_svg(chart, samples.GAPS)))


def _notes(drawn: Any) -> list[str]:
    return [note["text"] for note in drawn["layout"]["annotations"]]


def test_figure_names_each_group_and_each_bar() -> None:
    drawn = _figure(TWO, ("r1",))
    notes = _notes(drawn)
    assert {"Ramo 0", "Ramo 1", "Ramo 2"} <= set(notes)
    assert (notes.count("2017"), notes.count("2018")) == (3, 3)
    hover = drawn["data"][0]["hovertext"][0].replace("<br>", " ")
    assert hover == "Ramo 0. Ejercicio 2017: 300.0 millones de pesos."
    middles = drawn["data"][0]["y"]
    assert all(one < other for one, other in pairwise(middles))


def test_figure_breaks_a_long_name_and_cuts_nothing_of_it() -> None:
    named = [note for note in _notes(_figure(_LONG)) if note.startswith(samples.LONG[:9])]
    assert any(note.replace("<br>", " ") == samples.LONG and "<br>" in note for note in named)


_LONG = _case([_pesos(1, 2)], [samples.LONG])


@WIDTHS
@given(amounts=TABLES, names=st.lists(st.text(max_size=120), min_size=9, max_size=9))
@settings(max_examples=cases(30), deadline=None)
def test_anything_is_drawn_within_and_escaped(width: int, amounts: Amounts, names: list[str]) -> None:
    chart, result = _case(amounts, names)
    root = _svg(chart, result, width, ("r0",))
    height = float(root.get("viewBox").split()[3])
    for bar in (rect.attrib for rect in root.iter(f"{SVG}rect")):
        x, y, wide, high = (float(bar[name]) for name in ("x", "y", "width", "height"))
        assert -0.1 <= x <= x + wide <= width + 0.1
        assert -0.1 <= y <= y + high <= height + 0.1
    assert all("style" not in element.attrib for element in root.iter())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "path", "g", "rect", "line", "text",
    }  # fmt: skip


@given(amounts=TABLES)
@settings(max_examples=cases(10), deadline=None)
def test_any_figure_is_valid_for_plotly(amounts: Amounts) -> None:
    chart, result = _case(amounts, ["<b>&"] * 9)
    drawn = draw.figure(chart, result, "en")
    go.Figure(drawn)
    assert "&lt;b&gt;&amp;" in {note["text"] for note in drawn["layout"]["annotations"]}
