"""The command line, as a shell sees it: words, JSON and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
import typer
from psycopg import sql

from loaders import backend
from loaders.cli import app
from loaders.cli_store import complete_dataset, complete_version
from loaders.engine import current_version
from loaders.home import Home
from loaders.postgres import schema_of
from tests.conftest import Homes
from tests.loaders.flat_files import PEF
from tests.loaders.held import book, filled, keys, written


def cuentas(*arguments: str, home: Path | Home) -> subprocess.CompletedProcess[str]:
    place = home if isinstance(home, Home) else Home(home)
    named = {"CUENTAS_HOME": str(place.root), "CUENTAS_STORE": place.database or ""}
    environment = {**os.environ, **named, "CI": "1"}
    command = [sys.executable, "-W", "error", "-m", "loaders.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_help_teaches_by_example(tmp_path: Path) -> None:
    done = cuentas("load", "--help", home=tmp_path)
    assert done.returncode == 0
    assert "cuentas load --from" in done.stdout
    assert "Exit codes" in cuentas("--help", home=tmp_path).stdout


def test_list_names_every_dataset(tmp_path: Path) -> None:
    rows = json.loads(cuentas("list", "--json", home=tmp_path).stdout)
    assert {"approved_budget", "public_account", "population"} <= {row["dataset"] for row in rows}


def test_status_and_check_of_a_published_store(stored: Home) -> None:
    status = json.loads(cuentas("status", "--json", home=stored).stdout)
    assert status["store"]["version"]
    assert (
        sum(row["rows_read"] for row in status["files"] if row["dataset_id"] == "approved_budget") == 159_056
    )
    done = cuentas("check", "--json", home=stored)
    rows = {row["check_id"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 0
    assert rows["pef_2021_net"]["actual"] == "6295736200000.00"
    ramo_19 = rows["approved_2021_aportaciones-seguridad-social"]
    assert (ramo_19["status"], ramo_19["difference_percent"]) == ("explained", "-7.783824")


def test_check_fails_on_an_unexplained_difference_and_says_so(homes: Homes, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    written(folder, "PEF_2019.csv", (*PEF, "MONTO_APROBADO"), keys(({"ramo": "12"}, "100"), year=2019))
    home = filled(homes(tmp_path / "home"), folder, [book(2019, [("salud", "E023", "99")])])
    assert cuentas("check", home=home).returncode == 0, "it was accepted when the store was made"
    backend.of(home).keep_note("accepted", None)
    done = cuentas("check", home=home)
    assert done.returncode == 1
    assert "-1.000000" in done.stdout
    assert "failed: approved_2019_salud: Nada de lo que dicen los archivos" in done.stdout


@pytest.fixture
def two(homes: Homes, tmp_path: Path) -> tuple[Home, str, str]:
    """A home with two small versions; the second is current."""
    home = homes(tmp_path / "home")
    made = [
        json.loads(cuentas("load", name, "--json", home=home).stdout)["version"]
        for name in ("gdp_deflator", "consumer_prices")
    ]
    return home, made[0], made[1]


def test_publish_and_rollback_move_between_versions(two: tuple[Home, str, str]) -> None:
    home, first, second = two
    back = json.loads(cuentas("rollback", "--json", home=home).stdout)
    assert (back["version"], back["before"]) == (first, second)
    none_left = cuentas("rollback", "--json", home=home)
    assert none_left.returncode == 4
    assert json.loads(none_left.stderr)["error"] == "NoStore"
    assert f"store {second} is current" in cuentas("publish", second, home=home).stdout
    wrong = cuentas("publish", "no-such-version", home=home)
    assert wrong.returncode == 4
    assert first in wrong.stderr


def damage(home: Home, version: str) -> None:
    if home.database is None:
        home.store(version).write_bytes(b"not a database" * 1000)
        return
    with psycopg.connect(home.database) as connection:
        connection.execute(sql.SQL("DROP TABLE {}.store_meta").format(sql.Identifier(schema_of(version))))


def test_a_damaged_store_never_becomes_current(two: tuple[Home, str, str]) -> None:
    home, first, second = two
    damage(home, first)
    refused = cuentas("publish", first, home=home)
    assert refused.returncode == 4
    assert "the store is damaged" in refused.stderr
    assert current_version(home) == second


def test_a_store_can_wait_to_be_published(two: tuple[Home, str, str]) -> None:
    home, _, second = two
    held = json.loads(cuentas("load", "population", "--no-publish", "--json", home=home).stdout)
    assert (held["published"], held["held"], current_version(home)) == (False, True, second)
    told = json.loads(cuentas("status", "--json", home=home).stdout)
    assert told["versions"][0]["version"] == held["version"]
    assert {"unbuilt"} == {one["kind"] for one in told["orphans"]}
    cuentas("publish", held["version"], home=home)
    assert json.loads(cuentas("status", "--json", home=home).stdout)["orphans"] == []


def test_status_names_what_belongs_to_no_store(two: tuple[Home, str, str]) -> None:
    home, _, _ = two
    for name in (
        "stores/.draft-1",
        "partitions/population/population.x.9.part/a.parquet",
        "current.1",
        "odd",
        "snapshot-loaded",
    ):
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_bytes(b"12345")
    (home.archive / "ab").mkdir()
    (home.archive / "ab" / ("ab" * 32)).write_bytes(b"of no reading")
    told = json.loads(cuentas("status", "--json", home=home).stdout)["orphans"]
    assert [(one["kind"], one["path"][:22]) for one in told] == [
        ("unused", "archive/ab/abababababa"),
        ("draft", "current.1"),
        ("unknown", "odd"),
        ("draft", "partitions/population/"),
        ("draft", "stores/.draft-1"),
    ]
    cuentas("load", "population", home=home)
    left = json.loads(cuentas("status", "--json", home=home).stdout)["orphans"]
    assert [one["kind"] for one in left] == ["unused", "unknown"]


def test_clean_rows_without_their_source_are_named(two: tuple[Home, str, str]) -> None:
    home, _, _ = two
    shutil.rmtree(home.archive)
    told = json.loads(cuentas("status", "--json", home=home).stdout)["orphans"]
    assert {one["kind"] for one in told} == {"sourceless"}


def test_completion_knows_datasets_and_versions(two: tuple[Home, str, str]) -> None:
    home, first, _ = two
    assert complete_dataset("pop") == ["population"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUENTAS_HOME", str(home.root))
        patch.setenv("CUENTAS_STORE", home.database or "")
        assert complete_version(first) == [first]
    assert "--install-completion" in cuentas("--help", home=home).stdout


def test_every_command_but_serve_speaks_json() -> None:
    commands = cast("Any", typer.main.get_command(app)).commands
    told = {name for name, one in commands.items() if any("--json" in option.opts for option in one.params)}
    assert told == set(commands) - {"serve"}
    assert all(one.epilog and "cuentas" in one.epilog for one in commands.values())


def test_corrections_are_listed(two: tuple[Home, str, str]) -> None:
    home, _, _ = two
    told = json.loads(cuentas("corrections", "--json", home=home).stdout)
    assert set(told) == {"corrections", "changes", "dropped"}
    assert "none" in cuentas("corrections", home=home).stdout


def test_a_setting_that_means_nothing_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUENTAS_KEEP", "many")
        refused = cuentas("load", "population", home=tmp_path)
    assert refused.returncode == 2
    assert "CUENTAS_KEEP" in refused.stderr
    assert not (tmp_path / "partitions").exists()


def test_loading_twice_says_so(home: Home) -> None:
    done = cuentas("load", home=home)
    assert done.returncode == 0
    assert "already current" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("status",), 4, "cuentas load"),
        (("load", "nothing"), 2, "approved_budget"),
        (("load", "--from", "no-such-folder"), 3, "no-such-folder"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_exit_codes_mean_something(tmp_path: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    done = cuentas(*arguments, home=tmp_path)
    assert done.returncode == code
    assert words in done.stderr


def test_a_file_that_is_not_what_the_manifest_says_stops_the_load(tmp_path: Path) -> None:
    (tmp_path / "states").mkdir()
    (tmp_path / "states/inpc_2026.csv").write_text("PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n", "utf-8")
    names = "file\tobtained_from\tpath_there\tcommit\toriginal_url\tobtained\tbytes\tsha256\tlicence\twhat\n"
    line = "states/inpc_2026.csv\tx\t\t\tunknown\t2026-11-21\t1\tabc\tunknown\tINPC\n"
    (tmp_path / "MANIFEST.tsv").write_text(names + line, encoding="utf-8")
    done = cuentas("load", "--from", str(tmp_path), home=tmp_path / "home")
    assert done.returncode == 3
    assert "recorded hash" in done.stderr
