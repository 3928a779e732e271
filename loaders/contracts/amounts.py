"""Amounts of contracts: any way of writing them, and which of them may be added up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from loaders.contracts import vocabulary
from loaders.contracts.texts import NOTHING
from loaders.errors import BadValue

if TYPE_CHECKING:
    import polars as pl

PESOS = "MXN"

Decimals = Literal["point", "comma"]

POINT: Decimals = "point"

_GROUPS, _MARKS = {"point": ",", "comma": "."}, {"point": ".", "comma": ","}
# Three decimals or more; in the syntax of polars.
LONG: Mapping[Decimals, str] = {"point": r"\.[0-9]{3}", "comma": ",[0-9]{3}"}
_BEFORE = re.compile(r"^(-?)\s*(?:MXN|M\.?N\.?)?\s*\$?\s*")
_AFTER = re.compile(r"\s*(?:\$|MXN|M\.?N\.?)?$")
_APART = re.compile(r"[\s'’`]")
_CENT, _LIMIT, _DUST = Decimal("0.01"), Decimal(10) ** 16, Decimal("0.000001")


def _written(decimals: Decimals) -> re.Pattern[str]:
    """A number with at most one way of grouping its thousands; a group never begins with a zero."""
    group, mark = re.escape(_GROUPS[decimals]), re.escape(_MARKS[decimals])
    grouped = (
        rf"[1-9][0-9]{{0,2}}(?P<apart>[{group}\s'’`])[0-9]{{3}}(?:(?P=apart)[0-9]{{3}})*(?:{mark}[0-9]*)?"
    )
    return re.compile(rf"-?(?:{grouped}|[0-9]+(?:{mark}[0-9]*)?(?:E\+?[0-9]{{1,2}})?)")


_NUMBER: Mapping[Decimals, re.Pattern[str]] = {"point": _written("point"), "comma": _written("comma")}


def amount(text: str, decimals: Decimals = POINT) -> Decimal | None:
    """Return an amount in its currency, to the cent; None where the source writes nothing.

    Reads `1234.5`, `1,008,560`, `$5,600,000.00`, `'22104`, `3008434.3000000003`, `1.2E7`, `1 000.00 M.N.`;
    with a decimal comma `1.008.560` and `129310,34`. More than two decimals are rounded half to even.
    BadValue for anything else: nothing is guessed.
    """
    number = _number(text, decimals)
    return None if number is None else number.quantize(_CENT, ROUND_HALF_EVEN)


def is_rounded(text: str, decimals: Decimals = POINT) -> bool:
    """Say whether reading an amount took more from it than the dust of a binary number."""
    number = _number(text, decimals)
    return number is not None and abs(number - number.quantize(_CENT, ROUND_HALF_EVEN)) > _DUST


def tells(text: str) -> Decimals | Literal["either"] | None:
    """Return how decimals are marked where an amount is written so; "either" when it can be read in two ways.

    None where both ways give the same, or none reads it.
    """
    by_point, by_comma = (_read(_bare(text), decimals) for decimals in _NUMBER)
    if by_point == by_comma:
        return None
    if by_point is not None and by_comma is not None:
        return "either"
    return "comma" if by_point is None else "point"


def _number(text: str, decimals: Decimals) -> Decimal | None:
    if text.strip() in NOTHING:
        return None
    number = _read(_bare(text), decimals)
    if number is None or abs(number) >= _LIMIT:
        raise BadValue("not an amount", value=text, todo="reject the record")
    return number


def _bare(text: str) -> str:
    """Return what is written without the currency around it and the apostrophe of a spreadsheet."""
    plain = text.strip().lstrip("'’`").upper()
    return _AFTER.sub("", _BEFORE.sub(r"\1", plain))


def _read(bare: str, decimals: Decimals) -> Decimal | None:
    if not _NUMBER[decimals].fullmatch(bare):
        return None
    plain = _APART.sub("", bare).replace(_GROUPS[decimals], "")
    return Decimal(plain.replace(_MARKS[decimals], "."))


def usual(texts: pl.Series, decimals: Decimals = POINT) -> pl.Series:
    """Return which texts are a number with two decimals at most, its thousands grouped or not; null stays."""
    return texts.str.contains(_usual(decimals))


@cache
def _usual(decimals: Decimals) -> str:
    group, mark = re.escape(_GROUPS[decimals]), re.escape(_MARKS[decimals])
    return rf"^-?(?:[0-9]{{1,15}}|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}}){{1,4}})(?:{mark}[0-9]{{1,2}})?$"


def column(texts: pl.Series, decimals: Decimals = POINT) -> pl.Series:
    """Return amounts in cents-exact decimals; null where there is none and where it cannot be read."""
    import polars as pl

    plain = texts.str.replace_all(_GROUPS[decimals], "", literal=True)
    if decimals != POINT:
        plain = plain.str.replace_all(_MARKS[decimals], ".", literal=True)
    fast = pl.select(pl.when(usual(texts, decimals)).then(plain)).to_series()
    found = fast.cast(pl.Decimal(18, 2), strict=True)
    odd = texts.is_not_null() & fast.is_null()
    if not odd.any():
        return found
    places = odd.arg_true()
    rest = pl.Series([_or_none(text, decimals) for text in texts.gather(places)], dtype=pl.Decimal(18, 2))
    return found.scatter(places, rest)


def _or_none(text: str, decimals: Decimals) -> Decimal | None:
    try:
        return amount(text, decimals)
    except BadValue:
        return None


def status(currency: pl.Expr, value: pl.Expr, contract_id: pl.Expr) -> pl.Expr:
    """Return what an amount is (`amount_status`); `value` is in the published currency, which may be null.

    A currency of "" is not published, and one that the vocabulary does not have is not known: neither is
    taken for pesos.
    """
    import polars as pl

    confirmed = pl.lit(False) if not _confirmed() else contract_id.is_in(list(_confirmed()))
    absurd = (value >= threshold()) | (value < 0)
    return (
        pl.when(value.is_null())
        .then(pl.lit("missing"))
        .when(currency == "")
        .then(pl.lit("no_currency"))
        .when(~currency.is_in(vocabulary.values("currency")))
        .then(pl.lit("unknown_currency"))
        .when(currency != PESOS)
        .then(pl.lit("other_currency"))
        .when(value == 0)
        .then(pl.lit("zero"))
        .when(absurd & ~confirmed)
        .then(pl.lit("implausible"))
        .otherwise(pl.lit("counted"))
    )


# A contract of these standings is none, or none yet: whatever its amount is, it enters no sum.
NOT_IN_FORCE = ("cancelled", "pending")


def standing(said: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    """Return the status of the amount of a contract of this standing: `otherwise`, if it is in force."""
    import polars as pl

    return pl.when(said.is_in(NOT_IN_FORCE)).then(said).otherwise(otherwise)


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
