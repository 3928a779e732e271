"""Which combinations are held, and why another one is not: the rules behind every disabled control."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.data.facts import Facts, Held
from dashboard.data.selection import Selection
from loaders.model import Text

SCOPE_NAMES = {
    "federal": Text("Cuenta Pública, Gobierno Federal", "Public account, Federal Government"),
    "gross": Text("PEF, bruto", "Approved budget (PEF), gross"),
    "net": Text("PEF, neto", "Approved budget (PEF), net"),
}
MOMENT_NAMES = {
    "approved": Text("aprobado", "approved"),
    "modified": Text("modificado", "modified"),
    "accrued": Text("devengado", "accrued"),
    "executed": Text("Ejercicio", "Ejercicio"),
}


@dataclass(frozen=True)
class Ground:
    """What a view can stand on: scopes and dimensions it draws, and fields it does not use."""

    scopes: frozenset[str]
    dimensions: frozenset[str]
    ignores: frozenset[str] = frozenset()


def held(facts: Facts, selection: Selection, ground: Ground) -> bool:
    """Say whether the figures of a selection are held, for a view that stands on `ground`."""
    if selection.scope not in ground.scopes or selection.by not in ground.dimensions:
        return False
    years = facts.years(selection.scope) if "year" in ground.ignores else (selection.year,)
    moments = MOMENT_NAMES if "moment" in ground.ignores else (selection.moment,)
    asked = (Held(selection.scope, year, selection.by, moment) for year in years for moment in moments)
    return any(item in facts.held for item in asked)


def reason(facts: Facts, selection: Selection, ground: Ground, field: str, value: Any) -> Text | None:
    """Return why `value` cannot be chosen for `field` next to all else chosen; None if it can."""
    if held(facts, replace(selection, **{field: value}), ground):
        return None
    rule = _RULES[field]
    where = [item for item in facts.held if rule(item) == value and item.scope in ground.scopes]
    where = [item for item in where if item.dimension in ground.dimensions] or where
    if not where:
        return Text("no hay datos", "no data held")
    return Text(f"solo en {_describe(where, 'es')}", f"only in {_describe(where, 'en')}")


_RULES: Mapping[str, Callable[[Held], Any]] = {
    "scope": lambda item: item.scope,
    "by": lambda item: item.dimension,
    "year": lambda item: item.year,
    "moment": lambda item: item.moment,
}


def _describe(items: Iterable[Held], language: str) -> str:
    """Name scopes with their years and, where not all four are held, their moments."""
    parts = []
    by_scope: dict[str, list[Held]] = {}
    for item in items:
        by_scope.setdefault(item.scope, []).append(item)
    for scope in SCOPE_NAMES:
        if scope in by_scope:
            parts.append(_scope_words(scope, by_scope[scope], language))
    return (" o " if language == "es" else " or ").join(parts)


def _scope_words(scope: str, items: list[Held], language: str) -> str:
    name = getattr(SCOPE_NAMES[scope], language)
    moments = sorted({item.moment for item in items}, key=list(MOMENT_NAMES).index)
    years = span({item.year for item in items})
    if len(moments) == len(MOMENT_NAMES):
        return f"{name} {years}"
    return f"{name} {years} ({', '.join(getattr(MOMENT_NAMES[moment], language) for moment in moments)})"


def span(years: Iterable[int]) -> str:
    """Write years as a span: 2013-2023, or a list where some are missing."""
    ordered = sorted(years)
    if len(ordered) > 2 and ordered[-1] - ordered[0] + 1 == len(ordered):
        return f"{ordered[0]}-{ordered[-1]}"
    return ", ".join(map(str, ordered))


def nearest(facts: Facts, selection: Selection, ground: Ground) -> Selection | None:
    """Return the held selection that differs from `selection` in the fewest fields, or None."""
    candidates = [
        replace(selection, **_fields(item))
        for item in facts.held
        if item.scope in ground.scopes and item.dimension in ground.dimensions
    ]
    return min(candidates, key=lambda other: _distance(selection, other), default=None)


def _fields(item: Held) -> dict[str, Any]:
    return {"scope": item.scope, "by": item.dimension, "year": item.year, "moment": item.moment}


def _distance(one: Selection, other: Selection) -> tuple[int, int, str]:
    """Count differing fields, then years apart; the words break ties so that the answer is stable."""
    differing = sum(getattr(one, name) != getattr(other, name) for name in ("scope", "by", "year", "moment"))
    return differing, abs(one.year - other.year), f"{other.scope}{other.by}{other.moment}"
