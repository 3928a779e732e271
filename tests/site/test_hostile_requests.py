"""A thousand hostile requests: each is answered or refused, none fails."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import setup_testing_defaults

import pytest
from flask import Flask

from dashboard.data.store import Stores
from dashboard.wsgi import Environ
from loaders.home import Home
from tests.hostile import Hostile, Request, places

REQUESTS = 1_000
SEED = 20261201


def environ(request: Request) -> Environ:
    """What a server makes of a request that it lets through."""
    path, _, query = request.target.partition("?")
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    made: Environ = {
        **named,
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
        "QUERY_STRING": query,
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.input": io.BytesIO(request.body),
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    setup_testing_defaults(made)
    return made


def status(app: Flask, request: Request) -> str:
    """The status of the answer to a request, which is read to its end."""
    started: list[str] = []

    def start(status: str, *_: Any) -> Callable[[bytes], object]:
        started.append(status)
        return lambda data: None

    answer = app.wsgi_app(environ(request), start)
    for _ in answer:
        pass
    getattr(answer, "close", lambda: None)()
    return started[-1]


def test_hostile_requests_are_answered_or_refused(
    app: Flask, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    hostile = Hostile(places(app, Stores(home).current()), SEED)
    seen: Counter[str] = Counter()
    failed: list[Request] = []
    with caplog.at_level(logging.WARNING):
        for request in hostile.requests(REQUESTS):
            answered = status(app, request)
            seen[answered[:3]] += 1
            # A method that nobody knows is the client's fault, whatever its number says (RFC 9110, 15.6.2).
            if answered.startswith("5") and not answered.startswith("501"):
                failed.append(request)
    assert failed == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    # They reach pages and are refused alike: neither kind of answer stands for all.
    assert seen["200"] > REQUESTS // 4
    assert {"400", "404", "405", "501"} <= seen.keys()


def test_the_same_seed_makes_the_same_requests(app: Flask, home: Home) -> None:
    where = places(app, Stores(home).current())
    first, again, other = (list(Hostile(where, seed).requests(50)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert {path for path in where.parameters if "/contrato/" in path}
    assert {"ejercicio", "ramo", "entidad"} <= where.values.keys()
