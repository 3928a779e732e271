"""Horizontal bars in the order of the rows, names beside them, values at their ends when there are few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dashboard import theme
from dashboard.charts import markup, plot
from dashboard.charts.axes import Axis, ticks, with_zero
from dashboard.charts.lettering import text_width, wrapped
from dashboard.charts.measures import Measure, amount, name_of
from dashboard.charts.model import RankingBars
from dashboard.charts.sheet import (
    BOLD,
    SIZE,
    SMALL,
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
_GAP_WIDTH: Final = 24
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
    axis: Axis
    names: float
    measure: Measure
    ticks: list[Decimal]


def body(sheet: Sheet[RankingBars]) -> Body:
    """Return the bars as SVG."""
    rows = _rows(sheet)
    if not rows:
        return empty(sheet)
    plan = _plan(sheet, rows)
    tops = list(_tops(sheet, plan))
    bars = "".join(_drawn(sheet, plan, bar, top) for bar, top in zip(plan.bars, tops, strict=False))
    content = caption(plan.measure.caption) + _grid(plan, tops) + bars + _zero(sheet, plan, tops)
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
        xaxis=_value_axis(bars, measure),
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


def hover_text(sheet: Sheet[Any], name: str, value: str, column: str) -> str:
    """Return what a pointer is told about one mark: the name, the measure and the table's figure."""
    return f"{name}. {sheet.label(column)}: {value}."


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
    low, high = with_zero(measure.plotted(bar.value) for bar in bars if bar.value is not None)
    marks = ticks(low, high, 4 if sheet.narrow else 6) if len(bars) > VALUES_SHOWN else []
    start, end = _span(sheet, names, bars, measure, low < 0)
    return _Plan(bars, Axis(low, high, start, end), names, measure, marks)


def _span(
    sheet: Sheet[RankingBars], names: float, bars: list[_Bar], measure: Measure, below: bool
) -> tuple[float, float]:
    few = len(bars) <= VALUES_SHOWN
    labels = [measure.bare(bar.value) for bar in bars if bar.value is not None] if few else []
    widest = max((text_width(label, SIZE) for label in labels), default=24) + 8
    room = min(widest, sheet.width * 0.3)
    left = names + (10 if names else 0) + (room if below and few else 1)
    return left, max(left + 40, sheet.width - room)


def _tops(sheet: Sheet[RankingBars], plan: _Plan) -> Iterator[float]:
    top = _TOP + (18.0 if plan.ticks else 0.0)
    for bar in plan.bars:
        yield top
        top += _height(sheet, bar)
    yield top


def _height(sheet: Sheet[RankingBars], bar: _Bar) -> float:
    text = _LEADING * len(bar.lines)
    return text + _BAR + 14 if sheet.narrow else max(_BAR, text) + 10


def _grid(plan: _Plan, tops: list[float]) -> str:
    return "".join(_tick(plan, tick, tops[-1]) for tick in plan.ticks)


def _tick(plan: _Plan, tick: Decimal, bottom: float) -> str:
    x = plan.axis.at(tick)
    text = plan.measure.tick(tick, plan.ticks)
    anchor = "end" if x + text_width(text, SMALL) / 2 > plan.axis.end + 20 else "middle"
    return markup.rule(x, _TOP + 14, x, bottom, stroke=theme.LINE) + markup.words(
        text, x, _TOP + 8, text_anchor=anchor, font_size=SMALL, fill=theme.MUTED
    )


def _zero(sheet: Sheet[RankingBars], plan: _Plan, tops: list[float]) -> str:
    x = plan.axis.at(0)
    if not sheet.narrow:
        return markup.rule(x, tops[0] - 4, x, tops[-1] - 6, stroke=theme.INK)
    bars = ((bottom - _BAR - 14, bottom - 10) for bottom in tops[1:])
    return "".join(markup.rule(x, top, x, bottom, stroke=theme.INK) for top, bottom in bars)


def _drawn(sheet: Sheet[RankingBars], plan: _Plan, bar: _Bar, top: float) -> str:
    text = _LEADING * len(bar.lines)
    bar_top = top + text + 2 if sheet.narrow else top + (max(_BAR, text) - _BAR) / 2
    first = top + 12 if sheet.narrow else bar_top + _BAR / 2 + 4.5 - (len(bar.lines) - 1) * _LEADING / 2
    name = _name(bar, 0 if sheet.narrow else plan.names, first, "start" if sheet.narrow else "end")
    told = hover_text(sheet, bar.name, plan.measure.full(bar.value), sheet.chart.value)
    return markup.titled(name + _mark(sheet, plan, bar, bar_top), told)


def _name(bar: _Bar, x: float, y: float, anchor: str) -> str:
    weight = 700 if bar.colour == theme.CHOSEN else None
    return markup.lines(list(bar.lines), x, y, _LEADING, text_anchor=anchor, font_weight=weight)


def _mark(sheet: Sheet[RankingBars], plan: _Plan, bar: _Bar, top: float) -> str:
    if bar.value is None:
        return _gap(sheet, plan, top)
    zero, end = plan.axis.at(0), plan.axis.at(plan.measure.plotted(bar.value))
    painted = markup.rect(min(zero, end), top, abs(end - zero), float(_BAR), fill=bar.colour)
    return painted + (_value(plan, bar, end, top) if len(plan.bars) <= VALUES_SHOWN else "")


def _gap(sheet: Sheet[RankingBars], plan: _Plan, top: float) -> str:
    """The hatch and the words of a gap, right of zero, or left of it where all amounts are negative."""
    zero = plan.axis.at(0)
    needed = _GAP_WIDTH + 10 + text_width(plan.measure.gap, SIZE)
    aside, anchor = (1, "start") if zero + needed < sheet.width else (-1, "end")
    left = zero + 2 if aside > 0 else zero - 2 - _GAP_WIDTH
    fill = f"url(#{sheet.hatch})"
    hatched = markup.rect(left, top, _GAP_WIDTH, float(_BAR), fill=fill, stroke=theme.HATCH)
    x = zero + aside * (_GAP_WIDTH + 8)
    return hatched + markup.words(plan.measure.gap, x, top + 12.5, text_anchor=anchor, fill=theme.MUTED)


def _value(plan: _Plan, bar: _Bar, end: float, top: float) -> str:
    below = bar.value is not None and bar.value < 0
    where, anchor = (end - 5, "end") if below else (end + 5, "start")
    return markup.words(plan.measure.bare(bar.value), where, top + 12.5, text_anchor=anchor)


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


def _value_axis(bars: list[_Bar], measure: Measure) -> plot.Part:
    """The axis with room for values left of negative bars; ticks and grid only where bars carry no values."""
    many = len(bars) > VALUES_SHOWN
    low, high = with_zero(measure.plotted(bar.value) for bar in bars if bar.value is not None)
    room = (high - low) / 3 if low < 0 and not many else Decimal(0)
    limits = [float(low - room), float(high)]
    return plot.value_axis(side="top", showticklabels=many, showgrid=many, automargin=True, range=limits)


def _gaps(sheet: Sheet[RankingBars], bars: list[_Bar]) -> tuple[list[plot.Part], list[plot.Part]]:
    word = sheet.measure(sheet.chart.value).gap
    marks = [plot.gap_mark(bar.key, word, f"{bar.name}: {word}") for bar in bars if bar.value is None]
    return [shape for shape, _ in marks], [note for _, note in marks]


KIND: Final = Kind(
    RankingBars, Text("Gráfica de barras", "Bar chart"), figure=figure, body=body, sentence=sentence
)
