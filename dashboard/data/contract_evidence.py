"""What a signal of a contract rests on beside its own row: the ceilings of its year, other contracts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, select

from dashboard.data.store import Record, Store
from loaders.schema import table

# The need of an indicator that compares with the ceiling of a year.
CEILING_NEED: Final = "cap_mxn"
_TOLD: Final = ("contract_id", "title", "description", "signed_on", "amount_mxn")


def ceilings(store: Store, contract: Record) -> Sequence[Record]:
    """Return the ceilings held for the year, procedure and kind of purchase of a contract, largest first.

    Each as published, with its file and row.
    """
    known, file = table("threshold"), table("source_file")
    same = ("fiscal_year", "procurement_method", "procurement_category")
    joined = known.join(file, file.c.source_file_id == known.c.source_file_id)
    query = select(known, file.c.file_name).select_from(joined)
    own = query.where(*(known.c[name] == contract[name] for name in same))
    return store.rows(own.order_by(known.c.ceiling_mxn.desc(), file.c.file_name, known.c.source_row))


def together(store: Store, signal: Record) -> Sequence[Record]:
    """Return the contracts that give a signal together, this one among them; none if it stands alone."""
    return [] if signal["group_no"] is None else store.rows(_together(signal))


def _together(signal: Record) -> Select[Any]:
    known, made = table("contract"), table("contract_signal")
    joined = made.join(known, known.c.contract_no == made.c.contract_no)
    query = select(*(known.c[name] for name in _TOLD)).select_from(joined)
    same = [made.c[name] == signal[name] for name in ("indicator_id", "group_no")]
    return query.where(*same).order_by(known.c.signed_on, known.c.contract_no)
