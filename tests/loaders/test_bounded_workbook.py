"""Workbooks that lie about their size end a process of their own, in words; whole ones are read as is."""

from __future__ import annotations

import resource
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import orjson
import pytest

from loaders import bounded_workbook, workbook_child
from loaders.bounded_workbook import workbook
from loaders.errors import BadValue, NotAnArchive, SourceError
from tests.loaders.flat_files import workbook as write_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HERE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def hostile(path: Path, rows: str, strings: str = "<sst/>", dimension: str = "A1:B2") -> Path:
    """Write a workbook of these rows and shared texts, whatever they claim; some 1.5 KB."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{HERE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{HERE}"><sheets>'
        '<sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{HERE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{HERE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": strings.replace("<sst", f'<sst xmlns="{MAIN}"', 1),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return path


FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
LYING = {
    "a cell at the last corner": (
        FIRST + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "<sst/>", r"17,179,869,184 cells",
    ),
    "a row that no sheet has": (
        FIRST + '<row r="99999999999999"><c r="A99999999999999"><v>1</v></c></row>', "<sst/>",
        r"row 99,999,999,999,999",
    ),
    "a column that no sheet has": (
        FIRST + '<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>', "<sst/>", "column 8,353,082,582",
    ),
    "four thousand million texts": (
        FIRST, '<sst count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>',
        r"declares 4,294,967,295 texts and has \d+ bytes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LYING)
def test_what_a_workbook_declares_is_checked_before_it_is_opened(tmp_path: Path, case: str) -> None:
    rows, strings, said = LYING[case]
    path = hostile(tmp_path / "a.xlsx", rows, strings)
    assert path.stat().st_size < 2_500
    with pytest.raises(BadValue, match=said), workbook(path, "a.xlsx"):
        pass


@pytest.mark.parametrize("case", LYING)
def test_what_gets_past_the_check_ends_the_child_alone(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same without the check: the library may abort, panic or ask for all memory, and it is told."""
    child = Path(bounded_workbook.__file__).with_name("workbook_child.py").read_text(encoding="utf-8")
    unchecked = tmp_path / "unchecked.py"
    unchecked.write_text(child.replace("        _require_plausible(path)\n", ""), encoding="utf-8")
    assert unchecked.read_text(encoding="utf-8") != child
    monkeypatch.setattr(bounded_workbook, "_CHILD", unchecked)
    monkeypatch.setattr(bounded_workbook, "MEMORY", 600 * 2**20)
    rows, strings, _ = LYING[case]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(SourceError), workbook(hostile(tmp_path / "a.xlsx", rows, strings), "a.xlsx") as book:
        assert len(list(book.get_sheet_by_index(0).rows(3))) <= 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < before + 50_000


def test_a_wide_declared_dimension_alone_is_no_fault(tmp_path: Path) -> None:
    """Programs write `A1:XFD1048576` for small tables: what counts are the cells."""
    path = hostile(tmp_path / "a.xlsx", FIRST, dimension="A1:XFD1048576")
    with workbook(path, "a.xlsx") as book:
        assert list(book.get_sheet_by_index(0).rows()) == [[1.0]]


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.csv", "a.xls"])
def test_cells_come_as_what_they_are(tmp_path: Path, name: str) -> None:
    rows: list[list[object]] = [["año", 1, 2.5], ["", "x", 0]]
    write_workbook(tmp_path / "a.xlsx", {"Uno": rows, "Dos": [["x"], [1e300]]})
    path = (tmp_path / "a.xlsx").rename(tmp_path / name)
    with workbook(path, name) as book:
        assert book.sheet_names == ["Uno", "Dos"]
        first, second = (list(book.get_sheet_by_name(sheet).rows()) for sheet in ("Uno", "Dos"))
    assert first == rows
    assert second == [["x"], [1e300]]


@pytest.mark.parametrize(
    "cell",
    [date(2024, 2, 29), datetime(2024, 2, 29, 12, 30), time(7, 5), timedelta(hours=30), True, "é", 7, 0.1],
)
def test_cells_of_every_type_come_through_unchanged(cell: object) -> None:
    sent = orjson.dumps([cell], default=workbook_child._tagged, option=orjson.OPT_PASSTHROUGH_DATETIME)
    (received,) = map(bounded_workbook._plain, orjson.loads(sent))
    assert (type(received), received) == (type(cell), cell)


def test_numbers_beyond_all_numbers_are_text() -> None:
    assert [workbook_child._finite(cell) for cell in (float("inf"), float("nan"), 1.5)] == ["inf", "nan", 1.5]


def test_rows_given_up_do_not_mix_with_the_next_sheet(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", {"Uno": [[f"a{n}"] for n in range(500)], "Dos": [["b"]]})
    with workbook(tmp_path / "a.xlsx", "a.xlsx") as book:
        uno, dos = (book.get_sheet_by_index(place) for place in (0, 1))
        assert next(uno.rows()) == ["a0"]
        assert list(dos.rows()) == [["b"]]
        assert list(uno.rows(2)) == [["a0"], ["a1"]]


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"\0" * 50, OLD + b"\xff" * 5000])
def test_damaged_workbooks_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match=r"cannot be opened.*save it again"), workbook(path, "a.xlsx"):
        pass
