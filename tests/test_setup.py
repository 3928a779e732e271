"""The first command says clearly what is missing, before it changes anything."""

from __future__ import annotations

import ast
import errno
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import ports, setup
from dashboard.settings import PROJECT
from dashboard.setup import SetupError
from loaders.home import Home


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    there = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=PROJECT, env=there, capture_output=True, text=True, check=False, timeout=60
    )


def test_any_python_can_read_the_first_command() -> None:
    for name in ("__init__.py", "__main__.py"):
        text = (PROJECT / "dashboard" / name).read_bytes().decode("ascii")
        new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.FunctionDef)
        assert [type(node) for node in ast.walk(ast.parse(text)) if isinstance(node, new)] == []
        assert "__future__" not in text


def test_an_old_python_is_told_which_one_is_needed() -> None:
    code = "import sys, runpy; sys.version_info = (3, 9); runpy.run_module('dashboard', run_name='__main__')"
    told = run("-c", code)
    assert told.returncode == 3
    assert "3.11" in told.stderr
    assert "3.9" in told.stderr


WAYS = [("dashboard",), ("dashboard.server",), ("loaders.cli", "serve")]


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_taken_port_is_named_with_another_to_choose(way: tuple[str, ...], home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("-m", *way, "--port", str(port), CUENTAS_HOME=str(home.root))
    assert told.returncode == 8
    assert f"{port}" in told.stderr
    assert f"--port {port + 1}" in told.stderr


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize("port", ["99999", "-1", "0", "x"])
def test_a_port_that_cannot_be_is_wrong_usage_in_plain_words(
    way: tuple[str, ...], port: str, home: Home
) -> None:
    told = run("-m", *way, "--port", port, CUENTAS_HOME=str(home.root))
    assert told.returncode == 2
    assert f"«{port}» no es un número entero de 1 a 65535" in told.stderr
    assert f"“{port}” is not a whole number from 1 to 65535" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_last_port_taken_suggests_the_one_before() -> None:
    taken = OSError(errno.EADDRINUSE, "taken")
    assert "--port 65534" in ports._words(taken, "127.0.0.1", 65535)


@pytest.mark.parametrize("way", [WAYS[0], WAYS[1]], ids=" ".join)
def test_help_names_the_exit_codes(way: tuple[str, ...]) -> None:
    told = " ".join(run("-m", *way, "--help").stdout.split())
    assert "8 el puerto está ocupado" in told
    assert "port is taken" in told


def test_without_chromium_the_tests_fail_and_say_how_to_get_one(tmp_path: Path) -> None:
    told = run("-m", "dashboard", "test", PATH=str(tmp_path), CHROMIUM="")
    assert told.returncode == 3
    assert "apt-get install chromium" in told.stderr


def test_without_postgresql_the_tests_say_where_to_get_it(tmp_path: Path) -> None:
    browser = tmp_path / "chromium"
    browser.touch()
    told = run("-m", "dashboard", "test", CHROMIUM=str(browser), POSTGRES=str(tmp_path))
    assert told.returncode == 3
    assert "apt-get install postgresql" in told.stderr
    assert "POSTGRES" in told.stderr


def test_without_venv_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match="python3-venv"):
        setup._make_environment()
