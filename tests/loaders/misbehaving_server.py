"""A web server on this machine that behaves, or misbehaves in one named way, for as long as a test runs."""

from __future__ import annotations

import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trustme

PATIENCE = 5.0  # no handler outlives its test by more than this


@dataclass
class Server:
    """What is offered at which path, and what was asked: (path, headers), in order."""

    address: str = ""
    offers: dict[str, list[Behaviour]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def offer(self, path: str, *behaviours: Behaviour) -> str:
        """Answer requests for `path` one way after the other; the last way stays. Returns the address."""
        self.offers[path] = list(behaviours)
        return self.address + path

    def next(self, path: str) -> Behaviour:
        left = self.offers.get(path, [status(404)])
        return left.pop(0) if len(left) > 1 else left[0]

    def ranges(self) -> list[str | None]:
        return [headers.get("range") for _path, headers in self.asked]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the behaviour that its path is offered with."""

    protocol_version = "HTTP/1.1"
    offered: Server

    def do_GET(self) -> None:
        self.close_connection = True
        self.offered.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.offered.next(self.path)(self)

    def log_message(self, format: str, *args: object) -> None:
        del format, args

    def head(self, code: int, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()


class Http(ThreadingHTTPServer):
    """Says nothing of clients that hang up, which is what they should do when it misbehaves."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


Behaviour = Callable[[Handler], None]


def serve(data: bytes, *, ranges: bool = True, **marks: str) -> Behaviour:
    """A good server: conditional requests by ETag or date, and the rest of a file when asked."""

    def answer(handler: Handler) -> None:
        asked = handler.headers
        known = ("ETag" in marks and asked.get("If-None-Match") == marks["ETag"]) or (
            "Last_Modified" in marks and asked.get("If-Modified-Since") == marks["Last_Modified"]
        )
        same = asked.get("If-Range") in (marks.get("ETag"), marks.get("Last_Modified"))
        wanted = asked.get("Range", "") if ranges and same else ""
        if known and not asked.get("Range"):
            handler.head(304, **marks)
        elif wanted:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            piece(data, start, **marks)(handler)
        else:
            handler.head(200, Content_Length=str(len(data)), **marks)
            handler.wfile.write(data)

    return answer


def piece(data: bytes, start: int, **marks: str) -> Behaviour:
    """Partial content from `start`, asked for or not."""

    def answer(handler: Handler) -> None:
        place = f"bytes {start}-{len(data) - 1}/{len(data)}"
        handler.head(206, Content_Length=str(len(data) - start), Content_Range=place, **marks)
        handler.wfile.write(data[start:])

    return answer


def cut(data: bytes, after: int, **marks: str) -> Behaviour:
    """Promises all of `data` and hangs up in the middle; goes on from there, but not to the end, if asked."""

    def answer(handler: Handler) -> None:
        wanted = handler.headers.get("Range", "bytes=0-")
        start = int(wanted.removeprefix("bytes=").rstrip("-"))
        place = f"bytes {start}-{len(data) - 1}/{len(data)}"
        told = {"Content_Range": place} if start else {}
        handler.head(206 if start else 200, Content_Length=str(len(data) - start), **told, **marks)
        handler.wfile.write(data[start : start + after])

    return answer


def cut_chunks(data: bytes) -> Behaviour:
    """Sends chunks without telling how many, and hangs up before the last."""

    def answer(handler: Handler) -> None:
        handler.head(200, Transfer_Encoding="chunked")
        handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    return answer


def status(code: int, **headers: str) -> Behaviour:
    def answer(handler: Handler) -> None:
        handler.head(code, Content_Length="0", **headers)

    return answer


def redirect(to: str) -> Behaviour:
    return status(302, Location=to)


def hang(handler: Handler) -> None:
    """Takes the request and says nothing."""
    handler.offered.stopping.wait(PATIENCE)


def drip(data: bytes, every: float) -> Behaviour:
    """Sends one byte after the other, so slowly that no silence is ever too long."""

    def answer(handler: Handler) -> None:
        handler.head(200, Content_Length=str(len(data)))
        for number in range(len(data)):
            handler.wfile.write(data[number : number + 1])
            if handler.offered.stopping.wait(every):
                return

    return answer


def endless(handler: Handler) -> None:
    """Sends without telling how much, and does not stop."""
    handler.head(200)
    while not handler.offered.stopping.is_set():
        handler.wfile.write(b"1,2,3\n" * 4096)


@contextmanager
def running(certificate: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on a free port of the loopback until the block ends."""
    offered = Server()
    handler = type("Bound", (Handler,), {"offered": offered})
    with Http(("127.0.0.1", 0), handler) as http:
        if certificate:
            http.socket = certificate.wrap_socket(
                http.socket, server_side=True, do_handshake_on_connect=False
            )
        offered.address = f"http{'s' if certificate else ''}://127.0.0.1:{http.server_address[1]}"
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield offered
        finally:
            offered.stopping.set()
            http.shutdown()
            thread.join(PATIENCE)


@dataclass(frozen=True)
class Certificates:
    """A root nobody knows, an intermediate under it, and a server's certificate under that."""

    root: trustme.CA
    between: trustme.CA
    leaf: trustme.LeafCert

    def chain(self, *, complete: bool) -> ssl.SSLContext:
        """Return a server's context that sends the intermediate certificate too, or leaves it out."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        sent = self.leaf.cert_chain_pems if complete else self.leaf.cert_chain_pems[:1]
        pem = b"".join([self.leaf.private_key_pem.bytes(), *(one.bytes() for one in sent)])
        with trustme.Blob(pem).tempfile() as path:
            made.load_cert_chain(path)
        return made

    def write(self, folder: Path, *, root: bool = True, between: bool = False) -> Path:
        """Write certificates as CUENTAS_CA takes them; return the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, authority, chosen in (("root", self.root, root), ("between", self.between, between)):
            if chosen:
                authority.cert_pem.write_to_path(folder / f"{name}.pem")
        return folder


def certificates(name: str = "127.0.0.1") -> Certificates:
    root = trustme.CA()
    between = root.create_child_ca()
    return Certificates(root, between, between.issue_cert(name))
