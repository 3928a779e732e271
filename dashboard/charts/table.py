"""The same Result as a table for readers and as CSV for machines."""

from __future__ import annotations

import csv as commas
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from dashboard.charts.measures import Measure, measures, plain, value_of
from dashboard.charts.sheet import DAGGER
from dashboard.data.filed import filed
from dashboard.data.result import Cell, Gap, Result, ResultColumn, Row
from loaders.model import Language


@dataclass(frozen=True)
class Header:
    """One column's heading: machine `name`, `text` with the unit in brackets, and how its cells align."""

    name: str
    text: str
    align: Literal["start", "end"]


class Table(NamedTuple):
    """Headings and rows of text, ready to be shown: the cells carry no unit, the headings do."""

    headers: tuple[Header, ...]
    rows: tuple[tuple[str, ...], ...]


def table(result: Result, language: Language, most: int | None = None) -> Table:
    """Return the first `most` rows (None = all) as text; columns of pesos share one scale, up to millions.

    A cell without a number says which state it is in, and why where it is told; one with a warning is marked.
    """
    scales = measures(result, language)
    headers = tuple(_header(column, scales, language) for column in result.columns)
    rows = tuple(
        tuple(_cell(result, row, column, scales, language) for column in result.columns)
        for row in result.rows[:most]
    )
    return Table(headers, rows)


def csv(result: Result, language: Language) -> Iterator[str]:
    """Yield CSV lines (RFC 4180): machine names, then every row with exact, unformatted values.

    A measure in which some row has no number has its state beside it, and the reason where one is told: see
    `filed`. Nothing else is in the file: title, sources and notes are in the receipt. The values do not
    depend on `language`; names and reasons come in it.
    """
    shown = filed(result, language)
    yield _line([column.name for column in shown.columns])
    for row in shown.rows:
        yield _line([_exact(row.get(column.name)) for column in shown.columns])


def _header(column: ResultColumn, scales: Mapping[str, Measure], language: Language) -> Header:
    scale = scales.get(column.name)
    unit = f" ({scale.header})" if scale and scale.header else ""
    return Header(column.name, column.label.in_(language) + unit, "end" if scale else "start")


def _cell(
    result: Result, row: Row, column: ResultColumn, scales: Mapping[str, Measure], language: Language
) -> str:
    if column.name in scales:
        mark = f" {DAGGER}" if result.warnings_at(row, column) else ""
        return scales[column.name].cell(value_of(row, column.name)) + mark
    return plain(row.get(column.name), column, language)


def _exact(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return "" if cell is None or isinstance(cell, Gap) else str(cell)


def _line(fields: list[str]) -> str:
    text = io.StringIO()
    commas.writer(text, lineterminator="\r\n").writerow(fields)
    return text.getvalue()
