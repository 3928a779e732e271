"""Rows of a large file wait on the disk while the rest is read, so that memory stays flat."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

IN_MEMORY = 400_000


class Spool:
    """Takes frames in order; gives them back as one frame, or as a lazy one over files when they are many.

    The files go when the spool does, so a reading must hold on to it.
    """

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] = []
        self._waiting = 0
        self._folder: Path | None = None
        self._files = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Take the next rows."""
        self._frames.append(frame)
        self._waiting += len(frame)
        if self._waiting > IN_MEMORY:
            self._write()

    def _write(self) -> None:
        import polars as pl

        place = self._place() / f"{self._files:06d}.parquet"
        pl.concat(self._frames).write_parquet(place, compression="lz4")
        self._frames, self._waiting, self._files = [], 0, self._files + 1

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="cuentas-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def few(self) -> pl.DataFrame | None:
        """Return all rows taken, in order, if they fit in memory."""
        import polars as pl

        return None if self._files else pl.concat(self._frames)

    def many(self) -> pl.LazyFrame:
        """Return all rows taken, in order, over the files that hold them."""
        import polars as pl

        if self._frames:
            self._write()
        return pl.scan_parquet([self._place() / f"{number:06d}.parquet" for number in range(self._files)])
