"""What is printed is as good as the page without scripts: drawings and tables whole, on few sheets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from dashboard.data.selection import defaults
from dashboard.urls import budget
from dashboard.views.registry import BY_SLUG

from .conftest import Open
from .helpers import assert_no_sideways_scroll

pytestmark = pytest.mark.browser
PATHS = ["/", *(budget(defaults(slug), "es") for slug in BY_SLUG)]
LETTER = {"width": 702, "height": 935}  # within the margins, in CSS pixels
SHEET = re.compile(rb"/Type\s*/Page\b")

DRAWN_WHOLE = """() => [...document.querySelectorAll('.dash-graph .main-svg text')]
    .filter((one) => one.textContent.trim())
    .filter((one) => {
        const [place, frame] = [one, one.closest('.dash-graph')].map((part) => part.getBoundingClientRect());
        return place.left < frame.left - 2 || place.right > frame.right + 2
            || place.bottom > frame.bottom + 2;
    }).map((one) => one.textContent)"""
SEEN = "() => [...document.querySelectorAll('.dash-graph .main-svg')].map((one) => one.clientWidth)"
NOT_SHOWN = """() => [...document.querySelectorAll('.data-table tr')].filter((one) => {
    const [row, frame] = [one, one.closest('.table-frame')].map((part) => part.getBoundingClientRect());
    return row.bottom > frame.bottom + 2 || row.right > document.documentElement.clientWidth + 1;
}).length"""


def on_paper(page: Page) -> None:
    """Lay the page out as a sheet is, as the browser does before it prints."""
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": LETTER["width"], "height": LETTER["height"]})
    page.wait_for_timeout(400)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_cut_on_paper(site: str, watched: Open, path: str, width: int) -> None:
    seen = watched(width)
    page = seen.open(site + path)
    on_paper(page)
    assert page.evaluate(DRAWN_WHOLE) == []
    assert set(page.evaluate(SEEN)) == {LETTER["width"]}
    assert page.evaluate(NOT_SHOWN) == 0
    assert_no_sideways_scroll(page)
    assert seen.complaints == []
    chart = page.locator(".chart").first.bounding_box()
    assert chart is not None
    ends = chart["y"] + chart["height"]
    assert path == "/" or ends <= LETTER["height"], "the first sheet of a view has its chart"


@pytest.mark.parametrize("width", [360, 1280])
def test_images_and_tables_are_whole_on_paper(site: str, watched: Open, width: int) -> None:
    seen = watched(width)
    page = seen.open(site + "/contratos")
    on_paper(page)
    drawn = page.locator(".drawing").evaluate_all("all => all.map((one) => [one.naturalWidth, one.width])")
    assert drawn
    assert all(natural and 0 < shown <= LETTER["width"] for natural, shown in drawn)
    assert page.evaluate(NOT_SHOWN) == 0
    assert_no_sideways_scroll(page)
    assert seen.complaints == []


@pytest.mark.parametrize("path", PATHS[:2])
def test_as_many_sheets_as_without_scripts(site: str, watched: Open, path: str) -> None:
    live = watched().open(site + path).pdf(format="Letter")
    still = watched(java_script_enabled=False).open(site + path, live=False).pdf(format="Letter")
    assert abs(len(SHEET.findall(live)) - len(SHEET.findall(still))) <= 1
    assert len(SHEET.findall(live)) >= 2


def test_after_printing_the_screen_is_as_before(site: str, watched: Open) -> None:
    page = watched().open(site + "/presupuesto")
    shape = "() => { const box = document.querySelector('.dash-graph').getBoundingClientRect();"
    shape += " return [box.width, box.height, document.querySelector('.main-svg').clientWidth]; }"
    before = page.evaluate(shape)
    page.pdf(format="Letter")
    page.wait_for_timeout(300)
    assert page.evaluate(shape) == before
    assert page.locator(".main-svg[viewBox]").count() == 0


def test_a_narrower_window_gets_the_narrow_layout(site: str, watched: Open) -> None:
    page = watched().open(site + "/presupuesto")
    height = "() => document.querySelector('.dash-graph').getBoundingClientRect().height"
    wide = page.evaluate(height)
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function(f"() => ({height})() > {wide}")
    assert_no_sideways_scroll(page)
    assert page.evaluate(DRAWN_WHOLE) == []
