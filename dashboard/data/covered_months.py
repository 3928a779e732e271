"""Which months of a year the files of a group cover: a month outside of them is not one without contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard import formats
from dashboard.data import procurement
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import Gap, State
from dashboard.data.store import Store
from dashboard.i18n import procurement as words
from dashboard.i18n.ui import fill
from loaders.model import Text


@dataclass(frozen=True)
class CoveredMonths:
    """The first and last month covered (1 to 12), and the last day where the files are known to end on it."""

    year: int
    first: int
    last: int
    until: date | None = None

    @property
    def months(self) -> int:
        """How many months are covered."""
        return self.last - self.first + 1

    def gap(self, month: int) -> Gap | None:
        """Return why a month has no figure; None where it is covered."""
        if self.first <= month <= self.last:
            return None
        return Gap(State.NOT_HELD, self._span(words.COVERED_MONTHS))

    def notes(self) -> tuple[Text, ...]:
        """Say which months are not covered, and that the last one is a part, where that is so."""
        ends = () if self.until is None else (until(self.until),)
        return ends if self.months == len(words.MONTHS) else (self._span(words.OTHER_MONTHS), *ends)

    def _span(self, text: Text) -> Text:
        first, last = (words.MONTH_NAMES[month - 1] for month in (self.first, self.last))
        return fill(text, first=first, last=last, year=formats.year(self.year))


def of(store: Store, asked: ContractsAsked) -> CoveredMonths:
    """Return the months that the files of a group cover, whatever the question is narrowed to.

    They begin with the first month of which the group has a contract, and end with the day that the file is
    declared to end on, else with the last such month. Without any date, the whole year.
    """
    signed = [int(month) for month in procurement.sizes(store, asked.whole, ("month",))["month"]]
    end = ends(store, asked).get(asked.year)
    held = [*signed, *([end.month] if end else [])]
    return CoveredMonths(asked.year, min(held, default=1), max(held, default=12), end)


def ends(store: Store, asked: ContractsAsked) -> Mapping[int, date]:
    """Return the last day covered of each year in which the files of a group end before the year does."""
    days = [day for note in procurement.notes(store, asked.file) if (day := note["covers_until"])]
    return {day.year: day for day in sorted(days)}


def until(day: date) -> Text:
    """Say on which day the files end."""
    return fill(words.UNTIL, day=Text(formats.date_long(day, "es"), formats.date_long(day, "en")))
