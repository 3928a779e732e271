"""A treemap is opened by pointing at an area or by its link, and left by the browser's back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .helpers import LIVE, PATIENCE

pytestmark = pytest.mark.browser


def test_an_area_opens_what_its_link_opens_and_back_closes_it(site: str, watched: Open) -> None:
    seen = watched()
    seen.page.goto(site + "/presupuesto?vista=recuadros")
    seen.page.wait_for_selector(LIVE, timeout=PATIENCE)
    seen.page.locator("#treemap-graph").scroll_into_view_if_needed()
    seen.page.wait_for_timeout(300)
    area = seen.page.locator("#treemap-graph .slice").nth(2).bounding_box()
    assert area is not None
    seen.page.mouse.move(area["x"] + 30, area["y"] + 30)
    seen.page.wait_for_timeout(200)
    seen.page.mouse.click(area["x"] + 31, area["y"] + 31)
    expect(seen.page).to_have_url(re.compile("por=programa&dentro="), timeout=PATIENCE)
    seen.page.wait_for_selector(".breadcrumbs [aria-current=page]", timeout=PATIENCE)
    seen.page.go_back()
    expect(seen.page).to_have_url(site + "/presupuesto?vista=recuadros", timeout=PATIENCE)
    seen.page.wait_for_selector(".breadcrumbs [aria-current=page]", state="detached", timeout=PATIENCE)
    assert seen.complaints == []
