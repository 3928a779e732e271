"""Workbooks: the sheet is chosen by its header, whatever stands before it, and becomes CSV for one reader."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from html import unescape
from itertools import chain, islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from loaders.bounded_workbook import Workbook, workbook
from loaders.errors import MissingColumn
from loaders.fetching import unpack
from loaders.headers import looks_like_header
from loaders.model import RawFile

_ROWS = 40
_START = 2**22
_TEXTS = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml")
_CELL = re.compile(r'(?:<(?:\w+:)?t(?: [^>]*)?>|\bt="str"[^>]*><(?:\w+:)?v>)([^<]*)</')
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

IsHeader = Callable[[Sequence[str]], bool]


@contextmanager
def as_csv(raw: RawFile, is_header: IsHeader = looks_like_header) -> Iterator[Path]:
    """Yield the path of a CSV file with the records of `raw`: itself, or made from a workbook's sheet.

    MissingColumn when no sheet of a workbook has a row that `is_header`, that of a flat budget file unless
    told; NotAnArchive when it cannot be opened.
    """
    if not is_workbook(raw.path):
        yield raw.path
        return
    if raw.scratch is not None:
        raw.scratch.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=raw.scratch, suffix=".csv", encoding="utf-8", newline="") as out:
        _write(raw, out, is_header)
        out.flush()
        yield Path(out.name)


def top(path: Path, where: str, is_header: IsHeader = looks_like_header) -> tuple[list[str], list[str]]:
    """Return the header of the first sheet that has one, and the record after it; empty when none has.

    NotAnArchive when the workbook cannot be opened.
    """
    # Reading all cells takes long: a new workbook has a header's texts among its first ones, or none.
    if zipfile.is_zipfile(path) and not is_header(first_texts(path)):
        return [], []
    with workbook(path, where) as book:
        rows = _records(book, is_header) or iter(())
        return next(rows, []), next(rows, [])


def first_texts(path: Path) -> list[str]:
    """Return the texts that a new workbook begins with, those of all its sheets, as far as it can be read."""
    texts: list[str] = []
    with suppress(*unpack.BROKEN, OSError, RuntimeError), zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if _TEXTS.fullmatch(name):
                with packed.open(name) as part:
                    texts += _CELL.findall(part.read(_START).decode("utf-8", errors="replace"))
    return [unescape(text) for text in texts]


def is_workbook(path: Path) -> bool:
    """Return whether a file starts as Excel workbooks do, old or new."""
    with path.open("rb") as handle:
        return handle.read(4).startswith(_STARTS)


def _write(raw: RawFile, out: IO[str], is_header: IsHeader) -> None:
    with workbook(raw.path, raw.name) as book:
        rows = _records(book, is_header)
        if rows is None:
            raise MissingColumn(
                "no sheet has a header that is known",
                where=raw.name,
                value=book.sheet_names,
                todo="see `cuentas list` for what is read; if the file is right, add its spelling to "
                "loaders/headers.toml (budgets) or loaders/contracts/layouts.toml (contracts)",
            )
        csv.writer(out, lineterminator="\n").writerows(rows)


def _records(book: Workbook, is_header: IsHeader) -> Iterator[list[str]] | None:
    """Return the rows from the header on, of the first sheet that has one near its top."""
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        for place, row in enumerate(sheet.rows(_ROWS)):
            if is_header([cell_text(cell) for cell in row]):
                return _texts(islice(sheet.rows(), place, None))
    return None


def _texts(rows: Iterator[Sequence[object]]) -> Iterator[list[str]]:
    """Yield rows as texts, without the columns left of the header's first cell and right of its last."""
    header = next(rows)
    names = [cell_text(cell) for cell in header]
    first = next(place for place, name in enumerate(names) if name)
    last = max(place for place, name in enumerate(names) if name)
    for row in chain([header], rows):
        yield [cell_text(cell) for cell in row[first : last + 1]]


def cell_text(cell: object) -> str:
    """Return a cell as the text that a CSV file would hold: 1.0 is 1, pesos have two decimals at most."""
    if isinstance(cell, float):
        return format(round(Decimal(repr(cell)), 2).normalize(), "f")
    return "" if cell is None else str(cell)
