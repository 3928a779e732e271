"""What a signal of a contract rests on: figures to the cent, the ceiling's file and row, other contracts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from textwrap import shorten
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.tables import plain_table
from dashboard.data import contract_evidence, signals
from dashboard.data.contract_evidence import CEILING_NEED
from dashboard.data.store import Record, Store
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from loaders.model import Language

_LONGEST = 140


def measured(value: Any, unit: str, language: Language) -> str:
    """Return what an indicator measured, in its unit; pesos to the cent, as two may differ by little."""
    if value is None:
        return formats.missing(language)
    if unit == "MXN":
        return f"{formats.number(Decimal(value), language, 2)} {ui.PESOS.in_(language)}"
    if unit == "percent":
        return formats.percent(Decimal(value) / 100, language)
    if unit == "days":
        return _days(int(value), language)
    return formats.year(int(value)) if unit == "year" else formats.number(value, language)


def _days(count: int, language: Language) -> str:
    many = ui.fill(words.DAYS, count=formats.number(count, language))
    return (words.ONE_DAY if count == 1 else many).in_(language)


def evidence(store: Store, contract: Record, signal: Record, language: Language) -> list[Component]:
    """Return the contracts that give a signal together, and where the ceiling that it asks for is from."""
    beside = contract_evidence.together(store, signal)
    needs = signals.indicators(store)[signal["indicator_id"]].needs
    compared = any(need["field_name"] == CEILING_NEED for need in needs)
    ceilings = contract_evidence.ceilings(store, contract) if compared else []
    return [
        *([_together(beside, contract, language)] if beside else []),
        *([_ceilings(ceilings, language)] if ceilings else []),
    ]


def _together(beside: Sequence[Record], contract: Record, language: Language) -> Component:
    caption = ui.fill(words.TOGETHER, count=len(beside)).in_(language)
    rows = [[_named(row, contract, language), *_when_and_amount(row, language)] for row in beside]
    heads = [head.in_(language) for head in (words.CONTRACT, words.SIGNED, words.AMOUNT)]
    return html.Div([html.P(caption), plain_table(caption, heads, rows, frozenset({2}))])


def _named(row: Record, contract: Record, language: Language) -> Any:
    told = row["title"] or row["description"] or words.UNTITLED.in_(language)
    name = shorten(told, _LONGEST, placeholder="…")
    if row["contract_id"] == contract["contract_id"]:
        return ui.fill(words.THIS_ONE, name=name).in_(language)
    return html.A(name, href=urls.contract(row["contract_id"], language))


def _when_and_amount(row: Record, language: Language) -> list[str]:
    signed = row["signed_on"]
    day = formats.date_long(signed, language) if signed else formats.missing(language)
    return [day, formats.number(row["amount_mxn"], language, 2)]


def _ceilings(rows: Sequence[Record], language: Language) -> Component:
    """The ceilings as published, each with its file and row, folded under the signal."""
    heads = [head.in_(language) for head in words.CEILING_HEADS]
    cells = [_ceiling(row, language) for row in rows]
    caption = words.CEILING.in_(language)
    return html.Details(
        [
            html.Summary(caption),
            html.P(words.CEILING_HOW.in_(language)),
            plain_table(caption, heads, cells, frozenset({0})),
        ],
        className="more-options",
    )


def _ceiling(row: Record, language: Language) -> list[str]:
    return [
        formats.number(row["ceiling_mxn"], language, 2),
        words.VAT[row["vat_basis"]].in_(language),
        row["budget_stratum"] or formats.missing(language),
        row["law"] or formats.missing(language),
        f"{row['file_name']}, {formats.number(row['source_row'], language)}",
    ]
