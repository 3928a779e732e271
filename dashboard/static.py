"""Serves the built files: compressed at set-up, kept in memory, cached by browsers for a year."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from .bundle import Manifest
from .content_coding import Coding, accepted_coding, compressed
from .wsgi import Application, Environ, Response, StartResponse, not_modified, plain, unchanged, with_body

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
        coding = accepted_coding(environ) or Coding()
        if path == "/robots.txt":
            told = plain("200 OK", ROBOTS)
            told = compressed(told, coding.name) if coding.needed else told
            return told.send(start_response, with_body(environ))
        if not path.startswith(("/static/", "/assets/", "/favicon.ico")):
            return self._application(environ, start_response)
        name = self._hashed.get(path) or self._plain.get(path)
        if name is None:
            missing = plain("404 Not Found", "No existe. / Not found.\n")
            return missing.send(start_response, with_body(environ))
        forever = path in self._hashed
        return self._answer(self._read(name, coding, forever), environ, start_response)

    def _answer(self, file: Response, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        tag = next(value for key, value in file.headers if key == "ETag")
        if unchanged(environ, tag):
            return not_modified(file, start_response)
        return file.send(start_response, with_body(environ))

    def _file(self, name: str, coding: Coding, forever: bool) -> Response:
        path = self._folder / (name + ENDINGS[coding.name])
        made = path.exists()
        stated = coding.name if made or coding.needed else ""
        headers = (
            ("Content-Type", TYPES[name.rpartition(".")[2]]),
            ("Cache-Control", FOREVER if forever else "public, no-cache"),
            ("ETag", f'"{name}-{stated}"'),
            ("Vary", "Accept-Encoding"),
        )
        if made:
            return Response("200 OK", (*headers, *_coding(stated)), path.read_bytes())
        whole = Response("200 OK", headers, (self._folder / name).read_bytes())
        return compressed(whole, stated) if stated else whole


def _coding(coded: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Encoding", coded),) if coded else ()
