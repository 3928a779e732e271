"""Who says that a reader came by https is believed only from where CUENTAS_TRUSTED_PROXIES allows it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from loaders.home import Home


@contextmanager
def serving(home: Home, trusted: str) -> Iterator[str]:
    """A server of its own, with these trusted proxies; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"CUENTAS_HOME": str(home.root), "CUENTAS_STORE": "", "CUENTAS_URL": ""}
    environment = {**os.environ, **settings, "CUENTAS_TRUSTED_PROXIES": trusted, "FORWARDED_ALLOW_IPS": "*"}
    command = [sys.executable, "-m", "dashboard.server", "--port", str(port), "--workers", "1", "--json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield json.loads(running.stdout.readline())["address"]
        finally:
            running.terminate()
            running.communicate(timeout=30)


@pytest.mark.parametrize(
    ("trusted", "scheme"), [("", "https"), ("127.0.0.0/8", "https"), ("none", "http"), ("10.0.0.0/8", "http")]
)
def test_a_scheme_is_believed_from_declared_proxies(
    home: Home, static: Path, trusted: str, scheme: str
) -> None:
    del static
    forwarded = {
        "Host": "cuentas.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "192.0.2.1",
        "Script-Name": "/evil",
    }
    with serving(home, trusted) as site:
        told = httpx.get(f"{site}/presupuesto", headers=forwarded, timeout=60)
        plain = httpx.get(f"{site}/presupuesto", headers={"Host": "cuentas.example"}, timeout=60)
    assert (told.status_code, plain.status_code) == (200, 200)
    for answer, expected in ((told, scheme), (plain, "http")):
        assert re.findall(r'<link rel="canonical" href="([^"]+)"', answer.text) == [
            f"{expected}://cuentas.example/presupuesto"
        ]
        assert "evil" not in answer.text + str(answer.headers)


def test_a_request_names_its_host(home: Home, static: Path) -> None:
    del static
    with (
        serving(home, "") as site,
        socket.create_connection(("127.0.0.1", int(site.rpartition(":")[2]))) as client,
    ):
        client.sendall(b"GET /robots.txt HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert client.makefile("rb").readline().startswith(b"HTTP/1.1 400 ")
