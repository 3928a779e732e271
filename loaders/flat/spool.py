"""Rows of a large file wait on the disk while the rest is read, so that memory stays flat."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from loaders.pieces import Pieces

if TYPE_CHECKING:
    import polars as pl

IN_MEMORY = 400_000


class Spool:
    """Takes frames in order; gives them back as one frame, or in pieces over files when they are many.

    The files go when the spool does, so a reading must hold on to it. `folder` is where they wait; None is
    the system's folder for such files; `most` how many rows may stay in memory, fewer where they are long.
    A file has a quarter of them, or less than twice as many: what comes at once is cut into equal files.
    """

    def __init__(self, folder: Path | None = None, most: int | None = None) -> None:
        self._most = most or IN_MEMORY
        self._piece = max(1, self._most // 4)
        self._folder = folder or Path(tempfile.gettempdir())
        self._mark = f"spool-{uuid4().hex}"
        self._frames: list[pl.DataFrame] = []
        self._waiting = 0
        self._files: list[Path] = []
        self.rows = 0
        weakref.finalize(self, _forget, self._files)

    def add(self, frame: pl.DataFrame) -> None:
        """Take the next rows."""
        self._frames.append(frame)
        self._waiting += len(frame)
        self.rows += len(frame)
        if self._waiting > (self._piece if self._files else self._most):
            self._write()

    def _write(self) -> None:
        import polars as pl

        self._folder.mkdir(parents=True, exist_ok=True)
        waiting = pl.concat(self._frames)
        for piece in waiting.iter_slices(-(-len(waiting) // max(1, len(waiting) // self._piece))):
            place = self._folder / f"{self._mark}-{len(self._files):06d}.parquet"
            self._files.append(place)
            piece.write_parquet(place, compression="lz4", statistics=False)
        self._frames, self._waiting = [], 0

    def few(self) -> pl.DataFrame | None:
        """Return all rows taken, in order, if they fit in memory."""
        import polars as pl

        return None if self._files else pl.concat(self._frames)

    def many(self) -> pl.LazyFrame:
        """Return all rows taken, in order, over the files that hold them."""
        import polars as pl

        self._finish()
        return pl.scan_parquet(list(self._files))

    def pieces(
        self, made: Callable[[pl.LazyFrame], pl.LazyFrame] = lambda rows: rows, rows: int | None = None
    ) -> Pieces:
        """Return all rows taken, in order, a file at a time.

        `made` is what becomes of the rows of each file, and `rows` how many are left of all; None = all.
        """
        self._finish()
        return Pieces(self.rows if rows is None else rows, lambda: self._read(made))

    def _read(self, made: Callable[[pl.LazyFrame], pl.LazyFrame]) -> Iterator[pl.DataFrame]:
        import polars as pl

        for path in self._files:
            yield made(pl.scan_parquet(path)).collect()

    def _finish(self) -> None:
        if self._frames:
            self._write()


def _forget(files: Sequence[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
