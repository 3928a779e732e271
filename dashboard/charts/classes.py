"""Five classes of about equally many places, with the ranges a legend prints."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Classes:
    """Classes by the values in them: each is (lowest, highest, how many); equal values share a class."""

    ranges: tuple[tuple[Decimal, Decimal, int], ...]

    def of(self, value: Decimal) -> int:
        """Return the place of the class of `value`, from 0."""
        return min(bisect_left([high for _, high, _ in self.ranges], value), len(self.ranges) - 1)


def quantiles(values: Iterable[Decimal], most: int = 5) -> Classes:
    """Return at most `most` classes with about equally many of `values`; none where there are no values."""
    ordered = sorted(values)
    count = len(ordered)
    highs = sorted(
        {ordered[-(-count * at // most) - 1] for at in range(1, most + 1) if -(-count * at // most)}
    )
    groups = [[value for value in ordered if _between(value, highs, at)] for at in range(len(highs))]
    return Classes(tuple((group[0], group[-1], len(group)) for group in groups))


def _between(value: Decimal, highs: list[Decimal], at: int) -> bool:
    return value <= highs[at] and (at == 0 or value > highs[at - 1])
