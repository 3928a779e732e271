"""How a file writes numbers and days: one way in all of it, told by all of its cells; where they cannot, ask.

`1,234` is a thousand or little more than one, and `11/12/2014` a day of December or of November. No cell is
read by itself: the usual way (decimal point, day first) is assumed while a file is read, and every cell of
every column of amounts or days is looked at. One that the usual way cannot have written stops the reading;
then all cells are looked at before any is read. `Undecided` when they contradict each other, or when some can
be read in two ways and none decides: who loads the file can answer (`--decimal`, `--dates`), and the findings
of the file say so.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, cast

from loaders.contracts import amounts, dates
from loaders.contracts.amounts import Decimals
from loaders.contracts.dates import Order
from loaders.errors import Undecided

if TYPE_CHECKING:
    import polars as pl

    from loaders.contracts.layout import Layout
    from loaders.contracts.ledger import Ledger
    from loaders.model import RawFile

AMOUNTS = ("amount", "amount_min", "amount_max", "amendment_amount")
DECIMAL, DATES = "decimal", "dates"
EITHER = "either"
_SHOWN, _FEW = 3, 256


class OtherWay(Exception):  # noqa: N818 — a signal between readers, never an error that leaves them
    """A cell that the assumed way of writing cannot have written: all cells are to be looked at first."""


@dataclass(frozen=True)
class Conventions:
    """How a file marks decimals, and in which order it writes the day and the month."""

    decimals: Decimals = amounts.POINT
    order: Order = dates.DAY_FIRST

    @classmethod
    def answered(cls, answers: Mapping[str, str]) -> Conventions:
        """Return the usual ways, and those that who loads the file answered."""
        return cls(
            cast("Decimals", answers.get(DECIMAL, amounts.POINT)),
            cast("Order", answers.get(DATES, dates.DAY_FIRST)),
        )


USUAL = Conventions()


class Cell(NamedTuple):
    """What one cell says, the field it is of, and the 1-based number of its record."""

    text: str
    column: str
    line: int

    def __str__(self) -> str:
        return f"{self.text!r} ({self.column}, record {self.line})"


@dataclass(frozen=True)
class Question:
    """What is asked of all cells of one kind: what one tells, and which are worth a closer look.

    `perhaps` finds cells that may tell anything, `contrary` those that may contradict the assumed way.
    """

    option: str
    ways: Mapping[str, str]
    tells: Callable[[str], str | None]
    perhaps: Callable[[pl.Series], pl.Series]
    contrary: Callable[[pl.Series, str], pl.Series]


NUMBERS = Question(
    DECIMAL,
    {"point": "a decimal point", "comma": "a decimal comma"},
    amounts.tells,
    lambda texts: texts.str.contains("[.,]"),
    lambda texts, way: ~amounts.usual(texts, cast("Decimals", way)),
)
DAYS = Question(
    DATES,
    {dates.DAY_FIRST: "the day first", dates.MONTH_FIRST: "the month first"},
    dates.tells,
    lambda texts: texts.str.contains(dates.YEAR_LAST),
    lambda texts, way: texts.str.contains(dates.CONTRARY[cast("Order", way)]),
)


@dataclass
class Evidence:
    """The first cells that tell one way of writing, the other, or that could be either."""

    question: Question
    assumed: str
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    def look(self, frame: pl.DataFrame, columns: Sequence[str]) -> None:
        """Look at the cells of some columns; once the assumed way is told, only for what contradicts it."""
        for name in columns:
            if self.assumed not in self.cells:
                self._add(frame.head(_FEW), self.question.perhaps(frame[name].head(_FEW)), name)
            self._add(frame, self._worth_a_look(frame[name]), name)

    def _worth_a_look(self, texts: pl.Series) -> pl.Series:
        if self.assumed in self.cells:
            return self.question.contrary(texts, self.assumed)
        return self.question.perhaps(texts)

    def _add(self, frame: pl.DataFrame, wanted: pl.Series, name: str) -> None:
        import polars as pl

        if not wanted.any():
            return
        chosen = frame.filter(wanted).group_by(name, maintain_order=True).agg(pl.col("source_row").min())
        for text, line in chosen.iter_rows():
            told = self.question.tells(text)
            kept = self.cells.setdefault(told, []) if told else []
            if told and len(kept) < _SHOWN and Cell(text, name, line) not in kept:
                kept.append(Cell(text, name, line))

    @property
    def contradicted(self) -> bool:
        """Say whether a cell cannot have been written in the assumed way."""
        return any(way != self.assumed for way in self.cells if way != EITHER)

    def way(self, where: Where) -> str:
        """Return the one way in which all cells can be written. Undecided when there is none, or are two."""
        told = [way for way in self.question.ways if way in self.cells]
        if len(told) == 1:
            return told[0]
        if told or EITHER in self.cells:
            raise self._undecided(told or [EITHER], where)
        return self.assumed

    def _undecided(self, told: Sequence[str], where: Where) -> Undecided:
        names = self.question.ways
        seen = "; ".join(
            f"{names.get(way, ' or '.join(names.values()))}: {', '.join(map(str, self.cells[way]))}"
            for way in told
        )
        what = (
            "cells contradict each other"
            if EITHER not in told
            else "cells can be read in two ways, and none decides"
        )
        return Undecided(
            f"{what}: {seen}", where=where.name, todo=where.asks(self.question.option, list(names))
        )


@dataclass(frozen=True)
class Where:
    """The file of which something is asked: its name, its dataset, and the path that a command names."""

    name: str
    dataset_id: str
    path: str

    def asks(self, option: str, ways: Sequence[str]) -> str:
        """Return how to answer, as a command."""
        command = f"cuentas load {self.dataset_id} --from {shlex.quote(self.path)} --{option}"
        return f"look at the file, and say which it is: `{command} {ways[0]}`, or `--{option} {ways[1]}`"


@dataclass
class Watch:
    """Looks at all amounts and days of a file while it is read in an assumed way.

    OtherWay at the first cell that cannot have been written so, unless all of them are to be seen first
    (`survey`). What was answered is not asked.
    """

    where: Where
    layout: Layout
    assumed: Conventions
    answers: Mapping[str, str]
    survey: bool = False
    numbers: Evidence = field(init=False)
    days: Evidence = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = Evidence(NUMBERS, self.assumed.decimals)
        self.days = Evidence(DAYS, self.assumed.order)

    def frames(self, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield the frames as they come, looked at."""
        named = self.layout.present
        columns = {
            DECIMAL: [name for name in AMOUNTS if name in named],
            DATES: [name for name in named if name.endswith("_on")],
        }
        asked = [one for one in (self.numbers, self.days) if one.question.option not in self.answers]
        for frame in frames:
            for one in asked:
                one.look(frame, columns[one.question.option])
            if not self.survey and any(one.contradicted for one in asked):
                raise OtherWay
            yield frame

    def conventions(self) -> Conventions:
        """Return how the file writes, once all of it was seen. Undecided."""
        return Conventions(
            cast("Decimals", self.numbers.way(self.where)), cast("Order", self.days.way(self.where))
        )


def of_cells(
    raw: RawFile, dataset_id: str, days: Mapping[str, Sequence[str]], numbers: Mapping[str, Sequence[str]]
) -> Conventions:
    """Return how a small file is written, by the cells of its columns of days and of amounts. Undecided."""
    where = Where(raw.name, dataset_id, raw.given or raw.name)
    usual = Conventions.answered(raw.answers)
    asked = ((NUMBERS, usual.decimals, numbers), (DAYS, usual.order, days))
    ways: dict[str, str] = {}
    for question, assumed, columns in asked:
        found = Evidence(question, assumed)
        if question.option not in raw.answers:
            _look(found, columns)
        ways[question.option] = found.way(where)
    return Conventions.answered(ways)


def _look(found: Evidence, columns: Mapping[str, Sequence[str]]) -> None:
    import polars as pl

    for name, texts in columns.items():
        frame = pl.DataFrame({name: list(texts)}, schema={name: pl.String()})
        found.look(frame.with_columns(pl.int_range(1, len(frame) + 1).alias("source_row")), [name])


def note(found: Conventions, answers: Mapping[str, str], ledger: Ledger) -> None:
    """Write down how the file is written where that is not the usual way, and what was answered."""
    if found.decimals != USUAL.decimals:
        ledger.repair(1, "decimal_comma", "1.234,56", "1234.56")
    if found.order != USUAL.order:
        ledger.repair(1, "month_first", "12/31/2014", "2014-12-31")
    for option, way in answers.items():
        ledger.repair(1, "answered", f"--{option}", way)
