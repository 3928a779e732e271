"""Tables that live as long as one build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from loaders.model import Kind
from loaders.schema import sql_type


def declared(name: str, columns: Mapping[str, Kind]) -> sa.Table:
    """Return a temporary table of these columns; nothing is made yet."""
    made = (sa.Column(column, sql_type(kind)) for column, kind in columns.items())
    return sa.Table(name, sa.MetaData(), *made, prefixes=["TEMPORARY"])


def fill(connection: sa.Connection, target: sa.Table, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> None:
    """Make a temporary table and put the rows of a query, in the order of its columns, into it."""
    target.create(connection)
    add(connection, target, query)


def add(connection: sa.Connection, target: sa.Table, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> None:
    """Put the rows of a query, in the order of the table's columns, into it."""
    connection.execute(sa.insert(target).from_select(list(target.c.keys()), query))


def share(part: sa.ColumnElement[Any], whole: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return a part of a whole, from 0 to 1; NULL where the whole is nothing."""
    return sa.cast(part, sa.Double()) / sa.func.nullif(sa.cast(whole, sa.Double()), 0)
