"""The 32 states in five printed classes: an equal-area map, and every state as a tile of the same size.

Colour is never alone: the legend prints ranges, tiles carry the number of their class, and a ranking with all
values belongs beside every map.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import theme
from dashboard.charts import geometry, markup, plot
from dashboard.charts.classes import Classes, quantiles
from dashboard.charts.measures import Measure, name_of, value_of
from dashboard.charts.model import StateMap
from dashboard.charts.sheet import (
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
from dashboard.charts.squarify import Box
from dashboard.charts.states import ORDER, meaning
from dashboard.data.result import Gap, State, Value
from dashboard.data.words import NOT_THERE
from loaders.model import Text

_TOP: Final = 24
_ROW: Final = 22
_LEGEND: Final = 208
_TALLEST: Final = 56.0
_HIGHEST: Final = 600.0

# Columns and rows of the tile map, so that neighbours stay near each other.
TILES: Final = {
    "02": (0, 0, "BC"), "26": (1, 0, "SON"), "08": (2, 0, "CHIH"), "05": (3, 0, "COAH"),
    "03": (0, 1, "BCS"), "25": (1, 1, "SIN"), "10": (2, 1, "DGO"), "19": (4, 1, "NL"), "32": (3, 1, "ZAC"),
    "28": (5, 1, "TAMS"), "18": (1, 2, "NAY"), "01": (2, 2, "AGS"), "24": (3, 2, "SLP"), "11": (3, 3, "GTO"),
    "22": (4, 2, "QRO"), "13": (5, 2, "HGO"), "30": (6, 2, "VER"), "14": (2, 3, "JAL"),
    "15": (4, 3, "MEX"), "29": (5, 3, "TLAX"), "31": (9, 2, "YUC"), "06": (2, 4, "COL"), "16": (3, 4, "MICH"),
    "09": (4, 4, "CDMX"), "17": (5, 4, "MOR"), "21": (6, 3, "PUE"), "04": (8, 3, "CAMP"),
    "23": (9, 3, "QROO"), "12": (4, 5, "GRO"), "20": (5, 5, "OAX"), "27": (7, 4, "TAB"), "07": (6, 5, "CHIS"),
}  # fmt: skip

# A state of which the answer has no row.
_NO_ROW: Final = Gap(State.NOT_APPLICABLE, NOT_THERE)
_OUTSIDE: Final = Text("Fuera del mapa: {what}.", "Not on the map: {what}.")
_COUNT: Final = Text("{at}: {low} a {high} ({count})", "{at}: {low} to {high} ({count})")
_HEAD: Final = Text("Clase: intervalo (entidades)", "Class: range (states)")
_ENDS: Final = Text(
    "El valor más alto de «{measure}» es el de {first}: {high}; el más bajo, el de {last}: {low}",
    "The highest value of “{measure}” is that of {first}: {high}; the lowest is that of {last}: {low}",
)
_NONE: Final = Text("Ninguna entidad tiene un valor de «{measure}»", "No state has a value of “{measure}”")


@dataclass(frozen=True)
class _State:
    code: str
    name: str
    value: Value
    place: int | None
    chosen: bool


@dataclass(frozen=True)
class _Plan:
    states: list[_State]
    outside: list[_State]
    classes: Classes
    measure: Measure


def body(sheet: Sheet[StateMap]) -> Body:
    """Return the equal-area map as SVG, its legend below it (narrow) or in its empty corner."""
    plan = _plan(sheet)
    if not any(isinstance(state.value, Decimal) for state in plan.states):
        return empty(sheet, state_notes(sheet, sheet.result.rows, sheet.chart.value))
    drawn = geometry.outlines(sheet.width)
    later = sorted(plan.states, key=lambda state: state.chosen)
    paths = "".join(_shape(sheet, plan, state, drawn.paths[state.code]) for state in later)
    scale = f"translate(0 {_TOP}) scale({1 / geometry.POINTS_PER_PIXEL})"
    states = markup.element("g", paths, transform=scale, stroke_linejoin="round")
    return _with_legend(sheet, plan, states, _TOP + drawn.height, aside=True)


def tiles(sheet: Sheet[StateMap]) -> Body:
    """Return the tile map as SVG: every state the same size, with its abbreviation and class."""
    plan = _plan(sheet)
    if not any(isinstance(state.value, Decimal) for state in plan.states):
        return empty(sheet, state_notes(sheet, sheet.result.rows, sheet.chart.value))
    size = sheet.width / 10
    drawn = "".join(_tile(sheet, plan, state, size) for state in plan.states)
    return _with_legend(sheet, plan, drawn, _TOP + 6 * min(size, _TALLEST), aside=False)


def figure(sheet: Sheet[StateMap]) -> Figure:
    """Return the map as a plotly figure; the geometry is a static address, never inlined."""
    plan = _plan(sheet)
    known = [state for state in plan.states if isinstance(state.value, Decimal)]
    if not known:
        return plot.empty(sheet, state_notes(sheet, sheet.result.rows, sheet.chart.value))
    traces = [_trace(sheet, plan, known), *(_gap_trace(plan, *each) for each in _gaps(plan).items())]
    drawn = min(_HIGHEST, sheet.width * geometry.aspect())
    below = 24.0 * len(plan.classes.ranges) + 28 if sheet.narrow else 0.0
    shown = plot.figure(
        traces,
        28 + drawn + below,
        geo=_geo(below / (drawn + below)),
        annotations=[plot.unit_caption(plan.measure.caption)],
        margin={"l": 0, "r": 0, "t": 28, "b": 0, "pad": 0},
    )
    return plot.with_notes(sheet, shown, _notes(sheet, plan))


def sentence(sheet: Sheet[StateMap]) -> str:
    """Return the states with the highest and the lowest value in words."""
    plan, label = _plan(sheet), sheet.label(sheet.chart.value)
    known = [(state.value, state.name) for state in plan.states if isinstance(state.value, Decimal)]
    if not known:
        return sheet.say(_NONE).format(measure=label)
    (high, first), (low, last) = max(known), min(known)
    told = {"high": plan.measure.spoken(high), "low": plan.measure.spoken(low)}
    return sheet.say(_ENDS).format(measure=label, first=first, last=last, **told)


def _plan(sheet: Sheet[StateMap]) -> _Plan:
    chart = sheet.chart
    rows = {name_of(row, chart.key): row for row in sheet.result.rows}
    values = {code: value_of(row, chart.value) for code, row in rows.items()}
    inner = (value for code, value in values.items() if code in TILES)
    classes = quantiles(value for value in inner if isinstance(value, Decimal))
    names = dict(geometry.names()) | {code: name_of(row, chart.label) for code, row in rows.items()}
    states = [
        _State(
            code,
            names[code],
            value := values.get(code, _NO_ROW),
            _place(classes, value),
            code in sheet.chosen,
        )
        for code in sorted({*TILES, *rows})
    ]
    inside = [state for state in states if state.code in TILES]
    outside = [state for state in states if state.code not in TILES]
    return _Plan(inside, outside, classes, sheet.measure(chart.value))


def _place(classes: Classes, value: Value) -> int | None:
    return None if isinstance(value, Gap) or not classes.ranges else classes.of(value)


def _gaps(plan: _Plan) -> dict[State, list[_State]]:
    """The states of Mexico without a number, by what they are without one."""
    found: dict[State, list[_State]] = {each: [] for each in ORDER}
    for state in plan.states:
        if isinstance(state.value, Gap):
            found[state.value.state].append(state)
    return {each: states for each, states in found.items() if states}


def _palette(classes: Classes) -> tuple[str, ...]:
    """As many colours as there are classes, the ends of the ramp kept."""
    count = len(classes.ranges)
    last = len(theme.CLASSES) - 1
    return tuple(theme.CLASSES[round(at * last / max(1, count - 1))] for at in range(count))


def _fill(sheet: Sheet[StateMap], plan: _Plan, state: _State) -> str:
    if isinstance(state.value, Gap):
        return sheet.fill(state.value.state)
    return _palette(plan.classes)[state.place or 0]


def _told(plan: _Plan, state: _State) -> str:
    return f"{state.name}: {plan.measure.full(state.value)}."


def _shape(sheet: Sheet[StateMap], plan: _Plan, state: _State, path: str) -> str:
    edge = theme.HATCH if state.place is None else theme.PAPER
    outline = markup.element(
        "path",
        d=path,
        fill=_fill(sheet, plan, state),
        stroke=theme.ATTENTION if state.chosen else edge,
        stroke_width=(2.5 if state.chosen else 0.8) * geometry.POINTS_PER_PIXEL,
    )
    return markup.titled(outline, _told(plan, state))


def _tile(sheet: Sheet[StateMap], plan: _Plan, state: _State, size: float) -> str:
    column, row, short = TILES[state.code]
    box = Box(column * size, _TOP + row * min(size, _TALLEST), size, min(size, _TALLEST)).inset(1.5)
    ground = markup.rect(
        box.x,
        box.y,
        box.width,
        box.height,
        fill=_fill(sheet, plan, state),
        stroke=theme.ATTENTION if state.chosen else theme.HATCH,
        stroke_width=3 if state.chosen else 0.5,
    )
    return markup.titled(ground + _tile_words(plan, state, short, box), _told(plan, state))


def _tile_words(plan: _Plan, state: _State, short: str, box: Box) -> str:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    size = 9 if box.width < 40 else 12
    if state.place is None:
        halo = markup.rect(x - size * 1.8, y - 8, size * 3.6, 16, fill=theme.PAPER)
        return halo + markup.words(short, x, y + 4, text_anchor="middle", font_size=size)
    fill = theme.on(_palette(plan.classes)[state.place])
    name = markup.words(short, x, y - 1, text_anchor="middle", font_size=size, font_weight=700, fill=fill)
    return name + markup.words(
        str(state.place + 1), x, y + 12, text_anchor="middle", font_size=size, fill=fill
    )


def _with_legend(sheet: Sheet[StateMap], plan: _Plan, drawn: str, bottom: float, aside: bool) -> Body:
    """The legend beside the drawing, in its empty corner, where it is wide enough; else below it."""
    rows = len(plan.classes.ranges) + 1
    beside = aside and not sheet.narrow
    x, top = (sheet.width - _LEGEND, 4.0) if beside else (0.0, bottom + 8)
    content = caption(plan.measure.caption) + drawn + _legend(sheet, plan, x, top)
    return with_notes(sheet, content, bottom if beside else top + _ROW * rows, _notes(sheet, plan))


def _legend(sheet: Sheet[StateMap], plan: _Plan, x: float, top: float) -> str:
    head = markup.words(sheet.say(_HEAD), x, top + 12, font_size=SMALL, fill=theme.MUTED)
    swatches = zip(_palette(plan.classes), _ranges(sheet, plan), strict=True)
    rows = (_swatch(fill, text, x, top + _ROW * at) for at, (fill, text) in enumerate(swatches, 1))
    return head + "".join(rows)


def _swatch(fill: str, text: str, x: float, y: float) -> str:
    box = markup.rect(x, y, 22, 15, fill=fill, stroke=theme.HATCH, stroke_width=0.5)
    return box + markup.words(text, x + 30, y + 12, font_size=SMALL)


def _ranges(sheet: Sheet[StateMap], plan: _Plan) -> list[str]:
    return [_range(sheet, plan.measure, at, *each) for at, each in enumerate(plan.classes.ranges, 1)]


def _range(sheet: Sheet[StateMap], measure: Measure, at: int, low: Decimal, high: Decimal, count: int) -> str:
    return sheet.say(_COUNT).format(at=at, low=measure.bare(low), high=measure.bare(high), count=count)


def _notes(sheet: Sheet[StateMap], plan: _Plan) -> list[Note]:
    told = "; ".join(_told(plan, state).rstrip(".") for state in plan.outside)
    outside: list[Note] = [sheet.say(_OUTSIDE).format(what=told)] if told else []
    warned = warning_notes(sheet, sheet.result.rows, sheet.chart.value)
    return [*warned, *_gap_notes(sheet, plan), *outside]


def _trace(sheet: Sheet[StateMap], plan: _Plan, states: list[_State]) -> plot.Part:
    colours = _palette(plan.classes)
    count = len(colours)
    steps = [[edge / count, colour] for at, colour in enumerate(colours) for edge in (at, at + 1)]
    return _shapes(plan, states) | {
        "z": [state.place for state in states],
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": steps,
        "colorbar": _bar(sheet, plan),
    }


def _gap_trace(plan: _Plan, gap: State, states: list[_State]) -> plot.Part:
    """States without a number: white, in outlines that differ as plotly can draw no patterns on a map."""
    white = [[0, theme.PAPER], [1, theme.PAPER]]
    line = {"color": theme.HATCH, "width": 1 + ORDER.index(gap)}
    drawn = {"z": [0] * len(states), "colorscale": white, "showscale": False, "marker": {"line": line}}
    return _shapes(plan, states) | drawn


def _shapes(plan: _Plan, states: list[_State]) -> plot.Part:
    return {
        "type": "choropleth",
        "geojson": geometry.GEOJSON_URL,
        "featureidkey": "properties.cve_ent",
        "locations": [state.code for state in states],
        "hoverinfo": "text",
        "hovertext": [plot.hover(_told(plan, state)) for state in states],
        "marker": {
            "line": {
                "color": [theme.ATTENTION if state.chosen else theme.PAPER for state in states],
                "width": [2.5 if state.chosen else 0.8 for state in states],
            }
        },
    }


def _bar(sheet: Sheet[StateMap], plan: _Plan) -> plot.Part:
    """The legend: below a narrow map, in the empty corner of a wide one."""
    ranges = _ranges(sheet, plan)
    where = {"x": 0, "y": 0, "xanchor": "left", "yanchor": "bottom", "xpad": 4}
    if not sheet.narrow:
        where = {"x": 1, "y": 1, "xanchor": "right", "yanchor": "top", "xpad": 4}
    return where | {
        "lenmode": "pixels",
        "len": 24 * len(ranges) + 20,
        "thickness": 16,
        "outlinewidth": 0,
        "tickvals": list(range(len(ranges))),
        "ticktext": [plot.safe(text) for text in ranges],
        "tickfont": {"size": SMALL},
    }


def _geo(below: float) -> plot.Part:
    """The map area above the share `below`, in degrees: plotly's `fitbounds` misjudges conic projections."""
    return {
        "visible": False,
        "domain": {"x": [0, 1], "y": [below, 1]},
        "lonaxis": {"range": [-118.5, -86.5]},
        "lataxis": {"range": [14.2, 33]},
        "bgcolor": theme.PAPER,
        "projection": {
            "type": "conic equal area",
            "parallels": list(geometry.PARALLELS),
            "rotation": {"lon": geometry.CENTRE[0]},
        },
    }


def _gap_notes(sheet: Sheet[StateMap], plan: _Plan) -> list[Note]:
    """Say which states have no number, and why where it is withheld."""
    named = {gap: ", ".join(_named(sheet, state) for state in states) for gap, states in _gaps(plan).items()}
    return [Legend(gap, f"{meaning(gap, sheet.language)} {names}.") for gap, names in named.items()]


def _named(sheet: Sheet[StateMap], state: _State) -> str:
    reason = state.value.reason if isinstance(state.value, Gap) else None
    return f"{state.name} ({sheet.say(reason)})" if reason else state.name


_NAME: Final = Text("Mapa de entidades", "Map of states")
KIND: Final = Kind(StateMap, _NAME, figure, body, sentence, widths=(320, 480, 660, 1000))
