"""Which budget programme of one year is which of another: renamings, other codes, moves, codes used again.

A programme (*programa presupuestario*) is an agency identity, a modality and a number. The same three in two
years are the same programme while its names are alike; whatever else is known is declared in
`programmes.toml`, read from the names in the official files. An unlike name that nobody has declared is a
candidate: it is listed, and no line joins its years. A programme that is new in a year is just new.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal, get_args

from loaders.agencies import by_id
from loaders.errors import DeclarationError
from loaders.model import Text

Kind = Literal["renamed", "renumbered", "moved", "merged", "split", "code_reused", "candidate"]
Names = Mapping[str, Mapping[int, str]]

_DATA = "programmes.toml"
_STEM = 6
_ENOUGH = 0.6
# Words that say nothing of what a programme is about.
_WORDS = (
    "a al asi con como de del e el en la las lo los o para por que se su sus u un una y "
    "programa programas proyecto proyectos nacional federal"
)
_COMMON = frozenset(_WORDS.split())
_UNDECLARED = Text(
    "La clave es la misma y el nombre es otro; nadie lo ha revisado todavía.",
    "The code is the same and the name is another; nobody has reviewed it yet.",
)


@dataclass(frozen=True)
class Link:
    """One link between programmes: `before` in its `last` fiscal year, `after` from `first` on.

    `was` and `now` are their names in these years. `declared` False: found in the names, not reviewed.
    """

    kind: Kind
    before: str
    after: str
    last: int
    first: int
    was: str
    now: str
    reason: Text
    declared: bool = True

    @property
    def breaks(self) -> bool:
        """Say whether the years of one code must not be joined: it is, or may be, two programmes."""
        return self.before == self.after and self.kind in ("code_reused", "candidate")


def alike(one: str, other: str) -> bool:
    """Say whether two names can be one programme's: most words of the shorter name are in the longer one.

    Accents, case, endings (words count by their first six letters) and words that say nothing are dropped.
    """
    first, second = _stems(one), _stems(other)
    if not first or not second:
        return first == second
    return len(first & second) >= _ENOUGH * min(len(first), len(second))


def _stems(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    return frozenset(word[:_STEM] for word in re.findall(r"[a-z0-9]+", plain) if word not in _COMMON)


@cache
def links() -> tuple[Link, ...]:
    """Return all declared links. DeclarationError when one contradicts itself, UnknownCode for an agency."""
    found = tomllib.loads(files("loaders").joinpath(_DATA).read_text(encoding="utf-8"))
    return declared(found)


def declared(found: Mapping[str, Any]) -> tuple[Link, ...]:
    """Return the links of a declaration; errors as of `links`."""
    reasons = {key: Text(one["es"], one["en"]) for key, one in found["reason"].items()}
    made = tuple(_link(one, reasons) for one in found["link"])
    seen: set[tuple[str, str, int]] = set()
    for link in made:
        for wrong, what in _faults(link, seen):
            if wrong:
                value = f"{link.before} {link.last} {link.after} {link.first}"
                raise DeclarationError(what, where=_DATA, value=value)
        seen.add((link.before, link.after, link.first))
    return made


def _link(one: Mapping[str, Any], reasons: Mapping[str, Text]) -> Link:
    if one["because"] not in reasons:
        raise DeclarationError("no such reason", where=_DATA, value=one["because"])
    before, after = one.get("program", one.get("from")), one.get("program", one.get("to"))
    was, now = one.get("name", one.get("was")), one.get("name", one.get("now"))
    return Link(one["kind"], before, after, one["last"], one["first"], was, now, reasons[one["because"]])


def _faults(link: Link, seen: set[tuple[str, str, int]]) -> tuple[tuple[bool, str], ...]:
    known = by_id(_agency(link.before)), by_id(_agency(link.after))
    same, moved = link.before == link.after, known[0] != known[1]
    return (
        (link.kind not in get_args(Kind), "no such kind of link"),
        (link.kind in ("renamed", "code_reused") and not same, "its code changes"),
        (link.kind == "renumbered" and (same or moved), "not another code of the same agency"),
        (link.kind == "moved" and not moved, "not another agency"),
        (same and link.last >= link.first, "a code cannot follow itself in the same year"),
        (link.last > link.first, "its years run backwards"),
        (not link.was or not link.now, "a name is missing"),
        ((link.before, link.after, link.first) in seen, "declared twice"),
    )


def _agency(program_id: str) -> str:
    return program_id.partition(".")[0]


def linked(names: Names, known: Iterable[Link] | None = None) -> tuple[Link, ...]:
    """Return the declared links between held programmes, then what the names show and nobody declared.

    `names` are the official names: programme → fiscal year → name; `known` None = the declared links.
    """
    every = links() if known is None else tuple(known)
    held = (one for one in every if _held(one, names))
    return (*held, *_undeclared(names, every))


def _held(link: Link, names: Names) -> bool:
    before = any(year <= link.last for year in names.get(link.before, ()))
    return before and any(year >= link.first for year in names.get(link.after, ()))


def _undeclared(names: Names, known: Iterable[Link]) -> Iterator[Link]:
    """Yield a candidate for each code whose name changes to an unlike one without being declared."""
    changes = {(one.before, one.first) for one in known if one.before == one.after}
    for program in sorted(names):
        by_year = names[program]
        for last, first in pairwise(sorted(by_year)):
            told = any((program, year) in changes for year in range(last + 1, first + 1))
            if not told and not alike(by_year[last], by_year[first]):
                was, now = by_year[last], by_year[first]
                yield Link("candidate", program, program, last, first, was, now, _UNDECLARED, False)
