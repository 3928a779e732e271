"""Columns of texts: tidied, and mapped by their distinct values instead of row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from loaders.clean import words

if TYPE_CHECKING:
    import polars as pl

NOTHING = ("", "-", "N/A", "NA", "NO APLICA", "S/D", "NULL", "n.d.")

_ENDS = " \t\r\n\u00a0\u200b\ufeff"
_ODD = r"[\t\r\n\x{a0}\x{200b}\x{feff}]|  |^[ '’]|[ ]$"
_Key = TypeVar("_Key")


def tidy_text(text: str) -> str:
    """Return a text with single spaces, without the apostrophe that guards a number in a spreadsheet."""
    return words(words(text).lstrip("'’"))


def tidied(series: pl.Series) -> pl.Series:
    """Return texts as `tidy_text` does, null where nothing is left; only odd ones are taken one by one."""
    import polars as pl

    odd = series.str.contains(_ODD).fill_null(False)
    if odd.any():
        places = odd.arg_true()
        clean = [tidy_text(text) for text in series.gather(places)]
        series = series.scatter(places, pl.Series(clean, dtype=pl.String()))
    return series.set(series.is_in(NOTHING).fill_null(False), None)


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
