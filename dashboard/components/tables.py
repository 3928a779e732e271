"""Tables, each in its own scrolling frame that a keyboard reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from functools import cache
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.table import table
from dashboard.components.attributes import aria
from dashboard.data.result import Result, ResultColumn, Row
from loaders.model import Language, Text

Cell = Any  # text or a Dash component
FIRST_ROWS = 50


def data_table(
    result: Result,
    language: Language,
    caption: str,
    most: int | None = None,
    link: Callable[[Row], str] = lambda row: "",
) -> Component:
    """Return the rows of a Result as a table, at most `most` of them (None = all).

    Identifiers are for machines and stand in the CSV; readers get the official code and the name, which
    leads to where `link` says.
    """
    arranged = _for_readers(wide(result))
    shown = table(arranged, language, most)
    numeric = frozenset(index for index, header in enumerate(shown.headers) if header.align == "end")
    linked = zip(shown.rows, arranged.rows, strict=False)
    rows = [_linked(cells, link(row)) for cells, row in linked]
    return plain_table(caption, [header.text for header in shown.headers], rows, numeric)


def _linked(cells: tuple[str, ...], address: str) -> Sequence[Cell]:
    return (html.A(cells[0], href=address), *cells[1:]) if address else cells


def _for_readers(result: Result) -> Result:
    """Return names and figures first, so that a phone shows them; codes and notes after; no identifiers."""
    order = {"label": 0, "time": 1, "measure": 2, "note": 3}
    shown = sorted((column for column in result.columns if column.role != "key"), key=lambda c: order[c.role])
    return replace(result, columns=tuple(shown))


def wide(result: Result) -> Result:
    """Return a series with a column for each year, as readers compare it; other Results as they are.

    The newest year comes first: on a phone the first columns are in sight, and the last are not.
    """
    time = next((column for column in result.columns if column.role == "time"), None)
    if time is None or len(result.measures) != 1:
        return result
    value = result.measures[0]
    years = sorted({row[time.name] for row in result.rows}, key=str, reverse=True)
    fixed = [column for column in result.columns if column.role in ("key", "label", "note")]
    dated = [_of_year(value, year) for year in years]
    rows: dict[Any, dict[str, Any]] = {}
    for row in result.rows:
        known = rows.setdefault(row[fixed[0].name], {})
        # What is noted of any year stands: a series that is partial in one year is partial.
        known.update({column.name: known.get(column.name) or row.get(column.name) for column in fixed})
        known[f"{value.name}_{row[time.name]}"] = row[value.name]
    return replace(result, columns=(*fixed, *dated), rows=tuple(rows.values()))


def _of_year(value: ResultColumn, year: Any) -> ResultColumn:
    label = Text(str(year), str(year))
    return replace(value, name=f"{value.name}_{year}", label=label, years=(int(year),))


def plain_table(
    caption: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    numeric: frozenset[int] = frozenset(),
) -> Component:
    """Return a table of ready cells; the first cell of a row heads it, `numeric` columns align right."""
    head = html.Thead(html.Tr([_head(text, index in numeric) for index, text in enumerate(headers)]))
    body = html.Tbody([_like(_row_model(), _cells(row, numeric)) for row in rows])
    table = html.Table(
        [html.Caption(caption, className="visually-hidden"), head, body], className="data-table"
    )
    # A group and no region: a page of many tables would have as many landmarks, most of them named twice.
    return html.Div(table, className="table-frame", tabIndex="0", role="group", **aria(label=caption))


def _head(text: str, number: bool) -> Component:
    return html.Th(text, scope="col", className="num" if number else None)


def _cells(row: Sequence[Cell], numeric: frozenset[int]) -> list[Component]:
    first = _like(_head_model(), row[0])
    rest = [_like(_cell_model(index in numeric), cell) for index, cell in enumerate(row[1:], 1)]
    return [first, *rest]


@cache
def _row_model() -> Component:
    return html.Tr()


@cache
def _head_model() -> Component:
    return html.Th(scope="row")


@cache
def _cell_model(number: bool) -> Component:
    return html.Td(className="num") if number else html.Td()


def _like(model: Component, children: Cell) -> Component:
    """Return a copy of `model` with other children; Dash's checks, slow for hundreds of cells, ran on it."""
    made = copy(model)
    made.children = children
    return made
