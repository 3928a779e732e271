"""Contracts as they are written into an index, read from a published store, whichever engine keeps it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import orjson
import sqlalchemy as sa

from loaders.schema import table
from loaders.search.schema import NONE

PIECE: Final = 50_000
EPOCH: Final = date(1970, 1, 1)
SEARCHABLE: Final = ("rfc", "name")
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
    "coverage": "coverage",
}
_KEYS: Final = {
    "supplier": "supplier_id",
    "unit": "procuring_unit_code",
    "year": "fiscal_year",
}
_OTHERS: Final = ("title", "description", "supplier_name", "supplier_rfc", "supplier_rule")
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3


def contracts(connection: sa.Connection) -> Iterator[bytes]:
    """Yield every contract as the JSON of its document, a piece of the store at a time."""
    known = table("contract")
    last = connection.execute(sa.select(sa.func.max(known.c.contract_no))).scalar() or 0
    for start in range(0, last + 1, PIECE):
        signals = _signals(connection, start)
        found = connection.execute(_piece(start))
        names = tuple(found.keys())
        for values in found.all():
            row = dict(zip(names, values, strict=True))
            yield orjson.dumps(contract(row, signals.get(row["contract_no"], ())))


def _piece(start: int) -> sa.Select[Any]:
    known, note = table("contract"), table("coverage_note")
    wanted = {*_TEXT, *_COUNTED.values(), *_KEYS.values(), *_OTHERS} - {"coverage"}
    columns = [known.c[name] for name in ("contract_no", "amount_mxn", "signed_on", *sorted(wanted))]
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    coverage = sa.func.coalesce(note.c.coverage, "unknown").label("coverage")
    return sa.select(*columns, coverage).select_from(joined).where(_within(known.c.contract_no, start))


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
    known = row["supplier_rule"] in SEARCHABLE
    title, told = _told(row, known)
    named = [row["supplier_name"], row["supplier_rfc"]] if known else []
    text = [title, told, *named, *(row[name] for name in _TEXT)]
    made: dict[str, Any] = {"no": row["contract_no"], "signal": list(signals)}
    made["text"] = list(dict.fromkeys(one for one in text if one))
    made["head"] = [one for one in (title, *named[:1]) if one]
    made |= {name: row[column] or NONE for name, column in _COUNTED.items()}
    made |= {name: row[column] for name, column in _KEYS.items() if row[column] is not None}
    made |= {name: value for name, value in _numbers(row).items() if value is not None}
    return made


def _told(row: Mapping[str, Any], known: bool) -> tuple[str, str]:
    title, told = row["title"] or "", row["description"] or ""
    if known:
        return title, told
    name = row["supplier_name"] or ""
    return without(title, name), without(told, name)


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


def _numbers(row: Mapping[str, Any]) -> dict[str, int | None]:
    """Return the amount in cents and the days of the signing since 1970: exact, and in order."""
    amount, signed = row["amount_mxn"], row["signed_on"]
    return {
        "amount": None if amount is None else cents(amount),
        "signed": None if signed is None else (signed - EPOCH).days,
    }


def cents(amount: Decimal) -> int:
    """Return pesos as whole cents."""
    return int(amount.scaleb(2))
