"""While an answer is on its way the chart says so, and keeps its place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from .conftest import Open
from .helpers import LIVE, PATIENCE

pytestmark = pytest.mark.browser
SAID = "one => getComputedStyle(one, '::after').content"


def test_the_chart_says_that_it_waits(site: str, watched: Open) -> None:
    seen = watched()
    seen.page.goto(site + "/presupuesto")
    seen.page.wait_for_selector(LIVE, timeout=PATIENCE)
    waiting: list[Route] = []
    seen.page.route("**/_dash-update-component", lambda route: waiting.append(route))
    chart = seen.page.locator("#react-entry-point .chart").first
    before = chart.bounding_box()
    assert chart.evaluate(SAID) == "none"
    seen.page.select_option("#control-ejercicio", "2018")
    seen.page.wait_for_selector("[data-dash-is-loading=true] .chart", timeout=PATIENCE)
    assert "Actualizando la gráfica" in chart.evaluate(SAID)
    assert chart.bounding_box() == before
    for route in waiting:
        route.continue_()
    seen.page.wait_for_selector("[data-dash-is-loading=true]", state="detached", timeout=PATIENCE)
    assert chart.evaluate(SAID) == "none"
    assert seen.complaints == []
