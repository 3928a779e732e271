"""No view of *Contratos* ranks or shares out what is not known: counted again contract by contract."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.components import contract_card
from dashboard.data import procurement
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import Gap, State
from dashboard.data.store import Store, Stores
from dashboard.views.registry import CONTRACT_VIEWS
from loaders.home import Home
from loaders.minimums import RANKED_FROM, USUAL_COVERAGE
from loaders.schema import table

Contracts = Sequence[Mapping[str, Any]]
IMSS: Final = ContractsAsked("compras_mx", "single_agency", 2026)
ADDRESS: Final = "archivo=compras_mx.single_agency&ejercicio=2026"
SANCTIONED: Final = ContractsAsked("selected_contracts", "selection", 2013)
COLUMN: Final = {
    "method": "procurement_method",
    "agency": "agency_id",
    "category": "procurement_category",
    "procuring_unit": "procuring_unit_code",
    "month": "signed_on",
    "state": "state_id",
}
MEASURED: Final = {
    slug: view for slug, view in CONTRACT_VIEWS.items() if view.field in COLUMN and not view.every_year
}


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


@pytest.fixture(scope="module")
def contracts(store: Store) -> Mapping[ContractsAsked, Contracts]:
    """The contracts of every group and year."""
    known, file = table("contract"), table("coverage_note")
    columns = [
        known.c[name] for name in ("dataset_id", "fiscal_year", "amount_mxn", "amount_status", "starts_on")
    ]
    joined = known.join(file, file.c.source_file_id == known.c.source_file_id)
    query = select(*columns, *(known.c[name] for name in COLUMN.values()), file.c.coverage).select_from(
        joined
    )
    found: dict[ContractsAsked, list[Mapping[str, Any]]] = {}
    for row in store.rows(query):
        asked = ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"])
        found.setdefault(asked, []).append(row)
    return found


def amount(row: Mapping[str, Any]) -> Decimal:
    counted = row["amount_status"] in ("counted", "converted")
    return row["amount_mxn"] if counted else Decimal(0)


def uncovered(rows: Contracts, column: str) -> bool:
    """Whether the contracts that have a field are too few, or have too little of the money."""
    having = [row for row in rows if row[column] not in (None, "unclassified")]
    whole = sum(map(amount, rows))
    money = sum(map(amount, having)) / whole if whole else 1
    return Decimal(len(having)) / len(rows) < USUAL_COVERAGE or money < USUAL_COVERAGE


def margin(rows: Contracts) -> bool:
    starts = [row["starts_on"].year for row in rows if row["starts_on"]]
    return bool(starts) and all(year != rows[0]["fiscal_year"] for year in starts)


@pytest.mark.parametrize("slug", MEASURED)
def test_a_view_is_withheld_exactly_where_its_field_is_not_known(
    store: Store, contracts: Mapping[ContractsAsked, Contracts], slug: str
) -> None:
    view = MEASURED[slug]
    told = set()
    for asked, rows in contracts.items():
        whole = asked.dataset != "selected_contracts" and len(rows) >= RANKED_FROM and not margin(rows)
        expected = not whole or uncovered(rows, COLUMN[view.field])
        result = view.result(store, asked, "es")
        assert bool(result.withheld) is expected, asked
        told.add(expected)
    assert told == {True, False}


@pytest.mark.parametrize("slug", CONTRACT_VIEWS)
def test_what_was_chosen_because_of_sanctions_is_no_trend_no_share_and_no_rank(
    store: Store, slug: str
) -> None:
    result = CONTRACT_VIEWS[slug].result(store, SANCTIONED, "es")
    assert result.withheld
    assert "porque su proveedor está en una lista de sancionados" in result.withheld.es
    assert "on a list of sanctions" in result.withheld.en
    assert not result.notes
    (row,) = result.rows
    assert all(isinstance(row[column.name], Gap) for column in result.measures)


@pytest.mark.parametrize("slug", CONTRACT_VIEWS)
def test_few_contracts_are_no_share_and_no_rank(store: Store, slug: str) -> None:
    few = next(one for one in procurement.held(store) if one.contracts < RANKED_FROM)
    view = CONTRACT_VIEWS[slug]
    assert view.every_year or view.result(store, few.asked, "en").withheld


def test_states_of_a_file_that_names_hardly_any_are_not_ranked(client: FlaskClient) -> None:
    """3,141 of 3,628 contracts, with 89.7 % of the money, name no state: Oaxaca had 0.8 million."""
    page = client.get(f"/contratos?{ADDRESS}").get_data(as_text=True)
    card = page.split('id="entidades-title"')[1].split("</section>")[0]
    assert "el dato «Entidad federativa» falta en 86.6% de los contratos y 89.7% del monto" in card
    assert "80%" in card
    assert "Oaxaca" not in card
    assert "<table" not in card
    assert "<img" not in card


def test_its_files_say_why_and_nothing_else(client: FlaskClient) -> None:
    for ending in ("svg", "drawing.svg", "narrow.svg"):
        drawn = client.get(f"/descargas/entidades.{ending}?{ADDRESS}").get_data(as_text=True)
        assert "Entidad federativa" in drawn
        assert "Oaxaca" not in drawn
    text = client.get(f"/descargas/entidades.csv?{ADDRESS}").get_data(as_text=True)
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["id"] == "withheld"
    assert row["amount_mxn"] == ""
    assert row["amount_mxn_state"] == State.WITHHELD
    assert "falta en 86.6% de los contratos y 89.7% del monto" in row["amount_mxn_reason"]
    told = client.get(f"/en/descargas/entidades.json?{ADDRESS}").get_json()
    assert told["withheld"].startswith("Not shown: “State” is missing in 86.6% of the contracts")
    assert told["rows"] == 0


def test_a_filter_is_a_field_too(store: Store) -> None:
    """The suppliers of a state are as unknown as the state."""
    asked = replace(IMSS, state="09")
    result = contract_card.answer(CONTRACT_VIEWS["proveedores"], asked, store, "es").result
    assert result.withheld
    assert "Entidad federativa" in result.withheld.es
    trend = contract_card.answer(CONTRACT_VIEWS["tendencia"], asked, store, "es").result
    assert all(isinstance(row["direct_share"], Gap) for row in trend.rows)


def test_what_is_nearly_known_is_shown_with_its_coverage(store: Store) -> None:
    sample = ContractsAsked("compranet", "sample_1_percent", 2017)
    result = CONTRACT_VIEWS["ramos"].result(store, sample, "es")
    assert result.withheld is None
    assert (
        result.notes[0].es
        == "El dato «Ramo» está en 91.0% de los contratos y 80.6% del monto; de lo demás no se sabe."
    )


def test_a_year_of_which_a_margin_is_held_is_not_described(store: Store) -> None:
    result = CONTRACT_VIEWS["procedimientos"].result(store, replace(IMSS, year=2025), "es")
    assert result.withheld
    assert "de 2025 estos archivos solo tienen contratos que empiezan en otro año" in result.withheld.es


def test_the_trend_is_of_one_group_of_files(store: Store) -> None:
    for one in procurement.held(store):
        if one.asked.dataset != "selected_contracts":
            rows = CONTRACT_VIEWS["tendencia"].result(store, one.asked, "es").rows
            assert {row["id"] for row in rows} <= {one.asked.file}
