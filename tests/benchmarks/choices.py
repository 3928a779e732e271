"""How long a choice takes, from what the reader does to the new page drawn, images included.

    python -m tests.benchmarks.choices http://127.0.0.1:8050 --tries 3

Prints for each choice, with this machine's processor and with one four times slower, the medians of: the
milliseconds until the new page was drawn, those beyond 50 of each task meanwhile in which the browser could
not answer the reader (total blocking time), and those from a visit's start until a choice can be made.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from dashboard.setup import BROWSERS
from tests.browser.helpers import FLAGS, LIVE

PHONE: ViewportSize = {"width": 360, "height": 740}
LONGEST = 120_000
QUIET = 600
SAMPLE = "archivo=compranet.sample_1_percent&ejercicio=2017"
SLOWDOWNS = (1, 4)
# What is drawn is known by the last change of the document or image shown, and the frame after it.
WATCH = """
(() => {
  window.drawnAt = window.blocked = 0;
  const now = () => performance.timeOrigin + performance.now();
  const note = () => {
    if (document.documentElement.dataset.state === 'live') window.liveAt ||= performance.now();
    requestAnimationFrame(() => setTimeout(() => { window.drawnAt = now(); }));
  };
  new MutationObserver(note).observe(document, {childList: true, subtree: true, attributes: true});
  document.addEventListener('load', note, true);
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.blocked += Math.max(0, one.duration - 50);
  }).observe({type: 'longtask', buffered: true});
  for (const kind of ['click', 'change']) document.addEventListener(kind, () => {
    window.blocked = 0;
    sessionStorage.setItem('chosen', now());
  }, true);
})();
"""


@dataclass(frozen=True)
class Choice:
    """Something a reader does on a page; `shows` is in the new page and not in the old."""

    name: str
    address: str
    act: Callable[[Page], object]
    shows: str


def _choose(selector: str, value: str) -> Callable[[Page], object]:
    return lambda page: page.select_option(selector, value, no_wait_after=True)


def _follow(selector: str) -> Callable[[Page], object]:
    return lambda page: page.locator(selector).first.click(no_wait_after=True)


CHOICES = (
    Choice(
        "presupuesto: prices (Dash)",
        "/presupuesto",
        _choose("#control-precios", "corrientes"),
        ".card-subtitle:has-text('corrientes')",
    ),
    Choice("contratos: ramo", f"/contratos?{SAMPLE}", _choose("#narrow-ramo", "salud"), ".chip"),
    Choice(
        "contratos: ramo taken back",
        f"/contratos?{SAMPLE}&ramo=salud",
        _follow(".chip"),
        "main:not(:has(.chip))",
    ),
    Choice(
        "contratos: year",
        f"/contratos?{SAMPLE}",
        _follow(".tab:not([aria-current])"),
        ".tab[aria-current]:not([href*='2017'])",
    ),
    Choice("buscar: kind", "/buscar?q=medicamentos", _choose("#filter-tipo", "servicios"), ".chip"),
    Choice("buscar: next page", "/buscar?q=servicio", _follow("[rel=next]"), "[rel=prev]"),
    Choice(
        "señal: another year",
        f"/contratos/senales/direct_award?{SAMPLE}",
        _follow("main details a[href*='sample_1_percent'][href*='ejercicio=2016']"),
        "main strong:text-is('2016')",
    ),
    Choice(
        "señal: by unit",
        f"/contratos/senales/direct_award?{SAMPLE}",
        _follow("a[href*='unidad#quien']"),
        "a[aria-current][href*='unidad#quien']",
    ),
    Choice(
        "contratos: every row",
        f"/contratos?{SAMPLE}",
        _follow("a[href*='filas=todas#compradores']"),
        "main:not(:has(a[href*='filas=todas#compradores']))",
    ),
    Choice(
        "conciliación: data set",
        "/fuentes/conciliacion",
        _choose("#control-conjunto", "approved_budget"),
        ".clear",
    ),
)


def measured(browser: Browser, site: str, choice: Choice, slower: int) -> tuple[float, float, float]:
    """Return the milliseconds to the new page drawn, blocked meanwhile, and until the first was live."""
    page = browser.new_page(viewport=PHONE)
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(site + choice.address)
    page.wait_for_selector(LIVE, timeout=LONGEST)
    live = page.evaluate("window.liveAt")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    _quiet(page)
    choice.act(page)
    page.locator(choice.shows).first.wait_for(state="attached", timeout=LONGEST)
    _quiet(page)
    drawn, blocked = page.evaluate("[window.drawnAt - sessionStorage.getItem('chosen'), window.blocked]")
    page.close()
    return drawn, blocked, live


def _quiet(page: Page) -> None:
    page.wait_for_load_state("networkidle", timeout=LONGEST)
    page.wait_for_timeout(QUIET)


def main(site: str, tries: int) -> None:
    """Make every choice and print the medians."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
    print(f"{'choice':<30}{'slower':>7}{'drawn ms':>10}{'blocked ms':>12}{'live ms':>9}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for slower in SLOWDOWNS:
            for choice in CHOICES:
                each = [measured(browser, site, choice, slower) for _ in range(tries)]
                drawn, blocked, live = map(statistics.median, zip(*each, strict=True))
                print(f"{choice.name:<30}{slower:>6}x{drawn:>10.0f}{blocked:>12.0f}{live:>9.0f}", flush=True)
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:8050")
    parser.add_argument("--tries", type=int, default=3)
    given = parser.parse_args()
    main(given.site, given.tries)
