"""What a supplier's page asks: its figures are what its contracts add up to, one by one, on each engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from dashboard.data import suppliers
from dashboard.data.store import Record, Store
from loaders.indicator_tables import NEWEST
from loaders.procurement.suppliers import SUMMED
from loaders.schema import table
from tests.conftest import Homes
from tests.dashboard import signal_store

BIG, PERSON = "rfc.LIM010203AB1", "person.compras_mx.b.1"


@pytest.fixture(scope="module")
def store(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = signal_store.published(homes(tmp_path_factory.mktemp("suppliers")))
    yield made
    made.engine.dispose()


def told(store: Store, key: str) -> list[tuple[str, str, int]]:
    found = suppliers.supplier(store, key)
    assert found is not None
    return [(row["indicator_id"], row["name_es"], row["contracts"]) for row in found.signals]


def counted(store: Store, key: str) -> Counter[str]:
    """Count the signals one by one."""
    known, signal = table("contract"), table("contract_signal")
    joined = signal.join(known, known.c.contract_no == signal.c.contract_no)
    query = select(signal.c.indicator_id).select_from(joined).where(known.c.supplier_id == key)
    return Counter(row["indicator_id"] for row in store.rows(query))


@pytest.mark.parametrize("key", [BIG, PERSON])
def test_every_contract_with_a_signal_is_counted(store: Store, key: str) -> None:
    named = told(store, key)
    assert {name: contracts for name, _, contracts in named} == counted(store, key) != {}
    ordered = store.rows(select(table("indicator")).order_by("sort_order"))
    words = [(row["indicator_id"], row["name_es"]) for row in ordered]
    assert [one[:2] for one in named] == [one for one in words if one in [one[:2] for one in named]]


def own(store: Store, key: str) -> list[Record]:
    """The contracts of a supplier, the newest first, each with what is said of the coverage of its file."""
    known, note = table("contract"), table("coverage_note")
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    query = select(known, func.coalesce(note.c.coverage, "unknown").label("coverage")).select_from(joined)
    rows = store.rows(query.where(known.c.supplier_id == key))
    day = {row["contract_no"]: -(row["signed_on"] or date.min).toordinal() for row in rows}
    return sorted(rows, key=lambda row: (-row["fiscal_year"], day[row["contract_no"]], row["contract_no"]))


def sums(rows: Iterable[Record], names: Sequence[str]) -> dict[tuple[Any, ...], tuple[int, Decimal]]:
    found: dict[tuple[Any, ...], tuple[int, Decimal]] = {}
    for row in rows:
        key = tuple(row[name] for name in names)
        contracts, amount = found.get(key, (0, Decimal(0)))
        enters = row.get("amount_status", "counted") in SUMMED
        added = row["amount_mxn"] if enters and row["amount_mxn"] is not None else 0
        found[key] = (contracts + row.get("contracts", 1), amount + added)
    return found


@pytest.mark.parametrize("key", [BIG, PERSON])
def test_years_and_buyers_are_what_its_contracts_add_up_to(store: Store, key: str) -> None:
    rows, found = own(store, key), suppliers.supplier(store, key)
    assert found is not None
    by_year = ("dataset_id", "coverage", "fiscal_year", "procurement_method")
    by_buyer = ("dataset_id", "coverage", "institution_name")
    assert sums(found.years, by_year) == sums(rows, by_year)
    assert sums(found.buyers, by_buyer) == sums(rows, by_buyer)
    assert len(found.years) == len(sums(rows, by_year))
    assert sum(row["contracts"] for row in found.years) == len(rows) == found.record["contracts"]
    years = [row["fiscal_year"] for row in found.years]
    assert years == sorted(years)


@pytest.mark.parametrize("key", [BIG, PERSON])
def test_the_newest_contracts_are_shown(store: Store, key: str) -> None:
    rows, found = own(store, key), suppliers.supplier(store, key)
    assert found is not None
    assert [row["contract_id"] for row in found.contracts] == [row["contract_id"] for row in rows[:NEWEST]]
    assert (len(rows) > NEWEST) == (key == BIG)
