"""What stands between a browser and a page: documents, files, headers, limits, the cache, problems."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.cache import ResponseCache
from dashboard.headers import POLICY
from dashboard.pages.model import Page, PageContent, PageRequest
from dashboard.settings import Settings
from dashboard.wsgi import Environ, StartResponse
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


def test_the_address_is_the_declared_one_whatever_a_client_calls_us(home: Home, static: Path) -> None:
    settings = Settings(home=home, static=static, public_url="https://cuentas.example")
    ask = create_app(settings).test_client()
    for path in ("/presupuesto", "/descargas/ranking.json", "/descargas/senales.csv"):
        answer = ask.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 200
        assert "evil.example" not in answer.text + str(answer.headers)
    assert "https://cuentas.example/" in ask.get("/descargas/ranking.json").text


@pytest.mark.parametrize("host", ["a b", "a/b", "<x>", "a:b", "[::1", "a@b"])
def test_a_host_that_is_none_is_refused(ask: FlaskClient, host: str) -> None:
    assert ask.get("/", headers={"Host": host}).status_code == 400


def test_files_are_only_asked_for(ask: FlaskClient) -> None:
    answer = ask.post("/assets/logo.svg")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert ask.head("/assets/nada.js").data == b""


def test_what_is_cached_for_one_scheme_is_no_answer_for_another(ask: FlaskClient) -> None:
    for scheme in ("https", "http"):
        text = ask.get("/?n=44", base_url=f"{scheme}://localhost").text
        assert f'<link rel="canonical" href="{scheme}://localhost/?n=44">' in text
