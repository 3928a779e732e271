"""After a rollback no load publishes until somebody names a version."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import orphans, pins, publish, run
from loaders.acceptances import EVERY
from loaders.engine import current_version
from loaders.errors import CheckFailed, StoreError
from loaders.home import Home
from loaders.pins import Pin
from tests.conftest import Homes
from tests.loaders.test_cli import cuentas

BOTH = frozenset({"gdp_deflator", "consumer_prices"})


def quiet(words: str) -> None:
    del words


@pytest.fixture
def place(homes: Homes, tmp_path: Path) -> Home:
    return homes(tmp_path / "home")


def load(home: Home, *names: str) -> run.Outcome:
    return run.load(home, None, frozenset(names), say=quiet)


def test_the_version_that_was_left_is_not_published_again_by_the_next_load(place: Home) -> None:
    first, second = load(place, "gdp_deflator").version, load(place, "consumer_prices").version
    pin = publish.go_back(place, first, "cifras dobles")
    assert pin == Pin(second, first, date.today(), "cifras dobles") == pins.pinned(place)
    again = load(place, *BOTH)
    assert (again.version, again.published, again.held) == (second, False, True)
    assert "cifras dobles" in again.words
    assert current_version(place) == first
    assert again.row()["pin"] == pin.row()


def test_a_new_version_waits_too_until_one_is_published_by_name(place: Home) -> None:
    first, _ = load(place, "gdp_deflator").version, load(place, "consumer_prices").version
    publish.go_back(place, first, "")
    third = load(place, "population")
    assert (third.published, third.held) == (False, True)
    assert third.version in publish.versions(place)
    assert current_version(place) == first
    publish.make_current(place, third.version)
    assert pins.pinned(place) is None
    assert load(place, "population").words == "already current"
    assert load(place, "gdp_deflator", "population").held is False


def test_a_pin_holds_wherever_the_stores_are_loaded_from(place: Home, tmp_path: Path) -> None:
    first, second = load(place, "gdp_deflator").version, load(place, "consumer_prices").version
    pin = publish.go_back(place, first, "cifras dobles")
    other = Home(tmp_path / "other", place.database)
    shared = place.database is not None
    assert pins.pinned(other) == (pin if shared else None)
    if shared:
        # That other machine has none of the files that the published version is made of.
        with pytest.raises(CheckFailed, match="records that the version before had"):
            load(other, "population")
    made = run.load(other, None, frozenset({"population"}), say=quiet, accepting=EVERY)
    assert (made.held, made.published) == (shared, not shared)
    assert current_version(place) == first
    publish.make_current(place, second)
    assert pins.pinned(other) is None


def test_going_back_to_what_does_not_open_leaves_no_pin(place: Home) -> None:
    load(place, "gdp_deflator")
    with pytest.raises(StoreError):
        publish.go_back(place, "no-such-version", "")
    assert pins.pinned(place) is None


def test_the_command_line_tells_of_the_pin(place: Home) -> None:
    first, second = load(place, "gdp_deflator").version, load(place, "consumer_prices").version
    said = cuentas("rollback", "--reason", "faltan ramos", home=place).stdout
    assert f"store {first} is current" in said
    told = json.loads(cuentas("status", "--json", home=place).stdout)
    assert (told["pin"]["left"], told["pin"]["reason"]) == (second, "faltan ramos")
    assert "pin.json" not in [one["path"] for one in told["orphans"]]
    assert "faltan ramos" in cuentas("status", home=place).stdout
    waiting = cuentas("load", *sorted(BOTH), home=place)
    assert (waiting.returncode, "waits to be published" in waiting.stdout) == (0, True)
    cuentas("publish", second, home=place)
    assert json.loads(cuentas("status", "--json", home=place).stdout)["pin"] is None


def test_a_pin_that_cannot_be_read_stops_the_load_and_says_how_to_lift_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.note("pin").write_text("{")
    with pytest.raises(StoreError, match="by its name"):
        pins.pinned(home)
    assert orphans.orphans(home, frozenset()) == []
