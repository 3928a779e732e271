"""Whatever the store holds, drawings stay valid, inside their frame and free of NaN."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import draw, words
from dashboard.charts.axes import Axis, ticks, with_zero
from dashboard.charts.classes import quantiles
from dashboard.charts.geometry import albers, outlines
from dashboard.charts.lettering import shortened, text_width, wrapped
from dashboard.charts.model import Chart
from dashboard.charts.squarify import Box, squarified
from dashboard.data.result import NOT_APPLICABLE, NOT_HELD, NOT_REPORTED, Gap, Row, State
from tests.charts import samples
from tests.charts.samples import CHARTS
from tests.property_cases import cases

SVG = "{http://www.w3.org/2000/svg}"
GAPS = st.sampled_from([NOT_REPORTED, Gap(State.WITHHELD, samples.NAME.label), NOT_APPLICABLE, NOT_HELD])
MONEY = GAPS | st.decimals(-(10**16), 10**16, places=2)
NAMES = st.text(max_size=60)
PLACES = ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "points", "d", "cx", "cy")
Case = tuple[Chart, list[Row], str]


@st.composite
def drawn(draw_from: st.DrawFn) -> tuple[Chart, list[Row], str]:
    """A chart type with rows of any names and amounts."""
    name = draw_from(st.sampled_from(list(CHARTS)))
    chart, result, _ = CHARTS[name]
    rows = [_row(draw_from, at, chart, result) for at in range(draw_from(st.integers(0, 22)))]
    return chart, rows, name


def _row(draw_from: st.DrawFn, at: int, chart: Chart, result: Any) -> Row:
    cells: dict[str, Any] = {column.name: draw_from(MONEY) for column in result.measures}
    key = f"{at % 32 + 1:02}" if "fiscal_year" not in vars(chart).values() else str(at % 3)
    return cells | {"id": key, "name": draw_from(NAMES), "group": draw_from(NAMES), "fiscal_year": 2000 + at}


@settings(deadline=None, max_examples=cases(150))
@given(drawn(), st.sampled_from([340, 720]), st.booleans())
def test_svg_is_valid_and_inside_its_frame(case: Case, width: int, chosen: bool) -> None:
    chart, rows, name = case
    result = samples.result(CHARTS[name][1].columns, rows)
    text = draw.svg(chart, result, "es", ("01", "1") if chosen else (), width)
    root = ElementTree.fromstring(text)
    assert "nan" not in " ".join(value for element in root.iter() for value in _numbers(element)).lower()
    for rect in root.iter(f"{SVG}rect"):
        left, wide = float(rect.get("x", "0")), float(rect.get("width", "0"))
        assert -1 <= left <= left + wide <= width + 1


def _numbers(element: ElementTree.Element) -> list[str]:
    return [element.get(name, "") for name in PLACES]


@settings(deadline=None, max_examples=cases(60))
@given(drawn())
def test_figure_is_valid_json_for_plotly(case: Case) -> None:
    chart, rows, name = case
    figure = draw.figure(chart, samples.result(CHARTS[name][1].columns, rows), "en", ("01",))
    json.dumps(figure, allow_nan=False)
    go.Figure(figure)


@settings(deadline=None, max_examples=cases(60))
@given(drawn())
def test_sentences_end_with_their_scope(case: Case) -> None:
    chart, rows, name = case
    result = samples.result(CHARTS[name][1].columns, rows)
    assert words.sentence(chart, result, "es").endswith(" (Gobierno Federal, bruto; pesos corrientes).")


@given(st.lists(st.decimals(-(10**16), 10**16, places=2), max_size=20), st.integers(2, 8))
def test_ticks_lie_within_the_axis(values: list[Decimal], most: int) -> None:
    low, high = with_zero(values)
    marks = ticks(low, high, most)
    assert all(low <= mark <= high for mark in marks)
    assert len(marks) <= most + 1


@given(st.decimals(-(10**30), 10**30), st.decimals(-(10**30), 10**30))
def test_an_axis_keeps_amounts_between_its_ends(one: Decimal, other: Decimal) -> None:
    axis = Axis(*with_zero([one, other]), 10, 300)
    assert all(10 - 1e-6 <= axis.at(value) <= 300 + 1e-6 for value in (one, other))


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=40))
def test_areas_are_in_proportion_and_fill_the_box(weights: list[float]) -> None:
    shares = [weight / sum(weights) for weight in sorted(weights, reverse=True)]
    boxes = squarified(shares, Box(0, 0, 400, 300))
    for share, box in zip(shares, boxes, strict=True):
        assert abs(box.width * box.height - share * 120000) < 1e-3
        assert box.x >= -1e-6
        assert box.x + box.width <= 400 + 1e-6
        assert box.y + box.height <= 300 + 1e-6


@given(st.lists(st.decimals(-(10**16), 10**16, places=2), min_size=1, max_size=40))
def test_classes_hold_every_value_once(values: list[Decimal]) -> None:
    classes = quantiles(values)
    assert sum(count for _, _, count in classes.ranges) == len(values)
    assert len(classes.ranges) <= 5
    for value in values:
        low, high, _ = classes.ranges[classes.of(value)]
        assert low <= value <= high


@given(st.text(), st.floats(40, 400))
def test_shortened_text_fits(text: str, width: float) -> None:
    assert text_width(shortened(text, width, 13), 13) <= width
    assert len(wrapped(text, width, 13, 3)) <= 3


def test_the_projection_keeps_areas() -> None:
    """A square of a hundredth of a degree covers cos(latitude) of its area on the equator, wherever it is."""
    from math import cos, radians

    side = radians(0.01)
    for longitude, latitude in ((-115.0, 31.0), (-99.0, 19.4), (-87.0, 21.0)):
        here, east, north = (
            albers(longitude + dx, latitude + dy) for dx, dy in ((0, 0), (0.01, 0), (0, 0.01))
        )
        across = ((east[0] - here[0]), (east[1] - here[1]))
        up = ((north[0] - here[0]), (north[1] - here[1]))
        area = abs(across[0] * up[1] - across[1] * up[0])
        assert abs(area / (side * side * cos(radians(latitude))) - 1) < 0.001


def test_the_geometry_has_the_32_states_of_the_tiles() -> None:
    from dashboard.charts.kinds.state_map import TILES

    assert set(outlines(720).paths) == set(TILES)
    assert len({(column, row) for column, row, _ in TILES.values()}) == 32
