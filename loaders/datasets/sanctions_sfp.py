"""Suppliers sanctioned by the *Secretaría de la Función Pública*, 2002-2016: two CSV files with padded heads.

The facts, the company's purpose and the name of who reported are free text with contact data: not kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from loaders import audit, read, sanctions
from loaders.clean import words
from loaders.contracts import amounts
from loaders.contracts.conventions import of_cells
from loaders.contracts.records import head
from loaders.errors import LoadersError
from loaders.flat.chunks import NotUtf8
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Correction, Dataset, FilePattern, RawFile, Reading, Reject, Text

_NEEDED = (
    "Proveedor", "Dependencia", "Número de Expediente", "Sentido de Resolución", "Fecha de Notificación",
    "FechadeResolucion", "Plazo años - meses", "Monto",
)  # fmt: skip
_IGNORED = ("Hechos", "Objeto Social", "Nombre del Responsable de la información", "")
_TELLING = ("Sentido de Resolución", "FechadeResolucion")
# Where the free texts end: commas in them that nobody quoted push everything after to the right.
_AFTER_TEXT = 5
_LONGEST = 80
_RESOLUTIONS = frozenset(
    {"SANCIONATORIA CON MULTA E INHABILITACIÓN", "SANCIONATORIA CON MULTA", "SANCIONATORIA", "ABSOLUTORIA"}
)
_DATE = re.compile(r"|\d{4}-\w{2}-\d{2}")
_TERM = re.compile(r"|(?:(?:\d+|[A-Z]+) (?:AÑOS?|MES(?:ES)?) ?)+")
_MONEY = re.compile(r"|[0-9]+(?:[.,][0-9]+)*")
_SHIFTED = Text(
    "Comas sin comillas en los textos libres corrieron las columnas: se volvieron a alinear.",
    "Unquoted commas in the free texts shifted the columns: they were aligned again.",
)
_UNKNOWN = Text(
    "Sentido de la resolución ilegible: se guarda vacío.", "Unreadable resolution: stored as empty."
)
_BROKEN = Text(
    "Columnas corridas sin una sola forma de alinearlas.", "Shifted columns with no single way to align them."
)


def _recognise(raw: RawFile) -> bool:
    with suppress(NotUtf8, LoadersError):
        return sanctions.header_has(head(raw.path, "utf-8").first, _TELLING)
    return False


def _read(raw: RawFile) -> Reading:
    text, undone = read.once(raw)
    header, records = read.csv_records(text, raw.name)
    audit.header([words(name) for name in header], _NEEDED, _IGNORED, where=raw.name)
    shifts = [aligned(record, len(header)) for record in records]
    pairs = zip(records, shifts, strict=True)
    fines = [words(record[_AFTER_TEXT + shift + 4]) for record, shift in pairs if shift is not None]
    decimals = of_cells(raw, "sanctions_sfp", {}, {"Monto": fines}).decimals
    rejects, odd, rows = [], list(undone), list[dict[str, Any]]()
    for line, record in enumerate(records, 1):
        shift = shifts[line - 1]
        if shift is None:
            rejects.append(Reject(line, "broken_record", _BROKEN, _told(record)))
            continue
        if shift:
            odd.append(Correction(line, "shifted_columns", _SHIFTED, str(shift), ""))
        rows.append(_row(line, record, shift, odd, decimals))
    tables = {"sanction": sanctions.frame(rows)}
    return Reading(tables, len(records), tuple(rejects), tuple(odd))


def _told(record: Sequence[str]) -> str:
    """Return what may be shown of a broken record: agency and case, or what took their place, cut short."""
    return (sanctions.said("|".join(record[1:3])) or "")[:_LONGEST]


def aligned(record: Sequence[str], width: int) -> int | None:
    """Return by how many columns the free texts pushed the rest to the right; None if that is not certain."""
    if len(record) < width:
        return None
    spare = range(len(record) - _AFTER_TEXT - 4)
    found = [shift for shift in spare if _fits(record[_AFTER_TEXT + shift :])]
    return found[0] if len(found) == 1 else None


def _fits(rest: Sequence[str]) -> bool:
    """Say whether resolution, notified, resolved, term and amount stand where they should."""
    tests = (_DATE, _DATE, _TERM, _MONEY)
    cells = [words(cell) for cell in rest[1:5]]
    return bool(cells[1]) and all(test.fullmatch(cell) for test, cell in zip(tests, cells, strict=True))


def _row(
    line: int, record: Sequence[str], shift: int, odd: list[Correction], decimals: amounts.Decimals
) -> dict[str, Any]:
    rest = [words(cell) for cell in record[_AFTER_TEXT + shift :]]
    if rest[0] not in _RESOLUTIONS and rest[0]:
        odd.append(Correction(line, "unknown_resolution", _UNKNOWN, rest[0], ""))
    return sanctions.row(
        "sfp",
        line,
        **sanctions.supplier(record[0]),
        authority=sanctions.said(record[1]),
        case_number=sanctions.said(record[2]),
        resolution=rest[0] if rest[0] in _RESOLUTIONS else None,
        notified_on=sanctions.day(rest[1], line, odd),
        resolved_on=sanctions.day(rest[2], line, odd),
        term_published=rest[3] or None,
        fine_mxn=amounts.amount(rest[4], decimals),
    )


DATASET = Dataset(
    id="sanctions_sfp",
    title=Text("Proveedores sancionados, SFP 2002-2016", "Sanctioned suppliers, SFP 2002-2016"),
    description=Text(
        "Proveedores y contratistas sancionados por la Secretaría de la Función Pública, con resolución, "
        "fechas, "
        "plazo y multa. Sin RFC.",
        "Suppliers and contractors sanctioned by the Secretaría de la Función Pública, with resolution, "
        "dates, "
        "term and fine. Without tax code.",
    ),
    publisher="Secretaría de la Función Pública (SFP)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:.*/)?ProveedoresyContratistasSancionados(?:_\d)?\.csv"),),
    recognise=_recognise,
    asks=("decimal",),
    tables=("sanction",),
    counted=("sanction",),
    read=_read,
    caveats=(
        Caveat(
            "part_of_the_other",
            Text(
                "Las 454 filas del segundo archivo están también en el primero: para contar sanciones, cada "
                "expediente cuenta una vez por proveedor.",
                "The 454 rows of the second file are in the first one as well: to count sanctions, each case "
                "counts once for a supplier.",
            ),
        ),
        Caveat(
            "no_tax_code",
            Text(
                "La lista no trae RFC: una coincidencia de nombre es una posible homonimia y no se cuenta.",
                "The list has no tax code: a match of names may be another company of that name and is not "
                "counted.",
            ),
        ),
        Caveat(
            "term_not_computed",
            Text(
                "El plazo se guarda como se publicó; no se calcula cuándo empieza ni cuándo termina.",
                "The term is kept as published; when it starts and ends is not computed.",
            ),
        ),
    ),
)
