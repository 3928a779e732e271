"""Small tables in, small tables out: what a store makes of a few budget keys and account rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from loaders import checks, partitions
from loaders.acceptances import EVERY
from loaders.build import licence_id
from loaders.engine import open_store
from loaders.errors import StoreOutdated
from loaders.home import Home
from loaders.model import Loaded, Provenance, Reading, Reject, Text
from loaders.netting import RULES
from loaders.run import keep, make
from loaders.schema import condition, table
from loaders.tables import TABLES
from tests.conftest import Homes

# agency, unit, chapter, object, program, state, amount
KEYS = (
    ("salud", "100", "1000", "11301", "salud.E023", "09", "100.00"),
    ("salud", "100", "1000", "14101", "salud.E023", "09", "30.00"),  # netted: ISSSTE contributions
    ("issste", "GYN", "1000", "14101", "issste.E001", "09", "7.00"),  # not netted: the ISSSTE itself
    ("aportaciones-seguridad-social", "GYR", "4000", "45901", "x.T001", "09", "50.00"),  # netted
    (
        "provisiones-salariales",
        "411",
        "7000",
        "79902",
        "provisiones-salariales.U129",
        "34",
        "20.00",
    ),  # netted
    ("salud", "200", "3000", "33302", "salud.E023", "01", None),  # no amount
)


def budget_lines() -> pl.DataFrame:
    rows = [_line(number, key) for number, key in enumerate(KEYS, 1)]
    return pl.DataFrame(rows, infer_schema_length=None)


def _line(row: int, key: tuple[str, str, str, str, str, str, str | None]) -> dict[str, Any]:
    agency, unit, chapter, item, program, state, pesos = key
    return {
        **dict.fromkeys(TABLES["budget_line"].given, "1"),
        "fiscal_year": 2021,
        "agency_id": agency,
        "unit_id": f"{agency}.{unit}",
        "chapter_id": chapter,
        "specific_object_id": item,
        "program_id": program,
        "state_id": state,
        "source_row": row,
        "approved_mxn": None if pesos is None else Decimal(pesos),
        "repaired": False,
    }


def loaded() -> Loaded:
    reject = Reject(7, "broken_record", Text("Roto.", "Broken."), "a,b")
    reading = Reading({"budget_line": budget_lines()}, len(KEYS) + 1, (reject,))
    origin = Provenance("PEF_2021.csv", 1, "0" * 64)
    return Loaded("approved_budget", "approved_budget.PEF_2021", 2021, origin, reading)


@pytest.fixture(scope="module")
def connection(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    place = homes(tmp_path_factory.mktemp("small"))
    keep(place, loaded(), lambda words: None)
    made = make(place, say=lambda words: None, accepting=EVERY)
    engine = open_store(made.version, home=place)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_what_government_pays_to_itself_is_counted_once(connection: sa.Connection) -> None:
    line = table("budget_line")
    query = sa.select(line.c.netted).order_by(line.c.source_row)
    assert connection.execute(query).scalars().all() == [False, True, False, True, True, False]


def test_a_key_meets_one_netting_rule_at_most(stored: Home) -> None:
    engine = open_store(home=stored)
    line = table("budget_line")
    met = [sa.and_(*(condition(line, one) for one in rule.where)) for rule in RULES]
    times = sum((sa.cast(test, sa.Integer()) for test in met[1:]), sa.cast(met[0], sa.Integer()))
    with engine.connect() as opened:
        assert opened.execute(sa.select(sa.func.max(times))).scalar_one() == 1
    engine.dispose()


def test_a_cube_counts_keys_without_an_amount_and_never_as_zero(connection: sa.Connection) -> None:
    cube = table("cube_budget")
    query = sa.select(cube.c.agency_id, cube.c.gross_mxn, cube.c.net_mxn, cube.c.lines, cube.c.no_amount)
    state = query.where(cube.c.dimension == "state", cube.c.agency_id == "salud").order_by(cube.c.member_id)
    assert [tuple(row) for row in connection.execute(state)] == [
        ("salud", None, None, 1, 1),
        ("salud", Decimal("130.00"), Decimal("100.00"), 2, 0),
    ]


def test_a_reject_keeps_its_line_reason_and_raw_text(connection: sa.Connection) -> None:
    row = connection.execute(sa.select(table("reject"))).one()
    assert (row.line, row.reason_code, row.reason_es, row.reason_en, row.raw) == (
        7, "broken_record", "Roto.", "Broken.", "a,b",
    )  # fmt: skip
    files = table("source_file")
    assert connection.execute(sa.select(files.c.rows_rejected, files.c.rows_stored)).one() == (1, 6)


def test_a_file_may_be_larger_than_two_gigabytes(homes: Homes, tmp_path: Path) -> None:
    place = homes(tmp_path)
    large = replace(loaded(), provenance=Provenance("PEF_2021.csv", 2_915_159_790, "0" * 64))
    keep(place, large, lambda words: None)
    made = make(place, say=lambda words: None, accepting=EVERY)
    engine = open_store(made.version, home=place)
    with engine.connect() as opened:
        assert opened.execute(sa.select(table("source_file").c.bytes)).scalar_one() == 2_915_159_790
    engine.dispose()


def test_unknown_provenance_is_null(connection: sa.Connection) -> None:
    row = connection.execute(sa.select(table("source_file"))).one()
    assert (row.original_url, row.obtained, row.obtained_from, row.licence_id) == (
        None,
        None,
        None,
        "unknown",
    )


def test_a_check_whose_file_is_not_loaded_is_not_checkable(connection: sa.Connection) -> None:
    rows = {row["check_id"]: row for row in checks.read(connection)}
    assert rows["population_2026"]["status"] == "not_checkable"
    assert "not loaded" in rows["population_2026"]["explanation_en"]
    assert rows["pef_2021_gross"]["status"] == "failed"


def test_the_same_rows_have_the_same_hash_and_other_rows_another(tmp_path: Path) -> None:
    other = replace(loaded(), source_file_id="approved_budget.other")
    given = {"first": loaded(), "again": loaded(), "other": other}
    hashes = {
        name: keep(Home(tmp_path / name), one, lambda words: None).content_hash for name, one in given.items()
    }
    assert hashes["first"] == hashes["again"] != hashes["other"]


def test_a_partition_of_another_schema_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Home(tmp_path)
    keep(place, loaded(), lambda words: None)
    monkeypatch.setattr(partitions, "SCHEMA_VERSION", "another")
    with pytest.raises(StoreOutdated, match="PEF_2021"):
        partitions.all_of(place)


def test_a_swap_cut_short_is_put_back(tmp_path: Path) -> None:
    place = Home(tmp_path)
    kept = keep(place, loaded(), lambda words: None)
    kept.folder.rename(kept.folder.with_name(f"{kept.folder.name}.old"))
    assert [one.source_file_id for one in partitions.all_of(place)] == ["approved_budget.PEF_2021"]


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2), st.decimals(0, 10, places=2))
def test_a_difference_is_passed_within_its_tolerance_only(
    expected: Decimal, actual: Decimal, tolerance: Decimal
) -> None:
    passed = abs(actual - expected) <= tolerance
    assert checks.outcome(expected, actual, tolerance) == ("passed" if passed else "failed")
    assert checks.outcome(expected, actual, tolerance, explained=True) == (
        "passed" if passed else "explained"
    )
    assert checks.outcome(expected, None, tolerance) == "not_checkable"
    assert checks.outcome(None, actual, tolerance, explained=True) == "not_checkable"


def test_a_licence_that_is_not_known_stays_unknown() -> None:
    assert licence_id("Libre Uso MX (publisher SHCP)") == "libre-uso-mx"
    assert licence_id("INEGI terms of free use") == "inegi-free-use"
    assert licence_id(None) == licence_id("MIT") == "unknown"
