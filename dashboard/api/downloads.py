"""What a view shows, as files: CSV of exactly its rows, SVG of its chart, JSON receipt of its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import flask

from dashboard import urls
from dashboard.charts import draw
from dashboard.charts.model import StateMap
from dashboard.charts.receipt import receipt
from dashboard.charts.table import csv
from dashboard.components import card, notices
from dashboard.components.card import Answer
from dashboard.data.store import Stores
from dashboard.views.registry import BY_SLUG
from dashboard.views.resolve import Resolved, resolve
from loaders.model import Language


@dataclass(frozen=True)
class Ending:
    """A kind of file: its media type and how an answer is written in it."""

    media_type: str
    write: Callable[[Answer], str]


def _csv(shown: Answer) -> str:
    return "".join(csv(shown.result, shown.language))


def _svg(shown: Answer) -> str:
    return draw.svg(shown.chart, shown.result, shown.language, shown.chosen)


def _tiles(shown: Answer) -> str:
    """Return the states as tiles of one size; other charts have no such form."""
    if not isinstance(shown.chart, StateMap):
        return _svg(shown)
    return draw.tile_map(shown.chart, shown.result, shown.language, shown.chosen)


def _receipt(shown: Answer) -> str:
    permalink = urls.budget(shown.selection, shown.language)
    address = flask.request.host_url.rstrip("/") + permalink
    told = receipt(shown.result, shown.language, address, shown.title)
    return flask.json.dumps(
        {**told, "files": _files(shown), "data": _data(shown)}, ensure_ascii=False, indent=1
    )


def _files(shown: Answer) -> list[dict[str, object]]:
    """Return the files behind the figures, with their hashes, so that anyone can go back to them."""
    used = {source.dataset_id for source in shown.result.sources}
    return [dict(file) for file in shown.facts.files if file["dataset_id"] in used]


def _data(shown: Answer) -> list[dict[str, object]]:
    """Return the rows with exact amounts as text: JSON numbers would round them."""
    names = [column.name for column in shown.result.columns]
    return [
        {name: None if (cell := row.get(name)) is None else str(cell) for name in names}
        for row in shown.result.rows
    ]


ENDINGS: Mapping[str, Ending] = {
    "csv": Ending("text/csv; charset=utf-8", _csv),
    "svg": Ending("image/svg+xml; charset=utf-8", _svg),
    "tiles.svg": Ending("image/svg+xml; charset=utf-8", _tiles),
    "json": Ending("application/json; charset=utf-8", _receipt),
}


def register(server: flask.Flask, stores: Stores) -> None:
    """Serve /descargas/<view>.<ending> in both languages."""

    def download(name: str, language: Language) -> flask.Response:
        view, _, ending = name.partition(".")
        return _answered(stores, view, ending, language)

    for prefix, language in (("", "es"), ("/en", "en")):
        server.add_url_rule(
            f"{prefix}/descargas/<name>",
            f"download_{language}",
            download,
            defaults={"language": language},
        )


def _answered(stores: Stores, view: str, ending: str, language: Language) -> flask.Response:
    if view not in BY_SLUG or ending not in ENDINGS:
        return _refused(f"{view}.{ending}", language, 404)
    store = stores.current()
    query = flask.request.query_string.decode("latin-1")
    resolved = resolve(query, store.facts, view)
    if resolved.problems or resolved.nearest is not None:
        return _refused(notices.in_words(resolved, language), language, 404)
    shown = card.answer(resolved.view, resolved.selection, store, language)
    return _file(shown, ENDINGS[ending], _name(resolved, ending, store.version))


def _name(resolved: Resolved, ending: str, version: str) -> str:
    selection = resolved.selection
    return f"cuentas-abiertas_{selection.view}_{selection.by}_{selection.year}_{version}.{ending}"


def _file(shown: Answer, ending: Ending, name: str) -> flask.Response:
    response = flask.Response(ending.write(shown), content_type=ending.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["X-Store-Version"] = shown.result.store_version
    return response


def _refused(told: str, language: Language, status: int) -> flask.Response:
    response = flask.Response(told + "\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Content-Language"] = language
    return response
