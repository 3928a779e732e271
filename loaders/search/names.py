"""Names that lead somewhere: suppliers, procuring units, agencies, units and programmes of the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

import orjson
import sqlalchemy as sa

from loaders.schema import table

MEMBERS: Final = ("program", "unit")
Document = dict[str, Any]


def names(connection: sa.Connection) -> Iterator[str]:
    """Yield each name as the JSON of its document: the name in use, and every form of it as words."""
    made = (_suppliers, _procuring_units, _agencies, _members)
    return (orjson.dumps(one).decode() for read in made for one in read(connection))


def _document(
    kind: str, key: str, shown: tuple[str, str], words: list[str | None], contracts: int
) -> Document:
    return {
        "kind": kind,
        "key": key,
        "name_es": shown[0],
        "name_en": shown[1],
        "words": list(dict.fromkeys(one for one in (*shown, *words) if one)),
        "contracts": contracts,
    }


def _suppliers(connection: sa.Connection) -> Iterator[Document]:
    """Suppliers that may be searched: those that are known not to be natural persons."""
    supplier = table("supplier")
    forms = _forms(connection)
    query = sa.select(supplier).where(supplier.c.searchable).order_by(supplier.c.supplier_no)
    for row in connection.execute(query).mappings():
        name = row["name"] or row["supplier_id"]
        words = [row["supplier_rfc"], *forms.get(row["supplier_id"], ())]
        yield _document("supplier", row["supplier_id"], (name, name), words, row["contracts"])


def _forms(connection: sa.Connection) -> Mapping[str, list[str]]:
    variant = table("supplier_variant")
    several = sa.select(variant.c.supplier_id).group_by(variant.c.supplier_id).having(sa.func.count() > 1)
    query = sa.select(variant.c.supplier_id, variant.c.supplier_name).where(
        variant.c.supplier_id.in_(several)
    )
    found: dict[str, list[str]] = {}
    for supplier_id, name in connection.execute(query):
        found.setdefault(supplier_id, []).append(name)
    return found


def _procuring_units(connection: sa.Connection) -> Iterator[Document]:
    unit, acronyms = table("procuring_unit"), _acronyms(connection)
    for row in connection.execute(sa.select(unit).order_by(unit.c.procuring_unit_no)).mappings():
        code, name = row["procuring_unit_code"], row["procuring_unit_name"] or row["procuring_unit_code"]
        words = [row["institution_name"], code, *acronyms.get(code, ())]
        yield _document("procuring_unit", code, (name, name), words, row["contracts"])


def _acronyms(connection: sa.Connection) -> Mapping[str, list[str]]:
    """The acronyms (*siglas*) that contracts give the institution of a procuring unit, by the unit's code."""
    contract = table("contract")
    columns = (contract.c.procuring_unit_code, contract.c.institution_acronym)
    said = columns[0].is_not(None) & columns[1].is_not(None)
    query = sa.select(*columns).where(said).distinct().order_by(*columns)
    found: dict[str, list[str]] = {}
    for code, acronym in connection.execute(query):
        found.setdefault(code, []).append(acronym)
    return found


def _agencies(connection: sa.Connection) -> Iterator[Document]:
    agency, named = table("agency"), table("agency_name")
    query = sa.select(named.c.agency_id, named.c.name).distinct().order_by(named.c.agency_id, named.c.name)
    forms = {
        key: [row.name for row in rows]
        for key, rows in groupby(connection.execute(query), key=lambda row: row.agency_id)
    }
    for row in connection.execute(sa.select(agency).order_by(agency.c.sort_order)).mappings():
        shown, key = (row["name_es"], row["name_en"]), row["agency_id"]
        yield _document("agency", key, shown, list(forms.get(key, ())), 0)


def _members(connection: sa.Connection) -> Iterator[Document]:
    """Programmes and units of the budget, each by its latest name."""
    member = table("member")
    columns = (member.c.dimension, member.c.member_id, member.c.code, member.c.name)
    query = sa.select(*columns).where(member.c.dimension.in_(MEMBERS))
    ordered = query.order_by(member.c.dimension, member.c.member_id, member.c.fiscal_year.desc())
    for (kind, key), rows in groupby(connection.execute(ordered), key=lambda row: (row[0], row[1])):
        held = list(rows)
        words = [held[0].code, *(row.name for row in held[1:])]
        yield _document(kind, key, (held[0].name, held[0].name), words, 0)
