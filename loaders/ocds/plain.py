"""Plain values out of JSON that anybody may have written: texts without contacts, days, instants, amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from loaders.clean import words
from loaders.contracts import amounts
from loaders.contracts.privacy import scrub
from loaders.errors import BadValue

Object = Mapping[str, Any]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOTHING = frozenset({"", "-", ".", "n/a", "no aplica", "none", "null"})
_YEARS = range(1990, 2101)
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf\u0152-\u2122]")
_CENT = Decimal("0.01")
_SHORT = 100
# Longer than any text of a contract; what looks for contacts in it takes time that grows with its square.
_LONGEST = 10_000
_MOST = Decimal(10) ** 16


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list; of anything else, none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def inner(value: Object, *names: str) -> Object:
    """Return the object at a path of keys; an empty one where there is none."""
    found: Any = value
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def text(value: object) -> str | None:
    """Return a text on one line without e-mails, telephones and tax codes of persons; None for nothing.

    Text that was read as cp1252 before it was published ("AdjudicaciÃ³n") is put right. A text of more than
    10,000 characters is cut there.
    """
    if value is None or isinstance(value, bool | dict | list):
        return None
    given = str(value)
    return _short(given) if len(given) < _SHORT else _clean(given[:_LONGEST])


def _clean(given: str) -> str | None:
    found = words(_CONTROL.sub(" ", _repaired(given)))
    return scrub(found) if found.lower() not in _NOTHING else None


# Codes and names come again and again; keeping long texts would cost more than it saves.
_short = lru_cache(maxsize=65_536)(_clean)


def _repaired(found: str) -> str:
    if not _MOJIBAKE.search(found):
        return found
    try:
        return found.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return found


def day(value: object) -> str | None:
    """Return the day that a date and time says, as written: no zone is applied. None if it is no date."""
    try:
        found = date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def instant(value: object) -> str | None:
    """Return a date and time in universal time, so that texts sort as times do; None if it is none.

    A time without zone is taken as universal.
    """
    try:
        found = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    if found.year not in _YEARS:
        return None
    zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def number(value: object) -> Decimal | None:
    """Return a finite number of JSON, or of a text that is an amount; None for anything else."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    try:
        found = amounts.amount(value) if isinstance(value, str) else Decimal(str(value))
        return found if found is not None and found.is_finite() and abs(found) < _MOST else None
    except (ArithmeticError, BadValue):
        return None


def fits(amount: Decimal) -> bool:
    """Say whether an amount is one that a column of amounts can take."""
    return abs(amount) < _MOST


def pesos(amount: Decimal) -> Decimal:
    """Return an amount in whole cents."""
    return amount.quantize(_CENT)


def amount(value: Object) -> dict[str, str]:
    """Return an OCDS value as texts: amount, currency, and the exchange rate to pesos where it gives one.

    A currency that only the list of exchange rates names, and names once, is taken from there.
    """
    rates = objects(value.get("exchangeRates"))
    listed = {code for code in (text(one.get("currency")) for one in rates) if code}
    rate = number(value.get("exchangeRate"))
    found = {
        "amount": str(given) if (given := number(value.get("amount"))) is not None else None,
        "currency": text(value.get("currency")) or (next(iter(listed)) if len(listed) == 1 else None),
        "rate": str(rate) if rate else None,
    }
    return {key: kept for key, kept in found.items() if kept is not None}
