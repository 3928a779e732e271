"""Amounts as a share of national GDP; the tiny GDP is invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dashboard.charts.measures import measure
from dashboard.data import budget, comparison
from dashboard.data.availability import withheld
from dashboard.data.selection import Selection, parse, to_query
from dashboard.data.store import Store
from dashboard.views.resolve import resolve
from tests.conftest import Fresh
from tests.dashboard import tiny


def gdp(year: int, pesos: int, dataset: str = "state_gdp", **other: Any) -> dict[str, Any]:
    given = {
        "state_id": "00",
        "industry_id": "PIB",
        "price_basis": "current",
        "revision": "unmarked",
        **other,
    }
    origin = {"dataset_id": dataset, "source_row": 1, "source_file_id": dataset}
    return {**given, **origin, "fiscal_year": year, "gdp_mxn": Decimal(pesos)}


GDP = [
    gdp(2016, 10_000),
    gdp(2017, 12_000),
    gdp(2018, 16_000),
    gdp(2017, 99, "secondary_state_gdp"),
    gdp(2017, 1, state_id="09"),
    gdp(2017, 1, price_basis="constant_2018"),
    gdp(2017, 1, industry_id="VAB"),
]


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Store:
    return tiny.store(fresh(), state_gdp=GDP)


def chosen(**fields: Any) -> Selection:
    return Selection(**{"year": 2017, "measure": "share_of_gdp", **fields})


def test_a_share_of_gdp_divides_nominal_pesos_by_the_nation_s_gdp_of_the_year(store: Store) -> None:
    result = budget.ranking(store, chosen(), "es")
    assert [(row["id"], row["executed_share_of_gdp"]) for row in result.rows] == [
        ("salud", Decimal("0.010000000")),
        ("marina", Decimal("0.005500000")),
    ]
    written = measure(result, "es", "executed_share_of_gdp")
    assert (written.cell(Decimal("0.0055")), written.caption) == ("0.55%", "por ciento del PIB")
    assert result.prices.en == "per cent of the national GDP of the same year, at current prices"


def test_a_series_takes_each_year_s_own_gdp(store: Store) -> None:
    result = comparison.series(store, chosen(view="series", agencies=("marina",)), "en")
    assert [row["executed_share_of_gdp"] for row in result.rows] == [
        Decimal("0.006000000"), Decimal("0.005500000"), Decimal("0.004131250"),
    ]  # fmt: skip


def test_it_is_not_offered_by_state_nor_without_the_gdp_of_every_year(store: Store, fresh: Fresh) -> None:
    assert withheld(store.facts, chosen(by="state", scope="gross", year=2021), "share_of_gdp") is not None
    assert withheld(store.facts, chosen(), "share_of_gdp") is None
    without = tiny.store(fresh(), state_gdp=GDP[1:])
    assert withheld(without.facts, chosen(), "share_of_gdp") is not None
    found = resolve("medida=porcentaje-del-pib&ejercicio=2017", without.facts)
    assert found.selection.measure == "amount"
    assert found.problems[0].accepted == "monto, porcentaje, por-habitante"


def test_its_word_in_an_address_goes_there_and_back() -> None:
    assert to_query(chosen(year=2023)) == "medida=porcentaje-del-pib"
    assert parse("medida=porcentaje-del-pib")[0].measure == "share_of_gdp"
