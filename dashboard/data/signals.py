"""Questions about indicators: what they are, their values for a group of files and a year, and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import parse_qsl

from sqlalchemy import Select, case, func, select

from dashboard.data import unit_names
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.procurement import ContractsAsked, of
from dashboard.data.selection import MAX_QUERY
from dashboard.data.store import Record, Store, remember
from loaders.schema import table

SCOPE_PARAM: Final = "alcance"
# How a scope is written in an address.
SCOPES: Final[Mapping[str, str]] = {"agency": "ramo", "procuring_unit": "unidad", "state": "entidad"}
MOST: Final = 100
# Which field of a search for contracts each scope fixes.
_FILTERED: Final = {"agency": "agency", "procuring_unit": "unit", "state": "state"}


@dataclass(frozen=True)
class Indicator:
    """An indicator as the store declares it, the fields that it needs, and what would explain a signal."""

    record: Record
    needs: Sequence[Record]
    explanations: Sequence[Record]

    @property
    def id(self) -> str:
        """Its id, which addresses and searches carry."""
        return str(self.record["indicator_id"])


@remember(1)
def indicators(store: Store) -> Mapping[str, Indicator]:
    """Return every indicator of a store by its id, in the order of pages; read once for a store."""
    needs, reasons = (_listed(store, name) for name in ("indicator_need", "indicator_explanation"))
    declared = table("indicator")
    rows = store.rows(select(declared).order_by(declared.c.sort_order))
    keys = [row["indicator_id"] for row in rows]
    return {
        key: Indicator(row, needs.get(key, ()), reasons.get(key, ()))
        for key, row in zip(keys, rows, strict=True)
    }


def _listed(store: Store, name: str) -> Mapping[str, Sequence[Record]]:
    listed = table(name)
    rows = store.rows(select(listed).order_by(listed.c.indicator_id, listed.c.position))
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row["indicator_id"])}


def examples(store: Store) -> list[str]:
    """Return the id of one indicator of each kind: counted by contract, and made of suppliers' amounts."""
    return list({one.record["drill"]: key for key, one in reversed(list(indicators(store).items()))}.values())


def parse_scope(query: str) -> tuple[str, tuple[Problem, ...]]:
    """Read by whom values are asked for: `agency` unless a query says otherwise; else with a Problem."""
    text = dict(parse_qsl(query[:MAX_QUERY])).get(SCOPE_PARAM, "")
    named = {word: scope for scope, word in SCOPES.items()}
    if text and text not in named:
        return "agency", (refused_value(SCOPE_PARAM, text, named),)
    return named.get(text, "agency"), ()


def values(store: Store, asked: ContractsAsked) -> Mapping[str, Record]:
    """Return the value of each indicator over all contracts of a group and year, by its id."""
    query = of("indicator_value", asked).where(table("indicator_value").c.scope == "all")
    return {row["indicator_id"]: row for row in store.rows(query)}


def history(store: Store, indicator_id: str, asked: ContractsAsked) -> Sequence[Record]:
    """Return the values of an indicator over all contracts of a group, the latest year first."""
    made = table("indicator_value")
    same = (made.c.dataset_id == asked.dataset, made.c.coverage == asked.coverage, made.c.scope == "all")
    query = select(made).where(made.c.indicator_id == indicator_id, *same, made.c.fiscal_year.is_not(None))
    return store.rows(query.order_by(made.c.fiscal_year.desc()))


def members(
    store: Store, indicator_id: str, asked: ContractsAsked, scope: str, most: int | None = MOST
) -> tuple[int, Sequence[Record]]:
    """Return how many agencies, procuring units or states have a value, and the first `most` of them.

    Those that have a place first, the largest value before the others; then those with too few contracts for
    one; those that are withheld last. Units carry their name and institution.
    """
    made = table("indicator_value")
    wanted = (made.c.indicator_id == indicator_id, made.c.scope == scope)
    counted = of("indicator_value", asked).where(*wanted).subquery("counted")
    total = int(store.rows(select(func.count().label("total")).select_from(counted))[0]["total"])
    query = _named(of("indicator_value", asked).where(*wanted)).limit(most)
    return total, store.rows(query)


def _named(query: Select[Any]) -> Select[Any]:
    made, unit = table("indicator_value"), table("procuring_unit")
    joined = made.outerjoin(unit, unit.c.procuring_unit_code == made.c.scope_id)
    named = query.select_from(joined).add_columns(*(unit.c[name] for name in unit_names.COLUMNS))
    placed = case((made.c.rank_best.is_not(None), 0), (made.c.value.is_not(None), 1), else_=2)
    return named.order_by(placed, made.c.value.desc(), made.c.contracts.desc(), made.c.scope_id)


def top_suppliers(store: Store, asked: ContractsAsked) -> Sequence[Record]:
    """Return the suppliers with the largest amounts of a group and year, in order."""
    top, known = table("top_supplier"), table("supplier")
    joined = top.join(known, known.c.supplier_id == top.c.supplier_id)
    query = of("top_supplier", asked).where(top.c.scope == "all").select_from(joined)
    return store.rows(query.add_columns(known.c.name, known.c.searchable).order_by(top.c.place))


def rows_of(found: Indicator, value: Record) -> ContractFilter:
    """Return the search for the contracts below a value: those with the signal.

    A concentration has no contracts of its own: it leads to all contracts it is made of, the largest first.
    """
    named = {_FILTERED[value["scope"]]: value["scope_id"]} if value["scope"] in _FILTERED else {}
    one_by_one = found.record["drill"] == "contracts"
    return ContractFilter(
        signal=found.id if one_by_one else "",
        order="relevance" if one_by_one else "largest",
        dataset=value["dataset_id"],
        coverage=value["coverage"],
        year=value["fiscal_year"],
        **named,
    )
