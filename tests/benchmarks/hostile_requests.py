"""Hostile requests against a served site: server errors, tracebacks, slow answers, and memory of the workers.

    python -m tests.benchmarks.hostile_requests --requests 20000 --seed 1
    python -m tests.benchmarks.hostile_requests --requests 50000 --varied

The site over the current store is served with two workers for it, and stopped. `--varied` sends what readers
could send, hardly ever the same twice: it shows whether memory levels. What took more than a second is
asked again alone of a site that was just started, so that a busy machine is not taken for a slow answer.
Bars: no server error, no traceback, no answer but exports over a second, and the memory of the workers at
the end within 10 % of what it was after 10,000 requests.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from dashboard.api.file_parameters import FOLDER
from dashboard.app import create_app
from dashboard.data.store import Stores
from dashboard.settings import PROJECT, from_environment
from tests.hostile import Hostile, Request, places

LONGEST: Final = 60.0
SLOW: Final = 1.0
BETWEEN: Final = 1_000


@dataclass
class Outcome:
    """What came of many requests: their statuses, and each that failed or was slow."""

    statuses: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, Request]] = field(default_factory=list)
    slow: list[tuple[float, Request]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, request: Request, status: str, seconds: float) -> None:
        """Count one answer; a method that nobody knows is its sender's fault (501)."""
        with self.lock:
            self.statuses[status] += 1
            if not status.isdigit() or (status.startswith("5") and status != "501"):
                self.failed.append((status, request))
            if seconds > SLOW and FOLDER not in request.path:
                self.slow.append((seconds, request))


def main() -> None:
    """Send, and print what came of it."""
    given = _parser().parse_args()
    settings = from_environment()
    where = places(create_app(settings), Stores(settings.home).current())
    hostile = Hostile(where, given.seed)
    requests = list((hostile.varied if given.varied else hostile.requests)(given.requests))
    outcome, log = Outcome(), Path(tempfile.mkdtemp()) / "log"
    with served(given.port, log) as server:
        workers = children(server)
        print(f"requests {0:>6}: {_memory(workers)}", flush=True)
        for start in range(0, len(requests), BETWEEN):
            began = time.monotonic()
            ask_all(given.port, requests[start : start + BETWEEN], given.connections, outcome)
            pace = BETWEEN / (time.monotonic() - began)
            print(f"requests {start + BETWEEN:>6}: {_memory(workers)}  {pace:.0f}/s", flush=True)
        print("workers are the same:", children(server) == workers)
    _tell(outcome, log.read_text("utf-8", "replace"))
    with served(given.port, log):
        _tell_slow(given.port, outcome)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--varied", action="store_true")
    parser.add_argument("--port", type=int, default=8810)
    parser.add_argument("--connections", type=int, default=4)
    return parser


def _tell(outcome: Outcome, log: str) -> None:
    print("statuses:", dict(sorted(outcome.statuses.items())))
    print("server errors and broken answers:", len(outcome.failed))
    for status, request in outcome.failed[:20]:
        print(" ", status, repr(request)[:600])
    print("tracebacks in the log:", log.count("Traceback"))
    print(log[-6000:])


def _tell_slow(port: int, outcome: Outcome) -> None:
    print("over 1 s, exports apart:", len(outcome.slow), "; asked again alone:")
    again = [(alone(port, request), first, request) for first, request in outcome.slow[:300]]
    print("still over 1 s:", sum(seconds > SLOW for seconds, _, _ in again))
    for seconds, first, request in sorted(again, key=lambda one: -one[0])[:10]:
        print(f"  {seconds:.2f} s (first {first:.2f} s) {request!r}"[:400])


# --- the server and its memory ------------------------------------------------------------------------


@contextmanager
def served(port: int, log: Path) -> Iterator[int]:
    """Serve the site with two workers; yields the process that started them."""
    command = [sys.executable, "-m", "dashboard.server", "--port", str(port), "--workers", "2"]
    with log.open("ab") as told, subprocess.Popen(command, cwd=PROJECT, stderr=told) as running:
        try:
            _wait_for(port)
            yield running.pid
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(2)  # the second worker
            return
        time.sleep(0.2)
    raise SystemExit(f"nobody listens on {port}")


def children(process: int) -> Sequence[int]:
    """Return the processes that a process started."""
    told = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(number) for number in told.split()]


def resident(process: int) -> float:
    """Return the memory that a process has, in MB; what is shared with others counts for each."""
    told = Path(f"/proc/{process}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", told)
    return int(found[1]) / 1024 if found else 0.0


def _memory(workers: Sequence[int]) -> str:
    return " + ".join(f"{resident(worker):.0f}" for worker in workers) + " MB"


# --- sending ------------------------------------------------------------------------------------------


def ask_all(port: int, requests: Sequence[Request], connections: int, outcome: Outcome) -> None:
    """Send requests over so many connections at a time."""
    with ThreadPoolExecutor(connections) as pool:
        for answered in pool.map(lambda request: _noted(port, request, outcome), requests):
            assert answered is None


def _noted(port: int, request: Request, outcome: Outcome) -> None:
    began = time.monotonic()
    status = ask(port, request)
    outcome.note(request, status, time.monotonic() - began)


def alone(port: int, request: Request) -> float:
    """Return the seconds that a request takes while there is no other."""
    began = time.monotonic()
    ask(port, request)
    return time.monotonic() - began


def ask(port: int, request: Request) -> str:
    """Send a request and read the answer to its end; return its status, or what went wrong instead."""
    try:
        with socket.create_connection(("127.0.0.1", port), LONGEST) as sock:
            with suppress(BrokenPipeError, ConnectionResetError):
                sock.sendall(_written(request))
            answer = http.client.HTTPResponse(sock, method=request.method)
            answer.begin()
            while answer.read(1 << 16):
                pass
            return str(answer.status)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__


def _written(request: Request) -> bytes:
    headers = {"Host": "localhost", **request.headers, "Content-Length": str(len(request.body))}
    lines = [
        f"{request.method} {request.target} HTTP/1.1",
        *(f"{k}: {v}" for k, v in headers.items()),
        "",
        "",
    ]
    return "\r\n".join(lines).encode("latin-1", "replace") + request.body


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
