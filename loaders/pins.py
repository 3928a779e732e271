"""The pin that a rollback leaves: until somebody publishes by name, loads make stores and hold them.

Without it, the next nightly load of the same files would publish again the very version that was left.
It lies where the stores are, so that it holds for every machine that loads into them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from loaders import backend
from loaders.errors import StoreError
from loaders.home import Home

_NOTE = "pin"


@dataclass(frozen=True)
class Pin:
    """Which version was left for which one, since what day, and why (in the words of who did it)."""

    left: str | None
    current: str
    since: date
    reason: str

    @property
    def words(self) -> str:
        """The pin in a sentence, with the way to lift it."""
        why = f" ({self.reason})" if self.reason else ""
        return (
            f"rolled back from {self.left or 'nothing'} to {self.current} on {self.since}{why}; "
            "`cuentas publish VERSION` publishes again"
        )

    def row(self) -> dict[str, str | None]:
        """Return it as plain values."""
        return {**asdict(self), "since": self.since.isoformat()}


def record(home: Home, pin: Pin) -> None:
    """Write the pin in place of any other; a crash leaves the old one or the new one."""
    backend.of(home).keep_note(_NOTE, json.dumps(pin.row(), ensure_ascii=False) + "\n")


def lift(home: Home) -> None:
    """Take the pin away, if there is one."""
    backend.of(home).keep_note(_NOTE, None)


def pinned(home: Home) -> Pin | None:
    """Return the pin; None when there is none. StoreError when it cannot be read: nothing is guessed."""
    words = backend.of(home).note(_NOTE)
    if words is None:
        return None
    try:
        told = json.loads(words)
        return Pin(told["left"], told["current"], date.fromisoformat(told["since"]), told["reason"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(
            "the pin of a rollback cannot be read",
            where=backend.of(home).place,
            value=str(error),
            todo="publish a version by its name, which takes the pin away",
        ) from error
