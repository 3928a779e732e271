"""*Señales*: every indicator with its value, coverage and rows, what it asks, and what would explain it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import held, notices
from dashboard.components.facts import section
from dashboard.components.signals import (
    VALUE_HEADS,
    declaration,
    heads,
    is_shown,
    link,
    no_contracts,
    value_cells,
    value_files,
)
from dashboard.components.tables import plain_table
from dashboard.data import procurement, signals
from dashboard.data.procurement import ContractsAsked, Held
from dashboard.data.signals import Indicator
from dashboard.data.store import Record
from dashboard.i18n import signals as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from loaders.model import Language

_NUMERIC = frozenset({2, 3, 4, 5, 6})


def build(request: PageRequest) -> PageContent:
    """Return the page: what is held, the value of every indicator, what each asks, what could be linked."""
    store, language = request.store, request.language
    shown, problems = procurement.parse(request.query, store)
    asked, found = shown.asked if shown else None, signals.indicators(store)
    content = [
        html.H1(words.QUESTION.in_(language)),
        html.P(words.NEUTRAL.in_(language), className="lede"),
        *notices.problems(problems, language),
        *(_held(request, shown, found) if shown else [no_contracts(language)]),
        section("cada-una", words.EACH, _each(found, asked, language), language),
        *([held.match_rates(store, asked, language)] if asked else []),
    ]
    told = held.head(store, asked, words.TITLE, words.DESCRIPTION, language)
    return PageContent(request.framed(content, "contracts"), *told)


def _held(request: PageRequest, shown: Held, found: Mapping[str, Indicator]) -> list[Component]:
    store, language = request.store, request.language
    values = signals.values(store, shown.asked)
    composite = urls.composite(language, shown.asked)
    return [
        held.part(store, shown, language),
        held.others(store, shown, lambda asked: urls.signals(language, asked), language),
        section("valores", words.VALUES, _values(values, found, shown.asked, language), language),
        html.P(html.A(words.COMPOSITE_LINK.in_(language), href=composite)),
        html.P(html.A(words.TO_CONTRACTS.in_(language), href=urls.contracts(shown.asked, language))),
        value_files(shown.asked, "", language),
    ]


def _lede(values: Mapping[str, Record], found: Mapping[str, Indicator], language: Language) -> str:
    shown = sum(is_shown(values.get(key)) for key in found)
    counts = {"all": len(found), "shown": shown, "withheld": len(found) - shown}
    told = {name: formats.number(count, language) for name, count in counts.items()}
    return ui.fill(words.LEDE, **told).in_(language)


def _values(
    values: Mapping[str, Record], found: Mapping[str, Indicator], asked: ContractsAsked, language: Language
) -> list[Component]:
    rows: list[list[Any]] = [
        [link(one, asked, language), *value_cells(one, values.get(key), language)]
        for key, one in found.items()
    ]
    headers = heads(language, words.HEADS["signal"].in_(language), *VALUE_HEADS)
    table = html.Div(plain_table(words.VALUES.in_(language), headers, rows, _NUMERIC), className="results")
    return [html.P(_lede(values, found, language)), html.P(words.HEADS_HOW.in_(language)), table]


def _each(
    found: Mapping[str, Indicator], asked: ContractsAsked | None, language: Language
) -> list[Component]:
    return [_article(one, asked, language) for one in found.values()]


def _article(one: Indicator, asked: ContractsAsked | None, language: Language) -> Component:
    name = one.record[f"name_{language}"]
    more = ui.fill(words.MORE, name=name).in_(language)
    return html.Article(
        [
            html.H3(name, id=one.id),
            html.P(one.record[f"question_{language}"]),
            *declaration(one, language),
            html.P(html.A(more, href=urls.signal(one.id, language, asked))),
        ],
        className="indicator",
    )


PAGE = Page("signals", "/contratos/senales", words.TITLE, build, procurement.GROUP)
