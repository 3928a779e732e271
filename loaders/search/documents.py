"""Contracts as they are written into an index, read from a published store, whichever engine keeps it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

import orjson
import sqlalchemy as sa

from loaders.schema import table
from loaders.search.schema import NONE

PIECE: Final = 50_000
EPOCH: Final = date(1970, 1, 1)
SEARCHABLE: Final = ("rfc", "name")
_NAMED: Final = ("title", "description", "supplier_name", "supplier_rfc", "supplier_rule")
_TEXT: Final = (
    "institution_name",
    "procuring_unit_name",
    "institution_acronym",
    "procuring_unit_code",
    "contract_code",
    "control_number",
    "procedure_id",
    "file_code",
    "ocid",
)
_COUNTED: Final = {
    "agency": "agency_id",
    "state": "state_id",
    "method": "procurement_method",
    "category": "procurement_category",
    "dataset": "dataset_id",
}
_WORDS: Final = frozenset({*_NAMED, *_TEXT})
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3


def contracts(connection: sa.Connection) -> Iterator[bytes]:
    """Yield every contract as the JSON of its document, a piece of the store at a time."""
    known = table("contract")
    last = connection.execute(sa.select(sa.func.max(known.c.contract_no))).scalar() or 0
    for start in range(0, last + 1, PIECE):
        signals = _signals(connection, start)
        found = connection.execute(_piece(start))
        columns = tuple(found.keys())
        for values in found.all():
            row = dict(zip(columns, values, strict=True))
            yield orjson.dumps(contract(row, signals.get(row["no"], ())))


def _piece(start: int) -> sa.Select[Any]:
    """Return the question for a piece: every field of a document but its words, under the field's name."""
    known, note = table("contract"), table("coverage_note")
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    columns = [
        known.c.contract_no.label("no"),
        known.c.fiscal_year.label("year"),
        known.c.supplier_id.label("supplier"),
        known.c.procuring_unit_code.label("unit"),
        sa.func.coalesce(note.c.coverage, "unknown").label("coverage"),
        *(sa.func.coalesce(known.c[name], NONE).label(field) for field, name in _COUNTED.items()),
        # Whole cents and days since 1970: exact, and in order.
        sa.cast(known.c.amount_mxn * 100, sa.BigInteger()).label("amount"),
        sa.type_coerce(known.c.signed_on - sa.literal(EPOCH), sa.Integer()).label("signed"),
        *(known.c[name] for name in (*_NAMED, *_TEXT)),
    ]
    return sa.select(*columns).select_from(joined).where(_within(known.c.contract_no, start))


def _signals(connection: sa.Connection, start: int) -> Mapping[int, list[str]]:
    """Return the indicators that a contract of this piece has a signal of, by its number."""
    signal = table("contract_signal")
    query = sa.select(signal.c.contract_no, signal.c.indicator_id)
    found: dict[int, list[str]] = defaultdict(list)
    for number, indicator in connection.execute(query.where(_within(signal.c.contract_no, start))):
        found[number].append(indicator)
    return found


def _within(column: sa.ColumnElement[int], start: int) -> sa.ColumnElement[bool]:
    return sa.and_(column >= start, column < start + PIECE)


def contract(row: Mapping[str, Any], signals: Iterable[str] = ()) -> dict[str, Any]:
    """Return the document of a contract; the name of who may be a natural person is in none of its words."""
    heads, told = _named(row) if row["supplier_rule"] in SEARCHABLE else _unnamed(row)
    others = dict.fromkeys((*told, *(row[column] for column in _TEXT)))
    made = {field: value for field, value in row.items() if value is not None and field not in _WORDS}
    # What a contract is called and who supplies it counts twice, and ranks before what only mentions it.
    made["text"] = [text for text in (*heads, *heads, *others) if text]
    made["signal"] = list(signals)
    return made


def _named(row: Mapping[str, Any]) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
    return (row["title"], row["supplier_name"]), (row["description"], row["supplier_rfc"])


def _unnamed(row: Mapping[str, Any]) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
    name = row["supplier_name"] or ""
    title, told = (without(row[column] or "", name) for column in ("title", "description"))
    return (title,), (told,)


def without(text: str, name: str) -> str:
    """Return `text` without the words of a person's name, if two of them or more stand in it.

    One word alone is no name: *Flores*, *Cruz* and *Reyes* are words of many titles.
    """
    words = {word for word in _folded(name) if len(word) >= _SHORTEST}
    found = words & set(_folded(text)) if words else words
    if len(found) < min(2, len(words)) or not found:
        return text
    return _WORD.sub(lambda one: "" if _fold(one[0]) in found else one[0], text)


def _folded(text: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=100_000)
def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word)
    return "".join(one for one in bare if not unicodedata.combining(one)).casefold()
