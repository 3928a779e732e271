"""A load killed at any moment: the store of before or after, never between; the next run completes.

Some twelve kills by default; CUENTAS_KILLS=200 for the full number (about ten minutes).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders import checks, orphans
from loaders.engine import current_version, open_store
from loaders.errors import NoStore
from loaders.home import Home
from loaders.search import integrity, schema
from loaders.status import of

KILLS = int(os.environ.get("CUENTAS_KILLS", "12"))
SEED = int(os.environ.get("CUENTAS_KILL_SEED", "20261121"))
BEFORE, AFTER = ("gdp_deflator",), ("consumer_prices", "executed_secondary", "selected_contracts")
NAMED = frozenset(orphans.MEANING) - {"unknown"}


def begin(home: Home, *datasets: str) -> subprocess.Popen[bytes]:
    named = {"CUENTAS_HOME": str(home.root), "CUENTAS_STORE": home.database or ""}
    environment = {**os.environ, **named, "CI": "1"}
    command = [sys.executable, "-m", "loaders.cli", "load", *datasets]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def whole(home: Home, *datasets: str) -> float:
    """Run a load to its end and return its seconds."""
    started = time.monotonic()
    assert begin(home, *datasets).wait(timeout=120) == 0
    return time.monotonic() - started


@dataclass(frozen=True)
class Expected:
    """The only two versions that a reader may see, how long the load between them takes, and its start."""

    start: Home
    before: str
    after: str
    seconds: float

    def copy(self, place: Path) -> Home:
        """A home with the first version published."""
        return Home(Path(shutil.copytree(self.start.root, place)))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Expected:
    folder = tmp_path_factory.mktemp("whole")
    start, home = Home(folder / "start"), Home(folder / "home")
    whole(start, *BEFORE)
    shutil.copytree(start.root, home.root)
    seconds = whole(home, *AFTER)
    return Expected(start, current_version(start), current_version(home), seconds)


def killed(home: Home, after: float) -> int:
    """Kill a load without warning after some seconds; return its exit code."""
    with begin(home, *AFTER) as load:
        try:
            load.wait(timeout=after)
        except subprocess.TimeoutExpired:
            load.send_signal(signal.SIGKILL)
        return load.wait(timeout=30)


def require_sound(home: Home, allowed: set[str]) -> None:
    """The current store is one of those allowed, opens and holds its checks; what else is there is named."""
    version = current_version(home)
    assert version in allowed
    engine = open_store(home=home)
    with engine.connect() as connection:
        stored = checks.read(connection)
        assert stored == checks.run(connection)
    engine.dispose()
    assert checks.failed(stored) == []
    assert not schema.is_there(home, version) or integrity.damage(home, version) is None
    told, problem = of(home)
    assert problem is None
    assert {one["kind"] for one in told["orphans"]} <= NAMED


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_loads_leave_a_sound_store(tmp_path: Path, expected: Expected) -> None:
    moments = random.Random(SEED)
    home, died, rounds = expected.copy(tmp_path / "home"), 0, 0
    for number in range(KILLS):
        code = killed(home, moments.uniform(0.05, expected.seconds * 1.05))
        died += code == -signal.SIGKILL
        require_sound(home, {expected.before, expected.after})
        if current_version(home) == expected.after or number == KILLS - 1:
            rounds += 1
            whole(home, *AFTER)
            assert current_version(home) == expected.after
            require_sound(home, {expected.after})
            assert schema.is_there(home, expected.after)
            assert of(home)[0]["orphans"] == []
            home = expected.copy(tmp_path / f"home{number}")
    assert died >= KILLS // 2
    assert rounds >= 1


PHASES = {
    "building": "stores/.draft-*",
    "publishing": "stores/*.sha256.*",
    "indexing": "search/.draft-*",
}


def killed_when(home: Home, pattern: str) -> int:
    """Kill a load at the moment when there is a file or folder of this pattern that was not there before."""
    before = set(home.root.glob(pattern))
    with begin(home, *AFTER) as load:
        while load.poll() is None and set(home.root.glob(pattern)) <= before:
            time.sleep(0.001)
        load.send_signal(signal.SIGKILL)
        return load.wait(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("phase", PHASES)
def test_a_load_killed_while(phase: str, tmp_path: Path, expected: Expected) -> None:
    """Each phase by what it writes first, publishing and indexing included."""
    home = expected.copy(tmp_path / "home")
    code = killed_when(home, PHASES[phase])
    # The small file of the hash is there for less than a look takes: that phase may be over.
    assert code == -signal.SIGKILL or phase == "publishing"
    require_sound(home, {expected.before, expected.after})
    whole(home, *AFTER)
    require_sound(home, {expected.after})
    assert schema.is_there(home, expected.after)
    assert of(home)[0]["orphans"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_first_load_that_is_killed_publishes_nothing(tmp_path: Path, expected: Expected) -> None:
    home = Home(tmp_path / "home")
    killed(home, expected.seconds / 2)
    try:
        assert current_version(home)
    except NoStore:
        told, problem = of(home)
        assert isinstance(problem, NoStore)
        assert {one["kind"] for one in told["orphans"]} <= NAMED
    whole(home, *AFTER)
    assert of(home)[0]["orphans"] == []
