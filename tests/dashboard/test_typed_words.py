"""What readers type in several ways is looked for in one."""

from __future__ import annotations

import unicodedata

import pytest

from dashboard.data.search import NAME_KINDS
from dashboard.data.search_words import Part, last_as_prefix, parts


def looked_for(typed: str) -> list[tuple[list[tuple[int, str]], str]]:
    return [([(token.position, token.text) for token in part.tokens], part.prefix) for part in parts(typed)]


@pytest.mark.parametrize(("opening", "closing"), ["«»", "“”", "„“", "‹›"])
def test_any_quotes_are_a_phrase(opening: str, closing: str) -> None:
    (phrase,) = looked_for(f"{opening}limpieza de oficinas{closing}")
    assert [phrase] == looked_for('"limpieza de oficinas"')
    assert len(phrase[0]) == 2


@pytest.mark.parametrize("typed", ["México", "pingüino año", '"educación básica"', "construcci*"])
def test_composed_and_decomposed_accents_are_the_same(typed: str) -> None:
    apart = unicodedata.normalize("NFD", typed)
    assert looked_for(apart) == looked_for(unicodedata.normalize("NFC", typed))
    assert looked_for(apart)


@pytest.mark.parametrize("typed", ["abc-010203-xy1", "ABC 010203 XY1", "ABC010203-XY1", "ABC-010203XY1"])
def test_an_rfc_is_one_word_however_it_is_parted(typed: str) -> None:
    assert looked_for(typed) == looked_for("ABC010203XY1")
    assert len(looked_for(typed)) == 1


def test_words_beside_a_number_are_no_rfc() -> None:
    assert len(looked_for("pemex 201801 obras")) == 3
    assert len(looked_for("LIC 201801 DEL")) == 2


def test_the_last_word_is_found_after_any_quotes() -> None:
    found: list[Part] = last_as_prefix(parts("«hospital general» carde"), "«hospital general» carde")
    assert found[-1].prefix == "carde"


def test_ramos_come_before_procuring_units() -> None:
    assert NAME_KINDS.index("agency") < NAME_KINDS.index("procuring_unit")
