"""The cards of *Contratos*: the answers of its views, drawn as images so that the page needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.charts.model import Chart
from dashboard.components.attributes import aria
from dashboard.components.shown import Shown
from dashboard.data.contract_answers import PERSON_KEY
from dashboard.data.contract_filter import ContractFilter, word
from dashboard.data.contract_scope import group_name, only
from dashboard.data.procurement import ContractsAsked, notes
from dashboard.data.result import Row
from dashboard.data.store import Store
from dashboard.data.view_coverage import WITHHELD_KEY
from dashboard.i18n import procurement as words
from dashboard.i18n import ui
from dashboard.views.model import ContractView
from loaders.model import Language
from loaders.search.schema import NONE

_PHONE = "(width < 40rem)"


@dataclass(frozen=True)
class ContractAnswer(Shown):
    """A view's answer for a group of files and a year."""

    view: ContractView
    asked: ContractsAsked
    store: Store

    @property
    def slug(self) -> str:
        """The view's slug."""
        return self.view.slug

    @property
    def chart(self) -> Chart:
        """What is drawn."""
        return self.view.chart

    @property
    def title(self) -> str:
        """What the chart shows, in words."""
        asked = self.asked.without(self.view.apart) if self.view.apart else self.asked
        named = {"group": group_name(self.store, asked), "only": only(self.store, asked)}
        return self.say(self.view.title, year=asked.year, **named)

    @property
    def subtitle(self) -> str:
        """Scope and prices in one line."""
        told = (self.result.scope.in_(self.language), self.result.prices.in_(self.language))
        return ". ".join(one[:1].upper() + one[1:] for one in told) + "."

    @property
    def permalink(self) -> str:
        """The page with the same group and year."""
        return urls.contracts(self.asked, self.language)

    @property
    def start(self) -> str:
        """The page before anything is chosen."""
        return urls.contracts(None, self.language)

    @property
    def held(self) -> str:
        """Where the page says what is held."""
        return urls.contracts(self.asked, self.language, "cobertura")

    @property
    def every_row(self) -> str:
        """The page with all rows, at this card."""
        return f"{self.permalink}&{urls.ALL_ROWS}#{self.slug}-title"

    @property
    def file_name(self) -> str:
        """View, group, year and store version."""
        asked, version = self.asked, self.result.store_version
        narrowed = "".join(f"_{word(name, getattr(asked, name))}" for name in asked.narrowed)
        return f"cuentas-abiertas_{self.slug}_{asked.file}_{asked.year}{narrowed}_{version}"

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        """The files of the group, with what is known of their coverage."""
        return [
            {"dataset_id": self.asked.dataset, "file_name": note["file_name"], "sha256": note["sha256"]}
            | {"coverage": note["coverage"], "note": note[f"text_{self.language}"]}
            for note in notes(self.store, self.asked.file)
        ]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The row that the reader asks about, where it stands among the others."""
        member = getattr(self.asked, self.view.apart, "")
        return (member,) if member else ()

    def download(self, ending: str) -> str:
        """The address of what the view shows as a file."""
        return urls.contract_view(self.slug, self.asked, self.language, ending)

    def figure(self) -> list[Component]:
        """The drawing as an image of the same answer, wide or narrow as the screen is."""
        narrow = html.Source(srcSet=self.download("narrow.svg"), media=_PHONE)
        told = f"{self.title}. {self.say(ui.IN_TABLE)}"
        image = html.Img(
            src=self.download("drawing.svg"), alt=told, className="drawing", width="720", height="320"
        )
        return [html.Picture([narrow, image], className="chart")]

    def link(self, row: Row) -> str:
        """A supplier's name leads to its page unless it is a natural person; others, to their contracts."""
        key, leads_to = str(row["id"]), self.view.leads_to
        if not leads_to or key == WITHHELD_KEY or key.startswith(PERSON_KEY):
            return ""
        if leads_to == "supplier":
            return urls.supplier(key, self.language)
        if leads_to == "unit":
            # A unit's row has all its contracts, whatever agency they name.
            found = replace(contracts_of(self.asked.whole), unit=key)
            return "" if key == NONE else urls.search(found, self.language)
        named: dict[str, Any] = {leads_to: key}
        return urls.search(replace(contracts_of(self.asked), **named), self.language)


def contracts_of(asked: ContractsAsked) -> ContractFilter:
    """Return the filter of search that finds all contracts that are asked for."""
    narrowed: dict[str, Any] = {name: getattr(asked, name) for name in asked.narrowed}
    group = ContractFilter(dataset=asked.dataset, coverage=asked.coverage, year=asked.year)
    return replace(group, **narrowed)


def answer(view: ContractView, asked: ContractsAsked, store: Store, language: Language) -> ContractAnswer:
    """Ask a view's question."""
    return ContractAnswer(view.result(store, asked, language), language, view, asked, store)


def cannot(view: ContractView, asked: ContractsAsked, store: Store, language: Language) -> str:
    """Return in words that a view has no answer with these filters."""
    left = asked.without(view.apart) if view.apart else asked
    return ui.fill(words.CANNOT, what=only(store, left).in_(language).strip(" ()")).in_(language)


def unanswered(view: ContractView, asked: ContractsAsked, store: Store, language: Language) -> Component:
    """Return what stands instead of the card of a view that has no answer with these filters."""
    heading = f"{view.slug}-title"
    links = (
        (words.WITHOUT, urls.contracts(asked.whole, language, heading)),
        (words.TO_SEARCH, urls.search(contracts_of(asked), language)),
    )
    listed = [html.Li(html.A(label.in_(language), href=address)) for label, address in links]
    return html.Section(
        [
            html.H2(view.question.in_(language), id=heading, className="card-title"),
            html.P(cannot(view, asked, store, language), className="notice"),
            html.Ul(listed),
        ],
        className="card",
        **aria(labelledby=heading),
    )
