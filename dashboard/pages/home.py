"""*Inicio*: what this is, the three questions, headline figures, ways in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import card, notices
from dashboard.components.attributes import aria
from dashboard.data import procurement
from dashboard.data.availability import span
from dashboard.data.headline import Headline, headlines, like_for_like
from dashboard.data.result import SourceRef
from dashboard.data.selection import Selection, defaults
from dashboard.i18n import home as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.views.budget import RANKING
from dashboard.views.resolve import opening
from loaders.model import Language, Text

ROWS = 10


def build(request: PageRequest) -> PageContent:
    """Return the page: question, headline figures, the largest agencies, the ways in."""
    language = request.language
    first = opening(request.store.facts)
    shown = card.answer(RANKING, first, request.store, language) if first else None
    content = [
        *_opening(language),
        *_figures(request),
        card.card(shown, rows=ROWS) if shown else notices.no_budget(language),
        _questions(request),
        *_contracts(request),
        _ways(language),
        *([_dated(shown.result.sources, request)] if shown else []),
    ]
    return PageContent(
        tree=request.framed(content, "home"),
        title=words.TITLE.in_(language),
        description=words.DESCRIPTION.in_(language),
        svgs=card.drawings(shown) if shown else {},
        plotly="basic" if shown else "none",
    )


def _figures(request: PageRequest) -> list[Component]:
    """Return the headline figures that are held, and approved beside Ejercicio over the same programmes."""
    figures = headlines(request.store)
    accounts = [figure.selection.year for figure in figures if figure.selection.scope == "federal"]
    compared = [_like_for_like(request, year) for year in accounts[:1]]
    return [*([_kpis(figures, request.language)] if figures else []), *compared]


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
            *(html.Dd(text.in_(language), className="kpi-note") for text in figure.warnings),
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
        return words.KPI_NO_CHANGE[figure.selection.scope].in_(language)
    year = figure.selection.year
    change = formats.signed_percent(figure.change, language)
    return ui.fill(words.KPI_CHANGE, change=change, before=year - 1, year=year).in_(language)


def _questions(request: PageRequest) -> Component:
    language, years = request.language, request.store.facts.years("federal")
    approved = Selection(year=max(years, default=Selection().year), moment="approved")
    why = ui.fill(words.BUDGETED_WHY, account=_span(request, "federal"), budget=_span(request, "gross"))
    items = [
        _way(words.BUDGETED, why, words.LINK_BUDGETED, urls.budget(approved, language), language),
        _way(words.SPENT, words.SPENT_WHY, words.LINK_SPENT, urls.budget(Selection(), language), language),
        _way(words.RESULT, words.RESULT_WHY, words.LINK_SOURCES, urls.page("sources", language), language),
    ]
    return _section("preguntas", words.THREE, items, language)


def _span(request: PageRequest, scope: str) -> str:
    return span(request.store.facts.years(scope)) or words.NO_DATA.in_(request.language)


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
    facts, none = request.store.facts, words.NO_DATA.in_(request.language)
    told = ui.fill(
        words.DATE,
        date=formats.date_long(latest, request.language),
        account=max(facts.years("federal"), default=none),
        budget=max(facts.years("gross"), default=none),
    )
    return html.P(told.in_(request.language), className="receipt")


PAGE = Page("home", "/", words.TITLE, build, frozenset())
