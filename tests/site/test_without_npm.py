"""Where npm is impossible the site is whole: heavier, plainer, and the log says so."""

from __future__ import annotations

import importlib
import re
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.bundle import Manifest
from dashboard.settings import Settings
from loaders.home import Home

from .sample import PAGES

# The package's function of the same name hides the module.
build = importlib.import_module("dashboard.bundle.build")


def quick(folder: Path, name: str, data: bytes) -> str:
    """Write as the build does, without the slow compression."""
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.000000000000.{ending}"
    (folder / hashed).write_bytes(data)
    return hashed


def fails(built: Path) -> None:
    raise subprocess.CalledProcessError(1, ["npm", "ci"])


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Manifest]:
    (tmp_path / "build").mkdir()
    monkeypatch.setattr(build, "PROJECT", tmp_path)
    monkeypatch.setattr(build, "_run_npm", fails)
    monkeypatch.setattr(build, "_write", quick)
    static = tmp_path / "build" / "static"
    return static, build.build(static)


@pytest.fixture
def ask(home: Home, without: tuple[Path, Manifest]) -> FlaskClient:
    return create_app(Settings(home=home, static=without[0]), PAGES).test_client()


def test_every_file_is_there(without: tuple[Path, Manifest], static: Path) -> None:
    assert set(without[1]) == set(build.read_manifest(static))


def test_the_page_finds_all_it_names(ask: FlaskClient) -> None:
    text = ask.get("/").text
    named = re.findall(r'(?:src|href|data-plotly)="(/static/[^"]+)"', text)
    assert len(named) >= 6
    assert {ask.get(name).status_code for name in named} == {200}


def test_a_choice_then_loads_its_page(ask: FlaskClient, static: Path) -> None:
    ours = (build.ASSETS / "still.js").read_text()
    assert ask.get("/assets/still.js").text == ours
    built = (static / build.read_manifest(static)["still.js"]).read_text()
    assert built.endswith(ours)
    assert len(built) > len(ours)


def test_our_own_styles_lay_out_the_page_without_bootstrap(ask: FlaskClient) -> None:
    styles = ask.get("/assets/site.css").text
    assert "Bootstrap" not in styles
    for ours in (".masthead", ".nav", ".tabs", ".controls", ".form-select", ".visually-hidden", ".skip-link"):
        assert ours in styles


def test_the_log_says_so_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(build, "PROJECT", tmp_path)
    monkeypatch.setattr(build, "_run_npm", fails)
    assert build._from_npm() == {}
    assert "npm no funcionó aquí" in caplog.text
    assert "npm did not work here" in caplog.text
    assert "build/static" in caplog.text
