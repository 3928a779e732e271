"""Lines over years, named at their ends; cut where a value is missing or the series breaks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import formats, theme
from dashboard.charts import markup, plot
from dashboard.charts.axes import Axis, ticks, with_zero
from dashboard.charts.lettering import text_width, whole
from dashboard.charts.measures import Measure
from dashboard.charts.model import TimeSeries
from dashboard.charts.series import Line, Point, breaks_of, crosses, lines_of, years_of
from dashboard.charts.sheet import (
    BOLD,
    SIZE,
    SMALL,
    Body,
    Figure,
    Kind,
    Legend,
    Note,
    Sheet,
    caption,
    empty,
    state_notes,
    warning_notes,
    with_notes,
)
from dashboard.charts.states import ORDER, meaning
from dashboard.data.result import SeriesBreak, State
from dashboard.data.words import STATES
from dashboard.theme import SeriesStyle
from loaders.model import Text

_TOP: Final = 44
_LEADING: Final = 15
_STRIP: Final = 17  # the height of a row of boxes of a state
_NAMED: Final = 8
_TOLD: Final = 4  # so many lines are all told in the sentence
_DASHES: Final = {"solid": None, "dash": "7 4", "dot": "2 3", "dashdot": "9 3 2 3",
                  "longdash": "13 4", "longdashdot": "13 4 2 4"}  # fmt: skip

_BREAK: Final = Text("Corte de la serie", "Break in the series")
_REASON: Final = Text("{mark} Corte de la serie entre {before} y {after}: {reason}",
                      "{mark} Break in the series between {before} and {after}: {reason}")  # fmt: skip
_IN_ALL: Final = Text("Todas las líneas: {years}", "All lines: {years}")
_UNNAMED: Final = Text("En gris, sin nombre: {count} líneas más; la tabla las trae todas.",
                       "In grey, unnamed: {count} more lines; the table has them all.")  # fmt: skip
_CHANGE: Final = Text("{name}: de {start} en {first} a {end} en {last}{percent}",
                      "{name}: from {start} in {first} to {end} in {last}{percent}")  # fmt: skip
_NO_CHANGE: Final = Text(
    "{name}: {start} en {first} y {end} en {last}; entre {before} y {after} hay un corte de la serie, "
    "por lo que no se calcula el cambio",
    "{name}: {start} in {first} and {end} in {last}; the series breaks between {before} and {after}, "
    "so no change is worked out",
)
_ONE: Final = Text("{name}: {start} en {first}", "{name}: {start} in {first}")
_NONE: Final = Text("No hay valores de «{measure}»", "There are no values of “{measure}”")


@dataclass(frozen=True)
class _Plan:
    lines: list[Line]
    named: list[Line]
    breaks: dict[tuple[int, int], list[SeriesBreak]]
    years: list[int]
    x: Axis
    y: Axis
    ticks: list[Decimal]
    measure: Measure


@dataclass(frozen=True)
class _Name:
    """The name and last value at the end of a line: `at` is where the line ends, `y` where there is room."""

    line: Line
    texts: tuple[str, ...]
    at: float
    y: float


def body(sheet: Sheet[TimeSeries]) -> Body:
    """Return the lines as SVG."""
    lines = lines_of(sheet)
    if not any(line.pieces for line in lines):
        return empty(sheet, state_notes(sheet, sheet.result.rows, sheet.chart.value))
    plan = _plan(sheet, lines)
    back = [line for line in plan.lines if line not in plan.named]
    drawn = "".join(_drawn(sheet, plan, line) for line in [*back, *reversed(plan.named)])
    names = "".join(_named(plan, name) for name in _names(sheet, plan))
    content = caption(plan.measure.caption) + _grid(plan) + _breaks(sheet, plan) + drawn + names
    below = plan.y.start + 28 + _STRIP * len(_strip(plan))
    return with_notes(sheet, content + _gap_marks(sheet, plan), below, _notes(sheet, plan))


def figure(sheet: Sheet[TimeSeries]) -> Figure:
    """Return the lines as a plotly figure, laid out like the drawing."""
    lines = lines_of(sheet)
    if not any(line.pieces for line in lines):
        return plot.empty(sheet, state_notes(sheet, sheet.result.rows, sheet.chart.value))
    plan = _plan(sheet, lines)
    left = round(plan.x.start)
    shapes, marks = _break_parts(sheet, plan)
    strip = _STRIP * len(_strip(plan))
    labels = [plan.measure.tick(tick, plan.ticks) for tick in plan.ticks]
    limits = [float(plan.y.low), float(plan.y.high)]
    drawn = plot.figure(
        [_trace(sheet, plan, line) for line in plan.lines],
        plan.y.start + 30 + strip,
        xaxis=_year_axis(plan),
        yaxis=plot.value_axis(range=limits, **plot.marks(plan.ticks, labels)),
        shapes=[*shapes, *_gap_boxes(plan)],
        annotations=[
            plot.unit_caption(plan.measure.caption, left, 26),
            *marks,
            *_name_parts(sheet, plan),
            *_daggers(plan),
        ],
        margin={"l": left, "r": round(sheet.width - plan.x.end), "t": _TOP, "b": 30 + strip, "pad": 2},
        hovermode="closest",
    )
    return plot.with_notes(sheet, drawn, _notes(sheet, plan))


def sentence(sheet: Sheet[TimeSeries]) -> str:
    """Return the first and last value of each chosen line, with the change unless a break forbids it.

    Where none is chosen, of all lines if they are few, else of the leading one.
    """
    lines = [line for line in lines_of(sheet) if line.points]
    if not lines:
        return sheet.say(_NONE).format(measure=sheet.label(sheet.chart.value))
    few = lines if len(lines) <= _TOLD else lines[:1]
    chosen = [line for line in lines if line.key in sheet.chosen] or few
    return "; ".join(_line_told(sheet, line) for line in chosen)


def _line_told(sheet: Sheet[TimeSeries], line: Line) -> str:
    start, end = line.points[0], line.points[-1]
    measure = sheet.measure(sheet.chart.value)
    parts = {"name": line.name + (start.mark or end.mark), "first": start.year, "last": end.year}
    parts |= {"start": measure.spoken(start.value), "end": measure.spoken(end.value)}
    return _changed(sheet, line, start, end).format(**parts)


def _changed(sheet: Sheet[TimeSeries], line: Line, start: Point, end: Point) -> str:
    if start.year == end.year:
        return sheet.say(_ONE)
    broken = crosses(sheet, line.key, start.year, end.year)
    if broken:
        years = {"before": str(broken.before), "after": str(broken.after)}
        return sheet.say(_NO_CHANGE).replace("{before}", years["before"]).replace("{after}", years["after"])
    percent = ""
    if start.value > 0 and sheet.result.column(sheet.chart.value).unit not in ("share", "share_of_gdp"):
        change = (end.value - start.value) / start.value
        percent = f", {formats.signed_percent(change, sheet.language)}"
    return sheet.say(_CHANGE).replace("{percent}", percent)


def _plan(sheet: Sheet[TimeSeries], lines: list[Line]) -> _Plan:
    named = _leading(sheet, lines)
    measure = sheet.measure(sheet.chart.value).telling([line.points[-1].value for line in named])
    values = [measure.plotted(point.value) for line in lines for point in line.points]
    low, high = with_zero(values)
    marks = ticks(low, high, 6)
    years = years_of(sheet)
    x = _year_scale(
        sheet, years, _tick_room(sheet, measure, marks), _room(measure, named, _names_width(sheet, named))
    )
    y = Axis(low, high, _height(sheet, measure, named) - 30, _TOP)
    return _Plan(lines, named, breaks_of(sheet, {line.key for line in lines}), years, x, y, marks, measure)


def _names_width(sheet: Sheet[TimeSeries], named: list[Line]) -> float:
    """The room for names at the ends of lines; on a phone that of the widest word, so that none is broken."""
    if not sheet.narrow:
        return 176
    words = (text_width(word, SIZE * BOLD) for line in named for word in line.name.split())
    return max(96, min(max(words, default=0) + 1, sheet.width * 0.4 - 14))


def _height(sheet: Sheet[TimeSeries], measure: Measure, named: list[Line]) -> float:
    """The height of the lines, or more where it takes more to name them all at their ends."""
    names = sum(_LEADING * len(_texts(line, measure, _names_width(sheet, named))) + 4 for line in named)
    return max(320 if sheet.narrow else 380, names + _TOP)


def _tick_room(sheet: Sheet[TimeSeries], measure: Measure, marks: list[Decimal]) -> float:
    widest = max((text_width(measure.tick(tick, marks), SMALL) for tick in marks), default=0)
    return min(widest + 8, sheet.width * 0.25)


def _year_scale(sheet: Sheet[TimeSeries], years: list[int], left: float, right: float) -> Axis:
    first, last = (years[0], years[-1]) if len(years) > 1 else (years[0] - 1, years[0] + 1)
    return Axis(Decimal(first), Decimal(last), left, sheet.width - min(right, sheet.width * 0.4))


def _leading(sheet: Sheet[TimeSeries], lines: list[Line]) -> list[Line]:
    drawn = [line for line in lines if line.points]
    ranked = sorted(drawn, key=lambda line: (line.style != theme.CONTEXT_SERIES, line.points[-1].value))
    return ranked[::-1][: _NAMED if not sheet.narrow else 6]


def _room(measure: Measure, named: list[Line], most: float) -> float:
    texts = [text for line in named for text in _texts(line, measure, most)]
    return max((text_width(text, SIZE * BOLD) for text in texts), default=0) + 14


def _texts(line: Line, measure: Measure, room: float) -> tuple[str, ...]:
    return (*whole(line.name, room, SIZE * BOLD), measure.bare(line.points[-1].value))


def _grid(plan: _Plan) -> str:
    return "".join(_amount_line(plan, tick) for tick in plan.ticks) + _year_labels(plan)


def _amount_line(plan: _Plan, tick: Decimal) -> str:
    y = plan.y.at(tick)
    stroke = theme.INK if tick == 0 else theme.LINE
    label = plan.measure.tick(tick, plan.ticks)
    text = markup.words(label, plan.x.start - 8, y + 4, text_anchor="end", font_size=SMALL, fill=theme.MUTED)
    return markup.rule(plan.x.start, y, plan.x.end, y, stroke=stroke) + text


def _year_labels(plan: _Plan) -> str:
    y = plan.y.start + 18
    return "".join(
        markup.words(
            formats.year(year), plan.x.at(year), y, text_anchor="middle", font_size=SMALL, fill=theme.MUTED
        )
        for year in _labelled(plan.years, plan.x.end - plan.x.start)
    )


def _labelled(years: list[int], pixels: float) -> list[int]:
    """The years that get a label: all if there is room, else every second, fifth …, the last always."""
    room = pixels / max(1, years[-1] - years[0])
    every = next((step for step in (1, 2, 5, 10, 20, 50, 100) if step * room >= 42), 1000)
    return [year for year in years if (years[-1] - year) % every == 0]


def _breaks(sheet: Sheet[TimeSeries], plan: _Plan) -> str:
    return "".join(
        _break(sheet, plan, before, after, at) for at, (before, after) in enumerate(plan.breaks, 1)
    )


def _break(sheet: Sheet[TimeSeries], plan: _Plan, before: int, after: int, at: int) -> str:
    left, right = plan.x.at(before), plan.x.at(after)
    inset = min(7, (right - left) * 0.2)
    left, right = left + inset, right - inset
    height = plan.y.start - _TOP
    band = markup.rect(left, _TOP, right - left, height, fill=f"url(#{sheet.hatch})", opacity=0.35)
    sides = "".join(
        markup.rule(x, _TOP, x, plan.y.start, stroke=theme.ATTENTION, stroke_dasharray="4 3")
        for x in (left, right)
    )
    middle = (left + right) / 2
    dot = markup.element(
        "circle", cx=middle, cy=_TOP - 10, r=8.5, fill=theme.PAPER, stroke=theme.ATTENTION, stroke_width=1.8
    )
    number = markup.words(str(at), middle, _TOP - 5.8, text_anchor="middle", font_size=SMALL, font_weight=700)
    told = f"{sheet.say(_BREAK)} {before}–{after}"
    return markup.titled(band + sides + dot + number, told)


def _strip(plan: _Plan) -> dict[State, list[int]]:
    """The years in which some line has no number, by state: below the years, each state has its own row."""
    gaps = [(gap.state, year) for line in plan.lines for year, gap in line.gaps.items()]
    return {state: years for state in ORDER if (years := sorted({at for of, at in gaps if of is state}))}


def _box_width(plan: _Plan) -> float:
    years = float(plan.x.high - plan.x.low) or 1.0
    return max(4.0, min(24.0, (plan.x.end - plan.x.start) / years * 0.8))


def _gap_marks(sheet: Sheet[TimeSeries], plan: _Plan) -> str:
    return "".join(
        _gap_mark(sheet, plan, state, year, row)
        for row, (state, years) in enumerate(_strip(plan).items())
        for year in years
    )


def _gap_mark(sheet: Sheet[TimeSeries], plan: _Plan, state: State, year: int, row: int) -> str:
    width, top = _box_width(plan), plan.y.start + 26 + _STRIP * row
    box = markup.rect(plan.x.at(year) - width / 2, top, width, 12, fill=sheet.fill(state), stroke=theme.HATCH)
    return markup.titled(box, _gap_told(sheet, plan, state, year))


def _gap_told(sheet: Sheet[TimeSeries], plan: _Plan, state: State, year: int) -> str:
    names = [line.name for line in plan.lines if year in line.gaps and line.gaps[year].state is state]
    return f"{formats.year(year)}, {STATES[state].in_(sheet.language)}: {', '.join(names)}."


def _gap_boxes(plan: _Plan) -> list[plot.Part]:
    """The same strip in a figure."""
    width, span = _box_width(plan), float(plan.x.high - plan.x.low)
    # In shares of the whole drawing: what stands on the axis of years is cut off at its ends.
    return [
        plot.state_box(
            state,
            ((year - float(plan.x.low)) / span, 0),
            -width / 2,
            -32 - _STRIP * row,
            width,
            xref="paper",
            yref="paper",
        )
        for row, (state, years) in enumerate(_strip(plan).items())
        for year in years
    ]


def _drawn(sheet: Sheet[TimeSeries], plan: _Plan, line: Line) -> str:
    strokes = "".join(_piece(plan, line, piece) for piece in line.pieces if len(piece) > 1)
    marked = line.style != theme.CONTEXT_SERIES and len(plan.years) <= 24
    dotted = [point for piece in line.pieces for point in piece if marked or len(piece) == 1 or point.mark]
    return strokes + "".join(_dot(plan, line, point) for point in dotted)


def _piece(plan: _Plan, line: Line, piece: tuple[Point, ...]) -> str:
    points = " ".join(",".join(markup.coordinate(value) for value in _place(plan, point)) for point in piece)
    return markup.element(
        "polyline",
        points=points,
        fill="none",
        stroke=line.style.colour,
        stroke_width=_stroke(line.style),
        stroke_dasharray=_DASHES[line.style.dash],
        stroke_linejoin="round",
    )


def _stroke(style: SeriesStyle) -> float:
    return 1.5 if style == theme.CONTEXT_SERIES else 2.5


def _place(plan: _Plan, point: Point) -> tuple[float, float]:
    return plan.x.at(point.year), plan.y.at(plan.measure.plotted(point.value))


def _dot(plan: _Plan, line: Line, point: Point) -> str:
    x, y = _place(plan, point)
    dagger = markup.words(point.mark.strip(), x, y - 7, text_anchor="middle") if point.mark else ""
    return markup.titled(_marker(line, x, y) + dagger, _told(plan, line, point))


def _marker(line: Line, x: float, y: float) -> str:
    style = line.style
    paint: dict[str, markup.Attribute] = {
        "fill": theme.PAPER if style.hollow else style.colour,
        "stroke": style.colour,
        "stroke_width": 1.5,
    }
    if style.marker == "circle":
        return markup.element("circle", cx=x, cy=y, r=3.5, **paint)
    outline = _OUTLINES[style.marker]
    points = " ".join(f"{markup.coordinate(x + dx)},{markup.coordinate(y + dy)}" for dx, dy in outline)
    return markup.element("polygon", points=points, **paint)


_OUTLINES: Final = {
    "square": ((-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)),
    "diamond": ((0, -4.8), (4.8, 0), (0, 4.8), (-4.8, 0)),
    "triangle-up": ((0, -4.6), (4.6, 3.6), (-4.6, 3.6)),
}


def _told(plan: _Plan, line: Line, point: Point) -> str:
    return f"{line.name}, {formats.year(point.year)}: {plan.measure.full(point.value)}.{point.warned}"


def _names(sheet: Sheet[TimeSeries], plan: _Plan) -> list[_Name]:
    room = sheet.width - plan.x.end - 14
    ends = [(line, _texts(line, plan.measure, room), _place(plan, line.points[-1])[1]) for line in plan.named]
    names: list[_Name] = []
    top = float(_TOP - 30)
    for line, texts, at in sorted(ends, key=lambda end: end[2]):
        y = max(at - _LEADING * (len(texts) - 1) / 2, top + _LEADING)
        names.append(_Name(line, texts, at, y))
        top = y + _LEADING * (len(texts) - 1) + 4
    return _lifted(names, plan.y.start + 2)


def _lifted(names: list[_Name], bottom: float) -> list[_Name]:
    """Push names up again from the bottom, where the last ones would leave the drawing."""
    lifted: list[_Name] = []
    for name in reversed(names):
        y = min(name.y, bottom - _LEADING * (len(name.texts) - 1))
        lifted.append(_Name(name.line, name.texts, name.at, y))
        bottom = y - _LEADING - 4
    return lifted[::-1]


def _named(plan: _Plan, name: _Name) -> str:
    last = name.line.points[-1]
    x = plan.x.end + 12
    middle = name.y - 4 + _LEADING * (len(name.texts) - 1) / 2
    end = plan.x.at(last.year) + 5
    way = (
        markup.rule(end, name.at, x - 3, middle, stroke=name.line.style.colour)
        if abs(middle - name.at) > 7
        else ""
    )
    grey = name.line.style == theme.CONTEXT_SERIES
    colour = theme.MUTED if grey or name.line.style.hollow else _text_colour(name.line.style.colour)
    *lines, value = name.texts
    below = name.y + _LEADING * len(lines)
    heading = markup.lines(lines, x, name.y, _LEADING, fill=colour, font_weight=None if grey else 700)
    return way + heading + markup.words(value, x, below, fill=colour)


def _text_colour(colour: str) -> str:
    return colour if theme.contrast(colour, theme.PAPER) >= 4.5 else theme.INK


def _notes(sheet: Sheet[TimeSeries], plan: _Plan) -> list[Note]:
    return [
        *warning_notes(sheet, sheet.result.rows, sheet.chart.value),
        *_reasons(sheet, plan),
        *_gap_notes(sheet, plan),
        *_unnamed(sheet, plan),
    ]


def _reasons(sheet: Sheet[TimeSeries], plan: _Plan) -> list[str]:
    return [_reason(sheet, plan, at, *each) for at, each in enumerate(plan.breaks.items(), 1)]


def _reason(
    sheet: Sheet[TimeSeries], plan: _Plan, at: int, years: tuple[int, int], breaks: list[SeriesBreak]
) -> str:
    told = _joined(sheet, plan, breaks)
    return sheet.say(_REASON).format(mark=f"({at})", before=years[0], after=years[1], reason=told)


def _joined(sheet: Sheet[TimeSeries], plan: _Plan, breaks: list[SeriesBreak]) -> str:
    told = (f"{_concerned(plan, each)}{sheet.say(each.reason).rstrip('.')}." for each in breaks)
    return " ".join(dict.fromkeys(told))


def _concerned(plan: _Plan, each: SeriesBreak) -> str:
    names = [line.name for line in plan.lines if line.key in each.keys]
    return f"{', '.join(names)}: " if names and len(plan.lines) > 1 else ""


def _gap_notes(sheet: Sheet[TimeSeries], plan: _Plan) -> list[Note]:
    """Say for each state which lines have no number in which years, and why where it is withheld."""
    return [
        Legend(state, f"{meaning(state, sheet.language)} {_gaps_told(sheet, plan, state)}.")
        for state in _strip(plan)
    ]


def _gaps_told(sheet: Sheet[TimeSeries], plan: _Plan, state: State) -> str:
    """The years of each line in a state; told once where they are the same in all lines."""
    told = [(line.name, _years_told(sheet, plan, line, state)) for line in plan.lines]
    same = {years for _, years in told}
    if len(same) == 1 and len(told) > 1:
        return sheet.say(_IN_ALL).format(years=same.pop())
    return "; ".join(f"{name} {years}" for name, years in told if years)


def _years_told(sheet: Sheet[TimeSeries], plan: _Plan, line: Line, state: State) -> str:
    reasons: dict[Text | None, list[int]] = {}
    for year, gap in line.gaps.items():
        if gap.state is state:
            reasons.setdefault(gap.reason if state is State.WITHHELD else None, []).append(year)
    spans = ((_spans(tuple(years), plan.years), reason) for reason, years in reasons.items())
    return ", ".join(f"{years} ({sheet.say(reason)})" if reason else years for years, reason in spans)


def _spans(gaps: tuple[int, ...], years: list[int]) -> str:
    """2017, 2018, 2019, 2021 as "2017–2019, 2021": runs of the years that are drawn."""
    runs: list[list[int]] = []
    for year in gaps:
        if runs and years.index(year) == years.index(runs[-1][-1]) + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _unnamed(sheet: Sheet[TimeSeries], plan: _Plan) -> list[str]:
    count = sum(1 for line in plan.lines if line.points) - len(plan.named)
    return [sheet.say(_UNNAMED).format(count=count)] if count > 0 else []


def _trace(sheet: Sheet[TimeSeries], plan: _Plan, line: Line) -> plot.Part:
    points = [point for piece in line.pieces for point in (*piece, None)]
    style = line.style
    fill = theme.PAPER if style.hollow else style.colour
    return {
        "type": "scatter",
        "mode": "lines" if style == theme.CONTEXT_SERIES and len(points) > 3 else "lines+markers",
        "name": plot.safe(line.name),
        "x": [None if point is None else point.year for point in points],
        "y": [None if point is None else float(plan.measure.plotted(point.value)) for point in points],
        "line": {"color": style.colour, "dash": style.dash, "width": _stroke(style)},
        "marker": {
            "symbol": style.marker,
            "size": 7,
            "color": fill,
            "line": {"color": style.colour, "width": 1.5},
        },
        "connectgaps": False,
        "hoverinfo": "text",
        "hovertext": [None if point is None else plot.hover(_told(plan, line, point)) for point in points],
        "cliponaxis": False,
    }


def _year_axis(plan: _Plan) -> plot.Part:
    labels = _labelled(plan.years, plan.x.end - plan.x.start)
    return {
        "type": "linear",
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "minor": {"ticks": "outside", "dtick": 1, "ticklen": 3, "tickcolor": theme.CONTEXT},
        "tickangle": 0,
        "range": [float(plan.x.low), float(plan.x.high)],
        "tickmode": "array",
        "tickvals": labels,
        "ticktext": [formats.year(year) for year in labels],
        "tickfont": {"size": SMALL, "color": theme.MUTED},
    }


def _break_parts(sheet: Sheet[TimeSeries], plan: _Plan) -> tuple[list[plot.Part], list[plot.Part]]:
    reasons = _reasons(sheet, plan)
    shapes = [_band(before, after) for before, after in plan.breaks]
    marks = [
        plot.annotation(
            f"({at})",
            x=(before + after) / 2,
            y=1,
            yref="paper",
            xanchor="center",
            yanchor="bottom",
            hovertext=plot.hover(reason),
        )
        for at, ((before, after), reason) in enumerate(zip(plan.breaks, reasons, strict=True), 1)
    ]
    return shapes, marks


def _band(before: int, after: int) -> plot.Part:
    edge = 0.15 * (after - before)
    return {
        "type": "rect",
        "layer": "below",
        "xref": "x",
        "yref": "paper",
        "x0": before + edge,
        "x1": after - edge,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.LINE,
        "opacity": 0.6,
        "line": {"color": theme.ATTENTION, "width": 1, "dash": "dash"},
    }


def _daggers(plan: _Plan) -> list[plot.Part]:
    """The marks of points that have a warning."""
    return [
        plot.annotation(
            point.mark.strip(),
            x=point.year,
            y=float(plan.measure.plotted(point.value)),
            xanchor="center",
            yanchor="bottom",
            yshift=4,
            hovertext=plot.hover(point.warned),
        )
        for line in plan.lines
        for point in line.points
        if point.mark
    ]


def _name_parts(sheet: Sheet[TimeSeries], plan: _Plan) -> list[plot.Part]:
    return [_name_part(plan, name) for name in _names(sheet, plan)]


def _name_part(plan: _Plan, name: _Name) -> plot.Part:
    """The name at the end of a line, with a leader where it had to make room for others."""
    point, colour = name.line.points[-1], name.line.style.colour
    middle = name.y - 4 + _LEADING * (len(name.texts) - 1) / 2
    part = plot.annotation("", x=point.year, y=float(plan.measure.plotted(point.value)), align="left")
    told = "<br>".join(map(plot.safe, name.texts))
    text = {"text": told, "font": {"color": _text_colour(colour), "size": SMALL}, "borderpad": 2}
    aside = float(plan.x.high) + float(plan.x.high - plan.x.low) * 8 / (plan.x.end - plan.x.start)
    tail = {"axref": "x", "ax": aside, "ay": middle - name.at, "xshift": 4}
    shown = abs(middle - name.at) > 7 or point.year != plan.years[-1]
    line = {"arrowhead": 0, "arrowwidth": 1, "arrowcolor": colour if shown else "rgba(0,0,0,0)"}
    return part | text | tail | line | {"showarrow": True}


KIND: Final = Kind(
    TimeSeries, Text("Gráfica de líneas", "Line chart"), figure=figure, body=body, sentence=sentence
)
