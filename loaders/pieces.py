"""Rows of a table too large for memory, a piece at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Pieces:
    """Rows that are read again each time they are asked for, in frames of bounded size.

    `rows` is how many there are, known before they are read; `frames` reads them, in order. `files` are the
    Parquet files that hold just these rows, each with its source file's id, if there are such: who needs
    the rows no more may move them away.
    """

    rows: int
    frames: Callable[[], Iterator[pl.DataFrame]]
    files: tuple[Path, ...] = ()
