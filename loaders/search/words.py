"""Words of texts as an index has them, for columns of texts at once, and those phrases that are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

import polars as pl

from loaders.search.phrases import WIDEST
from loaders.search.schema import LEFT_OUT, PHRASES, analyser

# One contract of so many has what is frequent.
SHARE: Final = 25
# Keeps the last word of a text from being beside the first of the next.
BETWEEN: Final = f" {' '.join([LEFT_OUT] * WIDEST)} "
# Letters and digits, as the analyser has them.
_WORD: Final = r"[\p{Alphabetic}\p{N}]+"
# A word that nobody asks for.
_FILL: Final = " -"


def written(texts: pl.DataFrame, frequent: Collection[str]) -> pl.DataFrame:
    """Return `no`, `text` and PHRASES for each `no` of `texts` (`no`, `text`; several texts of each).

    `text` is the stems of all words. Of each length there are as many phrases as words, filled with one that
    nobody asks for: the rank of what is found depends on how many there are.
    """
    told = _of_texts(texts.get_column("text").unique(), frequent)
    joined = texts.join(told, on="text", how="left", maintain_order="left").drop("text")
    made = joined.group_by("no", maintain_order=True).agg(
        pl.col("stems", *PHRASES), pl.col("^count.*$").sum()
    )
    fill = pl.lit(_FILL * int(str(made.get_column("count").max() or 0)))
    return made.select(
        "no",
        pl.col("stems").list.join(BETWEEN).alias("text"),
        *(pl.col(name).list.join(" ") + fill.str.slice(0, _missing(name)) for name in PHRASES),
    )


def _missing(name: str) -> pl.Expr:
    return len(_FILL) * (pl.col("count") - pl.col(f"count_{name}"))


def _of_texts(texts: pl.Series, frequent: Collection[str]) -> pl.DataFrame:
    """Return each text with its stems and PHRASES as they are written, and how many there are."""
    each, usual = words(texts), pl.Series(sorted(frequent), dtype=pl.String)
    made = (
        pl.DataFrame({"text": texts}).with_row_index("text_no").join(_stems(each), on="text_no", how="left")
    )
    for name, begun in zip(PHRASES, _lengthened(each, lambda _: usual), strict=True):
        held = (
            begun.group_by("text_no")
            .agg(pl.col("phrase").alias(name))
            .with_columns(pl.col(name).list.join(" "), pl.col(name).list.len().alias(f"count_{name}"))
        )
        made = made.join(held, on="text_no", how="left")
    return made.drop("text_no").with_columns(
        pl.col("stems").fill_null(""), pl.col("^count.*$").fill_null(0).cast(pl.Int64)
    )


def _stems(each: pl.DataFrame) -> pl.DataFrame:
    grouped = each.group_by("text_no").agg(
        pl.col("stem").fill_null(LEFT_OUT).alias("stems"), pl.col("stem").count().alias("count")
    )
    return grouped.with_columns(pl.col("stems").list.join(" "))


def words(texts: pl.Series) -> pl.DataFrame:
    """Return all words of texts: `text_no` and `place`, from 0, and `stem`; null where it is left out."""
    found = pl.DataFrame({"word": texts.str.extract_all(_WORD)}).with_row_index("text_no")
    placed = found.with_columns(pl.int_ranges(pl.col("word").list.len()).alias("place"))
    each = placed.explode("word", "place").drop_nulls("word")
    stems = _stemmed(each.get_column("word").unique())
    return each.join(stems, on="word", how="left", maintain_order="left").drop("word")


def _stemmed(unique: pl.Series) -> pl.DataFrame:
    stems: list[str | None] = [None] * len(unique)
    for token in analyser().pre_tokenize(" ".join(unique)).tokens:
        stems[token.position] = token.text
    return pl.DataFrame({"word": unique, "stem": pl.Series(stems, dtype=pl.String)})


def frequent_in(texts: pl.DataFrame) -> list[str]:
    """Return the words and phrases that one of SHARE contracts has, of a sample's `texts` (`no`, `text`)."""
    needed = texts.get_column("no").n_unique() / SHARE
    unique = texts.get_column("text").unique()
    numbered = pl.DataFrame({"text": unique}).with_row_index("text_no")
    holders = texts.join(numbered, on="text").select("no", "text_no").unique()
    found: list[str] = []

    def usual(begun: pl.DataFrame) -> pl.Series:
        held = begun.select("text_no", "phrase").unique().join(holders, on="text_no")
        counted = held.group_by("phrase").agg(pl.col("no").n_unique())
        enough = counted.filter(pl.col("no") >= needed).get_column("phrase")
        found.extend(enough)
        return enough

    for _ in _lengthened(words(unique), usual):
        pass
    return sorted(found)


def _lengthened(each: pl.DataFrame, usual: Callable[[pl.DataFrame], pl.Series]) -> Iterator[pl.DataFrame]:
    """Yield the phrases of each length that are kept, `text_no` and `phrase`; `usual` tells the frequent."""
    begun = _begun(each)
    for _ in PHRASES:
        begun = _longer(begun.filter(pl.col("phrase").is_in(usual(begun).implode())))
        yield begun


def _begun(each: pl.DataFrame) -> pl.DataFrame:
    """Return each word that is not left out as a phrase of one word, and as what it adds to one before it."""
    gap = pl.col("place") - pl.col("place").shift(1, fill_value=0)
    dashes = pl.lit("-" * WIDEST).str.slice(0, gap.clip(0))
    return (
        each.drop_nulls("stem")
        .with_row_index("at")
        .select(
            "text_no",
            "at",
            gap.alias("gap"),
            pl.col("stem").alias("phrase"),
            (dashes + pl.col("stem")).alias("added"),
        )
    )


def _longer(begun: pl.DataFrame) -> pl.DataFrame:
    """Return the phrases of one word more that follow from two that begin beside each other."""
    following = begun.select(pl.all().shift(-1).name.suffix("_next"))
    beside = begun.hstack(following).filter(
        pl.col("text_no") == pl.col("text_no_next"),
        pl.col("at") + 1 == pl.col("at_next"),
        pl.col("gap_next") <= WIDEST,
    )
    return beside.select(
        "text_no",
        "at",
        pl.col("gap_next").alias("gap"),
        (pl.col("phrase") + pl.col("added_next")).alias("phrase"),
        pl.col("added_next").alias("added"),
    )
