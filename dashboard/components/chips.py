"""What a reader has chosen, each choice as a link that takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.attributes import aria
from dashboard.i18n import search as words
from dashboard.i18n import ui
from loaders.model import Language

Chip = tuple[str, str]


def chips(chosen: Sequence[Chip], every: str, language: Language) -> list[Component]:
    """Return choices, each told in words with the address without it; `every` is that without them all."""
    if not chosen:
        return []
    items = [html.Li(_chip(told, address, language)) for told, address in chosen]
    if len(chosen) > 1:
        items.append(html.Li(html.A(words.REMOVE_ALL.in_(language), href=every, className="chip")))
    return [
        html.P(words.CHOSEN.in_(language), id="filtros-puestos"),
        html.Ul(items, className="chips", **aria(labelledby="filtros-puestos")),
    ]


def _chip(told: str, address: str, language: Language) -> Component:
    remove = ui.fill(words.REMOVE, name=told).in_(language)
    cross = html.Span(" ×", **aria(hidden="true"))
    return html.A([told, cross], href=address, className="chip", **aria(label=remove))
