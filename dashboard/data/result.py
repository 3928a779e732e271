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

from collections.abc import Mapping
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
    """

    name: str
    label: Text
    role: Role
    unit: Unit = "none"


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

    def column(self, name: str) -> ResultColumn:
        """Return the column called `name`; KeyError if the Result has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def measures(self) -> tuple[ResultColumn, ...]:
        """The numeric columns that are measured, in their order."""
        return tuple(column for column in self.columns if column.role == "measure")
