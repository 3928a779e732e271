"""The catalogues of objects of expenditure and of the programme structure; excerpts of the copies held."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from loaders import audit
from loaders.datasets.object_catalogue import code as object_code
from loaders.datasets.programme_catalogue import code as programme_code
from loaders.errors import BadValue, MissingColumn, SourceError, UnknownCode, UnknownColumn, UnknownHeader
from loaders.model import RawFile, Reading
from loaders.registry import dataset, match
from tests.loaders.flat_files import workbook

RAW = os.environ.get("CUENTAS_RAW")
Sheet = Sequence[Sequence[object]]
TREE: Sheet = (
    ("CAPITULO", "CONCEPTO", "PARTIDA_GENERICA", "PARTIDA_ESPECIFICA", "DESCRIPCION"),
    (1000, 1100, 111, 11101, "(Derogada)"),
    (1000, 1100, 111, "", "Dietas"),
    (1000, 1100, "", "", "Remuneraciones al\xa0personal  de carácter permanente"),
    (1000, "", "", "", "Servicios personales"),
)
WORKBOOK: Mapping[str, Sheet] = {
    "Concatenated": TREE,
    "CAPITULO": (("CAPITULO", "DESCRIPCION"), (1000, "Servicios personales")),
    "CONCEPTO": (("CONCEPTO", "DESCRIPCION"), (2500, "Productos quimicos"), (2500, "Productos químicos")),
    "PARTIDA GENERICA": (("PARTIDA_GENERICA", "DESCRIPCION"), (3604, "Derogada"), ("1101", "Dietas")),
    "PARTIDA ESPECÍFICA": (("PARTIDA_ESPECIFICA", "DESCRIPCION"), (33106, "Servicios legales")),
}


def objects(folder: Path, changed: Mapping[str, Sheet] | None = None) -> Reading:
    path = folder / "catalogo_objeto_del_gasto_osdata.xlsx"
    workbook(path, {**WORKBOOK, **(changed or {})})
    return reading(path)


def reading(path: Path) -> Reading:
    found = match(f"budget/{path.name}")
    assert found is not None
    owner, year = found
    return audit.reading(owner, owner.read(RawFile(path.name, path, year)), where=path.name)


def test_every_row_of_every_sheet_is_a_code_with_its_level_parent_and_name(tmp_path: Path) -> None:
    given = objects(tmp_path)
    rows = given.tables["object_code"].rows()
    assert given.rows_read == len(rows) == 10
    assert rows[:4] == [
        ("specific_object", "11101", "111", "(Derogada)", True, "Concatenated", 2),
        ("generic_object", "111", "1100", "Dietas", False, "Concatenated", 3),
        (
            "concept",
            "1100",
            "1000",
            "Remuneraciones al personal de carácter permanente",
            False,
            "Concatenated",
            4,
        ),
        ("chapter", "1000", None, "Servicios personales", False, "Concatenated", 5),
    ]
    assert rows[7:9] == [
        ("generic_object", "3604", None, "Derogada", True, "PARTIDA GENERICA", 2),
        ("generic_object", "1101", None, "Dietas", False, "PARTIDA GENERICA", 3),
    ]


@pytest.mark.parametrize(
    ("changed", "error", "value"),
    [
        ({"Hoja9": TREE}, UnknownHeader, "Hoja9"),
        ({"CAPITULO": (("CAPITULO", "NOTA", "DESCRIPCION"),)}, UnknownColumn, "NOTA"),
        ({"CAPITULO": (("CAPITULO",),)}, MissingColumn, "DESCRIPCION"),
        ({"CAPITULO": ()}, MissingColumn, "DESCRIPCION"),
        ({"CAPITULO": (("CAPITULO", "DESCRIPCION"), (1000.5, "x"))}, BadValue, "1000.5"),
        ({"CAPITULO": (("CAPITULO", "DESCRIPCION"), (1000, ""))}, BadValue, "row 2"),
        ({"Concatenated": (TREE[0], (1000, "", 111, "", "Dietas"))}, BadValue, "row 2"),
    ],
)
def test_a_workbook_of_another_shape_stops_the_run(
    tmp_path: Path, changed: Mapping[str, Sheet], error: type[SourceError], value: str
) -> None:
    with pytest.raises(error, match=value):
        objects(tmp_path, changed)


@pytest.mark.parametrize("cell", [True, "x", 1.5, None])
def test_a_cell_that_is_no_code_is_an_error(cell: object) -> None:
    with pytest.raises(BadValue, match="here"):
        object_code(cell, "here")


_HEAD = """RAMO RAMO_DESCRIPCION MODALIDAD MODALIDAD_DESCRIPCION PROGRAMA+PRESUPUESTARIO
PROGR_PRES_DESCRIPCION UNIDAD UNIDAD_DESCRIPCION FINALIDAD FINALIDAD_DESCRIPCION FUNCION FUNCION_DESCRIPCION
SUBFUNCION
SUBFUNCION_DESCRIPCION ACTIVIDAD_INST ACTIVIDAD_INST_DESCRIPCION EJE_PND+2019-2024
EJE_PND+2019-2024_DESCRIPCION TIPO_PROGRAMA DESCRIPCION_TIPO_PROGRAMA PROGRAMA DESCRIPCION_PROGRAMA
OBJETIVO+PRIORITARIO
DESCRIPCION_OBJETIVO+PRIORITARIO ESTRATEGIA+PRIORITARIA DESCRIPCION_ESTRATEGIA+PRIORITARIA"""
HEAD = [name.replace("+", " ") for name in _HEAD.split()]
_HEALTH = """12.0|Salud|E|Prestación de Servicios Públicos|23.0|Atención a la\xa0Salud|M7A|Centro Regional|2.0
Desarrollo Social|3.0|Salud|2.0|Prestación de Servicios de Salud a la Persona|18.0|Prestación de servicios|2
Política Social|1.0|Programa Sectorial|12.0|Programa Sectorial de Salud 2020-2024|1.0|Garantizar los servicios
2.0|Asegurar el acceso a Servicios de Salud"""
HEALTH = _HEALTH.replace("\n", "|").split("|")
_CONGRESS = """1.0|Poder Legislativo|K|Proyectos de Inversión|25.0|Proyectos de inmuebles (oficinas)|200
H. Cámara de Senadores|1.0|Gobierno|1.0|Legislación|1.0|Legislación|4.0|Llevar a cabo el proceso"""
CONGRESS = [*_CONGRESS.replace("\n", "|").split("|"), *[""] * 10]


def programmes(folder: Path, head: Sequence[str], *records: Sequence[str]) -> Reading:
    path = folder / "catalogo_estructura_programatica_2021_utf8.csv"
    text = io.StringIO(newline="")
    csv.writer(text).writerows((head, *records))
    path.write_text(text.getvalue(), encoding="utf-8")
    return reading(path)


def test_a_programme_stands_under_its_unit_function_and_plan(tmp_path: Path) -> None:
    given = programmes(tmp_path, HEAD, HEALTH, CONGRESS)
    first, second = given.tables["programme_structure"].rows(named=True)
    key = ("agency_id", "unit_id", "subfunction_id", "activity_id", "modality_id", "program_id")
    assert [first[name] for name in key] == ["salud", "salud.M7A", "2.3.2", "salud.18", "E", "salud.E023"]
    assert (first["plan_program_id"], first["plan_axis"]) == ("12", "Política Social")
    assert [second[name] for name in ("unit_id", "program_id", "plan_axis_id", "plan_strategy")] == [
        "legislativo.200", "legislativo.K025", None, None,
    ]  # fmt: skip


def test_the_names_of_its_codes_are_clean_and_of_its_year(tmp_path: Path) -> None:
    given = programmes(tmp_path, HEAD, HEALTH)
    member = given.tables["member"]
    names = {row["member_id"]: row["name"] for row in member.rows(named=True)}
    assert names["salud.E023"] == "Atención a la Salud"
    assert set(member["fiscal_year"]) == {2021}
    assert given.tables["agency_name"].rows() == [("salud", 2021, "programme_catalogue", "Salud")]


def test_a_structure_of_another_shape_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(UnknownColumn, match="NOTA"):
        programmes(tmp_path, [*HEAD, "NOTA"], [*HEALTH, ""])
    with pytest.raises(MissingColumn, match="UNIDAD"):
        programmes(tmp_path, ["x" if name == "x" else name for name in HEAD if name != "UNIDAD"])
    with pytest.raises(UnknownCode, match="99"):
        programmes(tmp_path, HEAD, ["99.0", *HEALTH[1:]])
    with pytest.raises(BadValue, match=r"23\.5"):
        programmes(tmp_path, HEAD, [*HEALTH[:4], "23.5", *HEALTH[5:]])


@pytest.mark.parametrize(("cell", "plain"), [("1.0", "1"), ("A00", "A00"), ("", ""), (" 200 ", "200")])
def test_codes_lose_what_a_conversion_added(cell: str, plain: str) -> None:
    assert programme_code(cell) == plain


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
def test_whole_files_are_read_to_the_last_row() -> None:
    folder = Path(RAW or "") / "budget"
    objects_given = reading(folder / "catalogo_objeto_del_gasto_osdata.xlsx")
    programmes_given = reading(folder / "catalogo_estructura_programatica_2021_utf8.csv.gz")
    assert (objects_given.rows_read, len(objects_given.rejects)) == (2540, 0)
    assert (programmes_given.rows_read, len(programmes_given.rejects)) == (5421, 0)
    assert dataset("programme_catalogue").secondary
    assert programmes_given.tables["programme_structure"]["program_id"].n_unique() == 870
