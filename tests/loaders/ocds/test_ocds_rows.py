"""Real releases, by hand: what the contract model says of each, against what the file says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.loaders.ocds import spec


def test_a_federal_contract_has_its_unit_programme_and_spending(tmp_path: Path) -> None:
    made = spec.made_of(tmp_path, "federal")
    [contract] = made["contract"]
    expected = {
        "contract_id": "ocds.ocds-07smqs-1072.201720002759",
        "contract_code": "201720002759",
        "institution_name": "Desarrollo Social",
        "procuring_unit_code": "20147",
        "ramo_code": "20",
        "agency_id": "bienestar",
        "agency_rule": "ocds_identifier",
        "unit_id": "bienestar.147",
        "order_of_government": "federal",
        "procurement_method": "unclassified",
        "signed_on": date(2017, 4, 26),
        "fiscal_year": 2017,
        "fiscal_year_basis": "signed",
        "amount_mxn": Decimal("1072.00"),
        "amount_status": "counted",
        "supplier_id": "rfc.SDS060209QG3",
        "program_code": "P002",
        "object_codes": "22106, 25301",
        "multiannual": False,
        "source_row": 1,
    }
    assert {name: contract[name] for name in expected} == expected


def test_federal_spending_counts_each_object_once_and_the_approved_apart(tmp_path: Path) -> None:
    spending = spec.made_of(tmp_path, "federal")["contract_spending"]
    paid = {row["specific_object_code"]: row["amount_mxn"] for row in spending if row["stage"] == "paid"}
    assert paid == {"25301": Decimal("462.00"), "22106": Decimal("610.00")}
    assert Counter(row["stage"] for row in spending) == {
        "committed": 2, "accrued": 2, "exercised": 2, "paid": 2, "approved": 2,
    }  # fmt: skip
    assert {row["contract_id"] is None for row in spending if row["stage"] == "approved"} == {True}
    keys = {(row["fiscal_year"], row["ramo_code"], row["unit_code"], row["program_code"]) for row in spending}
    assert keys == {(2017, "20", "147", "P002")}


def test_the_hash_in_place_of_a_persons_code_joins_nothing_beyond_its_file(tmp_path: Path) -> None:
    [contract] = spec.made_of(tmp_path, "federal_person")["contract"]
    assert contract["supplier_id"] == "person.ocds.x.1"
    assert (contract["supplier_rule"], contract["supplier_person"]) == ("same_rfc_in_file", "natural")
    assert (contract["supplier_rfc"], contract["supplier_name_key"]) == (None, None)
    assert contract["supplier_name"] == "PERSONA INVENTADA UNO"


def test_an_airport_contract_is_known_by_the_code_of_its_unit(tmp_path: Path) -> None:
    [contract] = spec.made_of(tmp_path, "gacm_person")["contract"]
    assert contract["contract_id"] == "ocds.gacm-100.AD-AS-DCAGI-SC-109-15"
    assert (contract["ramo_code"], contract["agency_rule"]) == ("09", "unit_code")
    assert contract["unit_id"] == f"{contract['agency_id']}.KDH"
    assert (contract["procedure_id"], contract["file_code"]) == ("AA-009KDH999-E57-2016", "1044270")
    assert contract["procurement_method"] == "direct"
    assert contract["procurement_method_published"] == "Adjudicación directa"
    assert contract["procurement_category"] == "services"
    assert contract["supplier_person"] == "natural"


def test_contracts_with_one_code_stay_six_each_with_its_own_supplier(tmp_path: Path) -> None:
    made = spec.made_of(tmp_path, "veracruz_lots")["contract"]
    assert len({row["contract_id"] for row in made}) == 6
    assert {row["contract_code"] for row in made} == {"LS-IVAI-005/2022"}
    told = {row["supplier_name"]: row["amount_mxn"] for row in made}
    assert told["DIGI IMAGEN S.A. DE C.V."] == Decimal("82036.15")
    assert told["TECNOCLUB XALAPA, S.A. DE C.V."] == Decimal("5100.00")
    assert {row["currency"] for row in made} == {"MXN"}


def test_an_award_is_found_by_its_amount_where_ids_say_nothing(tmp_path: Path) -> None:
    made = spec.made_of(tmp_path, "edomex_lots")["contract"]
    told = {row["contract_code"]: (row["amount_mxn"], row["supplier_name"]) for row in made}
    assert told == {
        "INFOEM/LPNP-002-02/2023": (Decimal("1339471.00"), "AXTEL, S.A.B. DE C.V."),
        "INFOEM/LPNP-002-01/2023": (Decimal("821258.00"), "TEC REDES Y SERVICIOS INFORMÁTICOS, S.A. DE C.V."),
    }
    assert {row["procurement_method"] for row in made} == {"open"}


def test_a_natural_persons_contracts_meet_inside_one_file_only(tmp_path: Path) -> None:
    release = spec.excerpts()["aguascalientes_person"][0]
    other = {**release, "ocid": "ocds-ty10ed-otro", "id": "otro"}
    both = spec.built({"ocds.x": spec.read(tmp_path, [release, other])})["contract"]
    assert {row["supplier_id"] for row in both} == {"person.ocds.x.1"}
    apart = spec.built(
        {"ocds.x": spec.read(tmp_path, release), "ocds.y": spec.read(tmp_path, other, "y.json")}
    )["contract"]
    assert {row["supplier_id"] for row in apart} == {"person.ocds.x.1", "person.ocds.y.1"}


def test_payments_are_spending_without_programme(tmp_path: Path) -> None:
    [dollars] = spec.made_of(tmp_path, "cdmx_dollars")["contract_spending"]
    assert (dollars["stage"], dollars["program_code"]) == ("paid", None)
    assert (dollars["amount_mxn"], dollars["fiscal_year"]) == (Decimal("1352362.27"), 2016)


def test_a_municipal_buyer_is_municipal(tmp_path: Path) -> None:
    [contract, *_] = spec.made_of(tmp_path, "aguascalientes_twice")["contract"]
    assert (contract["order_of_government"], contract["state_id"]) == ("municipal", "01")
    assert (contract["fiscal_year"], contract["fiscal_year_basis"]) == (2024, "starts")


def test_an_award_without_contract_is_a_procedure_and_no_contract(tmp_path: Path) -> None:
    reading = spec.read(tmp_path, spec.excerpts()["veracruz_award_alone"])
    assert Counter(one.code for one in reading.corrections) == {"award_without_contract": 1}
    made = spec.built({"ocds.x": reading})
    assert (len(made["contract"]), len(made["procedure"])) == (0, 1)
    assert made["procedure"][0]["awarded_on"] == date(2023, 3, 3)


def test_a_tax_code_that_stands_for_nobody_tells_no_kind_of_person(tmp_path: Path) -> None:
    release = spec.excerpts()["veracruz_award_alone"][0]
    nobody = {"name": "Persona Inventada", "id": "MX-RFC-XAX010101XXX-370"}
    contract = {"id": "1", "awardID": "PEDIDO 22", "title": "Pedido", "suppliers": [nobody]}
    [row] = spec.built({"ocds.x": spec.read(tmp_path, {**release, "contracts": [contract]})})["contract"]
    assert (row["supplier_person"], row["supplier_rule"], row["supplier_rfc"]) == ("unknown", "single", None)


def test_several_suppliers_are_named_and_merged_with_nobody(tmp_path: Path) -> None:
    release = spec.excerpts()["veracruz_award_alone"][0]
    suppliers = [{"name": "Uno, S.A. de C.V."}, {"name": "Dos, S.A. de C.V."}]
    contract = {"id": "1", "awardID": "PEDIDO 22", "title": "Pedido", "suppliers": suppliers}
    [row] = spec.built({"ocds.x": spec.read(tmp_path, {**release, "contracts": [contract]})})["contract"]
    assert row["supplier_name"] == "Uno, S.A. de C.V.; Dos, S.A. de C.V."
    assert row["supplier_id"] == f"single.{row['contract_id']}"
