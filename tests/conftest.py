"""What tests share: a store built from the bundled snapshot, the application over it, a served site."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from dashboard.bundle import STATIC, build
from dashboard.settings import PROJECT, Settings
from dashboard.setup import SetupError
from loaders import publish
from loaders.engine import current_version
from loaders.home import Home
from tests import databases, property_cases
from tests.databases import Server

property_cases.register()

Homes = Callable[[Path], Home]
Fresh = Callable[[], sa.Engine]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home folder with the bundled snapshot loaded and published, as `cuentas load` leaves it."""
    from loaders.run import load

    made = Home(tmp_path_factory.mktemp("cuentas"))
    load(made, None, say=lambda words: None)
    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of the tests' own; without its programs the tests fail and say how to get them."""
    try:
        with databases.running() as server:
            yield server
    except SetupError as problem:
        pytest.fail(str(problem))


@pytest.fixture(scope="session", params=("duckdb", "postgresql"))
def database(request: pytest.FixtureRequest) -> Server | None:
    """Each of the two places for stores in turn; None = files of DuckDB."""
    return request.getfixturevalue("postgres") if request.param == "postgresql" else None


@pytest.fixture(scope="session")
def homes(database: Server | None) -> Homes:
    """Makes a home in a folder, with its stores in files or in a PostgreSQL database of its own."""
    return Home if database is None else database.home


@pytest.fixture(scope="session")
def stored(home: Home, database: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the bundled snapshot, its store in files or copied to PostgreSQL."""
    return home if database is None else copied(home, database, tmp_path_factory.mktemp("copied"))


def copied(home: Home, server: Server, scratch: Path) -> Home:
    """Publish a home's current store in a database of its own."""
    place, version = server.home(home.root), current_version(home)
    draft = Path(shutil.copy(home.store(version), scratch))
    with publish.exclusive(place):
        publish.put(place, draft, version)
        publish.point_to(place, version)
    return place


@pytest.fixture(scope="session")
def fresh(database: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """Makes empty databases that can be written."""
    made: list[sa.Engine] = []

    def empty() -> sa.Engine:
        address = f"duckdb:///{tmp_path_factory.mktemp('fresh') / 'fresh.duckdb'}"
        if database is not None:
            address = database.new().replace("postgresql:", "postgresql+psycopg:")
        made.append(sa.create_engine(address))
        return made[-1]

    yield empty
    for engine in made:
        engine.dispose()


@pytest.fixture(scope="session")
def static() -> Path:
    """The built files that browsers load."""
    build()
    return STATIC


@pytest.fixture(scope="session")
def app(home: Home, static: Path) -> Flask:
    """The application with all registered pages."""
    from dashboard.app import create_app

    return create_app(Settings(home=home, static=static))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the application without a network."""
    return app.test_client()


@pytest.fixture(scope="session")
def site(home: Home, static: Path) -> Iterator[str]:
    """The address of the site, served as readers get it."""
    del static
    with served(home) as address:
        yield address


@contextmanager
def served(home: Home) -> Iterator[str]:
    """Serve the site over a home, as readers get it."""
    port = _free_port()
    environment = {**os.environ, "CUENTAS_HOME": str(home.root)}
    command = [sys.executable, "-m", "dashboard.server", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as running:
        try:
            yield _answering(f"http://127.0.0.1:{port}", running)
        finally:
            running.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answering(address: str, served: subprocess.Popen[bytes]) -> str:
    for _ in range(200):
        if served.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address + "/assets/logo.svg", timeout=5):
                return address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not answer (exit code {served.poll()})")
