"""The plotly side: our own template, axes and annotations as plain dictionaries.

Built as dictionaries because `plotly.graph_objects` takes tens of milliseconds to validate what tests have
validated once. Numbers become floats only here, where they turn into pixels.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any, Final

from dashboard import theme
from dashboard.charts.lettering import wrapped
from dashboard.charts.sheet import SIZE, SMALL, C, Figure, Sheet
from loaders.model import Text

Part = dict[str, Any]

# One figure serves every screen, so the column of names must leave room for bars on a phone.
_NAMES: Final = 150
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


def empty(sheet: Sheet[C]) -> Figure:
    """Return a figure that says there is nothing to draw."""
    note = annotation(sheet.say(_EMPTY), x=0.5, y=0.5, xref="paper", yref="paper", xanchor="center")
    hidden = {"visible": False}
    return figure([], 160, annotations=[note], xaxis=hidden, yaxis=hidden)


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


def unit_caption(text: str, rise: float = 8) -> Part:
    """Return the unit at the top left, `rise` pixels above the axes."""
    capital = text[:1].upper() + text[1:]
    where = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "yshift": rise}
    return annotation(capital, **where, font={"size": SMALL, "color": theme.MUTED})


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


def name_axis(keys: list[str], names: list[str]) -> Part:
    """Return the axis of names beside horizontal bars, in the order of the rows."""
    return {
        "type": "category",
        "fixedrange": True,
        "autorange": "reversed",
        "automargin": True,
        "categoryorder": "array",
        "categoryarray": keys,
        "tickmode": "array",
        "tickvals": keys,
        "ticktext": [broken(name, _NAMES) for name in names],
        "ticks": "",
        "showgrid": False,
    }


def gap_mark(key: str, words: str, explained: str) -> tuple[Part, Part]:
    """Return the hatched mark and the words of a row without data, at the zero line and without length."""
    mark = {
        "type": "path",
        "xref": "x",
        "yref": "y",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": key,
        "path": "M2,7L26,7L26,-7L2,-7ZM2,0L9,7M2,-7L16,7M9,-7L23,7M16,-7L26,3M23,-7L26,-4",
        "line": {"color": theme.HATCH, "width": 1},
    }
    text = annotation(words, x=0, y=key, xshift=32, font={"color": theme.MUTED}, hovertext=hover(explained))
    return mark, text
