"""The sheet of a public account workbook: its layout by header content, its rows by what they hold.

Works on plain rows of cells, so that tests need no workbook. Rows are counted from 1, as in the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from typing import Final

from loaders.clean import words
from loaders.errors import BadValue, MissingColumn, UnknownColumn

Row = Sequence[object]

MOMENTS: Final = {
    "Aprobado": "approved",
    "Modificado": "modified",
    "Devengado": "accrued",
    "Ejercicio": "executed",
}
PERCENTAGES: Final = frozenset({"Porcentaje Ejer/Aprob", "Porcentaje Ejer/Modif"})

CURRENT: Final = ("personnel_mxn", "operating_mxn", "current_subsidies_mxn", "other_current_mxn")
INVESTMENT: Final = ("physical_investment_mxn", "investment_subsidies_mxn", "other_investment_mxn")
AMOUNTS: Final = (
    *CURRENT, "current_mxn", "pensions_mxn", *INVESTMENT, "investment_mxn", "total_mxn",
)  # fmt: skip
TOLERANCE: Final = Decimal("0.05")

# (heading of the group, heading of the column), letters only: the files space and break them differently.
_COLUMNS: Final = {
    ("gastocorriente", "serviciospersonales"): "personnel_mxn",
    ("gastocorriente", "gastodeoperacion"): "operating_mxn",
    ("gastocorriente", "subsidios"): "current_subsidies_mxn",
    ("gastocorriente", "otrosdecorriente"): "other_current_mxn",
    ("gastocorriente", "suma"): "current_mxn",
    ("pensionesyjubilaciones", ""): "pensions_mxn",
    ("gastodeinversion", "inversionfisica"): "physical_investment_mxn",
    ("gastodeinversion", "subsidios"): "investment_subsidies_mxn",
    ("gastodeinversion", "otrosdeinversion"): "other_investment_mxn",
    ("gastodeinversion", "suma"): "investment_mxn",
    ("total", "total"): "total_mxn",
}
# Shares of the total: derived figures that the sheet repeats.
_SHARES: Final = frozenset(
    {
        ("total", "estructuracorriente"),
        ("total", "estructuraporcentualcorriente"),
        ("total", "pensionesyjubilaciones"),
        ("total", "inversion"),
    }
)
_OPTIONAL: Final = frozenset({"pensions_mxn"})
_CODE = re.compile(r"[A-Z]\d{3}")
_NOTE = re.compile(r"\*|\d/|n\.s\.:|Fuente:|Para efectos de presentación")
_TITLE = re.compile(r"cuenta (?:de la hacienda )?pública (?:federal de )?(\d{4})")
_CENT = Decimal("0.01")
# A double holds cents of 10^13 pesos with an error below this; anything larger is a real fraction of a cent.
_NOISE = Decimal("0.001")


class Kind(Enum):
    """What a row of the sheet is."""

    BLANK = "blank"
    MOMENT = "moment"
    PERCENTAGE = "percentage"
    PROGRAM = "program"
    HEADING = "heading"
    NOTE = "note"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Layout:
    """Where things are in one generation of the workbook: 0-based columns, 1-based first row of data.

    `empty` are columns without a heading, where nothing may stand.
    """

    year: int
    first_row: int
    program: int
    label: int
    amounts: Mapping[str, int]
    empty: tuple[int, ...] = ()


@dataclass(frozen=True)
class Labels:
    """The words at the left of a row: who (group, ramo or ente), programme code, and label."""

    name: str = ""
    program: str = ""
    label: str = ""


def letters(cell: object) -> str:
    """Return only the letters of a cell, lower case and without accents: "DENOMINACIÓN 2/" → denominacion."""
    plain = unicodedata.normalize("NFKD", words(str(cell)).casefold())
    return "".join(letter for letter in plain if "a" <= letter <= "z")


def text(cell: object) -> str:
    """Return the words of a cell; blank cells and the zeros that fill them from 2015 on are no words."""
    return "" if cell is None or cell == 0 else words(str(cell))


def read_layout(rows: Sequence[Row], where: str) -> Layout:
    """Return the layout found in the title and header rows.

    Raises MissingColumn when a part of the header is absent, UnknownColumn for a heading nobody declared,
    BadValue when the title does not say year, Gobierno Federal and pesos.
    """
    top = _top(rows)
    if top is None:
        raise MissingColumn(
            "no header row with «Ente / Ramo»", where=where, todo="is this the right workbook?"
        )
    bottom = _header_bottom(rows, top, where)
    heads = [letters(cell) for cell in rows[top]]
    label = _column("denominacion", heads, where)
    amounts, empty = _amount_columns(heads, rows[top + 1 : bottom], label, where)
    return Layout(
        year=_title_year(rows[:top], where),
        first_row=bottom + 1,
        program=_column("programa", heads, where),
        label=label,
        amounts=amounts,
        empty=empty,
    )


def _title_year(rows: Sequence[Row], where: str) -> int:
    title, year = _title(rows)
    if year is None:
        raise BadValue(
            "the title does not say Cuenta Pública, a year, Gobierno Federal and pesos",
            where=where,
            value=words(title)[:200],
            todo="another unit or scope needs its own reader",
        )
    return year


def _title(rows: Sequence[Row]) -> tuple[str, int | None]:
    """Return the words above the header, and their year if they are of such a workbook."""
    title = " ".join(words(str(cell)) for row in rows for cell in row).casefold()
    found = _TITLE.search(title)
    ours = found is not None and "gobierno federal" in title and "(pesos)" in title
    return title, int(found[1]) if found and ours else None


def told_year(rows: Sequence[Row]) -> int | None:
    """Return the year that the first rows of a sheet tell; None when it is no workbook of this dataset."""
    top = _top(rows)
    return None if top is None else _title(rows[:top])[1]


def _top(rows: Sequence[Row]) -> int | None:
    """Return the index of the header's first row."""
    return next((place for place, row in enumerate(rows) if "enteramo" in map(letters, row)), None)


def _header_bottom(rows: Sequence[Row], top: int, where: str) -> int:
    """Return the index after the header: its last row divides the structure into current and investment."""
    for place in range(top, min(top + 8, len(rows))):
        if {"corriente", "inversion"} <= set(map(letters, rows[place])):
            return place + 1
    raise MissingColumn(
        "the header has no structure columns", where=where, todo="read the header of this file"
    )


def _column(head: str, heads: Sequence[str], where: str) -> int:
    if head not in heads:
        raise MissingColumn(f"no column {head}", where=where, todo="find its new name")
    return heads.index(head)


def _amount_columns(
    heads: Sequence[str], below: Sequence[Row], label: int, where: str
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Return the columns of the amounts, and those without a heading."""
    found: dict[str, int] = {}
    empty: list[int] = []
    group = ""
    for place in range(label + 1, len(heads)):
        group = heads[place] or group
        column = (group, "".join(letters(row[place]) for row in below))
        if column in _COLUMNS:
            found[_COLUMNS[column]] = place
        elif column == ("", ""):
            empty.append(place)
        elif column not in _SHARES:
            shown = " / ".join(column)
            raise UnknownColumn(
                f"unknown column {shown}", where=where, value=place + 1, todo="read or ignore it"
            )
    _require_amounts(found, where)
    return found, tuple(empty)


def _require_amounts(found: Mapping[str, int], where: str) -> None:
    for name in AMOUNTS:
        if name not in found and name not in _OPTIONAL:
            raise MissingColumn(f"no column for {name}", where=where, value=name, todo="find its new name")


def read_labels(row: Row, layout: Layout) -> Labels:
    """Return the words at the left of a row."""
    names = [text(cell) for cell in row[: layout.program]]
    return Labels(next(filter(None, names), ""), text(row[layout.program]), text(row[layout.label]))


def classify(row: Row, labels: Labels, layout: Layout) -> Kind:
    """Say what a row is. Names and programmes stand above their amounts, never beside them."""
    if any(text(row[place]) for place in layout.empty):
        return Kind.UNKNOWN
    if labels.name == "" and labels.program == "" and labels.label in MOMENTS:
        return Kind.MOMENT
    if labels.name == "" and labels.program == "" and labels.label in PERCENTAGES:
        return Kind.PERCENTAGE
    if any(text(row[place]) for place in layout.amounts.values()):
        return Kind.UNKNOWN
    return _classify_words(labels)


def _classify_words(labels: Labels) -> Kind:
    if labels == Labels():
        return Kind.BLANK
    if _NOTE.match(labels.name):
        return Kind.NOTE
    if labels.name == "" and _CODE.fullmatch(labels.program):
        return Kind.PROGRAM
    if labels.program == "" and labels.label == "":
        return Kind.HEADING
    return Kind.UNKNOWN


def money(cell: object) -> Decimal | None:
    """Return pesos and cents; None for a blank cell.

    The workbook stores doubles. BadValue when a cell is not a number, or when rounding it to cents would
    lose more than a double's own noise.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise BadValue("not an amount", value=cell, todo="see the sheet")
    exact = Decimal(repr(cell))
    if not exact.is_finite():
        raise BadValue("not a finite amount", value=cell, todo="see the sheet")
    cents = exact.quantize(_CENT, ROUND_HALF_EVEN)
    if abs(exact - cents) > _NOISE:
        raise BadValue("an amount with a fraction of a cent", value=cell, todo="see the sheet")
    # Noise below zero would otherwise leave a negative zero behind.
    return abs(cents) if cents == 0 else cents


def read_amounts(row: Row, layout: Layout) -> dict[str, Decimal | None]:
    """Return the amounts of a moment row; a column that the generation lacks is None.

    Until 2014 the sheets leave zeros blank: a blank is 0 where the sums of its row close without it, and
    stays None (no data) where they do not.
    """
    found = {name: money(row[place]) for name, place in layout.amounts.items()}
    filled = {name: Decimal("0.00") if value is None else value for name, value in found.items()}
    known = filled if found["total_mxn"] is not None and gap(filled) <= TOLERANCE else found
    return {name: known.get(name) for name in AMOUNTS}


def gap(amounts: Mapping[str, Decimal | None]) -> Decimal:
    """Return the largest difference, in pesos, between a sum of the sheet and its parts; None counts as 0."""
    value = {name: amounts.get(name) or Decimal(0) for name in AMOUNTS}
    total = value["current_mxn"] + value["pensions_mxn"] + value["investment_mxn"]
    return max(
        abs(value["current_mxn"] - sum(value[name] for name in CURRENT)),
        abs(value["investment_mxn"] - sum(value[name] for name in INVESTMENT)),
        abs(value["total_mxn"] - total),
    )
