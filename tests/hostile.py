"""Requests nobody should send: over every route and parameter, valid values mixed with what breaks servers.

The same seed over the same site gives the same requests. Places and valid values are the site's own: its
routes, pages, families and files, and whatever its pages link to or offer to choose.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from random import Random
from typing import Any, Final
from urllib.parse import parse_qsl, quote, quote_from_bytes, urlsplit

from flask import Flask

from dashboard.api.file_parameters import FOLDER, KNOWN
from dashboard.asked import INPUTS, OUTPUT, OUTPUTS
from dashboard.asked import PATH as CALLBACK
from dashboard.data.store import Store
from dashboard.pages.registry import families, pages

ENDINGS: Final = ("csv", "json", "xlsx", "parquet", "svg", "pdf", "")
METHODS: Final = (
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "BREW",
    "get",
    "G\tT",
)
TEXTS: Final = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1e999",
        "NaN",
        "Infinity",
        "999999999999999999999999",
        "9" * 5000,
        "1,000",
        "0x10",
    ),
    *(
        "á",
        "a\u0301",
        "ß",
        "İ",
        "\u202e123",
        "\ufeff",
        "😀",
        "\ud83d",
        "٣",
        "²",
        "ﬀ",
        "\x00",
        "a\x00b",
        "\x1f",
    ),
    *("' OR 1=1 --", '"; DROP TABLE contract; --', "1); SELECT 1", "%' ESCAPE '", "$1", "?", ":x", "%(x)s"),
    *("<script>alert(1)</script>", '"><img src=x>', "{{7*7}}", "${7*7}", "&lt;", "]]>", "<!--"),
    *("../../etc/passwd", "..\\..", "//example.org/", "file:///etc/passwd", "\r\nX: y", "C:\\nul", "con"),
    *('"', '"abierta', "a AND", "OR OR", "NEAR(a b)", "a*", "*", "(((", "-a", "^a", "col:a", "~", "a" * 300),
    *("None", "null", "true", "[]", "{}", "todos", "2017", "ramo=2", "a,b,c", ",", ",,,,", "1-", "2017-2008"),
)
BYTES: Final = (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe9", b"%", b"%zz", b"%u0041")
SYNTAX: Final = ("", "&", "=", "&&==&", ";", "a=1;b=2", "#", "?", "%", "%00", "+", "a[]=1", "[", "]=", "=x=y")
HEADERS: Final[Mapping[str, Sequence[str]]] = {
    "Host": (
        "",
        "localhost",
        "example.org",
        "a b",
        "[::1",
        "[::1]:99999",
        "x:y",
        "a/../b",
        "é",
        "a" * 3000,
        "*",
    ),
    "X-Forwarded-Proto": ("https", "javascript", "https,http", "", "a\tb"),
    "X-Forwarded-Host": ("evil.example", "[", ""),
    "X-Forwarded-For": ("127.0.0.1", "::1, 10.0.0.1", "nonsense", "9" * 2000),
    "Forwarded": ("for=_x;proto=https;host=evil", ";;;", '"'),
    "Range": ("bytes=0-1", "bytes=-5", "bytes=5-1", "bytes=0-,0-,0-", "lines=1-2", "bytes=" + "9" * 400, "="),
    "If-Range": ('"x"', "nonsense"),
    "If-None-Match": ("*", '"a"', 'W/"a", "b"', '"', 'W/"', "a" * 3000, ",,,"),
    "If-Modified-Since": ("Tue, 01 Dec 2026 00:00:00 GMT", "nonsense", "Tue, 99 Foo 9999 99:99:99 GMT"),
    "If-Match": ("*", '"x"'),
    "Accept-Encoding": ("br", "gzip", "br;q=0", "*;q=0", "identity;q=0", "br;q=x", "gzip;q=9e9", ",;,", "é"),
    "Accept-Language": ("es", "en;q=x", "*", "-" * 500),
    "Accept": ("*/*", "application/json", "/", "a/b;q=nan"),
    "Referer": ("http://[", "http://a/contratos?ejercicio=2017", "nonsense", "//", "http://a/\xff", "a:b:c"),
    "Cookie": ("a=b", "=", ";;;;", 'a="\\777"', "a" * 4000),
    "Content-Type": (
        "application/json",
        "text/plain",
        "multipart/form-data",
        "application/json; charset=x",
        "/",
    ),
    "Expect": ("100-continue", "nonsense"),
    "Connection": ("close", "upgrade", "keep-alive, x"),
    "Upgrade": ("websocket", "h2c"),
    "User-Agent": ("", "é", "a" * 2000),
}
LINKS: Final = re.compile(r'href="(/[^"#]*)')
CHOICES: Final = re.compile(r'<select[^>]* name="([^"]+)".*?</select>', re.DOTALL)
OPTIONS: Final = re.compile(r'<option[^>]* value="([^"]*)"')
EXAMPLES: Final = 20


@dataclass(frozen=True)
class Request:
    """A request as it is sent: `target` is the path with the query, of characters below 256."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """The part of the target before the query."""
        return self.target.partition("?")[0]


@dataclass(frozen=True)
class Places:
    """Where requests go: paths with the parameters that each knows, and values that parameters have."""

    parameters: Mapping[str, Sequence[str]]
    values: Mapping[str, Sequence[str]]
    routes: Sequence[str]


def places(application: Flask, store: Store) -> Places:
    """Return all places of a site, and the values that its own pages name."""
    known = {path: sorted(names) for path, names in _known(store)}
    client = application.test_client()
    values: defaultdict[str, set[str]] = defaultdict(set)
    for path in known:
        if FOLDER not in path:
            for name, value in _named(client.get(path).get_data(as_text=True)):
                values[name].add(value)
    routes = [rule.rule for rule in application.url_map.iter_rules()]
    static = [path for path in _linked(client.get("/").get_data(as_text=True)) if "/static/" in path]
    ordered = {name: sorted(found) for name, found in sorted(values.items())}
    return Places(known, ordered, [*routes, *static, "/robots.txt", "/favicon.ico"])


def _known(store: Store) -> Iterator[tuple[str, Iterable[str]]]:
    for language in ("", "/en"):
        for page in pages().values():
            yield language + page.path, page.parameters or ()
        for family in families().values():
            for key in family.examples(store)[:EXAMPLES]:
                yield language + family.start + key, family.parameters or ()
        for name, parameters in KNOWN.items():
            for ending in ENDINGS:
                yield f"{language}{FOLDER}{name}.{ending}", (*parameters, "bom")


def _linked(text: str) -> list[str]:
    return [unescape(link) for link in LINKS.findall(text)]


def _named(text: str) -> Iterator[tuple[str, str]]:
    for link in _linked(text):
        yield from parse_qsl(urlsplit(link).query)
    for choice in CHOICES.finditer(text):
        yield from ((choice[1], unescape(value)) for value in OPTIONS.findall(choice[0]))


class Hostile:
    """Makes requests, each from the last number of one generator of random numbers."""

    def __init__(self, places: Places, seed: int) -> None:
        """Take the places to ask at; the same seed gives the same requests."""
        self._places = places
        self._random = Random(seed)
        self._files = [path for path in places.parameters if FOLDER in path]
        self._pages = [path for path in places.parameters if FOLDER not in path]

    def requests(self, count: int) -> Iterator[Request]:
        """Make so many requests."""
        makers: Sequence[Callable[[], Request]] = (self._get, self._callback, self._layout, self._other)
        for _ in range(count):
            yield self._random.choices(makers, (70, 15, 3, 12))[0]()

    def varied(self, count: int) -> Iterator[Request]:
        """Make so many requests that readers could send: no mistake is in any, and few are alike."""
        for _ in range(count):
            path = self._path()
            valid = self._query(self._places.parameters[path], hostile=0.0)
            # What is searched for differs with each reader.
            query = f"q=a{self._random.randrange(10**6)}&{valid}" if "/buscar" in path else valid
            asked = self._random.random() < 0.3 and FOLDER not in path
            yield (
                self._asked(path, query)
                if asked
                else Request("GET", f"{path}?{query}", {"Accept-Encoding": "br"})
            )

    # --- kinds of requests ----------------------------------------------------------------------------

    def _get(self) -> Request:
        path, headers = self._path(), self._headers()
        query = self._query(self._places.parameters[path], hostile=0.3)
        return Request("GET", f"{self._bent(path)}?{query}" if query else self._bent(path), headers)

    def _layout(self) -> Request:
        path = self._path()
        referrer = f"http://localhost{path}?{self._query(self._places.parameters[path], hostile=0.3)}"
        return Request("GET", "/_dash-layout", {**self._headers(), "Referer": referrer})

    def _callback(self) -> Request:
        path = self._random.choice([self._path(), self._text()])
        search = self._query(self._places.parameters.get(path, ()), hostile=0.3)
        asked = self._asked(path, search)
        if self._random.random() < 0.6:
            return asked
        body = self._random.choice((self._cut, self._another_shape, self._nonsense))(asked.body)
        return Request("POST", CALLBACK, {**self._headers(), **asked.headers}, body[:70_000])

    def _asked(self, path: str, search: str) -> Request:
        return Request("POST", CALLBACK, {"Content-Type": "application/json"}, question(path, f"?{search}"))

    def _other(self) -> Request:
        route = self._random.choice([*self._places.routes, CALLBACK, *self._pages])
        target = re.sub(r"<[^>]*>", lambda _: self._escaped(self._text()), route)
        method = self._random.choice(METHODS)
        body = self._text().encode("utf-8", "surrogatepass") if method in ("POST", "PUT", "PATCH") else b""
        return Request(
            method, target + self._random.choice(("", "?" + self._syntax())), self._headers(), body
        )

    # --- their parts ----------------------------------------------------------------------------------

    def _path(self) -> str:
        return self._random.choice(self._random.choice((self._pages, self._pages, self._files)))

    def _bent(self, path: str) -> str:
        if self._random.random() < 0.85:
            return path
        text = self._escaped(self._text())
        ways = (
            path + "/",
            "/" + path,
            path + "/" + text,
            path[:-1] + text,
            "/en" + path,
            path.upper(),
            path + "%00",
        )
        return self._random.choice(
            (*ways, f"/./{path}", f"/x/..{path}", f"/{text}", path.replace("/", "%2F"))
        )

    def _query(self, names: Sequence[str], hostile: float) -> str:
        if self._random.random() < hostile / 5:
            return self._syntax()
        chosen = self._random.choices(names, k=self._random.randrange(5)) if names else []
        strange = self._random.random() < hostile / 3
        pairs = [self._pair(name, hostile) for name in [*chosen, *[self._text()] * strange]]
        return "&".join(pairs * (50 if self._random.random() < hostile / 30 else 1))

    def _pair(self, name: str, hostile: float) -> str:
        valid = self._places.values.get(name, ())
        strange = self._random.random() < hostile or not valid
        value = (
            self._random.choice(TEXTS[:60] if not hostile else TEXTS)
            if strange
            else self._random.choice(valid)
        )
        return f"{self._escaped(name)}={self._escaped(value)}"

    def _text(self) -> str:
        text = self._random.choice(TEXTS)
        repeated = self._random.random() < 0.05
        return text * self._random.choice((2, 10, 100)) if repeated and len(text) < 50 else text

    def _escaped(self, text: str) -> str:
        if self._random.random() < 0.03:
            return quote_from_bytes(self._random.choice(BYTES), safe="%")
        if self._random.random() < 0.03:
            return text.encode("utf-8", "surrogatepass").decode("latin-1").replace(" ", "+")
        return quote(text, safe="", errors="surrogatepass")

    def _syntax(self) -> str:
        parts = self._random.choices(
            (*SYNTAX, "ejercicio=2017", "q=a", "x" * 500), k=self._random.randrange(1, 12)
        )
        return self._random.choice(("&", "", "=")).join(parts).replace(" ", "")

    def _headers(self) -> dict[str, str]:
        names = self._random.choices(list(HEADERS), k=self._random.choice((0, 0, 1, 1, 2, 4)))
        return {name: self._random.choice(HEADERS[name]) for name in names}

    # --- bodies that are no question ------------------------------------------------------------------

    def _cut(self, body: bytes) -> bytes:
        at = self._random.randrange(len(body))
        return body[:at] + self._random.choice((b"", *BYTES)) + body[at + self._random.randrange(5) :]

    def _another_shape(self, body: bytes) -> bytes:
        asked: Any = json.loads(body)
        strange: Any = self._random.choice(
            (None, 0, -1.5, True, "", [], {}, [None], {"id": "url"}, [[]], "\ud83d")
        )
        name = self._random.choice([*asked, "state", "other"])
        if name == "inputs" and self._random.random() < 0.7:
            self._random.choice(asked["inputs"])[self._random.choice(("id", "property", "value", "x"))] = (
                strange
            )
        else:
            asked[name] = strange
        return json.dumps(asked).encode()

    def _nonsense(self, _body: bytes) -> bytes:
        deep = (b"[" * 20_000, b'{"a":' * 10_000, b'{"output":' + b"[" * 5000 + b"]" * 5000 + b"}")
        flat = (
            b"",
            b"null",
            b"[]",
            b"{}",
            b"1e999",
            b"NaN",
            b'"' + b"a" * 60_000 + b'"',
            b"\xef\xbb\xbf{}",
            b"{" * 9,
        )
        return self._random.choice((*deep, *flat, *BYTES, '{"output":"page.children"}'.encode("utf-16")))


def question(path: str, search: str) -> bytes:
    """Return what a browser posts for an address; text that cannot be written is sent as JSON escapes it."""
    inputs = [
        {"id": name, "property": of, "value": value}
        for (name, of), value in zip(INPUTS, (path, search), strict=True)
    ]
    asked = {"output": OUTPUT, "outputs": OUTPUTS, "inputs": inputs, "changedPropIds": ["url.search"]}
    return json.dumps(asked).encode()
