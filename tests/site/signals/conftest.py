"""A site over the store of signals, on both engines: what pages and files of indicators are tested on."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data.store import Store
from dashboard.settings import Settings
from loaders.engine import open_store
from loaders.home import Home
from tests.conftest import Homes
from tests.dashboard import signal_store
from tests.dashboard.contract_store import VERSION


@pytest.fixture(scope="module")
def place(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = homes(tmp_path_factory.mktemp("signals"))
    signal_store.published(made).engine.dispose()
    return made


@pytest.fixture(scope="module")
def store(place: Home) -> Store:
    return Store(VERSION, open_store(VERSION, home=place), place)


@pytest.fixture(scope="module")
def application(place: Home, static: Path) -> Flask:
    return create_app(Settings(home=place, static=static))


@pytest.fixture
def reader(application: Flask) -> FlaskClient:
    return application.test_client()
