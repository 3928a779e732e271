"""Contracts as they are written into an index, read from a published store, whichever engine keeps it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pyarrow as pa
import sqlalchemy as sa

from loaders.engine import columns_of
from loaders.schema import table
from loaders.search import words
from loaders.search.schema import NONE, PHRASES

if TYPE_CHECKING:
    from loaders.home import Home

PIECE: Final = 10_000
SAMPLES: Final = 20
SAMPLED: Final = 1_000
EPOCH: Final = date(1970, 1, 1)
SEARCHABLE: Final = ("rfc", "name")
# What a contract is called and who supplies it, and what else tells of it.
_HEADS: Final = ("title", "supplier_name")
_TOLD: Final = (
    "description",
    "supplier_rfc",
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
# What a contract may have none of.
_OPTIONAL: Final = ("year", "supplier", "unit", "amount")
_NUMBERS: Final = ("no", "year", "amount", "signed")
_WORD: Final = re.compile(r"[^\W_]+")
_SHORTEST: Final = 3
# Further from 1970 than the day of any contract, and more than there are contracts in a store.
_NEVER: Final = 10_000_000
_NUMBERED: Final = 2**32


def frequent(home: Home, engine: sa.Engine) -> list[str]:
    """Return the words and phrases that are frequent in contracts from all over the store."""
    apart = max(SAMPLED, -(-_last(engine) // SAMPLES))
    starts = range(0, _last(engine) + 1, apart)
    sampled = [_known(_read(home, engine, _piece(start, SAMPLED))) for start in starts]
    return words.frequent_in(_texts(pl.concat(sampled))) if sampled else []


def contracts(home: Home, engine: sa.Engine, frequent: Collection[str]) -> Iterator[str]:
    """Yield every contract as the JSON of its document, a piece of the store at a time."""
    # The next piece is made while this one is written.
    with ThreadPoolExecutor(1) as ahead:
        made = ahead.submit(_lines, home, engine, 0, frequent)
        for start in range(PIECE, _last(engine) + PIECE + 1, PIECE):
            lines, made = made.result(), ahead.submit(_lines, home, engine, start, frequent)
            yield from lines


def _last(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        known = connection.execute(sa.select(sa.func.max(table("contract").c.contract_no)))
        return int(known.scalar() or 0)


def _lines(home: Home, engine: sa.Engine, start: int, frequent: Collection[str]) -> list[str]:
    rows = _read(home, engine, _piece(start))
    signals = _read(home, engine, _signals(start)).group_by("no").agg("signal")
    made = documents(rows.join(signals, on="no", how="left"), frequent)
    return made.write_ndjson().split("\n")[:-1]


def _read(home: Home, engine: sa.Engine, query: sa.Select[Any]) -> pl.DataFrame:
    names = query.selected_columns.keys()
    fields = [pa.field(name, pa.int64() if name in _NUMBERS else pa.string()) for name in names]
    made = pl.from_arrow(columns_of(home, engine, query, pa.schema(fields)))
    return made if isinstance(made, pl.DataFrame) else made.to_frame()


def _piece(start: int, size: int = PIECE) -> sa.Select[Any]:
    """Return the question for a piece: fields of documents under their names, and what has words."""
    known, note = table("contract"), table("coverage_note")
    joined = known.outerjoin(note, note.c.source_file_id == known.c.source_file_id)
    columns = [
        known.c.contract_no.label("no"),
        known.c.fiscal_year.label("year"),
        known.c.supplier_id.label("supplier"),
        known.c.procuring_unit_code.label("unit"),
        sa.func.coalesce(note.c.coverage, "unknown").label("coverage"),
        *(sa.func.coalesce(known.c[name], NONE).label(field) for field, name in _COUNTED.items()),
        # Whole cents and days since 1970: exact, and in order. Cents have more digits than pesos may have.
        sa.cast(sa.cast(known.c.amount_mxn, sa.Numeric(38, 2)) * 100, sa.BigInteger()).label("amount"),
        sa.type_coerce(known.c.signed_on - sa.literal(EPOCH), sa.Integer()).label("signed"),
        known.c.supplier_rule,
        *(known.c[name] for name in (*_HEADS, *_TOLD)),
    ]
    return sa.select(*columns).select_from(joined).where(_within(known.c.contract_no, start, size))


def _signals(start: int) -> sa.Select[Any]:
    """Return the question for the indicators that contracts of this piece have a signal of."""
    signal = table("contract_signal")
    columns = (signal.c.contract_no.label("no"), signal.c.indicator_id.label("signal"))
    return sa.select(*columns).where(_within(signal.c.contract_no, start, PIECE))


def _within(column: sa.ColumnElement[int], start: int, size: int) -> sa.ColumnElement[bool]:
    return sa.and_(column >= start, column < start + size)


def documents(rows: pl.DataFrame, frequent: Collection[str]) -> pl.DataFrame:
    """Return the documents of contracts; the name of who may be a natural person is in none of it."""
    known = _known(rows)
    return known.join(words.written(_texts(known), frequent), on="no", how="left").select(
        pl.exclude(*_OPTIONAL, "signed", "signal", "supplier_rule", *_HEADS, *_TOLD, "text", *PHRASES),
        *_places(),
        *(pl.concat_list(name).list.drop_nulls() for name in _OPTIONAL),
        pl.col("signal").fill_null([]),
        *(pl.col(name).fill_null("") for name in ("text", *PHRASES)),
    )


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    named = pl.col("supplier_rule").is_in(SEARCHABLE).fill_null(False)
    return pl.concat([rows.filter(named), _unnamed(rows.filter(~named))])


def _places() -> tuple[pl.Expr, pl.Expr]:
    """Return the place of a contract from newest to oldest, largest first, and from oldest to newest.

    Those of a day are in the order of the store in both, and those whose day nobody knows come last.
    """
    signed, number = pl.col("signed"), pl.col("no")
    newest = signed.fill_null(-_NEVER) * _NUMBERED - number
    oldest = signed.fill_null(_NEVER) * _NUMBERED + number
    return newest.alias("newest"), oldest.alias("oldest")


def _texts(known: pl.DataFrame) -> pl.DataFrame:
    """Return all texts: what counts most twice, so that it ranks before what only mentions it."""
    heads, told = (
        known.select("no", *names).unpivot(index="no", value_name="text").drop("variable")
        for names in (_HEADS, _TOLD)
    )
    return pl.concat([heads, heads, told.unique()]).filter(pl.col("text") != "")


def _unnamed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows without the supplier's name and tax code, and without the name where others tell it."""
    nothing = pl.lit(None, pl.String)
    bare = [_bare(rows, name) for name in ("title", "description")]
    return rows.with_columns(*bare, supplier_name=nothing, supplier_rfc=nothing)


def _bare(rows: pl.DataFrame, told: str) -> pl.Series:
    texts, names = (rows[column].fill_null("").to_list() for column in (told, "supplier_name"))
    return pl.Series(told, map(without, texts, names), pl.String)


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
