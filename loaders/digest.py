"""The hash of the content of tables, whatever file format or library holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from loaders.errors import DeclarationError

if TYPE_CHECKING:
    import polars as pl

    Buffer = memoryview | bytes

_NO_TEXT = 2**32 - 1


class Digest:
    """The SHA-256 of the rows of tables in their order.

    The tables come one after the other, by name, each in one frame or in several: how they are cut does not
    matter. Of each column two things are hashed apart, little-endian: of a text the length in bytes of each
    value (32 bits; all ones = none) and all bytes in UTF-8; of anything else whether there is a value (one
    byte each) and the values as whole numbers of 64 bits: money in units of its last decimal, days since
    1970-01-01, 1 for yes, and 0 where there is none. The hash of the tables is that of their names, of
    their columns' names and of these hashes. Columns are hashed in the threads of `pool`, if there is one.
    """

    def __init__(self, pool: Executor | None = None) -> None:
        self._digest = hashlib.sha256()
        self._columns: dict[str, _Column] = {}
        self._map = pool.map if pool else map

    def begin(self, name: str) -> None:
        """Go on to the next table."""
        self._close()
        self._digest.update(f"\n{name}\n".encode())

    def add(self, rows: pl.DataFrame) -> None:
        """Take the next rows of the table. DeclarationError for a column of a kind that no table has."""
        for name in rows.columns:
            self._columns.setdefault(name, _Column())
        for _ in self._map(self._add, rows.iter_columns()):
            pass

    def _add(self, values: pl.Series) -> None:
        self._columns[values.name].add(values)

    def hexadecimal(self) -> str:
        """Return the hash of all that was taken; nothing more can be."""
        self._close()
        return self._digest.hexdigest()

    def _close(self) -> None:
        for name, column in self._columns.items():
            self._digest.update(f"{name} {column.hexadecimal()}\n".encode())
        self._columns = {}


class _Column:
    def __init__(self) -> None:
        self._parts = (hashlib.sha256(), hashlib.sha256())

    def add(self, values: pl.Series) -> None:
        for part, buffer in zip(self._parts, _buffers(values), strict=True):
            part.update(buffer)

    def hexadecimal(self) -> str:
        return " ".join(part.hexdigest() for part in self._parts)


def _buffers(values: pl.Series) -> Iterator[Buffer]:
    """Yield what is hashed of the values of one column."""
    import polars as pl

    if values.dtype in (pl.String, pl.Categorical):
        texts = values.cast(pl.String())
        yield _little(texts.str.len_bytes().fill_null(_NO_TEXT), "<u4")
        yield _text(texts)
    elif values.dtype.is_integer() or values.dtype in (pl.Decimal, pl.Date, pl.Boolean):
        yield _little(values.is_not_null(), "u1")
        yield _little(values.to_physical().cast(pl.Int64()).fill_null(0), "<i8")
    else:
        raise DeclarationError("a column of a kind that no table has", value=f"{values.name}: {values.dtype}")


def _little(numbers: pl.Series, kind: str) -> memoryview:
    import numpy as np

    return np.ascontiguousarray(numbers.to_numpy(), dtype=kind).data


def _text(values: pl.Series) -> Buffer:
    """Return the bytes of all texts, one after the other; a place without value may hold some, too."""
    import numpy as np
    import polars as pl

    if values.null_count() == len(values):
        return b""
    told = values.fill_null("") if values.has_nulls() else values
    held = told.to_arrow(compat_level=pl.CompatLevel.oldest())
    _, places, texts = held.buffers()
    if texts is None:
        return b""
    ends = np.frombuffer(places, np.int64)[held.offset : held.offset + len(held) + 1]
    return memoryview(texts)[int(ends[0]) : int(ends[-1])]
