"""Amounts and texts as official files write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.clean import amount, state_id, words
from loaders.errors import BadValue

CENTS = st.integers(min_value=-(10**16) + 1, max_value=10**16 - 1).map(lambda cents: Decimal(cents) / 100)
SPACES = st.text(alphabet=" \u00a0\n\r\t", max_size=4)


@pytest.mark.parametrize(
    ("written", "pesos"),
    [
        ("135000000", "135000000.00"),
        ("256,000.00", "256000.00"),  # PEF 2021, record 12704
        ("4,906,914.00", "4906914.00"),  # PEF 2021, record 97228
        ("-4500000", "-4500000.00"),
        ("328.0000", "328.00"),
        ("1328.000", "1328.00"),
        ("$5,600,000.00", "5600000.00"),  # ramo 23 projects 2017
        (" 1.5\u00a0", "1.50"),
    ],
)
def test_an_amount_is_pesos_and_cents(written: str, pesos: str) -> None:
    assert amount(written) == Decimal(pesos)


@pytest.mark.parametrize("written", ["", " ", "-", " -   ", "#N/A", "n.d.", "ND", "N/E"])
def test_nothing_written_is_no_amount_and_not_zero(written: str) -> None:
    assert amount(written) is None


@pytest.mark.parametrize(
    "written", ["1,23", "1.234", "328.000", "12,3456.00", "1O", "1e5", "--1", "1 2", "NaN", "$"]
)
def test_an_amount_is_never_guessed(written: str) -> None:
    with pytest.raises(BadValue):
        amount(written)


@given(CENTS, SPACES, SPACES)
def test_any_pesos_survive_any_official_spelling(pesos: Decimal, left: str, right: str) -> None:
    for spelling in (f"{pesos:f}", f"{pesos:.2f}", f"{pesos:,.2f}"):
        assert amount(f"{left}{spelling}{right}") == pesos


@given(st.text(alphabet="abñÁ \u00a0\n\t", max_size=30))
def test_cleaned_words_have_single_spaces_and_stay_clean(text: str) -> None:
    once = words(text)
    assert words(once) == once
    assert "\u00a0" not in once
    assert once.split() == text.split()


def test_states_are_two_digits_from_01_to_34() -> None:
    assert [state_id("9"), state_id("09"), state_id(" 33 ")] == ["09", "09", "33"]
    for wrong in ("0", "35", "CDMX", ""):
        with pytest.raises(BadValue):
            state_id(wrong)
