"""Nothing is lost in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from loaders import audit
from loaders.errors import BadValue, DeclarationError, MissingColumn, RowsLost, UnknownCode, UnknownColumn
from loaders.model import RawFile, Reading
from loaders.registry import dataset
from loaders.tables import TABLES

PEOPLE = {
    "fiscal_year": [2020, 2021], "state_id": ["01", "01"], "sex": ["total", "total"],
    "inhabitants": [5, 6], "source_row": [1, 1],
}  # fmt: skip


def test_an_unknown_column_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownColumn, match=r"MONTO_NUEVO.*file\.csv"):
        audit.header(["CICLO", "MONTO_NUEVO"], ["CICLO"], where="file.csv")


def test_a_missing_column_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingColumn, match="CICLO"):
        audit.header(["OTRA"], ["CICLO"], ["OTRA"], where="file.csv")


def test_a_new_column_in_a_real_file_stops_the_load(tmp_path: Path) -> None:
    path = tmp_path / "inpc_2027.csv"
    path.write_text("PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE,ENERGETICOS\n2027-01-01,1,1,1,1\n", "utf-8")
    with pytest.raises(UnknownColumn, match="ENERGETICOS"):
        dataset("consumer_prices").read(RawFile(path.name, path, None))


def test_rows_read_must_be_stored_or_rejected() -> None:
    given = Reading({"population": pl.DataFrame(PEOPLE)}, rows_read=3)
    with pytest.raises(RowsLost, match="3 rows read, 2 stored, 0 rejected: 1 unaccounted"):
        audit.reading(dataset("population"), given, where="x.csv")


def test_a_reading_gets_the_declared_types() -> None:
    given = audit.reading(dataset("population"), Reading({"population": pl.DataFrame(PEOPLE)}, 2), where="x")
    assert given.tables["population"].schema["inhabitants"] == pl.Int32
    assert audit.stored(dataset("population"), given) == 2


def test_a_value_too_large_for_its_column_is_an_error_of_ours() -> None:
    crowd = pl.DataFrame(PEOPLE | {"inhabitants": [5, 2**40]})
    with pytest.raises(BadValue, match=r"does not fit.*population.*1099511627776"):
        audit.shape(TABLES["population"], crowd, where="file.csv")


def test_a_repeated_key_is_an_error() -> None:
    twice = pl.DataFrame({**PEOPLE, "fiscal_year": [2020, 2020]})
    with pytest.raises(BadValue, match="repeats its key"):
        audit.shape(TABLES["population"], twice, where="x")


def test_a_missing_value_is_an_error_where_none_may_be() -> None:
    hole = pl.DataFrame({**PEOPLE, "state_id": ["01", None]})
    with pytest.raises(BadValue, match=r"population\.state_id has no value"):
        audit.shape(TABLES["population"], hole, where="x")


def test_a_value_that_is_not_a_declared_choice_is_named() -> None:
    with pytest.raises(UnknownCode, match="mujeres"):
        audit.shape(TABLES["population"], pl.DataFrame({**PEOPLE, "sex": ["total", "mujeres"]}), where="x")


def test_an_undeclared_table_or_column_is_an_error() -> None:
    with pytest.raises(DeclarationError, match="undeclared table"):
        audit.reading(dataset("population"), Reading({"member": pl.DataFrame()}, 0), where="x")
    with pytest.raises(DeclarationError, match="differ"):
        audit.shape(TABLES["population"], pl.DataFrame({**PEOPLE, "extra": [1, 2]}), where="x")


def test_money_is_decimal_and_never_rounded_in_silence() -> None:
    kind = audit.polars_type("money")
    assert pl.Series([Decimal("0.10")], dtype=kind).sum() == Decimal("0.10")
