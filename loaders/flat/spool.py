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
# As many rows as DuckDB puts together: what comes otherwise cut it puts together anew, in memory.
GROUP = 122_880
# Others take a tenth more of processor for a thousandth less of space.
LEVEL = 1
_SOURCE = "source_file_id"


class Spool:
    """Takes frames in order; gives them back as one frame, or in pieces over files when they are many.

    The files go when the spool does, so a reading must hold on to it. `folder` is where they wait; None is
    the system's folder for such files; `most` how many rows may stay in memory, fewer where they are long;
    `group` how many rows a file has. With `source_file_id` the files are such as a partition has.
    """

    def __init__(
        self,
        folder: Path | None = None,
        most: int | None = None,
        source_file_id: str | None = None,
        group: int | None = None,
    ) -> None:
        self._most, self._group = most or IN_MEMORY, group or GROUP
        self._folder = folder or Path(tempfile.gettempdir())
        self._source = source_file_id
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
        if self._waiting > (self._group if self._files else self._most):
            self._write(self._waiting // self._group or 1)

    def _write(self, files: int) -> None:
        """Write what waits into files, as many as there are; the rest goes on waiting."""
        import polars as pl

        self._folder.mkdir(parents=True, exist_ok=True)
        waiting = pl.concat(self._frames)
        for start in range(0, files * self._group, self._group):
            self._write_file(waiting.slice(start, self._group))
        rest = waiting.slice(files * self._group)
        self._frames, self._waiting = [rest] if len(rest) else [], len(rest)

    def _write_file(self, rows: pl.DataFrame) -> None:
        import polars as pl

        place = self._folder / f"{self._mark}-{len(self._files):06d}.parquet"
        self._files.append(place)
        marked = rows.with_columns(pl.lit(self._source).alias(_SOURCE)) if self._source else rows
        marked.write_parquet(place, compression="zstd", compression_level=LEVEL, row_group_size=self._group)

    def few(self) -> pl.DataFrame | None:
        """Return all rows taken, in order, if they fit in memory."""
        import polars as pl

        return None if self._files else pl.concat(self._frames)

    def many(self) -> pl.LazyFrame:
        """Return all rows taken, in order, over the files that hold them."""
        self._finish()
        return self._scanned(list(self._files))

    def pieces(
        self, made: Callable[[pl.LazyFrame], pl.LazyFrame] | None = None, rows: int | None = None
    ) -> Pieces:
        """Return all rows taken, in order, a file at a time.

        `made` is what becomes of the rows of each file, and `rows` how many are left of all; None = all, as
        they are.
        """
        self._finish()
        files = tuple(self._files) if self._source and made is None else ()
        return Pieces(self.rows if rows is None else rows, lambda: self._read(made), files)

    def _read(self, made: Callable[[pl.LazyFrame], pl.LazyFrame] | None) -> Iterator[pl.DataFrame]:
        for path in self._files:
            rows = self._scanned([path])
            yield (made(rows) if made else rows).collect()

    def _scanned(self, files: list[Path]) -> pl.LazyFrame:
        import polars as pl

        rows = pl.scan_parquet(files)
        return rows.drop(_SOURCE) if self._source else rows

    def _finish(self) -> None:
        if self._frames:
            self._write(-(-self._waiting // self._group))


def _forget(files: Sequence[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
