"""Finding files, and keeping their bytes untouched with where they come from."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from loaders import archive, fetch
from loaders.errors import SourceChanged, SourceMissing
from loaders.model import Provenance

HEAD = "file\tobtained_from\tpath_there\tcommit\toriginal_url\tobtained\tbytes\tsha256\tlicence\twhat\n"
PRICES = "PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n2026-06-01,145.131,145.671,142.839\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A raw folder as official files come: one that is listed, and one that nobody reads."""
    place = tmp_path / "raw"
    (place / "states").mkdir(parents=True)
    listed = place / "states" / "inpc_2026.csv"
    listed.write_text(PRICES, encoding="utf-8")
    (place / "states" / "notes.txt").write_text("nobody reads this", encoding="utf-8")
    line = f"states/inpc_2026.csv\tsomeone/repo\tdata/i.csv\t-\tunknown\t2026-11-21\t{len(PRICES)}\t"
    manifest = f"{HEAD}{line}{archive.sha256(listed)}\tunknown\tINPC\n"
    (place / "MANIFEST.tsv").write_text(manifest, encoding="utf-8")
    return place


def test_a_folder_gives_the_files_that_datasets_read(folder: Path) -> None:
    found = fetch.find(folder)
    assert [(one.dataset.id, one.provenance.file_name) for one in found] == [
        ("consumer_prices", "states/inpc_2026.csv")
    ]


def test_one_file_finds_its_manifest(folder: Path) -> None:
    (found,) = fetch.find(folder / "states" / "inpc_2026.csv")
    assert found.provenance == Provenance(
        file_name="states/inpc_2026.csv",
        bytes=len(PRICES),
        sha256=archive.sha256(found.path),
        original_url=None,
        obtained_from="someone/repo data/i.csv",
        obtained=date(2026, 11, 21),
        licence=None,
        what="INPC",
    )


def test_a_file_without_a_manifest_is_unknown_but_for_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "inpc_2026.csv"
    path.write_text(PRICES, encoding="utf-8")
    (found,) = fetch.find(path)
    assert (found.provenance.obtained, found.provenance.licence, found.provenance.what) == (None, None, "")
    assert found.provenance.sha256 == ""
    kept, known = archive.keep(tmp_path / "archive", path, found.provenance)
    assert known.sha256 == kept.name == archive.sha256(path)
    assert list((tmp_path / "archive/work").iterdir()) == []


def test_nothing_to_read_is_an_error_that_says_what_to_do(folder: Path) -> None:
    with pytest.raises(SourceMissing, match="cuentas list"):
        fetch.find(folder, frozenset({"population"}))
    with pytest.raises(SourceMissing, match="nowhere"):
        fetch.find(folder / "nowhere")


def test_bytes_are_kept_untouched_under_their_hash(folder: Path, tmp_path: Path) -> None:
    (found,) = fetch.find(folder)
    kept, _known = archive.keep(tmp_path / "archive", found.path, found.provenance)
    assert kept.name == found.provenance.sha256
    assert kept.read_bytes() == found.path.read_bytes()
    words = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
    assert words["original_url"] is None
    assert archive.from_json(words) == found.provenance


@pytest.mark.parametrize("change", [lambda path: path.write_text(PRICES + "x"), Path.unlink])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    path = tmp_path / "new.csv"
    path.write_text(PRICES, encoding="utf-8")
    unknown = Provenance(path.name, path.stat().st_size, "")
    place = tmp_path / "archive"
    refused = pytest.raises(SourceChanged, match="written to or taken away while it was read")
    with refused, archive.arriving(place, path, unknown):
        change(path)
    assert archive.held(place) == []
    assert not list((place / "work").iterdir())


def test_other_bytes_than_recorded_are_refused(folder: Path, tmp_path: Path) -> None:
    (found,) = fetch.find(folder)
    found.path.write_text(PRICES + "x", encoding="utf-8")
    with pytest.raises(SourceChanged, match="recorded hash"):
        archive.keep(tmp_path / "archive", found.path, found.provenance)
    assert not (tmp_path / "archive").exists()
