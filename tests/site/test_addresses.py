"""Addresses and questions that are nearly right, or nonsense: an answer in plain words, never a traceback."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.asked import PATH
from dashboard.pages.model import Page
from dashboard.settings import Settings
from loaders.home import Home
from loaders.model import Text

from .sample import FAMILIES, PAGES, build

INPUTS = [
    {"id": "url", "property": "pathname", "value": "/"},
    {"id": "url", "property": "search", "value": "?n=3"},
]
ASKED: dict[str, Any] = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": INPUTS,
    "changedPropIds": ["url.search"],
}


def but(**changed: Any) -> bytes:
    return json.dumps({**ASKED, **changed}).encode()


def asking(path: object, search: object) -> bytes:
    return but(inputs=[{**INPUTS[0], "value": path}, {**INPUTS[1], "value": search}])


NONSENSE = {
    "object": b"{}",
    "list": b"[]",
    "null": b"null",
    "number": b"1",
    "nothing": b"",
    "garbage": b"\xff\x00 no json",
    "deep": b"[" * 60_000,
    "digits": b"1" * 60_000,
    "other output": but(output="other.children"),
    "output that is no text": but(output=["page.children"]),
    "other outputs": but(outputs=[]),
    "no inputs": but(inputs=[]),
    "inputs null": but(inputs=None),
    "inputs nested": but(inputs=[INPUTS]),
    "inputs in another order": but(inputs=INPUTS[::-1]),
    "state": but(state=[{"id": "x", "property": "y"}]),
    "state null": but(state=None),
    "state zero": but(state=0),
    "state false": but(state=False),
    "state without letters": but(state=""),
    "state without fields": but(state={}),
    "changed null": but(changedPropIds=None),
    "changed objects": but(changedPropIds=[{}]),
    "unknown field": but(padding="x" * 1000),
    "unknown field of an input": but(inputs=[{**INPUTS[0], "padding": 1}, INPUTS[1]]),
    "path null": asking(None, ""),
    "path object": asking({}, ""),
    "search list": asking("/", []),
    "half a pair": asking("/", "?n=\ud800"),
}


@pytest.fixture(scope="module")
def sample(home: Home, static: Path) -> Flask:
    pages = {**PAGES, "/otra": Page("other", "/otra", Text("Otra", "Other"), build)}
    return create_app(Settings(home=home, static=static), pages, FAMILIES)


@pytest.fixture
def ask(sample: Flask) -> FlaskClient:
    return sample.test_client()


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
def test_a_posted_body_that_is_no_question_is_refused_in_words(
    ask: FlaskClient, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask.post(PATH, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert "La solicitud no se entiende" in answer.text
    assert "The request cannot be understood" in answer.text
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_what_the_page_really_asks_is_answered(ask: FlaskClient) -> None:
    for body in (but(), but(state=[]), asking("/", None), asking("/", "?n=3&x=ñ")):
        assert ask.post(PATH, data=body, content_type="application/json").status_code == 200
    assert ask.post(PATH, data=asking("/", "?n=9"), content_type="text/plain").status_code == 400
    assert ask.post(PATH, data=b"x" * 100_000).status_code == 413


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/otra/", "/otra"),
        ("/otra/?n=2&a=%C3%B1", "/otra?n=2&a=%C3%B1"),
        ("/en/otra/?n=2", "/en/otra?n=2"),
        ("/otra//", "/otra"),
        ("/numero/2/", "/numero/2"),
        ("/en/", ""),
        ("/en", ""),
        ("/", ""),
    ],
)
def test_a_slash_too_many_leads_to_the_page(ask: FlaskClient, path: str, leads: str) -> None:
    answer = ask.get(path)
    assert answer.status_code == (308 if leads else 200)
    assert answer.headers.get("Location", "") == leads


@pytest.mark.parametrize(
    "path", ["/nada/", "//example.org/", "//example.org//", "/otra/nada/", "/robots.txt/"]
)
def test_slashes_lead_nowhere_but_to_pages(ask: FlaskClient, path: str) -> None:
    # As servers hand it on: the test client alone would take what follows two slashes for a host.
    answer = ask.get("/", environ_overrides={"PATH_INFO": path}, base_url="http://localhost")
    assert urlsplit(answer.headers.get("Location", "http://localhost/")).hostname == "localhost"
    assert answer.status_code in (404, 308)


@pytest.mark.parametrize(
    ("path", "status", "listed"),
    [
        ("/numero/2", 200, True),
        ("/en/numero/2", 200, True),
        ("/numero/3", 200, False),
        ("/numero/dos", 404, False),
        ("/numero/", 404, False),
        ("/numero/2/3", 404, False),
    ],
)
def test_a_family_answers_for_the_keys_it_knows(
    ask: FlaskClient, path: str, status: int, listed: bool
) -> None:
    answer = ask.get(path)
    assert answer.status_code == status
    assert ('content="noindex"' not in answer.text) == listed


def test_robots_may_read_everything(ask: FlaskClient) -> None:
    answer = ask.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    assert answer.text == "User-agent: *\nAllow: /\n"
    assert ask.head("/robots.txt").data == b""


def test_the_icon_is_found_by_its_old_name(ask: FlaskClient) -> None:
    answer = ask.get("/favicon.ico")
    assert (answer.status_code, answer.content_type) == (200, "image/svg+xml")
    assert answer.data == ask.get("/assets/logo.svg").data


@pytest.mark.parametrize(
    "path", ["/_dash-component-suites/x/y.js", "/_dash-component-suites/dash/nada.js", "/_assets/nada"]
)
def test_scripts_that_are_not_there_are_not_found(
    ask: FlaskClient, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = ask.get(path)
    assert (answer.status_code, caplog.records) == (404, [])
    assert "no existe" in answer.text


def test_a_referrer_that_is_no_address_gets_the_first_page(ask: FlaskClient) -> None:
    layout = ask.get("/_dash-layout", headers={"Referer": "http://[::1"}).get_json()
    assert layout["props"]["children"][0]["props"]["pathname"] == "/"


def test_other_methods_are_refused_and_answer_nothing_kept(ask: FlaskClient) -> None:
    ask.options(PATH)
    for method in ("PUT", "PATCH", "DELETE"):
        answer = ask.open(PATH, method=method)
        assert answer.status_code == 405
        assert "POST" in answer.headers["Allow"]
