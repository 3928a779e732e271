"""From the cubes to lines: nominal pesos per key, year and moment, with names. SQL stands here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from dashboard.data import words
from dashboard.data.convert import MOMENTS, Converter
from dashboard.data.facts import TOTAL, Facts
from dashboard.data.selection import Selection
from dashboard.data.store import Record, Store
from loaders.model import Language
from loaders.schema import table

MONEY = {moment: f"{moment}_mxn" for moment in MOMENTS}
# What lies inside each kind of code, for drilling down.
CHILD = {
    "agency": "program",
    "functional_group": "function",
    "function": "subfunction",
    "chapter": "concept",
    "concept": "generic_object",
    "generic_object": "specific_object",
}
PARENT = {child: parent for parent, child in CHILD.items()}
# Up to so many keys their names are asked for by key; beyond, all names of the dimension are read.
FEW = 200


@dataclass(frozen=True)
class Line:
    """One key in one year: nominal pesos by moment, and for how many programmes each is not reported."""

    key: str
    name: str
    agency_id: str | None
    year: int
    pesos: Mapping[str, Decimal | None]
    missing: Mapping[str, int]


@dataclass(frozen=True)
class Asked:
    """What every question starts from."""

    store: Store
    selection: Selection
    language: Language

    @property
    def facts(self) -> Facts:
        """The small tables of the store."""
        return self.store.facts

    @cached_property
    def convert(self) -> Converter:
        """Nominal pesos → the selected measure."""
        return Converter(self.selection, self.facts)


# --- statements ---------------------------------------------------------------------------------


def account_key(by: str) -> ColumnElement[Any]:
    """Return the column of the public-account cube that holds the ids of a dimension."""
    cube = table("cube_account")
    return cube.c[{"agency": "agency_id", "program": "program_id", "economic_type": "economic_type"}[by]]


def _account_statement(
    by: str, years: Iterable[int], only: Sequence[ColumnElement[bool]] = (), total: bool = False
) -> Select[Any]:
    """Select the four moments per year and key (or per year alone) from the public-account cube."""
    cube = table("cube_account")
    keys = [cube.c.fiscal_year] + ([] if total else [account_key(by).label("key")])
    sums = [func.sum(cube.c[column]).label(moment) for moment, column in MONEY.items()]
    holes = [
        func.count().filter(cube.c[column].is_(None)).label(f"{moment}_missing")
        for moment, column in MONEY.items()
    ]
    types = cube.c.economic_type != "total" if by == "economic_type" else cube.c.economic_type == "total"
    agency = [] if by == "economic_type" or total else [func.min(cube.c.agency_id).label("agency_id")]
    where = [types, cube.c.fiscal_year.in_(list(years)), *only]
    return select(*keys, *agency, *sums, *holes).where(*where).group_by(*keys)


def _of_agencies(selection: Selection) -> list[ColumnElement[bool]]:
    """Return the condition that keeps the agencies chosen or drilled into; none if all are asked for."""
    agencies = selection.agencies or ((selection.within,) if selection.within else ())
    return [table("cube_account").c.agency_id.in_(agencies)] if agencies else []


def largest(asked: Asked, year: int, count: int) -> list[str]:
    """Return the keys with the largest amounts of the selected moment in a year, the largest first."""
    selection, cube = asked.selection, table("cube_account")
    size = func.sum(cube.c[MONEY[selection.moment]])
    lines = _account_statement(selection.by, [year], _of_agencies(selection))
    key = account_key(selection.by)
    ordered = lines.order_by(size.desc().nulls_last(), key).limit(count)
    return [row["key"] for row in asked.store.rows(ordered)]


def _budget_statement(selection: Selection, total: bool = False) -> Select[Any]:
    """Select approved amounts per code of a dimension (or their total) from the approved-budget cube."""
    cube = table("cube_budget")
    amount = cube.c.net_mxn if selection.scope == "net" else cube.c.gross_mxn
    where = [
        cube.c.dimension == ("agency" if total else selection.by),
        cube.c.fiscal_year == selection.year,
    ]
    if selection.agencies and not total:
        where.append(cube.c.agency_id.in_(selection.agencies))
    if selection.within and not total:
        inside = cube.c.agency_id if selection.by == "program" else cube.c.parent_id
        where.append(inside == selection.within)
    columns = [] if total else [cube.c.member_id.label("key"), func.min(cube.c.agency_id).label("agency_id")]
    columns += [func.sum(amount).label("approved"), func.sum(cube.c.no_amount).label("no_amount")]
    return select(*columns).where(*where).group_by(*([] if total else [cube.c.member_id]))


def _names_statement(dimension: str, years: Iterable[int], keys: Sequence[str]) -> Select[Any]:
    member = table("member")
    wanted = and_(member.c.dimension == dimension, member.c.fiscal_year.in_(list(years)))
    if len(keys) <= FEW:
        wanted = and_(wanted, member.c.member_id.in_(keys))
    columns = (member.c.member_id, member.c.fiscal_year, member.c.name)
    return select(*columns).where(wanted).order_by(*columns)


# --- lines --------------------------------------------------------------------------------------


def _names(asked: Asked, years: Sequence[int], keys: Sequence[str]) -> Mapping[tuple[str, int], str]:
    """Return the name of each key in each year, in the reader's language where there is a translation.

    An agency has in Spanish the official name of that year, in English that of today.
    """
    by, facts = asked.selection.by, asked.facts
    if by == "economic_type":
        named = {key: name.in_(asked.language) for key, name in words.ECONOMIC.items()}
    elif by == "agency":
        named = {key: agency.name.in_(asked.language) for key, agency in facts.agencies.items()}
    else:
        rows = asked.store.rows(_names_statement(by, years, keys))
        found = {(row["member_id"], row["fiscal_year"]): row["name"] for row in rows}
        return {**found, **_translated(asked, years)}
    always = {(key, year): name for key, name in named.items() for year in years}
    return {**always, **facts.agency_names} if by == "agency" and asked.language == "es" else always


def _translated(asked: Asked, years: Sequence[int]) -> Mapping[tuple[str, int], str]:
    """Return the English names of what stands among the states without being one."""
    if asked.selection.by != "state" or asked.language == "es":
        return {}
    return {(key, year): name for key, name in words.STATES_EN.items() for year in years}


def account_lines(asked: Asked, years: Sequence[int], keys: Sequence[str] = ()) -> list[Line]:
    """Return the public account's lines of `years`: of `keys`, else of the agencies chosen, else all."""
    by = asked.selection.by
    only = [account_key(by).in_(keys)] if keys else _of_agencies(asked.selection)
    rows = asked.store.rows(_account_statement(by, years, only))
    names = _names(asked, years, _keys(rows))
    return [_account_line(row, names) for row in rows]


def _keys(rows: Iterable[Record]) -> list[str]:
    return sorted({row["key"] for row in rows})


def _account_line(row: Record, names: Mapping[tuple[str, int], str]) -> Line:
    key, year = row["key"], row["fiscal_year"]
    pesos = {moment: row[moment] for moment in MONEY}
    missing = {moment: row[f"{moment}_missing"] for moment in MONEY}
    return Line(key, names.get((key, year), key), row.get("agency_id"), year, pesos, missing)


def _budget_lines(asked: Asked) -> list[Line]:
    rows = asked.store.rows(_budget_statement(asked.selection))
    names = _names(asked, [asked.selection.year], _keys(rows))
    return [_budget_line(row, asked.selection.year, names) for row in rows]


def _budget_line(row: Record, year: int, names: Mapping[tuple[str, int], str]) -> Line:
    key = row["key"]
    pesos = {**dict.fromkeys(MONEY), "approved": row["approved"]}
    return Line(key, names.get((key, year), key), row["agency_id"], year, pesos, dict.fromkeys(MONEY, 0))


def ask(asked: Asked, years: Sequence[int]) -> list[Line]:
    """Return the lines of the selected scope: public account, or approved budget of the one year."""
    return account_lines(asked, years) if asked.selection.scope == "federal" else _budget_lines(asked)


def totals(asked: Asked, years: Sequence[int]) -> Mapping[int, Line]:
    """Return the nominal total of the scope for each year, whatever agencies are chosen."""
    if asked.selection.scope == "federal":
        return _federal_totals(asked.store, tuple(years))
    row = asked.store.rows(_budget_statement(asked.selection, total=True))[0]
    pesos = {**dict.fromkeys(MONEY), "approved": row["approved"]}
    year = asked.selection.year
    return {year: Line(TOTAL, TOTAL, None, year, pesos, dict.fromkeys(MONEY, 0))}


@lru_cache(maxsize=64)
def _federal_totals(store: Store, years: tuple[int, ...]) -> Mapping[int, Line]:
    """The same for every selection of a store, so asked once."""
    rows = store.rows(_account_statement("agency", years, total=True))
    return {row["fiscal_year"]: _total_line(row) for row in rows}


def _total_line(row: Record) -> Line:
    pesos = {moment: row[moment] for moment in MONEY}
    missing = {moment: row[f"{moment}_missing"] for moment in MONEY}
    return Line(TOTAL, TOTAL, None, row["fiscal_year"], pesos, missing)


def both_reported(asked: Asked) -> Mapping[str, tuple[Decimal | None, Decimal | None]]:
    """Return approved and executed pesos over the programmes that report both, by key, in the year."""
    cube = table("cube_account")
    known = and_(cube.c.approved_mxn.is_not(None), cube.c.executed_mxn.is_not(None))
    key = account_key(asked.selection.by)
    sums = (func.sum(cube.c.approved_mxn).label("approved"), func.sum(cube.c.executed_mxn).label("executed"))
    where = [cube.c.fiscal_year == asked.selection.year, cube.c.economic_type == "total", known]
    rows = asked.store.rows(select(key.label("key"), *sums).where(*where).group_by(key))
    return {row["key"]: (row["approved"], row["executed"]) for row in rows}


def ancestors(asked: Asked) -> list[tuple[str, str, str]]:
    """Return (dimension, id, name) of what was drilled into, from the outermost to the innermost."""
    selection, chain = asked.selection, _chain(asked.selection.by)
    member = table("member")
    wanted = and_(member.c.dimension.in_(chain), member.c.fiscal_year == selection.year)
    known = {
        (row["dimension"], row["member_id"]): row for row in asked.store.rows(select(member).where(wanted))
    }
    found: list[tuple[str, str, str]] = []
    key: str | None = selection.within
    for dimension in chain:
        if not key:
            break
        agency, row = asked.facts.agencies.get(key), known.get((dimension, key))
        name = agency.name.in_(asked.language) if agency else row["name"] if row else key
        found.insert(0, (dimension, key, name))
        key = row["parent_id"] if row else None
    return found


def _chain(by: str) -> list[str]:
    """Return the dimensions above `by`, the nearest first."""
    above: list[str] = []
    while by in PARENT:
        by = PARENT[by]
        above.append(by)
    return above
