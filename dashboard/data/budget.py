"""Questions about one year of the budget: what is largest, what it is made of, where it is registered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard.data import words
from dashboard.data.convert import share
from dashboard.data.facts import Held
from dashboard.data.lines import Asked, Line, ask, totals
from dashboard.data.result import Result, ResultColumn, Row
from dashboard.data.selection import Selection
from dashboard.data.shape import by_size, identify, identity, real_change, result
from dashboard.data.store import Store
from loaders.model import Language

SHARE = ResultColumn("share", words.SHARE_OF_TOTAL, "measure", "share")


def ranking(store: Store, selection: Selection, language: Language) -> Result:
    """Rank codes of a dimension by a moment of one year, with share and real change on the year before."""
    asked = Asked(store, selection, language)
    year, moment = selection.year, selection.moment
    years = [year - 1, year] if _is_held(asked, year - 1) else [year]
    lines = ask(asked, years)
    total = totals(asked, [year])[year].pesos[moment]
    before = {line.key: line for line in lines if line.year == year - 1}
    now = [line for line in lines if line.year == year]
    rows = [_ranked(asked, line, before.get(line.key), total) for line in now]
    value = asked.convert.column(moment)
    columns = [*identity(selection), value, *_context(selection, years)]
    return result(asked, columns, by_size(rows, value.name), [moment], now)


def _is_held(asked: Asked, year: int) -> bool:
    selection = asked.selection
    return Held(selection.scope, year, selection.by, selection.moment) in asked.facts.held


def _context(selection: Selection, years: list[int]) -> list[ResultColumn]:
    """Return the columns beside the measure: share of the total, and change where a year before is held."""
    columns = [] if selection.measure == "share" else [SHARE]
    if len(years) == 2:
        columns.append(ResultColumn("real_change", words.real_change(years[0]), "measure", "share"))
    return columns


def _ranked(asked: Asked, line: Line, before: Line | None, total: Decimal | None) -> Row:
    moment = asked.selection.moment
    row: dict[str, Any] = identify(asked, line)
    row["share"] = share(line.pesos[moment], total)
    row[asked.convert.column(moment).name] = asked.convert.measure(line.pesos[moment], line.year, total)
    row["real_change"] = real_change(asked, before, line, moment)
    return row


def treemap(store: Store, selection: Selection, language: Language) -> Result:
    """Split a whole into its parts, one level at a time."""
    asked = Asked(store, selection, language)
    lines = ask(asked, [selection.year])
    total = totals(asked, [selection.year])[selection.year].pesos[selection.moment]
    value = asked.convert.column(selection.moment)
    rows = [_part(asked, line, value.name, total) for line in lines]
    columns = [*identity(selection), value, *_context(selection, [])]
    return result(asked, columns, by_size(rows, value.name), [selection.moment], lines)


def _part(asked: Asked, line: Line, column: str, total: Decimal | None) -> Row:
    pesos = line.pesos[asked.selection.moment]
    return identify(asked, line) | {
        "share": share(pesos, total),
        column: asked.convert.measure(pesos, line.year, total),
    }


def states(store: Store, selection: Selection, language: Language) -> Result:
    """Place the approved budget by the *entidad federativa* of the key: often the headquarters."""
    placed = treemap(store, selection, language)
    return replace(placed, notes=(words.HEADQUARTERS, *placed.notes))
