"""The pages for when there is no page: not found, not working, nothing loaded. Each says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from loaders.model import Language, Text

from .shell import SITE

NOT_FOUND: Final = Text("Esta página no existe", "This page does not exist")
NOT_FOUND_HELP: Final = Text(
    "La dirección pudo cambiar o tener un error. Estas páginas sí existen:",
    "The address may have changed or may be mistyped. These pages exist:",
)
FAILED: Final = Text("Esta página no se pudo mostrar", "This page could not be shown")
FAILED_HELP: Final = Text(
    "El error es nuestro y quedó registrado. Vuelva a intentarlo en un momento, "
    "o empiece de nuevo en una de estas páginas:",
    "The error is ours and was recorded. Try again in a moment, or start again from one of these pages:",
)
NO_STORE: Final = Text("No hay datos cargados para esta versión", "No data are loaded for this version")
NO_STORE_HELP: Final = Text(
    "Quien instala el sitio los carga con la orden «cuentas load»; después, vuelva a cargar esta página.",
    "Whoever installs the site loads them with the command “cuentas load”; then reload this page.",
)
AWAY: Final = Text("La base de datos no responde por ahora", "The database does not answer for now")
AWAY_HELP: Final = Text(
    "Las cifras publicadas no han cambiado. El sitio vuelve solo en cuanto la base responda: "
    "vuelva a cargar esta página en un momento.",
    "The published figures have not changed. The site comes back by itself once the database answers: "
    "reload this page in a moment.",
)
RETRY_AFTER: Final = "30"
REFUSED: Final = Text("La solicitud no se entiende", "The request cannot be understood")
SKIP: Final = Text("Saltar al contenido", "Skip to the content")
Links = Mapping[str, str]


def not_found(language: Language, links: Links) -> Component:
    """Return the page for an address that has none; `links` maps addresses to labels."""
    return _page(language, NOT_FOUND, NOT_FOUND_HELP, links)


def failed(language: Language, links: Links) -> Component:
    """Return the page for an error of ours."""
    return _page(language, FAILED, FAILED_HELP, links)


def no_store(language: Language) -> Component:
    """Return the page for when no store is published."""
    return _page(language, NO_STORE, NO_STORE_HELP, {})


def away(language: Language) -> Component:
    """Return the page for when the database of the stores does not answer."""
    return _page(language, AWAY, AWAY_HELP, {})


def _page(language: Language, title: Text, help_: Text, links: Links) -> Component:
    home = "/" if language == "es" else "/en/"
    return html.Div(
        [
            html.A(SKIP.in_(language), href="#content", className="skip-link"),
            html.Header(html.A(SITE.in_(language), href=home, className="brand"), className="masthead"),
            html.Main(
                [
                    html.H1(title.in_(language)),
                    html.P(help_.in_(language), className="lede"),
                    html.Ul(list(_items(links))),
                ],
                id="content",
                tabIndex=-1,
            ),
        ],
        className="page",
    )


def _items(links: Links) -> Iterable[Component]:
    return (html.Li(html.A(label, href=address)) for address, label in links.items())
