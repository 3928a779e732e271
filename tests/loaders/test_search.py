"""The search index of a version: what goes into it, when it is made, and when it goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.settings import PROJECT
from loaders import run, status
from loaders.errors import StorageError
from loaders.home import Home
from loaders.search import documents, index, integrity, names, schema
from tests.conftest import Homes
from tests.dashboard import contract_store
from tests.dashboard.contract_store import VERSION


def silent(words: str) -> None:
    """Say nothing."""


def test_a_load_makes_the_index_of_its_version(home: Home) -> None:
    told, problem = status.of(home)
    assert problem is None
    assert [one["searchable"] for one in told["versions"]] == [True]
    assert not [one for one in told["orphans"] if one["path"].startswith("search")]


def test_a_load_can_leave_the_index_to_its_command(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made = run.load(home, None, frozenset({"gdp_deflator"}), say=silent, indexed=False)
    assert [one["searchable"] for one in status.of(home)[0]["versions"]] == [False]
    assert index.ensure(home, made.version, silent)


def test_it_is_made_once_and_again_when_asked(homes: Homes, tmp_path: Path) -> None:
    home = homes(tmp_path)
    contract_store.published(home).engine.dispose()
    assert index.ensure(home, VERSION, silent)
    assert not index.ensure(home, VERSION, silent)
    assert index.ensure(home, VERSION, silent, again=True)
    assert [place.name for place in home.search.iterdir()] == [VERSION]


def test_an_index_of_other_fields_counts_as_none(homes: Homes, tmp_path: Path) -> None:
    home = homes(tmp_path)
    contract_store.published(home).engine.dispose()
    (schema.folder(home, VERSION) / "contracts").mkdir(parents=True)
    assert not schema.is_there(home, VERSION)
    assert index.ensure(home, VERSION, silent)
    made = {place.name for place in schema.folder(home, VERSION).iterdir()}
    assert made == {schema.CONTRACTS, schema.FREQUENT, schema.NAMES, integrity.HASHES}


def test_what_belongs_to_no_version_is_told_and_swept(tmp_path: Path) -> None:
    home = Home(tmp_path)
    contract_store.searchable(home).engine.dispose()
    for name in (".draft-1f", "2020-01-01-00000000"):
        (home.search / name).mkdir()
        (home.search / name / "part").write_bytes(b"12345")
    told = {one["path"]: (one["kind"], one["bytes"]) for one in status.of(home)[0]["orphans"]}
    assert told == {f"search/{name}": ("draft", 5) for name in (".draft-1f", "2020-01-01-00000000")}
    index.sweep(home)
    assert [place.name for place in home.search.iterdir()] == [VERSION]


def test_the_command_makes_a_missing_index(tmp_path: Path) -> None:
    contract_store.published(Home(tmp_path)).engine.dispose()
    command = [sys.executable, "-m", "loaders.cli", "index", "--json"]
    environment = {**os.environ, "CUENTAS_HOME": str(tmp_path)}
    told = subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True)
    assert json.loads(told.stdout) == {"version": VERSION, "made": True}
    assert schema.is_there(Home(tmp_path), VERSION)


def test_a_failure_leaves_no_part_of_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path)
    contract_store.published(home).engine.dispose()
    monkeypatch.setattr(names, "names", lambda connection: ["{not json"])
    with pytest.raises(StorageError, match="search index cannot be written"):
        index.ensure(home, VERSION, silent)
    assert not schema.is_there(home, VERSION)
    assert list(home.search.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("Honorarios de Zenaida Quiroga", "QUIROGA IBÁÑEZ ZENAIDA", "Honorarios de  "),
        ("Arreglo de FLORES y jardín", "María Flores Ñuño", "Arreglo de FLORES y jardín"),
        ("Servicio a NUNO, maria", "María Flores Ñuño", "Servicio a , "),
        ("Servicio de Madonna", "MADONNA", "Servicio de "),
        ("Servicio", "", "Servicio"),
    ],
)
def test_the_name_of_a_person_is_taken_out_of_a_text(text: str, name: str, left: str) -> None:
    assert documents.without(text, name) == left


@given(st.lists(st.text("abcñéü", min_size=4), min_size=2, max_size=5, unique=True))
def test_no_name_stays_in_a_text_however_it_is_written(words: list[str]) -> None:
    text = f"Pago a {' '.join(reversed(words))}, por servicios".upper()
    left = schema.folded().analyze(documents.without(text, " ".join(words)))
    assert not set(left) & set(schema.folded().analyze(" ".join(words)))
