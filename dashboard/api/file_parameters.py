"""Which parameters each file knows; any other is refused before anything is read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from itertools import chain
from typing import Final

import flask

from dashboard import urls
from dashboard.api.downloads import refused
from dashboard.components import notices
from dashboard.data import contract_filter, procurement, reconciliation, selection, signal_rows
from dashboard.data.parameters import Problem, refused_value, unknown_names
from dashboard.views.registry import BY_SLUG, CONTRACT_VIEWS
from loaders.model import Language

FOLDER: Final = "/descargas/"
KNOWN: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(BY_SLUG, selection.PARAMETERS),
    **dict.fromkeys(CONTRACT_VIEWS, procurement.PARAMETERS),
    "contratos": contract_filter.PARAMETERS,
    "senales": signal_rows.PARAMETERS,
    "compuesto": procurement.GROUP,
    "compuesto-pasos": procurement.GROUP,
    "comprobaciones": reconciliation.PARAMETERS,
}


def register(server: flask.Flask) -> None:
    """Refuse every request for a file that has a parameter which the file does not know."""

    @server.before_request
    def look() -> flask.Response | None:
        start, folder, name = flask.request.path.partition(FOLDER)
        names = KNOWN.get(name.partition(".")[0]) if folder and start in ("", "/en") else None
        if names is None:
            return None
        language: Language = "en" if start else "es"
        own = {urls.BOM} if name.endswith(".csv") else set()
        problems = (*unknown_names(flask.request.query_string.decode("latin-1"), names | own), *_bom())
        return refused(notices.all_told(problems, language), language, 404) if problems else None

    @server.after_request
    def mark(response: flask.Response) -> flask.Response:
        if response.mimetype == "text/csv" and response.status_code == 200 and urls.BOM in flask.request.args:
            if response.is_sequence:
                response.set_data(codecs.BOM_UTF8 + response.get_data())
            else:
                response.response = chain((codecs.BOM_UTF8,), response.iter_encoded())
        return response


def _bom() -> list[Problem]:
    """Return what is wrong with the value that asks for a byte order mark."""
    value = flask.request.args.get(urls.BOM, "1")
    return [] if value == "1" else [refused_value(urls.BOM, value, ["1"])]
