"""What indicators are said over: one row a contract, only what they need, every figure made once.

`query` is a question over the published tables, so that anybody can run the SQL which a page prints; the
build puts its rows into the temporary table `facts` and asks every indicator of that.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from loaders.model import Kind, Text
from loaders.procurement import cells
from loaders.procurement.suppliers import stands, summed
from loaders.procurement.temporary import declared, fill
from loaders.schema import table

VAT = Decimal("1.16")
_LEGAL_FIELDS = (
    "published_on",
    "opened_on",
    "awarded_on",
    "signed_on",
    "starts_on",
    "ends_on",
    "participation",
    "source_url",
)
_COLUMNS: dict[str, Kind] = {
    "contract_no": "long",
    "cell": "long",
    "group_no": "integer",
    "fiscal_year": "integer",
    "unit_no": "integer",
    "supplier_no": "integer",
    "legal_person": "flag",
    "has_rfc": "flag",
    "method": "text",
    "amount_mxn": "money",
    "published_on": "date",
    "opened_on": "date",
    "signed_on": "date",
    "starts_on": "date",
    "ends_on": "date",
    "amended": "flag",
    "capped": "flag",
    "cap_mxn": "money",
    "least_days": "integer",
    "empty_fields": "integer",
    "carried_fields": "integer",
    "earlier_years": "flag",
    "sanction_list": "flag",
    "list_69b": "flag",
    "list_69b_dates": "flag",
}
FACTS = declared("facts", _COLUMNS)
# What `files_query` answers, asked once for a build.
FILES = declared(
    "held_files",
    {
        "source_file_id": "text",
        "dataset_id": "text",
        "coverage": "text",
        "group_no": "integer",
        "first_year": "integer",
        "carried_fields": "integer",
        **dict.fromkeys(_LEGAL_FIELDS, "flag"),
    },
)

# What a reader is told when a need is missing.
FIELDS: dict[str, Text] = {
    "method": Text("Tipo de procedimiento", "Kind of procedure"),
    "amount_mxn": Text("Monto en pesos", "Amount in pesos"),
    "cap_mxn": Text("Monto máximo del año", "Ceiling of the year"),
    "unit_no": Text("Clave de la unidad compradora", "Code of the procuring unit"),
    "supplier_no": Text("Identidad del proveedor", "Identity of the supplier"),
    "has_rfc": Text("RFC de la persona moral", "Tax code of the legal person"),
    "signed_on": Text("Fecha de firma", "Date of signing"),
    "published_on": Text("Fecha de publicación", "Date of publication"),
    "opened_on": Text("Fecha de apertura", "Date of the opening of bids"),
    "starts_on": Text("Fecha de inicio", "Start date"),
    "ends_on": Text("Fecha de fin", "End date"),
    "amended": Text("Convenio modificatorio", "Whether it was amended"),
    "carried_fields": Text("Campos que la ley pide publicar", "Fields that the law asks for"),
    "earlier_years": Text("Años anteriores completos", "Complete earlier years"),
    "sanction_list": Text(
        "Lista de sancionados con RFC y fechas", "List of sanctions with tax codes and dates"
    ),
    "list_69b": Text("Lista del artículo 69-B con RFC", "List of article 69-B with tax codes"),
    "list_69b_dates": Text("Fechas de la lista del artículo 69-B", "Dates in the list of article 69-B"),
}

# The one exception that has a ceiling; the others allow any amount.
_BY_AMOUNT = "amount_limits"
# Federal OCDS records publish amounts with taxes, and the ceilings have none.
_WITH_TAXES = "OCDS"
_LIMITED = ("goods", "services", "leases", "works", "works_services")
# LAASSP 32 and LOPSRM 33: least days between publication and opening of bids.
_NATIONAL_DAYS, _INTERNATIONAL_DAYS, _TREATY_DAYS = 15, 20, 40

Joined = tuple[set[str], sa.FromClause, sa.ColumnElement[bool], dict[str, sa.ColumnElement[Any]]]


def files(connection: sa.Connection) -> None:
    """Fill the temporary table of files of contracts."""
    fill(connection, FILES, files_query())


def make(connection: sa.Connection) -> None:
    """Fill the temporary tables of facts, and of the keys by which they are added up."""
    fill(connection, FACTS, query(held=FILES))
    cells.make(connection, FACTS, FILES)


def query(columns: Collection[str] = tuple(_COLUMNS), held: sa.FromClause | None = None) -> sa.Select[Any]:
    """Return the facts as a query over the published tables, with these columns only.

    `held` is what `files_query` answers, where it is known.
    """
    contract = table("contract")
    joined: sa.FromClause = contract
    made = _plain(contract)
    for needed, source, condition, found in _joins(contract, held):
        if needed & set(columns):
            joined = joined.outerjoin(source, condition)
            made |= found
    if "cell" in columns:
        made["cell"] = cells.cell(contract, made["group_no"], made["agency_no"], made["unit_no"])
    made |= {name: one for name, one in _lists().items() if name in columns}
    made_of = (made[name].label(name) for name in _COLUMNS if name in columns)
    return sa.select(*made_of).select_from(joined).where(stands(contract))


def _plain(contract: sa.FromClause) -> dict[str, sa.ColumnElement[Any]]:
    """What the contract itself says; an unclassified value is no value."""
    own = (
        "contract_no", "fiscal_year", "published_on", "opened_on", "signed_on", "starts_on", "ends_on",
        "amended",
    )  # fmt: skip
    return {name: contract.c[name] for name in own} | {
        "legal_person": contract.c.supplier_person == "legal",
        "has_rfc": sa.func.nullif(contract.c.supplier_rfc.is_not(None), sa.false()),
        "method": sa.func.nullif(contract.c.procurement_method, "unclassified"),
        "amount_mxn": summed(contract),
        "capped": _capped(contract),
        "least_days": _least_days(contract),
    }


def _capped(contract: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether the ceiling is for this contract: federal, not open, and no exception but by amount.

    An article that the vocabulary does not know may be any exception, so its contract is not measured.
    """
    cited = sa.func.coalesce(contract.c.exception_article, "") != ""
    return sa.and_(
        contract.c.generation != _WITH_TAXES,
        contract.c.order_of_government == "federal",
        contract.c.procurement_method.in_(("direct", "selective")),
        contract.c.procurement_category.in_(_LIMITED),
        sa.func.coalesce(contract.c.exception_kind == _BY_AMOUNT, sa.not_(cited)),
    )


def _least_days(contract: sa.FromClause) -> sa.ColumnElement[int]:
    character = sa.func.lower(contract.c.procedure_character)
    return sa.case(
        (character.is_(None), _NATIONAL_DAYS),
        (sa.or_(character.contains("tlc"), character.contains("tratado")), _TREATY_DAYS),
        (character.contains("internacional"), _INTERNATIONAL_DAYS),
        else_=_NATIONAL_DAYS,
    )


def _joins(contract: sa.FromClause, held: sa.FromClause | None) -> tuple[Joined, ...]:
    """Each table that is joined: which facts need it, how, and what it gives."""
    files = files_query().subquery("files") if held is None else held
    return (_files(contract, files), _ceilings(contract), *_numbers(contract))


def _files(contract: sa.FromClause, files: sa.FromClause) -> Joined:
    told: dict[str, sa.ColumnElement[Any]] = {
        "group_no": files.c.group_no,
        "earlier_years": sa.func.nullif(contract.c.fiscal_year > files.c.first_year, sa.false()),
        "carried_fields": files.c.carried_fields,
        "empty_fields": _empty(contract, files),
    }
    return {*told, "cell"}, files, files.c.source_file_id == contract.c.source_file_id, told


def _ceilings(contract: sa.FromClause) -> Joined:
    caps = _caps()
    same = sa.and_(
        caps.c.fiscal_year == contract.c.fiscal_year,
        caps.c.procurement_method == contract.c.procurement_method,
        caps.c.procurement_category == contract.c.procurement_category,
    )
    return {"cap_mxn"}, caps, same, {"cap_mxn": caps.c.cap_mxn}


def _numbers(contract: sa.FromClause) -> tuple[Joined, ...]:
    supplier, unit, agency = table("supplier"), table("procuring_unit"), table("agency")
    return (
        (
            {"supplier_no"},
            supplier,
            supplier.c.supplier_id == contract.c.supplier_id,
            {"supplier_no": supplier.c.supplier_no},
        ),
        (
            {"unit_no", "cell"},
            unit,
            unit.c.procuring_unit_code == contract.c.procuring_unit_code,
            {"unit_no": unit.c.procuring_unit_no},
        ),
        (
            {"cell"},
            agency,
            agency.c.agency_id == contract.c.agency_id,
            {"agency_no": agency.c.sort_order},
        ),
    )


def files_query() -> sa.Select[Any]:
    """Return every file of contracts with its group, the group's first whole year, and the fields it carries.

    A group is a dataset and how much of the whole its files are: nothing is added up over two of them. A
    field that is empty in all of a file was cut from it, so it is not missing from its contracts. The year of
    a file is that in which most of its contracts begin, of equals the last, else the one it was loaded as.
    """
    contract, file, note = table("contract"), table("source_file"), table("coverage_note")
    carried = [(sa.func.count(contract.c[name]) > 0).label(name) for name in _LEGAL_FIELDS]
    begins = _begins()
    contents = (
        sa.select(contract.c.source_file_id, sa.func.min(begins.c.year).label("year"), *carried)
        .select_from(contract.outerjoin(begins, begins.c.source_file_id == contract.c.source_file_id))
        .group_by(contract.c.source_file_id)
        .subquery("contents")
    )
    coverage = sa.func.coalesce(note.c.coverage, "unknown")
    group = (file.c.dataset_id, coverage)
    whole = sa.case(
        (coverage.in_(("full", "single_agency")), sa.func.coalesce(contents.c.year, file.c.fiscal_year))
    )
    several = sum((sa.cast(contents.c[name], sa.Integer()) for name in _LEGAL_FIELDS), sa.literal(0))
    return sa.select(
        file.c.source_file_id,
        file.c.dataset_id,
        coverage.label("coverage"),
        sa.func.dense_rank().over(order_by=group).label("group_no"),
        sa.func.min(whole).over(partition_by=group).label("first_year"),
        sa.func.nullif(several, 0).label("carried_fields"),
        *(contents.c[name] for name in _LEGAL_FIELDS),
    ).select_from(
        contents.join(file, file.c.source_file_id == contents.c.source_file_id).outerjoin(
            note, note.c.source_file_id == file.c.source_file_id
        )
    )


def _begins() -> sa.Subquery:
    """Return the year in which most contracts of each file begin; of equals the last."""
    contract = table("contract")
    year = sa.cast(sa.extract("year", contract.c.starts_on), sa.Integer()).label("year")
    counted = (
        sa.select(contract.c.source_file_id, year, sa.func.count().label("contracts"))
        .where(contract.c.starts_on.is_not(None))
        .group_by(contract.c.source_file_id, year)
        .subquery("counted")
    )
    usual = sa.func.arg_max(counted.c.year, sa.func.row(counted.c.contracts, counted.c.year))
    query = sa.select(counted.c.source_file_id, usual.label("year")).group_by(counted.c.source_file_id)
    return query.subquery("begins")


def _empty(contract: sa.FromClause, files: sa.FromClause) -> sa.ColumnElement[int]:
    empty = (
        sa.case((sa.and_(files.c[name], contract.c[name].is_(None)), 1), else_=0) for name in _LEGAL_FIELDS
    )
    return sum(empty, sa.literal(0))


def _caps() -> sa.Subquery:
    """The ceiling of a year, method and category, without VAT, of the largest budget stratum that is held."""
    threshold = table("threshold")
    keys = (threshold.c.fiscal_year, threshold.c.procurement_method, threshold.c.procurement_category)
    net = sa.case(
        (threshold.c.vat_basis == "included", threshold.c.ceiling_mxn / VAT), else_=threshold.c.ceiling_mxn
    )
    largest = sa.cast(sa.func.max(net), sa.Numeric(18, 2))
    return sa.select(*keys, largest.label("cap_mxn")).group_by(*keys).subquery("caps")


def _lists() -> dict[str, sa.ColumnElement[Any]]:
    """Which lists are held well enough to be compared with: true, or nothing."""
    sanction = table("sanction")
    coded = sanction.c.supplier_rfc.is_not(None)
    dated = sanction.c.starts_on.is_not(None)
    sfp, sat = sanction.c.list_id.in_(("sfp", "sabg")), sanction.c.list_id == "sat_69b"

    def held(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
        some = sa.select(sa.func.count() > 0).where(*conditions).scalar_subquery()
        return sa.func.nullif(some, sa.false())

    return {
        "sanction_list": held(sfp, coded, dated),
        "list_69b": held(sat, coded),
        "list_69b_dates": held(sat, coded, dated),
    }
