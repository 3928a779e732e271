"""From the cubes to lines: nominal pesos per key, year and moment, with names. SQL stands here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, func, or_, select

from dashboard.data import words
from dashboard.data.convert import ACCOUNT_MOMENTS, MEANT, MOMENTS, Converter
from dashboard.data.facts import SCOPES, TOTAL, Facts, Held
from dashboard.data.result import NOT_APPLICABLE, NOT_REPORTED, Gap, State, Value
from dashboard.data.selection import Selection
from dashboard.data.store import Record, Store, remember
from loaders.model import Language
from loaders.schema import table

MONEY = {moment: f"{moment}_mxn" for moment in ACCOUNT_MOMENTS}
NOTHING: Mapping[str, Decimal | None] = dict.fromkeys(MOMENTS)
WHOLE: Mapping[str, int] = dict.fromkeys(MOMENTS, 0)
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
# Objects of expenditure have four digits until 2010, which is another classification.
FIRST_OF_FIVE_DIGITS = 2011
_OBJECTS = ("chapter", "concept", "generic_object", "specific_object")
_OF_AN_AGENCY = ("program", "unit")


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

    def nominal(self, line: Line, moment: str) -> Value:
        """Return the nominal pesos of a line, or why there are none."""
        pesos = line.pesos[moment]
        return self.absent(line.year, moment) if pesos is None else pesos

    def absent(self, year: int, moment: str) -> Gap:
        """Return in which state a moment of a year is where no amount stands."""
        scope = self.selection.scope
        if moment not in MEANT[scope]:
            return NOT_APPLICABLE
        if year not in self.facts.years(scope):
            return Gap(State.NOT_HELD, words.no_file(year))
        held = Held(scope, year, self.selection.by, moment) in self.facts.held
        return NOT_REPORTED if held else Gap(State.NOT_REPORTED, words.no_moment(year))

    @cached_property
    def convert(self) -> Converter:
        """Nominal pesos → the selected measure."""
        return Converter(self.selection, self.facts)


def agency_of(key: str) -> str:
    """Return the agency that the key of a programme or unit begins with; any other key as it is."""
    return key.split(".")[0]


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


def _key_statement(asked: Asked, years: Sequence[int], total: bool = False) -> Select[Any]:
    """Select amounts per year and code of a dimension (or their total) from a cube of budget keys."""
    selection, facts = asked.selection, asked.facts
    cube = table("cube_budget" if selection.scope in _BUDGET_COLUMNS else "cube_line")
    where = [
        cube.c.dimension == ("agency" if total else selection.by),
        cube.c.fiscal_year.in_(list(years)),
        *([] if total else _inside(selection, cube)),
        *(_of_dataset(selection, facts, cube, years) if cube.name == "cube_line" else []),
    ]
    keys = [cube.c.fiscal_year, *([] if total else [cube.c.member_id])]
    named = [] if total else [cube.c.member_id.label("key"), func.min(cube.c.agency_id).label("agency_id")]
    columns = _BUDGET_COLUMNS.get(selection.scope) or {one: f"{one}_mxn" for one in MOMENTS}
    sums = [func.sum(cube.c[column]).label(moment) for moment, column in columns.items()]
    return select(cube.c.fiscal_year, *named, *sums).where(*where).group_by(*keys)


_BUDGET_COLUMNS = {"gross": {"approved": "gross_mxn"}, "net": {"approved": "net_mxn"}}


def _inside(selection: Selection, cube: FromClause) -> list[ColumnElement[bool]]:
    """Return the conditions that keep the agencies chosen and what was drilled into."""
    kept: list[ColumnElement[bool]] = []
    if selection.agencies:
        kept.append(cube.c.agency_id.in_(selection.agencies))
    if selection.within:
        inside = cube.c.agency_id if selection.by == "program" else cube.c.parent_id
        kept.append(inside == selection.within)
    return kept


def _of_dataset(
    selection: Selection, facts: Facts, cube: FromClause, years: Iterable[int]
) -> list[ColumnElement[bool]]:
    """Return the conditions that keep one dataset, and of quarters the last one of each year."""
    kept = cube.c.dataset_id == SCOPES[selection.scope][0]
    if selection.scope != "quarterly":
        return [kept]
    last = [
        and_(cube.c.fiscal_year == year, cube.c.quarter == facts.quarters[year])
        for year in years
        if year in facts.quarters
    ]
    return [kept, or_(false(), *last)]


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
        return {**_borrowed(asked, years, keys, found), **found, **_translated(asked, years)}
    always = {(key, year): name for key, name in named.items() for year in years}
    return {**always, **facts.agency_names} if by == "agency" and asked.language == "es" else always


def _borrowed(
    asked: Asked, years: Sequence[int], keys: Sequence[str], found: Mapping[tuple[str, int], str]
) -> Mapping[tuple[str, int], str]:
    """Return names for objects of expenditure that their file does not name: of another year, or a catalogue.

    Only within the classification of five digits: until 2010 the same code is another one.
    """
    by = asked.selection.by
    lacking = sorted({key for key in keys for year in years if (key, year) not in found})
    dated = [year for year in years if year >= FIRST_OF_FIVE_DIGITS]
    if by not in _OBJECTS or not lacking or not dated:
        return {}
    catalogue, other = (
        asked.store.rows(_catalogued(by, lacking)),
        asked.store.rows(_of_other_years(by, lacking)),
    )
    named = {row["key"]: row["name"] for row in (*catalogue, *other)}
    return {(key, year): named[key] for key in lacking if key in named for year in dated}


def _catalogued(by: str, keys: Sequence[str]) -> Select[Any]:
    catalogue = table("object_code").c
    known = select(catalogue.object_id.label("key"), catalogue.name)
    return known.where(catalogue.object_level == by, catalogue.object_id.in_(keys)).order_by(catalogue.name)


def _of_other_years(by: str, keys: Sequence[str]) -> Select[Any]:
    """Select the names of codes in other years, the latest last: it is the one that counts."""
    member = table("member").c
    dated = select(member.member_id.label("key"), member.name).where(member.dimension == by)
    same = dated.where(member.member_id.in_(keys), member.fiscal_year >= FIRST_OF_FIVE_DIGITS)
    return same.order_by(member.fiscal_year)


def _nameless(asked: Asked, key: str) -> str:
    """Return what stands for a name that no source gives: the code, and that it has none."""
    code = key.split(".", 1)[1] if asked.selection.by in _OF_AN_AGENCY and "." in key else key
    return f"{code} ({words.NO_NAME.in_(asked.language)})"


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
    return [_account_line(asked, row, names) for row in rows]


def _keys(rows: Iterable[Record]) -> list[str]:
    return sorted({row["key"] for row in rows})


def _account_line(asked: Asked, row: Record, names: Mapping[tuple[str, int], str]) -> Line:
    key, year = row["key"], row["fiscal_year"]
    return Line(
        key,
        names.get((key, year)) or _nameless(asked, key),
        row.get("agency_id"),
        year,
        *_account_amounts(row),
    )


def _account_amounts(row: Record) -> tuple[Mapping[str, Decimal | None], Mapping[str, int]]:
    """Return the moments of a row, and for how many programmes each is not reported."""
    pesos = {moment: row[moment] for moment in MONEY}
    return {**NOTHING, **pesos}, {**WHOLE, **{moment: row[f"{moment}_missing"] for moment in MONEY}}


def _key_lines(asked: Asked, years: Sequence[int]) -> list[Line]:
    """Return the lines of budget keys: approved budget, draft, account or quarter."""
    rows = asked.store.rows(_key_statement(asked, years))
    names = _names(asked, years, _keys(rows))
    return [_key_line(asked, row, names) for row in rows]


def _key_line(asked: Asked, row: Record, names: Mapping[tuple[str, int], str]) -> Line:
    key, year = row["key"], row["fiscal_year"]
    return Line(
        key, names.get((key, year)) or _nameless(asked, key), row["agency_id"], year, _key_amounts(row), WHOLE
    )


def _key_amounts(row: Record) -> Mapping[str, Decimal | None]:
    return {moment: row.get(moment) for moment in MOMENTS}


def ask(asked: Asked, years: Sequence[int]) -> list[Line]:
    """Return the lines of the selected scope in these years."""
    return account_lines(asked, years) if asked.selection.scope == "federal" else _key_lines(asked, years)


def totals(asked: Asked, years: Sequence[int]) -> Mapping[int, Line]:
    """Return the nominal total of the scope for each year, whatever agencies are chosen."""
    if asked.selection.scope == "federal":
        return _federal_totals(asked.store, tuple(years))
    rows = asked.store.rows(_key_statement(asked, years, total=True))
    return {
        row["fiscal_year"]: Line(TOTAL, TOTAL, None, row["fiscal_year"], _key_amounts(row), WHOLE)
        for row in rows
    }


@remember(64)
def _federal_totals(store: Store, years: tuple[int, ...]) -> Mapping[int, Line]:
    """The same for every selection of a store, so asked once."""
    rows = store.rows(_account_statement("agency", years, total=True))
    return {row["fiscal_year"]: _total_line(row) for row in rows}


def _total_line(row: Record) -> Line:
    return Line(TOTAL, TOTAL, None, row["fiscal_year"], *_account_amounts(row))


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
