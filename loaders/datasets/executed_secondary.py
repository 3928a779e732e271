"""Executed budget by programme 2008-2018, added up by a third party: a second opinion, not shown as data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from loaders import audit, clean, looks, read
from loaders.agencies import by_ramo
from loaders.errors import BadValue
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text

_NEEDED = ("CICLO", "ID_RAMO", "ID_MODALIDAD", "ID_PP", "EJERCIDO_MDP")
_IGNORED = ("RMP", "DESC_RAMO", "DESC_MODALIDAD", "DESC_PP")
_SCHEMA = ("fiscal_year", "agency_id", "ramo_code", "program_code", "moment", "total_mxn", "source_row")


def _recognise(raw: RawFile) -> bool:
    return looks.has(raw, _NEEDED)


def _read(raw: RawFile) -> Reading:
    import polars as pl

    header, records = read.rectangle(raw)
    audit.header(header, _NEEDED, _IGNORED, where=raw.name)
    cells = (dict(zip(header, record, strict=True)) for record in records)
    rows = [_row(line, cell) for line, cell in enumerate(cells, 1)]
    frame = pl.DataFrame(rows, schema=list(_SCHEMA), orient="row", infer_schema_length=None)
    return Reading({"reference_total": frame}, len(records))


def _row(line: int, cell: Mapping[str, str]) -> tuple[object, ...]:
    year = clean.year(cell["CICLO"])
    program = f"{cell['ID_MODALIDAD']}{cell['ID_PP'].zfill(3)}"
    agency, ramo = by_ramo(cell["ID_RAMO"], year).agency_id, cell["ID_RAMO"].zfill(2)
    return year, agency, ramo, program, "executed", pesos(cell["EJERCIDO_MDP"]), line


def pesos(millions: str) -> Decimal:
    """Return pesos and cents from millions of pesos; the file's sums carry binary noise past the cent."""
    try:
        return (Decimal(millions) * 10**6).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise BadValue("not millions of pesos", value=millions, todo="look at the file") from None


DATASET = Dataset(
    id="executed_secondary",
    title=Text(
        "Ejercicio por programa 2008-2018, fuente secundaria",
        "Executed by programme 2008-2018, secondary source",
    ),
    description=Text(
        "Sumas que un tercero hizo de los CSV de la Cuenta Pública. "
        "Sirven para contrastar, no se muestran como datos.",
        "Sums that a third party made of the public account CSV files. Used for checks, not shown as data.",
    ),
    publisher="MiguelHeCa/cuenta_publica_mx",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:budget/)?cp_ramo_modalidad_pp_ejercido_2008_2018_miguelheca\.csv"),),
    tables=("reference_total",),
    counted=("reference_total",),
    read=_read,
    recognise=_recognise,
    named="cp_ramo_modalidad_pp_ejercido_2008_2018_miguelheca.csv",
    secondary=True,
    caveats=(
        Caveat(
            "secondary",
            Text(
                "Fuente secundaria: no es un archivo oficial y se desconoce su licencia.",
                "Secondary source: not an official file, and its licence is unknown.",
            ),
        ),
    ),
)
