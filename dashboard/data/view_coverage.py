"""Whether a view of contracts may be shown: what it is made by must be known of enough of them.

The rule of the indicators for every view: of the contracts, or of the money, whichever is drawn, at least
`USUAL_COVERAGE` has the field that the view, and each filter it is narrowed by, is made by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import func, select

from dashboard import formats
from dashboard.data import procurement
from dashboard.data.convert import share
from dashboard.data.procurement import CUBE, NOTHING, SUMS, ContractsAsked, of, of_cube
from dashboard.data.result import Cell, Gap, Result, ResultColumn, State
from dashboard.data.store import Record, Store
from dashboard.i18n import procurement as words
from dashboard.i18n.ui import fill
from loaders.minimums import RANKED_FROM, USUAL_COVERAGE
from loaders.model import Language, Text
from loaders.schema import table
from loaders.search.schema import NONE

Field = Literal["method", "agency", "category", "procuring_unit", "supplier", "month", "state"]
WITHHELD_KEY: Final = "withheld"
_UNCLASSIFIED: Final = "unclassified"
_MARGIN: Final = "whole_year"  # what the indicators of a year lack of which only a margin is held
_CUBED: Final = {**CUBE, "method": "procurement_method", "month": "month"}


@dataclass(frozen=True)
class Coverage:
    """Which share of the contracts asked for, and of their money, has a field; None where none is counted."""

    contracts: Decimal | None
    amount_mxn: Decimal | None

    @property
    def short(self) -> bool:
        """Whether the field is known of less than what is asked for, of the contracts or of their money."""
        return any(known < USUAL_COVERAGE for known in self._counted)

    @property
    def full(self) -> bool:
        """Whether the field is known of everything."""
        return all(known == 1 for known in self._counted)

    @property
    def _counted(self) -> list[Decimal]:
        return [known for known in (self.contracts, self.amount_mxn) if known is not None]


def of_field(store: Store, asked: ContractsAsked, field: Field) -> Coverage:
    """Return how much of the contracts asked for has a field: of them, and of their money."""
    if field == "supplier":
        return _of_suppliers(store, asked)
    whole, known = procurement.size(store, asked), _known(store, asked, field)
    parts = (
        None if whole[name] in (None, 0) else min(share(known[name], whole[name]) or Decimal(0), Decimal(1))
        for name in ("contracts", "amount_mxn")
    )
    return Coverage(*parts)


def reason(store: Store, asked: ContractsAsked, field: Field) -> Text | None:
    """Return why a view of these contracts is not shown; None where it may be, or where there are none."""
    if not procurement.size(store, asked)["contracts"] and not asked.uncounted:
        return None
    return (
        chosen(store, asked)
        or _margin(store, asked)
        or _too_few(store, asked)
        or _uncovered(store, asked, field)
    )


def chosen(store: Store, asked: ContractsAsked) -> Text | None:
    """Return why nothing of a group of files is compared: its contracts were chosen by what would be seen."""
    for_it = any(note["chosen_for"] for note in procurement.notes(store, asked.file))
    return words.CHOSEN_SANCTIONED if for_it else None


def years_uncovered(store: Store, asked: ContractsAsked) -> Mapping[int, Text]:
    """Return why years of a group are not shown in which too few contracts have the field of a filter."""
    counted = {one.asked: one.contracts for one in procurement.held(store)}
    found = {}
    for name in asked.narrowed:
        for lacking in procurement.holding(store, {name: NONE}):
            known = 1 - Decimal(lacking.contracts) / counted[lacking.asked.whole]
            if lacking.asked.file == asked.file and known < USUAL_COVERAGE:
                found[lacking.asked.year] = _because(name, Coverage(known, None))
    return found


def notes(store: Store, asked: ContractsAsked, field: Field) -> tuple[Text, ...]:
    """Say how much of a view's contracts has its field, where that is not all."""
    found = of_field(store, asked, field)
    return () if found.full else (fill(words.COVERED, field=words.FIELD[field], of=_told(found)),)


def withheld(result: Result, why: Text, language: Language) -> Result:
    """Return an answer that keeps its columns, and says in its only row that nothing is shown, and why."""
    row = {column.name: _cell(column, why, language) for column in result.columns}
    told = fill(words.NOT_SHOWN, why=why)
    return replace(result, rows=(row,), notes=(), breaks=(), missing=(told,), withheld=told)


def _cell(column: ResultColumn, why: Text, language: Language) -> Cell:
    if column.role == "measure":
        return Gap(State.WITHHELD, why)
    if column.role == "key":
        return WITHHELD_KEY
    return words.EVERYTHING.in_(language) if column.role == "label" else None


# --- why not ----------------------------------------------------------------------------------------


def _margin(store: Store, asked: ContractsAsked) -> Text | None:
    """Why a year is not compared of which only a margin is held: all contracts begin in another year."""
    value = table("indicator_value")
    margin = of("indicator_value", asked).where(value.c.scope == "all", value.c.missing_field == _MARGIN)
    return fill(words.MARGIN, year=formats.year(asked.year)) if store.rows(margin.limit(1)) else None


def _too_few(store: Store, asked: ContractsAsked) -> Text | None:
    contracts = int(procurement.size(store, asked)["contracts"])
    if contracts >= RANKED_FROM or asked.uncounted:
        return None
    return fill(words.TOO_FEW, contracts=_count(contracts), least=_count(RANKED_FROM))


def _uncovered(store: Store, asked: ContractsAsked, field: Field) -> Text | None:
    """Which field is missing too often: that of the view, or one that the contracts are chosen by."""
    filters: list[tuple[ContractsAsked, Any]] = [(asked.whole, name) for name in asked.narrowed]
    for scope, name in ((asked, field), *filters):
        found = of_field(store, scope, name)
        if found.short:
            return _because(name, found)
    return None


def _because(field: str, found: Coverage) -> Text:
    least = _percent(USUAL_COVERAGE, 0)
    return fill(words.UNCOVERED, field=words.FIELD[field], of=_lacks(found), least=least)


def _told(found: Coverage) -> Text:
    return _both(found.contracts, found.amount_mxn)


def _lacks(found: Coverage) -> Text:
    lacking = (None if known is None else 1 - known for known in (found.contracts, found.amount_mxn))
    return _both(*lacking)


def _both(contracts: Decimal | None, amount: Decimal | None) -> Text:
    """ "13.4 % de los contratos y 10.3 % del monto", or what is counted of the two."""
    said = ((words.OF_CONTRACTS, contracts), (words.OF_AMOUNT, amount))
    told = [fill(text, share=_precise(known)) for text, known in said if known is not None]
    return Text(" y ".join(one.es for one in told), " and ".join(one.en for one in told))


def _precise(value: Decimal) -> Text:
    """A share with as many decimals as keep a part from being told as nothing or as everything."""
    if value in (0, 1):
        return _percent(value)
    return _percent(value, next((at for at in (1, 2, 3) if 0 < round(value, at + 2) < 1), 4))


def _percent(value: Decimal, decimals: int = 1) -> Text:
    return Text(formats.percent(value, "es", decimals), formats.percent(value, "en", decimals))


def _count(value: int) -> Text:
    return Text(formats.number(value, "es"), formats.number(value, "en"))


# --- how much is known ------------------------------------------------------------------------------


def _known(store: Store, asked: ContractsAsked, field: Field) -> Mapping[str, Any]:
    """The sums of the contracts that have a field."""
    if field in _CUBED and (asked.narrowed or field in ("method", "month")):
        return _cubed(store, asked, field)
    found = procurement.members(store, asked.whole, field)
    return _added(row for member, row in found.items() if member != _UNCLASSIFIED)


def _added(rows: Iterable[Record]) -> Mapping[str, Any]:
    listed = list(rows)
    return {name: sum(row[name] or 0 for row in listed) for name in SUMS}


def _cubed(store: Store, asked: ContractsAsked, field: Field) -> Mapping[str, Any]:
    if asked.uncounted:
        return NOTHING
    column = table("cube_contract").c[_CUBED[field]]
    known = column.is_not(None) if field in ("agency", "month") else column != _UNCLASSIFIED
    sums = (func.coalesce(func.sum(table("cube_contract").c[name]), 0).label(name) for name in SUMS)
    return store.rows(select(*sums).where(*of_cube(asked), known))[0]


def _of_suppliers(store: Store, asked: ContractsAsked) -> Coverage:
    """How much money is of suppliers that can be told apart, as the indicators of concentration have it."""
    value = table("indicator_value")
    scope = next(iter(asked.narrowed), "all")
    whose = (value.c.scope == scope, value.c.scope_id == getattr(asked, scope, "all"))
    rows = store.rows(of("indicator_value", asked).where(value.c.indicator_id == "top_four", *whose))
    return Coverage(None, rows[0]["coverage_share"] if rows else None)
