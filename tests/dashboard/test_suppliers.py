"""What a supplier's page asks: the same figures with the search index and without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from dashboard.data import search, suppliers
from dashboard.data.store import Store
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
def test_signals_are_counted_alike_with_and_without_the_index(
    store: Store, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    with monkeypatch.context() as before:
        before.setattr(search, "index_of", lambda store: None)
        without = told(store, key)
    assert search.index_of(store) is not None
    assert told(store, key) == without
    assert {name: contracts for name, _, contracts in without} == counted(store, key) != {}


def test_years_and_buyers_hold_every_contract_once(store: Store) -> None:
    known = table("contract")
    query = select(known.c.contract_no, known.c.amount_mxn).where(known.c.supplier_id == BIG)
    rows, found = store.rows(query), suppliers.supplier(store, BIG)
    assert found is not None
    assert len(found.contracts) == suppliers.MOST_CONTRACTS < len(rows)
    for parts in (found.years, found.buyers):
        assert sum(row["contracts"] for row in parts) == len(rows) == found.record["contracts"]
        assert sum(row["amount_mxn"] or 0 for row in parts) == sum(row["amount_mxn"] for row in rows)
    keys = [(row["dataset_id"], row["fiscal_year"], row["procurement_method"]) for row in found.years]
    assert len(set(keys)) == len(keys) > 2
