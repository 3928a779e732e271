"""One official file against another that says the same, by ramo and moment.

A difference is explained only by what the files themselves show: programmes that a workbook leaves out must
add up to it, or it must be one of the known differences. Any other difference fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from loaders.agencies import Agency, agencies
from loaders.cubes import FLAT_ACCOUNT
from loaders.findings import (
    BOOK,
    BOOK_MOMENTS,
    BUDGET,
    DRAFT,
    FIRST_WITH_ENTITIES,
    LANGUAGES,
    MOMENTS,
    NAMES,
    NOTHING,
    QUARTER,
    TOLERANCE,
    UNEXPLAINED,
    Finding,
    form_of,
    sentence,
)
from loaders.known_differences import Compared, explanation
from loaders.model import Check, Text
from loaders.schema import table

Sums = Mapping[tuple[int, str], Decimal]

OUTSIDE = Text(
    "Los libros de la Cuenta Pública que se tienen son del Gobierno Federal: "
    "no incluyen IMSS, ISSSTE, Pemex ni CFE.",
    "The public account workbooks held cover the Federal Government: "
    "they leave out IMSS, ISSSTE, Pemex and CFE.",
)
_OLD_OUTSIDE = Text(
    "La Cuenta Pública clave por clave de 2008 a 2012 no incluye IMSS, ISSSTE, Pemex ni CFE.",
    "The public account key by key of 2008 to 2012 leaves out IMSS, ISSSTE, Pemex and CFE.",
)


@dataclass(frozen=True)
class Left:
    """Programmes that a workbook does not report, and what they add up to in the other file."""

    codes: tuple[str, ...]
    pesos: Decimal

    def told(self, gap: Decimal) -> Text:
        """Say which they are, and whether they are all of the difference."""
        codes, pesos = ", ".join(self.codes), f"{self.pesos:,.2f}"
        rest = f"{gap + self.pesos:,.2f}"
        es = f"El libro no reporta {codes}; en el otro archivo suman {pesos} pesos"
        en = f"The workbook does not report {codes}; in the other file they add up to {pesos} pesos"
        if self.explains(gap):
            return Text(
                f"{es}: son toda la diferencia. No reportado no es cero ni un recorte.",
                f"{en}: they are the whole difference. Not reported is neither zero nor a cut.",
            )
        return Text(f"{es}; quedan {rest} sin explicar.", f"{en}; {rest} remain unexplained.")

    def explains(self, gap: Decimal, tolerance: Decimal = TOLERANCE) -> bool:
        """Say whether what is missing is the difference, to the tolerance."""
        return abs(gap + self.pesos) <= tolerance


@dataclass(frozen=True)
class Side:
    """One of two files: pesos of a moment by year and agency, and how each year is published."""

    dataset_id: str
    pesos: Sums
    forms: Mapping[int, str] = field(default_factory=dict)

    @property
    def years(self) -> frozenset[int]:
        """The fiscal years for which it has the moment."""
        return frozenset(year for year, _ in self.pesos)

    def leaves_out(self, agency: Agency, year: int) -> Text | None:
        """Return why a file of this kind never has an agency; None if it should have it."""
        if agency.kind != "controlled_entity":
            return None
        if self.dataset_id == BOOK:
            return OUTSIDE
        old = self.dataset_id == FLAT_ACCOUNT and year < FIRST_WITH_ENTITIES
        return _OLD_OUTSIDE if old else None


@dataclass(frozen=True)
class Pair:
    """Two files that say the same: the moment, what is expected, what is found, what a workbook leaves out.

    `id` begins the ids of its checks, `owner` is the dataset that they are of, `when` what the title adds.
    """

    id: str
    owner: str
    moment: str
    expected: Side
    actual: Side
    left: Mapping[tuple[int, str], Left] = field(default_factory=dict)
    when: Text = NOTHING

    @property
    def years(self) -> list[int]:
        """The fiscal years that both files have."""
        return sorted(self.expected.years & self.actual.years)


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield every comparison between files: dataset, what was expected, and what was found."""
    made = list(pairs(connection))
    for pair in made:
        for year in pair.years:
            found = list(_by_agency(pair, year))
            yield from found
            yield pair.owner, *_total(pair, year, found)
    yield from _alone(connection, made)


def pairs(connection: sa.Connection) -> Iterator[Pair]:
    """Yield the pairs of files that say the same, held or not."""
    budget, forms = _budget(connection), _forms(connection)
    flat = {moment: _lines(connection, FLAT_ACCOUNT, moment, forms) for moment in BOOK_MOMENTS}
    books = {moment: _book(connection, moment) for moment in BOOK_MOMENTS}
    left = _left_out(connection, "cube_budget", "gross", "approved")
    yield Pair("approved", BOOK, "approved", budget, books["approved"], left)
    for moment in BOOK_MOMENTS:
        left = _left_out(connection, "cube_line", moment, moment, FLAT_ACCOUNT)
        yield Pair(f"flat_{moment}", FLAT_ACCOUNT, moment, flat[moment], books[moment], left)
    yield Pair("flat_budget", FLAT_ACCOUNT, "approved", budget, flat["approved"])
    for quarter in (1, 2, 3, 4):
        when = Text(f", trimestre {quarter}", f", quarter {quarter}")
        side = _lines(connection, QUARTER, "approved", {}, quarter)
        yield Pair(f"quarter_{quarter}", QUARTER, "approved", budget, side, when=when)
        left = _left_out(connection, "cube_line", "approved", "approved", QUARTER, quarter)
        yield Pair(f"quarter_{quarter}_book", QUARTER, "approved", side, books["approved"], left, when)


# --- the two sides ------------------------------------------------------------------------------


def _sums(connection: sa.Connection, query: sa.Select[Any]) -> Sums:
    return {(row[0], row[1]): Decimal(str(row[2])) for row in connection.execute(query) if row[2] is not None}


def _budget(connection: sa.Connection) -> Side:
    cube = table("cube_budget")
    query = sa.select(cube.c.fiscal_year, cube.c.agency_id, cube.c.gross_mxn)
    return Side(BUDGET, _sums(connection, query.where(cube.c.dimension == "agency")))


def _book(connection: sa.Connection, moment: str) -> Side:
    cube = table("cube_account")
    query = (
        sa.select(cube.c.fiscal_year, cube.c.agency_id, sa.func.sum(cube.c[f"{moment}_mxn"]))
        .where(cube.c.economic_type == "total", cube.c.dataset_id == BOOK)
        .group_by(cube.c.fiscal_year, cube.c.agency_id)
    )
    return Side(BOOK, _sums(connection, query))


def _lines(
    connection: sa.Connection, dataset_id: str, moment: str, forms: Mapping[int, str], quarter: int = 0
) -> Side:
    cube = table("cube_line")
    query = sa.select(cube.c.fiscal_year, cube.c.agency_id, cube.c[f"{moment}_mxn"]).where(
        cube.c.dataset_id == dataset_id, cube.c.dimension == "agency"
    )
    query = query.where(cube.c.quarter == quarter) if quarter else query
    return Side(dataset_id, _sums(connection, query), forms)


def _forms(connection: sa.Connection) -> dict[int, str]:
    """Return how the account key by key of each year is published: csv or xlsx."""
    files = table("source_file").c
    query = sa.select(files.fiscal_year, files.source_file_id).where(
        files.dataset_id == FLAT_ACCOUNT, files.counted_in.is_(None)
    )
    return {year: form_of(identity) for year, identity in connection.execute(query)}


def _left_out(
    connection: sa.Connection, other: str, column: str, moment: str, dataset_id: str = "", quarter: int = 0
) -> dict[tuple[int, str], Left]:
    """Return the programmes without the moment in a workbook, with what they have in the other file."""
    lines, unsaid = table(other), silent(moment)
    pesos = lines.c[f"{column}_mxn"]
    same = (unsaid.c.fiscal_year == lines.c.fiscal_year) & (unsaid.c.program_id == lines.c.member_id)
    wanted = [lines.c.dimension == "program", pesos.is_not(None)]
    wanted += [lines.c.dataset_id == dataset_id] if dataset_id else []
    wanted += [lines.c.quarter == quarter] if quarter else []
    query = sa.select(lines.c.fiscal_year, lines.c.agency_id, lines.c.member_id, pesos)
    found = connection.execute(query.join(unsaid, same).where(*wanted).order_by(lines.c.member_id))
    return gathered((year, agency, program, amount) for year, agency, program, amount in found)


def silent(moment: str) -> sa.Subquery:
    """Programmes that a workbook lists without any amount of a moment, by year."""
    cube = table("cube_account")
    query = sa.select(cube.c.fiscal_year, cube.c.program_id).where(
        cube.c.economic_type == "total", cube.c.dataset_id == BOOK
    )
    grouped = query.group_by(cube.c.fiscal_year, cube.c.program_id)
    return grouped.having(sa.func.count(cube.c[f"{moment}_mxn"]) == 0).subquery()


def gathered(found: Iterable[tuple[int, str, str, Any]]) -> dict[tuple[int, str], Left]:
    """Return what is left out by year and agency, from rows of year, agency, programme, pesos."""
    rows: dict[tuple[int, str], list[tuple[str, Decimal]]] = defaultdict(list)
    for year, agency, program, pesos in found:
        rows[year, agency].append((program.rpartition(".")[2], Decimal(str(pesos))))
    return {
        key: Left(tuple(code for code, _ in listed), sum((pesos for _, pesos in listed), Decimal(0)))
        for key, listed in rows.items()
    }


# --- agency by agency ---------------------------------------------------------------------------


def _by_agency(pair: Pair, year: int) -> Iterator[Finding]:
    """Compare the agencies that either file has; one that a file should have and lacks counts as zero."""
    for agency in agencies():
        key = (year, agency.agency_id)
        if key not in pair.expected.pesos and key not in pair.actual.pesos:
            continue
        outside = pair.actual.leaves_out(agency, year) or pair.expected.leaves_out(agency, year)
        if outside is not None:
            yield pair.owner, _check(pair, year, agency, pair.expected.pesos.get(key), outside), None
        else:
            actual = pair.actual.pesos.get(key, Decimal(0))
            yield pair.owner, _judged(pair, year, agency, actual), actual


def _judged(pair: Pair, year: int, agency: Agency, actual: Decimal) -> Check:
    key = (year, agency.agency_id)
    expected = pair.expected.pesos.get(key, Decimal(0))
    gap, left = actual - expected, pair.left.get(key)
    if abs(gap) <= TOLERANCE:
        return _check(pair, year, agency, expected, NOTHING)
    form, against = pair.actual.forms.get(year, ""), pair.expected.dataset_id
    what = Compared(pair.actual.dataset_id, form, against, year, pair.moment)
    reason = explanation(what, agency.agency_id, gap, TOLERANCE)
    if reason is None and left is not None:
        return _check(pair, year, agency, expected, left.told(gap), left.explains(gap))
    return _check(pair, year, agency, expected, reason or UNEXPLAINED, reason is not None)


def _check(
    pair: Pair, year: int, agency: Agency, expected: Decimal | None, why: Text, explained: bool = False
) -> Check:
    moment, code = MOMENTS[pair.moment], agency.ramo_code_in(year) or agency.ramo_code
    ours, theirs = NAMES[pair.actual.dataset_id], NAMES[pair.expected.dataset_id]
    return Check(
        id=f"{pair.id}_{year}_{agency.agency_id}",
        subject=agency.agency_id,
        title=Text(
            f"{sentence(moment.es)} {year}{pair.when.es}, ramo {code} {agency.name.es}: "
            f"{ours.es} contra {theirs.es}",
            f"{sentence(moment.en)} {year}{pair.when.en}, ramo {code} {agency.name.en}: "
            f"{ours.en} against {theirs.en}",
        ),
        expected=expected,
        measure=None,
        fiscal_year=year,
        tolerance=TOLERANCE,
        explained=explained,
        explanation=why,
        against=pair.expected.dataset_id
        if pair.expected.dataset_id != pair.owner
        else pair.actual.dataset_id,
    )


def _total(pair: Pair, year: int, found: Sequence[Finding]) -> tuple[Check, Decimal]:
    """Compare the sums of the agencies that both files should have."""
    judged = [(check, actual) for _, check, actual in found if actual is not None]
    expected = sum((check.expected or Decimal(0) for check, _ in judged), Decimal(0))
    actual = sum((pesos for _, pesos in judged), Decimal(0))
    unlike = [check for check, pesos in judged if abs(pesos - (check.expected or 0)) > TOLERANCE]
    moment, ours, theirs = (
        MOMENTS[pair.moment],
        NAMES[pair.actual.dataset_id],
        NAMES[pair.expected.dataset_id],
    )
    check = Check(
        id=f"{pair.id}_{year}_all",
        subject="by_agency",
        title=Text(
            f"{sentence(moment.es)} {year}{pair.when.es}, suma de los ramos comparados: "
            f"{ours.es} contra {theirs.es}",
            f"{sentence(moment.en)} {year}{pair.when.en}, sum of the agencies compared: "
            f"{ours.en} against {theirs.en}",
        ),
        expected=expected,
        measure=None,
        fiscal_year=year,
        tolerance=TOLERANCE * len(judged),
        explained=all(one.explained for one in unlike),
        explanation=_unlike(len(judged), unlike),
        against=pair.expected.dataset_id
        if pair.expected.dataset_id != pair.owner
        else pair.actual.dataset_id,
    )
    return check, actual


def _unlike(compared: int, unlike: Sequence[Check]) -> Text:
    """Say how many agencies were compared, and which of them differ."""
    names = ", ".join(one.subject for one in unlike)
    return Text(
        f"Ramos comparados: {compared}; con diferencia propia: {names or 'ninguno'}.",
        f"Agencies compared: {compared}; with a difference of their own: {names or 'none'}.",
    )


# --- what nothing held can be compared with ------------------------------------------------------

_NEEDED = {
    BUDGET: Text(
        "el libro de la Cuenta Pública o la Cuenta Pública clave por clave de ese año",
        "the public account workbook or the public account key by key of that year",
    ),
    BOOK: Text(
        "la Cuenta Pública clave por clave de ese año (o, para lo aprobado, el PEF)",
        "the public account key by key of that year (or, for what was approved, the budget)",
    ),
    FLAT_ACCOUNT: Text(
        "el libro de la Cuenta Pública de ese año (o, para lo aprobado, el PEF)",
        "the public account workbook of that year (or, for what was approved, the budget)",
    ),
    QUARTER: Text("el PEF de ese año", "the approved budget of that year"),
    DRAFT: Text("un total por ramo publicado del proyecto", "a published total by agency of the draft"),
}


def _alone(connection: sa.Connection, made: Sequence[Pair]) -> Iterator[Finding]:
    """Say for each dataset and year which moments cannot be compared by agency, and what would be needed."""
    done = {
        (side.dataset_id, year, pair.moment)
        for pair in made
        for side in (pair.expected, pair.actual)
        for year in pair.years
    }
    lacking: dict[tuple[str, int], list[str]] = defaultdict(list)
    for dataset_id, year, moment in _moments_held(connection):
        if (dataset_id, year, moment) not in done:
            lacking[dataset_id, year].append(moment)
    for (dataset_id, year), moments in lacking.items():
        yield dataset_id, _alone_check(dataset_id, year, moments), None


def _moments_held(connection: sa.Connection) -> list[tuple[str, int, str]]:
    """Return dataset, year and moment of every sum by agency; what a third party confirms is left out."""
    held = table("availability").c
    query = sa.select(held.dataset_id, held.fiscal_year, held.moment).where(
        held.dimension == "agency", held.scope == "gross"
    )
    theirs = table("reference_total")
    confirmed = {row[0] for row in connection.execute(sa.select(theirs.c.fiscal_year).distinct())}
    found = sorted({(row[0], row[1], row[2]) for row in connection.execute(query)}, key=_order)
    return [one for one in found if (one[0], one[2]) != (BOOK, "executed") or one[1] not in confirmed]


def _order(one: tuple[str, int, str]) -> tuple[str, int, int]:
    return one[0], one[1], list(MOMENTS).index(one[2])


def _alone_check(dataset_id: str, year: int, moments: Sequence[str]) -> Check:
    name, needed = NAMES[dataset_id], _NEEDED[dataset_id]
    es, en = (", ".join(MOMENTS[one].in_(language) for one in moments) for language in LANGUAGES)
    return Check(
        id=f"by_agency_{dataset_id}_{year}",
        subject="by_agency",
        title=Text(f"{name.es} {year}, ramo por ramo: {es}", f"{sentence(name.en)} {year}, by agency: {en}"),
        expected=None,
        measure=None,
        fiscal_year=year,
        explanation=Text(f"Falta {needed.es}.", f"What is missing: {needed.en}."),
    )
