"""The database of the stores stops and comes back: each page says so in its language, and is there again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import flask.testing
import pytest

from dashboard.app import create_app
from dashboard.settings import Settings
from loaders.run import load
from tests import databases

HOSTS = ("/", "La base de datos no responde por ahora"), ("/en/", "The database does not answer for now")


def quiet(words: str) -> None:
    del words


def refused(browser: flask.testing.FlaskClient, path: str, words: str) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.headers["Cache-Control"] == "no-store"
    assert words in answer.text
    assert "Traceback" not in answer.text


def test_pages_and_files_say_that_the_database_is_away_and_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with tempfile.TemporaryDirectory(prefix="cuentas-") as name:
        folder = Path(name)
        databases.made(folder)
        with databases.served(folder) as server:
            home = server.home(tmp_path / "home")
            load(home, None, frozenset({"gdp_deflator", "public_account"}), say=quiet, indexed=False)
            browser = create_app(Settings(home=home)).test_client()
            assert browser.get("/").status_code == 200
        fresh = create_app(Settings(home=home)).test_client()
        for path, words in HOSTS:
            refused(fresh, path, words)
        refused(fresh, "/descargas/ranking.csv", HOSTS[0][1])
        refused(browser, "/en/fuentes", HOSTS[1][1])
        assert browser.get("/").status_code == 200, "what was answered before is answered still"
        assert "Traceback" not in caplog.text
        with databases.served(folder):
            for client in (browser, fresh):
                assert client.get("/en/fuentes").status_code == 200
                assert client.get("/descargas/ranking.csv").status_code == 200
