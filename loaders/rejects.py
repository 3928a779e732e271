"""Rejected rows and applied repairs as tables: what was not stored, and what was changed, stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from loaders.model import Correction, Reject, Text

if TYPE_CHECKING:
    import polars as pl

_REJECT = ("line", "reason_code", "reason_es", "reason_en", "raw")
_CORRECTION = ("line", "code", "what_es", "what_en", "before", "after", "column_name", "times")
_NUMBERS = ("line", "times")


def reject_frame(rejects: Sequence[Reject]) -> pl.DataFrame:
    """Return rejects as rows of the table `reject`, without their source file."""
    return _frame(_REJECT, [(r.line, r.code, r.reason.es, r.reason.en, r.raw) for r in rejects])


def correction_frame(corrections: Sequence[Correction]) -> pl.DataFrame:
    """Return corrections as rows of the table `correction`, without their source file."""
    rows = [(c.line, c.code, c.what.es, c.what.en, c.before, c.after, c.column, c.times) for c in corrections]
    return _frame(_CORRECTION, rows)


def rejects_of(frame: pl.DataFrame) -> tuple[Reject, ...]:
    """Return the rejects that `reject_frame` wrote."""
    rows = frame.select(_REJECT).iter_rows()
    return tuple(Reject(line, code, Text(es, en), raw) for line, code, es, en, raw in rows)


def corrections_of(frame: pl.DataFrame) -> tuple[Correction, ...]:
    """Return the corrections that `correction_frame` wrote."""
    rows = frame.select(_CORRECTION).iter_rows()
    return tuple(Correction(line, code, Text(es, en), *rest) for line, code, es, en, *rest in rows)


def _frame(names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    import polars as pl

    schema = {name: pl.Int32() if name in _NUMBERS else pl.String() for name in names}
    # PostgreSQL has no text with a NUL in it, and a reader would not see it.
    visible = pl.col(pl.String).str.replace_all("\0", "␀", literal=True)
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(visible)
