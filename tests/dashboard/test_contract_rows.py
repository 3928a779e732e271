"""The rows of files of contracts: those that were found, each once and in order, however they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard.data import contract_rows, search
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.store import Store
from loaders.columns import column_of
from loaders.engine import columns_of, many
from loaders.fields import arrow_type
from loaders.schema import table
from tests.conftest import Homes
from tests.dashboard import contract_store

BACKWARDS = {**contract_store.ROWS, "contract": contract_store.CONTRACTS[::-1]}
EVERY = [row["contract_id"] for row in contract_store.CONTRACTS]


@pytest.fixture(scope="module")
def store(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose contracts were written from the last to the first."""
    made = contract_store.searchable(homes(tmp_path_factory.mktemp("rows")), BACKWARDS)
    yield made
    made.engine.dispose()


def pieces_of(store: Store) -> list[list[str]]:
    index = search.index_of(store)
    assert index is not None
    pieces = contract_rows.pieces(store, index, ContractFilter())
    return [piece.column("contract_id").to_pylist() for piece in pieces]


def test_what_is_empty_and_what_is_not_there_stay_apart_in_columns(homes: Homes, tmp_path: Path) -> None:
    texts = [None, "", '"', "a,b", "x\r\ny\n", "\\.", "\\N", "NULL", "%s %(x)s ñ", " "]
    numbered = enumerate(texts, start=1)
    contracts = [contract_store.contract(number, "-", description=text) for number, text in numbered]
    store = contract_store.published(homes(tmp_path), {**contract_store.ROWS, "contract": contracts})
    known = table("contract").c
    asked = select(known.description).order_by(known.contract_no)
    fields = pa.schema([("description", pa.string())])
    assert store.home is not None
    found = columns_of(store.home, store.engine, asked, fields)
    assert found.schema == fields
    assert found.column(0).to_pylist() == texts
    none = columns_of(store.home, store.engine, asked.where(known.contract_no < 0), fields)
    assert (none.schema, none.num_rows) == (fields, 0)
    store.engine.dispose()


def test_columns_have_the_values_of_rows(store: Store) -> None:
    known = table("contract").c
    asked = select(*known).order_by(known.contract_no)
    fields = pa.schema([(one.name, arrow_type(column_of("contract", one.name).kind)) for one in known])
    assert store.home is not None
    found = columns_of(store.home, store.engine, asked, fields)
    assert found.to_pylist() == [dict(row) for row in store.rows(asked)]


@given(st.sets(st.integers(-3, 40), min_size=1).map(sorted))
def test_exactly_the_listed_numbers_are_found(store: Store, listed: Sequence[int]) -> None:
    assert store.home is not None
    known = table("contract").c.contract_no
    found = store.rows(select(known).where(many(store.home, known, listed)).order_by(known))
    assert [row["contract_no"] for row in found] == [one for one in listed if 1 <= one <= len(EVERY)]


def test_rows_stand_in_order_whatever_the_order_they_are_read_in(store: Store) -> None:
    assert pieces_of(store) == [EVERY]


@pytest.mark.parametrize(
    ("rows", "widest", "sizes"),
    [(20, 20, [8]), (4, 20, [3, 4, 1]), (20, 3, [3, 4, 1]), (1, 20, [1, 2, 2, 2, 1])],
)
def test_small_pieces_are_read_together_up_to_a_measure(
    store: Store, monkeypatch: pytest.MonkeyPatch, rows: int, widest: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(search, "PIECE", 2)
    monkeypatch.setattr(contract_rows, "ROWS", rows)
    monkeypatch.setattr(contract_rows, "WIDEST", widest)
    found = pieces_of(store)
    assert [len(piece) for piece in found] == sizes
    assert list(chain(*found)) == EVERY
