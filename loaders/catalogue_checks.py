"""The store against its catalogues, and state GDP against itself: what a code or a state lacks is counted.

A code that the catalogue does not have is a finding, not a failure: the catalogue held may be of other years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from loaders.comparisons import NOT_LOADED
from loaders.findings import Finding
from loaders.gdp import GDP, NATIONAL
from loaders.model import Check, Text
from loaders.schema import table
from loaders.states import STATES

_LEVELS = ("chapter", "concept", "generic_object", "specific_object")
_SHOWN = 12
_OWN, _COPY = "state_gdp", "secondary_state_gdp"
_BASES = {
    "current": Text("precios corrientes", "current prices"),
    "constant_2018": Text("precios de 2018", "2018 prices"),
}
# 32 states and the nation, each published to the thousand pesos.
_ROUNDING = Decimal(500) * (len(STATES) + 1)


def catalogue_findings(connection: sa.Connection) -> Iterator[Finding]:
    """Yield every comparison with a catalogue, and those of state GDP (None = not held)."""
    yield from _object_codes(connection)
    yield from _programme_keys(connection)
    yield _states_held(connection)
    for basis in _BASES:
        yield _gdp_copied(connection, basis)
        yield _gdp_added(connection, basis)


def _object_codes(connection: sa.Connection) -> Iterator[Finding]:
    """Codes of objects in every year's budget lines that the catalogue does not have."""
    catalogue = table("object_code")
    if not connection.execute(sa.select(sa.exists().select_from(catalogue))).scalar():
        yield "object_catalogue", _counted("object_codes", None, _OBJECTS, NOT_LOADED), None
        return
    used = sa.union_all(*_used_codes()).subquery()
    same = (catalogue.c.object_level == used.c.level) & (catalogue.c.object_id == used.c.code)
    known = sa.exists().where(same).label("known")
    query = sa.select(used, known).order_by(used.c.dataset_id, used.c.fiscal_year, used.c.code)
    found = connection.execute(query).all()
    for (dataset_id, year), codes in groupby(found, attrgetter("dataset_id", "fiscal_year")):
        yield _unknown(f"object_codes_{dataset_id}_{year}", year, list(codes))


def _used_codes() -> Iterator[sa.Select[Any]]:
    cube = table("cube_budget")
    yield (
        sa.select(
            sa.literal("approved_budget").label("dataset_id"),
            cube.c.fiscal_year,
            cube.c.dimension.label("level"),
            cube.c.member_id.label("code"),
        )
        .where(cube.c.dimension.in_(_LEVELS))
        .distinct()
    )
    for name in ("draft_line", "execution_line"):
        lines = table(name)
        dataset_id = lines.c.dataset_id if "dataset_id" in lines.c else sa.literal("draft_budget")
        for level in _LEVELS:
            code = lines.c[f"{level}_id"]
            columns = (dataset_id, lines.c.fiscal_year, sa.literal(level), code)
            yield sa.select(*columns).where(code.is_not(None)).distinct()


def _unknown(check_id: str, year: int, codes: Sequence[Any]) -> Finding:
    if any(one.level == "specific_object" and len(one.code) < _DIGITS for one in codes):
        return "object_catalogue", _counted(check_id, year, _OBJECTS, _OLD_CODES), None
    unknown = [one.code for one in codes if not one.known]
    return (
        "object_catalogue",
        _counted(check_id, year, _OBJECTS, _listed(unknown, len(codes))),
        Decimal(len(unknown)),
    )


_DIGITS = 5
_OLD_CODES = Text(
    "Las partidas de ese año tienen cuatro dígitos: son de otro clasificador, y el catálogo que se tiene es "
    "el de cinco.",
    "That year's objects have four digits: they are of another classification, and the catalogue held is "
    "that of five.",
)
_OBJECTS = Text(
    "códigos de objeto del gasto que el catálogo no tiene", "object codes that the catalogue lacks"
)
_KEYS = Text("claves programáticas que el catálogo no tiene", "programme keys that the catalogue lacks")


def _counted(check_id: str, year: int | None, what: Text, why: Text) -> Check:
    """Return a check whose figure is a count; what is unknown is explained, since catalogues have years."""
    of = f" {year}" if year else ""
    title = Text(f"Catálogo{of}: {what.es}", f"Catalogue{of}: {what.en}")
    return Check(check_id, "codes", title, Decimal(0), None, why, year, explained=True)


def _listed(unknown: Sequence[str], total: int) -> Text:
    """Say which codes are unknown; the unit of such a check is codes, not pesos."""
    if not unknown:
        return Text(f"Códigos buscados: {total}; están todos.", f"Codes looked up: {total}; all are there.")
    named = ", ".join(unknown[:_SHOWN]) + (", …" if len(unknown) > _SHOWN else "")
    return Text(
        f"De {total} códigos no están: {named}. El catálogo puede ser de otro año.",
        f"Of {total} codes these are absent: {named}. The catalogue may be of another year.",
    )


_STRUCTURE = (
    "fiscal_year",
    "unit_id",
    "functional_group_id",
    "function_id",
    "subfunction_id",
    "activity_id",
    "program_id",
)


def _programme_keys(connection: sa.Connection) -> Iterator[Finding]:
    """Keys (unit, function, activity, programme) of the approved budget that the year's catalogue lacks."""
    line, catalogue = table("budget_line"), table("programme_structure")
    years = sa.select(catalogue.c.fiscal_year)
    keys = sa.select(*(line.c[name] for name in _STRUCTURE)).where(line.c.fiscal_year.in_(years)).distinct()
    used = keys.subquery()
    same = (catalogue.c[name] == used.c[name] for name in _STRUCTURE)
    known = sa.exists().where(*same).label("known")
    query = sa.select(used.c.fiscal_year, used.c.program_id.label("code"), known)
    found = connection.execute(query.order_by(used.c.fiscal_year, used.c.program_id)).all()
    for year, codes in groupby(found, attrgetter("fiscal_year")):
        told = list(codes)
        unknown = sorted({one.code for one in told if not one.known})
        check = _counted(f"programme_keys_{year}", year, _KEYS, _listed(unknown, len(told)))
        yield "programme_catalogue", check, Decimal(sum(not one.known for one in told))


def _states_held(connection: sa.Connection) -> Finding:
    """Of how many states GDP is held, and of which only by the copy."""
    gdp = table("state_gdp")
    pairs = connection.execute(sa.select(gdp.c.dataset_id, gdp.c.state_id).distinct()).all()
    held = {
        name: {one.state_id for one in pairs if one.dataset_id == name} - {NATIONAL} for name in (_OWN, _COPY)
    }
    every = held[_OWN] | held[_COPY]
    copied = [state.name for state in STATES if state.state_id in held[_COPY] - held[_OWN]]
    missing = [state.name for state in STATES if state.state_id not in every]
    title = Text("PIB estatal: estados de los que se tiene", "State GDP: states for which it is held")
    why = _which(copied, missing) if every else NOT_LOADED
    check = Check("state_gdp_states", "states", title, Decimal(len(STATES)), None, why, explained=True)
    return _OWN, check, Decimal(len(every)) if every else None


def _which(copied: Sequence[str], missing: Sequence[str]) -> Text:
    told = Text("La unidad son estados.", "The unit is states.")
    if copied:
        names = ", ".join(copied)
        told = Text(f"{told.es} Sólo en la copia: {names}.", f"{told.en} Only in the copy: {names}.")
    if missing:
        names = ", ".join(missing)
        told = Text(f"{told.es} Faltan: {names}.", f"{told.en} Missing: {names}.")
    return told


def _gdp_copied(connection: sa.Connection, basis: str) -> Finding:
    """INEGI's own files against the reshaped copy, figure by figure: the largest difference."""
    own, theirs = table("state_gdp").alias("own"), table("state_gdp").alias("theirs")
    keys = ("fiscal_year", "state_id", "industry_id", "price_basis")
    query = (
        sa.select(sa.func.max(sa.func.abs(own.c.gdp_mxn - theirs.c.gdp_mxn)), sa.func.count())
        .join(theirs, sa.and_(*(own.c[key] == theirs.c[key] for key in keys)))
        .where(own.c.dataset_id == _OWN, theirs.c.dataset_id == _COPY, own.c.price_basis == basis)
    )
    title = Text("INEGI contra la copia reordenada", "INEGI against the reshaped copy")
    return _largest(connection, query, f"state_gdp_copy_{basis}", title, basis, Decimal(0))


def _gdp_added(connection: sa.Connection, basis: str) -> Finding:
    """The 32 states added up against the nation, in every year and activity: the largest difference."""
    best, nation = _best(basis), table("state_gdp").alias("nation")
    added = (
        sa.select(best.c.fiscal_year, best.c.industry_id, sa.func.sum(best.c.gdp_mxn).label("added"))
        .group_by(best.c.fiscal_year, best.c.industry_id)
        .having(sa.func.count() == len(STATES))
        .subquery()
    )
    same = (nation.c.fiscal_year == added.c.fiscal_year) & (nation.c.industry_id == added.c.industry_id)
    query = (
        sa.select(sa.func.max(sa.func.abs(added.c.added - nation.c.gdp_mxn)), sa.func.count())
        .join(added, same)
        .where(nation.c.dataset_id == _OWN, nation.c.state_id == NATIONAL, nation.c.price_basis == basis)
    )
    title = Text("suma de los 32 estados contra el total nacional", "sum of the 32 states against the nation")
    return _largest(connection, query, f"state_gdp_nation_{basis}", title, basis, _ROUNDING)


def _best(basis: str) -> sa.Subquery:
    """Return one figure for each state, year and activity: INEGI's own, else the copy's."""
    gdp, own = table("state_gdp"), table("state_gdp").alias("own")
    keys = ("fiscal_year", "state_id", "industry_id", "price_basis")
    official = sa.exists().where(own.c.dataset_id == _OWN, *(own.c[key] == gdp.c[key] for key in keys))
    chosen = sa.or_(gdp.c.dataset_id == _OWN, ~official)
    return sa.select(gdp).where(gdp.c.price_basis == basis, gdp.c.state_id != NATIONAL, chosen).subquery()


def _largest(
    connection: sa.Connection,
    query: sa.Select[Any, int],
    check_id: str,
    what: Text,
    basis: str,
    tolerance: Decimal,
) -> Finding:
    largest, compared = connection.execute(query).one()
    prices = _BASES[basis]
    title = Text(
        f"PIB estatal, {prices.es}: {what.es}; mayor diferencia",
        f"State GDP, {prices.en}: {what.en}; largest difference",
    )
    why = Text(f"{compared} cifras comparadas.", f"{compared} figures compared.") if compared else NOT_LOADED
    check = Check(check_id, GDP, title, Decimal(0), None, why, tolerance=tolerance)
    return _OWN, check, None if largest is None else Decimal(str(largest))
