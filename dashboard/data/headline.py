"""Headline figures of *Inicio*: totals of the latest year, with their real change and what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.data import words
from dashboard.data.facts import TOTAL
from dashboard.data.figure_warnings import warnings_of
from dashboard.data.lines import Asked, both_reported, totals
from dashboard.data.result import in_one
from dashboard.data.selection import Moment, Selection
from dashboard.data.shape import real_change
from dashboard.data.store import Store
from loaders.model import Text


@dataclass(frozen=True)
class Headline:
    """One total: pesos of its own year, real change on the year before (None = not comparable), scope.

    `warnings` are those of its whole year, or of the year before where a change is told.
    """

    selection: Selection
    pesos: Decimal
    change: Decimal | None
    scope: Text
    warnings: tuple[Text, ...] = ()


def headlines(store: Store) -> tuple[Headline, ...]:
    """Return what was approved and spent in the latest public account, and the net budget approved.

    What the store does not hold has no headline.
    """
    account = store.facts.years_of("federal", "agency", "executed")
    net = store.facts.years("net")
    moments: tuple[Moment, ...] = ("approved", "executed") if account else ()
    shown = [_federal(store, max(account), moment) for moment in moments]
    return tuple(shown + ([_net(store, max(net))] if net else []))


def _federal(store: Store, year: int, moment: Moment) -> Headline:
    selection = _priced(store, Selection(year=year, moment=moment, base=year))
    asked = Asked(store, selection, "es")
    found = totals(asked, [year - 1, year])
    change = real_change(asked, found, (year - 1, year), moment)
    known = change if isinstance(change, Decimal) else None
    pesos, years = found[year].pesos[moment] or Decimal(0), [year] if known is None else [year - 1, year]
    return Headline(selection, pesos, known, words.SCOPES["federal"], _warnings(asked, years))


def _warnings(asked: Asked, years: Sequence[int]) -> tuple[Text, ...]:
    return in_one(warnings_of(asked, (TOTAL,), years, (asked.selection.moment,)))


def _priced(store: Store, selection: Selection) -> Selection:
    """Leave the prices of a year at their own level where the store has no index of that year."""
    known = selection.base in store.facts.base_years(selection.index)
    return selection if known else replace(selection, prices="nominal")


def _net(store: Store, year: int) -> Headline:
    selection = _priced(store, Selection(scope="net", year=year, moment="approved", base=year))
    asked = Asked(store, selection, "es")
    pesos = totals(asked, [year])[year].pesos["approved"] or Decimal(0)
    return Headline(selection, pesos, None, words.SCOPES["net"], _warnings(asked, [year]))


def like_for_like(store: Store, year: int) -> tuple[Decimal, Decimal]:
    """Return approved and Ejercicio of a year, nominal pesos, over the programmes that report both."""
    pairs = both_reported(Asked(store, Selection(year=year), "es")).values()
    approved = sum((one for one, _ in pairs if one is not None), Decimal(0))
    executed = sum((two for _, two in pairs if two is not None), Decimal(0))
    return approved, executed
