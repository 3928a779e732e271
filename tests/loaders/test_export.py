"""Export: what is written is what the store holds, described, and never over something else in silence."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
import sqlalchemy as sa

from loaders import bundle, export
from loaders.engine import open_store
from loaders.errors import DeclarationError, TargetExists
from loaders.home import Home
from loaders.schema import table
from loaders.tables import TABLES

from .test_cli import cuentas

FEW = ("account_line", "population", "agency")


def quiet(words: str) -> None:
    del words


def held(home: Home, column: sa.ColumnElement[Decimal]) -> Decimal:
    engine = open_store(home=home)
    with engine.connect() as connection:
        found = connection.execute(sa.select(sa.func.sum(column))).scalar_one()
    engine.dispose()
    return Decimal(found)


def test_parquet_holds_every_row_and_cent(stored: Home, tmp_path: Path) -> None:
    written = {one.table: one for one in export.export(stored, tmp_path, "parquet", say=quiet)}
    assert set(written) == {name for name, one in TABLES.items() if one.role != "cube"}
    lines = pl.read_parquet(tmp_path / "budget_line.parquet")
    assert written["budget_line"].rows == len(lines) == 159_056
    assert lines["approved_mxn"].dtype == pl.Decimal(18, 2)
    assert lines["approved_mxn"].sum() == held(stored, table("budget_line").c.approved_mxn)
    assert not list(tmp_path.glob(".export-*"))


def test_csv_keeps_amounts_exact_and_tells_nothing_from_zero(stored: Home, tmp_path: Path) -> None:
    export.export(stored, tmp_path, "csv", FEW, say=quiet)
    lines = pl.read_csv(tmp_path / "account_line.csv", infer_schema=False)
    amounts = [Decimal(text) for text in lines["total_mxn"].drop_nulls()]
    assert sum(amounts) == held(stored, table("account_line").c.total_mxn)
    assert set(lines.filter(pl.col("total_mxn").is_null())["reported"]) == {"false"}


def test_duckdb_has_the_tables_asked_for(stored: Home, tmp_path: Path) -> None:
    export.export(stored, tmp_path, "duckdb", FEW, say=quiet)
    assert {path.name for path in tmp_path.iterdir()} == {"cuentas.duckdb", "datapackage.json"}
    with duckdb.connect(str(tmp_path / "cuentas.duckdb"), read_only=True) as opened:
        names = {row[0] for row in opened.execute("SHOW TABLES").fetchall()}
        people = opened.execute("SELECT count(*) FROM population").fetchone()
    assert names == set(FEW)
    assert people == (9696,)


def test_the_description_has_columns_units_and_sources(stored: Home, tmp_path: Path) -> None:
    export.export(stored, tmp_path, "csv", FEW, say=quiet)
    words = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    resources = {one["name"]: one for one in words["resources"]}
    assert set(resources) == set(FEW)
    fields = {one["name"]: one for one in resources["account_line"]["schema"]["fields"]}
    assert list(fields) == list(TABLES["account_line"].columns)
    assert (fields["total_mxn"]["unit"], fields["total_mxn"]["scale"]) == ("MXN", 2)
    assert fields["moment"]["enum"] == ["approved", "modified", "accrued", "executed"]
    for one in resources.values():
        found = hashlib.sha256((tmp_path / one["path"]).read_bytes()).hexdigest()
        assert one["hash"] == f"sha256:{found}"
    shipped = json.loads((bundle.folder() / "provenance.json").read_text(encoding="utf-8"))["files"]
    assert len(words["sources"]) == len(shipped)
    assert all(len(one["sha256"]) == 64 for one in words["sources"])


def test_nothing_is_overwritten_unless_asked(stored: Home, tmp_path: Path) -> None:
    (tmp_path / "agency.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(TargetExists, match=r"agency\.csv"):
        export.export(stored, tmp_path, "csv", FEW, say=quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["agency.csv"]
    export.export(stored, tmp_path, "csv", FEW, replace=True, say=quiet)
    assert (tmp_path / "agency.csv").read_text(encoding="utf-8").startswith("agency_id,")


def test_a_failure_leaves_the_folder_as_it_was(
    stored: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(export, "_describe", fail)
    with pytest.raises(OSError, match="no room"):
        export.export(stored, tmp_path, "parquet", FEW, say=quiet)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_is_named(stored: Home, tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="budget_line"):
        export.export(stored, tmp_path, "csv", ("salaries",), say=quiet)


def test_the_command(stored: Home, tmp_path: Path) -> None:
    done = cuentas("export", "--to", str(tmp_path), "--format", "csv", "agency", "--json", home=stored)
    (one,) = json.loads(done.stdout)
    assert (one["table"], one["file"]) == ("agency", "agency.csv")
    again = cuentas("export", "--to", str(tmp_path), "--format", "csv", "agency", home=stored)
    assert again.returncode == 7
    assert "--replace" in again.stderr
