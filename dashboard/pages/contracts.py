"""*Contratos*: what part of the whole is held, and how, by whom, from whom and when it was bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import card, contract_card, narrowed, notices
from dashboard.components.attributes import aria, data
from dashboard.components.facts import section
from dashboard.components.held import head, match_rates
from dashboard.components.search_box import carried
from dashboard.components.tables import FIRST_ROWS
from dashboard.data import procurement
from dashboard.data.contract_scope import entered, group_name, scope
from dashboard.data.parameters import Problem
from dashboard.data.procurement import ContractsAsked, Held
from dashboard.i18n import procurement as words
from dashboard.i18n import ui
from dashboard.i18n.search import NONE_HELD
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.views.model import ContractView
from dashboard.views.registry import CONTRACT_VIEWS
from loaders.model import Language, Text


def build(request: PageRequest) -> PageContent:
    """Return the page: what is held, the choice of a group and year, and an answer to each question."""
    language = request.language
    held, problems = procurement.parse_part(request.query, request.store)
    opening = html.H1(words.QUESTION.in_(language))
    if held is None:
        nothing = html.P(NONE_HELD.in_(language), className="notice")
        told = head(request.store, None, words.TITLE, words.DESCRIPTION, language)
        return PageContent(request.framed([opening, nothing], "contracts"), *told)
    asked, unknown = procurement.narrow(held.asked, request.query, request.store)
    content = [opening, *_answered(request, held, asked, (*problems, *unknown))]
    told = head(request.store, asked, words.TITLE, words.DESCRIPTION, language)
    canonical = procurement.to_query(asked) if request.query else ""
    return PageContent(request.framed(content, "contracts"), *told, canonical=canonical)


def _answered(
    request: PageRequest, held: Held, asked: ContractsAsked, problems: Sequence[Problem]
) -> list[Component]:
    language, store = request.language, request.store
    return [
        html.P(_lede(request), className="lede"),
        *notices.problems(problems, language),
        _form(request, asked),
        _years(request, asked),
        narrowed.form(store, asked, language),
        *narrowed.chosen(store, asked, language),
        *narrowed.where(store, asked, procurement.says_file(request.query), language),
        _coverage(request, held, asked),
        _questions(language),
        *(_card(view, asked, request) for view in CONTRACT_VIEWS.values()),
        match_rates(store, asked.whole, language),
        _onward(asked, language),
    ]


def _card(view: ContractView, asked: ContractsAsked, request: PageRequest) -> Component:
    language, store = request.language, request.store
    if not view.answers(asked):
        return contract_card.unanswered(view, asked, store, language)
    rows = None if urls.ALL_ROWS in request.query.split("&") else FIRST_ROWS
    return card.card(contract_card.answer(view, asked, store, language), rows=rows)


def _lede(request: PageRequest) -> str:
    held = procurement.held(request.store)
    contracts = formats.number(sum(one.contracts for one in held), request.language)
    return ui.fill(words.LEDE, contracts=contracts, groups=len(_groups(held))).in_(request.language)


def _groups(held: Sequence[Held]) -> dict[str, list[Held]]:
    """Return the years held of each group of files, by its name in a query."""
    found: dict[str, list[Held]] = {}
    for one in held:
        found.setdefault(one.asked.file, []).append(one)
    return found


# --- what is chosen ---------------------------------------------------------------------------------


def _form(request: PageRequest, asked: ContractsAsked) -> Component:
    """Return the choice of a group as a form that needs no script; its year is chosen by a link."""
    language, param = request.language, procurement.FILE_PARAM
    groups = _groups(procurement.held(request.store))
    options = [{"value": key, "label": _option(request, years)} for key, years in groups.items()]
    label = html.Label(words.FILE.in_(language), htmlFor=f"control-{param}", className="control-label")
    select = dbc.Select(id=f"control-{param}", name=param, options=options, value=asked.file)
    return html.Form(
        [
            *carried(contract_card.contracts_of(asked), asked.narrowed, "file"),
            html.Div(html.Div([label, select], className="control control-wide"), className="control-row"),
            html.Button(ui.APPLY.in_(language), type="submit", className="apply"),
        ],
        className="controls",
        method="GET",
        action=urls.contracts(None, language),
        **aria(label=words.CHOOSE.in_(language)),
        **data(defaults="{}"),
    )


def _option(request: PageRequest, years: Sequence[Held]) -> str:
    name = group_name(request.store, years[0].asked)
    contracts = formats.number(sum(one.contracts for one in years), request.language)
    return ui.fill(words.OPTION, name=name, contracts=contracts).in_(request.language)


def _years(request: PageRequest, asked: ContractsAsked) -> Component:
    held = _groups(procurement.held(request.store))[asked.file]
    items = [_year(one, asked, request.language) for one in held]
    return html.Nav(html.Ul(items), className="tabs", **aria(label=words.YEARS.in_(request.language)))


def _year(one: Held, asked: ContractsAsked, language: Language) -> Component:
    told = f"{one.asked.year} ({formats.number(one.contracts, language)})"
    here = aria(current="page") if one.asked.year == asked.year else {}
    address = urls.contracts(replace(asked, year=one.asked.year), language)
    return html.Li(html.A(told, href=address, className="tab", **here))


# --- what is held of it -----------------------------------------------------------------------------


def _coverage(request: PageRequest, held: Held, asked: ContractsAsked) -> Component:
    """Say first what part of the whole is shown, file by file, and which amounts do not enter sums."""
    language, store = request.language, request.store
    whose = scope(store, asked).in_(language)
    notes = [
        ui.fill(words.FILE_NOTE, note=note[f"text_{language}"], file=note["file_name"]).in_(language)
        for note in procurement.notes(store, asked.file)
    ]
    counted = entered(store, asked).in_(language)
    told = [*(notes or [words.NO_NOTE.in_(language)]), counted, *_stray(held, language)]
    return html.Section(
        [
            html.H2(words.HELD.in_(language), id="cobertura", className="card-notes-title"),
            html.P(f"{whose[:1].upper()}{whose[1:]}.", **data(told="")),
            html.Ul([html.Li(one) for one in told], className="card-notes"),
        ],
        className="notice",
        **aria(labelledby="cobertura"),
    )


def _stray(asked: Held, language: Language) -> list[str]:
    values = {"contracts": asked.contracts, "year": asked.asked.year}
    return [ui.fill(words.STRAY, **values).in_(language)] if asked.stray else []


def _questions(language: Language) -> Component:
    items = [
        html.Li(html.A(view.question.in_(language), href=f"#{view.slug}-title"))
        for view in CONTRACT_VIEWS.values()
    ]
    return html.Nav(html.Ul(items, className="questions"), **aria(label=words.QUESTIONS.in_(language)))


def _onward(asked: ContractsAsked, language: Language) -> Component:
    found = urls.search(contract_card.contracts_of(asked), language)
    links: Sequence[tuple[Text, str]] = (
        (words.TO_SEARCH, found),
        (words.TO_SIGNALS, urls.signals(language, asked.whole)),
        (words.TO_SOURCES, urls.page("sources", language)),
    )
    items = [html.Li(html.A(label.in_(language), href=target)) for label, target in links]
    return section("seguir", words.NEXT, [html.Ul(items)], language)


PAGE = Page("contracts", "/contratos", words.TITLE, build, procurement.PARAMETERS | {urls.ROWS})
