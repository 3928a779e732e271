"""What a first visit has to load, compressed, counted by the browser."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.data.selection import defaults
from dashboard.urls import budget
from dashboard.views.registry import BY_SLUG

from .conftest import Open

pytestmark = pytest.mark.browser
BARS = {"none": 150_000, "basic": 700_000, "geo": 1_100_000}


@pytest.mark.parametrize(
    "path", ["/", "/fuentes", "/contratos", *(budget(defaults(slug), "es") for slug in BY_SLUG)]
)
def test_first_load_is_light(site: str, watched: Open, path: str) -> None:
    seen = watched()
    told: list[int] = []
    session = seen.page.context.new_cdp_session(seen.page)
    session.send("Network.enable")

    def finished(event: dict[str, Any]) -> None:
        told.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", finished)
    page = seen.open(site + path)
    kind = page.get_attribute("html", "data-plotly") or ""
    assert sum(told) <= BARS[kind], (kind, sum(told))
