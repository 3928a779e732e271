"""One indicator: its value, how it is computed, year by year, and by agency, procuring unit and state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.charts.measures import gap_words
from dashboard.components import held, notices
from dashboard.components.attributes import aria
from dashboard.components.contract_card import contracts_of
from dashboard.components.facts import section
from dashboard.components.signals import (
    VALUE_HEADS,
    bounds,
    change,
    declaration,
    figure,
    heads,
    is_shown,
    member,
    no_contracts,
    rank,
    rows_link,
    value_cells,
    value_files,
    withheld,
)
from dashboard.components.tables import plain_table
from dashboard.data import procurement, signals
from dashboard.data.procurement import STRAY, Held
from dashboard.data.result import NOT_HELD, Gap, State
from dashboard.data.signals import MOST, SCOPES, Indicator
from dashboard.data.store import Record, Store
from dashboard.i18n import signals as words
from dashboard.i18n import ui
from dashboard.pages.model import Family, PageContent, PageRequest
from loaders.model import Language, Text
from loaders.search.schema import NONE


@dataclass(frozen=True)
class Shown:
    """What the parts of the page are made from: the indicator, the contracts asked for, by whom."""

    store: Store
    found: Indicator
    held: Held
    scope: str
    everything: bool
    language: Language


def build(request: PageRequest, key: str) -> PageContent | None:
    """Return the page of an indicator, None if the store has none of that id."""
    found = signals.indicators(request.store).get(key)
    if found is None:
        return None
    language = request.language
    asked, problems = procurement.parse(request.query, request.store)
    scope, unknown = signals.parse_scope(request.query)
    name = found.record[f"name_{language}"]
    everything = urls.ALL_ROWS in request.query.split("&")
    shown = None if asked is None else Shown(request.store, found, asked, scope, everything, language)
    all_signals = urls.signals(language, asked.asked if asked else None)
    its_contracts = urls.contracts(asked.asked if asked else None, language)
    tree = request.framed(
        [
            html.P(words.EYEBROW.in_(language), className="eyebrow"),
            html.H1(name),
            html.P(found.record[f"question_{language}"], className="lede"),
            html.P(words.NEUTRAL.in_(language)),
            *notices.problems((*problems, *unknown), language),
            *(_here(shown) if shown else [no_contracts(language)]),
            section("calculo", words.ABOUT, _computed(found, language), language),
            *(_values(shown) if shown else []),
            value_files(asked.asked if asked else None, found.id, language),
            html.P(html.A(words.ALL_SIGNALS.in_(language), href=all_signals)),
            html.P(html.A(words.TO_CONTRACTS.in_(language), href=its_contracts)),
        ],
        "contracts",
    )
    record, group = found.record, asked.asked if asked else None
    named, question = (Text(record[f"{one}_es"], record[f"{one}_en"]) for one in ("name", "question"))
    return PageContent(tree, *held.head(request.store, group, named, question, language))


def _computed(found: Indicator, language: Language) -> list[Component]:
    """The declaration, and under it the SQL as it runs."""
    sql = html.Details(
        [
            html.Summary(words.SQL.in_(language)),
            html.Pre(
                html.Code(found.record["formula_sql"]),
                tabIndex="0",
                className="table-frame",
                role="region",
                **aria(label=words.SQL.in_(language)),
            ),
        ],
        className="more-options",
    )
    return [*declaration(found, language), sql]


def _here(shown: Shown) -> list[Component]:
    """Which contracts these are, and the value over all of them in words."""
    language, asked = shown.language, shown.held.asked
    row = signals.values(shown.store, asked).get(shown.found.id)

    def address(other: procurement.ContractsAsked) -> str:
        return urls.signal(shown.found.id, language, other, shown.scope)

    return [
        held.part(shown.store, shown.held, language),
        held.others(shown.store, shown.held, address, language),
        section("valor", words.HERE, _value(shown, row), language),
    ]


def _value(shown: Shown, row: Record | None) -> list[Component]:
    found, language = shown.found, shown.language
    if row is None or not is_shown(row):
        return [html.P(withheld(found, row, language))]
    sentences = [ui.fill(words.VALUE_IS, value=_written(shown, row), coverage=_share(shown, row))]
    if row["value_by_amount"] is not None:
        by_amount = formats.percent(row["value_by_amount"], language)
        sentences.append(ui.fill(words.BY_AMOUNT, value=by_amount))
    low, high = bounds(found, row, language)
    if low != high:
        sentences.append(ui.fill(words.BOUNDS, low=low, high=high))
    return [html.P(" ".join(one.in_(language) for one in sentences)), *_rows(shown, row)]


def _written(shown: Shown, row: Record) -> str:
    figured = figure(shown.found, row["value"], shown.language)
    in_points = shown.found.record["value_unit"] == "points"
    return ui.fill(words.POINTS, value=figured).in_(shown.language) if in_points else figured


def _share(shown: Shown, row: Record) -> str:
    return formats.percent(row["coverage_share"], shown.language)


def _rows(shown: Shown, row: Record) -> list[Component]:
    """The way to the rows below the value; of a concentration, the suppliers it is made of."""
    told = words.HEADS["rows"].in_(shown.language)
    if shown.found.record["drill"] == "contracts":
        return [html.P([f"{told}: ", rows_link(shown.found, row, shown.language)])]
    return [_suppliers(shown), html.P(rows_link(shown.found, row, shown.language))]


def _suppliers(shown: Shown) -> Component:
    language = shown.language
    rows = [
        [
            _supplier(row, language),
            formats.number(row["contracts"], language),
            formats.number(row["amount_mxn"], language, 2),
            formats.percent(row["share"], language),
        ]
        for row in signals.top_suppliers(shown.store, shown.held.asked)
    ]
    headers = [head.in_(language) for head in words.SUPPLIER_HEADS.values()]
    return plain_table(words.SUPPLIERS.in_(language), headers, rows, frozenset({1, 2, 3}))


def _supplier(row: Record, language: Language) -> Any:
    """A supplier by name and profile; of whom is or may be a natural person, neither."""
    if not row["searchable"]:
        return words.NATURAL.in_(language)
    return html.A(row["name"], href=urls.supplier(row["supplier_id"], language))


def _values(shown: Shown) -> list[Component]:
    return [
        section("anos", words.BY_YEAR, _years(shown), shown.language),
        section("quien", words.WAYS, _members(shown), shown.language),
    ]


def _years(shown: Shown) -> list[Component]:
    found, language = shown.found, shown.language
    history = signals.history(shown.store, found.id, shown.held.asked)
    counted = {row["fiscal_year"]: row["contracts"] for row in history}
    rows = [_year(shown, row, counted) for row in history]
    headers = heads(language, words.HEADS["year"].in_(language), *VALUE_HEADS, "change")
    table = plain_table(words.BY_YEAR.in_(language), headers, rows, frozenset(range(2, 8)))
    return [html.P(words.BY_YEAR_HOW.in_(language)), table]


def _year(shown: Shown, row: Record, counted: Mapping[int, int]) -> list[Any]:
    year = formats.year(row["fiscal_year"])
    return [year, *value_cells(shown.found, row, shown.language), _changed(shown, row, counted)]


def _changed(shown: Shown, row: Record, counted: Mapping[int, int]) -> str:
    """The change on the year before, told where both years have a value and contracts enough."""
    before = counted.get(row["fiscal_year"] - 1)
    if before is None:
        return gap_words(NOT_HELD, shown.language)
    if min(row["contracts"], before) < STRAY:
        few = ui.fill(words.FEW_CONTRACTS, least=STRAY)
        return gap_words(Gap(State.WITHHELD, few), shown.language)
    if row["change"] is None:
        return gap_words(Gap(State.WITHHELD, words.A_VALUE_WITHHELD), shown.language)
    return change(shown.found, row["change"], shown.language)


def _members(shown: Shown) -> list[Component]:
    language, asked, found = shown.language, shown.held.asked, shown.found
    total, rows = signals.members(
        shown.store, found.id, asked, shown.scope, None if shown.everything else MOST
    )
    if not rows:
        return [_scopes(shown), html.P(words.NOBODY.in_(language))]
    headers = heads(language, words.MEMBERS[shown.scope].in_(language), *VALUE_HEADS, "rank")
    caption = words.BY_SCOPE[shown.scope].in_(language)
    table = plain_table(caption, headers, _member_rows(shown, rows), frozenset(range(2, 7)))
    counted = [*_counted(shown, total, len(rows)), *_unidentified(shown)]
    return [_scopes(shown), html.P(words.RANK_HOW.in_(language)), *counted, table]


def _unidentified(shown: Shown) -> list[Component]:
    """Say how many contracts are in no row, because nobody knows whose they are, and lead to them."""
    language, asked = shown.language, shown.held.asked
    count = procurement.unidentified(shown.store, asked, shown.scope)
    if not count:
        return []
    told = ui.fill(words.UNIDENTIFIED[shown.scope], count=formats.number(count, language)).in_(language)
    if shown.scope == "procuring_unit":
        return [html.P(told)]
    found = urls.search(contracts_of(asked.having(shown.scope, NONE)), language)
    return [html.P([told, " ", html.A(words.SEE_THEM.in_(language), href=found)])]


def _member_rows(shown: Shown, rows: Sequence[Record]) -> list[list[Any]]:
    return [
        [
            member(shown.store, row, shown.language),
            *value_cells(shown.found, row, shown.language),
            rank(row, shown.language),
        ]
        for row in rows
    ]


def _scopes(shown: Shown) -> Component:
    """The ways to see who buys, as links; the one shown says so."""
    items = [html.Li(_scope(shown, scope, words.BY_SCOPE[scope])) for scope in SCOPES]
    return html.Nav(html.Ul(items, className="card-actions"), **aria(label=words.WAYS.in_(shown.language)))


def _scope(shown: Shown, scope: str, label: Text) -> Component:
    address = urls.signal(shown.found.id, shown.language, shown.held.asked, scope)
    here = aria(current="true") if scope == shown.scope else {}
    return html.A(label.in_(shown.language), href=f"{address}#quien", **here)


def _counted(shown: Shown, total: int, rows: int) -> list[Component]:
    if rows == total:
        return []
    language = shown.language
    counts = {"shown": formats.number(rows, language), "total": formats.number(total, language)}
    address = urls.signal(shown.found.id, language, shown.held.asked, shown.scope)
    every = html.A(ui.ALL_ROWS.in_(language), href=f"{address}&{urls.ALL_ROWS}#quien")
    return [html.P([ui.fill(words.SHOWN, **counts).in_(language), " ", every])]


FAMILY = Family(
    "signal",
    "/contratos/senales/",
    build,
    signals.examples,
    procurement.GROUP | {signals.SCOPE_PARAM, urls.ROWS},
)
