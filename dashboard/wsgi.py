"""The few types and helpers that the WSGI layers around the application share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from werkzeug.http import parse_etags

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

TEXT: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Response:
    """A whole response; its body is held in memory."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def send(self, start_response: StartResponse, with_body: bool = True) -> Iterable[bytes]:
        """Answer a request with this response."""
        start_response(self.status, [*self.headers, ("Content-Length", str(len(self.body)))])
        return [self.body] if with_body else []


# What a client that has the answer already is told of it (RFC 9110, 15.4.5).
TOLD_UNCHANGED: Final = ("etag", "vary", "cache-control")


def not_modified(answer: Response, start_response: StartResponse) -> Iterable[bytes]:
    """Tell a client that what it has is still the answer."""
    start_response("304 Not Modified", [pair for pair in answer.headers if pair[0].lower() in TOLD_UNCHANGED])
    return []


def with_body(environ: Environ) -> bool:
    """Return whether the request wants more than the headers."""
    return bool(environ["REQUEST_METHOD"] != "HEAD")


def plain(status: str, text: str) -> Response:
    """Return a short plain-text answer, for what no page can say."""
    return Response(status, (("Content-Type", TEXT), ("Cache-Control", "no-store")), text.encode())


def unchanged(environ: Environ, tag: str) -> bool:
    """Return whether the client has what `tag` names: If-None-Match, compared weakly (RFC 9110, 13.1.2)."""
    return parse_etags(environ.get("HTTP_IF_NONE_MATCH", "")).contains_weak(tag.removeprefix("W/").strip('"'))


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Return the value of a header, "" if it is not there."""
    return next((value for key, value in headers if key.lower() == name), "")
