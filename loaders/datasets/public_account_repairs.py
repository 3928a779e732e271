"""Dated repairs of the public account workbooks, and the programmes that they do not report.

Both are data, in `public_account_repairs.toml` beside this module. Each says what it expects to find; when
the file no longer holds it, the source was fixed or republished, and the load stops instead of guessing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from loaders.datasets.public_account_sheet import Labels
from loaders.errors import SourceChanged
from loaders.model import Correction, Text

_DATA = "public_account_repairs.toml"


@dataclass(frozen=True)
class Repair:
    """One repair of one sheet row: what its words must be, what they become, which heading goes before it.

    `confirms` is (row, name): a heading further down that proves the reason. `own_code` accepts a programme
    code of another form as it is.
    """

    row: int
    code: str
    expected: Labels
    becomes: Labels
    reason: Text
    heading_before: str = ""
    confirms: tuple[int, str] | None = None
    own_code: bool = False

    def apply(self, found: Labels, where: str) -> Labels:
        """Return the repaired words. Raises SourceChanged when the row no longer holds what is expected."""
        if found != self.expected:
            raise SourceChanged(
                f"repair {self.code} expects {self.expected}",
                where=f"{where}, row {self.row}",
                value=found,
                todo=f"the source may be fixed: look at it and update loaders/datasets/{_DATA}",
            )
        return self.becomes

    def correction(self) -> Correction:
        """Return the visible record of this repair."""
        after = (
            f"{self.heading_before} ▸ {_shown(self.becomes)}" if self.heading_before else _shown(self.becomes)
        )
        return Correction(self.row, self.code, self.reason, _shown(self.expected), after)


@dataclass(frozen=True)
class Unreported:
    """Programmes of one agency whose rows are empty because the workbook leaves them out.

    `except_for` are the (programme, moment, year) that do hold an amount in those years.
    """

    agency_id: str
    programs: frozenset[str]
    first_year: int
    except_for: frozenset[tuple[str, str, int]]

    def covers(self, agency_id: str | None, program: str, moment: str, year: int) -> bool:
        """Say whether the workbook is known not to report this."""
        return (
            agency_id == self.agency_id
            and program in self.programs
            and year >= self.first_year
            and (program, moment, year) not in self.except_for
        )


def _shown(labels: Labels) -> str:
    return " | ".join((labels.name, labels.program, labels.label))


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("loaders.datasets").joinpath(_DATA).read_text(encoding="utf-8"))


@cache
def repairs(year: int) -> Mapping[int, Repair]:
    """Return the repairs of one year's workbook by sheet row."""
    found = [
        _repair(entry, cell) for entry in _data()["repair"] if entry["year"] == year for cell in entry["rows"]
    ]
    return {repair.row: repair for repair in found}


@cache
def unreported() -> tuple[Unreported, ...]:
    """Return what the workbooks are known not to report."""
    return tuple(
        Unreported(
            entry["agency"],
            frozenset(entry["programs"]),
            entry["first_year"],
            frozenset((program, moment, year) for program, moment, year in entry["except_for"]),
        )
        for entry in _data()["unreported"]
    )


def _repair(entry: Mapping[str, Any], cell: Mapping[str, Any]) -> Repair:
    expected = Labels(cell.get("name", ""), cell.get("program", ""), cell.get("label", ""))
    becomes = Labels(
        cell.get("becomes_name", expected.name),
        cell.get("becomes_program", expected.program),
        cell.get("becomes_label", expected.label),
    )
    confirms = (cell["confirms_row"], cell["confirms_name"]) if "confirms_row" in cell else None
    return Repair(
        row=cell["row"],
        code=entry["code"],
        expected=expected,
        becomes=becomes,
        reason=Text(entry["reason_es"], entry["reason_en"]),
        heading_before=cell.get("heading_before", ""),
        confirms=confirms,
        own_code=entry.get("own_code", False),
    )
