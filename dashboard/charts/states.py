"""How a cell without a number is drawn: a box whose pattern says its state, never its colour alone.

Diagonal lines are not reported, a grid of crosses is withheld, flat lines do not apply, dots are not in these
data. The word of the state stands beside the box, or in the legend where there is no room.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dashboard.charts.measures import value_of
from dashboard.data import words
from dashboard.data.result import Gap, Row, State
from loaders.model import Language

# Each pattern in a square of six pixels, and in the id of its definition.
PATTERNS: Final = {
    State.NOT_REPORTED: ("", "M-1,1l2,-2M0,6l6,-6M5,7l2,-2"),
    State.WITHHELD: ("-x", "M-1,-1L7,7M-1,7L7,-1"),
    State.NOT_APPLICABLE: ("-m", "M0,3H6"),
    State.NOT_HELD: ("-o", "M2.2,3h1.6"),
}
# The same in a box of 24 by 14 pixels around its middle, for plotly, which knows no patterns in shapes.
BOXES: Final = {
    State.NOT_REPORTED: "M0,0L9,7M0,-7L14,7M7,-7L21,7M14,-7L24,3M21,-7L24,-4",
    State.WITHHELD: "M0,-7L14,7M10,-7L24,7M14,-7L0,7M24,-7L10,7",
    State.NOT_APPLICABLE: "M0,-3L24,-3M0,0L24,0M0,3L24,3",
    State.NOT_HELD: "M4,-3L5,-3M11,-3L12,-3M18,-3L19,-3M4,3L5,3M11,3L12,3M18,3L19,3",
}
ORDER: Final = tuple(PATTERNS)


def gap_of(row: Row, column: str) -> Gap | None:
    """Return the gap in a column of a row; None where there is a number."""
    value = value_of(row, column)
    return value if isinstance(value, Gap) else None


def states_of(rows: Iterable[Row], *columns: str) -> list[State]:
    """Return the states of cells without a number, in the order in which legends name them."""
    found = {gap.state for row in rows for column in columns if (gap := gap_of(row, column)) is not None}
    return [state for state in ORDER if state in found]


def meant(rows: Iterable[Row], columns: Iterable[str], language: Language) -> list[str]:
    """Return what the states in these columns mean, with the reasons that cells do not say themselves."""
    gaps = [gap for row in rows for column in columns if (gap := gap_of(row, column)) is not None]
    reasons: dict[State, dict[str, None]] = {gap.state: {} for gap in gaps}
    for gap in gaps:
        if gap.reason and gap.state in (State.NOT_REPORTED, State.NOT_HELD):
            reasons[gap.state][gap.reason.in_(language)] = None
    return [_meant(state, list(reasons[state]), language) for state in ORDER if state in reasons]


def _meant(state: State, reasons: list[str], language: Language) -> str:
    told = meaning(state, language)
    return f"{told.rstrip('.')} ({'; '.join(reasons)})." if reasons else told


def meaning(state: State, language: Language) -> str:
    """Return what a state means, for legends and notes: "No reportado: la fuente no da la cifra; …"."""
    word = words.STATES[state].in_(language)
    return f"{word[:1].upper()}{word[1:]}: {words.STATE_MEANINGS[state].in_(language)}."
