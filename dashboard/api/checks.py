"""Checks as files: what was expected, what was computed, the difference in its unit and as a share.

CSV (RFC 4180) and JSON have the same rows; the JSON says what each column means, as datapackage.json does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import flask

from dashboard.api.downloads import refused
from dashboard.components import notices
from dashboard.data.reconciliation import asked_for, difference_share, parse
from dashboard.data.store import Record, Store, Stores
from dashboard.i18n import reconciliation as words
from loaders.columns import column_of
from loaders.model import Language

COLUMNS = (
    "check_id",
    "dataset_id",
    "against",
    "fiscal_year",
    "subject",
    "title",
    "expected",
    "actual",
    "difference",
    "difference_share",
    "tolerance",
    "status",
    "explanation",
)
_IN_WORDS = ("title", "explanation")
_TYPES = {"money": "decimal", "integer": "integer"}


def register(server: flask.Flask, stores: Stores) -> None:
    """Serve /descargas/comprobaciones.csv and .json in both languages, filtered as the page is."""
    for prefix, language in (("", "es"), ("/en", "en")):
        for ending, write in (("csv", _csv), ("json", _json)):
            rule = f"{prefix}/descargas/comprobaciones.{ending}"
            made = {"language": language, "ending": ending, "write": write, "stores": stores}
            server.add_url_rule(rule, f"checks_{language}_{ending}", _answer, defaults=made)


def _answer(language: Language, ending: str, write: Any, stores: Stores) -> flask.Response:
    store = stores.current()
    asked, problems = parse(flask.request.query_string.decode("latin-1"), store)
    if problems:
        return refused(notices.all_told(problems, language), language, 404)
    kind = "text/csv" if ending == "csv" else "application/json"
    text = write(store, asked_for(store, asked), language)
    response = flask.Response(text, content_type=f"{kind}; charset=utf-8")
    name = f"cuentas-abiertas_comprobaciones_{store.version}.{ending}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Store-Version"] = store.version
    return response


def _csv(store: Store, rows: Sequence[Record], language: Language) -> str:
    del store
    return "".join(lines(rows, language))


def _json(store: Store, rows: Sequence[Record], language: Language) -> str:
    fields = [_field(name, language) for name in COLUMNS]
    data = [dict(zip(COLUMNS, _exact(row, language), strict=True)) for row in rows]
    told = {"store_version": store.version, "schema": {"fields": fields}, "data": data}
    return flask.json.dumps(told, ensure_ascii=False, indent=1, sort_keys=False)


def _field(name: str, language: Language) -> dict[str, str]:
    """Return what a column is; decimals are text, since a JSON number is a binary float to most readers."""
    if name == "difference_share":
        told = {"title": words.SHARE.in_(language), "description": words.SHARE_MEANING.in_(language)}
        return {"name": name, **told, "type": "decimal", "unit": "1"}
    column = column_of("check_result", f"{name}_{language}" if name in _IN_WORDS else name)
    told = {"title": column.label.in_(language), "description": column.meaning.in_(language)}
    return {"name": name, **told, "type": _TYPES.get(column.kind, "string"), "unit": column.unit}


def _exact(row: Record, language: Language) -> list[object]:
    return [format(one, "f") if isinstance(one, Decimal) else one for one in _values(row, language)]


def lines(rows: Sequence[Record], language: Language) -> Iterator[str]:
    """Yield CSV lines with exact amounts; an empty cell is what cannot be computed."""
    yield _line(list(COLUMNS))
    for row in rows:
        yield _line(["" if value is None else str(value) for value in _exact(row, language)])


def _values(row: Record, language: Language) -> list[object]:
    told = {
        "title": row[f"title_{language}"],
        "explanation": row[f"explanation_{language}"],
        "difference_share": difference_share(row),
    }
    return [told[name] if name in told else row[name] for name in COLUMNS]


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
