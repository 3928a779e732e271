"""The few types and helpers that the WSGI layers around the application share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

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


def plain(status: str, text: str) -> Response:
    """Return a short plain-text answer, for what no page can say."""
    return Response(status, (("Content-Type", TEXT), ("Cache-Control", "no-store")), text.encode())


def encoding(environ: Environ) -> str:
    """Return the best compression that the client accepts: br, gzip, or "" for none."""
    offered = environ.get("HTTP_ACCEPT_ENCODING", "")
    accepted = {part.split(";")[0].strip() for part in offered.split(",") if not part.endswith("q=0")}
    return next((name for name in ("br", "gzip") if name in accepted), "")


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Return the value of a header, "" if it is not there."""
    return next((value for key, value in headers if key.lower() == name), "")
