"""The approved budget: dirty records of PEF 2021, hand-picked, and the whole file where it is at hand."""

from __future__ import annotations

import csv
import io
import json
import os
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from loaders import audit
from loaders.datasets.approved_budget import DATASET
from loaders.errors import MissingColumn, SourceChanged, UnknownCode, UnknownColumn
from loaders.model import RawFile, Reading

RAW = os.environ.get("CUENTAS_RAW")
EXCERPTS = Path(__file__).with_name("approved_budget_excerpts.json")
UNLISTED = 2020
BROKEN = {12704: "256,000.00", 83325: "43,968.00", 97228: "4,906,914.00"}


@cache
def excerpts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXCERPTS.read_text(encoding="utf-8"))
    return found


def header() -> list[str]:
    return list(excerpts()["header"])


def record(number: int, year: int = UNLISTED) -> list[str]:
    """Return a record of 2021 as if it were of `year`: the repairs of 2021 are a dated list of that year."""
    return [str(year), *excerpts()["records"][str(number)][1:]]


def whole(year: int = UNLISTED) -> list[list[str]]:
    """The excerpts that are not broken, in their order."""
    return [record(int(number), year) for number in excerpts()["records"] if int(number) not in BROKEN]


def read(folder: Path, names: list[str], records: list[list[str]]) -> Reading:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([names, *records])
    path = folder / "PEF_2021.csv"
    path.write_bytes(text.getvalue().encode("latin-1"))
    return audit.reading(DATASET, DATASET.read(RawFile(path.name, path, None)), where=path.name)


@pytest.mark.parametrize(("number", "amount"), BROKEN.items())
def test_a_broken_record_is_repaired_from_the_right(tmp_path: Path, number: int, amount: str) -> None:
    given = read(tmp_path, header(), [record(1), record(number)])
    assert (given.rows_read, len(given.corrections), len(given.rejects)) == (2, 1, 0)
    told = given.corrections[0]
    repaired = dict(zip(header(), told.after.split("|"), strict=True))
    assert repaired["MONTO_APROBADO"] == amount
    assert repaired["ID_CLAVE_CARTERA"] == "0"
    assert repaired["ID_PARTIDA_ESPECIFICA"].startswith(repaired["ID_PARTIDA_GENERICA"])
    assert repaired["ID_PARTIDA_GENERICA"].startswith(repaired["ID_CONCEPTO"][:2])
    assert (told.line, told.before) == (2, "|".join(record(number)))
    assert given.tables["budget_line"]["repaired"].to_list() == [False, True]


def test_a_record_that_cannot_be_repaired_is_kept_as_a_reject(tmp_path: Path) -> None:
    cells = record(1)
    cells[header().index("ID_ENTIDAD_FEDERATIVA")] = "Ciudad de México"
    given = read(tmp_path, header(), [record(1), cells])
    assert (len(given.tables["budget_line"]), len(given.corrections)) == (1, 0)
    assert (given.rejects[0].line, given.rejects[0].code) == (2, "broken_record")
    assert "Cámara de Diputados" in given.rejects[0].raw


def test_other_broken_records_than_the_dated_list_stop_the_load(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match="dated list"):
        read(tmp_path, header(), whole(2021))


def test_the_dated_list_of_a_year_leaves_the_files_of_other_years_alone(tmp_path: Path) -> None:
    broken = [record(number, 2022) for number in BROKEN]
    given = read(tmp_path, header(), broken)
    assert (given.fiscal_year, len(given.corrections), given.rejects) == (2022, len(BROKEN), ())
    assert [one.line for one in given.corrections] != list(BROKEN)


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    records = [[*cells, "0"] for cells in whole()]
    with pytest.raises(UnknownColumn, match="ID_NUEVO"):
        read(tmp_path, [*header(), "ID_NUEVO"], records)


def test_a_file_without_an_amount_column_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match="MONTO_APROBADO"):
        read(tmp_path, [*header()[:-1], "MONTO"], whole())


def test_the_amount_column_may_carry_the_year(tmp_path: Path) -> None:
    named = [*header()[:-1], "MONTO_PEF_2026"]
    assert len(read(tmp_path, named, whole()).tables["budget_line"]) == len(whole())


def test_an_unknown_ramo_is_named(tmp_path: Path) -> None:
    cells = record(1)
    cells[header().index("ID_RAMO")] = "99"
    with pytest.raises(UnknownCode, match="99"):
        read(tmp_path, header(), [cells])


def test_dirt_is_cleaned_and_nothing_else_is_lost(tmp_path: Path) -> None:
    given = read(tmp_path, header(), whole())
    lines = given.tables["budget_line"]
    assert given.rows_read == len(lines) == len(whole())
    assert lines["source_row"].to_list() == list(range(1, len(whole()) + 1))
    names = given.tables["member"]["name"]
    assert not names.str.contains("[\u00a0\n]|  ").any()
    assert "Generación y difusión de información para el consumidor" in names.to_list()
    assert lines["approved_mxn"].null_count() == 2  # records 2742 and 2743: no amount, not zero
    assert (lines["approved_mxn"] < 0).sum() == 1  # record 118220: IMSS, "Operaciones ajenas"


def test_codes_are_text_and_states_have_two_digits(tmp_path: Path) -> None:
    lines = read(tmp_path, header(), whole()).tables["budget_line"]
    assert "09" in lines["state_id"].to_list()
    assert "legislativo.K027" in lines["program_id"].to_list()
    assert lines.schema["approved_mxn"] == pl.Decimal(18, 2)


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
class TestWholeFile:
    """PEF 2021, all of it."""

    @staticmethod
    @cache
    def reading() -> Reading:
        path = Path(str(RAW)) / "budget" / "PEF_2021.csv.gz"
        return audit.reading(
            DATASET, DATASET.read(RawFile("budget/PEF_2021.csv.gz", path, 2021)), where="raw"
        )

    def lines(self) -> pl.DataFrame:
        return self.reading().tables["budget_line"]

    def test_every_record_is_kept_with_its_row(self) -> None:
        assert self.reading().rows_read == 159_056
        assert self.reading().rejects == ()
        assert self.lines()["source_row"].to_list() == list(range(1, 159_057))

    def test_the_gross_total_is_exact(self) -> None:
        assert self.lines()["approved_mxn"].sum() == Decimal("7230920869265.00")

    def test_the_three_broken_records_are_repaired(self) -> None:
        assert [item.line for item in self.reading().corrections] == list(BROKEN)
        repaired = self.lines().filter(pl.col("repaired"))["approved_mxn"].to_list()
        assert repaired == [Decimal(amount.replace(",", "")) for amount in BROKEN.values()]

    def test_empty_amounts_are_no_amount(self) -> None:
        assert self.lines()["approved_mxn"].null_count() == 226

    def test_rows_alike_in_every_dimension_are_kept(self) -> None:
        keys = [
            name for name in self.lines().columns if name not in {"source_row", "approved_mxn", "repaired"}
        ]
        assert len(self.lines()) - self.lines().select(keys).n_unique() == 316

    def test_every_state_and_ramo_is_there(self) -> None:
        assert self.lines()["state_id"].n_unique() == 34
        assert self.lines()["agency_id"].n_unique() == 48
