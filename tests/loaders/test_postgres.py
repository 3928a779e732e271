"""What only PostgreSQL can do wrong: refuse, be shared, be cut off in the middle of a COPY."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import psycopg
import pytest
import sqlalchemy as sa

from loaders import backend, checks, export, publish
from loaders.acceptances import EVERY
from loaders.engine import current_version, open_store, store_mark
from loaders.errors import NoStore, StoreError, StoreRefused, StoreUnreachable, WrongSetting
from loaders.home import Home
from loaders.model import Reject, Text
from loaders.postgres import PostgresStores, schema_of
from loaders.run import keep, load, make
from loaders.schema import table
from loaders.status import of
from loaders.tables import TABLES
from tests.conftest import copied
from tests.databases import Server

from .test_build import loaded
from .test_cli import cuentas
from .test_kill import begin, require_sound, whole

KILLS = int(os.environ.get("CUENTAS_KILLS", "3"))
SEED = int(os.environ.get("CUENTAS_KILL_SEED", "20261121"))


def quiet(words: str) -> None:
    del words


@pytest.fixture
def place(postgres: Server, tmp_path: Path) -> Home:
    return postgres.home(tmp_path / "home")


def address(home: Home) -> str:
    assert home.database is not None
    return home.database


def test_every_table_has_the_same_rows_in_both(home: Home, postgres: Server, tmp_path: Path) -> None:
    ours, theirs = open_store(home=home), open_store(home=copied(home, postgres, tmp_path))
    with ours.connect() as one, theirs.connect() as other:
        for name in TABLES:
            every = sa.select(table(name))
            assert one.execute(every).all() == other.execute(every).all(), name
    for engine in (ours, theirs):
        engine.dispose()
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_postgresql_cannot_hold_are_made_visible(place: Home) -> None:
    put_with(place, 'a\0b,"c\n\\.\nd')
    engine = open_store(home=place)
    with engine.connect() as connection:
        assert connection.execute(sa.select(table("reject").c.raw)).scalars().all() == ['a␀b,"c\n\\.\nd']
    engine.dispose()


def put_with(home: Home, raw: str) -> None:
    """Publish a small store with one reject."""
    rejects = (Reject(7, "broken_record", Text("Roto.", "Broken."), raw),)
    one = loaded()
    keep(home, replace(one, reading=replace(one.reading, rejects=rejects)), quiet)
    make(home, say=quiet, accepting=EVERY)


def test_a_whole_document_in_one_cell_is_exported(place: Home, tmp_path: Path) -> None:
    document = '{"a": "1"},\n' * 400_000
    put_with(place, document)
    export.export(place, tmp_path / "out", "parquet", ("reject",), say=quiet)
    assert pl.read_parquet(tmp_path / "out" / "reject.parquet")["raw"].to_list() == [document]


def test_declared_indexes_are_made_and_text_sorts_by_its_bytes(place: Home) -> None:
    version = load(place, None, frozenset({"population"}), say=quiet).version
    with psycopg.connect(address(place)) as connection:
        asked = "SELECT indexdef FROM pg_indexes WHERE schemaname = %s"
        made = [str(row[0]) for row in connection.execute(asked, [schema_of(version)])]
    wanted = [columns for one in TABLES.values() for columns in one.indexes]
    assert len(made) == len(wanted) > 0
    assert all(any(f"({', '.join(columns)})" in text for text in made) for columns in wanted)
    engine = open_store(home=place)
    words = sa.values(sa.column("word", table("member").c.name.type), name="words").data(
        [("á",), ("z",), ("Z",), ("a b",), ("ab",)]
    )
    with engine.connect() as connection:
        found = connection.execute(sa.select(words.c.word).order_by(sa.cast(words.c.word, words.c.word.type)))
        assert found.scalars().all() == ["Z", "a b", "ab", "z", "á"]
    engine.dispose()


@pytest.mark.parametrize(
    "wrong", ["mysql://someone:secret@host/x", "nonsense with secret", "postgresql://u:secret@host:port/x"]
)
def test_a_wrong_address_is_a_wrong_setting_without_its_password(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(WrongSetting, match="postgresql://") as refused:
        backend.of(Home(tmp_path, wrong))
    assert "secret@" not in str(refused.value)


def test_nobody_there_and_nobody_let_in(postgres: Server, tmp_path: Path) -> None:
    nobody = Home(tmp_path, "postgresql://someone:secret@127.0.0.1:1/x")
    with pytest.raises(StoreUnreachable, match="CUENTAS_STORE") as refused:
        load(nobody, None, frozenset({"population"}), say=quiet)
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(nobody)
    with pytest.raises(StoreUnreachable, match="no_such_database"):
        current_version(Home(tmp_path, postgres.address("no_such_database")))


def test_a_user_who_may_not_write_is_told_before_anything_is_done(place: Home, postgres: Server) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet).version
    with postgres.connect() as connection:
        connection.execute("CREATE USER reader")
    reader = Home(place.root, address(place).replace("postgres@", "reader@"))
    with pytest.raises(StoreRefused, match="GRANT"):
        load(reader, None, frozenset({"gdp_deflator"}), say=quiet)
    with pytest.raises(StoreRefused):
        current_version(reader)
    assert current_version(place) == first
    told = cuentas("load", "gdp_deflator", "--json", home=reader)
    assert told.returncode == 4
    assert '"error": "StoreRefused"' in told.stderr


def test_a_version_that_somebody_reads_is_not_dropped(place: Home) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet).version
    reader = open_store(first, home=place)
    load(place, None, frozenset({"gdp_deflator"}), say=quiet)
    backend.of(place).forget(first)
    with reader.connect() as connection:
        assert (
            connection.execute(sa.select(sa.func.count()).select_from(table("population"))).scalar() == 9696
        )
    assert first in publish.versions(place)
    reader.dispose()
    backend.of(place).forget(first)
    assert first not in publish.versions(place)
    with pytest.raises(NoStore):
        open_store(first, home=place)


def test_results_that_differ_are_not_published(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet).version
    real = checks.run

    def other(connection: sa.Connection) -> list[checks.Row]:
        rows = real(connection)
        if connection.dialect.name == "postgresql":
            rows[0] = {**rows[0], "actual": 1}
        return rows

    monkeypatch.setattr(checks, "run", other)
    with pytest.raises(StoreError, match="PostgreSQL and DuckDB"):
        load(place, None, frozenset({"gdp_deflator"}), say=quiet)
    assert current_version(place) == first
    assert publish.versions(place) == [first]
    assert backend.of(place).strays() == []


def test_the_same_version_again_takes_the_place_of_the_old_one(place: Home) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet).version
    mark = store_mark(place, first)
    load(place, None, frozenset({"gdp_deflator"}), say=quiet)
    (place.partitions / "gdp_deflator").rename(place.root / "aside")
    # The guard would have a file that is gone without `drop` looked at; here it is meant.
    load(place, None, frozenset({"population"}), say=quiet, accepting=EVERY)
    assert current_version(place) == first
    assert store_mark(place, first) != mark
    assert len(publish.versions(place)) == 2


def test_a_schema_of_no_version_is_named_and_swept(place: Home) -> None:
    load(place, None, frozenset({"population"}), say=quiet)
    with psycopg.connect(address(place)) as connection:
        connection.execute("CREATE SCHEMA cuentas_draft_0a1b2c3d")
        connection.execute("CREATE TABLE cuentas_draft_0a1b2c3d.a AS SELECT generate_series(1, 1000)")
        connection.execute("CREATE SCHEMA cuentas_of_somebody_else")
    (found,) = of(place)[0]["orphans"]
    assert found["kind"] == "draft"
    assert "cuentas_draft_0a1b2c3d" in found["path"]
    assert found["bytes"] > 0
    load(place, None, frozenset({"gdp_deflator"}), say=quiet)
    assert of(place)[0]["orphans"] == []
    with psycopg.connect(address(place)) as connection:
        left = connection.execute("SELECT to_regnamespace('cuentas_of_somebody_else')").fetchone()
    assert left != (None,)


def test_two_machines_do_not_load_at_once(place: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other machine", place.database)
    done: list[str] = []

    def second() -> None:
        done.append(load(other, None, frozenset({"population"}), say=quiet).version)

    with publish.exclusive(place):
        assert publish.busy(other)
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=3)
        assert done == []
    waiting.join(timeout=60)
    assert done == [current_version(place)]
    assert not publish.busy(other)


def _writes(home: Home) -> bool:
    """Whether a load is inside the transaction that writes a version."""
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL"
    )
    with psycopg.connect(address(home)) as connection:
        return connection.execute(asked).fetchone() != (0,)


def _killed(home: Home, datasets: tuple[str, ...], seconds: float) -> int:
    """Kill a load without warning, so many seconds after its first row in the database."""
    with begin(home, *datasets) as running:
        while running.poll() is None and not _writes(home):
            time.sleep(0.002)
        time.sleep(seconds)
        running.send_signal(signal.SIGKILL)
        return running.wait(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_load_killed_while_it_writes_leaves_the_version_of_before(place: Home) -> None:
    """Kills at random moments from the first row written on; CUENTAS_KILLS=50 for more of them."""
    moments, wanted = random.Random(SEED), ("consumer_prices",)
    whole(place, "gdp_deflator")
    before, died = current_version(place), 0
    for _ in range(KILLS):
        died += _killed(place, wanted, moments.uniform(0, 0.4)) == -signal.SIGKILL
        _settled(place)
        assert current_version(place) == before or publish.make_current(place, before)
        require_sound(place, {before})
        assert backend.of(place).strays() == []
    assert died >= KILLS // 2
    whole(place, *wanted)
    assert current_version(place) != before
    assert of(place)[0]["orphans"] == []


def _settled(home: Home) -> None:
    """Wait until the server has seen that the one who wrote is gone."""
    for _ in range(500):
        if not _writes(home) and not publish.busy(home):
            return
        time.sleep(0.02)
    raise AssertionError("the server still holds what a killed load held")


def test_no_schema_needs_quotes() -> None:
    assert schema_of("2026-11-21-0a1b2c3d") == "cuentas_2026_11_21_0a1b2c3d"
    assert PostgresStores("postgresql://u:secret@h/x").place == "postgresql://u:***@h/x"
