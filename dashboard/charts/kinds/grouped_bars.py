"""One group of horizontal bars per row, one bar per column (years side by side), light to full colour.

Each bar has its year beside it: the shade only repeats what is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import theme
from dashboard.charts import hbars, markup, plot
from dashboard.charts.lettering import shortened, text_width, whole
from dashboard.charts.measures import Measure, amount, name_of, value_of
from dashboard.charts.model import GroupedBars
from dashboard.charts.sheet import (
    BOLD,
    SIZE,
    SMALL,
    Body,
    Figure,
    Kind,
    Note,
    Sheet,
    caption,
    empty,
    known,
    limited,
    names_width,
    shown_note,
    state_notes,
    warning_notes,
    with_notes,
)
from dashboard.data.result import Gap, Row, SeriesBreak, Value
from loaders.model import Text

_BAR: Final = 14.0
_PITCH: Final = 16
_LEADING: Final = 16
_TOP: Final = 26
_APART: Final = 14

_HIGHEST: Final = Text("El valor más alto de «{last}» es el de {name}: {value}",
                       "The highest value of “{last}” is that of {name}: {value}")  # fmt: skip
_BEFORE: Final = Text("; en «{first}» el suyo es {value}", "; in “{first}” its own is {value}")
_NO_VALUE: Final = Text("; de «{first}» no hay cifra: {gap}", "; for “{first}” there is no figure: {gap}")
_NOT_ALIKE: Final = Text(
    "; entre {before} y {after} hay un corte de la serie, por lo que las dos cifras no se pueden comparar",
    "; the series breaks between {before} and {after}, so the two figures cannot be compared",
)
_NONE: Final = Text("Ninguna fila tiene un valor de «{last}»", "No row has a value of “{last}”")
_NOTHING: Final = Text("No se eligió ningún año que comparar", "No year to compare was chosen")
_BREAK: Final = Text("Corte de la serie entre {before} y {after}: {names}{reason}.",
                     "Break in the series between {before} and {after}: {names}{reason}.")  # fmt: skip


@dataclass(frozen=True)
class _Bar:
    """One bar: its column, the year or label written beside it, its amount and shade."""

    column: str
    tag: str
    value: Value
    colour: str
    mark: str = ""
    warned: str = ""


@dataclass(frozen=True)
class _Group:
    key: str
    name: str
    lines: tuple[str, ...]
    bars: tuple[_Bar, ...]
    chosen: bool


@dataclass(frozen=True)
class _Plan:
    """Where everything goes: names end at `names` (0 when above the bars), tags end at `tags`."""

    groups: list[_Group]
    ground: hbars.Ground
    names: float
    tags: float


def body(sheet: Sheet[GroupedBars]) -> Body:
    """Return the groups as SVG."""
    rows = _rows(sheet)
    if not rows or not sheet.chart.values:
        return empty(sheet)
    plan = _plan(sheet, rows)
    tops = list(_tops(sheet, plan))
    groups = "".join(_drawn(sheet, plan, group, top) for group, top in zip(plan.groups, tops, strict=False))
    grid = hbars.grid(plan.ground, _TOP + 8, tops[-1] - _APART + 4)
    content = caption(plan.ground.measure.caption) + grid + groups
    return with_notes(sheet, content, tops[-1], _below(sheet, rows))


def figure(sheet: Sheet[GroupedBars]) -> Figure:
    """Return the groups as a plotly figure, laid out like the drawing."""
    rows = _rows(sheet)
    if not rows or not sheet.chart.values:
        return plot.empty(sheet)
    plan = _plan(sheet, rows)
    tops, on = list(_tops(sheet, plan)), plan.ground
    placed = (_placed(sheet, plan, *each) for each in zip(plan.groups, tops, strict=False))
    bars = [bar for group in placed for bar in group]
    shapes, gaps = hbars.gaps(sheet, on, bars)
    texts = [*_headings(sheet, plan, tops), *_tag_parts(sheet, plan, bars), *gaps]
    edge = tops[0] - 4
    drawn = plot.figure(
        [hbars.trace(on, bars, _BAR)],
        tops[-1],
        xaxis=hbars.value_axis(on),
        yaxis=plot.pixel_axis(edge, tops[-1]),
        shapes=shapes,
        annotations=[plot.unit_caption(on.measure.caption, round(on.axis.start), edge - 18), *texts],
        margin=hbars.margin(sheet, on.axis, edge),
    )
    return plot.with_notes(sheet, drawn, _below(sheet, rows))


def sentence(sheet: Sheet[GroupedBars]) -> str:
    """Return the first and the last value of the row whose last value is the highest, in words."""
    if not sheet.chart.values:
        return sheet.say(_NOTHING)
    first, last = sheet.chart.values[0], sheet.chart.values[-1]
    ranked = known(list(sheet.result.rows), last)
    if not ranked:
        return sheet.say(_NONE).format(last=sheet.label(last))
    row = max(ranked, key=lambda each: amount(each, last) or Decimal(0))
    value = sheet.measure(*sheet.chart.values).spoken(amount(row, last))
    name = sheet.named(row, sheet.chart.label, first, last)
    told = sheet.say(_HIGHEST).format(last=sheet.label(last), name=name, value=value)
    return told if first == last else told + _before(sheet, row, first)


def shades(count: int) -> tuple[str, ...]:
    """Return `count` petrol colours from the lightest that passes 3:1 on paper to the main colour."""
    stops = (*theme.CLASSES[:3], theme.MAIN)
    steps = len(stops) - 1
    places = [steps * at / (count - 1) for at in range(count)] if count > 1 else [float(steps)]
    return tuple(_between(stops[int(at)], stops[min(int(at) + 1, steps)], at % 1) for at in places)


def _between(one: str, other: str, share: float) -> str:
    channels = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(start + (end - start) * share):02x}" for start, end in channels)


def _before(sheet: Sheet[GroupedBars], row: Row, first: str) -> str:
    measure, value = sheet.measure(*sheet.chart.values), value_of(row, first)
    if isinstance(value, Gap):
        return sheet.say(_NO_VALUE).format(first=sheet.label(first), gap=measure.full(value))
    told = sheet.say(_BEFORE).format(first=sheet.label(first), value=measure.spoken(value))
    cuts = [each for each in sheet.result.breaks if _concerns(sheet, each, name_of(row, sheet.chart.key))]
    return told + "".join(sheet.say(_NOT_ALIKE).format(before=at.before, after=at.after) for at in cuts[:1])


def _concerns(sheet: Sheet[GroupedBars], cut: SeriesBreak, key: str) -> bool:
    """Whether a break concerns the row; one whose keys are no rows is of the total, and so of every share."""
    return key in cut.keys or not any(name_of(row, sheet.chart.key) in cut.keys for row in sheet.result.rows)


def _breaks(sheet: Sheet[GroupedBars], rows: Sequence[Row]) -> list[str]:
    """Return the breaks that concern the rows drawn; one whose keys are no rows concerns them all."""
    key = sheet.chart.key
    drawn, every = ({name_of(row, key) for row in of} for of in (rows, sheet.result.rows))
    return [
        _break(sheet, cut)
        for cut in sheet.result.breaks
        if drawn.intersection(cut.keys) or not every.intersection(cut.keys)
    ]


def _break(sheet: Sheet[GroupedBars], cut: SeriesBreak) -> str:
    chart = sheet.chart
    names = [name_of(row, chart.label) for row in sheet.result.rows if name_of(row, chart.key) in cut.keys]
    reason = sheet.say(cut.reason).rstrip(".")
    told = f"{', '.join(names)}: " if names else ""
    return sheet.say(_BREAK).format(before=cut.before, after=cut.after, names=told, reason=reason)


def _below(sheet: Sheet[GroupedBars], rows: list[Row]) -> list[Note]:
    states = state_notes(sheet, rows, *sheet.chart.values)
    return [
        *warning_notes(sheet, rows, *sheet.chart.values),
        *_breaks(sheet, rows),
        *states,
        *shown_note(sheet, len(rows)),
    ]


def _rows(sheet: Sheet[GroupedBars]) -> list[Row]:
    return limited(sheet.result.rows, sheet.chart.key, sheet.chart.limit, sheet.chosen)


def _tags(sheet: Sheet[GroupedBars]) -> list[str]:
    """What stands beside each bar: the year its column's label ends in, or else the label."""
    labels = [sheet.label(column) for column in sheet.chart.values]
    years = [label.split()[-1] if label.split() else "" for label in labels]
    told = all(len(year) == 4 and year.isdigit() for year in years) and len(set(years)) == len(years)
    return years if told else labels


def _groups(sheet: Sheet[GroupedBars], rows: list[Row], room: float) -> list[_Group]:
    chart = sheet.chart
    columns = list(zip(chart.values, _tags(sheet), shades(len(chart.values)), strict=True))
    bars = [
        tuple(
            _Bar(at, tag, value_of(row, at), colour, sheet.mark(row, at), sheet.warned(row, at))
            for at, tag, colour in columns
        )
        for row in rows
    ]
    return [_group(sheet, row, bars_of, room) for row, bars_of in zip(rows, bars, strict=True)]


def _group(sheet: Sheet[GroupedBars], row: Row, bars: tuple[_Bar, ...], room: float) -> _Group:
    key, name = name_of(row, sheet.chart.key), name_of(row, sheet.chart.label)
    chosen = key in sheet.chosen
    size = SIZE * BOLD if chosen else SIZE
    return _Group(key, name, whole(name, room, size), bars, chosen)


def _values(groups: list[_Group]) -> list[Value]:
    return [bar.value for group in groups for bar in group.bars]


def _marks(groups: list[_Group]) -> list[str]:
    return [bar.mark for group in groups for bar in group.bars]


def _plan(sheet: Sheet[GroupedBars], rows: list[Row]) -> _Plan:
    names = 0.0 if sheet.narrow else names_width(sheet, [name_of(row, sheet.chart.label) for row in rows])
    groups = _groups(sheet, rows, names or sheet.width)
    widest = max(text_width(tag, SMALL) for tag in _tags(sheet))
    tags = (names + 12 if names else 0) + min(widest * 1.1, sheet.width * 0.25)
    measure = sheet.measure(*sheet.chart.values)
    return _Plan(groups, hbars.ground(sheet, measure, _values(groups), tags + 6, _marks(groups)), names, tags)


def _tops(sheet: Sheet[GroupedBars], plan: _Plan) -> Iterator[float]:
    top = _TOP + (20.0 if plan.ground.ticks else 0.0)
    for group in plan.groups:
        yield top
        top += _height(sheet, group) + _APART
    yield top


def _height(sheet: Sheet[GroupedBars], group: _Group) -> float:
    text, bars = _LEADING * len(group.lines), _PITCH * len(group.bars)
    return text + 2 + bars if sheet.narrow else max(text, bars)


def _drawn(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, top: float) -> str:
    first = _first_bar(sheet, group, top)
    bars = "".join(_mark(sheet, plan, group, at, first + _PITCH * at) for at in range(len(group.bars)))
    zero, bottom = plan.ground.zero, first + _PITCH * len(group.bars)
    line = markup.rule(zero, first - 2, zero, bottom, stroke=theme.INK)
    return _name(sheet, plan, group, top) + bars + line


def _first_bar(sheet: Sheet[GroupedBars], group: _Group, top: float) -> float:
    return top + (_LEADING * len(group.lines) + 2 if sheet.narrow else 0)


def _name(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, top: float) -> str:
    x, anchor = (0.0, "start") if sheet.narrow else (plan.names, "end")
    weight, fill = (700, theme.CHOSEN) if group.chosen else (None, None)
    name = markup.lines(
        list(group.lines), x, top + 11.5, _LEADING, text_anchor=anchor, font_weight=weight, fill=fill
    )
    ground = markup.rect(0, top - 2, sheet.width, _LEADING * len(group.lines) + 2, fill=theme.PAPER)
    return ground + name if sheet.narrow else name


def _mark(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, at: int, top: float) -> str:
    bar = group.bars[at]
    tag = shortened(bar.tag, sheet.width * 0.25, SMALL)
    beside = markup.words(
        tag, plan.tags, top + _BAR / 2 + 4, text_anchor="end", font_size=SMALL, fill=theme.MUTED
    )
    mark = hbars.bar(sheet, plan.ground, bar.value, bar.colour, (top, _BAR), bar.mark)
    return markup.titled(beside + mark, _told(sheet, group, bar, plan.ground.measure))


def _told(sheet: Sheet[GroupedBars], group: _Group, bar: _Bar, measure: Measure) -> str:
    return hbars.told(sheet, group.name, measure.full(bar.value), bar.column) + bar.warned


def _placed(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, top: float) -> list[hbars.Bar]:
    first, measure = _first_bar(sheet, group, top) + _BAR / 2, plan.ground.measure
    return [
        hbars.Bar(bar.value, bar.colour, first + _PITCH * at, _told(sheet, group, bar, measure), bar.mark)
        for at, bar in enumerate(group.bars)
    ]


def _headings(sheet: Sheet[GroupedBars], plan: _Plan, tops: list[float]) -> list[plot.Part]:
    return [_heading(sheet, plan, group, top) for group, top in zip(plan.groups, tops, strict=False)]


def _heading(sheet: Sheet[GroupedBars], plan: _Plan, group: _Group, top: float) -> plot.Part:
    """The name above the bars of a figure where it is narrow, else beside them."""
    start = round(plan.ground.axis.start)
    font = {"color": theme.CHOSEN, "weight": 700} if group.chosen else {"color": theme.INK}
    more = {"yanchor": "top", "font": font, "hovertext": plot.hover(group.name), "bgcolor": theme.PAPER}
    if sheet.narrow:
        return plot.row_text(group.lines, top - 2, -start, align="left", **more)
    return plot.row_text(group.lines, top - 2, plan.names - start, xanchor="right", align="right", **more)


def _tag_parts(sheet: Sheet[GroupedBars], plan: _Plan, bars: list[hbars.Bar]) -> list[plot.Part]:
    """The years beside the bars of a figure."""
    left, room = plan.tags - round(plan.ground.axis.start), sheet.width * 0.25
    tags = [shortened(bar.tag, room, SMALL) for group in plan.groups for bar in group.bars]
    more = {"xanchor": "right", "font": {"size": SMALL, "color": theme.MUTED}}
    return [
        plot.row_text((tag,), bar.middle, left, hovertext=plot.hover(bar.told), **more)
        for tag, bar in zip(tags, bars, strict=True)
    ]


KIND: Final = Kind(
    GroupedBars, Text("Gráfica de barras por grupo", "Grouped bar chart"), figure, body, sentence
)
