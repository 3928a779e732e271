"""What recognisers look at: the first cells of a text, the sheets and first texts of a workbook.

A look is quick and never raises: what cannot be read this way is simply not recognised.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from loaders.bounded_workbook import workbook
from loaders.clean import words
from loaders.contracts.records import head
from loaders.errors import LoadersError
from loaders.fetching.recognise import kind
from loaders.flat import sheets
from loaders.flat.chunks import NotUtf8
from loaders.model import RawFile

Rows = list[list[object]]


def cells(raw: RawFile) -> tuple[str, ...]:
    """Return the cells of the first record of a text file, without padding; none for any other file."""
    if kind(raw.path) != "text":
        return ()
    with suppress(NotUtf8, LoadersError):
        return tuple(words(cell) for cell in head(raw.path).first)
    return ()


def has(raw: RawFile, needed: Sequence[str]) -> bool:
    """Say whether the first record of a text file has all of these cells."""
    return set(needed) <= set(cells(raw))


def sheet_names(raw: RawFile, telling: str) -> tuple[str, ...]:
    """Return the names of a new workbook's sheets; none for any other file, or one without this text."""
    if kind(raw.path) != "xlsx" or not _says(raw, telling):
        return ()
    with suppress(LoadersError), workbook(raw.path, raw.name) as book:
        return tuple(book.sheet_names)
    return ()


def top(raw: RawFile, rows: int, telling: str) -> Rows:
    """Return the first rows of a workbook's first sheet; none for any other file.

    All cells of a large workbook take long: a new one is opened only if `telling` is among its first texts.
    """
    found = kind(raw.path)
    if found not in ("xlsx", "xls") or (found == "xlsx" and not _says(raw, telling)):
        return []
    with suppress(LoadersError), workbook(raw.path, raw.name) as book:
        return list(book.get_sheet_by_index(0).rows(rows))
    return []


def _says(raw: RawFile, telling: str) -> bool:
    return any(telling in words(text) for text in sheets.first_texts(raw.path))
