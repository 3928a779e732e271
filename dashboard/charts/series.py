"""Rows as lines: ordered points, cut where a value is missing or the series breaks, each with its style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from dashboard import theme
from dashboard.charts.measures import amount, name_of, value_of
from dashboard.charts.model import TimeSeries
from dashboard.charts.sheet import Sheet
from dashboard.data.result import NOT_HELD, Gap, Row, SeriesBreak, Value
from dashboard.theme import SeriesStyle


@dataclass(frozen=True)
class Point:
    """One known value of a line."""

    year: int
    value: Decimal
    mark: str = ""
    warned: str = ""


@dataclass(frozen=True)
class Line:
    """One key's line: `pieces` are drawn without a cut inside, `gaps` are the years without a number."""

    key: str
    name: str
    pieces: tuple[tuple[Point, ...], ...]
    gaps: Mapping[int, Gap]
    style: SeriesStyle

    @property
    def points(self) -> tuple[Point, ...]:
        """All known points in order."""
        return tuple(point for piece in self.pieces for point in piece)


def years_of(sheet: Sheet[TimeSeries]) -> list[int]:
    """Return all years of the rows, in order."""
    return sorted({year for row in sheet.result.rows if (year := _year(row, sheet.chart)) is not None})


def lines_of(sheet: Sheet[TimeSeries]) -> list[Line]:
    """Return the lines in the order in which their keys first come."""
    years = years_of(sheet)
    grouped: dict[str, list[Row]] = {}
    for row in sheet.result.rows:
        grouped.setdefault(name_of(row, sheet.chart.key), []).append(row)
    styles = _styles(sheet, grouped)
    return [_line(sheet, key, rows, years, styles[key]) for key, rows in grouped.items()]


def breaks_of(sheet: Sheet[TimeSeries], keys: set[str]) -> dict[tuple[int, int], list[SeriesBreak]]:
    """Return the breaks that concern `keys` and lie within the years drawn, by (before, after)."""
    found: dict[tuple[int, int], list[SeriesBreak]] = {}
    years = years_of(sheet)
    for each in sheet.result.breaks:
        concerns = not each.keys or keys.intersection(each.keys)
        if concerns and years and years[0] <= each.before and each.after <= years[-1]:
            found.setdefault((each.before, each.after), []).append(each)
    return dict(sorted(found.items()))


def crosses(sheet: Sheet[TimeSeries], key: str, first: int, last: int) -> SeriesBreak | None:
    """Return the break that lies between two years of the line `key`, if there is one."""
    for each in sheet.result.breaks:
        if (not each.keys or key in each.keys) and first <= each.before and each.after <= last:
            return each
    return None


def _line(sheet: Sheet[TimeSeries], key: str, rows: list[Row], years: list[int], style: SeriesStyle) -> Line:
    of_year = {year: row for row in rows if (year := _year(row, sheet.chart))}
    # A year of which the answer has no row is one that no file of this line is held of.
    values = {
        year: value_of(of_year[year], sheet.chart.value) if year in of_year else NOT_HELD for year in years
    }
    name = name_of(rows[-1], sheet.chart.label) or key
    gaps = {year: value for year, value in values.items() if isinstance(value, Gap)}
    return Line(key, name, tuple(_pieces(sheet, key, values, of_year)), gaps, style)


def _pieces(
    sheet: Sheet[TimeSeries], key: str, values: Mapping[int, Value], rows: Mapping[int, Row]
) -> Iterator[tuple[Point, ...]]:
    piece: list[Point] = []
    for before, year in pairwise([min(values) - 1, *values] if values else []):
        value = values[year]
        if piece and (isinstance(value, Gap) or crosses(sheet, key, before, year)):
            yield tuple(piece)
            piece = []
        if isinstance(value, Decimal):
            piece.append(_point(sheet, rows[year], year, value))
    if piece:
        yield tuple(piece)


def _point(sheet: Sheet[TimeSeries], row: Row, year: int, value: Decimal) -> Point:
    return Point(year, value, sheet.mark(row, sheet.chart.value), sheet.warned(row, sheet.chart.value))


def _year(row: Row, chart: TimeSeries) -> int | None:
    cell = row.get(chart.time)
    return int(cell) if isinstance(cell, int | Decimal) else None


def _styles(sheet: Sheet[TimeSeries], rows: dict[str, list[Row]]) -> dict[str, SeriesStyle]:
    if set(rows) <= set(theme.STAGE_SERIES):
        return {key: theme.STAGE_SERIES[key] for key in rows}
    chosen = [key for key in rows if key in sheet.chosen]
    first, palette = (chosen, theme.CHOSEN_SERIES) if chosen else (_largest(sheet, rows), theme.SERIES)
    return dict.fromkeys(rows, theme.CONTEXT_SERIES) | {
        key: palette[at % len(palette)] for at, key in enumerate(first)
    }


def _largest(sheet: Sheet[TimeSeries], rows: dict[str, list[Row]]) -> list[str]:
    peaks = {key: max(amount(row, sheet.chart.value) or Decimal(0) for row in of) for key, of in rows.items()}
    largest = set(sorted(peaks, key=lambda key: peaks[key], reverse=True)[: len(theme.SERIES)])
    return [key for key in rows if key in largest]
