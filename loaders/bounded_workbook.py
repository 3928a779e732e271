"""Workbooks read in a process of their own, with a limit of memory and of time.

A spreadsheet of 1.6 KB can claim a cell at its last corner, four thousand million texts or a row that no
sheet has: the library that reads it then aborts, panics, or takes all memory. Here that ends a child, and is
told in words.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final, cast

import orjson

from loaders.errors import BadValue, NotAnArchive
from loaders.fetching.recognise import kind

MEMORY: Final = 2 * 2**30
SECONDS: Final = 900
_CHILD: Final = Path(__file__).with_name("workbook_child.py")
_TODO: Final = "open it in a spreadsheet program and save it again, without a password, as .xlsx or CSV"
_SMALLER: Final = (
    "open it in a spreadsheet program, delete what is empty below and beside the table, save it as CSV, and "
    "load that: `cuentas load --from FILE.csv`"
)
_TYPES: Final = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}

Cells = list[object]


class Sheet:
    """One sheet of an open workbook; cells are text, number, truth, date, time, or "" for none."""

    def __init__(self, book: Workbook, index: int) -> None:
        """Take the workbook and the sheet's place in it; nothing is read yet."""
        self._book = book
        self._index = index

    def rows(self, most: int | None = None) -> Iterator[Cells]:
        """Yield rows from A1 on, empty cells and rows included, at most `most`, without holding them."""
        return self._book.rows(self._index, most)


class Workbook:
    """An open workbook, through the process that reads it."""

    def __init__(self, child: subprocess.Popen[bytes], errors: IO[bytes], where: str) -> None:
        """Take the process; BadValue, NotAnArchive when it cannot open the workbook."""
        self._child = child
        self._errors = errors
        self._where = where
        self.sheet_names: list[str] = cast("dict[str, list[str]]", self._line())["sheets"]

    def get_sheet_by_index(self, index: int) -> Sheet:
        """Return a sheet by its place."""
        return Sheet(self, index)

    def get_sheet_by_name(self, name: str) -> Sheet:
        """Return a sheet by its name."""
        return Sheet(self, self.sheet_names.index(name))

    def rows(self, index: int, most: int | None) -> Iterator[Cells]:
        """Yield rows of a sheet. Another sheet may be asked for once these are read, or given up.

        BadValue, NotAnArchive when the process refuses or ends.
        """
        query = {"sheet": index, "nrows": most}
        self._drain()
        self._pending = True
        with suppress(BrokenPipeError):  # what ended it is told with the next line
            pipe = cast("IO[bytes]", self._child.stdin)
            pipe.write(orjson.dumps(query) + b"\n")
            pipe.flush()
        while (row := self._line()) is not None:
            yield [_plain(cell) for cell in cast("list[object]", row)]
        self._pending = False

    _pending = False

    def _drain(self) -> None:
        """Pass over what is left of rows that nobody read to their end."""
        while self._pending:
            self._pending = self._line() is not None

    def _line(self) -> list[object] | dict[str, Any] | None:
        """Return the next answer; None = the end of a sheet."""
        line = cast("IO[bytes]", self._child.stdout).readline()
        if line == b"\n":
            return None
        answer = orjson.loads(line) if line.endswith(b"\n") else {"error": self._end()}
        if isinstance(answer, dict) and "error" in answer:
            raise _error(answer, self._where)
        return cast("list[object] | dict[str, Any]", answer)

    def _end(self) -> str:
        """Say how the process ended that did not say so itself."""
        code = self._child.wait()
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", errors="replace").split("note:")[0]
        words = " ".join(said.split())[:200]
        return f"its reader ended ({words or code}); it may use {MEMORY // 2**20:,} MB and {SECONDS} s"


def _error(answer: dict[str, Any], where: str) -> BadValue | NotAnArchive:
    if answer.get("refused"):
        return BadValue("a workbook larger than it can be", where=where, value=answer["error"], todo=_SMALLER)
    return NotAnArchive("a workbook that cannot be opened", where=where, value=answer["error"], todo=_TODO)


def _plain(cell: object) -> object:
    if not isinstance(cell, dict):
        return cell
    ((name, value),) = cell.items()
    return timedelta(seconds=value) if name == "timedelta" else _TYPES[name](value)


@contextmanager
def workbook(path: Path, where: str) -> Iterator[Workbook]:
    """Open an Excel workbook, old or new, in a process of its own.

    NotAnArchive when it cannot be opened or read, BadValue when it declares more than a sheet can have.
    """
    with _named_as_it_is(path) as named, TemporaryFile() as errors:
        limits = [str(MEMORY), str(SECONDS)]
        command = [sys.executable, "-P", str(_CHILD), str(named.absolute()), *limits]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors}
        environment = {**os.environ, "RUST_BACKTRACE": "0"}
        child = subprocess.Popen(command, env=environment, **pipes)  # type: ignore[call-overload]
        try:
            yield Workbook(child, cast("IO[bytes]", errors), where)
        finally:
            _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        with suppress(BrokenPipeError):
            cast("IO[bytes]", pipe).close()


@contextmanager
def _named_as_it_is(path: Path) -> Iterator[Path]:
    """Give a path whose ending is what the file is, or none: the library believes it."""
    found = kind(path)
    if path.suffix.lower() in ("", f".{found}"):
        yield path
        return
    with TemporaryDirectory() as folder:
        named = Path(folder) / f"workbook.{found}"
        try:
            named.symlink_to(path.absolute())
        except OSError:  # a system or user without links
            shutil.copyfile(path, named)
        yield named
