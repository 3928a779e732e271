"""Nothing is lost in silence: columns, codes and row counts are accounted for, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.columns import column_of
from loaders.errors import BadValue, DeclarationError, MissingColumn, RowsLost, UnknownCode, UnknownColumn
from loaders.model import Dataset, Kind, Reading, Table
from loaders.pieces import Pieces
from loaders.tables import TABLES

if TYPE_CHECKING:
    import polars as pl


def header(found: Sequence[str], needed: Iterable[str], ignored: Iterable[str] = (), *, where: str) -> None:
    """Require every needed column, and that every other one is knowingly ignored.

    UnknownColumn names the first column nobody handles; MissingColumn the first that is absent.
    """
    wanted, known = list(needed), {*needed, *ignored}
    for name in found:
        if name not in known:
            raise UnknownColumn(
                f"unknown column {name}",
                where=where,
                value=name,
                todo="is it the right file? If so, its dataset must read this column or list it as ignored",
            )
    for name in wanted:
        if name not in found:
            raise MissingColumn(f"column {name} is absent", where=where, value=name, todo="find its new name")


def reading(dataset: Dataset, given: Reading, *, where: str) -> Reading:
    """Return the reading with every table in its declared shape, or say what is wrong with it.

    DeclarationError for tables or columns not declared; BadValue for a missing value where none may be;
    RowsLost unless rows read = rows stored + rows rejected. Of large tables each piece raises these when it
    is read.
    """
    for name in (*given.tables, *given.large):
        if name not in dataset.tables:
            raise DeclarationError("the reader gave an undeclared table", where=dataset.id, value=name)
    shaped = {name: shape(TABLES[name], frame, where=where) for name, frame in given.tables.items()}
    large = {name: shape_large(TABLES[name], rows, where=where) for name, rows in given.large.items()}
    valid = replace(given, tables=shaped, large=large)
    rows_add_up(given.rows_read, stored(dataset, valid), len(given.rejects), where=where)
    return valid


def stored(dataset: Dataset, given: Reading) -> int:
    """Return how many source records a reading stores: the rows of the dataset's counted tables."""
    few = sum(len(given.tables[name]) for name in dataset.counted if name in given.tables)
    return few + sum(given.large[name].rows for name in dataset.counted if name in given.large)


def rows_add_up(read: int, kept: int, rejected: int, *, where: str) -> None:
    """Require rows read = stored + rejected; RowsLost says how many are unaccounted for."""
    if read != kept + rejected:
        raise RowsLost(
            f"{read} rows read, {kept} stored, {rejected} rejected: {read - kept - rejected} unaccounted for",
            where=where,
            todo="store or reject every record in the reader",
        )


def shape(table: Table, frame: pl.DataFrame, *, where: str) -> pl.DataFrame:
    """Return the frame with the table's columns in order and in their declared types."""
    shaped = _shaped(table, frame, where)
    return shaped.unique(maintain_order=True) if table.role == "names" else shaped


def shape_large(table: Table, rows: Pieces, *, where: str) -> Pieces:
    """Return rows that do not fit in memory with the table's columns in order and in their declared types.

    A text may stay numbered (polars' Categorical), which is written faster and read as the text it is.
    Only for tables whose key holds the source file: nothing is compared across rows. RowsLost at the end
    when there were not as many rows as was said.
    """

    def frames() -> Iterator[pl.DataFrame]:
        seen = 0
        for frame in rows.frames():
            yield _shaped(table, frame, where, frame.schema, seen)
            seen += len(frame)
        rows_add_up(rows.rows, seen, 0, where=where)

    return Pieces(rows.rows, frames, rows.files)


def _shaped(
    table: Table,
    frame: pl.DataFrame,
    where: str,
    kept: Mapping[str, pl.DataType] | None = None,
    before: int = 0,
) -> pl.DataFrame:
    """Return rows in the columns and types of their table, all values and choices as it declares them.

    `before` is how many rows of the table came before these.
    """
    _require_columns(table, frame.columns, where)
    shaped = _typed(table, frame, where, kept)
    _require_values(table, shaped, where, before)
    _require_choices(table, shaped, where, table.given)
    return shaped


def _require_columns(table: Table, found: Sequence[str], where: str) -> None:
    if set(found) != set(table.given):
        odd = sorted(set(found) ^ set(table.given))
        raise DeclarationError(f"columns of {table.name} differ from its declaration", where=where, value=odd)


def _typed(
    table: Table, frame: pl.DataFrame, where: str, kept: Mapping[str, pl.DataType] | None = None
) -> pl.DataFrame:
    """Return the frame in its declared types; BadValue for a value too large for its column."""
    import polars as pl

    try:
        return frame.select(_cast(table, kept))
    except pl.exceptions.InvalidOperationError as error:
        why = str(error).splitlines()[0]
        raise BadValue(f"a value does not fit its column in {table.name}", where=where, value=why) from error


def _cast(table: Table, kept: Mapping[str, pl.DataType] | None = None) -> list[pl.Expr]:
    """Return the columns in their declared types; texts that are numbered in `kept` stay so."""
    import polars as pl

    kinds = {name: polars_type(column_of(table.name, name).kind) for name in table.given}
    numbered = {
        name for name, kind in (kept or {}).items() if kind == pl.Categorical and kinds[name] == pl.String
    }
    return [
        pl.col(name) if name in numbered else pl.col(name).cast(kinds[name], strict=True)
        for name in table.given
    ]


def polars_type(kind: Kind) -> pl.DataType:
    """Return the polars type of a column kind."""
    import polars as pl

    types: dict[Kind, pl.DataType] = {
        "text": pl.String(),
        "integer": pl.Int32(),
        "long": pl.Int64(),
        "money": pl.Decimal(18, 2),
        "index": pl.Decimal(18, 9),
        "flag": pl.Boolean(),
        "date": pl.Date(),
    }
    return types[kind]


def _require_values(table: Table, frame: pl.DataFrame, where: str, before: int) -> None:
    for name in table.given:
        if name not in table.nullable and frame[name].null_count():
            row = before + int(frame[name].is_null().arg_true()[0]) + 1
            raise BadValue(f"{table.name}.{name} has no value", where=where, value=f"row {row} of the table")
    if "source_file_id" not in table.key and table.role == "data":
        _require_one_of_each(table, frame, where)


def _require_choices(table: Table, frame: pl.DataFrame, where: str, names: Sequence[str]) -> None:
    for name in names:
        choices = column_of(table.name, name).choices
        odd = set(frame[name].drop_nulls().unique()) - set(choices) if choices else set()
        if odd:
            raise UnknownCode(
                f"{table.name}.{name} has a value that is not declared",
                where=where,
                value=sorted(odd),
                todo=f"one of {', '.join(choices)}",
            )


def _require_one_of_each(table: Table, frame: pl.DataFrame, where: str) -> None:
    repeated = frame.select(table.key).is_duplicated()
    if repeated.any():
        first = frame.select(table.key).row(int(repeated.arg_true()[0]))
        raise BadValue(f"{table.name} repeats its key", where=where, value=first)
