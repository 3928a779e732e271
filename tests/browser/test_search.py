"""*Buscar* in a browser: from the box to the contracts, through filters and pages, to the files."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from loaders.home import Home
from tests.conftest import served
from tests.dashboard import contract_store

from .conftest import Open
from .helpers import assert_controls_are_large_enough, assert_no_sideways_scroll, assert_only_own_host, axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def searched(static: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site over a few invented contracts."""
    home = Home(tmp_path_factory.mktemp("searched"))
    contract_store.searchable(home).engine.dispose()
    with served(home) as address:
        yield address


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["/buscar?q=limpieza&procedimiento=directa", "/en/buscar?q=nadadeesto"])
def test_what_is_found_can_be_read_by_everyone(
    searched: str, watched: Open, address: str, width: int
) -> None:
    seen = watched(width)
    page = seen.open(searched + address)
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_controls_are_large_enough(page)
    assert_only_own_host(seen, searched)
    assert seen.complaints == []


def test_from_the_box_of_any_page_to_the_files(searched: str, watched: Open) -> None:
    page = watched(1280).open(f"{searched}/fuentes")
    page.get_by_role("search").get_by_role("searchbox").fill("limpieza")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{searched}/buscar?q=limpieza")
    page.locator("html[data-state=live]").wait_for()
    # What is found is also said, where only screen readers find it.
    main = page.get_by_role("main")
    expect(main.get_by_text("Contratos: 6")).to_be_visible()
    expect(page.get_by_role("link", name="LIMPIEZA ÁGIL SA DE CV").first).to_be_visible()
    page.get_by_label("Qué se contrata").select_option(label="Adquisiciones (2)")
    expect(main.get_by_text("Contratos: 2")).to_be_visible()
    expect(page.locator("#spoken")).to_contain_text("Contratos: 2")
    expect(page).to_have_url(f"{searched}/buscar?q=limpieza&tipo=adquisiciones")
    page.get_by_label("Orden").select_option(label="Monto mayor")
    expect(page.locator("tbody tr").first).to_contain_text("5,000.00")
    with page.expect_download() as begun:
        page.get_by_role("link", name="CSV", exact=True).click()
    with Path(begun.value.path()).open(encoding="utf-8", newline="") as handle:
        assert [row["contract_id"] for row in csv.DictReader(handle)] == ["compranet.1004", "compranet.1005"]
    page.get_by_role("link", name="Quitar Qué se contrata: Adquisiciones").click()
    expect(main.get_by_text("Contratos: 6")).to_be_visible()


def test_without_scripts_the_form_and_its_filters_work(searched: str, watched: Open) -> None:
    page = watched(360, java_script_enabled=False).open(f"{searched}/buscar", live=False)
    page.get_by_role("searchbox").fill("medicamentos")
    page.get_by_role("search").get_by_role("button").click()
    expect(page.get_by_text("Contratos: 2")).to_be_visible()
    page.get_by_label("Procedimiento").select_option("licitacion")
    page.get_by_role("button", name="Aplicar").click()
    expect(page.get_by_text("Contratos: 1")).to_be_visible()
    expect(page.get_by_role("link", name="Adquisición de medicamentos")).to_be_visible()
