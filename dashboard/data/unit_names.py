"""What readers call a procuring unit: many have one name, so its place and code stand beside it."""

from __future__ import annotations

from typing import Final

from dashboard.data.store import Record
from loaders.states import STATES

COLUMNS: Final = ("procuring_unit_name", "institution_name", "state_id")
_STATES: Final = {state.state_id: state.name for state in STATES}


def unit_name(row: Record, code: str) -> str:
    """Return the name of a unit with its state, where only one is known, and its code: unlike all others.

    "COORDINACION DE ABASTECIMIENTO (Morelos, 050GYR007)"; a code that stands in the name is not repeated.
    """
    name = row["procuring_unit_name"] or code
    place = _STATES.get(row["state_id"] or "")
    told = [part for part in (place, code) if part and part not in name]
    return f"{name} ({', '.join(told)})" if told else str(name)


def with_institution(row: Record, code: str) -> str:
    """Return the name of a unit and the institution that it buys for."""
    return ", ".join(filter(None, (unit_name(row, code), row["institution_name"])))
