"""A flat budget file of any generation made into rows of the store."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import TYPE_CHECKING

from loaders import headers
from loaders.errors import BadValue, MissingColumn
from loaders.flat import chunks, exact, sheets
from loaders.flat.chunks import NotUtf8
from loaders.flat.identity import DIMENSIONS, identified, with_objects
from loaders.flat.names import Names
from loaders.flat.shape import Shape
from loaders.flat.spool import Spool
from loaders.flat.table import Placer
from loaders.headers import Head
from loaders.model import RawFile, Reading, source_file_id
from loaders.tables import TABLES
from loaders.text_encodings import Twice, require_western

if TYPE_CHECKING:
    import polars as pl

_ENCODINGS = ("utf-8", "cp1252")
_SEPARATORS = ",;\t|"
_HEAD = 2**16


@dataclass(frozen=True)
class Target:
    """What a dataset makes of a flat file: its id, its table, and columns that are the same in all rows."""

    dataset_id: str
    table: str


def reading(raw: RawFile, target: Target, constants: dict[str, str | int | None] | None = None) -> Reading:
    """Return what a flat file holds. `constants` are columns that the file does not have.

    Raises UnknownColumn, MissingColumn, UnknownCode, BadValue.
    """
    with sheets.as_csv(raw) as path:
        for encoding in _ENCODINGS:
            if encoding != _ENCODINGS[0]:
                require_western(chunks.sample(path), raw.name)
            try:
                return _Reader(raw, target, constants or {}).read(path, encoding)
            except NotUtf8:
                continue
    raise BadValue("neither UTF-8 nor cp1252", where=raw.name, todo="declare the encoding of this file")


def head_of(path: Path, encoding: str, where: str, dataset: str | None) -> tuple[Head, str, int]:
    """Return the header of a CSV file, its separator, and how many bytes the header takes.

    NotUtf8 when it cannot be decoded; UnknownColumn, MissingColumn.
    """
    cells, separator, size = header(path, encoding)
    return headers.recognise(cells, where=where, dataset=dataset), separator, size


def header(path: Path, encoding: str) -> tuple[list[str], str, int]:
    """Return the cells of the first record, the separator, and how many bytes it takes. NotUtf8."""
    with chunks.opened(path) as stream:
        start = stream.read(_HEAD)
    marked = len(start) - len(chunks.without_mark(start))
    line = start[marked:].split(b"\n", 1)[0]
    separator = max(_SEPARATORS, key=lambda one: line.count(one.encode()))
    size = _header_size(start[marked:])
    try:
        text = Twice().undone(start[marked : marked + size].decode(encoding).encode()).decode()
    except UnicodeDecodeError:
        raise NotUtf8 from None
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:
        cells = []
    return cells, separator, marked + size


def peek(path: Path, where: str) -> tuple[str, int | None] | None:
    """Return the dataset that the header of a file belongs to, and its fiscal year if the start tells it.

    None when it is another kind of file; UnknownColumn or MissingColumn when only some columns are;
    NotAnArchive for a workbook that cannot be opened.
    """
    cells, record = sheets.top(path, where) if sheets.is_workbook(path) else _top(path)
    if not headers.looks_like_header(cells):
        return None
    head = headers.recognise(cells, where=where)
    return head.generation.dataset, head.year or _year_of(record, head)


def _top(path: Path) -> tuple[list[str], list[str]]:
    """Return the cells of the header of a CSV file, and of the line after it."""
    for encoding in _ENCODINGS:
        with suppress(NotUtf8):
            cells, separator, start = header(path, encoding)
            with chunks.opened(path) as stream:
                line = (
                    stream.read(start + _HEAD)[start:].split(b"\n", 1)[0].decode("cp1252", errors="replace")
                )
            return cells, _cells(line, separator)
    return [], []


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells of a line; none where it is no record."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _year_of(record: Sequence[str], head: Head) -> int | None:
    if "year" not in head.fields:
        return None
    place = head.fields.index("year")
    found = record[place].strip() if place < len(record) else ""
    return int(found) if re.fullmatch(r"\d{4}", found) else None


def _header_size(start: bytes) -> int:
    """Return where the first record ends: the first line end outside quotes."""
    place = -1
    while (place := start.find(b"\n", place + 1)) >= 0:
        if start.count(b'"', 0, place) % 2 == 0:
            return place + 1
    return len(start)


class _Reader:
    def __init__(self, raw: RawFile, target: Target, constants: dict[str, str | int | None]) -> None:
        self.raw, self.target, self.constants = raw, target, constants
        self.twice = Twice()

    def read(self, path: Path, encoding: str) -> Reading:
        head, separator, start = head_of(path, encoding, self.raw.name, self.target.dataset_id)
        placer = Placer(Shape(head), separator)
        identity = source_file_id(self.target.dataset_id, self.raw.name)
        spool, names = Spool(self.raw.scratch, source_file_id=identity), Names(_fields(head))
        year: int | None = None
        with chunks.opened(path) as stream:
            stream.read(start)
            with closing(_frames(stream, separator, encoding, placer, self.twice)) as frames:
                for frame in frames:
                    year = year or self._year(head, placer)
                    names.add(frame)
                    spool.add(self._lines(frame, head, year))
        placer.finish()
        return self._reading(placer, spool, names, year or self._year(head, placer))

    def _year(self, head: Head, placer: Placer) -> int:
        """Return the fiscal year: of its column, of the name of the amount, or the one it is known by."""
        found = placer.shape.year or head.year or self.raw.fiscal_year
        if found is None:
            raise MissingColumn(
                "nothing tells the fiscal year",
                where=self.raw.name,
                todo="load this file by itself, and say its year with --year",
            )
        last = head.generation.last_year
        if last and int(found) > last:
            raise BadValue(
                f"a header of {head.generation.years} in a file of {found}",
                where=self.raw.name,
                value=", ".join(head.names),
                todo="if the file is right, add its generation to loaders/headers.toml",
            )
        return int(found)

    def _lines(self, frame: pl.DataFrame, head: Head, year: int) -> pl.DataFrame:
        """Return the rows of the dataset's table; columns that the file does not have are null."""
        import polars as pl

        found = identified(frame, year)
        extra = {
            "fiscal_year": pl.lit(year, pl.Int32()),
            "basis": pl.lit("monthly" if head.generation.monthly else "as_published"),
            **{name: pl.lit(value) for name, value in self.constants.items()},
            **_moments(found, head),
            "portfolio_key": _portfolio(found),
        }
        made = {one.column for one in DIMENSIONS} & set(found.columns)
        kept = {*made, "agency_id", "repaired", "source_row"}
        columns = [
            pl.col(name) if name in kept else extra.get(name, pl.lit(None, pl.String())).alias(name)
            for name in TABLES[self.target.table].given
        ]
        texts = pl.col(pl.String()).cast(pl.Categorical())
        return found.select(columns).with_columns(texts, pl.col("source_row").cast(pl.Int32()))

    def _reading(self, placer: Placer, spool: Spool, names: Names, year: int) -> Reading:
        if not placer.read - len(placer.rejects):
            first = placer.rejects[0] if placer.rejects else None
            raise BadValue(
                f"none of {placer.row} records could be read",
                where=self.raw.name,
                value=first and f"{first.reason.en} {first.raw[:80]}",
                todo="look at the file: is it all of it, and the file that its name says?",
            )
        few, table = spool.few(), self.target.table
        tables = {
            "member": names.members(year),
            "agency_name": names.agency_names(self.target.dataset_id, year),
        }
        corrections = tuple(
            sorted(
                (*placer.corrections, *names.corrections, *self.twice.corrections()), key=lambda one: one.line
            )
        )
        rest = (placer.read, tuple(placer.rejects), corrections)
        if few is None:
            return Reading(tables, *rest, {table: spool.pieces()}, spool, year)
        return Reading({table: few, **tables}, *rest, fiscal_year=year)


def _frames(
    stream: BufferedIOBase, separator: str, encoding: str, placer: Placer, twice: Twice
) -> Generator[pl.DataFrame]:
    group = exact.grouping(placer.shape.fits, separator)
    for frame in placer.place(chunks.parts(stream, separator, encoding, group, twice=twice)):
        yield with_objects(frame) if "specific" in placer.shape.head.generation.blank else frame


def _fields(head: Head) -> Sequence[str]:
    """Return the fields that records have after `with_objects`."""
    if "specific" not in head.generation.blank or not {"concept", "specific"} & set(head.present):
        return head.present
    more = ["chapter", "concept", "generic", "specific"]
    if {"concept_name", "specific_name"} & set(head.present):
        more += ["concept_name", "specific_name"]
    return tuple(dict.fromkeys((*head.present, *more)))


def _moments(found: pl.DataFrame, head: Head) -> dict[str, pl.Expr]:
    """Return each amount under the name of its column; monthly ones under those of the moments."""
    import polars as pl

    pesos = pl.lit(None, pl.Decimal(18, 2))
    every = ("approved", "modified", "accrued", "paid", "adefas", "executed", "exercised", "proposed")
    given = {name.removesuffix("_monthly"): name for name in head.money}
    if head.generation.exercised_is_executed and "executed" not in given and "exercised" in given:
        given["executed"] = given.pop("exercised")
    return {f"{name}_mxn": pl.col(given[name]) if name in given else pesos for name in every}


def _portfolio(found: pl.DataFrame) -> pl.Expr:
    import polars as pl

    if "portfolio" not in found.columns:
        return pl.lit(None, pl.String())
    portfolio = pl.col("portfolio").cast(pl.String())
    return pl.when(~portfolio.str.contains("^0*$")).then(portfolio)
