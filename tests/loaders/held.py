"""Stores made of small synthetic files, as `cuentas load --from` makes them of official ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from loaders import checks
from loaders.acceptances import EVERY
from loaders.engine import open_store
from loaders.home import Home
from loaders.model import Loaded, Provenance, Reading
from loaders.run import keep, load, make
from loaders.tables import TABLES
from tests.loaders.flat_files import packed, record

Checks = Mapping[str, checks.Row]


def quiet(words: str) -> None:
    """Say nothing."""


def written(folder: Path, name: str, head: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Path:
    """Write a synthetic CSV file of records that differ from the common one in these fields."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(packed([head, *(record(head, **row) for row in rows)]))
    return path


def keys(*rows: tuple[Mapping[str, str], str], year: int) -> list[dict[str, str]]:
    """Return records of budget keys: whose they are, and the same pesos in every moment."""
    moments = ("approved", "modified", "accrued", "paid", "executed", "exercised", "proposed")
    return [{**who, **dict.fromkeys(moments, pesos), "adefas": "0", "year": str(year)} for who, pesos in rows]


def book(year: int, rows: Sequence[tuple[str, str, str | None]], moments: Sequence[str] = ()) -> Loaded:
    """Return a workbook: agency, programme, and its total in each of these moments (None = blank).

    Without `moments` the four of them have the same total.
    """
    wanted = moments or ("approved", "modified", "accrued", "executed")
    lines = [
        _line(year, row, moment, number)
        for number, (row, moment) in enumerate(((row, moment) for row in rows for moment in wanted), 1)
    ]
    reading = Reading({"account_line": pl.DataFrame(lines, infer_schema_length=None)}, len(lines))
    name = f"cp_ramo_programa_{year}.xls"
    return Loaded(
        "public_account", f"public_account.{name[:-4]}", year, Provenance(name, 1, "0" * 64), reading
    )


def _line(year: int, row: tuple[str, str, str | None], moment: str, number: int) -> dict[str, Any]:
    agency, program, pesos = row
    return {
        **dict.fromkeys(TABLES["account_line"].given),
        "fiscal_year": year,
        "agency_id": agency,
        "program_id": f"{agency}.{program}",
        "moment": moment,
        "total_mxn": None if pesos is None else Decimal(pesos),
        "reported": pesos is not None,
        "source_row": number,
    }


def store(root: Path, folder: Path | None, books: Sequence[Loaded] = ()) -> Home:
    """Return a home at `root`, its stores in files, filled."""
    return filled(Home(root), folder, books)


def filled(home: Home, folder: Path | None, books: Sequence[Loaded] = ()) -> Home:
    """Return a home with a published store of the files in a folder and of these workbooks."""
    for one in books:
        keep(home, one, quiet)
    if folder is None:
        make(home, say=quiet, accepting=EVERY)
    else:
        load(home, folder, say=quiet, accepting=EVERY)
    return home


def checked(home: Home) -> Checks:
    """Return the checks of the published store by id."""
    engine = open_store(home=home)
    with engine.connect() as connection:
        rows = checks.read(connection)
    engine.dispose()
    return {str(row["check_id"]): row for row in rows}
