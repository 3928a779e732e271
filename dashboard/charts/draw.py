"""Draws any declared chart as a plotly figure or as SVG: what pages, embeds and images call.

Pure: the same arguments give the same figure and the same bytes of SVG.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.charts import words
from dashboard.charts.model import Chart
from dashboard.charts.registry import kind_of
from dashboard.charts.sheet import WIDE, Figure, Sheet, frame
from dashboard.data.result import Result
from loaders.model import Language


def figure(
    chart: Chart, result: Result, language: Language, chosen: Iterable[str] = (), width: int = WIDE
) -> Figure:
    """Return the plotly figure as a dictionary; `chosen` are row keys drawn in the accent.

    `width` is the width in pixels it is laid out for; it still fills whatever width it is given.
    """
    return kind_of(chart).figure(Sheet(chart, result, language, frozenset(chosen), width))


def svg(
    chart: Chart, result: Result, language: Language, chosen: Iterable[str] = (), width: int = WIDE
) -> str:
    """Return the chart as SVG laid out for `width` pixels (720 wide, 340 narrow), named and described."""
    sheet = Sheet(chart, result, language, frozenset(chosen), width)
    title, description = words.title(chart, result, language), words.describe(chart, result, language)
    return frame(sheet, kind_of(chart).body(sheet), title, description)
