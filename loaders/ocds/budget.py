"""Spending of a contract by programme: `budgetBreakdown` of the federal publisher, and payments of others.

A breakdown says each stage three times: by fund, by unit and by object. What is kept are the finest parts
(objects), each with the one fund and the one unit of its breakdown, so that a sum counts each peso once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from loaders.ocds import plain
from loaders.ocds.plain import Object
from loaders.ocds.vocabulary import fold, stage

_FUND, _UNIT, _OBJECT = "financialsource", "administrative", "economic"
_KINDS = (_FUND, _UNIT, _OBJECT)
_CENT = Decimal("0.01")

Part = tuple[str, str, str, Decimal]


class Breakdown:
    """The rows of all breakdowns of one contract or plan, and what in them was not understood."""

    def __init__(self, breakdowns: object) -> None:
        self.rows: list[dict[str, str]] = []
        self.odd: list[str] = []
        self.uneven: list[str] = []
        for one in plain.objects(breakdowns):
            self._add(one)

    def _add(self, breakdown: Object) -> None:
        parts = list(self._parts(breakdown))
        programme = plain.text(breakdown.get("id"))
        finest = next((kind for kind in reversed(_KINDS) if any(part[0] == kind for part in parts)), None)
        fund, unit = _only(parts, _FUND), _only(parts, _UNIT)
        for kind, code, moment, amount in parts:
            if kind == finest:
                row = {"programme": programme, "fund": fund, "unit": unit, "stage": moment}
                row |= {"object": code if kind == _OBJECT else None, "amount": str(amount)}
                self.rows.append({key: value for key, value in row.items() if value is not None})
        self.uneven += [f"{programme} {moment}" for moment in _uneven(parts)]

    def _parts(self, breakdown: Object) -> Iterator[Part]:
        """Yield kind, code, stage and amount of every measure."""
        for one in plain.objects(_folded(breakdown, "budgetclassification")):
            kind, code = fold(str(_folded(one, "classification"))), plain.text(one.get("id")) or ""
            if kind not in _KINDS:
                self.odd.append(kind)
                continue
            for measure in plain.objects(_folded(one, "measure")):
                yield from self._measure(kind, code, measure)

    def _measure(self, kind: str, code: str, measure: Object) -> Iterator[Part]:
        moment = stage(str(measure.get("id")))
        amount = plain.number(plain.inner(measure, "value").get("amount"))
        if moment is None:
            self.odd.append(str(measure.get("id")))
        elif amount is not None:
            yield kind, code, moment, amount


def _folded(value: Object, name: str) -> Any:
    """Return the value of a key whatever its letter case, in singular or plural."""
    return next((found for key, found in value.items() if key.lower().rstrip("s") == name), None)


def _only(parts: list[Part], wanted: str) -> str | None:
    found = {code for kind, code, _, _ in parts if kind == wanted}
    return next(iter(found)) if len(found) == 1 else None


def _uneven(parts: list[Part]) -> list[str]:
    """Return the stages whose sums by fund, unit and object differ."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for kind, _, moment, amount in parts:
        sums[moment][kind] += amount
    return [moment for moment, by in sums.items() if by and max(by.values()) - min(by.values()) > _CENT]


def payments(contract: Object) -> list[dict[str, Any]]:
    """Return the payments (`transactions`) of a contract: id, day and amount; payer and payee stay out."""
    rows = plain.objects(plain.inner(contract, "implementation").get("transactions"))
    return [
        {
            "id": plain.text(one.get("id")) or str(position),
            "date": plain.day(one.get("date")),
            "value": plain.amount(plain.inner(one, "value") or plain.inner(one, "amount")),
        }
        for position, one in enumerate(rows, 1)
    ]
