"""What a contract's page asks, on the bundled snapshot."""

from __future__ import annotations

from decimal import Decimal
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.data import contract_evidence, contracts
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


def signals_of(client: FlaskClient, contract_id: str, prefix: str = "") -> str:
    page = unescape(client.get(f"{prefix}/contrato/{contract_id}").get_data(as_text=True))
    return page.split('aria-labelledby="senales"')[1].split("</section>")[0]


def test_contracts_that_give_a_signal_together_are_shown_with_their_sum(
    client: FlaskClient, stored: Home
) -> None:
    store = Stores(stored).current()
    signal, known = table("contract_signal"), table("contract")
    joined = signal.join(known, known.c.contract_no == signal.c.contract_no)
    found = store.rows(
        select(signal, known.c.contract_id, known.c.amount_mxn)
        .select_from(joined)
        .where(signal.c.indicator_id == "possible_split")
    )
    assert found
    for row in found:
        beside = [one for one in found if one["group_no"] == row["group_no"]]
        assert sum(one["amount_mxn"] for one in beside) == row["measure"] > row["limit_value"]
        told = signals_of(client, row["contract_id"])
        assert f"Los {len(beside)} contratos de esa semana" in told
        links = [f'href="/contrato/{one["contract_id"]}"' in told for one in beside if one is not row]
        assert links
        assert all(links)
        for figure in (row["measure"], row["limit_value"], *(one["amount_mxn"] for one in beside)):
            assert f"{figure:,.2f}" in told


def test_a_ceiling_is_told_with_its_file_and_row(client: FlaskClient, stored: Home) -> None:
    store = Stores(stored).current()
    signal, known = table("contract_signal"), table("contract")
    joined = signal.join(known, known.c.contract_no == signal.c.contract_no)
    above = signal.c.indicator_id == "above_cap"
    rows = store.rows(select(known, signal.c.limit_value).select_from(joined).where(above).limit(5))
    assert rows
    for row in rows:
        ceilings = contract_evidence.ceilings(store, row)
        nets = {net for one in ceilings for net in (one["ceiling_mxn"], one["ceiling_mxn"] / Decimal("1.16"))}
        assert min(abs(net - row["limit_value"]) for net in nets) < Decimal("0.01")
        told = signals_of(client, row["contract_id"], "/en")
        assert "Where the ceiling comes from" in told
        for one in ceilings:
            assert f"{one['ceiling_mxn']:,.2f}" in told
            assert f"{one['file_name']}, {one['source_row']}" in told


def test_a_contract_says_of_which_part_its_file_is_and_who_keeps_the_copy(
    client: FlaskClient, stored: Home
) -> None:
    store = Stores(stored).current()
    known, note, file = table("contract"), table("coverage_note"), table("source_file")
    joined = known.join(note, note.c.source_file_id == known.c.source_file_id).join(
        file, file.c.source_file_id == known.c.source_file_id
    )
    asked = select(known.c.contract_id, note.c.text_es, file.c.obtained_from).select_from(joined)
    row = store.rows(asked.where(note.c.coverage == "sample_1_percent").limit(1))[0]
    page = unescape(client.get(f"/contrato/{row['contract_id']}").get_data(as_text=True))
    description = page.split('property="og:description" content="')[1].split('"')[0]
    assert description.endswith(row["text_es"])
    source = page.split('aria-labelledby="fuente"')[1].split("</section>")[0]
    assert f"es la copia que guarda {row['obtained_from']}" in source
    assert 'href="/fuentes#archivos"' in source


def test_a_contract_without_a_title_is_called_by_its_description(client: FlaskClient, stored: Home) -> None:
    store = Stores(stored).current()
    known = table("contract")
    asked = select(known.c.contract_id, known.c.description).where(
        known.c.title.is_(None), known.c.description.is_not(None)
    )
    row = store.rows(asked.limit(1))[0]
    page = unescape(client.get(f"/contrato/{row['contract_id']}").get_data(as_text=True))
    assert f"<h1>{' '.join(row['description'].split())}</h1>" in page


@pytest.mark.parametrize(("prefix", "one", "many"), [("", "1 día", "días"), ("/en", "1 day", "days")])
def test_what_is_measured_in_days_says_so(
    client: FlaskClient, stored: Home, prefix: str, one: str, many: str
) -> None:
    store = Stores(stored).current()
    signal, known, named = table("contract_signal"), table("contract"), table("indicator")
    joined = signal.join(known, known.c.contract_no == signal.c.contract_no).join(
        named, named.c.indicator_id == signal.c.indicator_id
    )
    asked = select(known.c.contract_id, signal.c.measure).select_from(joined)
    in_days = asked.where(named.c.measure_unit == "days", signal.c.measure >= 1)
    rows = store.rows(in_days.order_by(signal.c.measure))
    assert rows[0]["measure"] == 1
    assert one in signals_of(client, rows[0]["contract_id"], prefix)
    longest = rows[-1]
    assert f"{longest['measure']:,.0f} {many}" in signals_of(client, longest["contract_id"], prefix)


def test_an_amount_in_another_currency_is_said_at_once(client: FlaskClient, stored: Home) -> None:
    store = Stores(stored).current()
    known = table("contract")
    row = store.rows(select(known).where(known.c.currency == "USD", known.c.amount_mxn.is_(None)).limit(1))[0]
    page = unescape(client.get(f"/contrato/{row['contract_id']}").get_data(as_text=True))
    lede = page.split('<p class="lede">')[1].split("</p>")[0]
    assert f" por {row['amount_original']:,.2f} USD, " in lede


def test_no_search_engine_is_shown_who_may_be_a_person(client: FlaskClient, stored: Home) -> None:
    store = Stores(stored).current()
    known = table("contract")
    for person, listed in (("foreign", False), ("unknown", False), ("natural", False), ("legal", True)):
        asked = select(known.c.contract_id).where(known.c.supplier_person == person).limit(1)
        page = client.get(f"/contrato/{store.rows(asked)[0]['contract_id']}").get_data(as_text=True)
        assert ('name="robots"' not in page) == listed, person
