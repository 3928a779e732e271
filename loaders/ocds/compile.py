"""Releases to contracts: the versions of a process, from all files held, merged by its own library.

`ocdsmerge` is the Open Contracting Partnership's: a later release replaces what it says again, lists are
joined by the ids of their objects, and a null takes a value away. Lists whose objects have no id here are
replaced whole. Releases are merged in the order of their dates in universal time; those of one moment in the
order of their ids, files and rows.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from ocdsmerge_rs import Merger, Rule

from loaders import audit
from loaders.columns import column_of
from loaders.ocds import ids, joined, plain
from loaders.ocds.rows import Maker, Process, Row
from loaders.schema import sql_type, table
from loaders.tables import TABLES

MADE = ("contract", "contract_amendment", "contract_spending", "procedure")

_BATCH = 50_000
_WHOLE = (
    ("approved",),
    ("awards", "suppliers"),
    ("contracts", "suppliers"),
    ("contracts", "buyers"),
    ("contracts", "budget"),
    ("contracts", "origin"),
)


def compile_releases(connection: sa.Connection) -> None:
    """Merge all releases of a store that is being built, and add the rows that they make."""
    waiting: dict[str, list[Row]] = defaultdict(list)
    maker = Maker()
    joined.join_prefixes(connection)
    for process in merged(_releases(connection)):
        if process.reused:
            joined.tell_reused(connection, process)
        for name, rows in maker.rows(process).items():
            waiting[name] += rows
        if sum(map(len, waiting.values())) > _BATCH:
            _insert(connection, waiting)
    _insert(connection, waiting)


def _releases(connection: sa.Connection) -> Iterator[Mapping[str, Any]]:
    """Yield the releases that are merged, process by process, each in the order of merging."""
    held = table("ocds_release")
    order = (held.c.process_id, held.c.released_at, held.c.release_id, held.c.source_file_id)
    query = sa.select(held).where(held.c.release_kind != "publisher_check")
    found = connection.execute(query.order_by(*order, held.c.source_row)).mappings()
    for rows in iter(lambda: found.fetchmany(1_000), []):
        yield from (dict(row) for row in rows)


def merged(releases: Iterable[Mapping[str, Any]]) -> Iterator[Process]:
    """Yield one process for each run of releases that share it."""
    merger = Merger(rules=dict.fromkeys(_WHOLE, Rule.REPLACE))
    for identity, group in groupby(releases, key=lambda one: one["process_id"]):
        versions = list(group)
        last = versions[-1]
        bodies = [_version(one, place) for place, one in enumerate(versions)]
        reused = ids.reused(bodies)
        yield Process(
            process_id=identity,
            ocid=last["ocid"],
            publisher_name=last["publisher"],
            source_file_id=last["source_file_id"],
            source_row=last["source_row"],
            released=last["released_at"],
            body=merger.create_compiled_release(bodies),
            reused=reused,
        )


def _version(release: Mapping[str, Any], place: int) -> dict[str, Any]:
    """Return a release as the merger takes it; contracts say where they stand, people in which file."""
    body: dict[str, Any] = json.loads(release["release_body"])
    file = release["source_file_id"]
    for contract in plain.objects(body.get("contracts")):
        contract["origin"] = [file, release["source_row"]]
    for part in (*plain.objects(body.get("contracts")), *plain.objects(body.get("awards"))):
        for one in plain.objects(part.get("suppliers")):
            if "same" in one:
                one["same"] = f"{file}.{one['same']}"
    # The merger warns of two releases of one moment: their order is decided, so each gets its own.
    date = f"{release['released_at']}#{place:06d}"
    return {**body, "ocid": release["process_id"], "id": str(place), "date": date}


def _insert(connection: sa.Connection, waiting: dict[str, list[Row]]) -> None:
    with TemporaryDirectory() as folder:
        for name in MADE:
            if waiting[name]:
                path = Path(folder) / f"{name}.parquet"
                _write(path, name, waiting[name])
                _copy(connection, name, path)
    waiting.clear()


def _write(path: Path, name: str, rows: Sequence[Row]) -> None:
    """Write rows in the shape their table declares; what a reader's rows must be, these must be too."""
    import polars as pl

    frame = pl.DataFrame(rows, schema_overrides=types(name), infer_schema_length=None)
    shaped = audit.shape(TABLES[name], frame.drop("source_file_id"), where=name)
    shaped.with_columns(frame["source_file_id"]).write_parquet(path)


def types(name: str) -> dict[str, Any]:
    """Return the polars types of a table's rows, as they come from `loaders.ocds.rows`."""
    import polars as pl

    given = {one: audit.polars_type(column_of(name, one).kind) for one in TABLES[name].given}
    return {**given, "source_file_id": pl.String()}


def _copy(connection: sa.Connection, name: str, path: Path) -> None:
    target = table(name)
    carried = [one.name for one in target.c if one.name != "contract_no"]
    columns = [sa.column(one, sql_type(column_of(name, one).kind)) for one in carried]
    source = sa.func.read_parquet(str(path)).table_valued(*columns, name=f"{name}_made")
    values: list[sa.ColumnElement[Any]] = [source.c[one] for one in carried]
    if "contract_no" in target.c:
        before = sa.select(sa.func.coalesce(sa.func.max(target.c.contract_no), 0)).scalar_subquery()
        carried, values = [*carried, "contract_no"], [*values, before + sa.func.row_number().over()]
    connection.execute(sa.insert(target).from_select(carried, sa.select(*values)))
