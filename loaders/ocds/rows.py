"""Rows of the contract model from a merged process: contracts, amendments, spending and the procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from loaders.agencies import by_ramo
from loaders.contracts import amounts, names, suppliers, vocabulary
from loaders.errors import UnknownCode
from loaders.ocds import plain
from loaders.ocds.ids import NONE_REUSED, Reused
from loaders.ocds.vocabulary import Publisher, publisher
from loaders.tables import TABLES

DATASET_ID = "ocds"

Row = dict[str, Any]

_UNSAFE = re.compile(r"[^0-9A-Za-z_-]+")
_UNIT = re.compile(r"(?<![0-9A-Za-z])0(\d\d)([0-9A-Z]{3})(\d{3})(?![0-9A-Za-z])")
_NUMBER = re.compile(r"[A-Z]{2}-\d{3}[0-9A-Z]{3}\d{2,3}-[A-Z]?\d+-\d{4}")
_PROGRAMME = re.compile(r"(\d{2})([A-Z]\d{3})")
_YEARLY = re.compile(r"(20\d{2})(\d{2})\d{4,}")


@dataclass(frozen=True)
class Process:
    """A merged process: its identities, publisher's name, and the file, row and day of its last release."""

    process_id: str
    ocid: str
    publisher_name: str | None
    source_file_id: str
    source_row: int
    released: str
    body: Mapping[str, Any]
    reused: Reused = NONE_REUSED

    @property
    def publisher(self) -> Publisher | None:
        """Who publishes it, if that is known."""
        return publisher(self.ocid, self.publisher_name)

    @property
    def tender(self) -> Mapping[str, Any]:
        """The procedure."""
        return plain.inner(self.body, "tender")

    def parts(self, name: str) -> list[Row]:
        """Return the objects of one of its lists."""
        return [dict(one) for one in plain.objects(self.body.get(name))]


def slug(text: str) -> str:
    """Return a text that can stand in an address: letters, digits, hyphens and underscores."""
    return _UNSAFE.sub("-", text).strip("-")


def process_id(ocid: str, publisher_name: str | None) -> str:
    """Return the identity of a process over files: an ocid without registered prefix needs its publisher."""
    if re.match("ocds-[0-9a-z]{6}-", ocid.lower()):
        return ocid.lower()
    return f"{slug(publisher_name or 'sin-publicador').lower()}-{ocid.lower()}"


class Maker:
    """Makes the rows of processes; no two contracts of a build get the same identity."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def rows(self, process: Process) -> Mapping[str, list[Row]]:
        """Return the rows of one process, by table."""
        contracts = process.parts("contracts")
        made: dict[str, list[Row]] = {"contract": [], "contract_amendment": [], "contract_spending": []}
        for one in contracts:
            row = self._contract(process, one)
            made["contract"].append(row)
            made["contract_amendment"] += _amendments(row, one)
            made["contract_spending"] += _spending(process, row, one)
        made["contract_spending"] += _approved(process, made["contract_spending"])
        made["procedure"] = [_procedure(process)]
        return made

    def _contract(self, process: Process, contract: Row) -> Row:
        award, standing = _award(process, contract), _standing(contract)
        identity, rule = self._identity(process, _published(contract))
        origin = contract["origin"]
        dates = {
            "published_on": process.tender.get("start"),
            "opened_on": process.tender.get("end"),
            "awarded_on": award.get("date"),
            "signed_on": contract.get("signed"),
            "starts_on": contract.get("start"),
            "ends_on": contract.get("end"),
        }
        year, basis = _year(dates, ("signed", "starts", "awarded", "published"), process.released)
        own = process.reused.buyers.get(contract["id"])
        buyer = next(iter(plain.objects(contract.get("buyers"))), own)
        return {
            **_blank("contract"),
            **_common(process, buyer, year),
            **{name: _day(given) for name, given in dates.items()},
            **_amounts(contract, identity, standing),
            **_supplier(contract.get("suppliers") or award.get("suppliers") or [], identity),
            **_programme(contract.get("budget") or []),
            "contract_id": identity,
            "contract_id_rule": rule,
            "contract_code": _published(contract),
            "title": contract.get("title"),
            "description": contract.get("description"),
            "procedure_id": _procedure_number(process, contract.get("awardID")),
            "fiscal_year": year,
            "fiscal_year_basis": basis,
            "contract_status": contract.get("status"),
            "contract_standing": standing,
            "multiannual": contract.get("multiannual"),
            "amended": True if contract.get("amendments") else None,
            "source_file_id": origin[0],
            "source_row": origin[1],
        }

    def _identity(self, process: Process, code: str) -> tuple[str, str]:
        """Return the identity of a contract and its rule; codes that differ in punctuation stay apart."""
        made = f"{DATASET_ID}.{slug(process.process_id)}.{slug(code) or 'contrato'}"
        count = self._given[made] = self._given.get(made, 0) + 1
        return (made, "published") if count == 1 else (f"{made}.{count}", "repeated")


def _blank(table: str) -> Row:
    return {**dict.fromkeys(TABLES[table].given), "source_file_id": None}


def _common(process: Process, buyer: Mapping[str, Any] | None, year: int) -> Row:
    """Return what contract and procedure share: who buys, from where, how, and what."""
    tender = process.tender
    return {
        **_buyer(process, buyer or plain.inner(process.body, "buyer"), year),
        "dataset_id": DATASET_ID,
        "generation": "OCDS",
        "ocid": process.ocid,
        "file_code": tender.get("id"),
        "procurement_method": tender.get("method") or "unclassified",
        "procurement_method_published": tender.get("method_published"),
        "procurement_category": tender.get("category") or "unclassified",
        "procurement_category_published": tender.get("category_published"),
        "exception_reason": tender.get("rationale"),
    }


def _buyer(process: Process, buyer: Mapping[str, Any], year: int) -> Row:
    known, unit = process.publisher, plain.inner(process.tender, "unit")
    order = known.order_of_government if known else "unclassified"
    ramo, code, rule = _ramo(buyer)
    agency = agency_id(ramo, year) if ramo else None
    state = known.state_id if known else None
    return {
        "order_of_government": "municipal" if buyer.get("municipal") else order,
        "institution_name": buyer.get("ramo_name") or buyer.get("name") or unit.get("name"),
        "procuring_unit_code": buyer.get("code") if rule != "none" else None,
        "procuring_unit_name": buyer.get("name") if rule == "ocds_identifier" else unit.get("name"),
        "ramo_code": ramo,
        "agency_id": agency,
        "agency_rule": rule if agency else "none",
        "unit_id": f"{agency}.{code}" if agency and code else None,
        "state_id": state,
        "state_rule": "publisher" if state else "none",
    }


def _ramo(buyer: Mapping[str, Any]) -> tuple[str | None, str | None, str]:
    """Return the ramo and unit of a buyer, and how they are known: budget identifier or code of the unit."""
    code, ramo = buyer.get("code") or "", buyer.get("ramo")
    if ramo:
        return ramo, code.removeprefix(ramo) if code.startswith(ramo) else None, "ocds_identifier"
    found = _UNIT.search(code)
    return (found[1], found[2], "unit_code") if found else (None, None, "none")


@cache
def agency_id(ramo: str, year: int) -> str | None:
    """Return the agency that had a ramo number in a year; None where that is not declared."""
    try:
        return by_ramo(ramo, year).agency_id
    except UnknownCode:
        return None


def _award(process: Process, contract: Row) -> Row:
    """Return the award of a contract: by the id it names, by its own id, or the only one there is.

    Ids repeat in the files of several states; of several awards, it is the only one of the same amount.
    """
    own = process.reused.awards.get(contract["id"])
    if own is not None:
        return dict(own)
    awards = process.parts("awards")
    for wanted in (contract.get("awardID"), _published(contract)):
        named = [one for one in awards if _published(one) == wanted]
        found = _only(named, contract)
        if found:
            return found
    return _only(awards, contract) or {}


def _only(awards: Sequence[Row], contract: Row) -> Row | None:
    amount = plain.inner(contract, "value").get("amount")
    same = [one for one in awards if plain.inner(one, "value").get("amount") == amount]
    return next((given[0] for given in (awards, same) if len(given) == 1), None)


def _published(part: Row) -> str:
    """Return the id of a contract or award as it was published."""
    return str(part.get("published_id") or part["id"])


def _procedure_number(process: Process, award_id: str | None) -> str | None:
    """Return the procedure's number: some publishers write CompraNet's where the award's id should be."""
    if award_id and _NUMBER.fullmatch(award_id):
        return award_id
    return process.tender.get("id")


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _year(dates: Mapping[str, str | None], bases: Sequence[str], released: str) -> tuple[int, str]:
    for basis in bases:
        found = dates[f"{basis}_on"]
        if found:
            return int(found[:4]), basis
    return int(released[:4]), "file"


def _standing(contract: Row) -> str | None:
    said = contract.get("status")
    return (vocabulary.meaning("standing", said) or vocabulary.UNKNOWN) if said else None


def _amounts(contract: Row, contract_id: str, standing: str | None) -> Row:
    value = plain.inner(contract, "value")
    mxn, status = in_pesos(value)
    if mxn is not None and amounts.is_implausible(mxn, contract_id):
        status = "implausible"
    if standing in amounts.NOT_IN_FORCE:
        status = str(standing)
    original = value.get("amount")
    return {
        "amount_mxn": mxn,
        "amount_status": status,
        "amount_original": plain.pesos(Decimal(original)) if original else None,
        "currency": value.get("currency"),
        "amount_min_mxn": _bound(contract.get("least")),
        "amount_max_mxn": _bound(contract.get("most")),
    }


def in_pesos(value: Mapping[str, str]) -> tuple[Decimal | None, str]:
    """Return an amount in pesos and its status; another currency counts only with the rate it came with."""
    if "amount" not in value:
        return None, "missing"
    amount, rate = Decimal(value["amount"]), Decimal(value.get("rate", 1))
    if amount == 0:
        return Decimal(0), "zero"
    if value.get("currency") == "MXN":
        return plain.pesos(amount), "counted"
    if value.get("currency") and rate != 1 and plain.fits(amount * rate):
        return plain.pesos(amount * rate), "converted"
    return None, "other_currency"


def _bound(value: Mapping[str, str] | None) -> Decimal | None:
    found, status = in_pesos(value or {})
    return found if status == "counted" else None


def _supplier(given: Sequence[Mapping[str, Any]], contract_id: str) -> Row:
    """Return the supplier of a contract; several that share one are named, and merged with nobody."""
    one = given[0] if len(given) == 1 else {}
    name = "; ".join(found["name"] for found in given if found.get("name")) or None
    identity, rule, key = _supplier_identity(one, contract_id)
    return {
        "supplier_id": identity,
        "supplier_rule": rule,
        "supplier_name": name,
        "supplier_name_key": key,
        "supplier_rfc": one.get("rfc"),
        "supplier_person": one.get("person", "unknown"),
        "supplier_size": "unclassified",
        "supplier_country": one.get("country"),
    }


def _supplier_identity(one: Mapping[str, Any], contract_id: str) -> tuple[str, str, str | None]:
    name = one.get("name")
    if "rfc" in one:
        return f"rfc.{one['rfc']}", "rfc", names.key(name) if name else None
    if "same" in one:
        return f"person.{one['same']}", "same_rfc_in_file", None
    named = suppliers.by_name(name) if name and one.get("person") != "natural" else None
    if named and named.supplier_id:
        return named.supplier_id, "name", named.key
    return f"single.{contract_id}", "single", None


def _programme(rows: Sequence[Mapping[str, str]]) -> Row:
    """Return the one programme and all objects of a contract's breakdown."""
    programmes = {row.get("programme") for row in rows}
    objects = dict.fromkeys(row["object"] for row in rows if "object" in row)
    only = programmes.pop() if len(programmes) == 1 else None
    found = _PROGRAMME.fullmatch(only or "")
    return {
        "program_code": found[2] if found else only,
        "object_codes": ", ".join(sorted(objects)) or None,
    }


def _amendments(row: Row, contract: Row) -> Iterator[Row]:
    for one in contract.get("amendments") or ():
        yield {
            **_blank("contract_amendment"),
            **_place(row),
            "contract_id": row["contract_id"],
            "amendment_id": one["id"],
            "amended_on": _day(one.get("date")),
            "description": one.get("description"),
        }


def _place(row: Row) -> Row:
    return {name: row[name] for name in ("source_file_id", "source_row")}


def _spending(process: Process, row: Row, contract: Row) -> Iterator[Row]:
    """Yield the spending of a contract by its breakdown; payments only where that has no stage "paid"."""
    budget = contract.get("budget") or []
    year = _budget_year(process, row)
    for one in budget:
        yield _stage(process, row, one, year)
    if not any(one["stage"] == "paid" for one in budget):
        for one in contract.get("payments") or ():
            paid = {"stage": "paid", "amount": in_pesos(one.get("value") or {})[0]}
            yield _stage(process, row, paid, int((one.get("date") or str(row["fiscal_year"]))[:4]))


def _budget_year(process: Process, row: Row) -> int:
    """Return the fiscal year of a contract's budget: some publishers' contract numbers start with it."""
    known, found = process.publisher, _YEARLY.match(row["contract_code"])
    if known and known.contract_year and found and found[2] == row["ramo_code"]:
        return int(found[1])
    return int(row["fiscal_year"])


def _stage(process: Process, row: Row, one: Mapping[str, Any], year: int) -> Row:
    programme = _PROGRAMME.fullmatch(one.get("programme") or "")
    ramo, unit = programme[1] if programme else None, one.get("unit")
    return {
        **_blank("contract_spending"),
        **_place(row),
        "contract_id": row["contract_id"],
        "ocid": process.ocid,
        "stage": one["stage"],
        "fiscal_year": year,
        "ramo_code": ramo,
        "unit_code": unit.removeprefix(ramo) if unit and ramo else unit,
        "program_code": programme[2] if programme else one.get("programme"),
        "specific_object_code": one.get("object"),
        "funding_source": one.get("fund"),
        "amount_mxn": plain.pesos(Decimal(one["amount"])) if one["amount"] is not None else None,
    }


def _approved(process: Process, spent: Sequence[Row]) -> list[Row]:
    """Return what was approved for the programmes of a process; it belongs to none of its contracts."""
    years = sorted({row["fiscal_year"] for row in spent})
    row = {"contract_id": None, "source_file_id": process.source_file_id, "source_row": process.source_row}
    year = years[0] if len(years) == 1 else int(process.released[:4])
    return [_stage(process, row, one, year) for one in process.parts("approved")]


def _procedure(process: Process) -> Row:
    tender, awards = process.tender, process.parts("awards")
    dates = {
        "published_on": tender.get("start"),
        "clarified_on": tender.get("clarified"),
        "opened_on": tender.get("end"),
        "awarded_on": min((one["date"] for one in awards if "date" in one), default=None),
    }
    year, basis = _year(dates, ("awarded", "published"), process.released)
    buyers = [buyer for one in process.parts("contracts") for buyer in plain.objects(one.get("buyers"))]
    numbers = [_procedure_number(process, one["id"]) for one in awards]
    return {
        **_blank("procedure"),
        **_common(process, next(iter(buyers), None), year),
        **{name: _day(given) for name, given in dates.items()},
        "title": tender.get("title"),
        "description": tender.get("description"),
        "procedure_id": next(iter(numbers), tender.get("id")),
        "fiscal_year": year,
        "fiscal_year_basis": basis,
        "procedure_status": tender.get("status"),
        "source_file_id": process.source_file_id,
        "source_row": process.source_row,
    }
