"""What a page is: a path, words, and a pure function from a request to a component tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dash.development.base_component import Component

from dashboard.data.store import Store
from loaders.model import Language, Text

Plotly = Literal["none", "basic", "geo"]


@dataclass(frozen=True)
class PageRequest:
    """What was asked for: the store to answer from, path and query as sent, and the language."""

    store: Store
    path: str
    query: str
    language: Language


@dataclass(frozen=True)
class PageContent:
    """What is shown: the component tree, the static drawing of each Graph by its id, and head words."""

    tree: Component
    title: str
    description: str
    svgs: Mapping[str, str] = field(default_factory=dict)
    plotly: Plotly = "none"
    status: int = 200


@dataclass(frozen=True)
class Page:
    """A page of the site; `path` is its Spanish address, the English one stands under /en."""

    slug: str
    path: str
    label: Text
    build: Callable[[PageRequest], PageContent]
