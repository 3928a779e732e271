"""What a view is: a slug, a question, a chart, words, and what it can stand on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from dashboard.charts.model import Chart
from dashboard.data import view_coverage
from dashboard.data.availability import Ground
from dashboard.data.facts import Facts
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import Result
from dashboard.data.selection import Selection
from dashboard.data.store import Store
from dashboard.data.view_coverage import Field
from loaders.model import Language, Text

Plotly = Literal["basic", "geo"]
Question = Callable[[Store, Selection, Language], Result]


@dataclass(frozen=True)
class View:
    """One view, declared once: it serves its page, table, download, image and tests.

    `slug` is the Selection's `view`; `label` its tab; `question` what a reader asks, in one line.
    `ask` answers it; `chart` says what is drawn; `title` says what the drawing shows, in words.
    `controls` are the fields kept in sight, `more` those behind "Más opciones". `questions` are other ones
    than `question`, by scope.
    """

    slug: str
    label: Text
    question: Text
    ask: Question
    chart: Callable[[Selection, Result], Chart]
    title: Callable[[Selection, Facts], Text]
    ground: Ground
    controls: tuple[str, ...]
    more: tuple[str, ...] = ()
    plotly: Plotly = "basic"
    questions: Mapping[str, Text] = field(default_factory=dict)

    def question_of(self, selection: Selection) -> Text:
        """Return what a reader asks with a selection."""
        return self.questions.get(selection.scope, self.question)


@dataclass(frozen=True)
class ContractView:
    """One view of *Contratos*, declared once: it serves its card, table, downloads, images and tests.

    `question` is what a reader asks, in one line; `ask` answers it for a group of files and a year.
    `chart` is what is drawn, `title` what the drawing shows; it may name the {group}, the {year} and what
    {only} is asked for. `field` is what its rows are made by: where too few contracts have it, or something
    else forbids to compare them, nothing is shown but why. `every_year` says that it is about all years of
    the group, each with its own reason. `leads_to` says what the key of a row is, so that its name leads to
    those contracts; empty = it leads nowhere. `narrows` are the filters that it can be answered with, one by
    one or together; `without_one` says whether also for the contracts that have no agency. `apart` is the
    filter that does not narrow it, because its rows are what the filter chooses from.
    """

    slug: str
    question: Text
    title: Text
    ask: Callable[[Store, ContractsAsked, Language], Result]
    chart: Chart
    field: Field
    every_year: bool = False
    leads_to: Literal["", "method", "unit", "supplier", "agency", "category", "state"] = ""
    narrows: tuple[tuple[str, ...], ...] = ()
    without_one: bool = False
    apart: str = ""

    def result(self, store: Store, asked: ContractsAsked, language: Language) -> Result:
        """Return its answer with how much of the contracts it is made of, or only why it is withheld."""
        result, left = self.ask(store, asked, language), self._left(asked)
        why = self._why_not(store, left)
        if why:
            return view_coverage.withheld(result, why, language)
        covered = () if self.every_year else view_coverage.notes(store, left, self.field)
        return replace(result, notes=(*covered, *result.notes))

    def _why_not(self, store: Store, asked: ContractsAsked) -> Text | None:
        if self.every_year:
            return view_coverage.chosen(store, asked)
        return view_coverage.reason(store, asked, self.field)

    def _left(self, asked: ContractsAsked) -> ContractsAsked:
        return asked.without(self.apart) if self.apart else asked

    def answers(self, asked: ContractsAsked) -> bool:
        """Whether it can be answered with the filters of what is asked."""
        left = self._left(asked)
        known = self.without_one or not left.lacks
        return not left.narrowed or (left.narrowed in self.narrows and known)
