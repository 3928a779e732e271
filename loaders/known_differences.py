"""Differences between official files that are known: dated data in `known_differences.toml`, with a reason.

A difference is explained only by the very amount that is declared; any other one fails its check.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.errors import DeclarationError
from loaders.model import Text

_FILE = "known_differences.toml"


@dataclass(frozen=True)
class Known:
    """A known difference of a dataset in a year: pesos by agency, give or take `within`, and why.

    `against` are what the dataset is compared with; `form` the kind of file that differs ("" = any);
    `moments` empty = any.
    """

    id: str
    dataset_id: str
    against: frozenset[str]
    fiscal_year: int
    form: str
    moments: frozenset[str]
    pesos: Mapping[str, Decimal]
    within: Decimal
    reason: Text

    @property
    def total(self) -> Decimal:
        """What the difference of all agencies together is."""
        return sum(self.pesos.values(), Decimal(0))


@dataclass(frozen=True)
class Lost:
    """That the files of a form have fewer records than those of the other: at most `most`, in `years`."""

    dataset_id: str
    form: str
    years: frozenset[int]
    most: int
    reason: Text


@dataclass(frozen=True)
class Compared:
    """What is compared: the dataset and its form, with what, of which year and moment."""

    dataset_id: str
    form: str
    against: str
    fiscal_year: int
    moment: str


@cache
def known() -> tuple[Known, ...]:
    """Return the known differences. DeclarationError when one is declared wrongly."""
    return tuple(_known(item) for item in _data()["difference"])


@cache
def lost() -> tuple[Lost, ...]:
    """Return which files are known to have fewer records. DeclarationError when one is declared wrongly."""
    return tuple(_lost(item) for item in _data()["lost"])


def explanation(what: Compared, agency_id: str | None, gap: Decimal, tolerance: Decimal) -> Text | None:
    """Return why a figure differs by `gap` pesos, if that is known; `agency_id` None = all agencies."""
    for one in known():
        expected = one.pesos.get(agency_id) if agency_id else one.total
        if expected is not None and _fits(one, what) and abs(gap - expected) <= one.within + tolerance:
            return one.reason
    return None


def loss(dataset_id: str, form: str, fiscal_year: int, records: int) -> Text | None:
    """Return why a file has `records` fewer than another one of the same year, if that is known."""
    for one in lost():
        same = (one.dataset_id, one.form) == (dataset_id, form) and fiscal_year in one.years
        if same and 0 < records <= one.most:
            return one.reason
    return None


def _fits(one: Known, what: Compared) -> bool:
    same = (one.dataset_id, one.fiscal_year) == (what.dataset_id, what.fiscal_year)
    formed = one.form in ("", what.form)
    return same and formed and what.against in one.against and (not one.moments or what.moment in one.moments)


def _data() -> dict[str, Any]:
    return tomllib.loads(files("loaders").joinpath(_FILE).read_text(encoding="utf-8"))


def _known(item: Mapping[str, Any]) -> Known:
    require_dated(item)
    return Known(
        id=item["id"],
        dataset_id=item["dataset"],
        against=frozenset(item["against"]),
        fiscal_year=item["year"],
        form=item.get("form", ""),
        moments=frozenset(item.get("moments", ())),
        pesos={agency: Decimal(pesos) for agency, pesos in item["pesos"].items()},
        within=Decimal(item["within"]),
        reason=Text(item["reason_es"], item["reason_en"]),
    )


def _lost(item: Mapping[str, Any]) -> Lost:
    require_dated(item)
    return Lost(
        dataset_id=item["dataset"],
        form=item["form"],
        years=frozenset(item["years"]),
        most=item["most"],
        reason=Text(item["reason_es"], item["reason_en"]),
    )


def require_dated(item: Mapping[str, Any]) -> None:
    """Refuse an entry without id, date, source or reason: DeclarationError."""
    lacking = [name for name in ("id", "found", "source", "reason_es", "reason_en") if not item.get(name)]
    if lacking:
        raise DeclarationError(
            "a known difference is declared wrongly", where=_FILE, value=item.get("id"), todo=str(lacking)
        )
