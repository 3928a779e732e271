"""What pages say: the first response carries the facts, and wrong links are answered in words."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from dashboard.i18n.search import NONE_HELD
from dashboard.pages import sources
from dashboard.pages.registry import pages


def text(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", pages())
def test_every_page_answers_with_one_heading_and_its_table(
    client: FlaskClient, path: str, prefix: str
) -> None:
    page = text(client, f"{prefix}{path}")
    assert len(re.findall("<h1", page)) == 1
    assert "<table" in page or NONE_HELD.in_("en" if prefix else "es") in page
    assert f'lang="{"en" if prefix else "es-MX"}"' in page


def test_the_first_response_has_the_figures_and_the_drawing(client: FlaskClient) -> None:
    page = text(client, "/presupuesto?alcance=pef-neto&ejercicio=2021&momento=aprobado&precios=corrientes")
    assert "<svg" in page
    assert "6,295.7 mil millones de pesos" in page
    assert "901,687.1" in page  # IMSS, in the table


def test_a_choice_not_held_is_answered_with_the_nearest(client: FlaskClient) -> None:
    page = text(client, "/presupuesto?por=unidad&ejercicio=2018")
    assert "Esta combinación no existe en los datos" in page
    assert "<svg" not in page.split('id="contenido"')[1]


def test_disabled_options_say_why(client: FlaskClient) -> None:
    page = text(client, "/presupuesto")
    assert re.search(r"<option[^>]* disabled[^>]*>Unidad responsable: elija PEF, bruto, 2021, aprobado", page)


def test_a_wrong_word_is_named(client: FlaskClient) -> None:
    page = text(client, "/en/presupuesto?momento=%3Cb%3E")
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_drilling_shows_where_the_reader_is(client: FlaskClient) -> None:
    page = text(
        client,
        "/presupuesto?vista=recuadros&alcance=pef-bruto&ejercicio=2021&momento=aprobado&por=subfuncion&dentro=2.3",
    )
    trail = re.search(r'<ol class="breadcrumbs">.*?</ol>', page)
    assert trail is not None
    assert "Desarrollo Social" in trail.group()
    assert 'aria-current="page">Salud' in trail.group()


def test_an_empty_answer_says_what_to_do(client: FlaskClient) -> None:
    page = text(client, "/presupuesto?vista=recuadros&por=programa&dentro=nadie")
    assert "No hay filas para esta selección" in page


def test_questioning_a_figure_names_it_but_never_a_foreign_address(client: FlaskClient) -> None:
    own = text(client, "/fuentes?sobre=%2Fpresupuesto%3Fvista%3Dserie")
    assert "/presupuesto?vista=serie" in own.split('id="corregir"')[1]
    foreign = text(client, "/fuentes?sobre=https%3A%2F%2Fexample.org")
    assert "example.org" not in foreign.split('id="corregir"')[1]


def test_the_sources_page_names_every_file_with_its_hash(client: FlaskClient) -> None:
    page = text(client, "/fuentes")
    assert "budget/PEF_2021.csv.gz" in page
    assert "d9a923ed8d863c87af154c97a877cdd5a3f834a1d9b49fe0110426e69cd8c27a" in page


def checks_shown(page: str) -> list[str]:
    """Return the rows of the table of checks."""
    table = page.split('id="detalle"')[1].split("</table>")[0]
    return re.findall(r"<tr>(?:(?!</tr>).)*</tr>", table.split("<tbody>")[1])


def test_every_check_stands_on_the_reconciliation_page(client: FlaskClient) -> None:
    page = text(client, "/fuentes/conciliacion?filas=todas")
    rows = list(csv.DictReader(io.StringIO(text(client, "/descargas/comprobaciones.csv"))))
    assert len(checks_shown(page)) == len(rows)
    assert "no comprobable" in page
    assert f"De {len(rows)} comprobaciones" in page


@pytest.mark.parametrize(
    ("query", "column", "value"),
    [
        ("ejercicio=2021", "fiscal_year", "2021"),
        ("ramo=salud", "subject", "salud"),
        ("resultado=explicada", "status", "explained"),
        ("conjunto=population&ramo=todos", "dataset_id", "population"),
    ],
)
def test_checks_are_chosen_by_address(client: FlaskClient, query: str, column: str, value: str) -> None:
    rows = list(csv.DictReader(io.StringIO(text(client, f"/descargas/comprobaciones.csv?{query}"))))
    assert rows
    assert {row[column] for row in rows} == {value}
    assert len(checks_shown(text(client, f"/fuentes/conciliacion?{query}"))) == len(rows)


def test_a_check_between_two_files_is_one_of_both(client: FlaskClient) -> None:
    address = "/descargas/comprobaciones.csv?conjunto=approved_budget&ejercicio=2021&ramo=salud"
    rows = list(csv.DictReader(io.StringIO(text(client, address))))
    assert [(row["dataset_id"], row["against"]) for row in rows] == [("public_account", "approved_budget")]


def test_a_change_too_small_for_two_decimals_is_shown_with_more() -> None:
    told = {"subject": "inpc", "measure": "annual_mean", "fiscal_year": 2026, "reason_es": "x"}
    told["since_version"] = "v"
    old, new = Decimal("144.988000000"), Decimal("144.988166667")
    small = {"old": old, "new": new, "difference": new - old}
    assert sources._change({**told, **small}, "es")[1:4] == ["144.988000", "144.988167", "0.000167"]
    pesos = {"old": Decimal("2.00"), "new": None, "difference": Decimal("-2.00")}
    assert sources._change({**told, **pesos}, "es")[1:4] == ["2.00", "", "-2.00"]


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_a_file_of_checks_is_refused_for_what_nobody_knows(client: FlaskClient, ending: str) -> None:
    answer = client.get(f"/descargas/comprobaciones.{ending}?resultado=explained")
    assert answer.status_code == 404
    assert "explicada" in answer.get_data(as_text=True)


def test_a_difference_stands_in_pesos_and_per_cent_with_its_explanation(client: FlaskClient) -> None:
    page = text(client, "/fuentes/conciliacion?resultado=explicada&ejercicio=2021")
    row = next(one for one in checks_shown(page) if "Aportaciones a Seguridad Social" in one)
    assert "-74,804,606,796.00" in row
    assert "-7.7838" in row
    assert "J011, J012, J017, J022, R015, R023, T005" in row


def test_a_choice_of_checks_that_means_nothing_is_said_in_words(client: FlaskClient) -> None:
    page = text(client, "/fuentes/conciliacion?ejercicio=1821&ramo=%3Cb%3E")
    assert "1821" in page
    assert "<b>" not in page


def test_checks_as_json_say_what_their_columns_mean(client: FlaskClient) -> None:
    told = client.get("/en/descargas/comprobaciones.json?ramo=salud").get_json()
    assert [field["name"] for field in told["schema"]["fields"]] == list(told["data"][0])
    assert all(field["title"] and field["description"] for field in told["schema"]["fields"])
    assert {row["subject"] for row in told["data"]} == {"salud"}
    assert told["data"][0]["expected"].endswith(".00")


def test_the_receipt_of_a_figure_leads_to_the_checks_of_its_year(client: FlaskClient) -> None:
    page = text(client, "/presupuesto?ejercicio=2018")
    assert 'href="/fuentes/conciliacion?ejercicio=2018"' in page
    assert 'href="/fuentes/conciliacion"' in text(client, "/presupuesto?vista=serie")


def test_the_language_switch_keeps_the_view(client: FlaskClient) -> None:
    page = text(client, "/presupuesto?vista=serie&ramos=salud")
    assert 'href="/en/presupuesto?vista=serie&amp;ramos=salud"' in page


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_check_is_in_the_machine_readable_file(client: FlaskClient, prefix: str) -> None:
    rows = list(csv.DictReader(io.StringIO(text(client, f"{prefix}/descargas/comprobaciones.csv"))))
    net = next(row for row in rows if row["check_id"] == "pef_2021_net")
    assert (net["expected"], net["subject"]) == ("6295736200000.00", "net")
    assert (net["actual"], net["difference"], net["status"]) == ("6295736200000.00", "0.00", "passed")
    assert {"passed", "explained", "not_checkable"} <= {row["status"] for row in rows}
    assert f"{prefix}/descargas/comprobaciones.csv" in text(client, f"{prefix}/fuentes")
