"""Amounts of contracts: any way of writing them, and which of them may be added up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from loaders.contracts.texts import NOTHING
from loaders.errors import BadValue

if TYPE_CHECKING:
    import polars as pl

PESOS = "MXN"

_PLAIN = r"^-?\d{1,15}(?:\.\d{1,2})?$"
_GROUPED = r"^-?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?$"
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:E\+?\d{1,2})?")
_DRESS = re.compile(r"[\s$'’`]|MXN|M\.?N\.?")
_CENT, _LIMIT, _DUST = Decimal("0.01"), Decimal(10) ** 16, Decimal("0.000001")


def amount(text: str) -> Decimal | None:
    """Return an amount in its currency, to the cent; None where the source writes nothing.

    Reads `1234.5`, `1,008,560`, `$5,600,000.00`, `'22104`, `3008434.3000000003`, `1.2E7`; more than two
    decimals are rounded half to even. BadValue for anything else: nothing is guessed.
    """
    found = _number(text)
    return None if found is None else found.quantize(_CENT, ROUND_HALF_EVEN)


def is_rounded(text: str) -> bool:
    """Say whether reading an amount took more from it than the dust of a binary number."""
    found = _number(text)
    return found is not None and abs(found - found.quantize(_CENT, ROUND_HALF_EVEN)) > _DUST


def _number(text: str) -> Decimal | None:
    plain = _DRESS.sub("", text.upper())
    if text.strip() in NOTHING:
        return None
    if not _NUMBER.fullmatch(plain) or abs(found := Decimal(plain.replace(",", ""))) >= _LIMIT:
        raise BadValue("not an amount", value=text, todo="reject the record")
    return found


def column(texts: pl.Series) -> pl.Series:
    """Return amounts in cents-exact decimals; null where there is none and where it cannot be read."""
    import polars as pl

    plain = texts.str.replace_all(",", "", literal=True)
    usual = texts.str.contains(_PLAIN) | texts.str.contains(_GROUPED)
    fast = pl.select(pl.when(usual).then(plain)).to_series()
    found = fast.cast(pl.Decimal(18, 2), strict=True)
    odd = texts.is_not_null() & fast.is_null()
    if not odd.any():
        return found
    places = odd.arg_true()
    rest = pl.Series([_or_none(text) for text in texts.gather(places)], dtype=pl.Decimal(18, 2))
    return found.scatter(places, rest)


def _or_none(text: str) -> Decimal | None:
    try:
        return amount(text)
    except BadValue:
        return None


def status(currency: pl.Expr, value: pl.Expr, contract_id: pl.Expr) -> pl.Expr:
    """Return what an amount is (`amount_status`); `value` is in the published currency, which may be null."""
    import polars as pl

    confirmed = pl.lit(False) if not _confirmed() else contract_id.is_in(list(_confirmed()))
    absurd = (value >= threshold()) | (value < 0)
    return (
        pl.when(value.is_null())
        .then(pl.lit("missing"))
        .when(currency != PESOS)
        .then(pl.lit("other_currency"))
        .when(value == 0)
        .then(pl.lit("zero"))
        .when(absurd & ~confirmed)
        .then(pl.lit("implausible"))
        .otherwise(pl.lit("counted"))
    )


def threshold() -> Decimal:
    """Return the amount in pesos from which one contract is not believed without a second source."""
    return Decimal(_declared()["implausible"]["at_least_mxn"])


def is_implausible(pesos: Decimal, contract_id: str) -> bool:
    """Say whether an amount in pesos is not believed without a second source, and none has confirmed it."""
    return (pesos >= threshold() or pesos < 0) and contract_id not in _confirmed()


@cache
def _confirmed() -> frozenset[str]:
    return frozenset(one["contract_id"] for one in _declared().get("confirmed", ()))


@cache
def _declared() -> Mapping[str, Any]:
    text = files("loaders.contracts").joinpath("amounts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
