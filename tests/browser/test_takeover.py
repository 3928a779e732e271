"""From the server's page to Dash and on: nothing flashes, nothing is lost, every choice is in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from dashboard.data.selection import param, word

from .conftest import Open
from .helpers import LIVE, PATIENCE, Watched

pytestmark = pytest.mark.browser
PAGE = "/presupuesto"
PRICES = f"#control-{param('prices')}"
NOMINAL = word("prices", "nominal")
REAL = word("prices", "real")


def held_back(seen: Watched, address: str) -> Callable[[], None]:
    """Open an address with Dash's script held back; the function returned lets it through."""
    waiting: list[Route] = []
    seen.page.route("**/static/dash*", lambda route: waiting.append(route))
    seen.page.goto(address, wait_until="commit")
    seen.page.wait_for_selector("h1")

    def release() -> None:
        seen.page.wait_for_timeout(300)
        for route in waiting:
            route.continue_()
        seen.page.wait_for_selector(LIVE, timeout=PATIENCE)

    return release


def choose(page: Page, selector: str, value: str) -> None:
    """Choose as a reader does, also where the control is behind "Más opciones"."""
    page.eval_on_selector(
        selector, "one => { const more = one.closest('details'); if (more) more.open = true; }"
    )
    page.focus(selector)
    page.select_option(selector, value)


def test_taking_over_keeps_scroll_focus_and_open_parts(site: str, watched: Open) -> None:
    seen = watched(360)
    release = held_back(seen, site + PAGE)
    page = seen.page
    page.eval_on_selector("details.more-options", "one => { one.open = true; }")
    page.evaluate("window.scrollTo(0, 400)")
    page.eval_on_selector(PRICES, "one => one.focus({preventScroll: true})")
    before = page.inner_text("h1")
    release()
    assert page.evaluate("window.scrollY") == 400
    assert page.evaluate("'#' + document.activeElement.id") == PRICES
    assert page.eval_on_selector("details.more-options", "one => one.open") is True
    assert page.inner_text("h1") == before
    assert page.locator("#ssr").count() == 0


def test_what_is_being_typed_is_kept(site: str, watched: Open) -> None:
    seen = watched()
    release = held_back(seen, site + PAGE)
    page = seen.page
    page.get_by_role("searchbox").press_sequentially("hospital")
    page.keyboard.press("Home")
    page.keyboard.type("el ")
    release()
    box = page.get_by_role("searchbox")
    assert box.input_value() == "el hospital"
    page.keyboard.type("gran ")
    assert box.input_value() == "el gran hospital"
    page.keyboard.press("Enter")
    page.wait_for_url("**/buscar?q=el+gran+hospital", wait_until="commit")
    assert seen.complaints == []


def test_the_same_words_before_and_after(site: str, watched: Open) -> None:
    """What Dash shows is what the server showed: no reader sees a figure change by itself."""
    still = watched(java_script_enabled=False).open(site + PAGE, live=False)
    live = watched().open(site + PAGE)
    for part in ("h1", ".card-title", ".card-subtitle", "table", ".controls .control-label"):
        assert still.locator(part).all_inner_texts() == live.locator(part).all_inner_texts(), part


def test_nothing_is_shown_twice_while_taking_over(site: str, watched: Open) -> None:
    seen = watched()
    release = held_back(seen, site + PAGE)
    seen.page.evaluate(
        """() => {
            window.seenTwice = 0;
            const look = () => {
                const shown = [...document.querySelectorAll('h1')].filter((one) => one.checkVisibility(
                    {visibilityProperty: true}));
                if (shown.length !== 1) window.seenTwice += 1;
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
    release()
    seen.page.wait_for_timeout(300)
    assert seen.page.evaluate("window.seenTwice") == 0


def test_a_choice_before_dash_is_there_loads_the_page(site: str, watched: Open) -> None:
    seen = watched()
    seen.page.route("**/static/dash*", lambda route: route.abort())
    page = seen.open(site + PAGE, live=False)
    page.wait_for_load_state("load")
    with page.expect_navigation():
        choose(page, PRICES, NOMINAL)
    assert page.url.endswith(f"?{param('prices')}={NOMINAL}")
    assert page.input_value(PRICES) == NOMINAL


def test_without_scripts_the_form_does_the_same(site: str, watched: Open) -> None:
    page = watched(java_script_enabled=False).open(site + PAGE, live=False)
    choose(page, PRICES, NOMINAL)
    page.click("form.controls button[type=submit]")
    assert f"{param('prices')}={NOMINAL}" in page.url
    assert page.input_value(PRICES) == NOMINAL


def test_what_was_opened_stays_open(site: str, watched: Open) -> None:
    page = watched().open(site + PAGE)
    more = "details.more-options"
    page.click(f"{more} > summary")
    after_choice(page, lambda: page.select_option(PRICES, NOMINAL))
    assert page.eval_on_selector(more, "one => one.open") is True
    page.click(f"{more} > summary")
    after_choice(page, lambda: page.select_option("#control-" + param("year"), "2020"))
    assert page.eval_on_selector(more, "one => one.open") is False


def after_choice(page: Page, act: Callable[[], Any]) -> None:
    with page.expect_response("**/_dash-update-component"):
        act()
    page.wait_for_function("() => !document.querySelector('[data-dash-is-loading=true]')")
    page.wait_for_timeout(300)


def test_choices_are_in_the_address_and_back_forward_reload_work(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(site + PAGE)
    first = page.inner_text(".card-subtitle")
    after_choice(page, lambda: choose(page, PRICES, NOMINAL))
    assert page.url == f"{site}{PAGE}?{param('prices')}={NOMINAL}"
    second = page.inner_text(".card-subtitle")
    assert second != first
    assert page.evaluate("'#' + document.activeElement.id") == PRICES
    after_choice(page, page.go_back)
    assert page.url == site + PAGE
    assert (page.inner_text(".card-subtitle"), page.input_value(PRICES)) == (first, REAL)
    after_choice(page, page.go_forward)
    assert (page.inner_text(".card-subtitle"), page.input_value(PRICES)) == (second, NOMINAL)
    page.reload()
    page.wait_for_selector(LIVE, timeout=PATIENCE)
    assert (page.inner_text(".card-subtitle"), page.input_value(PRICES)) == (second, NOMINAL)
    assert seen.complaints == []


def test_the_other_language_keeps_the_view(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(f"{site}{PAGE}?{param('prices')}={NOMINAL}")
    page.click(".lang-switch")
    page.wait_for_selector(LIVE, timeout=PATIENCE)
    assert page.url == f"{site}/en{PAGE}?{param('prices')}={NOMINAL}"
    assert page.get_attribute("html", "lang") == "en"


def test_changing_to_a_view_that_needs_more_of_plotly(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(site + PAGE)
    assert page.get_attribute("html", "data-plotly") == "basic"
    page.click(f"a.tab[href*='{word('view', 'treemap')}']")
    page.wait_for_selector(f"html[data-plotly=geo]{LIVE.removeprefix('html')}", timeout=PATIENCE)
    assert page.locator(".treemaplayer").count() >= 1
    assert seen.complaints == []


def test_a_lost_connection_is_said(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(site + PAGE)
    assert page.locator("#network-notice").is_hidden()
    page.route("**/_dash-update-component", lambda route: route.abort())
    choose(page, PRICES, NOMINAL)
    page.wait_for_selector("#network-notice:visible")
    page.unroute("**/_dash-update-component")
    after_choice(page, lambda: choose(page, PRICES, REAL))
    assert page.locator("#network-notice").is_hidden()
