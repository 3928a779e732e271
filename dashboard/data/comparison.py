"""Questions that put years or moments side by side: series, comparison, approved against Ejercicio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard.data import words
from dashboard.data.convert import ACCOUNT_MOMENTS, MOMENTS, change
from dashboard.data.lines import Asked, Line, account_lines, ask, both_reported, largest, totals
from dashboard.data.result import Result, ResultColumn, Row
from dashboard.data.selection import Selection
from dashboard.data.shape import (
    by_size,
    crossing,
    identify,
    identity,
    number,
    partial,
    pensions_apart,
    real_change,
    relations,
    renamings,
    result,
    sources,
    uneven,
    why_no_change,
)
from dashboard.data.store import Store
from loaders.model import Language, Text

LARGEST = 6
# Breaks are told in words of so many of the largest rows; the cells of the others say "not comparable".
TOLD = 50


def series(store: Store, selection: Selection, language: Language) -> Result:
    """Follow keys over all years held; without a choice, the six largest of the last year."""
    asked = Asked(store, selection, language)
    years = store.facts.years_of("federal", selection.by, selection.moment)
    keys = _followed(asked, years)
    lines = account_lines(asked, years, keys) if keys else []
    shown = sorted(lines, key=lambda line: (keys.index(line.key), line.year))
    whole, names = totals(asked, years), _latest_names(lines)
    rows = [_dated(asked, line, names[line.key], whole[line.year]) for line in shown]
    time = ResultColumn("fiscal_year", words.YEAR, "time", "year")
    columns = [*identity(selection), time, asked.convert.column(selection.moment)]
    declared = crossing(asked, keys, years)
    breaks = (*declared, *uneven(shown, selection.moment, declared), *pensions_apart(shown))
    notes = (*renamings(asked, keys, years), *relations(asked, keys, years))
    return result(asked, columns, rows, [selection.moment], shown, notes=notes, breaks=breaks)


def _followed(asked: Asked, years: Sequence[int]) -> list[str]:
    """Return the keys to follow: the agencies chosen, or the largest of the last year."""
    selection = asked.selection
    if selection.by == "agency" and selection.agencies:
        return list(selection.agencies)
    return largest(asked, max(years), LARGEST) if years else []


def _latest_names(lines: Iterable[Line]) -> Mapping[str, str]:
    return {line.key: line.name for line in sorted(lines, key=lambda line: line.year)}


def _dated(asked: Asked, line: Line, name: str, whole: Line) -> Row:
    moment = asked.selection.moment
    value = asked.convert.measure(line.pesos[moment], line.year, whole.pesos[moment])
    row: dict[str, Any] = identify(asked, line) | {"name": name, "fiscal_year": line.year}
    return row | {asked.convert.column(moment).name: value, "note": partial(asked, line, moment)}


def compare(store: Store, selection: Selection, language: Language) -> Result:
    """Put any agencies and any years side by side, with the real change from the first to the last."""
    asked = Asked(store, selection, language)
    held = store.facts.years("federal")
    years = [year for year in sorted(selection.years) if year in held]
    lines = account_lines(asked, years)
    whole, names = totals(asked, years), _latest_names(lines)
    rows = [_compared(asked, key, lines, years, whole) | {"name": names[key]} for key in names]
    columns = [*identity(selection), *(_year_column(asked, year) for year in years)]
    if len(years) > 1:
        heading = words.change_between(years[0], years[-1])
        columns.append(ResultColumn("real_change", heading, "measure", "share"))
    ordered = by_size(rows, _year_column(asked, years[-1]).name) if years else []
    notes = ((words.CHANGES,) if len(years) > 1 else ()) + renamings(asked, selection.agencies, years)
    breaks = crossing(asked, [str(row["id"]) for row in ordered[:TOLD]], years)
    return result(asked, columns, ordered, [selection.moment], lines, notes=notes, breaks=breaks)


def _year_column(asked: Asked, year: int) -> ResultColumn:
    moment = asked.selection.moment
    label = Text(f"{MOMENTS[moment].es} {year}", f"{MOMENTS[moment].en} {year}")
    return asked.convert.column(moment, f"{moment}_{year}", label)


def _compared(
    asked: Asked, key: str, lines: Sequence[Line], years: Sequence[int], whole: Mapping[int, Line]
) -> dict[str, Any]:
    """Return one row; the change is withheld where a series break that concerns the key is crossed."""
    moment = asked.selection.moment
    of_year = {line.year: line for line in lines if line.key == key}
    row: dict[str, Any] = identify(asked, max(of_year.values(), key=lambda line: line.year))
    for year in years:
        pesos = of_year[year].pesos[moment] if year in of_year else None
        measured = asked.convert.measure(pesos, year, whole[year].pesos[moment])
        column = _year_column(asked, year).name
        row[column] = measured
        if year not in of_year:
            row[f"{column}__why"] = words.NOT_THERE.in_(asked.language)
    broken = crossing(asked, [key], years)
    ends = (of_year.get(years[0]), of_year.get(years[-1]))
    row["real_change"] = None if broken else real_change(asked, *ends, moment)
    row["real_change__why"] = why_no_change(asked, *ends, moment, bool(broken))
    noted = [partial(asked, line, moment) for line in of_year.values()]
    return row | {"note": next(filter(None, noted), None)}


def deviation(store: Store, selection: Selection, language: Language) -> Result:
    """Compare approved with Ejercicio of one year, or the draft with what was approved."""
    if selection.scope == "draft":
        return _draft_and_approved(store, selection, language)
    asked = Asked(store, selection, language)
    lines = account_lines(asked, [selection.year])
    both = both_reported(asked)
    pairs = {line.key: both.get(line.key, (None, None)) for line in lines}
    shown = [_with_ends(line, ("approved", "executed"), pairs[line.key]) for line in lines]
    shaped = _gaps(asked, shown, ACCOUNT_MOMENTS, words.DIFFERENCE, (words.TRANSFERS,))
    return replace(shaped, notes=(*shaped.notes, words.BOTH_REPORTED)) if shaped.missing else shaped


def _draft_and_approved(store: Store, selection: Selection, language: Language) -> Result:
    """Compare what was proposed with what was approved; a code that only one of both has stands alone."""
    asked = Asked(store, selection, language)
    drafts = {line.key: line for line in ask(asked, [selection.year])}
    approved = Asked(store, replace(selection, scope="gross"), language)
    budgets = {line.key: line for line in ask(approved, [selection.year])}
    lines = [
        _with_ends(
            known, ("proposed", "approved"), (_of(drafts, key, "proposed"), _of(budgets, key, "approved"))
        )
        for key, known in sorted({**budgets, **drafts}.items())
    ]
    gaps = _gaps(
        asked, lines, ("proposed", "approved"), words.PROPOSED_DIFFERENCE, (words.DRAFT_AND_APPROVED,)
    )
    return replace(gaps, sources=tuple(dict.fromkeys((*gaps.sources, *sources(approved, [selection.year])))))


def _of(lines: Mapping[str, Line], key: str, moment: str) -> Decimal | None:
    return lines[key].pesos[moment] if key in lines else None


def _with_ends(line: Line, ends: tuple[str, str], pesos: tuple[Decimal | None, Decimal | None]) -> Line:
    """Return the line with other pesos in the two moments that are compared."""
    return replace(line, pesos={**line.pesos, **dict(zip(ends, pesos, strict=True))})


def _gaps(
    asked: Asked, lines: Sequence[Line], moments: Sequence[str], heading: Text, notes: tuple[Text, ...]
) -> Result:
    """Return the moments of each line and the difference from the first to the last, the largest first."""
    gap = asked.convert.column(moments[-1], "difference", heading)
    relative = ResultColumn("relative_difference", words.DIFFERENCE_SHARE, "measure", "share")
    columns = [*identity(asked.selection), *map(asked.convert.column, moments), gap, relative]
    rows = [_deviated(asked, line, moments, gap.name) for line in lines]
    rows.sort(key=lambda row: (row[gap.name] is None, -abs(number(row[gap.name])), str(row["id"])))
    return result(asked, columns, rows, list(moments), lines, notes=notes)


def _deviated(asked: Asked, line: Line, moments: Sequence[str], gap: str) -> Row:
    row: dict[str, Any] = identify(asked, line)
    for moment in moments:
        row[asked.convert.column(moment).name] = asked.convert.pesos(line.pesos[moment], line.year)
    before, after = line.pesos[moments[0]], line.pesos[moments[-1]]
    difference = None if before is None or after is None else after - before
    row[gap] = asked.convert.pesos(difference, line.year)
    row["relative_difference"] = change(before, after)
    return row
