"""Questions about one supplier: its identity, its contracts over time, its buyers, and lists that name it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from unicodedata import combining, normalize

from sqlalchemy import ColumnElement, Select, func, select

from dashboard.data import search
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.contracts import COUNTED
from dashboard.data.store import Record, Store
from loaders.schema import table

MOST_BUYERS: Final = 25
MOST_CONTRACTS: Final = 50
_YEARS: Final = ("dataset_id", "coverage", "fiscal_year", "procurement_method")


@dataclass(frozen=True)
class Supplier:
    """One identity: its own row, the names joined in it, its contracts, and sanctions that may be its own."""

    record: Record
    variants: Sequence[Record]
    possible: Sequence[Record]
    years: Sequence[Record]
    buyers: Sequence[Record]
    contracts: Sequence[Record]
    signals: Sequence[Record]
    sanctions: Sequence[Record]


def supplier(store: Store, supplier_id: str) -> Supplier | None:
    """Return a supplier by its id, or None if the store has none of that id."""
    rows = store.rows(_named("supplier", supplier_id))
    if not rows:
        return None
    newest = store.rows(_contracts(supplier_id))
    its_own = _its_own(rows[0], newest)
    sums = store.rows(_awarded(its_own))
    return Supplier(
        rows[0],
        store.rows(_named("supplier_variant", supplier_id).order_by("supplier_name")),
        store.rows(_possible(supplier_id)),
        _added(sums, lambda row: tuple(row[name] for name in _YEARS)),
        _buyers(sums),
        newest,
        _signals(store, supplier_id, its_own),
        store.rows(_sanctions(supplier_id)),
    )


def _named(name: str, supplier_id: str) -> Select[Any]:
    known = table(name)
    return select(known).where(known.c.supplier_id == supplier_id)


def _possible(supplier_id: str) -> Select[Any]:
    """Other identities with the same normalised name: shown, never joined."""
    known, other = table("supplier_possible"), table("supplier")
    joined = known.join(other, other.c.supplier_id == known.c.other_supplier_id)
    query = select(other.c.supplier_id, other.c.name, other.c.supplier_rule, other.c.contracts)
    return query.select_from(joined).where(known.c.supplier_id == supplier_id).order_by(other.c.supplier_id)


def _sums() -> tuple[Any, ...]:
    known = table("contract")
    amount = func.sum(known.c.amount_mxn).filter(known.c.amount_status.in_(COUNTED))
    return func.count().label("contracts"), amount.label("amount_mxn")


def _its_own(record: Record, newest: Sequence[Record]) -> ColumnElement[bool]:
    """Return which contracts are a supplier's, by their numbers where the newest are all of them."""
    known = table("contract")
    if record["contracts"] == len(newest):
        return known.c.contract_no.in_([row["contract_no"] for row in newest])
    named: str = record["supplier_id"]
    return known.c.supplier_id == named


def _awarded(its_own: ColumnElement[bool]) -> Select[Any]:
    """Contracts by file group, year, procedure and buyer, read once for all that is told of them.

    Groups of different coverage are never added up.
    """
    known, note = table("contract"), table("coverage_note")
    coverage = func.coalesce(note.c.coverage, "unknown").label("coverage")
    told = (known.c.fiscal_year, known.c.procurement_method, known.c.institution_name)
    keys = (known.c.dataset_id, coverage, *told)
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    query = select(*keys, *_sums()).select_from(joined).where(its_own)
    ordered = (known.c.fiscal_year, known.c.dataset_id, "coverage", known.c.procurement_method)
    return query.group_by(known.c.dataset_id, "coverage", *told).order_by(*ordered, known.c.institution_name)


def _added(rows: Iterable[Record], key: Callable[[Record], Hashable]) -> list[Record]:
    """Add up the rows of each key, under what the first of them says of the rest."""
    found: dict[Hashable, dict[str, Any]] = {}
    for row in rows:
        known = found.setdefault(key(row), {**row, "contracts": 0, "amount_mxn": None})
        known["contracts"] += row["contracts"]
        if row["amount_mxn"] is not None:
            known["amount_mxn"] = (known["amount_mxn"] or 0) + row["amount_mxn"]
    return list(found.values())


def _buyers(sums: Sequence[Record]) -> list[Record]:
    """Institutions by file group, those that differ in case and accents only together, as spelled most."""
    written = _added(sums, lambda row: (row["institution_name"], *_files(row)))
    ordered = sorted(written, key=lambda row: (-row["contracts"], row["institution_name"] or ""))
    together = _added(ordered, lambda row: (_folded(row["institution_name"]), *_files(row)))
    return sorted(together, key=lambda row: -row["contracts"])


def _files(row: Record) -> tuple[str, str]:
    return row["dataset_id"], row["coverage"]


def institutions(buyers: Sequence[Record]) -> int:
    """Return how many institutions buyers are, whatever files they stand in."""
    return len({_folded(row["institution_name"]) for row in buyers})


def _folded(name: str | None) -> str:
    bare = normalize("NFKD", name or "")
    return "".join(letter for letter in bare if not combining(letter)).casefold()


def _contracts(supplier_id: str) -> Select[Any]:
    known = table("contract")
    shown = (
        known.c.contract_no,
        known.c.contract_id,
        known.c.title,
        known.c.description,
        known.c.institution_name,
        known.c.procurement_method,
        known.c.signed_on,
        known.c.fiscal_year,
        known.c.amount_mxn,
        known.c.amount_status,
    )
    query = select(*shown).where(known.c.supplier_id == supplier_id)
    newest = (known.c.fiscal_year.desc(), known.c.signed_on.desc().nulls_last(), known.c.contract_no)
    return query.order_by(*newest).limit(MOST_CONTRACTS)


def _signals(store: Store, supplier_id: str, its_own: ColumnElement[bool]) -> Sequence[Record]:
    """How many of its contracts have each signal, counted in the search index, or without it in the store."""
    index = search.index_of(store)
    if index is None:
        return store.rows(_counted_signals(its_own))
    chosen = ContractFilter(supplier=supplier_id)
    asked = ((one, replace(chosen, signal=one["indicator_id"])) for one in search.signals(store))
    counted = [{**one, "contracts": search.total(index, wanted)} for one, wanted in asked]
    return [one for one in counted if one["contracts"]]


def _counted_signals(its_own: ColumnElement[bool]) -> Select[Any]:
    known, signal, named = table("contract"), table("contract_signal"), table("indicator")
    joined = signal.join(named, named.c.indicator_id == signal.c.indicator_id)
    names = (named.c.indicator_id, named.c.name_es, named.c.name_en)
    query = select(*names, func.count().label("contracts")).select_from(joined)
    of_its_own = query.where(signal.c.contract_no.in_(select(known.c.contract_no).where(its_own)))
    return of_its_own.group_by(*names, named.c.sort_order).order_by(named.c.sort_order)


def _sanctions(supplier_id: str) -> Select[Any]:
    match, listed, file = table("sanction_match"), table("sanction"), table("source_file")
    same = (listed.c.source_file_id == match.c.sanction_file_id) & (
        listed.c.source_row == match.c.sanction_row
    )
    joined = match.join(listed, same).join(file, file.c.source_file_id == listed.c.source_file_id)
    told = (
        listed.c.supplier_name,
        listed.c.authority,
        listed.c.case_number,
        listed.c.resolution,
        listed.c.resolved_on,
        listed.c.term_published,
        listed.c.fine_mxn,
        listed.c.source_row,
        file.c.file_name,
    )
    query = select(match, *told).select_from(joined).where(match.c.supplier_id == supplier_id)
    return query.order_by(match.c.match_status, match.c.list_id, listed.c.source_row)


def first_ids(store: Store, most: int = 2) -> list[str]:
    """Return the ids of a few suppliers, those with most contracts."""
    known = table("supplier")
    query = select(known.c.supplier_id).order_by(known.c.contracts.desc(), known.c.supplier_id).limit(most)
    return [row["supplier_id"] for row in store.rows(query)]
