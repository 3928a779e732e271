"""A manifest that is not as it should be is told in words; only the one of the named folder counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import fetch
from loaders.errors import BadValue, MissingColumn, WrongEncoding

PRICES = "PERIODO,GENERAL\n2026-06-01,1\n"
COLUMNS = "file\tobtained_from\tpath_there\toriginal_url\tobtained\tbytes\tsha256\tlicence\twhat\n"


@pytest.mark.parametrize(
    ("manifest", "error", "said"),
    [
        (b"name\tbytes\nx\t1\n", MissingColumn, "lacks columns.*'file'"),
        (f"{COLUMNS}inpc.csv\ta\tb\tc\t-\t\t-\t-\t-\n".encode(), BadValue, "line 2"),
        (f"{COLUMNS}inpc.csv\ta\tb\tc\tayer\t9\t-\t-\t-\n".encode(), BadValue, "ayer"),
        (f"{COLUMNS}inpc.csv\n".encode(), BadValue, "line 2"),
        (b"\xff\xfe\x00", WrongEncoding, "UTF-8"),
    ],
)
def test_a_wrong_manifest_is_told_in_words(
    tmp_path: Path, manifest: bytes, error: type[Exception], said: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "inpc.csv").write_text(PRICES)
    (tmp_path / "MANIFEST.tsv").write_bytes(manifest)
    for source in (folder, folder / "inpc.csv"):
        (one,) = fetch.find(source, work=tmp_path / "work")
        assert one.provenance.file_name == "inpc.csv"
    (folder / "MANIFEST.tsv").write_bytes(manifest)
    with pytest.raises(error, match=said):
        fetch.find(folder, work=tmp_path / "work")


def test_a_single_file_is_described_by_the_manifest_that_lists_it(tmp_path: Path) -> None:
    (tmp_path / "states").mkdir()
    (tmp_path / "states" / "inpc.csv").write_text(PRICES)
    line = f"states/inpc.csv\tINEGI\t-\t-\t2026-07-01\t{len(PRICES)}\t-\t-\tINPC\n"
    (tmp_path / "MANIFEST.tsv").write_text(COLUMNS + line)
    (one,) = fetch.find(tmp_path / "states" / "inpc.csv", work=tmp_path / "work")
    assert (one.provenance.obtained_from, one.provenance.bytes) == ("INEGI", len(PRICES))
