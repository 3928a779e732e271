"""A browser of the machine, and watched pages in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from dashboard.setup import BROWSERS, NO_BROWSER

from .helpers import FLAGS, Watched, axe_script

Open = Callable[..., Watched]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the machine; without one the tests fail and say how to get it."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(NO_BROWSER)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Open]:
    """Opens watched pages: `width` in CSS pixels; other keywords go to the browser context."""
    contexts = []

    def opened(width: int = 1280, **options: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        context.add_init_script(path=axe_script())
        contexts.append(context)
        return Watched(context.new_page()).listen()

    yield opened
    for context in contexts:
        context.close()
