"""Draws any declared chart as a plotly figure or as SVG: what pages, embeds and images call.

Pure: the same arguments give the same figure and the same bytes of SVG.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.charts import plot, words
from dashboard.charts.kinds import state_map
from dashboard.charts.model import Chart, StateMap
from dashboard.charts.registry import kind_of
from dashboard.charts.sheet import WIDE, Caption, Figure, Sheet, captioned, frame, withheld
from dashboard.data.result import Result
from loaders.model import Language


def figure(chart: Chart, result: Result, language: Language, chosen: Iterable[str] = ()) -> Figure:
    """Return the plotly figure as a dictionary; `chosen` are row keys drawn in the accent.

    It is laid out for a phone. What differs where there is more room is in `layout.meta.wider`: for each
    width "from" which it holds, the changed parts of the "layout" and of each trace in "data".
    """
    kind, keys = kind_of(chart), frozenset(chosen)
    result = replace(result, rows=()) if result.withheld else result
    drawn = [kind.figure(Sheet(chart, result, language, keys, width)) for width in kind.widths]
    first, *rest = drawn
    wider = [plot.wider(first, other, at) for other, at in zip(rest, kind.widths[1:], strict=True)]
    # Dash takes the height away from figures that fill their place.
    first["layout"]["meta"] = {"height": first["layout"]["height"], "wider": wider}
    return first


def svg(
    chart: Chart,
    result: Result,
    language: Language,
    chosen: Iterable[str] = (),
    width: int = WIDE,
    caption: Caption | None = None,
) -> str:
    """Return the chart as SVG laid out for `width` pixels (720 wide, 340 narrow), named and described.

    With a `caption` it says in sight what it shows, of what, and where it is from.
    """
    sheet = Sheet(chart, result, language, frozenset(chosen), width)
    description = words.describe(chart, result, language, sheet.chosen)
    body = withheld(sheet, result.withheld) if result.withheld else kind_of(chart).body(sheet)
    told = captioned(sheet, body, caption) if caption else body
    return frame(sheet, told, words.title(chart, result, language), description)


def tile_map(
    chart: StateMap, result: Result, language: Language, chosen: Iterable[str] = (), width: int = WIDE
) -> str:
    """Return the states as tiles of one size: the alternative to a map, in which no state is small."""
    sheet = Sheet(chart, result, language, frozenset(chosen), width)
    description = words.describe(chart, result, language, sheet.chosen)
    return frame(sheet, state_map.tiles(sheet), words.title(chart, result, language), description)
