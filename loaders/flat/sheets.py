"""Workbooks: the sheet is chosen by its header, whatever stands before it, and becomes CSV for one reader."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.errors import MissingColumn
from loaders.headers import looks_like_header
from loaders.model import RawFile

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ROWS = 40
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@contextmanager
def as_csv(raw: RawFile, *, strict: bool = True) -> Iterator[Path]:
    """Yield the path of a CSV file with the records of `raw`: itself, or made from a workbook's sheet.

    MissingColumn when no sheet of a workbook has a header of a flat budget file; unless `strict`, it is
    then an empty file.
    """
    if not _is_workbook(raw.path):
        yield raw.path
        return
    with tempfile.TemporaryDirectory(prefix="cuentas-") as folder:
        path = Path(folder) / "sheet.csv"
        _write(raw, path, strict)
        yield path


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(4).startswith(_STARTS)


def _write(raw: RawFile, path: Path, strict: bool) -> None:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(raw.path)) as book:
        rows = _records(book)
        if rows is None and strict:
            raise MissingColumn(
                "no sheet has the header of a flat budget file", where=raw.name, value=book.sheet_names
            )
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows(rows or ())


def _records(book: CalamineWorkbook) -> Iterator[list[str]] | None:
    """Return the rows from the header on, of the first sheet that has one near its top."""
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for place, row in enumerate(rows[:_ROWS]):
            if looks_like_header([cell_text(cell) for cell in row]):
                return _texts(rows[place:])
    return None


def _texts(rows: Sequence[Sequence[object]]) -> Iterator[list[str]]:
    """Yield rows as texts, without the columns left of the header's first cell and right of its last."""
    names = [cell_text(cell) for cell in rows[0]]
    first = next(place for place, name in enumerate(names) if name)
    last = max(place for place, name in enumerate(names) if name)
    for row in rows:
        yield [cell_text(cell) for cell in row[first : last + 1]]


def cell_text(cell: object) -> str:
    """Return a cell as the text that a CSV file would hold: 1.0 is 1, pesos have two decimals at most."""
    if isinstance(cell, float):
        return format(round(Decimal(repr(cell)), 2).normalize(), "f")
    return "" if cell is None else str(cell)
