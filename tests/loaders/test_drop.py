"""One published file is taken out in one step, with its reason; going back shows it again."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from loaders import changes, orphans, partitions, publish, run
from loaders.engine import current_version, open_store
from loaders.errors import NoStore
from loaders.home import Home
from loaders.status import source_files
from tests.conftest import Homes
from tests.loaders.test_cli import cuentas

PRICES = "consumer_prices.inpc_2026"
BOTH = frozenset({"gdp_deflator", "consumer_prices"})


def quiet(words: str) -> None:
    del words


@pytest.fixture
def place(homes: Homes, tmp_path: Path) -> Home:
    home = homes(tmp_path / "home")
    run.load(home, None, BOTH, say=quiet, indexed=False)
    return home


def shown(home: Home) -> list[str]:
    engine = open_store(home=home)
    found = [row["source_file_id"] for row in source_files(engine)]
    engine.dispose()
    return found


def test_a_file_is_taken_out_and_comes_back_with_the_version_before(place: Home) -> None:
    before = current_version(place)
    done = run.drop(place, PRICES, "publicado dos veces", say=quiet, indexed=False)
    assert done.published
    assert done.version == current_version(place) != before
    assert PRICES not in shown(place)
    assert [one.source_file_id for one in partitions.all_of(place)] == shown(place)
    (gone,) = changes.dropped_files(place)
    assert (gone["source_file_id"], gone["reason"]) == (PRICES, "publicado dos veces")
    assert gone["since_version"] == done.version
    assert not [one for one in orphans.orphans(place, frozenset()) if one.kind in ("draft", "unknown")]
    publish.go_back(place, before, "")
    assert PRICES in shown(place)


def test_a_load_that_brings_it_back_says_so(place: Home) -> None:
    run.drop(place, PRICES, "publicado dos veces", say=quiet, indexed=False)
    told = list[str]()
    run.load(place, None, BOTH, say=told.append, indexed=False)
    assert PRICES in shown(place)
    assert [words for words in told if "comes back" in words and "publicado dos veces" in words]


def test_what_is_not_there_or_is_all_there_is_stays(place: Home) -> None:
    version = current_version(place)
    with pytest.raises(NoStore, match="no such file"):
        run.drop(place, "population.x", "x", say=quiet)
    run.drop(place, PRICES, "x", say=quiet, indexed=False)
    with pytest.raises(NoStore, match="only file"):
        run.drop(place, "gdp_deflator.deflactor_shcp_local", "x", say=quiet)
    assert version in publish.versions(place)


def test_a_crash_before_the_pointer_moves_leaves_the_old_store(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = current_version(place)
    with monkeypatch.context() as broken:
        broken.setattr(publish, "publish", _crash)
        with pytest.raises(KeyboardInterrupt):
            run.drop(place, PRICES, "x", say=quiet, indexed=False)
    assert current_version(place) == before
    assert PRICES in shown(place)
    run.load(place, None, frozenset({"gdp_deflator"}), say=quiet, indexed=False)
    assert PRICES not in shown(place)


def test_a_figure_that_changes_says_which_file_was_taken_out_and_why(tmp_path: Path) -> None:
    home, one = Home(tmp_path), "approved_budget.PEF_2021-xlsx"
    figure = {
        "figure_id": "approved_2021_gross", "change": "changed", "dataset_id": "approved_budget",
        "fiscal_year": 2021, "old": Decimal(2), "new": Decimal(1), "difference": Decimal(-1),
    }  # fmt: skip
    files = [{"source_file_id": one, "change": "removed", "old_sha256": "ab", "new_sha256": None}]
    gone = {"source_file_id": one, "fiscal_year": 2021, "reason": "publicado dos veces"}
    changes.record(home, {"old": "a", "new": "b", "figures": [figure], "files": files}, {}, [gone])
    (told,) = changes.changed_figures(home)
    assert told["reason_code"] == "source_removed"
    assert told["reason_es"] == f"Se retiró un archivo: {one}. Motivo: publicado dos veces."


def _crash(home: Home, version: str) -> None:
    raise KeyboardInterrupt


def test_the_command_line_takes_a_file_out(place: Home) -> None:
    assert cuentas("drop", PRICES, home=place).returncode == 2
    done = cuentas("drop", PRICES, "--reason", "publicado dos veces", "--no-index", "--json", home=place)
    assert done.returncode == 0
    assert [one["source_file_id"] for one in json.loads(done.stdout)["files"]] == shown(place)
    assert "publicado dos veces" in cuentas("corrections", home=place).stdout
    assert cuentas("rollback", home=place).returncode == 0
    assert PRICES in shown(place)
