"""Columns of texts: tidied, and mapped by their distinct values instead of row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from loaders.clean import words

if TYPE_CHECKING:
    import polars as pl

NOTHING = ("", "-", "N/A", "NA", "NO APLICA", "S/D", "NULL", "n.d.")

_ODD = r"[\t\r\n\v\f]|  |\x{a0}|\x{200b}|\x{feff}"
_BLANKS = r"[ \t\r\n\v\f\x{a0}\x{200b}\x{feff}]+"
_GUARDS = "'’ "


def tidy_text(text: str) -> str:
    """Return a text with single spaces, without the apostrophe that guards a number in a spreadsheet."""
    return words(words(text).lstrip("'’"))


def tidied(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return texts as `tidy_text` does, null where nothing is left; only odd ones are worked on."""
    import polars as pl

    odd = frame.select(_is_odd(name) for name in names)
    frame = frame.with_columns(_tidy(frame[name], odd[name]) for name in names if odd[name].any())
    empty = frame.select(pl.col(name).is_in(NOTHING).fill_null(False) for name in names)
    return frame.with_columns(frame[name].set(empty[name], None) for name in names if empty[name].any())


def _is_odd(name: str) -> pl.Expr:
    import polars as pl

    text = pl.col(name)
    odd = text.str.contains(_ODD) | text.str.ends_with(" ")
    for start in _GUARDS:
        odd |= text.str.starts_with(start)
    return odd.fill_null(False)


def _tidy(series: pl.Series, odd: pl.Series) -> pl.Series:
    places = odd.arg_true()
    plain = series.gather(places).str.replace_all(_BLANKS, " ").str.strip_chars(" ")
    return series.scatter(places, plain.str.strip_chars_start(_GUARDS))


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
