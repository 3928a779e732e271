"""Which generation a file is, and what each of its columns is: by its header, or by width and content."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.errors import MissingColumn, UnknownColumn, UnknownHeader

Key = tuple[str, ...]

_FILLERS = frozenset({"de", "del", "la", "las", "el", "los", "en"})
_SHORT = {"numero": "num", "minimo": "min", "maximo": "max", "claveuc": "clave uc"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}.*")
_FIRST = "order_of_government"
_TODO = "describe it in loaders/contracts/layouts.toml"


@dataclass(frozen=True)
class Generation:
    """One of the formats in which the platform published its contracts or procedures.

    `without_currency` is what amounts are in where a file has no column for it; "" = nobody knows. `dated`
    are the fields by which the year is assigned.
    """

    id: str
    dataset: str
    marks: frozenset[Key]
    needed: tuple[str, ...]
    header: tuple[str, ...] = ()
    own: Mapping[Key, str] = field(default_factory=dict)
    without_currency: str = ""
    dated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The columns of one file: `fields` has a field for each that is read, None for each that is not.

    `headless`: the file has no header; `mended`: its first column has no name; `private` are the places of
    the columns that hold data of persons and are never read.
    """

    generation: Generation
    fields: tuple[str | None, ...]
    private: frozenset[int]
    headless: bool = False
    mended: bool = False

    @property
    def width(self) -> int:
        """How many cells a record has."""
        return len(self.fields)

    @property
    def present(self) -> tuple[str, ...]:
        """The fields that the file has, in its order."""
        return tuple(name for name in self.fields if name is not None)

    @property
    def undated(self) -> tuple[str, ...]:
        """The fields by which the year is assigned and that the format has, but not this file."""
        return tuple(name for name in self.generation.dated if name not in self.fields)

    def place(self, name: str) -> int | None:
        """Return the place of a field in a record; None when the file does not have it."""
        return self.fields.index(name) if name in self.fields else None


def key(name: str) -> Key:
    """Return a column name for comparison: its words, folded, abbreviated, without fillers, in order."""
    folded = unicodedata.normalize("NFKD", name.replace("\ufeff", "")).encode("ascii", "ignore").decode()
    found = (_SHORT.get(word, word) for word in re.findall("[a-z0-9]+", folded.lower()))
    words = " ".join(found).split()
    return tuple(sorted(word for word in words if word not in _FILLERS))


@cache
def generations() -> tuple[Generation, ...]:
    """Return all generations, the ones with more marks first."""
    return tuple(
        Generation(
            one["id"],
            one["dataset"],
            frozenset(key(name) for name in one["marks"]),
            tuple(one["needed"]),
            tuple(one.get("header", ())),
            {key(name): meant for name, meant in one.get("own", {}).items()},
            one.get("without_currency", ""),
            tuple(one["dated"]),
        )
        for one in _declared()["generation"]
    )


def recognise(cells: Sequence[str]) -> Generation | None:
    """Return the generation of a header; for a first record without header, the one it can only be."""
    found = set(map(key, cells))
    for one in generations():
        if one.marks <= found:
            return one
    return next((one for one in generations() if _is_record(cells, one)), None)


def layout(cells: Sequence[str], *, where: str, extra: int = 0) -> Layout:
    """Return the layout of a file by its first record. `extra` columns beyond the header are left out.

    UnknownHeader when no generation has such a header; UnknownColumn names the first column that is neither
    read nor ignored; MissingColumn the first one needed and absent.
    """
    generation = recognise(cells)
    if generation is None:
        raise UnknownHeader(
            "no known generation of CompraNet or Compras MX has this header",
            where=where,
            value=list(cells)[:8],
            todo=_TODO,
        )
    headless = not generation.marks <= set(map(key, cells))
    names = generation.header if headless else tuple(cells)
    made = _placed(names, generation, where)
    _require(generation, made, where)
    private = frozenset(place for place, name in enumerate(names) if key(name) in _private())
    return Layout(generation, (*made, *[None] * extra), private, headless, not names[0].strip())


def _placed(names: Sequence[str], generation: Generation, where: str) -> list[str | None]:
    """Return the field of each column; columns without a name at the end are not read."""
    known: dict[Key, str | None] = {**_fields(), **dict.fromkeys(_ignored()), **generation.own}
    last = max((place for place, name in enumerate(names) if name.strip()), default=-1)
    found: list[str | None] = []
    for place, name in enumerate(names[: last + 1]):
        if not name.strip() and place == 0:
            found.append(_FIRST)
        elif key(name) in known:
            found.append(_field(known[key(name)], found))
        else:
            raise UnknownColumn(f"unknown column {name!r}", where=where, value=name, todo=_TODO)
    return found + [None] * (len(names) - last - 1)


def _field(name: str | None, found: Sequence[str | None]) -> str | None:
    """Return the field of a column, which may be another one the second time."""
    if name is None or name not in found:
        return name
    return _declared()["again"].get(name, name) or None


def _require(generation: Generation, made: Sequence[str | None], where: str) -> None:
    for name in generation.needed:
        if name not in made:
            raise MissingColumn(
                f"column for {name} is absent", where=where, value=name, todo="find its new name"
            )
    read = [name for name in made if name is not None]
    twice = sorted({name for name in read if read.count(name) > 1})
    if twice:
        raise UnknownColumn("two columns for one field", where=where, value=twice, todo="tell them apart")


def _is_record(cells: Sequence[str], generation: Generation) -> bool:
    """Say whether these cells are a record of a generation that comes without header."""
    if len(cells) != len(generation.header):
        return False
    found = dict(zip(generation.header, cells, strict=True))
    return (
        found["GOBIERNO"] in ("APF", "GE", "GM")
        and found["MONEDA"].isalpha()
        and found["CODIGO_CONTRATO"].isdecimal()
        and bool(_DATE.fullmatch(found["FECHA_INICIO"]))
    )


@cache
def _declared() -> Mapping[str, Any]:
    text = files("loaders.contracts").joinpath("layouts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _fields() -> Mapping[Key, str]:
    return {key(name): one for one, names in _declared()["fields"].items() for name in names}


@cache
def _private() -> frozenset[Key]:
    return frozenset(key(name) for name in _declared()["ignored"]["private"])


@cache
def _ignored() -> frozenset[Key]:
    return _private() | {key(name) for name in _declared()["ignored"]["not_needed"]}
