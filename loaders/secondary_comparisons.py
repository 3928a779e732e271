"""The account key by key against what a third party added up of it, programme by programme."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from loaders.cubes import FLAT_ACCOUNT
from loaders.findings import TOLERANCE, Finding, money
from loaders.model import Check, Text
from loaders.schema import table

_THEIRS = "executed_secondary"


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield two checks for each year that both files have: programmes that differ, and what all add up to."""
    rows = connection.execute(_programmes()).all()
    for year, found in groupby(rows, attrgetter("fiscal_year")):
        yield from _of_year(year, list(found))


def _programmes() -> sa.Select[Any]:
    """Select every programme of the years that both have, with both figures; null where one lacks it."""
    theirs, ours = _added_by_others(), _added_by_us()
    same = (theirs.c.fiscal_year == ours.c.fiscal_year) & (theirs.c.program_id == ours.c.program_id)
    year = sa.func.coalesce(ours.c.fiscal_year, theirs.c.fiscal_year).label("fiscal_year")
    both = sa.select(ours.c.fiscal_year).intersect(sa.select(theirs.c.fiscal_year)).subquery()
    query = sa.select(year, ours.c.pesos.label("ours"), theirs.c.pesos.label("theirs"))
    query = query.select_from(ours.outerjoin(theirs, same, full=True))
    return query.where(year.in_(sa.select(both.c.fiscal_year))).order_by(year)


def _added_by_others() -> sa.Subquery:
    line = table("reference_total")
    program = line.c.agency_id.concat(".").concat(line.c.program_code)
    return (
        sa.select(
            line.c.fiscal_year, program.label("program_id"), sa.func.sum(line.c.total_mxn).label("pesos")
        )
        .group_by(line.c.fiscal_year, program)
        .subquery()
    )


def _added_by_us() -> sa.Subquery:
    """Return the Ejercicio of each programme, or what was exercised in years whose file has no Ejercicio."""
    cube = table("cube_line")
    pesos = sa.func.coalesce(cube.c.executed_mxn, cube.c.exercised_mxn)
    return (
        sa.select(cube.c.fiscal_year, cube.c.member_id.label("program_id"), sa.func.sum(pesos).label("pesos"))
        .where(cube.c.dataset_id == FLAT_ACCOUNT, cube.c.dimension == "program")
        .group_by(cube.c.fiscal_year, cube.c.member_id)
        .subquery()
    )


def _of_year(year: int, found: list[Any]) -> Iterator[Finding]:
    pairs = [(money(one.ours), money(one.theirs)) for one in found]
    unlike = sum(one is None or other is None or abs(one - other) > TOLERANCE for one, other in pairs)
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    yield FLAT_ACCOUNT, _check(year, "programmes", _PROGRAMMES, money(0), len(pairs)), money(unlike)
    expected, actual = (money(sum(side)) for side in zip(*both, strict=True)) if both else (None, None)
    yield FLAT_ACCOUNT, _check(year, "total", _TOTAL, expected, len(pairs)), actual


_PROGRAMMES = Text("programas cuyo monto no es igual", "programmes whose amount is not the same")
_TOTAL = Text("suma de los programas que están en ambas", "sum of the programmes that are in both")


def _check(year: int, what: str, said: Text, expected: Any, programmes: int) -> Check:
    return Check(
        id=f"flat_secondary_{year}_{what}",
        subject="executed",
        title=Text(
            f"Cuenta Pública clave por clave {year} contra fuente secundaria: {said.es}",
            f"Public account key by key {year} against a secondary source: {said.en}",
        ),
        expected=expected,
        measure=None,
        fiscal_year=year,
        tolerance=TOLERANCE * programmes if what == "total" else TOLERANCE,
        explanation=Text(
            f"Programas comparados: {programmes}. La fuente secundaria sumó los CSV de la Cuenta Pública: "
            "confirma la lectura, no las cifras.",
            f"Programmes compared: {programmes}. The secondary source added up the CSV files of the public "
            "account: it confirms the reading, not the figures.",
        ),
        against=_THEIRS,
    )
