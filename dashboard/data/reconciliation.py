"""The checks of a store as a reader asks for them: by year, dataset, agency and outcome, from a URL."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from dashboard.data import provenance
from dashboard.data.convert import share
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.selection import MAX_QUERY
from dashboard.data.store import Record, Store, remember

STATUSES = MappingProxyType(
    {
        "falla": "failed",
        "aceptada": "accepted",
        "explicada": "explained",
        "no-comprobable": "not_checkable",
        "pasa": "passed",
    }
)
ALL = "todos"
_PARAMS = {"year": "ejercicio", "dataset": "conjunto", "agency": "ramo", "status": "resultado"}
PARAMETERS = frozenset(_PARAMS.values())
_WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
# What a check is about, in the order of the columns of the summary.
KINDS = ("gross", "net", "agency", "inside")


@dataclass(frozen=True)
class ChecksAsked:
    """Which checks a reader asks for; empty = all. `dataset` and `agency` are ids, `status` as stored."""

    year: int | None = None
    dataset: str = ""
    agency: str = ""
    status: str = ""


@dataclass(frozen=True)
class YearChecked:
    """How the checks of a dataset and year came out: status → count, for each kind of check."""

    dataset_id: str
    fiscal_year: int | None
    counts: Mapping[str, Mapping[str, int]]


def parameter(field: str) -> str:
    """Return the query parameter of a field of `ChecksAsked`."""
    return _PARAMS[field]


def spoken(field: str, value: object) -> str:
    """Return how a value is written in a query string; no choice is a word of its own."""
    said = {status: word for word, status in STATUSES.items()}
    return said.get(str(value), str(value)) if value and field == "status" else str(value or ALL)


def to_query(asked: ChecksAsked) -> str:
    """Return the query string of what is asked for, without "?"."""
    pairs = [(parameter(one.name), spoken(one.name, getattr(asked, one.name))) for one in fields(asked)]
    return urlencode([pair for pair in pairs if pair[1] != ALL])


def parse(query: str, store: Store) -> tuple[ChecksAsked, tuple[Problem, ...]]:
    """Read a query string; what names nothing in the store is left out and returned as a Problem."""
    choices = choices_of(store)
    values: dict[str, str] = {}
    problems: list[Problem] = []
    given = dict(parse_qsl(query[:MAX_QUERY]))
    for field, param in _PARAMS.items():
        text = "" if given.get(param) == ALL else given.get(param, "")
        value = STATUSES.get(text, "") if field == "status" else text
        if text and (not _WORD.fullmatch(text) or value not in choices[field]):
            accepted = [spoken(field, one) for one in choices[field]]
            problems.append(refused_value(param, text, accepted))
        else:
            values[field] = value
    year = values.pop("year", "")
    return ChecksAsked(year=int(year) if year else None, **values), tuple(problems)


@remember(1)
def every(store: Store) -> Sequence[Record]:
    """Return every check of a store, the gravest first; read once for a store."""
    return provenance.checks(store)


@remember(1)
def choices_of(store: Store) -> Mapping[str, list[str]]:
    """Return what each field can be: the values that some check of the store has."""
    found = every(store)
    years = sorted({row["fiscal_year"] for row in found if row["fiscal_year"]}, reverse=True)
    subjects = {row["subject"] for row in found}
    return {
        "year": list(map(str, years)),
        "dataset": sorted({dataset_id for row in found for dataset_id in concerned(row)}),
        "agency": [key for key in store.facts.agencies if key in subjects],
        "status": [one for one in STATUSES.values() if any(row["status"] == one for row in found)],
    }


def asked_for(store: Store, asked: ChecksAsked) -> list[Record]:
    """Return the checks that are asked for, the gravest first."""
    wanted = {"fiscal_year": asked.year, "subject": asked.agency, "status": asked.status}
    tests = {column: value for column, value in wanted.items() if value}
    found = (row for row in every(store) if all(row[column] == value for column, value in tests.items()))
    return [row for row in found if not asked.dataset or asked.dataset in concerned(row)]


def concerned(row: Record) -> tuple[str, ...]:
    """Return the datasets that a check is about: the one that is checked, and the one it is checked with."""
    return (row["dataset_id"], *([row["against"]] if row["against"] else []))


def kind(row: Record, agencies: Mapping[str, object]) -> str:
    """Return what a check is about: a gross or net total, agencies one by one, or sums inside a file."""
    subject = str(row["subject"])
    if subject in ("gross", "net"):
        return subject
    return "agency" if subject in agencies or subject in ("by_agency", "executed") else "inside"


def by_year(store: Store, asked: ChecksAsked) -> list[YearChecked]:
    """Return how the checks asked for came out, by dataset and year, the latest year of each first."""
    counted: dict[tuple[str, int | None], dict[str, Counter[str]]] = {}
    agencies = store.facts.agencies
    for row in asked_for(store, asked):
        for dataset_id in concerned(row):
            if asked.dataset in ("", dataset_id):
                kinds = counted.setdefault((dataset_id, row["fiscal_year"]), {})
                kinds.setdefault(kind(row, agencies), Counter())[row["status"]] += 1
    ordered = sorted(counted.items(), key=lambda item: (item[0][0], -(item[0][1] or 0)))
    return [YearChecked(dataset_id, year, kinds) for (dataset_id, year), kinds in ordered]


def difference_share(row: Record) -> object:
    """Return a check's difference as a fraction of what was expected; None where that has no meaning."""
    return share(row["difference"], row["expected"])
