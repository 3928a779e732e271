"""Numbers and dates as the two languages write them; exact, and never 0 for what is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import formats
from dashboard.formats import Scale
from loaders.model import Language

PEF_2021 = Decimal("7230920869000.12")


@pytest.mark.parametrize(
    ("scale", "es", "en"),
    [
        (Scale.PESOS, "7,230,920,869,000 pesos", "7,230,920,869,000 pesos"),
        (Scale.MILLIONS, "7,230,920.9 millones de pesos", "7,230,920.9 million pesos"),
        (Scale.THOUSAND_MILLIONS, "7,230.9 miles de millones de pesos", "7,230.9 billion pesos"),
        (Scale.MILLION_MILLIONS, "7.23 billones (millones de millones) de pesos", "7.23 trillion pesos"),
    ],
)
def test_money_with_the_label_of_its_scale(scale: Scale, es: str, en: str) -> None:
    assert f"{formats.money(PEF_2021, 'es', scale)} {formats.scale_label(scale, 'es')}" == es
    assert f"{formats.money(PEF_2021, 'en', scale)} {formats.scale_label(scale, 'en')}" == en


@pytest.mark.parametrize(
    ("pesos", "es", "en"),
    [
        (PEF_2021, "7,230.9 mil millones de pesos", "7.23 trillion pesos"),
        (Decimal("121834654479"), "121.8 mil millones de pesos", "121.8 billion pesos"),
        (Decimal("-256000000"), "-256.0 millones de pesos", "-256.0 million pesos"),
        (Decimal("49000"), "49,000 pesos", "49,000 pesos"),
        (Decimal(0), "0 pesos", "0 pesos"),
        (None, "no reportado", "not reported"),
    ],
)
def test_money_in_a_sentence(pesos: Decimal | None, es: str, en: str) -> None:
    assert formats.money_text(pesos, "es") == es
    assert formats.money_text(pesos, "en") == en


@pytest.mark.parametrize(
    ("pesos", "shown"),
    [("0", "0.0"), ("49999", "<0.1"), ("50000", "0.1"), ("-49999", "entre -0.1 y 0"), ("-50000", "-0.1")],
)
def test_an_amount_that_is_not_zero_is_not_written_as_zero(pesos: str, shown: str) -> None:
    assert formats.money(Decimal(pesos), "es", Scale.MILLIONS) == shown


@pytest.mark.parametrize(
    ("largest", "scale"),
    [
        ("999999", Scale.PESOS),
        ("1000000", Scale.MILLIONS),
        ("9999999999", Scale.MILLIONS),
        ("-10000000000", Scale.THOUSAND_MILLIONS),
    ],
)
def test_scale_of_a_chart(largest: str, scale: Scale) -> None:
    assert formats.scale_for([None, Decimal(1), Decimal(largest)]) is scale


def test_tables_stop_at_millions() -> None:
    assert formats.scale_for([PEF_2021], exact=True) is Scale.MILLIONS


def test_nothing_to_scale() -> None:
    assert formats.scale_for([None]) is Scale.PESOS


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [("0.2432", "+24.3%"), ("-0.4971", "-49.7%"), ("0", "0.0%"), ("0.0001", "0.0%"), ("-0.0001", "0.0%")],
)
def test_change_with_its_sign(fraction: str, shown: str) -> None:
    assert formats.signed_percent(Decimal(fraction), "es") == shown


def test_difference_with_its_sign() -> None:
    amounts = [Decimal(8) * 10**6, Decimal(-8) * 10**6, Decimal(1), Decimal(0)]
    shown = [formats.signed(amount, "es", Scale.MILLIONS) for amount in amounts]
    assert shown == ["+8.0", "-8.0", "<0.1", "0.0"]


def test_halves_are_rounded_up_as_by_hand() -> None:
    assert formats.number(Decimal("0.25"), "es", 1) == "0.3"
    assert formats.number(Decimal("-0.25"), "es", 1) == "-0.3"


def test_dates() -> None:
    day = date(2026, 11, 21)
    assert formats.date_long(day, "es") == "21 de noviembre de 2026"
    assert formats.date_long(day, "en") == "21 November 2026"
    assert formats.date_long(None, "es") == "fecha desconocida"


def test_years_have_no_separator() -> None:
    assert formats.year(2026) == "2026"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2), st.sampled_from(["es", "en"]))
def test_numbers_keep_every_digit(value: Decimal, language: Language) -> None:
    assert Decimal(formats.number(value, language, 2).replace(",", "")) == value
