"""Everything that is made from contracts, in the order in which it builds on each other."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from loaders.procurement import (
    awarded,
    composite,
    cubes,
    descriptions,
    facts,
    links,
    sanctions,
    shares,
    signals,
    suppliers,
    values,
)
from loaders.schema import table

_STEPS: tuple[Callable[[sa.Connection], None], ...] = (
    facts.files,
    links.procedures,
    suppliers.make,
    sanctions.make,
    links.codes,
    facts.make,
    awarded.make,
    signals.make,
    signals.add_up,
    shares.make,
    composite.begin,
    values.make,
    composite.make,
    cubes.make,
)


def derive(connection: sa.Connection) -> None:
    """Fill every table that is made from contracts; a store without contracts keeps them empty.

    Each step in a transaction of its own, so the connection must be in none: what is not yet committed is
    read by one thread only.
    """
    with connection.begin():
        descriptions.make(connection)
        held = connection.execute(sa.select(sa.exists(sa.select(table("contract"))))).scalar()
    for step in _STEPS if held else ():
        with connection.begin():
            step(connection)
