"""Contracts that meet a filter, and names that lead somewhere, found in the index of the store's version.

The index chooses, counts and orders; the rows that are shown come from the store, by their numbers.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tantivy
from cachetools import LRUCache
from sqlalchemy import select
from tantivy import FieldType, Occur, Order, Query

from dashboard.data import search_phrases, search_words
from dashboard.data.contract_filter import ContractFilter, without
from dashboard.data.store import Record, Store
from loaders.engine import few
from loaders.errors import StoreDamaged
from loaders.home import Home
from loaders.schema import table
from loaders.search import integrity, schema
from loaders.search.integrity import Opened

FACETS: Final = ("year", *schema.COUNTED)
MOST_VALUES: Final = 70
# Each contract has one of a few values of it, so that its counts make the total.
ONCE: Final = "coverage"
PIECE: Final = 20_000
SHOWN: Final = (
    "contract_no",
    "contract_id",
    "title",
    "description",
    "institution_name",
    "procuring_unit_name",
    "procuring_unit_code",
    "supplier_id",
    "supplier_rule",
    "supplier_name",
    "procurement_method",
    "procurement_category",
    "signed_on",
    "fiscal_year",
    "amount_mxn",
    "amount_status",
)
_ORDERS: Final = {
    "newest": ("newest", Order.Desc),
    "oldest": ("oldest", Order.Asc),
    "largest": ("amount", Order.Desc),
    "smallest": ("amount", Order.Asc),
}
Key = tuple[str, int]
LOG = logging.getLogger(__name__)
Clauses = list[tuple[Occur, Query]]
Facets = Mapping[str, Sequence[tuple[str, int]]]


@dataclass(frozen=True)
class Index:
    """The open index of one version."""

    contracts: tantivy.Searcher
    contract_fields: tantivy.Schema
    frequent: frozenset[str]
    names: tantivy.Searcher
    name_fields: tantivy.Schema
    place: Path
    kept: tuple[Opened, ...]


@dataclass(frozen=True)
class Found:
    """Contracts of one page, how many there are in all, and how many of each kind.

    `facets`: for each field its values with their counts, most first; those of a field that is set are
    counted as if it were not, so that a reader sees what else there is.
    """

    total: int
    rows: Sequence[Record]
    facets: Facets


@dataclass(frozen=True)
class Name:
    """A name that leads somewhere: its kind, key, the name in both languages, and its contracts."""

    kind: str
    key: str
    es: str
    en: str
    contracts: int


_lock = threading.Lock()
_open: LRUCache[Key, Index] = LRUCache(2)
_unreadable: LRUCache[Key, str] = LRUCache(8)


def index_of(store: Store) -> Index | None:
    """Return the index of the store's version; None while it is not ready.

    StoreDamaged when it cannot be read: told once in the log, and tried again once it was made anew.
    """
    if store.home is None:
        return None
    place = schema.folder(store.home, store.version)
    with _lock:
        made = _made(place)
        if made is None:
            return None
        key = (str(place), made)
        if key not in _open:
            _open[key] = _opened(store.home, store.version, key)
        return _open[key]


def _made(place: Path) -> int | None:
    """Return what differs when an index is made anew; None when there is none."""
    try:
        return (place / schema.CONTRACTS).stat().st_ino
    except OSError:
        return None


def _opened(home: Home, version: str, key: Key) -> Index:
    place = schema.folder(home, version)
    if key in _unreadable:
        raise _damaged(place, _unreadable[key])
    damage = integrity.damage(home, version)
    if damage is not None:
        _unreadable[key] = damage
        LOG.error("the search index in %s cannot be read: %s; `cuentas index` makes it again", place, damage)
        raise _damaged(place, damage)
    contracts, names = (integrity.opened(place / name) for name in (schema.CONTRACTS, schema.NAMES))
    return Index(
        contracts.searcher,
        contracts.index.schema,
        schema.frequent(home, version),
        names.searcher,
        names.index.schema,
        place,
        (contracts, names),
    )


def _damaged(place: Path, damage: str) -> StoreDamaged:
    return StoreDamaged(
        "the search index cannot be read", where=str(place), value=damage, todo="run `cuentas index`"
    )


@contextmanager
def reading(index: Index) -> Iterator[None]:
    """Turn what goes wrong while an open index is read, a panic of the library too, into StoreDamaged."""
    try:
        with integrity.readable(index.place, (OSError,)):
            yield
    except StoreDamaged as error:
        LOG.error("%s", error)
        raise


def find(store: Store, index: Index, chosen: ContractFilter) -> Found:
    """Return the page of contracts that a filter asks for."""
    # The index lets go of the interpreter while it works: what is counted and what is shown need not wait.
    with ThreadPoolExecutor(1) as beside:
        counted = beside.submit(_counted, index, chosen)
        rows = _rows(store, _page(index, chosen))
        every, facets = counted.result()
    return Found(every, rows, facets)


def _page(index: Index, chosen: ContractFilter) -> list[int]:
    """Return the numbers of the contracts of the page that is asked for, in its order."""
    field, order = _ORDERS.get(chosen.order, (None, Order.Desc))
    if field is None and not search_words.parts(chosen.words):
        field, order = _ORDERS["newest"]
    hits = index.contracts.search(
        _all_of(_clauses(index, chosen)),
        limit=chosen.size,
        offset=(chosen.page - 1) * chosen.size,
        count=False,
        order_by_field=field,
        order=order,
    ).hits
    return _numbers(index, [place for _, place in hits])


def _counted(index: Index, chosen: ContractFilter) -> tuple[int, Facets]:
    """Return how many contracts a filter asks for, and how many of each kind."""
    facets = _facets(index, chosen)
    if ONCE in chosen.conditions:
        return total(index, chosen), facets
    return sum(count for _, count in facets[ONCE]), facets


def _clauses(index: Index, chosen: ContractFilter) -> Clauses:
    fields = index.contract_fields
    known = search_phrases.Contracts(index.contracts, fields, index.frequent)
    asked = search_words.parts(chosen.words)
    words = [clause for part in asked for clause in search_phrases.matching(known, part)]
    keys = {name: getattr(chosen, name) for name in (*FACETS, *schema.KEYS)}
    terms = [_term(fields, name, value) for name, value in keys.items() if value not in ("", None)]
    return [*words, *terms, *_amounts(fields, chosen)]


def _term(fields: tantivy.Schema, name: str, value: object) -> tuple[Occur, Query]:
    # A condition chooses contracts; it says nothing of their rank.
    return Occur.Must, Query.const_score_query(Query.term_query(fields, name, value), 0.0)


def _amounts(fields: tantivy.Schema, chosen: ContractFilter) -> Clauses:
    if chosen.least is None and chosen.most is None:
        return []
    least, most = (None if pesos is None else pesos * 100 for pesos in (chosen.least, chosen.most))
    between = Query.range_query(fields, "amount", FieldType.Integer, least, most)
    return [(Occur.Must, Query.const_score_query(between, 0.0))]


def _all_of(clauses: Clauses) -> Query:
    if not any(occur == Occur.Must for occur, _ in clauses):
        return Query.all_query()
    return Query.boolean_query(clauses)


def _numbers(index: Index, places: list[tantivy.DocAddress]) -> list[int]:
    return [int(number or 0) for number in index.contracts.fast_field_values("no", places)]


def _rows(store: Store, numbers: Sequence[int]) -> Sequence[Record]:
    """Return the rows of these contracts, in this order."""
    if not numbers or store.home is None:
        return ()
    known = table("contract")
    query = select(*(known.c[name] for name in SHOWN)).where(few(store.home, known.c.contract_no, numbers))
    rows = {row["contract_no"]: row for row in store.rows(query)}
    return [rows[number] for number in numbers]


def total(index: Index, chosen: ContractFilter) -> int:
    """Return how many contracts a filter asks for."""
    return sum(count for _, count in _counts(index, chosen, [ONCE])[ONCE])


def _facets(index: Index, chosen: ContractFilter) -> dict[str, Sequence[tuple[str, int]]]:
    chosen_ones = [name for name in FACETS if name in chosen.conditions]
    others = [name for name in FACETS if name not in chosen_ones]
    counted = _counts(index, chosen, others)
    for name in chosen_ones:
        counted |= _counts(index, without(chosen, name), [name])
    return counted


def _counts(
    index: Index, chosen: ContractFilter, names: Sequence[str]
) -> dict[str, Sequence[tuple[str, int]]]:
    asked: dict[str, Any] = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names}
    found = index.contracts.aggregate(_all_of(_clauses(index, chosen)), asked)
    return {
        name: [(str(one["key"]), int(one["doc_count"])) for one in found[name]["buckets"]] for name in names
    }


def every_number(index: Index, chosen: ContractFilter, last: int) -> Iterator[list[int]]:
    """Yield the numbers of all contracts that a filter asks for, in order, some thousand at a time.

    `last` is the largest number in the store. Memory does not grow with what is found.
    """
    clauses = _clauses(index, chosen)
    # A range of numbers costs as much for one contract as for all: few are asked for at once.
    few = total(index, chosen) <= PIECE
    starts = range(0, 1 if few else last + 1, PIECE)
    for within in ([] if few else [_within(index, start)] for start in starts):
        hits = index.contracts.search(_all_of([*clauses, *within]), limit=PIECE, count=False).hits
        if hits:
            yield sorted(_numbers(index, [place for _, place in hits]))


def _within(index: Index, start: int) -> tuple[Occur, Query]:
    """Ask for the contracts of some thousand numbers."""
    fields, end = index.contract_fields, start + PIECE
    return Occur.Must, Query.range_query(fields, "no", FieldType.Unsigned, start, end, include_upper=False)


# The widest first: a ramo is many procuring units.
NAME_KINDS: Final = ("agency", "supplier", "procuring_unit", "program", "unit")
_WEIGHTED: Final = ("supplier", "procuring_unit")


def names(index: Index, typed: str, most: int = 5) -> dict[str, list[Name]]:
    """Return the names that have all the words, the last of them perhaps only begun, best first, by kind."""
    asked = search_words.last_as_prefix(search_words.parts(typed), typed)
    if not asked:
        return {}
    found = {kind: _named(index, asked, kind, most) for kind in NAME_KINDS}
    return {kind: named for kind, named in found.items() if named}


def _named(index: Index, asked: Sequence[search_words.Part], kind: str, most: int) -> list[Name]:
    fields = index.name_fields
    query = _all_of([*search_words.matching(fields, "words", asked), _term(fields, "kind", kind)])
    weight = "contracts" if kind in _WEIGHTED else None
    hits = index.names.search(query, limit=most, count=False, weight_by_field=weight).hits
    return [_name(index.names.doc(place)) for _, place in hits]


def _name(found: tantivy.Document) -> Name:
    kept = ("kind", "key", "name_es", "name_en", "contracts")
    kind, key, es, en, contracts = (found.get_first(name) for name in kept)
    return Name(str(kind), str(key), str(es), str(en), int(contracts or 0))
