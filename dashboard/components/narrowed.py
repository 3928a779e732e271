"""The choice of an agency, a kind of purchase or a state within a group of files and a year."""

from __future__ import annotations

import json
from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.attributes import aria, data
from dashboard.components.chips import chips
from dashboard.components.held import by_group
from dashboard.data import procurement
from dashboard.data.contract_filter import ANY, PARAMS, word
from dashboard.data.contract_scope import group_name, member_name
from dashboard.data.procurement import FILE_PARAM, NARROWED, YEAR_PARAM, ContractsAsked, Held
from dashboard.data.store import Store
from dashboard.i18n import procurement as words
from dashboard.i18n import search as fields
from dashboard.i18n import ui
from loaders.model import Language
from loaders.search.schema import NONE

_IN_SIGHT = ("agency", "category")
_BEHIND = ("state",)


def form(store: Store, asked: ContractsAsked, language: Language) -> Component:
    """Return the choices as a form that needs no script; file and year stay as they are."""
    behind = html.Div([_select(store, asked, name, language) for name in _BEHIND], className="control-row")
    return html.Form(
        [
            *_kept(asked),
            html.Div([_select(store, asked, name, language) for name in _IN_SIGHT], className="control-row"),
            html.Details(
                [html.Summary(ui.MORE.in_(language)), behind],
                className="more-options",
                open=any(name in asked.narrowed for name in _BEHIND),
            ),
            html.Button(ui.APPLY.in_(language), type="submit", className="apply"),
        ],
        className="controls",
        method="GET",
        action=urls.contracts(None, language),
        **aria(label=words.NARROW.in_(language)),
        **data(defaults=json.dumps({PARAMS[name]: ANY for name in NARROWED})),
    )


def _kept(asked: ContractsAsked) -> list[Component]:
    kept = ((FILE_PARAM, asked.file), (YEAR_PARAM, str(asked.year)))
    return [dbc.Input(type="hidden", id=f"narrow-{name}", name=name, value=value) for name, value in kept]


def _select(store: Store, asked: ContractsAsked, name: str, language: Language) -> Component:
    """Return one choice; it offers what this file and year have, most contracts first, and what is chosen."""
    identifier, value = f"narrow-{PARAMS[name]}", getattr(asked, name)
    counts = dict(_counts(store, asked, name))
    if value and value not in counts:
        counts[value] = 0
    options = [{"value": ANY, "label": fields.ANY.in_(language)}]
    for member, contracts in counts.items():
        told = {"name": member_name(store, name, member), "contracts": formats.number(contracts, language)}
        options.append({"value": word(name, member), "label": ui.fill(words.MEMBER, **told).in_(language)})
    label = html.Label(fields.FIELDS[name].in_(language), htmlFor=identifier, className="control-label")
    select = dbc.Select(
        id=identifier, name=PARAMS[name], options=options, value=word(name, value) if value else ANY
    )
    return html.Div([label, select], className="control")


def _counts(store: Store, asked: ContractsAsked, name: str) -> Sequence[tuple[str, int]]:
    found = procurement.members(store, asked, name)
    counted = sorted(((key, int(row["contracts"])) for key, row in found.items()), key=lambda one: -one[1])
    none = procurement.unidentified(store, asked, name)
    return [*counted, *([(NONE, none)] if none else [])]


def chosen(store: Store, asked: ContractsAsked, language: Language) -> list[Component]:
    """Return what is chosen, each as a link that takes it back."""
    listed = [
        (
            f"{fields.FIELDS[name].in_(language)}: "
            f"{member_name(store, name, getattr(asked, name)).in_(language)}",
            urls.contracts(asked.without(name), language),
        )
        for name in asked.narrowed
    ]
    return chips(listed, urls.contracts(asked.whole, language), language)


def where(store: Store, asked: ContractsAsked, said: bool, language: Language) -> list[Component]:
    """Return which file and year are shown of what is chosen, and which others have contracts of it.

    `said` is whether the address named the file. Nothing where nothing is chosen, or nobody knows how many.
    """
    if not asked.narrowed or asked.uncounted:
        return []
    found = procurement.holding(store, asked.choice)
    if not found:
        return [html.P(words.NOWHERE.in_(language), className="notice")]
    here = next((one.contracts for one in found if one.asked == asked), 0)
    return [*_told(store, asked, here, said, language), *_elsewhere(store, asked, found, here, language)]


def _told(store: Store, asked: ContractsAsked, here: int, said: bool, language: Language) -> list[Component]:
    if said and here:
        return []
    values = {"contracts": formats.number(here, language), "year": formats.year(asked.year)}
    told = ui.fill(words.UNSAID if here else words.NOT_HERE, group=group_name(store, asked.whole), **values)
    return [html.P(told.in_(language), className="notice")]


def _elsewhere(
    store: Store, asked: ContractsAsked, found: Sequence[Held], here: int, language: Language
) -> list[Component]:
    """Return the files and years that have some, as links: in sight where the one shown has none."""
    if len(found) == 1 and here:
        return []
    listed = by_group(store, found, asked, lambda other: urls.contracts(other, language), language)
    how, summary = html.P(words.ELSEWHERE_HOW.in_(language)), html.Summary(words.ELSEWHERE.in_(language))
    return [html.Details([summary, how, listed], className="more-options", open=not here)]
