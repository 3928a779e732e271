"""*Buscar* and the files of its contracts, as a reader without scripts and a program get them."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import polars as pl
import pyarrow as pa
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy.pool import QueuePool

from dashboard.api import sheets, tabular
from dashboard.api.contract_files import AT_ONCE
from dashboard.app import create_app
from dashboard.data import contract_rows, search
from dashboard.settings import Settings
from loaders.engine import columns_of
from loaders.home import Home
from loaders.search import index
from tests.conftest import Homes
from tests.dashboard import contract_store
from tests.dashboard.contract_store import VERSION


@pytest.fixture(scope="module")
def home(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = homes(tmp_path_factory.mktemp("pages"))
    contract_store.searchable(made).engine.dispose()
    return made


@pytest.fixture(scope="module")
def application(home: Home, static: Path) -> Flask:
    return create_app(Settings(home=home, static=static))


@pytest.fixture
def reader(application: Flask) -> FlaskClient:
    return application.test_client()


def text_of(reader: FlaskClient, address: str) -> str:
    with reader.get(address) as answer:
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


@pytest.mark.parametrize(("prefix", "found"), [("", "Contratos: 1"), ("/en", "Contracts: 1")])
def test_a_search_finds_its_contract(reader: FlaskClient, prefix: str, found: str) -> None:
    page = text_of(reader, f"{prefix}/buscar?q=limpieza+OFICINAS&ejercicio=2023")
    assert found in page
    assert f'href="{prefix}/contrato/compranet.1001"' in page
    assert f'href="{prefix}/proveedor/rfc.LIM010203AB1"' in page
    assert f'href="{prefix}/descargas/contratos.csv?q=limpieza%20OFICINAS&amp;ejercicio=2023"' in page
    assert re.search(r'<select[^>]*name="ejercicio"', page)


def test_names_stand_before_contracts(reader: FlaskClient) -> None:
    page = text_of(reader, "/buscar?q=limpieza")
    assert page.index("LIMPIEZA ÁGIL SA DE CV") < page.index("Contratos encontrados")


def test_no_page_takes_what_is_held_for_the_whole(reader: FlaskClient) -> None:
    page = text_of(reader, "/buscar")
    assert "Esto no es toda la contratación pública" in page
    assert "7 de una muestra de 1 %; 1 de archivos de una sola dependencia" in page


def test_a_single_contract_has_no_profile_of_its_supplier(reader: FlaskClient) -> None:
    page = text_of(reader, "/buscar?ramo=salud&tipo=servicios")
    assert "Zenaida Quiroga Ibáñez" in page
    assert "/proveedor/single" not in page


def test_a_filter_in_place_is_a_link_that_removes_it(reader: FlaskClient) -> None:
    page = text_of(reader, "/buscar?q=limpieza&procedimiento=directa&senal=round_amount")
    assert 'aria-label="Quitar Procedimiento: Adjudicación directa"' in page
    assert 'href="/buscar?q=limpieza&amp;senal=round_amount"' in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=nadadeesto", "Ningún contrato de los que tenemos cumple todo esto"),
        ("q=de+la", "no tiene palabras que distingan"),
        ("ejercicio=mil", "«ejercicio» vale «mil»"),
        ("q=%22sin+cerrar", "Ningún contrato"),
        ("pagina=2", "Contratos: 8"),
        ("pagina=5000", "«pagina» vale «5000»"),
    ],
)
def test_what_cannot_be_answered_is_told(reader: FlaskClient, query: str, told: str) -> None:
    assert told in text_of(reader, f"/buscar?{query}")


def test_pages_lead_on(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.data.contract_filter.SIZES", (3,))
    page = text_of(reader, "/buscar?filas=3&pagina=2&orden=antiguos")
    assert "Se muestran del 4 al 6" in page
    assert 'rel="prev"' in page
    assert 'rel="next"' in page


def rows_of(reader: FlaskClient, query: str) -> list[dict[str, str]]:
    text = text_of(reader, f"/descargas/contratos.csv?{query}")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_exactly_the_rows_and_where_each_is_from(reader: FlaskClient) -> None:
    rows = rows_of(reader, "q=limpieza&senal=round_amount")
    assert [(row["contract_id"], row["amount_mxn"]) for row in rows] == [
        ("compranet.1001", "1000.50"),
        ("compranet.1004", "4000.00"),
    ]
    assert {row["sha256"] for row in rows} == {"a" * 64}
    assert {(row["file_name"], row["coverage"]) for row in rows} == {("compranet.a.csv", "sample_1_percent")}
    assert rows[0]["source_row"] == "1"
    assert "contract_no" not in rows[0]
    assert len(rows_of(reader, "orden=mayor-monto&filas=25&pagina=2")) == 8


def test_a_text_comes_back_whole(reader: FlaskClient) -> None:
    (row,) = rows_of(reader, "unidad=019GYR002")
    assert row["description"] == 'Texto con "comillas", coma\ny renglón'
    (row,) = rows_of(reader, "q=asesoria")
    assert (row["amount_mxn"], row["signed_on"]) == ("", "")


def test_parquet_and_xlsx_have_the_same_rows(reader: FlaskClient) -> None:
    expected = rows_of(reader, "ramo=salud")
    with reader.get("/descargas/contratos.parquet?ramo=salud") as answer:
        frame = pl.read_parquet(io.BytesIO(answer.data))
    assert frame["contract_id"].to_list() == [row["contract_id"] for row in expected]
    assert frame.schema["amount_mxn"] == pl.Decimal(18, 2)
    with reader.get("/descargas/contratos.xlsx?ramo=salud") as answer:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    head, *rows = book.get_sheet_by_name("contratos").to_python()
    assert head == frame.columns
    assert [row[0] for row in rows] == frame["contract_id"].to_list()
    assert rows[0][head.index("amount_mxn")] == 1000.5
    assert rows[0][head.index("signed_on")] == date(2023, 1, 1)
    note = [row[0] for row in book.get_sheet_by_name("nota").to_python()]
    assert note[0] == "Contratos encontrados: 6. Filas en esta hoja: 6."
    assert str(note[1]).startswith("Esto no es toda la contratación pública")
    assert note[2] == "Filtro: ramo=salud"


def test_the_description_tells_columns_and_sources(reader: FlaskClient) -> None:
    told = json.loads(text_of(reader, "/en/descargas/contratos.json?datos=compras_mx"))
    assert (told["rows"], told["coverage"]) == (1, {"single_agency": 1})
    assert [one["name"] for one in told["schema"]["fields"]] == [one.name for one in contract_rows.columns()]
    assert {one["dataset_id"] for one in told["sources"]} >= {"compras_mx"}


def test_each_file_leads_to_its_description(reader: FlaskClient) -> None:
    with reader.get("/en/descargas/contratos.csv?datos=compras_mx") as answer:
        address, *told = answer.headers["Link"].split("; ")
    assert told == ['rel="describedby"', 'type="application/json"']
    description = json.loads(text_of(reader, address.strip("<>").removeprefix("http://localhost")))
    assert (description["filter"], description["coverage"]) == ("datos=compras_mx", {"single_agency": 1})


def test_a_file_of_what_is_not_understood_is_refused(reader: FlaskClient) -> None:
    with reader.get("/descargas/contratos.csv?ejercicio=mil") as answer:
        assert (answer.status_code, answer.content_type) == (404, "text/plain; charset=utf-8")


def test_two_files_at_a_time_and_a_third_waits(reader: FlaskClient) -> None:
    first, second = (reader.get("/descargas/contratos.csv", buffered=False) for _ in range(2))
    with reader.get("/descargas/contratos.csv") as third:
        assert (third.status_code, third.headers["Retry-After"]) == (503, "60")
    first.close()
    second.close()
    assert len(rows_of(reader, "")) == 8


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_reader_who_stops_leaves_nothing_running(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    asked: list[sa.Engine] = []

    def counted(home: Home, engine: sa.Engine, query: sa.Select[Any], schema: pa.Schema) -> pa.Table:
        asked.append(engine)
        return columns_of(home, engine, query, schema)

    for module, name in ((search, "PIECE"), (contract_rows, "ROWS"), (tabular, "GROUP_ROWS")):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(contract_rows, "columns_of", counted)
    for _ in range(AT_ONCE + 1):
        asked.clear()
        with reader.get(f"/descargas/contratos.{ending}", buffered=False) as answer:
            assert answer.status_code == 200
            parts = iter(answer.response)
            while not asked:
                next(parts)
        assert len(asked) < len(range(0, 8, 2))
        assert cast("QueuePool", asked[0].pool).checkedout() == 0


def test_a_sheet_ends_where_sheets_end_and_says_so(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    with reader.get("/descargas/contratos.xlsx") as answer:
        assert answer.headers["X-Rows-Left-Out"] == "3"
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert len(book.get_sheet_by_name("contratos").to_python()) == 6
    assert "las otras 3 están en CSV y Parquet" in str(book.get_sheet_by_name("nota").to_python()[-1][0])


def test_until_the_index_is_ready_pages_say_so_and_nothing_fails(tmp_path: Path, static: Path) -> None:
    home = Home(tmp_path)
    contract_store.published(home).engine.dispose()
    reader = create_app(Settings(home=home, static=static)).test_client()
    with reader.get("/buscar?q=limpieza") as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "se está preparando" in answer.get_data(as_text=True)
    with reader.get("/descargas/contratos.csv") as answer:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    index.ensure(home, VERSION, lambda words: None)
    assert "Contratos: 6" in text_of(reader, "/buscar?q=limpieza")


def test_cells_of_a_sheet_stay_text() -> None:
    texts = ["=1+1", "<b>&", "a\x01b\rc", "x" * 40_000, None, ""]
    table = pa.table({"text": texts, "amount": [Decimal("1.10")] * 6, "flag": [True, False, None] * 2})
    made = b"".join(tabular.xlsx([table], table.schema, ("a", "b"), ["nota <&"]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("a").to_python()
    assert [row[0] for row in rows[1:4]] == ["=1+1", "<b>&", "ab\rc"]
    assert len(str(rows[4][0])) == 32_767
    assert [row[2] for row in rows[1:4]] == [True, False, ""]


def test_an_empty_answer_is_a_whole_file(reader: FlaskClient) -> None:
    assert rows_of(reader, "q=nadadeesto") == []
    for ending in ("parquet", "xlsx"):
        with reader.get(f"/descargas/contratos.{ending}?q=nadadeesto") as answer:
            assert answer.status_code == 200
            assert answer.data


def test_every_page_has_the_box(reader: FlaskClient) -> None:
    assert text_of(reader, "/fuentes").count('role="search"') == 1
    assert text_of(reader, "/buscar").count('role="search"') == 1
