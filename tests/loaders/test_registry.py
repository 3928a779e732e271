"""Being registered is being tested: every dataset goes through all of these."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import loaders.datasets
from loaders import agencies
from loaders.columns import column_of
from loaders.datasets import HELPERS
from loaders.errors import DeclarationError
from loaders.model import Dataset, Text
from loaders.registry import dataset, datasets, match, source_file_id, validate
from loaders.schema import metadata
from loaders.tables import TABLES

ALL = list(datasets().values())


def texts(value: Any) -> list[Text]:
    """Return every bilingual text inside a declaration."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.id)
def test_a_dataset_is_declared_as_the_store_needs_it(declared: Dataset) -> None:
    validate(declared, declared.id)
    assert declared.publisher
    assert declared.licence.id


@pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.id)
def test_a_dataset_speaks_both_languages(declared: Dataset) -> None:
    for text in texts(declared):
        assert bool(text.es) == bool(text.en), text
        assert "  " not in text.es + text.en, text


@pytest.mark.parametrize("declared", ALL, ids=lambda declared: declared.id)
def test_a_series_break_names_agencies_that_exist(declared: Dataset) -> None:
    for item in declared.series_breaks:
        assert item.before_year < item.after_year
        if item.agency_id is not None:
            assert agencies.by_id(item.agency_id)


@pytest.mark.parametrize("name", ["approved_budget", "population"])
def test_a_wrong_declaration_is_an_error_that_says_why(name: str) -> None:
    declared = dataset(name)
    wrong = {
        "the id is not": replace(declared, id="Other"),
        "reads no file": replace(declared, files=(), recognise=None),
        "no table counts": replace(declared, counted=()),
        "counted table": replace(declared, counted=("agency",)),
        "not declared": replace(declared, tables=(*declared.tables, "nothing")),
    }
    for words, found in wrong.items():
        with pytest.raises(DeclarationError, match=words):
            validate(found, name)


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Give what adds a module to the datasets, for one test."""
    folders: list[str] = []
    with TemporaryDirectory() as folder:

        def add(name: str, text: str) -> None:
            Path(folder, f"{name}.py").write_text(text, encoding="utf-8")
            monkeypatch.setattr(loaders.datasets, "__path__", [*loaders.datasets.__path__, folder])
            folders.append(name)
            importlib.invalidate_caches()
            datasets.cache_clear()

        yield add
    for name in folders:
        sys.modules.pop(f"loaders.datasets.{name}", None)
    monkeypatch.undo()
    datasets.cache_clear()


def test_a_dataset_is_registered_whatever_its_module_starts_with(
    added: Callable[[str, str], None],
) -> None:
    added(
        "population_municipal",
        "from dataclasses import replace\nfrom loaders.datasets import population\n"
        'DATASET = replace(population.DATASET, id="population_municipal")\n',
    )
    assert dataset("population_municipal").id == "population_municipal"
    assert set(datasets()) == {one.id for one in ALL} | {"population_municipal"}


def test_a_module_without_a_dataset_is_an_error(added: Callable[[str, str], None]) -> None:
    added("population_tools", "SIZE = 1\n")
    with pytest.raises(DeclarationError, match=r"no DATASET.*population_tools\.py.*HELPERS"):
        datasets()


@pytest.mark.parametrize("helper", HELPERS)
def test_a_helper_is_there_helps_a_dataset_and_declares_none(helper: str) -> None:
    module = importlib.import_module(f"loaders.datasets.{helper}")
    assert not hasattr(module, "DATASET")
    assert HELPERS[helper] in datasets()


def test_an_unknown_dataset_is_an_error_that_names_the_known() -> None:
    with pytest.raises(DeclarationError, match="approved_budget"):
        dataset("nothing")


def test_a_file_belongs_to_one_dataset_by_its_published_name() -> None:
    found = match("budget/PEF_2021.csv.gz")
    assert found is not None
    assert (found[0].id, found[1]) == ("approved_budget", 2021)
    assert match("budget/pef2017.sample.csv") is None
    assert source_file_id("approved_budget", "budget/PEF_2021.csv.gz") == "approved_budget.PEF_2021"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_every_table_is_declared(name: str) -> None:
    declared = TABLES[name]
    for column in declared.columns:
        assert column_of(name, column).name == column
    assert declared.nullable | declared.derived | set(declared.key) <= set(declared.columns)
    assert list(metadata().tables[name].c.keys()) == list(declared.columns)
