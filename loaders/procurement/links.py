"""Contracts and the rest of the store: their procedure and its state, codes of the budget, matching rates.

A link is made by equal codes only. How many could be made is told for each, near zero included.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.agencies import agencies
from loaders.model import Kind
from loaders.procurement.facts import FILES
from loaders.procurement.temporary import add, declared, fill
from loaders.schema import table

_USE: dict[str, Kind] = {
    "dataset_id": "text",
    "coverage": "text",
    "fiscal_year": "integer",
    "code_kind": "text",
    "agency_id": "text",
    "published": "text",
    "contracts": "long",
}
USES = declared("code_use", _USE)
CODES = declared("code_found", {**_USE, "code": "text", "member_id": "text", "match_rule": "text"})
RAMOS = declared(
    "ramo_agency", {"ramo_code": "text", "first_year": "integer", "last_year": "integer", "agency_id": "text"}
)
_CODE_COLUMNS = {"program": "program_code", "specific_object": "object_codes", "unit": "unit_id"}
_GROUP = ("dataset_id", "coverage", "fiscal_year")
_FIRST, _LAST = 0, 9999


def procedures(connection: sa.Connection) -> None:
    """Link contracts with their procedure by its number, and take the state from there where it is absent."""
    add(connection, table("contract_procedure"), _procedures())
    connection.execute(_states())


def codes(connection: sa.Connection) -> None:
    """Look codes of contracts up in the budget and count how many could be linked."""
    USES.create(connection)
    _fill_ramos(connection)
    for kind, column in _CODE_COLUMNS.items():
        add(connection, USES, _uses(kind, column))
    fill(connection, CODES, _found())
    add(connection, table("budget_match"), _budget_match())
    add(connection, table("match_rate"), _contract_rates())
    add(connection, table("match_rate"), _code_rates())
    add(connection, table("match_rate"), _spending_rates())


def _numbered() -> sa.CTE:
    """One row a procedure number: where it was published first, and its state if there is only one."""
    procedure = table("procedure")
    number, state = procedure.c.procedure_id, procedure.c.state_id
    first = sa.func.row_number().over(
        partition_by=number, order_by=(procedure.c.source_file_id, procedure.c.source_row)
    )
    low, high = (one.over(partition_by=number) for one in (sa.func.min(state), sa.func.max(state)))
    placed = (
        sa.select(
            number, procedure.c.source_file_id, procedure.c.source_row, first.label("place"),
            sa.case((low == high, low)).label("state_id"),
        )
        .where(number.is_not(None))
        .subquery("placed")
    )  # fmt: skip
    return sa.select(placed).where(placed.c.place == 1).cte("numbered")


def _procedures() -> sa.Select[Any]:
    contract, numbered = table("contract"), _numbered()
    return (
        sa.select(
            contract.c.contract_no,
            numbered.c.source_file_id,
            numbered.c.source_row,
            sa.literal("same_number"),
        )
        .select_from(contract.join(numbered, numbered.c.procedure_id == contract.c.procedure_id))
        .order_by(contract.c.contract_no)
    )


def _states() -> sa.Update:
    contract = table("contract")
    numbered = _numbered()
    return (
        sa.update(contract)
        .values(state_id=numbered.c.state_id, state_rule="procedure")
        .where(
            contract.c.procedure_id == numbered.c.procedure_id,
            contract.c.state_id.is_(None),
            numbered.c.state_id.is_not(None),
        )
    )


def _of_contract() -> tuple[sa.FromClause, sa.FromClause, sa.FromClause]:
    contract, files = table("contract"), FILES
    return contract.join(files, files.c.source_file_id == contract.c.source_file_id), contract, files


def _uses(kind: str, column: str) -> sa.Select[Any]:
    """How often each published code is used; one cell may hold several.

    A programme is of the ramo in its key, whoever buys: states and municipalities spend federal programmes.
    """
    joined, contract, files = _of_contract()
    code: sa.ColumnElement[Any] = contract.c[column]
    agency: sa.ColumnElement[Any] = contract.c.agency_id
    if kind == "program":
        joined = joined.outerjoin(RAMOS, _has_ramo(contract))
        agency = sa.func.coalesce(RAMOS.c.agency_id, agency)
    group = (files.c.dataset_id, files.c.coverage, contract.c.fiscal_year)
    return (
        sa.select(*group, sa.literal(kind), agency, code, sa.func.count())
        .select_from(joined)
        .where(code.is_not(None))
        .group_by(*group, agency, code)
    )


def _has_ramo(source: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether an agency had the ramo of a row in its fiscal year."""
    years = source.c.fiscal_year.between(RAMOS.c.first_year, RAMOS.c.last_year)
    return sa.and_(RAMOS.c.ramo_code == source.c.ramo_code, years)


def _found() -> sa.Select[Any]:
    """Each code by itself, with the member of the budget that it is: of that year, else of any year."""
    pieces = sa.case(
        (USES.c.code_kind == "specific_object", sa.func.regexp_extract_all(USES.c.published, "[0-9]{5}")),
        else_=sa.func.list_value(USES.c.published),
    )
    single = sa.select(USES, sa.func.unnest(pieces).label("code")).subquery("single")
    wanted = sa.case(
        (single.c.code_kind == "program", single.c.agency_id + "." + single.c.code), else_=single.c.code
    )
    member = table("member")
    years = sa.select(member.c.dimension, member.c.member_id, member.c.fiscal_year).subquery("years")
    held = sa.select(member.c.dimension, member.c.member_id).distinct().subquery("held")
    kind = single.c.code_kind
    same_year = sa.and_(
        years.c.dimension == kind,
        years.c.member_id == wanted,
        years.c.fiscal_year == single.c.fiscal_year,
    )
    any_year = sa.and_(held.c.dimension == kind, held.c.member_id == wanted)
    rule = sa.case(
        (years.c.member_id.is_not(None), "same_code_and_year"), (held.c.member_id.is_not(None), "same_code")
    )
    return sa.select(
        *(single.c[name] for name in _USE), single.c.code, held.c.member_id, rule
    ).select_from(single.outerjoin(held, any_year).outerjoin(years, same_year))  # fmt: skip


def _budget_match() -> sa.Select[Any]:
    keys = [CODES.c[name] for name in (*_GROUP, "code_kind", "code", "member_id", "match_rule")]
    return sa.select(*keys, sa.func.sum(CODES.c.contracts)).group_by(*keys).order_by(*keys)


def _rated(
    keys: tuple[sa.ColumnElement[Any], ...],
    what: sa.ColumnElement[Any],
    matched: sa.ColumnElement[Any],
    total: sa.ColumnElement[Any],
) -> sa.Select[Any]:
    return sa.select(
        *keys, what, matched, total, sa.cast(matched, sa.Double()) / sa.func.nullif(total, 0)
    )  # fmt: skip


def _contract_rates() -> sa.CompoundSelect[Any]:
    """How many contracts have their agency, state, procedure, and the supplier's tax code or identity."""
    joined, contract, files = _of_contract()
    link = table("contract_procedure")
    joined = joined.outerjoin(link, link.c.contract_no == contract.c.contract_no)
    tests = {
        "agency": contract.c.agency_id.is_not(None),
        "state": contract.c.state_id.is_not(None),
        "procedure": link.c.contract_no.is_not(None),
        "supplier_rfc": contract.c.supplier_rfc.is_not(None),
        "supplier_identity": contract.c.supplier_rule != "single",
    }
    keys = (files.c.dataset_id, files.c.coverage, contract.c.fiscal_year)
    counts = [sa.func.count().filter(test).label(name) for name, test in tests.items()]
    counted = (
        sa.select(*keys, sa.func.count().label("total"), *counts)
        .select_from(joined)
        .group_by(*keys)
        .cte("counted")
    )
    same = (counted.c.dataset_id, counted.c.coverage, counted.c.fiscal_year)
    return sa.union_all(
        *(_rated(same, sa.literal(name), counted.c[name], counted.c.total) for name in tests)
    ).order_by(*(sa.literal_column(str(place)) for place in range(1, 5)))


def _code_rates() -> sa.Select[Any]:
    """How many contracts have a code that the budget knows, out of all contracts; no code counts as none."""
    joined, contract, files = _of_contract()
    keys = (files.c.dataset_id, files.c.coverage, contract.c.fiscal_year)
    total = sa.select(*keys, sa.func.count().label("total")).select_from(joined).group_by(*keys).cte("total")
    linked = (
        sa.select(*(CODES.c[name] for name in _USE))
        .where(CODES.c.member_id.is_not(None))
        .distinct()
        .cte("linked")
    )
    by = [linked.c[name] for name in (*_GROUP, "code_kind")]
    sums = sa.select(*by, sa.func.sum(linked.c.contracts).label("matched")).group_by(*by).cte("sums")
    kinds = sa.values(sa.column("code_kind", sa.String()), name="kinds").data(
        [(one,) for one in _CODE_COLUMNS]
    )
    same = (sums.c[name] == total.c[name] for name in _GROUP)
    here = sa.and_(sums.c.code_kind == kinds.c.code_kind, *same)
    keyed = tuple(total.c[name] for name in _GROUP)
    matched = sa.func.coalesce(sums.c.matched, 0)
    return (
        _rated(keyed, kinds.c.code_kind, matched, total.c.total)
        .select_from(total.join(kinds, sa.true()).outerjoin(sums, here))
        .order_by(*keyed, kinds.c.code_kind)
    )


def _fill_ramos(connection: sa.Connection) -> None:
    RAMOS.create(connection)
    rows = [
        {
            "ramo_code": ramo.value,
            "first_year": ramo.first or _FIRST,
            "last_year": ramo.last or _LAST,
            "agency_id": agency.agency_id,
        }
        for agency in agencies()
        for ramo in agency.ramos
    ]
    connection.execute(sa.insert(RAMOS), rows)


def _spending_rates() -> sa.Select[Any]:
    """How many rows of spending that contracts report name a programme that some held budget has."""
    spending, member = table("contract_spending"), table("member")
    files = FILES
    programs = (
        sa.select(member.c.member_id).where(member.c.dimension == "program").distinct().subquery("programs")
    )
    joined = (
        spending.join(files, files.c.source_file_id == spending.c.source_file_id)
        .outerjoin(RAMOS, _has_ramo(spending))
        .outerjoin(programs, programs.c.member_id == RAMOS.c.agency_id + "." + spending.c.program_code)
    )
    keys = (files.c.dataset_id, files.c.coverage, spending.c.fiscal_year)
    matched = sa.func.count(programs.c.member_id)
    return (
        _rated(keys, sa.literal("spending_program"), matched, sa.func.count())
        .select_from(joined)
        .group_by(*keys)
        .order_by(*keys)
    )
