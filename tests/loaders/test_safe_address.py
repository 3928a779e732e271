"""Passwords and tokens of an address reach its server, and no file, message or page of ours."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import LoadersError, SourceMissing
from loaders.fetch import read_manifest
from loaders.home import Home
from loaders.run import load
from loaders.safe_address import HIDDEN, shown, without_secrets
from tests.loaders import misbehaving_server as server
from tests.loaders.misbehaving_server import Handler, Server, serve

PRICES = b"PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n2026-05-01,1,1,1\n2026-06-01,2,2,2\n"
SECRETS = ("Xq7usuario", "Xq7clave", "Xq7ficha", "Xq7firma", "Xq7cookie", "Xq7destino")
QUERY = "?token=Xq7ficha&anio=2026&X-Amz-Signature=Xq7firma"


@pytest.fixture
def site() -> Iterator[Server]:
    with server.running() as offered:
        yield offered


def with_user(address: str) -> str:
    return address.replace("://", "://Xq7usuario:Xq7clave@")


def leaks(home: Home, *texts: str) -> list[str]:
    """Every place where a secret stands: files of the home by name or content, and texts."""
    found = []
    for path in home.root.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found += [f"{secret} in {path.name}" for secret in SECRETS
                  if secret.encode() in data or secret in path.name]  # fmt: skip
    return found + [f"{secret} said: {text[:200]}" for secret in SECRETS for text in texts if secret in text]


def test_a_load_with_secrets_in_its_address_works_and_keeps_none(site: Server, tmp_path: Path) -> None:
    home, said = Home(tmp_path / "home"), list[str]()
    good = serve(
        PRICES, ETag='"1"', Set_Cookie="a=Xq7cookie", X_Echo="Xq7ficha", Content_Location="/?t=Xq7ficha"
    )
    address = with_user(site.offer(f"/inpc_2026.csv{QUERY}", good))
    made = load(home, address, say=said.append, indexed=False)
    load(home, address, say=said.append, indexed=False)
    path, headers = site.asked[0]
    assert path.endswith(QUERY)
    assert headers["authorization"].startswith("Basic ")
    assert leaks(home, *said, json.dumps(made.row(), default=str)) == []
    assert made.partitions[0].provenance.obtained_from == (
        f"{site.address}/inpc_2026.csv?token={HIDDEN}&anio=2026&X-Amz-Signature={HIDDEN}"
    )


def redirect(handler: Handler) -> None:
    handler.head(302, Location="/otra.csv?token=Xq7destino", Content_Length="0")


FAILING = {
    "gone": server.status(404),
    "refused": server.status(403),
    "a web page": serve(b"<html><title>Aviso</title></html>"),
    "nobody's": serve(b"a,b\n1,2\n"),
    "a redirect to nowhere": redirect,
}


@pytest.mark.parametrize("way", FAILING)
def test_no_error_says_a_secret(site: Server, tmp_path: Path, way: str) -> None:
    home, said = Home(tmp_path / "home"), list[str]()
    address = with_user(site.offer(f"/inpc_2026.csv{QUERY}", FAILING[way]))
    with pytest.raises(LoadersError) as told:
        load(home, address, say=said.append, indexed=False)
    error = told.value
    words = [str(error), str(error.where), str(error.value), error.todo]
    assert leaks(home, *said, *words) == []
    assert "Traceback" not in traceback.format_exception_only(error)[0]


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("https://a:b@example.org/x.csv", "https://example.org/x.csv"),
        ("https://a@example.org:8443/x.csv?y=1", "https://example.org:8443/x.csv?y=1"),
        ("https://example.org/x?sig=1&sv=2&se=3", "https://example.org/x?sig=***&sv=2&se=3"),
        ("https://example.org/x?API_KEY=1", "https://example.org/x?API_KEY=***"),
        ("https://example.org/x?subscription-key=1", "https://example.org/x?subscription-key=***"),
        ("https://example.org/x?clave_entidad=09&keyword=a", "https://example.org/x?clave_entidad=09&keyword=a"),
        ("https://example.org/x#access_token=1", "https://example.org/x"),
        ("https://u:p@[::1/x?token=1", "https://[::1/x"),
        ("carpeta/archivo.csv", "carpeta/archivo.csv"),
        ("https://example.org/a;jsessionid=1/x.csv?b=1;token=2", "https://example.org/a;jsessionid=***/x.csv?b=1;token=***"),
        ("https://example.org/x?contrase%C3%B1a=1&to%6Ben=2&n=%2C", "https://example.org/x?contrase%C3%B1a=***&to%6Ben=***&n=%2C"),
        ("https:/u:p@example.org/x?token=1", "https://example.org/x?token=***"),
    ],
)  # fmt: skip
def test_what_of_an_address_may_be_shown(given_address: str, expected: str) -> None:
    assert shown(given_address) == expected


def test_a_manifest_keeps_no_secret(tmp_path: Path) -> None:
    head = "file\tobtained_from\toriginal_url\tobtained\tbytes\tsha256\tlicence\twhat"
    address = "https://u:p@example.org/x?token=Xq7ficha&anio=2026#datos"
    listed = f"inpc.csv\t{address}\t{address}\t2026-01-02\t1\t\t-\tprices"
    (tmp_path / "MANIFEST.tsv").write_text(f"{head}\n{listed}\n")
    (origin,) = read_manifest(tmp_path / "MANIFEST.tsv").values()
    clean = "https://example.org/x?token=***&anio=2026#datos"
    assert (origin.original_url, origin.obtained_from) == (clean, clean)


def test_a_mistyped_scheme_says_no_secret(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing) as told:
        load(Home(tmp_path), "https:/u:Xq7clave@example.org/x?token=Xq7ficha", say=print)
    assert leaks(Home(tmp_path), str(told.value)) == []


def test_addresses_within_a_text_lose_theirs_too() -> None:
    text = "no: 'https://u:p@x.org/a?token=1'; then"
    assert without_secrets(text) == "no: 'https://x.org/a?token=***'; then"


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    shown(text)
    without_secrets(f"https://{text}")
