"""Groups of files whose contracts somebody chose by what one would measure: no value of theirs is shown.

Contracts that were taken because their supplier was sanctioned say how they were taken, not how things are
bought: their shares, ranks and years describe the choice.
"""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement import cells
from loaders.procurement.facts import FACTS, FILES
from loaders.procurement.temporary import declared, fill
from loaders.schema import table

# What is missing, as a need of every value.
FIELD = "unbiased_choice"
NAME = Text(
    "Contratos elegidos sin ver si su proveedor fue sancionado",
    "Contracts chosen without regard to whether their supplier was sanctioned",
)
CHOSEN = declared("chosen_year", {"key": "long"})


def make(connection: sa.Connection) -> None:
    """Fill the temporary table of groups and years of chosen contracts."""
    note = table("coverage_note")
    chosen = sa.select(FILES.c.group_no).join(note, note.c.source_file_id == FILES.c.source_file_id)
    groups = chosen.where(note.c.chosen_for.is_not(None))
    who = cells.key(FACTS, "all")
    fill(connection, CHOSEN, sa.select(who).where(FACTS.c.group_no.in_(groups)).group_by(who))


def is_chosen(source: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return whether a row that has a key is of chosen contracts."""
    return cells.group_of(source).in_(sa.select(CHOSEN.c.key))
