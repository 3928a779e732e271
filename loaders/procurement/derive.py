"""Everything that is made from contracts, in the order in which it builds on each other."""

from __future__ import annotations

import sqlalchemy as sa

from loaders.procurement import (
    cells,
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
from loaders.procurement.temporary import fill
from loaders.schema import table


def derive(connection: sa.Connection) -> None:
    """Fill every table that is made from contracts; a store without contracts keeps them empty."""
    descriptions.make(connection)
    if not connection.execute(sa.select(sa.exists(sa.select(table("contract"))))).scalar():
        return
    links.procedures(connection)
    suppliers.make(connection)
    sanctions.make(connection)
    links.codes(connection)
    fill(connection, facts.FACTS, facts.query())
    cells.make(connection, facts.FACTS, facts.files_query())
    signals.make(connection)
    shares.make(connection)
    composite.begin(connection)
    values.make(connection)
    composite.make(connection)
    cubes.make(connection)
