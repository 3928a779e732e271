"""Questions that put years or moments side by side: series, comparison, approved against Ejercicio."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard.data import words
from dashboard.data.convert import ACCOUNT_MOMENTS, MOMENTS, change_or_gap
from dashboard.data.lines import Asked, Line, account_lines, ask, both_reported, largest, totals
from dashboard.data.result import NOT_REPORTED, Gap, Result, ResultColumn, Row, State, Value, is_gap
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
    rows = _followed_rows(asked, shown, totals(asked, years))
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


def _followed_rows(asked: Asked, lines: Sequence[Line], whole: Mapping[int, Line]) -> list[Row]:
    """Return a row for each key and each year from the first to the last held, those without a file too."""
    held, names = asked.facts.years("federal"), _latest_names(lines)
    known = {(line.key, line.year): line for line in lines}
    latest = {line.key: line for line in lines}
    years = range(min(held), max(held) + 1) if held else ()
    return [
        _dated(asked, latest[key], year, known.get((key, year)), whole) | {"name": name}
        for key, name in names.items()
        for year in years
    ]


def _dated(
    asked: Asked, latest: Line, year: int, line: Line | None, whole: Mapping[int, Line]
) -> dict[str, Any]:
    """Return the row of a key and a year; `line` is None where the source lists the key in no such year."""
    moment = asked.selection.moment
    value = _measured(asked, year, line, whole)
    row: dict[str, Any] = identify(asked, latest) | {"fiscal_year": year}
    noted = partial(asked, line, moment) if line else None
    return row | {asked.convert.column(moment).name: value, "note": noted}


def _measured(asked: Asked, year: int, line: Line | None, whole: Mapping[int, Line]) -> Value:
    moment = asked.selection.moment
    if line is None:
        return _not_listed(asked, year)
    return asked.convert.measure(asked.nominal(line, moment), year, asked.nominal(whole[year], moment))


def _not_listed(asked: Asked, year: int) -> Gap:
    """Say why a key has no line: the year's file does not list it, has no such moment, or is not held."""
    gap = asked.absent(year, asked.selection.moment)
    return Gap(State.NOT_APPLICABLE, words.not_there([year])) if gap == NOT_REPORTED else gap


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
        columns.append(ResultColumn("real_change", heading, "measure", "share", (years[0], years[-1])))
    ordered = by_size(rows, _year_column(asked, years[-1]).name) if years else []
    notes = ((words.CHANGES,) if len(years) > 1 else ()) + renamings(asked, selection.agencies, years)
    breaks = crossing(asked, [str(row["id"]) for row in ordered[:TOLD]], years)
    return result(asked, columns, ordered, [selection.moment], lines, notes=notes, breaks=breaks)


def _year_column(asked: Asked, year: int) -> ResultColumn:
    moment = asked.selection.moment
    label = Text(f"{MOMENTS[moment].es} {year}", f"{MOMENTS[moment].en} {year}")
    return asked.convert.column(moment, f"{moment}_{year}", label, (year,))


def _compared(
    asked: Asked, key: str, lines: Sequence[Line], years: Sequence[int], whole: Mapping[int, Line]
) -> dict[str, Any]:
    """Return one row; the change is withheld where a series break that concerns the key is crossed."""
    moment = asked.selection.moment
    of_year = {line.year: line for line in lines if line.key == key}
    row: dict[str, Any] = identify(asked, max(of_year.values(), key=lambda line: line.year))
    for year in years:
        row[_year_column(asked, year).name] = _measured(asked, year, of_year.get(year), whole)
    broken = bool(crossing(asked, [key], years))
    row["real_change"] = real_change(asked, of_year, (years[0], years[-1]), moment, broken)
    noted = [partial(asked, line, moment) for line in of_year.values()]
    return row | {"note": next(filter(None, noted), None)}


def deviation(store: Store, selection: Selection, language: Language) -> Result:
    """Compare approved with Ejercicio of one year, or the draft with what was approved."""
    if selection.scope == "draft":
        return _draft_and_approved(store, selection, language)
    asked = Asked(store, selection, language)
    lines = account_lines(asked, [selection.year])
    both = both_reported(asked)
    rows = [_with_ends(asked, line, both.get(line.key)) for line in lines]
    shaped = _gaps(asked, lines, rows, ACCOUNT_MOMENTS, words.DIFFERENCE, (words.TRANSFERS,))
    return replace(shaped, notes=(*shaped.notes, words.BOTH_REPORTED)) if shaped.missing else shaped


def _draft_and_approved(store: Store, selection: Selection, language: Language) -> Result:
    """Compare what was proposed with what was approved; a code that only one of both has stands alone."""
    asked = Asked(store, selection, language)
    drafts = {line.key: line for line in ask(asked, [selection.year])}
    approved = Asked(store, replace(selection, scope="gross"), language)
    budgets = {line.key: line for line in ask(approved, [selection.year])}
    both = sorted({**budgets, **drafts}.items())
    rows = [(line, _proposed_and_approved(drafts.get(key), budgets.get(key))) for key, line in both]
    told = (words.PROPOSED_DIFFERENCE, (words.DRAFT_AND_APPROVED,))
    gaps = _gaps(asked, [line for _, line in both], rows, ("proposed", "approved"), *told)
    return replace(gaps, sources=tuple(dict.fromkeys((*gaps.sources, *sources(approved, [selection.year])))))


Moments = Mapping[str, Value]


def _proposed_and_approved(draft: Line | None, budget: Line | None) -> Moments:
    """Return what was proposed and what was approved for a code, which one of both may lack."""
    return {
        "proposed": _either(draft, "proposed", words.NOT_IN_DRAFT),
        "approved": _either(budget, "approved", words.NOT_APPROVED),
    }


def _either(line: Line | None, moment: str, lacking: Text) -> Value:
    if line is None:
        return Gap(State.NOT_APPLICABLE, lacking)
    pesos = line.pesos[moment]
    return NOT_REPORTED if pesos is None else pesos


def _with_ends(
    asked: Asked, line: Line, both: tuple[Decimal | None, Decimal | None] | None
) -> tuple[Line, Moments]:
    """Return a line with its moments: approved and executed over the programmes that report both."""
    moments: dict[str, Value] = {moment: asked.nominal(line, moment) for moment in ACCOUNT_MOMENTS}
    for moment, pesos in zip(("approved", "executed"), both or (None, None), strict=True):
        moments[moment] = asked.absent(line.year, moment) if pesos is None else pesos
    return line, moments


def _gaps(
    asked: Asked,
    lines: Sequence[Line],
    amounts: Sequence[tuple[Line, Moments]],
    moments: Sequence[str],
    heading: Text,
    notes: tuple[Text, ...],
) -> Result:
    """Return the moments of each line and the difference from the first to the last, the largest first."""
    year = (asked.selection.year,)
    gap = asked.convert.column(moments[-1], "difference", heading, year)
    relative = ResultColumn("relative_difference", words.DIFFERENCE_SHARE, "measure", "share", year)
    amounts_of = [asked.convert.column(moment, years=year) for moment in moments]
    columns = [*identity(asked.selection), *amounts_of, gap, relative]
    rows = [_deviated(asked, line, pesos, moments, gap.name) for line, pesos in amounts]
    rows.sort(key=lambda row: (is_gap(row[gap.name]), -abs(number(row[gap.name])), str(row["id"])))
    return result(asked, columns, rows, list(moments), lines, notes=notes)


def _deviated(asked: Asked, line: Line, pesos: Moments, moments: Sequence[str], gap: str) -> Row:
    row: dict[str, Any] = identify(asked, line)
    for moment in moments:
        row[asked.convert.column(moment).name] = asked.convert.pesos(pesos[moment], line.year)
    before, after = pesos[moments[0]], pesos[moments[-1]]
    row[gap] = asked.convert.pesos(_difference(before, after), line.year)
    row["relative_difference"] = change_or_gap(before, after, words.no_base(line.year))
    return row


def _difference(before: Value, after: Value) -> Value:
    if isinstance(before, Gap):
        return before
    return after if isinstance(after, Gap) else after - before
