"""One stable identity per ramo (budget branch) across renamings and renumberings.

The identities are data, in `agencies.toml` beside this module: the number and every spelling of each year,
as the held official files write them. Nothing is read before the first question is asked.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from loaders.errors import DeclarationError, UnknownCode
from loaders.model import Text

Kind = Literal["branch", "autonomous", "administrative", "general", "controlled_entity"]

_DATA = "agencies.toml"


@dataclass(frozen=True)
class Dated:
    """A ramo number, name or kind, in force from fiscal year `first` to `last`, both inside; None is open."""

    value: str
    first: int | None = None
    last: int | None = None

    def holds(self, year: int) -> bool:
        """Say whether it is in force in the fiscal year `year`."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True)
class Entity:
    """An ente público inside a ramo, such as a chamber of Congress: `<agency_id>.<slug of its name>`."""

    entity_id: str
    name: str


@dataclass(frozen=True)
class Agency:
    """A ramo with one identity over the years.

    `ramo_code` is its latest number, two digits; `name` the one in the latest held file; `letters` the
    unit code that some files write in place of the number (GYR for the IMSS); `note` says how its identity
    was decided.
    """

    agency_id: str
    ramo_code: str
    kind: Kind
    name: Text
    sort_order: int
    ramos: tuple[Dated, ...]
    names: tuple[Dated, ...]
    entities: tuple[Entity, ...] = ()
    kinds: tuple[Dated, ...] = ()
    letters: str | None = None
    note: str = ""

    def ramo_code_in(self, year: int) -> str | None:
        """Return its number in the fiscal year `year`; None when it had no budget of its own then."""
        return next((ramo.value for ramo in self.ramos if ramo.holds(year)), None)

    def kind_in(self, year: int) -> str:
        """Return among which kind of ramos it stood in the fiscal year `year`."""
        return next((kind.value for kind in self.kinds if kind.holds(year)), self.kind)


def fold(name: str) -> str:
    """Return `name` for comparison: non-breaking and repeated spaces made one, letter case dropped."""
    return " ".join(name.split()).casefold()


def slug(name: str) -> str:
    """Return a readable identifier of `name`: ASCII, lower case, hyphens ("H. Cámara" → "h-camara")."""
    ascii_only = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


@cache
def agencies() -> tuple[Agency, ...]:
    """Return all agencies in official order. Raises DeclarationError when the data contradict themselves."""
    text = files("loaders").joinpath(_DATA).read_text(encoding="utf-8")
    entries = cast(Sequence[Mapping[str, Any]], tomllib.loads(text)["agency"])
    found = tuple(_agency(entry, order) for order, entry in enumerate(entries, start=1))
    _refuse_ambiguity(found)
    return found


@cache
def by_id(agency_id: str) -> Agency:
    """Return the agency with this identifier. Raises UnknownCode."""
    for agency in agencies():
        if agency.agency_id == agency_id:
            return agency
    raise UnknownCode(
        "no agency has this identifier",
        where=_DATA,
        value=agency_id,
        todo="see the ids in loaders/agencies.toml",
    )


@cache
def by_ramo(code: str, year: int) -> Agency:
    """Return who had the ramo number `code` ("1", "01" or letters such as "GYR") in the fiscal year `year`.

    Raises UnknownCode for a number that nobody had that year.
    """
    wanted = code.strip().upper()
    number = wanted.zfill(2)
    for agency in agencies():
        if agency.ramo_code_in(year) == number or (wanted != "" and agency.letters == wanted):
            return agency
    raise UnknownCode(
        f"no agency had this ramo number in fiscal year {year}",
        where=_DATA,
        value=code,
        todo="if the file is right, add the number with its years to loaders/agencies.toml",
    )


@cache
def by_name(name: str, year: int) -> Agency:
    """Return who was called `name` in the fiscal year `year`; spaces and letter case do not count.

    Raises UnknownCode for a name that nobody had that year: a renaming is recorded, never guessed.
    """
    agency = find_by_name(name, year)
    if agency is not None:
        return agency
    raise UnknownCode(
        f"no agency had this name in fiscal year {year}",
        where=_DATA,
        value=name,
        todo="if it is a renaming, add the spelling with its years to loaders/agencies.toml",
    )


def find_by_name(name: str, year: int) -> Agency | None:
    """Return who was called `name` in the fiscal year `year`, or None."""
    wanted = fold(name)
    for agency in agencies():
        if any(fold(dated.value) == wanted and dated.holds(year) for dated in agency.names):
            return agency
    return None


def find_entity(name: str) -> tuple[Agency, Entity] | None:
    """Return the ente called `name` with its agency, or None."""
    wanted = fold(name)
    for agency in agencies():
        for entity in agency.entities:
            if fold(entity.name) == wanted:
                return agency, entity
    return None


def _agency(entry: Mapping[str, Any], order: int) -> Agency:
    ramos = tuple(_dated(item, "code") for item in entry["ramos"])
    return Agency(
        agency_id=entry["id"],
        ramo_code=ramos[-1].value,
        kind=entry["kind"],
        name=Text(entry["name_es"], entry["name_en"]),
        sort_order=order,
        ramos=ramos,
        names=tuple(_dated(item, "name") for item in entry["names"]),
        entities=tuple(Entity(f"{entry['id']}.{slug(name)}", name) for name in entry.get("entities", ())),
        kinds=tuple(_dated(item, "kind") for item in entry.get("kinds", ())),
        letters=entry.get("letters"),
        note=entry.get("note", ""),
    )


def _dated(item: Mapping[str, Any], key: str) -> Dated:
    return Dated(item[key], item.get("from"), item.get("to"))


def _refuse_ambiguity(found: Sequence[Agency]) -> None:
    seen: dict[str, list[tuple[str, Dated]]] = {}
    for agency in found:
        for dated in (*agency.ramos, *agency.names):
            for other_id, other in seen.setdefault(fold(dated.value), []):
                if other_id != agency.agency_id and _overlap(dated, other):
                    raise DeclarationError(
                        f"{other_id} and {agency.agency_id} share a number or name in the same year",
                        where=_DATA,
                        value=dated.value,
                        todo="give each its years with from and to",
                    )
            seen[fold(dated.value)].append((agency.agency_id, dated))


def _overlap(one: Dated, two: Dated) -> bool:
    first = max(one.first or 0, two.first or 0)
    last = min(one.last or 9999, two.last or 9999)
    return first <= last
