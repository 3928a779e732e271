"""What each supplier was awarded, as its page tells it: sums, and its newest contracts.

The sums are by group of files, year, procedure and buyer; files of different coverage are never added up.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from loaders.indicator_tables import NEWEST
from loaders.procurement.facts import FACTS, FILES
from loaders.procurement.suppliers import merged, summed
from loaders.procurement.temporary import add
from loaders.schema import table

# How many bits a day and a contract's number have in the number that orders contracts.
_DAY_BITS, _NUMBER_BITS = 22, 29
_LAST_NUMBER = 2**_NUMBER_BITS - 1
_BUYER = ("fiscal_year", "procurement_method", "institution_name")


def make(connection: sa.Connection) -> None:
    """Fill the tables of sums and of newest contracts, each in the order of suppliers."""
    add(connection, table("supplier_award"), _sums())
    add(connection, table("supplier_newest"), _newest())


def _sums() -> sa.Select[Any]:
    """Sums of each file, put together by group: few rows are joined then instead of every contract."""
    supplier, made = table("supplier"), _of_files().subquery("made")
    group = (FILES.c.dataset_id, FILES.c.coverage)
    by = (supplier.c.supplier_no, *group, *(made.c[name] for name in _BUYER))
    sums = (sa.func.sum(made.c[name]) for name in ("contracts", "counted", "amount_mxn"))
    joined = made.join(supplier, supplier.c.supplier_id == made.c.supplier_id).join(
        FILES, FILES.c.source_file_id == made.c.source_file_id
    )
    return sa.select(*by, *sums).select_from(joined).group_by(*by).order_by(*by)


def _of_files() -> sa.Select[Any]:
    contract = table("contract")
    by = [contract.c[name] for name in ("supplier_id", "source_file_id", *_BUYER)]
    amount = summed(contract)
    sums = (
        sa.func.count().label("contracts"),
        sa.func.count(amount).label("counted"),
        sa.func.sum(amount).label("amount_mxn"),
    )
    return sa.select(*by, *sums).where(merged(contract)).group_by(*by)


def _newest() -> sa.Select[Any]:
    """The newest contracts of each supplier: of the last year, in it the last signed; of equals the first."""
    known = FACTS.c.supplier_no.is_not(None)
    kept = sa.func.unnest(sa.func.max(_age(), NEWEST)).label("age")
    newest = (
        sa.select(FACTS.c.supplier_no, kept).where(known).group_by(FACTS.c.supplier_no).subquery("newest")
    )
    number = _LAST_NUMBER - newest.c.age.bitwise_and(_LAST_NUMBER)
    return sa.select(newest.c.supplier_no, number).order_by(newest.c.supplier_no, newest.c.age.desc())


def _age() -> sa.ColumnElement[int]:
    """One number that is larger the newer a contract is; without a day of signing before every day."""
    year = sa.cast(FACTS.c.fiscal_year, sa.BigInteger())
    signed = sa.func.date_diff("day", sa.literal(date.min, sa.Date()), FACTS.c.signed_on) + 1
    place = (year * 2**_DAY_BITS + sa.func.coalesce(signed, 0)) * 2**_NUMBER_BITS
    newer: sa.ColumnElement[int] = place + (_LAST_NUMBER - FACTS.c.contract_no)
    return newer
