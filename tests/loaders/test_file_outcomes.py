"""A folder is looked through first: each file has an outcome, all broken ones are named, or left out."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.settings import Settings
from loaders import left_out, run
from loaders.engine import current_version
from loaders.errors import BrokenFiles, EmptyFile, NoStore, UnknownColumn
from loaders.home import Home
from loaders.run import load
from loaders.whose import Found

from .flat_files import PEF
from .held import keys, written
from .test_cli import cuentas

PRICES = "PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n2026-05-01,1,1,1\n2026-06-01,2,2,2\n"
Rows = Sequence[tuple[str, str, str | None]]


def silent(words: str) -> None:
    del words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One good file, a copy of it, two that are known and broken, two of nobody."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "inpc.csv").write_text(PRICES)
    (made / "otra vez.csv").write_text(PRICES)
    (made / "inpc_malo.csv").write_text(PRICES.replace("2026", "2027").replace("2,2,2", "dos,2,2"))
    budget = written(made, "PEF_2019.csv", (*PEF, "MONTO_APROBADO"), keys(({"ramo": "12"}, "100"), year=2019))
    head, row = budget.read_text("cp1252").splitlines()
    budget.write_text(f"{head},COLUMNA_NUEVA\n{row},1\n", "cp1252")
    (made / "notas.csv").write_text("esto,no,es\nde,nadie,1\n")
    (made / "foto.bin").write_bytes(bytes(range(256)))
    return made


def outcomes(rows: Sequence[dict[str, str | None]]) -> list[tuple[object, ...]]:
    return sorted((row["file"], row["outcome"], row["dataset"]) for row in rows)


EXPECTED = [
    ("PEF_2019.csv", "broken", "approved_budget"),
    ("foto.bin", "unknown", None),
    ("inpc.csv", "read", "consumer_prices"),
    ("inpc_malo.csv", "broken", "consumer_prices"),
    ("notas.csv", "unknown", None),
    ("otra vez.csv", "copy", "consumer_prices"),
]


def test_broken_files_stop_a_load_with_all_of_them_named(folder: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(BrokenFiles) as told:
        load(home, folder, say=silent, indexed=False)
    words = str(told.value)
    assert "2 of 6 files are known and cannot be read; nothing was changed" in words
    for said in ("PEF_2019.csv", "COLUMNA_NUEVA", "inpc_malo.csv", "'dos'", "--skip-broken"):
        assert said in words, said
    assert "notas.csv" not in words
    with pytest.raises(NoStore):
        current_version(home)
    assert not (home.root / "staged").exists()


def test_the_command_tells_every_file_whether_it_stops_or_not(folder: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    stopped = cuentas("load", "--from", str(folder), "--no-index", "--json", home=home)
    assert stopped.returncode == 3
    problem = json.loads(stopped.stderr[stopped.stderr.index('{"error"') :])
    assert (problem["error"], outcomes(problem["value"])) == ("BrokenFiles", EXPECTED)
    done = cuentas("load", "--from", str(folder), "--no-index", "--skip-broken", "--json", home=home)
    assert done.returncode == 0
    assert outcomes(json.loads(done.stdout)["outcomes"]) == EXPECTED


def test_what_was_left_out_is_told_until_a_load_reads_it(folder: Path, tmp_path: Path, static: Path) -> None:
    home = Home(tmp_path / "home")
    load(home, folder, say=silent, indexed=False, skip_broken=True)
    told = json.loads(cuentas("status", "--json", home=home).stdout)
    assert [row["file"] for row in told["left_out"]] == ["PEF_2019.csv", "inpc_malo.csv"]
    # Their bytes are kept, as those of any file that was read.
    assert {row["kind"] for row in told["orphans"]} == {"unused"}
    assert "inpc_malo.csv" in cuentas("status", home=home).stdout
    ask: FlaskClient = create_app(Settings(home=home, static=static)).test_client()
    page = ask.get("/fuentes").text
    assert "Archivos que quedaron fuera" in page
    assert "inpc_malo.csv" in page
    assert "Files that were left out" in ask.get("/en/fuentes").text
    (folder / "inpc_malo.csv").write_text(PRICES.replace("2026", "2025"))
    (folder / "PEF_2019.csv").unlink()
    load(home, folder, say=silent, indexed=False, skip_broken=True)
    assert [row["file"] for row in left_out.all_of(home)] == ["PEF_2019.csv"]


def test_two_different_files_of_one_name_are_both_broken(tmp_path: Path) -> None:
    """`dup.zip` with two different `inpc.csv` once replaced 534 rows by 1."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "population.csv").write_text("ENTIDAD,2019,2020\nMéxico,1,126000000\n")
    with zipfile.ZipFile(made / "dup.zip", "w") as packed:
        packed.writestr("a/inpc.csv", PRICES)
        packed.writestr("b/inpc.csv", PRICES.replace("2,2,2", "3,3,3"))
    with pytest.raises(BrokenFiles, match=r"dup\.zip: a/inpc\.csv.*\n.*dup\.zip: b/inpc\.csv") as told:
        load(Home(tmp_path / "home"), made, say=silent, indexed=False)
    assert "two different files are" in str(told.value)


def test_a_damaged_zip_and_what_nobody_foresaw_stop_only_themselves(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "roto.zip").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    (folder / "INPC_vacio.zip").write_bytes(b"")
    real = run._read

    def failing(place: Path, item: Found, *rest: object) -> object:
        if item.given == "inpc.csv":
            raise PanicException("index out of bounds")
        return real(place, item, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "_read", failing)
    with pytest.raises(BrokenFiles) as told:
        load(Home(tmp_path / "home"), folder, say=silent, indexed=False)
    words = str(told.value)
    for said in ("roto.zip", "INPC_vacio.zip", "inpc.csv", "index out of bounds", "inpc_malo.csv"):
        assert said in words, said


class PanicException(BaseException):
    """What a panic in a library looks like from here."""


PanicException.__module__ = "pyo3_runtime"


def test_with_nothing_left_a_load_is_refused(folder: Path, tmp_path: Path) -> None:
    for name in ("inpc.csv", "otra vez.csv"):
        (folder / name).unlink()
    with pytest.raises(BrokenFiles, match="nothing is left to load"):
        load(Home(tmp_path / "home"), folder, say=silent, indexed=False, skip_broken=True)


def test_a_file_that_is_named_by_itself_tells_its_own_error(folder: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(UnknownColumn, match="COLUMNA_NUEVA"):
        load(home, folder / "PEF_2019.csv", say=silent, skip_broken=True)
    (folder / "empty.csv").touch()
    with pytest.raises(EmptyFile):
        load(home, folder / "empty.csv", say=silent)


def test_the_order_of_files_and_a_second_folder_change_nothing(folder: Path, tmp_path: Path) -> None:
    """A broken file first or last, in a folder inside: the others are read all the same."""
    deep = folder / "zz" / "y"
    deep.mkdir(parents=True)
    shutil.move(folder / "inpc_malo.csv", deep / "inpc_malo.csv")
    made = load(Home(tmp_path / "home"), folder, say=silent, indexed=False, skip_broken=True)
    assert outcomes([one.row() for one in made.outcomes])[-1] == (
        "zz/y/inpc_malo.csv", "broken", "consumer_prices",
    )  # fmt: skip
