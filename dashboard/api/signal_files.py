"""Values of indicators and the composite, with every step, as files: /descargas/senales, compuesto, pasos."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import flask

from dashboard import urls
from dashboard.api import sheets, table_files
from dashboard.api.downloads import refused
from dashboard.api.table_files import TableFile
from dashboard.components import notices
from dashboard.data import composite_rows, procurement, signal_rows, signals, told_rows
from dashboard.data.procurement import ContractsAsked
from dashboard.data.signal_rows import ValuesAsked
from dashboard.data.signals import Indicator
from dashboard.data.store import Store, Stores
from dashboard.i18n import search as searched
from dashboard.i18n import signals as words
from dashboard.i18n import ui
from dashboard.i18n.search import NONE_HELD
from loaders.model import Column, Language, Text
from loaders.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP: Final = ("dataset_id", "coverage", "fiscal_year")
_TOLD_OF: Final = ("question", "formula", "threshold", "method")
_TOLD_ALIKE: Final = ("concept", "value_unit", "ocp_code", "formula_sql")


@dataclass(frozen=True)
class CompositeFile:
    """A file of the composite: its columns, those that may be empty, its rows, and what makes a row one."""

    columns: Callable[[Language], tuple[Column, ...]]
    nullable: frozenset[str]
    rows: Callable[[Store, ContractsAsked, Language], pa.Table]
    key: tuple[str, ...]


_COMPOSITE: Final[Mapping[str, CompositeFile]] = {
    "compuesto": CompositeFile(
        composite_rows.score_columns,
        frozenset(),
        composite_rows.scores,
        (*_GROUP, "scope", "scope_id"),
    ),
    "compuesto-pasos": CompositeFile(
        composite_rows.step_columns,
        composite_rows.NULLABLE,
        composite_rows.steps,
        (*_GROUP, "procuring_unit_code", "procurement_category", "indicator_id"),
    ),
}


def register(server: flask.Flask, stores: Stores) -> None:
    """Serve values of indicators, scores, and the steps of scores, in both languages."""

    def values(ending: str, language: Language) -> flask.Response:
        return _values(stores.current(), ending, language)

    def composite(slug: str) -> Callable[[str, Language], flask.Response]:
        return lambda ending, language: _composite(stores.current(), slug, ending, language)

    table_files.register(server, "senales", values)
    for slug in _COMPOSITE:
        table_files.register(server, slug, composite(slug))


def _query() -> str:
    return flask.request.query_string.decode("latin-1")


def _address(path: Callable[[str], str]) -> Callable[[str], str]:
    """Return the whole address of a path, made here as a file is written after its request."""
    host = flask.request.host_url.rstrip("/")
    return lambda ending: host + path(ending)


# --- values of indicators ---------------------------------------------------------------------------


def _values(store: Store, ending: str, language: Language) -> flask.Response:
    asked, problems = signal_rows.parse(_query(), store)
    if problems:
        return refused(notices.all_told(problems, language), language, 404)
    return table_files.sent(_values_file(store, asked, language), ending)


def _values_file(store: Store, asked: ValuesAsked, language: Language) -> TableFile:
    rows = signal_rows.count(store, asked)
    address = _address(lambda ending: urls.signal_file(asked, language, ending))
    query = signal_rows.to_query(asked)
    notes = _notes(words.VALUES_NOTES, language)
    return TableFile(
        name=f"cuentas-abiertas_senales{asked.named or '_todas'}_{store.version}",
        version=store.version,
        rows=rows,
        columns=signal_rows.columns(language),
        nullable=TABLES["indicator_value"].nullable | signal_rows.NULLABLE,
        pieces=lambda: signal_rows.pieces(store, asked, language),
        address=address,
        sheets=_sheets(words.SHEET_VALUES, language),
        note=_sheet_note(store, rows, query, notes, address, language),
        telling={"filter": query, "part": notes[0]},
        about=lambda: {
            "name": "senales",
            "filter": query,
            "notes": notes,
            "indicators": _declarations(store, asked, language),
            "sources": told_rows.files_of(store, language, asked.file),
        },
        language=language,
        key=TABLES["indicator_value"].key,
    )


def _declarations(store: Store, asked: ValuesAsked, language: Language) -> list[dict[str, Any]]:
    """Return what the indicators ask, how they are computed, and what would explain a signal."""
    found = signals.indicators(store)
    return [_declared(one, language) for one in found.values() if asked.indicator in ("", one.id)]


def _declared(one: Indicator, language: Language) -> dict[str, Any]:
    return {
        "indicator_id": one.id,
        "name": one.record[f"name_{language}"],
        **{name: one.record[f"{name}_{language}"] for name in _TOLD_OF},
        **{name: one.record[name] for name in _TOLD_ALIKE},
        "minimum_coverage": format(one.record["minimum_coverage"], "f"),
        "needs": {need["field_name"]: need[f"name_{language}"] for need in one.needs},
        "innocent_explanations": [reason[f"text_{language}"] for reason in one.explanations],
    }


# --- the composite ----------------------------------------------------------------------------------


def _composite(store: Store, slug: str, ending: str, language: Language) -> flask.Response:
    held, problems = procurement.parse(_query(), store)
    if held is None:
        return refused(NONE_HELD.in_(language), language, 404)
    if problems:
        return refused(notices.all_told(problems, language), language, 404)
    rows = _COMPOSITE[slug].rows(store, held.asked, language)
    if not rows.num_rows:
        return refused(words.COMPOSITE_WHY_NOT.in_(language), language, 404)
    return table_files.sent(_composite_file(store, slug, held.asked, rows, language), ending)


def _composite_file(
    store: Store, slug: str, asked: ContractsAsked, rows: pa.Table, language: Language
) -> TableFile:
    kind, query = _COMPOSITE[slug], procurement.to_query(asked)
    address = _address(lambda ending: urls.composite_file(slug, asked, language, ending))
    notes = _notes((words.FILE_PART, words.COMPOSITE_LEDE, *words.STEPS, words.IMCO), language)
    return TableFile(
        name=f"cuentas-abiertas_{slug}_{asked.file}_{asked.year}_{store.version}",
        version=store.version,
        rows=rows.num_rows,
        columns=kind.columns(language),
        nullable=kind.nullable,
        pieces=lambda: iter((rows,)),
        address=address,
        sheets=_sheets(words.COMPOSITE_SHEETS[slug], language),
        note=_sheet_note(store, rows.num_rows, query, notes, address, language),
        telling={"filter": query, "part": notes[0]},
        about=lambda: {
            "name": slug,
            "filter": query,
            "notes": notes,
            "sources": told_rows.files_of(store, language, asked.file),
        },
        language=language,
        key=kind.key,
    )


# --- what files say of themselves -------------------------------------------------------------------


def _notes(texts: Sequence[Text], language: Language) -> list[str]:
    return [text.in_(language) for text in texts]


def _sheets(name: Text, language: Language) -> tuple[str, str]:
    return name.in_(language), searched.SHEETS[1].in_(language)


def _sheet_note(
    store: Store,
    rows: int,
    query: str,
    notes: Sequence[str],
    address: Callable[[str], str],
    language: Language,
) -> list[str]:
    """Return the lines of a workbook's second sheet."""
    values = {
        "rows": f"{min(rows, sheets.MOST_ROWS):,}",
        "query": query or "-",
        "version": store.version,
        "description": address("json"),
    }
    told = [ui.fill(text, **values).in_(language) for text in searched.SHEET_OF]
    return [*notes, *told]
