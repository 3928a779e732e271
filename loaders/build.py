"""A new store from all clean partitions: tables, names, identities and cubes, in one new DuckDB file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable, ExecutableDDLElement, SetColumnComment

from loaders import editions
from loaders.agencies import Agency, agencies
from loaders.columns import column_of
from loaders.contracts import coverage
from loaders.contracts.repeated import count_once, count_rows_once
from loaders.corrections import declared
from loaders.cubes import amounts, cubes, netted, quarter_of
from loaders.disk import guarded
from loaders.editions import Period
from loaders.file_quality_measures import NOTHING, Before, measure
from loaders.model import Caveat, Dataset, Provenance, SeriesBreak
from loaders.note_sources import with_sources
from loaders.ocds.compile import compile_releases
from loaders.partitions import Partition
from loaders.procurement.derive import derive
from loaders.program_links import program_links
from loaders.registry import datasets, source_file_id
from loaders.schema import metadata, sql_type, table
from loaders.sightings import Sighting
from loaders.tables import DATA, NAMES, TABLES

# The newest storage format is written twice as fast as the one for old readers; nobody reads a store but us.
# One row group waits to be written at a time: five of wide rows would be hundreds of megabytes.
_SETTINGS: dict[str, str | int] = {
    "storage_compatibility_version": "latest",
    "memory_limit": "900MB",
    "write_buffer_row_group_count": 1,
}
_LITTLE = "160MB"
# An insert reckons with 4 MB a column for each of its threads, and has a second one only where they are at
# hand: far more than it comes to use.
_WIDEST, _MUCH = "contract", "1300MB"
_LICENCES = (("Libre Uso MX", "libre-uso-mx"), ("INEGI terms", "inegi-free-use"))


@contextmanager
def draft(path: Path) -> Iterator[sa.Engine]:
    """Open the new file `path` for one build; whatever happens, nothing holds it afterwards.

    All of it is in the file at the end, nothing in a log beside it; after an error there is no file.
    DiskFull, NoPermission.
    """
    engine = sa.create_engine(f"duckdb:///{path}", connect_args={"config": _SETTINGS})
    try:
        with guarded(path.parent):
            try:
                yield engine
            finally:
                engine.dispose()
            _finish(path)
    except BaseException:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        raise


def _finish(path: Path) -> None:
    """Write what still waits in the log: closing tries that too, and says nothing when the disk is full."""
    with duckdb.connect(path, config=dict(_SETTINGS)) as connection:
        connection.execute("CHECKPOINT")


def build(
    engine: sa.Engine,
    partitions: Sequence[Partition],
    meta: Mapping[str, str],
    seen: Sequence[Sighting] = (),
    before: Before = NOTHING,
) -> None:
    """Build a store in an empty file: all tables, names and cubes, everything but its checks.

    `seen` is what became of the sources at their addresses, as far as a reader should know, and `before` what
    the published store holds, with which its files are compared.
    """
    with engine.begin() as connection:
        _create(connection)
        repeats = editions.repeated(_periods(connection, partitions), partitions)
        counted = [one for one in partitions if one.source_file_id not in repeats]
        with _memory(connection, _LITTLE):
            for declared in DATA:
                if declared.name != _WIDEST:
                    _copy(connection, declared.name, counted)
            for name in ("reject", "correction"):
                _copy(connection, name, partitions)
        with _memory(connection, _MUCH):
            _copy(connection, _WIDEST, counted)
        compile_releases(connection)
        _describe(connection, partitions, meta, repeats)
        count_once(connection)
        count_rows_once(connection)
        _editions(connection, [one for one in partitions if one.source_file_id in _sides(repeats)])
        _insert(connection, "source_sighting", [_sighting_row(one, partitions) for one in seen])
    # In a transaction of their own: what is not yet committed is held in memory, whatever the limit.
    with engine.connect() as connection:
        with connection.begin():
            _names(connection, partitions)
            with _memory(connection, _LITTLE):
                _cubes(connection)
            _insert(connection, "program_link", program_links(connection))
        derive(connection)
    with engine.begin() as connection, _memory(connection, _LITTLE):
        _insert(connection, "file_quality", measure(connection, before))


@contextmanager
def _memory(connection: sa.Connection, limit: str) -> Iterator[None]:
    """Give DuckDB this much memory for a while: what it has read or written it keeps up to its limit.

    Little, for work that streams: the memory of a load is the same for a few million rows as for many.
    """
    connection.exec_driver_sql(f"SET memory_limit = '{limit}'")
    yield
    connection.exec_driver_sql(f"SET memory_limit = '{_SETTINGS['memory_limit']}'")


def _create(connection: sa.Connection) -> None:
    """Create all tables with the meaning of their columns; sent at once, as each comment alone takes long."""
    made = metadata().sorted_tables
    words: list[ExecutableDDLElement] = [CreateTable(one) for one in made]
    words += [SetColumnComment(column) for one in made for column in one.columns]
    connection.exec_driver_sql(";\n".join(str(one.compile(connection)) for one in words))


def _parquet(name: str, files: Sequence[Path]) -> sa.FromClause:
    """Return Parquet files as a selectable with the columns of table `name` that files carry."""
    declared = TABLES[name]
    carried = [one for one in declared.columns if one == "source_file_id" or one not in declared.derived]
    columns = [sa.column(one, sql_type(column_of(name, one).kind)) for one in carried]
    paths = sa.literal([str(file) for file in files], sa.ARRAY(sa.String()))
    return sa.func.read_parquet(paths).table_valued(*columns, name=f"{name}_files")


def _files(name: str, partitions: Sequence[Partition]) -> list[Path]:
    return [file for partition in partitions for file in partition.files(name)]


def _copy(connection: sa.Connection, name: str, partitions: Sequence[Partition]) -> None:
    """Copy the rows of every partition into a table, in the order of their files."""
    files = _files(name, partitions)
    if not files:
        return
    source = _parquet(name, files)
    target = table(name)
    made = _made(connection, source, files)
    values = [made[one.name]() if one.name in made else source.c[one.name] for one in target.c]
    connection.execute(sa.insert(target).from_select(list(target.c.keys()), sa.select(*values)))


def _made(
    connection: sa.Connection, source: sa.FromClause, files: Sequence[Path]
) -> Mapping[str, Callable[[], sa.ColumnElement[Any]]]:
    """Return the columns that no file carries, each as what makes it."""
    return {"netted": lambda: netted(source), "contract_no": lambda: _number(connection, files)}


def _number(connection: sa.Connection, files: Sequence[Path]) -> sa.ColumnElement[int]:
    """Return the number of a row of Parquet files, by its place: counting rows would take one core only."""
    held = sa.func.parquet_file_metadata(sa.literal([str(file) for file in files], sa.ARRAY(sa.String())))
    told = held.table_valued("file_name", "num_rows")
    counted = connection.execute(sa.select(told.c.file_name, told.c.num_rows))
    rows = {one.file_name: one.num_rows for one in counted}
    before = accumulate((rows[str(file)] for file in files[:-1]), initial=0)
    first = sa.case(dict(enumerate(before)), value=sa.literal_column("file_index"))
    place: sa.ColumnElement[int] = sa.literal_column("file_row_number", sa.BigInteger())
    return place + first + 1


def _periods(connection: sa.Connection, partitions: Sequence[Partition]) -> dict[str, Period]:
    """Return what each file of budget keys is of; the quarter stands in its records."""
    return {
        one.source_file_id: Period(one.dataset_id, one.fiscal_year, _quarter(connection, name, one))
        for one in partitions
        for name in editions.LINES
        if one.files(name)
    }


def _quarter(connection: sa.Connection, name: str, one: Partition) -> int | None:
    if "quarter" not in TABLES[name].columns:
        return None
    source = _parquet(name, one.files(name))
    return connection.execute(sa.select(sa.func.max(source.c.quarter))).scalar_one_or_none()


def _sides(repeats: Mapping[str, str]) -> Set[str]:
    return {*repeats, *repeats.values()}


def _editions(connection: sa.Connection, partitions: Sequence[Partition]) -> None:
    """Add up each of the files that repeat one another, to be compared."""
    for one in partitions:
        name = next(name for name in editions.LINES if one.files(name))
        source, target = _parquet(name, one.files(name)), table("edition_total")
        quarter = quarter_of(source)
        keys = (source.c.source_file_id, sa.literal(one.dataset_id), source.c.fiscal_year, quarter)
        query = sa.select(*keys, source.c.agency_id, *amounts(source), sa.func.count()).group_by(
            source.c.source_file_id, source.c.fiscal_year, quarter, source.c.agency_id
        )
        connection.execute(sa.insert(target).from_select(list(target.c.keys()), query))


def _describe(
    connection: sa.Connection,
    partitions: Sequence[Partition],
    meta: Mapping[str, str],
    repeats: Mapping[str, str],
) -> None:
    """Write what the store is made of: its own facts, datasets, files, caveats, breaks and identities."""
    held = {partition.dataset_id for partition in partitions}
    chosen = [dataset for dataset in datasets().values() if dataset.id in held]
    _insert(connection, "store_meta", [{"key": key, "value": value} for key, value in sorted(meta.items())])
    _insert(connection, "dataset", [_dataset_row(dataset) for dataset in chosen])
    files = [_file_row(one) | {"counted_in": repeats.get(one.source_file_id)} for one in partitions]
    _insert(connection, "source_file", files)
    _insert(connection, "coverage_note", coverage.rows(_procurement(chosen, partitions)))
    _insert(connection, "caveat", [_caveat_row(one, item) for one in chosen for item in one.caveats])
    _insert(
        connection, "series_break", [_break_row(one, item) for one in chosen for item in one.series_breaks]
    )
    _insert(connection, "agency", [_agency_row(agency) for agency in agencies()])
    _insert(connection, "figure_correction", [one.row() for one in declared()])


def _procurement(
    chosen: Sequence[Dataset], partitions: Sequence[Partition]
) -> Iterator[tuple[str, Dataset, Provenance]]:
    """Yield the files of contracts and procedures, whose readers must know how much of the whole they are."""
    wanted = {one.id: one for one in chosen if {"contract", "procedure", "ocds_release"} & set(one.tables)}
    for one in partitions:
        if one.dataset_id in wanted:
            yield one.source_file_id, wanted[one.dataset_id], one.provenance


def _insert(connection: sa.Connection, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table(name)), list(rows))


def _dataset_row(dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset_id": dataset.id,
        "title_es": dataset.title.es,
        "title_en": dataset.title.en,
        "publisher": dataset.publisher,
        "licence_id": dataset.licence.id,
        "licence_title_es": dataset.licence.title.es,
        "licence_title_en": dataset.licence.title.en,
        "licence_url": dataset.licence.url,
        "description_es": dataset.description.es,
        "description_en": dataset.description.en,
        "source_page": dataset.source_page,
    }


def _file_row(partition: Partition) -> dict[str, Any]:
    origin = partition.provenance
    return {
        "source_file_id": partition.source_file_id,
        "dataset_id": partition.dataset_id,
        "file_name": origin.file_name,
        "fiscal_year": partition.fiscal_year,
        "original_url": origin.original_url,
        "obtained_from": origin.obtained_from,
        "obtained": origin.obtained,
        "bytes": origin.bytes,
        "sha256": origin.sha256,
        "licence_id": licence_id(origin.licence),
        "secondary": datasets()[partition.dataset_id].secondary,
        "what": origin.what,
        "rows_read": partition.rows_read,
        "rows_stored": partition.rows_stored,
        "rows_rejected": partition.rows_rejected,
    }


def _sighting_row(one: Sighting, partitions: Sequence[Partition]) -> dict[str, Any]:
    """Return what was seen with the file it is: the one of these bytes, or else of this name."""
    own = source_file_id(one.dataset_id, one.file_name) if one.dataset_id else None
    same = (it.source_file_id for it in partitions if it.provenance.sha256 in (one.sha256, one.last_sha256))
    named = (it.source_file_id for it in partitions if it.source_file_id == own)
    return {
        "source_file_id": next(chain(named, same), None),
        "dataset_id": one.dataset_id,
        "file_name": one.file_name,
        "url": one.url,
        "seen_at": one.seen_at.date(),
        "status": one.status,
        "sha256": one.sha256,
        "last_seen_at": one.last_seen_at.date() if one.last_seen_at else None,
        "last_sha256": one.last_sha256,
        "explanation_es": one.words.es,
        "explanation_en": one.words.en,
    }


def licence_id(words: str | None) -> str:
    """Return the id of the licence that a manifest names; "unknown" stays unknown."""
    return next((found for start, found in _LICENCES if (words or "").startswith(start)), "unknown")


def _caveat_row(dataset: Dataset, caveat: Caveat) -> dict[str, Any]:
    text = with_sources(caveat.text, caveat.sources)
    return {"dataset_id": dataset.id, "code": caveat.code, "text_es": text.es, "text_en": text.en}


def _break_row(dataset: Dataset, item: SeriesBreak) -> dict[str, Any]:
    return {
        "dataset_id": dataset.id,
        "agency_id": item.agency_id,
        "program_code": item.program_code,
        "before_year": item.before_year,
        "after_year": item.after_year,
        "reason_es": item.reason.es,
        "reason_en": item.reason.en,
        "dimension": item.dimension,
        "scope": item.scope,
    }


def _agency_row(agency: Agency) -> dict[str, Any]:
    return {
        "agency_id": agency.agency_id,
        "ramo_code": agency.ramo_code,
        "kind": agency.kind,
        "name_es": agency.name.es,
        "name_en": agency.name.en,
        "sort_order": agency.sort_order,
    }


def _names(connection: sa.Connection, partitions: Sequence[Partition]) -> None:
    """Copy the names of codes; where two datasets name a code of one year, the first dataset's stays."""
    for name in (one.name for one in NAMES):
        for position, file in enumerate(_files(name, partitions)):
            source = _parquet(name, [file])
            query = sa.select(*(source.c[column] for column in TABLES[name].columns))
            if position:
                query = query.where(~_already(name, source))
            connection.execute(sa.insert(table(name)).from_select(list(TABLES[name].columns), query))


def _already(name: str, source: sa.FromClause) -> sa.ColumnElement[bool]:
    target = table(name)
    same = (target.c[column] == source.c[column] for column in TABLES[name].key)
    return sa.exists().where(*same)


def _cubes(connection: sa.Connection) -> None:
    for name, query in cubes():
        connection.execute(sa.insert(table(name)).from_select(list(table(name).c.keys()), query))


def source_date(partitions: Sequence[Partition]) -> date | None:
    """Return the latest date on which a source was obtained; None when all are unknown."""
    return max((one.provenance.obtained for one in partitions if one.provenance.obtained), default=None)
