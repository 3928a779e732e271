"""State GDP: INEGI's wide files and the reshaped copy. The excerpts are INEGI's, Tlaxcala 2024 edition."""

from __future__ import annotations

import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from loaders import audit
from loaders.datasets.state_gdp import DATASET as OWN
from loaders.errors import BadValue, MissingColumn, SourceError, UnknownCode, UnknownColumn
from loaders.gdp import INDUSTRIES, pesos
from loaders.model import RawFile, Reading
from loaders.registry import dataset, match

RAW = os.environ.get("CUENTAS_RAW")
TLAXCALA = "conjunto_de_datos_pibe_entidad_tlax2024_r.csv"
HEAD = "Descriptores,2003,2004,2023<R>,2024<P>"
TOTAL = "B.1bV---Valor agregado bruto|Actividad económica total  "
GDP = "B.1bP---Producto interno bruto<C1>"
CONSTANT = "Millones de pesos a precios de 2018"
FARMS = "Actividades primarias|11---Agricultura, cría y más<C1>"
WIDE = f"""{HEAD}
{CONSTANT}|{GDP},111662.69799999999,116474.385,149076.566,151631.738
Variación porcentual anual en valores constantes|{GDP},NA,4.309126580481,1.66,1.71
Millones de pesos|{GDP},52408.93200000001,58306.897999999994,190406.976,200248.308
Millones de pesos|{TOTAL}<C1>,50000.0,55000.5,180000,190000
Millones de pesos|{TOTAL}|Actividades primarias<C1>,1973.166,1853.173,6441.406,7111.88
"Millones de pesos|{TOTAL}|{FARMS}",1973.166,1853.173,6441.406,7111.88
"""
TIDY_HEAD = "PERIODO,CVE_ENT,ENTIDAD,CLAVE_INDUSTRIA,INDUSTRIA,VALOR_CONSTANTE,VALOR_CORRIENTE"
TIDY = f"""{TIDY_HEAD}
2003,0,Nacional,PIB,Producto interno bruto,17899317.915,8259533.132000001
2003,7,Chiapas,PIB,Producto interno bruto,314665.411,151381.10700000002
2003,7,Chiapas,1,Actividades primarias,24421.907,11037.147
"""


def read(folder: Path, name: str, text: str, dataset_id: str = "state_gdp") -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    owner = dataset(dataset_id)
    return audit.reading(owner, owner.read(RawFile(name, path, None)), where=name)


def copy(folder: Path, text: str) -> Reading:
    return read(folder, "pib_estatal_tidy.csv", text, "secondary_state_gdp")


def test_each_cell_of_the_blocks_in_pesos_is_a_figure_in_exact_pesos(tmp_path: Path) -> None:
    given = read(tmp_path, TLAXCALA, WIDE)
    rows = given.tables["state_gdp"].drop("dataset_id").rows()
    assert given.rows_read == len(rows) == 5 * 4
    assert rows[0] == (2003, "29", "PIB", "constant_2018", Decimal("111662698000.00"), "unmarked", 1)
    assert rows[4] == (2003, "29", "PIB", "current", Decimal("52408932000.00"), "unmarked", 3)
    assert [row[5] for row in rows[4:8]] == ["unmarked", "unmarked", "revised", "preliminary"]


def test_activities_have_their_code_name_and_what_is_above_them(tmp_path: Path) -> None:
    assert read(tmp_path, TLAXCALA, WIDE).tables["industry"].rows() == [
        ("PIB", "Producto interno bruto", None),
        ("VAB", "Actividad económica total", None),
        ("primarias", "Actividades primarias", "VAB"),
        ("11", "Agricultura, cría y más", "primarias"),
    ]


@pytest.mark.parametrize(
    ("text", "error", "value"),
    [
        (WIDE.replace("2024<P>", "Nota"), UnknownColumn, "Nota"),
        (WIDE.replace("2024<P>", "2024<X>"), UnknownColumn, "2024<X>"),
        (WIDE.replace("Descriptores", "Concepto"), MissingColumn, "Concepto"),
        (WIDE.replace("Millones de pesos|B", "Miles de pesos|B"), UnknownCode, "Miles de pesos"),
        (WIDE.replace("11---Agricultura", "99---Agricultura"), UnknownCode, "'99'"),
        (WIDE.replace("1973.166", "NA"), BadValue, "'NA'"),
    ],
)
def test_what_nobody_knows_stops_the_run_and_is_named(
    tmp_path: Path, text: str, error: type[SourceError], value: str
) -> None:
    with pytest.raises(error, match=value):
        read(tmp_path, TLAXCALA, text)


def test_the_state_is_told_by_the_name_of_the_file(tmp_path: Path) -> None:
    decomposed = "conjunto_de_datos_pibe_entidad_me\u0301x2024_r.csv"
    assert set(read(tmp_path, decomposed, WIDE).tables["state_gdp"]["state_id"]) == {"15"}
    with pytest.raises(UnknownCode, match="'luna'"):
        read(tmp_path, "conjunto_de_datos_pibe_entidad_luna2024_r.csv", WIDE)


@pytest.mark.parametrize(
    ("cell", "exact"), [("185650.54200000002", "185650542000"), ("0", "0"), ("-12.5", "-12500000")]
)
def test_binary_noise_is_dropped_and_nothing_else(cell: str, exact: str) -> None:
    assert pesos(cell, "here") == Decimal(exact)


@pytest.mark.parametrize("cell", ["1.2345", "", "1,000.0", "NA", "inf"])
def test_a_cell_that_is_no_published_figure_is_an_error(cell: str) -> None:
    with pytest.raises(BadValue, match="here"):
        pesos(cell, "here")


def test_the_copy_has_the_nation_and_both_prices(tmp_path: Path) -> None:
    given = copy(tmp_path, TIDY)
    rows = (
        given.tables["state_gdp"]
        .select("state_id", "industry_id", "price_basis", "gdp_mxn", "revision")
        .rows()
    )
    assert given.rows_read == 6
    assert rows[0] == ("00", "PIB", "current", Decimal("8259533132000.00"), None)
    assert rows[5] == ("07", "primarias", "constant_2018", Decimal("24421907000.00"), None)


@pytest.mark.parametrize(
    ("text", "error", "value"),
    [
        (TIDY.replace("7,Chiapas", "8,Chiapas"), UnknownCode, "8 Chiapas"),
        (TIDY.replace("Chiapas", "Atlántida"), UnknownCode, "Atlántida"),
        (TIDY.replace(",INDUSTRIA,", ",OTRA,", 1), UnknownColumn, "OTRA"),
        (TIDY.replace("7,Chiapas,1,", "7,Chiapas,3,"), UnknownCode, "'3'"),
    ],
)
def test_the_copy_stops_at_what_nobody_knows(
    tmp_path: Path, text: str, error: type[SourceError], value: str
) -> None:
    with pytest.raises(error, match=value):
        copy(tmp_path, text)


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
def test_whole_files_have_every_year_and_activity_of_thirty_places() -> None:
    counts: Counter[str] = Counter()
    for path in sorted((Path(RAW or "") / "states/pibe").glob("*.csv")):
        found = match(f"states/pibe/{path.name}")
        assert found is not None
        given = audit.reading(OWN, found[0].read(RawFile(path.name, path, None)), where=path.name)
        frame = given.tables["state_gdp"]
        assert given.rows_read == len(frame) == 2 * 44 * 22
        assert set(frame["industry_id"]) == set(given.tables["industry"]["industry_id"]) == INDUSTRIES
        counts.update(frame["state_id"].unique())
    assert len(counts) == 30
    assert set(counts.values()) == {1}
