"""The Result: rows with everything needed to show, download and cite them.

A chart, a table, a CSV and a sentence about the same figure are all drawn from one Result, so they
cannot disagree.

A cell of a measure is a number (zero is one) or a `Gap`: which of the four other states it is in, and why.
    row["direct_share"] = Gap(State.WITHHELD, Text("falta la fecha en 34.1 %", "34.1% lack the date"))
    row["modified_mxn"] = NOT_REPORTED      # the source's file has no such figure
    row["median_mxn"] = NOT_APPLICABLE      # the figure has no meaning here
    row["executed_mxn"] = NOT_HELD          # no file of it is loaded
A Gap is false, as None was, so `row["amount_mxn"] or Decimal(0)` goes on working; `is None` does not: ask
`is_gap(cell)` or `isinstance(cell, Decimal)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, TypeGuard

from loaders.model import Text


class State(StrEnum):
    """What a cell of a measure can be; the values are those that files and the API write."""

    VALUE = "value"
    NOT_REPORTED = "not_reported"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"
    NOT_HELD = "not_in_this_store"


@dataclass(frozen=True)
class Gap:
    """A cell without a number: its state, and the reason as a short phrase without capital or full stop.

    What is withheld always has a reason (ValueError without one); the others have one where the state's own
    explanation does not say enough.
    """

    state: State
    reason: Text | None = None

    def __post_init__(self) -> None:
        """Refuse what is no gap, and what is withheld without a reason."""
        if self.state is State.VALUE:
            raise ValueError("a value is no gap")
        if self.state is State.WITHHELD and self.reason is None:
            raise ValueError("what is withheld needs a reason")

    def __bool__(self) -> bool:
        """Return False: a gap counts for nothing, and is no zero."""
        return False


# The cell of every row that tells it from the others.
KEY: Final = "id"
NOT_REPORTED: Final = Gap(State.NOT_REPORTED)
NOT_APPLICABLE: Final = Gap(State.NOT_APPLICABLE)
NOT_HELD: Final = Gap(State.NOT_HELD)


def is_gap(cell: Any) -> TypeGuard[Gap | None]:
    """Return whether a cell of a measure has no number."""
    return cell is None or isinstance(cell, Gap)


Value = Decimal | Gap
Cell = str | int | bool | Decimal | Gap | None
Row = Mapping[str, Cell]
Role = Literal["key", "label", "time", "measure", "note"]
# mxn_each: pesos of one contract, always written in whole pesos; sums beside it have their own scale.
Unit = Literal[
    "mxn", "mxn_each", "share", "change", "share_of_gdp", "mxn_per_inhabitant", "year", "count", "none"
]


@dataclass(frozen=True)
class ResultColumn:
    """One column of a Result.

    `name` is the machine name (unit in the name: `approved_mxn`), `label` what a reader sees,
    `unit` what its numbers are. A cell of a measure is a number or a `Gap`; of another role, None is nothing.
    `years` are those that its figures are of, where rows carry no year of their own.
    """

    name: str
    label: Text
    role: Role
    unit: Unit = "none"
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class SourceRef:
    """A source of the rows: dataset id, title, publisher, date obtained (None = unknown), licence."""

    dataset_id: str
    title: Text
    publisher: str
    obtained: date | None
    licence: str


@dataclass(frozen=True)
class SeriesBreak:
    """A break in a series: lines stop at `before` and start again at `after`; `reason` says why."""

    before: int
    after: int
    reason: Text
    keys: tuple[str, ...] = ()  # row keys the break concerns; empty = all
    dimension: str = ""  # the only kind of codes that it concerns, if not all
    scopes: frozenset[str] = frozenset()  # the scopes whose figures it concerns; empty = all


@dataclass(frozen=True)
class ResultWarning:
    """What must be said beside figures of `years`: of the rows `keys`, or of every row where there are none.

    `subject` is whom and when it is about, `saying` what is said; `source` is the dataset or document in
    which it is seen. Warnings of one id say the same of several subjects.
    """

    id: str
    subject: Text
    saying: Text
    source: str
    years: frozenset[int]
    keys: frozenset[str] = frozenset()

    @property
    def text(self) -> Text:
        """The whole warning: whom and when, and what is said."""
        return _said([self])


def in_one(warnings: Iterable[ResultWarning]) -> tuple[Text, ...]:
    """Return the texts of warnings, those of one id together: what is said of several is said once."""
    together: dict[str, list[ResultWarning]] = {}
    for warning in warnings:
        together.setdefault(warning.id, []).append(warning)
    return tuple(_said(alike) for alike in together.values())


def _said(alike: Sequence[ResultWarning]) -> Text:
    es, en = ("; ".join(getattr(each.subject, at) for each in alike) for at in ("es", "en"))
    return Text(f"{es}: {alike[0].saying.es}", f"{en}: {alike[0].saying.en}")


@dataclass(frozen=True)
class Result:
    """Rows of one question, with columns, sources, scope, store version, notes and coverage.

    Money is `Decimal` pesos (never float) and shares are `Decimal` fractions of 1.
    """

    columns: tuple[ResultColumn, ...]
    rows: tuple[Row, ...]
    sources: tuple[SourceRef, ...]
    store_version: str
    scope: Text
    prices: Text
    notes: tuple[Text, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    missing: tuple[Text, ...] = field(default=())  # what is not reported, in words, with the reason
    withheld: Text | None = None  # why none of it is shown: said instead of drawing, sentence and table
    warnings: tuple[ResultWarning, ...] = ()

    def column(self, name: str) -> ResultColumn:
        """Return the column called `name`; KeyError if the Result has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def warnings_at(self, row: Row, column: ResultColumn) -> tuple[ResultWarning, ...]:
        """Return the warnings of a cell that are of its row; those of every row stand below the whole."""
        if not self.warnings:
            return ()
        years, key = self._years(row, column), row.get(KEY)
        return tuple(
            warning for warning in self.warnings if key in warning.keys and warning.years.intersection(years)
        )

    def warnings_of(self, row: Row) -> tuple[ResultWarning, ...]:
        """Return the warnings of any figure of a row, those of every row of their years too."""
        years = {year for column in self.measures for year in self._years(row, column)}
        key = row.get(KEY)
        return tuple(
            warning
            for warning in self.warnings
            if warning.years & years and (not warning.keys or key in warning.keys)
        )

    def _years(self, row: Row, column: ResultColumn) -> tuple[Cell, ...]:
        """The years of a cell: those of its column, or that of its row."""
        time = next((column.name for column in self.columns if column.role == "time"), "")
        return column.years or (row.get(time),)

    @property
    def measures(self) -> tuple[ResultColumn, ...]:
        """The numeric columns that are measured, in their order."""
        return tuple(column for column in self.columns if column.role == "measure")
