"""*Señales*, the page of each indicator and the composite, on both engines, as a reader gets them."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data import composite, procurement, signals
from dashboard.data.composite import CONCEPTS
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Store
from dashboard.i18n import signals as words
from dashboard.settings import Settings
from tests.conftest import Homes
from tests.dashboard import signal_store
from tests.dashboard.signal_store import DIRECT, EACH, EARLIER, SAMPLED, WHOLES
from tests.site.signals.asked import ASK_SAMPLE, ASK_WHOLE, SAMPLE, WHOLE

PRIVATE = (
    re.compile(r"\b[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}\b"),
    re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    re.compile(r"\b(?:tel|teléfono|phone)\D{0,8}\d{7,}", re.IGNORECASE),
)


def text_of(reader: FlaskClient, address: str, status: int = 200) -> str:
    with reader.get(address) as answer:
        assert answer.status_code == status
        return html.unescape(answer.get_data(as_text=True))


def rows_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the body of a table, by its caption, as text."""
    table = next(part for part in page.split("<table") if f">{heading}</caption>" in part)
    body = table.split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def searches(page: str) -> list[tuple[str, str]]:
    """Every way to contracts in a page: its address and what it says."""
    return re.findall(r'<a href="([^"]*/buscar\?[^"]*)"[^>]*>([^<]*)</a>', page)


def share_of(contracts: list[dict[str, Any]], method: str) -> float:
    """The share of contracts of a method among those that say theirs."""
    known = [row for row in contracts if row["procurement_method"] != "unclassified"]
    return len([row for row in known if row["procurement_method"] == method]) / len(known)


@pytest.mark.parametrize(("prefix", "language"), [("", "es"), ("/en", "en")])
def test_every_indicator_is_told_whole(reader: FlaskClient, store: Store, prefix: str, language: str) -> None:
    page = text_of(reader, f"{prefix}/contratos/senales?{ASK_WHOLE}")
    found = signals.indicators(store)
    assert len(found) == 18
    for key, one in found.items():
        told = [one.record[f"{name}_{language}"] for name in ("name", "question", "formula", "method")]
        told += [reason[f"text_{language}"] for reason in one.explanations]
        told += [need[f"name_{language}"] for need in one.needs]
        assert one.explanations
        assert [text for text in told if text not in page] == []
        assert f'href="{prefix}/contratos/senales/{key}?{ASK_WHOLE}"' in page
        detail = text_of(reader, f"{prefix}/contratos/senales/{key}")
        assert one.record["formula_sql"] in detail


def test_a_value_is_counted_from_the_contracts(reader: FlaskClient) -> None:
    known = [row for row in WHOLES if row["procurement_method"] != "unclassified"]
    direct = sum(row["procurement_method"] == "direct" for row in known)
    low, high = direct / len(WHOLES), (direct + len(WHOLES) - len(known)) / len(WHOLES)
    row = rows_of(text_of(reader, f"/contratos/senales?{ASK_WHOLE}"), "Cuánto vale cada una")[0]
    assert row[:3] == ["Adjudicación directa", f"{direct / len(known):.1%}", f"{low:.1%} – {high:.1%}"]
    assert row[4:] == [str(direct), str(len(known)), f"{len(known) / len(WHOLES):.1%}"]


def test_a_value_below_its_coverage_says_which_field_is_empty(reader: FlaskClient) -> None:
    empty = sum(row["published_on"] is None for row in SAMPLED) / len(SAMPLED)
    told = f"Se retiene: en {empty:.1%} de los contratos falta «Fecha de publicación», y se pide cobertura"
    for address in ("/contratos/senales", "/contratos/senales/late_publication"):
        assert f"{told} de 80%." in text_of(reader, f"{address}?{ASK_SAMPLE}")
    found = rows_of(text_of(reader, f"/contratos/senales?{ASK_SAMPLE}"), "Cuánto vale cada una")
    late = next(row for row in found if row[0] == "Publicación tardía")
    assert late[2:] == [*["retenido"] * 4, f"{1 - empty:.1%}"]


@pytest.mark.parametrize("asked", [WHOLE, SAMPLE])
def test_every_number_leads_to_just_so_many_contracts(reader: FlaskClient, asked: ContractsAsked) -> None:
    query = procurement.to_query(asked)
    pages = [f"/contratos/senales?{query}"]
    pages += [f"/contratos/senales/direct_award?{query}&alcance={word}" for word in signals.SCOPES.values()]
    links = [link for address in pages for link in searches(text_of(reader, address)) if link[1].isdigit()]
    assert len(links) > 4
    for address, number in links:
        assert f"Contratos: {number}<" in text_of(reader, address), address


def test_a_concentration_leads_to_all_the_contracts_it_is_made_of(reader: FlaskClient) -> None:
    page = text_of(reader, f"/contratos/senales/hhi?{ASK_WHOLE}")
    (address, _), *_ = searches(page)
    assert f"Contratos: {len(WHOLES)}<" in text_of(reader, address)


def test_a_place_is_a_band_where_missing_data_could_change_it(reader: FlaskClient) -> None:
    page = text_of(reader, f"/contratos/senales/direct_award?{ASK_WHOLE}&alcance=unidad")
    rows = {row[0].split(" (")[0]: row for row in rows_of(page, "Por unidad compradora")}
    shares = {unit: direct / (EACH - unknown) for unit, (direct, unknown) in DIRECT.items()}
    assert {unit: rows[f"Unidad {unit}"][1] for unit in DIRECT} == {
        unit: f"{value:.1%}" for unit, value in shares.items()
    }
    # The second unit may have as few as 9 of 12 or as many as 11 of 12: before or after the first one's 10.
    assert [rows[f"Unidad {unit}"][7] for unit in DIRECT] == [
        *["entre 1 y 2 de 6"] * 2,
        *(f"{place} de 6" for place in range(3, 6)),
        "sin lugar",  # of none of its contracts
    ]


def test_a_year_with_few_contracts_is_not_compared(reader: FlaskClient) -> None:
    page = text_of(reader, f"/contratos/senales/direct_award?{ASK_WHOLE}")
    rows = rows_of(page, "Año por año, en los mismos archivos")
    assert [row[0] for row in rows] == ["2023", "2022", "2021"]
    now, before = (share_of(contracts, "direct") for contracts in (WHOLES, EARLIER))
    few, first = "retenido: menos de 30 contratos en un año", "fuera de estos datos"
    assert [row[7] for row in rows] == [f"{100 * (now - before):+.1f}", few, first]


def test_a_natural_person_among_the_suppliers_has_no_name(reader: FlaskClient) -> None:
    rows = rows_of(
        text_of(reader, f"/contratos/senales/top_four?{ASK_WHOLE}"), "Los proveedores con más monto"
    )
    assert [row[0] for row in rows] == ["Persona física", "LIMPIEZA ÁGIL SA DE CV"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_private_is_on_any_of_the_pages(reader: FlaskClient, store: Store, prefix: str) -> None:
    addresses = [f"{prefix}/contratos/senales/{key}?{ASK_WHOLE}" for key in signals.indicators(store)]
    addresses += [f"{prefix}/contratos/{name}?{ASK_WHOLE}" for name in ("senales", "compuesto")]
    for address in addresses:
        page = text_of(reader, address)
        assert [found.group() for one in PRIVATE for found in one.finditer(page)] == []
        assert "Zenaida" not in page


def test_the_match_rates_are_printed_near_zero_included(reader: FlaskClient, store: Store) -> None:
    rows = rows_of(
        text_of(reader, f"/contratos/senales?{ASK_SAMPLE}"), "Con qué se pudieron enlazar estos contratos"
    )
    assert len(rows) == len([row for row in procurement.match_rates(store, SAMPLE) if row["total"]]) > 4
    assert ["Procedimiento publicado aparte", "0", "40", "0.0%"] in rows


@pytest.mark.parametrize("name", ["senales", "compuesto", "senales/hhi"])
def test_no_page_takes_a_sample_for_the_whole(reader: FlaskClient, name: str) -> None:
    page = text_of(reader, f"/contratos/{name}?{ASK_SAMPLE}")
    assert "Esto no es toda la contratación pública: son los 40 contratos de 2023" in page
    assert "CompraNet, muestra del 1 %" in page
    assert "Note compranet.a" in text_of(reader, f"/en/contratos/{name}?{ASK_SAMPLE}")


# --- the composite ------------------------------------------------------------------------------


def test_every_step_of_every_score_can_be_made_again(store: Store) -> None:
    scored = composite.scores(store, WHOLE, "procuring_unit")
    assert {row["scope_id"] for row in scored} == set(DIRECT)
    for row in scored:
        steps = composite.steps(store, WHOLE, row)
        for part, value in [
            *((one, "value") for one in steps.components),
            *((one, "concept_mean") for one in steps.concepts),
        ]:
            span = part["most"] - part["least"]
            made = 100 * (part[value] - part["least"]) / span if span else Decimal(0)
            assert float(part["scaled"]) == pytest.approx(float(made), abs=1e-5)
        for concept in steps.concepts:
            of_it = [one["scaled"] for one in steps.components if one["concept"] == concept["concept"]]
            assert float(concept["concept_mean"]) == pytest.approx(float(sum(of_it) / len(of_it)), abs=1e-6)
        weighted = composite.weighted(steps.concepts)
        assert all(float(weighted[name]) == pytest.approx(float(row[name]), abs=1e-6) for name in CONCEPTS)
        assert float(row["score"]) == pytest.approx(float(sum(weighted.values())) / 3, abs=1e-6)


def test_the_page_writes_the_steps_of_the_unit_asked_for(reader: FlaskClient) -> None:
    page = text_of(reader, f"/contratos/compuesto?{ASK_WHOLE}&unidad=u4")
    assert "Paso a paso: Unidad u4" in page
    first = rows_of(page, "Pasos 1 y 2: cada señal, de 0 a 100")[0]
    assert first == [
        "Adjudicación directa",
        "Competencia",
        "Servicios",
        "41.7%",
        "5 de 12",
        "0.0%",
        "90.0%",
        "46.3",
    ]
    rows = rows_of(page, "Puntaje de cada unidad")
    score = next(row for row in rows if row[0].startswith("Unidad u4"))
    assert f"({score[2]} + {score[3]} + {score[4]}) ÷ 3 = {score[1]}" in page
    assert sum(float(one) for one in score[2:]) / 3 == pytest.approx(float(score[1]), abs=0.1)


def test_a_sample_has_no_composite_and_says_why(reader: FlaskClient) -> None:
    page = text_of(reader, f"/contratos/compuesto?{ASK_SAMPLE}")
    assert words.COMPOSITE_WHY_NOT.es in page
    assert f'href="/contratos/compuesto?{ASK_WHOLE}"' in page
    assert "Puntaje de cada unidad" not in page


def test_a_search_offers_only_signals_that_a_contract_can_have(reader: FlaskClient, store: Store) -> None:
    choices = text_of(reader, "/buscar").split('id="filter-senal"')[1].split("</select>")[0]
    offered = re.findall(r'value="([^"]+)"', choices)
    found = signals.indicators(store)
    assert offered[1:] == [key for key, one in found.items() if one.record["drill"] == "contracts"]
    assert len(offered) - 1 < len(found)


def test_no_two_landmarks_of_a_page_have_one_name(reader: FlaskClient) -> None:
    for address in (f"/contratos/senales?{ASK_WHOLE}", f"/contratos/compuesto?{ASK_WHOLE}"):
        page = text_of(reader, address)
        headings = dict(re.findall(r'<h[23][^>]* id="([^"]+)"[^>]*>([^<]+)<', page))
        named = [headings.get(key, key) for key in re.findall(r'<section aria-labelledby="([^"]+)"', page)]
        named += re.findall(r'aria-label="([^"]+)"[^>]*role="region"', page)
        assert len(named) > 3
        assert len(set(named)) == len(named)


# --- ways in and wrong ways ---------------------------------------------------------------------


def test_what_is_not_understood_is_said(reader: FlaskClient) -> None:
    page = text_of(reader, f"/contratos/senales/hhi?{ASK_WHOLE}&alcance=nadie")
    assert "«alcance» vale «nadie»" in page
    assert "«archivo» vale «otro»" in text_of(reader, "/contratos/senales?archivo=otro")
    assert "«unidad» vale «u9»" in text_of(reader, f"/contratos/compuesto?{ASK_WHOLE}&unidad=u9")
    text_of(reader, "/contratos/senales/no-such", 404)


def test_contracts_and_suppliers_lead_to_their_signals(reader: FlaskClient) -> None:
    number = next(row["contract_id"] for row in SAMPLED if row["procurement_method"] == "direct")
    assert f'href="/contratos/senales/direct_award?{ASK_SAMPLE}"' in text_of(reader, f"/contrato/{number}")
    supplier = text_of(reader, "/en/proveedor/rfc.LIM010203AB1")
    assert 'href="/en/contratos/senales/direct_award"' in supplier


def test_without_contracts_the_indicators_are_still_told(
    homes: Homes, tmp_path: Path, static: Path, store: Store
) -> None:
    place = homes(tmp_path)
    signal_store.without_contracts(place).engine.dispose()
    reader = create_app(Settings(home=place, static=static)).test_client()
    for prefix, language in (("", "es"), ("/en", "en")):
        page = text_of(reader, f"{prefix}/contratos/senales")
        for one in signals.indicators(store).values():
            assert one.record[f"formula_{language}"] in page
        assert words.NO_CONTRACTS.in_("en" if prefix else "es") in page
        assert words.NO_CONTRACTS.in_("en" if prefix else "es") in text_of(
            reader, f"{prefix}/contratos/compuesto"
        )
        text_of(reader, f"{prefix}/contratos/senales/hhi")
