"""State GDP (*PIB por entidad federativa*, INEGI): a wide file for each state and one for the nation.

The files say which state they are of by their names only. Of their eleven blocks of rows, the two in pesos
are read; the other nine (growth, structure, contributions, indices) follow from these and are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from loaders import clean, looks, read
from loaders.errors import MissingColumn, UnknownCode, UnknownColumn
from loaders.gdp import NATIONAL, SCHEMA, Row, industry, pesos
from loaders.licences import INEGI_FREE_USE
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text

if TYPE_CHECKING:
    import polars as pl

_ID = "state_gdp"
_PESOS = {"Millones de pesos": "current", "Millones de pesos a precios de 2018": "constant_2018"}
_DERIVED = frozenset(
    {
        "Contribución a la variación del estado en valores constantes",
        "Contribución a la variación del estado en valores corrientes",
        "Estructura porcentual en valores constantes",
        "Estructura porcentual en valores corrientes",
        "Variación porcentual anual de los índices de precios implícitos",
        "Variación porcentual anual en valores constantes",
        "Variación porcentual anual en valores corrientes",
        "Índice de precios implícitos base 2018=100",
        "Índice de volumen físico, base 2018=100",
    }
)
_STATES = dict(
    pair.split(":")
    for pair in (
        f"nac:{NATIONAL} ags:01 bc:02 bcs:03 camp:04 coah:05 col:06 chis:07 chih:08 cdmx:09 dgo:10 gto:11 "
        "gro:12 hgo:13 jal:14 méx:15 mich:16 mor:17 nay:18 nl:19 oax:20 pue:21 qro:22 qr:23 slp:24 sin:25 "
        "son:26 tab:27 tamps:28 tlax:29 ver:30 yuc:31 zac:32"
    ).split()
)
_NAME = re.compile(r".*pibe_entidad_(?P<state>\w+?)\d{4}(_\w)?\.csv")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<mark><\w>)?")
_MARKS = {None: "unmarked", "<R>": "revised", "<P>": "preliminary"}
_NOTE = re.compile(r"<C\d>")
_CODE = re.compile(r"(?P<code>[\w.,-]+?)---(?P<name>.+)")
# The totals have codes of the national accounts, and the three great groups have none.
_CODES = {
    "B.1bP": "PIB",
    "B.1bV": "VAB",
    "Actividad económica total": "VAB",
    "Actividades primarias": "primarias",
    "Actividades secundarias": "secundarias",
    "Actividades terciarias": "terciarias",
}


def _recognise(raw: RawFile) -> bool:
    first, *years = looks.cells(raw) or ("",)
    return first == "Descriptores" and bool(years) and all(map(_YEAR.fullmatch, years))


def _read(raw: RawFile) -> Reading:
    import polars as pl

    header, records = read.rectangle(raw)
    years, state = _years(header, raw.name), _state(raw.name)
    kept = [(line, *_described(row)) for line, row in enumerate(records, 1) if _in_pesos(row, raw.name)]
    rows = list(_rows(years, state, kept, records, raw.name))
    frame = pl.DataFrame(rows, schema=list(SCHEMA), orient="row", infer_schema_length=None)
    return Reading({"state_gdp": frame, "industry": _industries(kept, raw.name)}, len(kept) * len(years))


def _state(name: str) -> str:
    """Return the state by the abbreviation in the file's name; UnknownCode if there is none known."""
    found = _NAME.fullmatch(unicodedata.normalize("NFC", name))
    if found is None or found["state"] not in _STATES:
        raise UnknownCode(
            "no state has this abbreviation" if found else "nothing tells the state: nor does the name",
            where=name,
            value=found and found["state"],
            todo="give it its published name, conjunto_de_datos_pibe_entidad_{ags,bc,...}{year}_r.csv",
        )
    return _STATES[found["state"]]


def _years(header: Sequence[str], where: str) -> list[tuple[int, str]]:
    """Return each column's year and mark: revised, preliminary or none."""
    if header[:1] != ["Descriptores"]:
        raise MissingColumn(
            "column Descriptores is absent", where=where, value=header[:1], todo="look at the file"
        )
    found = [(name, _YEAR.fullmatch(name)) for name in header[1:]]
    for name, year in found:
        if year is None or year["mark"] not in _MARKS:
            raise UnknownColumn(
                f"unknown column {name}", where=where, value=name, todo="only years are expected"
            )
    return [(int(year["year"]), _MARKS[year["mark"]]) for _, year in found if year]


def _in_pesos(row: Sequence[str], where: str) -> bool:
    """Say whether a row is of one of the two blocks in pesos; UnknownCode for a block nobody knows."""
    block = row[0].split("|", 1)[0]
    if block not in _PESOS and block not in _DERIVED:
        raise UnknownCode(
            "unknown block of rows", where=where, value=block, todo="read it, or list it as derived"
        )
    return block in _PESOS


def _described(row: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the prices of a row and its path of labels, notes such as `<C1>` dropped."""
    block, *labels = row[0].split("|")
    return _PESOS[block], tuple(clean.words(_NOTE.sub("", label)) for label in labels)


def _named(label: str, where: str) -> tuple[str, str]:
    """Return the code and the name of a label: `43---Comercio al por mayor`, `Actividades primarias`."""
    found = _CODE.fullmatch(label)
    code, name = (found["code"], found["name"]) if found else (label, label)
    return industry(_CODES.get(code, code), where), name


def _rows(
    years: Sequence[tuple[int, str]],
    state: str,
    kept: Sequence[tuple[int, str, tuple[str, ...]]],
    records: Sequence[Sequence[str]],
    where: str,
) -> Iterator[Row]:
    """Yield one row for each cell of the two blocks: a cell is a record of this source."""
    for line, basis, labels in kept:
        code, _ = _named(labels[-1], where)
        for (year, mark), cell in zip(years, records[line - 1][1:], strict=True):
            yield _ID, year, state, code, basis, pesos(cell, where), mark, line


def _industries(kept: Sequence[tuple[int, str, tuple[str, ...]]], where: str) -> pl.DataFrame:
    """Return the names of the activities, each under the one that its label's path names before it."""
    import polars as pl

    found: dict[str, tuple[str, str | None]] = {}
    for _, _, labels in kept:
        above = [_named(label, where)[0] for label in labels[:-1]]
        code, name = _named(labels[-1], where)
        parents = [one for one in above if one != code]
        found.setdefault(code, (name, parents[-1] if parents else None))
    rows = [(code, name, parent) for code, (name, parent) in found.items()]
    return pl.DataFrame(
        rows, schema=["industry_id", "name", "parent_id"], orient="row", infer_schema_length=None
    )


DATASET = Dataset(
    id=_ID,
    title=Text("PIB por entidad federativa, 2003-2024", "GDP by state, 2003-2024"),
    description=Text(
        "Producto interno bruto y valor agregado de cada estado por actividad económica, a precios "
        "corrientes y constantes de 2018.",
        "Gross domestic product and value added of each state by economic activity, at current prices and at "
        "constant prices of 2018.",
    ),
    publisher="Instituto Nacional de Estadística y Geografía (INEGI)",
    licence=INEGI_FREE_USE,
    source_page="https://www.inegi.org.mx/programas/pibent/2018/",
    files=(
        FilePattern(
            r"(?:states/)?(?:pibe/)?conjunto_de_datos_pibe_entidad_(?P<state>\w+?)\d{4}(?:_\w)?\.csv"
        ),
    ),
    tables=("state_gdp", "industry"),
    counted=("state_gdp",),
    read=_read,
    recognise=_recognise,
    caveats=(
        Caveat(
            "pesos_only",
            Text(
                "De cada archivo se leen los dos bloques en pesos; los otros nueve (variaciones, estructura, "
                "contribuciones e índices) se derivan de ellos. Un registro es una celda.",
                "Of each file the two blocks in pesos are read; the other nine (growth, structure, "
                "contributions and indices) follow from them. A record is a cell.",
            ),
        ),
        Caveat(
            "unit",
            Text(
                "El INEGI publica millones de pesos con tres decimales: los montos son exactos en pesos, en "
                "múltiplos de mil. Se quita el ruido binario de las celdas.",
                "INEGI publishes millions of pesos with three decimals: amounts are exact in pesos, in "
                "multiples of a thousand. The binary noise of the cells is dropped.",
            ),
        ),
        Caveat(
            "revision_marks",
            Text(
                "El archivo marca 2023 y 2024 como revisados (<R>) y no dice nada de los demás años.",
                "The file marks 2023 and 2024 as revised (<R>) and says nothing of the other years.",
            ),
        ),
    ),
)
