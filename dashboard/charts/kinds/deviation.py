"""From one amount to another per row (approved → executed): both ends marked, the way between them drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import formats, theme
from dashboard.charts import hbars, markup, plot
from dashboard.charts.axes import Axis, ticks, with_zero
from dashboard.charts.lettering import text_width, whole
from dashboard.charts.measures import Measure, name_of, value_of
from dashboard.charts.model import Deviation
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
    colours,
    empty,
    limited,
    names_width,
    shown_note,
    state_notes,
    warning_notes,
    with_notes,
)
from dashboard.data.result import Gap, Row, Value
from loaders.model import Text

_LEADING: Final = 16
_TOP: Final = 62
_RADIUS: Final = 5.5
_Told = Mapping[str, str]  # hover text by key

_HEAD: Final = Text("Diferencia", "Difference")
_TOLD: Final = Text("{name}: {start_label} {start}; {end_label} {end}; diferencia {difference}.",
                    "{name}: {start_label} {start}; {end_label} {end}; difference {difference}.")  # fmt: skip
_LARGEST: Final = Text(
    "La mayor diferencia entre «{start_label}» y «{end_label}» es la de {name}: de {start} a {end}{percent}",
    "The largest difference between “{start_label}” and “{end_label}” is that of {name}: "
    "from {start} to {end}{percent}",
)
_NONE: Final = Text("Ninguna fila tiene a la vez «{start_label}» y «{end_label}»",
                    "No row has both “{start_label}” and “{end_label}”")  # fmt: skip


@dataclass(frozen=True)
class _Pair:
    key: str
    name: str
    start: Value
    end: Value
    colour: str
    lines: tuple[str, ...] = ()
    mark: str = ""
    warned: str = ""

    @property
    def difference(self) -> Value:
        if isinstance(self.start, Gap):
            return self.start
        return self.end if isinstance(self.end, Gap) else self.end - self.start

    @property
    def gap(self) -> Gap | None:
        """Why neither end has a number; None where one has."""
        return self.start if isinstance(self.start, Gap) and isinstance(self.end, Gap) else None

    @property
    def share(self) -> Decimal | None:
        """The difference as a fraction of the start; None where a percentage would say nothing."""
        if isinstance(self.difference, Gap) or isinstance(self.start, Gap) or self.start <= 0:
            return None
        return self.difference / self.start


@dataclass(frozen=True)
class _Plan:
    pairs: list[_Pair]
    axis: Axis
    names: float
    measure: Measure
    ticks: list[Decimal]


@dataclass(frozen=True)
class _Point:
    """A row of a figure: its middle is in pixels from the top."""

    pair: _Pair
    middle: float


def body(sheet: Sheet[Deviation]) -> Body:
    """Return the differences as SVG."""
    rows = _rows(sheet)
    if not rows:
        return empty(sheet)
    plan = _plan(sheet, rows)
    tops = list(_tops(sheet, plan))
    pairs = "".join(_drawn(sheet, plan, pair, top) for pair, top in zip(plan.pairs, tops, strict=False))
    content = caption(plan.measure.caption) + _legend(sheet) + _grid(sheet, plan, tops[-1]) + pairs
    return with_notes(sheet, content, tops[-1], _below(sheet, rows))


def figure(sheet: Sheet[Deviation]) -> Figure:
    """Return the differences as a plotly figure: a line from start to end, then the two marks."""
    rows = _rows(sheet)
    if not rows:
        return plot.empty(sheet)
    plan = _plan(sheet, rows)
    tops = list(_tops(sheet, plan))
    points = [_Point(pair, _middle(sheet, pair, top)) for pair, top in zip(plan.pairs, tops, strict=False)]
    told = {pair.key: plot.hover(_told(sheet, pair, plan.measure)) for pair in plan.pairs}
    labels = [plan.measure.tick(tick, plan.ticks) for tick in plan.ticks]
    drawn = plot.figure(
        [_ways(plan, points), _starts(sheet, plan, points, told), _ends(sheet, plan, points, told)],
        tops[-1],
        xaxis=plot.value_axis(side="top", range=_limits(plan.axis), **plot.marks(plan.ticks, labels)),
        yaxis=plot.pixel_axis(_TOP - 3, tops[-1]),
        shapes=[_gap_shape(point, point.pair.gap) for point in points if point.pair.gap is not None],
        annotations=[*_captions(sheet, plan), *_row_parts(sheet, plan, points, told)],
        margin=hbars.margin(sheet, plan.axis, _TOP - 3),
    )
    return plot.with_notes(sheet, drawn, _below(sheet, rows))


def sentence(sheet: Sheet[Deviation]) -> str:
    """Return the row with the largest difference in words, whatever its sign."""
    pairs = [pair for pair in _pairs(sheet, list(sheet.result.rows), 100) if _sized(pair) is not None]
    labels = {"start_label": sheet.label(sheet.chart.start), "end_label": sheet.label(sheet.chart.end)}
    if not pairs:
        return sheet.say(_NONE).format(**labels)
    measure = sheet.measure(sheet.chart.start, sheet.chart.end)
    largest = max(pairs, key=lambda pair: _sized(pair) or Decimal(0))
    start, end = measure.spoken(largest.start), measure.spoken(largest.end)
    percent = _percent(sheet, largest).replace(" (", ", ").rstrip(")")
    return sheet.say(_LARGEST).format(
        name=largest.name + largest.mark, start=start, end=end, percent=percent, **labels
    )


def _sized(pair: _Pair) -> Decimal | None:
    return None if isinstance(pair.difference, Gap) else abs(pair.difference)


def _percent(sheet: Sheet[Deviation], pair: _Pair) -> str:
    return "" if pair.share is None else f" ({formats.signed_percent(pair.share, sheet.language)})"


def _below(sheet: Sheet[Deviation], rows: list[Row]) -> list[Note]:
    states = state_notes(sheet, rows, sheet.chart.start, sheet.chart.end)
    return [
        *warning_notes(sheet, rows, sheet.chart.start, sheet.chart.end),
        *states,
        *shown_note(sheet, len(rows)),
    ]


def _rows(sheet: Sheet[Deviation]) -> list[Row]:
    return limited(sheet.result.rows, sheet.chart.key, sheet.chart.limit, sheet.chosen)


def _pairs(sheet: Sheet[Deviation], rows: list[Row], room: float) -> list[_Pair]:
    chart = sheet.chart
    painted = zip(rows, colours([name_of(row, chart.key) for row in rows], sheet.chosen), strict=True)
    return [_pair(sheet, row, colour, room) for row, colour in painted]


def _pair(sheet: Sheet[Deviation], row: Row, colour: str, room: float) -> _Pair:
    chart, name = sheet.chart, name_of(row, sheet.chart.label)
    size = SIZE * BOLD if colour == theme.CHOSEN else SIZE
    start, end = value_of(row, chart.start), value_of(row, chart.end)
    warned = (of(row, chart.start, chart.end) for of in (sheet.mark, sheet.warned))
    return _Pair(name_of(row, chart.key), name, start, end, colour, whole(name, room, size), *warned)


def _plan(sheet: Sheet[Deviation], rows: list[Row]) -> _Plan:
    measure = sheet.measure(sheet.chart.start, sheet.chart.end)
    measure = measure.telling([pair.difference for pair in _pairs(sheet, rows, 100)])
    told = [_difference(sheet, pair, measure) for pair in _pairs(sheet, rows, 100)]
    room = min(max(text_width(text, SIZE) for text in told) + 14, sheet.width * 0.4)
    names = 0.0 if sheet.narrow else names_width(sheet, [name_of(row, sheet.chart.label) for row in rows])
    pairs = _pairs(sheet, rows, names or sheet.width - room)
    left = names + 20 if names else 8.0
    right = sheet.width - 10 - (0 if sheet.narrow else room)
    low, high = with_zero(_plotted(pairs, measure))
    axis = Axis(low, high, left, max(left + 60, right))
    return _Plan(pairs, axis, names, measure, ticks(low, high, 4 if sheet.narrow else 6))


def _plotted(pairs: list[_Pair], measure: Measure) -> Iterator[Decimal]:
    both = (value for pair in pairs for value in (pair.start, pair.end))
    return (measure.plotted(value) for value in both if isinstance(value, Decimal))


def _difference(sheet: Sheet[Deviation], pair: _Pair, measure: Measure) -> str:
    if isinstance(pair.difference, Gap):
        return measure.bare(pair.difference) + pair.mark
    return measure.difference(pair.difference) + _percent(sheet, pair) + pair.mark


def _tops(sheet: Sheet[Deviation], plan: _Plan) -> Iterator[float]:
    top = float(_TOP)
    for pair in plan.pairs:
        yield top
        text = _LEADING * len(pair.lines)
        top += text + 30 if sheet.narrow else max(16, text) + 10
    yield top


def _legend(sheet: Sheet[Deviation]) -> str:
    start, end = sheet.label(sheet.chart.start), sheet.label(sheet.chart.end)
    second = 20 + text_width(start, SIZE) + 24
    colour = theme.CHOSEN if sheet.chosen else theme.MAIN
    first = _hollow(6, 32) + markup.words(start, 16, 36.5)
    return first + _solid(second, 32, colour) + markup.words(end, second + 10, 36.5)


def _grid(sheet: Sheet[Deviation], plan: _Plan, bottom: float) -> str:
    lines = "".join(_tick(plan, tick, bottom) for tick in plan.ticks)
    if sheet.narrow:
        return lines
    head = sheet.say(_HEAD)
    return lines + markup.words(
        head, sheet.width, _TOP - 8, text_anchor="end", font_size=SMALL, fill=theme.MUTED
    )


def _tick(plan: _Plan, tick: Decimal, bottom: float) -> str:
    x = plan.axis.at(tick)
    text = plan.measure.tick(tick, plan.ticks)
    past = x + text_width(text, SMALL) / 2 - plan.axis.end > 10
    stroke = theme.INK if tick == 0 else theme.LINE
    return markup.rule(x, _TOP - 3, x, bottom - 4, stroke=stroke) + markup.words(
        text, x, _TOP - 8, text_anchor="end" if past else "middle", font_size=SMALL, fill=theme.MUTED
    )


def _drawn(sheet: Sheet[Deviation], plan: _Plan, pair: _Pair, top: float) -> str:
    middle = _middle(sheet, pair, top)
    first = top + 12 if sheet.narrow else middle + 4.5 - (len(pair.lines) - 1) * _LEADING / 2
    name = _name(sheet, plan, pair, first)
    figures = _figures(sheet, plan, pair, middle, first)
    return markup.titled(name + _marks(sheet, plan, pair, middle) + figures, _told(sheet, pair, plan.measure))


def _middle(sheet: Sheet[Deviation], pair: _Pair, top: float) -> float:
    text = _LEADING * len(pair.lines)
    return top + text + 10 if sheet.narrow else top + max(16, text) / 2


def _name(sheet: Sheet[Deviation], plan: _Plan, pair: _Pair, y: float) -> str:
    x, anchor = (0.0, "start") if sheet.narrow else (plan.names, "end")
    weight = 700 if pair.colour == theme.CHOSEN else None
    ground = markup.rect(0, y - 12, sheet.width, _LEADING * len(pair.lines), fill=theme.PAPER)
    name = markup.lines(list(pair.lines), x, y, _LEADING, text_anchor=anchor, font_weight=weight)
    return ground + name if sheet.narrow else name


def _figures(sheet: Sheet[Deviation], plan: _Plan, pair: _Pair, middle: float, first: float) -> str:
    text = _difference(sheet, pair, plan.measure)
    return markup.words(text, sheet.width, first if sheet.narrow else middle + 4.5, text_anchor="end")


def _marks(sheet: Sheet[Deviation], plan: _Plan, pair: _Pair, y: float) -> str:
    start, end = (
        None if isinstance(value, Gap) else plan.axis.at(plan.measure.plotted(value))
        for value in (pair.start, pair.end)
    )
    way = ""
    if start is not None and end is not None:
        way = markup.rule(start, y, end, y, stroke=pair.colour, stroke_width=3)
    hollow = "" if start is None else _hollow(start, y)
    solid = "" if end is None else _solid(end, y, pair.colour)
    return way + hollow + solid + ("" if pair.gap is None else _gap(sheet, plan, pair.gap, y))


def _gap(sheet: Sheet[Deviation], plan: _Plan, gap: Gap, y: float) -> str:
    x = min(plan.axis.at(0) + 2, sheet.width - 25.0)
    return markup.rect(x, y - 7, 24, 14, fill=sheet.fill(gap.state), stroke=theme.HATCH)


def _hollow(x: float, y: float) -> str:
    colour = theme.STAGES["approved"]
    return markup.element("circle", cx=x, cy=y, r=_RADIUS, fill=theme.PAPER, stroke=colour, stroke_width=2)


def _solid(x: float, y: float, colour: str) -> str:
    return markup.element(
        "circle", cx=x, cy=y, r=_RADIUS + 1, fill=colour, stroke=theme.PAPER, stroke_width=1.5
    )


def _told(sheet: Sheet[Deviation], pair: _Pair, measure: Measure) -> str:
    chart = sheet.chart
    difference = measure.full(pair.difference) + _percent(sheet, pair)
    told = sheet.say(_TOLD).format(
        name=pair.name,
        start_label=sheet.label(chart.start),
        start=measure.full(pair.start),
        end_label=sheet.label(chart.end),
        end=measure.full(pair.end),
        difference=difference,
    )
    return told + pair.warned


def _limits(axis: Axis) -> list[float]:
    return [float(axis.low), float(axis.high)]


def _captions(sheet: Sheet[Deviation], plan: _Plan) -> list[plot.Part]:
    """The unit, what the hollow and the solid mark stand for, and what stands at the right end."""
    start = round(plan.axis.start)
    text = f"○ {sheet.label(sheet.chart.start)}   ● {sheet.label(sheet.chart.end)}"
    legend = plot.unit_caption(text, start, 22) | {"font": {"size": SIZE, "color": theme.INK}}
    told = [plot.unit_caption(plan.measure.caption, start, 43), legend]
    if sheet.narrow:
        return told
    head = plot.unit_caption(sheet.say(_HEAD), 0, 2)
    return [*told, head | {"x": 1, "xanchor": "right", "xshift": sheet.width - round(plan.axis.end)}]


def _row_parts(sheet: Sheet[Deviation], plan: _Plan, points: list[_Point], told: _Told) -> list[plot.Part]:
    """The names and the differences of a figure."""
    return [part for point in points for part in _row_part(sheet, plan, point, told[point.pair.key])]


def _row_part(sheet: Sheet[Deviation], plan: _Plan, point: _Point, told: str) -> Iterator[plot.Part]:
    pair, start = point.pair, round(plan.axis.start)
    ends = {"x": 1, "xanchor": "right", "xshift": sheet.width - round(plan.axis.end)}
    at: plot.Part = {"y": point.middle, "hovertext": told}
    left: plot.Part
    if sheet.narrow:
        above = {"yanchor": "bottom", "bgcolor": theme.PAPER, "yshift": 9}
        at, ends, left = at | above, ends | above, {"xanchor": "left", "align": "left", "x": -start}
    else:
        left = {"xanchor": "right", "align": "right", "x": plan.names - start}
    font = {"weight": 700} if pair.colour == theme.CHOSEN else {}
    yield plot.row_text(pair.lines, **at, **left, font=font)
    first_line = _LEADING * (len(pair.lines) - 1) if sheet.narrow else 0
    difference = plot.row_text((_difference(sheet, pair, plan.measure),), point.middle, 0) | at | ends
    yield difference | {"yshift": difference.get("yshift", 0) + first_line}


def _ways(plan: _Plan, points: list[_Point]) -> plot.Part:
    whole = [at for at in points if not isinstance(at.pair.difference, Gap)]
    xs = [x for at in whole for x in (*map(plot.pixel, _plotted([at.pair], plan.measure)), None)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": [y for at in whole for y in (at.middle, at.middle, None)],
        "line": {"color": theme.CONTEXT, "width": 3},
        "hoverinfo": "skip",
    }


def _starts(sheet: Sheet[Deviation], plan: _Plan, points: list[_Point], told: _Told) -> plot.Part:
    drawn = [(at, at.pair.start) for at in points if isinstance(at.pair.start, Decimal)]
    marker = {
        "color": theme.PAPER,
        "size": 11,
        "line": {"color": theme.STAGES["approved"], "width": 2},
    }
    return _points(drawn, plan, sheet.label(sheet.chart.start), marker, told)


def _ends(sheet: Sheet[Deviation], plan: _Plan, points: list[_Point], told: _Told) -> plot.Part:
    drawn = [(at, at.pair.end) for at in points if isinstance(at.pair.end, Decimal)]
    marker = {"color": [at.pair.colour for at, _ in drawn], "size": 12}
    return _points(drawn, plan, sheet.label(sheet.chart.end), marker, told)


def _points(
    points: list[tuple[_Point, Decimal]], plan: _Plan, name: str, marker: plot.Part, told: _Told
) -> plot.Part:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plot.safe(name),
        "x": [float(plan.measure.plotted(value)) for _, value in points],
        "y": [at.middle for at, _ in points],
        "marker": marker,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [told[at.pair.key] for at, _ in points],
    }


def _gap_shape(point: _Point, gap: Gap) -> plot.Part:
    return plot.state_box(gap.state, (0, point.middle), 2)


KIND: Final = Kind(
    Deviation,
    Text("Gráfica de diferencias", "Chart of differences"),
    figure=figure,
    body=body,
    sentence=sentence,
)
