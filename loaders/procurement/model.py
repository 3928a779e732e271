"""Frozen declaration of an indicator: what is asked, how it is computed, and what would explain a signal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa

from loaders.minimums import USUAL_COVERAGE
from loaders.model import Text

Facts = sa.FromClause
Condition = Callable[[Facts], sa.ColumnElement[bool]]
Expression = Callable[[Facts], sa.ColumnElement[Any]]
Level = Literal["contract", "supplier", "buyer"]
Concept = Literal["competition", "transparency", "anomalies", "none"]


def everything(facts: Facts) -> sa.ColumnElement[bool]:
    """Apply to every contract."""
    del facts
    return sa.true()


@dataclass(frozen=True)
class Signal:
    """When a contract gives a signal, said over the columns of `loaders.procurement.facts`.

    `measure` is the contract's figure and `limit` what it is compared with, both in the indicator's
    `measure_unit`.
    """

    when: Condition
    measure: Expression | None = None
    limit: Expression | None = None


@dataclass(frozen=True)
class Found:
    """Contracts that give a signal only together with others.

    `rows` is a query over the facts that gives contract_no, measure, limit_value and group_no.
    """

    rows: Callable[[Facts], sa.Select[Any]]


@dataclass(frozen=True)
class Concentration:
    """A figure of how the money spreads over suppliers, from the sums of `loaders.procurement.shares`.

    `value` is over the suppliers that are identified; `low` and `high` bound it when the others are each a
    supplier of their own, or all the largest one.
    """

    value: Expression
    low: Expression
    high: Expression


@dataclass(frozen=True)
class Indicator:
    """One indicator. `needs` are the facts that must be filled; below `minimum_coverage` it is withheld.

    `applies` says which contracts it is about. `detail` is the sentence of one contract, with {measure} and
    {limit} in it. `method` says where the method comes from; `ocp_code` is the code of the Open Contracting
    Partnership's indicator that coincides, if one does. `concept` is its place in the composite.
    """

    id: str
    sort_order: int
    level: Level
    concept: Concept
    name: Text
    question: Text
    formula: Text
    method: Text
    threshold: Text
    detail: Text
    explanations: tuple[Text, ...]
    needs: tuple[str, ...]
    rule: Signal | Found | Concentration
    applies: Condition = everything
    minimum_coverage: Decimal = USUAL_COVERAGE
    value_unit: str = "share"
    measure_unit: str = ""
    ocp_code: str | None = None

    def known(self, facts: Facts) -> sa.ColumnElement[bool]:
        """Return whether a contract has every fact that is needed."""
        return sa.and_(sa.true(), *(facts.c[name].is_not(None) for name in self.needs))
