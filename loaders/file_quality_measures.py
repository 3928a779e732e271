"""What is measured of each file of a new store: rejects, emptied cells, what it lost against the one before.

Rows of `file_quality`: of `whole` records or cells, how many (`part`) something happened to. Of these only
what happened at least once is written; what a file holds (`filled`, `year`, `median`) always is, so that the
next version can be compared with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa

from loaders import changes, file_quality
from loaders.engine import current_version, open_store
from loaders.errors import StoreError
from loaders.file_quality import Declared, Expected
from loaders.home import Home
from loaders.schema import table

_EXAMPLES = 3
_LONGEST = 60
# Columns that tell two records apart that are otherwise the same.
_NUMBERED = ("source_row", "contract_no", "contract_id", "contract_id_rule")
# A year of fewer records of a file is a slip of a date, and no year that it covers.
_LITTLE = 100
# Below so many records a share of a column or a median says nothing.
_FEW = 20


class Measure(NamedTuple):
    """One row of `file_quality`."""

    source_file_id: str
    dataset_id: str
    measure: str
    column_name: str
    part: int
    whole: int
    examples: str = ""


@dataclass(frozen=True)
class Before:
    """What the published store holds of each file: its records, and what was noted of them.

    Files in `dropped` were taken out by somebody, who said why: that they are gone is no loss.
    """

    rows: Mapping[str, tuple[str, int]]
    facts: tuple[Measure, ...] = ()
    dropped: frozenset[str] = frozenset()


NOTHING = Before({})


def before(home: Home, taken: str | None = None) -> Before:
    """Return what is published now, but for a file that is `taken` out; nothing where nothing can be read."""
    try:
        engine = open_store(current_version(home), home=home, any_schema=True)
    except StoreError:
        return NOTHING
    try:
        with engine.connect() as connection:
            dropped = {one["source_file_id"] for one in changes.dropped_files(home)}
            return _published(connection, frozenset({*dropped, *([taken] if taken else [])}))
    except sa.exc.SQLAlchemyError:
        return NOTHING
    finally:
        engine.dispose()


def _published(connection: sa.Connection, dropped: frozenset[str]) -> Before:
    file, quality = table("source_file"), table("file_quality")
    held = sa.select(file.c.source_file_id, file.c.dataset_id, file.c.rows_stored)
    rows = {one[0]: (one[1], one[2]) for one in connection.execute(held)}
    if not sa.inspect(connection).has_table("file_quality"):
        return Before(rows, (), dropped)
    noted = sa.select(quality).where(quality.c.measure.in_(file_quality.FACTS))
    return Before(rows, tuple(Measure(*one) for one in connection.execute(noted)), dropped)


def measure(connection: sa.Connection, published: Before) -> list[Mapping[str, Any]]:
    """Return the rows of `file_quality` of a store that is built, compared with what is published."""
    declared = file_quality.declared()
    files = _files(connection)
    found = [*_of_ledgers(connection, declared, files), *_of_tables(connection, declared, files)]
    found += _truncated(connection, declared, files)
    found += _pooled(files, found)
    found += _against(published, files, found)
    return [one._asdict() for one in sorted(found)]


class _File(NamedTuple):
    dataset_id: str
    rows_read: int
    rows_stored: int


def _files(connection: sa.Connection) -> dict[str, _File]:
    file = table("source_file")
    query = sa.select(file.c.source_file_id, file.c.dataset_id, file.c.rows_read, file.c.rows_stored)
    return {one[0]: _File(*one[1:]) for one in connection.execute(query)}


# --- what readers told --------------------------------------------------------------------------


def _of_ledgers(
    connection: sa.Connection, declared: Declared, files: Mapping[str, _File]
) -> Iterator[Measure]:
    """Yield what was rejected, repeated, emptied and not classified."""
    reject, correction = table("reject"), table("correction")
    kinds = (("emptied", declared.emptied), ("unclassified", declared.unclassified))
    repeated = reject.c.reason_code.in_(declared.repeats)
    nowhere: sa.ColumnElement[str] = sa.literal("")
    one: sa.ColumnElement[int] = sa.literal(1)
    yield from _told(connection, files, "repeated", reject, reject.c.raw, nowhere, one, repeated)
    yield from _told(connection, files, "rejected", reject, reject.c.raw, nowhere, one, ~repeated)
    for name, codes in kinds:
        chosen = correction.c.code.in_(codes)
        column, times = correction.c.column_name, correction.c.times
        yield from _told(connection, files, name, correction, correction.c.before, column, times, chosen)


def _told(
    connection: sa.Connection,
    files: Mapping[str, _File],
    name: str,
    source: sa.Table,
    value: sa.ColumnElement[str],
    column: sa.ColumnElement[str],
    times: sa.ColumnElement[int],
    chosen: sa.ColumnElement[bool],
) -> Iterator[Measure]:
    """Yield a measure of each file and column from rows of `reject` or `correction`, with examples."""
    keys = (source.c.source_file_id, column.label("column_name"))
    within: dict[str, Any] = {"partition_by": keys}
    place = sa.func.row_number().over(**within, order_by=(source.c.line, value)).label("place")
    part = sa.func.sum(times).over(**within).label("part")
    each = sa.select(*keys, part, source.c.line, value.label("value"), place).where(chosen).subquery()
    first = sa.select(each).where(each.c.place <= _EXAMPLES)
    rows = connection.execute(
        first.order_by(*(each.c[name] for name in ("source_file_id", "column_name", "place")))
    )
    for (identity, where, count), group in groupby(rows, key=lambda row: tuple(row[:3])):
        file = files[identity]
        shown = _examples((row.line, row.value) for row in group)
        yield Measure(identity, file.dataset_id, name, where, int(count), file.rows_read, shown)


def _examples(rows: Iterable[tuple[int, str]]) -> str:
    """Return the first lines with what stands there."""
    first = [row for row, _ in zip(rows, range(_EXAMPLES), strict=False)]
    return " · ".join(f"{line}: «{' '.join(raw.split())[:_LONGEST]}»" for line, raw in first)


def _truncated(
    connection: sa.Connection, declared: Declared, files: Mapping[str, _File]
) -> Iterator[Measure]:
    """Yield the files whose last record is cut: it was rejected as broken, and none stands after it."""
    reject = table("reject")
    query = sa.select(reject.c.source_file_id, reject.c.line, reject.c.raw).where(
        reject.c.reason_code.in_(declared.cut)
    )
    for identity, line, raw in connection.execute(query.order_by(reject.c.source_file_id, reject.c.line)):
        if line >= files[identity].rows_read:
            told = _examples([(line, raw)])
            yield Measure(identity, files[identity].dataset_id, "truncated", "", 1, 1, told)


# --- what is in the tables ----------------------------------------------------------------------


def _of_tables(
    connection: sa.Connection, declared: Declared, files: Mapping[str, _File]
) -> Iterator[Measure]:
    held = {one.dataset_id for one in files.values()}
    for expected in declared.expected.values():
        if expected.dataset_id in held:
            own = [key for key, one in files.items() if one.dataset_id == expected.dataset_id]
            yield from _filled(connection, declared, expected, own)
            yield from _years(connection, expected, own)
            yield from _medians(connection, expected, own)
            yield from _same(connection, expected, own)
            yield from _gaps(connection, expected, own)


def _filled(
    connection: sa.Connection, declared: Declared, expected: Expected, own: Sequence[str]
) -> Iterator[Measure]:
    """Yield how many records have each column; where too many lack an essential one, that is a measure."""
    source = table(expected.table)
    optional = [one.name for one in source.c if one.nullable]
    counts = [sa.func.count(source.c[name]).label(name) for name in optional]
    query = sa.select(source.c.source_file_id, sa.func.count().label("rows"), *counts)
    query = query.where(source.c.source_file_id.in_(own)).group_by(source.c.source_file_id)
    for row in connection.execute(query).mappings():
        identity, whole = row["source_file_id"], row["rows"]
        for name in optional:
            yield Measure(identity, expected.dataset_id, "filled", name, row[name], whole)
            if name in expected.essential and row[name] < whole:
                made = Measure(identity, expected.dataset_id, "empty", name, whole - row[name], whole)
                yield _with_lines(connection, declared, expected, made)


def _with_lines(connection: sa.Connection, declared: Declared, expected: Expected, made: Measure) -> Measure:
    """Return a measure of empty cells with the first lines, if there are more than there may be."""
    threshold = declared.threshold(made.dataset_id, "empty", made.column_name)
    if file_quality.share(made.part, made.whole) <= threshold.limit(made.whole):
        return made
    source = table(expected.table)
    query = sa.select(source.c.source_row).where(
        source.c.source_file_id == made.source_file_id, source.c[made.column_name].is_(None)
    )
    lines = connection.execute(query.order_by(source.c.source_row).limit(_EXAMPLES)).scalars()
    return made._replace(examples=_examples((line, "") for line in lines))


def _years(connection: sa.Connection, expected: Expected, own: Sequence[str]) -> Iterator[Measure]:
    source = table(expected.table)
    if "fiscal_year" not in source.c:
        return
    keys = (source.c.source_file_id, source.c.fiscal_year)
    query = sa.select(*keys, sa.func.count()).where(source.c.source_file_id.in_(own)).group_by(*keys)
    found = connection.execute(query).all()
    whole: dict[str, int] = {}
    for identity, _, rows in found:
        whole[identity] = whole.get(identity, 0) + rows
    for identity, year, rows in found:
        yield Measure(identity, expected.dataset_id, "year", str(year), rows, whole[identity])


def _medians(connection: sa.Connection, expected: Expected, own: Sequence[str]) -> Iterator[Measure]:
    """Yield the median of the amounts of each file, in whole pesos or units."""
    if not expected.amount:
        return
    source = table(expected.table)
    amount = source.c[expected.amount]
    middle = sa.func.round(sa.func.median(amount))
    query = sa.select(source.c.source_file_id, middle, sa.func.count(amount))
    query = query.where(source.c.source_file_id.in_(own), amount.is_not(None))
    for identity, median, rows in connection.execute(query.group_by(source.c.source_file_id)):
        yield Measure(identity, expected.dataset_id, "median", expected.amount, int(median), rows)


def _same(connection: sa.Connection, expected: Expected, own: Sequence[str]) -> Iterator[Measure]:
    """Yield how many records of a file are the same as another one of it, in every column."""
    source = table(expected.table)
    columns = [one for one in source.c if one.name not in _NUMBERED]
    alike = sa.func.hash(*columns).label("alike")  # of 64 bits: millions of wide rows need not be kept
    first = sa.func.min(source.c.source_row).label("first")
    groups = sa.select(source.c.source_file_id, sa.func.count().label("rows"), first)
    own_rows = groups.where(source.c.source_file_id.in_(own))
    again = own_rows.group_by(source.c.source_file_id, alike).having(sa.func.count() > 1)
    each = again.subquery()
    total = sa.func.sum(each.c.rows - 1), sa.func.sum(each.c.rows), sa.func.min(each.c.first)
    query = sa.select(each.c.source_file_id, *total).group_by(each.c.source_file_id)
    counted = sa.select(source.c.source_file_id, sa.func.count()).group_by(source.c.source_file_id)
    rows = connection.execute(counted.where(source.c.source_file_id.in_(own)))
    whole: dict[str, int] = {one[0]: one[1] for one in rows}
    for identity, extra, _, line in connection.execute(query):
        told = _examples([(line, "")])
        yield Measure(identity, expected.dataset_id, "repeated", "*", int(extra), whole[identity], told)


def _gaps(connection: sa.Connection, expected: Expected, own: Sequence[str]) -> Iterator[Measure]:
    """Yield how many places of a full grid, or of a run of months, have no record."""
    source = table(expected.table)
    if not expected.keys and not expected.months:
        return
    rows = sa.func.count().label("rows")
    query = sa.select(source.c.source_file_id, rows, *_places(source, expected))
    query = query.where(source.c.source_file_id.in_(own)).group_by(source.c.source_file_id)
    for identity, held, *sizes in connection.execute(query):
        whole = 1
        for size in sizes:
            whole *= int(size)
        if held < whole:
            column = ", ".join(expected.keys) or expected.months
            yield Measure(identity, expected.dataset_id, "gaps", column, whole - held, whole)


def _places(source: sa.Table, expected: Expected) -> list[sa.ColumnElement[int]]:
    if expected.keys:
        return [sa.func.count(sa.distinct(source.c[name])) for name in expected.keys]
    day = source.c[expected.months]
    number = sa.extract("year", day) * 12 + sa.extract("month", day)
    return [sa.func.max(number) - sa.func.min(number) + 1]


# Of files of one record each a share says nothing: these are looked at of all files of a dataset, too.
_POOLED = ("rejected", "emptied", "unclassified", "empty")


def _pooled(files: Mapping[str, _File], found: Sequence[Measure]) -> Iterator[Measure]:
    """Yield measures of all files of a dataset together, under its own id, where it has several."""
    read: dict[tuple[str, str, str], int] = {}
    several = Counter(one.dataset_id for one in files.values())
    for one in files.values():
        read[one.dataset_id, "", ""] = read.get((one.dataset_id, "", ""), 0) + one.rows_read
    for row in found:
        if row.measure == "filled":
            key = (row.dataset_id, "empty", row.column_name)
            read[key] = read.get(key, 0) + row.whole
    parts: dict[tuple[str, str, str], int] = {}
    for row in found:
        if row.measure in _POOLED and several[row.dataset_id] > 1:
            parts[row[1:4]] = parts.get(row[1:4], 0) + row.part
    for (dataset_id, measured, column), part in parts.items():
        whole = read.get((dataset_id, measured, column)) or read[dataset_id, "", ""]
        yield Measure(dataset_id, dataset_id, measured, column, part, whole)


# --- against what is published ------------------------------------------------------------------


def _against(published: Before, files: Mapping[str, _File], found: Sequence[Measure]) -> Iterator[Measure]:
    """Yield what files have lost that were published, and those that are gone."""
    now = {one[:4]: one for one in found}
    for identity, (dataset_id, rows) in published.rows.items():
        if identity in published.dropped and identity not in files:
            continue
        there = files[identity].rows_stored if identity in files else 0
        if there < rows:
            yield Measure(identity, dataset_id, "lost", "", rows - there, rows)
    for fact in published.facts:
        if fact.source_file_id in files:
            yield from _changed(fact, now.get(fact[:4]))


def _changed(then: Measure, now: Measure | None) -> Iterator[Measure]:
    """Yield what became worse of a fact: a year gone, a column emptier, amounts of another size."""
    if then.measure == "year" and now is None and then.part * _LITTLE >= then.whole:
        yield then._replace(measure="years_lost", part=1, whole=1)
    if now is None or min(then.whole, now.whole) < _FEW:
        return
    if then.measure == "filled":
        missing = then.part * now.whole // then.whole - now.part
        if missing > 0:
            yield now._replace(measure="column_lost", part=missing, whole=now.whole)
    if then.measure == "median" and then.part != now.part:
        gap, largest = abs(now.part - then.part), max(abs(now.part), abs(then.part))
        told = f"{then.part:,} → {now.part:,}"
        yield now._replace(measure="amount_changed", part=gap, whole=largest, examples=told)
