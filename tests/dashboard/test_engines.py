"""Files and PostgreSQL answer every question alike: the same rows, in the same order, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data import facts, provenance
from dashboard.data.availability import held
from dashboard.data.selection import Selection, defaults
from dashboard.data.store import Store, Stores
from dashboard.pages.registry import families, pages
from dashboard.settings import Settings
from dashboard.views.registry import BY_SLUG
from loaders.home import Home
from tests.conftest import copied
from tests.databases import Server

TOLD = (
    "datasets",
    "files",
    "checks",
    "check_counts",
    "caveats",
    "breaks",
    "sightings",
    "corrections",
    "meta",
)


@pytest.fixture(scope="module")
def places(home: Home, postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Home]:
    return home, copied(home, postgres, tmp_path_factory.mktemp("both"))


@pytest.fixture(scope="module")
def both(places: tuple[Home, Home]) -> tuple[Store, Store]:
    return Stores(places[0]).current(), Stores(places[1]).current()


@pytest.fixture(scope="module")
def clients(places: tuple[Home, Home], static: Path) -> tuple[FlaskClient, FlaskClient]:
    ours, theirs = (create_app(Settings(home=one, static=static)).test_client() for one in places)
    return ours, theirs


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", pages())
def test_every_page_is_the_same(clients: tuple[FlaskClient, FlaskClient], path: str, prefix: str) -> None:
    ours, theirs = (client.get(f"{prefix}{path}") for client in clients)
    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert ours.text == theirs.text


@pytest.mark.parametrize("start", families())
def test_every_page_of_a_family_is_the_same(
    clients: tuple[FlaskClient, FlaskClient], both: tuple[Store, Store], start: str
) -> None:
    examples, others = (families()[start].examples(store) for store in both)
    assert examples == others
    for key in (*examples, "no-such-key"):
        ours, theirs = (client.get(f"{start}{key}") for client in clients)
        assert (ours.status_code, ours.text) == (theirs.status_code, theirs.text)


def selections(store: Store, slug: str) -> Iterator[Selection]:
    """Selections of a view, one for each breakdown, scope and moment that is held, in two measures."""
    start, seen = replace(defaults(slug), agencies=()), set()
    for item in sorted(store.facts.held, key=str, reverse=True):
        fields = {"scope": item.scope, "by": item.dimension, "year": item.year, "moment": item.moment}
        chosen, kind = Selection(**{**vars(start), **fields}), (item.scope, item.dimension, item.moment)
        if kind not in seen and held(store.facts, chosen, BY_SLUG[slug].ground):
            seen.add(kind)
            yield chosen
            yield replace(chosen, measure="share", agencies=("salud", "educacion"))


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_view_answers_alike(both: tuple[Store, Store], slug: str) -> None:
    asked = list(selections(both[0], slug))
    assert asked
    for chosen in asked:
        ours, theirs = (BY_SLUG[slug].ask(store, chosen, "es") for store in both)
        assert ours == theirs, chosen


def test_the_small_tables_are_alike(both: tuple[Store, Store]) -> None:
    ours, theirs = (facts.read(store.rows) for store in both)
    assert ours == theirs


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_of_sources_is_alike(both: tuple[Store, Store], name: str) -> None:
    ours, theirs = (getattr(provenance, name)(store) for store in both)
    assert ours == theirs


def test_repairs_are_listed_alike(both: tuple[Store, Store]) -> None:
    ours, theirs = (provenance.with_file_names(store, "correction", 20) for store in both)
    assert len(ours) == 20
    assert ours == theirs
