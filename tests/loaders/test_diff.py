"""What changed between two versions: files, rows, figures in pesos, checks and names."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from loaders import bundle, diff
from loaders.acceptances import EVERY
from loaders.errors import NoStore
from loaders.figures import figures
from loaders.home import Home
from loaders.model import Loaded
from loaders.run import keep, load, make
from loaders.schema import metadata, table
from tests.conftest import Fresh, Homes

from .test_cli import cuentas


def quiet(words: str) -> None:
    del words


def put(home: Home, change: pl.Expr | None = None, sha256: str | None = None) -> str:
    """Publish the public account of the snapshot, some of its rows changed, as a republished file would."""
    for one in bundle.read(bundle.folder(), frozenset({"public_account"})):
        tables = dict(one.reading.tables)
        if change is not None:
            tables["account_line"] = tables["account_line"].with_columns(change)
        origin = one.provenance
        if change is not None and sha256 is not None and one.fiscal_year == 2019:
            origin = type(origin)(**{**vars(origin), "sha256": sha256})
        reading = type(one.reading)(**{**vars(one.reading), "tables": tables})
        keep(home, Loaded(one.dataset_id, one.source_file_id, one.fiscal_year, origin, reading), quiet)
    return make(home, say=quiet, accepting=EVERY).version


def more(pesos: str) -> pl.Expr:
    """A peso more or less for one programme of Salud in 2019."""
    hit = (
        (pl.col("fiscal_year") == 2019)
        & (pl.col("moment") == "executed")
        & (pl.col("program_id") == "salud.E023")
    )
    amount = pl.col("total_mxn") + pl.lit(Decimal(pesos), pl.Decimal(18, 2))
    return pl.when(hit).then(amount.cast(pl.Decimal(18, 2))).otherwise("total_mxn").alias("total_mxn")


@pytest.fixture(scope="module")
def republished(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str, str]:
    home = homes(tmp_path_factory.mktemp("republished"))
    return home, put(home), put(home, more("1234567.89"), "f" * 64)


def test_the_same_store_has_no_changes(republished: tuple[Home, str, str]) -> None:
    home, old, _ = republished
    found = diff.between(home, old, old)
    assert all(found[name] == [] for name in ("files", "tables", "figures", "checks", "names"))


def test_a_republished_file_is_seen_to_the_cent(republished: tuple[Home, str, str]) -> None:
    home, old, new = republished
    found = diff.between(home, old, new)
    (file,) = found["files"]
    assert (file["change"], file["new_sha256"]) == ("changed", "f" * 64)
    assert file["old_rows_stored"] == file["new_rows_stored"]
    (figure,) = found["figures"]
    assert figure["figure_id"] == "public_account.2019.salud.executed"
    assert figure["difference"] == Decimal("1234567.89")
    assert figure["new"] - figure["old"] == figure["difference"]
    assert ("passed", "failed") in {(one["old"], one["new"]) for one in found["checks"]}
    assert found["tables"] == []


def test_new_datasets_are_added_names_and_figures(homes: Homes, tmp_path: Path) -> None:
    home = homes(tmp_path)
    old = load(home, None, frozenset({"population"}), say=quiet).version
    new = load(home, None, frozenset({"public_account"}), say=quiet).version
    found = diff.between(home, old, new)
    assert {one["change"] for one in found["figures"]} == {"added"}
    assert {one["difference"] for one in found["figures"]} == {None}
    assert "population" not in {one["table"] for one in found["tables"]}
    assert any(one["code"].startswith("agency.2019.salud") for one in found["names"])
    gone = diff.between(home, new, old)
    assert {one["change"] for one in gone["figures"]} == {"removed"}


def test_the_command_tells_it_in_words_and_json(republished: tuple[Home, str, str]) -> None:
    home, old, new = republished
    words = cuentas("diff", home=home).stdout
    assert f"from {old} to {new}" in words
    assert "1234567.89" in words
    told = json.loads(cuentas("diff", old, new, "--json", home=home).stdout)
    assert told["figures"][0]["difference"] == "1234567.89"


def test_a_version_that_is_not_there(republished: tuple[Home, str, str]) -> None:
    home, old, _ = republished
    with pytest.raises(NoStore):
        diff.between(home, old, "none")


def test_drafts_and_quarters_are_figures_too(fresh: Fresh) -> None:
    engine = fresh()
    wanted = ("draft_line", "execution_line")
    with engine.begin() as connection:
        metadata().create_all(connection, [table(name) for name in wanted])
        nothing = {column.name: None for column in table("draft_line").c}
        key = {"fiscal_year": 2026, "agency_id": "salud"}
        draft = {**nothing, **key, "proposed_mxn": Decimal("7.25")}
        _relax(connection, wanted)
        connection.execute(sa.insert(table("draft_line")), [draft, draft])
        done = {**key, "dataset_id": "quarterly_execution", "basis": "monthly", "paid_mxn": Decimal("1.10")}
        connection.execute(sa.insert(table("execution_line")).values(**done, quarter=2))
        found = {name: one.value for name, one in figures(connection).items()}
    assert found == {
        "draft_budget.2026.salud.proposed": Decimal("14.50"),
        "quarterly_execution.2026.salud.paid_q2_monthly": Decimal("1.10"),
    }


def _relax(connection: sa.Connection, names: tuple[str, ...]) -> None:
    """Let columns that the question does not need be empty."""
    for name in names:
        for column in table(name).c:
            if not column.nullable:
                connection.execute(sa.text(f"ALTER TABLE {name} ALTER {column.name} DROP NOT NULL"))
