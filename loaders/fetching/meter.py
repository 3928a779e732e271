"""Progress of a download in words: how much, how fast, how long still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

MB = 10**6


@dataclass
class Meter:
    """Says through `say` how a download goes, at most once in `every` seconds.

    The rate is that of this attempt: bytes kept from an earlier one (`begun`) do not count as fast.
    """

    name: str
    say: Callable[[str], None]
    every: float
    total: int | None = None
    begun: int = 0
    now: Callable[[], float] = monotonic
    _started: float = field(init=False)
    _said: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self._said = self.now()

    def at(self, held: int) -> None:
        """Take note that `held` bytes are here, and say so if it is time."""
        moment = self.now()
        if moment - self._said >= self.every:
            self._said = moment
            self.say(self.words(held, moment - self._started))

    def words(self, held: int, seconds: float) -> str:
        """Return progress as words: `PEF_2021.csv: 12.3 of 110.0 MB · 4.1 MB/s · 24 s left`."""
        rate = (held - self.begun) / seconds if seconds > 0 else 0.0
        size = f"{held / MB:.1f}" + (f" of {self.total / MB:.1f}" if self.total else "")
        parts = [f"{self.name}: {size} MB", f"{rate / MB:.1f} MB/s"]
        if self.total and rate:
            parts.append(f"{duration((self.total - held) / rate)} left")
        return " · ".join(parts)


def duration(seconds: float) -> str:
    """Return a length of time in words: `24 s`, `3 min 05 s`, `1 h 02 min`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
