"""Several files with the same figures: the CSV and the XLSX of one year. One of them counts, none is added.

The XLSX counts before the CSV, which is known to lose records; of two of a kind, the one obtained last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.partitions import Partition

# Tables of records, one for each budget key: a second file of the same period repeats them.
LINES = ("budget_line", "draft_line", "execution_line")
_UNKNOWN = date.min


@dataclass(frozen=True)
class Period:
    """What a file of budget keys is of: dataset, fiscal year, and the quarter where it is of one."""

    dataset_id: str
    fiscal_year: int | None
    quarter: int | None


def repeated(periods: Mapping[str, Period], partitions: Sequence[Partition]) -> dict[str, str]:
    """Return the source file that counts, for each source file that repeats its period.

    `periods` has the period of each source file of budget keys.
    """
    groups: dict[Period, list[Partition]] = defaultdict(list)
    for one in partitions:
        if one.source_file_id in periods:
            groups[periods[one.source_file_id]].append(one)
    return dict(pair for group in groups.values() for pair in _behind(group))


def _behind(group: Iterable[Partition]) -> Iterator[tuple[str, str]]:
    first, *rest = sorted(group, key=_rank, reverse=True)
    return ((one.source_file_id, first.source_file_id) for one in rest)


def _rank(one: Partition) -> tuple[bool, date, str]:
    return is_workbook(one.source_file_id), one.provenance.obtained or _UNKNOWN, one.source_file_id


def is_workbook(source_file_id: str) -> bool:
    """Say whether a file of budget keys is a workbook, as its id tells whatever the file was called."""
    return source_file_id.endswith("-xlsx")
