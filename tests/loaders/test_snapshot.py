"""The bundled snapshot: small, real, repeatable, and free of what must not be in it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import polars as pl
import pytest

from loaders import bundle, known_files, run
from loaders.errors import DeclarationError, SourceChanged, SourceMissing
from loaders.tables import TABLES

RAW = os.environ.get("CUENTAS_RAW")
MOST = 6 * 2**20
CONTACT = r"[\w.]+@[\w.]+\.\w+|\b[A-Z&Ñ]{4}\d{6}[A-Z0-9]{3}\b"


def files() -> list[Path]:
    return sorted(bundle.folder().iterdir())


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in files()) <= MOST


def test_it_holds_declared_tables_only() -> None:
    for path in files():
        if path.suffix == ".parquet":
            assert path.stem.split(".", 1)[1] in TABLES


def test_it_names_the_source_of_every_file() -> None:
    words = json.loads((bundle.folder() / "provenance.json").read_text(encoding="utf-8"))
    held = {path.name.split(".", 1)[0] for path in files() if path.suffix == ".parquet"}
    assert {one["dataset_id"] for one in words["files"]} >= held
    for one in words["files"]:
        assert re.fullmatch(r"[0-9a-f]{64}", one["provenance"]["sha256"])
        assert one["provenance"]["original_url"] != "unknown"


def test_it_has_no_addresses_of_people_and_no_tax_codes_of_persons() -> None:
    for path in files():
        if path.suffix == ".parquet":
            texts = pl.read_parquet(path).select(pl.col(pl.String).str.contains(CONTACT).any())
            assert not any(texts.row(0)), path.name


def test_a_missing_or_foreign_snapshot_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="cuentas snapshot"):
        list(bundle.read(tmp_path))
    (tmp_path / "provenance.json").write_text('{"schema_version": "0", "files": []}', encoding="utf-8")
    with pytest.raises(SourceChanged, match="another schema"):
        list(bundle.read(tmp_path))


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    made = run.snapshot(Path(str(RAW)), tmp_path, say=lambda words: None)
    assert [path.name for path in made] == [path.name for path in files()]
    for new, old in zip(made, files(), strict=True):
        assert new.read_bytes() == old.read_bytes(), new.name


def test_what_is_left_out_is_declared_with_its_reason_and_is_not_in_it() -> None:
    words = json.loads((bundle.folder() / "provenance.json").read_text(encoding="utf-8"))
    held = {one["source_file_id"] for one in words["files"]}
    left = bundle.left_out()
    assert len({one.source_file_id for one in left}) == len(left) == 8
    assert not held & {one.source_file_id for one in left}
    assert not any(bundle.is_bundled(one.source_file_id) for one in left)
    assert all(bundle.is_bundled(identity) for identity in held)
    for one in left:
        assert one.reason.es
        assert one.reason.en
        assert re.fullmatch(r"[0-9a-f]{64}", one.sha256)


def test_a_file_left_out_for_no_declared_reason_is_an_error() -> None:
    with pytest.raises(DeclarationError, match="declared wrongly"):
        bundle._left_out({"file": "budget/x.csv", "dataset": "draft_budget", "reason": "because"}, {})


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
def test_what_is_left_out_is_known_by_its_bytes() -> None:
    for one in bundle.left_out():
        found = known_files.known(Path(str(RAW)) / one.file_name)
        assert found == known_files.Known(one.dataset_id, one.fiscal_year, one.published)
