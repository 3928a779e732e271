"""What a card and its files are made from: an answer with its chart, its words and its addresses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard import urls
from dashboard.charts.model import Chart
from dashboard.data.result import Result, Row
from dashboard.i18n import ui
from loaders.model import Language, Text


@dataclass(frozen=True)
class Shown(ABC):
    """An answer to a question in a language: what every card shows, whatever the question was about."""

    result: Result
    language: Language

    @property
    @abstractmethod
    def slug(self) -> str:
        """What its card and files are called."""

    @property
    @abstractmethod
    def chart(self) -> Chart:
        """What is drawn."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the chart shows, in words."""

    @property
    @abstractmethod
    def subtitle(self) -> str:
        """Measure, prices and scope in one line."""

    @property
    @abstractmethod
    def permalink(self) -> str:
        """The address at which the same is shown again."""

    @property
    @abstractmethod
    def start(self) -> str:
        """Where to begin anew, when nothing answers."""

    @property
    @abstractmethod
    def held(self) -> str:
        """Where to see what is held."""

    @property
    @abstractmethod
    def file_name(self) -> str:
        """The name of its files, without ending."""

    @property
    @abstractmethod
    def files(self) -> Sequence[Mapping[str, Any]]:
        """The files behind the figures, with their hashes, so that anyone can go back to them."""

    @abstractmethod
    def download(self, ending: str) -> str:
        """The address of what is shown as csv, svg or json."""

    @abstractmethod
    def figure(self) -> list[Component]:
        """What is drawn, as part of a page."""

    @property
    def every_row(self) -> str:
        """The address at which the table has all rows."""
        return f"{self.permalink}{'&' if '?' in self.permalink else '?'}{urls.ALL_ROWS}"

    @property
    def checks(self) -> str:
        """Where the checks of these figures stand; empty where none are made."""
        return ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """Row keys to draw in the accent."""
        return ()

    def link(self, row: Row) -> str:
        """Where the name of a row leads; empty for nowhere."""
        del row
        return ""

    def say(self, text: Text, **values: object) -> str:
        """Return `text` in the answer's language, filled in."""
        return ui.fill(text, **values).in_(self.language) if values else text.in_(self.language)
