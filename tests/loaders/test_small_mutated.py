"""Small sources and catalogues damaged at random: no traceback but our errors, every row accounted for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.errors import BadValue, EmptyFile, LoadersError, NotAnArchive
from loaders.model import RawFile
from loaders.registry import dataset
from tests.loaders.flat_files import accounted, workbook
from tests.loaders.test_catalogues import CONGRESS, HEAD, HEALTH, WORKBOOK
from tests.loaders.test_generations_mutated import MUTATIONS, TIMES, Mutation
from tests.loaders.test_state_gdp import TIDY, TLAXCALA, WIDE

_STATES = ("Aguascalientes", "México", "Colima", "Chiapas", "Sonora", "Yucatán", "Nuevo León")
_PEOPLE = "ENTIDAD,1970,2026\n" + "".join(f"{name},361162,1509700\n" for name in _STATES)
_PRICES = "PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n" + "".join(
    f"2026-0{month}-01,145.131,145.671,142.839\n" for month in range(1, 8)
)
_SECOND = "CICLO,RMP,ID_RAMO,DESC_RAMO,ID_MODALIDAD,DESC_MODALIDAD,ID_PP,DESC_PP,EJERCIDO_MDP\n" + (
    "2013,04E001,4,Gobernación,E,x,1,y,3317.78617148\n" * 7
)
_STRUCTURE = "\n".join(",".join(row) for row in (HEAD, *(HEALTH, CONGRESS) * 4)) + "\n"
_COPY = TIDY + "".join(
    f"{year},7,Chiapas,PIB,Producto interno bruto,1.5,2.25\n" for year in range(2004, 2009)
)
FILES: Sequence[tuple[str, str, str]] = (
    ("population", "poblacion_entidad_total.csv", _PEOPLE),
    ("consumer_prices", "inpc_2026.csv", _PRICES),
    ("executed_secondary", "second.csv", _SECOND),
    ("state_gdp", TLAXCALA, WIDE),
    ("secondary_state_gdp", "pib_estatal_tidy.csv", _COPY),
    ("programme_catalogue", "catalogo_estructura_programatica_2021_utf8.csv", _STRUCTURE),
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
@pytest.mark.parametrize(("dataset_id", "name", "text"), FILES, ids=[one[0] for one in FILES])
def test_a_damaged_small_file_is_refused_or_accounted_for(
    dataset_id: str, name: str, text: str, mutation: Mutation, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert accounted(dataset_id, path, 2021, "whole")
    for seed in range(TIMES // len(FILES)):
        chance = random.Random(f"{mutation.__name__} {seed}")
        path.write_bytes(mutation(text.encode(), chance))
        accounted(dataset_id, path, 2021, f"{mutation.__name__} {seed}")


def test_a_damaged_workbook_is_refused_or_accounted_for(tmp_path: Path) -> None:
    path = tmp_path / "catalogo_objeto_del_gasto_osdata.xlsx"
    workbook(path, WORKBOOK)
    data = path.read_bytes()
    assert accounted("object_catalogue", path, 2021, "whole")
    for seed in range(TIMES):
        chance = random.Random(seed)
        path.write_bytes(chance.choice((*MUTATIONS[:1], *MUTATIONS[4:]))(data, chance))
        accounted("object_catalogue", path, 2021, str(seed))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"\x1f\x8b\x08broken", NotAnArchive),
        (b"ENTIDAD,1970\nColima\n", BadValue),
        (b'ENTIDAD,1970\n"' + b"x" * 200_000, BadValue),
    ],
)
def test_a_file_that_is_no_table_is_an_error_of_ours(
    tmp_path: Path, data: bytes, error: type[LoadersError]
) -> None:
    path = tmp_path / "poblacion_entidad_total.csv"
    path.write_bytes(data)
    with pytest.raises(error, match="poblacion_entidad_total"):
        dataset("population").read(RawFile(path.name, path, None))
