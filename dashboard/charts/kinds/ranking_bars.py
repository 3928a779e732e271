"""Horizontal bars in the order of the rows, names beside them, values at their ends when there are few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import theme
from dashboard.charts import hbars, markup, plot
from dashboard.charts.lettering import whole
from dashboard.charts.measures import amount, name_of, value_of
from dashboard.charts.model import RankingBars
from dashboard.charts.sheet import (
    BOLD,
    SIZE,
    Body,
    Figure,
    Kind,
    Note,
    Sheet,
    caption,
    colours,
    empty,
    limited,
    names_width,
    shown_note,
    state_notes,
    warning_notes,
    with_notes,
)
from dashboard.data.result import Row, Value
from loaders.model import Text

_BAR: Final = 16
_LEADING: Final = 16
_TOP: Final = 26
_ABOVE: Final = {"yanchor": "bottom", "align": "left", "bgcolor": theme.PAPER}

_HIGHEST: Final = Text("El valor más alto de «{measure}» es el de {first}: {value}",
                       "The highest value of “{measure}” is that of {first}: {value}")  # fmt: skip
_NEXT: Final = Text("; le sigue {second}: {value}", "; {second} follows: {value}")
_ONLY: Final = Text("Solo hay un renglón de «{measure}», el de {first}: {value}",
                    "There is only one row of “{measure}”, that of {first}: {value}")  # fmt: skip
_NONE: Final = Text("Ninguna fila tiene un valor de «{measure}»", "No row has a value of “{measure}”")


@dataclass(frozen=True)
class _Bar:
    key: str
    name: str
    value: Value
    colour: str
    lines: tuple[str, ...]
    mark: str = ""
    warned: str = ""


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
    return with_notes(sheet, content, tops[-1], _below(sheet, rows))


def figure(sheet: Sheet[RankingBars]) -> Figure:
    """Return the bars as a plotly figure, laid out like the drawing."""
    rows = _rows(sheet)
    if not rows:
        return plot.empty(sheet)
    plan = _plan(sheet, rows)
    tops, on = list(_tops(sheet, plan)), plan.ground
    placed = [_placed(sheet, plan, bar, top) for bar, top in zip(plan.bars, tops, strict=False)]
    names = [_heading(sheet, plan, bar, at) for bar, at in zip(plan.bars, placed, strict=True)]
    shapes, gaps = hbars.gaps(sheet, on, placed)
    edge = tops[0] - 4
    drawn = plot.figure(
        [hbars.trace(on, placed, _BAR)],
        tops[-1],
        xaxis=hbars.value_axis(on),
        yaxis=plot.pixel_axis(edge, tops[-1]),
        shapes=shapes,
        annotations=[plot.unit_caption(on.measure.caption, round(on.axis.start), edge - 18), *names, *gaps],
        margin=hbars.margin(sheet, on.axis, edge),
    )
    return plot.with_notes(sheet, drawn, _below(sheet, rows))


def sentence(sheet: Sheet[RankingBars]) -> str:
    """Return the highest and the second highest value in words; one row alone is no highest."""
    column = sheet.chart.value
    measure, label = sheet.measure(column), sheet.label(column)
    ranked = sorted(_with_value(sheet), key=lambda row: amount(row, column) or Decimal(0), reverse=True)
    told = [
        (sheet.named(row, sheet.chart.label, column), measure.spoken(amount(row, column)))
        for row in ranked[:2]
    ]
    if not told:
        return sheet.say(_NONE).format(measure=label)
    template = _ONLY if len(sheet.result.rows) == 1 else _HIGHEST
    text = sheet.say(template).format(measure=label, first=told[0][0], value=told[0][1])
    return text + "".join(sheet.say(_NEXT).format(second=name, value=value) for name, value in told[1:])


def _rows(sheet: Sheet[RankingBars]) -> list[Row]:
    return limited(sheet.result.rows, sheet.chart.key, sheet.chart.limit, sheet.chosen)


def _below(sheet: Sheet[RankingBars], rows: list[Row]) -> list[Note]:
    return [
        *warning_notes(sheet, rows, sheet.chart.value),
        *state_notes(sheet, rows, sheet.chart.value),
        *shown_note(sheet, len(rows)),
    ]


def _with_value(sheet: Sheet[RankingBars]) -> list[Row]:
    return [row for row in sheet.result.rows if amount(row, sheet.chart.value) is not None]


def _bars(sheet: Sheet[RankingBars], rows: list[Row], room: float) -> list[_Bar]:
    chart = sheet.chart
    keys = [name_of(row, chart.key) for row in rows]
    names = [name_of(row, chart.label) for row in rows]
    painted = zip(keys, names, rows, colours(keys, sheet.chosen), strict=True)
    return [_bar(sheet, row, (key, name), colour, room) for key, name, row, colour in painted]


def _bar(sheet: Sheet[RankingBars], row: Row, named: tuple[str, str], colour: str, room: float) -> _Bar:
    value, lines = sheet.chart.value, whole(named[1], room, _size(colour))
    warned = sheet.mark(row, value), sheet.warned(row, value)
    return _Bar(*named, value_of(row, value), colour, lines, *warned)


def _size(colour: str) -> float:
    return SIZE * BOLD if colour == theme.CHOSEN else SIZE


def _plan(sheet: Sheet[RankingBars], rows: list[Row]) -> _Plan:
    measure = sheet.measure(sheet.chart.value)
    names = 0.0 if sheet.narrow else names_width(sheet, [name_of(row, sheet.chart.label) for row in rows])
    bars = _bars(sheet, rows, names or sheet.width)
    left = names + (10 if names else 0)
    marks = [bar.mark for bar in bars]
    return _Plan(bars, hbars.ground(sheet, measure, [bar.value for bar in bars], left, marks), names)


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
    bar_top = _bar_top(sheet, bar, top)
    first = top + 12 if sheet.narrow else bar_top + _BAR / 2 + 4.5 - (len(bar.lines) - 1) * _LEADING / 2
    name = _name(bar, 0 if sheet.narrow else plan.names, first, "start" if sheet.narrow else "end")
    mark = hbars.bar(sheet, plan.ground, bar.value, bar.colour, (bar_top, float(_BAR)), bar.mark)
    return markup.titled(name + mark, _told(sheet, plan, bar))


def _told(sheet: Sheet[RankingBars], plan: _Plan, bar: _Bar) -> str:
    return hbars.told(sheet, bar.name, plan.ground.measure.full(bar.value), sheet.chart.value) + bar.warned


def _bar_top(sheet: Sheet[RankingBars], bar: _Bar, top: float) -> float:
    text = _LEADING * len(bar.lines)
    return top + text + 2 if sheet.narrow else top + (max(_BAR, text) - _BAR) / 2


def _name(bar: _Bar, x: float, y: float, anchor: str) -> str:
    weight = 700 if bar.colour == theme.CHOSEN else None
    return markup.lines(list(bar.lines), x, y, _LEADING, text_anchor=anchor, font_weight=weight)


def _placed(sheet: Sheet[RankingBars], plan: _Plan, bar: _Bar, top: float) -> hbars.Bar:
    middle = _bar_top(sheet, bar, top) + _BAR / 2
    return hbars.Bar(bar.value, bar.colour, middle, _told(sheet, plan, bar), bar.mark)


def _heading(sheet: Sheet[RankingBars], plan: _Plan, bar: _Bar, placed: hbars.Bar) -> plot.Part:
    """The name beside the bar of a figure, or above it where the screen is narrow."""
    start, chosen = round(plan.ground.axis.start), bar.colour == theme.CHOSEN
    more: plot.Part = {"hovertext": plot.hover(placed.told), "font": {"weight": 700} if chosen else {}}
    if sheet.narrow:
        return plot.row_text(bar.lines, placed.middle - _BAR / 2, -start, **_ABOVE, **more)
    right = {"xanchor": "right", "align": "right"}
    return plot.row_text(bar.lines, placed.middle, plan.names - start, **right | more)


KIND: Final = Kind(
    RankingBars, Text("Gráfica de barras", "Bar chart"), figure=figure, body=body, sentence=sentence
)
