"""The Result: rows with everything needed to show, download and cite them.

A chart, a table, a CSV and a sentence about the same figure are all drawn from one Result, so they
cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from loaders.model import Text

Cell = str | int | bool | Decimal | None
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
    `unit` what its numbers are; a `None` cell always means *not reported / no data*, never 0.
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
