"""Which parameters each file knows; any other is refused before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import flask

from dashboard.api.downloads import refused
from dashboard.components import notices
from dashboard.data import contract_filter, procurement, reconciliation, selection, signal_rows
from dashboard.data.parameters import unknown_names
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
        problems = unknown_names(flask.request.query_string.decode("latin-1"), names)
        return refused(notices.all_told(problems, language), language, 404) if problems else None
