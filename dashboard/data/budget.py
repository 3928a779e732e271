"""Questions about one year of the budget: what is largest, what it is made of, where it is registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard import formats
from dashboard.data import words
from dashboard.data.convert import portion, share
from dashboard.data.facts import Held
from dashboard.data.lines import Asked, Line, ask, totals
from dashboard.data.result import Result, ResultColumn, Value
from dashboard.data.selection import Selection
from dashboard.data.shape import (
    by_size,
    identify,
    identity,
    is_broken,
    partial,
    real_change,
    result,
)
from dashboard.data.store import Store
from loaders.model import Language, Text


def ranking(store: Store, selection: Selection, language: Language) -> Result:
    """Rank codes of a dimension by a moment of one year, with share and real change on the year before."""
    asked = Asked(store, selection, language)
    year, moment = selection.year, selection.moment
    years = [year - 1, year] if _is_held(asked, year - 1) else [year]
    lines = ask(asked, years)
    total = asked.nominal(totals(asked, [year])[year], moment)
    before = {line.key: line for line in lines if line.year == year - 1}
    now = [line for line in lines if line.year == year]
    shown = _sum(now, moment)
    rows = [
        _part(asked, line, total, shown) | {"real_change": _changed(asked, before.get(line.key), line)}
        for line in now
    ]
    value = asked.convert.column(moment, years=(year,))
    columns = [*identity(selection), value, *_context(selection, years)]
    notes = (words.CHANGES,) if len(years) == 2 else ()
    shaped = result(asked, columns, by_size(rows, value.name), [moment], now, notes=notes)
    return replace(shaped, missing=(*_without_code(asked, total, shown), *shaped.missing))


def _is_held(asked: Asked, year: int) -> bool:
    """Say whether the year before can stand beside: of quarters, only the same quarter."""
    selection, quarters = asked.selection, asked.facts.quarters
    if selection.scope == "quarterly" and quarters.get(year) != quarters.get(selection.year):
        return False
    return Held(selection.scope, year, selection.by, selection.moment) in asked.facts.held


def _context(selection: Selection, years: list[int]) -> list[ResultColumn]:
    """Return the columns beside the measure: share of the total, and change where a year before is held."""
    heading, now = words.OF_THE_WHOLE[selection.scope], (selection.year,)
    whole = ResultColumn("share", heading, "measure", "share", now)
    columns = [] if selection.measure == "share" else [whole]
    if selection.within:
        columns.append(ResultColumn("share_of_shown", words.OF_WHAT_IS_SHOWN, "measure", "share", now))
    if len(years) == 2:
        heading = words.real_change(years[0])
        columns.append(ResultColumn("real_change", heading, "measure", "share", tuple(years)))
    return columns


def _sum(lines: Sequence[Line], moment: str) -> Decimal:
    return sum((line.pesos[moment] or Decimal(0) for line in lines), Decimal(0))


def _part(asked: Asked, line: Line, total: Value, shown: Decimal) -> dict[str, Any]:
    """Return a row: the measure, the share of the whole and of what is shown, and whether it is partial."""
    moment = asked.selection.moment
    pesos = asked.nominal(line, moment)
    return identify(asked, line) | {
        asked.convert.column(moment).name: asked.convert.measure(pesos, line.year, total),
        "share": portion(pesos, total),
        "share_of_shown": portion(pesos, shown),
        "note": partial(asked, line, moment),
    }


def _changed(asked: Asked, before: Line | None, line: Line) -> Value:
    years = (line.year - 1, line.year)
    broken = is_broken(asked, line.key, years)
    known = {each.year: each for each in (before, line) if each is not None}
    return real_change(asked, known, years, asked.selection.moment, broken)


def treemap(store: Store, selection: Selection, language: Language) -> Result:
    """Split a whole into its parts, one level at a time."""
    asked = Asked(store, selection, language)
    lines = ask(asked, [selection.year])
    total = asked.nominal(totals(asked, [selection.year])[selection.year], selection.moment)
    value = asked.convert.column(selection.moment, years=(selection.year,))
    shown = _sum(lines, selection.moment)
    rows = [_part(asked, line, total, shown) for line in lines]
    columns = [*identity(selection), value, *_context(selection, [])]
    shaped = result(asked, columns, by_size(rows, value.name), [selection.moment], lines)
    return replace(shaped, missing=(*_without_code(asked, total, shown), *shaped.missing))


def _without_code(asked: Asked, total: Value, shown: Decimal) -> tuple[Text, ...]:
    """Say how much of a year is in no row, because the source gives it without such a code."""
    selection = asked.selection
    narrowed = selection.agencies or selection.within or selection.scope == "federal"
    if narrowed or not isinstance(total, Decimal) or total == shown:
        return ()
    left, part = total - shown, share(total - shown, total)
    pesos = Text(formats.number(left, "es"), formats.number(left, "en"))
    of_total = Text(formats.percent(part, "es"), formats.percent(part, "en"))
    return (words.without_code(words.DIMENSIONS[selection.by], pesos, of_total, selection.year),)


def states(store: Store, selection: Selection, language: Language) -> Result:
    """Place the approved budget by the *entidad federativa* of the key: often the headquarters."""
    placed = treemap(store, selection, language)
    return replace(placed, notes=(words.HEADQUARTERS, *placed.notes))
