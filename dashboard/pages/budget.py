"""*Presupuesto*: explore and compare agencies, programmes and years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.components import card, controls, matrix, notices
from dashboard.components.attributes import aria
from dashboard.components.breadcrumbs import breadcrumbs, drill_links
from dashboard.components.card import Answer
from dashboard.components.tables import FIRST_ROWS
from dashboard.data import procurement
from dashboard.data.contract_filter import ContractFilter, to_query
from dashboard.data.lines import Asked, ancestors
from dashboard.data.selection import PARAMETERS, Selection
from dashboard.data.store import Store, remember
from dashboard.i18n import budget as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.views.registry import BY_SLUG
from dashboard.views.resolve import Resolved, resolve
from loaders.model import Language, Text


def build(request: PageRequest) -> PageContent:
    """Return the page for a query: the view asked for, its controls, and what else can be asked."""
    resolved = resolve(request.query, request.store.facts)
    main, drawings, title = _main(request, resolved)
    content = [
        _opening(resolved, request.language),
        _tabs(resolved, request.language),
        *notices.problems(resolved.problems, request.language),
        *main,
        _availability(request.store, request.language),
        _onward(resolved, request.store, request.language),
    ]
    return PageContent(
        tree=request.framed(content, "budget"),
        title=title,
        description=words.DESCRIPTION.in_(request.language),
        svgs=drawings,
        plotly=resolved.view.plotly if drawings else "none",
    )


def _main(request: PageRequest, resolved: Resolved) -> tuple[list[Component], Mapping[str, str], str]:
    """Return what answers the question, the static drawings in it, and the title of the page."""
    language = request.language
    if resolved.empty:
        return [notices.no_budget(language)], {}, words.TITLE.in_(language)
    form = controls.form(controls.Choosing(resolved.view, resolved.selection, request.store.facts, language))
    if resolved.nearest is not None:
        return [form, notices.not_held(resolved, language)], {}, words.TITLE.in_(language)
    shown = card.answer(resolved.view, resolved.selection, request.store, language)
    rows = None if urls.ALL_ROWS in request.query.split("&") else FIRST_ROWS
    before = [form, *_drill(request.store, shown)]
    drawings = card.drawings(shown) if shown.result.rows else {}
    return [card.card(shown, before=before, rows=rows), _stages(language)], drawings, shown.title


def _drill(store: Store, shown: Answer) -> list[Component]:
    if shown.view.slug != "treemap":
        return []
    path = ancestors(Asked(store, shown.selection, shown.language))
    return [breadcrumbs(shown.selection, path, shown.language), *drill_links(shown)]


def _opening(resolved: Resolved, language: Language) -> Component:
    question = html.H1(resolved.view.question_of(resolved.selection).in_(language))
    return html.Div([html.P(words.TITLE.in_(language), className="eyebrow"), question], className="opening")


def _tabs(resolved: Resolved, language: Language) -> Component:
    items = [_tab(resolved, slug, language) for slug in BY_SLUG]
    return html.Nav(html.Ul(items), className="tabs", **aria(label=ui.VIEWS.in_(language)))


def _tab(resolved: Resolved, slug: str, language: Language) -> Component:
    target = urls.view(resolved.selection, slug)
    here = aria(current="page") if slug == resolved.view.slug else {}
    label = BY_SLUG[slug].label.in_(language)
    return html.Li(html.A(label, href=urls.budget(target, language), className="tab", **here))


def _stages(language: Language) -> Component:
    return html.P(words.EXECUTED.in_(language), className="notice")


@remember(2)
def _availability(store: Store, language: Language) -> Component:
    """The same for every selection, so it is made once for a store."""
    return html.Section(
        [
            html.H2(words.MATRIX.in_(language), id="disponible"),
            html.P(words.MATRIX_LEDE.in_(language)),
            matrix.matrix(store.facts, language),
        ],
        **aria(labelledby="disponible"),
    )


def _onward(resolved: Resolved, store: Store, language: Language) -> Component:
    links: Sequence[tuple[Text, str]] = (
        *_contracts(resolved.selection, store, language),
        (words.TO_SOURCES, urls.page("sources", language)),
        (words.TO_HOME, urls.page("home", language)),
    )
    items = [html.Li(html.A(label.in_(language), href=target)) for label, target in links]
    return html.Nav(
        [html.H2(words.NEXT.in_(language), id="seguir"), html.Ul(items)], **aria(labelledby="seguir")
    )


def _contracts(selection: Selection, store: Store, language: Language) -> list[tuple[Text, str]]:
    """Return the way to the contracts of each agency that is chosen and has some."""
    having = [key for key in selection.agencies if procurement.holding(store, {"agency": key})]
    return [
        (
            ui.fill(words.TO_CONTRACTS, agency=store.facts.agencies[key].name),
            urls.page("contracts", language, to_query(ContractFilter(agency=key))),
        )
        for key in having
    ]


PAGE = Page("budget", "/presupuesto", words.TITLE, build, PARAMETERS | {urls.ROWS})
