"""Programme structure (*estructura programática*): which unit runs which programme, and under which plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from loaders import audit, clean, looks, read
from loaders.errors import BadValue, MissingColumn
from loaders.flat.identity import identified
from loaders.flat.names import Names
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text
from loaders.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

_ID = "programme_catalogue"
_CODES = {
    "RAMO": "ramo",
    "MODALIDAD": "modality",
    "PROGRAMA PRESUPUESTARIO": "programme",
    "UNIDAD": "unit",
    "FINALIDAD": "group",
    "FUNCION": "function",
    "SUBFUNCION": "subfunction",
    "ACTIVIDAD_INST": "activity",
    "EJE_PND 2019-2024": "plan_axis_id",
    "TIPO_PROGRAMA": "plan_type_id",
    "PROGRAMA": "plan_program_id",
    "OBJETIVO PRIORITARIO": "plan_objective_id",
    "ESTRATEGIA PRIORITARIA": "plan_strategy_id",
}
_TELLING = ("PROGRAMA PRESUPUESTARIO", "ACTIVIDAD_INST", "OBJETIVO PRIORITARIO", "ESTRATEGIA PRIORITARIA")
_TEXTS = {
    "RAMO_DESCRIPCION": "ramo_name",
    "MODALIDAD_DESCRIPCION": "modality_name",
    "PROGR_PRES_DESCRIPCION": "programme_name",
    "UNIDAD_DESCRIPCION": "unit_name",
    "FINALIDAD_DESCRIPCION": "group_name",
    "FUNCION_DESCRIPCION": "function_name",
    "SUBFUNCION_DESCRIPCION": "subfunction_name",
    "ACTIVIDAD_INST_DESCRIPCION": "activity_name",
    "EJE_PND 2019-2024_DESCRIPCION": "plan_axis",
    "DESCRIPCION_TIPO_PROGRAMA": "plan_type",
    "DESCRIPCION_PROGRAMA": "plan_program",
    "DESCRIPCION_OBJETIVO PRIORITARIO": "plan_objective",
    "DESCRIPCION_ESTRATEGIA PRIORITARIA": "plan_strategy",
}


def _recognise(raw: RawFile) -> bool:
    return looks.has(raw, _TELLING)


def _read(raw: RawFile) -> Reading:
    if raw.fiscal_year is None:
        raise MissingColumn(
            "nothing tells the fiscal year: neither the file nor its name",
            where=raw.name,
            todo="load this file by itself, and say its year with --year",
        )
    header, records = read.rectangle(raw)
    audit.header(header, (*_CODES, *_TEXTS), where=raw.name)
    frame = _frame(header, records)
    names = Names(frame.columns)
    names.add(frame)
    tables = {
        "programme_structure": _structure(frame, raw.fiscal_year),
        "member": names.members(raw.fiscal_year),
        "agency_name": names.agency_names(_ID, raw.fiscal_year),
    }
    return Reading(tables, len(records), corrections=tuple(names.corrections))


def _frame(header: Sequence[str], records: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Return the records with our names of the columns; codes lose the `.0` that a conversion gave them."""
    import polars as pl

    frame = pl.DataFrame(records, schema=dict.fromkeys(header, pl.String()), orient="row").rename(
        _CODES | _TEXTS
    )
    codes = (clean.mapped(frame[name], code, pl.String()).alias(name) for name in _CODES.values())
    return frame.with_columns(*codes).with_row_index("source_row", 1)


def code(cell: str) -> str:
    """Return a code without the `.0` of a converted number; BadValue for a number that was not whole."""
    plain = clean.words(cell)
    whole, point, rest = plain.partition(".")
    if point and (rest.strip("0") or not whole.isdecimal()):
        raise BadValue("not a code", value=cell, todo="look at the file")
    return whole


def _structure(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    import polars as pl

    plan = [name for name in TABLES["programme_structure"].given if name.startswith("plan_")]
    cells = (
        clean.mapped(frame[name], lambda text: clean.words(text) or None, pl.String()).alias(name)
        for name in plan
    )
    whole = identified(frame.with_columns(*cells), year)
    return whole.with_columns(fiscal_year=pl.lit(year, pl.Int32())).select(
        TABLES["programme_structure"].given
    )


DATASET = Dataset(
    id=_ID,
    title=Text("Catálogo de la estructura programática", "Catalogue of the programme structure"),
    description=Text(
        "Qué unidad de cada ramo ejecuta cada programa, con su finalidad, función, subfunción y actividad, "
        "y el objetivo del Plan Nacional de Desarrollo al que se vincula.",
        "Which unit of each agency runs each programme, with its purpose, function, subfunction and "
        "activity, and the objective of the National Development Plan it is linked to.",
    ),
    publisher="Secretaría de Hacienda y Crédito Público (SHCP)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:budget/)?catalogo_estructura_programatica_(?P<year>\d{4})_utf8\.csv(?:\.gz)?"),),
    tables=("programme_structure", "member", "agency_name"),
    counted=("programme_structure",),
    read=_read,
    recognise=_recognise,
    named="catalogo_estructura_programatica_{year}_utf8.csv",
    secondary=True,
    caveats=(
        Caveat(
            "converted_copy",
            Text(
                "Convertido de un archivo de R por un tercero: los códigos venían como números («1.0») y se "
                "restauraron. No dice cuándo se publicó.",
                "Converted from an R file by a third party: codes came as numbers (“1.0”) and were "
                "restored. It does not say when it was published.",
            ),
        ),
        Caveat(
            "more_than_approved",
            Text(
                "El catálogo tiene programas sin presupuesto aprobado: es lo que se podía presupuestar, no "
                "lo que se presupuestó.",
                "The catalogue has programmes without an approved budget: it is what could be budgeted, not "
                "what was.",
            ),
        ),
    ),
)
