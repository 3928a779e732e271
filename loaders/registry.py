"""The registry: a dataset exists because its module is in `loaders/datasets` and ends in its DATASET.

A module there that is no dataset is declared as a helper of one, in `loaders/datasets/__init__.py`; any
other one without a DATASET is an error, never left out in silence.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import loaders.datasets
from loaders import mishaps
from loaders.datasets import HELPERS
from loaders.errors import DeclarationError
from loaders.model import Dataset, RawFile
from loaders.model import source_file_id as source_file_id
from loaders.tables import TABLES

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@cache
def datasets() -> Mapping[str, Dataset]:
    """Return every dataset by its id, in alphabetical order. DeclarationError if one is declared wrongly."""
    names = sorted(module.name for module in pkgutil.iter_modules(loaders.datasets.__path__))
    return MappingProxyType({name: _load(name) for name in names if name not in HELPERS})


def dataset(dataset_id: str) -> Dataset:
    """Return one dataset; DeclarationError names the ones there are."""
    known = datasets()
    if dataset_id not in known:
        raise DeclarationError("no such dataset", value=dataset_id, todo=f"there are: {', '.join(known)}")
    return known[dataset_id]


def match(file_name: str) -> tuple[Dataset, int | None] | None:
    """Return the dataset that reads a file of this published name, and its fiscal year; None = nobody's."""
    for candidate in datasets().values():
        said = claims(candidate, file_name)
        if said is not None:
            return candidate, int(said["year"]) if "year" in said else None
    return None


def claims(owner: Dataset, file_name: str) -> Mapping[str, str] | None:
    """Return what a name says of a file of a dataset; None = the dataset publishes none of that name."""
    found = (re.fullmatch(one.pattern, file_name) for one in owner.files)
    return next((one.groupdict() for one in found if one), None)


def published_name(owner: Dataset, told: Mapping[str, str]) -> str | None:
    """Return the name under which a dataset publishes a file of which this is told; None = not known."""
    if "name" in told:
        return told["name"]
    try:
        return _template(owner, told.get("year", "")).format_map(told) or None
    except KeyError:
        return None


def _template(owner: Dataset, year: str) -> str:
    """Return the name in the official address of that year, else the one that the dataset declares."""
    official = (one.path.rsplit("/", 1)[-1] for one in owner.urls if year in map(str, one.years))
    given = next(official, None)
    return given.replace(".csv", ".{ending}") if given and owner.named else owner.named


def match_content(path: Path, name: str) -> tuple[Dataset, Mapping[str, str]] | None:
    """Return the dataset that reads a file by its content, and what that tells of it; None = nobody's.

    None too for a file that is not to be loaded, such as a sample (`not_loaded.toml`, by hash).
    UnknownColumn or MissingColumn for the header of a flat budget file that is known but for some columns;
    Unreadable for a file that is nobody's where a dataset failed to say whether it is its.
    """
    if is_not_loaded(path):
        return None
    raw = RawFile(name, path, None)
    owner, failed = claiming(raw)
    if owner is not None:
        return owner, told_by(owner, raw)
    with mishaps.in_words(name):
        found = _flat(raw)
    if found is None and failed is not None:
        raise mishaps.unreadable(failed, name) from failed
    return found


def claiming(raw: RawFile) -> tuple[Dataset | None, BaseException | None]:
    """Return the dataset whose recogniser claims a file, and how the last recogniser that failed did.

    One that fails, though it is never to, does not claim the file, and the others are asked all the same.
    """
    failed: BaseException | None = None
    for candidate in datasets().values():
        is_its, failure = recognised(candidate, raw)
        if is_its:
            return candidate, failed
        failed = failure or failed
    return None, failed


def recognised(candidate: Dataset, raw: RawFile) -> tuple[bool, BaseException | None]:
    """Return whether a dataset claims a file by what is in it, and how its recogniser failed if it did."""
    recogniser = candidate.recognise
    return mishaps.answer(lambda: bool(recogniser and recogniser(raw)), False)


def told_by(owner: Dataset, raw: RawFile) -> Mapping[str, str]:
    """Return what a file of a dataset tells of itself; nothing where it cannot be asked."""
    tells = owner.tells
    nothing: Mapping[str, str] = {}
    return mishaps.answer(lambda: tells(raw) if tells else nothing, nothing)[0]


def _flat(raw: RawFile) -> tuple[Dataset, Mapping[str, str]] | None:
    """Return whose a flat budget file is, by the generation of its header."""
    from loaders.flat.lines import peek
    from loaders.flat.sheets import is_workbook

    found = peek(raw.path, raw.name)
    if found is None:
        return None
    told = {"ending": "xlsx" if is_workbook(raw.path) else "csv"}
    return dataset(found[0]), told | ({"year": str(found[1])} if found[1] else {})


def is_not_loaded(path: Path) -> bool:
    """Return whether the bytes of a file are listed as not to be loaded."""
    size = path.stat().st_size
    listed = [one["sha256"] for one in _not_loaded() if one["bytes"] == size]
    return bool(listed) and hashlib.sha256(path.read_bytes()).hexdigest() in listed


@cache
def _not_loaded() -> tuple[Mapping[str, Any], ...]:
    text = files("loaders").joinpath("not_loaded.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["file"])


def _load(name: str) -> Dataset:
    module = importlib.import_module(f"loaders.datasets.{name}")
    found = getattr(module, "DATASET", None)
    if not isinstance(found, Dataset):
        raise DeclarationError(
            "the module has no DATASET",
            where=f"loaders/datasets/{name}.py",
            todo="end it in DATASET = Dataset(...), or declare whose helper it is in HELPERS of "
            "loaders/datasets/__init__.py",
        )
    validate(found, name)
    return found


def validate(found: Dataset, name: str) -> None:
    """Require a dataset to be declared as the store needs it; DeclarationError says what is wrong."""
    for wrong, what in _faults(found, name):
        if wrong:
            raise DeclarationError(what, where=f"loaders/datasets/{name}.py", value=found.id)


def _faults(found: Dataset, name: str) -> tuple[tuple[bool, str], ...]:
    checks = [check.id for check in found.checks]
    return (
        (found.id != name or not _ID.fullmatch(found.id), "the id is not the module's name"),
        (not found.files and found.recognise is None, "it reads no file"),
        (not found.counted, "no table counts its records"),
        (not set(found.counted) <= set(found.tables), "a counted table is not among its tables"),
        (not set(found.tables) <= set(TABLES), "a table is not declared"),
        (len(checks) != len(set(checks)), "two checks have the same id"),
    )
