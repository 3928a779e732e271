"""Colours by role, the five classes of maps, and the type: one theme for figures, SVG and CSS.

Each colour touches only its background or a white gap, and passes 3:1 against it; colours that stand for
different things also stay apart for protan, deutan and tritan readers. The hues keep clear of the parties'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

PAPER: Final = "#ffffff"
INK: Final = "#1d2429"
MUTED: Final = "#565d64"
LINE: Final = "#d5dade"
MAIN: Final = "#004f59"
ATTENTION: Final = "#b06a00"
CHOSEN: Final = "#3a2a8c"
CONTEXT: Final = "#8f959b"
HATCH: Final = "#6b7278"

# Light to dark petrol, equal steps of contrast (about ×1.5); the lightest still passes 3:1 on paper.
CLASSES: Final = ("#4f9ea7", "#287e89", "#095f6d", "#00434f", "#00232a")

STAGES: Final = {"approved": HATCH, "modified": CLASSES[0], "accrued": CLASSES[1], "executed": MAIN}

FONT: Final = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif'
)

Dash = Literal["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"]
Marker = Literal["circle", "square", "diamond", "triangle-up"]


@dataclass(frozen=True)
class SeriesStyle:
    """How one of several lines is told apart: colour, dash and marker together."""

    colour: str
    dash: Dash
    marker: Marker
    hollow: bool = False


SERIES: Final = (
    SeriesStyle(MAIN, "solid", "circle"),
    SeriesStyle(ATTENTION, "dash", "square"),
    SeriesStyle(CHOSEN, "dashdot", "diamond"),
    SeriesStyle(MUTED, "dot", "triangle-up"),
    SeriesStyle(INK, "longdash", "circle", hollow=True),
    SeriesStyle(CLASSES[0], "longdashdot", "square", hollow=True),
)
CHOSEN_SERIES: Final = (
    SeriesStyle(CHOSEN, "solid", "circle"),
    SeriesStyle(ATTENTION, "dash", "square"),
    SeriesStyle(MAIN, "dashdot", "diamond"),
    SeriesStyle(INK, "dot", "triangle-up"),
    SeriesStyle(MUTED, "longdash", "circle", hollow=True),
    SeriesStyle(CLASSES[0], "longdashdot", "square", hollow=True),
)
CONTEXT_SERIES: Final = SeriesStyle(CONTEXT, "solid", "circle")
STAGE_SERIES: Final = {
    "approved": SeriesStyle(STAGES["approved"], "dash", "circle", hollow=True),
    "modified": SeriesStyle(STAGES["modified"], "dot", "triangle-up"),
    "accrued": SeriesStyle(STAGES["accrued"], "dashdot", "square"),
    "executed": SeriesStyle(STAGES["executed"], "solid", "circle"),
}


def tokens() -> dict[str, str]:
    """Return the CSS custom properties of the theme, without the leading dashes."""
    return {
        "color-paper": PAPER,
        "color-ink": INK,
        "color-muted": MUTED,
        "color-line": LINE,
        "color-main": MAIN,
        "color-attention": ATTENTION,
        "color-chosen": CHOSEN,
        "color-context": CONTEXT,
        "color-hatch": HATCH,
        **{f"color-class-{place}": colour for place, colour in enumerate(CLASSES, 1)},
        **{f"color-stage-{stage}": colour for stage, colour in STAGES.items()},
        "font-sans": FONT,
    }


def css_tokens() -> str:
    """Return the `:root` block that assets/tokens.css carries; a test compares them."""
    return "\n".join((":root {", *_declarations(), "}", ""))


def on(background: str) -> str:
    """Return the text colour that reads on `background`: paper on dark colours, ink on light ones."""
    return PAPER if contrast(PAPER, background) >= 4.5 else INK


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _declarations() -> Iterator[str]:
    return (f"  --{name}: {value};" for name, value in tokens().items())


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
