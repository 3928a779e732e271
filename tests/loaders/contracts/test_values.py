"""Dates and amounts in any of the ways that the files have; nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.contracts import amounts, dates
from loaders.errors import BadValue

_DAYS = st.dates(date(dates.FIRST_YEAR, 1, 1), date(dates.LAST_YEAR, 12, 31))
_TIMES = st.sampled_from(("", " 00:00:00 GMT", " 19:24", " 11:57:32", "T08:00:00Z", " 7:05"))
_CENTS = st.integers(-(10**17), 10**17)


def _written(day: date, form: int) -> str:
    return (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}")[
        form
    ]


@given(_DAYS, st.integers(0, 3), _TIMES)
def test_a_day_is_the_same_however_it_is_written(day: date, form: int, time: str) -> None:
    assert dates.day(_written(day, form) + time) == day


@given(
    st.lists(st.tuples(_DAYS, st.integers(0, 3), _TIMES), max_size=30),
    st.lists(st.text(max_size=12), max_size=5),
)
def test_a_column_of_mixed_dates_is_read_as_each_alone(
    rows: list[tuple[date, int, str]], others: list[str]
) -> None:
    texts = [_written(day, form) + time for day, form, time in rows] + others
    found = days_of(texts)
    assert found == [_or_none(text) for text in texts]
    assert found[: len(rows)] == [day for day, _, _ in rows]


def days_of(texts: list[str]) -> list[date | None]:
    frame = pl.DataFrame({"day": texts}, schema={"day": pl.String()})
    return dates.columns(frame, ("day",))["day"].to_list()


def _or_none(text: str) -> date | None:
    try:
        return dates.day(text)
    except BadValue:
        return None


@pytest.mark.parametrize(
    "text", ["2014-02-30", "13/13/2020", "0018-01-01", "2917-01-01", "mar-06", "45292", "x"]
)
def test_an_impossible_day_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        dates.day(text)
    assert days_of([text]) == [None]


@given(_CENTS, st.sampled_from(("{0}", "{1}", "${1}", "$ {1}", "'{0}", "{1} MXN", " {0} ")))
def test_an_amount_is_the_same_however_it_is_written(cents: int, form: str) -> None:
    value = Decimal(cents).scaleb(-2)
    assert amounts.amount(form.format(f"{value:.2f}", f"{value:,.2f}")) == value


@given(
    st.lists(
        st.one_of(
            _CENTS.map(lambda one: f"{Decimal(one).scaleb(-2):,.2f}"), st.text("0123456789.,-$e ", max_size=9)
        )
    )
)
def test_a_column_of_amounts_is_read_as_each_alone(texts: list[str]) -> None:
    found = amounts.column(pl.Series(texts, dtype=pl.String())).to_list()
    assert found == [_amount_or_none(text) for text in texts]


def _amount_or_none(text: str) -> Decimal | None:
    try:
        return amounts.amount(text)
    except BadValue:
        return None


@given(st.floats(0.01, 1e9))
def test_the_dust_of_a_binary_number_is_no_rounding(value: float) -> None:
    cents = round(value, 2)
    text = f"{Decimal(cents):f}"
    assert amounts.amount(text) == Decimal(str(cents)).quantize(Decimal("0.01"))
    assert not amounts.is_rounded(text)


@pytest.mark.parametrize("text", ["12,34", "1.2.3", "mil", "12-3", "0x10", "1,0000", "9" * 20])
def test_a_doubtful_amount_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        amounts.amount(text)


def test_only_amounts_in_pesos_below_the_threshold_are_counted() -> None:
    rows = [
        ("MXN", "1", "counted"), ("MXN", "0", "zero"), ("USD", "1", "other_currency"),
        ("", "1", "no_currency"), ("", "0", "no_currency"), ("PESITOS", "1", "unknown_currency"),
        ("MXN", None, "missing"), ("MXN", "474000000000", "implausible"), ("MXN", "-1", "implausible"),
        ("MXN", str(amounts.threshold()), "implausible"), ("MXN", str(amounts.threshold() - 1), "counted"),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["currency", "amount", "status"], orient="row")
    value = amounts.column(frame["amount"]).alias("value")
    told = amounts.status(pl.col("currency"), pl.col("value"), pl.lit("compranet.1"))
    assert (
        frame.with_columns(value).select(told.alias("found"))["found"].to_list() == frame["status"].to_list()
    )
