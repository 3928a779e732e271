"""Letters that are not what they should be: put right and counted, or refused; never stored garbled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from loaders.cli import app
from loaders.errors import LoadersError, WrongEncoding
from loaders.text_encodings import Twice, require_western
from tests.loaders.contracts.test_cases import texts
from tests.loaders.contracts.test_conventions import CASES, read

WHOLE = CASES / "currency_spellings.csv"
_SPANISH = st.text("áéíóúüñÁÉÍÓÚÜÑ¿¡°ª abcXYZ,.;123\n", max_size=80)


def test_what_was_encoded_twice_is_undone_and_counted() -> None:
    made = read(CASES / "double_encoded_utf8.csv")
    right = read(CASES / "semicolon_decimal_comma.csv").tables["contract"]
    contracts = made.tables["contract"]
    for name in (
        "procurement_method",
        "procurement_method_published",
        "supplier_name",
        "institution_name",
        "title",
    ):
        assert contracts[name].to_list() == right[name].to_list(), name
    assert [text for text in texts(replace(made, corrections=())) if "Ã" in text] == []
    [finding] = [one for one in made.corrections if one.code == "encoded_twice"]
    assert (finding.line, finding.before, finding.after) == (1, "Ã³", "ó")
    assert "437 letters" in finding.what.en


@given(_SPANISH)
def test_any_spanish_text_encoded_twice_is_read_back(text: str) -> None:
    for wrong in ("latin-1", "cp1252"):
        try:
            garbled = text.encode().decode(wrong).encode()
        except UnicodeDecodeError:
            continue
        assert Twice().undone(garbled) == text.encode()
    once = Twice()
    assert once.undone(text.encode()) == text.encode()
    assert once.corrections() == ()


def test_letters_that_are_lost_are_told() -> None:
    twice = Twice()
    assert twice.undone("ADMINISTRACIÃN".encode()) == "ADMINISTRACIÃN".encode()
    assert [one.code for one in twice.corrections()] == ["garbled_letters"]


@pytest.mark.parametrize(("encoding", "name"), [("cp850", "CP850"), ("mac_roman", "MACINTOSH")])
def test_letters_of_another_machine_are_refused_with_the_remedy(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = tmp_path / "case.csv"
    path.write_bytes(WHOLE.read_text("utf-8").encode(encoding, errors="replace"))
    with pytest.raises(WrongEncoding, match=f"letters are {name}.*iconv -f {name} -t UTF-8"):
        read(path)


def test_letters_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "case.csv"
    path.write_bytes(WHOLE.read_text("utf-8").encode("cp1252"))
    made = read(path)
    assert made.tables["contract"].equals(read(WHOLE).tables["contract"])
    assert [one.code for one in made.corrections if one.code == "encoding"] == ["encoding"]


@given(_SPANISH)
def test_spanish_in_cp1252_is_never_refused(text: str) -> None:
    require_western(text.encode("cp1252"), "x.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_text_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path / "home"))
    path = tmp_path / "case.csv"
    path.write_bytes(WHOLE.read_text("utf-8").encode(encoding))
    for asked in ([], ["compranet"]):
        refused = CliRunner().invoke(app, ["load", *asked, "--from", str(path), "--no-index"])
        assert isinstance(refused.exception, LoadersError)
        assert "UTF-16" in str(refused.exception)
        assert "iconv" in str(refused.exception)
