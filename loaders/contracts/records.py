"""Records of a CSV file of contracts: fast where they are clean, one by one where quotes are broken."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.contracts import amounts, dates
from loaders.contracts.conventions import USUAL, Conventions
from loaders.contracts.layout import Layout
from loaders.contracts.ledger import Ledger
from loaders.errors import BadValue
from loaders.flat import chunks, exact
from loaders.flat.ahead import ahead
from loaders.flat.chunks import NotUtf8, Part
from loaders.flat.lines import header
from loaders.text_encodings import Twice

if TYPE_CHECKING:
    import polars as pl

ENCODINGS = ("utf-8", "cp1252")
_HEAD = 2**16
# Each of many small steps has its price for every block, and rows of contracts are long; but from 32 MB on,
# memory is given back to the system each time, and had anew page by page.
_BLOCK = 31 * 2**20
_SMALL = 256
_REPLACED = "\ufffd".encode()
_EMPTY = b' \r\n",;|\t'
_TOLD = ("procuring_unit_code", "procedure_id", "contract_code", "amount", "currency")


@dataclass(frozen=True)
class Head:
    """The first two records of a file, its separator and how many bytes the first takes."""

    first: list[str]
    second: list[str]
    separator: str
    size: int


def head(path: Path, *encodings: str) -> Head:
    """Return how a file begins: in the first encoding that its header has, UTF-8 or cp1252 unless told.

    NotUtf8 when it has none of them.
    """
    first, separator, size, encoding = _header(path, encodings or ENCODINGS)
    with chunks.opened(path) as stream:
        start = stream.read(size + _HEAD)[size:]
    found = csv.reader(io.StringIO(start.decode(encoding, errors="replace"), newline=""), delimiter=separator)
    try:
        return Head(first, next(found, []), separator, size)
    except csv.Error:
        return Head(first, [], separator, size)


def _header(path: Path, encodings: Sequence[str]) -> tuple[list[str], str, int, str]:
    for encoding in encodings:
        with suppress(NotUtf8):
            return (*header(path, encoding), encoding)
    raise NotUtf8


@dataclass
class Records:
    """Reads the records of one file; counts them, and writes what is odd into the ledger."""

    layout: Layout
    separator: str
    ledger: Ledger
    conventions: Conventions = USUAL
    row: int = 0
    read: int = 0
    forced: bool = False
    twice: Twice = field(default_factory=Twice)
    open_end: bool = False

    def frames(self, path: Path, start: int, encoding: str) -> Iterator[pl.DataFrame]:
        """Yield the fields of all whole records as texts, with `source_row`, the record's 1-based number."""
        self.forced = encoding != ENCODINGS[0]
        group = exact.grouping(self.fits, self.separator)
        with chunks.opened(path) as stream:
            stream.read(start)
            parts = chunks.parts(stream, self.separator, encoding, group, _BLOCK, self.twice)
            for part, frame in ahead(piece for one in parts for piece in self._pieces(one)):
                self.open_end = not part.data.endswith(b"\n")
                yield self._numbered(part, frame)
        if self.open_end:
            self.ledger.cut_short(self.row)

    def fits(self, cells: Sequence[str]) -> bool:
        """Say whether one record has everything where it belongs."""
        if len(cells) != self.layout.width:
            return False
        return all(_reads(cells[place], kind, self.conventions) for place, kind in self._checked)

    @cached_property
    def _checked(self) -> list[tuple[int, str]]:
        """Places of amounts and dates, which nothing else looks like."""
        kinds = {name: "day" if name.endswith("_on") else "amount" for name in self.layout.present}
        telling = [name for name in kinds if name.endswith("_on") or name == "amount"]
        return [(self.layout.fields.index(name), kinds[name]) for name in telling]

    def _pieces(self, part: Part) -> Iterator[tuple[Part, pl.DataFrame | None]]:
        """Yield parts with their columns, halved until those that polars cannot read are small."""
        unreadable = self.forced and _REPLACED in part.data
        frame = self._fast(part) if part.clean and not unreadable else None
        if frame is not None or not part.clean or part.records <= _SMALL:
            yield part, frame
            return
        middle = part.records // 2
        cut = int(part.ends[middle - 1])
        yield from self._pieces(Part(part.data[:cut], part.ends[:middle], True))
        yield from self._pieces(Part(part.data[cut:], part.ends[middle:] - cut, True))

    def _fast(self, part: Part) -> pl.DataFrame | None:
        """Return the columns of clean records; None when one has more or fewer cells than the header."""
        import polars as pl

        schema = {f"c{place}": pl.String() for place in range(self.layout.width)}
        try:
            raw = pl.read_csv(
                part.data, has_header=False, schema=schema, columns=self._places, separator=self.separator
            )
        except pl.exceptions.SchemaError:
            return None
        except pl.exceptions.ComputeError as error:
            if "utf-8" in str(error):
                raise NotUtf8 from None
            return None
        whole = len(raw) == part.records and self._all_there(raw.to_series(-1), part)
        return self._named(raw) if whole else None

    @cached_property
    def _places(self) -> list[int]:
        """The columns to read; the last one tells whether records are whole."""
        last = self.layout.width - 1
        return [place for place, name in enumerate(self.layout.fields) if name is not None or place == last]

    def _all_there(self, last: pl.Series, part: Part) -> bool:
        """Require records whose last cell is empty to have all their cells: polars fills short ones."""
        return all(self._is_whole(_record(part, int(place))) for place in last.is_null().arg_true())

    def _is_whole(self, record: bytes) -> bool:
        if b'"' not in record:
            return record.count(self.separator.encode()) == self.layout.width - 1
        return len(exact.cells(record, self.separator) or ()) == self.layout.width

    def _named(self, raw: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        named = {name: f"c{place}" for place, name in enumerate(self.layout.fields) if name is not None}
        return raw.select(pl.col(column).alias(name) for name, column in named.items())

    def _numbered(self, part: Part, frame: pl.DataFrame | None) -> pl.DataFrame:
        import polars as pl

        first, self.row = self.row + 1, self.row + part.records
        if frame is None:
            return self._slow(part, first)
        self.read += part.records
        rows = pl.int_range(first, first + part.records, dtype=pl.Int32, eager=True).alias("source_row")
        return frame.with_columns(rows)

    def _slow(self, part: Part, first: int) -> pl.DataFrame:
        """Return the records that are whole, or become so in one way; reject the others."""
        import polars as pl

        kept = [
            (first + place, self._mend(_record(part, place), first + place)) for place in range(part.records)
        ]
        whole = [(line, cells) for line, cells in kept if cells is not None]
        schema = {f"c{place}": pl.String() for place in range(self.layout.width)}
        rows = pl.DataFrame([cells for _, cells in whole], schema=schema, orient="row")
        lines = pl.Series("source_row", [line for line, _ in whole], dtype=pl.Int32())
        return self._named(rows).with_columns(lines)

    def _mend(self, record: bytes, line: int) -> list[str] | None:
        if not record.strip(_EMPTY):
            return None
        self.read += 1
        cells = exact.cells(record, self.separator)
        if self.forced and _REPLACED in record:
            self.ledger.reject(line, "unreadable", self._told([]))
            return None
        if cells is not None and len(cells) == self.layout.width:
            return cells
        found = exact.mended(record, self.fits, self.layout.width, self.separator)
        if found is None:
            self.ledger.reject(line, "broken_record", self._told(cells or []))
        else:
            self.ledger.repair(line, "broken_quotes", f"{len(cells or ())}", f"{len(found)}")
        return found

    def _told(self, cells: Sequence[str]) -> str:
        """Return what may be shown of a broken record: what stands before any column about a person."""
        persons = (self.layout.place("rfc"), self.layout.place("supplier_name"), *self.layout.private)
        first = min((place for place in persons if place is not None), default=0)
        return "|".join([*cells[:first], f"({len(cells)}/{self.layout.width})"])


def told(row: dict[str, object]) -> str:
    """Return what may be shown of a whole record that is rejected: its codes and its amount."""
    return "|".join(str(row[name]) for name in _TOLD if row.get(name))


def _reads(cell: str, kind: str, conventions: Conventions) -> bool:
    try:
        if kind == "day":
            dates.day(cell, conventions.order)
        else:
            amounts.amount(cell, conventions.decimals)
    except BadValue:
        return bool(re.fullmatch(r"[\d/: -]+(?:GMT)?", cell)) if kind == "day" else False
    return True


def _record(part: Part, place: int) -> bytes:
    """Return the bytes of one record of a part."""
    return part.data[int(part.ends[place - 1]) if place else 0 : int(part.ends[place])]


def rejected(frame: pl.DataFrame, bad: pl.Series, code: str, ledger: Ledger) -> pl.DataFrame:
    """Write the records of a frame that are `bad` into the ledger; return the others."""
    if not bad.any():
        return frame
    for row in frame.filter(bad).iter_rows(named=True):
        ledger.reject(int(row["source_row"]), code, told(row))
    return frame.filter(~bad)
