"""All contracts that a filter asks for as files, sent while they are read, and JSON that describes them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import flask

from dashboard import urls
from dashboard.api import sheets, tabular
from dashboard.data import contract_rows, provenance, search
from dashboard.data.contract_filter import ContractFilter, parse, to_query, without
from dashboard.data.search import Index
from dashboard.data.store import Store, Stores
from dashboard.i18n import search as words
from dashboard.i18n import ui
from loaders.fields import field
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

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"cuentas-abiertas_contratos_{self.store.version}"

    def pieces(self) -> Iterator[Any]:
        """Yield the rows."""
        return contract_rows.pieces(self.store, self.index, self.chosen)

    def address(self, ending: str) -> str:
        """Return where the same contracts are as another file."""
        return self.host + urls.contract_file(self.chosen, self.language, ending)

    def say(self, text: Text, **values: object) -> str:
        """Return `text` in the reader's language, filled in."""
        return ui.fill(text, **values).in_(self.language)


@dataclass(frozen=True)
class Ending:
    """A kind of file: its media type and how it is written."""

    media_type: str
    write: Callable[[Asked], Iterator[bytes]]


def _csv(asked: Asked) -> Iterator[bytes]:
    return tabular.csv(asked.pieces(), contract_rows.schema())


def _parquet(asked: Asked) -> Iterator[bytes]:
    told = {"version": asked.store.version, "filter": to_query(asked.chosen), "source": asked.address("json")}
    return tabular.parquet(asked.pieces(), contract_rows.schema(), told)


def _xlsx(asked: Asked) -> Iterator[bytes]:
    names = (words.SHEETS[0].in_(asked.language), words.SHEETS[1].in_(asked.language))
    return tabular.xlsx(asked.pieces(), contract_rows.schema(), names, _note(asked))


def _note(asked: Asked) -> list[str]:
    values = {
        "total": f"{asked.total:,}",
        "rows": f"{min(asked.total, sheets.MOST_ROWS):,}",
        "query": to_query(asked.chosen) or "-",
        "version": asked.store.version,
        "description": asked.address("json"),
    }
    told = [asked.say(text, **values) for text in words.SHEET_NOTE]
    return [*told, *([_limit(asked)] if asked.total > sheets.MOST_ROWS else [])]


def _limit(asked: Asked) -> str:
    left = asked.total - sheets.MOST_ROWS
    return asked.say(words.SHEET_LIMIT, most=f"{sheets.MOST_ROWS:,}", left=f"{left:,}")


def _json(asked: Asked) -> Iterator[bytes]:
    yield (flask.json.dumps(description(asked), ensure_ascii=False, indent=1) + "\n").encode()


def description(asked: Asked) -> dict[str, Any]:
    """Return what the files hold, as a Data Package: filter, rows, columns with their meaning, sources."""
    nullable = TABLES["contract"].nullable
    facets = search.find(asked.store, asked.index, asked.chosen).facets
    used = {dataset_id for dataset_id, _ in facets["dataset"]}
    return {
        "profile": "tabular-data-package",
        "name": "contratos",
        "version": asked.store.version,
        "filter": to_query(asked.chosen),
        "rows": asked.total,
        "coverage": dict(facets["coverage"]),
        "notes": [words.PRIVATE.in_(asked.language), words.FORMULAS.in_(asked.language)],
        "resources": [
            {"path": asked.address(ending), "format": ending} for ending in ENDINGS if ending != "json"
        ],
        "schema": {
            "fields": [field(column, column.name not in nullable) for column in contract_rows.columns()],
            "primaryKey": ["contract_id"],
            "missingValues": [""],
        },
        "sources": [dict(row) for row in provenance.files(asked.store) if row["dataset_id"] in used],
    }


ENDINGS: Mapping[str, Ending] = {
    "csv": Ending("text/csv; charset=utf-8", _csv),
    "parquet": Ending("application/vnd.apache.parquet", _parquet),
    "xlsx": Ending("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "json": Ending("application/json; charset=utf-8", _json),
}


def register(server: flask.Flask, stores: Stores) -> None:
    """Serve /descargas/contratos.<ending> in both languages, two files at a time in each process."""
    free = threading.BoundedSemaphore(AT_ONCE)

    def download(ending: str, language: Language) -> flask.Response:
        return _answered(stores.current(), ending, language, free)

    for prefix, language in (("", "es"), ("/en", "en")):
        rule = f"{prefix}/descargas/contratos.<any({', '.join(ENDINGS)}):ending>"
        server.add_url_rule(rule, f"contracts_{language}", download, defaults={"language": language})


def _answered(
    store: Store, ending: str, language: Language, free: threading.BoundedSemaphore
) -> flask.Response:
    chosen, problems = parse(flask.request.query_string.decode("latin-1"))
    if problems:
        told = (ui.fill(ui.PROBLEM, **vars(one)).in_(language) for one in problems)
        return _refused("\n".join(told), 404)
    index = search.index_of(store)
    if index is None:
        return _refused(words.PREPARING_FILE.in_(language), 503)
    asked_for = without(chosen, "order", "size")
    host = flask.request.host_url.rstrip("/")
    asked = Asked(store, index, asked_for, search.total(index, asked_for), language, host)
    # Nothing is read before it is sent; made first, no error can keep a place for ever.
    response = _file(asked, ending)
    if not free.acquire(blocking=False):
        return _refused(words.BUSY.in_(language), 503)
    response.call_on_close(free.release)
    return response


def _file(asked: Asked, ending: str) -> flask.Response:
    kind = ENDINGS[ending]
    response = flask.Response(kind.write(asked), content_type=kind.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{asked.name}.{ending}"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Link"] = f'<{asked.address("json")}>; rel="describedby"; type="application/json"'
    response.headers["X-Store-Version"] = asked.store.version
    response.headers["X-Rows"] = str(asked.total)
    if ending == "xlsx" and asked.total > sheets.MOST_ROWS:
        response.headers["X-Rows-Left-Out"] = str(asked.total - sheets.MOST_ROWS)
    return response


def _refused(told: str, status: int) -> flask.Response:
    response = flask.Response(told + "\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
