"""Which phrases stand in an index as one word each, and how they are written.

A phrase of words that stand in a large part of all contracts is slow to find by the places of its words, so
it is written into the index beside them. Which are kept follows from a list of those that are frequent:
a phrase is kept when it is frequent without its last word and without its first. What is not kept is found by
its places, among the few contracts that have the parts of it that are kept, and ranks alike. Where a phrase
has a word that is left out (*servicio de limpieza*), one that is kept has such a word there too; by places
alone any one word may stand there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from loaders.search.schema import LONGEST_PHRASE

# More than stand between two words of a phrase.
WIDEST: Final = 4
# The place and the stem of each word.
Tokens = Sequence[tuple[int, str]]


def phrase(tokens: Tokens) -> str:
    """Return how a phrase is written as one word: its stems, by as many dashes as they are places apart."""
    gaps = ["", *("-" * (after[0] - before[0]) for before, after in pairwise(tokens))]
    return "".join(gap + stem for gap, (_, stem) in zip(gaps, tokens, strict=True))


def is_kept(tokens: Tokens, frequent: Collection[str]) -> bool:
    """Return whether a phrase stands in the index as one word."""
    if not 1 < len(tokens) <= LONGEST_PHRASE or tokens[1][0] - tokens[0][0] > WIDEST:
        return False
    return phrase(tokens[:-1]) in frequent and phrase(tokens[1:]) in frequent


def kept_within(tokens: Tokens, frequent: Collection[str]) -> list[Tokens]:
    """Return the longest parts of a phrase that are kept, none of them within another."""
    found, reached = [], 0
    for start in range(len(tokens)):
        ends = range(len(tokens), max(reached, start + 1), -1)
        end = next((end for end in ends if is_kept(tokens[start:end], frequent)), None)
        if end is not None:
            found.append(tokens[start:end])
            reached = end
    return found
