"""Every chart type: accessible, safe, valid for plotly, and honest about what is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from dashboard.charts import draw, words
from dashboard.charts.model import Chart, RankingBars, StateMap, TimeSeries, Treemap
from dashboard.charts.registry import registry
from dashboard.data.result import NOT_APPLICABLE, NOT_HELD, NOT_REPORTED, Gap, Result, State
from loaders.model import Language, Text
from tests.charts import samples
from tests.charts.samples import CHARTS

SVG = "{http://www.w3.org/2000/svg}"
Case = tuple[Chart, Result, tuple[str, ...]]
ANY = pytest.mark.parametrize("case", CHARTS.values(), ids=list(CHARTS))
WIDTHS = pytest.mark.parametrize("width", [340, 720])


def _svg(case: Case, language: Language = "es", width: int = 720) -> ElementTree.Element:
    chart, result, chosen = case
    return ElementTree.fromstring(draw.svg(chart, result, language, chosen, width))


def _texts(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_every_declared_chart_type_is_drawn() -> None:
    assert {type(chart) for chart, _, _ in CHARTS.values()} == set(registry())


@ANY
@WIDTHS
def test_svg_has_a_name_and_a_description(case: Case, width: int) -> None:
    root = _svg(case, width=width)
    ids = {element.get("id"): element.text for element in root if element.get("id")}
    assert root.get("role") == "img"
    assert ids[root.get("aria-labelledby")]
    assert words.sentence(case[0], case[1], "es", case[2]) in str(ids[root.get("aria-describedby")])


@ANY
@WIDTHS
def test_svg_obeys_a_strict_content_policy(case: Case, width: int) -> None:
    for element in _svg(case, width=width).iter():
        assert element.tag.removeprefix(SVG) not in {"style", "script", "foreignObject", "a", "image"}
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)


@ANY
@WIDTHS
def test_nothing_is_drawn_outside(case: Case, width: int) -> None:
    root = _svg(case, width=width)
    height = float(str(root.get("viewBox")).split()[3])
    for rect in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert x >= -1
        assert x + wide <= width + 1
        assert y >= -1
        assert y + high <= height + 1
    assert all(-1 <= float(text.get("x", "0")) <= width + 1 for text in root.iter(f"{SVG}text"))


@ANY
def test_figure_is_valid_for_plotly(case: Case) -> None:
    chart, result, chosen = case
    drawn = draw.figure(chart, result, "en", chosen)
    go.Figure(drawn)
    assert drawn["layout"]["separators"] == ".,"


@ANY
def test_an_empty_result_says_so(case: Case) -> None:
    chart, result, _ = case
    nothing = samples.result(result.columns, ())
    assert "No hay datos para esta selección." in _texts(_svg((chart, nothing, ())))
    go.Figure(draw.figure(chart, nothing, "es"))
    assert words.sentence(chart, nothing, "es").endswith("(Gobierno Federal, bruto; pesos corrientes).")


def test_names_are_shown_as_they_are() -> None:
    case = CHARTS["ranking_bars"]
    assert samples.ODD in _texts(_svg(case))
    texts = [note["text"] for note in draw.figure(case[0], case[1], "es")["layout"]["annotations"]]
    assert 'Fondo &lt;b&gt;&amp;"de prueba"&lt;/b&gt;' in [text.replace("<br>", " ") for text in texts]


def test_what_is_not_reported_is_hatched_and_said_never_drawn_as_zero() -> None:
    case = CHARTS["ranking_bars"]
    root = _svg(case)
    hatched = [rect for rect in root.iter(f"{SVG}rect") if str(rect.get("fill")).startswith("url(#")]
    assert len(hatched) == 2  # the bar's, and that of the legend
    assert {"no reportado", "No reportado: la fuente no da la cifra; no es cero."} <= set(_texts(root))
    assert draw.figure(case[0], case[1], "es")["data"][0]["x"][3] is None


GAPS = (
    NOT_REPORTED,
    Gap(State.WITHHELD, Text("poca cobertura", "little coverage")),
    NOT_APPLICABLE,
    NOT_HELD,
)
WORDS = ("no reportado", "retenido", "no aplica", "fuera de estos datos")


def _with_every_state(chart: Chart, result: Result) -> Result:
    """The first rows of a sample with each state in turn, in every measure."""
    names = [column.name for column in result.measures]
    gaps = [{**row, **dict.fromkeys(names, gap)} for row, gap in zip(result.rows, GAPS, strict=False)]
    return replace(result, rows=(*gaps, *result.rows[len(GAPS) :]))


@ANY
@pytest.mark.parametrize("width", [340, 720])
def test_each_state_has_its_own_pattern_and_word_and_the_legend_no_other(case: Case, width: int) -> None:
    """Never by colour alone: the patterns differ in form, and the legend has those that occur."""
    chart, result, _ = case
    root = _svg((chart, _with_every_state(chart, result), ()), width=width)
    filled = {fill for each in root.iter() if (fill := each.get("fill", "")).startswith("url(#")}
    patterns = {f"url(#{each.get('id')})": each[0].get("d") for each in root.iter(f"{SVG}pattern")}
    assert len(filled) == 4
    assert len({patterns[fill] for fill in filled}) == 4
    told = " ".join(_texts(root))
    assert all(word in told or word.capitalize() in told for word in WORDS)
    plain = _svg((chart, _without_gaps(result), ()), width=width)
    told = " ".join(_texts(plain)).lower()
    assert not any(word in told for word in WORDS)


def _without_gaps(result: Result) -> Result:
    one = Decimal(5)
    names = [column.name for column in result.measures]
    rows = [{**row, **{name: one for name in names if isinstance(row[name], Gap)}} for row in result.rows]
    return replace(result, rows=tuple(rows))


@ANY
def test_a_pointer_is_told_why_a_figure_is_withheld(case: Case) -> None:
    chart, result, _ = case
    svg = draw.svg(chart, _with_every_state(chart, result), "es")
    assert "poca cobertura" in svg or isinstance(chart, Treemap)


def test_the_chosen_row_is_drawn_though_it_comes_after_the_limit() -> None:
    texts = _texts(_svg(CHARTS["ranking_bars_many"]))
    assert "Ramo 27" in texts
    assert "Ramo 20" not in texts
    assert "Se dibujan 21 de 30 filas; la tabla las trae todas." in texts


def test_bars_start_at_zero() -> None:
    limits = draw.figure(RankingBars("id", "name", "approved_mxn"), samples.MANY_BARS, "es")["layout"][
        "xaxis"
    ]
    assert limits["range"][0] == 0


def _pieces(line: dict[str, Any]) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    for year in line["x"]:
        if year is None:
            pieces.append([])
        else:
            pieces[-1].append(year)
    return [piece for piece in pieces if piece]


def test_lines_are_cut_at_breaks_and_gaps() -> None:
    chart, result, _ = CHARTS["time_series"]
    lines = {line["name"]: _pieces(line) for line in draw.figure(chart, result, "es")["data"]}
    assert lines["Salud"] == [[2013, 2014, 2015, 2016, 2017, 2018]]
    assert lines["Aportaciones a Seguridad Social"] == [[2013, 2014], [2015, 2016], [2018]]


def test_a_break_is_explained_where_it_is_drawn() -> None:
    told = " ".join(_texts(_svg(CHARTS["time_series"], "en")))
    assert "(1) Break in the series between 2014 and 2015" in told
    assert "J022 is no longer reported." in told


def test_no_change_is_told_across_a_break() -> None:
    chart, result, _ = CHARTS["time_series"]
    assert "+123" not in words.sentence(chart, result, "es", ("r19",))
    assert "hay un corte de la serie" in words.sentence(chart, result, "es", ("r19",))


def test_stages_have_their_fixed_roles() -> None:
    columns = (samples.KEY, samples.NAME, samples.YEAR, samples.EXECUTED)
    rows = [
        {"id": stage, "name": stage, "fiscal_year": year, "executed_mxn": samples.money("5")}
        for stage in ("approved", "executed")
        for year in (2020, 2021)
    ]
    chart = TimeSeries("id", "name", "fiscal_year", "executed_mxn")
    approved, executed = draw.figure(chart, samples.result(columns, rows), "es")["data"]
    assert approved["marker"]["color"] == "#ffffff"
    assert (approved["line"]["dash"], executed["line"]["dash"]) == ("dash", "solid")


def test_what_has_no_area_is_listed() -> None:
    told = " ".join(_texts(_svg(CHARTS["treemap"])))
    assert "Sin área, por ser negativos: Ajenas." in told
    assert f"No reportado: la fuente no da la cifra; no es cero. Sin área: {samples.ODD}." in told


def test_small_areas_become_one_that_says_how_many() -> None:
    result = samples.result(
        (samples.KEY, samples.NAME, samples.GROUP, samples.APPROVED),
        (
            {"id": str(at), "name": f"R{at}", "group": None, "approved_mxn": samples.money("9")}
            for at in range(50)
        ),
    )
    cells = draw.figure(Treemap("id", "name", "group", "approved_mxn"), result, "es")["data"][0]
    assert "Otros 10" in " ".join(cells["hovertext"])
    assert sum(cells["values"]) == 450


def test_the_map_takes_its_geometry_from_a_static_address() -> None:
    chart, result, chosen = CHARTS["state_map"]
    drawn = draw.figure(chart, result, "es", chosen)
    assert {trace["geojson"] for trace in drawn["data"]} == {"/assets/estados.geojson"}
    assert drawn["layout"]["geo"]["projection"]["type"] == "conic equal area"
    assert sum(len(trace["locations"]) for trace in drawn["data"]) == 32


def test_what_lies_outside_the_map_is_told() -> None:
    told = " ".join(_texts(_svg(CHARTS["state_map"])))
    assert "Fuera del mapa: Entidad 33: 33,000.0 millones de pesos; Entidad 34" in told


@WIDTHS
def test_every_state_has_a_tile_with_the_number_of_its_class(width: int) -> None:
    chart, result, chosen = CHARTS["state_map"]
    assert isinstance(chart, StateMap)
    root = ElementTree.fromstring(draw.tile_map(chart, result, "es", chosen, width))
    texts = _texts(root)
    assert {"CDMX", "TLAX", "AGS"} < set(texts)
    assert sum(texts.count(str(number)) for number in range(1, 6)) == 31


def test_hover_says_the_figure_of_the_table() -> None:
    chart, result, _ = CHARTS["ranking_bars"]
    told = draw.figure(chart, result, "en")["data"][0]["hovertext"][0].replace("<br>", " ")
    assert told == "Salud. Approved: 121,834.7 million pesos."


def _notes(figure: dict[str, Any]) -> str:
    return " ".join(note["text"] for note in figure["layout"]["annotations"]).replace("<br>", " ")


@ANY
def test_a_wider_figure_changes_only_what_its_width_changes(case: Case) -> None:
    chart, result, chosen = case
    drawn = draw.figure(chart, result, "es", chosen)
    wider = drawn["layout"]["meta"]["wider"]
    assert [part["from"] for part in wider] == sorted(part["from"] for part in wider)
    for part in wider:
        data = [trace | more for trace, more in zip(drawn["data"], part["data"], strict=True)]
        go.Figure({"data": data, "layout": drawn["layout"] | part["layout"]})
        assert all("hovertext" not in more for more in part["data"]), "words do not depend on the width"


@ANY
def test_a_figure_has_the_notes_of_the_drawing(case: Case) -> None:
    chart, result, chosen = case
    drawn, texts = draw.figure(chart, result, "es", chosen), " ".join(_texts(_svg(case, width=320)))
    for start in ("Se dibujan", "(1) Corte de la serie", "Corte de la serie", "Sin área", "Fuera del mapa"):
        assert (start in texts) <= (start in _notes(drawn)), start


def test_names_at_the_ends_of_lines_are_led_to_them_and_do_not_overlap() -> None:
    rows = [
        {
            "id": str(at),
            "name": f"Ramo {at}",
            "fiscal_year": year,
            "executed_mxn": samples.money(str(900 + at)),
        }
        for at in range(6)
        for year in (2020, 2021)
    ]
    chart, (_, like, _) = TimeSeries("id", "name", "fiscal_year", "executed_mxn"), CHARTS["time_series"]
    drawn = draw.figure(chart, samples.result(like.columns, rows), "es")
    assert len({trace["line"]["dash"] for trace in drawn["data"]}) == 6
    names = [note for note in drawn["layout"]["annotations"] if note["text"].startswith("Ramo")]
    height = drawn["layout"]["height"] - drawn["layout"]["margin"]["t"] - drawn["layout"]["margin"]["b"]
    low, high = drawn["layout"]["yaxis"]["range"]
    places = sorted(height * (high - note["y"]) / (high - low) + note["ay"] for note in names)
    assert len(places) == 6
    assert all(after - before >= 31 for before, after in pairwise(places))
    assert sum(note["arrowcolor"] != "rgba(0,0,0,0)" for note in names) >= 4


@pytest.mark.parametrize("at", range(4))
def test_large_areas_are_named_at_every_width(at: int) -> None:
    chart, result, _ = CHARTS["treemap"]
    drawn = draw.figure(chart, result, "es")
    parts: list[dict[str, Any]] = [{"data": [{}]}, *drawn["layout"]["meta"]["wider"]]
    cells = drawn["data"][0] | parts[at]["data"][0]
    large = [label for label, value in zip(cells["labels"], cells["values"], strict=True) if value > 500]
    assert len(large) == 3
    assert all(label and "<br>" in label for label in large)


def test_no_drawing_names_a_machine_path() -> None:
    folder = str(Path(__file__).parents[2])
    assert all(folder not in draw.svg(chart, result, "es") for chart, result, _ in CHARTS.values())
