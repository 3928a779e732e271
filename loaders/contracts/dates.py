"""Days as the files write them, several ways in one row; the day comes before the month, never after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from loaders.contracts.texts import NOTHING, each
from loaders.errors import BadValue

if TYPE_CHECKING:
    import polars as pl

FIRST_YEAR, LAST_YEAR = 1990, 2100

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:GMT|UTC|Z|[+-]\d{2}:?\d{2}))?)?"
_ISO = rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}"
_DAY_FIRST = rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){_TIME}"
_USUAL = rf"^\d{{4}}-\d{{2}}-\d{{2}}{_TIME}$".replace(r"\d", "[0-9]")


def day(text: str) -> date | None:
    """Return the day of a date, its time left out; None where the source writes nothing.

    Reads `2013-12-30 00:00:00 GMT`, `2012-10-30 19:24`, `2017-08-23`, `01/01/2026`, `21-02-2026`.
    BadValue for a day that is not in the calendar, a year that no contract can have, or another writing.
    """
    plain = text.strip().strip("'")
    if plain in NOTHING:
        return None
    if found := re.fullmatch(_ISO, plain):
        return _made(*found.groups(), text=text)
    if found := re.fullmatch(_DAY_FIRST, plain):
        return _made(*reversed(found.groups()), text=text)
    raise BadValue("not a date", value=text, todo="leave it out, and count it")


def _made(year: str, month: str, number: str, *, text: str) -> date:
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadValue("not a day that a contract can have", value=text, todo="leave it out, and count it")
    return found


def columns(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return the frame with these columns as days; null where there is none and where it cannot be read."""

    found = frame.select(_usual(name) for name in names)
    usual = frame.select(_is_usual(found[name], name) for name in names)
    return frame.with_columns(_completed(frame[name], found[name], usual[name]) for name in names)


def _usual(name: str) -> pl.Expr:
    """Return what the first ten characters tell, if it is a day written year first, as nearly all are."""
    import polars as pl

    return pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def _is_usual(found: pl.Series, name: str) -> pl.Expr:
    """Return whether all of a text is such a day, of a year that may be."""
    import polars as pl

    possible = found.is_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    return (pl.lit(possible) & pl.col(name).str.contains(_USUAL)).fill_null(False).alias(name)


def _completed(texts: pl.Series, found: pl.Series, usual: pl.Series) -> pl.Series:
    """Return the days, those that are written in another way one by one."""
    places = (~usual & texts.is_not_null()).arg_true()
    return found.scatter(places, each(texts.gather(places), _or_none, found.dtype)) if len(places) else found


def _or_none(text: str) -> date | None:
    try:
        return day(text)
    except BadValue:
        return None
