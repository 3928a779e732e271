"""The first command says clearly what is missing, before it changes anything."""

from __future__ import annotations

import ast
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import setup
from dashboard.settings import PROJECT
from dashboard.setup import SetupError


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


@pytest.mark.parametrize("module", ["dashboard", "dashboard.server"])
def test_a_taken_port_is_named_with_another_to_choose(module: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("-m", module, "--port", str(port))
    assert told.returncode in (3, 4)
    assert f"{port}" in told.stderr
    assert f"--port {port + 1}" in told.stderr


def test_without_chromium_the_tests_fail_and_say_how_to_get_one(tmp_path: Path) -> None:
    told = run("-m", "dashboard", "test", PATH=str(tmp_path), CHROMIUM="")
    assert told.returncode == 3
    assert "apt-get install chromium" in told.stderr


def test_without_venv_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match="python3-venv"):
        setup._make_environment()
