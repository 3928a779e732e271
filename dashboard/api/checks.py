"""Every check as a file: what was expected, what was computed, the difference in its unit and per cent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

import flask

from dashboard.data import provenance
from dashboard.data.convert import share
from dashboard.data.store import Record, Stores
from loaders.model import Language

COLUMNS = (
    "check_id",
    "dataset_id",
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


def register(server: flask.Flask, stores: Stores) -> None:
    """Serve /descargas/comprobaciones.csv in both languages."""

    def checks(language: Language) -> flask.Response:
        store = stores.current()
        text = "".join(lines(provenance.checks(store), language))
        response = flask.Response(text, content_type="text/csv; charset=utf-8")
        name = f"cuentas-abiertas_comprobaciones_{store.version}.csv"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        response.headers["X-Store-Version"] = store.version
        return response

    for prefix, language in (("", "es"), ("/en", "en")):
        rule, name = f"{prefix}/descargas/comprobaciones.csv", f"checks_{language}"
        server.add_url_rule(rule, name, checks, defaults={"language": language})


def lines(rows: Sequence[Record], language: Language) -> Iterator[str]:
    """Yield CSV lines (RFC 4180) with exact amounts; an empty cell is what cannot be computed."""
    yield _line(list(COLUMNS))
    for row in rows:
        yield _line([_cell(value) for value in _values(row, language)])


def _values(row: Record, language: Language) -> list[object]:
    told = {
        "title": row[f"title_{language}"],
        "explanation": row[f"explanation_{language}"],
        "difference_share": share(row["difference"], row["expected"]),
    }
    return [told[name] if name in told else row[name] for name in COLUMNS]


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
