"""A table too large for memory is checked, written and hashed a piece at a time, as a small one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from loaders import audit, partitions
from loaders.contracts import reader
from loaders.disk import guarded
from loaders.engine import open_store
from loaders.errors import BadValue, DiskFull, RowsLost
from loaders.flat import spool as spool_of_files
from loaders.flat.spool import Spool
from loaders.home import Home
from loaders.model import Loaded, Provenance, Reading
from loaders.pieces import Pieces
from loaders.registry import dataset
from loaders.run import keep, load
from loaders.schema import table
from loaders.tables import TABLES
from tests.loaders.test_build import budget_lines
from tests.loaders.test_disk_full import KB, largest_file

OWNER = dataset("approved_budget")


def numbered(times: int) -> pl.DataFrame:
    """Return the few records of the small store, again and again, as a reader numbers the lines of a file."""
    rows = pl.concat([budget_lines()] * times)
    return rows.with_columns(pl.int_range(1, len(rows) + 1, dtype=pl.Int32).alias("source_row"))


def loaded(rows: pl.DataFrame, size: int | None = None, said: int | None = None) -> Loaded:
    """Return a reading of these records, in memory or in pieces of `size`; `said` is how many it says."""
    origin = Provenance("PEF_2021.csv", 1, "0" * 64)
    given = Reading({"budget_line": rows}, said or len(rows))
    if size:
        given = replace(given, tables={}, large={"budget_line": pieces(rows, size, said or len(rows))})
    return Loaded("approved_budget", "approved_budget.PEF_2021", 2021, origin, given)


def pieces(rows: pl.DataFrame, size: int, said: int) -> Pieces:
    def frames() -> Iterator[pl.DataFrame]:
        for piece in rows.iter_slices(size):
            yield piece.with_columns(pl.col(pl.String).cast(pl.Categorical))

    return Pieces(said, frames)


def written(home: Path, given: Loaded) -> partitions.Partition:
    return keep(Home(home), given, lambda words: None)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_pieces_of_any_size_are_written_and_hashed_as_one_frame(tmp_path: Path, size: int) -> None:
    rows = numbered(5)
    whole = written(tmp_path / "whole", loaded(rows))
    cut = written(tmp_path / "cut", loaded(rows, size))
    assert (cut.content_hash, cut.rows_stored) == (whole.content_hash, len(rows))
    assert pl.read_parquet(cut.files("budget_line")).equals(pl.read_parquet(whole.files("budget_line")))


def spooled(rows: pl.DataFrame, place: Path) -> Loaded:
    """Return a reading of these records, that wait in files of eight."""
    spool = Spool(place, 8, "approved_budget.PEF_2021", 8)
    for piece in rows.iter_slices(3):
        spool.add(piece)
    reading = Reading({}, len(rows), large={"budget_line": spool.pieces()}, held=spool)
    return replace(loaded(rows), reading=reading)


def declared(rows: pl.DataFrame) -> pl.DataFrame:
    return audit.shape(TABLES["budget_line"], rows, where="PEF_2021.csv")


def test_files_that_hold_just_the_rows_become_the_partition(tmp_path: Path) -> None:
    rows = numbered(5)
    whole = written(tmp_path / "whole", loaded(rows))
    cut = written(tmp_path / "cut", spooled(declared(rows), tmp_path / "scratch"))
    assert [len(pl.read_parquet(file)) for file in cut.files("budget_line")] == [8, 8, 8, 6]
    assert cut.content_hash == whole.content_hash
    assert pl.read_parquet(cut.files("budget_line")).equals(pl.read_parquet(whole.files("budget_line")))
    assert not list((tmp_path / "scratch").iterdir())


def test_files_with_a_column_of_another_type_are_written_anew_in_the_declared_one(tmp_path: Path) -> None:
    rows = numbered(5)
    whole = written(tmp_path / "whole", loaded(rows))
    other = declared(rows).with_columns(pl.col("source_row").cast(pl.Int64))
    cut = written(tmp_path / "cut", spooled(other, tmp_path / "scratch"))
    [file] = cut.files("budget_line")
    assert cut.content_hash == whole.content_hash
    assert pl.read_parquet(file).equals(pl.read_parquet(whole.files("budget_line")))


@pytest.mark.parametrize(("excerpt", "as_they_were"), [("b1", False), ("c2", True)])
def test_a_file_too_large_for_memory_makes_the_same_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, excerpt: str, as_they_were: bool
) -> None:
    path = tmp_path / "contratos.csv"
    path.write_bytes((Path(__file__).parent / "contracts" / "excerpts" / f"{excerpt}.csv").read_bytes())
    expected = contracts_of(tmp_path / "few", path)
    monkeypatch.setattr(reader, "IN_MEMORY", 1)
    monkeypatch.setattr(spool_of_files, "GROUP", 3)
    assert contracts_of(tmp_path / "many", path) == expected
    moved = list((tmp_path / "many").glob("partitions/*/*/contract.*.parquet"))
    assert (len(moved) > 1) == as_they_were


def contracts_of(home: Path, path: Path) -> list[tuple[object, ...]]:
    load(Home(home), path, say=lambda words: None, indexed=False)
    engine = open_store(home=Home(home))
    with engine.connect() as connection:
        held = connection.execute(sa.select(table("contract")).order_by(table("contract").c.contract_no))
        rows = [tuple(row) for row in held]
    engine.dispose()
    return rows


def test_a_missing_value_in_a_later_piece_is_told_by_its_row_of_the_table(tmp_path: Path) -> None:
    hole = numbered(2).with_columns(pl.when(pl.col("source_row") != 9).then("agency_id").alias("agency_id"))
    with pytest.raises(BadValue, match=r"agency_id has no value.*row 9 of the table"):
        written(tmp_path, loaded(hole, 4))
    assert partitions.all_of(Home(tmp_path)) == []


@pytest.mark.parametrize("said", [11, 13])
def test_a_reader_that_gives_more_or_fewer_rows_than_it_says_is_stopped(tmp_path: Path, said: int) -> None:
    with pytest.raises(RowsLost, match=f"{said} rows read, 12 stored"):
        written(tmp_path, loaded(numbered(2), 5, said))
    assert partitions.all_of(Home(tmp_path)) == []


def test_a_piece_is_read_when_it_is_asked_for_and_not_before() -> None:
    rows, read = numbered(4), []

    def frames() -> Iterator[pl.DataFrame]:
        for piece in rows.iter_slices(6):
            read.append(len(piece))
            yield piece

    given = Reading({}, len(rows), large={"budget_line": Pieces(len(rows), frames)})
    checked = audit.reading(OWNER, given, where="x").large["budget_line"]
    assert (checked.rows, read) == (24, [])
    assert [(len(piece), len(read)) for piece in checked.frames()] == [(6, 1), (6, 2), (6, 3), (6, 4)]


def test_a_full_disk_in_the_middle_of_a_large_table_leaves_the_partition_of_before(tmp_path: Path) -> None:
    before = written(tmp_path, loaded(numbered(1)))
    many = loaded(numbered(20_000), 5_000)
    with pytest.raises(DiskFull), guarded(tmp_path), largest_file(20 * KB):
        written(tmp_path, many)
    assert partitions.all_of(Home(tmp_path)) == [before]
