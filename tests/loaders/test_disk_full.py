"""A disk that is full while partitions or a store are written: one clear error, and all is as it was."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import polars as pl
import pytest

from loaders import build, orphans, partitions, publish, run
from loaders.disk import guarded
from loaders.engine import current_version, open_store
from loaders.errors import DiskFull, NoPermission, WrongSetting
from loaders.home import Home
from loaders.model import Loaded, Provenance, Reading

KB = 1000


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def load(home: Home, name: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line, where no file may be larger than `most` bytes."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most)) if most else None
    environment = {**os.environ, "CUENTAS_HOME": str(home.root), "CUENTAS_STORE": "", "CI": "1"}
    command = [sys.executable, "-W", "error", "-m", "loaders.cli", "load", name]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, preexec_fn=limit
    )


@pytest.mark.parametrize("most", [1000 * KB, 2500 * KB, 4500 * KB])
def test_a_full_disk_leaves_the_store_of_before_and_nothing_half_made(tmp_path: Path, most: int) -> None:
    home = Home(tmp_path / "home")
    assert load(home, "gdp_deflator").returncode == 0
    before = current_version(home)
    full = load(home, "approved_budget", most)
    assert (full.returncode, "Traceback" in full.stderr) == (7, False)
    assert "no room left" in full.stderr
    assert (current_version(home), publish.versions(home)) == (before, [before])
    assert "draft" not in {one.kind for one in orphans.orphans(home, frozenset())}
    again = load(home, "approved_budget")
    assert again.returncode == 0, again.stderr
    open_store(home=home).dispose()


def reading(rows: int) -> Loaded:
    frame = pl.DataFrame({"dimension": [f"{one * 7919}" for one in range(rows)]})
    origin = Provenance("x", 1, "0")
    return Loaded("approved_budget", "approved_budget.x", 2021, origin, Reading({"member": frame}, 0))


def test_a_full_disk_leaves_the_partition_of_before(tmp_path: Path) -> None:
    home = Home(tmp_path)
    before = partitions.write(home, reading(10), 0)
    with pytest.raises(DiskFull, match="make room"), guarded(home.root), largest_file(20 * KB):
        partitions.write(home, reading(100_000), 0)
    assert partitions.all_of(home) == [before]
    orphans.sweep(home)
    assert [path.name for path in before.folder.parent.iterdir()] == [before.folder.name]


def test_what_libraries_say_of_the_disk_is_understood(tmp_path: Path) -> None:
    with pytest.raises(DiskFull), guarded(tmp_path):
        raise RuntimeError(f"IO Error: could not write: {os.strerror(errno.ENOSPC)}")
    with pytest.raises(NoPermission), guarded(tmp_path):
        raise RuntimeError(f"cannot open (os error {errno.EACCES})")
    with pytest.raises(RuntimeError, match="else"), guarded(tmp_path):
        raise RuntimeError("something else")


def test_a_home_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(WrongSetting, match="CUENTAS_HOME"):
            run.load(Home(place), None, say=print)


def test_a_store_that_cannot_be_finished_is_not_there(tmp_path: Path) -> None:
    home = Home(tmp_path)
    run.load(home, None, frozenset({"gdp_deflator"}), say=print)
    draft = home.stores / ".draft-x"
    with pytest.raises(DiskFull), build.draft(draft) as engine, largest_file(100 * KB):
        build.build(engine, partitions.all_of(home), {"version": "x"})
    assert not [path for path in home.stores.iterdir() if path.name.startswith(".")]
