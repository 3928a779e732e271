"""Published totals, gross and net, against every file of money that is held.

The published totals are data, in `control_totals.toml`: gross ones of all ramos, IMSS, ISSSTE, Pemex and CFE
included, and approved net ones. A total that no held file covers, and a file whose total nobody published,
are *not checkable*, and the check says which figure is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa

from loaders.counted_files import declared_totals
from loaders.cubes import FLAT_ACCOUNT, LINE_MOMENTS, netted
from loaders.findings import (
    BOOK,
    BOOK_MOMENTS,
    BUDGET,
    DRAFT,
    FIRST_WITH_ENTITIES,
    MOMENTS,
    NAMES,
    NOTHING,
    QUARTER,
    UNEXPLAINED,
    Finding,
    form_of,
    money,
    sentence,
)
from loaders.known_differences import Compared, explanation
from loaders.model import Check, Text
from loaders.registry import datasets
from loaders.schema import table

_KINDS = {"gross": Text("bruto", "gross"), "net": Text("neto", "net")}
_SECONDARY_YEARS = (2013, 2014, 2015)
_NO_FILE = {
    "gross": Text(
        "El total incluye IMSS, ISSSTE, Pemex y CFE; ningún archivo que se tenga de ese año los trae.",
        "The total includes IMSS, ISSSTE, Pemex and CFE; no held file of that year has them.",
    ),
    "net": Text(
        "No se tiene el presupuesto aprobado de ese año por clave, y el neteo se calcula clave por clave.",
        "The approved budget of that year by key is not held, and netting is computed key by key.",
    ),
    "proposed": Text("No se tiene el proyecto de ese año.", "The draft of that year is not held."),
}
_NO_CODES = Text(
    "El archivo no trae la partida específica de todas sus claves: sin ella no se puede saber qué se resta.",
    "The file does not have the specific object of all its keys: without it, what is netted is not known.",
)
_BOOK_NET = Text(
    "El libro no trae objeto del gasto: el neteo no se puede calcular con él.",
    "The workbook has no object of expenditure: netting cannot be computed with it.",
)
_BOOK_GROSS = Text(
    "El libro no trae gran total, y no se tiene otro publicado del Gobierno Federal: los que se tienen "
    "incluyen IMSS, ISSSTE, Pemex y CFE.",
    "The workbook has no grand total, and no other one of the Federal Government is held: those held "
    "include IMSS, ISSSTE, Pemex and CFE.",
)
_ROUNDED = Text(
    "La cifra publicada está redondeada; la tolerancia es media unidad de su última cifra.",
    "The published figure is rounded; the tolerance is half a unit of its last digit.",
)
_BY_SECONDARY = Text(
    "Contrastado con una fuente secundaria que sí incluye IMSS, ISSSTE, Pemex y CFE; la cifra publicada está "
    "en miles de millones de pesos con un decimal.",
    "Contrasted with a secondary source that does include IMSS, ISSSTE, Pemex and CFE; the published figure "
    "is in thousands of millions of pesos with one decimal.",
)
_OLD_SCOPE = Text(
    "De 2008 a 2012 el archivo no incluye IMSS, ISSSTE, Pemex ni CFE.",
    "From 2008 to 2012 the file leaves out IMSS, ISSSTE, Pemex and CFE.",
)
_NO_NET = Text(
    "Sólo se da el bruto: el neto es de todo el sector público, y de 2008 a 2012 el archivo no incluye IMSS, "
    "ISSSTE, Pemex ni CFE. No se tiene una cifra neta publicada.",
    "Only gross is given: net is of the whole public sector, and from 2008 to 2012 the file leaves out IMSS, "
    "ISSSTE, Pemex and CFE. No published net figure is held.",
)


@dataclass(frozen=True)
class Sum:
    """What a held file adds up to: dataset, year, quarter, moment, gross or net; None = not computable."""

    dataset_id: str
    fiscal_year: int
    moment: str
    scope: str
    pesos: Decimal | None
    quarter: int | None = None
    form: str = ""

    @property
    def id(self) -> str:
        """The id of its check; those of the approved budget are named as the published total is."""
        parts = [self.scope, str(self.fiscal_year)]
        if self.dataset_id == BUDGET:
            return "_".join(parts if self.scope == "net" else [*parts, self.moment])
        short = {FLAT_ACCOUNT: "flat", BOOK: "book", DRAFT: "draft", QUARTER: f"quarter_{self.quarter}"}
        return "_".join([short[self.dataset_id], *parts, self.moment])

    @property
    def published(self) -> Decimal | None:
        """The published total that it should be; none is held for a workbook, nor later ones of a quarter."""
        if self.dataset_id == BOOK or (self.quarter and self.moment != "approved"):
            return None
        return _published().get((self.scope, self.fiscal_year, self.moment))


@cache
def _published() -> Mapping[tuple[str, int, str], Decimal]:
    """Return every published total by scope, year and moment, in pesos."""
    return {
        (scope, int(year), moment): Decimal(total) * int(words["unit"])
        for scope, words in declared_totals()["published"].items()
        for year, totals in words["years"].items()
        for moment, total in totals.items()
    }


@cache
def _within(scope: str) -> Decimal:
    """Return half a unit of the last digit of the published totals, in pesos."""
    return Decimal(declared_totals()["published"][scope]["within"])


def _source(scope: str, year: int) -> Text:
    """Return what is to be said of where a published total comes from: nothing unless only others have it."""
    words = declared_totals()["published"][scope]
    if year not in words.get("secondary_years", ()):
        return NOTHING
    return Text(
        f"La cifra publicada se toma de una fuente secundaria: {words['secondary']}.",
        f"The published figure is taken from a secondary source: {words['secondary']}.",
    )


def control_totals(connection: sa.Connection) -> Iterator[Finding]:
    """Yield every held sum beside its published total, and every published total that no file covers."""
    held = [*_budgets(connection), *_lines(connection), *_books(connection)]
    own = {(one.subject, one.fiscal_year) for one in datasets()[BUDGET].checks}
    for one in held:
        if one.dataset_id != BUDGET or (one.scope, one.fiscal_year) not in own:
            yield one.dataset_id, _check(one), one.pesos
    covered = {(one.scope, one.fiscal_year, one.moment) for one in held if one.published is not None}
    for key, total in _published().items():
        scope, year, moment = key
        if key not in covered and not (moment == "approved" and (scope, year) in own):
            yield _uncovered(connection, key, total)


# --- what is held -------------------------------------------------------------------------------


def _budgets(connection: sa.Connection) -> Iterator[Sum]:
    line = table("budget_line")
    for row in connection.execute(_gross_and_net(line, line.c.approved_mxn, line.c.netted)):
        yield from _both(BUDGET, "approved", row)


def _gross_and_net(
    line: sa.FromClause, amount: sa.ColumnElement[Any], subtracted: sa.ColumnElement[Any]
) -> sa.Select[Any]:
    """Select both totals by year, and how many keys do not tell whether they are subtracted."""
    net = sa.func.sum(sa.case((subtracted, 0), else_=amount))
    untold = sa.func.sum(sa.case((subtracted.is_(None), 1), else_=0))
    return (
        sa.select(
            line.c.fiscal_year, sa.func.sum(amount).label("gross"), net.label("net"), untold.label("untold")
        )
        .group_by(line.c.fiscal_year)
        .order_by(line.c.fiscal_year)
    )


def _both(dataset_id: str, moment: str, row: Any, quarter: int | None = None, form: str = "") -> list[Sum]:
    old = dataset_id == FLAT_ACCOUNT and row.fiscal_year < FIRST_WITH_ENTITIES
    sums = {"gross": money(row.gross), "net": None if row.untold or old else money(row.net)}
    return [
        Sum(dataset_id, row.fiscal_year, moment, scope, pesos, quarter, form) for scope, pesos in sums.items()
    ]


def _lines(connection: sa.Connection) -> Iterator[Sum]:
    """Every moment gross; the first of each file, which is what was proposed or approved, net as well."""
    draft, line = table("draft_line"), table("execution_line")
    for row in connection.execute(_gross_and_net(draft, draft.c.proposed_mxn, netted(draft))):
        yield from _both(DRAFT, "proposed", row)
    forms = _forms(connection)
    query = _gross_and_net(line, line.c.approved_mxn, netted(line)).where(line.c.basis == "as_published")
    query = query.add_columns(line.c.dataset_id, line.c.quarter).group_by(line.c.dataset_id, line.c.quarter)
    for row in connection.execute(query.order_by(line.c.dataset_id, line.c.quarter)):
        form = forms.get((row.dataset_id, row.fiscal_year), "")
        yield from _both(row.dataset_id, "approved", row, row.quarter, form)
    yield from _later_moments(connection, forms)


def _later_moments(connection: sa.Connection, forms: dict[tuple[str, int], str]) -> Iterator[Sum]:
    cube = table("cube_line")
    sums = [sa.func.sum(cube.c[f"{moment}_mxn"]).label(moment) for moment in LINE_MOMENTS[2:]]
    keys = (cube.c.dataset_id, cube.c.fiscal_year, cube.c.quarter)
    query = sa.select(*keys, *sums).where(cube.c.dimension == "agency").group_by(*keys).order_by(*keys)
    for row in connection.execute(query).mappings():
        form = forms.get((row["dataset_id"], row["fiscal_year"]), "")
        for moment in LINE_MOMENTS[2:]:
            if row[moment] is not None:
                keyed = (row["dataset_id"], row["fiscal_year"], moment, "gross", money(row[moment]))
                yield Sum(*keyed, row["quarter"], form)


def _forms(connection: sa.Connection) -> dict[tuple[str, int], str]:
    files = table("source_file").c
    query = sa.select(files.dataset_id, files.fiscal_year, files.source_file_id)
    rows = connection.execute(query.where(files.counted_in.is_(None), files.fiscal_year.is_not(None)))
    return {(dataset_id, year): form_of(identity) for dataset_id, year, identity in rows}


def _books(connection: sa.Connection) -> Iterator[Sum]:
    cube = table("cube_account")
    sums = [sa.func.sum(cube.c[f"{moment}_mxn"]).label(moment) for moment in BOOK_MOMENTS]
    query = (
        sa.select(cube.c.fiscal_year, *sums)
        .where(cube.c.economic_type == "total", cube.c.dataset_id == BOOK)
        .group_by(cube.c.fiscal_year)
        .order_by(cube.c.fiscal_year)
    )
    for row in connection.execute(query).mappings():
        for moment in BOOK_MOMENTS:
            yield Sum(BOOK, row["fiscal_year"], moment, "gross", money(row[moment]))
        yield Sum(BOOK, row["fiscal_year"], "approved", "net", None)


# --- the checks ---------------------------------------------------------------------------------


def _check(one: Sum) -> Check:
    gap = None if one.pesos is None or one.published is None else one.pesos - one.published
    tolerance = _within(one.scope)
    what = Compared(one.dataset_id, one.form, "published", one.fiscal_year, one.moment)
    far = gap is not None and abs(gap) > tolerance
    reason = explanation(what, None, gap, tolerance) if far and gap is not None else None
    return Check(
        id=one.id,
        subject=one.scope,
        title=_title(one),
        expected=one.published,
        measure=None,
        fiscal_year=one.fiscal_year,
        tolerance=tolerance if one.published is not None else Decimal(0),
        explained=reason is not None,
        explanation=_why(one, reason, far),
    )


def _title(one: Sum) -> Text:
    name, kind, moment = NAMES[one.dataset_id], _KINDS[one.scope], MOMENTS[one.moment]
    quarter = Text(f", trimestre {one.quarter}", f", quarter {one.quarter}") if one.quarter else NOTHING
    return Text(
        f"{name.es} {one.fiscal_year}{quarter.es}: total {kind.es}, {moment.es}",
        f"{sentence(name.en)} {one.fiscal_year}{quarter.en}: {kind.en} total, {moment.en}",
    )


def _why(one: Sum, reason: Text | None, far: bool) -> Text:
    """Return what explains a difference, or which figure is missing."""
    old = one.dataset_id == FLAT_ACCOUNT and one.fiscal_year < FIRST_WITH_ENTITIES
    if one.pesos is None:
        return _BOOK_NET if one.dataset_id == BOOK else _NO_NET if old else _NO_CODES
    if one.published is not None:
        return _also((reason or UNEXPLAINED) if far else _ROUNDED, _source(one.scope, one.fiscal_year))
    if one.dataset_id == BOOK:
        return _BOOK_GROSS
    kind, moment, name = _KINDS[one.scope], MOMENTS[one.moment], NAMES[one.dataset_id]
    missing = Text(
        f"Falta un total publicado con qué comparar: el {kind.es} de {one.fiscal_year}, "
        f"{moment.es} ({name.es}).",
        f"A published total to compare with is missing: the {kind.en} one of {one.fiscal_year}, "
        f"{moment.en} ({name.en}).",
    )
    return _also(missing, _OLD_SCOPE) if old else missing


def _also(one: Text, other: Text) -> Text:
    return Text(f"{one.es} {other.es}".strip(), f"{one.en} {other.en}".strip())


def _uncovered(connection: sa.Connection, key: tuple[str, int, str], total: Decimal) -> Finding:
    """Return the check of a published total that no official file covers; some have a second source."""
    scope, year, moment = key
    found = _secondary(connection, year) if (scope, moment) == ("gross", "executed") else None
    kind, words = _KINDS[scope], MOMENTS[moment]
    mark = Text(" (fuente secundaria)", " (secondary source)") if found is not None else NOTHING
    check = Check(
        id=f"net_{year}" if (scope, moment) == ("net", "approved") else f"{scope}_{year}_{moment}",
        subject=scope,
        title=Text(
            f"Total {kind.es} {words.es} {year}{mark.es}",
            f"{sentence(words.en)} {kind.en} total, {year}{mark.en}",
        ),
        expected=total,
        measure=None,
        fiscal_year=year,
        tolerance=Decimal(0) if found is None else _within(scope),
        explanation=_also(_NO_FILE.get(moment, _NO_FILE[scope]), _source(scope, year))
        if found is None
        else _BY_SECONDARY,
    )
    return {"approved": BUDGET, "proposed": DRAFT}.get(moment, BOOK), check, found


def _secondary(connection: sa.Connection, year: int) -> Decimal | None:
    """Return what a third party's sums of all ramos say was executed, for years with a published total."""
    if year not in _SECONDARY_YEARS:
        return None
    theirs = table("reference_total")
    query = sa.select(sa.func.sum(theirs.c.total_mxn)).where(theirs.c.fiscal_year == year)
    return money(connection.execute(query).scalar())
