"""A file of CompraNet or Compras MX made into a `Reading`, whatever its generation and its size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.contracts import records
from loaders.contracts.contracts import Contracts, Source, cleaned
from loaders.contracts.conventions import Conventions, OtherWay, Watch, Where, note
from loaders.contracts.layout import Layout, layout, recognise
from loaders.contracts.ledger import Ledger
from loaders.contracts.procedures import Procedures
from loaders.contracts.records import ENCODINGS, Head, Records
from loaders.errors import BadValue, LoadersError, WrongEncoding
from loaders.flat import chunks, sheets
from loaders.flat.ahead import ahead, share_processors
from loaders.flat.chunks import NotUtf8
from loaders.flat.spool import GROUP, Spool
from loaders.model import RawFile, Reading, source_file_id
from loaders.text_encodings import require_western

if TYPE_CHECKING:
    import polars as pl

Maker = Contracts | Procedures

IN_MEMORY = GROUP

# A selection is CompraNet's contracts with two columns more, without a name, which its author added.
_SELECTION, _SELECTED_FROM, _ADDED = "selected_contracts", "compranet", 2


@dataclass(frozen=True)
class Kind:
    """What a dataset makes of a file: which rows, how identities begin, how many columns it leaves out."""

    dataset_id: str
    table: str
    prefix: str
    extra: int = 0

    def recognises(self, raw: RawFile) -> bool:
        """Say whether a file is of this dataset, by its header or by the content of its first record."""
        return _dataset_of(raw) == self.dataset_id

    def read(self, raw: RawFile) -> Reading:
        """Return what a file holds, CSV or workbook.

        UnknownHeader, UnknownColumn, MissingColumn, WrongEncoding, NotAnArchive, BadValue, Undecided.
        """
        share_processors()
        with sheets.as_csv(raw, _is_header) as path:
            for encoding in ENCODINGS:
                with suppress(NotUtf8):
                    if encoding != ENCODINGS[0]:
                        require_western(chunks.sample(path), raw.name)
                    return _read(replace(raw, path=path), self, encoding)
        raise WrongEncoding(
            "neither UTF-8 nor cp1252", where=raw.name, todo="declare the encoding of this file"
        )


COMPRANET = Kind(_SELECTED_FROM, "contract", "compranet")
SELECTION = Kind(_SELECTION, "contract", "selected", _ADDED)
COMPRAS_MX = Kind("compras_mx", "contract", "comprasmx")
PROCEDURES = Kind("procurement_procedures", "procedure", "")


def _dataset_of(raw: RawFile) -> str | None:
    """Return whose generation a file is; None = another kind."""
    with suppress(NotUtf8, LoadersError, OSError, EOFError):
        first, second = _top(raw)
        found = recognise(first) if first else None
        if found is None:
            return None
        beyond = sum(cell != "" for cell in second[len(first) :])
        selected = found.dataset == _SELECTED_FROM and beyond == _ADDED
        return _SELECTION if selected else found.dataset
    return None


def _top(raw: RawFile) -> tuple[list[str], list[str]]:
    """Return the first two records of a CSV file, or of the first sheet of a workbook with a known header."""
    if sheets.is_workbook(raw.path):
        return sheets.top(raw.path, raw.name, _is_header)
    start = records.head(raw.path)
    return start.first, start.second


def _is_header(cells: Sequence[str]) -> bool:
    return bool(cells) and recognise(cells) is not None


def _read(raw: RawFile, kind: Kind, encoding: str) -> Reading:
    """Read a file in the usual way of writing, and in another one only if all of its cells tell it."""
    usual = Conventions.answered(raw.answers)
    try:
        return _File(raw, kind, encoding, usual).read()
    except OtherWay:
        sure = _File(raw, kind, encoding, usual).seen_whole()
        return _File(raw, kind, encoding, sure).read()


def _is_taken_for_pesos(found: Layout) -> bool:
    """Say whether no column tells the currency, and neither does the name of the column of amounts."""
    generation = found.generation
    return "currency" not in found.present and generation.without_currency != "" and generation.id != "A"


@dataclass
class _File:
    raw: RawFile
    kind: Kind
    encoding: str
    conventions: Conventions
    ledger: Ledger = field(default_factory=Ledger)

    def read(self) -> Reading:
        start, found = self._head()
        self._note(found, start)
        source, watch = self._source(found, start)
        maker = self._maker(found)
        spool = Spool(self.raw.scratch, IN_MEMORY, maker.source.source_file_id)
        clean = ahead(map(cleaned, watch.frames(self._frames(source, start))))
        with closing(ahead(map(maker.rows, clean))) as made:
            for frame in made:
                spool.add(frame)
        note(watch.conventions(), self.raw.answers, self.ledger)
        return self._reading(source, maker, spool)

    def seen_whole(self) -> Conventions:
        """Return how the file is written, by all of its cells. Undecided."""
        start, found = self._head()
        source, watch = self._source(found, start)
        watch.survey = True
        for _ in watch.frames(self._frames(source, start)):
            pass
        return watch.conventions()

    def _head(self) -> tuple[Head, Layout]:
        start = records.head(self.raw.path)
        return start, layout(start.first, where=self.raw.name, extra=self.kind.extra)

    def _source(self, found: Layout, start: Head) -> tuple[Records, Watch]:
        """Return what reads the records, and what looks at their cells before anything is made of them."""
        where = Where(self.raw.name, self.kind.dataset_id, self.raw.given or self.raw.name)
        source = records.Records(found, start.separator, self.ledger, self.conventions)
        return source, Watch(where, found, self.conventions, self.raw.answers)

    def _frames(self, source: Records, start: Head) -> Iterator[pl.DataFrame]:
        size = 0 if source.layout.headless else start.size
        return source.frames(self.raw.path, size, self.encoding)

    def _maker(self, found: Layout) -> Maker:
        identity = source_file_id(self.kind.dataset_id, self.raw.name)
        source = Source(self.kind.dataset_id, identity, self.kind.prefix, self.raw.fiscal_year, self.raw.seen)
        made = Procedures if self.kind.table == "procedure" else Contracts
        return made(source, found, self.ledger, self.conventions)

    def _note(self, found: Layout, start: Head) -> None:
        """Write down what is odd about the file as a whole."""
        notes = {
            "encoding": self.encoding != ENCODINGS[0],
            "no_header": found.headless,
            "blank_header": found.mended,
            "extra_columns": self.kind.extra > 0,
            "no_currency_column": self.kind.table == "contract" and _is_taken_for_pesos(found),
        }
        for name in found.undated:
            self.ledger.repair(1, "no_date_column", name, "")
        for code, holds in notes.items():
            if holds:
                self.ledger.repair(1, code, str(len(start.first)), str(found.width))

    def _reading(self, source: Records, maker: Maker, spool: Spool) -> Reading:
        if source.read <= len(self.ledger.rejects):
            first = next(iter(self.ledger.rejects), None)
            raise BadValue(
                f"none of {source.row} records could be read",
                where=self.raw.name,
                value=first and f"{first.reason.en} {first.raw[:80]}",
                todo="look at the file: does every record have the columns of its header?",
            )
        tables, large = maker.tables(spool)
        made = (*self.ledger.corrections(), *source.twice.corrections())
        corrections = tuple(sorted(made, key=lambda one: one.line))
        rejects = tuple(sorted(self.ledger.rejects, key=lambda one: one.line))
        return Reading(tables, source.read, rejects, corrections, large, spool)
