"""What a reader asks of contracts: a group of files of one coverage and a year, from a URL, and what is held.

Files of different coverage are never added up: every figure is of one group and one year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select, func, select

from dashboard.data.selection import MAX_QUERY, Problem
from dashboard.data.store import Record, Store
from loaders.schema import table

FILE_PARAM: Final = "archivo"
YEAR_PARAM: Final = "ejercicio"
STRAY: Final = 30  # fewer contracts than this in a year of a file are mostly typos of the source
_SHOWN: Final = 5


@dataclass(frozen=True)
class ContractsAsked:
    """A group of files, those of a dataset that have the same coverage, and a fiscal year."""

    dataset: str
    coverage: str
    year: int

    @property
    def file(self) -> str:
        """The group as it stands in a query: "compranet.sample_1_percent"."""
        return f"{self.dataset}.{self.coverage}"


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
    return urlencode([(FILE_PARAM, asked.file), (YEAR_PARAM, asked.year)])


def parse(query: str, store: Store) -> tuple[Held | None, tuple[Problem, ...]]:
    """Read a query string; what names nothing in the store is left out and returned as a Problem.

    Without a choice the largest group and year are asked for. None if the store has no contracts.
    """
    found, problems = list(held(store)), []
    given = dict(parse_qsl(query[:MAX_QUERY]))
    for param, value_of in ((FILE_PARAM, _file), (YEAR_PARAM, _year)):
        value = given.get(param, "")
        named = [one for one in found if value_of(one) == value]
        if value and not named and found:
            accepted = dict.fromkeys(map(value_of, found))
            problems.append(Problem(param, value[:80], ", ".join(list(accepted)[:_SHOWN])))
        found = named or found
    return max(found, key=lambda one: one.contracts, default=None), tuple(problems)


def _file(one: Held) -> str:
    return one.asked.file


def _year(one: Held) -> str:
    return str(one.asked.year)


@lru_cache(maxsize=4)
def held(store: Store) -> Sequence[Held]:
    """Return every group and year of a store, by dataset, coverage and year; read once for a store."""
    return [
        Held(ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"]), int(row["contracts"]))
        for row in store.rows(_held())
    ]


def _held() -> Select[Any]:
    amounts = table("contract_amounts")
    keys = (amounts.c.dataset_id, amounts.c.coverage, amounts.c.fiscal_year)
    query = select(*keys, func.sum(amounts.c.contracts).label("contracts"))
    return query.where(amounts.c.fiscal_year.is_not(None)).group_by(*keys).order_by(*keys)


def of(name: str, asked: ContractsAsked) -> Select[Any]:
    """Return the rows of a table of the group and year asked for."""
    made = table(name)
    same_group = (made.c.dataset_id == asked.dataset, made.c.coverage == asked.coverage)
    return select(made).where(*same_group, made.c.fiscal_year == asked.year)


def notes(store: Store, asked: ContractsAsked) -> Sequence[Record]:
    """Return what is said of the coverage of a group's files, each with the name of its file."""
    note, file = table("coverage_note"), table("source_file")
    joined = note.join(file, file.c.source_file_id == note.c.source_file_id)
    query = select(note, file.c.file_name, file.c.sha256, file.c.obtained).select_from(joined)
    same_group = (file.c.dataset_id == asked.dataset, note.c.coverage == asked.coverage)
    return store.rows(query.where(*same_group).order_by(file.c.file_name))


def amounts(store: Store, asked: ContractsAsked) -> dict[str, int]:
    """Return how many contracts have an amount of each status: what enters sums, and why others do not."""
    return {row["amount_status"]: int(row["contracts"]) for row in store.rows(of("contract_amounts", asked))}


def match_rates(store: Store, asked: ContractsAsked) -> Sequence[Record]:
    """Return how many contracts could be linked to what, those that could not at all included."""
    return store.rows(of("match_rate", asked).order_by(table("match_rate").c.match_what))
