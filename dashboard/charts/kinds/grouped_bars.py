"""Bars side by side for one row in several columns (years); every bar carries its column and its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final

from dashboard import formats, theme
from dashboard.charts import markup, plot
from dashboard.charts.axes import Axis, with_zero
from dashboard.charts.lettering import text_width, wrapped
from dashboard.charts.measures import Measure, amount, name_of
from dashboard.charts.model import GroupedBars
from dashboard.charts.sheet import (
    SIZE,
    SMALL,
    Body,
    Figure,
    Kind,
    Sheet,
    caption,
    empty,
    limited,
    names_width,
    shown_note,
    with_notes,
)
from dashboard.data.result import Row
from loaders.model import Text

_BAR: Final = 13
_STEP: Final = 16
_LEADING: Final = 16
_TOP: Final = 26
_GAP_WIDTH: Final = 24
_BARGAP: Final = 0.25

_CHANGE: Final = Text("{name}: {start} ({first}) y {end} ({last}){percent}",
                      "{name}: {start} ({first}) and {end} ({last}){percent}")  # fmt: skip
_BREAK: Final = Text("Entre {before} y {after} la serie tiene un corte: {reason}",
                     "The series breaks between {before} and {after}: {reason}")  # fmt: skip
_NONE: Final = Text("No hay valores que comparar", "There are no values to compare")


@dataclass(frozen=True)
class _Group:
    key: str
    name: str
    values: tuple[Decimal | None, ...]
    lines: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True)
class _Plan:
    groups: list[_Group]
    labels: list[str]
    shades: list[str]
    axis: Axis
    names: float
    measure: Measure


def body(sheet: Sheet[GroupedBars]) -> Body:
    """Return the groups as SVG."""
    rows = _rows(sheet)
    if not rows or not sheet.chart.values:
        return empty(sheet)
    plan = _plan(sheet, rows)
    tops = list(accumulate((_height(sheet, group) for group in plan.groups), initial=float(_TOP)))
    drawn = "".join(_group(sheet, plan, group, top) for group, top in zip(plan.groups, tops, strict=False))
    return with_notes(sheet, caption(plan.measure.caption) + drawn, tops[-1], _notes(sheet, rows))


def figure(sheet: Sheet[GroupedBars]) -> Figure:
    """Return the groups as a plotly figure, one trace per column."""
    rows = _rows(sheet)
    if not rows or not sheet.chart.values:
        return plot.empty(sheet)
    plan = _plan(sheet, rows)
    traces = [_trace(plan, at) for at in range(len(plan.labels))]
    low, high = plan.axis.low, plan.axis.high
    room = (high - low) / 3 if low < 0 else Decimal(0)
    limits = [float(low - room), float(high)]
    return plot.figure(
        traces,
        44 + _slot(plan) * len(plan.groups),
        barmode="group",
        bargap=_BARGAP,
        xaxis=plot.value_axis(showticklabels=False, showgrid=False, range=limits),
        yaxis=plot.name_axis([group.key for group in plan.groups], [group.name for group in plan.groups]),
        annotations=[plot.unit_caption(plan.measure.caption), *_gap_parts(plan)],
        margin={"l": 4, "r": 120, "t": 36, "b": 8, "pad": 6},
    )


def sentence(sheet: Sheet[GroupedBars]) -> str:
    """Return the first and the last value of the first whole row; no change is worked out over a break."""
    plan = _plan(sheet, list(sheet.result.rows)) if sheet.result.rows and sheet.chart.values else None
    whole = [group for group in plan.groups if _ends(group)] if plan else []
    if not plan or not whole:
        return sheet.say(_NONE)
    start, end = _ends(whole[0]) or (Decimal(0), Decimal(0))
    told = {"start": plan.measure.spoken(start), "end": plan.measure.spoken(end)}
    labels = {"first": plan.labels[0], "last": plan.labels[-1]}
    percent = _percent(sheet, plan, start, end)
    return sheet.say(_CHANGE).format(name=whole[0].name, percent=percent, **labels, **told)


def _ends(group: _Group) -> tuple[Decimal, Decimal] | None:
    start, end = group.values[0], group.values[-1]
    return None if start is None or end is None else (start, end)


def _percent(sheet: Sheet[GroupedBars], plan: _Plan, start: Decimal, end: Decimal) -> str:
    comparable = start > 0 and plan.measure.unit != "share" and len(plan.labels) > 1
    if sheet.result.breaks or not comparable:
        return ""
    return f": {formats.signed_percent((end - start) / start, sheet.language)}"


def _rows(sheet: Sheet[GroupedBars]) -> list[Row]:
    return limited(sheet.result.rows, sheet.chart.key, sheet.chart.limit, sheet.chosen)


def _plan(sheet: Sheet[GroupedBars], rows: list[Row]) -> _Plan:
    chart = sheet.chart
    measure = sheet.measure(*chart.values)
    labels = [sheet.label(column) for column in chart.values]
    names = 0.0 if sheet.narrow else names_width(sheet, [name_of(row, chart.label) for row in rows])
    groups = [_group_of(sheet, row, names or sheet.width) for row in rows]
    low, high = with_zero(_plotted(groups, measure))
    start = names + (10 if names else 0) + max(text_width(label, SMALL) for label in labels) + 10
    room = max(text_width(measure.bare(value), SMALL) for group in groups for value in group.values) + 10
    left = start + (room if low < 0 else 0)
    axis = Axis(low, high, left, max(left + 40, sheet.width - room))
    return _Plan(groups, labels, _shades(len(labels)), axis, names, measure)


def _group_of(sheet: Sheet[GroupedBars], row: Row, room: float) -> _Group:
    chart, name = sheet.chart, name_of(row, sheet.chart.label)
    key = name_of(row, chart.key)
    size = SIZE * 1.14 if sheet.narrow or key in sheet.chosen else SIZE
    values = tuple(amount(row, column) for column in chart.values)
    return _Group(key, name, values, wrapped(name, room, size, 3), key in sheet.chosen)


def _plotted(groups: list[_Group], measure: Measure) -> Iterator[Decimal]:
    return (measure.plotted(value) for group in groups for value in group.values if value is not None)


def _shades(count: int) -> list[str]:
    """From light to full: the last column, usually the latest year, in the main colour."""
    ramp = (*theme.CLASSES[:3], theme.MAIN)
    return [ramp[round(at * 3 / (count - 1))] for at in range(count)] if count > 1 else [theme.MAIN]


def _height(sheet: Sheet[GroupedBars], group: _Group) -> float:
    bars, text = _STEP * len(group.values), _LEADING * len(group.lines)
    return (bars + text if sheet.narrow else max(bars, text)) + 14.0


def _group(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, top: float) -> str:
    x, anchor = (0.0, "start") if sheet.narrow else (plan.names, "end")
    weight = 700 if group.chosen or sheet.narrow else None
    name = markup.lines(list(group.lines), x, top + 12, _LEADING, text_anchor=anchor, font_weight=weight)
    first = top + (_LEADING * len(group.lines) + 2 if sheet.narrow else 0)
    bars = "".join(_bar(sheet, plan, group, at, first + _STEP * at) for at in range(len(group.values)))
    zero, last = plan.axis.at(0), first + _STEP * len(group.values)
    return name + bars + markup.rule(zero, first - 1, zero, last - 2, stroke=theme.INK)


def _bar(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, at: int, top: float) -> str:
    value, zero = group.values[at], plan.axis.at(0)
    edge = plan.names + (10 if plan.names else 0)
    label = markup.words(plan.labels[at], edge, top + 11, font_size=SMALL, fill=theme.MUTED)
    told = _told(plan, group, at)
    if value is None:
        fill = f"url(#{sheet.hatch})"
        mark = markup.rect(zero + 2, top, _GAP_WIDTH, float(_BAR), fill=fill, stroke=theme.HATCH)
        gap = markup.words(
            plan.measure.gap, zero + _GAP_WIDTH + 8, top + 11, font_size=SMALL, fill=theme.MUTED
        )
        return markup.titled(label + mark + gap, told)
    end = plan.axis.at(plan.measure.plotted(value))
    mark = markup.rect(min(zero, end), top, abs(end - zero), float(_BAR), fill=plan.shades[at])
    return markup.titled(label + mark + _value(plan, value, end, top), told)


def _gap(sheet: Sheet[GroupedBars], plan: _Plan, zero: float, top: float) -> str:
    fill = f"url(#{sheet.hatch})"
    mark = markup.rect(zero + 2, top, _GAP_WIDTH, float(_BAR), fill=fill, stroke=theme.HATCH)
    x = zero + _GAP_WIDTH + 8
    return mark + markup.words(plan.measure.gap, x, top + 11, font_size=SMALL, fill=theme.MUTED)


def _value(plan: _Plan, value: Decimal, end: float, top: float) -> str:
    x, anchor = (end - 5, "end") if value < 0 else (end + 5, "start")
    return markup.words(plan.measure.bare(value), x, top + 11, text_anchor=anchor, font_size=SMALL)


def _notes(sheet: Sheet[GroupedBars], rows: list[Row]) -> list[str]:
    breaks = [
        sheet.say(_BREAK).format(before=each.before, after=each.after, reason=sheet.say(each.reason))
        for each in sheet.result.breaks
    ]
    return [*dict.fromkeys(breaks), *shown_note(sheet, len(rows))]


def _trace(plan: _Plan, at: int) -> plot.Part:
    values = [group.values[at] for group in plan.groups]
    label = plan.labels[at]
    return {
        "type": "bar",
        "orientation": "h",
        "name": plot.safe(label),
        "y": [group.key for group in plan.groups],
        "x": [None if value is None else float(plan.measure.plotted(value)) for value in values],
        "marker": {"color": plan.shades[at]},
        "text": [plot.safe(f"{plan.measure.bare(value)} ({label})") for value in values],
        "textposition": "outside",
        "textfont": {"size": SMALL},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [plot.hover(_told(plan, group, at)) for group in plan.groups],
    }


def _told(plan: _Plan, group: _Group, at: int) -> str:
    return f"{group.name}, {plan.labels[at]}: {plan.measure.full(group.values[at])}."


def _gap_parts(plan: _Plan) -> list[plot.Part]:
    """What stands where a bar has no value, as plotly draws nothing there."""
    bar = _slot(plan) * (1 - _BARGAP) / len(plan.labels)
    middle = (len(plan.labels) - 1) / 2
    return [
        plot.annotation(
            f"▨ {plan.measure.gap} ({plan.labels[at]})",
            x=0,
            y=group.key,
            xshift=4,
            yshift=(middle - at) * bar,
            font={"size": SMALL, "color": theme.MUTED},
            hovertext=plot.hover(_told(plan, group, at)),
        )
        for group in plan.groups
        for at, value in enumerate(group.values)
        if value is None
    ]


def _slot(plan: _Plan) -> float:
    """The height in pixels of one group in a figure."""
    return 18 * len(plan.labels) + 16


_NAME: Final = Text("Barras agrupadas", "Grouped bars")
KIND: Final = Kind(GroupedBars, _NAME, figure=figure, body=body, sentence=sentence)
