"""A newsroom that has loaded one kind of file only: every page answers, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard import urls
from dashboard.app import create_app
from dashboard.data.availability import LANGUAGES
from dashboard.data.selection import Selection, defaults
from dashboard.i18n import ui
from dashboard.pages.registry import pages
from dashboard.settings import Settings
from dashboard.views.registry import BY_SLUG
from loaders import run
from loaders.home import Home

PARTS = {
    "compranet": ("compranet",),
    "approved_budget": ("approved_budget",),
    "public_account": ("public_account",),
    "public_account with prices": ("public_account", "gdp_deflator"),
    "population": ("population",),
}
BUDGETLESS = {"compranet", "population"}


@pytest.fixture(scope="module", params=PARTS)
def part(
    request: pytest.FixtureRequest, static: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, FlaskClient]:
    """The name of a part of the bundled snapshot, and the whole site over a store of just that."""
    home = Home(tmp_path_factory.mktemp("part"))
    run.load(home, None, frozenset(PARTS[request.param]), say=lambda _: None, indexed=False)
    return request.param, create_app(Settings(home=home, static=static)).test_client()


def test_every_page_and_view_answers(part: tuple[str, FlaskClient]) -> None:
    _, client = part
    paths = [urls.page(page.slug, language) for page in pages().values() for language in LANGUAGES]
    paths += [urls.budget(defaults(slug), language) for slug in BY_SLUG for language in LANGUAGES]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_it_is_said_where_no_budget_is_held(part: tuple[str, FlaskClient]) -> None:
    name, client = part
    for path in ("/", urls.budget(Selection(), "es")):
        assert (ui.NO_BUDGET.es in client.get(path).text) == (name in BUDGETLESS)


def test_files_of_what_is_not_held_are_refused_in_words(part: tuple[str, FlaskClient]) -> None:
    name, client = part
    answer = client.get(urls.download(Selection(), "es", "csv"))
    assert answer.status_code == (200 if name == "public_account with prices" else 404)
    assert (ui.NO_BUDGET.es in answer.text) == (name in BUDGETLESS)


def test_the_first_page_shows_the_budget_there_is(part: tuple[str, FlaskClient]) -> None:
    name, client = part
    page = client.get("/").text
    assert ("<svg" in page.split('id="contenido"')[1]) == (name not in BUDGETLESS)
    assert "2013-2023" in page if name.startswith("public_account") else "fuera de estos datos" in page
