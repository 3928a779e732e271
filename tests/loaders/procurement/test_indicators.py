"""Indicators: declared whole, equal to plain Python on real rows, and each number leads to its contracts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from loaders.errors import DeclarationError
from loaders.model import Text
from loaders.procurement.model import Concentration, Indicator
from loaders.procurement.registry import indicators, validate
from tests.loaders.procurement import reference, tiny
from tests.loaders.procurement.reference import World, amount, supplier

Row = dict[str, Any]
ALL = list(indicators().values())
COUNTED = [one for one in ALL if not isinstance(one.rule, Concentration)]
SCOPES = {"all": None, "agency": "agency_id", "procuring_unit": "procuring_unit_code", "state": "state_id"}
# Words that say more than a figure can.
LOADED = re.compile(
    r"corrup|fraud|desv[ií]o|ilegal|illegal|sospech|suspic|fantasma|ghost|culpa|guilt|amañ|rigg|irregular|delito|crime",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def store() -> Iterator[sa.Connection]:
    contracts = tiny.excerpt()
    with tiny.derived(contracts, threshold=tiny.thresholds(), coverage_note=tiny.notes()) as connection:
        yield connection


@pytest.fixture(scope="module")
def world() -> World:
    caps = {
        (row["fiscal_year"], row["procurement_method"], row["procurement_category"]): row["ceiling_mxn"]
        for row in tiny.thresholds()
    }
    rows = [{**row, "state_id": None} for row in tiny.excerpt()]
    return World(rows, caps, dict(tiny.COVERAGES))


def texts(one: Indicator) -> list[Text]:
    own = [getattr(one, field.name) for field in fields(one)]
    return [text for text in own if isinstance(text, Text)] + list(one.explanations)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_an_indicator_speaks_both_languages_and_stays_neutral(one: Indicator) -> None:
    for text in texts(one):
        assert text.es.strip(), one.id
        assert text.en.strip(), one.id
        assert "  " not in text.es + text.en
        assert not LOADED.search(text.es + text.en), text
    assert len(one.explanations) >= 2
    assert bool(one.measure_unit) == ("{measure}" in one.detail.es) == ("{measure}" in one.detail.en)


def test_indicators_are_in_one_order() -> None:
    assert [one.sort_order for one in ALL] == list(range(1, len(ALL) + 1))


def test_a_wrong_declaration_is_an_error_that_says_why() -> None:
    good = indicators()["direct_award"]
    wrong = {
        "the id is not": replace(good, id="other"),
        "nothing says what": replace(good, explanations=()),
        "a need has no words": replace(good, needs=("nonsense",)),
        "no share": replace(good, minimum_coverage=Decimal(2)),
    }
    for why, declared in wrong.items():
        with pytest.raises(DeclarationError, match=why):
            validate(declared, "direct_award")


@pytest.mark.parametrize("name", reference.NAMES)
def test_the_contracts_with_a_signal_are_those_of_plain_python(
    store: sa.Connection, world: World, name: str
) -> None:
    told = reference.indicator(world, name)
    expected = {row["contract_id"] for row in world.rows if all(told(row))}
    numbers = {no: row["contract_id"] for no, row in enumerate(world.rows, start=1)}
    found = [row for row in tiny.rows_of(store, "contract_signal") if row["indicator_id"] == name]
    assert {numbers[row["contract_no"]] for row in found} == expected
    assert len(found) == len(expected)
    assert expected or name == "new_supplier", "the excerpt should show the signal"


def members(world: World, scope: str) -> dict[tuple[Any, ...], list[Row]]:
    """Contracts by group, year and who they belong to in a scope; who is not known belongs to nobody."""
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    column = SCOPES[scope]
    for row in world.rows:
        who = "all" if column is None else row[column]
        if who is not None:
            found[(*world.group(row), row["fiscal_year"], who)].append(row)
    return found


def key(row: Row) -> tuple[Any, ...]:
    return row["dataset_id"], row["coverage"], row["fiscal_year"], row["scope_id"]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", reference.NAMES)
def test_values_are_those_of_plain_python(store: sa.Connection, world: World, name: str, scope: str) -> None:
    told = reference.indicator(world, name)
    values = [row for row in tiny.rows_of(store, "indicator_value") if row["indicator_id"] == name]
    found = {key(row): row for row in values if row["scope"] == scope}
    expected = {}
    for who, rows in members(world, scope).items():
        said = [told(row) for row in rows]
        if any(applies for applies, _, _ in said):
            expected[who] = said
    assert set(found) == set(expected)
    for who, said in expected.items():
        row, (applies, known, signals) = found[who], (sum(column) for column in zip(*said, strict=True))
        assert (row["contracts"], row["known"], row["signals"]) == (applies, known, signals)
        covered = known and Decimal(known) / applies >= indicators()[name].minimum_coverage
        covered = covered and world.whole(members(world, scope)[who][0])
        assert row["status"] == ("shown" if covered else "withheld")
        assert row["value"] == (pytest.approx(Decimal(signals) / known) if covered else None)
        if covered:
            assert row["value_low"] == pytest.approx(Decimal(signals) / applies)
            assert row["value_high"] == pytest.approx(Decimal(signals + applies - known) / applies)


def test_concentration_is_that_of_plain_python(store: sa.Connection, world: World) -> None:
    found = {
        (row["indicator_id"], *key(row)): row
        for row in tiny.rows_of(store, "indicator_value")
        if row["scope"] == "procuring_unit"
    }
    seen = 0
    for who, rows in members(world, "procuring_unit").items():
        sums: Counter[str] = Counter()
        single = Decimal(0)
        for row in rows:
            if supplier(row):
                sums[supplier(row) or ""] += amount(row) or Decimal(0)  # type: ignore[assignment]
            else:
                single += amount(row) or 0
        whole = Decimal(sum(sums.values()))
        if whole + single == 0:
            continue
        hhi, four = found[("hhi", *who)], found[("top_four", *who)]
        covered = whole / (whole + single) >= Decimal("0.8") and world.whole(rows[0])
        assert hhi["status"] == four["status"] == ("shown" if covered else "withheld")
        if covered:
            seen += 1
            squares = sum(Decimal(value) ** 2 for value in sums.values())
            assert hhi["value"] == pytest.approx(10_000 * squares / whole**2)
            largest = sum(value for _, value in sums.most_common(4))
            assert four["value"] == pytest.approx(Decimal(largest) / whole)
    assert seen > 5


@pytest.mark.parametrize("one", COUNTED, ids=lambda one: one.id)
def test_every_number_leads_to_its_contracts(store: sa.Connection, one: Indicator) -> None:
    rows = [row for row in tiny.rows_of(store, "indicator_value") if row["indicator_id"] == one.id]
    signals = [row for row in tiny.rows_of(store, "contract_signal") if row["indicator_id"] == one.id]
    assert sum(row["signals"] for row in rows if row["scope"] == "all") == len(signals)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_the_printed_query_runs_on_the_store_and_gives_the_same(store: sa.Connection, one: Indicator) -> None:
    printed = next(row for row in tiny.rows_of(store, "indicator") if row["indicator_id"] == one.id)
    told = store.exec_driver_sql(printed["formula_sql"]).fetchall()
    if isinstance(one.rule, Concentration):
        values = [row for row in tiny.rows_of(store, "indicator_value") if row["indicator_id"] == one.id]
        shown = [row["value"] for row in values if row["scope"] == "all" and row["status"] == "shown"]
        assert shown
        assert all(any(value == pytest.approx(Decimal(row[2])) for row in told) for value in shown)
        return
    signals = [row for row in tiny.rows_of(store, "contract_signal") if row["indicator_id"] == one.id]
    assert sorted(row[0] for row in told) == sorted(row["contract_no"] for row in signals)


def test_what_is_withheld_says_which_field_is_empty(store: sa.Connection) -> None:
    withheld = [row for row in tiny.rows_of(store, "indicator_value") if row["status"] == "withheld"]
    words = {(row["indicator_id"], row["field_name"]) for row in tiny.rows_of(store, "indicator_need")}
    assert withheld
    for row in withheld:
        assert row["value"] is row["value_by_amount"] is row["rank_best"] is None
        assert (row["indicator_id"], row["missing_field"]) in words
        assert 0 < row["missing_share"] <= 1


def test_a_year_of_which_only_a_margin_is_held_is_withheld(store: sa.Connection, world: World) -> None:
    margins = {(*world.group(row), row["fiscal_year"]): False for row in world.rows if not world.whole(row)}
    assert ("compranet", "single_agency", 2022) in margins
    assert ("compranet", "single_agency", 2023) not in margins
    seen = 0
    for row in tiny.rows_of(store, "indicator_value"):
        if key(row)[:3] in margins:
            seen += 1
            told = (row["status"], row["missing_field"], row["missing_share"])
            assert told == ("withheld", "whole_year", 1)
    assert seen > 5


def test_a_year_without_ceiling_is_withheld(store: sa.Connection) -> None:
    rows = tiny.rows_of(store, "indicator_value")
    found = {
        (row["fiscal_year"], row["status"], row["missing_field"])
        for row in rows
        if row["indicator_id"] == "above_cap" and row["scope"] == "all" and row["fiscal_year"] == 2023
    }
    assert found == {(2023, "withheld", "cap_mxn")}
