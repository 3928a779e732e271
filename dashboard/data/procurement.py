"""What a reader asks of contracts: a group of files of one coverage and a year, from a URL, and what is held.

Files of different coverage are never added up: every figure is of one group and one year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select, Table, case, func, select

from dashboard.data import contract_filter
from dashboard.data.contract_filter import PARAMS, ContractFilter, word
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.selection import MAX_QUERY
from dashboard.data.store import Record, Store, remember
from loaders.procurement_columns import OUT_OF_COUNT
from loaders.schema import table
from loaders.search.schema import NONE
from loaders.states import STATES

FILE_PARAM: Final = "archivo"
YEAR_PARAM: Final = "ejercicio"
# What narrows the contracts of a group and year, as a search does: by the same names.
NARROWED: Final = ("agency", "category", "state")
GROUP: Final = frozenset({FILE_PARAM, YEAR_PARAM})
PARAMETERS: Final = GROUP | {PARAMS[name] for name in NARROWED}
# What tells apart the codes of states where all that is accepted is told.
STATE_NAMES: Final[Mapping[str, str]] = {state.state_id: state.name for state in STATES}
SUMS: Final = ("contracts", "counted", "amount_mxn")
NOTHING: Final[Mapping[str, Any]] = dict.fromkeys(SUMS, 0)
# How the cube calls what it knows contracts by.
CUBE: Final[Mapping[str, str]] = {"agency": "agency_id", "category": "procurement_category"}
STRAY: Final = 30  # fewer contracts than this in a year of a file are mostly typos of the source
# The cards of one page ask the same of the store again and again.
_AT_ONCE: Final = 8
# Dimensions of few members, which a page asks for one after the other.
_TOGETHER: Final = ("all", *NARROWED, "no_agency", "no_state")


@dataclass(frozen=True)
class ContractsAsked:
    """A group of files, those of a dataset that have the same coverage, and a fiscal year.

    `agency`, `category` (kind of purchase) and `state` narrow it; "" = all, NONE = those that have none.
    """

    dataset: str
    coverage: str
    year: int
    agency: str = ""
    category: str = ""
    state: str = ""

    @property
    def file(self) -> str:
        """The group as it stands in a query: "compranet.sample_1_percent"."""
        return f"{self.dataset}.{self.coverage}"

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The names of what narrows it, in the order of addresses."""
        return tuple(name for name in NARROWED if getattr(self, name))

    @property
    def lacks(self) -> bool:
        """Whether it is narrowed to contracts that have no agency or no state."""
        return NONE in (getattr(self, name) for name in self.narrowed)

    @property
    def choice(self) -> dict[str, str]:
        """What narrows it, by name."""
        return {name: getattr(self, name) for name in self.narrowed}

    @property
    def uncounted(self) -> bool:
        """Whether nobody knows how many: nothing is summed up by state together with something else."""
        return len(self.narrowed) > 1 and "state" in self.narrowed

    @property
    def whole(self) -> ContractsAsked:
        """The group and year with all their contracts."""
        return self.without(*NARROWED)

    def without(self, *names: str) -> ContractsAsked:
        """Return it no longer narrowed by `names`."""
        cleared: dict[str, Any] = dict.fromkeys(names, "")
        return replace(self, **cleared)

    def having(self, name: str, member: str) -> ContractsAsked:
        """Return it narrowed to one agency, category or state."""
        narrowed: dict[str, Any] = {name: member}
        return replace(self, **narrowed)


@dataclass(frozen=True)
class Held:
    """What a store has of a group and year: how many contracts."""

    asked: ContractsAsked
    contracts: int

    @property
    def stray(self) -> bool:
        """Whether these are so few that the year is mostly a typo of the source."""
        return self.contracts < STRAY


def to_query(asked: ContractsAsked) -> str:
    """Return the query string of what is asked for, without "?"."""
    narrowed = [(PARAMS[name], word(name, getattr(asked, name))) for name in asked.narrowed]
    return urlencode([(FILE_PARAM, asked.file), (YEAR_PARAM, asked.year), *narrowed])


def parse(query: str, store: Store) -> tuple[Held | None, tuple[Problem, ...]]:
    """Read a query string; what names nothing in the store is left out and returned as a Problem.

    Without a choice the largest group and year are asked for. None if the store has no contracts.
    """
    found, problems = _named(query, store)
    return max(found, key=lambda one: one.contracts, default=None), problems


def parse_part(query: str, store: Store) -> tuple[Held | None, tuple[Problem, ...]]:
    """Read a query string as `parse` does, for a page that narrows, too.

    Where group or year are left open, those are asked for that have most contracts of what is chosen.
    """
    found, problems = _named(query, store)
    if not found:
        return None, problems
    chosen, _ = narrow(found[0].asked, query, store)
    having = {one.asked.whole: one.contracts for one in holding(store, chosen.choice)}
    return max(found, key=lambda one: (having.get(one.asked, 0), one.contracts)), problems


def says_file(query: str) -> bool:
    """Say whether a query string names a group of files."""
    return FILE_PARAM in dict(parse_qsl(query[:MAX_QUERY]))


def _named(query: str, store: Store) -> tuple[Sequence[Held], tuple[Problem, ...]]:
    found, problems = list(held(store)), []
    given = dict(parse_qsl(query[:MAX_QUERY]))
    for param, value_of in ((FILE_PARAM, _file), (YEAR_PARAM, _year)):
        value = given.get(param, "")
        named = [one for one in found if value_of(one) == value]
        if value and not named and found:
            problems.append(refused_value(param, value, map(value_of, found)))
        found = named or found
    return found, tuple(problems)


def narrow(asked: ContractsAsked, query: str, store: Store) -> tuple[ContractsAsked, tuple[Problem, ...]]:
    """Read what narrows a group and year; a name that no store knows is left out, as a Problem.

    What is known but not held of this group and year stays: the answer is then that there is nothing.
    """
    chosen, found = contract_filter.parse(query)
    named = {PARAMS[name] for name in NARROWED}
    known: Mapping[str, Sequence[str]] = {
        "agency": [*store.facts.agencies, NONE],
        "state": [*(state.state_id for state in STATES), NONE],
    }
    listed = {PARAMS[name]: accepted for name, accepted in known.items()}
    problems = [_of_store(problem, listed) for problem in found if problem.param in named]
    values = {name: getattr(chosen, name) for name in NARROWED if getattr(chosen, name)}
    for name, accepted in known.items():
        if name in values and values[name] not in accepted:
            problems.append(refused_value(PARAMS[name], values.pop(name), accepted, STATE_NAMES))
    return replace(asked, **values), tuple(problems)


def _of_store(problem: Problem, listed: Mapping[str, Sequence[str]]) -> Problem:
    """Return a problem that tells all that a store knows, where the query alone could tell the form only."""
    accepted = listed.get(problem.param)
    return problem if accepted is None else refused_value(problem.param, problem.value, accepted, STATE_NAMES)


@remember(1)
def filters(store: Store) -> Mapping[str, Sequence[str]]:
    """Return all values that conditions of a search may have in a store, as they stand in a query.

    A condition of which a store has no value at all is left out: the answer is then that nothing is held.
    """
    indicators = select(table("indicator").c.indicator_id)
    values = {
        "year": sorted({str(one.asked.year) for one in held(store)}),
        "agency": [*store.facts.agencies, NONE],
        "state": [*(state.state_id for state in STATES), NONE],
        "signal": sorted(row["indicator_id"] for row in store.rows(indicators)),
        "dataset": sorted({one.asked.dataset for one in held(store)}),
    }
    return {name: accepted for name, accepted in values.items() if accepted}


def parse_filter(query: str, store: Store) -> tuple[ContractFilter, tuple[Problem, ...]]:
    """Read what a search asks for; a value that the store does not have is left out, as a Problem."""
    chosen, found = contract_filter.parse(query)
    listed = {PARAMS[name]: accepted for name, accepted in filters(store).items()}
    chosen, strange = contract_filter.known_only(chosen, filters(store), STATE_NAMES)
    return chosen, (*(_of_store(problem, listed) for problem in found), *strange)


def _file(one: Held) -> str:
    return one.asked.file


def _year(one: Held) -> str:
    return str(one.asked.year)


@remember(1)
def held(store: Store) -> Sequence[Held]:
    """Return every group and year of a store, by dataset, coverage and year; read once for a store."""
    return [
        Held(ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"]), int(row["contracts"]))
        for row in store.rows(_held())
    ]


def _held() -> Select[Any]:
    amounts = table("contract_amounts")
    in_force = amounts.c.amount_status.not_in(OUT_OF_COUNT)
    return _by_group(amounts, func.sum(amounts.c.contracts)).where(in_force)


def holding(store: Store, choice: Mapping[str, str]) -> Sequence[Held]:
    """Return every group and year that has contracts of a choice of members, and how many of them.

    Nothing is summed up by state together with something else: then they are counted by state alone.
    """
    counted = {"state": choice["state"]} if "state" in choice else choice
    return _holding(store, tuple(counted.items())) if counted else held(store)


@remember(_AT_ONCE)
def _holding(store: Store, choice: Sequence[tuple[str, str]]) -> Sequence[Held]:
    narrowed: dict[str, Any] = dict(choice)
    query = _of_state(narrowed["state"]) if "state" in narrowed else _of_cube(narrowed)
    return [
        Held(
            ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"], **narrowed),
            int(row["contracts"]),
        )
        for row in store.rows(query)
        if row["contracts"]
    ]


def _of_cube(narrowed: Mapping[str, str]) -> Select[Any]:
    cube = table("cube_contract")
    return _by_group(cube, func.sum(cube.c.contracts)).where(*_in_cube(narrowed))


def _of_state(state: str) -> Select[Any]:
    """Of no state are those of the whole that no state has."""
    sized = table("contract_size")
    if state != NONE:
        query = _by_group(sized, func.sum(sized.c.contracts))
        query = query.where(sized.c.dimension == "state", sized.c.member_id == state)
    else:
        less_states = case((sized.c.dimension == "all", sized.c.contracts), else_=-sized.c.contracts)
        query = _by_group(sized, func.sum(less_states)).where(sized.c.dimension.in_(("all", "state")))
    return query.where(sized.c.procurement_method.is_(None))


def _by_group(made: Table, contracts: Any) -> Select[Any]:
    keys = (made.c.dataset_id, made.c.coverage, made.c.fiscal_year)
    query = select(*keys, contracts.label("contracts")).where(made.c.fiscal_year.is_not(None))
    return query.group_by(*keys).order_by(*keys)


def of(name: str, asked: ContractsAsked) -> Select[Any]:
    """Return the rows of a table of the group and year asked for."""
    made = table(name)
    same_group = (made.c.dataset_id == asked.dataset, made.c.coverage == asked.coverage)
    return select(made).where(*same_group, made.c.fiscal_year == asked.year)


def of_cube(asked: ContractsAsked) -> tuple[Any, ...]:
    """Return the conditions of the cube's rows of what is asked for; the cube knows no states."""
    cube = table("cube_contract")
    same_group = (cube.c.dataset_id == asked.dataset, cube.c.coverage == asked.coverage)
    return (*same_group, cube.c.fiscal_year == asked.year, *_in_cube(asked.choice))


def _in_cube(narrowed: Mapping[str, str]) -> list[Any]:
    cube = table("cube_contract")
    of_each = [(cube.c[CUBE[name]], value) for name, value in narrowed.items()]
    return [column.is_(None) if value == NONE else column == value for column, value in of_each]


def members(store: Store, asked: ContractsAsked, dimension: str) -> Mapping[str, Record]:
    """Return the sizes of the agencies, categories, states or procuring units of a group and year."""
    together = _TOGETHER if dimension in _TOGETHER else (dimension,)
    return sizes(store, asked.whole, together)[dimension]


@remember(_AT_ONCE)
def sizes(
    store: Store, asked: ContractsAsked, dimensions: tuple[str, ...]
) -> Mapping[str, Mapping[str, Record]]:
    """Return the sizes of the members of some dimensions of a group and year, read at once."""
    sized = table("contract_size")
    query = of("contract_size", asked).where(sized.c.dimension.in_(dimensions))
    found: dict[str, dict[str, Record]] = {name: {} for name in dimensions}
    for row in store.rows(query.where(sized.c.procurement_method.is_(None)).order_by(sized.c.member_id)):
        found[row["dimension"]][row["member_id"]] = row
    return found


def rest(store: Store, asked: ContractsAsked, dimension: str) -> Mapping[str, Any]:
    """Return the sizes of the contracts that belong to no known agency, state or procuring unit.

    Of those of a whole group and year with their median and the largest, which cannot be taken away.
    """
    if not asked.narrowed and dimension != "category":
        return members(store, asked, f"no_{dimension}").get(NONE, NOTHING)
    return less(size(store, asked), members(store, asked, dimension).values())


def unidentified(store: Store, asked: ContractsAsked, dimension: str) -> int:
    """Return how many contracts of a group and year belong to no known agency, state or procuring unit."""
    return int(rest(store, asked.whole, dimension)["contracts"])


def less(whole: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what is left of sums when parts are taken away; no amount where none enters sums."""
    listed = list(parts)
    left = {name: (whole[name] or 0) - sum(row[name] or 0 for row in listed) for name in SUMS}
    return left | {"amount_mxn": left["amount_mxn"] if left["counted"] else None}


def size(store: Store, asked: ContractsAsked) -> Mapping[str, Any]:
    """Return how many contracts are asked for, how many of them enter sums, and their amount.

    Of what is `uncounted` nothing is told.
    """
    if len(asked.narrowed) > 1:
        return NOTHING if asked.uncounted else _size_of_both(store, asked)
    dimension = next(iter(asked.narrowed), "all")
    member = getattr(asked, dimension, "all")
    if member == NONE:
        return rest(store, asked.whole, dimension)
    return members(store, asked, dimension).get(member, NOTHING)


def _size_of_both(store: Store, asked: ContractsAsked) -> Mapping[str, Any]:
    cube = table("cube_contract")
    sums = (func.coalesce(func.sum(cube.c[name]), 0).label(name) for name in SUMS)
    return store.rows(select(*sums).where(*of_cube(asked)))[0]


def notes(store: Store, group: str = "") -> Sequence[Record]:
    """Return what is said of the part that each file is, of a group (`ContractsAsked.file`) or of all."""
    note, file = table("coverage_note"), table("source_file")
    joined = note.join(file, file.c.source_file_id == note.c.source_file_id)
    told = (file.c.dataset_id, file.c.file_name, file.c.sha256, file.c.obtained)
    query = select(note, *told).select_from(joined).order_by(file.c.dataset_id, file.c.file_name)
    dataset, _, coverage = group.partition(".")
    same_group = (file.c.dataset_id == dataset, note.c.coverage == coverage)
    return store.rows(query.where(*same_group) if group else query)


@remember(_AT_ONCE)
def amounts(store: Store, asked: ContractsAsked) -> Mapping[str, Record]:
    """Return how many contracts have an amount of each status: what enters sums, and why others do not.

    What has no published currency has its sum as well, in whatever currency that is (`amount_original`).
    """
    return {row["amount_status"]: row for row in store.rows(of("contract_amounts", asked))}


def match_rates(store: Store, asked: ContractsAsked) -> Sequence[Record]:
    """Return how many contracts could be linked to what, those that could not at all included."""
    return store.rows(of("match_rate", asked).order_by(table("match_rate").c.match_what))
