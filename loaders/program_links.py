"""The rows of `program_link`: links between programmes that a store holds, with where each name stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from loaders.programmes import Link, Names, linked
from loaders.schema import table

_Places = Mapping[tuple[str, int], tuple[str, int]]
_NOWHERE = (None, None)


def program_links(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return the links between the programmes whose names a store holds, as rows of `program_link`."""
    places = _places(connection)
    return [_row(link, places) for link in linked(_names(connection))]


def _names(connection: sa.Connection) -> Names:
    """Return the names of programmes in the years for which they have figures: a catalogue has more."""
    member, cube = table("member"), table("cube_budget")
    same = (cube.c.member_id == member.c.member_id) & (cube.c.fiscal_year == member.c.fiscal_year)
    budgeted = sa.exists().where(cube.c.dimension == "program", same)
    line = table("account_line")
    same = (line.c.program_id == member.c.member_id) & (line.c.fiscal_year == member.c.fiscal_year)
    accounted = sa.exists().where(same)
    query = sa.select(member.c.member_id, member.c.fiscal_year, member.c.name)
    names: dict[str, dict[int, str]] = defaultdict(dict)
    for program, year, name in connection.execute(
        query.where(member.c.dimension == "program", sa.or_(budgeted, accounted))
    ):
        names[program][year] = name
    return names


def _places(connection: sa.Connection) -> _Places:
    """Return the file and the first row of each programme in each year's public account."""
    line = table("account_line")
    keys = (line.c.program_id, line.c.fiscal_year)
    first = (sa.func.min(line.c.source_file_id), sa.func.min(line.c.source_row))
    rows = connection.execute(sa.select(*keys, *first).group_by(*keys))
    return {(program, year): (file, row) for program, year, file, row in rows}


def _row(link: Link, places: _Places) -> dict[str, Any]:
    before_file, before_row = places.get((link.before, link.last), _NOWHERE)
    after_file, after_row = places.get((link.after, link.first), _NOWHERE)
    return {
        "kind": link.kind,
        "before_id": link.before,
        "after_id": link.after,
        "before_year": link.last,
        "after_year": link.first,
        "before_name": link.was,
        "after_name": link.now,
        "breaks": link.breaks,
        "declared": link.declared,
        "reason_es": link.reason.es,
        "reason_en": link.reason.en,
        "before_file_id": before_file,
        "before_row": before_row,
        "after_file_id": after_file,
        "after_row": after_row,
    }
