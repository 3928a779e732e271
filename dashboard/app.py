"""The application factory: Dash on Flask, the server's pages, and the layers around them.

An address is answered three ways from one content: as a whole document for the first response, as the
layout with which Dash takes over that document, and by the one callback when the address changes. A page
without a live chart is but its document: Dash is not loaded for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import flask
import orjson
from dash import Dash, Input, Output, callback_context, dcc, html
from dash.development.base_component import Component
from dash.exceptions import DependencyException
from werkzeug.exceptions import HTTPException, NotFound

from dashboard.api import checks, contract_files, downloads, file_parameters, signal_files
from dashboard.data.store import Stores, unreachable
from dashboard.pages.model import Family, Page, PageContent
from loaders.errors import StoreError
from loaders.model import Text

from . import problems, render
from .asked import refuse_nonsense
from .bundle import read_manifest
from .cache import ResponseCache
from .headers import Guard
from .plain import as_json
from .settings import Settings
from .shell import Document, document, plotly_address
from .site import Site, address, place
from .static import StaticFiles
from .wsgi import TEXT


class PageApp(Dash):
    """Dash with our documents in place of its empty page, so every first response carries the facts."""

    def __init__(self, server: flask.Flask, site: Site, settings: Settings) -> None:
        super().__init__(
            __name__,
            # Dash takes a Flask application here; its type says otherwise.
            server=cast("Any", server),
            use_pages=False,
            pages_folder="",
            include_assets_files=False,
            assets_url_path="_assets",
            suppress_callback_exceptions=True,
            update_title="",
            add_log_handler=False,
            enable_mcp=False,
        )
        self._site = site
        self._settings = settings
        self._manifest = read_manifest(settings.static)
        self.layout = self._first_layout

    def index(self, *_args: Any, **_kwargs: Any) -> flask.Response:
        """Return the document of the address asked for, with the status that it deserves."""
        path, query = flask.request.path, flask.request.query_string.decode("latin-1")
        moved = self._site.moved(path)
        if moved:
            return cast("flask.Response", flask.redirect(moved + f"?{query}" * bool(query), 308))
        content = self._site.content(path, query)
        text = document(self._document(content, path, query), self._manifest)
        response = flask.Response(text, content.status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-cache" if _lasts(content) else "no-store"
        response.headers["Content-Language"] = place(path).language
        if content.status == 503:
            response.headers["Retry-After"] = problems.RETRY_AFTER
        return response

    def _document(self, content: PageContent, path: str, query: str) -> Document:
        where = place(path)
        base = self._settings.public_url or flask.request.host_url.rstrip("/")
        told = query if content.canonical is None else content.canonical
        search = f"?{told}" if told else ""
        return Document(
            language=where.language,
            title=content.title,
            description=content.description,
            address=base + address(where.path, where.language) + search,
            alternates={"es": base + where.path + search, "en": base + address(where.path, "en") + search},
            body=render.html(html.Div(_shown(content), id="page"), content.svgs),
            plotly=content.plotly,
            config={} if content.plotly == "none" else self._renderer_config(content.plotly),
            listed=content.status == 200 and content.listed,
        )

    def _renderer_config(self, plotly: str) -> Mapping[str, Any]:
        config = dict(self._config())  # type: ignore[no-untyped-call]
        for hidden in ("python_version", "end_id"):
            config.pop(hidden, None)
        # Dash itself then loads plotly, while it already draws the page around the charts.
        return {**config, "serve_locally": False, "plotlyjs_url": plotly_address(plotly, self._manifest)}

    def _first_layout(self) -> Component:
        """The page that asks for its layout, known by its address, so that nothing changes on taking over."""
        asking = _asking(flask.request.referrer or "/")
        path, search = asking.path or "/", f"?{asking.query}" if asking.query else ""
        content = self._site.content(path, asking.query)
        _keep_only_good(content)
        return html.Div(
            [
                dcc.Location(id="url", refresh=False, pathname=path, search=search),
                html.Div(_shown(content), id="page"),
            ]
        )


def _asking(referrer: str) -> SplitResult:
    try:
        return urlsplit(referrer)
    except ValueError:
        return urlsplit("/")


def create_app(
    settings: Settings,
    pages: Mapping[str, Page] | None = None,
    families: Mapping[str, Family] = MappingProxyType({}),
) -> flask.Flask:
    """Return the WSGI application over the published stores of `settings.home`.

    `pages` and `families` are those of the site unless others are given. Raises FileNotFoundError, with
    what to do, if the files that browsers load were not built.
    """
    server = flask.Flask(__name__, static_folder=None)
    stores = Stores(settings.home)
    site = Site(stores, *(_registered() if pages is None else (pages, families)))
    downloads.register(server, stores)
    contract_files.register(server, stores)
    signal_files.register(server, stores)
    checks.register(server, stores)
    file_parameters.register(server)
    _answer_errors(server)
    refuse_nonsense(server)
    application = PageApp(server, site, settings)
    _answer_changes(application, site)
    cached = ResponseCache(server.wsgi_app, site.version, settings.cache_bytes)
    files = StaticFiles(cached, settings.static, read_manifest(settings.static))
    server.wsgi_app = Guard(files, settings)  # type: ignore[method-assign]
    return server


def _registered() -> tuple[Mapping[str, Page], Mapping[str, Family]]:
    from dashboard.pages.registry import families, pages

    return pages(), families()


def _answer_changes(application: Dash, site: Site) -> None:
    @application.callback(
        Output("page", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
        prevent_initial_call=True,
    )
    def show(path: str, search: str | None) -> Any:
        content = site.content(path, (search or "").removeprefix("?"))
        callback_context.response.set_header("X-Plotly", content.plotly)
        _keep_only_good(content)
        return orjson.Fragment(as_json(_shown(content)))


def _answer_errors(server: flask.Flask) -> None:
    """What is no page says in plain words, too, what went wrong."""

    @server.errorhandler(StoreError)
    def no_store(error: StoreError) -> flask.Response:
        return _later(problems.AWAY if unreachable(error) else problems.NO_STORE)

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        told = problems.NOT_FOUND if error.code == 404 else problems.REFUSED
        response = error.get_response()
        response.content_type = TEXT
        response.set_data(f"{told.es}. {told.en}.\n")
        return response

    @server.errorhandler(DependencyException)
    def no_such_script(error: DependencyException) -> Any:
        return refused(NotFound())

    @server.errorhandler(500)
    def failed(error: Exception) -> flask.Response:
        if unreachable(getattr(error, "original_exception", None) or error):
            return _later(problems.AWAY)
        words = f"{problems.FAILED.es}. {problems.FAILED.en}.\n"
        return flask.Response(words, 500, {"Cache-Control": "no-store"}, mimetype="text/plain")


def _later(told: Text) -> flask.Response:
    """Say in both languages what is missing, and when to ask again."""
    headers = {"Cache-Control": "no-store", "Retry-After": problems.RETRY_AFTER}
    return flask.Response(f"{told.es}. {told.en}.\n", 503, headers, mimetype="text/plain")


def _lasts(content: PageContent) -> bool:
    return content.status == 200 and not content.passing


def _keep_only_good(content: PageContent) -> None:
    """Keep out of the response cache what may be gone at the next try."""

    @flask.after_this_request
    def mark(response: flask.Response) -> flask.Response:
        if not _lasts(content):
            response.headers["Cache-Control"] = "no-store"
        return response


def _shown(content: PageContent) -> Component:
    data: Any = {"data-title": content.title}
    return html.Div(content.tree, **data)
