"""A gunicorn worker whose threads get whole requests only, so that who is slow keeps none of them.

gunicorn's own threads read a request from its connection and wait until a response is taken: a few requests
sent by halves stop a site. Here the poller gathers each request until a deadline, and sends on what a reader
has not taken when the thread is done. A connection that nothing is done for costs its memory alone; when
there are too many, the one that waits longest is closed.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any, Final

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from .headers import refusal
from .settings import MOST_BODY
from .unsent import PatientSocket
from .whole_requests import measure

# From the first byte of a request to the end of its head, and from there to the end of its body.
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 10.0
# For a response that waits for its reader: this, and the time that its bytes take on the slowest line.
DRAIN_SECONDS: Final = 30.0
SLOWEST: Final = 8 * 1024
# Between a response that is the last and the closing, for a reader that is still sending (RFC 9112, 9.6).
LINGER_SECONDS: Final = 2.0
MOST_DISCARDED: Final = 256 * 1024
# All responses that wait for their readers in one process.
MOST_UNSENT_OF_ALL: Final = 64 * 1024 * 1024
SWEEP_SECONDS: Final = 0.25
PIECE: Final = 64 * 1024
NO_MORE_FILES: Final = (errno.EMFILE, errno.ENFILE)
NOT_NOW: Final = (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK)


class Connection(TConn):  # type: ignore[misc]
    """A client's connection: what it sent of its next request, and until when something must happen."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.sock = PatientSocket(sock)
        # What gunicorn would do first in a thread, for other protocols, is not done.
        self.initialized = True
        self.received = bytearray()
        self.size = 0
        self.deadline = 0.0
        self.stays = True
        self.discarded = 0


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads behind a poller that reads requests and sends what is left of responses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # In the order in which they began to wait.
        self.waiting: dict[Connection, None] = {}
        self.swept_at = 0.0

    # --- connections come, wait and go ----------------------------------------------------------------

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; no thread knows of it until it has sent a request."""
        try:
            sock, address = listener.accept()
        except OSError as error:
            if error.errno in NO_MORE_FILES:
                self._close_longest_waiting()
            elif error.errno not in NOT_NOW:
                raise
            return
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections:
            self._close_longest_waiting()
        connection = Connection(self.cfg, sock, address, listener.getsockname())
        self._await_request(connection)
        self._receive(connection)

    def _wait(
        self, connection: Connection, events: int, then: Callable[[Connection], None], seconds: float
    ) -> None:
        connection.deadline = time.monotonic() + seconds
        self.waiting.pop(connection, None)
        self.waiting[connection] = None
        act = partial(self._act, connection, then)
        if connection.sock in self.poller.get_map():
            self.poller.modify(connection.sock, events, act)
        else:
            self.poller.register(connection.sock, events, act)

    def _act(self, connection: Connection, then: Callable[[Connection], None], _ready: object) -> None:
        # It may have been closed since the poller said that it is ready.
        if connection in self.waiting:
            then(connection)

    def _forget(self, connection: Connection) -> None:
        if connection in self.waiting:
            del self.waiting[connection]
            self.poller.unregister(connection.sock)

    def _close(self, connection: Connection) -> None:
        self._forget(connection)
        self.nr_conns -= 1
        connection.close()

    def _close_longest_waiting(self) -> None:
        longest = next(iter(self.waiting), None)
        if longest is not None:
            self._close(longest)

    def murder_keepalived(self, force: bool = False) -> None:
        """Close connections that waited too long, all if `force`; half a request is told that it is late."""
        now = time.monotonic()
        if not force and now - self.swept_at < SWEEP_SECONDS:
            return
        self.swept_at = now
        for connection in [each for each in self.waiting if force or each.deadline <= now]:
            if connection.received and connection.stays and not force:
                self._refuse(connection, "408 Request Timeout")
            else:
                self._close(connection)

    def _cap_keepalive(self, deadline: float) -> None:
        for connection in self.waiting:
            if not connection.sock.unsent:
                connection.deadline = min(connection.deadline, deadline)

    # --- a request is gathered ------------------------------------------------------------------------

    def _await_request(self, connection: Connection) -> None:
        self._wait(connection, selectors.EVENT_READ, self._receive, self.cfg.keepalive)
        if not self.alive:
            connection.deadline = time.monotonic() + LINGER_SECONDS

    def _receive(self, connection: Connection) -> None:
        try:
            data = connection.sock.recv(PIECE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if data:
            self._gather(connection, data)
        else:
            self._close(connection)

    def _gather(self, connection: Connection, data: bytes) -> None:
        if not connection.received:
            connection.deadline = time.monotonic() + HEAD_SECONDS
            data = data.lstrip(b"\r\n")  # RFC 9112, 2.2
        connection.received += data
        if not connection.size:
            self._measure(connection)
        if connection.size and len(connection.received) >= connection.size:
            self._hand_over(connection)

    def _measure(self, connection: Connection) -> None:
        measured = measure(connection.received, MOST_BODY)
        if measured.refused:
            self._refuse(connection, measured.refused)
            return
        connection.size = measured.size
        if measured.size > len(connection.received):
            connection.deadline = time.monotonic() + BODY_SECONDS
            if measured.asks_first:
                with suppress(OSError):
                    connection.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _hand_over(self, connection: Connection) -> None:
        request = bytes(connection.received[: connection.size])
        del connection.received[: connection.size]
        connection.size = 0
        # The parser sees this request alone: it can neither wait for more nor read into the next one.
        connection.parser = http.get_parser(self.cfg, [request], connection.client)
        connection.sock.headless = request.startswith(b"HEAD ")
        self._forget(connection)
        self.enqueue_req(connection)

    # --- a request is answered ------------------------------------------------------------------------

    def handle(self, conn: Connection) -> bool:
        """Answer a request, in a thread; return whether the connection stays."""
        stays = bool(super().handle(conn))
        with suppress(OSError):
            conn.sock.flush()
        return stays

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer a request that is parsed; whether its body is wanted was said before."""
        req._expected_100_continue = False
        return bool(super().handle_request(req, conn))

    def handle_error(self, req: Any, client: PatientSocket, addr: Any, exc: BaseException) -> None:
        """Answer what is no request, or failed, with gunicorn's status in our words and headers."""
        told = _Status()
        super().handle_error(req, told, addr, exc)
        with suppress(OSError):
            client.sendall(refusal(told.status, with_body=not client.headless))

    def finish_request(self, conn: Connection, fs: Future[bool]) -> None:
        """Go on with a connection that a thread is done with: send what is left, then wait or close."""
        conn.stays = not fs.cancelled() and fs.exception() is None and fs.result() and not conn.sock.broken
        self._send_rest(conn)

    def _send_rest(self, connection: Connection) -> None:
        if connection.sock.broken:
            self._close(connection)
        elif connection.sock.unsent:
            seconds = DRAIN_SECONDS + connection.sock.unsent / SLOWEST
            self._wait(connection, selectors.EVENT_WRITE, self._send_on, seconds)
            self._bound_unsent()
        elif connection.stays:
            self._await_next(connection)
        else:
            self._linger(connection)

    def _send_on(self, connection: Connection) -> None:
        with suppress(OSError):
            connection.sock.flush()
        if not connection.sock.unsent:
            self._send_rest(connection)

    def _bound_unsent(self) -> None:
        slow = [each for each in self.waiting if each.sock.unsent]
        total = sum(each.sock.unsent for each in slow)
        for each in slow:
            if total <= MOST_UNSENT_OF_ALL:
                break
            total -= each.sock.unsent
            self._close(each)

    def _await_next(self, connection: Connection) -> None:
        self._await_request(connection)
        if connection.received:
            data = bytes(connection.received)
            connection.received.clear()
            self._gather(connection, data)

    # --- a connection ends ----------------------------------------------------------------------------

    def _refuse(self, connection: Connection, status: str) -> None:
        connection.stays = False
        with_body = not connection.received.startswith(b"HEAD ")
        with suppress(OSError):
            connection.sock.send(refusal(status, with_body))
        self._send_rest(connection)

    def _linger(self, connection: Connection) -> None:
        try:
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(connection)
        else:
            self._wait(connection, selectors.EVENT_READ, self._discard, LINGER_SECONDS)

    def _discard(self, connection: Connection) -> None:
        try:
            size = len(connection.sock.recv(PIECE))
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            size = 0
        connection.discarded += size
        if not size or connection.discarded > MOST_DISCARDED:
            self._close(connection)


class _Status:
    """What stands for a client while gunicorn finds out with which status an error is answered."""

    status = "500 Internal Server Error"

    def gettimeout(self) -> float:
        return 0.0

    def getsockname(self) -> tuple[str, int]:
        return ("", 0)

    def sendall(self, data: bytes) -> None:
        self.status = data.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 1)[1]
