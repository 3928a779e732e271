"""Serves the built files: compressed at set-up, kept in memory, cached by browsers for a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from .bundle import Manifest
from .wsgi import Application, Environ, Response, StartResponse, encoding, plain, unchanged

TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "geojson": "application/geo+json",
    "ico": "image/x-icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
# Nothing is kept from anyone.
ROBOTS: Final = "User-agent: *\nAllow: /\n"
FOREVER: Final = "public, max-age=31536000, immutable"
ENDINGS: Final = {"br": ".br", "gzip": ".gz", "": ""}


class StaticFiles:
    """`/static/<hashed name>` for ever, `/assets/<plain name>` by its ETag; all else goes on inside."""

    def __init__(self, application: Application, folder: Path, manifest: Manifest) -> None:
        self._application = application
        self._folder = folder
        # Browsers and feed readers ask for the icon by its old name, whatever the page says.
        self._plain = {"/favicon.ico": manifest["logo.svg"]}
        self._plain |= {f"/assets/{name}": hashed for name, hashed in manifest.items()}
        self._hashed = {
            f"/static/{path.name}": path.name
            for path in folder.iterdir()
            if path.name.rpartition(".")[2] in TYPES and path.name.count(".") > 1
        }
        self._read = lru_cache(maxsize=256)(self._file)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if path == "/robots.txt":
            return plain("200 OK", ROBOTS).send(start_response, environ["REQUEST_METHOD"] != "HEAD")
        if not path.startswith(("/static/", "/assets/", "/favicon.ico")):
            return self._application(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            refused = plain("405 Method Not Allowed", "Solo GET y HEAD. / GET and HEAD only.\n")
            return replace(refused, headers=(*refused.headers, ("Allow", "GET, HEAD"))).send(start_response)
        name = self._hashed.get(path) or self._plain.get(path)
        if name is None:
            return plain("404 Not Found", "No existe. / Not found.\n").send(
                start_response, environ["REQUEST_METHOD"] != "HEAD"
            )
        forever = path in self._hashed
        return self._answer(self._read(name, encoding(environ), forever), environ, start_response)

    def _answer(self, file: Response, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        tag = next(value for key, value in file.headers if key == "ETag")
        if unchanged(environ, tag):
            start_response("304 Not Modified", [pair for pair in file.headers if pair[0] != "Content-Type"])
            return []
        return file.send(start_response, environ.get("REQUEST_METHOD") != "HEAD")

    def _file(self, name: str, coded: str, forever: bool) -> Response:
        path = self._folder / (name + ENDINGS[coded])
        if not path.exists():
            path, coded = self._folder / name, ""
        headers = [
            ("Content-Type", TYPES[name.rpartition(".")[2]]),
            ("Cache-Control", FOREVER if forever else "public, no-cache"),
            ("ETag", f'"{name}-{coded}"'),
            ("Vary", "Accept-Encoding"),
        ]
        return Response("200 OK", (*headers, *_coding(coded)), path.read_bytes())


def _coding(coded: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Encoding", coded),) if coded else ()
