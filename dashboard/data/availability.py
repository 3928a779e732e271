"""Which combinations are held, and why another one is not: the rules behind every disabled control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dashboard.data.convert import MEANT
from dashboard.data.facts import Facts, Held
from dashboard.data.result import State
from dashboard.data.selection import Selection
from dashboard.data.words import DIMENSIONS, STATES
from loaders.model import Language, Text

LANGUAGES: tuple[Language, ...] = ("es", "en")
SCOPE_NAMES = {
    "federal": Text("Cuenta Pública, Gobierno Federal", "Public account, Federal Government"),
    "gross": Text("PEF, bruto", "Approved budget (PEF), gross"),
    "net": Text("PEF, neto", "Approved budget (PEF), net"),
    "account": Text("Cuenta Pública, clave por clave", "Public account, key by key"),
    "draft": Text("Proyecto de PEF", "Draft budget (PPEF)"),
    "quarterly": Text("Avance trimestral", "Quarterly progress"),
}
MOMENT_NAMES = {
    "proposed": Text("proyecto", "proposed"),
    "approved": Text("aprobado", "approved"),
    "modified": Text("modificado", "modified"),
    "accrued": Text("devengado", "accrued"),
    "paid": Text("pagado", "paid"),
    "executed": Text("Ejercicio", "Ejercicio"),
    "exercised": Text("ejercido", "exercised (ejercido)"),
}


HEADQUARTERS = Text(
    "no por entidad: la clave no dice dónde se usa el dinero",
    "not by state: the key does not say where the money is used",
)
NO_GDP = Text("no hay PIB de todos los años", "no GDP held for all years")


@dataclass(frozen=True)
class Ground:
    """What a view can stand on: scopes and dimensions it draws, and fields it does not use.

    `needs` are, for a scope, the pairs of scope and moment that a year must have all of.
    """

    scopes: frozenset[str]
    dimensions: frozenset[str]
    ignores: frozenset[str] = frozenset()
    needs: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def held(facts: Facts, selection: Selection, ground: Ground) -> bool:
    """Say whether the figures of a selection are held, for a view that stands on `ground`."""
    if selection.scope not in ground.scopes or selection.by not in ground.dimensions:
        return False
    needed = ground.needs.get(selection.scope)
    if needed:
        return all(
            Held(scope, selection.year, selection.by, moment) in facts.held for scope, moment in needed
        )
    years = facts.years(selection.scope) if "year" in ground.ignores else (selection.year,)
    moments = MOMENT_NAMES if "moment" in ground.ignores else (selection.moment,)
    asked = (Held(selection.scope, year, selection.by, moment) for year in years for moment in moments)
    return any(item in facts.held for item in asked)


def reason(facts: Facts, selection: Selection, ground: Ground, name: str, value: Any) -> Text | None:
    """Return why `value` cannot be chosen for the field `name` next to all else chosen; None if it can."""
    if held(facts, replace(selection, **{name: value}), ground):
        return None
    asked = replace(selection, **{name: value})
    if name == "moment" and asked.moment not in MEANT[asked.scope]:
        return STATES[State.NOT_APPLICABLE]
    found = nearest(facts, asked, ground, keep=name)
    if found is None or getattr(found, name) != value:
        return STATES[State.NOT_HELD]
    return Text(
        f"elija {_to_choose(selection, found, name, 'es')}",
        f"choose {_to_choose(selection, found, name, 'en')}",
    )


def _to_choose(selection: Selection, found: Selection, asked: str, language: Language) -> str:
    """Name the other choices that would have to change for `found`."""
    said = {
        "scope": SCOPE_NAMES[found.scope].in_(language),
        "year": str(found.year),
        "moment": MOMENT_NAMES[found.moment].in_(language),
        "by": DIMENSIONS[found.by].in_(language).lower(),
    }
    names = [name for name in said if name != asked and getattr(found, name) != getattr(selection, name)]
    return ", ".join(said[name] for name in names)


def span(years: Iterable[int]) -> str:
    """Write years as a span: 2013-2023, or a list where some are missing."""
    ordered = sorted(years)
    if len(ordered) > 2 and ordered[-1] - ordered[0] + 1 == len(ordered):
        return f"{ordered[0]}-{ordered[-1]}"
    return ", ".join(map(str, ordered))


def withheld(facts: Facts, selection: Selection, measure: str) -> Text | None:
    """Return why a measure is not offered for what else is selected; None where it is."""
    if selection.by == "state" and measure in ("per_inhabitant", "share_of_gdp"):
        return HEADQUARTERS
    if measure == "share_of_gdp" and not facts.gdp.keys() >= set(facts.years(selection.scope)):
        return NO_GDP
    return None


def nearest(facts: Facts, selection: Selection, ground: Ground, keep: str = "by") -> Selection | None:
    """Return the held selection closest to `selection`: `keep` stays, then the fewest fields differ."""
    kept = _complete(facts, facts.held_where(_FIELDS[keep], getattr(selection, keep)), selection, ground)
    found = _closest(kept, selection, ground)
    found = found or _closest(_complete(facts, facts.held, selection, ground), selection, ground)
    return None if found is None else replace(selection, **_fields(found))


def _complete(facts: Facts, items: Iterable[Held], selection: Selection, ground: Ground) -> Iterable[Held]:
    """Leave out what lacks another moment that the view needs beside it."""
    if not ground.needs:
        return items
    return [item for item in items if held(facts, replace(selection, **_fields(item)), ground)]


def _closest(items: Iterable[Held], selection: Selection, ground: Ground) -> Held | None:
    drawable = (item for item in items if item.scope in ground.scopes and item.dimension in ground.dimensions)
    return min(drawable, key=lambda item: _distance(selection, item), default=None)


# The fields of a Selection that say what is held, and those of Held.
_FIELDS = {"scope": "scope", "by": "dimension", "year": "year", "moment": "moment"}


def _fields(item: Held) -> dict[str, Any]:
    return {name: getattr(item, field) for name, field in _FIELDS.items()}


def _distance(one: Selection, other: Held) -> tuple[int, int, str]:
    """Count differing fields, then years apart; the words break ties so that the answer is stable."""
    differing = (
        (one.scope != other.scope)
        + (one.by != other.dimension)
        + (one.year != other.year)
        + (one.moment != other.moment)
    )
    return differing, abs(one.year - other.year), f"{other.scope}{other.dimension}{other.moment}"
