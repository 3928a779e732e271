"""Small synthetic files in the exact shape of each header generation. No figure in them is real."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from loaders.errors import LoadersError
from loaders.model import Dataset, RawFile, Reading
from loaders.registry import dataset

PEF = (
    "CICLO", "ID_RAMO", "DESC_RAMO", "ID_UR", "DESC_UR", "GPO_FUNCIONAL", "DESC_GPO_FUNCIONAL", "ID_FUNCION",
    "DESC_FUNCION", "ID_SUBFUNCION", "DESC_SUBFUNCION", "ID_AI", "DESC_AI", "ID_MODALIDAD", "DESC_MODALIDAD",
    "ID_PP", "DESC_PP", "ID_CAPITULO", "DESC_CAPITULO", "ID_CONCEPTO", "DESC_CONCEPTO", "ID_PARTIDA_GENERICA",
    "DESC_PARTIDA_GENERICA", "ID_PARTIDA_ESPECIFICA", "DESC_PARTIDA_ESPECIFICA", "ID_TIPOGASTO",
    "DESC_TIPOGASTO", "ID_FF", "DESC_FF", "ID_ENTIDAD_FEDERATIVA", "ENTIDAD_FEDERATIVA", "ID_CLAVE_CARTERA",
)  # fmt: skip
_OBJECTS = slice(PEF.index("ID_CAPITULO"), PEF.index("ID_TIPOGASTO"))
ACCOUNT = (
    *PEF[: _OBJECTS.start], "ID_OBJETO_DEL_GASTO", "DESC_OBJETO_DEL_GASTO", *PEF[_OBJECTS.stop :],
    "MONTO_APROBADO", "MONTO_MODIFICADO", "MONTO_DEVENGADO", "MONTO_PAGADO", "ADEFAS", "EJERCICIO",
)  # fmt: skip
# The header of the public accounts of 2008-2013 as held; state and portfolio from 2012 on.
ACCOUNT_2012 = (*ACCOUNT[: ACCOUNT.index("MONTO_APROBADO")], "MONTO_APROBADO", "MONTO_EJERCIDO")
ACCOUNT_2008 = tuple(
    name
    for name in ACCOUNT_2012
    if name not in ("ID_ENTIDAD_FEDERATIVA", "ENTIDAD_FEDERATIVA", "ID_CLAVE_CARTERA")
)
ACCOUNT_2013 = (*ACCOUNT_2012[:-1], "MONTO_EJERCICIO")
LABELS = (
    "Ciclo", "Ramo", "Descripción de Ramo", "Unidad Responsable", "Descripción de Unidad Responsable",
    "Grupo Funcional", "Descripción de Grupo Funcional", "Función", "Descripción de Función", "Subfunción",
    "Descripción de Subfunción", "Actividad Institucional", "Descripción de Actividad Institucional",
    "Modalidad del Programa presupuestario", "Descripción de la modalidad del programa presupuestario",
    "Programa Presupuestario", "Descripción de Programa Presupuestario", "Capitulo",
    "Descripción de Capitulo", "Concepto", "Descripción de Concepto", "Partida Genérica",
    "Descripción de Partida Genérica", "Tipo de Gasto", "Descripción de Tipo de Gasto",
    "Fuente de Financiamiento", "Descripción de Fuente de Financiamiento",
)  # fmt: skip
LABELS_2013 = (
    *(name.replace("Grupo Funcional", "Finalidad") for name in LABELS[:23]),
    "Partida Específica", "Descripcion de Partida Específica", *LABELS[23:], "Entidad Federativa",
    "Descripción de Entidad Federativa", "Clave de cartera",
)  # fmt: skip
SHORT = (
    "Ciclo", "R", "RAMO_DESC", "UR", "UR_DESC", "FI", "FIN_DESC", "FU", "FUN_DESC", "SF", "SF_DESC", "AI",
    "AI_DESC", "MOD", "MOD_DESC", "PP", "PP_DESC", "PTDA", "PTDA_DESC", "TG", "TG_DESC", "FF", "FF_DESC",
    "EF", "EF_DESC", "PPI", "Original_Bruto", "Modificado_Bruto", "Devengado", "Pagado", "Adefas",
    "Ejercido_Bruto",
)  # fmt: skip
SHORT_2019 = (
    "Ciclo", "R", "R_descripción", "UR", "UR_descripción", "FI", "FI_descripción", "FU", "FU_descripción",
    "SF", "SF_descripción", "AI", "AI_descripción", "M", "M_descripción", "PP", "PP_descripción", "PTDA",
    "PTDA_descripción", "TG", "TG_descripción", "FF", "FF_descripción", "EF", "EF_descripción", "PPI",
    "Original", "Modificado", "Devengado", "Pagado", "Adefas", "Ejercicio",
)  # fmt: skip
DRAFT = (
    "RAMO", "RAMO_DESCRIPCION", "UNIDAD", "UNIDAD_DESCRIPCION", "GF", "GRUPO_FUN_DESCRIPCION", "FN",
    "FUNCIONL_DESCRIPCION", "SF", "SUBFUNCIONL_DESCRIPCION", "AI", "ACTIVIDAD_INST_DESCRIPCION", "MOD",
    "MODALIDAD_DESCRIPCION", "PROGR_PRES", "PROGR_PRES_DESCRIPCION", "CONCEPTO", "CONCEPTO_DESCRIPCION",
    "TIPO_GASTO", "TIPO_GASTO_DESCRIPCION", "FUENTE_FINAN", "FUENTE_FINAN_DESCRIPCION", "EF",
    "ENTIDAD_FED_DESCRIPCION", "CLAVE_CARTERA", "IMPORTE_PROYECTO",
)  # fmt: skip
ADVANCE = (*PEF, "MONTO_APROBADO", "MONTO_MODIFICADO", "MONTO_PAGADO")
# The object of expenditure is five digits in ACCOUNT and SHORT: what it says of itself must come out again.
KEY = {
    "year": "2022", "ramo": "12", "ramo_name": "Salud", "unit": "NBB", "unit_name": "Hospital de ejemplo",
    "group": "2", "group_name": "Desarrollo Social", "function": "3", "function_name": "Salud",
    "subfunction": "2", "subfunction_name": "Prestación de Servicios", "activity": "18",
    "activity_name": "Atención médica", "modality": "E", "modality_name": "Prestación de Servicios Públicos",
    "programme": "23", "programme_name": "Atención a la Salud", "chapter": "3000",
    "chapter_name": "Servicios generales", "concept": "3300", "concept_name": "Servicios profesionales",
    "generic": "339", "generic_name": "Servicios integrales", "specific": "33901",
    "specific_name": "Subcontratación de servicios", "expense_type": "1",
    "expense_type_name": "Gasto corriente", "funding": "1",
    "funding_name": "Recursos fiscales", "state": "9", "state_name": "Ciudad de México",
    "portfolio": "0", "approved": "100", "modified": "110.5", "accrued": "109", "paid": "105.25",
    "adefas": "4",
    "executed": "109.25", "exercised": "109.25", "proposed": "90", "approved_monthly": "100",
    "modified_monthly": "110.5", "paid_monthly": "105.25",
}  # fmt: skip


def record(head: Sequence[str], **changes: str) -> list[str]:
    """Return one synthetic record under a header: the cells of KEY, changed by field."""
    from loaders.headers import recognise

    fields = recognise(head, where="synthetic").fields
    cells = {**KEY, **changes}
    return [cells[name] if name else "" for name in fields]


def packed(rows: Sequence[Sequence[str]], encoding: str = "cp1252") -> bytes:
    """Return rows as the bytes of a CSV file, lines ending as official ones do."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def read(
    folder: Path, data: bytes, dataset_id: str, name: str = "file_1t.csv", year: int | None = None
) -> Reading:
    """Return what a dataset reads of some bytes, validated as a load does."""
    from loaders import audit

    path = folder / "any name at all"
    path.write_bytes(data)
    owner: Dataset = dataset(dataset_id)
    return audit.reading(owner, owner.read(RawFile(name, path, year)), where=name)


def accounted(dataset_id: str, path: Path, year: int, where: str) -> Reading | None:
    """Return what a dataset reads of a file, its counts held; None when an error of ours refuses it."""
    from loaders import audit

    owner = dataset(dataset_id)
    try:
        given = audit.reading(owner, owner.read(RawFile(path.name, path, year)), where=where)
    except LoadersError:
        return None
    assert given.rows_read == audit.stored(owner, given) + len(given.rejects), where
    return given


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Write a small XLSX workbook: texts and numbers only, which is all that these files have."""
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="rId{place}"/>' for place, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{office}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{spread}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        )
        for place, rows in enumerate(sheets.values(), 1):
            book.writestr(f"xl/worksheets/sheet{place}.xml", _sheet(spread, rows))


def _sheet(spread: str, rows: Sequence[Sequence[object]]) -> str:
    made = "".join(
        f'<row r="{place}">{"".join(_cell(place, column, cell) for column, cell in enumerate(row))}</row>'
        for place, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{spread}"><sheetData>{made}</sheetData></worksheet>'


def _cell(row: int, column: int, cell: object) -> str:
    letters = chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)
    if isinstance(cell, int | float):
        return f'<c r="{letters}{row}"><v>{cell!r}</v></c>'
    return f'<c r="{letters}{row}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'


def first(reading: Reading, table: str) -> Mapping[str, object]:
    """Return the first row of a table of a reading."""
    return reading.tables[table].row(0, named=True)
