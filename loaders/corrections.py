"""Figures shown wrongly and put right (*fe de erratas*): dated data, and a check for each of them.

Repairs of a source's own errors are another thing: they stand beside their dataset.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

import sqlalchemy as sa

from loaders.errors import DeclarationError
from loaders.figures import figures
from loaders.model import Check, Text

_FILE = "figure_corrections.toml"


@dataclass(frozen=True)
class FigureCorrection:
    """One figure put right: what was shown (None = nothing), what is right, since when, and why.

    `wrong_until` is the last version with the old figure: every later one has the new figure.
    """

    figure_id: str
    old: Decimal | None
    new: Decimal
    unit: str
    corrected: date
    wrong_until: str
    reason: Text

    @property
    def dataset_id(self) -> str:
        """The dataset that the figure is of."""
        return self.figure_id.split(".", 1)[0]

    @property
    def fiscal_year(self) -> int:
        """The year that the figure is of."""
        return int(self.figure_id.split(".", 2)[1])

    def row(self) -> dict[str, Any]:
        """Return it as a row of `figure_correction`; amounts are exact text, since units differ."""
        return {
            "figure_id": self.figure_id,
            "dataset_id": self.dataset_id,
            "fiscal_year": self.fiscal_year,
            "old_value": None if self.old is None else str(self.old),
            "new_value": str(self.new),
            "unit": self.unit,
            "corrected": self.corrected,
            "wrong_until": self.wrong_until,
            "reason_es": self.reason.es,
            "reason_en": self.reason.en,
        }


@cache
def declared() -> tuple[FigureCorrection, ...]:
    """Return every correction declared, by day. DeclarationError if one is declared wrongly."""
    return parse(files("loaders").joinpath(_FILE).read_text(encoding="utf-8"))


def parse(text: str) -> tuple[FigureCorrection, ...]:
    """Return the corrections that a TOML text declares, by day."""
    found = [_correction(item) for item in tomllib.loads(text)["correction"]]
    return tuple(sorted(found, key=lambda one: (one.corrected, one.figure_id)))


def _correction(item: Mapping[str, Any]) -> FigureCorrection:
    try:
        made = FigureCorrection(
            figure_id=item["figure"],
            old=Decimal(item["old"]) if item["old"] else None,
            new=Decimal(item["new"]),
            unit=item["unit"],
            corrected=item["corrected"],
            wrong_until=item["wrong_until"],
            reason=Text(item["reason_es"], item["reason_en"]),
        )
        _require_complete(made)
    except (KeyError, ValueError, IndexError, InvalidOperation, TypeError) as error:
        raise DeclarationError(
            "a correction is declared wrongly", where=_FILE, value=dict(item), todo=str(error)
        ) from error
    return made


def _require_complete(made: FigureCorrection) -> None:
    """Refuse a name without a year and a day that is none, here and not when they are shown."""
    if not (made.fiscal_year and isinstance(made.corrected, date) and made.reason.es and made.reason.en):
        raise ValueError("year, day or reason is missing")


def compared(
    connection: sa.Connection, listed: tuple[FigureCorrection, ...]
) -> Iterator[tuple[str, Check, Decimal | None]]:
    """Yield a check for each correction: its store must hold the figure that was said to be right."""
    held = figures(connection) if listed else {}
    for one in listed:
        figure = held.get(one.figure_id)
        yield one.dataset_id, _check(one), None if figure is None else figure.value


def _check(one: FigureCorrection) -> Check:
    return Check(
        id=f"correction_{one.corrected}_{one.figure_id}",
        subject=one.figure_id,
        title=Text(
            f"Corrección del {one.corrected}: {one.figure_id}",
            f"Correction of {one.corrected}: {one.figure_id}",
        ),
        expected=one.new,
        measure=None,
        fiscal_year=one.fiscal_year,
        explanation=one.reason,
    )
