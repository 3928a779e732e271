"""What was rejected and repaired in each file of a store, grouped by reason: how many, where, an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from loaders.engine import open_store
from loaders.home import Home
from loaders.schema import table

_LINES = 3
_LONGEST = 60
# So many groups of a file are told to people; programs get all of them.
MOST = 3
Row = dict[str, Any]


def grouped(connection: sa.Connection) -> dict[str, dict[str, list[Row]]]:
    """Return by source file its `rejects` and `corrections`, the most frequent first.

    Each group has its code and column, words in both languages, count, first lines, and an example.
    """
    reject, correction = table("reject"), table("correction")
    nowhere: sa.ColumnElement[str] = sa.literal("")
    once: sa.ColumnElement[int] = sa.literal(1)
    words = (reject.c.reason_es, reject.c.reason_en)
    found = {
        "rejects": _groups(connection, reject, reject.c.reason_code, words, nowhere, once, reject.c.raw),
        "corrections": _groups(
            connection,
            correction,
            correction.c.code,
            (correction.c.what_es, correction.c.what_en),
            correction.c.column_name,
            correction.c.times,
            correction.c.before,
        ),
    }
    files = {one["source_file_id"] for groups in found.values() for one in groups}
    return {file: {kind: _of(file, groups) for kind, groups in found.items()} for file in sorted(files)}


def of_version(home: Home, version: str) -> dict[str, dict[str, list[Row]]]:
    """Return `grouped` of a version that is there. StoreError when it cannot be opened."""
    engine = open_store(version, home=home)
    try:
        with engine.connect() as connection:
            return grouped(connection)
    finally:
        engine.dispose()


def with_findings(files: Sequence[Row], found: Mapping[str, Mapping[str, Sequence[Row]]]) -> list[Row]:
    """Return rows of files, each with its groups of `rejects` and `corrections`."""
    none: Mapping[str, Sequence[Row]] = {"rejects": [], "corrections": []}
    return [{**file, **found.get(file["source_file_id"], none)} for file in files]


def _of(file: str, groups: Sequence[Row]) -> list[Row]:
    own = [one for one in groups if one["source_file_id"] == file]
    plain = [{key: value for key, value in one.items() if key != "source_file_id"} for one in own]
    return sorted(plain, key=lambda one: (-one["count"], one["code"], one["column"]))


def _groups(
    connection: sa.Connection,
    source: sa.Table,
    code: sa.ColumnElement[str],
    words: tuple[sa.ColumnElement[str], sa.ColumnElement[str]],
    column: sa.ColumnElement[str],
    times: sa.ColumnElement[int],
    value: sa.ColumnElement[str],
) -> list[Row]:
    """Return the groups of one table in the order of their files."""
    keys = (source.c.source_file_id, code.label("code"), column.label("column"))
    within: dict[str, Any] = {"partition_by": keys}
    order = (source.c.line, value)
    ranked = sa.select(
        *keys,
        words[0].label("reason_es"),
        words[1].label("reason_en"),
        source.c.line,
        value.label("example"),
        sa.func.sum(times).over(**within).label("count"),
        sa.func.row_number().over(**within, order_by=order).label("place"),
    ).subquery()
    query = sa.select(ranked).where(ranked.c.place <= _LINES)
    names = ("source_file_id", "code", "column", "place")
    rows = connection.execute(query.order_by(*(ranked.c[name] for name in names))).mappings()
    return list(_merged(rows))


def _merged(rows: sa.MappingResult) -> Iterator[Row]:
    """Yield one group of its first rows; its words and example are those of the first."""
    group: Row = {}
    for row in rows:
        if row["place"] > 1:
            group["lines"].append(row["line"])
            continue
        if group:
            yield group
        group = {**row, "count": int(row["count"]), "lines": [row["line"]]}
        group["example"] = " ".join(str(row["example"]).split())[:_LONGEST]
        del group["line"], group["place"]
    if group:
        yield group


def words(found: Mapping[str, Mapping[str, Sequence[Row]]]) -> Iterator[str]:
    """Yield a few lines for people on each file that has rejects or repairs, rejects first."""
    for file, kinds in found.items():
        told = [(kind, one) for kind in ("rejects", "corrections") for one in kinds[kind]]
        for kind, one in told[:MOST]:
            lines = ", ".join(map(str, one["lines"])) + (", …" if one["count"] > len(one["lines"]) else "")
            verb = "rejected" if kind == "rejects" else "noted"
            name = f"{one['code']} ({one['column']})" if one["column"] else one["code"]
            example = f"; first: «{one['example']}»" if one["example"] else ""
            yield f"{file}: {one['count']} {verb}, {name}: {one['reason_en']} Line {lines}{example}"
        if len(told) > MOST:
            yield f"{file}: {len(told) - MOST} more kinds, all of them with --json"
