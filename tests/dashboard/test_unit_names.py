"""Units of one name are told apart by their place and code, in every list."""

from __future__ import annotations

from collections import Counter

import pytest

from dashboard.data import composite, procurement, signals
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Store, Stores
from dashboard.data.unit_names import unit_name, with_institution
from dashboard.views.registry import CONTRACT_VIEWS
from loaders.home import Home

IMSS = ContractsAsked("compras_mx", "single_agency", 2026)
ROW = {"procuring_unit_name": "Abastecimiento", "institution_name": "IMSS", "state_id": "17"}


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


def test_place_and_code_stand_beside_the_name() -> None:
    assert unit_name(ROW, "050GYR007") == "Abastecimiento (Morelos, 050GYR007)"
    assert with_institution(ROW, "050GYR007") == "Abastecimiento (Morelos, 050GYR007), IMSS"
    named = {**ROW, "procuring_unit_name": "Abastecimiento #050GYR007", "state_id": None}
    assert unit_name(named, "050GYR007") == "Abastecimiento #050GYR007"
    assert unit_name({**ROW, "procuring_unit_name": None, "state_id": None}, "050GYR007") == "050GYR007"


def test_no_two_units_of_the_composite_are_named_alike(store: Store) -> None:
    """Twelve were «COORDINACION DE ABASTECIMIENTO Y EQUIPAMIENTO, INSTITUTO MEXICANO DEL SEGURO SOCIAL»."""
    scored = composite.scores(store, IMSS, "procuring_unit")
    assert max(Counter(row["procuring_unit_name"] for row in scored).values()) > 5
    names = [with_institution(row, row["scope_id"]) for row in scored]
    assert len(set(names)) == len(names) > 30
    assert any("(Morelos, 050GYR007)" in name for name in names)


@pytest.mark.parametrize("slug", ["compradores", "concentracion"])
def test_no_two_rows_of_a_view_are_named_alike(store: Store, slug: str) -> None:
    for one in procurement.held(store):
        names = [row["name"] for row in CONTRACT_VIEWS[slug].result(store, one.asked, "es").rows]
        assert len(set(names)) == len(names)


def test_a_score_is_of_enough_contracts(store: Store) -> None:
    for asked in composite.made_of(store):
        for score in composite.scores(store, asked, "procuring_unit"):
            for part in composite.steps(store, asked, score).components:
                assert part["known"] >= 10
                assert part["signals"] is None or 0 <= part["signals"] <= part["known"]


def test_one_of_two_and_zero_are_no_rank(store: Store) -> None:
    seen = 0
    for one in procurement.held(store):
        for scope in ("agency", "procuring_unit", "state"):
            _, rows = signals.members(store, "direct_award", one.asked, scope, None)
            for row in rows:
                if row["rank_best"] is not None:
                    seen += 1
                    assert row["ranked"] >= 5
                    assert row["value"] > 0
    assert seen > 50
