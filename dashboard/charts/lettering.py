"""How wide a text is likely to be, and how it is broken or cut to fit.

Widths are estimates for the common interface typefaces, on the wide side: the reader's font is not known.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]/- ")
_WIDE: Final = frozenset("mwMW%@…—")
_EM: Final = {"narrow": 0.36, "wide": 0.92, "upper": 0.7, "other": 0.62}


@lru_cache(maxsize=16384)
def text_width(text: str, size: float) -> float:
    """Return the estimated width of `text` in pixels at a font size in pixels."""
    return sum(_EM[_breadth(letter)] for letter in text) * size


def shortened(text: str, width: float, size: float) -> str:
    """Return `text`, cut with an ellipsis where it would not fit `width` pixels."""
    if text_width(text, size) <= width:
        return text
    room = width - text_width("…", size)
    kept = 0
    while kept < len(text) and text_width(text[: kept + 1], size) <= room:
        kept += 1
    return text[:kept].rstrip(" ,;:-") + "…"


@lru_cache(maxsize=4096)
def wrapped(text: str, width: float, size: float, most: int = 2) -> tuple[str, ...]:
    """Return `text` in at most `most` lines of `width` pixels; what does not fit is cut with an ellipsis."""
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most - 1:
        line, rest = _first_line(rest, width, size)
        lines.append(line)
    return tuple(shortened(line, width, size) for line in [*lines, " ".join(rest)] if line) or ("",)


def whole(text: str, width: float, size: float) -> tuple[str, ...]:
    """Return all of `text` in lines of `width` pixels; a word that is wider than a line is broken."""
    lines: list[str] = []
    rest = [part for word in text.split() for part in _parts(word, width, size)]
    while rest:
        line, rest = _first_line(rest, width, size)
        lines.append(line)
    return tuple(lines) or ("",)


def _parts(word: str, width: float, size: float) -> list[str]:
    """A word as it is if it fits a line, else in pieces that do."""
    parts = [""]
    for letter in word:
        if parts[-1] and text_width(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _first_line(words: list[str], width: float, size: float) -> tuple[str, list[str]]:
    taken = 1
    while taken < len(words) and text_width(" ".join(words[: taken + 1]), size) <= width:
        taken += 1
    return " ".join(words[:taken]), words[taken:]


def _breadth(letter: str) -> str:
    if letter in _NARROW:
        return "narrow"
    if letter in _WIDE:
        return "wide"
    return "upper" if letter.isupper() else "other"
