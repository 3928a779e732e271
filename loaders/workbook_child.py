"""The process that opens workbooks: what a spreadsheet's bytes do to memory or to a library ends here.

Started by `loaders.bounded_workbook`; knows nothing of the project. It is asked for sheets on its standard
input and answers with one JSON line a row; an error is an object. The parent sees an abort as the end of the
answers.
"""

from __future__ import annotations

import math
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any, Final

import orjson
from python_calamine import CalamineSheet, CalamineWorkbook

# A sheet of Excel 2007 and later ends at XFD1048576.
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
# A sheet is held as a rectangle. The largest official one known has 828,067 rows of 37 columns.
MOST_CELLS: Final = 48_000_000
_PIECE: Final = 2**20
# No tag with a reference is longer; what a piece cuts in two is looked at again with the next one.
_OVERLAP: Final = 256
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]+)(\d+)"')
_COUNT: Final = re.compile(rb'<(?:\w+:)?sst\b[^>]*?\buniqueCount="(\d+)"')
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS: Final = "xl/sharedStrings.xml"
# The shortest text that can be shared is `<si/>`.
_SHORTEST_TEXT: Final = 5


class Refused(Exception):  # noqa: N818 — named for what happened
    """A workbook declares what no honest one has."""


def main(path: str, memory: int, seconds: int) -> int:
    """Answer requests about the workbook at `path` within `memory` bytes and `seconds` of processor."""
    _limit(memory, seconds)
    out = sys.stdout.buffer
    try:
        _require_plausible(path)
        book = CalamineWorkbook.from_path(path)
        _answer(out, {"sheets": book.sheet_names})
        for line in sys.stdin.buffer:
            _send_rows(book, orjson.loads(line), out)
    except BrokenPipeError:
        return 0
    except BaseException as error:
        # A panic of the library is no Exception.
        _answer(out, {"error": str(error)[:300], "refused": isinstance(error, Refused)})
    return 0


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    limits = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def _answer(out: IO[bytes], told: object) -> None:
    out.write(orjson.dumps(told, default=_tagged, option=orjson.OPT_PASSTHROUGH_DATETIME) + b"\n")
    out.flush()


def _send_rows(book: CalamineWorkbook, query: dict[str, Any], out: IO[bytes]) -> None:
    """Write rows of a sheet, then an empty line."""
    for row in _rows(book.get_sheet_by_index(query["sheet"]), query["nrows"]):
        cells = [_finite(cell) for cell in row]
        out.write(orjson.dumps(cells, default=_tagged, option=orjson.OPT_PASSTHROUGH_DATETIME) + b"\n")
    out.write(b"\n")
    out.flush()


def _rows(sheet: CalamineSheet, most: int | None) -> Iterator[list[Any]]:
    """Yield at most `most` rows from A1 on, without making a list of all.

    The library's own iteration gives the empty rows at the top, not the empty columns on the left.
    """
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return (left + row for row in islice(sheet.iter_rows(), most))


def _finite(cell: object) -> object:
    """JSON has no infinity: it goes as text, which no reader takes for a number."""
    return str(cell) if isinstance(cell, float) and not math.isfinite(cell) else cell


def _tagged(cell: object) -> dict[str, object]:
    if isinstance(cell, datetime | date | time):
        return {type(cell).__name__: cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    raise TypeError(type(cell).__name__)


def _require_plausible(path: str) -> None:
    """Require a new workbook to declare no more than a sheet can have, and no more than is to be held."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if _SHEET.fullmatch(name):
                with packed.open(name) as part:
                    _require_area(name, part)
            elif name == _STRINGS:
                with packed.open(name) as part:
                    _require_texts(part.read(_PIECE), packed.getinfo(name).file_size)


def _require_area(name: str, part: IO[bytes]) -> None:
    rows, columns = 0, 0
    for piece in _pieces(part):
        cells = _CELL.findall(piece)
        places = {*_ROW.findall(piece), *(number for _, number in cells)}
        rows = max([rows, *map(_number, places)])
        columns = max([columns, *(_column(letters) for letters in {name.upper() for name, _ in cells})])
        if rows > LAST_ROW or columns > LAST_COLUMN:
            raise Refused(
                f"{name} has a cell in row {rows:,}, column {columns:,}; "
                f"a sheet ends at row {LAST_ROW:,}, column {LAST_COLUMN:,}"
            )
        if rows * columns > MOST_CELLS:
            raise Refused(
                f"{name} spans {rows:,} rows by {columns:,} columns = {rows * columns:,} cells; "
                f"at most {MOST_CELLS:,} are read"
            )


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    kept = b""
    while piece := part.read(_PIECE):
        yield kept + piece
        kept = piece[-_OVERLAP:]


def _number(text: bytes) -> int:
    # Thousands of digits are no number that is worth making.
    return int(text) if len(text) < 16 else 10**15


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters[:8]:
        place = place * 26 + letter - ord("A") + 1
    return place


def _require_texts(start: bytes, size: int) -> None:
    """Require as many shared texts to have room as the part says that it has."""
    found = _COUNT.search(start)
    declared = _number(found[1]) if found else 0
    if declared * _SHORTEST_TEXT > size:
        raise Refused(f"{_STRINGS} declares {declared:,} texts and has {size:,} bytes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
