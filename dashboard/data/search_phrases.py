"""Phrases of contracts: those that are written in the index as one word are looked for as one.

They rank as they would by the places of their words, whichever way they are found.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from dashboard.data import search_words
from dashboard.data.search_words import Part
from loaders.search import phrases
from loaders.search.schema import PHRASES


@dataclass(frozen=True)
class Contracts:
    """The open index of contracts, and the words and phrases that are frequent in it."""

    searcher: tantivy.Searcher
    fields: tantivy.Schema
    frequent: Collection[str]


def matching(index: Contracts, part: Part) -> list[tuple[Occur, Query]]:
    """Return that a word, or a phrase, stands in the words of a contract."""
    placed = search_words.matching(index.fields, "text", [part])
    tokens = [(token.position, token.text) for token in part.tokens]
    if phrases.is_kept(tokens, index.frequent):
        return [(Occur.Must, _whole(index, tokens))]
    within = (_one(index, kept) for kept in phrases.kept_within(tokens, index.frequent))
    return [*((Occur.Must, Query.const_score_query(kept, 0.0)) for kept in within), *placed]


def _one(index: Contracts, tokens: phrases.Tokens) -> Query:
    return Query.term_query(index.fields, _field(tokens), phrases.phrase(tokens), index_option="freq")


def _whole(index: Contracts, tokens: phrases.Tokens) -> Query:
    """Return the question for a phrase, weighted as its words are together: Okapi BM25 of a phrase."""
    together = sum(_weight(index, "text", text) for _, text in tokens)
    return Query.boost_query(
        _one(index, tokens), together / _weight(index, _field(tokens), phrases.phrase(tokens))
    )


def _field(tokens: phrases.Tokens) -> str:
    return PHRASES[len(tokens) - 2]


def _weight(index: Contracts, field: str, word: str) -> float:
    """Return the inverse document frequency of a word, as the index has it."""
    held, every = index.searcher.doc_freq(field, word), index.searcher.num_docs
    return math.log1p((every - held + 0.5) / (held + 0.5))
