"""An index with changed bytes is never asked; one in a folder that may not be written is."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data import search
from dashboard.data.contract_filter import ContractFilter
from dashboard.settings import Settings
from loaders import orphans, status
from loaders.errors import StoreDamaged
from loaders.home import Home
from loaders.search import index, integrity, schema
from tests.dashboard import contract_store
from tests.dashboard.contract_store import VERSION

from .test_cli import cuentas

NOBODY = 65534


def silent(words: str) -> None:
    del words


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("sound"))
    contract_store.searchable(home).engine.dispose()
    return home


@pytest.fixture
def ours(sound: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(sound.root, tmp_path / "home")))


def parts(home: Home) -> list[str]:
    """The files of an index, each by its folder and ending: their names are drawn anew each time."""
    folder = schema.folder(home, VERSION)
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    return sorted({f"{path.parent}/*{path.suffix}" for path in files if not path.name.startswith(".")})


def spoil(home: Home, part: str) -> None:
    for path in schema.folder(home, VERSION).glob(part):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(data)


def test_each_changed_file_of_an_index_is_noticed_and_the_index_made_again(ours: Home) -> None:
    assert integrity.damage(ours, VERSION) is None
    assert len(parts(ours)) > 10
    for part in parts(ours):
        shutil.copytree(schema.folder(ours, VERSION), ours.search / "kept")
        spoil(ours, part)
        assert integrity.damage(ours, VERSION), part
        shutil.rmtree(schema.folder(ours, VERSION))
        (ours.search / "kept").rename(schema.folder(ours, VERSION))
    spoil(ours, f"{schema.CONTRACTS}/*.term")
    said: list[str] = []
    assert index.ensure(ours, VERSION, said.append)
    assert "is damaged, and is made again: other bytes" in said[0]
    assert integrity.damage(ours, VERSION) is None


@pytest.mark.parametrize("name", [schema.NAMES, schema.FREQUENT, f"{schema.CONTRACTS}/meta.json"])
def test_what_is_gone_of_an_index_is_noticed(ours: Home, name: str) -> None:
    orphans.remove(schema.folder(ours, VERSION) / name)
    assert integrity.damage(ours, VERSION)
    assert index.ensure(ours, VERSION, silent)
    assert integrity.damage(ours, VERSION) is None


def test_the_command_and_status_tell_a_damaged_index(ours: Home) -> None:
    spoil(ours, f"{schema.NAMES}/*.store")
    (version,) = status.of(ours)[0]["versions"]
    assert "other bytes than were written: names/" in version["index_damage"]
    assert json.loads(cuentas("index", "--json", home=ours).stdout)["made"] is True
    assert json.loads(cuentas("index", "--json", home=ours).stdout)["made"] is False


def reader(home: Home, static: Path) -> FlaskClient:
    return create_app(Settings(home=home, static=static)).test_client()


def test_search_answers_503_with_one_word_in_the_log_until_it_is_made_again(
    ours: Home, static: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(ours, f"{schema.CONTRACTS}/*.idx")
    ask = reader(ours, static)
    for address, said in (
        ("/buscar?q=limpieza", "el índice de esta versión de los datos está dañado"),
        ("/en/buscar?q=limpieza", "the index of this data version is damaged"),
        ("/descargas/contratos.csv", "cuentas index"),
        ("/en/descargas/contratos.parquet", "cuentas index"),
    ):
        answer = ask.get(address)
        assert (answer.status_code, said in answer.text) == (503, True), address
        assert answer.headers["Retry-After"]
        assert answer.headers["Cache-Control"] == "no-store"
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert ["cuentas index" in record.getMessage() for record in told] == [True]
    assert index.ensure(ours, VERSION, silent)
    assert ask.get("/buscar?q=limpieza").status_code == 200
    assert ask.get("/descargas/contratos.csv").status_code == 200


class PanicException(BaseException):
    """What a panic in the search library looks like from here."""


PanicException.__module__ = "pyo3_runtime"


def test_a_panic_while_searching_is_an_answer_too(
    ours: Home, static: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def panics(*_: object) -> None:
        raise PanicException("index out of bounds")

    ask = reader(ours, static)
    assert ask.get("/buscar").status_code == 200
    monkeypatch.setattr(search, "_counts", panics)
    assert ask.get("/buscar?q=servicio").status_code == 503
    assert ask.get("/descargas/contratos.csv?q=servicio").status_code == 503
    assert "index out of bounds" in caplog.text


def test_an_error_of_our_own_is_not_called_a_damaged_index(ours: Home) -> None:
    store = contract_store.store_of(ours)
    found = search.index_of(store)
    assert found
    with pytest.raises(ValueError, match="ours"), search.reading(found):
        raise ValueError("ours")
    store.engine.dispose()


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """As somebody who may only read: another user where this one is root, else without the right to write."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
        return
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        yield
    finally:
        for place in (folder, *folder.rglob("*")):
            place.chmod(0o755 if place.is_dir() else 0o644)


def test_a_site_that_may_not_write_serves_search(sound: Home) -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Home(Path(shutil.copytree(sound.root, Path(folder) / "home")))
        home.root.chmod(0o755)
        store = contract_store.store_of(home)
        with unwritable(home.root):
            with pytest.raises(OSError, match="denied"):
                (home.search / VERSION / "x").write_text("")
            found = search.index_of(store)
            assert found
            assert found.kept[0].place is not None
            assert search.find(store, found, ContractFilter(words="limpieza")).total == 6
        store.engine.dispose()


def test_an_unreadable_index_is_an_error_that_says_what_to_do(ours: Home) -> None:
    store = contract_store.store_of(ours)
    spoil(ours, f"{schema.CONTRACTS}/meta.json")
    for _ in range(2):
        with pytest.raises(StoreDamaged, match="cuentas index"):
            search.index_of(store)
    store.engine.dispose()
