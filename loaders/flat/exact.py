"""Records whose quotes are broken, one by one: where they end, what their cells are, and how sure that is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from loaders import read
from loaders.flat.chunks import NotUtf8

Fits = Callable[[Sequence[str]], bool]

_REACH = 40


def grouping(fits: Fits, separator: str) -> Callable[[Sequence[bytes]], list[int]]:
    """Return what says how many of these physical lines each record takes, by what fits."""

    def group(lines: Sequence[bytes]) -> list[int]:
        sizes: list[int] = []
        while sum(sizes) < len(lines):
            sizes.append(_size(lines[sum(sizes) : sum(sizes) + _REACH], fits, separator))
        return sizes

    return group


def _size(lines: Sequence[bytes], fits: Fits, separator: str) -> int:
    """Return how many lines the first record takes: one, unless an open quote goes on and the whole fits."""
    quotes = 0
    for size, line in enumerate(lines, 1):
        quotes += line.count(b'"')
        if quotes % 2:
            continue
        if size == 1:
            return 1
        found = cells(b"".join(lines[:size]), separator)
        return size if found is not None and fits(found) else 1
    return 1


def cells(record: bytes, separator: str) -> list[str] | None:
    """Return the cells of one record, a line end inside quotes kept; None when it is not one record.

    NotUtf8 when its file has to be read with the other encoding.
    """
    text = _text(record)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else [] if not found else None


def _text(record: bytes) -> str:
    """Return a record without its line end; NotUtf8 when its file has to be read with the other encoding."""
    try:
        return record.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise NotUtf8 from None


def mended(record: bytes, fits: Fits, width: int, separator: str) -> list[str] | None:
    """Return the cells of a record that does not fit, if exactly one way of mending it does.

    Tried: more empty cells than columns; joined cells split from the right (`read.unswallow`); quotes that
    mean nothing.
    """
    found = cells(record, separator)
    loose = [cell.replace('"', "") for cell in _text(record).split(separator)]
    tried = [_cut(found or [], width), read.unswallow(found or [], width), _cut(loose, width)]
    good = [one for one in tried if one is not None and fits(one)]
    return good[0] if good and all(one == good[0] for one in good) else None


def _cut(found: list[str], width: int) -> list[str] | None:
    """Return the cells without empty ones beyond the last column."""
    return None if any(found[width:]) or len(found) < width else found[:width]
