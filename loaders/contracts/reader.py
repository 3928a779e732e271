"""A file of CompraNet or Compras MX made into a `Reading`, whatever its generation and its size."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace

from loaders.contracts import records
from loaders.contracts.contracts import Contracts, Source, cleaned
from loaders.contracts.layout import Layout, layout, recognise
from loaders.contracts.ledger import Ledger
from loaders.contracts.procedures import Procedures
from loaders.contracts.records import ENCODINGS, Head, Records
from loaders.errors import BadValue, NotAnArchive, WrongEncoding
from loaders.flat import sheets
from loaders.flat.ahead import ahead, share_processors
from loaders.flat.chunks import NotUtf8
from loaders.flat.spool import GROUP, Spool
from loaders.model import RawFile, Reading, source_file_id

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

        UnknownHeader, UnknownColumn, MissingColumn, WrongEncoding, NotAnArchive, BadValue.
        """
        share_processors()
        with sheets.as_csv(raw, _is_header) as path:
            for encoding in ENCODINGS:
                with suppress(NotUtf8):
                    return _File(replace(raw, path=path), self, encoding).read()
        raise WrongEncoding(
            "neither UTF-8 nor cp1252", where=raw.name, todo="declare the encoding of this file"
        )


COMPRANET = Kind(_SELECTED_FROM, "contract", "compranet")
SELECTION = Kind(_SELECTION, "contract", "selected", _ADDED)
COMPRAS_MX = Kind("compras_mx", "contract", "comprasmx")
PROCEDURES = Kind("procurement_procedures", "procedure", "")


def _dataset_of(raw: RawFile) -> str | None:
    """Return whose generation a file is; None = another kind."""
    with suppress(NotUtf8, NotAnArchive, OSError, EOFError):
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


@dataclass
class _File:
    raw: RawFile
    kind: Kind
    encoding: str
    ledger: Ledger = field(default_factory=Ledger)

    def read(self) -> Reading:
        start = records.head(self.raw.path)
        found = layout(start.first, where=self.raw.name, extra=self.kind.extra)
        self._note(found, start)
        source = records.Records(found, start.separator, self.ledger)
        maker = self._maker(found)
        spool = Spool(self.raw.scratch, IN_MEMORY, maker.source.source_file_id)
        size = 0 if found.headless else start.size
        clean = ahead(map(cleaned, source.frames(self.raw.path, size, self.encoding)))
        with closing(ahead(map(maker.rows, clean))) as made:
            for frame in made:
                spool.add(frame)
        return self._reading(source, maker, spool)

    def _maker(self, found: Layout) -> Maker:
        identity = source_file_id(self.kind.dataset_id, self.raw.name)
        source = Source(self.kind.dataset_id, identity, self.kind.prefix, self.raw.fiscal_year)
        made = Procedures if self.kind.table == "procedure" else Contracts
        return made(source, found, self.ledger)

    def _note(self, found: Layout, start: Head) -> None:
        """Write down what is odd about the file as a whole."""
        notes = {
            "encoding": self.encoding != ENCODINGS[0],
            "no_header": found.headless,
            "blank_header": found.mended,
            "extra_columns": self.kind.extra > 0,
        }
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
        rejects = tuple(sorted(self.ledger.rejects, key=lambda one: one.line))
        return Reading(tables, source.read, rejects, self.ledger.corrections(), large, spool)
