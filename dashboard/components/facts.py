"""Facts of one record as a list of terms and values, with what the source does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from loaders.columns import column_of
from loaders.model import Column, Language


def facts(table: str, record: Mapping[str, Any], names: Sequence[str], language: Language) -> list[Component]:
    """Return the columns `names` of a record of `table`; the empty ones are named in one sentence."""
    columns = [column_of(table, name) for name in names]
    known = [one for one in columns if record[one.name] not in (None, "")]
    absent = [one.label.in_(language).lower() for one in columns if one not in known]
    listed = html.Dl([_fact(one, record[one.name], language) for one in known], className="facts")
    told = ui.fill(words.ABSENT, fields=", ".join(absent)).in_(language)
    return [*([listed] if known else []), *([html.P(told, className="absent")] if absent else [])]


def _fact(column: Column, value: Any, language: Language) -> Component:
    shown = html.Dd(written(column, value, language))
    return html.Div([html.Dt(column.label.in_(language), title=column.meaning.in_(language)), shown])


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
