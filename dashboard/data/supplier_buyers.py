"""What one institution bought from a supplier, in one group of files: its units and its contracts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Select, func, select

from dashboard.data.contracts import COUNTED
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.procurement import FILE_PARAM
from dashboard.data.selection import MAX_QUERY
from dashboard.data.store import Record, Store
from dashboard.data.suppliers import institution
from loaders.schema import table
from loaders.search.schema import NONE

BUYER_PARAM: Final = "comprador"
PARAMETERS: Final = frozenset({BUYER_PARAM, FILE_PARAM})
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


@dataclass(frozen=True)
class Bought:
    """What an institution bought: its units, those with most contracts first, and its newest contracts."""

    units: Sequence[Unit]
    contracts: Sequence[Record]


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
    asked = institution({"institution_name": None if name == NONE else name})
    for buyer in buyers:
        same_file = file in ("", f"{buyer['dataset_id']}.{buyer['coverage']}")
        if same_file and institution(buyer) == asked:
            return buyer, ()
    known = [str(buyer["institution_name"] or NONE) for buyer in buyers]
    return None, (refused_value(BUYER_PARAM, name, known),)


def bought(store: Store, supplier: Record, buyer: Record, most: int) -> Bought:
    """Return what an institution bought from a supplier in a group of files, at most so many contracts.

    The institution under every spelling that differs in case and accents only.
    """
    sums = table("supplier_award")
    written = select(sums.c.institution_name).where(sums.c.supplier_no == supplier["supplier_no"]).distinct()
    spelled = [row for row in store.rows(written) if institution(row) == institution(buyer)]
    asked = _asked(supplier["supplier_id"], buyer, [row["institution_name"] for row in spelled])
    units = [Unit(**row) for row in store.rows(_units(asked))]
    return Bought(units, store.rows(_newest(asked).limit(most)))


def _asked(supplier_id: str, buyer: Record, names: Sequence[str | None]) -> Callable[..., Select[Any]]:
    """Return what selects columns of the contracts asked for."""
    known, note = table("contract"), table("coverage_note")
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    own = (
        known.c.supplier_id == supplier_id,
        known.c.dataset_id == buyer["dataset_id"],
        func.coalesce(note.c.coverage, "unknown") == buyer["coverage"],
        _is_one_of(names),
    )
    return lambda *columns: select(*columns).select_from(joined).where(*own)


def _is_one_of(names: Sequence[str | None]) -> ColumnElement[bool]:
    column = table("contract").c.institution_name
    said = column.in_([name for name in names if name is not None])
    return said | column.is_(None) if None in names else said


def _newest(asked: Callable[..., Select[Any]]) -> Select[Any]:
    known = table("contract")
    newest = (known.c.fiscal_year.desc(), known.c.signed_on.desc().nulls_last(), known.c.contract_no)
    return asked(*(known.c[name] for name in _TOLD)).order_by(*newest)


def _units(asked: Callable[..., Select[Any]]) -> Select[Any]:
    known = table("contract")
    code, contracts = known.c.procuring_unit_code, func.count()
    amount = func.sum(known.c.amount_mxn).filter(known.c.amount_status.in_(COUNTED))
    query = asked(
        code.label("code"),
        func.min(known.c.procuring_unit_name).label("name"),
        contracts.label("contracts"),
        amount.label("amount_mxn"),
    )
    return query.group_by(code).order_by(contracts.desc(), func.coalesce(code, ""))
