"""A failure that somebody accepted passes later loads as it was, and only so; it is never told as passed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.data.provenance import checks, open_checks
from dashboard.data.reconciliation import ChecksAsked, asked_for
from dashboard.data.store import Stores
from loaders import acceptances, run
from loaders.acceptances import Wish
from loaders.engine import current_version
from loaders.errors import CheckFailed, StoreError
from loaders.home import Home
from tests.conftest import Homes
from tests.loaders.test_cli import cuentas

EXPECTED = 134_407_258
CHECK = "population_2026"
WHY = "el CONAPO revisó la cifra"


@pytest.fixture
def place(homes: Homes, tmp_path: Path) -> Home:
    return homes(tmp_path / "home")


def people(folder: Path, inhabitants: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "poblacion_entidad_total.csv"
    path.write_text(f"ENTIDAD,2020,2026\nMéxico,126000000,{inhabitants}\n", encoding="utf-8")
    return path


def load(home: Home, source: Path | None, wish: Wish = run.NOTHING, *names: str) -> list[str]:
    told = list[str]()
    run.load(home, source, frozenset(names), say=told.append, accepting=wish, indexed=False)
    return told


def test_what_was_accepted_passes_and_nothing_else(place: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    people(folder, EXPECTED + 5)
    with pytest.raises(CheckFailed, match="--accept CHECK --reason"):
        load(place, folder)
    with pytest.raises(CheckFailed):
        load(place, folder, Wish(checks=frozenset({"pef_2021_net"}), reason=WHY))
    assert acceptances.all_of(place) == []
    assert "nothing to accept, as it does not fail: pef_2021_net" in load(
        place, None, Wish(checks=frozenset({"pef_2021_net"}), reason=WHY), "consumer_prices"
    )
    told = load(place, folder, Wish(checks=frozenset({CHECK}), reason=WHY))
    assert f"accepted from now on: {CHECK}, difference 5.00" in told
    (one,) = acceptances.active(place)
    assert (one.check_id, one.difference, one.reason, one.lapsed) == (CHECK, Decimal(5), WHY, None)
    assert [file.split()[0] for file in one.files] == ["population.poblacion_entidad_total"]
    told = load(place, None, run.NOTHING, "gdp_deflator")
    assert f"failed: as accepted on {one.accepted}, {CHECK}" in told
    version = current_version(place)
    people(folder, EXPECTED + 6)
    with pytest.raises(CheckFailed):
        load(place, folder)
    assert (current_version(place), acceptances.all_of(place)) == (version, [one])


def test_what_no_longer_fails_lapses_and_stops_the_next_time(place: Home, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    people(folder, EXPECTED - 7)
    load(place, folder, Wish(every=True))
    people(folder, EXPECTED)
    told = load(place, folder)
    (one,) = acceptances.all_of(place)
    assert one.lapsed is not None
    assert acceptances.active(place) == []
    assert any(words.startswith("no longer fails") and CHECK in words for words in told)
    people(folder, EXPECTED - 7)
    with pytest.raises(CheckFailed):
        load(place, folder)


def test_readers_are_told_that_it_fails_and_was_accepted(place: Home, tmp_path: Path) -> None:
    people(tmp_path / "a", EXPECTED + 5)
    load(place, tmp_path / "a", Wish(checks=frozenset({CHECK}), reason=WHY))
    store = Stores(place).current()
    (row,) = open_checks(store)
    assert (row["check_id"], row["status"]) == (CHECK, "accepted")
    assert row["explanation_es"].startswith("Diferencia aceptada el ")
    assert WHY in row["explanation_en"]
    assert asked_for(store, ChecksAsked(status="accepted")) == [row]
    assert checks(store)[0] == row


def test_the_command_line_accepts_by_name_with_a_reason(place: Home, tmp_path: Path) -> None:
    path = people(tmp_path / "a", EXPECTED + 5)
    given = ("load", "--from", str(path), "--no-index", "--accept", CHECK)
    assert cuentas(*given, home=place).returncode == 2
    done = cuentas(*given, "--reason", WHY, home=place)
    assert (done.returncode, "1 accepted" in done.stdout) == (0, True)
    checked = cuentas("check", home=place)
    assert checked.returncode == 0
    assert f"accepted: {CHECK}: Diferencia aceptada el" in " ".join(checked.stdout.split())
    (told,) = json.loads(cuentas("status", "--json", home=place).stdout)["accepted"]
    assert (told["check_id"], told["difference"], told["reason"]) == (CHECK, "5", WHY)
    assert WHY in cuentas("status", home=place).stdout
    (row,) = [
        row for row in json.loads(cuentas("check", "--json", home=place).stdout) if row["check_id"] == CHECK
    ]
    assert row["status"] == "accepted"


def test_acceptances_that_cannot_be_read_stop_the_load(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.note("accepted").write_text("[{}]")
    with pytest.raises(StoreError, match="accept them again"):
        acceptances.all_of(home)
