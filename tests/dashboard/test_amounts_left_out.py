"""Amounts without a currency, or in an unknown one, are told beside what enters sums; and never as pesos."""

from __future__ import annotations

from decimal import Decimal

from dashboard.data.contract_scope import entering
from dashboard.i18n import contracts as choices
from dashboard.i18n import procurement as words
from dashboard.pages import contract
from loaders.columns import column_of


def test_the_card_says_how_many_have_no_currency_and_what_they_add_up_to() -> None:
    told = entering(
        {
            "counted": {"contracts": 59, "amount_original": None},
            "no_currency": {"contracts": 1, "amount_original": Decimal("129310.34")},
        }
    )
    assert told.es == (
        "De 60 contratos, el monto de 59 entra en las sumas. No entran: 1 sin moneda publicada "
        "(129,310.34 en total, en no se sabe qué moneda)."
    )
    assert "1 without a published currency (129,310.34 in all" in told.en


def test_the_page_of_a_contract_shows_the_number_and_that_its_currency_is_not_told() -> None:
    record = {"amount_mxn": None, "amount_original": Decimal("129310.34"), "currency": None}
    assert contract._amount(record, "es") == "129,310.34 (moneda no publicada)"
    assert contract._amount(record | {"currency": "USD"}, "en") == "129,310.34 USD"


def test_every_state_of_an_amount_has_words_and_every_one_left_out_a_reason() -> None:
    states = set(column_of("contract", "amount_status").choices)
    assert states <= set(choices.CHOICES["amount_status"])
    assert states - set(words.REASONS) == {"counted", "converted"}
