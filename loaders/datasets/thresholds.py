"""Largest amounts for direct awards and invitations (*montos máximos*) that each budget decree allows.

Two copies by third parties: IMCO's table of 2012-2019, and one of 2024-2026 for the IMSS's budget stratum.
2020-2023 are in neither, and stay missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from loaders import audit, looks, read, sanctions
from loaders.bounded_workbook import workbook
from loaders.clean import amount, words
from loaders.errors import BadValue, UnknownCode
from loaders.fetching.recognise import kind
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Dataset, FilePattern, RawFile, Reading, Text
from loaders.tables import TABLES

_LONG = ("Año", "Tipo de contratación", "Adjudicación directa", "INV3")
_YEAR = "Año"
_GOODS = ("goods", "services", "leases")
# The columns of the wide table: law, procedure and what is bought.
_WIDE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Adjudicación Directa - LAASSP": ("LAASSP", "direct", _GOODS),
    "Invitación cuando menos a tres personas - LAASSP": ("LAASSP", "selective", _GOODS),
    "Adjudicación Directa - Obra Pública LOPSRM": ("LOPSRM", "direct", ("works",)),
    "Adjudicación Directa - Servicios LOPSRM": ("LOPSRM", "direct", ("works_services",)),
    "Invitación cuando menos a tres personas - Obra Pública LOPSRM": ("LOPSRM", "selective", ("works",)),
    "Invitación cuando menos a tres personas - Servicios LOPSRM": (
        "LOPSRM", "selective", ("works_services",),
    ),
}  # fmt: skip
_STRATUM = "IMSS"
_CATEGORIES = {
    "adquisiciones": ("LAASSP", "goods"),
    "servicios": ("LAASSP", "services"),
    "arrendamientos": ("LAASSP", "leases"),
    "obra pública": ("LOPSRM", "works"),
    "servicios relacionados con la op": ("LOPSRM", "works_services"),
}
_VAT = Decimal("1.16")
_THOUSAND = Decimal(1000)

Row = dict[str, Any]


def _recognise(raw: RawFile) -> bool:
    return bool(_tells(raw))


def _tells(raw: RawFile) -> Mapping[str, str]:
    """Return the name of the copy that a file is: one is a wide workbook, the other a table."""
    if looks.has(raw, _LONG):
        return {"name": "imco_Montos_maximos.csv"}
    sheet = looks.top(raw, 1, "LAASSP")
    wide = bool(sheet) and sanctions.header_has([str(cell) for cell in sheet[0]], tuple(_WIDE))
    return {"name": "UmbralPEF.xlsx"} if wide else {}


def _sheet(raw: RawFile) -> list[list[Any]]:
    with workbook(raw.path, raw.name) as book:
        return list(book.get_sheet_by_index(0).rows())


def _read(raw: RawFile) -> Reading:
    import polars as pl

    rows = list(_from_workbook(raw) if kind(raw.path) == "xlsx" else _from_table(raw))
    frame = pl.DataFrame(rows, schema_overrides={"ceiling_mxn": pl.Decimal(18, 2)}, infer_schema_length=None)
    return Reading({"threshold": frame}, len(rows))


def _from_workbook(raw: RawFile) -> Iterator[Row]:
    header, *records = _sheet(raw)
    names = [words(str(name)) for name in header]
    audit.header(names, (_YEAR, *_WIDE), where=raw.name)
    for line, record in enumerate(records, 1):
        yield from wide(line, dict(zip(names, record, strict=True)), raw.name)


def wide(line: int, cell: Mapping[str, Any], where: str) -> Iterator[Row]:
    """Yield the ceilings of a year of the wide table, one for each kind of purchase.

    The law of goods (LAASSP) sets one for goods, services and leases. BadValue for a year without them.
    """
    year = _year(cell, where)
    for name, (law, method, categories) in _WIDE.items():
        ceiling = _ceiling(cell, name, where)
        for category in categories:
            yield _row(line, year, (law, category), method, ceiling, _STRATUM)


def _year(cell: Mapping[str, Any], where: str) -> int:
    plain = words(str(cell[_YEAR])).removesuffix(".0")
    if not re.fullmatch(r"20\d\d", plain):
        raise BadValue("not a year", where=where, value=cell[_YEAR], todo="look at the file")
    return int(plain)


def _ceiling(cell: Mapping[str, Any], name: str, where: str) -> Decimal:
    found = amount(str(cell[name]))
    if found is None:
        raise BadValue("a year without its ceiling", where=where, value=dict(cell), todo="look at the file")
    return found


def _from_table(raw: RawFile) -> Iterator[Row]:
    names, records = read.rectangle(raw)
    audit.header(names, _LONG, where=raw.name)
    for line, record in enumerate(records, 1):
        yield from _long(line, dict(zip(names, record, strict=True)), raw.name)


def _long(line: int, cell: Mapping[str, str], where: str) -> Iterator[Row]:
    said = words(cell["Tipo de contratación"]).casefold()
    if said not in _CATEGORIES:
        raise UnknownCode(
            "unknown kind of purchase",
            where=where,
            value=said,
            todo="add it to loaders/datasets/thresholds.py",
        )
    for method, name in (("direct", "Adjudicación directa"), ("selective", "INV3")):
        ceiling = _ceiling(cell, name, where)
        yield _row(line, _year(cell, where), _CATEGORIES[said], method, ceiling, None)


def vat_basis(ceiling: Decimal) -> str:
    """Return whether a ceiling has VAT in it, which neither file says.

    Decrees state ceilings in whole thousands of pesos, without VAT. A whole thousand is as the decree has it;
    1.16 times a whole thousand has the tax added; anything else is not known.
    """
    if ceiling % _THOUSAND == 0:
        return "excluded"
    return "included" if (ceiling / _VAT) % _THOUSAND == 0 else "unknown"


def _row(
    line: int, year: int, bought: tuple[str, str], method: str, ceiling: Decimal, stratum: str | None
) -> Row:
    law, category = bought
    given = (year, method, category, law, stratum, ceiling, vat_basis(ceiling), line)
    return dict(zip(TABLES["threshold"].given, given, strict=True))


DATASET = Dataset(
    id="thresholds",
    title=Text("Montos máximos de contratación", "Ceilings for direct awards and invitations"),
    description=Text(
        "Hasta qué monto permite el Presupuesto de Egresos adjudicar directamente o invitar a tres "
        "personas, por año "
        "y tipo de contratación. Copias de terceros: 2012-2019 y 2024-2026.",
        "Up to which amount the budget decree allows a direct award or an invitation to three, by year and "
        "kind of "
        "purchase. Copies by third parties: 2012-2019 and 2024-2026.",
    ),
    publisher="Cámara de Diputados (PEF, anexo de montos máximos), según IMCO y otros",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:.*/)?(?:UmbralPEF\.xlsx|imco_Montos_maximos\.csv)"),),
    recognise=_recognise,
    tells=_tells,
    tables=("threshold",),
    counted=("threshold",),
    read=_read,
    secondary=True,
    caveats=(
        Caveat(
            "vat_from_the_numbers",
            Text(
                "Los archivos no dicen si los montos llevan IVA; se deduce de los números. "
                "En la tabla del IMCO, 2018 y 2019 son exactamente 1.16 veces un número de miles cerrados "
                "(583,480 = "
                "503,000 × 1.16): llevan IVA. De 2012 a 2017 son miles cerrados, como los fija el decreto: "
                "sin IVA.",
                "The files do not say whether the amounts have VAT; it follows from the numbers. "
                "In IMCO's table 2018 and 2019 are exactly 1.16 times a number of whole thousands (583,480 "
                "= 503,000 "
                "× 1.16): they have VAT. 2012 to 2017 are whole thousands, as the decree sets them: "
                "without VAT.",
            ),
        ),
        Caveat(
            "years_missing",
            Text(
                "De 2020 a 2023 no se tiene ninguna tabla: lo que dependa de un monto máximo de esos años "
                "no se "
                "publica.",
                "No table is held for 2020 to 2023: whatever depends on a ceiling of those years is "
                "withheld.",
            ),
        ),
        Caveat(
            "one_stratum",
            Text(
                "El decreto fija montos según el presupuesto de cada dependencia. La tabla de 2024-2026 es "
                "la del "
                "estrato del IMSS; la del IMCO no dice el estrato.",
                "The decree sets amounts by the budget of each agency. The table of 2024-2026 is that of "
                "the IMSS's "
                "stratum; IMCO's does not say the stratum.",
            ),
        ),
        Caveat(
            "secondary",
            Text(
                "Fuente secundaria: transcripciones de terceros, no el decreto.",
                "Secondary source: transcriptions by third parties, not the decree.",
            ),
        ),
    ),
)
