"""From the rows of a workbook to figures with their place: agency, ente, programme and moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal

from loaders.agencies import by_name, find_entity, fold
from loaders.clean import words
from loaders.datasets.public_account_repairs import Repair, Unreported
from loaders.datasets.public_account_sheet import (
    MOMENTS,
    Kind,
    Labels,
    Layout,
    Row,
    classify,
    read_amounts,
    read_labels,
)
from loaders.errors import BadValue, SourceChanged
from loaders.model import Correction, Reject, Text

Level = Literal["program", "entity", "agency", "group"]
Amounts = Mapping[str, Decimal | None]

# Headings that group agencies. Only the autonomous bodies have a total of their own, from 2015.
_GROUP_WITH_TOTAL: Final = frozenset({fold("Órganos Autónomos")})
_GROUPS: Final = frozenset(map(fold, ("Poder Ejecutivo", "Ramos Administrativos", "Ramos Generales")))

_REASONS: Final = {
    "unknown_row": Text(
        "La fila no es encabezado, programa, momento, porcentaje ni nota al pie.",
        "The row is not a heading, a programme, a moment, a percentage or a footnote.",
    ),
    "no_heading": Text(
        "Montos sin un encabezado que diga de qué ramo, ente o programa son.",
        "Amounts without a heading that says which agency, entity or programme they belong to.",
    ),
    "unreadable_amount": Text(
        "Una celda no es un monto en pesos y centavos.", "A cell is not an amount in pesos and cents."
    ),
}


@dataclass(frozen=True)
class Place:
    """Whose figures they are: a programme, or the subtotal of an ente, an agency or a group (agency None)."""

    level: Level
    agency_id: str | None = None
    entity_id: str | None = None
    program: str | None = None


@dataclass(frozen=True)
class Figures:
    """One moment row: its sheet row, place, moment and amounts. `reported` False: the sheet leaves it out."""

    row: int
    place: Place
    moment: str
    amounts: Amounts
    reported: bool = True


@dataclass
class Account:
    """What one workbook holds: figures, names as published, rejects, repairs, and how many rows were read."""

    year: int
    figures: list[Figures] = field(default_factory=list)
    agency_names: dict[str, str] = field(default_factory=dict)
    entity_names: dict[tuple[str, str], str] = field(default_factory=dict)
    program_names: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    rows_read: int = 0


def walk(
    rows: Sequence[Row],
    layout: Layout,
    repairs: Mapping[int, Repair],
    unreported: Sequence[Unreported],
    where: str,
) -> Account:
    """Return what the rows hold; every row that is not blank is placed, known as derived, or rejected.

    Raises UnknownCode for a heading nobody declared, SourceChanged when a repair or a programme declared as
    not reported no longer fits, BadValue for a block without its four moments.
    """
    walker = _Walker(layout, where)
    for number, row, repair in _numbered(rows, layout, repairs, where):
        walker.step(number, row, repair, rows)
    walker.close_block()
    found = walker.account
    found.figures = [_mark_unreported(figures, layout.year, unreported, where) for figures in found.figures]
    return found


def _numbered(
    rows: Sequence[Row], layout: Layout, repairs: Mapping[int, Repair], where: str
) -> Iterator[tuple[int, Row, Repair | None]]:
    missed = [row for row in repairs if not layout.first_row <= row <= len(rows)]
    if missed:
        raise SourceChanged(
            "a repair is for a row that is not there",
            where=where,
            value=missed[0],
            todo="look at the new file",
        )
    for number in range(layout.first_row, len(rows) + 1):
        yield number, rows[number - 1], repairs.get(number)


class _Walker:
    """Remembers under which heading the next rows stand."""

    def __init__(self, layout: Layout, where: str) -> None:
        self.layout = layout
        self.where = where
        self.account = Account(layout.year)
        self.heading: Place | None = None
        self.place: Place | None = None
        self.seen: list[str] = []

    def step(self, number: int, row: Row, repair: Repair | None, rows: Sequence[Row]) -> None:
        labels = read_labels(row, self.layout)
        if repair is not None:
            labels = self.repair(repair, labels, rows)
        kind = Kind.PROGRAM if repair and repair.own_code else classify(row, labels, self.layout)
        if kind is Kind.MOMENT:
            self.moment(number, row, MOMENTS[labels.label])
        elif kind is Kind.PROGRAM:
            self.program(labels)
        elif kind is Kind.HEADING:
            self.open_heading(labels.name)
        elif kind is Kind.NOTE:
            self.account.notes.append(_raw(row))
        elif kind is Kind.UNKNOWN:
            self.account.rows_read += 1
            self.lose_place(number, row, "unknown_row")

    def repair(self, repair: Repair, found: Labels, rows: Sequence[Row]) -> Labels:
        becomes = repair.apply(found, self.where)
        if repair.confirms is not None:
            row, name = repair.confirms
            replace(repair, row=row, expected=Labels(name)).apply(
                read_labels(rows[row - 1], self.layout), self.where
            )
        if repair.heading_before:
            self.open_heading(repair.heading_before)
        self.account.corrections.append(repair.correction())
        return becomes

    def open_heading(self, name: str) -> None:
        self.close_block()
        self.heading = self.place = self.find(name)

    def find(self, name: str) -> Place | None:
        """Return the place that a heading opens; None for a group without a total."""
        if fold(name) in _GROUPS:
            return None
        if fold(name) in _GROUP_WITH_TOTAL:
            return Place("group")
        if (ente := find_entity(name)) is not None:
            agency, entity = ente
            self.account.entity_names[agency.agency_id, entity.entity_id] = name
            return Place("entity", agency.agency_id, entity.entity_id)
        agency_id = by_name(name, self.layout.year).agency_id
        self.account.agency_names[agency_id] = name
        return Place("agency", agency_id)

    def program(self, labels: Labels) -> None:
        self.close_block()
        above = self.heading
        if above is None or above.agency_id is None:
            self.place = None
            return
        self.account.program_names[above.agency_id, labels.program] = labels.label
        self.place = Place("program", above.agency_id, above.entity_id, labels.program)

    def moment(self, number: int, row: Row, moment: str) -> None:
        self.account.rows_read += 1
        if self.place is None or moment in self.seen:
            self.lose_place(number, row, "no_heading")
            return
        self.seen.append(moment)
        try:
            amounts = read_amounts(row, self.layout)
        except BadValue:
            self.reject(number, row, "unreadable_amount")
            return
        self.account.figures.append(Figures(number, self.place, moment, amounts))

    def lose_place(self, number: int, row: Row, code: str) -> None:
        """Reject a row, and trust no place until the next heading: a wrong place is worse than none."""
        self.reject(number, row, code)
        self.heading = self.place = None
        self.seen = []

    def reject(self, number: int, row: Row, code: str) -> None:
        self.account.rejects.append(Reject(number, code, _REASONS[code], _raw(row)))

    def close_block(self) -> None:
        """Require four moments in their order, or none under a heading that only groups."""
        bare = self.seen == [] and (self.place is None or self.place.level != "program")
        if not bare and self.seen != list(MOMENTS.values()):
            raise BadValue(
                "a block without its four moments in order",
                where=f"{self.where}, {self.place}",
                value=self.seen,
                todo="look at the sheet: a row or a heading is missing",
            )
        self.seen = []


def _mark_unreported(figures: Figures, year: int, unreported: Sequence[Unreported], where: str) -> Figures:
    place = figures.place
    if place.program is None:
        return figures
    left_out = any(item.covers(place.agency_id, place.program, figures.moment, year) for item in unreported)
    if left_out and any(figures.amounts.values()):
        raise SourceChanged(
            "a programme declared as not reported has amounts",
            where=f"{where}, row {figures.row}",
            value=f"{place.program} {figures.moment}",
            todo="the source may be complete now: update [[unreported]] in public_account_repairs.toml",
        )
    if left_out or figures.amounts["total_mxn"] is None:
        return replace(figures, amounts=dict.fromkeys(figures.amounts), reported=False)
    return figures


def _raw(row: Row) -> str:
    return " | ".join(shown for cell in row if (shown := words(str(cell))))
