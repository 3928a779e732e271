"""Questions about one contract: what was published of it, its changes, its spending, and where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select

from dashboard.data.store import Record, Store
from loaders.schema import table

COUNTED: Final = ("counted", "converted")
NATURAL: Final = ("natural", "unknown")


@dataclass(frozen=True)
class Contract:
    """One contract: its own row, its changes, its spending by stage, and the file it was read from."""

    record: Record
    source: Record
    amendments: Sequence[Record]
    spending: Sequence[Record]


def contract(store: Store, contract_id: str) -> Contract | None:
    """Return a contract by its id, or None if the store has none of that id."""
    rows = store.rows(_named("contract", contract_id))
    if not rows:
        return None
    record = rows[0]
    return Contract(
        record,
        source(store, record["source_file_id"]),
        store.rows(_named("contract_amendment", contract_id).order_by("amended_on", "amendment_id")),
        store.rows(_named("contract_spending", contract_id).order_by("source_row", "stage")),
    )


def _named(name: str, contract_id: str) -> Select[Any]:
    known = table(name)
    return select(known).where(known.c.contract_id == contract_id)


def source(store: Store, source_file_id: str) -> Record:
    """Return a source file with the title and publisher of its dataset."""
    file, owner = table("source_file"), table("dataset")
    titled = (owner.c.title_es, owner.c.title_en, owner.c.publisher)
    joined = file.join(owner, owner.c.dataset_id == file.c.dataset_id)
    query = select(file, *titled).select_from(joined).where(file.c.source_file_id == source_file_id)
    return store.rows(query)[0]


def first_ids(store: Store, most: int = 2) -> list[str]:
    """Return the ids of a few contracts."""
    known = table("contract")
    query = select(known.c.contract_id).order_by(known.c.contract_no).limit(most)
    return [row["contract_id"] for row in store.rows(query)]
