"""The shape of the code: who imports whom, how large functions are, and what never gets committed."""

from __future__ import annotations

import ast
import json
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import theme
from dashboard.bundle.build import ASSETS, HERE
from dashboard.settings import PROJECT

MEDIAN, NINE_OF_TEN, LARGEST = 8, 25, 60


def modules() -> Iterator[Path]:
    for package in ("loaders", "dashboard"):
        found = (PROJECT / package).rglob("*.py")
        yield from (path for path in found if "node_modules" not in path.parts)


def functions() -> Iterator[tuple[str, int]]:
    """Every function with its lines of code, the docstring not counted."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}", _lines(node)


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    words = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - words


def committed() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        pytest.fail("this test looks at what is committed: it needs git and a checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True)
    return [PROJECT / name for name in listed.stdout.decode().split("\0") if name]


def test_imports_go_one_way() -> None:
    """The contracts of pyproject.toml, with no ignore list."""
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert "ignore_imports" not in (PROJECT / "pyproject.toml").read_text()


def test_functions_are_small() -> None:
    sizes = dict(functions())
    largest = sorted(sizes, key=lambda name: -sizes[name])[:5]
    told = {name: sizes[name] for name in largest}
    assert statistics.median(sizes.values()) <= MEDIAN
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= NINE_OF_TEN, told
    assert max(sizes.values()) <= LARGEST, told


def test_pages_never_import_pages() -> None:
    for path in (PROJECT / "dashboard" / "pages").glob("*.py"):
        if path.stem in ("__init__", "registry"):
            continue
        imported = re.findall(r"dashboard\.pages(?:\.| import )(\w+)", path.read_text(encoding="utf-8"))
        assert set(imported) <= {"model"}, path.name


def test_starting_the_server_needs_no_data_frames() -> None:
    """pandas and polars cost seconds at each start and are for loading only."""
    code = "import dashboard.app, sys; print([n for n in ('pandas', 'polars', 'rdata') if n in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "[]"


# Written in parts, so that this file does not hold what it looks for.
NEVER = re.compile(
    "|".join(
        (
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/ho" + "me/[a-z]+/",
            "registry" + r"\.npm",
            "files\\.python" + "hosted",
        )
    )
)


def test_nothing_of_a_machine_is_committed() -> None:
    told = []
    for path in committed():
        if path.suffix in {".parquet", ".png", ".gz"} or not path.is_file():
            continue
        found = NEVER.findall(path.read_text(encoding="utf-8", errors="replace"))
        told += [f"{path.relative_to(PROJECT)}: {found[0]}"] if found else []
    assert told == []


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text())
    assert [name for name, one in lock["packages"].items() if "resolved" in one] == []


def test_css_tokens_are_those_of_the_theme() -> None:
    assert theme.css_tokens().strip() in (ASSETS / "tokens.css").read_text()


def test_constraints_are_exact() -> None:
    lines = (PROJECT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_no_cache_outlives_the_store_that_it_is_of() -> None:
    """What is kept for a store dies with it: `remember` of dashboard.data.store, never a cache beside it."""
    kept = re.compile(r"@(?:functools\.)?(?:lru_)?cache\b.*\ndef \w+\([^)]*\bstores?: Stores?\b")
    told = [path.name for path in modules() if kept.search(path.read_text(encoding="utf-8"))]
    assert told == []
