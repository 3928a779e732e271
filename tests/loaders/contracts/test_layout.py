"""A file is known by its header and by its content, never by its name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from loaders.contracts.layout import layout, recognise
from loaders.errors import MissingColumn, UnknownColumn, UnknownHeader
from loaders.registry import match, match_content

HERE = Path(__file__).parent / "excerpts"
D, C2, A = csv.reader((HERE / "headers.txt").read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("name", "dataset", "generation", "width"),
    [
        ("b1", "compranet", "B1", 39),
        ("b1_blank_header", "compranet", "B1", 39),
        ("b2_selection", "selected_contracts", "B2", 44),
        ("b3_headerless", "compranet", "B3", 45),
        ("c2", "compranet", "C2", 45),
        ("d", "compras_mx", "D", 21),
        ("e_cp1252", "procurement_procedures", "E", 37),
    ],
)
def test_an_excerpt_is_known_under_any_name(
    tmp_path: Path, name: str, dataset: str, generation: str, width: int
) -> None:
    path = tmp_path / "descarga.txt"
    path.write_bytes((HERE / f"{name}.csv").read_bytes())
    found = match_content(path, path.name)
    assert match(path.name) is None
    assert found is not None
    assert found[0].id == dataset
    first = (HERE / f"{name}.csv").read_text("cp1252" if "cp1252" in name else "utf-8").splitlines()[0]
    if name != "b3_headerless":
        made = layout(first.split(","), where=name)
        assert (made.generation.id, made.width) == (generation, width)


@pytest.mark.parametrize(
    ("header", "generation", "fields"),
    [
        (D, "D", {44: "amount", 45: "currency", 55: "range_currency", 46: "amended", 56: None, 64: "rfc"}),
        (C2, "C2", {5: None, 8: "object_codes", 11: "legal_basis", 26: "amount", 37: "rfc"}),
        ([name for name in C2 if name != "Descripción del contrato"], "C1", {25: "amount"}),
        (A, "A", {2: "contract_code", 6: "amount", 7: "signed_on", 8: "supplier_name"}),
    ],
    ids=["D, short names", "C2", "C1", "A, reported"],
)
def test_a_whole_header_is_read_column_by_column(
    header: list[str], generation: str, fields: dict[int, str | None]
) -> None:
    made = layout(header, where="test")
    assert made.generation.id == generation
    assert made.width == len(header)
    assert {place: made.fields[place] for place in fields} == fields


def test_two_columns_called_currency_are_told_apart() -> None:
    header = ["Importe DRC", "Moneda", "Monto sin imp./mínimo", "Moneda", "Artículo de excepción"]
    header += ["Proveedor o contratista", "Clave de la UC", "Número de procedimiento", "Tipo Procedimiento"]
    assert layout(header, where="test").fields[:4] == ("amount", "currency", "amount_min", "range_currency")


def test_columns_of_officials_are_known_and_not_read() -> None:
    made = layout(C2, where="test")
    assert made.private == {C2.index("Responsable de la UC")}
    assert all(made.fields[place] is None for place in made.private)


def test_doubt_stops_the_run() -> None:
    with pytest.raises(UnknownColumn, match="Correo del proveedor"):
        layout([*C2, "Correo del proveedor"], where="test")
    with pytest.raises(MissingColumn, match="supplier_name"):
        layout([name for name in C2 if not name.startswith("Proveedor")], where="test")
    with pytest.raises(UnknownHeader, match="no known generation"):
        layout(["a", "b"], where="test")
    with pytest.raises(UnknownColumn, match="two columns"):
        layout([*C2, "RFC"], where="test")


def test_a_record_of_another_width_is_no_header() -> None:
    record = (HERE / "b3_headerless.csv").read_text("utf-8").splitlines()[2].split(",")
    assert len(record) == 45
    found = recognise(record)
    assert found is not None
    assert found.id == "B3"
    assert recognise(record[:-1]) is None
    assert recognise(["APF"] * 45) is None
