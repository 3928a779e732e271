"""From what a reader types to a query of the index; what means nothing is left out, and never an error.

`hospital cardenas` finds contracts with both words in any order, `"hospital general"` the words side by side,
`hospi*` words that begin so. Case, accents and the endings of words make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import Occur, Query, Schema, Token

from loaders.search.schema import analyser, folded

SHORTEST_PREFIX: Final = 3
_QUOTES: Final = str.maketrans(dict.fromkeys("«»“”„‟‹›＂", '"'))
# Registro Federal de Contribuyentes: letters, a date, and a homoclave.
_RFC: Final = re.compile(
    r"(?<!\w)([A-ZÑ&]{3,4})[-\s]?(\d{6})[-\s]?(?=[A-Z0-9]{0,2}\d)([A-Z0-9]{3})(?!\w)", re.IGNORECASE
)
_PARTS: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True)
class Part:
    """One word, or several side by side, that a contract must have; `prefix` also takes longer words."""

    tokens: tuple[Token, ...]
    prefix: str = ""


def parts(typed: str) -> list[Part]:
    """Return what is looked for; empty when nothing typed is a word that tells contracts apart."""
    found = (
        Part(tuple(analyser().pre_tokenize(text).tokens), prefix) for text, prefix in _texts(written(typed))
    )
    return [part for part in found if part.tokens]


def written(typed: str) -> str:
    """Return what is typed in the one way in which it is looked for.

    Accents are composed (NFC), angle and curly quotes are straight, an RFC is without hyphens or spaces.
    """
    straight = unicodedata.normalize("NFC", typed).translate(_QUOTES)
    return _RFC.sub(lambda found: "".join(found.groups()), straight)


def _texts(typed: str) -> Iterator[tuple[str, str]]:
    for phrase, text in _PARTS.findall(typed):
        yield phrase or text, "" if phrase else _prefix(text)


def _prefix(text: str) -> str:
    """Return the letters before a star, without accents and case, if they are one word of three or more."""
    words = folded().analyze(text.removesuffix("*")) if text.endswith("*") else []
    return words[0] if len(words) == 1 and len(words[0]) >= SHORTEST_PREFIX else ""


def matching(fields: Schema, field: str, asked: Sequence[Part]) -> list[tuple[Occur, Query]]:
    """Return that each part stands in `field`."""
    return [(Occur.Must, _query(fields, field, part)) for part in asked]


def _query(fields: Schema, field: str, part: Part) -> Query:
    if len(part.tokens) > 1:
        first = part.tokens[0].position
        words: list[str | tuple[int, str]] = [(one.position - first, one.text) for one in part.tokens]
        return Query.phrase_query(fields, field, words)
    exact = Query.term_query(fields, field, part.tokens[0].text)
    if not part.prefix:
        return exact
    longer = Query.regex_query(fields, field, f"{part.prefix}.*")
    return Query.boolean_query([(Occur.Should, exact), (Occur.Should, longer)])


def last_as_prefix(asked: Sequence[Part], typed: str) -> list[Part]:
    """Return the parts with the last word taken as the beginning of one, as names are looked up."""
    last = _PARTS.findall(written(typed))[-1][1] if asked else ""
    prefix = _prefix(f"{last.rstrip('*')}*")
    return [*asked[:-1], Part(asked[-1].tokens, prefix)] if prefix else list(asked)
