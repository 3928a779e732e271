"""Any contracts: the store's SQL says what plain Python says, and a value lies in its band."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.loaders.procurement import reference, tiny
from tests.loaders.procurement.reference import World
from tests.property_cases import cases

Row = dict[str, Any]
FILES = {
    "compranet.whole_2016": ("full", 2016),
    "compranet.whole_2017": ("full", 2017),
    "compras_mx.part_2017": ("sample_1_percent", 2017),
}
CAP = Decimal(1000)
EXCEPTIONS = (
    (None, None),
    ("", None),
    ("ART. 42 PÁRRAFO PRIMERO", "amount_limits"),
    ("ART. 55 PÁRRAFO SEGUNDO", "other"),
    ("Art. 41 fr. V", "urgency"),
    ("ART. 99", None),
)
days = st.integers(0, 1400).map(lambda count: date(2016, 1, 1) + timedelta(days=count))
maybe_days = st.one_of(st.none(), days)
suppliers = st.sampled_from(["rfc.AAA", "rfc.BBB", "name.c", "single"])


@st.composite
def contract(draw: st.DrawFn) -> Row:
    source, who = draw(st.sampled_from(sorted(FILES))), draw(suppliers)
    dates = {name: draw(maybe_days) for name in reference.LEGAL[:6]}
    status = draw(
        st.sampled_from(["counted", "counted", "counted", "missing", "implausible", *reference.OUT])
    )
    return {
        "dataset_id": source.split(".")[0],
        "source_file_id": source,
        "source_row": 1,
        "generation": draw(st.sampled_from(["B3", "D", "OCDS"])),
        "order_of_government": draw(st.sampled_from(["federal", "state"])),
        "procuring_unit_code": draw(st.sampled_from(["U1", "U1", "U2", None])),
        "agency_id": draw(st.sampled_from(["imss", "salud", None])),
        "state_id": draw(st.sampled_from(["09", None])),
        "procurement_method": draw(
            st.sampled_from(["direct", "direct", "open", "selective", "unclassified"])
        ),
        "procurement_category": draw(st.sampled_from(["goods", "works", "unclassified"])),
        **dict(zip(("exception_article", "exception_kind"), draw(st.sampled_from(EXCEPTIONS)), strict=True)),
        "procedure_character": draw(
            st.sampled_from([None, "Nacional", "Internacional", "Internacional bajo TLC"])
        ),
        **dates,
        "participation": draw(st.sampled_from([None, "Mixta"])),
        "source_url": draw(st.sampled_from([None, "https://example.org"])),
        "fiscal_year": draw(st.sampled_from([2016, 2017])),
        "amount_mxn": Decimal(draw(st.integers(0, 300_000))) / 10 if status != "missing" else None,
        "amount_status": status,
        "supplier_rule": "single" if who == "single" else who.split(".")[0],
        "supplier_id": who,
        "supplier_person": "legal",
        "amended": draw(st.sampled_from([None, True, False])),
    }


def numbered(rows: list[Row]) -> list[Row]:
    """Give each contract its id, and each single supplier its own."""
    return [
        {
            **row,
            "contract_id": f"x.{no}",
            "supplier_id": f"single.x.{no}" if row["supplier_rule"] == "single" else row["supplier_id"],
        }
        for no, row in enumerate(rows, start=1)
    ]


def ceilings() -> list[Row]:
    return [
        {
            "fiscal_year": 2017,
            "procurement_method": method,
            "procurement_category": category,
            "ceiling_mxn": CAP * Decimal("1.16"),
            "vat_basis": "included",
            "source_row": 1,
            "source_file_id": "thresholds.x",
        }
        for method in ("direct", "selective")
        for category in ("goods", "works")
    ]


def notes() -> list[Row]:
    return [
        {"source_file_id": name, "coverage": coverage, "text_es": "x", "text_en": "x"}
        for name, (coverage, _) in FILES.items()
    ]


@pytest.fixture(autouse=True)
def _file_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiny, "COVERAGES", FILES)


def found_rows() -> list[Row]:
    """Rows on which the store and plain Python once differed: a file's year is that of most of its starts."""
    empty = (*reference.LEGAL, "exception_article", "exception_kind", "procedure_character")
    first: Row = {
        **dict.fromkeys(empty),
        "dataset_id": "compranet", "source_file_id": "compranet.whole_2016", "source_row": 1,
        "generation": "B3", "order_of_government": "federal", "procuring_unit_code": "U1",
        "agency_id": "imss", "state_id": "09", "procurement_method": "direct",
        "procurement_category": "goods", "fiscal_year": 2016, "amount_mxn": Decimal("1895.8"),
        "amount_status": "counted", "supplier_rule": "rfc", "supplier_id": "rfc.AAA",
        "supplier_person": "legal", "amended": None,
    }  # fmt: skip
    url, later = {"source_url": "https://example.org"}, {"fiscal_year": 2017, "amended": True}
    state = {"order_of_government": "state", "state_id": None}
    whole, other = (
        {"source_file_id": "compranet.whole_2017"},
        {"procuring_unit_code": "U2", "agency_id": None},
    )
    odd = {"generation": "D", "amount_status": "implausible", "procurement_category": "unclassified"}
    return [
        first,
        {**first, "starts_on": date(2019, 3, 18), "amount_mxn": Decimal("9.1")},
        {**first, **state, **url, **later, **odd, "generation": "OCDS", "ends_on": date(2019, 10, 31)},
        {
            **first,
            **other,
            **later,
            **odd,
            "dataset_id": "compras_mx",
            "source_file_id": "compras_mx.part_2017",
        },
        {
            **first,
            **state,
            **url,
            **later,
            **odd,
            **whole,
            "starts_on": date(2017, 5, 19),
            "supplier_id": "rfc.BBB",
        },
        {**first, **state, **url, **later, **whole, **other, "procurement_method": "open"},
    ]


@settings(max_examples=cases(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(contract(), min_size=1, max_size=40))
@example(found_rows())
def test_any_contracts_give_the_signals_of_plain_python(rows: list[Row]) -> None:
    contracts = numbered(rows)
    caps = {
        (row["fiscal_year"], row["procurement_method"], row["procurement_category"]): CAP
        for row in ceilings()
    }
    world = World(contracts, caps, dict(FILES))
    with tiny.derived(contracts, threshold=ceilings(), coverage_note=notes()) as connection:
        found = {name: signals(connection, name) for name in reference.NAMES}
        bands_hold(connection)
    for name in reference.NAMES:
        told = reference.indicator(world, name)
        expected = {no for no, row in enumerate(contracts, start=1) if row in world.rows and all(told(row))}
        assert found[name] == expected, name


def signals(connection: sa.Connection, name: str) -> set[int]:
    return {
        row["contract_no"]
        for row in tiny.rows_of(connection, "contract_signal")
        if row["indicator_id"] == name
    }


def bands_hold(connection: sa.Connection) -> None:
    for row in tiny.rows_of(connection, "indicator_value"):
        assert row["contracts"] >= row["known"] >= (row["signals"] or 0)
        if row["status"] == "shown":
            slack = Decimal("0.000001")
            assert row["value_low"] <= row["value"] + slack
            assert row["value"] <= row["value_high"] + slack
        if row["rank_best"] is not None:
            assert 1 <= row["rank_best"] <= row["rank_worst"] <= row["ranked"]
