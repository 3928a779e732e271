"""What tests share: a store built from the bundled snapshot, the application over it, a served site."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.bundle import STATIC, build
from dashboard.settings import PROJECT, Settings
from loaders.home import Home


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home folder with the bundled snapshot loaded and published, as `cuentas load` leaves it."""
    from loaders.run import load

    made = Home(tmp_path_factory.mktemp("cuentas"))
    load(made, None, say=lambda words: None)
    return made


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
    port = _free_port()
    environment = {**os.environ, "CUENTAS_HOME": str(home.root)}
    command = [sys.executable, "-m", "dashboard.server", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as served:
        try:
            yield _answering(f"http://127.0.0.1:{port}", served)
        finally:
            served.terminate()


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
