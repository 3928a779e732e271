"""An indicator on a page: its value in words and cells, why it is withheld, its declaration, its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.attributes import aria
from dashboard.components.facts import section
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import State
from dashboard.data.signal_rows import ValuesAsked, of_group
from dashboard.data.signals import Indicator, rows_of
from dashboard.data.store import Record, Store
from dashboard.data.unit_names import with_institution
from dashboard.data.words import STATES as CELL_STATES
from dashboard.i18n import signals as words
from dashboard.i18n import ui
from loaders.model import Language, Text
from loaders.states import STATES

# What a value is counted in besides shares of contracts: the index of concentration.
_SHARE, _POINTS = "share", "points"
_LEAST_SHARE = Decimal("0.001")


def figure(found: Indicator, value: Any, language: Language) -> str:
    """Return a figure of an indicator in its unit: a share as per cent, an index as points."""
    if value is None:
        return ""
    return figure_in(found.record["value_unit"], value, language)


def figure_in(unit: str, value: Any, language: Language) -> str:
    """Return a figure in a unit of values: `share` or `points`."""
    if unit == _POINTS:
        return formats.number(value, language)
    # One contract of thousands is few, and not none.
    return formats.percent(value, language, 2 if 0 < value < _LEAST_SHARE else 1)


def change(found: Indicator, value: Any, language: Language) -> str:
    """Return a change of an indicator: percentage points of a share, points of an index."""
    if value is None:
        return ""
    if found.record["value_unit"] == _POINTS:
        return formats.signed_points(value, language, 0)
    return formats.signed_points(value * 100, language)


def bounds(found: Indicator, row: Record, language: Language) -> tuple[str, str]:
    """Return the least and the most that a value could be, as they are written."""
    low, high = (figure(found, row[name], language) for name in ("value_low", "value_high"))
    return low, high


def between(found: Indicator, row: Record, language: Language) -> str:
    """Return the bounds of a value where what is missing could change it; "" where it could not."""
    low, high = bounds(found, row, language)
    return "" if low == high else f"{low} – {high}"


def withheld(found: Indicator, row: Record | None, language: Language) -> str:
    """Return why a value is not shown: which field is missing, in what share, and what is asked for."""
    if row is None or not row["missing_field"]:
        return words.NOT_MADE.in_(language)
    named = {need["field_name"]: need[f"name_{language}"] for need in found.needs}
    told = words.WITHHELD if found.record["drill"] == "contracts" else words.WITHHELD_AMOUNT
    return ui.fill(
        told,
        field=named[row["missing_field"]],
        share=formats.percent(row["missing_share"], language),
        least=formats.percent(found.record["minimum_coverage"], language, 0),
    ).in_(language)


def is_shown(row: Record | None) -> bool:
    """Whether a value is published."""
    return row is not None and row["status"] == "shown"


def rows_link(found: Indicator, row: Record, language: Language) -> Any:
    """Return the way to the contracts below a value, with their number; "0" where there is none."""
    address, signals = urls.search(rows_of(found, row), language), row["signals"]
    if found.record["drill"] != "contracts":
        return html.A(words.SEE_ALL.in_(language), href=address)
    shown = formats.number(signals, language)
    if not signals:
        return shown
    told = words.SEE_ONE if signals == 1 else ui.fill(words.SEE_ROWS, count=shown)
    return html.A(shown, href=address, title=told.in_(language))


def rank(row: Record, language: Language) -> str:
    """Return the place of a value among those it is compared with: a band where it is not certain."""
    best, worst, ranked = row["rank_best"], row["rank_worst"], row["ranked"]
    if best is None:
        return words.NO_RANK.in_(language)
    if ranked == 1:
        return words.ALONE.in_(language)
    places = {"best": best, "worst": worst, "ranked": ranked, "place": best}
    shown = {name: formats.number(place, language) for name, place in places.items()}
    return ui.fill(words.RANK if best == worst else words.BAND, **shown).in_(language)


def value_cells(found: Indicator, row: Record | None, language: Language) -> list[Any]:
    """Return value, bounds, share in pesos, contracts with the signal, those known, and coverage."""
    if row is None or not is_shown(row):
        return _without_value(found, row, language)
    by_amount, none = row["value_by_amount"], CELL_STATES[State.NOT_APPLICABLE].in_(language)
    return [
        figure(found, row["value"], language),
        between(found, row, language),
        none if by_amount is None else figure_in(_SHARE, by_amount, language),
        rows_link(found, row, language),
        formats.number(row["known"], language),
        formats.percent(row["coverage_share"], language),
    ]


def _without_value(found: Indicator, row: Record | None, language: Language) -> list[Any]:
    """The cells of a value that is withheld, with its reason, or that no contract here is about."""
    state = State.WITHHELD if row is not None and row["missing_field"] else State.NOT_APPLICABLE
    why = html.Span(withheld(found, row, language), className="withheld")
    coverage = (
        CELL_STATES[state].in_(language) if row is None else formats.percent(row["coverage_share"], language)
    )
    return [why, *[CELL_STATES[state].in_(language)] * 4, coverage]


VALUE_HEADS = ("value", "between", "amount", "rows", "of", "coverage")


def heads(language: Language, first: str, *others: str) -> list[str]:
    """Return the headers of a table of values: what a row is about, then its cells."""
    return [first, *(words.HEADS[name].in_(language) for name in others)]


def declaration(found: Indicator, language: Language) -> list[Component]:
    """Return how an indicator is computed, by whose method, from which fields, and what would explain it."""
    told = found.record
    terms = (
        (words.FORMULA, told[f"formula_{language}"]),
        (words.THRESHOLD, told[f"threshold_{language}"]),
        (words.METHOD, told[f"method_{language}"]),
        (words.NEEDS, "; ".join(need[f"name_{language}"] for need in found.needs)),
        (words.MINIMUM, formats.percent(told["minimum_coverage"], language, 0)),
        (words.OCP, told["ocp_code"] or words.NO_CODE.in_(language)),
        (words.CONCEPT, words.CONCEPTS[told["concept"]].in_(language)),
    )
    listed = html.Dl(
        [html.Div([html.Dt(term.in_(language)), html.Dd(text)]) for term, text in terms], className="facts"
    )
    return [
        listed,
        html.P(html.Strong(words.EXPLAINED_BY.in_(language))),
        _explanations(found.explanations, language),
    ]


def _explanations(reasons: Sequence[Record], language: Language) -> Component:
    return html.Ul([html.Li(reason[f"text_{language}"]) for reason in reasons])


def value_files(asked: ContractsAsked | None, indicator: str, language: Language) -> Component:
    """Return the ways to take values along: of a group and year, of all its years, of every group."""
    here = of_group(asked, indicator)
    wanted = {"here": here, "years": replace(here, year=None), "every": ValuesAsked(indicator)}
    addresses = {
        what: {kind: urls.signal_file(one, language, kind) for kind in words.FILE_KINDS}
        for what, one in wanted.items()
        if asked or what == "every"
    }
    return file_links(words.FILES_LEDE, addresses, language)


def file_links(lede: Text, addresses: Mapping[str, Mapping[str, str]], language: Language) -> Component:
    """Return what files there are, each in every kind, as a section that pages end with."""
    items = [html.Li(_kinds(what, kinds, language)) for what, kinds in addresses.items()]
    return section("archivos", words.FILES, [html.P(lede.in_(language)), html.Ul(items)], language)


def _kinds(what: str, addresses: Mapping[str, str], language: Language) -> list[Any]:
    named = words.FILES_OF[what].in_(language)
    links = [part for kind in addresses.items() for part in (" · ", _kind(named, *kind, language))]
    return [f"{named}: ", *links[1:]]


def _kind(what: str, kind: str, address: str, language: Language) -> Component:
    name = words.FILE_KINDS[kind].in_(language)
    return html.A(name, href=address, **aria(label=f"{name}: {what}"))


def member(store: Store, row: Record, language: Language) -> str:
    """Return what readers call the agency, state or procuring unit that a row is about."""
    key = str(row["scope_id"])
    if row["scope"] == "agency":
        agency = store.facts.agencies.get(key)
        return agency.name.in_(language) if agency else key
    if row["scope"] == "state":
        return next((state.name for state in STATES if state.state_id == key), key)
    return with_institution(row, key)


def no_contracts(language: Language) -> Component:
    """Return the notice of a store that has indicators but no contracts."""
    return html.P(words.NO_CONTRACTS.in_(language), className="notice")


def link(found: Indicator, asked: ContractsAsked | None, language: Language) -> Component:
    """Return an indicator's name as a link to its page."""
    name = found.record[f"name_{language}"]
    return html.A(name, href=urls.signal(found.id, language, asked))
