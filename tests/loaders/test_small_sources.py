"""Population, prices, and the second opinion on what was exercised."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from loaders import audit
from loaders.datasets import gdp_deflator
from loaders.datasets.executed_secondary import pesos
from loaders.datasets.gdp_deflator import kind
from loaders.datasets.population import inhabitants
from loaders.errors import BadValue, SourceError, UnknownCode, UnknownColumn
from loaders.model import RawFile, Reading
from loaders.registry import dataset
from loaders.states import STATES, state_id


def read(folder: Path, dataset_id: str, name: str, text: str) -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    owner = dataset(dataset_id)
    return audit.reading(owner, owner.read(RawFile(name, path, None)), where=name)


def test_population_is_long_and_states_have_codes(tmp_path: Path) -> None:
    text = "ENTIDAD,1970,2026\nAguascalientes,361162,1509700\nMéxico,3833000,17900000\n"
    given = read(tmp_path, "population", "poblacion_entidad_mujeres.csv", text)
    rows = given.tables["population"].select("fiscal_year", "state_id", "sex", "inhabitants").rows()
    assert given.rows_read == 4
    assert rows[1] == (2026, "01", "women", 1509700)
    assert rows[2] == (1970, "15", "women", 3833000)


def test_population_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    name = "poblacion_entidad_total.csv"
    with pytest.raises(UnknownCode, match="Atlántida"):
        read(tmp_path, "population", name, "ENTIDAD,1970\nAtlántida,1\n")
    with pytest.raises(UnknownColumn, match="NOTA"):
        read(tmp_path, "population", name, "ENTIDAD,1970,NOTA\nColima,1,x\n")
    with pytest.raises(BadValue, match="1,5"):
        inhabitants("1,5")


def test_a_state_has_one_code_whatever_it_was_called() -> None:
    assert len({state.state_id for state in STATES}) == 32
    assert state_id("Distrito Federal") == state_id("CIUDAD DE MÉXICO") == "09"


def test_prices_are_exact_decimals_by_month(tmp_path: Path) -> None:
    head = "PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n"
    given = read(tmp_path, "consumer_prices", "inpc_2026.csv", f"{head}2026-06-01,145.131,145.671,142.839\n")
    row = given.tables["price_index"].row(0, named=True)
    assert row["value"] == Decimal("145.131")
    assert (str(row["period"]), row["fiscal_year"], row["kind"]) == ("2026-06-01", 2026, "observed")
    with pytest.raises(SourceError):
        read(tmp_path, "consumer_prices", "inpc_2026.csv", f"{head}junio,145.131,1,1\n")


def test_a_deflator_year_says_whether_it_was_observed() -> None:
    assert [kind(year) for year in (1992, 2003, 2018, 2019, 2025, 2026, 2029)] == [
        "unknown", "observed", "observed", "unknown", "unknown", "projected", "projected",
    ]  # fmt: skip


def test_the_second_opinion_comes_in_millions_with_binary_noise() -> None:
    assert pesos("890") == Decimal("890000000.00")
    assert pesos("6867.115544000000123") == Decimal("6867115544.00")
    with pytest.raises(BadValue):
        pesos("NA")


def test_the_second_opinion_has_identities(tmp_path: Path) -> None:
    head = "CICLO,RMP,ID_RAMO,DESC_RAMO,ID_MODALIDAD,DESC_MODALIDAD,ID_PP,DESC_PP,EJERCIDO_MDP\n"
    text = (
        f"{head}2008,15S001,15,Reforma Agraria,S,x,1,y,1.5\n2013,04E001,4,Gobernación,E,x,1,y,3317.78617148\n"
    )
    given = read(tmp_path, "executed_secondary", "x.csv", text)
    rows = given.tables["reference_total"].select("agency_id", "program_code", "total_mxn").rows()
    assert rows == [
        ("reforma-agraria", "S001", Decimal("1500000.00")),
        ("gobernacion", "E001", Decimal("3317786171.48")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"RDX3\nX\n" + b"\0" * 20,
        b"RDX3\nX\n\0\0\0\3\0\4\2\1\0\3\5\0\0\0\0\5UTF-8" + b"\xff" * 40,
        b"BZh91AY&SY" + b"\0" * 40,
        b"not R at all",
    ],
)
def test_what_is_no_r_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "deflactor_shcp_local.rda"
    path.write_bytes(content)
    with pytest.raises(BadValue, match=r"not an R data file|no object deflactor_local"):
        gdp_deflator.DATASET.read(RawFile(path.name, path, None))
