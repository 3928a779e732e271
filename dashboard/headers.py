"""Security headers on every response, and limits on every request."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import urlsplit

from .settings import Settings
from .wsgi import Application, Environ, Headers, Response, StartResponse, plain

# React and plotly set styles by script through the CSSOM, which this allows; style attributes and
# <style> elements in the markup are not needed and stay forbidden, and so is any inline script.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
SECURITY: Final[Headers] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), interest-cohort=(), microphone=(), payment=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
HOST: Final = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
TOO_LONG: Final = "La dirección es demasiado larga. / The address is too long.\n"
TOO_BIG: Final = "La solicitud es demasiado grande. / The request is too large.\n"
# What the server itself says to what is no request, by status; anything else is not understood.
REFUSALS: Final = {
    "408": "La solicitud no llegó completa a tiempo. / The request did not arrive complete in time.\n",
    "411": "Falta decir cuánto mide la solicitud. / The request does not tell its length.\n",
    "413": TOO_BIG,
    "414": TOO_LONG,
    "431": TOO_BIG,
    "500": "El error es nuestro y quedó registrado. / The error is ours and was recorded.\n",
    "501": "Este servidor no conoce ese método. / This server does not know that method.\n",
}
NOT_UNDERSTOOD: Final = "La solicitud no se entiende. / The request cannot be understood.\n"


def refusal(status: str, with_body: bool = True) -> bytes:
    """Return a whole HTTP/1.1 message that refuses what is no request, after which the connection closes."""
    told = plain(status, REFUSALS.get(status[:3], NOT_UNDERSTOOD))
    length = ("Content-Length", str(len(told.body)))
    headers = [("Date", formatdate(usegmt=True)), ("Connection", "close"), length, *told.headers, *SECURITY]
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1") + (told.body if with_body else b"")


class Guard:
    """Refuses what is too large before any work is done, and adds the security headers to all answers."""

    def __init__(self, application: Application, settings: Settings) -> None:
        self._application = application
        self._settings = settings

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            return start_response(status, [*headers, *SECURITY], *rest)

        refused = self._refused(environ)
        if self._settings.public_url:
            # One address for all: pages, files and what is cached do not follow what a client calls us.
            public = urlsplit(self._settings.public_url)
            environ["HTTP_HOST"], environ["wsgi.url_scheme"] = public.netloc, public.scheme
        return refused.send(start) if refused else self._application(environ, start)

    def _refused(self, environ: Environ) -> Response | None:
        if len(environ.get("QUERY_STRING", "")) > self._settings.max_query:
            return plain("414 URI Too Long", TOO_LONG)
        if not HOST.fullmatch(environ.get("HTTP_HOST") or "localhost"):
            return plain("400 Bad Request", NOT_UNDERSTOOD)
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > self._settings.max_body:
            return plain("413 Content Too Large", TOO_BIG)
        return None
