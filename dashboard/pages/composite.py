"""*El compuesto*: scores from 0 to 100, and every step of one unit's score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import held, notices
from dashboard.components.facts import choice, section
from dashboard.components.signals import figure_in, file_links, member, no_contracts
from dashboard.components.tables import plain_table
from dashboard.data import composite, procurement
from dashboard.data.composite import CONCEPTS, Steps
from dashboard.data.contract_scope import group_name
from dashboard.data.parameters import Problem
from dashboard.data.procurement import ContractsAsked, Held
from dashboard.data.store import Record, Store
from dashboard.i18n import signals as words
from dashboard.i18n import ui
from dashboard.pages.model import Page, PageContent, PageRequest
from loaders.model import Language, Text

_UNITS, _AGENCIES = "procuring_unit", "agency"


def build(request: PageRequest) -> PageContent:
    """Return the page: which contracts, the scores, the steps of one of them, the method."""
    language = request.language
    shown, problems = _asked(request)
    asked = shown.asked if shown else None
    content = [
        html.H1(words.COMPOSITE_QUESTION.in_(language)),
        html.P(words.COMPOSITE_LEDE.in_(language), className="lede"),
        *notices.problems(problems, language),
        *(_held(request, shown) if shown else [no_contracts(language)]),
        section("metodo", words.METHOD_STEPS, _method(language), language),
        html.P(html.A(words.ALL_SIGNALS.in_(language), href=urls.signals(language, asked))),
    ]
    told = held.head(request.store, asked, words.COMPOSITE, words.COMPOSITE_DESCRIPTION, language)
    return PageContent(request.framed(content, "contracts"), *told)


def _asked(request: PageRequest) -> tuple[Held | None, tuple[Problem, ...]]:
    """What a query asks for; without a choice, the largest group and year that have a composite."""
    if procurement.GROUP & dict(parse_qsl(request.query)).keys():
        return procurement.parse(request.query, request.store)
    made = composite.made_of(request.store)
    found = procurement.held(request.store)
    scored = [one for one in found if one.asked in made] or found
    return max(scored, key=lambda one: one.contracts, default=None), ()


def _held(request: PageRequest, shown: Held) -> list[Component]:
    store, language = request.store, request.language
    scored = composite.scores(store, shown.asked, _UNITS)
    unit, unknown = composite.parse_unit(request.query, scored)
    return [
        held.part(store, shown, language),
        *_others(store, shown.asked, language),
        *notices.problems(unknown, language),
        *(_scored(request, shown.asked, scored, unit) if scored else [_why_not(language)]),
    ]


def _why_not(language: Language) -> Component:
    return html.P(words.COMPOSITE_WHY_NOT.in_(language), className="notice")


def _others(store: Store, asked: ContractsAsked, language: Language) -> list[Component]:
    """The other groups and years that have a composite."""
    links = [
        html.Li(html.A(_called(store, one, language), href=urls.composite(language, one)))
        for one in composite.made_of(store)
        if one != asked
    ]
    return [html.P(words.COMPOSITE_HELD.in_(language)), html.Ul(links)] if links else []


def _called(store: Store, asked: ContractsAsked, language: Language) -> str:
    return f"{group_name(store, asked).in_(language)}, {formats.year(asked.year)}"


def _scored(
    request: PageRequest, asked: ContractsAsked, scored: Sequence[Record], unit: str
) -> list[Component]:
    store, language = request.store, request.language
    own = next(row for row in scored if row["scope_id"] == unit)
    agencies = composite.scores(store, asked, _AGENCIES)
    return [
        section("unidades", words.SCORES[_UNITS], [_scores(request, asked, _UNITS, scored)], language),
        section("pasos", _title(store, own, language), _steps(store, asked, own, language), language),
        section("ramos", words.SCORES[_AGENCIES], [_scores(request, asked, _AGENCIES, agencies)], language),
        _files(asked, language),
    ]


def _files(asked: ContractsAsked, language: Language) -> Component:
    addresses = {
        slug: {kind: urls.composite_file(slug, asked, language, kind) for kind in words.FILE_KINDS}
        for slug in words.COMPOSITE_SHEETS
    }
    return file_links(words.COMPOSITE_FILES_LEDE, addresses, language)


def _title(store: Store, own: Record, language: Language) -> Text:
    return ui.fill(words.STEPS_OF, name=member(store, own, language))


def _points(value: Any, language: Language) -> str:
    return formats.number(value, language, 1)


def _table(
    caption: Text, headers: Sequence[Text], rows: Sequence[Sequence[Any]], figures: int, language: Language
) -> Component:
    """Return a table whose last columns, so many as `figures`, are numbers."""
    numeric = frozenset(range(len(headers) - figures, len(headers)))
    return plain_table(caption.in_(language), [head.in_(language) for head in headers], rows, numeric)


def _scores(request: PageRequest, asked: ContractsAsked, scope: str, scored: Sequence[Record]) -> Component:
    """The scores of one scope; a unit leads to its steps."""
    language = request.language
    rows = [
        [
            _scored_one(request, asked, row),
            *(_points(row[name], language) for name in ("score", *CONCEPTS)),
        ]
        for row in scored
    ]
    headers = (words.MEMBERS[scope], words.SCORE, *(words.CONCEPTS[name] for name in CONCEPTS))
    return _table(words.SCORES[scope], headers, rows, 4, language)


def _scored_one(request: PageRequest, asked: ContractsAsked, row: Record) -> Any:
    name = member(request.store, row, request.language)
    if row["scope"] != _UNITS:
        return name
    return html.A(name, href=urls.composite(request.language, asked, row["scope_id"]))


# --- the steps of one unit ----------------------------------------------------------------------


def _steps(store: Store, asked: ContractsAsked, own: Record, language: Language) -> list[Component]:
    steps = composite.steps(store, asked, own)
    return [
        html.P(words.STEPS_HOW.in_(language)),
        html.H3(words.STEP_VALUES.in_(language)),
        _components(steps, language),
        html.H3(words.STEP_CONCEPTS.in_(language)),
        _concepts(steps, language),
        html.H3(words.STEP_SCORE.in_(language)),
        *_score(steps, language),
    ]


def _components(steps: Steps, language: Language) -> Component:
    rows = [
        [
            row[f"name_{language}"],
            words.CONCEPTS[row["concept"]].in_(language),
            choice("procurement_category", row["procurement_category"], language),
            figure_in(row["value_unit"], row["value"], language),
            _counted(row, language),
            *(figure_in(row["value_unit"], row[name], language) for name in ("least", "most")),
            _points(row["scaled"], language),
        ]
        for row in steps.components
    ]
    names = ("signal", "concept", "category", "value", "counted", "least", "most", "scaled")
    return _table(words.STEP_VALUES, [words.STEP_HEADS[name] for name in names], rows, 5, language)


def _counted(row: Record, language: Language) -> str:
    """Of how many contracts a value is made, and how many of them give the signal where they are counted."""
    known = formats.number(row["known"], language)
    if row["signals"] is None:
        return known
    signals = formats.number(row["signals"], language)
    return ui.fill(words.COUNTED, signals=signals, known=known).in_(language)


def _concepts(steps: Steps, language: Language) -> Component:
    rows = [
        [
            words.CONCEPTS[row["concept"]].in_(language),
            choice("procurement_category", row["procurement_category"], language),
            *(_points(row[name], language) for name in ("concept_mean", "least", "most", "scaled")),
            formats.number(row["amount_mxn"], language, 2),
        ]
        for row in steps.concepts
    ]
    names = ("concept", "category", "mean", "least", "most", "scaled", "amount")
    return _table(words.STEP_CONCEPTS, [words.STEP_HEADS[name] for name in names], rows, 5, language)


def _score(steps: Steps, language: Language) -> list[Component]:
    """The concepts by amount, made here again from the rows above, and the sum as one writes it."""
    weighted = composite.weighted(steps.concepts)
    rows = [[words.CONCEPTS[name].in_(language), _points(weighted[name], language)] for name in CONCEPTS]
    shown = {name: _points(weighted[name], language) for name in CONCEPTS}
    total = ui.fill(words.SUM, score=_points(steps.score["score"], language), **shown)
    headers = (words.STEP_HEADS["concept"], words.STEP_HEADS["scaled"])
    return [_table(words.STEP_SCORE, headers, rows, 1, language), html.P(total.in_(language))]


def _method(language: Language) -> list[Component]:
    steps = html.Ol([html.Li(step.in_(language)) for step in words.STEPS])
    return [steps, html.P(words.IMCO.in_(language))]


PAGE = Page(
    "composite", "/contratos/compuesto", words.COMPOSITE, build, procurement.GROUP | {composite.UNIT_PARAM}
)
