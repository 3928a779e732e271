"""The store against itself: the same figure from two files, or parts against their sum.

Each comparison of many figures is one check for each year: its figure is the largest difference found.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from typing import Any

import sqlalchemy as sa

from loaders.agencies import agencies
from loaders.model import Check, Text
from loaders.schema import table

Finding = tuple[str, Check, Decimal | None]

_TOLERANCE = Decimal("0.05")
_RAMO_19 = "aportaciones-seguridad-social"
_PGR = "17"
_NOTHING = Text("", "")
NOT_LOADED = Text(
    "No está cargado el archivo que lo permitiría comprobar.",
    "The file that would allow this check is not loaded.",
)
_OUTSIDE = Text(
    "Los libros de la Cuenta Pública que se tienen son del Gobierno Federal: "
    "no incluyen IMSS, ISSSTE, Pemex ni CFE.",
    "The public account workbooks held cover the Federal Government: "
    "they leave out IMSS, ISSSTE, Pemex and CFE.",
)
_MISSING_19 = Text(
    "El libro no reporta varios programas de pensiones del ramo 19 (J011, J012, J017, J022, R015, R023 "
    "y T005): la diferencia es lo que falta, no un recorte.",
    "The workbook does not report several pension programmes of ramo 19 (J011, J012, J017, J022, R015, "
    "R023 and T005): the difference is what is missing, not a cut.",
)


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield every comparison: dataset, what was expected, and the figure found (None = not held)."""
    yield _sexes(connection)
    yield from _account_against_budget(connection)
    for level in ("entity", "agency", "group"):
        yield from _subtotals(connection, level)
    for name in _ECONOMIC:
        yield from _economic(connection, name)
    yield from _secondary(connection)


def _money(found: object) -> Decimal | None:
    return None if found is None else Decimal(str(found))


def _sexes(connection: sa.Connection) -> Finding:
    """Women plus men against the total, in every state and year."""
    people = table("population")
    signed = sa.case((people.c.sex == "total", people.c.inhabitants), else_=-people.c.inhabitants)
    gap = sa.func.abs(sa.func.sum(signed)).label("gap")
    each = sa.select(gap).group_by(people.c.fiscal_year, people.c.state_id)
    gaps = each.having(sa.func.count() == len(("total", "women", "men"))).subquery()
    largest = _money(connection.execute(sa.select(sa.func.max(gaps.c.gap))).scalar())
    title = Text(
        "Población: mujeres más hombres contra el total; mayor diferencia en un estado y año",
        "Population: women plus men against the total; largest difference in a state and year",
    )
    why = Text("La unidad son personas.", "The unit is people.") if largest is not None else NOT_LOADED
    return "population", Check("population_sexes", "women + men", title, Decimal(0), None, why), largest


def _account_against_budget(connection: sa.Connection) -> Iterator[Finding]:
    """Approved in the public account against the approved budget, agency by agency (2021)."""
    for found in connection.execute(_approved_twice()):
        yield "public_account", _agency_check(found), _money(found.account)


def _by_agency(moment: str, label: str) -> sa.Subquery:
    """Return a moment of the public account added up by year and agency."""
    account = table("cube_account")
    return (
        sa.select(account.c.fiscal_year, account.c.agency_id, sa.func.sum(account.c[moment]).label(label))
        .where(account.c.economic_type == "total")
        .group_by(account.c.fiscal_year, account.c.agency_id)
        .subquery()
    )


def _approved_twice() -> sa.Select[Any]:
    """Every agency and year of the approved budget, beside its approved total in the public account."""
    budget, agency = table("cube_budget"), table("agency")
    theirs = _by_agency("approved_mxn", "account")
    same = (theirs.c.fiscal_year == budget.c.fiscal_year) & (theirs.c.agency_id == budget.c.agency_id)
    named = (agency.c.kind, agency.c.ramo_code, agency.c.name_es, agency.c.name_en)
    return (
        sa.select(budget.c.fiscal_year, budget.c.agency_id, budget.c.gross_mxn, theirs.c.account, *named)
        .join(agency, agency.c.agency_id == budget.c.agency_id)
        .outerjoin(theirs, same)
        .where(budget.c.dimension == "agency")
        .order_by(budget.c.fiscal_year, agency.c.sort_order)
    )


def _agency_check(found: Any) -> Check:
    year = found.fiscal_year
    return Check(
        id=f"approved_{year}_{found.agency_id}",
        subject=found.agency_id,
        title=Text(
            f"Aprobado {year}, ramo {found.ramo_code} {found.name_es}: Cuenta Pública contra PEF",
            f"Approved {year}, ramo {found.ramo_code} {found.name_en}: public account against budget",
        ),
        expected=_money(found.gross_mxn),
        measure=None,
        fiscal_year=year,
        tolerance=_TOLERANCE,
        explained=found.agency_id == _RAMO_19,
        explanation=_why(found),
    )


def _why(found: Any) -> Text:
    if found.account is not None:
        return _MISSING_19 if found.agency_id == _RAMO_19 else _NOTHING
    return _OUTSIDE if found.kind == "controlled_entity" else NOT_LOADED


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
        yield "public_account", _subtotal_check(level, found), _money(found.gap)


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
        tolerance=_TOLERANCE,
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
        yield "public_account", _economic_check(name, found.fiscal_year), _money(found.gap)


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
        tolerance=_TOLERANCE,
        explanation=_NOTHING,
    )


def _secondary(connection: sa.Connection) -> Iterator[Finding]:
    """Exercised by agency against a third party's sums: ramo 19 apart, since its workbooks are incomplete."""
    theirs, ours = table("reference_total"), _by_agency("executed_mxn", "executed")
    each = (
        sa.select(theirs.c.fiscal_year, theirs.c.agency_id, sa.func.sum(theirs.c.total_mxn).label("expected"))
        .group_by(theirs.c.fiscal_year, theirs.c.agency_id)
        .subquery()
    )
    same = (ours.c.fiscal_year == each.c.fiscal_year) & (ours.c.agency_id == each.c.agency_id)
    apart = (each.c.agency_id == _RAMO_19).label("apart")
    query = (
        sa.select(
            each.c.fiscal_year,
            apart,
            sa.func.sum(each.c.expected).label("expected"),
            sa.func.sum(ours.c.executed).label("executed"),
            sa.func.count().label("compared"),
        )
        .join(ours, same)
        .group_by(each.c.fiscal_year, apart)
        .order_by(each.c.fiscal_year, apart)
    )
    for found in connection.execute(query):
        yield "public_account", _secondary_check(found), _money(found.executed)


def _secondary_check(found: Any) -> Check:
    year = found.fiscal_year
    who = Text("ramo 19", "ramo 19") if found.apart else Text("los demás ramos", "all other agencies")
    return Check(
        id=f"secondary_{year}_{'ramo_19' if found.apart else 'others'}",
        subject=_RAMO_19 if found.apart else "executed",
        title=Text(
            f"Ejercicio {year}, {who.es}: Cuenta Pública contra fuente secundaria",
            f"Executed {year}, {who.en}: public account against a secondary source",
        ),
        expected=_money(found.expected),
        measure=None,
        fiscal_year=year,
        tolerance=_TOLERANCE * found.compared,
        explained=bool(found.apart),
        explanation=_MISSING_19 if found.apart and found.expected != found.executed else _COMPARED,
    )


_COMPARED = Text(
    "Suma de los ramos que están en ambos archivos; IMSS, ISSSTE, Pemex y CFE quedan fuera.",
    "Sum of the agencies that are in both files; IMSS, ISSSTE, Pemex and CFE are left out.",
)
