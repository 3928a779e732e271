"""Chart declarations: what is drawn from which columns of a Result. No Dash, no SQL, no data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RankingBars:
    """Horizontal bars sorted as the rows come. `key` row identity, `label` the name, `value` the measure.

    `limit` bars are drawn (the table carries all rows); selected keys are drawn in the accent.
    """

    key: str
    label: str
    value: str
    limit: int = 20


@dataclass(frozen=True)
class TimeSeries:
    """One line per `key`; `time` is a year; null values and Result.breaks cut the line."""

    key: str
    label: str
    time: str
    value: str


@dataclass(frozen=True)
class Deviation:
    """Approved→executed per row: a bar from `start` to `end` with both ends marked, sorted as rows come."""

    key: str
    label: str
    start: str
    end: str
    limit: int = 20


@dataclass(frozen=True)
class Treemap:
    """Areas by `value`; `parent` names the group. Negative and null rows are listed in a note, not drawn."""

    key: str
    label: str
    parent: str
    value: str


@dataclass(frozen=True)
class StateMap:
    """32 states by `value` in five printed classes; `key` is the two-digit INEGI code (cve_ent)."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class GroupedBars:
    """One group per row with a bar for each of `values` (years side by side), shaded from light to full."""

    key: str
    label: str
    values: tuple[str, ...]
    limit: int = 12


Chart = RankingBars | GroupedBars | TimeSeries | Deviation | Treemap | StateMap
