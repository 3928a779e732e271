"""Which contracts a page is about: their group of files, its part of the whole, what could be linked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard import formats
from dashboard.components.facts import section
from dashboard.components.tables import plain_table
from dashboard.data import procurement
from dashboard.data.contract_scope import group_name
from dashboard.data.procurement import ContractsAsked, Held
from dashboard.data.store import Store
from dashboard.i18n import held as words
from dashboard.i18n import procurement as rates
from dashboard.i18n import ui
from loaders.model import Language, Text

Address = Callable[[ContractsAsked], str]


def others(store: Store, shown: Held, address: Address, language: Language) -> Component:
    """Return a link to every other group and year held, folded: none of them leads to nothing."""
    return html.Details(
        [
            html.Summary(words.OTHERS.in_(language)),
            html.P(words.OTHERS_HOW.in_(language)),
            by_group(store, procurement.held(store), shown.asked, address, language),
        ],
        className="more-options",
    )


def by_group(
    store: Store, found: Sequence[Held], shown: ContractsAsked, address: Address, language: Language
) -> Component:
    """Return a list of groups of files, each with links to its years, of which the one shown is none."""
    groups = groupby(found, key=lambda one: one.asked.file)
    return html.Ul([_group(store, list(years), shown, address, language) for _, years in groups])


def _group(
    store: Store, years: Sequence[Held], shown: ContractsAsked, address: Address, language: Language
) -> Component:
    links = [part for one in reversed(years) for part in (" · ", *_year(one, shown, address, language))]
    return html.Li([group_name(store, years[0].asked.whole).in_(language), ": ", *links[1:]])


def _year(one: Held, shown: ContractsAsked, address: Address, language: Language) -> list[Component | str]:
    year, counted = formats.year(one.asked.year), formats.number(one.contracts, language)
    named = html.Strong(year) if one.asked == shown else html.A(year, href=address(one.asked))
    return [named, f" ({counted})"]


def part(store: Store, shown: Held, language: Language) -> Component:
    """Return the notice that keeps a reader from taking a group of files for the whole."""
    year = formats.year(shown.asked.year)
    held = ui.fill(
        words.HELD,
        contracts=formats.number(shown.contracts, language),
        year=year,
        group=group_name(store, shown.asked),
    ).in_(language)
    notes = [row[f"text_{language}"] for row in procurement.notes(store, shown.asked.file)]
    stray = [ui.fill(words.STRAY, year=year).in_(language)] if shown.stray else []
    listed = html.Ul([html.Li(text) for text in dict.fromkeys([*stray, *notes])])
    return html.Div([html.P(held), *([listed] if notes or stray else [])], className="notice")


def head(
    store: Store, asked: ContractsAsked | None, name: Text, about: Text, language: Language
) -> tuple[str, str]:
    """Return the title and description of a page for those who see only them: which part it is about."""
    if asked is None:
        return name.in_(language), about.in_(language)
    group = group_name(store, asked)
    title = ui.fill(words.TITLE, name=name, year=formats.year(asked.year), group=group)
    contracts = formats.number(procurement.size(store, asked)["contracts"], language)
    part_held = ui.fill(words.HELD, contracts=contracts, year=formats.year(asked.year), group=group)
    return title.in_(language), f"{part_held.in_(language)} {about.in_(language)}"


def match_rates(store: Store, asked: ContractsAsked, language: Language) -> Component:
    """Return how many contracts could be linked to what, those that could hardly be at all included."""
    rows = [
        [
            rates.MATCHES[row["match_what"]].in_(language),
            *(formats.number(row[name], language) for name in ("matched", "total")),
            formats.percent(row["share"], language),
        ]
        for row in procurement.match_rates(store, asked)
        if row["total"]
    ]
    heads = [head.in_(language) for head in rates.RATE_HEADS]
    table = plain_table(rates.RATES.in_(language), heads, rows, frozenset({1, 2, 3}))
    return section("enlaces", rates.RATES, [html.P(rates.RATES_LEDE.in_(language)), table], language)
