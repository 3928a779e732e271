"""Frozen declarations shared by loaders and dashboard.

What a dataset is (`Dataset`), what its reader is handed (`RawFile`) and hands back (`Reading`), how
tables and columns are described (`Table`, `Column`), and what is checked (`Check`).
Nothing here does work at import time, and nothing needs polars to be imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

    from loaders.pieces import Pieces

Language = Literal["es", "en"]
Kind = Literal["text", "integer", "long", "money", "index", "flag", "date"]
Status = Literal["passed", "failed", "not_checkable", "explained"]
Scalar = str | int | bool


@dataclass(frozen=True)
class Text:
    """A reader-facing text in both languages; Spanish of Mexico is the source."""

    es: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in `language` ("es" or "en")."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True)
class Column:
    """One column, declared once: machine name (with its unit), type, unit, label, meaning, source.

    `kind`: text, integer, long (64 bits), money (DECIMAL(18,2) pesos), index (DECIMAL(18,9)), flag, date.
    `source` is the official name of the column, where there is one; `choices` the only values it may have.
    """

    name: str
    kind: Kind
    label: Text
    meaning: Text
    unit: str = ""
    source: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of the store.

    `columns` are names of `loaders.columns.COLUMNS`; `nullable` of them may be NULL (= no data, never 0).
    `derived` columns are filled at build or by the runner (`source_file_id`), so a reader does not give them.
    `indexes` are lists of columns by which a row store (PostgreSQL) should find rows; DuckDB needs none.
    `role`: data (facts, given by readers), names (given by readers, deduplicated), system, cube.
    """

    name: str
    role: Literal["data", "names", "system", "cube"]
    columns: tuple[str, ...]
    nullable: frozenset[str] = frozenset()
    derived: frozenset[str] = frozenset()
    key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        """Columns that a reader must give, in order."""
        return tuple(name for name in self.columns if name not in self.derived)


@dataclass(frozen=True)
class Licence:
    """Terms under which a source may be used; `url` None = no official address known."""

    id: str
    title: Text
    url: str | None


@dataclass(frozen=True)
class RawFile:
    """An archived official file handed to a reader: its published name, local path and fiscal year.

    `name` is the path under the raw folder (`budget/PEF_2021.csv.gz`); `fiscal_year` None = many years.
    `scratch` is a folder for what a reader puts aside, cleared by the next load. `answers` are what who loads
    the file said of it (`Dataset.asks`), and `given` the path that names it in a command; `obtained` is the
    day on which it was had from its publisher, where that is known.
    """

    name: str
    path: Path
    fiscal_year: int | None
    scratch: Path | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    given: str = ""
    obtained: date | None = None

    @property
    def seen(self) -> date:
        """The day on which the file was obtained; where that is not known, today."""
        return self.obtained or date.today()

    def bytes(self) -> bytes:
        """Return the untouched bytes."""
        return self.path.read_bytes()


@dataclass(frozen=True)
class Reject:
    """A row that was read and not stored: 1-based line (record or sheet row), reason and raw text."""

    line: int
    code: str
    reason: Text
    raw: str


@dataclass(frozen=True)
class Correction:
    """A repair that was applied: 1-based line, stable code, what was done, text before and after.

    One that stands for many says how many `times`, and first in which line; `column` "" = not one column's.
    """

    line: int
    code: str
    what: Text
    before: str
    after: str
    column: str = ""
    times: int = 1


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one raw file.

    `tables` maps a table name of `loaders.tables` to a polars frame with exactly its `given` columns
    (`source_file_id` is added by the runner). `rows_read` counts source records; it must equal the rows
    of the dataset's `counted` tables plus the rejects, which `loaders.audit` enforces.
    `large` are tables of millions of rows, in pieces over files that live as long as `held` does.
    `fiscal_year` is the one that the content tells, where it does.
    """

    tables: Mapping[str, pl.DataFrame]
    rows_read: int
    rejects: tuple[Reject, ...] = ()
    corrections: tuple[Correction, ...] = ()
    large: Mapping[str, Pieces] = field(default_factory=dict)
    held: object = None
    fiscal_year: int | None = None


@dataclass(frozen=True)
class FilePattern:
    """Which raw files a dataset reads: a regular expression over the published name.

    Its named groups are what the name says of the file: the fiscal `year` (without it the file holds many
    years), the `quarter`, the `state`... What is in the file counts before what its name says.
    """

    pattern: str


@dataclass(frozen=True)
class Address:
    """Where the publisher offers files of a dataset: `base`, and under it `path`, with `{year}` in it.

    `years` are the fiscal years for which such an address is known or reported; empty = one file, no year.
    """

    base: str
    path: str
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Where:
    """One condition: `column` is one of `values` (or none of them, when `negated`)."""

    column: str
    values: tuple[Scalar, ...]
    negated: bool = False


@dataclass(frozen=True)
class Measure:
    """A sum to check: `column` of `table` added over the rows that meet every condition of `where`."""

    table: str
    column: str
    where: tuple[Where, ...] = ()


@dataclass(frozen=True)
class Check:
    """A figure published elsewhere that the store must reproduce.

    `expected` in the unit of the measured column. `measure` None = no held file covers it: the check
    is stored as not checkable with its `explanation`. `explained`: a difference is known and described.
    `subject` says what is compared (gross, net, an agency id...); `against` is the dataset that `expected`
    comes from, where it is another one.
    """

    id: str
    subject: str
    title: Text
    expected: Decimal | None
    measure: Measure | None
    explanation: Text
    fiscal_year: int | None = None
    tolerance: Decimal = Decimal(0)
    explained: bool = False
    against: str | None = None


@dataclass(frozen=True)
class Caveat:
    """Something a reader must know before using the figures.

    `sources` are ids of `loaders.note_sources`: where it is to be read; empty = the dataset's own files.
    """

    code: str
    text: Text
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeriesBreak:
    """Years that must not be joined by a line; agency or programme None = all of them together.

    With a `dimension`, it is of every code of that dimension: its classification is another one from
    `after_year` on. It is of the figures of its dataset: of all of them, or of one `scope` of its
    availability. Years apart say that the change is somewhere between them.
    """

    before_year: int
    after_year: int
    reason: Text
    agency_id: str | None = None
    program_code: str | None = None
    dimension: str | None = None
    scope: str | None = None


@dataclass(frozen=True)
class Dataset:
    """One official dataset: who publishes it, which files, how each file is read, what is checked.

    `tables` are all tables its reader may give; `counted` those whose rows are the source's records.
    `secondary` files are a copy that someone else reshaped, or someone else's sums: labelled as such.
    `urls` are the official addresses of its files. `recognise` says by what is in it whether a file of any
    name is one of them; it is asked of every file, so it is quick and never raises. `tells` says what is in
    such a file of what its published name says (year, sex, ending...; a `name` is the whole of it), and
    `named` is that name, with these in braces. `asks` are the questions that its reader may have to ask of
    who loads a file (`decimal`, `dates`).
    """

    id: str
    title: Text
    description: Text
    publisher: str
    licence: Licence
    source_page: str | None
    files: tuple[FilePattern, ...]
    tables: tuple[str, ...]
    counted: tuple[str, ...]
    read: Callable[[RawFile], Reading]
    checks: tuple[Check, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    series_breaks: tuple[SeriesBreak, ...] = ()
    secondary: bool = False
    urls: tuple[Address, ...] = ()
    recognise: Callable[[RawFile], bool] | None = None
    tells: Callable[[RawFile], Mapping[str, str]] | None = None
    named: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """Where one source file comes from; None means unknown, never guessed."""

    file_name: str
    bytes: int
    sha256: str
    original_url: str | None = None
    obtained_from: str | None = None
    obtained: date | None = None
    licence: str | None = None
    what: str = ""


@dataclass(frozen=True)
class Loaded:
    """A validated reading of one source file with its identity and provenance."""

    dataset_id: str
    source_file_id: str
    fiscal_year: int | None
    provenance: Provenance
    reading: Reading


def source_file_id(dataset_id: str, file_name: str) -> str:
    """Return the stable id of a source file: the dataset and the file's name without folder and ending.

    An XLSX says so, since the CSV of the same name is another file with the same figures.
    """
    stem, _, ending = file_name.rsplit("/", 1)[-1].partition(".")
    return f"{dataset_id}.{stem}" + "-xlsx" * ending.lower().startswith("xlsx")
