"""What published words mean, by the dated tables of `vocabulary.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.contracts import names

UNKNOWN = "unclassified"
_CODE = re.compile(r"^(?:\S*\d\S*\s+)+(?=[A-Z])")


@dataclass(frozen=True)
class Term:
    """A meaning, the words that have it (whole ones and beginnings), and the years in which they have it."""

    value: str
    whole: frozenset[str]
    starts: tuple[str, ...]
    first: int = 0
    last: int = 9999

    def fits(self, words: str, year: int | None = None) -> bool:
        """Say whether these folded words have this meaning, in a year where one is told."""
        if year is not None and not self.first <= year <= self.last:
            return False
        return words in self.whole or (bool(self.starts) and words.startswith(self.starts))


def fold(published: str) -> str:
    """Return published words for comparison: capitals, no accents, no punctuation, no code before them."""
    return _CODE.sub("", names.plain(published))


@cache
def meaning(list_name: str, published: str, year: int | None = None) -> str | None:
    """Return what a published word means in a list (method, category, size, order...); None = unknown.

    `year` is given where the same word means something else in other years: articles of a law.
    """
    words = fold(published)
    return next((term.value for term in _terms(list_name) if term.fits(words, year)), None)


@cache
def values(list_name: str) -> frozenset[str]:
    """Return every meaning that a list has."""
    return frozenset(term.value for term in _terms(list_name))


@cache
def _terms(list_name: str) -> Sequence[Term]:
    return tuple(
        Term(
            one["value"],
            frozenset(one.get("is", ())),
            tuple(one.get("starts", ())),
            one.get("from", Term.first),
            one.get("to", Term.last),
        )
        for one in _declared()[list_name]
    )


@cache
def _declared() -> Mapping[str, Any]:
    text = files("loaders.contracts").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
