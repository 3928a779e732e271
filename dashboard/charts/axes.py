"""From amounts to pixels, and round ticks.

Amounts stay `Decimal` until their share of the axis is known; only that share becomes a float, because a
pixel is no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

_ZERO: Final = Decimal(0)
_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Axis:
    """A linear axis: the amount `low` is drawn at pixel `start`, `high` at pixel `end`."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal | int) -> float:
        """Return the pixel of `value`."""
        share = (Decimal(value) - self.low) / (self.high - self.low)
        return self.start + float(share) * (self.end - self.start)


def with_zero(values: Iterable[Decimal | None]) -> tuple[Decimal, Decimal]:
    """Return the range of `values` with 0 in it; (0, 1) where there is nothing but zeros and gaps."""
    known = [value for value in values if value is not None]
    low, high = min((_ZERO, *known)), max((_ZERO, *known))
    return (low, high) if low < high else (_ZERO, Decimal(1))


def ticks(low: Decimal, high: Decimal, most: int) -> list[Decimal]:
    """Return at most `most` round amounts evenly apart, none outside `low` and `high`."""
    step = _step((high - low) / max(1, most - 1))
    first = (low / step).to_integral_value(ROUND_CEILING)
    last = (high / step).to_integral_value(ROUND_FLOOR)
    return [step * (first + at) for at in range(int(last - first) + 1)]


def decimals(values: Iterable[Decimal]) -> int:
    """Return how many decimals it takes to write all `values`."""
    return max((max(0, -_exponent(value)) for value in values), default=0)


def _step(rough: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(rough.adjusted())
    return next(unit * step for step in _STEPS if unit * step >= rough)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
