"""The command line, as a shell sees it: words, JSON and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.home import Home


def cuentas(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CUENTAS_HOME": str(home), "CI": "1"}
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


def test_status_and_check_of_a_published_store(home: Home) -> None:
    status = json.loads(cuentas("status", "--json", home=home.root).stdout)
    assert status["store"]["version"]
    assert (
        sum(row["rows_read"] for row in status["files"] if row["dataset_id"] == "approved_budget") == 159_056
    )
    done = cuentas("check", "--json", home=home.root)
    rows = {row["check_id"]: row for row in json.loads(done.stdout)}
    assert done.returncode == 0
    assert rows["pef_2021_net"]["actual"] == "6295736200000.00"


def test_loading_twice_says_so(home: Home) -> None:
    done = cuentas("load", home=home.root)
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
