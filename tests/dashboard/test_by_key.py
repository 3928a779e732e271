"""What drafts, accounts by key and quarterly files give a reader, from small synthetic files."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data import budget, comparison, words
from dashboard.data.filed import state_of
from dashboard.data.provenance import checks as checks_of
from dashboard.data.result import Gap, Result, State
from dashboard.data.selection import parse
from dashboard.data.store import Store, Stores
from dashboard.settings import Settings
from dashboard.views.registry import BY_SLUG
from dashboard.views.resolve import resolve
from loaders import acceptances, checks
from loaders.home import Home

NOMINAL = "precios=corrientes"


@pytest.fixture(scope="module")
def store(synthetic: Home) -> Store:
    return Stores(synthetic).current()


@pytest.fixture(scope="module")
def reader(synthetic: Home, static: Path) -> Iterator[FlaskClient]:
    with create_app(Settings(home=synthetic, static=static)).test_client() as client:
        yield client


def asked(store: Store, query: str) -> Result:
    """Return what a view answers; what the query asks for must be held."""
    found = resolve(f"{NOMINAL}&{query}", store.facts)
    assert (found.problems, found.nearest) == ((), None)
    return found.view.ask(store, found.selection, "es")


def pesos(result: Result, column: str) -> dict[str, Any]:
    return {str(row["id"]): row[column] for row in result.rows}


def test_checks_come_out_alike_on_every_engine(synthetic: Home, store: Store) -> None:
    with store.engine.connect() as connection:
        rows = acceptances.shown(checks.run(connection), acceptances.all_of(synthetic))
        again = {row["check_id"]: row["status"] for row in rows}
    kept = {row["check_id"]: row["status"] for row in checks_of(store)}
    assert again == kept
    told = (
        "approved_2022_salud",
        "flat_executed_2022_salud",
        "quarter_1_2027_salud",
        "draft_net_2027_proposed",
    )
    assert [kept.get(one) for one in told] == [None, "passed", "passed", "not_checkable"]


@pytest.mark.parametrize(("year", "salud"), [(2024, 110), (2025, 120), (2022, 1000)])
def test_a_year_without_a_workbook_is_shown_from_the_account_by_key(
    store: Store, year: int, salud: int
) -> None:
    result = asked(store, f"ejercicio={year}")
    assert pesos(result, "executed_mxn")["salud"] == salud
    assert "imss" not in pesos(result, "executed_mxn")
    source = "public_account" if year == 2022 else "flat_public_account"
    assert [one.dataset_id for one in result.sources] == [source]
    assert any("clave por clave" in note.es for note in result.notes) == (year != 2022)


def test_years_before_2013_have_only_what_their_files_have(store: Store) -> None:
    result = asked(store, "ejercicio=2008&momento=aprobado")
    assert pesos(result, "approved_mxn") == {"salud": 80, "reforma-agraria": 15}
    found = resolve(f"{NOMINAL}&ejercicio=2008&momento=ejercicio", store.facts)
    assert found.nearest is not None
    other = asked(store, "alcance=cuenta-publica&ejercicio=2008&por=finalidad&momento=ejercido")
    assert pesos(other, "exercised_mxn") == {"2": 95}


@pytest.mark.parametrize("by", ["unidad", "funcion", "capitulo", "partida", "entidad", "fuente"])
def test_an_account_by_key_is_broken_down_as_no_workbook_is(store: Store, by: str) -> None:
    result = asked(store, f"alcance=cuenta-publica&ejercicio=2024&por={by}")
    assert sum(pesos(result, "executed_mxn").values(), Decimal(0)) == 670
    assert {one.dataset_id for one in result.sources} == {"flat_public_account"}


def test_two_years_by_key_are_compared(store: Store) -> None:
    query = f"{NOMINAL}&alcance=cuenta-publica&ejercicio=2025&por=ramo"
    selection, _ = parse(query)
    result = budget.ranking(store, selection, "es")
    assert pesos(result, "executed_mxn") == {"imss": 550, "salud": 120, "marina": 66}
    assert result.column("real_change")


def test_the_series_follows_years_of_both_kinds(store: Store) -> None:
    executed = asked(store, "vista=serie&ramos=salud&momento=ejercicio")
    # Every year from the first to the last: one without a number says which state it is in.
    assert [row["fiscal_year"] for row in executed.rows] == list(range(2008, 2026))
    assert _known(executed, "executed_mxn") == [2022, 2024, 2025]
    states = {row["fiscal_year"]: state_of(row["executed_mxn"]) for row in executed.rows}
    assert states[2008] is State.NOT_REPORTED  # its file has no Ejercicio
    assert states[2009] is State.NOT_HELD
    assert _known(asked(store, "vista=serie&ramos=salud&momento=aprobado"), "approved_mxn") == [
        2008,
        2022,
        2024,
        2025,
    ]
    assert {one.dataset_id for one in executed.sources} == {"public_account", "flat_public_account"}
    assert any((one.before, one.after) == (2023, 2024) for one in _share(store).breaks)


def _known(result: Result, column: str) -> list[Any]:
    return [row["fiscal_year"] for row in result.rows if isinstance(row[column], Decimal)]


def _share(store: Store) -> Result:
    return asked(store, "vista=serie&ramos=aportaciones-seguridad-social,salud&medida=porcentaje")


def test_a_page_says_which_state_a_cell_is_in_and_below_the_table_why(reader: FlaskClient) -> None:
    page = reader.get("/presupuesto?vista=serie&ramos=salud&momento=ejercicio").get_data(as_text=True)
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "no reportado</td>" in table
    assert "fuera de estos datos</td>" in table
    below = page.split("</tbody>")[1]
    assert "no es cero (el archivo de 2008 no trae este momento)." in below
    assert "no se tiene archivo de 2009" in below
    assert "Retenido" not in page


def test_the_draft_is_compared_with_what_was_approved(store: Store) -> None:
    query = "vista=diferencia&alcance=proyecto&ejercicio=2027&por=ramo"
    result = asked(store, query)
    absent = Gap(State.NOT_APPLICABLE, words.NOT_IN_DRAFT)
    told = {
        row["id"]: (row["proposed_mxn"], row["approved_mxn"], row["difference_mxn"]) for row in result.rows
    }
    assert told == {"salud": (90, 95, 5), "marina": (70, 60, -10), "imss": (absent, 400, absent)}
    assert {one.dataset_id for one in result.sources} == {"draft_budget", "approved_budget"}
    selection, _ = parse(query)
    assert "propuesto" in BY_SLUG["deviation"].question_of(selection).es


def test_a_draft_without_its_budget_is_compared_with_nothing(store: Store) -> None:
    found = resolve(f"{NOMINAL}&vista=diferencia&alcance=proyecto&ejercicio=2024", store.facts)
    assert found.nearest is not None
    assert comparison.deviation(store, found.nearest, "es").rows


def test_of_quarters_the_last_one_is_shown_and_never_a_sum(store: Store) -> None:
    result = asked(store, "alcance=avance&ejercicio=2027&momento=pagado")
    assert pesos(result, "paid_mxn") == {"salud": 50}
    assert any("trimestre 2" in note.es for note in result.notes)


@pytest.mark.parametrize(
    "query",
    [
        "ejercicio=2024",
        "alcance=cuenta-publica&ejercicio=2024&por=unidad",
        "vista=recuadros&alcance=cuenta-publica&ejercicio=2024&por=capitulo",
        "vista=entidades&alcance=cuenta-publica&ejercicio=2024&momento=ejercicio",
        "vista=diferencia&alcance=proyecto&ejercicio=2027&por=ramo",
        "vista=diferencia&ejercicio=2024",
        "alcance=proyecto&ejercicio=2027&momento=proyecto",
        "alcance=avance&ejercicio=2027&momento=pagado&por=programa",
        "vista=comparar&ejercicios=2022,2025",
        "vista=serie&momento=aprobado",
        "alcance=cuenta-publica&ejercicio=2008&momento=ejercido",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_and_files_of_them_answer(reader: FlaskClient, query: str, prefix: str) -> None:
    page = reader.get(f"{prefix}/presupuesto?{NOMINAL}&{query}")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "<svg" in text.split('id="contenido"')[1]


def test_sources_and_reconciliation_show_every_file(reader: FlaskClient) -> None:
    text = reader.get("/fuentes").get_data(as_text=True)
    for name in ("Cuenta_Publica_2008.csv", "PPEF_2027.csv", "pef_ac01_avance_2t_2027.csv"):
        assert name in text
    checks = reader.get("/fuentes/conciliacion?conjunto=draft_budget").get_data(as_text=True)
    assert "Proyecto de PEF 2027: total bruto" in checks


@pytest.mark.parametrize("view", ["ranking", "recuadros", "estados"])
def test_what_goes_up_to_a_quarter_is_not_titled_as_a_year(store: Store, view: str) -> None:
    by = "&por=entidad" if view == "estados" else ""
    found = resolve(f"{NOMINAL}&vista={view}&alcance=avance&ejercicio=2027&momento=pagado{by}", store.facts)
    title = found.view.title(found.selection, store.facts)
    assert "2027 (hasta el trimestre 2)" in title.es
    assert "2027 (up to quarter 2)" in title.en
