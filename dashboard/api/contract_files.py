"""All contracts that a filter asks for as files, sent while they are read, and JSON that describes them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import flask

from dashboard import urls
from dashboard.api import sheets, table_files
from dashboard.api.table_files import TableFile
from dashboard.components import notices
from dashboard.data import contract_rows, provenance, search
from dashboard.data.contract_filter import ContractFilter, to_query, without, word
from dashboard.data.procurement import parse_filter
from dashboard.data.search import Index
from dashboard.data.store import Store, Stores
from dashboard.i18n import search as words
from dashboard.i18n import ui
from loaders.errors import StoreDamaged
from loaders.model import Language, Text
from loaders.tables import TABLES

AT_ONCE: Final = 2
RETRY_SECONDS: Final = "60"


@dataclass(frozen=True)
class Asked:
    """What a file is made of: the store and its index, the filter, how many contracts, language and host."""

    store: Store
    index: Index
    chosen: ContractFilter
    total: int
    language: Language
    host: str

    def pieces(self) -> Iterator[Any]:
        """Yield the rows."""
        return contract_rows.pieces(self.store, self.index, self.chosen)

    def address(self, ending: str) -> str:
        """Return where the same contracts are as another file."""
        return self.host + urls.contract_file(self.chosen, self.language, ending)

    def say(self, text: Text, **values: object) -> str:
        """Return `text` in the reader's language, filled in."""
        return ui.fill(text, **values).in_(self.language)

    @cached_property
    def counted(self) -> search.Facets:
        """How many of the contracts are of each kind, and from files of which part of the whole."""
        return search.find(self.store, self.index, self.chosen).facets


def _file(asked: Asked) -> TableFile:
    return TableFile(
        name=_name(asked),
        version=asked.store.version,
        rows=asked.total,
        columns=contract_rows.columns(),
        nullable=TABLES["contract"].nullable,
        pieces=asked.pieces,
        address=asked.address,
        sheets=(asked.say(words.SHEETS[0]), asked.say(words.SHEETS[1])),
        note=_note(asked),
        telling={"filter": to_query(asked.chosen), "part": asked.say(words.PART)},
        about=lambda: _about(asked),
        language=asked.language,
        key=("contract_id",),
        with_data=False,
    )


def _name(asked: Asked) -> str:
    """Return the file's name, which says of which parts of the whole it is."""
    parts = [word("coverage", part) for part, _ in asked.counted["coverage"]]
    return f"cuentas-abiertas_contratos_{'+'.join(parts) or 'ninguno'}_{asked.store.version}"


def _note(asked: Asked) -> list[str]:
    values = {
        "total": f"{asked.total:,}",
        "rows": f"{min(asked.total, sheets.MOST_ROWS):,}",
        "query": to_query(asked.chosen) or "-",
        "version": asked.store.version,
        "description": asked.address("json"),
    }
    return [asked.say(text, **values) for text in words.SHEET_NOTE]


def _about(asked: Asked) -> dict[str, Any]:
    """Return what is told of the files: filter, parts of the whole, what to know, sources."""
    used = {dataset_id for dataset_id, _ in asked.counted["dataset"]}
    return {
        "name": "contratos",
        "filter": to_query(asked.chosen),
        "coverage": dict(asked.counted["coverage"]),
        "notes": [asked.say(text) for text in (words.PART, words.PRIVATE, words.FORMULAS)],
        "sources": [dict(row) for row in provenance.files(asked.store) if row["dataset_id"] in used],
    }


def register(server: flask.Flask, stores: Stores) -> None:
    """Serve /descargas/contratos.<ending> in both languages, two files at a time in each process."""
    free = threading.BoundedSemaphore(AT_ONCE)

    def download(ending: str, language: Language) -> flask.Response:
        return _answered(stores.current(), ending, language, free)

    table_files.register(server, "contratos", download)


def _answered(
    store: Store, ending: str, language: Language, free: threading.BoundedSemaphore
) -> flask.Response:
    chosen, problems = parse_filter(flask.request.query_string.decode("latin-1"), store)
    if problems:
        return _refused(notices.all_told(problems, language), 404)
    try:
        index = search.index_of(store)
        if index is None:
            return _refused(words.PREPARING_FILE.in_(language), 503)
        asked_for = without(chosen, "order", "size")
        with search.reading(index):
            total = search.total(index, asked_for)
    except StoreDamaged:
        return _refused(words.UNREADABLE_FILE.in_(language), 503)
    host = flask.request.host_url.rstrip("/")
    asked = Asked(store, index, asked_for, total, language, host)
    # Nothing is read before it is sent; made first, no error can keep a place for ever.
    response = table_files.sent(_file(asked), ending)
    if not free.acquire(blocking=False):
        return _refused(words.BUSY.in_(language), 503)
    response.call_on_close(free.release)
    return response


def _refused(told: str, status: int) -> flask.Response:
    response = flask.Response(told + "\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
