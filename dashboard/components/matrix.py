"""The availability matrix: what can be asked, each held cell a way in."""

from __future__ import annotations

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.components.attributes import aria
from dashboard.data.availability import MOMENT_NAMES, SCOPE_NAMES, span
from dashboard.data.facts import Facts, Held
from dashboard.data.selection import CHOICES, Selection, defaults
from dashboard.data.words import DIMENSIONS
from dashboard.i18n import budget as words
from loaders.model import Language


def matrix(facts: Facts, language: Language) -> Component:
    """Return breakdowns by scope, each cell with its years and moments, or a dash where nothing is held."""
    scopes = [scope for scope in SCOPE_NAMES if facts.years(scope)]
    header = [html.Th(words.BREAKDOWN.in_(language), scope="col")]
    header += [html.Th(SCOPE_NAMES[scope].in_(language), scope="col") for scope in scopes]
    body = [
        html.Tr(
            [
                html.Th(DIMENSIONS[by].in_(language), scope="row"),
                *(_cell(facts, by, scope, language) for scope in scopes),
            ]
        )
        for by in CHOICES["by"]
    ]
    caption = html.Caption(words.MATRIX.in_(language), className="visually-hidden")
    table = html.Table([caption, html.Thead(html.Tr(header)), html.Tbody(body)], className="matrix")
    return html.Div(
        table, className="table-frame", tabIndex="0", role="group", **aria(label=words.MATRIX.in_(language))
    )


def _cell(facts: Facts, by: str, scope: str, language: Language) -> Component:
    items = [item for item in facts.held if item.scope == scope and item.dimension == by]
    if not items:
        return html.Td(words.NOT_HELD.in_(language), className="not-held")
    moments = sorted({item.moment for item in items}, key=list(MOMENT_NAMES).index)
    named = ", ".join(MOMENT_NAMES[moment].in_(language) for moment in moments)
    label = f"{span({item.year for item in items})}: {named}"
    return html.Td(html.A(label, href=urls.budget(_way_in(items), language)))


def _way_in(items: list[Held]) -> Selection:
    """Return the latest selection that a cell stands for, with the last moment held."""
    last = max(items, key=lambda item: (item.year, list(MOMENT_NAMES).index(item.moment)))
    view = "states" if last.dimension == "state" else "ranking"
    chosen = {"scope": last.scope, "by": last.dimension, "year": last.year, "moment": last.moment}
    return replace(defaults(view), **chosen)  # type: ignore[arg-type]  # Held keeps plain strings
