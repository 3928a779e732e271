"""*Conciliación*: every figure against what was published, by dataset, year and agency."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import notices
from dashboard.components.attributes import aria, data
from dashboard.components.tables import plain_table
from dashboard.data import provenance
from dashboard.data.convert import share
from dashboard.data.reconciliation import (
    ALL,
    KINDS,
    PARAMETERS,
    STATUSES,
    ChecksAsked,
    YearChecked,
    asked_for,
    by_year,
    choices_of,
    parameter,
    parse,
    spoken,
)
from dashboard.data.result import State
from dashboard.data.store import Record, Store
from dashboard.data.words import STATES
from dashboard.i18n import reconciliation as words
from dashboard.i18n import search as searched
from dashboard.i18n import sources as shared
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from loaders.model import Language

ROWS_SHOWN = 100
_NUMERIC = frozenset({2, 3, 4, 5, 6})
_MARKS = {"not_checkable": "unknown"}


def build(request: PageRequest) -> PageContent:
    """Return the page: what was asked for, how it came out by dataset and year, and each check."""
    store, language = request.store, request.language
    asked, problems = parse(request.query, store)
    content = [
        html.H1(words.QUESTION.in_(language)),
        html.P(_lede(store, language), className="lede"),
        html.P(words.HOW.in_(language)),
        *notices.problems(problems, language),
        _form(store, asked, language),
        _section("resumen", words.SUMMARY.in_(language), _summary(store, asked, language)),
        _section("detalle", words.DETAIL.in_(language), _detail(request, asked)),
        _section("causas", words.CAUSES.in_(language), [_causes(language)]),
        html.P(html.A(words.TO_SOURCES.in_(language), href=urls.page("sources", language))),
    ]
    return PageContent(
        tree=request.framed(content, "sources"),
        title=words.TITLE.in_(language),
        description=words.DESCRIPTION.in_(language),
    )


def _section(identifier: str, heading: str, content: Sequence[Component]) -> Component:
    return html.Section([html.H2(heading, id=identifier), *content], **aria(labelledby=identifier))


def _lede(store: Store, language: Language) -> str:
    counts = provenance.check_counts(store)
    told = {"unknown": counts.get("not_checkable", 0), "checks": sum(counts.values())}
    told |= {status: counts.get(status, 0) for status in ("passed", "explained", "failed")}
    shown = {name: formats.number(count, language) for name, count in told.items()}
    return ui.fill(words.LEDE, **shown).in_(language)


# --- what can be asked for ----------------------------------------------------------------------


def _form(store: Store, asked: ChecksAsked, language: Language) -> Component:
    """Return the choices as a form that needs no script: each choice is a readable address."""
    controls = [_select(store, asked, field, language) for field in words.FIELDS]
    clear = [html.A(words.CLEAR.in_(language), href=urls.page("reconciliation", language), className="clear")]
    return html.Form(
        [
            html.Div(controls, className="control-row"),
            html.Button(ui.APPLY.in_(language), type="submit", className="apply"),
            *(clear if asked != ChecksAsked() else []),
        ],
        className="controls",
        method="GET",
        action=urls.page("reconciliation", language),
        **aria(label=words.FILTERS.in_(language)),
        **data(defaults=json.dumps({parameter(field): ALL for field in words.FIELDS})),
    )


def _select(store: Store, asked: ChecksAsked, field: str, language: Language) -> Component:
    names, param = _names(store, language), parameter(field)
    options = [{"value": ALL, "label": words.ALL.in_(language)}]
    options += [
        {"value": spoken(field, value), "label": names[field].get(value, value)}
        for value in choices_of(store)[field]
    ]
    label = html.Label(
        words.FIELDS[field].in_(language), htmlFor=f"control-{param}", className="control-label"
    )
    chosen = spoken(field, getattr(asked, field))
    select = dbc.Select(id=f"control-{param}", name=param, options=options, value=chosen)
    return html.Div([label, select], className="control")


def _names(store: Store, language: Language) -> Mapping[str, Mapping[str, str]]:
    """Return how a reader calls the values of each field."""
    agencies = {key: one.name.in_(language) for key, one in store.facts.agencies.items()}
    return {
        "year": {},
        "dataset": {row["dataset_id"]: str(row[f"title_{language}"]) for row in provenance.datasets(store)},
        "agency": agencies,
        "status": {one: shared.STATUSES[one].in_(language) for one in STATUSES.values()},
    }


# --- by dataset and year ------------------------------------------------------------------------


def _summary(store: Store, asked: ChecksAsked, language: Language) -> list[Component]:
    found = by_year(store, asked)
    if not found:
        return [html.P(words.NOTHING.in_(language), className="notice")]
    titles = _names(store, language)["dataset"]
    rows = [_year_row(one, asked, titles, language) for one in found]
    heads = [words.HEADS["dataset"], words.HEADS["year"], *(words.KINDS[kind] for kind in KINDS)]
    return [plain_table(words.SUMMARY.in_(language), [head.in_(language) for head in heads], rows)]


def _year_row(
    one: YearChecked, asked: ChecksAsked, titles: Mapping[str, str], language: Language
) -> list[Any]:
    there = replace(asked, dataset=one.dataset_id, year=one.fiscal_year)
    year = str(one.fiscal_year) if one.fiscal_year else words.NO_YEAR.in_(language)
    link = html.A(year, href=urls.reconciliation(there, language) + "#detalle")
    return [
        titles.get(one.dataset_id, one.dataset_id),
        link,
        *(_outcomes(one.counts.get(kind, {}), language) for kind in KINDS),
    ]


def _outcomes(counts: Mapping[str, int], language: Language) -> Any:
    """Return how many checks came out which way, the gravest first."""
    if not counts:
        return words.NONE.in_(language)
    parts = [_status(status, language, counts[status]) for status in STATUSES.values() if status in counts]
    return [part for item in parts for part in (item, " ")]


def _status(status: str, language: Language, count: int | None = None) -> Component:
    told = shared.STATUSES[status].in_(language)
    label = told if count is None else f"{told}: {formats.number(count, language)}"
    return html.Span(label, className=f"status-{_MARKS.get(status, status)}")


# --- check by check -----------------------------------------------------------------------------


def _detail(request: PageRequest, asked: ChecksAsked) -> list[Component]:
    store, language = request.store, request.language
    found = asked_for(store, asked)
    everything = urls.ALL_ROWS in request.query.split("&")
    shown = found if everything else found[:ROWS_SHOWN]
    heads = ("check", "status", "expected", "actual", "difference", "share", "tolerance")
    table = plain_table(
        words.DETAIL.in_(language),
        [words.HEADS[name].in_(language) for name in heads],
        [_check(row, language) for row in shown],
        _NUMERIC,
    )
    return [_counted(len(shown), len(found), asked, language), table, *_files(asked, language)]


def _counted(shown: int, total: int, asked: ChecksAsked, language: Language) -> Component:
    counts = {"shown": formats.number(shown, language), "total": formats.number(total, language)}
    told: list[Any] = [ui.fill(words.SHOWN, **counts).in_(language), " ", words.UNITS.in_(language)]
    if shown < total:
        address = urls.reconciliation(asked, language)
        link = f"{address}{'&' if '?' in address else '?'}{urls.ALL_ROWS}#detalle"
        told += [" ", html.A(words.SHOW_ALL.in_(language), href=link)]
    return html.P(told)


def _check(row: Record, language: Language) -> list[Any]:
    # Nothing published is not reported; what is published and cannot be added up here is not held.
    unheld = State.NOT_APPLICABLE if row["expected"] is None else State.NOT_HELD
    amounts = [
        _amount(row["expected"], State.NOT_REPORTED, language),
        _amount(row["actual"], unheld, language),
        _amount(row["difference"], State.NOT_APPLICABLE, language),
    ]
    relative = share(row["difference"], row["expected"])
    none = STATES[State.NOT_APPLICABLE].in_(language)
    per_cent = none if relative is None else formats.signed_percent(relative, language, 4)
    status = _status(row["status"], language)
    accepted = _amount(row["tolerance"], State.NOT_APPLICABLE, language)
    return [_named(row, language), status, *amounts, per_cent, accepted]


def _named(row: Record, language: Language) -> list[Component]:
    """Return what is compared, and under it what explains the difference or what is missing."""
    why = str(row[f"explanation_{language}"])
    parts: list[Component] = [html.Span(str(row[f"title_{language}"]))]
    return [*parts, html.P(why, className="check-why")] if why else parts


def _amount(value: Any, absent: State, language: Language) -> str:
    """Return an amount with cents, or the word of the state in which it is where there is none."""
    return STATES[absent].in_(language) if value is None else formats.number(value, language, 2)


def _files(asked: ChecksAsked, language: Language) -> list[Component]:
    excel = html.A(searched.EXCEL_CSV.in_(language), href=urls.for_excel(urls.checks(language, asked)))
    links = [html.A(one.upper(), href=urls.checks(language, asked, one)) for one in ("csv", "json")]
    return [html.P([words.FILES.in_(language), " ", excel, " · ", links[0], " · ", links[1]])]


def _causes(language: Language) -> Component:
    return html.Ul([html.Li(text.in_(language)) for text in words.CAUSE_LIST])


PAGE = Page("reconciliation", "/fuentes/conciliacion", words.TITLE, build, PARAMETERS | {urls.ROWS})
