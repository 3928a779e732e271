"""Which file and year *Contratos* shows of what is chosen, where the address leaves that open."""

from __future__ import annotations

from collections import Counter
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.data import procurement
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Store, Stores
from loaders.home import Home
from loaders.procurement_columns import OUT_OF_COUNT
from loaders.schema import table
from loaders.search.schema import NONE

COLUMNS = {"agency": "agency_id", "category": "procurement_category", "state": "state_id"}
CHOICES: dict[str, dict[str, str]] = {
    "ramo=salud": {"agency": "salud"},
    "tipo=servicios": {"category": "services"},
    "ramo=salud&tipo=servicios": {"agency": "salud", "category": "services"},
    "ramo=none": {"agency": NONE},
    "entidad=11": {"state": "11"},
    "entidad=none": {"state": NONE},
}


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


@pytest.fixture(scope="module")
def contracts(store: Store) -> list[Any]:
    """Every contract in force with the group of files it is of, read one by one."""
    known, file, note = table("contract"), table("source_file"), table("coverage_note")
    joined = known.join(file, file.c.source_file_id == known.c.source_file_id)
    joined = joined.join(note, note.c.source_file_id == known.c.source_file_id)
    named = [known.c[name] for name in ("fiscal_year", *COLUMNS.values())]
    query = select(file.c.dataset_id, note.c.coverage, *named).select_from(joined)
    in_force = known.c.amount_status.not_in(OUT_OF_COUNT)
    return list(store.rows(query.where(known.c.fiscal_year.is_not(None), in_force)))


def counted(contracts: list[Any], chosen: dict[str, str]) -> Counter[ContractsAsked]:
    wanted = {COLUMNS[name]: value for name, value in chosen.items()}
    return Counter(
        ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"], **chosen)
        for row in contracts
        if all((row[name] or NONE) == value for name, value in wanted.items())
    )


def page(client: FlaskClient, query: str, language: str = "") -> str:
    return unescape(client.get(f"{language}/contratos?{query}").get_data(as_text=True))


def is_shown(text: str, asked: ContractsAsked) -> bool:
    """Whether a page says of itself that it is of this file and year, wherever it was asked from."""
    canonical = text.split('rel="canonical" href="')[1].split('"')[0]
    return canonical.endswith(f"?{procurement.to_query(asked)}")


@pytest.mark.parametrize("query", CHOICES)
def test_shown_is_where_there_are_most(
    client: FlaskClient, store: Store, contracts: list[Any], query: str
) -> None:
    expected = counted(contracts, CHOICES[query])
    found = procurement.holding(store, CHOICES[query])
    assert {one.asked: one.contracts for one in found} == dict(expected)
    held, problems = procurement.parse_part(query, store)
    assert held is not None
    assert problems == ()
    asked, _ = procurement.narrow(held.asked, query, store)
    assert expected[asked] == max(expected.values()) > 0
    text = page(client, query)
    assert is_shown(text, asked)
    assert f"se muestra donde hay más contratos de lo elegido, {expected[asked]:,} de {asked.year}" in text


def test_a_file_that_is_named_is_shown_though_it_has_none_and_says_where_there_are_some(
    client: FlaskClient, contracts: list[Any]
) -> None:
    expected = counted(contracts, {"agency": "salud"})
    none = "archivo=compras_mx.single_agency&ejercicio=2025&ramo=salud"
    asked = ContractsAsked("compras_mx", "single_agency", 2025, agency="salud")
    assert asked not in expected
    text = page(client, none)
    assert is_shown(text, asked)
    assert "no tiene en 2025 contratos de lo elegido; los hay en otros archivos o años" in text
    listed = text.split("Otros archivos y años con contratos de lo elegido")[1].split("</details>")[0]
    for other, count in expected.items():
        assert f'href="/contratos?{procurement.to_query(other)}">{other.year}</a> ({count:,})' in listed
    assert listed.count("href=") == len(expected)


def test_a_year_left_open_is_that_of_the_file_with_most(client: FlaskClient, contracts: list[Any]) -> None:
    of_file = {
        asked: count
        for asked, count in counted(contracts, {"agency": "salud"}).items()
        if asked.file == "compranet.sample_1_percent"
    }
    most = max(of_file, key=lambda asked: (of_file[asked], asked.year))
    text = page(client, f"archivo={most.file}&ramo=salud")
    assert is_shown(text, most)
    assert "La dirección no dice" not in text


def test_what_no_file_has_is_said(client: FlaskClient, contracts: list[Any]) -> None:
    query, chosen = "ramo=turismo&tipo=obra", {"agency": "turismo", "category": "works"}
    assert not counted(contracts, chosen)
    assert "No file of this dashboard has contracts of what is chosen." in page(client, query, "/en")


def test_what_nobody_summed_up_is_shown_where_its_state_has_most(
    client: FlaskClient, store: Store, contracts: list[Any]
) -> None:
    query = "ramo=salud&entidad=11"
    held, _ = procurement.parse_part(query, store)
    expected = counted(contracts, {"state": "11"})
    assert held is not None
    assert expected[held.asked.having("state", "11")] == max(expected.values())
    assert "de lo elegido" not in page(client, query)


def test_without_a_choice_the_largest_file_is_shown_and_nothing_more_is_said(
    client: FlaskClient, store: Store
) -> None:
    largest = max(procurement.held(store), key=lambda one: one.contracts)
    assert procurement.parse_part("", store) == procurement.parse("", store) == (largest, ())
    assert "de lo elegido" not in page(client, "")


def test_files_of_a_view_are_of_what_the_page_shows(client: FlaskClient, store: Store) -> None:
    held, _ = procurement.parse_part("ramo=salud", store)
    assert held is not None
    described = client.get("/descargas/procedimientos.json?ramo=salud").get_json()
    assert described["permalink"].endswith(procurement.to_query(held.asked.having("agency", "salud")))


def test_the_budget_of_an_agency_leads_to_its_contracts(
    client: FlaskClient, store: Store, contracts: list[Any]
) -> None:
    having = {row["agency_id"] for row in contracts}
    other = next(agency for key, agency in store.facts.agencies.items() if key not in having)
    budget = f"/presupuesto?vista=serie&ramos=salud,{other.agency_id}"
    text = unescape(client.get(budget).get_data(as_text=True))
    assert "salud" in having
    assert "no se entiende" not in text
    assert '<a href="/contratos?ramo=salud">Contratos que este tablero tiene de: Salud</a>' in text
    assert f"Contratos que este tablero tiene de: {other.name.es}" not in text
    assert '<a href="/en/contratos?ramo=salud">' in client.get(f"/en{budget}").get_data(as_text=True)
