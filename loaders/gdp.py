"""State GDP (*PIB estatal*): what INEGI's own files and a reshaped copy of them have in common."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from loaders.errors import BadValue, UnknownCode

NATIONAL = "00"
GDP = "PIB"
SCHEMA = (
    "dataset_id",
    "fiscal_year",
    "state_id",
    "industry_id",
    "price_basis",
    "gdp_mxn",
    "revision",
    "source_row",
)
_CODES = (
    "PIB D.21-D.31 VAB primarias 11 111 112 113,115 114 secundarias 21 21-1 21-2 22 23 31-33 311 312 313-314 "
    "315-316 321 322-323 324-326 327 331-332 333-336 337 339 terciarias 43 46 48-49 51 52 53 54 55 56 61 62 "
    "71 72 81 93"
)
INDUSTRIES = frozenset(_CODES.split())
_THOUSAND = Decimal("0.001")
_MILLION = 10**6
# A double of thirteen digits differs from the published decimals far below this.
_NOISE = Decimal("0.000001")

Row = tuple[str, int, str, str, str, Decimal, str | None, int]


def industry(code: str, where: str) -> str:
    """Return the code of an activity if it is one of the 44 that INEGI publishes; else UnknownCode."""
    if code not in INDUSTRIES:
        raise UnknownCode(
            "no such economic activity", where=where, value=code, todo="add it to loaders/gdp.py"
        )
    return code


def pesos(millions: str, where: str) -> Decimal:
    """Return exact pesos from millions of pesos, published with three decimals.

    The files carry the binary noise of doubles (`185650.54200000002`), which is dropped; BadValue for a cell
    that is no number, or has more decimals than noise explains.
    """
    try:
        found = Decimal(millions)
        published = found.quantize(_THOUSAND)
    except InvalidOperation:
        raise BadValue(
            "not millions of pesos", where=where, value=millions, todo="look at the file"
        ) from None
    if abs(found - published) > _NOISE:
        raise BadValue(
            "more than three decimals", where=where, value=millions, todo="see whether its unit changed"
        )
    return published * _MILLION
