"""How many cases a property is tried on: truth, not speed, on a machine that may be slow.

`CUENTAS_CASES=2000` tries each property on so many cases; without it, on as many as a quick run allows.
"""

from __future__ import annotations

import os
from typing import Final

from hypothesis import settings

_WANTED: Final = int(os.environ.get("CUENTAS_CASES", "0"))


def cases(quick: int) -> int:
    """Return on how many cases a property is tried: `quick`, or what the environment asks for."""
    return _WANTED or quick


def register() -> None:
    """Make this the way of every property that says nothing else."""
    settings.register_profile("patient", deadline=None, max_examples=cases(100))
    settings.load_profile("patient")
