"""Suppliers, links, lists, ranks and the composite: small tables in, what is made from them out."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from loaders.indicator_tables import NEWEST
from tests.loaders.procurement import tiny

Row = dict[str, Any]
FILE = "compras_mx.whole"
D = Decimal


def contract(no: int, **said: Any) -> Row:
    """An invented contract; what is not said is usual."""
    usual = {
        "contract_id": f"x.{no}",
        "dataset_id": "compras_mx",
        "generation": "D",
        "source_file_id": FILE,
        "source_row": no,
        "order_of_government": "federal",
        "procurement_method": "open",
        "procurement_category": "goods",
        "fiscal_year": 2026,
        "amount_mxn": D(100),
        "amount_status": "counted",
        "supplier_rule": "rfc",
        "supplier_id": "rfc.AAA010101AB1",
        "supplier_rfc": "AAA010101AB1",
        "supplier_name": "ACME SA DE CV",
        "supplier_name_key": "ACME",
        "supplier_person": "legal",
        "signed_on": date(2026, 3, 1),
    }
    return usual | said


def whole() -> Row:
    return {"source_file_id": FILE, "coverage": "full", "text_es": "x", "text_en": "x"}


def made(contracts: list[Row], *names: str, **others: list[Row]) -> list[list[Row]]:
    """Return tables of a store of these contracts."""
    with tiny.derived(contracts, coverage_note=[whole()], **others) as connection:
        return [tiny.rows_of(connection, name) for name in names]


def test_a_supplier_has_its_usual_name_and_every_variant() -> None:
    nobody = {"supplier_rule": "single", "supplier_person": "unknown", "supplier_rfc": None}
    contracts = [
        contract(1, supplier_name="ACME, S.A. de C.V."),
        contract(2, signed_on=date(2026, 1, 5)),
        contract(3, amount_status="implausible", amount_mxn=D(10) ** 11),
        contract(4, supplier_id="single.x.4", supplier_name="PERSONA DE EJEMPLO", **nobody),
    ]
    suppliers, variants = made(contracts, "supplier", "supplier_variant")
    (one,) = suppliers
    assert (one["name"], one["variants"], one["searchable"]) == ("ACME SA DE CV", 2, True)
    assert (one["contracts"], one["counted"], one["amount_mxn"]) == (3, 2, D(200))
    assert (one["first_signed_on"], one["last_signed_on"]) == (date(2026, 1, 5), date(2026, 3, 1))
    assert {row["supplier_name"]: row["contracts"] for row in variants} == {
        "ACME SA DE CV": 2,
        "ACME, S.A. de C.V.": 1,
    }


def test_a_natural_person_is_not_searched_and_the_same_name_is_only_possible() -> None:
    person = {"supplier_rule": "same_rfc_in_file", "supplier_person": "natural", "supplier_rfc": None}
    contracts = [
        contract(1),
        contract(2, supplier_id="name.acme", supplier_rule="name", supplier_rfc=None),
        contract(3, supplier_id="person.f.3", supplier_name_key=None, **person),
    ]
    suppliers, possible = made(contracts, "supplier", "supplier_possible")
    assert {row["supplier_id"]: row["searchable"] for row in suppliers}["person.f.3"] is False
    pairs = {(row["supplier_id"], row["other_supplier_id"]) for row in possible}
    assert pairs == {("name.acme", "rfc.AAA010101AB1"), ("rfc.AAA010101AB1", "name.acme")}


def test_what_a_supplier_was_awarded_is_told_by_coverage_year_procedure_and_buyer() -> None:
    other = {"source_file_id": "compranet.part", "dataset_id": "compranet"}
    nobody = {"supplier_rule": "single", "supplier_id": "single.x.6", "supplier_rfc": None}
    contracts = [
        contract(1, institution_name="IMSS"),
        contract(2, institution_name="IMSS", amount_status="implausible", amount_mxn=D(10) ** 11),
        contract(3, institution_name="IMSS", procurement_method="unclassified", fiscal_year=2025),
        contract(4, institution_name=None, amount_status="missing", amount_mxn=None),
        contract(5, institution_name="IMSS", **other),
        contract(6, institution_name="IMSS", **nobody),
    ]
    suppliers, awards = made(contracts, "supplier", "supplier_award")
    assert [row["supplier_no"] for row in suppliers] == [1]
    names = ("dataset_id", "coverage", "fiscal_year", "procurement_method", "institution_name")
    figures = ("contracts", "counted", "amount_mxn")
    assert {row["supplier_no"] for row in awards} == {1}
    assert {
        tuple(row[name] for name in names): tuple(row[name] for name in figures) for row in awards
    } == {
        ("compras_mx", "full", 2026, "open", "IMSS"): (2, 1, D(100)),
        ("compras_mx", "full", 2025, "unclassified", "IMSS"): (1, 1, D(100)),
        ("compras_mx", "full", 2026, "open", None): (1, 0, None),
        ("compranet", "unknown", 2026, "open", "IMSS"): (1, 1, D(100)),
    }  # fmt: skip


def test_the_newest_contracts_of_a_supplier_are_those_of_the_last_year_signed_last() -> None:
    signed = [date(1969, 12, 31), None, date(2026, 3, 1), date(9999, 12, 31)]
    every = [
        contract(no, fiscal_year=2020 + no % 7, signed_on=signed[no % 4], supplier_id=f"rfc.{no % 2}")
        for no in range(1, 4 * NEWEST + 1)
    ]
    every += [contract(no, supplier_id="rfc.2") for no in range(4 * NEWEST + 1, 4 * NEWEST + 4)]
    suppliers, newest = made(every, "supplier", "supplier_newest")
    for supplier in suppliers:
        own = [row for row in every if row["supplier_id"] == supplier["supplier_id"]]
        own.sort(key=lambda row: (row["fiscal_year"], row["signed_on"] or date.min, -row["source_row"]))
        kept = [row["contract_no"] for row in newest if row["supplier_no"] == supplier["supplier_no"]]
        assert kept == [row["source_row"] for row in reversed(own)][:NEWEST]


def test_signals_of_a_supplier_are_those_of_its_contracts() -> None:
    nobody = {"supplier_rule": "single", "supplier_id": "single.x.4", "supplier_rfc": None}
    direct = [contract(no, procurement_method="direct", amount_mxn=D(1_000_000)) for no in (1, 2)]
    more = [
        contract(3, supplier_id="rfc.BBB", supplier_rfc="BBB020202CD2"),
        contract(4, procurement_method="direct", **nobody),
    ]
    contracts = [*direct, *more]
    suppliers, signals, counts = made(contracts, "supplier", "contract_signal", "supplier_signal")
    number = {row["supplier_id"]: row["supplier_no"] for row in suppliers}
    of = {row["source_row"]: number.get(row["supplier_id"]) for row in contracts}
    expected = Counter((of[row["contract_no"]], row["indicator_id"]) for row in signals)
    found = {(row["supplier_no"], row["indicator_id"]): row["contracts"] for row in counts}
    assert found == {key: many for key, many in expected.items() if key[0] is not None}
    assert found[number["rfc.AAA010101AB1"], "direct_award"] == 2
    assert expected[None, "direct_award"] == 1


def listed(row: int, **said: Any) -> Row:
    usual = {
        "list_id": "sat_69b",
        "supplier_person": "legal",
        "source_file_id": "sat_69b.x",
        "source_row": row,
        "supplier_rfc": "AAA010101AB1",
        "supplier_name_key": "ACME",
        "situation": "definitive",
    }
    return usual | said


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([listed(1)], [("rfc", "counted")]),
        ([listed(1, situation="presumed")], [("rfc", "not_counted")]),
        ([listed(1, situation="disproved")], [("rfc", "not_counted")]),
        ([listed(1, situation="favourable_ruling")], [("rfc", "not_counted")]),
        ([listed(1), listed(2, situation="favourable_ruling")], [("rfc", "not_counted")] * 2),
        ([listed(1, supplier_rfc=None)], [("name", "possible_homonym")]),
        ([listed(1, supplier_rfc="BBB020202CD2")], []),
        ([listed(1), listed(2, source_file_id="sat_69b.copy")], [("rfc", "counted")]),
        (
            [listed(1, list_id="sfp", situation=None, supplier_rfc=None, resolution="ABSOLUTORIA")],
            [("name", "not_counted")],
        ),
    ],
    ids=lambda value: None,
)
def test_only_a_definitive_rfc_counts(entries: list[Row], expected: list[tuple[str, str]]) -> None:
    matches, signals = made([contract(1)], "sanction_match", "contract_signal", sanction=entries)
    assert [(row["match_rule"], row["match_status"]) for row in matches] == expected
    found = {row["indicator_id"] for row in signals}
    assert ("listed_69b" in found) == (("rfc", "counted") in expected)
    assert "listed_69b_at_signing" not in found


def test_an_opening_before_the_publication_is_no_short_term() -> None:
    days = {1: date(2026, 2, 5), 2: date(2026, 1, 5), 3: date(2026, 3, 1), 4: None}
    contracts = [contract(no, published_on=date(2026, 2, 1), opened_on=opened) for no, opened in days.items()]
    signals, values = made(contracts, "contract_signal", "indicator_value")
    short = [row for row in signals if row["indicator_id"] == "short_advertisement"]
    assert [(row["contract_no"], row["measure"]) for row in short] == [(1, 4)]
    [whole_year] = (
        row for row in values if row["indicator_id"] == "short_advertisement" and row["scope"] == "all"
    )
    assert (whole_year["contracts"], whole_year["known"], whole_year["signals"]) == (3, 2, 1)


def test_at_signing_needs_dates() -> None:
    contracts = [contract(1, signed_on=date(2025, 12, 31)), contract(2, signed_on=date(2026, 1, 1))]
    entries = [listed(1, starts_on=date(2026, 1, 1))]
    signals, values, matches = made(
        contracts, "contract_signal", "indicator_value", "sanction_match", sanction=entries
    )
    at_signing = [row["contract_no"] for row in signals if row["indicator_id"] == "listed_69b_at_signing"]
    assert at_signing == [2]
    assert [(row["contracts"], row["contracts_in_force"]) for row in matches] == [(2, 1)]
    undated = made(contracts, "indicator_value", sanction=[listed(1)])[0]
    for rows, status in ((values, "shown"), (undated, "withheld")):
        (row,) = (
            row for row in rows if row["indicator_id"] == "listed_69b_at_signing" and row["scope"] == "all"
        )
        assert row["status"] == status
    assert row["missing_field"] == "list_69b_dates"


@pytest.mark.parametrize(
    ("withdrawn", "counted"),
    [
        ({"resolved_on": date(2025, 6, 1)}, True),
        ({"resolved_on": date(2026, 1, 1)}, False),
        ({"resolved_on": date(2026, 6, 1)}, False),
        ({"notified_on": date(2025, 6, 1)}, True),
        ({}, False),
    ],
)
def test_who_was_withdrawn_counts_only_if_listed_again_after_that(withdrawn: Row, counted: bool) -> None:
    entries = [
        listed(1, starts_on=date(2026, 1, 1)),
        listed(2, situation="favourable_ruling", **withdrawn),
    ]
    contracts = [contract(1, signed_on=date(2026, 2, 1))]
    signals = made(contracts, "contract_signal", sanction=entries)[0]
    found = {row["indicator_id"] for row in signals} & {"listed_69b", "listed_69b_at_signing"}
    assert found == ({"listed_69b", "listed_69b_at_signing"} if counted else set())


def test_a_sanction_counts_between_its_dates() -> None:
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2))
    contracts = [contract(no, signed_on=day) for no, day in enumerate(days, start=1)]
    dated = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 1)}
    entries = [listed(1, list_id="sfp", situation=None, **dated)]
    signals = made(contracts, "contract_signal", sanction=entries)[0]
    found = [row["contract_no"] for row in signals if row["indicator_id"] == "sanctioned_supplier"]
    assert found == [2, 3]


def test_a_contract_takes_its_state_from_its_procedure() -> None:
    procedure = {
        "dataset_id": "procurement_procedures",
        "generation": "E",
        "order_of_government": "federal",
        "agency_rule": "published_ramo",
        "state_rule": "published",
        "procurement_method": "open",
        "procurement_category": "goods",
        "fiscal_year_basis": "published",
        "source_file_id": "procurement_procedures.x",
        "fiscal_year": 2026,
    }
    procedures = [
        {**procedure, "procedure_id": "LA-1", "state_id": "09", "source_row": 7},
        {**procedure, "procedure_id": "LA-2", "state_id": "09", "source_row": 8},
        {**procedure, "procedure_id": "LA-2", "state_id": "14", "source_row": 9},
    ]
    contracts = [
        contract(1, procedure_id="LA-1"),
        contract(2, procedure_id="LA-2"),
        contract(3, procedure_id="LA-3"),
        contract(4, procedure_id="LA-1", state_id="31", state_rule="published"),
    ]
    found, links, rates = made(
        contracts, "contract", "contract_procedure", "match_rate", procedure=procedures
    )
    states = {row["contract_no"]: (row["state_id"], row["state_rule"]) for row in found}
    assert states == {1: ("09", "procedure"), 2: (None, "none"), 3: (None, "none"), 4: ("31", "published")}
    assert {row["contract_no"]: row["procedure_row"] for row in links} == {1: 7, 2: 8, 4: 7}
    rate = {row["match_what"]: (row["matched"], row["total"], row["share"]) for row in rates}
    assert rate["procedure"] == (3, 4, D("0.75"))
    assert rate["state"] == (2, 4, D("0.5"))


def test_codes_are_linked_with_the_budget_of_their_year_or_another() -> None:
    members = [
        {"dimension": "program", "member_id": "salud.E023", "fiscal_year": 2026, "code": "E023", "name": "x"},
        {
            "dimension": "specific_object",
            "member_id": "25301",
            "fiscal_year": 2021,
            "code": "25301",
            "name": "x",
        },
    ]
    contracts = [
        contract(1, agency_id="salud", program_code="E023", object_codes="25301, 25401"),
        contract(2, agency_id="imss", program_code="E023"),
        contract(3),
        contract(4, agency_id=None, ramo_code="12", program_code="E023"),
        contract(5, agency_id="imss", ramo_code="11", program_code="E023"),
    ]
    matches, rates = made(contracts, "budget_match", "match_rate", member=members)
    found = {(row["code_kind"], row["code"], row["member_id"], row["match_rule"]) for row in matches}
    assert found == {
        ("program", "E023", "salud.E023", "same_code_and_year"),
        ("program", "E023", None, None),
        ("specific_object", "25301", "25301", "same_code"),
        ("specific_object", "25401", None, None),
    }
    rate = {row["match_what"]: (row["matched"], row["total"]) for row in rates}
    assert rate["program"] == (2, 5), "a state's contract is linked by the ramo of its programme"
    assert rate["specific_object"] == (1, 5)
    assert rate["unit"] == (0, 5)


def test_new_suppliers_need_a_whole_year_before(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"compras_mx.a": ("full", 2025), "compras_mx.b": ("full", 2026)}
    monkeypatch.setattr(tiny, "COVERAGES", files)
    contracts = [
        contract(1, source_file_id="compras_mx.a", fiscal_year=2025),
        contract(2, source_file_id="compras_mx.b"),
        contract(3, source_file_id="compras_mx.b", supplier_id="rfc.NEW010101AB1"),
    ]
    notes = [{**whole(), "source_file_id": name} for name in files]
    with tiny.derived(contracts, coverage_note=notes) as connection:
        signals = tiny.rows_of(connection, "contract_signal")
        values = tiny.rows_of(connection, "indicator_value")
    assert [row["contract_no"] for row in signals if row["indicator_id"] == "new_supplier"] == [3]
    shown = {
        row["fiscal_year"]: (row["status"], row["value"])
        for row in values
        if row["indicator_id"] == "new_supplier" and row["scope"] == "all"
    }
    assert shown == {2025: ("withheld", None), 2026: ("shown", D("0.5"))}


def test_change_is_from_the_year_before_of_the_same_group() -> None:
    contracts = [
        contract(1, fiscal_year=2025, procurement_method="direct"),
        contract(2, fiscal_year=2025),
        contract(3),
    ]
    values = made(contracts, "indicator_value")[0]
    direct = {
        row["fiscal_year"]: row["change"]
        for row in values
        if row["indicator_id"] == "direct_award" and row["scope"] == "all"
    }
    assert direct == {2025: None, 2026: D("-0.5")}


def test_the_year_of_a_file_is_that_in_which_most_of_its_contracts_begin() -> None:
    """Two files that nobody gave a year: one of 2025 with a contract signed in 2024, one of 2026."""
    begun = [(2024, date(2025, 1, 1)), (2025, date(2025, 3, 1)), (2025, date(2025, 5, 1))]
    contracts = [
        contract(no, fiscal_year=year, starts_on=day, supplier_id="rfc.OLD", source_file_id="x.2025")
        for no, (year, day) in enumerate(begun, start=1)
    ]
    contracts.append(contract(4, supplier_id="rfc.OLD", starts_on=date(2026, 3, 1)))
    contracts.append(contract(5, supplier_id="rfc.NEW", starts_on=date(2026, 3, 1)))
    notes = [whole(), {**whole(), "source_file_id": "x.2025"}]
    with tiny.derived(contracts, coverage_note=notes) as connection:
        signals = tiny.rows_of(connection, "contract_signal")
    assert [row["contract_no"] for row in signals if row["indicator_id"] == "new_supplier"] == [5]


def test_a_rank_is_a_band_where_missing_data_could_change_it() -> None:
    """Units of twelve contracts: 6 direct; 4 direct and 2 unknown; 1 direct; none."""
    plan = {"U1": (6, 0), "U2": (4, 2), "U3": (1, 0), "U4": (0, 0), "U5": (0, 0)}
    contracts: list[Row] = []
    for unit, (direct, unknown) in plan.items():
        for place in range(12):
            method = "direct" if place < direct else "unclassified" if place < direct + unknown else "open"
            said = {"procuring_unit_code": unit, "procurement_method": method}
            contracts.append(contract(len(contracts) + 1, **said))
    values = made(contracts, "indicator_value")[0]
    bands = {
        row["scope_id"]: (row["rank_best"], row["rank_worst"], row["ranked"])
        for row in values
        if row["indicator_id"] == "direct_award" and row["scope"] == "procuring_unit"
    }
    none = (None, None, None)
    assert bands == {"U1": (1, 1, 5), "U2": (1, 2, 5), "U3": (3, 3, 5), "U4": none, "U5": none}


def test_one_of_two_is_no_rank() -> None:
    direct = [{"procurement_method": "direct"} for _ in range(24)]
    contracts = [contract(no, procuring_unit_code=f"U{no % 2}", **said) for no, said in enumerate(direct, 1)]
    values = [row for row in made(contracts, "indicator_value")[0] if row["scope"] == "procuring_unit"]
    assert {row["value"] for row in values if row["indicator_id"] == "direct_award"} == {1}
    assert {row["rank_best"] for row in values} == {row["ranked"] for row in values} == {None}


def test_contracts_chosen_because_of_sanctions_have_no_value_and_no_place() -> None:
    contracts = [contract(no, procuring_unit_code=f"U{no % 6}") for no in range(1, 73)]
    note = {**whole(), "chosen_for": "sanctioned_suppliers"}
    with tiny.derived(contracts, coverage_note=[note]) as connection:
        values = tiny.rows_of(connection, "indicator_value")
        scores = tiny.rows_of(connection, "composite_score")
    assert values
    assert not scores
    for row in values:
        assert (row["status"], row["missing_field"]) == ("withheld", "unbiased_choice")
        assert row["value"] is row["rank_best"] is None


def test_a_unit_has_a_place_where_only_one_is_named() -> None:
    said = [("U1", "09"), ("U1", None), ("U2", "09"), ("U2", "20"), ("U3", None)]
    contracts = [
        contract(no, procuring_unit_code=unit, state_id=state) for no, (unit, state) in enumerate(said, 1)
    ]
    units_made = made(contracts, "procuring_unit")[0]
    assert {row["procuring_unit_code"]: row["state_id"] for row in units_made} == {
        "U1": "09", "U2": None, "U3": None,
    }  # fmt: skip


def units(count: int) -> list[Row]:
    """Units with twelve contracts each; unit n has n direct awards, n of them published late, n amended."""
    contracts: list[Row] = []
    for unit in range(count):
        for place in range(12):
            said = {
                "procuring_unit_code": f"U{unit}",
                "agency_id": "imss" if unit % 2 else "salud",
                "procurement_method": "direct" if place < unit else "open",
                "amended": place < unit,
                "starts_on": date(2026, 3, 1),
                "published_on": date(2026, 4 if place < unit else 2, 1),
                "opened_on": date(2026, 6, 1),
                "supplier_id": f"rfc.S{place}",
                "amount_mxn": D(100 + unit),
            }
            contracts.append(contract(len(contracts) + 1, **said))
    return contracts


def test_the_composite_can_be_added_up_again_from_its_steps() -> None:
    components, concepts, scores = made(
        units(5), "composite_component", "composite_concept", "composite_score"
    )
    values: dict[str, list[Row]] = defaultdict(list)
    for row in components:
        values[row["indicator_id"]].append(row)
    assert {"direct_award", "late_publication", "amended", "hhi"} <= set(values)
    for rows in values.values():
        low, high = min(row["value"] for row in rows), max(row["value"] for row in rows)
        for row in rows:
            scaled = 100 * (row["value"] - low) / (high - low) if high > low else D(0)
            assert row["scaled"] == pytest.approx(scaled, abs=D("0.00001"))
    means: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in components:
        means[(row["procuring_unit_code"], row["concept"])].append(row["scaled"])
    assert {(row["procuring_unit_code"], row["concept"]) for row in concepts} == set(means)
    for row in concepts:
        mine = means[(row["procuring_unit_code"], row["concept"])]
        assert row["concept_mean"] == pytest.approx(sum(mine) / len(mine), abs=D("0.00001"))
    added_up(concepts, scores)


def test_a_margin_of_a_year_has_no_composite() -> None:
    margin = [{**row, "starts_on": date(2027, 1, 1)} for row in units(5)]
    assert made(margin, "composite_score", "composite_component") == [[], []]


def added_up(concepts: list[Row], scores: list[Row]) -> None:
    agencies = {f"U{unit}": "imss" if unit % 2 else "salud" for unit in range(5)}
    for scope in ("procuring_unit", "agency"):
        parts: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in concepts:
            unit = row["procuring_unit_code"]
            parts[(unit if scope == "procuring_unit" else agencies[unit], row["concept"])].append(row)
        mine = [row for row in scores if row["scope"] == scope]
        assert len(mine) == len({who for who, _ in parts})
        for row in mine:
            weighted = {
                name: mean(parts[(row["scope_id"], name)])
                for name in ("competition", "transparency", "anomalies")
            }
            for name, value in weighted.items():
                assert row[name] == pytest.approx(value, abs=D("0.0001"))
            assert row["score"] == pytest.approx(sum(weighted.values()) / 3, abs=D("0.0001"))


def mean(rows: list[Row]) -> Decimal:
    weight = sum(row["amount_mxn"] for row in rows)
    return sum((row["scaled"] * row["amount_mxn"] for row in rows), D(0)) / D(weight)


def test_few_units_or_a_sample_have_no_composite() -> None:
    assert made(units(4), "composite_score") == [[]]
    with tiny.derived(units(5)) as connection:
        assert not tiny.rows_of(connection, "composite_score")


def test_sums_and_medians_are_of_amounts_that_count() -> None:
    contracts = [
        contract(1, amount_mxn=D(10), procurement_method="direct"),
        contract(2, amount_mxn=D(30), procurement_method="direct"),
        contract(3, amount_mxn=D(200)),
        contract(4, amount_mxn=D(10) ** 12, amount_status="implausible"),
        contract(5, amount_mxn=None, amount_status="missing", signed_on=None),
    ]
    sizes, cube, amounts, top = made(
        contracts, "contract_size", "cube_contract", "contract_amounts", "top_supplier"
    )
    sums = {
        row["procurement_method"]: (row["contracts"], row["counted"], row["amount_mxn"], row["median_mxn"])
        for row in sizes
        if row["dimension"] == "all"
    }
    assert sums == {
        None: (5, 3, D(240), D(30)),
        "direct": (2, 2, D(40), D(20)),
        "open": (3, 1, D(200), D(200)),
    }
    months = {row["member_id"]: row["contracts"] for row in sizes if row["dimension"] == "month"}
    assert months == {"3": 4}
    assert sum(row["contracts"] for row in cube) == 5
    assert {row["month"] for row in cube} == {3, None}
    assert {row["amount_status"]: row["contracts"] for row in amounts} == {
        "counted": 3,
        "implausible": 1,
        "missing": 1,
    }
    assert [(row["scope"], row["place"], row["amount_mxn"], row["share"]) for row in top] == [
        ("all", 1, D(240), D(1))
    ]


def test_contracts_that_tell_no_state_have_a_median_and_a_largest_of_their_own() -> None:
    contracts = [
        contract(1, amount_mxn=D(10), state_id=None, state_rule="none"),
        contract(2, amount_mxn=D(30), state_id=None, state_rule="none"),
        contract(3, amount_mxn=D(200), state_id="20", state_rule="published"),
    ]
    sizes = made(contracts, "contract_size")[0]
    (untold,) = [row for row in sizes if row["dimension"] == "no_state"]
    assert (untold["contracts"], untold["amount_mxn"]) == (2, D(40))
    assert (untold["median_mxn"], untold["largest_mxn"]) == (D(20), D(30))


def test_files_of_different_coverage_are_never_added_up() -> None:
    contracts = [contract(1), contract(2, source_file_id="compras_mx.other")]
    cube = made(contracts, "cube_contract")[0]
    assert {(row["coverage"], row["contracts"]) for row in cube} == {("full", 1), ("unknown", 1)}


def test_a_store_without_contracts_has_only_the_declarations() -> None:
    with tiny.derived([]) as connection:
        assert tiny.rows_of(connection, "indicator")
        assert not tiny.rows_of(connection, "indicator_value")
