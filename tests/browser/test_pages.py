"""A walk over every registered page and view: both languages, narrow and wide, with and without scripts."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from dashboard.data.selection import Selection, defaults, param, to_query, word
from dashboard.data.store import Stores
from dashboard.pages.registry import families, pages
from dashboard.site import address
from dashboard.urls import budget
from dashboard.views.registry import BY_SLUG
from loaders.home import Home
from loaders.model import Language

from .conftest import Open
from .helpers import (
    Watched,
    assert_controls_are_large_enough,
    assert_ids_are_unique,
    assert_no_sideways_scroll,
    assert_only_own_host,
    axe,
)

pytestmark = pytest.mark.browser
LANGUAGES: tuple[Language, ...] = ("es", "en")


def addresses() -> list[str]:
    """Every page and every view in both languages: being registered is being walked."""
    found = [address(path, language) for path in pages() for language in LANGUAGES]
    found += [budget(defaults(slug), language) for slug in BY_SLUG for language in LANGUAGES]
    return list(dict.fromkeys(found))


def examples(home: Home, start: str, language: Language) -> list[str]:
    """The pages of a family that tests look at."""
    return [address(start + key, language) for key in families()[start].examples(Stores(home).current())]


def walk(site: str, seen: Watched, path: str) -> None:
    """Look at a page as scripts leave it."""
    page = seen.open(site + path)
    assert page.locator("h1").count() == 1
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_ids_are_unique(page)
    assert_controls_are_large_enough(page)
    assert_only_own_host(seen, site)
    assert page.locator("img").evaluate_all("all => all.filter((one) => !one.naturalWidth).length") == 0
    assert seen.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", addresses())
def test_page(site: str, watched: Open, path: str, width: int) -> None:
    walk(site, watched(width), path)


@pytest.mark.parametrize(("width", "language"), [(360, "es"), (1280, "en")])
@pytest.mark.parametrize("start", families())
def test_pages_of_a_family(
    home: Home, site: str, watched: Open, start: str, width: int, language: Language
) -> None:
    found = examples(home, start, language)
    assert found
    for path in found:
        walk(site, watched(width), path)


@pytest.mark.parametrize("start", families())
def test_pages_of_a_family_without_scripts(home: Home, site: str, watched: Open, start: str) -> None:
    for path in examples(home, start, "es"):
        without_scripts(watched(360, java_script_enabled=False), site + path)


@pytest.mark.parametrize("path", addresses())
def test_page_without_scripts(site: str, watched: Open, path: str) -> None:
    without_scripts(watched(360, java_script_enabled=False), site + path)


def without_scripts(seen: Watched, whole_address: str) -> None:
    """The first response alone has the title, the drawings, the table, and nothing out of place."""
    page = seen.open(whole_address, live=False)
    assert page.locator("h1").count() == 1
    drawings = page.locator(".static-drawing")
    if drawings.count():
        assert page.locator(".static-drawing svg:visible").count() == drawings.count()
        assert page.locator("table").count() >= 1
    assert_no_sideways_scroll(page)
    assert seen.complaints == []
    scripts = [address for address in seen.asked if address.endswith(".js") or "/_dash" in address]
    assert scripts == [], "without scripts nothing is loaded that only scripts use"


def test_links_within_the_site_lead_somewhere(site: str, watched: Open) -> None:
    seen = watched(java_script_enabled=False)
    found: set[str] = set()
    for path in pages():
        page = seen.open(site + path, live=False)
        links = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
        found |= {link.split("#")[0] for link in links if urlsplit(link).netloc == urlsplit(site).netloc}
    refused = [link for link in sorted(found) if seen.page.request.get(link).status != 200]
    assert refused == []


def test_every_choice_of_the_default_view_can_be_addressed() -> None:
    start = Selection()
    assert to_query(start) == ""
    assert param("view") + "=" + word("view", "series") in to_query(defaults("series"))
