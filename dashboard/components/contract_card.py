"""The cards of *Contratos*: the answers of its views, drawn as images so that the page needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.charts.model import Chart
from dashboard.components.shown import Shown
from dashboard.data.contract_answers import PERSON_KEY, group_name
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.procurement import ContractsAsked, notes
from dashboard.data.result import Row
from dashboard.data.store import Store
from dashboard.i18n import ui
from dashboard.views.model import ContractView
from loaders.model import Language

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
        return self.say(self.view.title, year=self.asked.year, group=group_name(self.store, self.asked))

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
        version = self.result.store_version
        return f"cuentas-abiertas_{self.slug}_{self.asked.file}_{self.asked.year}_{version}"

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        """The files of the group, with what is known of their coverage."""
        return [
            {"dataset_id": self.asked.dataset, "file_name": note["file_name"], "sha256": note["sha256"]}
            | {"coverage": note["coverage"], "note": note[f"text_{self.language}"]}
            for note in notes(self.store, self.asked)
        ]

    def download(self, ending: str) -> str:
        """The address of what the view shows as a file."""
        return urls.contract_view(self.slug, self.asked, self.language, ending)

    def figure(self) -> list[Component]:
        """The drawing as an image of the same answer, wide or narrow as the screen is."""
        narrow = html.Source(srcSet=self.download("narrow.svg"), media=_PHONE)
        told = f"{self.title}. {self.say(ui.IN_TABLE)}"
        image = html.Img(src=self.download("svg"), alt=told, className="drawing", width="720", height="320")
        return [html.Picture([narrow, image], className="chart")]

    def link(self, row: Row) -> str:
        """A supplier's name leads to its page unless it is a natural person; others, to their contracts."""
        key, leads_to = str(row["id"]), self.view.leads_to
        if not leads_to or key.startswith(PERSON_KEY):
            return ""
        if leads_to == "supplier":
            return urls.supplier(key, self.language)
        every = contracts_of(self.asked)
        found = replace(every, method=key) if leads_to == "method" else replace(every, unit=key)
        return urls.search(found, self.language)


def contracts_of(asked: ContractsAsked) -> ContractFilter:
    """Return the filter of search that finds all contracts of a group and year."""
    return ContractFilter(dataset=asked.dataset, coverage=asked.coverage, year=asked.year)


def answer(view: ContractView, asked: ContractsAsked, store: Store, language: Language) -> ContractAnswer:
    """Ask a view's question."""
    return ContractAnswer(view.ask(store, asked, language), language, view, asked, store)
