"""Being registered is being tested: every dataset goes through all of these."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from loaders import agencies
from loaders.columns import column_of
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
