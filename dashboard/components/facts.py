"""Facts of one record as a list of terms and values, with what the source does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.tables import plain_table
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from loaders.columns import column_of
from loaders.model import Column, Language, Text


def facts(table: str, record: Mapping[str, Any], names: Sequence[str], language: Language) -> list[Component]:
    """Return the columns `names` of a record of `table`; the empty ones are named in one sentence."""
    columns = [column_of(table, name) for name in names]
    known = [one for one in columns if record[one.name] not in (None, "")]
    absent = [_inside(one.label.in_(language)) for one in columns if one not in known]
    listed = html.Dl([_fact(one, record[one.name], language) for one in known], className="facts")
    told = ui.fill(words.ABSENT, fields=", ".join(absent)).in_(language)
    return [*([listed] if known else []), *([html.P(told, className="absent")] if absent else [])]


def _inside(label: str) -> str:
    """A label inside a sentence: abbreviations keep their capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _fact(column: Column, value: Any, language: Language) -> Component:
    shown = html.Dd(written(column, value, language))
    return html.Div([html.Dt(column.label.in_(language), title=column.meaning.in_(language)), shown])


def record_table(
    table: str, caption: Text, names: Sequence[str], rows: Sequence[Mapping[str, Any]], language: Language
) -> Component:
    """Return records of `table` as a table of the columns `names`; the unit of money stands in its header."""
    columns = [column_of(table, name) for name in names]
    heads = [_head(one, language) for one in columns]
    cells = [[_cell(one, row[one.name], language) for one in columns] for row in rows]
    numeric = frozenset(place for place, one in enumerate(columns) if one.kind == "money")
    return plain_table(caption.in_(language), heads, cells, numeric)


def _head(column: Column, language: Language) -> str:
    unit = f" ({ui.PESOS.in_(language)})" if column.unit == "MXN" else ""
    return column.label.in_(language) + unit


def _cell(column: Column, value: Any, language: Language) -> str:
    if value is None:
        return formats.missing(language)
    return formats.number(value, language, 2) if column.kind == "money" else written(column, value, language)


def section(identifier: str, heading: Text, content: Sequence[Component], language: Language) -> Component:
    """Return a section of a page under its heading."""
    title = html.H2(heading.in_(language), id=identifier)
    return html.Section([title, *content], **aria(labelledby=identifier))


def choice(name: str, value: object, language: Language) -> str:
    """Return the reader's word for a value of a column with choices."""
    return words.CHOICES[name][str(value)].in_(language)


def written(column: Column, value: Any, language: Language) -> str:
    """Return a value as readers write it: money with cents, dates in words, choices by their names."""
    if isinstance(value, bool):
        return (words.YES if value else words.NO).in_(language)
    if isinstance(value, Decimal):
        unit = f" {ui.PESOS.in_(language)}" if column.unit == "MXN" else ""
        return formats.number(value, language, 2) + unit
    if isinstance(value, date):
        return formats.date_long(value, language)
    named = words.CHOICES.get(column.name, {}).get(str(value))
    return named.in_(language) if named else str(value)
