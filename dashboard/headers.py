"""Security headers on every response, and limits on every request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import quote, urlsplit

from dashboard.data.parameters import without_ignored

from .asked import PATH as CALLBACK
from .content_coding import NO_CODING, accepted_coding
from .hosts import answers_to, is_host, misdirected
from .settings import Settings
from .wsgi import Application, Environ, Headers, Response, StartResponse, plain, with_body

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
PRINTABLE: Final = "".join(map(chr, range(0x21, 0x7F)))
# The one question that is posted; everything else is only asked for.
ASKED: Final = ("GET", "HEAD", "OPTIONS")
POSTED: Final = ("POST", "OPTIONS")
KNOWN: Final = (*ASKED, "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT")
WRONG_METHOD: Final = "Ese método no se usa aquí. / That method is not used here.\n"
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

        refused = self._refused(environ) or self._wrong_method(environ)
        if refused:
            return refused.send(start, with_body(environ))
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start("204 No Content", [("Allow", ", ".join(_methods(environ)))])
            return []
        if self._settings.public_url:
            # One address for all: pages, files and what is cached do not follow what a client calls us.
            public = urlsplit(self._settings.public_url)
            environ["HTTP_HOST"], environ["wsgi.url_scheme"] = public.netloc, public.scheme
        environ["QUERY_STRING"] = without_ignored(_escaped(environ.get("QUERY_STRING", "")))
        return self._application(environ, start)

    def _refused(self, environ: Environ) -> Response | None:
        if len(environ.get("QUERY_STRING", "")) > self._settings.max_query:
            return plain("414 URI Too Long", TOO_LONG)
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > self._settings.max_body:
            return plain("413 Content Too Large", TOO_BIG)
        host = environ.get("HTTP_HOST") or ""
        # HTTP/1.0 may leave it out.
        if not is_host(host) and (host or environ.get("SERVER_PROTOCOL") != "HTTP/1.0"):
            return plain("400 Bad Request", NOT_UNDERSTOOD)
        if host and not answers_to(host, self._settings.public_url):
            return plain("421 Misdirected Request", misdirected(self._settings.public_url))
        return None if accepted_coding(environ) else plain("406 Not Acceptable", NO_CODING)

    def _wrong_method(self, environ: Environ) -> Response | None:
        method, allowed = environ["REQUEST_METHOD"], _methods(environ)
        if method in allowed:
            return None
        if method not in KNOWN:
            return plain("501 Not Implemented", REFUSALS["501"])
        refused = plain("405 Method Not Allowed", WRONG_METHOD)
        return replace(refused, headers=(*refused.headers, ("Allow", ", ".join(allowed))))


def _escaped(query: str) -> str:
    """A query in ASCII: who reads it as UTF-8 would fail over other bytes, or take "ñ" for two letters."""
    return quote(query.encode("latin-1"), safe=PRINTABLE)


def _methods(environ: Environ) -> tuple[str, ...]:
    return POSTED if environ.get("PATH_INFO") == CALLBACK else ASKED
