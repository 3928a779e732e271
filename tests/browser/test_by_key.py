"""A reader meets drafts, accounts by key and quarters in a browser; their files are small and synthetic."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from dashboard.app import create_app
from dashboard.settings import Settings
from loaders.home import Home
from tests.loaders import by_key

from .conftest import Open
from .helpers import assert_ids_are_unique, assert_no_sideways_scroll, axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def by_key_site(tmp_path_factory: pytest.TempPathFactory, static: Path) -> Iterator[str]:
    root = tmp_path_factory.mktemp("by_key")
    home = by_key.made(Home(root / "home"), root / "in")
    server = make_server("127.0.0.1", 0, create_app(Settings(home=home, static=static)), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    "query",
    [
        "alcance=cuenta-publica&ejercicio=2024&por=unidad",
        "vista=diferencia&alcance=proyecto&ejercicio=2027&por=ramo",
        "alcance=avance&ejercicio=2027&momento=pagado",
    ],
)
def test_views_by_key(by_key_site: str, watched: Open, query: str, width: int) -> None:
    seen = watched(width)
    page = seen.open(f"{by_key_site}/presupuesto?precios=corrientes&{query}")
    assert page.locator(".card-title").count() == 1
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_ids_are_unique(page)
    assert seen.complaints == []


def test_choosing_checks_is_a_new_address(by_key_site: str, watched: Open) -> None:
    page = watched(1280).open(f"{by_key_site}/fuentes/conciliacion")
    page.get_by_label("Conjunto de datos").select_option("draft_budget")
    page.wait_for_url("**/fuentes/conciliacion?conjunto=draft_budget")
    page.get_by_text("Proyecto de PEF 2027: total bruto, proyecto").first.wait_for()
