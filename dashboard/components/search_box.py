"""The one box over everything: a small form that works without scripts, in the masthead and on *Buscar*."""

from __future__ import annotations

from collections.abc import Iterable

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.components.attributes import data
from dashboard.data.contract_filter import LONGEST, PARAMS, ContractFilter, word
from dashboard.i18n import search as words
from loaders.model import Language

NOTHING = ContractFilter()


def search_box(language: Language, place: str, chosen: ContractFilter = NOTHING) -> Component:
    """Return the form; `place` makes its ids its own. Conditions of `chosen` stay with the next search."""
    identifier = f"{place}-words"
    typed = dbc.Input(
        id=identifier, type="search", name=PARAMS["words"], value=chosen.words, maxLength=LONGEST
    )
    return html.Form(
        [
            html.Label(words.LABEL.in_(language), htmlFor=identifier, className="search-label"),
            typed,
            *carried(chosen, chosen.conditions, place),
            html.Button(words.BUTTON.in_(language), type="submit", className="search-go"),
        ],
        className=f"search-box search-{place}",
        role="search",
        method="GET",
        action=urls.page("search", language),
        # Leaving the box is no search: only its button and the return key are.
        **data(plain=""),
    )


def carried(chosen: ContractFilter, names: Iterable[str], place: str) -> list[Component]:
    """Return hidden inputs for what a form does not show but must keep."""
    return [
        dbc.Input(
            type="hidden", id=f"{place}-{name}", name=PARAMS[name], value=word(name, getattr(chosen, name))
        )
        for name in names
        if getattr(chosen, name) not in ("", None)
    ]
