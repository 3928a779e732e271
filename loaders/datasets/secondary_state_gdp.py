"""State GDP as a third party reshaped it: the only source held for three states, a check on the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from loaders import audit, clean, looks, read
from loaders.errors import UnknownCode
from loaders.gdp import NATIONAL, SCHEMA, Row, industry, pesos
from loaders.licences import INEGI_FREE_USE
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text
from loaders.states import state_id

_ID = "secondary_state_gdp"
_BASES = {"VALOR_CORRIENTE": "current", "VALOR_CONSTANTE": "constant_2018"}
_NEEDED = ("PERIODO", "CVE_ENT", "ENTIDAD", "CLAVE_INDUSTRIA", *_BASES)
_IGNORED = ("INDUSTRIA",)
# The copy numbers the three great groups of activities, which have no code in INEGI's files.
_CODES = {"1": "primarias", "2": "secundarias", "4": "terciarias"}


def _recognise(raw: RawFile) -> bool:
    return looks.has(raw, _NEEDED)


def _read(raw: RawFile) -> Reading:
    import polars as pl

    header, records = read.rectangle(raw)
    audit.header(header, _NEEDED, _IGNORED, where=raw.name)
    cells = (dict(zip(header, record, strict=True)) for record in records)
    rows = [row for line, cell in enumerate(cells, 1) for row in _rows(line, cell, raw.name)]
    frame = pl.DataFrame(rows, schema=list(SCHEMA), orient="row", infer_schema_length=None)
    return Reading({"state_gdp": frame}, len(records) * len(_BASES))


def _rows(line: int, cell: Mapping[str, str], where: str) -> Iterator[Row]:
    """Yield the two amounts of a line: each is a record of this source, as a cell is of INEGI's files."""
    code = industry(_CODES.get(cell["CLAVE_INDUSTRIA"], cell["CLAVE_INDUSTRIA"]), where)
    year, state = clean.year(cell["PERIODO"]), _state(cell, where)
    for column, basis in _BASES.items():
        yield _ID, year, state, code, basis, pesos(cell[column], where), None, line


def _state(cell: Mapping[str, str], where: str) -> str:
    """Return the code of a state whose name is the one of its number; UnknownCode where they disagree."""
    found = NATIONAL if cell["ENTIDAD"] == "Nacional" else state_id(cell["ENTIDAD"])
    if found != cell["CVE_ENT"].zfill(2):
        raise UnknownCode(
            "the state's number is not that of its name",
            where=where,
            value=f"{cell['CVE_ENT']} {cell['ENTIDAD']}",
            todo="look at the file",
        )
    return found


DATASET = Dataset(
    id=_ID,
    title=Text("PIB por entidad federativa, copia reordenada", "GDP by state, reshaped copy"),
    description=Text(
        "El PIB de los 32 estados por actividad, reordenado por un tercero. Da los tres estados cuyos "
        "archivos del INEGI no se tienen y sirve para contrastar los demás.",
        "GDP of the 32 states by activity, reshaped by a third party. It gives the three states whose INEGI "
        "files are not held, and serves to check the others.",
    ),
    publisher="lapanquecita/pib (INEGI)",
    licence=INEGI_FREE_USE,
    source_page=None,
    files=(FilePattern(r"(?:states/)?pib_estatal_tidy\.csv(?:\.gz)?"),),
    tables=("state_gdp",),
    counted=("state_gdp",),
    read=_read,
    recognise=_recognise,
    named="pib_estatal_tidy.csv",
    secondary=True,
    caveats=(
        Caveat(
            "reshaped_copy",
            Text(
                "Copia reordenada por un tercero: Chiapas, Yucatán y Zacatecas sólo están aquí. No trae las "
                "marcas de años revisados.",
                "A copy reshaped by a third party: Chiapas, Yucatán and Zacatecas are only here. It leaves "
                "out the marks of revised years.",
            ),
        ),
    ),
)
