"""How much of the whole each file of contracts is: by the dated list in `coverage.toml`, or by its origin."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.model import Dataset, Provenance, Text

UNKNOWN = Text(
    "No se sabe si el archivo está completo.",
    "It is not known whether the file is whole.",
)
OFFICIAL = Text(
    "El archivo oficial, como estaba al descargarlo de quien lo publica.",
    "The official file, as it was when it was downloaded from its publisher.",
)


def rows(found: Iterable[tuple[str, Dataset, Provenance]]) -> list[dict[str, Any]]:
    """Return a row of `coverage_note` for each file, given as its id, its dataset and where it is from."""
    return [
        _row(identity, *of_file(dataset.id, origin.sha256, official=is_official(dataset, origin)))
        | _declared(dataset.id, origin.sha256)
        for identity, dataset, origin in found
    ]


def is_official(dataset: Dataset, origin: Provenance) -> bool:
    """Return whether a file was downloaded from an address at which its dataset is published."""
    return any((origin.obtained_from or "").startswith(one.base) for one in dataset.urls)


def of_file(dataset_id: str, sha256: str, *, official: bool = False) -> tuple[str, Text]:
    """Return how much of the whole a file is, and the sentence that says so."""
    one = _listed(dataset_id, sha256)
    if one:
        return one["coverage"], Text(one["es"], one["en"])
    return ("full", OFFICIAL) if official else ("unknown", UNKNOWN)


def _listed(dataset_id: str, sha256: str) -> Mapping[str, Any]:
    """What the list says of a file, else of its dataset; nothing if neither is in it."""
    return _by("file", "sha256").get(sha256) or _by("dataset", "id").get(dataset_id) or {}


def _declared(dataset_id: str, sha256: str) -> dict[str, Any]:
    """Why the contracts of a file were chosen, and up to which day it goes, where the list says so."""
    one = _listed(dataset_id, sha256)
    return {"chosen_for": one.get("chosen_for"), "covers_until": one.get("until")}


def _row(source_file_id: str, coverage: str, words: Text) -> dict[str, Any]:
    return {"source_file_id": source_file_id, "coverage": coverage, "text_es": words.es, "text_en": words.en}


@cache
def _by(kind: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("loaders.contracts").joinpath("coverage.toml").read_text(encoding="utf-8")
    return {key: one for one in tomllib.loads(text)[kind] for key in _keys(one[name])}


def _keys(found: str | list[str]) -> list[str]:
    """Return one key, or those of a group of files that are the same part."""
    return [found] if isinstance(found, str) else found
