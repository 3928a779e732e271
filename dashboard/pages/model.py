"""What a page is: a path, words, and a pure function from a request to a component tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dash.development.base_component import Component

from dashboard.components import frame, notices
from dashboard.data.parameters import Problem
from dashboard.data.store import Store
from loaders.model import Language, Text

Plotly = Literal["none", "basic", "geo"]


@dataclass(frozen=True)
class PageRequest:
    """What was asked for: the store to answer from, path and query as sent, and the language.

    `query` has only parameters that the page knows; `problems` are the others.
    """

    store: Store
    path: str
    query: str
    language: Language
    problems: tuple[Problem, ...] = ()

    def framed(self, content: Sequence[Component], current: str) -> Component:
        """Return a whole page around `content`; `current` is the slug of the section it belongs to."""
        return frame.page(
            [*notices.problems(self.problems, self.language), *content],
            current=current,
            path=self.path,
            query=self.query,
            language=self.language,
            version=self.store.version,
        )


@dataclass(frozen=True)
class PageContent:
    """What is shown: the component tree, the static drawing of each Graph by its id, and head words.

    `listed` False asks search engines to leave the page out: it names a natural person. `canonical` is the
    query string of the address that stands for all that show the same; None = as it was asked. `passing` is
    what will soon be another answer of the same store, so that nobody keeps it.
    """

    tree: Component
    title: str
    description: str
    svgs: Mapping[str, str] = field(default_factory=dict)
    plotly: Plotly = "none"
    status: int = 200
    listed: bool = True
    canonical: str | None = None
    passing: bool = False


@dataclass(frozen=True)
class Page:
    """A page of the site; `path` is its Spanish address, the English one stands under /en.

    `parameters` are the names that its query may have; None = the page looks after all of them itself.
    """

    slug: str
    path: str
    label: Text
    build: Callable[[PageRequest], PageContent]
    parameters: frozenset[str] | None = None


@dataclass(frozen=True)
class Family:
    """Pages whose address is a common start and a key: one for each contract, for each supplier.

    `build` returns None for a key that the store does not have. `examples` are keys that it has, for tests.
    `parameters` are the names that its query may have.
    """

    slug: str
    start: str
    build: Callable[[PageRequest, str], PageContent | None]
    examples: Callable[[Store], Sequence[str]]
    parameters: frozenset[str] | None = None
