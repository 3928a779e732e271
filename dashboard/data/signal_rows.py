"""Values of indicators as rows of a file: which are asked for, their columns, and the rows in pieces.

Each row can stand alone: which part of the whole it is of, its coverage, why it is withheld, its method.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select, and_, case, func, select

from dashboard.data import procurement, signals
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.procurement import FILE_PARAM, STRAY, YEAR_PARAM, ContractsAsked
from dashboard.data.selection import MAX_QUERY
from dashboard.data.signals import SCOPE_PARAM, Indicator
from dashboard.data.store import Store
from dashboard.data.told_rows import (
    COVERAGE_NOTE,
    SCOPE_NAME,
    STORE_VERSION,
    UNIT_NAMES,
    Words,
    read,
    text_column,
    words,
)
from loaders.columns import column_of
from loaders.model import Column, Language, Text
from loaders.schema import table
from loaders.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

SIGNAL_PARAM: Final = "senal"
# How scopes are written in an address, that of all contracts among them.
ALL_SCOPES: Final[Mapping[str, str]] = {"all": "todos", **signals.SCOPES}
_COUNTED: Final = ("signals", "signals_mxn")
_OWN: Final = TABLES["indicator_value"].columns


@dataclass(frozen=True)
class ValuesAsked:
    """Which values a file has: of an indicator, a group of files, a year, a scope; "" and None = all."""

    indicator: str = ""
    file: str = ""
    year: int | None = None
    scope: str = ""

    @property
    def named(self) -> str:
        """What is asked for, as part of the name of a file."""
        told = (self.indicator, self.file, self.year, ALL_SCOPES.get(self.scope))
        return "".join(f"_{one}" for one in told if one)


PARAMETERS: Final = frozenset({SIGNAL_PARAM, FILE_PARAM, YEAR_PARAM, SCOPE_PARAM})


def of_group(asked: ContractsAsked | None, indicator: str = "") -> ValuesAsked:
    """Return the values of a group and a year, of one indicator or every one."""
    return ValuesAsked(indicator, asked.file, asked.year) if asked else ValuesAsked(indicator)


def to_query(asked: ValuesAsked) -> str:
    """Return the query string of what is asked for, without "?"."""
    pairs = (
        (SIGNAL_PARAM, asked.indicator),
        (FILE_PARAM, asked.file),
        (YEAR_PARAM, asked.year),
        (SCOPE_PARAM, ALL_SCOPES.get(asked.scope)),
    )
    return urlencode([(name, value) for name, value in pairs if value])


def parse(query: str, store: Store) -> tuple[ValuesAsked, tuple[Problem, ...]]:
    """Read a query string; what names nothing in the store is left out and returned as a Problem."""
    given, problems = dict(parse_qsl(query[:MAX_QUERY])), []
    found: dict[str, Any] = {}
    for param, known in _known(store).items():
        text = given.get(param, "")
        if text in known:
            found[param] = known[text]
        elif text:
            problems.append(refused_value(param, text, known))
    read = (found.get(name, "") for name in (SIGNAL_PARAM, FILE_PARAM, SCOPE_PARAM))
    indicator, file, scope = read
    return ValuesAsked(indicator, file, found.get(YEAR_PARAM), scope), tuple(problems)


def _known(store: Store) -> Mapping[str, Mapping[str, Any]]:
    """What each parameter may say, and what it stands for."""
    held = procurement.held(store)
    return {
        SIGNAL_PARAM: {key: key for key in signals.indicators(store)},
        FILE_PARAM: {one.asked.file: one.asked.file for one in held},
        YEAR_PARAM: {str(year): year for year in sorted({one.asked.year for one in held}, reverse=True)},
        SCOPE_PARAM: {word: scope for scope, word in ALL_SCOPES.items()},
    }


# --- columns ----------------------------------------------------------------------------------------


_MISSING_NAME: Final = text_column(
    "missing_field_name",
    Text("Campo que más falta, con su nombre", "Name of the field that is missing most"),
    Text(
        "Vacío donde no falta nada, o donde ningún contrato es de los que mira el indicador.",
        "Empty where nothing is missing, or where no contract is of those that the indicator is about.",
    ),
)
NULLABLE: Final = frozenset({_MISSING_NAME.name})
_TOLD: Final = (SCOPE_NAME, _MISSING_NAME, COVERAGE_NOTE, STORE_VERSION)


def columns(language: Language) -> tuple[Column, ...]:
    """Return the columns of the files: the value's own, and what tells a reader what it is."""
    own = tuple(column_of("indicator_value", name) for name in _OWN)
    return (*own, *(column_of("indicator", name) for name in _of_indicator(language)), *_TOLD)


def _of_indicator(language: Language) -> tuple[str, ...]:
    return (f"name_{language}", "value_unit", "minimum_coverage", f"method_{language}")


# --- rows -------------------------------------------------------------------------------------------


def count(store: Store, asked: ValuesAsked) -> int:
    """Return how many values are asked for."""
    chosen = _chosen(asked).subquery("chosen")
    return int(store.rows(select(func.count().label("total")).select_from(chosen))[0]["total"])


def pieces(store: Store, asked: ValuesAsked, language: Language) -> Iterator[pa.Table]:
    """Yield the values, those of one indicator at a time, in the order of pages."""
    found, told = signals.indicators(store), words(store, language)
    for one in [found[asked.indicator]] if asked.indicator else found.values():
        yield _values(store, asked, one, told, language)


def _values(store: Store, asked: ValuesAsked, one: Indicator, told: Words, language: Language) -> pa.Table:
    own = [column_of("indicator_value", name) for name in _OWN]
    units = [column_of("procuring_unit", name) for name in UNIT_NAMES]
    found = read(store, _named(_chosen(replace(asked, indicator=one.id))), [*own, *units])
    fields = {need["field_name"]: need[f"name_{language}"] for need in one.needs}
    missing = [fields.get(name or "") for name in found.column("missing_field").to_pylist()]
    same = {name: one.record[name] for name in _of_indicator(language)}
    added = {**same, _MISSING_NAME.name: missing}
    return told.add(found, added, columns(language))


def _chosen(asked: ValuesAsked) -> Select[Any]:
    """The values asked for, as pages tell them.

    A change only where both years have contracts enough to be compared, and no counts from which a value
    that is withheld could be had after all.
    """
    made, before = table("indicator_value"), table("indicator_value").alias("before")
    same = ("indicator_id", "dataset_id", "coverage", "scope", "scope_id")
    year_before = before.c.fiscal_year == made.c.fiscal_year - 1
    joined = made.outerjoin(before, and_(year_before, *(before.c[name] == made.c[name] for name in same)))
    enough = and_(made.c.contracts >= STRAY, before.c.contracts >= STRAY)
    only = {"change": enough, **dict.fromkeys(_COUNTED, made.c.status == "shown")}
    own = [case((only[name], made.c[name])).label(name) if name in only else made.c[name] for name in _OWN]
    return select(*own).select_from(joined).where(made.c.fiscal_year.is_not(None), *_wanted(asked))


def _wanted(asked: ValuesAsked) -> Iterator[Any]:
    made = table("indicator_value")
    dataset, _, coverage = asked.file.partition(".")
    wanted = {
        "indicator_id": asked.indicator,
        "dataset_id": dataset,
        "coverage": coverage,
        "fiscal_year": asked.year,
        "scope": asked.scope,
    }
    yield from (made.c[name] == value for name, value in wanted.items() if value)


def _named(query: Select[Any]) -> Select[Any]:
    """Add the names of units, and put values in the order of groups, years and places."""
    value, unit = query.subquery("value"), table("procuring_unit")
    is_unit = and_(value.c.scope == "procuring_unit", unit.c.procuring_unit_code == value.c.scope_id)
    joined = value.outerjoin(unit, is_unit)
    named = select(value, *(unit.c[name] for name in UNIT_NAMES)).select_from(joined)
    order = [value.c[name] for name in ("dataset_id", "coverage", "fiscal_year", "scope")]
    return named.order_by(*order, value.c.rank_best.asc().nulls_last(), value.c.scope_id)
