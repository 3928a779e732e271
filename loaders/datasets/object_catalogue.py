"""Object-of-expenditure catalogue (*Clasificador por Objeto del Gasto*): codes and names of its four levels.

The workbook is a copy that joins several years' classifications: its first sheet is one tree, the others list
every code of a level that any year used, the four-digit generic objects of 2008-2010 among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loaders import audit, clean, looks
from loaders.bounded_workbook import workbook
from loaders.errors import BadValue, MissingColumn, UnknownHeader
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text

_LEVELS = {
    "CAPITULO": "chapter",
    "CONCEPTO": "concept",
    "PARTIDA_GENERICA": "generic_object",
    "PARTIDA_ESPECIFICA": "specific_object",
}
_NAME = "DESCRIPCION"
# The sheets of the workbook and the columns of each.
_SHEETS = {
    "Concatenated": tuple(_LEVELS),
    "CAPITULO": ("CAPITULO",),
    "CONCEPTO": ("CONCEPTO",),
    "PARTIDA GENERICA": ("PARTIDA_GENERICA",),
    "PARTIDA ESPECÍFICA": ("PARTIDA_ESPECIFICA",),
}
_REPEALED = frozenset({"derogada", "(derogada)"})
_SCHEMA = ("object_level", "object_id", "parent_id", "name", "repealed", "sheet", "source_row")

_Row = tuple[str, str, str | None, str, bool, str, int]


def _recognise(raw: RawFile) -> bool:
    return set(looks.sheet_names(raw, "PARTIDA_ESPECIFICA")) == set(_SHEETS)


def _read(raw: RawFile) -> Reading:
    import polars as pl

    rows = [row for sheet, cells in _sheets(raw) for row in _rows(sheet, cells, raw.name)]
    frame = pl.DataFrame(rows, schema=list(_SCHEMA), orient="row", infer_schema_length=None)
    return Reading({"object_code": frame}, rows_read=len(rows))


def _sheets(raw: RawFile) -> Iterator[tuple[str, list[list[object]]]]:
    """Yield each sheet's name and rows; UnknownHeader for a sheet nobody knows, or one that is missing."""
    with workbook(raw.path, raw.name) as book:
        if set(book.sheet_names) != set(_SHEETS):
            odd = sorted(set(book.sheet_names) ^ set(_SHEETS))
            raise UnknownHeader(
                "other sheets than expected", where=raw.name, value=odd, todo="look at the workbook"
            )
        for name in book.sheet_names:
            yield name, [list(row) for row in book.get_sheet_by_name(name).rows()]


def _rows(sheet: str, cells: Sequence[Sequence[object]], where: str) -> Iterator[_Row]:
    """Yield the code and name of each row below the header."""
    place = f"{where}, {sheet}"
    if not cells:
        raise MissingColumn(f"column {_NAME} is absent", where=place, todo="look at the workbook")
    audit.header([str(cell) for cell in cells[0]], (*_SHEETS[sheet], _NAME), where=place)
    for number, (*codes, name) in enumerate(cells[1:], 2):
        path = [code(cell, f"{place}, row {number}") for cell in codes]
        yield _row(sheet, path, clean.words(str(name)), number, place)


def _row(sheet: str, path: Sequence[str], name: str, number: int, where: str) -> _Row:
    """Return a row: its code is the last one filled, its parent the one before, in the tree at least."""
    filled = [one for one in path if one]
    if not filled or list(path[: len(filled)]) != filled or not name:
        raise BadValue(
            "no code, a gap in the codes or no name", where=where, value=f"row {number}: {path} {name}"
        )
    level = _LEVELS[_SHEETS[sheet][len(filled) - 1]]
    parent = filled[-2] if len(filled) > 1 else None
    return level, filled[-1], parent, name, name.casefold() in _REPEALED, sheet, number


def code(cell: object, where: str) -> str:
    """Return a code as text: the workbook keeps them as numbers (`11301.0`); BadValue for anything else."""
    if cell == "":
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, str) and cell.strip().isdecimal():
        return cell.strip()
    raise BadValue(
        "not the code of an object of expenditure", where=where, value=cell, todo="look at the file"
    )


DATASET = Dataset(
    id="object_catalogue",
    title=Text("Catálogo de objetos del gasto", "Catalogue of objects of expenditure"),
    description=Text(
        "Capítulos, conceptos, partidas genéricas y partidas específicas con sus nombres. Sirve para "
        "buscar los códigos de cada presupuesto.",
        "Chapters, concepts, generic and specific objects with their names. Serves to look up the codes of "
        "each budget.",
    ),
    publisher="os-data/mexican-federal-budget (SHCP)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:budget/)?catalogo_objeto_del_gasto_osdata\.xlsx"),),
    tables=("object_code",),
    counted=("object_code",),
    read=_read,
    recognise=_recognise,
    named="catalogo_objeto_del_gasto_osdata.xlsx",
    secondary=True,
    caveats=(
        Caveat(
            "several_years",
            Text(
                "Copia de un tercero que reúne catálogos de varios años sin decir cuáles: un código que no "
                "está puede ser de otro año. No trae definiciones, sólo nombres.",
                "A third party's copy that joins the catalogues of several years without saying which: a "
                "code that is absent may be of another year. It has names only, no definitions.",
            ),
        ),
        Caveat(
            "spelled_twice",
            Text(
                "25 conceptos y una partida genérica vienen dos veces, con y sin acentos: se guardan los dos "
                "renglones.",
                "25 concepts and one generic object come twice, with and without accents: both rows are "
                "kept.",
            ),
        ),
    ),
)
