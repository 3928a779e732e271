"""Workbooks and members of a zip are known by what is in them, and looking leaves nothing behind."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from loaders import fetch, orphans
from loaders.datasets.approved_budget import DATASET
from loaders.errors import MissingColumn, NotAnArchive, SourceMissing, UnknownColumn
from loaders.fetch import Request
from loaders.file_outcomes import FileOutcomes
from loaders.flat.sheets import as_csv
from loaders.home import Home
from loaders.model import RawFile
from tests.loaders.flat_files import DRAFT, PEF, packed, record, workbook

HEAD = (*PEF, "MONTO_APROBADO")
ROWS = [["Un título"], [], list(HEAD), record(HEAD, year="2026")]


def found(source: Path, work: Path) -> list[tuple[str, int | None, str]]:
    return [(one.dataset.id, one.fiscal_year, one.name) for one in fetch.find(source, work=work)]


def test_a_workbook_of_any_name_in_a_folder_is_found_by_its_header(tmp_path: Path) -> None:
    folder, work = tmp_path / "descargas", tmp_path / "work"
    folder.mkdir()
    workbook(folder / "descarga (1).xlsx", {"Notas": [["Nada"]], "Hoja": ROWS})
    workbook(folder / "otro.xlsx", {"Hoja": [["a", "b"], [1, 2]]})
    (folder / "roto.xlsx").write_bytes((folder / "otro.xlsx").read_bytes()[:300])
    assert found(folder, work) == [(DATASET.id, 2026, "PEF_2026.xlsx")]


def test_members_of_a_zip_are_found_by_their_header(tmp_path: Path) -> None:
    work = tmp_path / "work"
    workbook(tmp_path / "a.xlsx", {"Hoja": ROWS})
    with zipfile.ZipFile(tmp_path / "todo.zip", "w") as packing:
        packing.write(tmp_path / "a.xlsx", "carpeta/uno.xlsx")
        packing.writestr("carpeta/dos.csv", packed([HEAD, record(HEAD, year="2025")], "cp1252"))
        packing.writestr("carpeta/tres.csv", "a,b\n1,2\n")
    assert found(tmp_path / "todo.zip", work) == [
        (DATASET.id, 2026, "PEF_2026.xlsx"),
        (DATASET.id, 2025, "PEF_2025.csv"),
    ]
    assert list(work.iterdir()) == []


def test_the_only_member_of_a_zip_is_refused_for_a_column(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "uno.zip", "w") as packing:
        packing.writestr("nuevo.csv", packed([[*HEAD, "COLOR"]]))
    with pytest.raises(UnknownColumn, match="COLOR"):
        found(tmp_path / "uno.zip", tmp_path / "work")


def test_a_workbook_that_does_not_open_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "PEF_2026.xlsx"
    workbook(path, {"Hoja": ROWS})
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in whole.namelist():
            cut.writestr(name, whole.read(name)[:40])
    raw = RawFile("PEF_2026.xlsx", tmp_path / "cut.xlsx", 2026, tmp_path)
    with pytest.raises(NotAnArchive, match="save it again"):
        DATASET.read(raw)


def test_a_workbook_is_made_into_text_in_the_work_folder_which_is_swept(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    work = home.archive / "work"
    workbook(tmp_path / "b.xlsx", {"Hoja": ROWS})
    with as_csv(RawFile("b.xlsx", tmp_path / "b.xlsx", None, work)) as path:
        assert path.parent == work
        assert [one.kind for one in orphans.orphans(home, frozenset())] == ["draft"]
    assert list(work.iterdir()) == []
    (work / "left").mkdir()
    (work / "left" / "sheet.csv").touch()
    (work / "copy-1").touch()
    orphans.sweep(home)
    assert orphans.orphans(home, frozenset()) == []


def test_a_workbook_without_the_header_is_told_apart(tmp_path: Path) -> None:
    workbook(tmp_path / "c.xlsx", {"Hoja": [["a", "b"], [1, 2]]})
    with pytest.raises(MissingColumn, match="no sheet"):
        DATASET.read(RawFile("PEF_2026.xlsx", tmp_path / "c.xlsx", 2026))


def test_an_archive_is_known_by_its_bytes_and_what_nobody_reads_is_told(tmp_path: Path) -> None:
    folder, told = tmp_path / "descargas", list[str]()
    (folder / "2024").mkdir(parents=True)
    rows = packed([HEAD, record(HEAD, year="2025")])
    (folder / "2024" / "uno.dat").write_bytes(gzip.compress(rows))
    with zipfile.ZipFile(folder / "paquete", "w") as packing:
        packing.writestr("dos", rows)
        packing.writestr("tres.gz", gzip.compress(rows))
        packing.writestr("leeme.pdf", b"%PDF-1.7")
    (folder / "nuevo.csv").write_bytes(packed([[*HEAD, "COLOR"]]))
    (folder / "notas.txt").write_text("nada")
    outcomes = FileOutcomes()
    listed = fetch.find(folder, work=tmp_path / "work", say=told.append, outcomes=outcomes)
    assert [(one.file, one.seen.split(";")[0]) for one in outcomes.of("broken")] == [
        ("nuevo.csv", "unknown column COLOR")
    ]
    assert [(one.given, one.name, one.fiscal_year) for one in listed] == [
        ("2024/uno.dat", "PEF_2025.csv", 2025)
    ]
    assert told == [
        "2024/uno.dat is read as PEF_2025.csv of approved_budget, by what is in it",
        "dos is read as PEF_2025.csv of approved_budget, by what is in it",
        "passed over: dos, the same as 2024/uno.dat",
        "passed over: notas.txt",
        "passed over: paquete: tres.gz (packed once more: unpack it first)",
    ]


def test_files_of_published_names_are_found_in_any_folder(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "inpc_2026.csv").write_text("PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n")
    assert [one.dataset.id for one in fetch.find(tmp_path)] == ["consumer_prices"]


def test_a_year_that_no_file_tells_is_the_one_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "proyecto.csv"
    path.write_bytes(packed([list(DRAFT), record(DRAFT)]))
    asked = Request(path, years=frozenset({2027}))
    assert [one.fiscal_year for one in fetch.obtain(asked, tmp_path / "archive", print)] == [2027]
    path.write_bytes(packed([HEAD, record(HEAD, year="2025")]))
    with pytest.raises(SourceMissing, match="no file of that fiscal year"):
        fetch.obtain(asked, tmp_path / "archive", print)
