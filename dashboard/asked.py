"""Whether what is posted to the one callback is a question that it knows, before Dash looks at it."""

from __future__ import annotations

from typing import Any, Final

import flask
import orjson

PATH: Final = "/_dash-update-component"
OUTPUT: Final = "page.children"
OUTPUTS: Final = {"id": "page", "property": "children"}
INPUTS: Final = (("url", "pathname"), ("url", "search"))
FIELDS: Final = frozenset(("output", "outputs", "inputs", "changedPropIds", "parsedChangedPropsIds", "state"))
INPUT_FIELDS: Final = frozenset(("id", "property", "value"))


def refuse_nonsense(server: flask.Flask) -> None:
    """Answer 400 to a posted body that is no question; Dash would fail over it, with a traceback."""

    @server.before_request
    def look() -> None:
        if flask.request.path == PATH and flask.request.method == "POST" and not _understood(_body()):
            flask.abort(400)


def question(posted: bytes) -> tuple[str, str] | None:
    """Return the path and the query that a posted body asks for, all that an answer depends on, or None."""
    try:
        body = orjson.loads(posted)
    except orjson.JSONDecodeError:
        return None
    if not _understood(body):
        return None
    path, search = (given["value"] for given in body["inputs"])
    return path, search or ""


def _body() -> Any:
    try:
        return flask.request.get_json(silent=True)
    except RecursionError:
        return None


def _understood(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and body.keys() <= FIELDS
        and (body.get("output"), body.get("outputs")) == (OUTPUT, OUTPUTS)
        and body.get("state", []) == []
        and _texts(body.get("changedPropIds", []))
        and _texts(body.get("parsedChangedPropsIds", []))
        and _inputs(body.get("inputs"))
    )


def _inputs(given: Any) -> bool:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        return False
    if not all(one.keys() == INPUT_FIELDS for one in given):
        return False
    named = tuple((one.get("id"), one.get("property")) for one in given)
    path, search = (one.get("value") for one in given) if named == INPUTS else (None, None)
    return _text(path) and (search is None or _text(search))


def _texts(given: Any) -> bool:
    return isinstance(given, list) and all(map(_text, given))


def _text(given: Any) -> bool:
    """Whether it is text that can be written again: JSON may hold half of a pair of code units."""
    return isinstance(given, str) and not any("\ud800" <= letter <= "\udfff" for letter in given)
