"""Public account (*Cuenta Pública*): four moments of spending by agency, programme and economic type.

Reads the workbooks *Gasto por categoría programática, Gobierno Federal*, 2013-2023.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from loaders import looks
from loaders.bounded_workbook import workbook
from loaders.datasets.public_account_notes import CAVEATS, CHECKS, SERIES_BREAKS
from loaders.datasets.public_account_repairs import repairs, unreported
from loaders.datasets.public_account_sheet import AMOUNTS, Row, read_layout, told_year
from loaders.datasets.public_account_walk import Account, Figures, walk
from loaders.errors import BadValue
from loaders.licences import LIBRE_USO_MX
from loaders.model import Dataset, FilePattern, RawFile, Reading, Text

if TYPE_CHECKING:
    import polars as pl

_ID = "public_account"
_TOP = 30


def _year(raw: RawFile) -> int | None:
    """Return the year in the title of such a workbook; None for any other file."""
    return told_year(looks.top(raw, _TOP, "RAMO"))


def _recognise(raw: RawFile) -> bool:
    return _year(raw) is not None


def _tells(raw: RawFile) -> Mapping[str, str]:
    return {"year": str(_year(raw))}


def _read(raw: RawFile) -> Reading:
    return to_reading(read_rows(workbook_rows(raw), raw.name))


def workbook_rows(raw: RawFile) -> list[list[object]]:
    """Return the rows of the only sheet, empty ones included, so that row numbers are those of the sheet."""
    with workbook(raw.path, raw.name) as book:
        if len(book.sheet_names) != 1:
            raise BadValue(
                "not one sheet", where=raw.name, value=book.sheet_names, todo="say which sheet to read"
            )
        return list(book.get_sheet_by_index(0).rows())


def read_rows(rows: Sequence[Row], where: str) -> Account:
    """Return what a sheet holds, repaired with the dated repairs of its year.

    Raises the errors of `read_layout` and `walk`.
    """
    layout = read_layout(rows, where)
    return walk(rows, layout, repairs(layout.year), unreported(), where)


def to_reading(account: Account) -> Reading:
    """Return the tables of one workbook."""
    programs = [figures for figures in account.figures if figures.place.level == "program"]
    subtotals = [figures for figures in account.figures if figures.place.level != "program"]
    tables = {
        "account_line": _lines(programs, account.year),
        "account_subtotal": _subtotals(subtotals, account.year),
        "member": _members(account),
        "agency_name": _agency_names(account),
    }
    repaired = tuple(account.corrections)
    return Reading(tables, account.rows_read, tuple(account.rejects), repaired, fiscal_year=account.year)


def _lines(figures: Sequence[Figures], year: int) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame(
        [
            *_shared(figures, year),
            _texts("program_id", (f"{f.place.agency_id}.{f.place.program}" for f in figures)),
            pl.Series("reported", [f.reported for f in figures], pl.Boolean()),
        ]
    )


def _subtotals(figures: Sequence[Figures], year: int) -> pl.DataFrame:
    import polars as pl

    return pl.DataFrame([*_shared(figures, year), _texts("level", (f.place.level for f in figures))])


def _shared(figures: Sequence[Figures], year: int) -> list[pl.Series]:
    """Return the columns that programmes and subtotals have in common."""
    import polars as pl

    money = pl.Decimal(18, 2)
    return [
        pl.Series("fiscal_year", [year] * len(figures), pl.Int32()),
        _texts("agency_id", (f.place.agency_id for f in figures)),
        _texts("entity_id", (f.place.entity_id for f in figures)),
        _texts("moment", (f.moment for f in figures)),
        *(pl.Series(name, [f.amounts[name] for f in figures], money) for name in AMOUNTS),
        pl.Series("source_row", [f.row for f in figures], pl.Int32()),
    ]


def _texts(name: str, values: Iterable[str | None]) -> pl.Series:
    import polars as pl

    return pl.Series(name, list(values), pl.String())


def _members(account: Account) -> pl.DataFrame:
    """Return the names of programmes and entes in the year, each under its agency."""
    import polars as pl

    names = [
        ("program", f"{agency}.{code}", account.year, code, name, "agency", agency)
        for (agency, code), name in account.program_names.items()
    ] + [
        ("entity", entity, account.year, entity.partition(".")[2], name, "agency", agency)
        for (agency, entity), name in account.entity_names.items()
    ]
    columns = ("dimension", "member_id", "fiscal_year", "code", "name", "parent_dimension", "parent_id")
    return pl.DataFrame(names, schema=_schema(columns), orient="row")


def _agency_names(account: Account) -> pl.DataFrame:
    import polars as pl

    names = [(agency, account.year, _ID, name) for agency, name in account.agency_names.items()]
    return pl.DataFrame(
        names, schema=_schema(("agency_id", "fiscal_year", "dataset_id", "name")), orient="row"
    )


def _schema(columns: Sequence[str]) -> dict[str, pl.DataType]:
    import polars as pl

    return {name: pl.Int32() if name == "fiscal_year" else pl.String() for name in columns}


DATASET = Dataset(
    id=_ID,
    title=Text(
        "Cuenta Pública: gasto por categoría programática, Gobierno Federal",
        "Public account: spending by programme, Federal Government",
    ),
    description=Text(
        "Lo aprobado, modificado, devengado y ejercido (pagado más ADEFAS) por ramo y programa, dividido "
        "en gasto corriente, pensiones e inversión. Cifras brutas en pesos, sin IMSS, ISSSTE, Pemex ni CFE.",
        "What was approved, modified, accrued and executed (paid plus ADEFAS) by agency and programme, "
        "divided into current spending, pensions and investment. Gross figures in pesos, without IMSS, "
        "ISSSTE, Pemex and CFE.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=LIBRE_USO_MX,
    source_page="https://www.cuentapublica.hacienda.gob.mx/",
    files=(FilePattern(r"(?:budget/)?cp_ramo_programa_(?P<year>\d{4})\.xls"),),
    tables=("account_line", "account_subtotal", "member", "agency_name"),
    counted=("account_line", "account_subtotal"),
    read=_read,
    recognise=_recognise,
    tells=_tells,
    named="cp_ramo_programa_{year}.xls",
    checks=CHECKS,
    caveats=CAVEATS,
    series_breaks=SERIES_BREAKS,
)
