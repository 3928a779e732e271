"""Words and phrases that an index is made of: those of the analyser, each phrase as often as it stands."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from itertools import pairwise

import polars as pl
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from loaders.search import phrases, words
from loaders.search.schema import LONGEST_PHRASE, PHRASES, analyser

TEXTS = st.lists(
    st.lists(st.sampled_from(["Servicio", "de", "la", "limpieza,", "jardín", "del", "norte-2"])).map(
        " ".join
    ),
    min_size=1,
    max_size=8,
)


def tokens_of(text: str) -> list[tuple[int, str]]:
    return [(token.position, token.text) for token in analyser().pre_tokenize(text).tokens]


def column(texts: list[str]) -> pl.DataFrame:
    """Return the texts, three of them of a contract."""
    return pl.DataFrame({"no": [at // 3 for at in range(len(texts))], "text": texts})


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cn"])) | st.text("aáñ1_² -,ǅª٣ß"), max_size=5)
)
def test_words_are_those_of_the_analyser(texts: list[str]) -> None:
    each = words.words(pl.Series(texts, dtype=pl.String)).drop_nulls("stem")
    for at, text in enumerate(texts):
        own = each.filter(pl.col("text_no") == at)
        assert list(zip(own["place"], own["stem"], strict=True)) == tokens_of(text)


def test_every_character_is_part_of_a_word_or_not_as_for_the_analyser() -> None:
    every = "".join(f" {chr(at)}" for at in range(sys.maxunicode + 1) if not 0xD800 <= at < 0xE000)
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build()
    found = set(pl.Series([every]).str.extract_all(words._WORD).explode())
    analysed = set(simple.analyze(every))
    assert found <= analysed
    # The analyser knows a later edition of Unicode.
    assert {unicodedata.category(one) for one in analysed - found} <= {"Cn"}


@given(TEXTS)
def test_each_phrase_that_is_kept_stands_as_often_as_in_the_texts(texts: list[str]) -> None:
    frequent = frozenset(words.frequent_in(column(texts)))
    made = words.written(column(texts), frequent)
    for row in made.iter_rows(named=True):
        own = [tokens_of(text) for text in texts[row["no"] * 3 : row["no"] * 3 + 3]]
        for length, name in enumerate(PHRASES, 2):
            parts = [tokens[at : at + length] for tokens in own for at in range(len(tokens) - length + 1)]
            kept = Counter(phrases.phrase(part) for part in parts if phrases.is_kept(part, frequent))
            assert Counter(row[name].split()) - Counter({"-": row[name].count(" -")}) == kept


@given(TEXTS)
def test_of_each_length_there_are_as_many_phrases_as_words(texts: list[str]) -> None:
    made = words.written(column(texts), words.frequent_in(column(texts)))
    for row in made.iter_rows(named=True):
        counted = len([word for word in row["text"].split() if word != "_"])
        assert [len(row[name].split()) for name in PHRASES] == [counted] * len(PHRASES)


def test_no_word_of_a_text_is_beside_one_of_the_next() -> None:
    made = words.written(column(["limpieza", "de oficinas", ""]), frozenset({"limpiez", "oficin"}))
    assert made["phrases_2"].to_list() == [" - -"]
    first, last = (made["text"][0].split().index(stem) for stem in ("limpiez", "oficin"))
    assert last - first > phrases.WIDEST


def test_only_a_word_that_is_left_out_stands_within_a_phrase_that_is_kept() -> None:
    frequent = frozenset({"limpiez", "servici"})
    made = words.written(column(["servicio de limpieza", "servicio 31 limpieza"]), frequent)
    assert made["phrases_2"].to_list() == ["servici--limpiez - - - -"]


def test_what_few_contracts_have_is_not_frequent() -> None:
    usual, rare = ["servicio de limpieza"] * 2 * words.SHARE, ["servicio de jardín"]
    texts = pl.DataFrame({"no": range(len(usual) + 1), "text": [*usual, *rare]})
    assert words.frequent_in(texts) == ["limpiez", "servici", "servici--limpiez"]


def test_a_phrase_is_kept_when_its_parts_are_frequent() -> None:
    frequent = frozenset({"a", "b", "c", "a-b", "b-c", "a-b-c", "b-c-d"})
    assert phrases.is_kept([(0, "a"), (1, "b")], frequent)
    assert phrases.is_kept([(0, "a"), (4, "b")], frequent)
    assert not phrases.is_kept([(0, "a"), (phrases.WIDEST + 1, "b")], frequent)
    assert not phrases.is_kept([(0, "a")], frequent)
    assert phrases.is_kept(list(enumerate("abc")), frequent)
    assert phrases.is_kept(list(enumerate("abcd")), frequent)
    assert not phrases.is_kept(list(enumerate("abd")), frequent)


def test_the_parts_of_a_long_phrase_that_are_kept_are_its_longest() -> None:
    every = list("abcdef")
    frequent = frozenset({*every, *("-".join(pair) for pair in pairwise(every)), "a-b-c", "b-c-d"})
    found = phrases.kept_within(list(enumerate("abcdefx")), frequent)
    assert [phrases.phrase(part) for part in found] == ["a-b-c-d", "c-d-e", "d-e-f"]
    assert max(map(len, found)) == LONGEST_PHRASE
    assert phrases.kept_within([(0, "x"), (1, "y")], frequent) == []
