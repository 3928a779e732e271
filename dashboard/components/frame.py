"""What stands around every page: skip link, masthead, navigation, language switch, footer."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.components.attributes import aria
from dashboard.components.search_box import search_box
from dashboard.i18n import ui
from loaders.model import Language, Text

SECTIONS = {
    "home": Text("Inicio", "Home"),
    "budget": Text("Presupuesto", "Budget"),
    "contracts": Text("Contratos", "Contracts"),
    "sources": Text("Fuentes y método", "Sources and method"),
}


def page(
    content: Sequence[Component], *, current: str, path: str, query: str, language: Language, version: str
) -> Component:
    """Return a whole page around `content`; `current` is the slug of the section it belongs to."""
    return html.Div(
        [
            html.A(ui.SKIP.in_(language), href="#contenido", className="skip-link"),
            _masthead(current, path, query, language),
            html.Main(list(content), id="contenido", tabIndex="-1"),
            _footer(language, version),
        ],
        className="page",
    )


def _masthead(current: str, path: str, query: str, language: Language) -> Component:
    links = [_section(slug, label, current, language) for slug, label in SECTIONS.items()]
    return html.Header(
        [
            html.A(ui.BRAND.in_(language), href=urls.page("home", language), className="brand"),
            html.Nav(html.Ul(links), className="nav", **aria(label=ui.NAVIGATION.in_(language))),
            _language_switch(path, query, language),
            *([] if current == "search" else [search_box(language, "masthead")]),
        ],
        className="masthead",
    )


def _section(slug: str, label: Text, current: str, language: Language) -> Component:
    here = aria(current="page") if slug == current else {}
    return html.Li(html.A(label.in_(language), href=urls.page(slug, language), className="nav-link", **here))


def _language_switch(path: str, query: str, language: Language) -> Component:
    other: Language = "en" if language == "es" else "es"
    return html.A(
        ui.LANGUAGE.in_(language),
        href=urls.switched(path, query, other),
        className="lang-switch",
        lang="en" if other == "en" else "es-MX",
        hrefLang=other,
        title=ui.LANGUAGE_TITLE.in_(language),
    )


def _footer(language: Language, version: str) -> Component:
    return html.Footer(
        [
            html.P(ui.FOOTER.in_(language)),
            html.P(ui.fill(ui.STORE, version=version).in_(language)),
        ],
        className="footer",
    )
