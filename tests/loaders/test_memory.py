"""Too little memory ends a command in words and leaves nothing behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from loaders.errors import BadValue, NoMemory
from loaders.memory import ADDRESS_SPACE, memory_told, require_address_space

COMMANDS = (["load", "population"], ["drop", "x", "--reason", "y"], ["index"], ["snapshot", "--raw", "."])


def limited(folder: Path, arguments: list[str], most: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CUENTAS_HOME": str(folder / "home"), "CUENTAS_STORE": "", "COLUMNS": "500"}
    return subprocess.run(
        [sys.executable, "-m", "loaders.cli", *arguments],
        env=environment,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: str(one[0]))
@pytest.mark.parametrize("megabytes", [400, 1000, 2000])
def test_a_command_that_may_not_map_enough_is_refused_before_it_begins(
    tmp_path: Path, arguments: list[str], megabytes: int
) -> None:
    done = limited(tmp_path, arguments, megabytes * 2**20)
    assert done.returncode == 7
    assert "Traceback" not in done.stderr
    assert f"may map {megabytes * 1024:,} KB, a load needs 4,194,304 KB" in done.stderr
    assert "ulimit -v 4194304" in done.stderr
    assert not (tmp_path / "home").exists()


def test_with_what_is_asked_for_a_load_ends_well(tmp_path: Path) -> None:
    done = limited(tmp_path, ["load", "population", "compras_mx"], ADDRESS_SPACE)
    assert done.returncode == 0, done.stderr
    require_address_space()


def _thread() -> None:
    raise RuntimeError("can't start new thread")


def _library() -> None:
    raise ImportError("lib.so: failed to map segment from shared object")


def _database() -> None:
    with duckdb.connect(config={"memory_limit": "5MB", "max_temp_directory_size": "0B"}) as connection:
        connection.execute("SELECT count(*) FROM (SELECT DISTINCT range, 'x' || range FROM range(2_000_000))")


def _behind() -> None:
    try:
        raise MemoryError
    except MemoryError as error:
        raise NameError("name 'PyLazyFrame' is not defined") from error


@pytest.mark.parametrize("failing", [_thread, _library, _database, _behind])
def test_what_libraries_say_of_it_is_told_as_what_it_is(failing: Callable[[], None]) -> None:
    with pytest.raises(NoMemory, match="load fewer files"), memory_told():
        failing()


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(BadValue, match="not a year"), memory_told():
        raise BadValue("not a year", value="20x4")
