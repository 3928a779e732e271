"""Horizontal bars in the order of the rows, names beside them, values at their ends when there are few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import theme
from dashboard.charts import hbars, markup, plot
from dashboard.charts.lettering import wrapped
from dashboard.charts.measures import Measure, amount, name_of
from dashboard.charts.model import RankingBars
from dashboard.charts.sheet import (
    BOLD,
    SIZE,
    VALUES_SHOWN,
    Body,
    Figure,
    Kind,
    Sheet,
    caption,
    colours,
    empty,
    limited,
    names_width,
    shown_note,
    with_notes,
)
from dashboard.data.result import Row
from loaders.model import Text

_BAR: Final = 16
_LEADING: Final = 16
_TOP: Final = 26

_HIGHEST: Final = Text("El valor más alto de «{measure}» es el de {first}: {value}",
                       "The highest value of “{measure}” is that of {first}: {value}")  # fmt: skip
_NEXT: Final = Text("; le sigue {second}: {value}", "; {second} follows: {value}")
_NONE: Final = Text("Ninguna fila tiene un valor de «{measure}»", "No row has a value of “{measure}”")


@dataclass(frozen=True)
class _Bar:
    key: str
    name: str
    value: Decimal | None
    colour: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Plan:
    """Where everything goes: `names` is the width of the names' column (0 when they go above the bars)."""

    bars: list[_Bar]
    ground: hbars.Ground
    names: float


def body(sheet: Sheet[RankingBars]) -> Body:
    """Return the bars as SVG."""
    rows = _rows(sheet)
    if not rows:
        return empty(sheet)
    plan = _plan(sheet, rows)
    tops = list(_tops(sheet, plan))
    bars = "".join(_drawn(sheet, plan, bar, top) for bar, top in zip(plan.bars, tops, strict=False))
    grid = hbars.grid(plan.ground, _TOP + 8, tops[-1])
    content = caption(plan.ground.measure.caption) + grid + bars + _zero(sheet, plan, tops)
    return with_notes(sheet, content, tops[-1], shown_note(sheet, len(rows)))


def figure(sheet: Sheet[RankingBars]) -> Figure:
    """Return the bars as a plotly figure."""
    rows = _rows(sheet)
    if not rows:
        return plot.empty(sheet)
    measure = sheet.measure(sheet.chart.value)
    bars = _bars(sheet, rows, 100)
    shapes, notes = _gaps(sheet, bars)
    return plot.figure(
        [_trace(bars, measure)],
        70 + 34 * len(bars),
        xaxis=hbars.value_axis(measure, [bar.value for bar in bars]),
        yaxis=plot.name_axis([bar.key for bar in bars], [bar.name for bar in bars]),
        shapes=shapes,
        annotations=[plot.unit_caption(measure.caption, 26), *notes],
        bargap=0.4,
        margin={"l": 4, "r": 64, "t": 52, "b": 8, "pad": 6},
    )


def sentence(sheet: Sheet[RankingBars]) -> str:
    """Return the highest and the second highest value in words."""
    column = sheet.chart.value
    measure, label = sheet.measure(column), sheet.label(column)
    ranked = sorted(_with_value(sheet), key=lambda row: amount(row, column) or Decimal(0), reverse=True)
    told = [(name_of(row, sheet.chart.label), measure.spoken(amount(row, column))) for row in ranked[:2]]
    if not told:
        return sheet.say(_NONE).format(measure=label)
    text = sheet.say(_HIGHEST).format(measure=label, first=told[0][0], value=told[0][1])
    return text + "".join(sheet.say(_NEXT).format(second=name, value=value) for name, value in told[1:])


def _rows(sheet: Sheet[RankingBars]) -> list[Row]:
    return limited(sheet.result.rows, sheet.chart.key, sheet.chart.limit, sheet.chosen)


def _with_value(sheet: Sheet[RankingBars]) -> list[Row]:
    return [row for row in sheet.result.rows if amount(row, sheet.chart.value) is not None]


def _bars(sheet: Sheet[RankingBars], rows: list[Row], room: float) -> list[_Bar]:
    chart = sheet.chart
    keys = [name_of(row, chart.key) for row in rows]
    names = [name_of(row, chart.label) for row in rows]
    painted = zip(keys, names, rows, colours(keys, sheet.chosen), strict=True)
    return [
        _Bar(key, name, amount(row, chart.value), colour, wrapped(name, room, _size(colour)))
        for key, name, row, colour in painted
    ]


def _size(colour: str) -> float:
    return SIZE * BOLD if colour == theme.CHOSEN else SIZE


def _plan(sheet: Sheet[RankingBars], rows: list[Row]) -> _Plan:
    measure = sheet.measure(sheet.chart.value)
    names = 0.0 if sheet.narrow else names_width(sheet, [name_of(row, sheet.chart.label) for row in rows])
    bars = _bars(sheet, rows, names or sheet.width)
    left = names + (10 if names else 0)
    return _Plan(bars, hbars.ground(sheet, measure, [bar.value for bar in bars], left), names)


def _tops(sheet: Sheet[RankingBars], plan: _Plan) -> Iterator[float]:
    top = _TOP + (18.0 if plan.ground.ticks else 0.0)
    for bar in plan.bars:
        yield top
        top += _height(sheet, bar)
    yield top


def _height(sheet: Sheet[RankingBars], bar: _Bar) -> float:
    text = _LEADING * len(bar.lines)
    return text + _BAR + 14 if sheet.narrow else max(_BAR, text) + 10


def _zero(sheet: Sheet[RankingBars], plan: _Plan, tops: list[float]) -> str:
    x = plan.ground.zero
    if not sheet.narrow:
        return markup.rule(x, tops[0] - 4, x, tops[-1] - 6, stroke=theme.INK)
    bars = ((bottom - _BAR - 14, bottom - 10) for bottom in tops[1:])
    return "".join(markup.rule(x, top, x, bottom, stroke=theme.INK) for top, bottom in bars)


def _drawn(sheet: Sheet[RankingBars], plan: _Plan, bar: _Bar, top: float) -> str:
    text = _LEADING * len(bar.lines)
    bar_top = top + text + 2 if sheet.narrow else top + (max(_BAR, text) - _BAR) / 2
    first = top + 12 if sheet.narrow else bar_top + _BAR / 2 + 4.5 - (len(bar.lines) - 1) * _LEADING / 2
    name = _name(bar, 0 if sheet.narrow else plan.names, first, "start" if sheet.narrow else "end")
    told = hbars.told(sheet, bar.name, plan.ground.measure.full(bar.value), sheet.chart.value)
    mark = hbars.bar(sheet, plan.ground, bar.value, bar.colour, (bar_top, float(_BAR)))
    return markup.titled(name + mark, told)


def _name(bar: _Bar, x: float, y: float, anchor: str) -> str:
    weight = 700 if bar.colour == theme.CHOSEN else None
    return markup.lines(list(bar.lines), x, y, _LEADING, text_anchor=anchor, font_weight=weight)


def _trace(bars: list[_Bar], measure: Measure) -> plot.Part:
    values = [None if bar.value is None else measure.plotted(bar.value) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [bar.key for bar in bars],
        "x": [plot.pixel(value) for value in values],
        "marker": {"color": [bar.colour for bar in bars]},
        "text": [measure.bare(bar.value) for bar in bars] if len(bars) <= VALUES_SHOWN else None,
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [plot.hover(f"{bar.name}: {measure.full(bar.value)}") for bar in bars],
    }


def _gaps(sheet: Sheet[RankingBars], bars: list[_Bar]) -> tuple[list[plot.Part], list[plot.Part]]:
    word = sheet.measure(sheet.chart.value).gap
    marks = [plot.gap_mark(bar.key, word, f"{bar.name}: {word}") for bar in bars if bar.value is None]
    return [shape for shape, _ in marks], [note for _, note in marks]


KIND: Final = Kind(
    RankingBars, Text("Gráfica de barras", "Bar chart"), figure=figure, body=body, sentence=sentence
)
