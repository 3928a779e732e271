"""The plotly side: our own template, axes and annotations as plain dictionaries.

Built as dictionaries because `plotly.graph_objects` takes tens of milliseconds to validate what tests have
validated once. Numbers become floats only here, where they turn into pixels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any, Final

from dashboard import theme
from dashboard.charts.lettering import wrapped
from dashboard.charts.sheet import SIZE, SMALL, SWATCH, C, Figure, Note, Sheet, noted
from dashboard.charts.states import BOXES
from dashboard.data.result import Gap, State
from loaders.model import Text

Part = dict[str, Any]

_LEADING: Final = SMALL * 1.3
# As wide as a box and what is between it and its words.
_INDENT: Final = "\u2003\u2003 "
_EMPTY: Final = Text("No hay datos para esta selección.", "There are no data for this selection.")


def template() -> Part:
    """Return the layout template that replaces plotly's own (which adds 6.5 kB to each figure)."""
    return {
        "layout": {
            "font": {"family": theme.FONT, "size": SIZE, "color": theme.INK},
            "paper_bgcolor": theme.PAPER,
            "plot_bgcolor": theme.PAPER,
            "separators": ".,",
            "hoverlabel": {
                "align": "left",
                "bgcolor": theme.PAPER,
                "bordercolor": theme.INK,
                "font": {"color": theme.INK, "size": SIZE},
            },
            "showlegend": False,
            "dragmode": False,
        }
    }


def figure(data: list[Part], height: float, **layout: Any) -> Figure:
    """Return a figure of a fixed height, so that the page does not move when it is drawn."""
    margin = layout.pop("margin", {"l": 4, "r": 8, "t": 28, "b": 8, "pad": 4})
    return {
        "data": data,
        "layout": {
            "template": template(),
            "separators": ".,",
            "autosize": True,
            "height": round(height),
            "margin": margin,
            **layout,
        },
    }


def empty(sheet: Sheet[C], notes: Sequence[Note] = ()) -> Figure:
    """Return a figure that says there is nothing to draw, and below it why."""
    note = annotation(sheet.say(_EMPTY), x=0.5, y=0.5, xref="paper", yref="paper", xanchor="center")
    hidden = {"visible": False}
    return with_notes(sheet, figure([], 160, annotations=[note], xaxis=hidden, yaxis=hidden), notes)


def pixel(value: Decimal | None) -> float | None:
    """Return a number already in the unit of its axis as a float, for drawing only."""
    return None if value is None else float(value)


def safe(text: str) -> str:
    """Return `text` so that plotly, which reads some tags, shows it as it is."""
    return escape(text, quote=False)


def broken(text: str, width: float, size: float = SIZE, most: int = 2) -> str:
    """Return `text` in at most `most` lines of `width` pixels, escaped."""
    return "<br>".join(safe(line) for line in wrapped(text, width, size, most))


def hover(text: str) -> str:
    """Return a hover sentence, in lines that fit a phone."""
    return broken(text, 260, SIZE, 8)


def annotation(text: str, **where: Any) -> Part:
    """Return a text without arrow; `text` is plain and is escaped here."""
    return {"text": safe(text), "showarrow": False, "xanchor": "left", "yanchor": "middle", **where}


def wider(narrow: Figure, wide: Figure, width: int) -> Part:
    """Return what `wide`, for screens from `width` pixels, has unlike `narrow`."""
    traces = zip(narrow["data"], wide["data"], strict=True)
    data = [_changed(one, other) for one, other in traces]
    return {"from": width, "data": data, "layout": _changed(narrow["layout"], wide["layout"])}


def _changed(one: Part, other: Part) -> Part:
    return {name: other.get(name) for name in {**one, **other} if one.get(name) != other.get(name)}


def unit_caption(text: str, left: float = 0, rise: float = 8) -> Part:
    """Return the unit at the left edge: `left` of the axes and `rise` pixels above them."""
    capital = text[:1].upper() + text[1:]
    where = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xshift": -left, "yshift": rise}
    return annotation(capital, **where, yanchor="bottom", font={"size": SMALL, "color": theme.MUTED})


def with_notes(sheet: Sheet[C], drawn: Figure, notes: Sequence[Note]) -> Figure:
    """Return `drawn` with its notes below it, each state's box before its words, and the height they take."""
    lines = list(noted(notes, sheet.width - 8))
    layout = drawn["layout"]
    margin, below = layout["margin"], round(_LEADING * len(lines)) + 12 if lines else 0
    where = {"x": 0, "y": 0, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"}
    shift = {"xshift": -margin["l"], "yshift": -margin["b"]}
    font = {"size": SMALL, "color": theme.MUTED}
    text = "<br>".join(_INDENT * bool(line.indent) + safe(line.text) for line in lines)
    told = annotation("", **where | shift, align="left", font=font) | {"text": text}
    layout["annotations"] = [*layout.get("annotations", ()), *([told] if lines else [])]
    boxes = [_swatch(line.state, margin, at) for at, line in enumerate(lines) if line.state]
    if boxes:
        layout["shapes"] = [*layout.get("shapes", ()), *boxes]
    layout["height"] += below
    layout["margin"] = {**margin, "b": margin["b"] + below}
    return drawn


def _swatch(state: State, margin: Part, at: int) -> Part:
    """Return the box before a line of notes, which stand below the margin."""
    rise = -margin["b"] - _LEADING * (at + 0.7)
    return state_box(state, (0, 0), 1 - margin["l"], rise, SWATCH, xref="paper", yref="paper")


def value_axis(**more: Any) -> Part:
    """Return an axis of amounts: thin grid, a firm line at zero, nothing to drag."""
    return {
        "fixedrange": True,
        "gridcolor": theme.LINE,
        "zeroline": True,
        "zerolinecolor": theme.INK,
        "zerolinewidth": 1,
        "tickfont": {"size": SMALL, "color": theme.MUTED},
        "tickformat": ",",
        **more,
    }


def marks(ticks: list[Decimal], labels: list[str]) -> Part:
    """Return the settings of an axis that has just these ticks; none shows no tick at all."""
    places = [float(tick) for tick in ticks]
    shown = bool(ticks)
    told = {"tickmode": "array", "tickvals": places, "ticktext": labels}
    return {**told, "showticklabels": shown, "showgrid": shown}


def pixel_axis(top: float, bottom: float) -> Part:
    """Return a vertical axis in pixels of the drawing, with 1 pixel to each if the margins are its ends."""
    return {"type": "linear", "range": [bottom, top], "fixedrange": True, "visible": False}


def row_text(lines: tuple[str, ...], y: float, x: float, **more: Any) -> Part:
    """Return the lines of a row on a pixel axis at `y`, `x` pixels right of the left end of the axis."""
    text = "<br>".join(map(safe, lines))
    tight = {"borderpad": 0, "borderwidth": 0}
    return annotation("", x=0, xref="paper", xshift=x, y=y, **tight, **more) | {"text": text}


def gap_mark(y: float, gap: Gap, words: str, explained: str, leftwards: bool = False) -> tuple[Part, Part]:
    """Return the marked box and the words of a row without a number, at the zero line and without length."""
    side = -1 if leftwards else 1
    where = {"xshift": 32 * side, "xanchor": "right" if leftwards else "left"}
    font = {"color": theme.MUTED}
    box = state_box(gap.state, (0, y), -26 if leftwards else 2)
    return box, annotation(words, x=0, y=y, **where, font=font, hovertext=hover(explained))


def state_box(
    state: State, at: tuple[float, float], left: float, rise: float = 0, width: float = 24, **more: Any
) -> Part:
    """Return the box of a state: it begins `left` pixels beside a point, its middle is `rise` above it."""
    inside = _MOVE.sub(lambda move: _moved(move, left, rise, width / 24), BOXES[state])
    right, top, bottom = left + width, rise + 7, rise - 7
    outline = f"M{left:g},{top:g}L{right:g},{top:g}L{right:g},{bottom:g}L{left:g},{bottom:g}Z"
    return {
        "type": "path",
        "xref": "x",
        "yref": "y",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": at[0],
        "yanchor": at[1],
        "path": outline + inside,
        "line": {"color": theme.HATCH, "width": 1},
        **more,
    }


def _moved(move: re.Match[str], left: float, rise: float, scale: float) -> str:
    return f"{move[1]}{left + float(move[2]) * scale:g},{rise + float(move[3]):g}"


_MOVE: Final = re.compile(r"([ML])(-?[\d.]+),(-?[\d.]+)")
