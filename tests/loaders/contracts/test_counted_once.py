"""What is no contract in force, or a contract again, is in no sum, and the store says how much it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from loaders.engine import open_store
from loaders.home import Home
from loaders.run import load
from loaders.schema import table
from loaders.search import index, schema

CASES = Path(__file__).parent / "cases"
OCDS = Path(__file__).parents[1] / "ocds" / "cases" / "ocds_compiled_only.json"


def quiet(words: str) -> None:
    del words


def written(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write a file of CompraNet: its first record again and again, with what each row says otherwise."""
    with (CASES / "suppliers_with_at_sign.csv").open(encoding="utf-8", newline="") as file:
        usual = next(iter(csv.DictReader(file)))
    folder.mkdir()
    with (folder / "contratos.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(usual))
        out.writeheader()
        for number, row in enumerate(rows):
            own = {"CODIGO_CONTRATO": f"7000{number}", "PROVEEDOR_CONTRATISTA": "ALFA SA DE CV"}
            out.writerow({**usual, **own, **row})
    return folder


class Loaded:
    """A folder of files, loaded and indexed."""

    def __init__(self, place: Path, folder: Path) -> None:
        self.home = Home(place)
        self.version = load(self.home, folder, say=quiet).version
        with_index = index.ensure(self.home, self.version, quiet, again=True)
        assert with_index
        assert schema.is_there(self.home, self.version)
        engine = open_store(home=self.home)
        with engine.connect() as connection:
            self.contracts = self._rows(connection, "contract")
            self.amounts = {row["amount_status"]: row for row in self._rows(connection, "contract_amounts")}
            self.sizes = self._rows(connection, "contract_size")
            self.signals = self._rows(connection, "contract_signal")
            self.corrections = {row["code"]: row for row in self._rows(connection, "correction")}
        engine.dispose()

    def _rows(self, connection: sa.Connection, name: str) -> list[dict[str, Any]]:
        known = table(name)
        return [dict(row) for row in connection.execute(sa.select(known)).mappings()]

    def whole(self) -> dict[str, Any]:
        """Return the size of everything, whatever the procedure."""
        [found] = [
            row for row in self.sizes if row["dimension"] == "all" and row["procurement_method"] is None
        ]
        return found

    def searched(self) -> int:
        """Return how many contracts the index has."""
        found = schema.opened(schema.folder(self.home, self.version) / schema.CONTRACTS)
        found.reload()
        return int(found.searcher().num_docs)


def test_cancelled_and_pending_are_a_status_of_their_own_out_of_every_sum(tmp_path: Path) -> None:
    rows = [
        {"ESTATUS_CONTRATO": status, "IMPORTE_CONTRATO": amount}
        for status, amount in (("Activo", "100"), ("Cancelado", "1000"), ("PENDIENTE", "500"), ("Raro", "7"))
    ]
    made = Loaded(tmp_path / "home", written(tmp_path / "in", rows))
    told = {
        row["contract_status"]: (row["contract_standing"], row["amount_status"]) for row in made.contracts
    }
    assert told == {
        "Activo": ("active", "counted"),
        "Cancelado": ("cancelled", "cancelled"),
        "PENDIENTE": ("pending", "pending"),
        "Raro": ("unclassified", "counted"),
    }
    whole = made.whole()
    assert (whole["contracts"], whole["amount_mxn"], whole["largest_mxn"]) == (2, Decimal(107), Decimal(100))
    left = {
        name: (made.amounts[name]["contracts"], made.amounts[name]["amount_mxn"])
        for name in ("cancelled", "pending")
    }
    assert left == {"cancelled": (1, Decimal(1000)), "pending": (1, Decimal(500))}
    out = {row["contract_no"] for row in made.contracts if row["amount_status"] != "counted"}
    assert not out & {row["contract_no"] for row in made.signals}
    assert made.corrections["unknown_word"]["before"] == "Raro"
    assert made.searched() == 4


def test_an_amended_row_counts_once_and_a_shared_amount_once(tmp_path: Path) -> None:
    rows = [
        {"CODIGO_CONTRATO": "1", "IMPORTE_CONTRATO": "100"},
        {"CODIGO_CONTRATO": "1", "IMPORTE_CONTRATO": "120"},
        {"CODIGO_CONTRATO": "2", "IMPORTE_CONTRATO": "50"},
        {"CODIGO_CONTRATO": "2", "IMPORTE_CONTRATO": "50", "PROVEEDOR_CONTRATISTA": "BETA SA DE CV"},
        {"CODIGO_CONTRATO": "3", "IMPORTE_CONTRATO": "7"},
        {"CODIGO_CONTRATO": "3", "IMPORTE_CONTRATO": "8", "PROVEEDOR_CONTRATISTA": "BETA SA DE CV"},
    ]
    made = Loaded(tmp_path / "home", written(tmp_path / "in", rows))
    told = {row["source_row"]: row["amount_status"] for row in made.contracts}
    assert told == {1: "superseded", 2: "counted", 3: "counted", 4: "shared", 5: "counted", 6: "counted"}
    assert (made.whole()["contracts"], made.whole()["amount_mxn"]) == (4, Decimal(185))
    found = {
        code: (row["before"], row["after"], row["line"])
        for code, row in made.corrections.items()
        if code.endswith("_row")
    }
    assert found == {
        "superseded_row": ("1", "100.00 MXN", 1),
        "shared_row": ("1", "50.00 MXN", 4),
        "part_row": ("2", "128.00 MXN", 2),
    }


@pytest.mark.parametrize("amount", ["100000000000000", "1000000000000000", "9999999999999999.99"])
def test_a_contract_beyond_all_scale_is_loaded_indexed_and_in_no_sum(tmp_path: Path, amount: str) -> None:
    folder = written(tmp_path / "in", [{"IMPORTE_CONTRATO": amount}, {"IMPORTE_CONTRATO": "10"}])
    whole = json.loads(OCDS.read_text(encoding="utf-8"))
    contract = whole["records"][0]["compiledRelease"]["contracts"][0]
    contract["value"]["amount"] = "@"
    (folder / "ocds.json").write_text(json.dumps(whole).replace('"@"', amount), "utf-8")
    made = Loaded(tmp_path / "home", folder)
    told = sorted((row["dataset_id"], row["amount_mxn"], row["amount_status"]) for row in made.contracts)
    assert told == [
        ("compranet", Decimal(10), "counted"),
        ("compranet", Decimal(amount), "implausible"),
        ("ocds", Decimal(amount), "implausible"),
    ]
    assert made.searched() == 3


@pytest.mark.parametrize("beyond", ["1e400", "1e16"])
def test_amounts_that_no_column_takes_are_told_and_the_rest_is_loaded(tmp_path: Path, beyond: str) -> None:
    huge = "1" + "0" * 16
    folder = written(tmp_path / "in", [{"IMPORTE_CONTRATO": huge}, {"IMPORTE_CONTRATO": "-5"}])
    whole = json.loads(OCDS.read_text(encoding="utf-8"))
    contracts = whole["records"][0]["compiledRelease"]["contracts"]
    rated = {"amount": 9e15, "currency": "USD", "exchangeRate": 20}
    contracts[0]["value"] = rated
    contracts += [
        {"id": f"k{number}", "title": "x" * 100_000, "value": {"amount": amount, "currency": "MXN"}}
        for number, amount in enumerate((9e15, 9e15, "@"), 2)
    ]
    others = [json.loads(OCDS.read_text(encoding="utf-8"))["records"][0] for _ in range(12)]
    for number, other in enumerate(others):
        other["ocid"] = other["compiledRelease"]["ocid"] = f"ocds-abc123-n{number}"
        other["compiledRelease"]["contracts"][0]["id"] = f"n{number}"
    whole["records"] += others
    text = json.dumps(whole).replace('"@"', beyond)
    (folder / "ocds.json").write_text(text, "utf-8")
    made = Loaded(tmp_path / "home", folder)
    told = {row["contract_code"]: (row["amount_mxn"], row["amount_status"]) for row in made.contracts}
    assert told == {
        "70001": (Decimal(-5), "implausible"),
        "k1": (None, "other_currency"),
        "k2": (Decimal(9) * 10**15, "implausible"),
        "k3": (Decimal(9) * 10**15, "implausible"),
        "k4": (None, "missing"),
        **{f"n{number}": (Decimal(1000), "counted") for number in range(12)},
    }
    assert made.searched() == 17
