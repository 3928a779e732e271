"""Why records were rejected stands where they are loaded: grouped, with count, first lines and an example."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loaders.cli import app

CASE = Path(__file__).parent / "contracts" / "cases" / "semicolon_decimal_comma.csv"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Sixty contracts, of which two have an amount that is none and five a date that is none."""
    with CASE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for place, row in enumerate(rows):
        row["IMPORTE_CONTRATO"] = "" if place in (3, 8) else row["IMPORTE_CONTRATO"].replace(",", ".")
        row["MONEDA"] = "TEST" if place in (10, 20, 30, 40) else row["MONEDA"]
        row["TIPO_CONTRATACION"] = "Tipo siete" if place in (5, 6) else row["TIPO_CONTRATACION"]
    path = tmp_path / "contratos.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_reasons_stand_in_load_and_status(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path / "home"))
    accept = ["--accept-failed", "--no-index"]
    done = CliRunner().invoke(app, ["load", "--from", str(source), "--json", *accept])
    (file,) = json.loads(done.stdout)["files"]
    (test,) = [one for one in file["rejects"] if one["code"] == "test_currency"]
    assert (file["rejected"], test["count"], len(test["lines"])) == (4, 4, 3)
    (word,) = [one for one in file["corrections"] if one["example"] == "Tipo siete"]
    assert (word["code"], word["count"]) == ("unknown_word", 2)
    again = CliRunner().invoke(app, ["load", "--from", str(source), *accept])
    shown = CliRunner().invoke(app, ["status"])
    for told in (again.stdout, shown.stdout):
        assert "compranet.contratos: 4 rejected, test_currency: " in told
    status = json.loads(CliRunner().invoke(app, ["status", "--json"]).stdout)
    assert status["files"][0]["rejects"] == file["rejects"]


def test_a_load_tells_of_its_own_files_only(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUENTAS_HOME", str(tmp_path / "home"))
    accept = ["--accept-failed", "--no-index"]
    assert CliRunner().invoke(app, ["load", "--from", str(source), *accept]).exit_code == 0
    other = CliRunner().invoke(app, ["load", "consumer_prices", *accept])
    *pointer, last = other.stdout.splitlines()
    assert pointer == ["what was rejected and repaired in each file of this store: `cuentas status`"]
    assert "published" in last
