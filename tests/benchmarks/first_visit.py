"""How long a first visit takes on a slow phone: 1.6 Mbit/s, 150 ms, a processor four times slower.

    python -m tests.benchmarks.first_visit http://127.0.0.1:8050

Prints for each page: the first chart shown, the page interactive (Dash has taken over), compressed kilobytes.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from dashboard.data.selection import defaults
from dashboard.setup import BROWSERS
from dashboard.urls import budget
from dashboard.views.registry import BY_SLUG
from tests.browser.helpers import FLAGS, LIVE

SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
FIRST_CHART = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.firstPaint = entry.startTime;
}).observe({type: 'paint', buffered: true});
new MutationObserver(() => {
  if (!window.chartAt && document.querySelector('.static-drawing svg')) {
    requestAnimationFrame(() => setTimeout(() => { window.chartAt ||= performance.now(); }));
  }
}).observe(document, {childList: true, subtree: true});
"""


def visit(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return the seconds to the first chart and to interactive, and the kilobytes, of one cold visit."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(FIRST_CHART)
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    page.wait_for_selector(LIVE, timeout=60_000)
    live = page.evaluate("performance.now()") / 1000
    chart = page.evaluate("Math.max(window.chartAt || 0, window.firstPaint || 0)") / 1000
    context.close()
    return chart, live, sum(sizes) / 1000


def main(site: str, tries: int = 3) -> None:
    """Visit every page and view and print the medians."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    paths = ["/", *(budget(defaults(slug), "es") for slug in BY_SLUG), "/fuentes"]
    print(f"{'page':<40}{'chart s':>9}{'live s':>9}{'kB':>7}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for path in paths:
            chart, live, size = map(
                statistics.median, zip(*(visit(browser, site + path) for _ in range(tries)), strict=True)
            )
            print(f"{path:<40}{chart:>9.2f}{live:>9.2f}{size:>7.0f}", flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
