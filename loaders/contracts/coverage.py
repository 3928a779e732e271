"""How much of the whole each file of contracts is, by the dated list in `coverage.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.model import Text

UNKNOWN = Text(
    "No se sabe si el archivo está completo.",
    "It is not known whether the file is whole.",
)


def rows(found: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Return a row of `coverage_note` for each file, given as its id, its dataset and its SHA-256."""
    return [_row(identity, *of_file(dataset, sha256)) for identity, dataset, sha256 in found]


def of_file(dataset_id: str, sha256: str) -> tuple[str, Text]:
    """Return how much of the whole a file is, and the sentence that says so."""
    lists = ((sha256, _by("file", "sha256")), (dataset_id, _by("dataset", "id")))
    for wanted, known in lists:
        if wanted in known:
            one = known[wanted]
            return one["coverage"], Text(one["es"], one["en"])
    return "unknown", UNKNOWN


def _row(source_file_id: str, coverage: str, words: Text) -> dict[str, str]:
    return {"source_file_id": source_file_id, "coverage": coverage, "text_es": words.es, "text_en": words.en}


@cache
def _by(kind: str, name: str) -> Mapping[str, Mapping[str, Any]]:
    text = files("loaders.contracts").joinpath("coverage.toml").read_text(encoding="utf-8")
    return {key: one for one in tomllib.loads(text)[kind] for key in _keys(one[name])}


def _keys(found: str | list[str]) -> list[str]:
    """Return one key, or those of a group of files that are the same part."""
    return [found] if isinstance(found, str) else found
