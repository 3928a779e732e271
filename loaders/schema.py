"""SQLAlchemy MetaData made from the declared tables and columns.

Importing this needs SQLAlchemy only: no reader, no polars, no file.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import sqlalchemy as sa

from loaders.columns import column_of
from loaders.errors import DeclarationError
from loaders.model import Kind, Measure, Table, Where
from loaders.tables import SCHEMA_VERSION, TABLES

__all__ = ["condition", "measured", "metadata", "schema_version", "sql_type", "table"]


def sql_type(kind: Kind) -> sa.types.TypeEngine[Any]:
    """Return the SQL type of a column kind; money is DECIMAL(18,2), an index DECIMAL(18,9)."""
    types: dict[Kind, sa.types.TypeEngine[Any]] = {
        # In the order of their bytes, as DuckDB sorts them, whatever language a database was made for.
        "text": sa.String().with_variant(sa.String(collation="C"), "postgresql"),
        "integer": sa.Integer(),
        "long": sa.BigInteger(),
        "money": sa.Numeric(18, 2),
        "index": sa.Numeric(18, 9),
        "flag": sa.Boolean(),
        "date": sa.Date(),
    }
    return types[kind]


def _sql_column(declared: Table, name: str) -> sa.Column[Any]:
    column = column_of(declared.name, name)
    return sa.Column(
        name, sql_type(column.kind), nullable=name in declared.nullable, comment=column.meaning.en
    )


@cache
def metadata() -> sa.MetaData:
    """Return the MetaData of the whole store."""
    made = sa.MetaData()
    for declared in TABLES.values():
        sa.Table(declared.name, made, *(_sql_column(declared, name) for name in declared.columns))
    return made


@cache
def schema_version() -> str:
    """Return the version of the store's schema: any other table, column or type makes it another one."""
    made = metadata().tables.values()
    columns = (f"{one.name}.{column.name} {column.type!r}" for one in made for column in one.columns)
    told = hashlib.sha256("\n".join(columns).encode()).hexdigest()
    return f"{SCHEMA_VERSION}-{told[:8]}"


def table(name: str) -> sa.Table:
    """Return one table; DeclarationError if the store has none of that name."""
    try:
        return metadata().tables[name]
    except KeyError:
        raise DeclarationError(
            "no such table", where="loaders.tables", value=name, todo="declare it in loaders/tables.py"
        ) from None


def condition(source: sa.FromClause, where: Where) -> sa.ColumnElement[bool]:
    """Return one declared condition as an SQL expression with bound values."""
    test = source.c[where.column].in_(where.values)
    return sa.not_(test) if where.negated else test


def measured(measure: Measure) -> sa.Select[tuple[Any]]:
    """Return the query that adds up a declared measure."""
    source = table(measure.table)
    chosen = (condition(source, where) for where in measure.where)
    return sa.select(sa.func.sum(source.c[measure.column])).where(*chosen)
