"""The header generations of the flat budget files: which one a header is, and which column is which field.

The generations are data, in `headers.toml` beside this module. A file is known by its header, never by its
name: spellings are compared without letter case, accents, spaces and underscores.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from loaders.errors import DeclarationError, MissingColumn, UnknownColumn

_DATA = "headers.toml"
_STYLES = ("plain", "label", "long", "short")
_UNNAMED = re.compile(r"|unnamed\d*|\d+|x\d+|column\d+|columna\d+")
_ENOUGH = 6
_TOO_MANY = "not expected: "
_TODO = "if the file is right, add the spelling to loaders/headers.toml"

Lookup = Mapping[str, str]


@dataclass(frozen=True)
class OldCode:
    """What the code of a field looks like in the files of a generation up to the fiscal year `until`."""

    field: str
    until: int
    pattern: str


@dataclass(frozen=True)
class Generation:
    """A generation of headers: its dataset, style, the fields it needs, and the moments it brings.

    `blank` are code fields that may be empty; `monthly` amounts are of one month; where
    `exercised_is_executed`, the column MONTO_EJERCIDO holds the Ejercicio (paid plus ADEFAS).
    No file later than `last_year` is of it. `unsaid` is, by field, the code that stands where the source
    reports none and leaves its name empty; `codes` are the codes that looked otherwise in its first years.
    """

    id: str
    dataset: str
    style: str
    years: str
    encoding: str
    needs: tuple[str, ...]
    moments: tuple[str, ...]
    blank: frozenset[str]
    any: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    monthly: bool = False
    exercised_is_executed: bool = False
    last_year: int | None = None
    unsaid: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    codes: tuple[OldCode, ...] = ()


@dataclass(frozen=True)
class Head:
    """A recognised header: its generation and, for each of its columns, the field it is (None = unnamed).

    `year` is the fiscal year that the name of an amount carries (MONTO_PEF_2026), if one does.
    """

    generation: Generation
    names: tuple[str, ...]
    fields: tuple[str | None, ...]
    year: int | None

    @property
    def width(self) -> int:
        """How many columns the file has, unnamed ones too."""
        return len(self.fields)

    @property
    def present(self) -> tuple[str, ...]:
        """The fields that the file has, in its order."""
        return tuple(field for field in self.fields if field is not None)

    @property
    def money(self) -> tuple[str, ...]:
        """The amounts that the file has."""
        return tuple(field for field in self.present if field in money_fields())


def fold(name: str) -> str:
    """Return a column name for comparison: "Descripción de Ramo" → "descripcionderamo"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "", plain.casefold())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("loaders").joinpath(_DATA).read_text(encoding="utf-8"))


@cache
def money_fields() -> frozenset[str]:
    """Return the fields that are amounts of pesos."""
    return frozenset(name for name, words in _data()["field"].items() if words.get("money"))


@cache
def code_patterns() -> Mapping[str, str]:
    """Return what the code of each field looks like, as regular expressions of a whole cell."""
    return MappingProxyType(dict(_data()["pattern"]))


@cache
def generations() -> tuple[Generation, ...]:
    """Return all declared generations. DeclarationError when one names a field that is not declared."""
    return tuple(_generation(words) for words in _data()["generation"])


def _generation(words: Mapping[str, Any]) -> Generation:
    lists: dict[str, Any] = {name: tuple(words.get(name, ())) for name in ("needs", "moments")}
    lists |= {name: frozenset(words.get(name, ())) for name in ("blank", "any", "optional")}
    codes = tuple(OldCode(**one) for one in words.get("codes", ()))
    used = {name for names in lists.values() for name in names}
    unknown = used.union(words.get("unsaid", ()), (one.field for one in codes)) - set(_data()["field"])
    if unknown:
        raise DeclarationError("unknown fields", where=_DATA, value=sorted(unknown))
    return Generation(**{**words, **lists, "codes": codes})


@cache
def _lookup(style: str) -> tuple[Lookup, Lookup]:
    """Return folded spelling → field, of one style, and of all styles with that one first."""
    own = _spelled(style)
    merged: dict[str, str] = {}
    for other in (*(one for one in _STYLES if one != style), style):
        merged.update(_spelled(other))
    return own, merged


def _spelled(style: str) -> dict[str, str]:
    return {
        fold(spelling): field
        for field, words in _data()["field"].items()
        for spelling in words.get(style, ())
        if not spelling.startswith("/")
    }


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(spelling.strip("/")), field)
        for field, words in _data()["field"].items()
        for spelling in words.get("plain", ())
        if spelling.startswith("/")
    )


def _field(folded: str, lookup: Lookup) -> tuple[str | None, int | None]:
    """Return the field of a folded name, and the year in the name."""
    if folded in lookup:
        return lookup[folded], None
    for pattern, field in _patterns():
        found = pattern.fullmatch(folded)
        if found:
            return field, int(found["year"]) if found["year"] else None
    return None, None


def looks_like_header(cells: Sequence[str]) -> bool:
    """Say whether a row can be the header of a flat budget file: several of its cells are known spellings."""
    folded = [fold(cell) for cell in cells]
    return any(
        len({_field(name, _lookup(style)[1])[0] for name in folded} - {None}) >= _ENOUGH for style in _STYLES
    )


def recognise(cells: Sequence[str], *, where: str, dataset: str | None = None) -> Head:
    """Return the generation of a header and its columns; `dataset` = only generations of that dataset.

    UnknownColumn names all the columns nobody handles; MissingColumn the fields that are absent.
    """
    wanted = [one for one in generations() if dataset is None or one.dataset == dataset]
    judged = [(_judge(cells, one), one) for one in wanted]
    faults, best = min(judged, key=lambda pair: pair[0].rank)
    if faults.missing:
        raise MissingColumn(
            f"for a header of generation {best.id}, {_told(faults.missing)}",
            where=where,
            value=list(faults.missing),
            todo=_TODO,
        )
    if faults.unknown:
        raise UnknownColumn(
            f"unknown column {', '.join(faults.unknown)}", where=where, value=faults.unknown[0], todo=_TODO
        )
    return Head(best, tuple(cells), faults.fields, faults.year)


@dataclass(frozen=True)
class _Judged:
    fields: tuple[str | None, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    own: int
    year: int | None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Fewest faults first; among those without, the style that most columns are spelled in."""
        return (len(self.missing), len(self.unknown), -self.own)


def _judge(cells: Sequence[str], generation: Generation) -> _Judged:
    own, lookup = _lookup(generation.style)
    folded = [fold(cell) for cell in cells]
    found = [_field(name, lookup) for name in folded]
    fields = [field for field, _ in found]
    unknown = [
        cell.strip()
        for cell, name, field in zip(cells, folded, fields, strict=True)
        if field is None and not _UNNAMED.fullmatch(name)
    ]
    present = [field for field in fields if field is not None]
    unknown += [f"{field} (twice)" for field in sorted({one for one in present if present.count(one) > 1})]
    return _Judged(
        tuple(fields),
        tuple(unknown),
        tuple(_missing(generation, set(present))),
        sum(name in own for name in folded),
        next((year for _, year in found if year), None),
    )


def _missing(generation: Generation, present: set[str]) -> Iterator[str]:
    yield from (field for field in (*generation.needs, *generation.moments) if field not in present)
    if generation.any and not generation.any & present:
        yield " or ".join(sorted(generation.any))
    allowed = {*generation.moments, *generation.any, *generation.optional}
    yield from (_TOO_MANY + field for field in sorted((present & money_fields()) - allowed))


def _told(missing: Sequence[str]) -> str:
    """Return what is absent and what is too many, as officially spelled: that is what one looks for."""
    absent = _spellings(name for name in missing if not name.startswith(_TOO_MANY))
    beyond = _spellings(name.removeprefix(_TOO_MANY) for name in missing if name.startswith(_TOO_MANY))
    parts = {"absent": absent, "not expected": beyond}
    return "; ".join(f"{what}: {names}" for what, names in parts.items() if names)


def _spellings(names: Iterable[str]) -> str:
    fields = _data()["field"]
    spelled = (fields[name]["plain"][0] if name in fields else name for name in names)
    return ", ".join(str(name).strip("/") for name in spelled)
