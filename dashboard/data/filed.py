"""A Result as files have it: cells are plain values, and what a page draws stands in columns of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.data import words
from dashboard.data.result import NOT_REPORTED, Cell, Gap, Result, ResultColumn, Row, State, is_gap
from loaders.model import Language

STATE = "{measure}_state"
REASON = "{measure}_reason"
WARNING = "warning"


def filed(result: Result, language: Language) -> Result:
    """Return the Result that CSV, Parquet, XLSX and JSON write.

    Every measure in which some row has no number is followed by `<measure>_state`, one of the values of
    `State` in each row, and by `<measure>_reason` where some row has one; its gaps are None. Where a row has
    a warning there is a column `warning`.
    """
    gaps = {column.name for column in result.measures if _any_gap(result, column.name)}
    reasons = {name for name in gaps if any(_reason(row.get(name), language) for row in result.rows)}
    columns = [part for column in result.columns for part in _columns(column, gaps, reasons)]
    rows = [_row(row, gaps, reasons, language) for row in result.rows]
    if result.warnings:
        columns.append(ResultColumn(WARNING, words.WARNING, "note"))
        warned = [warnings_text(result, row, language) for row in result.rows]
        rows = [{**row, WARNING: text} for row, text in zip(rows, warned, strict=True)]
    return replace(result, columns=tuple(columns), rows=tuple(rows))


def warnings_text(result: Result, row: Row, language: Language) -> str | None:
    """Return all warnings of a row in one cell; None where it has none."""
    return " ".join(warning.text.in_(language) for warning in result.warnings_of(row)) or None


def state_of(cell: Cell) -> State:
    """Return the state of a cell of a measure."""
    if isinstance(cell, Gap):
        return cell.state
    return NOT_REPORTED.state if cell is None else State.VALUE


def _any_gap(result: Result, name: str) -> bool:
    return any(is_gap(row.get(name)) for row in result.rows)


def _reason(cell: Cell, language: Language) -> str | None:
    return cell.reason.in_(language) if isinstance(cell, Gap) and cell.reason else None


def _columns(column: ResultColumn, gaps: set[str], reasons: set[str]) -> Iterable[ResultColumn]:
    yield column
    if column.name in gaps:
        yield ResultColumn(STATE.format(measure=column.name), words.state_of(column.label), "note")
    if column.name in reasons:
        yield ResultColumn(REASON.format(measure=column.name), words.reason_of(column.label), "note")


def _row(row: Row, gaps: set[str], reasons: set[str], language: Language) -> Row:
    cells = {name: None if isinstance(cell, Gap) else cell for name, cell in row.items()}
    states = {STATE.format(measure=name): state_of(row.get(name)).value for name in gaps}
    why = {REASON.format(measure=name): _reason(row.get(name), language) for name in reasons}
    return {**cells, **states, **why}
