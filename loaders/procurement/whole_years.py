"""Years of which a margin is held: contracts in a file of another year than that of their signing.

The platforms put a contract into the file of the year in which it begins, and its fiscal year is that of its
signing. So the file of 2023 has some contracts of 2022, nearly all signed in December: what is counted over
them says nothing of 2022, and their values are withheld.
"""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement import cells
from loaders.procurement.facts import FACTS
from loaders.procurement.temporary import declared, fill

# What is missing, as a need of every value.
FIELD = "whole_year"
NAME = Text("Inicio dentro del año", "A start within the year")
MARGINS = declared("margin_year", {"key": "long"})


def make(connection: sa.Connection) -> None:
    """Fill the temporary table of groups and years in which every contract begins in another year."""
    who, starts = cells.key(FACTS, "all"), FACTS.c.starts_on
    inside = sa.func.count().filter(sa.extract("year", starts) == FACTS.c.fiscal_year)
    known = sa.func.count(starts) > 0
    fill(connection, MARGINS, sa.select(who).group_by(who).having(known, inside == 0))


def is_whole(source: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether a row that has a key is of a year that is more than a margin."""
    return cells.group_of(source).not_in(sa.select(MARGINS.c.key))
