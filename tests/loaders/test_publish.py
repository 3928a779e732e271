"""Publishing: a reader sees the old store or the new one, never half a load."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from loaders import build, checks, partitions, publish, run
from loaders.acceptances import EVERY
from loaders.engine import current_version, open_store, store_mark
from loaders.errors import CheckFailed, NoStore, StoreOutdated
from loaders.home import Home
from loaders.model import Check, Text
from loaders.run import load
from loaders.schema import metadata
from tests.conftest import Homes


def quiet(words: str) -> None:
    del words


@pytest.fixture
def place(homes: Homes, tmp_path: Path) -> Home:
    return homes(tmp_path / "home")


def put(home: Home, version: str) -> None:
    home.stores.mkdir(parents=True, exist_ok=True)
    built = home.stores / ".draft-test"
    with build.draft(built) as engine:
        metadata().create_all(engine)
        with engine.begin() as connection:
            checks.store(connection, checks.run(connection))
    with publish.exclusive(home):
        publish.put(home, built, version)
        publish.publish(home, version)


def test_nothing_published_is_an_error_that_says_what_to_do(place: Home) -> None:
    with pytest.raises(NoStore, match="cuentas load"):
        current_version(place)


def test_the_last_few_versions_stay_for_the_way_back(place: Home) -> None:
    for version in ("a", "b", "c", "d", "e"):
        put(place, version)
    assert current_version(place) == "e"
    assert len(publish.versions(place)) == publish.KEEP
    publish.point_to(place, "d")
    assert current_version(place) == "d"
    with pytest.raises(NoStore):
        publish.point_to(place, "a")


@pytest.mark.parametrize(("named", "stay"), [("", 3), ("1", 1), ("4", 4)])
def test_how_many_versions_stay_is_a_setting(
    place: Home, monkeypatch: pytest.MonkeyPatch, named: str, stay: int
) -> None:
    monkeypatch.setenv("CUENTAS_KEEP", named)
    for version in ("a", "b", "c", "d", "e"):
        put(place, version)
    assert publish.versions(place) == ["e", "d", "c", "b"][:stay]


def test_a_crash_before_the_last_rename_leaves_the_old_store(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(place, "old")
    monkeypatch.setattr(publish, "point_to", _crash)
    with pytest.raises(KeyboardInterrupt):
        put(place, "new")
    assert current_version(place) == "old"


def test_a_crash_while_building_leaves_the_old_store_and_the_next_load_works(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet).version
    with monkeypatch.context() as broken:
        broken.setattr(build, "_cubes", _crash)
        with pytest.raises(KeyboardInterrupt):
            load(place, None, frozenset({"consumer_prices"}), say=quiet)
    assert current_version(place) == first
    second = load(place, None, frozenset({"consumer_prices"}), say=quiet)
    assert second.published
    assert second.version != first
    assert [path.name for path in place.stores.glob(".draft-*")] == []


def test_a_failed_check_is_not_published_unless_accepted(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [{**_any_row(), "status": "failed"}]
    monkeypatch.setattr(checks, "run", lambda connection: wrong)
    with pytest.raises(CheckFailed, match="accept-failed"):
        load(place, None, frozenset({"gdp_deflator"}), say=quiet)
    with pytest.raises(NoStore):
        current_version(place)
    accepted = load(place, None, frozenset({"gdp_deflator"}), say=quiet, accepting=EVERY)
    assert current_version(place) == accepted.version


def test_a_load_that_fails_a_check_leaves_nothing_for_the_next_to_fail_on(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet)
    before, told = partitions.all_of(place), list[str]()
    wrong = {"status": "failed", "title_en": "A total", "expected": Decimal(2000), "actual": None}
    with monkeypatch.context() as broken:
        broken.setattr(checks, "run", lambda connection: [{**_any_row(), **wrong}])
        with pytest.raises(CheckFailed, match="nothing was changed"):
            load(place, None, frozenset({"consumer_prices"}), say=told.append)
    assert "failed: A total: expected 2,000.00, found nothing, difference nothing" in told
    assert partitions.all_of(place) == before
    assert load(place, None, frozenset({"population"}), say=quiet).version == first.version


def test_loading_the_same_again_changes_nothing(place: Home) -> None:
    first = load(place, None, frozenset({"population"}), say=quiet)
    before = store_mark(place, first.version)
    again = load(place, None, frozenset({"population"}), say=quiet)
    assert (first.published, again.published) == (True, False)
    assert store_mark(place, again.version) == before is not None


def test_an_open_reader_keeps_its_version_while_a_new_one_is_published(place: Home) -> None:
    load(place, None, frozenset({"population"}), say=quiet)
    old = open_store(home=place)
    load(place, None, frozenset({"consumer_prices"}), say=quiet)
    new = open_store(home=place)
    query = sa.text("SELECT count(*) FROM price_index")
    with old.connect() as one, new.connect() as other:
        assert one.execute(query).scalar() == 0
        assert other.execute(query).scalar() == 534
    old.dispose()
    new.dispose()


def test_a_store_is_read_only(stored: Home) -> None:
    engine = open_store(home=stored)
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="read-only"):
        connection.execute(sa.text("DELETE FROM population"))
    engine.dispose()


def test_a_store_of_another_schema_is_refused(stored: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.engine.schema_version", lambda: "another")
    with pytest.raises(StoreOutdated, match="cuentas load"):
        open_store(home=stored)


def test_the_version_depends_on_data_and_code(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    load(place, None, frozenset({"population"}), say=quiet)
    found = partitions.all_of(place)
    before = run.describe(found)
    assert run.describe(found) == before
    monkeypatch.setattr(run, "code_hash", lambda: "other code")
    after = run.describe(found)
    assert after["version"] != before["version"]
    assert after["content_hash"] == before["content_hash"]


def _crash(*arguments: object, **named: object) -> None:
    raise KeyboardInterrupt


def _any_row() -> checks.Row:
    check = Check("x", "x", Text("x", "x"), Decimal(1), None, Text("", ""))
    return checks.row(check, "gdp_deflator", None)
