"""*Inicio*: what this is, the three questions, headline figures, ways in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import card
from dashboard.components.attributes import aria
from dashboard.data import procurement
from dashboard.data.headline import Headline, headlines, like_for_like
from dashboard.data.result import SourceRef
from dashboard.data.selection import Selection, defaults
from dashboard.i18n import home as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.views.budget import RANKING
from loaders.model import Language, Text

ROWS = 10


def build(request: PageRequest) -> PageContent:
    """Return the page: question, headline figures, the largest agencies, the ways in."""
    language = request.language
    figures = headlines(request.store)
    latest = max(request.store.facts.years_of("federal", "agency", "executed"))
    shown = card.answer(RANKING, Selection(year=latest, base=latest), request.store, language)
    content = [
        *_opening(language),
        _kpis(figures, language),
        _like_for_like(request, latest),
        card.card(shown, rows=ROWS),
        _questions(latest, language),
        *_contracts(request),
        _ways(language),
        _dated(shown.result.sources, request),
    ]
    return PageContent(
        tree=request.framed(content, "home"),
        title=words.TITLE.in_(language),
        description=words.DESCRIPTION.in_(language),
        svgs=card.drawings(shown),
        plotly="basic",
    )


def _opening(language: Language) -> list[Component]:
    return [
        html.P(ui.TAGLINE.in_(language), className="eyebrow"),
        html.H1(words.QUESTION.in_(language)),
        html.P(words.LEDE.in_(language), className="lede"),
    ]


def _kpis(figures: Sequence[Headline], language: Language) -> Component:
    return html.Dl([_kpi(figure, language) for figure in figures], className="kpis")


def _kpi(figure: Headline, language: Language) -> Component:
    selection = figure.selection
    label = words.KPI_LABELS["net" if selection.scope == "net" else selection.moment]
    link = html.A(formats.money_text(figure.pesos, language), href=urls.budget(selection, language))
    return html.Div(
        [
            html.Dt(ui.fill(label, year=selection.year).in_(language), className="kpi-label"),
            html.Dd(link, className="kpi-value"),
            html.Dd(_change(figure, language), className="kpi-note"),
        ],
        className="kpi",
    )


def _like_for_like(request: PageRequest, year: int) -> Component:
    """Compare approved and Ejercicio over the programmes that report both: the KPIs do not."""
    approved, executed = like_for_like(request.store, year)
    amounts = [formats.money_text(amount, request.language) for amount in (approved, executed)]
    change = formats.signed_percent(executed / approved - 1 if approved else None, request.language)
    told = ui.fill(words.LIKE_FOR_LIKE, year=year, approved=amounts[0], executed=amounts[1], change=change)
    return html.P(told.in_(request.language))


def _change(figure: Headline, language: Language) -> str:
    if figure.change is None:
        return words.KPI_NO_CHANGE.in_(language)
    year = figure.selection.year
    change = formats.signed_percent(figure.change, language)
    return ui.fill(words.KPI_CHANGE, change=change, before=year - 1, year=year).in_(language)


def _questions(year: int, language: Language) -> Component:
    approved = replace(Selection(), year=year, moment="approved")
    items = [
        _way(
            words.BUDGETED, words.BUDGETED_WHY, words.LINK_BUDGETED, urls.budget(approved, language), language
        ),
        _way(words.SPENT, words.SPENT_WHY, words.LINK_SPENT, urls.budget(Selection(), language), language),
        _way(words.RESULT, words.RESULT_WHY, words.LINK_SOURCES, urls.page("sources", language), language),
    ]
    return _section("preguntas", words.THREE, items, language)


def _contracts(request: PageRequest) -> list[Component]:
    """Say how many contracts are held and lead to them; nothing where the store has none."""
    count = sum(one.contracts for one in procurement.held(request.store))
    if not count:
        return []
    told = ui.fill(words.CONTRACTS, contracts=formats.number(count, request.language))
    link = html.A(words.LINK_CONTRACTS.in_(request.language), href=urls.page("contracts", request.language))
    return [html.P([told.in_(request.language), " ", link])]


def _ways(language: Language) -> Component:
    targets = {view: urls.budget(defaults(view), language) for view in ("compare", "deviation", "treemap")}
    items = [
        _way(words.JOURNALISTS, words.JOURNALISTS_WHY, words.LINK_COMPARE, targets["compare"], language),
        _way(words.OVERSIGHT, words.OVERSIGHT_WHY, words.LINK_DEVIATION, targets["deviation"], language),
        _way(words.CITIZENS, words.CITIZENS_WHY, words.LINK_TREEMAP, targets["treemap"], language),
    ]
    return _section("empezar", words.WAYS, items, language)


def _section(identifier: str, heading: Text, items: Sequence[Component], language: Language) -> Component:
    return html.Section(
        [html.H2(heading.in_(language), id=identifier), html.Div(list(items), className="ways")],
        **aria(labelledby=identifier),
    )


def _way(heading: Text, why: Text, link: Text, target: str, language: Language) -> Component:
    return html.Div(
        [
            html.H3(heading.in_(language)),
            html.P(why.in_(language)),
            html.P(html.A(link.in_(language), href=target)),
        ],
        className="way",
    )


def _dated(sources: Sequence[SourceRef], request: PageRequest) -> Component:
    """Say when the files were obtained and which years are the latest: two different dates."""
    dates = [source.obtained for source in sources if source.obtained is not None]
    latest: date | None = max(dates, default=None)
    facts = request.store.facts
    told = ui.fill(
        words.DATE,
        date=formats.date_long(latest, request.language),
        account=max(facts.years("federal"), default=""),
        budget=max(facts.years("gross"), default=""),
    )
    return html.P(told.in_(request.language), className="receipt")


PAGE = Page("home", "/", words.TITLE, build)
