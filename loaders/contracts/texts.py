"""Columns of texts: tidied, and mapped by their distinct values instead of row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from loaders.clean import WINDOWS, words

if TYPE_CHECKING:
    import polars as pl

NOTHING = ("", "-", "N/A", "NA", "NO APLICA", "S/D", "NULL", "n.d.")

# What is not tidy, or nothing; in the syntax of polars.
UNTIDY = (
    r"[\x00-\x1f\x7f\x{80}-\x{a0}]|  |\x{200b}|\x{feff}|^['’ ]| $|^(?:"
    + "|".join(map(re.escape, NOTHING))
    + ")$"
)
_BLANKS = r"[ \x00-\x1f\x7f\x{80}-\x{9f}\x{a0}\x{200b}\x{feff}]+"
_GUARDS = "'’ "


def tidy_text(text: str) -> str:
    """Return a text with single spaces, without the apostrophe that guards a number in a spreadsheet."""
    return words(words(text).lstrip("'’"))


def tidied(texts: pl.Series) -> pl.Series:
    """Return texts as `tidy_text` does, null where that leaves nothing or a way to write it."""
    plain = (
        texts.str.replace_many(WINDOWS)
        .str.replace_all(_BLANKS, " ")
        .str.strip_chars(" ")
        .str.strip_chars_start(_GUARDS)
    )
    return plain.set(plain.is_in(NOTHING).fill_null(False), None)


def mapped(frame: pl.DataFrame, names: Sequence[str], function: Callable[[str], str | None]) -> pl.DataFrame:
    """Return the frame with a function applied to each distinct text of these columns; null stays null."""
    import polars as pl

    lists = frame.select(pl.col(name).drop_nulls().unique().implode() for name in names).row(0)
    changes: list[pl.Expr] = []
    for name, distinct in zip(names, lists, strict=True):
        made = [function(text) for text in distinct]
        if made != distinct:
            replaced = pl.col(name).replace_strict(distinct, made, default=None, return_dtype=pl.String())
            changes.append(replaced)
    return frame.with_columns(changes)


def is_told(series: pl.Series) -> pl.Series:
    """Return whether cells say something: neither empty nor a way to write that there is nothing."""
    return series.is_not_null() & ~series.is_in(NOTHING).fill_null(False)


def each(series: pl.Series, function: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    """Apply a function to each distinct text once; null stays null."""
    import polars as pl

    distinct = series.drop_nulls().unique()
    values = pl.Series([function(text) for text in distinct], dtype=dtype)
    return series.replace_strict(distinct, values, default=None, return_dtype=dtype)


def joined(
    frame: pl.DataFrame,
    keys: Sequence[str],
    function: Callable[..., tuple[object, ...]],
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    """Return the frame with the columns that a function makes of each distinct combination of `keys`."""
    import polars as pl

    distinct = frame.select(keys).unique()
    made = pl.DataFrame([function(*row) for row in distinct.iter_rows()], schema=schema, orient="row")
    known = distinct.hstack(made)
    return frame.join(known, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
