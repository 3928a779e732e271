"""What a search found: its words for conditions and rows, the filters, the table, the pages of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.attributes import aria, data
from dashboard.components.chips import chips as removable
from dashboard.components.facts import choice
from dashboard.components.search_box import carried
from dashboard.components.tables import plain_table
from dashboard.data.contract_filter import ANY, DEEPEST, PARAMS, SIZES, ContractFilter, without, word
from dashboard.data.contracts import COUNTED
from dashboard.data.search import Found
from dashboard.data.store import Record, Store
from dashboard.i18n import contracts as choices
from dashboard.i18n import search as words
from dashboard.i18n import ui
from loaders.model import Language, Text
from loaders.procurement_columns import OUT_OF_COUNT
from loaders.search.schema import NONE
from loaders.states import STATES

FIRST_FIELDS = ("year", "agency", "method", "category")
MORE_FIELDS = ("state", "signal", "coverage", "dataset")
AMOUNTS = ("least", "most")
_HIDDEN = ("words", "supplier", "unit")
_CHOICES: Mapping[str, Mapping[str, Text]] = {
    "method": choices.CHOICES["procurement_method"],
    "category": choices.CHOICES["procurement_category"],
    "coverage": words.COVERAGES,
    "order": words.ORDERS,
}


@dataclass(frozen=True)
class Answer:
    """What was asked and found, in a language: all that the parts below are made from."""

    store: Store
    chosen: ContractFilter
    found: Found
    language: Language

    def say(self, text: Text, **values: object) -> str:
        """Return `text` in the reader's language, filled in."""
        return ui.fill(text, **values).in_(self.language)

    def number(self, value: int) -> str:
        """Return a count as readers write it."""
        return formats.number(value, self.language)

    def address(self, chosen: ContractFilter) -> str:
        """Return the address of another filter."""
        return urls.search(chosen, self.language)

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Names of values by field, those of the store and those of the choices."""
        own = {
            name: {key: text.in_(self.language) for key, text in of.items()} for name, of in _CHOICES.items()
        }
        facts, language = self.store.facts, self.language
        return {
            **own,
            "agency": {key: agency.name.in_(language) for key, agency in facts.agencies.items()},
            "state": {state.state_id: state.name for state in STATES},
            "signal": {row["indicator_id"]: row[f"name_{language}"] for row in facts.indicators},
            "dataset": {key: title.in_(language) for key, title in facts.datasets_named.items()},
        }

    def label(self, name: str, value: object) -> str:
        """Return what readers call a value of a field."""
        if value == NONE:
            return words.NO_VALUE.in_(self.language)
        if name in AMOUNTS:
            return formats.number(int(str(value)), self.language)
        shown = {"supplier": "supplier_name", "unit": "procuring_unit_name"}.get(name)
        if shown and self.found.rows:
            return str(self.found.rows[0][shown] or value)
        return self.names.get(name, {}).get(str(value), str(value))


def held(shown: Answer) -> Component:
    """Return the sentence that keeps a reader from taking what is held for the whole."""
    parts = [
        shown.say(words.HELD_PART, count=shown.number(count), coverage=shown.label("coverage", key))
        for key, count in shown.found.facets["coverage"]
    ]
    return html.P(shown.say(words.HELD, parts="; ".join(parts)), className="notice")


def chips(shown: Answer) -> list[Component]:
    """Return the filters in place, each as a link that removes it."""
    names = shown.chosen.conditions
    told = [(_told(shown, name), _cleared(shown, name)) for name in names]
    return removable(told, _cleared(shown, *names), shown.language)


def _told(shown: Answer, name: str) -> str:
    return f"{words.FIELDS[name].in_(shown.language)}: {shown.label(name, getattr(shown.chosen, name))}"


def _cleared(shown: Answer, *names: str) -> str:
    return shown.address(without(shown.chosen, *names))


def filters(shown: Answer) -> Component:
    """Return the form of conditions; without scripts it submits by GET, with them each change is one."""
    language = shown.language
    more = [_select(shown, name) for name in MORE_FIELDS] + [_amount(shown, name) for name in AMOUNTS]
    default = ContractFilter()
    usual = {PARAMS[name]: word(name, getattr(default, name)) for name in ("order", "size")}
    unchosen = {PARAMS[name]: ANY for name in (*FIRST_FIELDS, *MORE_FIELDS)}
    return html.Form(
        [
            *carried(shown.chosen, _HIDDEN, "filter"),
            html.Div([_select(shown, name) for name in FIRST_FIELDS], className="control-row"),
            html.Details(
                [html.Summary(ui.MORE.in_(language)), html.Div(more, className="control-row")],
                className="more-options",
                open=any(name in shown.chosen.conditions for name in (*MORE_FIELDS, *AMOUNTS)),
            ),
            html.Div([_order(shown), _size(shown)], className="control-row"),
            html.Button(ui.APPLY.in_(language), type="submit", className="apply"),
        ],
        id="controls",
        className="controls",
        method="GET",
        action=urls.page("search", language),
        **aria(label=words.FILTERS.in_(language)),
        **data(defaults=json.dumps(usual | unchosen)),
    )


def _select(shown: Answer, name: str) -> Component:
    value = getattr(shown.chosen, name)
    options = [{"value": ANY, "label": words.ANY.in_(shown.language)}, *_options(shown, name)]
    return _control(shown, name, options, ANY if value in ("", None) else word(name, value))


def _options(shown: Answer, name: str) -> list[dict[str, str]]:
    if name == "signal":
        return [{"value": key, "label": label} for key, label in shown.names["signal"].items()]
    counted = list(shown.found.facets[name])
    if name == "year":
        counted.sort(reverse=True)
    return [_option(shown, name, key, count) for key, count in counted]


def _option(shown: Answer, name: str, key: str, count: int) -> dict[str, str]:
    return {"value": word(name, key), "label": f"{shown.label(name, key)} ({shown.number(count)})"}


def _control(shown: Answer, name: str, options: list[dict[str, str]], value: str) -> Component:
    identifier = f"filter-{PARAMS[name]}"
    label = words.FIELDS[name].in_(shown.language)
    chosen = dbc.Select(id=identifier, name=PARAMS[name], options=options, value=value)
    return html.Div(
        [html.Label(label, htmlFor=identifier, className="control-label"), chosen], className="control"
    )


def _amount(shown: Answer, name: str) -> Component:
    identifier, value = f"filter-{PARAMS[name]}", getattr(shown.chosen, name)
    typed = dbc.Input(
        id=identifier,
        name=PARAMS[name],
        type="text",
        inputMode="numeric",
        value="" if value is None else str(value),
    )
    label = words.FIELDS[name].in_(shown.language)
    return html.Div(
        [html.Label(label, htmlFor=identifier, className="control-label"), typed], className="control"
    )


def _order(shown: Answer) -> Component:
    options = [{"value": word("order", key), "label": label} for key, label in shown.names["order"].items()]
    return _control(shown, "order", options, word("order", shown.chosen.order))


def _size(shown: Answer) -> Component:
    options = [{"value": str(size), "label": str(size)} for size in SIZES]
    return _control(shown, "size", options, str(shown.chosen.size))


def table(shown: Answer) -> Component:
    """Return the contracts of the page, each linked."""
    heads = [text.in_(shown.language) for text in words.HEADS.values()]
    rows = [_row(shown, row) for row in shown.found.rows]
    made = plain_table(words.TABLE.in_(shown.language), heads, rows, frozenset({len(heads) - 1}))
    return html.Div(made, className="results")


def _row(shown: Answer, row: Record) -> list[Any]:
    language = shown.language
    title = row["title"] or row["description"] or words.UNTITLED.in_(language)
    date = formats.date_long(row["signed_on"], language) if row["signed_on"] else formats.missing(language)
    return [
        html.A(title, href=urls.contract(row["contract_id"], language)),
        _supplier(shown, row),
        _buyer(shown, row),
        shown.label("method", row["procurement_method"]),
        date,
        _pesos(shown, row),
    ]


def _supplier(shown: Answer, row: Record) -> Any:
    """Return the supplier's name; a profile stands only behind an identity that joins contracts."""
    name = row["supplier_name"] or formats.missing(shown.language)
    if row["supplier_rule"] == "single":
        return name
    return html.A(name, href=urls.supplier(row["supplier_id"], shown.language))


def _buyer(shown: Answer, row: Record) -> Any:
    name = row["procuring_unit_name"] or row["institution_name"] or formats.missing(shown.language)
    code = row["procuring_unit_code"]
    return html.A(name, href=shown.address(ContractFilter(unit=code))) if code else name


def _pesos(shown: Answer, row: Record) -> Any:
    amount = formats.number(row["amount_mxn"], shown.language, 2)
    if row["amount_status"] in OUT_OF_COUNT:
        return [amount, html.Small(f" ({choice('amount_status', row['amount_status'], shown.language)})")]
    if row["amount_mxn"] is None or row["amount_status"] in COUNTED:
        return amount
    return [amount, html.Small(f" ({words.NOT_IN_SUMS.in_(shown.language)})")]


def counted(shown: Answer) -> Component:
    """Return how many contracts there are and which of them are shown."""
    size, page = shown.chosen.size, shown.chosen.page
    first = (page - 1) * size + 1
    total = html.Strong(shown.say(words.FOUND, total=shown.number(shown.found.total)))
    last = first + len(shown.found.rows) - 1
    told = shown.say(words.SHOWN, first=shown.number(first), last=shown.number(last))
    return html.P([total, ". ", told if shown.found.rows else ""], id="encontrados", **data(told=""))


def pages(shown: Answer) -> list[Component]:
    """Return the way to the pages before and after."""
    size, page = shown.chosen.size, shown.chosen.page
    last = min(-(-shown.found.total // size), DEEPEST // size)
    if last <= 1 and page == 1:
        return []
    steps = [
        _step(shown, words.PREVIOUS, page - 1, "prev") if page > 1 else None,
        html.Span(shown.say(words.PAGE_OF, page=shown.number(page), pages=shown.number(last))),
        _step(shown, words.NEXT, page + 1, "next") if page < last else None,
    ]
    deep = shown.say(words.TOO_DEEP, deepest=shown.number(DEEPEST))
    return [
        html.Nav(
            [step for step in steps if step is not None],
            className="result-pages",
            **aria(label=words.PAGES.in_(shown.language)),
        ),
        *([html.P(deep)] if shown.found.total > DEEPEST else []),
    ]


def _step(shown: Answer, text: Text, page: int, relation: str) -> Component:
    target = shown.address(replace(shown.chosen, page=page))
    return html.A(text.in_(shown.language), href=target, rel=relation, className="page-step")


def files(shown: Answer) -> Component:
    """Return the links to all contracts of the filter as files."""
    language = shown.language
    excel = urls.for_excel(urls.contract_file(shown.chosen, language, "csv"))
    links = [
        html.Li(html.A(words.EXCEL_CSV.in_(language), href=excel)),
        *(
            html.Li(html.A(text.in_(language), href=urls.contract_file(shown.chosen, language, ending)))
            for ending, text in words.FILE_KINDS.items()
        ),
    ]
    lede = shown.say(words.FILES_LEDE, total=shown.number(shown.found.total))
    return html.Section(
        [
            html.H2(words.FILES.in_(language), id="archivos"),
            html.P(lede),
            html.Ul(links, className="card-actions"),
            html.P(words.FORMULAS.in_(language), className="receipt"),
        ],
        **aria(labelledby="archivos"),
    )
