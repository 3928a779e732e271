"""A month that files do not cover is no month without contracts: no zero in table, image, CSV or sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import NOT_APPLICABLE, Gap, Result, State
from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.views.registry import CONTRACT_VIEWS
from loaders.engine import open_store
from loaders.home import Home
from loaders.procurement.derive import derive
from tests.conftest import Homes
from tests.dashboard import contract_store
from tests.dashboard.contract_store import VERSION, contract
from tests.dashboard.signal_store import ROWS

ASKED = ContractsAsked("compranet", "sample_1_percent", 2023)
ADDRESS = "archivo=compranet.sample_1_percent&ejercicio=2023"
# Signed in February and April; the files go to the tenth of May.
SIGNED = [date(2023, 2, 3)] * 20 + [date(2023, 4, 9)] * 15
BEFORE = [date(2022, 1 + place % 12, 3) for place in range(36)]
UNTIL = date(2023, 5, 10)
MEASURES = ("contracts", "counted", "amount_mxn", "share_of_contracts", "share_of_amount")


def _contracts() -> Iterator[dict[str, Any]]:
    for number, day in enumerate([*SIGNED, *BEFORE], 1):
        category = "goods" if day.month == 4 else "services"
        more = {"procurement_method": "direct" if number % 2 else "open", "starts_on": day}
        yield contract(
            number, "Compra", signed_on=day, fiscal_year=day.year, procurement_category=category, **more
        )


@pytest.fixture(scope="module")
def place(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = homes(tmp_path_factory.mktemp("months"))
    notes = [{**row, "covers_until": UNTIL} for row in contract_store.ROWS["coverage_note"]]
    rows = {**ROWS, "contract": list(_contracts()), "coverage_note": notes}
    contract_store.published(home, rows, derive).engine.dispose()
    return home


@pytest.fixture(scope="module")
def store(place: Home) -> Store:
    return Store(VERSION, open_store(VERSION, home=place), place)


@pytest.fixture
def reader(place: Home, static: Path) -> FlaskClient:
    return create_app(Settings(home=place, static=static)).test_client()


def months(store: Store, asked: ContractsAsked) -> Result:
    return CONTRACT_VIEWS["calendario"].result(store, asked, "es")


def test_a_month_without_contracts_is_zero_only_where_the_files_go_to_it(store: Store) -> None:
    rows = months(store, ASKED).rows
    assert [row["contracts"] for row in rows[1:5]] == [20, 0, 15, 0]
    for row in (rows[0], *rows[5:]):
        for name in MEASURES:
            cell = row[name]
            assert isinstance(cell, Gap)
            assert cell.state is State.NOT_HELD
            assert cell.reason is not None
            assert cell.reason.es == "los archivos van de febrero a mayo de 2023"
    assert (rows[2]["amount_mxn"], rows[2]["share_of_contracts"]) == (0, 0)
    assert rows[2]["median_mxn"] == NOT_APPLICABLE


def test_what_is_chosen_does_not_change_what_is_covered(store: Store) -> None:
    rows = months(store, replace(ASKED, category="goods")).rows
    assert [row["contracts"] for row in rows[1:5]] == [0, 0, 15, 0]
    assert isinstance(rows[0]["contracts"], Gap)


def test_a_whole_year_is_covered(store: Store) -> None:
    result = months(store, replace(ASKED, year=2022))
    assert all(row["contracts"] == 3 for row in result.rows)
    assert any("En diciembre se firmó 8.3% de los contratos" in note.es for note in result.notes)
    assert not any("no están en ellos" in note.es for note in result.notes)


def test_december_is_not_said_to_have_nothing(store: Store, reader: FlaskClient) -> None:
    notes = [note.es for note in months(store, ASKED).notes]
    assert not any("diciembre" in note for note in notes)
    assert "Estos archivos van de febrero a mayo de 2023" in " ".join(notes)
    assert "llegan hasta el 10 de mayo de 2023" in " ".join(notes)
    page = reader.get(f"/contratos?{ADDRESS}").get_data(as_text=True)
    card = page.split('id="calendario-title"')[1].split("</section>")[0]
    december = card.split(">diciembre, cierre del ejercicio<")[1].split("</tr>")[0]
    assert "fuera de estos datos" in december
    assert "0.0%" not in december


def test_files_say_it_month_by_month(reader: FlaskClient) -> None:
    text = reader.get(f"/descargas/calendario.csv?{ADDRESS}").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["contracts_state"] for row in rows] == ["not_in_this_store", *["value"] * 4] + [
        "not_in_this_store"
    ] * 7
    assert rows[11]["share_of_contracts"] == ""
    assert "de febrero a mayo" in rows[11]["share_of_contracts_reason"]
    drawn = reader.get(f"/descargas/calendario.svg?{ADDRESS}").get_data(as_text=True)
    assert "fuera de estos datos" in drawn


def test_a_part_of_a_year_is_not_compared_with_a_whole_one(store: Store) -> None:
    result = CONTRACT_VIEWS["tendencia"].result(store, ASKED, "es")
    assert [row["direct_share"] for row in result.rows] == [Decimal("0.5"), pytest.approx(Decimal(18) / 35)]
    (cut,) = result.breaks
    assert (cut.before, cut.after) == (2022, 2023)
    assert "hasta el 10 de mayo de 2023" in cut.reason.es
