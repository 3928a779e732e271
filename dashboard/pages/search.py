"""*Buscar*: one box over contracts, suppliers, agencies, units and programmes."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import budget_links, found, notices
from dashboard.components.attributes import aria
from dashboard.components.found import Answer
from dashboard.components.search_box import search_box
from dashboard.data import search, search_words
from dashboard.data.contract_filter import PARAMETERS, ContractFilter
from dashboard.data.procurement import parse_filter
from dashboard.data.search import Index, Name
from dashboard.i18n import search as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from loaders.errors import StoreDamaged
from loaders.model import Language, Text


def build(request: PageRequest) -> PageContent:
    """Return the page: the box, the names that match, the contracts that meet the filter, their files."""
    language = request.language
    chosen, problems = parse_filter(request.query, request.store)
    answer, status, passing = _answer(request, chosen)
    content = [
        html.H1(words.QUESTION.in_(language)),
        search_box(language, "page", chosen),
        html.P([words.HELP.in_(language), " ", words.PRIVATE.in_(language)], className="search-help"),
        *notices.problems(problems, language),
        *answer,
    ]
    title = words.TITLE.in_(language)
    return PageContent(
        tree=request.framed(content, "search"),
        title=f"{title}: {chosen.words}" if chosen.words else title,
        description=words.DESCRIPTION.in_(language),
        # Its rows name natural persons, whom nobody shall find by their name elsewhere either.
        listed=False,
        status=status,
        passing=passing,
    )


def _answer(request: PageRequest, chosen: ContractFilter) -> tuple[list[Component], int, bool]:
    """Return what is found, the status, and whether there will soon be another answer."""
    try:
        index = search.index_of(request.store)
        if index is None:
            return _notice(words.PREPARING, request.language), 200, True
        with search.reading(index):
            return _answered(request, index, chosen), 200, False
    except StoreDamaged:
        return _notice(words.UNREADABLE, request.language), 503, True


def _notice(told: Text, language: Language) -> list[Component]:
    return [html.P(told.in_(language), className="notice notice-warning", role="status")]


def _answered(request: PageRequest, index: Index, chosen: ContractFilter) -> list[Component]:
    shown = Answer(request.store, chosen, search.find(request.store, index, chosen), request.language)
    if not index.contracts.num_docs:
        return [*_names(shown, index), html.P(words.NONE_HELD.in_(request.language), className="notice")]
    return [*_names(shown, index), *_contracts(shown)]


def _names(shown: Answer, index: Index) -> list[Component]:
    """Return the names that match as links, the kinds under each other; only for the first page of words."""
    named = search.names(index, shown.chosen.words) if shown.chosen.page == 1 else {}
    if not named:
        return []
    groups = [
        html.Div([html.H3(words.KINDS[kind].in_(shown.language)), html.Ul(_links(shown, found_names))])
        for kind, found_names in named.items()
    ]
    heading = html.H2(words.NAMES.in_(shown.language), id="nombres")
    return [html.Section([heading, html.Div(groups, className="name-groups")], **aria(labelledby="nombres"))]


def _links(shown: Answer, named: Sequence[Name]) -> list[Component]:
    return [html.Li(_linked(shown, one)) for one in named]


def _linked(shown: Answer, name: Name) -> list[Component | str]:
    language = shown.language
    link = html.A(name.es if language == "es" else name.en, href=_address(name, language))
    if name.kind == "agency":
        own = html.A(words.ITS_CONTRACTS.in_(language), href=shown.address(ContractFilter(agency=name.key)))
        return [link, " · ", own]
    if not name.contracts:
        return [link]
    counted = shown.say(words.CONTRACTS_OF, count=formats.number(name.contracts, language))
    return [link, f" · {counted}"]


def _address(name: Name, language: Language) -> str:
    if name.kind == "supplier":
        return urls.supplier(name.key, language)
    if name.kind == "procuring_unit":
        return urls.search(ContractFilter(unit=name.key), language)
    return budget_links.address(name.kind, name.key, language)


def _contracts(shown: Answer) -> list[Component]:
    language, total = shown.language, shown.found.total
    wordless = bool(shown.chosen.words) and not search_words.parts(shown.chosen.words)
    told = [html.P(words.NO_WORDS.in_(language), className="notice", role="status")] if wordless else []
    heading = html.H2(words.TABLE.in_(language), id="contratos")
    top = [heading, *told, *found.chips(shown), found.filters(shown)]
    if not total:
        return [html.Section([*top, _nothing(language)], **aria(labelledby="contratos"))]
    rows = [found.counted(shown), found.held(shown), found.table(shown), *found.pages(shown)]
    return [html.Section([*top, *rows], **aria(labelledby="contratos")), found.files(shown)]


def _nothing(language: Language) -> Component:
    return html.Div(
        [
            html.P(html.Strong(words.NOTHING.in_(language))),
            html.P(words.NOTHING_HELP.in_(language)),
            html.P(html.A(ui.START_AGAIN.in_(language), href=urls.page("search", language))),
        ],
        className="notice notice-warning",
        role="status",
    )


PAGE = Page("search", "/buscar", words.TITLE, build, PARAMETERS)
