"""What one institution bought from a supplier: its units, each leading to its contracts, and these."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.facts import choice, section
from dashboard.components.tables import plain_table
from dashboard.data import supplier_buyers
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.contract_scope import group_name
from dashboard.data.contracts import COUNTED
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Record, Store
from dashboard.data.supplier_buyers import Unit
from dashboard.data.suppliers import Supplier
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from loaders.model import Language, Text

MOST = 500
_LONGEST = 140


def bought(store: Store, found: Supplier, buyer: Record, language: Language) -> Component:
    """Return the section of the buyer that was asked for."""
    supplier_id, total = found.record["supplier_id"], buyer["contracts"]
    made = supplier_buyers.bought(store, found.record, buyer, MOST)
    name = buyer["institution_name"] or words.BUYER_UNKNOWN.in_(language)
    group = group_name(store, ContractsAsked(buyer["dataset_id"], buyer["coverage"], 0))
    counted = formats.number(total, language)
    many = words.ONE_CONTRACT if total == 1 else ui.fill(words.CONTRACTS_COUNT, n=counted)
    back = f"{urls.supplier(supplier_id, language)}#compradores"
    content = [
        html.P(ui.fill(words.OF_BUYER_HOW, contracts=many, group=group).in_(language)),
        _units(made.units, supplier_id, buyer, language),
        *_contracts(made.contracts, total, language),
        html.P(html.A(words.ALL_BUYERS.in_(language), href=back)),
    ]
    return section("comprador", ui.fill(words.OF_BUYER, buyer=name), content, language)


def _units(units: Sequence[Unit], supplier_id: str, buyer: Record, language: Language) -> Component:
    rows = [_unit(unit, supplier_id, buyer, language) for unit in units]
    heads = [head.in_(language) for head in (words.UNIT, words.CONTRACTS, words.AMOUNT)]
    return plain_table(words.UNIT.in_(language), heads, rows, frozenset({1, 2}))


def _unit(unit: Unit, supplier_id: str, buyer: Record, language: Language) -> list[Any]:
    """A unit with a code leads to the search for its contracts; without one they stand below only."""
    counted = formats.number(unit.contracts, language)
    name = unit.name or unit.code or formats.missing(language)
    amount = formats.number(unit.amount_mxn, language, 2)
    if not unit.code:
        return [name, counted, amount]
    files = {"dataset": buyer["dataset_id"], "coverage": buyer["coverage"]}
    chosen = ContractFilter(supplier=supplier_id, unit=unit.code, **files)
    return [name, html.A(counted, href=urls.search(chosen, language)), amount]


def _contracts(rows: Sequence[Record], total: int, language: Language) -> list[Component]:
    missing = formats.missing(language)
    shown = [contract(row, row["procuring_unit_name"] or missing, language) for row in rows]
    table = contract_table(words.UNIT, shown, language)
    if len(shown) == total:
        return [table]
    counts = {"shown": formats.number(len(shown), language), "total": formats.number(total, language)}
    return [table, html.P(ui.fill(words.SOME_SHOWN, **counts).in_(language))]


def contract_table(buyer: Text, rows: Sequence[Sequence[Any]], language: Language) -> Component:
    """Return a table of contracts of a supplier; `buyer` heads the column of who bought."""
    heads = (words.CONTRACT, words.AMOUNT, words.YEAR, buyer, words.PROCEDURE)
    caption = words.ITS_CONTRACTS.in_(language)
    return plain_table(caption, [head.in_(language) for head in heads], rows, frozenset({1}))


def contract(row: Record, buyer: str | None, language: Language) -> list[Any]:
    """Return the cells of a contract of a supplier: its amount beside its name, as a phone shows two."""
    told = row["title"] or row["description"] or words.UNTITLED.in_(language)
    counted = row["amount_status"] in COUNTED
    status = choice("amount_status", row["amount_status"], language)
    return [
        html.A(shorten(told, _LONGEST, placeholder="…"), href=urls.contract(row["contract_id"], language)),
        formats.number(row["amount_mxn"], language, 2) if counted else status,
        formats.year(row["fiscal_year"]),
        buyer or words.BUYER_UNKNOWN.in_(language),
        choice("procurement_method", row["procurement_method"], language),
    ]
