"""How whole a file is, declared: what each dataset must hold, and the shares above which a load stops.

`file_quality.toml` is data. Budget files are stopped by control totals, too; all others by this alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.errors import DeclarationError

_FILE = "file_quality.toml"
EVERY = "*"
# What is measured of each file and may stop a load...
MEASURES = (
    "rejected",
    "repeated",
    "emptied",
    "unclassified",
    "empty",
    "truncated",
    "gaps",
    "lost",
    "years_lost",
    "column_lost",
    "amount_changed",
)
# ...and what is noted for the next version to be compared with.
FACTS = ("filled", "year", "median")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Threshold:
    """The largest share, in per cent, that a measure of a dataset may have; `few` of them are always allowed.

    `column` "" = every column; `observed` is the largest share that the held files showed on `measured`.
    """

    dataset_id: str
    measure: str
    column: str
    percent: Decimal
    few: int
    observed: Decimal | None
    measured: date
    reason: str

    def limit(self, whole: int) -> Decimal:
        """Return the largest share, in per cent, of so many cells or records."""
        return max(self.percent, share(min(self.few, whole), whole))


@dataclass(frozen=True)
class Expected:
    """What the files of a dataset are to hold: the table of its records, and columns that matter.

    `essential` are the columns without which a record says nothing. `keys` make a full grid: every value of
    one with every value of the others. `months` is a column in which no month may be missing.
    `amount` is the column whose median is compared with that of the version before.
    """

    dataset_id: str
    table: str
    essential: tuple[str, ...]
    keys: tuple[str, ...] = ()
    months: str = ""
    amount: str = ""


@dataclass(frozen=True)
class Declared:
    """All of the declaration: what is expected by dataset, thresholds, and what the codes of findings mean.

    `repeats` are reject codes of records that are there already, `emptied` and `unclassified` codes of
    corrections: a value that could not be read, a word that no vocabulary knows.
    """

    expected: Mapping[str, Expected]
    thresholds: Mapping[tuple[str, str, str], Threshold]
    repeats: frozenset[str]
    emptied: frozenset[str]
    unclassified: frozenset[str]
    cut: frozenset[str]

    def threshold(self, dataset_id: str, measure: str, column: str) -> Threshold:
        """Return the most particular threshold: of the column, of the dataset, of every dataset."""
        for key in ((dataset_id, column), (dataset_id, ""), (EVERY, "")):
            found = self.thresholds.get((key[0], measure, key[1]))
            if found:
                return found
        raise DeclarationError("a measure has no threshold", where=_FILE, value=measure)


def share(part: int, whole: int) -> Decimal:
    """Return a part in per cent of the whole, rounded up to hundredths: nothing above a limit seems below."""
    if not whole:
        return Decimal("0.00")
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_CENT, ROUND_CEILING)


@cache
def declared() -> Declared:
    """Return the declaration. DeclarationError if it is not complete."""
    return parse(files("loaders").joinpath(_FILE).read_text(encoding="utf-8"))


def parse(text: str) -> Declared:
    """Return what a TOML text declares; DeclarationError says what is wrong with it."""
    try:
        return _parsed(tomllib.loads(text))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise DeclarationError(
            "file quality is declared wrongly", where=_FILE, value=str(error), todo="complete the entry"
        ) from error


def _parsed(given: Mapping[str, Any]) -> Declared:
    thresholds = [_threshold(item) for item in given["threshold"]]
    found = {(one.dataset_id, one.measure, one.column): one for one in thresholds}
    if len(found) != len(thresholds):
        raise ValueError("two thresholds for the same measure")
    for measure in MEASURES:
        if (EVERY, measure, "") not in found:
            raise ValueError(f"no threshold for every dataset: {measure}")
    codes = {name: frozenset(given["codes"][name]) for name in ("repeats", "emptied", "unclassified", "cut")}
    expected = {item["id"]: _expected(item) for item in given["dataset"]}
    return Declared(expected, found, **codes)


def _threshold(item: Mapping[str, Any]) -> Threshold:
    if item["measure"] not in MEASURES:
        raise ValueError(f"no such measure: {item['measure']}")
    if not item["reason"] or not isinstance(item["measured"], date):
        raise ValueError(f"a threshold without reason or day: {item}")
    return Threshold(
        dataset_id=item["dataset"],
        measure=item["measure"],
        column=item.get("column", ""),
        percent=Decimal(item["percent"]),
        few=item.get("few", 0),
        observed=Decimal(item["observed"]) if "observed" in item else None,
        measured=item["measured"],
        reason=item["reason"],
    )


def _expected(item: Mapping[str, Any]) -> Expected:
    return Expected(
        dataset_id=item["id"],
        table=item["table"],
        essential=tuple(item["essential"]),
        keys=tuple(item.get("keys", ())),
        months=item.get("months", ""),
        amount=item.get("amount", ""),
    )
