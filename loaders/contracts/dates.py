"""Days as the files write them, several ways in one row; but one order of day and month in a whole file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from loaders.contracts.texts import NOTHING, each
from loaders.errors import BadValue

if TYPE_CHECKING:
    import polars as pl

Order = Literal["day-first", "month-first"]

DAY_FIRST: Order = "day-first"
MONTH_FIRST: Order = "month-first"
FIRST_YEAR, LAST_YEAR = 1990, 2100
_SHORTEST_MONTH = 28
# Of texts that may be dates, those that do not begin with a year; in the syntax of polars.
YEAR_LAST = r"^[' ]*[0-9]{1,2}[/-][0-9]{1,2}[/-]"
# Those that may contradict an order: no month is above twelve.
CONTRARY: Mapping[Order, str] = {
    DAY_FIRST: r"^[' ]*[0-9]{1,2}[/-](?:1[3-9]|[23][0-9])[/-]",
    MONTH_FIRST: r"^[' ]*(?:1[3-9]|[23][0-9])[/-][0-9]{1,2}[/-]",
}

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:GMT|UTC|Z|[+-]\d{2}:?\d{2}))?)?"
_ISO = rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}"
_YEAR_LAST = rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){_TIME}"
_USUAL = rf"^\d{{4}}-\d{{2}}-\d{{2}}{_TIME}$".replace(r"\d", "[0-9]")


def day(text: str, order: Order = DAY_FIRST) -> date | None:
    """Return the day of a date, its time left out; None where the source writes nothing.

    Reads `2013-12-30 00:00:00 GMT`, `2012-10-30 19:24`, `2017-08-23`, `01/01/2026`, `21-02-2026`; with the
    month first `02/21/2026`. BadValue for a day that is not in the calendar, a year that no contract can
    have, or another writing.
    """
    plain = text.strip().strip("'")
    if plain in NOTHING:
        return None
    if found := re.fullmatch(_ISO, plain):
        return _made(*found.groups(), text=text)
    if found := re.fullmatch(_YEAR_LAST, plain):
        first, second, year = found.groups()
        pair = (second, first) if order == DAY_FIRST else (first, second)
        return _made(year, *pair, text=text)
    raise BadValue("not a date", value=text, todo="leave it out, and count it")


def tells(text: str) -> Order | Literal["either"] | None:
    """Return the order of a date that can only be read in one; "either" when two orders give two days.

    None where both give the same day, or none.
    """
    day_first, month_first = (_or_none(text, order) for order in (DAY_FIRST, MONTH_FIRST))
    if day_first == month_first:
        return None
    if day_first is not None and month_first is not None:
        return "either"
    return MONTH_FIRST if day_first is None else DAY_FIRST


def _made(year: str, month: str, number: str, *, text: str) -> date:
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadValue("not a day that a contract can have", value=text, todo="leave it out, and count it")
    return found


def latest(name: str, seen: date) -> date:
    """Return the last day that a field may have in a file obtained on the day `seen`; see `dates.toml`."""
    year = min(seen.year + _years_ahead()[name], LAST_YEAR)
    return date(year, seen.month, min(seen.day, _SHORTEST_MONTH) if year != seen.year else seen.day)


@cache
def _years_ahead() -> Mapping[str, int]:
    text = files("loaders.contracts").joinpath("dates.toml").read_text(encoding="utf-8")
    found: Mapping[str, int] = tomllib.loads(text)["years_ahead"]
    return found


def columns(frame: pl.DataFrame, names: Sequence[str], order: Order = DAY_FIRST) -> pl.DataFrame:
    """Return the frame with these columns as days; null where there is none and where it cannot be read."""

    found = frame.select(_usual(name) for name in names)
    usual = frame.select(_is_usual(found[name], name) for name in names)
    return frame.with_columns(_completed(frame[name], found[name], usual[name], order) for name in names)


def _usual(name: str) -> pl.Expr:
    """Return what the first ten characters tell, if it is a day written year first, as nearly all are."""
    import polars as pl

    return pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)


def _is_usual(found: pl.Series, name: str) -> pl.Expr:
    """Return whether all of a text is such a day, of a year that may be."""
    import polars as pl

    possible = found.is_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    return (pl.lit(possible) & pl.col(name).str.contains(_USUAL)).fill_null(False).alias(name)


def _completed(texts: pl.Series, found: pl.Series, usual: pl.Series, order: Order) -> pl.Series:
    """Return the days, those that are written in another way one by one."""
    places = (~usual & texts.is_not_null()).arg_true()
    if not len(places):
        return found
    return found.scatter(places, each(texts.gather(places), partial(_or_none, order=order), found.dtype))


def _or_none(text: str, order: Order) -> date | None:
    try:
        return day(text, order)
    except BadValue:
        return None
