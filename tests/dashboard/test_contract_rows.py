"""The rows of files of contracts: those that were found, each once and in order, however they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard.data import contract_rows, search
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.store import Store
from loaders.engine import many
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
