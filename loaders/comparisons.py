"""Parts against their sum, and what a third party added up.

Each comparison of many figures is one check for each year: its figure is the largest difference found.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import reduce
from typing import Any

import sqlalchemy as sa

from loaders.agencies import agencies
from loaders.crosschecks import Left, gathered, silent
from loaders.findings import NOTHING, TOLERANCE, Finding, money
from loaders.model import Check, Text
from loaders.schema import table

_RAMO_19 = "aportaciones-seguridad-social"
_PGR = "17"
NOT_LOADED = Text(
    "No está cargado el archivo que lo permitiría comprobar.",
    "The file that would allow this check is not loaded.",
)


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield every comparison: dataset, what was expected, and the figure found (None = not held)."""
    yield _sexes(connection)
    for level in ("entity", "agency", "group"):
        yield from _subtotals(connection, level)
    for name in _ECONOMIC:
        yield from _economic(connection, name)
    yield from _secondary(connection)


def _sexes(connection: sa.Connection) -> Finding:
    """Women plus men against the total, in every state and year."""
    people = table("population")
    signed = sa.case((people.c.sex == "total", people.c.inhabitants), else_=-people.c.inhabitants)
    gap = sa.func.abs(sa.func.sum(signed)).label("gap")
    each = sa.select(gap).group_by(people.c.fiscal_year, people.c.state_id)
    gaps = each.having(sa.func.count() == len(("total", "women", "men"))).subquery()
    largest = money(connection.execute(sa.select(sa.func.max(gaps.c.gap))).scalar())
    title = Text(
        "Población: mujeres más hombres contra el total; mayor diferencia en un estado y año",
        "Population: women plus men against the total; largest difference in a state and year",
    )
    why = Text("La unidad son personas.", "The unit is people.") if largest is not None else NOT_LOADED
    return "population", Check("population_sexes", "women + men", title, Decimal(0), None, why), largest


def _subtotals(connection: sa.Connection, level: str) -> Iterator[Finding]:
    """Programmes added up against the subtotals that the workbooks print, year by year."""
    printed = table("account_subtotal")
    added = _added(level)
    gap = sa.func.max(sa.func.abs(sa.func.coalesce(added.c.added, 0) - printed.c.total_mxn))
    same = (printed.c[key] == added.c[key] for key in _SUBTOTAL_KEYS[level])
    query = (
        sa.select(printed.c.fiscal_year, gap.label("gap"), sa.func.count().label("compared"))
        .outerjoin(added, sa.and_(*same))
        .where(printed.c.level == level)
        .group_by(printed.c.fiscal_year)
        .order_by(printed.c.fiscal_year)
    )
    for found in connection.execute(query):
        yield "public_account", _subtotal_check(level, found), money(found.gap)


_SUBTOTAL_KEYS = {
    "entity": ("fiscal_year", "moment", "agency_id", "entity_id"),
    "agency": ("fiscal_year", "moment", "agency_id"),
    "group": ("fiscal_year", "moment"),
}


def _added(level: str) -> sa.Subquery:
    line = table("account_line")
    keys = [line.c[key] for key in _SUBTOTAL_KEYS[level]]
    query = sa.select(*keys, sa.func.sum(line.c.total_mxn).label("added")).group_by(*keys)
    return (query.where(_in_group(line)) if level == "group" else query).subquery()


def _in_group(line: sa.FromClause) -> sa.ColumnElement[bool]:
    """The one group with a printed total is the autonomous bodies; the PGR was not yet one of them."""
    bodies = [one for one in agencies() if one.kind == "autonomous"]
    pgr = [(ramo, one.agency_id) for one in bodies for ramo in one.ramos if ramo.value == _PGR]
    before = [
        sa.and_(line.c.agency_id == agency_id, line.c.fiscal_year <= ramo.last) for ramo, agency_id in pgr
    ]
    return line.c.agency_id.in_([one.agency_id for one in bodies]) & ~sa.or_(sa.false(), *before)


_LEVELS = {
    "entity": Text("subtotales por ente", "subtotals by entity"),
    "agency": Text("subtotales por ramo", "subtotals by agency"),
    "group": Text("subtotal de los ramos autónomos", "subtotal of the autonomous bodies"),
}


def _subtotal_check(level: str, found: Any) -> Check:
    year, words = found.fiscal_year, _LEVELS[level]
    return Check(
        id=f"subtotals_{level}_{year}",
        subject=f"subtotal_{level}",
        title=Text(
            f"Cuenta Pública {year}: programas contra {words.es}; mayor diferencia",
            f"Public account {year}: programmes against {words.en}; largest difference",
        ),
        expected=Decimal(0),
        measure=None,
        fiscal_year=year,
        tolerance=TOLERANCE,
        explanation=Text(
            f"{found.compared} subtotales comparados, en los cuatro momentos.",
            f"{found.compared} subtotals compared, in the four moments.",
        ),
    )


_ECONOMIC = {
    "current_mxn": ("personnel_mxn", "operating_mxn", "current_subsidies_mxn", "other_current_mxn"),
    "investment_mxn": ("physical_investment_mxn", "investment_subsidies_mxn", "other_investment_mxn"),
    "total_mxn": ("current_mxn", "pensions_mxn", "investment_mxn"),
}
_ECONOMIC_NAMES = {
    "current_mxn": Text("gasto corriente", "current spending"),
    "investment_mxn": Text("gasto de inversión", "investment"),
    "total_mxn": Text("total", "total"),
}


def _economic(connection: sa.Connection, name: str) -> Iterator[Finding]:
    """The parts of each programme's row against the sum printed in it, year by year."""
    line = table("account_line")
    parts = reduce(operator.add, (sa.func.coalesce(line.c[part], 0) for part in _ECONOMIC[name]))
    gap = sa.func.max(sa.func.abs(parts - line.c[name])).label("gap")
    query = sa.select(line.c.fiscal_year, gap).where(line.c[name].is_not(None))
    for found in connection.execute(query.group_by(line.c.fiscal_year).order_by(line.c.fiscal_year)):
        yield "public_account", _economic_check(name, found.fiscal_year), money(found.gap)


def _economic_check(name: str, year: int) -> Check:
    words = _ECONOMIC_NAMES[name]
    return Check(
        id=f"economic_{name.removesuffix('_mxn')}_{year}",
        subject=name,
        title=Text(
            f"Cuenta Pública {year}: partes contra {words.es} de cada renglón; mayor diferencia",
            f"Public account {year}: parts against {words.en} of each row; largest difference",
        ),
        expected=Decimal(0),
        measure=None,
        fiscal_year=year,
        tolerance=TOLERANCE,
        explanation=NOTHING,
    )


def _secondary(connection: sa.Connection) -> Iterator[Finding]:
    """Exercised by agency against a third party's sums: ramo 19 apart, since its workbooks are incomplete."""
    left = _left_of_secondary(connection)
    for found in connection.execute(_against_secondary()):
        lacking = left.get((found.fiscal_year, _RAMO_19)) if found.apart else None
        yield "public_account", _secondary_check(found, lacking), money(found.executed)


def _against_secondary() -> sa.Select[Any]:
    """Select both sums by year, ramo 19 and all others apart."""
    theirs, ours = table("reference_total"), _executed()
    each = (
        sa.select(theirs.c.fiscal_year, theirs.c.agency_id, sa.func.sum(theirs.c.total_mxn).label("expected"))
        .group_by(theirs.c.fiscal_year, theirs.c.agency_id)
        .subquery()
    )
    same = (ours.c.fiscal_year == each.c.fiscal_year) & (ours.c.agency_id == each.c.agency_id)
    apart = sa.case((each.c.agency_id == _RAMO_19, 1), else_=0).label("apart")
    both = sa.select(each.c.fiscal_year, apart, each.c.expected, ours.c.executed).join(ours, same).subquery()
    sums = [sa.func.sum(both.c[name]).label(name) for name in ("expected", "executed")]
    query = sa.select(both.c.fiscal_year, both.c.apart, *sums, sa.func.count().label("compared"))
    return query.group_by(both.c.fiscal_year, both.c.apart).order_by(both.c.fiscal_year, both.c.apart)


def _executed() -> sa.Subquery:
    """Return what the workbooks say was executed, by year and agency."""
    cube = table("cube_account")
    keys = (cube.c.fiscal_year, cube.c.agency_id)
    return (
        sa.select(*keys, sa.func.sum(cube.c.executed_mxn).label("executed"))
        .where(cube.c.economic_type == "total", cube.c.dataset_id == "public_account")
        .group_by(*keys)
        .subquery()
    )


def _left_of_secondary(connection: sa.Connection) -> Mapping[tuple[int, str], Left]:
    """Return the programmes that a workbook does not report, with what the secondary source has of them."""
    theirs, unsaid = table("reference_total"), silent("executed")
    program = theirs.c.agency_id.concat(".").concat(theirs.c.program_code)
    same = (unsaid.c.fiscal_year == theirs.c.fiscal_year) & (unsaid.c.program_id == program)
    columns = (theirs.c.fiscal_year, theirs.c.agency_id, theirs.c.program_code, theirs.c.total_mxn)
    query = sa.select(*columns).join(unsaid, same).order_by(theirs.c.program_code)
    return gathered((year, agency, code, pesos) for year, agency, code, pesos in connection.execute(query))


def _secondary_check(found: Any, left: Left | None) -> Check:
    year, tolerance = found.fiscal_year, TOLERANCE * found.compared
    gap = Decimal(str(found.executed)) - Decimal(str(found.expected))
    told = left.told(gap) if left and abs(gap) > tolerance else _COMPARED
    who = Text("ramo 19", "ramo 19") if found.apart else Text("los demás ramos", "all other agencies")
    return Check(
        id=f"secondary_{year}_{'ramo_19' if found.apart else 'others'}",
        subject=_RAMO_19 if found.apart else "executed",
        title=Text(
            f"Ejercicio {year}, {who.es}: Cuenta Pública contra fuente secundaria",
            f"Executed {year}, {who.en}: public account against a secondary source",
        ),
        expected=money(found.expected),
        measure=None,
        fiscal_year=year,
        tolerance=tolerance,
        explained=bool(left and left.explains(gap, tolerance)),
        explanation=told,
        against="executed_secondary",
    )


_COMPARED = Text(
    "Suma de los ramos que están en ambos archivos; IMSS, ISSSTE, Pemex y CFE quedan fuera.",
    "Sum of the agencies that are in both files; IMSS, ISSSTE, Pemex and CFE are left out.",
)
