"""What is one thing under several names or codes: agencies and programmes over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import FromClause, select

from dashboard.data.availability import span
from dashboard.data.store import Record, Store
from loaders.schema import table


def renamed_agencies(store: Store) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return the agencies whose official name changed: (years, name) in order, by agency id."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (agency, year), name in sorted(store.facts.agency_names.items()):
        found[agency][name].append(year)
    told = {agency: found[agency] for agency in store.facts.agencies if len(found.get(agency, ())) > 1}
    return {agency: [(span(years), name) for name, years in names.items()] for agency, names in told.items()}


def program_links(store: Store) -> Mapping[str, Sequence[Record]]:
    """Return the links between programmes by kind, the latest first, each with the files of both names."""
    link, before, after = table("program_link"), _file("before"), _file("after")
    joined = link.outerjoin(before, before.c.source_file_id == link.c.before_file_id)
    joined = joined.outerjoin(after, after.c.source_file_id == link.c.after_file_id)
    files = (before.c.file_name.label("before_file"), after.c.file_name.label("after_file"))
    order = (link.c.after_year.desc(), link.c.after_id, link.c.before_id)
    found: dict[str, list[Record]] = defaultdict(list)
    for row in store.rows(select(link, *files).select_from(joined).order_by(*order)):
        found[row["kind"]].append(row)
    return found


def _file(alias: str) -> FromClause:
    return table("source_file").alias(f"{alias}_source")
