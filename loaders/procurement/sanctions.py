"""Suppliers against the lists of sanctions and of article 69-B.

Only the same RFC is a match. A name alone is a possible homonym, shown and never counted; of article 69-B
only what is definitive counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from loaders.procurement.model import Facts
from loaders.procurement.suppliers import name_keys
from loaders.procurement.temporary import add
from loaders.schema import table

_COUNTED = "definitive"
_WITHDRAWN = ("disproved", "favourable_ruling")
_ACQUITTED = "absolutoria"


def make(connection: sa.Connection) -> None:
    """Fill the table of matches between suppliers and lists."""
    add(connection, table("sanction_match"), _matches())


def in_force(facts: Facts, lists: Sequence[str]) -> sa.Select[Any]:
    """Return the contracts signed while their supplier was in one of the lists, as rows of signals."""
    match = table("sanction_match")
    return _rows(facts, lists).where(_during(match, facts.c.signed_on))


def listed(facts: Facts, lists: Sequence[str]) -> sa.Select[Any]:
    """Return the contracts whose supplier is in one of the lists, whenever that was, as rows of signals."""
    return _rows(facts, lists)


def _rows(facts: Facts, lists: Sequence[str]) -> sa.Select[Any]:
    match, supplier = table("sanction_match"), table("supplier")
    nothing = sa.cast(sa.null(), sa.Numeric(18, 2))
    joined = facts.join(supplier, supplier.c.supplier_no == facts.c.supplier_no).join(
        match, match.c.supplier_id == supplier.c.supplier_id
    )
    return (
        sa.select(
            facts.c.contract_no,
            nothing.label("measure"),
            nothing.label("limit_value"),
            sa.cast(sa.null(), sa.BigInteger()).label("group_no"),
        )
        .select_from(joined)
        .where(match.c.match_status == "counted", match.c.list_id.in_(lists), facts.c.legal_person)
        .where(facts.c.has_rfc)
        .distinct()
    )


def _during(source: sa.FromClause, signed: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """In force from its start to its end; what has no end, as article 69-B, stays in force."""
    open_ended = sa.and_(source.c.ends_on.is_(None), source.c.list_id == "sat_69b")
    return sa.and_(signed >= source.c.starts_on, sa.or_(signed <= source.c.ends_on, open_ended))


def _matches() -> sa.Select[Any]:
    sanction, contract = _distinct(), table("contract")
    pairs = sa.union_all(_by_rfc(sanction), _by_name(sanction)).subquery("pairs")
    here = sa.and_(
        pairs.c.source_file_id == sanction.c.source_file_id, pairs.c.source_row == sanction.c.source_row
    )
    during = sa.func.count().filter(_during(sanction, contract.c.signed_on))
    dated = sanction.c.starts_on.is_not(None)
    own = (
        pairs.c.supplier_id, sanction.c.list_id, sanction.c.source_file_id, sanction.c.source_row,
        pairs.c.rule, _status(sanction, pairs), sanction.c.situation, sanction.c.starts_on,
        sanction.c.ends_on,
    )  # fmt: skip
    return (
        sa.select(*own, sa.func.count(), sa.case((dated, during)))
        .select_from(pairs.join(sanction, here).join(contract, contract.c.supplier_id == pairs.c.supplier_id))
        .group_by(*own)
        .order_by(pairs.c.supplier_id, sanction.c.source_file_id, sanction.c.source_row)
    )


def _status(sanction: sa.FromClause, pairs: sa.FromClause) -> sa.ColumnElement[str]:
    """What a match is worth. An RFC that was withdrawn counts only if it was listed again after that.

    Where the list has no dates, which of the two came last is not known, and it counts for nothing.
    """
    acquitted = sa.func.lower(sa.func.coalesce(sanction.c.resolution, "")).startswith(_ACQUITTED)
    definitive = sa.or_(sanction.c.situation.is_(None), sanction.c.situation == _COUNTED)
    after = sa.func.coalesce(sanction.c.starts_on > sanction.c.withdrawn_on, sa.false())
    doubtful = sa.and_(sanction.c.withdrawn_on.is_not(None), sa.not_(after))
    return sa.case(
        (sa.or_(acquitted, sa.not_(definitive), doubtful), "not_counted"),
        (pairs.c.rule == "name", "possible_homonym"),
        else_="counted",
    )


def _distinct() -> sa.Subquery:
    """Each entry once, whatever number of files repeat it, and when its RFC was last withdrawn, if it was.

    A day that is not told is the last of all.
    """
    sanction = table("sanction")
    listed = (sanction.c.list_id, sanction.c.supplier_rfc)
    same = (
        *listed, sanction.c.supplier_name_key, sanction.c.case_number, sanction.c.situation,
        sanction.c.resolved_on, sanction.c.starts_on,
    )  # fmt: skip
    order = (sanction.c.source_file_id, sanction.c.source_row)
    told = sa.func.coalesce(sanction.c.resolved_on, sanction.c.notified_on, sa.literal(date.max))
    withdrawn = sa.func.max(sa.case((sanction.c.situation.in_(_WITHDRAWN), told)))
    placed = sa.select(
        sanction,
        withdrawn.over(partition_by=listed).label("withdrawn_on"),
        sa.func.row_number().over(partition_by=same, order_by=order).label("place"),
    ).subquery("placed")
    return sa.select(placed).where(placed.c.place == 1).subquery("entry")


def _by_rfc(sanction: sa.FromClause) -> sa.Select[Any]:
    supplier = table("supplier")
    same = supplier.c.supplier_rfc == sanction.c.supplier_rfc
    return _pair(sanction, supplier.c.supplier_id, "rfc").select_from(supplier.join(sanction, same))


def _by_name(sanction: sa.FromClause) -> sa.Select[Any]:
    """Legal persons with the normalised name of a listed one, unless both have an RFC, which then decides."""
    supplier, names = table("supplier"), name_keys().subquery("names")
    joined = names.join(supplier, supplier.c.supplier_id == names.c.supplier_id).join(
        sanction, sanction.c.supplier_name_key == names.c.name_key
    )
    undecided = sa.or_(supplier.c.supplier_rfc.is_(None), sanction.c.supplier_rfc.is_(None))
    return _pair(sanction, names.c.supplier_id, "name").select_from(joined).where(undecided)


def _pair(sanction: sa.FromClause, supplier_id: sa.ColumnElement[str], rule: str) -> sa.Select[Any]:
    return sa.select(
        supplier_id.label("supplier_id"),
        sanction.c.source_file_id,
        sanction.c.source_row,
        sa.literal(rule).label("rule"),
    )
