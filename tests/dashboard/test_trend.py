"""The trend of direct awards, on either engine: a year that is not shown says which field is empty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.components import contract_card
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import Gap, State
from dashboard.data.store import Store
from dashboard.settings import Settings
from dashboard.views.registry import CONTRACT_VIEWS
from loaders.engine import open_store
from loaders.home import Home
from loaders.model import Text
from loaders.procurement.derive import derive
from tests.conftest import Homes
from tests.dashboard import contract_store
from tests.dashboard.contract_store import VERSION, contract
from tests.dashboard.signal_store import ROWS, SAMPLED

ASKED = ContractsAsked("compranet", "sample_1_percent", 2023)
UNTOLD, ALL = 10, 40
EARLIER = [
    contract(100 + place, "Compra", fiscal_year=2022,
             procurement_method="unclassified" if place < UNTOLD else "open")
    for place in range(ALL)
]  # fmt: skip


@pytest.fixture(scope="module")
def place(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = homes(tmp_path_factory.mktemp("trend"))
    rows = {**ROWS, "contract": [*SAMPLED, *EARLIER]}
    contract_store.published(home, rows, derive).engine.dispose()
    return home


@pytest.fixture
def reader(place: Home, static: Path) -> FlaskClient:
    return create_app(Settings(home=place, static=static)).test_client()


def test_a_year_that_is_not_shown_says_which_field_is_empty_in_what_share(place: Home) -> None:
    store = Store(VERSION, open_store(VERSION, home=place), place)
    result = contract_card.answer(CONTRACT_VIEWS["tendencia"], ASKED, store, "es").result
    shares = {row["fiscal_year"]: row["direct_share"] for row in result.rows}
    why = Text("falta «Tipo de procedimiento» en 25.0%", "“Kind of procedure” is missing in 25.0%")
    assert shares[2022] == Gap(State.WITHHELD, why)
    assert isinstance(shares[2023], Decimal)
    told = "2022: no se muestra, porque falta «Tipo de procedimiento» en 25.0%"
    assert [text.es for text in result.missing] == [told]
    assert "2022: not shown, because" in result.missing[0].en


def test_its_cell_is_not_taken_for_one_without_contracts(reader: FlaskClient) -> None:
    page = reader.get("/contratos").get_data(as_text=True)
    card = page.split('id="tendencia-title"')[1].split("</section>")[0]
    assert ">retenido: falta «Tipo de procedimiento» en 25.0%</td>" in card
    assert "falta «Tipo de procedimiento» en 25.0%" in card
