"""Connections that send by halves, or nothing, or take nothing: other readers do not notice them."""

from __future__ import annotations

import os
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from dashboard.headers import SECURITY
from dashboard.unsent import MOST_UNSENT, PatientSocket
from dashboard.whole_requests import LARGEST_HEAD, LONGEST_LINE, measure
from dashboard.worker import HEAD_SECONDS

SLOW = int(os.environ.get("CUENTAS_SLOW_CLIENTS", "50"))
HALVES = {
    "nothing": b"",
    "line": b"GET / HTT",
    "head": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "body": b"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{",
    "answer not taken": b"GET /assets/estados.geojson HTTP/1.1\r\nHost: localhost\r\n\r\n" * 400,
}
POST = b"POST / HTTP/1.1\r\nHost: a\r\n"


def connected(site: str) -> socket.socket:
    where = urlsplit(site)
    return socket.create_connection((where.hostname, where.port), timeout=30)


@contextmanager
def slow_clients(site: str, sent: bytes, count: int) -> Iterator[list[socket.socket]]:
    with ExitStack() as kept:
        clients = [kept.enter_context(connected(site)) for _ in range(count)]
        for client in clients:
            client.settimeout(0.2)
            try:
                client.sendall(sent)
            except TimeoutError:
                assert len(sent) > 10_000
        yield clients


def p95(site: str, times: int = 60) -> float:
    """The seconds in which 19 of 20 readers, who each come anew, have a page."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        assert httpx.get(site + "/presupuesto", timeout=60).status_code == 200
        taken.append(time.perf_counter() - start)
    return statistics.quantiles(taken, n=20)[-1]


@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES.keys())
def test_other_readers_do_not_notice_slow_connections(site: str, sent: bytes) -> None:
    p95(site, 20)
    quiet = min(p95(site), p95(site))
    with slow_clients(site, sent, SLOW):
        beside = min(p95(site), p95(site))
    assert beside <= max(2 * quiet, quiet + 0.05)


def answer(client: socket.socket) -> bytes:
    client.settimeout(HEAD_SECONDS * 3)
    return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.parametrize("half", ["line", "head", "body"])
def test_half_a_request_is_told_that_it_is_late(site: str, half: str) -> None:
    with slow_clients(site, HALVES[half], 1) as (client,):
        started = time.monotonic()
        assert answer(client).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - started < HEAD_SECONDS + 5


def test_a_byte_now_and_then_gives_no_more_time(site: str) -> None:
    with slow_clients(site, HALVES["head"], 1) as (client,):
        started = time.monotonic()
        while time.monotonic() - started < HEAD_SECONDS * 3 and not ended(client):
            time.sleep(0.3)
    assert time.monotonic() - started < HEAD_SECONDS + 6


def ended(client: socket.socket) -> bool:
    """Send one more byte; return whether the server closed the connection."""
    try:
        client.sendall(b"x")
    except OSError:
        return True
    return False


def test_a_request_sent_in_pieces_is_answered_and_the_next_one_too(site: str) -> None:
    request = b"GET /assets/logo.svg HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    with slow_clients(site, request[:20], 1) as (client,):
        time.sleep(0.3)
        client.sendall(request[20:] + last)
        assert answer(client).count(b"HTTP/1.1 200 OK\r\n") == 2


def test_who_waits_to_be_asked_for_a_body_is_asked(site: str) -> None:
    head = (
        b"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        b"Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    )
    with slow_clients(site, head, 1) as (client,):
        client.settimeout(10)
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"{}")
        assert answer(client).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_stays_after_the_last_answer_holds_nobody_up(site: str) -> None:
    request = b"GET /assets/logo.svg HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with slow_clients(site, request, 20):
        started = time.monotonic()
        assert httpx.get(site + "/assets/logo.svg", timeout=30).status_code == 200
        assert time.monotonic() - started < 1


REFUSED = {
    "garbage": (b"garbage\r\n\r\n", b"400"),
    "no method": (b"/ HTTP/1.1\r\n\r\n", b"400"),
    "line too long": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", b"414"),
    "head too large": (b"GET / HTTP/1.1\r\n" + b"X-Y: z\r\n" * 5000 + b"\r\n", b"431"),
    "field without colon": (b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n", b"400"),
    "two lengths": (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
    "body too large": (POST + b"Content-Length: 99999999999999999999999\r\n\r\n", b"413"),
    "no length": (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_request_is_refused_in_words_with_our_headers(
    site: str, sent: bytes, status: bytes
) -> None:
    with slow_clients(site, sent, 1) as (client,):
        head, _, body = answer(client).partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == status
    assert all(f"\r\n{name}: {value}".encode() in head for name, value in SECURITY)
    assert f"\r\nContent-Length: {len(body)}\r\n".encode() in head + b"\r\n"
    assert b" / " in body


def test_a_refused_head_has_no_body(site: str) -> None:
    with slow_clients(site, b"HEAD / HTTP/1.1\r\nHost localhost\r\n\r\n", 1) as (client,):
        head, _, body = answer(client).partition(b"\r\n\r\n")
    assert (head.split(b" ")[1], body) == (b"400", b"")


@pytest.mark.parametrize(
    ("received", "size", "refused"),
    [
        (b"", 0, ""),
        (b"GET / HTTP/1.1\r\n", 0, ""),
        (b"GET / HTTP/1.1\r\n\r\nGET /next", 18, ""),
        (POST + b"content-length:  7\r\n\r\n{", len(POST) + 22 + 7, ""),
        (POST + b"Content-Length: 7, 7\r\n\r\n", len(POST) + 24, ""),
        (b"G" * (LONGEST_LINE + 1), 0, "414 URI Too Long"),
        (b"G\r\n" + b"a" * LARGEST_HEAD, 0, "431 Request Header Fields Too Large"),
    ],
)
def test_a_request_is_measured_by_its_head(received: bytes, size: int, refused: str) -> None:
    measured = measure(bytearray(received), 1000)
    assert (measured.size, measured.refused) == (size, refused)


def test_a_writer_waits_for_no_reader_until_much_is_unsent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.unsent.TAKE_SECONDS", 0.2)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        patient = PatientSocket(ours)
        patient.sendall(b"a" * MOST_UNSENT)
        assert 0 < patient.unsent < MOST_UNSENT
        with pytest.raises(BrokenPipeError):
            patient.sendall(b"b" * MOST_UNSENT)
        assert (patient.unsent, patient.broken) == (0, True)


def test_what_is_kept_for_a_reader_arrives_whole_and_in_order() -> None:
    ours, theirs = socket.socketpair()
    parts = [bytes([at % 251]) * 3001 for at in range(1000)]
    with ours, theirs:
        patient = PatientSocket(ours)
        for part in parts:
            patient.sendall(part)
        received = bytearray()
        while len(received) < 3001 * 1000:
            patient.flush()
            received += theirs.recv(65536)
    assert bytes(received) == b"".join(parts)
