"""One cache of whole responses in front of the application, keyed by the store's version.

The same question gives the same bytes until another store is published, so an answer is made and
compressed once per worker. Only complete successful answers are kept, least recently used out first.
"""

from __future__ import annotations

import hashlib
import io
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from cachetools import LRUCache

from dashboard.data.parameters import without_ignored

from .asked import PATH as CALLBACK
from .asked import question
from .content_coding import NO_CODING, Coding, accepted_coding, compressed
from .wsgi import (
    Application,
    Environ,
    Headers,
    Response,
    StartResponse,
    header,
    not_modified,
    plain,
    unchanged,
    with_body,
)

LAYOUT: Final = "/_dash-layout"
LARGEST: Final = 4 * 1024 * 1024
SMALLEST_COMPRESSED: Final = 600
COMPRESSIBLE: Final = ("text/", "application/json", "application/geo+json", "image/svg+xml")
Key = tuple[str, ...]


class ResponseCache:
    """Answers again what was answered before for the same store version, path, choices and encoding."""

    def __init__(self, application: Application, version: Callable[[], str], largest: int) -> None:
        self._application = application
        self._version = version
        self._lock = threading.Lock()
        self._kept: LRUCache[Key, tuple[Key, Response]] = LRUCache(largest, getsizeof=_size)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if not _asks(environ):
            return self._application(environ, start_response)
        asked = _key(environ)
        if not asked:
            return self._application(environ, start_response)
        key = (self._version(), *asked)
        with self._lock:
            _, kept = self._kept.get(key, (key, None))
        answer = kept or self._ask(key, environ, start_response)
        return _send(answer, environ, start_response) if isinstance(answer, Response) else answer

    def _ask(self, key: Key, environ: Environ, start_response: StartResponse) -> Response | Iterable[bytes]:
        started: list[tuple[str, Headers, Any]] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            started[:] = [(status, headers, exc_info)]
            return lambda data: None

        coding = accepted_coding(environ) or Coding()
        # What HEAD is told is what GET would be, so that is what is asked.
        method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        body = self._application({**environ, "REQUEST_METHOD": method}, start)
        status, headers, exc_info = started[0]
        if not header(headers, "content-length"):
            # It is written while it is sent, uncompressed; for HEAD it is never begun.
            if with_body(environ) and not coding.needed:
                start_response(status, headers, exc_info)
                return body
            _close(body)
            return _headers_only(status, headers, coding, start_response)
        answer = _complete(status, headers, _read(body), coding)
        # A store published meanwhile may already have answered.
        if _worth_keeping(answer) and key[0] == self._version():
            with self._lock:
                self._kept[key] = (key, answer)
        return answer


def _asks(environ: Environ) -> bool:
    """Whether a request only asks, so that the same answer does for the next one."""
    method = environ["REQUEST_METHOD"]
    return method in ("GET", "HEAD") or (method == "POST" and environ["PATH_INFO"] == CALLBACK)


def _size(kept: tuple[Key, Response]) -> int:
    """The bytes of an answer and of what it answers, which readers choose, with what Python adds to each."""
    key, answer = kept
    texts = [*key, answer.status, *(text for pair in answer.headers for text in pair)]
    return len(answer.body) + sum(map(sys.getsizeof, texts)) + 500


def _key(environ: Environ) -> Key:
    """What an answer depends on; nothing for what is no question, whose refusal is not kept."""
    path, coded = environ["PATH_INFO"], str(accepted_coding(environ) or "")
    if environ["REQUEST_METHOD"] == "POST":
        asked = question(_body(environ))
        return ("POST", asked[0], _normal(asked[1].removeprefix("?")), coded) if asked else ()
    # The first layout is that of the page asking for it; no other answer depends on the referrer.
    referrer = environ.get("HTTP_REFERER", "") if path == LAYOUT else ""
    host = environ.get("wsgi.url_scheme", "") + "://" + environ.get("HTTP_HOST", "")
    return ("GET", path, _normal(environ.get("QUERY_STRING", "")), host, coded, referrer)


def _normal(query: str) -> str:
    """The query with its parameters in one order; repeated ones keep theirs."""
    return "&".join(sorted(without_ignored(query).split("&"), key=lambda pair: pair.partition("=")[0]))


def _body(environ: Environ) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _read(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _headers_only(
    status: str, headers: Headers, coding: Coding, start_response: StartResponse
) -> Response | Iterable[bytes]:
    if coding.needed and status.startswith("200"):
        return plain("406 Not Acceptable", NO_CODING)
    start_response(status, headers)
    return []


def _complete(status: str, headers: Headers, body: bytes, coding: Coding) -> Response:
    kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "vary")]
    varies = ", ".join(filter(None, ("Accept-Encoding", header(headers, "vary"))))
    kept.append(("Vary", varies))
    if status.startswith("200") and not header(headers, "etag") and not header(headers, "set-cookie"):
        kept.append(("ETag", f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'))
    if not header(headers, "cache-control"):
        kept.append(("Cache-Control", "no-cache"))
    answer = Response(status, tuple(kept), body)
    return compressed(answer, coding.name) if _compressible(answer, coding) else answer


def _compressible(answer: Response, coding: Coding) -> bool:
    worth = (
        header(answer.headers, "content-type").startswith(COMPRESSIBLE)
        and len(answer.body) >= SMALLEST_COMPRESSED
    )
    return bool(coding.name) and (worth or coding.needed) and not header(answer.headers, "content-encoding")


def _worth_keeping(answer: Response) -> bool:
    private = header(answer.headers, "set-cookie") or header(answer.headers, "cache-control") == "no-store"
    return answer.status.startswith("200") and not private and len(answer.body) <= LARGEST


def _send(answer: Response, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    tag = header(answer.headers, "etag")
    if tag and unchanged(environ, tag) and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return not_modified(answer, start_response)
    return answer.send(start_response, with_body(environ))
