"""The views of *Contratos*, on the bundled snapshot: being registered is being tested."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape
from statistics import median
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from dashboard.charts import draw
from dashboard.components import contract_card
from dashboard.components.contract_card import ContractAnswer
from dashboard.data import procurement
from dashboard.data.procurement import ContractsAsked
from dashboard.data.result import Gap
from dashboard.data.store import Store, Stores
from dashboard.pages.registry import families
from dashboard.views.registry import CONTRACT_VIEWS
from dashboard.views.summary import summary
from loaders.home import Home
from loaders.model import Language
from loaders.procurement_columns import OUT_OF_COUNT
from loaders.schema import table
from loaders.search.schema import NONE

LANGUAGES: tuple[Language, ...] = ("es", "en")
CASES = list(itertools.product(CONTRACT_VIEWS, LANGUAGES))
SAMPLE = ContractsAsked("compranet", "sample_1_percent", 2017)
# Deliveries of states, of which nearly all contracts have a date of signing.
DATED = ContractsAsked("ocds", "unknown", 2023)
ADDRESS = "archivo=compranet.sample_1_percent&ejercicio=2017"
COUNTED = ("counted", "converted")
# An RFC of a natural person has four letters, six digits and three more signs; a CURP starts the same way.
PERSONAL = re.compile(
    r"\b[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}\b|\b[A-Z]{4}\d{6}[HM][A-Z]{5}|[\w.+-]+@[\w-]+\.[a-z]{2,}"
)


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


def one_by_one(store: Store, asked: ContractsAsked) -> list[Any]:
    """The contracts in force of a group and year, read one by one: what every sum is compared with."""
    known, file = table("contract"), table("coverage_note")
    joined = known.join(file, file.c.source_file_id == known.c.source_file_id)
    query = select(known).select_from(joined).where(file.c.coverage == asked.coverage)
    same = (known.c.dataset_id == asked.dataset, known.c.fiscal_year == asked.year)
    return list(store.rows(query.where(*same, known.c.amount_status.not_in(OUT_OF_COUNT))))


@pytest.fixture(scope="module")
def contracts(store: Store) -> list[Any]:
    """The contracts of the sample."""
    return one_by_one(store, SAMPLE)


def shown(
    store: Store, slug: str, asked: ContractsAsked = SAMPLE, language: Language = "es"
) -> ContractAnswer:
    return contract_card.answer(CONTRACT_VIEWS[slug], asked, store, language)


def text(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_a_view_answers_and_is_drawn(store: Store, slug: str, language: Language) -> None:
    answer = shown(store, slug, language=language)
    assert answer.result.rows
    assert answer.result.store_version == store.version
    assert answer.result.sources
    assert "{" not in answer.title
    for width in (340, 720):
        ElementTree.fromstring(draw.svg(answer.chart, answer.result, language, width=width))
    assert summary(answer.chart, answer.result, language)
    for row in answer.result.rows:
        assert {column.name for column in answer.result.columns} <= set(row)
        assert all(isinstance(row[column.name], Decimal | Gap | None) for column in answer.result.measures)


@pytest.mark.parametrize("slug", CONTRACT_VIEWS)
def test_every_held_group_and_year_answers(store: Store, slug: str) -> None:
    for one in procurement.held(store):
        answer = shown(store, slug, one.asked, "en")
        assert draw.svg(answer.chart, answer.result, "en")
        assert str(one.asked.year) in answer.subtitle or slug == "tendencia"


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_the_files_are_those_of_the_card(
    client: FlaskClient, store: Store, slug: str, language: Language
) -> None:
    prefix = "" if language == "es" else "/en"
    answer = shown(store, slug, language=language)
    rows = list(csv.DictReader(io.StringIO(text(client, f"{prefix}/descargas/{slug}.csv?{ADDRESS}"))))
    assert [row["id"] for row in rows] == [row["id"] for row in answer.result.rows]
    told = client.get(f"{prefix}/descargas/{slug}.json?{ADDRESS}").get_json()
    assert told["permalink"].endswith(f"{prefix}/contratos?{ADDRESS}")
    assert [file["coverage"] for file in told["files"]] == ["sample_1_percent"]
    for ending in ("svg", "narrow.svg"):
        ElementTree.fromstring(text(client, f"{prefix}/descargas/{slug}.{ending}?{ADDRESS}"))


def test_procedures_are_those_of_the_contracts_one_by_one(store: Store, contracts: list[Any]) -> None:
    found = {row["id"]: row for row in shown(store, "procedimientos").result.rows}
    assert Counter(row["procurement_method"] for row in contracts) == {
        method: int(str(row["contracts"])) for method, row in found.items()
    }
    for method, row in found.items():
        amounts = [
            one["amount_mxn"]
            for one in contracts
            if one["procurement_method"] == method and one["amount_status"] in COUNTED
        ]
        assert row["amount_mxn"] == sum(amounts)
        assert abs(Decimal(str(row["median_mxn"])) - median(amounts)) <= Decimal("0.01")
        assert row["largest_mxn"] == max(amounts)
    shares = sum((Decimal(str(row["share_of_amount"])) for row in found.values()), Decimal(0))
    assert abs(shares - 1) < Decimal("0.001")


def test_what_tells_no_agency_has_a_median_and_a_largest(store: Store, contracts: list[Any]) -> None:
    """All amounts of «Sin identificar» are known, so their median and largest are."""
    row = shown(store, "ramos").result.rows[-1]
    none = [one for one in contracts if one["agency_id"] is None]
    amounts = [one["amount_mxn"] for one in none if one["amount_status"] in COUNTED]
    assert row["id"] == NONE
    assert row["counted"] == len(amounts) > 100
    assert abs(Decimal(str(row["median_mxn"])) - median(amounts)) <= Decimal("0.01")
    assert row["largest_mxn"] == max(amounts)


def test_what_tells_no_state_has_a_median_and_a_largest(store: Store) -> None:
    """The 3,141 contracts of IMSS that name no state all have amounts; «sin dato» stood there."""
    imss = ContractsAsked("compras_mx", "single_agency", 2026)
    none = [one for one in one_by_one(store, imss) if one["state_id"] is None]
    amounts = [one["amount_mxn"] for one in none if one["amount_status"] in COUNTED]
    found = procurement.rest(store, imss, "state")
    assert found["contracts"] == found["counted"] == len(amounts) == 3141
    assert abs(found["median_mxn"] - median(amounts)) <= Decimal("0.01")
    assert found["largest_mxn"] == max(amounts)


def test_buyers_are_those_of_the_contracts_one_by_one(store: Store, contracts: list[Any]) -> None:
    buyers = {row["id"]: row["contracts"] for row in shown(store, "compradores").result.rows}
    counted = Counter(row["procuring_unit_code"] for row in contracts if row["procuring_unit_code"])
    assert counted == {code: int(str(number)) for code, number in buyers.items()}


def test_months_are_those_of_the_contracts_one_by_one(store: Store) -> None:
    months = shown(store, "calendario", DATED).result.rows
    signed = Counter(row["signed_on"].month for row in one_by_one(store, DATED) if row["signed_on"])
    assert [int(str(row["contracts"])) for row in months] == [signed[month] for month in range(1, 13)]


def test_what_does_not_enter_sums_is_counted(client: FlaskClient, contracts: list[Any]) -> None:
    page = text(client, f"/contratos?{ADDRESS}")
    counted = sum(row["amount_status"] in COUNTED for row in contracts)
    assert f"De {len(contracts):,} contratos, el monto de {counted:,} entra en las sumas" in page
    others = Counter(row["amount_status"] for row in contracts if row["amount_status"] not in COUNTED)
    assert f"{others['other_currency']} en otra moneda" in page


def test_what_part_of_the_whole_is_held_stands_first(client: FlaskClient) -> None:
    page = text(client, f"/contratos?{ADDRESS}").split('id="contenido"')[1]
    assert "Muestra al azar de 1 %" in page.split("<svg")[0].split("<img")[0]
    assert "1 % sample" in text(client, f"/en/contratos?{ADDRESS}")


def test_links_that_could_hardly_be_made_are_printed(client: FlaskClient, store: Store) -> None:
    table_of_links = text(client, f"/contratos?{ADDRESS}").split('id="enlaces"')[1].split("</table>")[0]
    assert "Programa presupuestario" in table_of_links
    rates = [row for row in procurement.match_rates(store, SAMPLE) if row["total"]]
    assert min(row["matched"] for row in rates) == 0
    for row in rates:
        assert f">{row['matched']:,}<" in table_of_links
        assert f">{row['matched'] / row['total']:.1%}<" in table_of_links


def test_withheld_figures_say_which_field_is_empty(client: FlaskClient) -> None:
    page = text(client, f"/contratos?{ADDRESS}")
    assert "Los contratos del proveedor preponderante no se muestran: falta «Identidad del proveedor»" in page


def test_groups_are_never_joined(store: Store) -> None:
    rows = shown(store, "tendencia").result.rows
    assert len({(row["id"], row["fiscal_year"]) for row in rows}) == len(rows)
    assert {str(row["id"]).count(".") for row in rows} == {1}
    assert all(cut.keys for cut in shown(store, "tendencia").result.breaks)


def test_natural_persons_are_not_named_among_suppliers(store: Store) -> None:
    known = table("supplier")
    hidden = {row["name"] for row in store.rows(select(known.c.name).where(known.c.searchable.is_(False)))}
    for one in procurement.held(store):
        answer = shown(store, "proveedores", one.asked)
        for row in answer.result.rows:
            assert row["name"] not in hidden
            unlinked = str(row["id"]).startswith(("persona-", "withheld"))
            assert bool(answer.link(row)) is not unlinked


def test_no_page_or_file_of_contracts_carries_personal_codes_or_addresses(
    client: FlaskClient, store: Store
) -> None:
    addresses = [f"/contratos?{procurement.to_query(one.asked)}" for one in procurement.held(store)]
    addresses += [f"/descargas/{slug}.csv?{ADDRESS}" for slug in CONTRACT_VIEWS]
    for family in families().values():
        addresses += [f"{family.start}{key}" for key in family.examples(store)]
    for address in addresses:
        answered = client.get(address)
        assert answered.status_code == 200, address
        body = answered.get_data(as_text=True).split('<script id="_dash-config"')[0]
        assert PERSONAL.findall(body) == [], address


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("archivo=nada", "nada"),
        ("archivo=compranet.sample_1_percent&ejercicio=1999", "1999"),
        ("archivo=%3Cb%3E", "&lt;b&gt;"),
    ],
)
def test_what_is_not_held_is_said_in_words(client: FlaskClient, query: str, told: str) -> None:
    page = text(client, f"/contratos?{query}")
    assert told in page
    assert "<b>" not in page
    assert client.get(f"/descargas/procedimientos.csv?{query}").status_code == 404


def test_a_year_that_is_a_typo_of_the_source_says_so(client: FlaskClient, store: Store) -> None:
    stray = next(one for one in procurement.held(store) if one.stray)
    page = text(client, f"/contratos?{procurement.to_query(stray.asked)}")
    assert f"Solo {stray.contracts} contratos de este archivo llevan el año {stray.asked.year}" in page


def test_the_home_page_leads_to_contracts(client: FlaskClient, store: Store) -> None:
    contracts = sum(one.contracts for one in procurement.held(store))
    page = text(client, "/")
    assert f"{contracts:,} contratos públicos" in page
    assert 'href="/contratos"' in page


# --- narrowed to an agency, a kind of purchase, a state ----------------------------------------------


NARROWED = {
    "agency": replace(SAMPLE, agency="salud"),
    "category": replace(SAMPLE, category="services"),
    "agency and category": replace(SAMPLE, agency="salud", category="services"),
    "no agency": replace(SAMPLE, agency=NONE),
    "state": replace(SAMPLE, state="11"),
    "no state": replace(SAMPLE, state=NONE),
}
COLUMNS = {"agency": "agency_id", "category": "procurement_category", "state": "state_id"}


def asked_for(contracts: list[Any], asked: ContractsAsked) -> list[Any]:
    """The contracts that are asked for, chosen one by one."""
    wanted = {COLUMNS[name]: getattr(asked, name) for name in asked.narrowed}
    return [row for row in contracts if all((row[name] or NONE) == value for name, value in wanted.items())]


def amount_of(rows: list[Any]) -> Decimal:
    return sum((row["amount_mxn"] for row in rows if row["amount_status"] in COUNTED), Decimal(0))


def by(rows: list[Any], column: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[column] or NONE, []).append(row)
    return found


@pytest.mark.parametrize("name", NARROWED)
def test_a_narrowed_question_counts_its_contracts_one_by_one(
    store: Store, contracts: list[Any], name: str
) -> None:
    asked = NARROWED[name]
    chosen = asked_for(contracts, asked)
    size = procurement.size(store, asked)
    assert chosen
    assert size["contracts"] == len(chosen)
    assert size["counted"] == sum(row["amount_status"] in COUNTED for row in chosen)
    assert (size["amount_mxn"] or 0) == amount_of(chosen)


@pytest.mark.parametrize(
    ("slug", "column"),
    [
        ("procedimientos", "procurement_method"),
        ("ramos", "agency_id"),
        ("tipos", "procurement_category"),
        ("entidades", "state_id"),
        ("compradores", "procuring_unit_code"),
    ],
)
@pytest.mark.parametrize("name", NARROWED)
def test_rows_are_those_of_the_contracts_one_by_one(
    store: Store, contracts: list[Any], slug: str, column: str, name: str
) -> None:
    view, asked = CONTRACT_VIEWS[slug], NARROWED[name]
    if not view.answers(asked):
        assert contract_card.cannot(view, asked, store, "es").startswith("Esta pregunta no se puede")
        return
    left = asked.without(view.apart) if view.apart else asked
    answer, expected = shown(store, slug, asked), by(asked_for(contracts, left), column)
    found = {str(row["id"]): row for row in answer.result.rows}
    if answer.result.withheld:
        assert set(found) == {"withheld"}
        assert slug == "entidades"
        return
    assert {key: int(str(row["contracts"])) for key, row in found.items()} == {
        key: len(rows) for key, rows in expected.items()
    }
    for key, row in found.items():
        assert (row["amount_mxn"] or 0) == amount_of(expected[key])
    shares = sum((Decimal(str(row["share_of_amount"] or 0)) for row in found.values()), Decimal(0))
    assert abs(shares - 1) < Decimal("0.001")
    if view.apart and getattr(asked, view.apart):
        assert answer.chosen == (getattr(asked, view.apart),)


@pytest.mark.parametrize("name", ["agency", "no agency"])
def test_concentration_is_that_of_the_units_of_the_agency(
    store: Store, contracts: list[Any], name: str
) -> None:
    whole = {row["id"]: row for row in shown(store, "concentracion", SAMPLE).result.rows}
    found = {row["id"]: row for row in shown(store, "concentracion", NARROWED[name]).result.rows}
    assert 0 < len(found) < len(whole)
    assert found == {
        key: whole[key]
        for key in by(asked_for(contracts, NARROWED[name]), "procuring_unit_code")
        if key in whole
    }


def test_months_of_a_kind_of_purchase_are_those_of_its_contracts(store: Store) -> None:
    asked = replace(DATED, category="services")
    chosen = asked_for(one_by_one(store, DATED), asked)
    signed = Counter(row["signed_on"].month for row in chosen if row["signed_on"])
    assert len(chosen) > 10
    months = shown(store, "calendario", asked).result.rows
    assert [int(str(row["contracts"])) for row in months] == [signed[month] for month in range(1, 13)]


def test_suppliers_of_an_agency_are_paid_what_its_contracts_say(store: Store, contracts: list[Any]) -> None:
    chosen = by(asked_for(contracts, NARROWED["agency"]), "supplier_id")
    rows = [row for row in shown(store, "proveedores", NARROWED["agency"]).result.rows if row["id"] in chosen]
    assert rows
    for row in rows:
        assert row["amount_mxn"] == amount_of(chosen[str(row["id"])])


def test_the_trend_of_an_agency_is_the_share_of_its_direct_awards(store: Store, contracts: list[Any]) -> None:
    chosen = asked_for(contracts, NARROWED["agency"])
    direct = sum(row["procurement_method"] == "direct" for row in chosen)
    classified = sum(row["procurement_method"] != "unclassified" for row in chosen)
    rows = shown(store, "tendencia", NARROWED["agency"]).result.rows
    point = next(row for row in rows if row["id"] == SAMPLE.file and row["fiscal_year"] == SAMPLE.year)
    assert point["direct_share"] == pytest.approx(Decimal(direct) / classified)


@pytest.mark.parametrize("slug", CONTRACT_VIEWS)
@pytest.mark.parametrize("name", NARROWED)
def test_files_of_a_narrowed_view_are_those_of_its_card(
    client: FlaskClient, store: Store, slug: str, name: str
) -> None:
    asked = NARROWED[name]
    answered = client.get(f"/descargas/{slug}.csv?{procurement.to_query(asked)}")
    view = CONTRACT_VIEWS[slug]
    if not view.answers(asked):
        assert answered.status_code == 404
        assert answered.get_data(as_text=True).strip() == contract_card.cannot(view, asked, store, "es")
        return
    rows = list(csv.DictReader(io.StringIO(answered.get_data(as_text=True))))
    assert [row["id"] for row in rows] == [row["id"] for row in shown(store, slug, asked).result.rows]
    told = client.get(f"/en/descargas/{slug}.json?{procurement.to_query(asked)}").get_json()
    assert told["permalink"].endswith(f"/en/contratos?{procurement.to_query(asked)}")


def test_a_filter_stays_with_years_and_files_and_can_be_taken_back(client: FlaskClient) -> None:
    page = unescape(text(client, f"/contratos?{ADDRESS}&ramo=salud&tipo=servicios"))
    assert (
        'href="/contratos?archivo=compranet.sample_1_percent&ejercicio=2016&ramo=salud&tipo=servicios"'
        in page
    )
    assert f'href="/contratos?{ADDRESS}&tipo=servicios"' in page
    assert f'href="/contratos?{ADDRESS}&ramo=salud"' in page
    assert "Quitar Ramo: Salud" in page
    assert "ejercicio=2017&ramo=salud&tipo=servicios&datos=compranet&cobertura=muestra" in page


@pytest.mark.parametrize("query", ["ramo=nadie", "entidad=99", "tipo=nada"])
def test_a_filter_that_nobody_knows_is_said(client: FlaskClient, query: str) -> None:
    page = text(client, f"/contratos?{ADDRESS}&{query}")
    assert f"«{query.split('=')[1]}» y no se entiende" in page
    assert client.get(f"/descargas/procedimientos.csv?{ADDRESS}&{query}").status_code == 404


def test_an_agency_without_contracts_in_a_year_has_none(client: FlaskClient, store: Store) -> None:
    page = text(client, f"/contratos?{ADDRESS}&ramo=turismo&tipo=obra")
    assert procurement.size(store, replace(SAMPLE, agency="turismo", category="works"))["contracts"] == 0
    assert "Los 0 contratos de 2017" in page
    assert "No hay filas para esta selección" in page


def test_contracts_of_no_known_agency_are_counted_and_can_be_seen(
    client: FlaskClient, store: Store, contracts: list[Any]
) -> None:
    without = len(asked_for(contracts, NARROWED["no agency"]))
    rows = shown(store, "ramos").result.rows
    assert (rows[-1]["id"], rows[-1]["name"], rows[-1]["contracts"]) == (NONE, "Sin identificar", without)
    page = text(client, f"/contratos?{ADDRESS}")
    assert f"{without} contratos están en «Sin identificar»" in page
    assert f"Sin identificar ({without})" in page
    assert shown(store, "ramos").link(rows[-1]).endswith("ramo=none&datos=compranet&cobertura=muestra")


# --- what says which part of the whole it is ---------------------------------------------------------


PARTS = ("contratos", "contratos/senales", "contratos/senales/direct_award", "contratos/compuesto")


@pytest.mark.parametrize("path", PARTS)
def test_who_sees_only_the_title_of_a_page_knows_which_part_it_is_of(client: FlaskClient, path: str) -> None:
    head = unescape(text(client, f"/{path}?{ADDRESS}").split("</head>")[0])
    for said in ("<title>", 'property="og:title" content="'):
        assert "CompraNet, muestra del 1 %" in head.split(said)[1].split("<")[0]
    for said in ('name="description" content="', 'property="og:description" content="'):
        assert head.split(said)[1].startswith("Esto no es toda la contratación pública")


def test_one_address_stands_for_all_that_show_the_same(client: FlaskClient) -> None:
    page = unescape(text(client, f"/contratos?n=7&tipo=servicios&{ADDRESS}&ramo=salud&filas=todas"))
    canonical = page.split('rel="canonical" href="')[1].split('"')[0]
    assert canonical.endswith(f"/contratos?{ADDRESS}&ramo=salud&tipo=servicios")
    assert (
        page.split('hreflang="en" href="')[1].split('"')[0].endswith(f"/en{canonical.partition('lhost')[2]}")
    )


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_an_image_says_what_it_shows_of_what_and_where_it_is_from(
    client: FlaskClient, store: Store, slug: str, language: Language
) -> None:
    prefix = "" if language == "es" else "/en"
    answer = shown(store, slug, language=language)
    image = ElementTree.fromstring(text(client, f"{prefix}/descargas/{slug}.svg?{ADDRESS}"))
    drawn = " ".join(part.text or "" for part in image.iter("{http://www.w3.org/2000/svg}text"))
    for told in (answer.title, answer.subtitle, answer.result.sources[0].publisher, store.version):
        assert " ".join(told.split()) in drawn
    own = text(client, f"{prefix}/descargas/{slug}.drawing.svg?{ADDRESS}")
    assert own == draw.svg(answer.chart, answer.result, language)


def test_files_lead_to_what_describes_them(client: FlaskClient) -> None:
    for ending in ("csv", "svg"):
        link = client.get(f"/descargas/ramos.{ending}?{ADDRESS}").headers["Link"]
        assert link == f'</descargas/ramos.json?{ADDRESS}>; rel="describedby"; type="application/json"'
        told = client.get(link[1:].split(">")[0]).get_json()
        assert "muestra del 1 %" in told["scope"]


@pytest.mark.parametrize(
    ("scope", "dimension", "named"),
    [("ramo", "agency", "ramo"), ("entidad", "state", "entidad"), ("unidad", "procuring_unit", "")],
)
def test_contracts_in_no_row_of_an_indicator_are_counted(
    client: FlaskClient, store: Store, scope: str, dimension: str, named: str
) -> None:
    page = unescape(text(client, f"/contratos/senales/direct_award?{ADDRESS}&alcance={scope}"))
    count = procurement.unidentified(store, SAMPLE, dimension)
    assert (f"{count:,} contratos no " in page) is (count > 0)
    if named:
        assert f"/buscar?ejercicio=2017&{named}=none&datos=compranet&cobertura=muestra" in page


LEADING = {view.slug for view in CONTRACT_VIEWS.values() if view.leads_to not in ("", "supplier")}
LED = [
    (slug, name, asked)
    for name, asked in {"all": SAMPLE, **NARROWED}.items()
    for slug in sorted(LEADING)
    if CONTRACT_VIEWS[slug].answers(asked)
]


@pytest.mark.parametrize(("slug", "name", "asked"), LED)
def test_the_name_of_a_row_leads_to_as_many_contracts_as_it_counts(
    client: FlaskClient, store: Store, slug: str, name: str, asked: ContractsAsked
) -> None:
    answer = shown(store, slug, asked)
    linked = [row for row in answer.result.rows if answer.link(row)]
    assert linked or slug == "concentracion" or answer.result.withheld, name
    for row in {str(row["id"]): row for row in (*linked[:2], *linked[-1:])}.values():
        assert f"Contratos: {int(str(row['contracts'])):,}<" in text(client, answer.link(row))
