"""What a contract's page asks, on the bundled snapshot."""

from __future__ import annotations

from sqlalchemy import select

from dashboard.data import contracts
from dashboard.data.store import Stores
from loaders.home import Home
from loaders.schema import table


def test_a_programme_is_named_under_the_ramo_of_its_key_whoever_buys(stored: Home) -> None:
    store = Stores(stored).current()
    known = table("contract")
    local = (known.c.agency_id.is_(None), known.c.ramo_code == "23", known.c.program_code == "U132")
    row, *_ = store.rows(select(known.c.contract_id).where(*local).limit(1))
    found = contracts.contract(store, row["contract_id"])
    assert found is not None
    assert {(one["dimension"], one["member_id"]) for one in found.budget} == {
        ("program", "provisiones-salariales.U132")
    }
