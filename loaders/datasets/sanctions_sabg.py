"""Sanctioned suppliers, *Secretaría Anticorrupción y Buen Gobierno*: a workbook, padded cells, no RFC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loaders import audit, looks, sanctions
from loaders.bounded_workbook import workbook
from loaders.clean import words
from loaders.contracts import amounts
from loaders.contracts.conventions import Conventions, of_cells
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Correction, Dataset, FilePattern, RawFile, Reading, Text

_NEEDED = (
    "Proveedor y Contratista", "OIC Responsable", "Expediente", "Inicio de la sanción", "Fin de la sanción",
    "Monto de la Multa", "Periodo de Inhabilitación",
)  # fmt: skip
_DAYS, _FINE = ("Inicio de la sanción", "Fin de la sanción"), "Monto de la Multa"
_IGNORED = ("Procedimiento Administrativo", "Ley infringida")


def _sheet(raw: RawFile) -> list[list[str]]:
    with workbook(raw.path, raw.name) as book:
        return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).rows()]


def _recognise(raw: RawFile) -> bool:
    sheet = looks.top(raw, 1, _NEEDED[0])
    return bool(sheet) and sanctions.header_has([str(cell) for cell in sheet[0]], _NEEDED)


def _read(raw: RawFile) -> Reading:
    header, *records = _sheet(raw)
    names = [words(name) for name in header]
    audit.header(names, _NEEDED, _IGNORED, where=raw.name)
    odd: list[Correction] = []
    places = {name: names.index(name) for name in (*_DAYS, _FINE)}
    cells = {name: [record[place].strip() for record in records] for name, place in places.items()}
    written = of_cells(raw, "sanctions_sabg", {name: cells[name] for name in _DAYS}, {_FINE: cells[_FINE]})
    rows = [_row(line, names, record, odd, written) for line, record in enumerate(records, 1)]
    return Reading({"sanction": sanctions.frame(rows)}, len(records), corrections=tuple(odd))


def _row(
    line: int, names: Sequence[str], record: Sequence[str], odd: list[Correction], written: Conventions
) -> dict[str, Any]:
    cell = dict(zip(names, map(words, record), strict=True))
    return sanctions.row(
        "sabg",
        line,
        **sanctions.supplier(cell["Proveedor y Contratista"]),
        authority=sanctions.said(cell["OIC Responsable"]),
        case_number=sanctions.said(cell["Expediente"]),
        **sanctions.term(cell[_DAYS[0]], cell[_DAYS[1]], line, odd, written.order),
        term_published=sanctions.said(cell["Periodo de Inhabilitación"]),
        fine_mxn=fine(cell[_FINE], written.decimals),
    )


def fine(text: str, decimals: amounts.Decimals = amounts.POINT) -> Any:
    """Return pesos; the source leaves the zero of `.50` out."""
    return amounts.amount(f"0{text}" if text.startswith((".", ",")) else text, decimals)


DATASET = Dataset(
    id="sanctions_sabg",
    title=Text("Proveedores sancionados, SABG", "Sanctioned suppliers, SABG"),
    description=Text(
        "Proveedores y contratistas sancionados según la Secretaría Anticorrupción y Buen Gobierno, con "
        "inicio y fin "
        "de la inhabilitación y multa. Sin RFC.",
        "Suppliers and contractors sanctioned according to the Secretaría Anticorrupción y Buen Gobierno, "
        "with start "
        "and end of the disqualification, and fine. Without tax code.",
    ),
    publisher="Secretaría Anticorrupción y Buen Gobierno (SABG)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:.*/)?Proveedores_Contratistas_Sancionados\.xlsx"),),
    recognise=_recognise,
    named="Proveedores_Contratistas_Sancionados.xlsx",
    asks=("decimal", "dates"),
    tables=("sanction",),
    counted=("sanction",),
    read=_read,
    caveats=(
        Caveat(
            "no_tax_code",
            Text(
                "La lista no trae RFC: una coincidencia de nombre es una posible homonimia y no se cuenta.",
                "The list has no tax code: a match of names may be another company of that name and is not "
                "counted.",
            ),
        ),
        Caveat(
            "dates_missing",
            Text(
                "Una sanción con solo multa no trae inicio ni fin: no se sabe si estaba vigente al firmar "
                "un contrato.",
                "A sanction that is a fine alone has no start or end: whether it was in force when a "
                "contract was "
                "signed is not known.",
            ),
        ),
    ),
)
