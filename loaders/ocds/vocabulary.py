"""The words of OCDS publishers and what they mean here, as dated data (`vocabulary.toml`)."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from loaders.clean import words


@dataclass(frozen=True)
class Publisher:
    """Who publishes: registered prefix of its ocids (None = it has none), name, and of which government.

    `contract_year`: the number of its contracts starts with fiscal year and ramo.
    """

    name: str
    order_of_government: str
    prefix: str | None = None
    state_id: str | None = None
    contract_year: bool = False


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a text for comparison: without accents, letter case and outer spaces."""
    plain = unicodedata.normalize("NFKD", words(text)).casefold()
    return "".join(one for one in plain if not unicodedata.combining(one))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("loaders.ocds").joinpath("vocabulary.toml").read_text(encoding="utf-8"))


@cache
def publishers() -> tuple[Publisher, ...]:
    """Return the publishers known."""
    return tuple(
        Publisher(**{name: value for name, value in entry.items() if name != "seen"})
        for entry in _data()["publisher"]
    )


@cache
def publisher(ocid: str, name: str | None) -> Publisher | None:
    """Return who published a process: by the prefix of its ocid, else by name; None = unknown."""
    lowered = ocid.lower()
    for one in publishers():
        if one.prefix and lowered.startswith(f"{one.prefix}-"):
            return one
    by_name = {fold(one.name): one for one in publishers() if not one.prefix}
    return by_name.get(fold(name or ""))


@cache
def _spelled(kind: str, table: str) -> Mapping[str, str]:
    return {fold(text): value for value, texts in _data()[kind][table].items() for text in texts}


def meaning(kind: str, said: Iterable[str | None], code: str | None) -> str | None:
    """Return the first meaning that the publisher's words have, else that of the code; None = not known.

    `kind` is "method" or "category".
    """
    spelled = _spelled(kind, "words")
    found = (spelled.get(fold(text)) for text in said if text)
    return next((one for one in found if one), None) or _spelled(kind, "code").get(fold(code or ""))


def stage(text: str) -> str | None:
    """Return the stage of spending (*momento*) of a measure; None = not known."""
    return _spelled("stage", "words").get(fold(text))


def is_municipal(buyer: str | None) -> bool:
    """Say whether a buyer's name is that of a municipality."""
    return fold(buyer or "").startswith(tuple(fold(one) for one in _data()["buyer"]["municipal"]))


def is_nobody(rfc: str) -> bool:
    """Say whether a tax code is one that stands for nobody."""
    return rfc in _data()["nobody"]["rfc"]
