"""Questions about one supplier: its identity, its contracts over time, its buyers, and lists that name it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import combining, normalize

from sqlalchemy import Select, select

from dashboard.data.store import Record, Store
from loaders.engine import few
from loaders.schema import table

MOST_BUYERS: Final = 25
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
    number = rows[0]["supplier_no"]
    sums = store.rows(_awarded(number))
    return Supplier(
        rows[0],
        store.rows(_named("supplier_variant", supplier_id).order_by("supplier_name")),
        store.rows(_possible(supplier_id)),
        _added(sums, lambda row: tuple(row[name] for name in _YEARS)),
        _buyers(sums),
        _newest(store, number),
        store.rows(_signals(number)),
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


def _awarded(supplier_no: int) -> Select[Any]:
    """Sums by file group, year, procedure and buyer; groups of different coverage are never added up."""
    made = table("supplier_award")
    order = ("fiscal_year", "dataset_id", "coverage", "procurement_method", "institution_name")
    query = select(made).where(made.c.supplier_no == supplier_no)
    return query.order_by(*(made.c[name] for name in order))


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
    together = _added(ordered, lambda row: (institution(row), *_files(row)))
    return sorted(together, key=lambda row: -row["contracts"])


def _files(row: Record) -> tuple[str, str]:
    return row["dataset_id"], row["coverage"]


def institutions(buyers: Sequence[Record]) -> int:
    """Return how many institutions buyers are, whatever files they stand in."""
    return len({institution(row) for row in buyers})


def institution(buyer: Record) -> str:
    """Return what all spellings of an institution's name that differ in case and accents only have alike."""
    bare = normalize("NFKD", buyer["institution_name"] or "")
    return "".join(letter for letter in bare if not combining(letter)).casefold()


def _newest(store: Store, supplier_no: int) -> Sequence[Record]:
    """Return its newest contracts, the last signed of the last year first."""
    assert store.home is not None
    made, known = table("supplier_newest"), table("contract")
    kept = store.rows(select(made.c.contract_no).where(made.c.supplier_no == supplier_no))
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
    numbers = [row["contract_no"] for row in kept]
    newest = (known.c.fiscal_year.desc(), known.c.signed_on.desc().nulls_last(), known.c.contract_no)
    return store.rows(select(*shown).where(few(store.home, known.c.contract_no, numbers)).order_by(*newest))


def _signals(supplier_no: int) -> Select[Any]:
    """How many of its contracts have each signal, in the order of the indicators."""
    made, named = table("supplier_signal"), table("indicator")
    joined = made.join(named, named.c.indicator_id == made.c.indicator_id)
    told = (named.c.indicator_id, named.c.name_es, named.c.name_en, made.c.contracts)
    query = select(*told).select_from(joined).where(made.c.supplier_no == supplier_no)
    return query.order_by(named.c.sort_order)


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
