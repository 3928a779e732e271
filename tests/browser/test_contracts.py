"""*Contratos* in a browser: narrowed to an agency and what it buys, by keyboard and without scripts."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from .conftest import Open
from .helpers import (
    PATIENCE,
    assert_controls_are_large_enough,
    assert_ids_are_unique,
    assert_no_sideways_scroll,
    assert_only_own_host,
    axe,
)

pytestmark = pytest.mark.browser
SAMPLE = "archivo=compranet.sample_1_percent&ejercicio=2017"


def asked(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


@pytest.mark.parametrize(
    ("width", "address"),
    [
        (360, f"/contratos?{SAMPLE}&ramo=salud&tipo=servicios"),
        (1280, f"/en/contratos?{SAMPLE}&entidad=11"),
        (360, f"/en/contratos?{SAMPLE}&ramo=none"),
    ],
)
def test_a_part_of_the_contracts_can_be_read_by_everyone(
    site: str, watched: Open, width: int, address: str
) -> None:
    seen = watched(width)
    page = seen.open(site + address)
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_ids_are_unique(page)
    assert_controls_are_large_enough(page)
    assert_only_own_host(seen, site)
    assert seen.complaints == []


def test_by_keyboard_to_an_agency_and_back(site: str, watched: Open) -> None:
    page = watched(360).open(f"{site}/contratos?{SAMPLE}")
    choice = page.get_by_label("Ramo", exact=True)
    choice.focus()
    page.keyboard.type("Salud")
    expect(page.get_by_role("link", name="Quitar Ramo: Salud")).to_be_visible(timeout=PATIENCE)
    assert asked(page) == dict(parse_qsl(SAMPLE)) | {"ramo": "salud"}
    expect(page.get_by_role("heading", name="(ramo: Salud)").first).to_be_visible()
    # Each letter typed is a choice of its own: the answers to the earlier ones may still arrive.
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Quitar Ramo: Salud").press("Enter")
    expect(page.get_by_role("link", name="Quitar Ramo: Salud")).to_have_count(0, timeout=PATIENCE)
    assert asked(page) == dict(parse_qsl(SAMPLE))


def test_without_scripts_filters_are_chosen_by_their_button(site: str, watched: Open) -> None:
    page = watched(360, java_script_enabled=False).open(f"{site}/contratos?{SAMPLE}", live=False)
    form = page.get_by_role("form", name="Ver solo una parte de estos contratos")
    form.get_by_label("Ramo", exact=True).select_option("salud")
    form.get_by_label("Qué se contrata").select_option("servicios")
    form.get_by_role("button", name="Aplicar").click()
    expect(page.get_by_role("link", name="Quitar Qué se contrata: Servicios")).to_be_visible()
    page.get_by_role("link", name="Ver estos contratos uno por uno").first.click()
    expect(page.get_by_role("link", name="Quitar Ramo: Salud")).to_be_visible()
