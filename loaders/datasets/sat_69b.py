"""Taxpayers of article 69-B (*operaciones inexistentes*), SAT: the full list, or a copy cut to three columns.

The full list has two title lines before its header of 20 columns, and the days on which each step was
published; the copy has none. A taxpayer has a row for each procedure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from loaders import audit, looks, read, sanctions
from loaders.clean import words
from loaders.contracts.conventions import of_cells
from loaders.contracts.dates import Order
from loaders.contracts.records import head
from loaders.errors import LoadersError, UnknownCode, UnknownHeader
from loaders.flat.chunks import NotUtf8
from loaders.licences import UNKNOWN
from loaders.model import Caveat, Correction, Dataset, FilePattern, RawFile, Reading, Reject, Text

_RFC, _NAME, _SITUATION = "RFC", "Nombre del Contribuyente", "Situación del contribuyente"
_SHORT = (_RFC, _NAME, _SITUATION)
_SITUATIONS = {
    "Presunto": ("presumed", "presuntos"),
    "Definitivo": ("definitive", "definitivos"),
    "Desvirtuado": ("disproved", "desvirtuados"),
    "Sentencia Favorable": ("favourable_ruling", "sentencia favorable"),
}
_PUBLISHED = tuple(
    f"{start} {step}"
    for _, step in _SITUATIONS.values()
    for start in ("Publicación página SAT", "Publicación DOF")
)
_STEPS = ("presunción", "contribuyentes que desvirtuaron", "definitivos", "sentencia favorable")
_IGNORED = (
    "No", "No.",
    *(f"Número y fecha de oficio global de {step} {where}" for step in _STEPS for where in ("SAT", "DOF")),
)  # fmt: skip
_SUPPRESSED, _DEFINITIVE = "X", "definitive"
_TITLES = 3
# The start of another record inside a cell, whose situation would become this one's.
_ANOTHER = re.compile(r"[\r\n](?:\d+,)?[A-ZÑ&]{3,4}[0-9X]{6}[A-Z0-9]{3},")
_BROKEN = Text(
    "Comillas rotas o registro cortado: no tiene las columnas de su archivo.",
    "Broken quotes or a record cut short: not the columns of its file.",
)


def _recognise(raw: RawFile) -> bool:
    for encoding in ("utf-8", "cp1252"):
        with suppress(NotUtf8, LoadersError):
            found = head(raw.path, encoding)
            listed = "69-B" in " ".join((*found.first, *found.second))
            return listed or sanctions.header_has(found.first, _SHORT)
    return False


def _tells(raw: RawFile) -> Mapping[str, str]:
    """Return the name of the list that a file is: the full one, or the copy cut to three columns."""
    short = set(looks.cells(raw)) == set(_SHORT)
    return {"name": "Listado_completo_69-B_3cols.csv" if short else "Listado_Completo_69-B.csv"}


def _read(raw: RawFile) -> Reading:
    text, undone = read.once(raw)
    names, records, before = _header(read.csv_records(text, raw.name), raw.name)
    full = len(names) > len(_SHORT)
    audit.header(names, (*_SHORT, *(_PUBLISHED if full else ())), _IGNORED, where=raw.name)
    order = _order(raw, names, records)
    rejects, odd, rows = [], list(undone), list[dict[str, Any]]()
    for line, record in enumerate(records, 1 + before):
        if len(record) == len(names) and not any(map(_ANOTHER.search, record)):
            rows.append(_row(line, dict(zip(names, record, strict=True)), odd, raw.name, order))
        else:
            rejects.append(Reject(line, "broken_record", _BROKEN, f"({len(record)}/{len(names)})"))
    return Reading({"sanction": sanctions.frame(rows)}, len(records), tuple(rejects), tuple(odd))


def _header(given: tuple[list[str], list[list[str]]], where: str) -> tuple[list[str], list[list[str]], int]:
    """Return the names of the columns, the records after them, and how many title lines stand before."""
    lines = [given[0], *given[1]]
    for place, cells in enumerate(lines[:_TITLES]):
        if sanctions.header_has(cells, _SHORT):
            names = [words(name) for name in cells]
            return names, [one for one in lines[place + 1 :] if any(map(words, one))], place
    raise UnknownHeader(
        "no header with RFC, name and situation in the first lines", where=where, todo="look at the file"
    )


def _row(
    line: int, cell: Mapping[str, str], odd: list[Correction], where: str, order: Order
) -> dict[str, Any]:
    name, note = split_note(words(cell[_NAME]))
    suppressed = set(cell[_RFC].strip()) == {_SUPPRESSED}
    situation, step = _situation(words(cell[_SITUATION]), where)
    on_page = _first(cell, step, "Publicación página SAT", line, odd, order)
    in_gazette = _first(cell, step, "Publicación DOF", line, odd, order)
    return sanctions.row(
        "sat_69b",
        line,
        **sanctions.supplier("" if suppressed else name, "" if suppressed else cell[_RFC]),
        authority="SAT",
        resolution=sanctions.said(name if suppressed else note),
        situation=situation,
        notified_on=on_page,
        resolved_on=in_gazette,
        starts_on=(in_gazette or on_page) if situation == _DEFINITIVE else None,
    )


def split_note(name: str) -> tuple[str, str]:
    """Return a name, and what the list adds to it after two slashes (which ruling the row comes from)."""
    name, _, note = name.partition("//")
    return name.strip(), note.strip()


def _situation(text: str, where: str) -> Sequence[str]:
    if text not in _SITUATIONS:
        raise UnknownCode(
            "unknown situation of a taxpayer",
            where=where,
            value=text,
            todo=f"one of {', '.join(_SITUATIONS)}",
        )
    return _SITUATIONS[text]


def _first(
    cell: Mapping[str, str], step: str, start: str, line: int, odd: list[Correction], order: Order
) -> Any:
    return sanctions.day(words(cell.get(f"{start} {step}", "")), line, odd, order)


def _order(raw: RawFile, names: Sequence[str], records: Sequence[Sequence[str]]) -> Order:
    """Return the order of day and month in the file, by all of its dates. Undecided."""
    places = {place: name for place, name in enumerate(names) if name in _PUBLISHED}
    days = {
        name: [record[place].split("//")[0].strip() for record in records if place < len(record)]
        for place, name in places.items()
    }
    return of_cells(raw, "sat_69b", days, {}).order


DATASET = Dataset(
    id="sat_69b",
    title=Text("Artículo 69-B del CFF, SAT", "Article 69-B of the tax code, SAT"),
    description=Text(
        "Contribuyentes con operaciones presuntamente inexistentes: presuntos, definitivos, desvirtuados y "
        "con "
        "sentencia favorable. El RFC de 13 caracteres de una persona física no se guarda.",
        "Taxpayers whose operations are presumed not to exist: presumed, definitive, disproved, and with a "
        "favourable ruling. The 13-character tax code of a natural person is not kept.",
    ),
    publisher="Servicio de Administración Tributaria (SAT)",
    licence=UNKNOWN,
    source_page=None,
    files=(FilePattern(r"(?:.*/)?[Ll]istado_[Cc]ompleto_69-B(?:_3cols)?\.csv"),),
    recognise=_recognise,
    tells=_tells,
    asks=("dates",),
    tables=("sanction",),
    counted=("sanction",),
    read=_read,
    caveats=(
        Caveat(
            "only_definitive",
            Text(
                "Solo «Definitivo» cuenta. «Presunto» es un procedimiento abierto; «Desvirtuado» y "
                "«Sentencia "
                "Favorable» terminaron a favor del contribuyente.",
                "Only “Definitivo” counts. “Presunto” is an open procedure; “Desvirtuado” and “Sentencia "
                "Favorable” "
                "ended in favour of the taxpayer.",
            ),
        ),
        Caveat(
            "without_dates",
            Text(
                "El archivo que se tiene es una copia recortada a tres columnas, sin fechas: no se sabe si "
                "alguien "
                "estaba en la lista al firmar un contrato, ni cuál de dos filas del mismo RFC es la última.",
                "The file held is a copy cut to three columns, without dates: whether somebody was on the "
                "list when "
                "a contract was signed is not known, nor which of two rows of one tax code is the latest.",
            ),
        ),
        Caveat(
            "two_dates",
            Text(
                "En la lista completa, la fecha de notificación es la publicación en la página del SAT y "
                "la de resolución, la publicación en el DOF, de la situación del renglón. Un Definitivo "
                "empieza con la del DOF; si falta, con la de la página.",
                "In the full list, the date of notification is the publication on the SAT's page, and that "
                "of resolution the publication in the DOF, of the row's situation. A Definitivo begins with "
                "that in the DOF; where it is missing, with that on the page.",
            ),
        ),
    ),
)
