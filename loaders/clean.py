"""Cells as official files write them, made into clean values. Pure functions, no guesses."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.errors import BadValue

if TYPE_CHECKING:
    import polars as pl

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00a0\u200b\ufeff]+")
# What cp1252 has where latin-1 has control characters: "\x93" was a quotation mark. Nothing else uses them.
WINDOWS = {
    bytes([code]).decode("latin-1"): bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_SIGNS = str.maketrans(WINDOWS)
_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\r\n"}
# `328.000` may be a number of thousands: three decimals are read only where thousands cannot stand so.
_PLAIN = re.compile(r"-?(?:\d+(?:\.\d{1,2})?|\d+\.\d{2}0{2,}|(?:\d{4,}|0\d*)\.\d{2}0)")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,2}0*)?")
_NOTHING = frozenset({"", "-", "#N/A", "n.d.", "ND", "N/E"})
_CENT = Decimal("0.01")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def words(text: str) -> str:
    """Return a text with every run of spaces, line ends and control characters as one space, ends trimmed.

    Signs of cp1252 that were read as latin-1 become what they were.
    """
    return _SPACES.sub(" ", text.translate(_SIGNS)).strip()


def visible(text: str) -> str:
    """Return a text that can be shown and stored anywhere, control characters as their pictures."""
    return text.translate(_PICTURES)


def amount(text: str) -> Decimal | None:
    """Return pesos and cents; None where the source writes nothing, a dash or "not available".

    Reads `-12`, `1,234.50`, `$5,600,000.00`. BadValue for anything else: a third decimal, a misplaced
    comma or a stray letter is never guessed at.
    """
    plain = words(text)
    if plain in _NOTHING:
        return None
    plain = plain.replace("$", "", 1).strip()
    if not (_PLAIN.fullmatch(plain) or _GROUPED.fullmatch(plain)):
        raise BadValue(
            "not an amount of money", value=text, todo="extend loaders.clean.amount or reject the row"
        )
    return Decimal(plain.replace(",", "")).quantize(_CENT)


def year(text: str) -> int:
    """Return a year of four digits; BadValue for anything else."""
    if not _YEAR.fullmatch(text):
        raise BadValue("not a year", value=text, todo="look at the file")
    return int(text)


def state_id(text: str) -> str:
    """Return the two-digit code of a state (*entidad federativa*): 01-32, 33 abroad, 34 not distributable."""
    plain = words(text)
    if not plain.isdecimal() or not 1 <= int(plain) <= 34:
        raise BadValue("not a state code (1-34)", value=text, todo="see the state list in sources")
    return f"{int(plain):02d}"


def mapped(series: pl.Series, function: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    """Apply a function to each distinct text of a column once; far cheaper than once a row."""
    import polars as pl

    distinct = series.unique()
    values = pl.Series([function(text) for text in distinct], dtype=dtype)
    return series.replace_strict(distinct, values, return_dtype=dtype)
