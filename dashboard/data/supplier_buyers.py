"""What one institution bought from a supplier, in one group of files: its units and its contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Select, func, select

from dashboard.data.contracts import COUNTED
from dashboard.data.procurement import FILE_PARAM
from dashboard.data.selection import MAX_QUERY, Problem
from dashboard.data.store import Record, Store
from dashboard.data.suppliers import institutions
from loaders.schema import table
from loaders.search.schema import NONE

BUYER_PARAM: Final = "comprador"
_SHOWN: Final = 5
_TOLD: Final = (
    "contract_id",
    "title",
    "description",
    "procuring_unit_code",
    "procuring_unit_name",
    "procurement_method",
    "fiscal_year",
    "amount_mxn",
    "amount_status",
)


@dataclass(frozen=True)
class Unit:
    """A procuring unit of the institution: how many contracts, and the amount that enters sums."""

    code: str | None
    name: str | None
    contracts: int
    amount_mxn: Decimal | None


def to_query(buyer: Record) -> str:
    """Return the query string that asks for a buyer of a supplier, without "?"."""
    file = f"{buyer['dataset_id']}.{buyer['coverage']}"
    return urlencode({BUYER_PARAM: buyer["institution_name"] or NONE, FILE_PARAM: file})


def parse(query: str, buyers: Sequence[Record]) -> tuple[Record | None, tuple[Problem, ...]]:
    """Return the buyer that a query asks for, None without one or with one that is none, as a Problem."""
    given = dict(parse_qsl(query[:MAX_QUERY]))
    name, file = given.get(BUYER_PARAM, ""), given.get(FILE_PARAM, "")
    if not name:
        return None, ()
    for buyer in buyers:
        of_it = {"institution_name": None if name == NONE else name}
        same_file = file in ("", f"{buyer['dataset_id']}.{buyer['coverage']}")
        if same_file and institutions([buyer, {**buyer, **of_it}]) == 1:
            return buyer, ()
    known = [str(buyer["institution_name"]) for buyer in buyers[:_SHOWN]]
    return None, (Problem(BUYER_PARAM, name[:80], ", ".join(known)),)


def contracts(store: Store, supplier_id: str, buyer: Record) -> Sequence[Record]:
    """Return all contracts of a supplier with an institution in a group of files, the newest first.

    The institution under every spelling that differs in case and accents only.
    """
    known = table("contract")
    names = store.rows(select(known.c.institution_name).where(known.c.supplier_id == supplier_id).distinct())
    spelled = [row["institution_name"] for row in names if institutions([buyer, row]) == 1]
    return store.rows(_contracts(supplier_id, buyer, _is_one_of(spelled)))


def _is_one_of(names: Sequence[str | None]) -> ColumnElement[bool]:
    column = table("contract").c.institution_name
    said = column.in_([name for name in names if name is not None])
    return said | column.is_(None) if None in names else said


def _contracts(supplier_id: str, buyer: Record, bought: ColumnElement[bool]) -> Select[Any]:
    known, note = table("contract"), table("coverage_note")
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    own = (
        known.c.supplier_id == supplier_id,
        known.c.dataset_id == buyer["dataset_id"],
        func.coalesce(note.c.coverage, "unknown") == buyer["coverage"],
    )
    newest = (known.c.fiscal_year.desc(), known.c.signed_on.desc().nulls_last(), known.c.contract_no)
    query = select(*(known.c[name] for name in _TOLD)).select_from(joined)
    return query.where(*own, bought).order_by(*newest)


def units(rows: Sequence[Record]) -> Sequence[Unit]:
    """Return the units that contracts name, those with most contracts first."""
    found: dict[str | None, list[Record]] = {}
    for row in rows:
        found.setdefault(row["procuring_unit_code"], []).append(row)
    made = [_unit(code, own) for code, own in found.items()]
    return sorted(made, key=lambda unit: (-unit.contracts, unit.code or ""))


def _unit(code: str | None, rows: Sequence[Mapping[str, Any]]) -> Unit:
    amounts = [row["amount_mxn"] for row in rows if row["amount_status"] in COUNTED]
    name = next((row["procuring_unit_name"] for row in rows if row["procuring_unit_name"]), None)
    return Unit(code, name, len(rows), sum(amounts, Decimal(0)) if amounts else None)
