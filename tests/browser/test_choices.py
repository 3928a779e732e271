"""A choice on a page without a live chart changes the page in place: nothing flashes, nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Open
from .helpers import LIVE, PATIENCE, assert_ids_are_unique, axe

pytestmark = pytest.mark.browser
SAMPLE = "archivo=compranet.sample_1_percent&ejercicio=2017"
PAGE = f"/contratos?{SAMPLE}"
AGENCY = "#narrow-ramo"
TAKE_BACK = "Quitar Ramo: Salud"
SEARCH = "/buscar?q=servicio"
WITHOUT_LIBRARY = "Object.defineProperty(window, 'Idiomorph', {get: () => undefined, set: () => {}})"


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.outerHTML.split('>')[0]")
    return found


def choose_health(page: Page) -> None:
    page.focus(AGENCY)
    page.select_option(AGENCY, "salud")
    expect(page.get_by_role("link", name=TAKE_BACK)).to_be_visible(timeout=PATIENCE)


def test_neither_dash_nor_plotly_is_loaded(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(site + PAGE)
    assert [address for address in seen.asked if "dash" in address or "plotly" in address] == []
    assert page.locator("#react-entry-point").count() == 0
    page.goto(f"{site}/presupuesto")
    page.wait_for_selector(LIVE, timeout=PATIENCE)
    assert [address for address in seen.asked if "/static/dash" in address] != []


def test_a_choice_keeps_focus_scroll_and_what_is_open_or_typed(site: str, watched: Open) -> None:
    seen = watched(360)
    page = seen.open(site + PAGE)
    page.evaluate("window.stays = true")
    page.get_by_role("searchbox").fill("hospital")
    page.get_by_text("Más opciones").click()
    page.locator(AGENCY).scroll_into_view_if_needed()
    before = page.evaluate("window.scrollY")
    choose_health(page)
    assert page.evaluate("window.stays") is True
    assert "narrow-ramo" in focused(page)
    assert page.input_value(AGENCY) == "salud"
    assert page.evaluate("window.scrollY") == before
    assert page.get_by_role("searchbox").input_value() == "hospital"
    assert page.locator("form.controls details").evaluate("one => one.open") is True
    assert axe(page) == []
    assert_ids_are_unique(page)
    assert seen.complaints == []


def test_what_an_answer_opens_is_open_unless_the_reader_closed_it(site: str, watched: Open) -> None:
    page = watched().open(f"{site}{PAGE}&tipo=arrendamientos")
    elsewhere = page.locator("details", has_text="Otros archivos y años con contratos de lo elegido")

    def look_at(year: str, is_open: bool) -> None:
        page.locator(".tab", has_text=year).click()
        expect(page.locator(".tab[aria-current]")).to_contain_text(year, timeout=PATIENCE)
        expect(elsewhere).to_have_count(1)
        expect(elsewhere.locator("ul")).to_be_visible(visible=is_open)

    look_at("2016", is_open=True)
    look_at("2017", is_open=False)
    look_at("2016", is_open=True)
    elsewhere.locator("summary").click()
    look_at("2017", is_open=False)
    look_at("2016", is_open=False)


def test_what_is_shown_now_is_said_and_stands_in_the_head(site: str, watched: Open) -> None:
    page = watched().open(site + PAGE)
    choose_health(page)
    told = page.locator("[data-told]").inner_text()
    assert "Salud" in told
    expect(page.locator("#spoken")).to_have_text(told)
    address = f"{site}{PAGE}&ramo=salud"
    assert page.url == address
    assert page.get_attribute("link[rel=canonical]", "href") == address
    fresh = page.request.get(address).text()
    assert f"<title>{page.title()}</title>" in fresh
    assert page.locator("head title").count() == 1


def test_each_letter_typed_on_a_closed_choice_is_a_choice_of_its_own(site: str, watched: Open) -> None:
    """Answers arrive between the letters: the control stays the same one, so the letters stay one word."""
    page = watched().open(site + PAGE)
    page.focus(AGENCY)
    for letter in "Salud":
        page.keyboard.press(letter)
        page.wait_for_load_state("networkidle")
    assert page.input_value(AGENCY) == "salud"
    expect(page.get_by_role("link", name=TAKE_BACK)).to_be_visible(timeout=PATIENCE)
    assert "narrow-ramo" in focused(page)


def test_the_last_of_quick_choices_is_shown(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(site + PAGE)
    held: list[Route] = []
    page.route("**/contratos?*ramo=salud*", lambda route: held.append(route))
    page.select_option(AGENCY, "salud")
    expect(page).to_have_url(f"{site}{PAGE}&ramo=salud")
    page.select_option(AGENCY, "none")
    expect(page.locator(".chip")).to_have_count(1, timeout=PATIENCE)
    shown = page.locator(".chip").inner_text()
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    assert held
    assert (page.locator(".chip").inner_text(), page.input_value(AGENCY)) == (shown, "none")
    assert page.url == f"{site}{PAGE}&ramo=none"


def test_a_choice_taken_back_leaves_the_focus_on_its_control(site: str, watched: Open) -> None:
    page = watched().open(f"{site}{PAGE}&ramo=salud")
    page.get_by_role("link", name=TAKE_BACK).press("Enter")
    expect(page.get_by_role("link", name=TAKE_BACK)).to_have_count(0, timeout=PATIENCE)
    assert "narrow-ramo" in focused(page)
    assert page.url == site + PAGE


def test_a_link_used_keeps_the_focus_under_its_new_part(site: str, watched: Open) -> None:
    page = watched().open(site + PAGE)
    other = page.locator(".tab:not([aria-current])").first
    year = other.inner_text()
    other.press("Enter")
    expect(page.locator(".tab[aria-current]")).to_have_text(year, timeout=PATIENCE)
    assert "aria-current" in focused(page)
    page = watched().open(site + SEARCH)
    for number in (2, 3):
        page.locator("[rel=next]").press("Enter")
        expect(page).to_have_url(f"{site}{SEARCH}&pagina={number}", timeout=PATIENCE)
        expect(page.locator(".result-pages")).to_contain_text(f"Página {number} de", timeout=PATIENCE)
        assert 'rel="next"' in focused(page)


def test_back_forward_and_reload(site: str, watched: Open) -> None:
    seen = watched(360)
    page = seen.open(site + PAGE)
    page.locator(AGENCY).scroll_into_view_if_needed()
    place = page.evaluate("window.scrollY")
    whole = page.locator("[data-told]").inner_text()
    choose_health(page)
    part = page.locator("[data-told]").inner_text()
    page.evaluate("window.scrollTo(0, 3000)")
    page.go_back()
    expect(page.locator("[data-told]")).to_have_text(whole, timeout=PATIENCE)
    expect(page.locator("html[data-waiting]")).to_have_count(0)
    assert (page.url, page.input_value(AGENCY)) == (site + PAGE, "todos")
    assert page.evaluate("window.scrollY") == place
    page.go_forward()
    expect(page.locator("[data-told]")).to_have_text(part, timeout=PATIENCE)
    assert (page.url, page.input_value(AGENCY)) == (f"{site}{PAGE}&ramo=salud", "salud")
    page.reload()
    assert page.locator("[data-told]").inner_text() == part
    page.get_by_role("link", name="Ver estos contratos uno por uno").first.click()
    page.wait_for_url("**/buscar?*")
    page.go_back()
    expect(page.locator("[data-told]")).to_have_text(part, timeout=PATIENCE)
    page.go_back()
    expect(page.locator("[data-told]")).to_have_text(whole, timeout=PATIENCE)
    assert seen.complaints == []


def test_a_link_to_a_part_of_the_page_asks_for_nothing(site: str, watched: Open) -> None:
    seen = watched()
    page = seen.open(site + PAGE)
    page.locator(".questions a").last.click()
    expect(page).to_have_url(f"{site}{PAGE}#entidades-title")
    page.go_back()
    page.wait_for_timeout(300)
    assert [address for address in seen.asked if "/contratos?" in address] == [site + PAGE]


def test_a_lost_connection_is_said(site: str, watched: Open) -> None:
    page = watched().open(site + PAGE)
    assert page.locator("#network-notice").is_hidden()
    page.route("**/contratos?*", lambda route: route.abort())
    page.select_option(AGENCY, "salud")
    page.wait_for_selector("#network-notice:visible")
    assert page.url == f"{site}{PAGE}&ramo=salud"
    page.unroute("**/contratos?*")
    page.select_option(AGENCY, "none")
    expect(page.locator(".chip")).to_have_count(1, timeout=PATIENCE)
    assert page.locator("#network-notice").is_hidden()


def test_another_version_of_the_site_is_loaded(site: str, watched: Open) -> None:
    page = watched().open(site + PAGE)
    page.evaluate("window.stays = true")
    changed: list[str] = []

    def newer(route: Route) -> None:
        if changed:
            route.continue_()
            return
        answer = route.fetch()
        changed.append(answer.text().replace("/static/still.", "/static/newer."))
        route.fulfill(response=answer, body=changed[0])

    page.route("**/contratos?*", newer)
    with page.expect_event("load"):
        page.select_option(AGENCY, "salud")
    assert page.evaluate("window.stays") is None
    assert page.get_by_role("link", name=TAKE_BACK).count() == 1


def test_what_an_extension_adds_is_no_other_version(site: str, watched: Open) -> None:
    page = watched().open(site + PAGE)
    page.evaluate(
        """() => {
            window.stays = true;
            const added = document.createElement('script');
            added.type = 'text/plain';
            added.setAttribute('src', 'extension:added');
            document.head.append(added);
        }"""
    )
    choose_health(page)
    assert page.evaluate("window.stays") is True


@pytest.mark.parametrize("script", ["still", "morph"])
def test_where_the_scripts_fail_a_choice_loads_its_page(site: str, watched: Open, script: str) -> None:
    page = watched().page
    if script == "still":
        page.route("**/static/still*", lambda route: route.abort())
    else:
        page.add_init_script(WITHOUT_LIBRARY)
    page.goto(site + PAGE)
    page.wait_for_load_state("load")
    with page.expect_navigation():
        page.select_option(AGENCY, "salud")
    assert page.url == f"{site}{PAGE}&ramo=salud"
    assert page.input_value(AGENCY) == "salud"


def test_from_a_page_that_has_no_chart_to_one_that_has(site: str, watched: Open) -> None:
    page = watched().open(f"{site}/presupuesto?alcance=cuenta-publica")
    assert page.get_attribute("html", "data-plotly") == "none"
    page.locator(".notice-warning a").first.click()
    page.wait_for_selector("html[data-state=live][data-plotly=basic]", timeout=PATIENCE)
    assert page.locator(".js-plotly-plot").count() >= 1
