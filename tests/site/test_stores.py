"""While a good store is open, nothing that happens to the pointer takes it from the readers."""

from __future__ import annotations

import gc
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.data.store import Store, Stores
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.settings import Settings
from loaders.errors import NoStore, StoreError, StoreOutdated
from loaders.home import Home
from loaders.model import Text
from loaders.schema import table

from .sample import build
from .test_http import callback


@pytest.fixture
def ours(home: Home, tmp_path: Path) -> Home:
    """A home of our own with two versions, `one` published."""
    made = Home(tmp_path)
    made.stores.mkdir()
    published = home.store(home.pointer.read_text().strip())
    for version in ("one", "two"):
        shutil.copy(published, made.store(version))
    made.pointer.write_text("one")
    return made


def served(request: PageRequest) -> PageContent:
    assert request.store.facts.held
    assert request.store.rows(sa.select(table("agency")))
    shown = build(request)
    return PageContent(shown.tree, request.store.version, shown.description, shown.svgs, shown.plotly)


def reader(home: Home, static: Path) -> FlaskClient:
    pages = {"/": Page("served", "/", Text("Muestra", "Sample"), served)}
    return create_app(Settings(home=home, static=static), pages).test_client()


def version_of(ask: FlaskClient, query: str) -> str:
    answer = ask.get(f"/?{query}")
    assert answer.status_code == 200
    assert callback(ask, f"?{query}").status_code == 200
    return answer.text.partition("<title>")[2].partition("</title>")[0]


def folder(home: Home) -> None:
    home.pointer.unlink(missing_ok=True)
    home.pointer.mkdir()


def broken(home: Home, data: bytes) -> None:
    home.store("three").write_bytes(data)
    home.pointer.write_text("three")


Harm = Callable[[Home], object]
HARMS: dict[str, Harm] = {
    "garbled": lambda home: home.pointer.write_bytes(b"\xff\x00\xfe no version"),
    "null bytes": lambda home: home.pointer.write_bytes(b"\0\0\0\0"),
    "empty": lambda home: home.pointer.write_text(""),
    "endless": lambda home: home.pointer.write_text("a" * 100_000),
    "elsewhere": lambda home: home.pointer.write_text("../../etc/passwd"),
    "missing": lambda home: home.pointer.rename(home.root / "gone"),
    "a folder": folder,
    "names no store": lambda home: home.pointer.write_text("three"),
    "names a broken store": lambda home: broken(home, b"no database"),
    "names an empty file": lambda home: broken(home, b""),
}


def good(home: Home, version: str) -> None:
    if home.pointer.is_dir():
        home.pointer.rmdir()
    draft = home.root / "draft"
    draft.write_text(version)
    draft.replace(home.pointer)


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_the_open_store_goes_on_with_one_warning_until_the_pointer_is_good(
    ours: Home, static: Path, caplog: pytest.LogCaptureFixture, harm: Harm
) -> None:
    ask = reader(ours, static)
    assert version_of(ask, "n=1") == "one"
    harm(ours)
    assert {version_of(ask, f"n={number}") for number in (1, 2, 3, 4)} == {"one"}
    assert len(caplog.records) == 1
    assert "one goes on" in caplog.text
    assert "Traceback" not in caplog.text
    good(ours, "two")
    assert version_of(ask, "n=1") == "two"
    harm(ours)
    assert version_of(ask, "n=5") == "two"
    assert len(caplog.records) == 2


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_without_any_open_store_the_page_says_so_and_the_log_once(
    ours: Home, static: Path, caplog: pytest.LogCaptureFixture, harm: Harm
) -> None:
    ask = reader(ours, static)
    harm(ours)
    for _ in range(3):
        answer = ask.get("/")
        assert answer.status_code == 503
        assert "cuentas load" in answer.text
        assert "cuentas load" in callback(ask, "").text
        assert ask.get("/descargas/barras.csv").status_code in (404, 503)
    assert len(caplog.records) == 1
    good(ours, "one")
    assert version_of(ask, "n=1") == "one"


def test_a_published_store_of_another_schema_leaves_the_open_one(
    ours: Home, static: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ask = reader(ours, static)
    assert version_of(ask, "n=1") == "one"
    with monkeypatch.context() as patched:
        patched.setattr("loaders.engine.schema_version", lambda: "another")
        good(ours, "two")
        assert {version_of(ask, f"n={number}") for number in (1, 2, 3)} == {"one"}
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "another" in caplog.text
    good(ours, "one")
    assert version_of(ask, "n=4") == "one"


def test_a_store_that_came_late_is_opened_as_soon_as_it_is_there(ours: Home) -> None:
    stores = Stores(ours, retry_seconds=1000)
    assert stores.version() == "one"
    ours.pointer.write_text("late")
    assert stores.version() == "one"
    shutil.copy(ours.store("one"), ours.store("late"))
    assert stores.version() == "late"


def test_a_refused_store_is_opened_again_only_after_a_while(
    ours: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def refuses(version: str, *, home: Home) -> None:
        tries.append(version)
        raise StoreOutdated("another schema")

    monkeypatch.setattr("dashboard.data.store.open_store", refuses)
    patient, eager = Stores(ours, retry_seconds=1000), Stores(ours, retry_seconds=0)
    for stores, expected in ((patient, 1), (eager, 3)):
        tries.clear()
        for _ in range(3):
            with pytest.raises(StoreOutdated):
                stores.current()
        assert len(tries) == expected


def test_a_store_without_its_tables_never_takes_the_place_of_a_good_one(ours: Home) -> None:
    stores = Stores(ours)
    assert stores.version() == "one"
    with duckdb.connect(str(ours.store("two"))) as connection:
        connection.execute("DROP TABLE agency")
    ours.pointer.write_text("two")
    assert stores.version() == "one"
    with pytest.raises(StoreError, match="cannot be read"):
        Stores(ours).current()


def test_the_file_of_the_open_store_may_go(ours: Home, static: Path) -> None:
    ask = reader(ours, static)
    assert version_of(ask, "n=1") == "one"
    ours.store("one").unlink()
    assert version_of(ask, "n=2") == "one"
    with pytest.raises(NoStore):
        Stores(ours).current()


def test_a_version_that_is_made_anew_is_opened_again(ours: Home) -> None:
    """A damaged store is replaced under its own name: whoever has it open must not go on with old bytes."""
    stores = Stores(ours, retry_seconds=0)
    agencies = sa.select(sa.func.count()).select_from(table("agency"))
    before = stores.current().rows(agencies)[0]["count_1"]
    anew = ours.stores / ".draft-anew"
    shutil.copy(ours.store("two"), anew)
    with duckdb.connect(str(anew)) as connection:
        connection.execute("DELETE FROM agency WHERE agency_id = 'salud'")
    anew.replace(ours.store("one"))
    assert stores.version() == "one"
    assert stores.current().rows(agencies)[0]["count_1"] == before - 1


def test_an_open_version_is_not_looked_up_at_every_question(
    ours: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = Stores(ours, retry_seconds=1000)
    stores.current()
    monkeypatch.setattr("dashboard.data.store.store_mark", lambda *_: pytest.fail("asked"))
    assert {stores.version() for _ in range(3)} == {"one"}


def test_questions_between_publishes_leave_one_store_open(ours: Home, static: Path) -> None:
    def alive() -> list[str]:
        gc.collect()
        return [each.version for each in gc.get_objects() if isinstance(each, Store) and each.home == ours]

    ask = create_app(Settings(home=ours, static=static)).test_client()
    for version in ("one", "two", "three", "four"):
        if not ours.store(version).exists():
            shutil.copy(ours.store("two"), ours.store(version))
        ours.pointer.write_text(version)
        for path in ("/presupuesto", "/contratos", "/contratos/senales", "/fuentes/conciliacion"):
            assert ask.get(path).status_code == 200
        assert alive() == [version]
    for version in ("one", "two", "three"):
        ours.store(version).unlink()
    opened = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert [name for name in opened if name.startswith(str(ours.stores)) and "(deleted)" in name] == []
