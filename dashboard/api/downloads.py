"""What a view shows, as files: CSV of exactly its rows, SVG of its chart, JSON receipt of its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import flask

from dashboard.api.view_workbook import workbook
from dashboard.charts import draw
from dashboard.charts.model import StateMap
from dashboard.charts.receipt import receipt
from dashboard.charts.sheet import NARROW
from dashboard.charts.table import csv
from dashboard.components import card, contract_card, notices
from dashboard.components.shown import Shown
from dashboard.data import procurement
from dashboard.data.filed import filed
from dashboard.data.store import Store, Stores
from dashboard.i18n.search import NONE_HELD
from dashboard.views.registry import BY_SLUG, CONTRACT_VIEWS
from dashboard.views.resolve import resolve
from loaders.model import Language


@dataclass(frozen=True)
class Ending:
    """A kind of file: its media type and how an answer is written in it."""

    media_type: str
    write: Callable[[Shown], str | bytes]


def _csv(shown: Shown) -> str:
    return "".join(csv(shown.result, shown.language))


def _svg(shown: Shown) -> str:
    """Return an image that can stand alone: it says in sight what it shows and where it is from."""
    told = card.caption(shown)
    return draw.svg(shown.chart, shown.result, shown.language, shown.chosen, caption=told)


def _drawing(shown: Shown) -> str:
    return draw.svg(shown.chart, shown.result, shown.language, shown.chosen)


def _narrow(shown: Shown) -> str:
    return draw.svg(shown.chart, shown.result, shown.language, shown.chosen, NARROW)


def _tiles(shown: Shown) -> str:
    """Return the states as tiles of one size; other charts have no such form."""
    if not isinstance(shown.chart, StateMap):
        return _drawing(shown)
    return draw.tile_map(shown.chart, shown.result, shown.language, shown.chosen)


def _xlsx(shown: Shown) -> bytes:
    return workbook(shown, flask.request.host_url.rstrip("/") + shown.permalink)


def _receipt(shown: Shown) -> str:
    address = flask.request.host_url.rstrip("/") + shown.permalink
    told = receipt(shown.result, shown.language, address, shown.title)
    return flask.json.dumps(
        {**told, "files": list(shown.files), "data": _data(shown)}, ensure_ascii=False, indent=1
    )


def _data(shown: Shown) -> list[dict[str, object]]:
    """Return the rows with exact amounts as text: JSON numbers would round them."""
    whole = filed(shown.result, shown.language)
    names = [column.name for column in whole.columns]
    return [
        {name: None if (cell := row.get(name)) is None else str(cell) for name in names} for row in whole.rows
    ]


ENDINGS: Mapping[str, Ending] = {
    "csv": Ending("text/csv; charset=utf-8", _csv),
    "svg": Ending("image/svg+xml; charset=utf-8", _svg),
    "drawing.svg": Ending("image/svg+xml; charset=utf-8", _drawing),
    "narrow.svg": Ending("image/svg+xml; charset=utf-8", _narrow),
    "tiles.svg": Ending("image/svg+xml; charset=utf-8", _tiles),
    "xlsx": Ending("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
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


def _answered(stores: Stores, slug: str, ending: str, language: Language) -> flask.Response:
    if slug not in READERS or ending not in ENDINGS:
        return refused(f"{slug}.{ending}", language, 404)
    query = flask.request.query_string.decode("latin-1")
    shown = READERS[slug](slug, query, stores.current(), language)
    return refused(shown, language, 404) if isinstance(shown, str) else _file(shown, ending)


def _of_budget(slug: str, query: str, store: Store, language: Language) -> Shown | str:
    resolved = resolve(query, store.facts, slug)
    if resolved.problems or resolved.empty or resolved.nearest is not None:
        return notices.in_words(resolved, language)
    return card.answer(resolved.view, resolved.selection, store, language)


def _of_contracts(slug: str, query: str, store: Store, language: Language) -> Shown | str:
    held, problems = procurement.parse_part(query, store)
    if held is None:
        return NONE_HELD.in_(language)
    asked, unknown = procurement.narrow(held.asked, query, store)
    if problems or unknown:
        return notices.all_told((*problems, *unknown), language)
    view = CONTRACT_VIEWS[slug]
    if not view.answers(asked):
        return contract_card.cannot(view, asked, store, language)
    return contract_card.answer(view, asked, store, language)


# What answers for the files of a view: the answer, or in words why there is none.
READERS: Mapping[str, Callable[[str, str, Store, Language], Shown | str]] = {
    **dict.fromkeys(BY_SLUG, _of_budget),
    **dict.fromkeys(CONTRACT_VIEWS, _of_contracts),
}


def _file(shown: Shown, ending: str) -> flask.Response:
    kind = ENDINGS[ending]
    response = flask.Response(kind.write(shown), content_type=kind.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{shown.file_name}.{ending}"'
    if ending != "json":
        response.headers["Link"] = f'<{shown.download("json")}>; rel="describedby"; type="application/json"'
    response.headers["X-Store-Version"] = shown.result.store_version
    return response


def refused(told: str, language: Language, status: int) -> flask.Response:
    """Return why there is no such file, in plain words."""
    response = flask.Response(told + "\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Content-Language"] = language
    return response
