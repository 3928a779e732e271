"""From a fresh checkout to a served page, or to a full run of the tests. Standard library only.

Each step is done once for what it is made from: a stamp with the hash of its inputs says so, and a later
start goes straight to serving.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from .ports import EXIT_CODES, UNUSABLE, port_number, port_problem, some

PROJECT: Final = Path(__file__).resolve().parent.parent
VENV: Final = PROJECT / ".venv"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOADED: Final = frozenset({".py", ".toml", ".csv", ".json", ".parquet"})
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

NO_VENV: Final = """\
A este Python le falta el módulo «venv» o «ensurepip». En Debian y Ubuntu: apt-get install python3-venv
This Python lacks the module "venv" or "ensurepip". On Debian and Ubuntu: apt-get install python3-venv"""
NO_BROWSER: Final = """\
Las pruebas recorren las páginas en Chromium y no se encontró. En Debian: apt-get install chromium
(o instale Google Chrome, o diga dónde está con la variable CHROMIUM).
The tests walk the pages in Chromium and none was found. On Debian: apt-get install chromium
(or install Google Chrome, or say where it is with the variable CHROMIUM)."""

NO_POSTGRES: Final = """\
Las pruebas usan PostgreSQL y no se encontró. En Debian: apt-get install postgresql
(o diga con la variable POSTGRES en qué carpeta están sus programas «initdb» y «postgres»).
The tests use PostgreSQL and none was found. On Debian: apt-get install postgresql
(or say with the variable POSTGRES in which folder its programs "initdb" and "postgres" are)."""


class SetupError(Exception):
    """A step that cannot go on; the message says what to do."""

    exit_code = 3


class PortUnusable(SetupError):  # noqa: N818 — named for what happened, as the errors of the loaders are
    """The port is taken, or this user may not listen on it."""

    exit_code = UNUSABLE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `serve` (the default) or `test` and return the exit code: 3 something missing, 8 port taken."""
    given = _parser().parse_args(arguments)
    try:
        return test(given.rest) if given.what == "test" else serve(given)
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    except subprocess.CalledProcessError as error:
        print(f"Falló / failed: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return error.returncode
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m dashboard",
        description="Prepara todo y sirve el tablero / sets everything up and serves the dashboard.",
        epilog=f"{EXIT_CODES} · 3 falta algo, se dice qué / something is missing, it says what",
    )
    parser.add_argument("what", nargs="?", choices=("serve", "test"), default="serve")
    parser.add_argument("rest", nargs="*", help="with test: what to hand to pytest")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", default=8050, type=port_number)
    parser.add_argument("--workers", default=2, type=some)
    return parser


def serve(given: argparse.Namespace) -> NoReturn:
    """Set up what is missing and serve until stopped."""
    problem = port_problem(given.host, given.port)
    if problem:
        raise PortUnusable(problem)
    prepare("")
    print(f"http://{given.host}:{given.port}  (Ctrl+C: terminar / stop)", flush=True)
    listen = ("--host", given.host, "--port", str(given.port), "--workers", str(given.workers))
    os.chdir(PROJECT)
    # In place of this process, so that what stops it stops the server.
    os.execv(PYTHON, [str(PYTHON), "-m", "dashboard.server", *listen])


def test(rest: Sequence[str]) -> int:
    """Run linter, types, import contracts and all tests; the exit code of the first that failed."""
    browser = _browser()
    postgres_programs()
    prepare("test")
    environment = {**os.environ, "CHROMIUM": browser}
    commands = (("ruff", "check", "."), ("mypy",), ("importlinter",), ("pytest", *rest))
    # All are run, so that one failure does not hide another.
    codes = [_check(command, environment) for command in commands]
    return next(filter(None, codes), 0)


def _check(command: Sequence[str], environment: dict[str, str]) -> int:
    print("\n$", *command, flush=True)
    # import-linter has no `python -m` of its own.
    contracts = command[0] == "importlinter"
    start = [str(PYTHON.with_name("lint-imports"))] if contracts else [str(PYTHON), "-m", *command]
    return subprocess.run(start, cwd=PROJECT, env=environment, check=False).returncode


def prepare(extra: str) -> None:
    """Make the virtual environment, install, build what browsers load, and load the bundled snapshot."""
    _make_environment()
    _install(extra)
    _step("Archivos para el navegador / files for the browser", [PYTHON, "-m", "dashboard.bundle"])
    _load()


def _load() -> None:
    """Load the bundled snapshot where no store is, or where loaders, snapshot or database have changed."""
    home = Path(os.environ.get("CUENTAS_HOME") or PROJECT / ".cuentas")
    database = os.environ.get("CUENTAS_STORE", "")
    stamp = home / "snapshot-loaded"
    sources = [path for path in (PROJECT / "loaders").rglob("*") if path.suffix in LOADED]
    wanted = hashlib.sha256(f"{_hash(*sorted(sources))} {database}".encode()).hexdigest()
    there = bool(database) or (home / "current").exists()
    if there and stamp.exists() and stamp.read_text() == wanted:
        return
    _step("Datos incluidos / bundled data", [PYTHON.with_name("cuentas"), "load"])
    stamp.write_text(wanted)


def _make_environment() -> None:
    if PYTHON.exists():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupError(NO_VENV)
    try:
        _step("Entorno / environment", [sys.executable, "-m", "venv", VENV])
    except BaseException:
        # Half an environment would look like a whole one at the next start.
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def _install(extra: str) -> None:
    stamp = VENV / f"installed-{extra or 'run'}"
    wanted = _hash(PROJECT / "pyproject.toml", PROJECT / "constraints.txt")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    package = f".[{extra}]" if extra else "."
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    _step("Paquetes / packages", [*pip, "--editable", package, "--constraint", "constraints.txt"])
    stamp.write_text(wanted)


def _step(name: str, command: Sequence[str | Path]) -> None:
    started = time.monotonic()
    print(f"{name} …", flush=True)
    subprocess.run(command, cwd=PROJECT, check=True)
    print(f"   {time.monotonic() - started:.1f} s", flush=True)


def _hash(*paths: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's programs, the newest where there are several; SetupError if none."""
    named, found = os.environ.get("POSTGRES"), shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
    places = [Path(named)] if named else [*reversed(debian), *([Path(found).parent] if found else [])]
    usable = [one for one in places if (one / "initdb").exists() and (one / "postgres").exists()]
    if not usable:
        raise SetupError(NO_POSTGRES)
    return usable[0]


def _browser() -> str:
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None or not Path(found).exists():
        raise SetupError(NO_BROWSER)
    return found
