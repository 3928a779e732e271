"""What a contract's page asks, on the bundled snapshot."""

from __future__ import annotations

from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.data import contracts
from dashboard.data.store import Stores
from loaders.home import Home
from loaders.schema import table


def test_a_programme_is_named_under_the_ramo_of_its_key_whoever_buys(stored: Home) -> None:
    store = Stores(stored).current()
    known = table("contract")
    local = (known.c.agency_id.is_(None), known.c.ramo_code == "23", known.c.program_code == "U132")
    row, *_ = store.rows(select(known.c.contract_id).where(*local).limit(1))
    found = contracts.contract(store, row["contract_id"])
    assert found is not None
    assert {(one["dimension"], one["member_id"]) for one in found.budget} == {
        ("program", "provisiones-salariales.U132")
    }


def test_a_contract_leads_to_its_file_its_buyer_and_its_budget(client: FlaskClient, stored: Home) -> None:
    store = Stores(stored).current()
    known, note = table("contract"), table("coverage_note")
    joined = known.join(note, note.c.source_file_id == known.c.source_file_id)
    wanted = (known.c.agency_id == "educacion", known.c.program_code == "E066")
    row, *_ = store.rows(select(known, note.c.coverage).select_from(joined).where(*wanted).limit(1))
    page = unescape(client.get(f"/contrato/{row['contract_id']}").get_data(as_text=True))
    asked = f"archivo={row['dataset_id']}.{row['coverage']}&ejercicio={row['fiscal_year']}"
    for address in (f"/contratos?{asked}", f"/contratos/senales?{asked}"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert f'href="/buscar?unidad={row["procuring_unit_code"]}"' in page
    budget = page.split('aria-labelledby="presupuesto"')[1].split("</section>")[0]
    links = budget.split('href="')[1:]
    assert links
    for link in links:
        shown = client.get(link.split('"')[0]).get_data(as_text=True)
        assert "Educación Pública" in shown
