"""Which page answers an address: the way from a path and a query to content, in either language."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from cachetools import LRUCache

from dashboard.data.parameters import known_only, unknown_names, without_ignored
from dashboard.data.store import Store, Stores, unreachable
from dashboard.pages.model import Family, Page, PageContent, PageRequest
from loaders.errors import StoreError
from loaders.model import Language, Text

from . import problems

LOG = logging.getLogger(__name__)
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """Where a path leads: the language, and the Spanish path of the page."""

    language: Language
    path: str


def place(path: str) -> Place:
    """Return the language and the page that a path names."""
    if path == "/en" or path.startswith("/en/"):
        return Place("en", path.removeprefix("/en") or "/")
    return Place("es", path or "/")


def address(path: str, language: Language) -> str:
    """Return the path of a page, given by its Spanish path, in a language."""
    return path if language == "es" else f"/en{path}"


class Site:
    """All pages over the published stores; keeps the last contents, for the three ways to ask for them.

    A page is asked for as a document, as Dash's first layout, and by the callback: one building serves all.
    """

    def __init__(
        self,
        stores: Stores,
        pages: Mapping[str, Page],
        families: Mapping[str, Family] = MappingProxyType({}),
        kept: int = 64,
    ) -> None:
        self._pages = pages
        self._families = families
        self._stores = stores
        self._lock = threading.Lock()
        self._kept: LRUCache[Key, PageContent] = LRUCache(kept)

    def version(self) -> str:
        """Return what answers depend on: store and notes on its sources; "" if no store answers."""
        try:
            return f"{self._stores.version()} {self._stores.noted()}"
        except StoreError:
            return ""

    def moved(self, path: str) -> str:
        """Return where the page of `path` is if only slashes too many lead away from it, else ""."""
        bare = path.rstrip("/") or "/"
        known = self._builder(place(path).path) or not self._builder(place(bare).path)
        return "" if known else bare

    def content(self, path: str, query: str) -> PageContent:
        """Return what is shown at an address; a problem is a page too, and never raises."""
        where = place(path)
        try:
            return self._content(where, path, query)
        except StoreError as error:
            return self._away(where) if unreachable(error) else self._empty(where)
        except Exception as error:
            if unreachable(error):
                LOG.warning("the database does not answer: %s", str(error).splitlines()[0])
                return self._away(where)
            LOG.exception("the page %s?%s could not be built", path, query)
            links = self._links(where.language)
            return self._problem(problems.FAILED, where, 500, lambda: problems.failed(where.language, links))

    def _content(self, where: Place, path: str, query: str) -> PageContent:
        build = self._builder(where.path)
        if build is None:
            return self._missing(where)
        query = without_ignored(query)
        store = self._stores.current()
        key = (f"{store.version} {self._stores.noted()}", path, query)
        with self._lock:
            kept = self._kept.get(key)
        content = kept or build(self._request(store, where, path, query))
        if content is None:
            return self._missing(where)
        if content.canonical is None:
            content = replace(content, canonical=self._known(where.path, query))
        if not content.passing:
            with self._lock:
                self._kept[key] = content
        return content

    def _builder(self, path: str) -> Callable[[PageRequest], PageContent | None] | None:
        """Return what builds the page of a Spanish path: the page itself, or the family it belongs to."""
        page = self._pages.get(path)
        if page is not None:
            return page.build
        start, _, key = path.rpartition("/")
        family = self._families.get(f"{start}/")
        return (lambda request: family.build(request, key)) if family and key else None

    def _request(self, store: Store, where: Place, path: str, query: str) -> PageRequest:
        """Return what a page is asked, with the parameters that it does not know told apart."""
        names = self._parameters(where.path)
        problems = () if names is None else unknown_names(query, names)
        return PageRequest(store, path, self._known(where.path, query), where.language, problems)

    def _known(self, path: str, query: str) -> str:
        names = self._parameters(path)
        return query if names is None else known_only(query, names)

    def _parameters(self, path: str) -> frozenset[str] | None:
        found = self._pages.get(path) or self._families.get(path.rpartition("/")[0] + "/")
        return found.parameters if found else None

    def _away(self, where: Place) -> PageContent:
        return self._problem(problems.AWAY, where, 503, lambda: problems.away(where.language))

    def _empty(self, where: Place) -> PageContent:
        return self._problem(problems.NO_STORE, where, 503, lambda: problems.no_store(where.language))

    def _missing(self, where: Place) -> PageContent:
        links = self._links(where.language)
        return self._problem(
            problems.NOT_FOUND, where, 404, lambda: problems.not_found(where.language, links)
        )

    def _links(self, language: Language) -> dict[str, str]:
        return {address(path, language): page.label.in_(language) for path, page in self._pages.items()}

    def _problem(self, title: Text, where: Place, status: int, tree: Callable[[], object]) -> PageContent:
        words = title.in_(where.language)
        return PageContent(tree=tree(), title=words, description=words, status=status)  # type: ignore[arg-type]
