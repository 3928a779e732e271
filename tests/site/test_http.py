"""What stands between a browser and a page: documents, files, headers, limits, the cache, problems."""

from __future__ import annotations

import gzip
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import server
from dashboard.app import create_app
from dashboard.cache import ResponseCache
from dashboard.headers import POLICY
from dashboard.hosts import is_host
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.settings import Settings, from_environment
from dashboard.wsgi import Environ, StartResponse
from loaders.errors import WrongSetting
from loaders.home import Home
from loaders.model import Text

from .sample import FAMILIES, PAGES, build


@pytest.fixture(scope="module")
def sample(home: Home, static: Path) -> Flask:
    return create_app(Settings(home=home, static=static), PAGES, FAMILIES)


@pytest.fixture
def ask(sample: Flask) -> FlaskClient:
    return sample.test_client()


def callback(ask: FlaskClient, search: str, path: str = "/") -> Any:
    asked = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "url", "property": "pathname", "value": path},
            {"id": "url", "property": "search", "value": search},
        ],
        "changedPropIds": ["url.search"],
        "parsedChangedPropsIds": ["url.search"],
    }
    return ask.post("/_dash-update-component", json=asked)


def test_the_first_response_carries_the_page(ask: FlaskClient) -> None:
    text = ask.get("/?n=7").get_data(as_text=True)
    assert '<html lang="es-MX"' in text
    assert "<title>Título 7</title>" in text
    assert "<h1>Página 7</h1>" in text
    assert "<title>Dibujo</title>" in text
    assert '<meta name="description" content="Descripción &lt;b&gt;">' in text
    assert '<link rel="canonical" href="http://localhost/?n=7">' in text
    assert '<link rel="alternate" hreflang="en" href="http://localhost/en/?n=7">' in text


def test_nothing_in_the_document_needs_an_exception_of_the_policy(ask: FlaskClient) -> None:
    text = ask.get("/").get_data(as_text=True)
    assert "<style" not in text
    assert " style=" not in text
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
    assert inline == []


def test_only_a_page_with_a_live_chart_loads_dash(ask: FlaskClient) -> None:
    live, still = ask.get("/").text, ask.get("/numero/2").text
    named = [re.findall(r'src="/static/([a-z]+)[^"]*"', text) for text in (live, still)]
    assert named == [["dash", "controls", "takeover", "early"], ["controls", "still"]]
    assert [text.count('id="_dash-config"') for text in (live, still)] == [1, 0]
    assert [text.count('id="react-entry-point"') for text in (live, still)] == [1, 0]
    for text in (live, still):
        assert all(text.count(f'id="{part}"') == 1 for part in ("ssr", "network-notice", "spoken"))


def test_english_pages_stand_under_en(ask: FlaskClient) -> None:
    answer = ask.get("/en/?n=7")
    assert '<html lang="en"' in answer.text
    assert "<title>Title 7</title>" in answer.text


def test_layout_is_that_of_the_page_that_asks(ask: FlaskClient) -> None:
    layout = ask.get("/_dash-layout", headers={"Referer": "http://localhost/?n=5"}).get_json()
    address, page = layout["props"]["children"]
    assert (address["props"]["pathname"], address["props"]["search"]) == ("/", "?n=5")
    assert "Página 5" in json.dumps(page, ensure_ascii=False)


def test_callback_answers_an_address(ask: FlaskClient) -> None:
    answer = callback(ask, "?n=6")
    assert "Página 6" in json.dumps(answer.get_json(), ensure_ascii=False)
    assert answer.headers["X-Plotly"] == "basic"


@pytest.mark.parametrize(("path", "words"), [("/nada", "no existe"), ("/en/nothing", "does not exist")])
def test_unknown_addresses_say_so_with_ways_on(ask: FlaskClient, path: str, words: str) -> None:
    answer = ask.get(path)
    assert answer.status_code == 404
    assert words in answer.text
    assert ("/en/" if "/en/" in path else "/") in re.findall(r'<li><a href="([^"]+)"', answer.text)
    assert 'content="noindex"' in answer.text


def test_a_failing_page_says_what_to_do_and_is_tried_again(home: Home, static: Path) -> None:
    failing = [True]

    def unsteady(request: PageRequest) -> PageContent:
        if failing[0]:
            raise RuntimeError("boom")
        return build(request)

    pages = {"/": Page("unsteady", "/", Text("Muestra", "Sample"), unsteady)}
    ask = create_app(Settings(home=home, static=static), pages).test_client()
    assert ask.get("/").status_code == 500
    assert "Vuelva a intentarlo" in ask.get("/").text
    assert "Vuelva a intentarlo" in json.dumps(callback(ask, "").get_json(), ensure_ascii=False)
    failing[0] = False
    assert ask.get("/").status_code == 200
    assert "Página 1" in json.dumps(callback(ask, "").get_json(), ensure_ascii=False)


def test_without_a_store_the_page_says_how_to_load_one(tmp_path: Path, static: Path) -> None:
    ask = create_app(Settings(home=Home(tmp_path), static=static), PAGES).test_client()
    answer = ask.get("/")
    assert answer.status_code == 503
    assert "cuentas load" in answer.text


def test_a_store_of_another_schema_says_to_load_again(
    home: Home, static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.engine.schema_version", lambda: "another")
    answer = create_app(Settings(home=home, static=static), PAGES).test_client().get("/")
    assert answer.status_code == 503
    assert "cuentas load" in answer.text


SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/nada", "/assets/logo.svg", "/static/none.js", "/_dash-dependencies"])
def test_every_answer_has_the_security_headers_and_no_cookie(ask: FlaskClient, path: str) -> None:
    headers = ask.get(path).headers
    assert {name: headers[name] for name in SECURITY} == SECURITY
    assert "Set-Cookie" not in headers


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_what_is_too_large_is_refused(ask: FlaskClient) -> None:
    assert ask.get("/?" + "a" * 5000).status_code == 414
    assert ask.post("/_dash-update-component", data=b"x" * 100_000).status_code == 413


def decoded(data: bytes, coding: str) -> bytes:
    if coding == "br":
        return bytes(brotli.decompress(data))
    return gzip.decompress(data) if coding == "gzip" else data


@pytest.mark.parametrize("accepted", ["br", "gzip", "gzip, deflate, br, zstd", "", "br;q=0"])
def test_answers_are_compressed_as_the_client_accepts(ask: FlaskClient, accepted: str) -> None:
    for path in ("/", "/assets/estados.geojson"):
        answer = ask.get(path, headers={"Accept-Encoding": accepted})
        coding = answer.headers.get("Content-Encoding", "")
        assert coding == (
            "br" if "br" in accepted and "q=0" not in accepted else "gzip" if accepted == "gzip" else ""
        )
        assert decoded(answer.data, coding) == ask.get(path).data
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_hashed_files_are_kept_for_a_year_and_plain_ones_are_asked_about(ask: FlaskClient) -> None:
    script = re.findall(r'src="(/static/dash[^"]+)"', ask.get("/").text)[0]
    assert "immutable" in ask.get(script).headers["Cache-Control"]
    plain = ask.get("/assets/logo.svg")
    assert plain.headers["Cache-Control"] == "public, no-cache"
    again = ask.get("/assets/logo.svg", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/static/../pyproject.toml", "/static/manifest.json", "/assets/nada.js"])
def test_only_built_files_are_served(ask: FlaskClient, path: str) -> None:
    assert ask.get(path).status_code == 404


def test_a_page_is_built_once_for_document_layout_and_callback(home: Home, static: Path) -> None:
    built: list[str] = []

    def counted(request: PageRequest) -> PageContent:
        built.append(request.query)
        return build(request)

    pages = {"/": Page("counted", "/", Text("Muestra", "Sample"), counted)}
    ask = create_app(Settings(home=home, static=static), pages).test_client()
    ask.get("/?n=3")
    ask.get("/?n=3")
    ask.get("/_dash-layout", headers={"Referer": "http://localhost/?n=3"})
    callback(ask, "?n=3")
    assert built.count("n=3") == 1


def test_a_newly_published_store_is_seen_without_a_restart(home: Home, static: Path, tmp_path: Path) -> None:
    ours = Home(tmp_path)
    ours.stores.mkdir()
    first = home.pointer.read_text().strip()
    for version in (first, "second"):
        ours.store(version).write_bytes(home.store(first).read_bytes())
    versions: list[str] = []

    def seen(request: PageRequest) -> PageContent:
        versions.append(request.store.version)
        return build(request)

    pages = {"/": Page("seen", "/", Text("Muestra", "Sample"), seen)}
    ask = create_app(Settings(home=ours, static=static), pages).test_client()
    for version in (first, first, "second", "second"):
        ours.pointer.write_text(version)
        ask.get("/?n=2")
    assert list(dict.fromkeys(versions)) == [first, "second"]


def test_a_page_unchanged_is_not_sent_again(ask: FlaskClient) -> None:
    tag = ask.get("/").headers["ETag"]
    assert ask.get("/", headers={"If-None-Match": tag}).status_code == 304
    assert ask.get("/?n=2", headers={"If-None-Match": tag}).status_code == 200


def test_head_sends_no_body(ask: FlaskClient) -> None:
    answer = ask.head("/")
    assert (answer.status_code, answer.data) == (200, b"")


def test_the_cache_counts_what_readers_choose_as_well() -> None:
    def answer(environ: Environ, start_response: StartResponse) -> list[bytes]:
        del environ
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]

    cache = ResponseCache(answer, lambda: "v", 100_000)
    for number in range(200):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": f"n={number}" + "x" * 3000}
        assert list(cache(environ, lambda *_: None)) == [b"ok"]
    assert 20 < len(cache._kept) < 30


@pytest.mark.parametrize("path", ["/", "/assets/logo.svg"])
def test_a_tag_is_found_in_a_list_weakly_or_as_any(ask: FlaskClient, path: str) -> None:
    tag = ask.get(path).headers["ETag"]
    strong = tag.removeprefix("W/")
    for given in (f'"other", {tag}', f"W/{strong}", strong, "*"):
        assert ask.get(path, headers={"If-None-Match": given}).status_code == 304, given
    assert ask.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("accepted", ["br;q=0.0", "br; q=0", "gzip;q=0.000, identity"])
def test_a_weight_of_zero_is_a_refusal(ask: FlaskClient, accepted: str) -> None:
    assert "Content-Encoding" not in ask.get("/", headers={"Accept-Encoding": accepted}).headers


@pytest.mark.parametrize(
    ("host", "is_one"),
    [("[:::::]", False), ("[::1]:8050", True), ("", False), ("a_b.example", True), ("a:65535", True)],
)
def test_a_host_is_a_name_or_an_address_and_perhaps_a_port(host: str, is_one: bool) -> None:
    assert is_host(host) == is_one


PUBLIC = "https://cuentas.example"


@pytest.fixture(scope="module")
def declared(home: Home, static: Path) -> FlaskClient:
    return create_app(Settings(home=home, static=static, public_url=PUBLIC)).test_client()


@pytest.mark.parametrize(
    "host", ["cuentas.example", "CUENTAS.example.:8443", "localhost:8050", "127.0.0.1", "[::1]:1"]
)
def test_the_address_is_the_declared_one_whatever_a_client_calls_us(declared: FlaskClient, host: str) -> None:
    for path in ("/presupuesto", "/descargas/ranking.json", "/descargas/senales.csv"):
        answer = declared.get(path, headers={"Host": host, "X-Forwarded-Host": "evil.example"})
        assert answer.status_code == 200
        told = answer.text + str(answer.headers)
        assert not any(name in told for name in ("evil.example", "localhost", "127.0.0.1", "[::1]", ":8443"))
    assert f"{PUBLIC}/" in declared.get("/descargas/ranking.json", headers={"Host": host}).text


@pytest.mark.parametrize("host", ["evil.example", "cuentas.example.evil.example", "128.0.0.1", "[::2]"])
def test_who_asks_for_another_host_is_told_where_we_are(declared: FlaskClient, host: str) -> None:
    for path in ("/", "/robots.txt", "/assets/logo.svg"):
        answer = declared.get(path, headers={"Host": host})
        assert (answer.status_code, f"{PUBLIC}/" in answer.text) == (421, True)
        assert {name: answer.headers[name] for name in SECURITY} == SECURITY
        assert declared.head(path, headers={"Host": host}).data == b""


@pytest.mark.parametrize("host", ["evil.example", "otro.example:8050", "[2001:db8::1]"])
def test_without_a_declared_address_it_is_that_of_the_request(ask: FlaskClient, host: str) -> None:
    answer = ask.get("/?n=3", headers={"Host": host})
    assert f'<link rel="canonical" href="http://{host}/?n=3">' in answer.text


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", ""),
        ("https://cuentas.example/", "https://cuentas.example"),
        ("HTTPS://Cuentas.Example:443", "https://cuentas.example"),
        ("http://127.0.0.1:8050", "http://127.0.0.1:8050"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"),
    ],
)
def test_a_declared_address_has_one_form(given: str, address: str) -> None:
    assert from_environment({"CUENTAS_URL": given}).public_url == address


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("cuentas.example", "neither https"),
        ("ftp://cuentas.example", "neither https"),
        ("https://", "no host"),
        ("https://a b.example", "no host"),
        ("https://cuentas.example:99999", "not an address"),
        ("https://[::1", "not an address"),
        ("https://[:::::]", "not an address"),
        ("https://ana:hunter2@cuentas.example", "password"),
        ("https://cuentas.example/tablero", "root of its host"),
        ("https://cuentas.example/?key=hunter2", "query"),
    ],
)
def test_an_address_that_cannot_stand_in_pages_is_refused(given: str, told: str) -> None:
    with pytest.raises(WrongSetting, match=told) as refused:
        from_environment({"CUENTAS_URL": given})
    assert "CUENTAS_URL" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_proxies_are_declared_by_address() -> None:
    def trusted(given: str) -> tuple[str, ...]:
        return from_environment({"CUENTAS_TRUSTED_PROXIES": given}).trusted_proxies

    assert trusted("") == ("127.0.0.1/32", "::1/128")
    assert trusted("none") == ()
    assert trusted("10.0.0.5, 192.168.7.0/24,2001:db8::/32") == (
        "10.0.0.5/32",
        "192.168.7.0/24",
        "2001:db8::/32",
    )
    for wrong in ("*", "proxy", "10.0.0.1/24", "10.0.0.5,"):
        with pytest.raises(WrongSetting, match="CUENTAS_TRUSTED_PROXIES"):
            trusted(wrong)


def test_a_server_with_a_wrong_setting_does_not_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CUENTAS_URL", "https://cuentas.example/tablero")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert server.main(["--port", str(port)]) == 2
    assert "root of its host" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["a b", "a/b", "<x>", "a:b", "[::1", "a@b", "a:0", "a:65536", "a, a"])
def test_a_host_that_is_none_is_refused(ask: FlaskClient, host: str) -> None:
    assert ask.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/nada", "/robots.txt", "/assets/logo.svg", "/static/x.js", "/favicon.ico"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_pages_and_files_are_only_asked_for(ask: FlaskClient, path: str, method: str) -> None:
    answer = ask.open(path, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert " / " in answer.text
    assert {name: answer.headers[name] for name in SECURITY} == SECURITY


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_the_question_is_only_posted(ask: FlaskClient, method: str) -> None:
    answer = ask.open("/_dash-update-component", method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
    assert bool(answer.data) == (method != "HEAD")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/robots.txt", "GET, HEAD, OPTIONS"),
        ("/_dash-update-component", "POST, OPTIONS"),
    ],
)
def test_options_says_what_may_be_done(ask: FlaskClient, path: str, allowed: str) -> None:
    answer = ask.options(path)
    assert (answer.status_code, answer.headers["Allow"], answer.data) == (204, allowed, b"")
    assert "Content-Length" not in answer.headers


@pytest.mark.parametrize("method", ["BREW", "PROPFIND"])
def test_a_method_that_nobody_knows_is_not_implemented(ask: FlaskClient, method: str) -> None:
    for path in ("/", "/assets/logo.svg", "/_dash-update-component"):
        assert ask.open(path, method=method).status_code == 501


HEAD_PATHS = [
    "/?n=31",
    "/nada",
    "/assets/estados.geojson",
    "/static/nada.js",
    "/robots.txt",
    "/_dash-dependencies",
]


@pytest.mark.parametrize("accepted", ["", "br", "gzip", "identity;q=0, gzip"])
@pytest.mark.parametrize("path", HEAD_PATHS)
def test_head_is_told_what_get_is_told_also_when_it_comes_first(
    home: Home, static: Path, path: str, accepted: str
) -> None:
    ask = create_app(Settings(home=home, static=static), PAGES, FAMILIES).test_client()
    first, whole, again = (
        ask.open(path, method=method, headers={"Accept-Encoding": accepted})
        for method in ("HEAD", "GET", "HEAD")
    )
    assert first.data == again.data == b""
    assert first.status_code == whole.status_code == again.status_code
    assert list(first.headers) == list(whole.headers) == list(again.headers)
    assert whole.headers["Content-Length"] == str(len(whole.data))
    tag = whole.headers.get("ETag")
    if tag:
        unsent = ask.head(path, headers={"Accept-Encoding": accepted, "If-None-Match": tag})
        assert (unsent.status_code, unsent.data, unsent.headers["ETag"]) == (304, b"", tag)
        assert (unsent.headers["Vary"], unsent.headers["Cache-Control"]) == (
            whole.headers["Vary"],
            whole.headers["Cache-Control"],
        )


def streamed(asked: list[str]) -> ResponseCache:
    """A cache before an application that writes its answer while it is sent; `asked` tells what it did."""

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            asked.append("written")
            yield b"a"

        def close(self) -> None:
            asked.append("closed")

    def answer(environ: Environ, start_response: StartResponse) -> Pieces:
        asked.append(environ["REQUEST_METHOD"])
        start_response("200 OK", [("Content-Type", "text/csv")])
        return Pieces()

    return ResponseCache(answer, lambda: "v", 100_000)


@pytest.mark.parametrize(
    ("method", "accepted", "status"),
    [("HEAD", "", "200 OK"), ("GET", "identity;q=0, br", "406 Not Acceptable")],
)
def test_what_is_written_while_sent_is_not_begun_for_nobody(method: str, accepted: str, status: str) -> None:
    asked: list[str] = []
    started: list[str] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/x.csv", "HTTP_ACCEPT_ENCODING": accepted}
    body = b"".join(streamed(asked)(environ, lambda status, *_: started.append(status)))
    assert (asked, started) == (["GET", "closed"], [status])
    assert bool(body) == (method == "GET")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip;q=0.8, br;q=0.8", "br"),
        ("br;q=0.001, gzip;q=0.002", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0.1, gzip;q=0.5", "gzip"),
        ("identity, br;q=0.5", ""),
        ("identity;q=0.4, br;q=0.5", "br"),
        ("X-GZIP", "gzip"),
        ("deflate", ""),
        ("zstd, *;q=0, gzip;q=0.2", "gzip"),
    ],
)
def test_the_heaviest_coding_is_taken(ask: FlaskClient, accepted: str, coding: str) -> None:
    for path in ("/", "/assets/estados.geojson"):
        answer = ask.get(path, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding", "") == coding
        assert decoded(answer.data, coding) == ask.get(path).data


@pytest.mark.parametrize("accepted", ["identity;q=0, gzip", "*;q=0, gzip", "gzip, identity;q=0.0"])
def test_who_refuses_the_plain_answer_gets_even_small_ones_compressed(
    ask: FlaskClient, accepted: str
) -> None:
    for path in ("/robots.txt", "/_dash-dependencies", "/assets/logo.svg", "/"):
        answer = ask.get(path, headers={"Accept-Encoding": accepted})
        assert answer.headers["Content-Encoding"] == "gzip", path
        assert decoded(answer.data, "gzip") == ask.get(path).data


@pytest.mark.parametrize("accepted", ["identity;q=0", "*;q=0", "deflate, identity;q=0"])
def test_who_takes_no_coding_of_ours_is_told(ask: FlaskClient, accepted: str) -> None:
    for path in ("/", "/robots.txt", "/assets/logo.svg"):
        answer = ask.get(path, headers={"Accept-Encoding": accepted})
        assert (answer.status_code, "Accept-Encoding" in answer.text) == (406, True)


@pytest.mark.parametrize("path", ["/", "/assets/logo.svg", "/robots.txt"])
@pytest.mark.parametrize(
    "asked", [{"Range": "bytes=0-9"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}]
)
def test_parts_and_dates_are_not_asked_for(ask: FlaskClient, path: str, asked: dict[str, str]) -> None:
    answer, whole = ask.get(path, headers=asked), ask.get(path)
    assert (answer.status_code, answer.data) == (200, whole.data)
    assert answer.headers["Content-Length"] == str(len(whole.data))


def test_what_is_cached_for_one_scheme_is_no_answer_for_another(ask: FlaskClient) -> None:
    for scheme in ("https", "http"):
        text = ask.get("/?n=44", base_url=f"{scheme}://localhost").text
        assert f'<link rel="canonical" href="{scheme}://localhost/?n=44">' in text
