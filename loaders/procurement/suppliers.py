"""One row a supplier and a procuring unit, with what was merged into it and what might be the same one.

A supplier is whoever the readers gave one identity: the RFC of a legal person, else its normalised name, else
the RFC of a natural person inside one file. Contracts of everybody else stay on their own and are in no table
of suppliers.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Kind
from loaders.procurement.temporary import add, declared, fill
from loaders.procurement_columns import OUT_OF_COUNT
from loaders.schema import table

SUMMED = ("counted", "converted")
_SEARCHABLE = ("legal", "foreign")
_LARGEST_FAMILY = 20


_SPELLING: dict[str, Kind] = {
    "supplier_id": "text",
    "supplier_name": "text",
    "name_key": "text",
    "rule": "text",
    "rfc": "text",
    "person": "text",
    "contracts": "long",
    "counted": "long",
    "amount_mxn": "money",
    "first_year": "integer",
    "last_year": "integer",
    "first_signed_on": "date",
    "last_signed_on": "date",
}
SPELLINGS = declared("supplier_spelling", _SPELLING)


def make(connection: sa.Connection) -> None:
    """Fill the tables of suppliers and procuring units."""
    fill(connection, SPELLINGS, _spellings())
    add(connection, table("supplier_variant"), _variants())
    add(connection, table("supplier"), _suppliers())
    add(connection, table("supplier_possible"), _possible())
    add(connection, table("procuring_unit"), _units())


def summed(contract: sa.FromClause) -> sa.ColumnElement[Any]:
    """Return the amount of a contract if it enters sums, else NULL."""
    return sa.case((contract.c.amount_status.in_(SUMMED), contract.c.amount_mxn))


def stands(contract: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether a row is a contract of its own, in force: not cancelled, pending or told elsewhere."""
    return contract.c.amount_status.not_in(OUT_OF_COUNT)


def merged(contract: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether a contract's supplier is one that others may share."""
    return contract.c.supplier_rule != "single"


def _spellings() -> sa.Select[Any]:
    """Every published form of a supplier's name, and what was contracted under it."""
    contract = table("contract")
    amount, year, signed = summed(contract), contract.c.fiscal_year, contract.c.signed_on
    keys = (contract.c.supplier_id, contract.c.supplier_name)
    same = (contract.c[name] for name in ("supplier_name_key", "supplier_rule", "supplier_rfc"))
    figures = (
        *(sa.func.any_value(one) for one in same),
        sa.func.min(contract.c.supplier_person),
        sa.func.count(),
        sa.func.count(amount),
        sa.func.sum(amount),
        *(sa.func.min(year), sa.func.max(year), sa.func.min(signed), sa.func.max(signed)),
    )
    return sa.select(*keys, *figures).where(merged(contract)).group_by(*keys)


def _variants() -> sa.Select[Any]:
    names = ("supplier_id", "supplier_name", "contracts", "first_year", "last_year")
    return sa.select(*(SPELLINGS.c[name] for name in names)).where(SPELLINGS.c.supplier_name.is_not(None))


def _suppliers() -> sa.Select[Any]:
    """One row a supplier, with the form of its name that most contracts have; of equals the last."""
    one = SPELLINGS.c
    person = sa.func.min(one.person)
    usual = sa.func.arg_max(one.supplier_name, sa.func.row(one.contracts, one.supplier_name))
    totals = (sa.func.sum(one[name]) for name in ("contracts", "counted", "amount_mxn"))
    ends = (sa.func.min(one.first_year), sa.func.max(one.last_year))
    days = (sa.func.min(one.first_signed_on), sa.func.max(one.last_signed_on))
    identity = (usual, sa.func.any_value(one.rule), sa.func.any_value(one.rfc), person)
    variants = sa.func.count(one.supplier_name)
    number = sa.func.row_number().over(order_by=one.supplier_id)
    columns = (number, one.supplier_id, *identity, person.in_(_SEARCHABLE), variants, *totals, *ends, *days)
    return sa.select(*columns).group_by(one.supplier_id).order_by(one.supplier_id)


def name_keys() -> sa.Select[Any]:
    """Return the normalised names of every legal person, one row each."""
    one = SPELLINGS.c
    known = (one.name_key.is_not(None), one.name_key != "", one.person.in_(_SEARCHABLE))
    return sa.select(one.supplier_id, one.name_key).where(*known).distinct()


def _possible() -> sa.Select[Any]:
    """Legal persons with one normalised name and more than one identity; large families are only homonyms."""
    pairs = name_keys().cte("pairs")
    families = (
        sa.select(pairs.c.name_key)
        .group_by(pairs.c.name_key)
        .having(sa.func.count().between(2, _LARGEST_FAMILY))
        .subquery("families")
    )
    other = pairs.alias("other")
    one, two = (side.c.name_key for side in (pairs, other))
    different = sa.and_(two == one, other.c.supplier_id != pairs.c.supplier_id)
    both = (pairs.c.supplier_id, other.c.supplier_id)
    joined = pairs.join(families, families.c.name_key == one).join(other, different)
    return sa.select(*both, sa.func.min(one)).select_from(joined).group_by(*both)


def _units() -> sa.Select[Any]:
    """One row a code of a procuring unit, with the names that most of its contracts give."""
    contract = table("contract")
    code, year, amount = contract.c.procuring_unit_code, contract.c.fiscal_year, summed(contract)
    words = (contract.c.procuring_unit_name, contract.c.institution_name, contract.c.agency_id)
    spellings = (
        sa.select(
            code, *words, sa.func.count().label("contracts"), sa.func.count(amount).label("counted"),
            sa.func.sum(amount).label("amount"), sa.func.min(year).label("first"),
            sa.func.max(year).label("last"),
        )
        .where(code.is_not(None))
        .group_by(code, *words)
        .subquery()
    )  # fmt: skip
    known = (
        spellings.c.procuring_unit_name,
        spellings.c.institution_name,
        spellings.c.agency_id.nulls_last(),
    )
    order = (spellings.c.contracts.desc(), *known)
    ranked = sa.select(
        spellings,
        sa.func.row_number()
        .over(partition_by=spellings.c.procuring_unit_code, order_by=order)
        .label("place"),
    ).subquery()

    def usual(column: str) -> sa.ColumnElement[Any]:
        return sa.func.max(sa.case((ranked.c.place == 1, ranked.c[column])))

    place = _places()
    return (
        sa.select(
            sa.func.row_number().over(order_by=ranked.c.procuring_unit_code), ranked.c.procuring_unit_code,
            usual("procuring_unit_name"), usual("institution_name"), usual("agency_id"),
            sa.func.max(place.c.state_id), sa.func.sum(ranked.c.contracts), sa.func.sum(ranked.c.counted),
            sa.func.sum(ranked.c.amount),
            sa.func.min(ranked.c.first), sa.func.max(ranked.c.last),
        )
        .select_from(ranked.outerjoin(place, place.c.code == ranked.c.procuring_unit_code))
        .group_by(ranked.c.procuring_unit_code)
        .order_by(ranked.c.procuring_unit_code)
    )  # fmt: skip


def _places() -> sa.Subquery:
    """The state of each unit of which its contracts and procedures name one, and no other."""
    told = [
        sa.select(source.c.procuring_unit_code.label("code"), source.c.state_id)
        .where(source.c.procuring_unit_code.is_not(None), source.c.state_id.is_not(None))
        .distinct()
        for source in (table("contract"), table("procedure"))
    ]
    both = sa.union(*told).subquery("told")
    one = sa.select(both.c.code, sa.func.max(both.c.state_id).label("state_id")).group_by(both.c.code)
    return one.having(sa.func.count() == 1).subquery("place")
