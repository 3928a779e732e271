"""One row a supplier and a procuring unit, with what was merged into it and what might be the same one.

A supplier is whoever the readers gave one identity: the RFC of a legal person, else its normalised name, else
the RFC of a natural person inside one file. Contracts of everybody else stay on their own and are in no table
of suppliers.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.procurement.temporary import add
from loaders.schema import table

SUMMED = ("counted", "converted")
_SEARCHABLE = ("legal", "foreign")
_LARGEST_FAMILY = 20


def make(connection: sa.Connection) -> None:
    """Fill the tables of suppliers and procuring units."""
    add(connection, table("supplier_variant"), _variants())
    add(connection, table("supplier"), _suppliers())
    add(connection, table("supplier_possible"), _possible())
    add(connection, table("procuring_unit"), _units())


def summed(contract: sa.FromClause) -> sa.ColumnElement[Any]:
    """Return the amount of a contract if it enters sums, else NULL."""
    return sa.case((contract.c.amount_status.in_(SUMMED), contract.c.amount_mxn))


def merged(contract: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether a contract's supplier is one that others may share."""
    return contract.c.supplier_rule != "single"


def _variants() -> sa.Select[Any]:
    contract = table("contract")
    keys = (contract.c.supplier_id, contract.c.supplier_name)
    year = contract.c.fiscal_year
    return (
        sa.select(*keys, sa.func.count(), sa.func.min(year), sa.func.max(year))
        .where(merged(contract), contract.c.supplier_name.is_not(None))
        .group_by(*keys)
    )


def _suppliers() -> sa.Select[Any]:
    contract, names = table("contract"), _names().subquery("names")
    amount, year, signed = summed(contract), contract.c.fiscal_year, contract.c.signed_on
    sums = {
        "rule": sa.func.any_value(contract.c.supplier_rule),
        "rfc": sa.func.any_value(contract.c.supplier_rfc),
        "person": sa.func.min(contract.c.supplier_person),
        "contracts": sa.func.count(),
        "counted": sa.func.count(amount),
        "amount": sa.func.sum(amount),
        "first_year": sa.func.min(year),
        "last_year": sa.func.max(year),
        "first_signed": sa.func.min(signed),
        "last_signed": sa.func.max(signed),
    }
    made = (
        sa.select(contract.c.supplier_id, *(one.label(name) for name, one in sums.items()))
        .where(merged(contract))
        .group_by(contract.c.supplier_id)
        .subquery("made")
    )
    known = (made.c[name] for name in list(sums)[3:])
    number = sa.func.row_number().over(order_by=made.c.supplier_id)
    who = (made.c.supplier_id, names.c.name, made.c.rule, made.c.rfc, made.c.person)
    variants = sa.func.coalesce(names.c.variants, 0)
    return (
        sa.select(number, *who, made.c.person.in_(_SEARCHABLE), variants, *known)
        .select_from(made.outerjoin(names, names.c.supplier_id == made.c.supplier_id))
        .order_by(made.c.supplier_id)
    )


def _names() -> sa.Select[Any]:
    """The form of the name that most contracts have; among equals the last by letter."""
    variant = table("supplier_variant")
    name = sa.func.arg_max(variant.c.supplier_name, sa.func.row(variant.c.contracts, variant.c.supplier_name))
    many = sa.func.count().label("variants")
    return sa.select(variant.c.supplier_id, name.label("name"), many).group_by(variant.c.supplier_id)


def _possible() -> sa.Select[Any]:
    """Legal persons with one normalised name and more than one identity; large families are only homonyms."""
    contract = table("contract")
    key = contract.c.supplier_name_key
    known = (merged(contract), key.is_not(None), key != "", contract.c.supplier_person.in_(_SEARCHABLE))
    pairs = sa.select(contract.c.supplier_id, key).where(*known).distinct().cte("pairs")
    families = (
        sa.select(pairs.c.supplier_name_key)
        .group_by(pairs.c.supplier_name_key)
        .having(sa.func.count().between(2, _LARGEST_FAMILY))
        .subquery("families")
    )
    other = pairs.alias("other")
    one, two = (side.c.supplier_name_key for side in (pairs, other))
    different = sa.and_(two == one, other.c.supplier_id != pairs.c.supplier_id)
    both = (pairs.c.supplier_id, other.c.supplier_id)
    joined = pairs.join(families, families.c.supplier_name_key == one).join(other, different)
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
    order = (spellings.c.contracts.desc(), spellings.c.procuring_unit_name, spellings.c.institution_name)
    ranked = sa.select(
        spellings,
        sa.func.row_number()
        .over(partition_by=spellings.c.procuring_unit_code, order_by=order)
        .label("place"),
    ).subquery()

    def usual(column: str) -> sa.ColumnElement[Any]:
        return sa.func.max(sa.case((ranked.c.place == 1, ranked.c[column])))

    return (
        sa.select(
            sa.func.row_number().over(order_by=ranked.c.procuring_unit_code), ranked.c.procuring_unit_code,
            usual("procuring_unit_name"), usual("institution_name"), usual("agency_id"),
            sa.func.sum(ranked.c.contracts), sa.func.sum(ranked.c.counted), sa.func.sum(ranked.c.amount),
            sa.func.min(ranked.c.first), sa.func.max(ranked.c.last),
        )
        .group_by(ranked.c.procuring_unit_code)
        .order_by(ranked.c.procuring_unit_code)
    )  # fmt: skip
