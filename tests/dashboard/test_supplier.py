"""What a supplier's page says, on the bundled snapshot; each figure is compared with its contracts."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from dashboard.data import supplier_buyers, suppliers
from dashboard.data.store import Store, Stores
from dashboard.i18n import contracts as words
from dashboard.pages import supplier as page
from loaders.home import Home
from loaders.schema import table

COUNTED = ("counted", "converted")
FOUND = re.compile(r"Contratos: ([\d,]+)")


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


@pytest.fixture(scope="module")
def several(store: Store) -> str:
    """A supplier with contracts in files of more than one coverage, the one with most contracts."""
    known, note = table("contract"), table("coverage_note")
    joined = known.join(note, note.c.source_file_id == known.c.source_file_id)
    named = select(known.c.supplier_id).select_from(joined).group_by(known.c.supplier_id)
    legal = named.where(known.c.supplier_person == "legal", known.c.supplier_rule != "single")
    more = legal.having(func.count(note.c.coverage.distinct()) > 1)
    most = more.order_by(func.count().desc(), known.c.supplier_id).limit(1)
    return str(store.rows(most)[0]["supplier_id"])


def contracts_of(store: Store, supplier_id: str) -> list[Any]:
    known, note = table("contract"), table("coverage_note")
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    query = select(known, note.c.coverage).select_from(joined)
    return list(store.rows(query.where(known.c.supplier_id == supplier_id)))


def sums(rows: list[Any], *names: str) -> dict[tuple[Any, ...], tuple[int, Decimal]]:
    found: dict[tuple[Any, ...], tuple[int, Decimal]] = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        contracts, amount = found.get(key, (0, Decimal(0)))
        own = row["amount_mxn"] if row["amount_status"] in COUNTED else Decimal(0)
        found[key] = (contracts + 1, amount + own)
    return found


def section(client: FlaskClient, supplier_id: str, name: str) -> str:
    page = unescape(client.get(f"/proveedor/{supplier_id}").get_data(as_text=True))
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def total(client: FlaskClient, address: str) -> int:
    found = FOUND.search(client.get(address).get_data(as_text=True))
    assert found is not None, address
    return int(found[1].replace(",", ""))


def test_years_and_buyers_of_files_of_different_coverage_are_not_added_up(store: Store, several: str) -> None:
    supplier = suppliers.supplier(store, several)
    assert supplier is not None
    own = contracts_of(store, several)
    years = ("dataset_id", "coverage", "fiscal_year", "procurement_method")
    assert len({row["coverage"] for row in own}) > 1
    assert {tuple(row[name] for name in years): row["contracts"] for row in supplier.years} == {
        key: contracts for key, (contracts, _) in sums(own, *years).items()
    }
    files = ("dataset_id", "coverage")
    bought: dict[tuple[Any, ...], tuple[int, Decimal]] = {}
    for row in supplier.buyers:
        key = tuple(row[name] for name in files)
        contracts, amount = bought.get(key, (0, Decimal(0)))
        bought[key] = (contracts + row["contracts"], amount + (row["amount_mxn"] or 0))
    assert bought == sums(own, *files)
    assert suppliers.institutions(supplier.buyers) <= len(supplier.buyers)


@pytest.mark.parametrize("name", ["anos", "senales"])
def test_every_number_of_contracts_leads_to_so_many(client: FlaskClient, several: str, name: str) -> None:
    links = re.findall(r'<a href="(/buscar[^"]+)">([\d,]+)</a>', section(client, several, name))
    assert links
    for address, number in links:
        assert total(client, address) == int(number.replace(",", ""))


def test_every_number_of_a_buyer_leads_to_so_many_contracts(
    client: FlaskClient, store: Store, several: str
) -> None:
    supplier = suppliers.supplier(store, several)
    assert supplier is not None
    links = re.findall(r'<a href="(/proveedor/[^"]+)">([\d,]+)</a>', section(client, several, "compradores"))
    assert len(links) == len(supplier.buyers[: suppliers.MOST_BUYERS])
    for (address, number), buyer in zip(links, supplier.buyers, strict=False):
        found = unescape(client.get(address.split("#")[0]).get_data(as_text=True))
        told = found.split('aria-labelledby="comprador"')[1].split("</section>")[0]
        assert str(buyer["institution_name"]) in told
        assert told.count('href="/contrato/') == int(number.replace(",", "")) == buyer["contracts"]
        units = re.findall(r'<a href="(/buscar[^"]+)">([\d,]+)</a>', told)
        assert all(total(client, unit) == int(count.replace(",", "")) for unit, count in units)


def test_what_institutions_bought_adds_up_to_what_the_supplier_sold(store: Store, several: str) -> None:
    supplier = suppliers.supplier(store, several)
    assert supplier is not None
    for buyer in supplier.buyers:
        bought = supplier_buyers.bought(store, supplier.record, buyer, 1000)
        rows, units = bought.contracts, bought.units
        assert len({row["contract_id"] for row in rows}) == len(rows) == buyer["contracts"]
        assert sum(unit.contracts for unit in units) == buyer["contracts"]
        assert sum(unit.amount_mxn or 0 for unit in units) == (buyer["amount_mxn"] or 0)
        few = supplier_buyers.bought(store, supplier.record, buyer, 1)
        assert (few.contracts, few.units) == (rows[:1], units)


def test_a_buyer_that_is_none_is_told(client: FlaskClient, several: str) -> None:
    found = unescape(client.get(f"/proveedor/{several}?comprador=Nadie").get_data(as_text=True))
    assert "«comprador» vale «Nadie»" in found
    assert 'aria-labelledby="comprador"' not in found
    assert f'rel="canonical" href="http://localhost/proveedor/{several}"' in found


def test_each_file_group_of_a_supplier_says_which_part_it_is(client: FlaskClient, store: Store) -> None:
    known, note = table("contract"), table("coverage_note")
    joined = known.join(note, note.c.source_file_id == known.c.source_file_id)
    asked = select(known.c.supplier_id, note.c.text_es).select_from(joined)
    chosen = asked.where(known.c.dataset_id == "selected_contracts", known.c.supplier_rule == "name")
    row = store.rows(chosen.limit(1))[0]
    told = section(client, row["supplier_id"], "anos")
    assert row["text_es"] in told
    assert words.NOT_CONFIRMED["selected_contracts"].es in told


def test_a_signal_stands_beside_what_would_explain_it(
    client: FlaskClient, store: Store, several: str
) -> None:
    supplier, told = suppliers.supplier(store, several), section(client, several, "senales")
    reasons = table("indicator_explanation")
    assert supplier is not None
    assert supplier.signals
    for row in supplier.signals:
        query = select(reasons.c.text_es).where(reasons.c.indicator_id == row["indicator_id"])
        assert all(reason["text_es"] in told for reason in store.rows(query))


def test_a_name_on_a_list_is_a_possible_homonym_and_not_counted(client: FlaskClient, store: Store) -> None:
    match = table("sanction_match")
    query = select(match.c.supplier_id).where(match.c.match_status == "possible_homonym")
    supplier_id = store.rows(query.order_by(match.c.supplier_id).limit(1))[0]["supplier_id"]
    told = section(client, supplier_id, "sanciones")
    assert "Posible homonimia: coincide solo el nombre; no cuenta" in told
    assert "Cuenta: coincide el RFC" not in told


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (date(2020, 7, 7), date(2021, 7, 7), "del 7 de julio de 2020 al 7 de julio de 2021"),
        (date(2020, 7, 7), None, "desde el 7 de julio de 2020"),
        (None, date(2021, 7, 7), "La lista no trae fechas"),
        (None, None, "La lista no trae fechas"),
    ],
)
def test_a_list_without_an_end_says_since_when(starts: date | None, ends: date | None, told: str) -> None:
    assert page.when({"starts_on": starts, "ends_on": ends}, "es").startswith(told)


def test_names_that_were_joined_are_shown_with_rule_and_confidence(client: FlaskClient, store: Store) -> None:
    variant = table("supplier_variant")
    rows = store.rows(select(variant.c.supplier_id, variant.c.supplier_name))
    counted = Counter(row["supplier_id"] for row in rows if row["supplier_id"].startswith("name."))
    most = max(counted, key=lambda key: (counted[key], key))
    told = section(client, most, "identidad")
    assert counted[most] > 1
    assert "Formas en que se escribió su nombre</h3>" in told
    assert "Confianza media" in told
    assert "Mismo nombre normalizado; sin RFC en el archivo" in told
    assert all(row["supplier_name"] in told for row in rows if row["supplier_id"] == most)
