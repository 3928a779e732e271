"""A connection that keeps what its reader has not taken yet, so that no thread waits for a slow one."""

from __future__ import annotations

import select
import socket
import time
from collections import deque
from typing import Any, Final

# Up to here a response waits in memory for its reader; the thread that writes a longer one waits, too.
MOST_UNSENT: Final = 4 * 1024 * 1024
# So long, for the reader to take the next part of it.
TAKE_SECONDS: Final = 20.0
# Head and body of a page leave in one piece: each time that a thread sends, others run before it goes on.
AT_ONCE: Final = 64 * 1024
PIECES: Final = 64


class PatientSocket:
    """What gunicorn writes a response to: the bytes that the network takes are sent, others are kept.

    One thread at a time uses it: the one that writes the response, then the poller's.
    """

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._pieces: deque[memoryview] = deque()
        self.unsent = 0
        self.broken = False
        # Whether the request asks for no body, as HEAD does.
        self.headless = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def setblocking(self, _blocking: bool) -> None:
        """Stay as it is: nobody waits on this socket."""

    def settimeout(self, _seconds: float | None) -> None:
        """Stay as it is: nobody waits on this socket."""

    def sendall(self, data: bytes) -> None:
        """Take bytes to be sent; raises BrokenPipeError if they cannot, or their reader takes no more."""
        self._pieces.append(memoryview(data))
        self.unsent += len(data)
        if self.unsent >= AT_ONCE:
            self.flush()
        if self.unsent > MOST_UNSENT:
            self._until_taken()

    def send(self, data: bytes) -> int:
        """Take bytes to be sent at once; return their number."""
        self.sendall(data)
        self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what the network takes now; raises BrokenPipeError once it takes nothing any more."""
        try:
            while self.unsent:
                self._sent(self._sock.sendmsg([self._pieces[at] for at in range(self._count())]))
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._give_up(error)

    def _count(self) -> int:
        return min(len(self._pieces), PIECES)

    def _sent(self, size: int) -> None:
        self.unsent -= size
        while self._pieces and size >= len(self._pieces[0]):
            size -= len(self._pieces.popleft())
        if size:
            self._pieces[0] = self._pieces[0][size:]

    def _until_taken(self) -> None:
        until = time.monotonic() + TAKE_SECONDS
        poll = select.poll()
        poll.register(self._sock, select.POLLOUT)
        while self.unsent > MOST_UNSENT:
            left = until - time.monotonic()
            if left <= 0:
                self._give_up(TimeoutError("the reader takes no more"))
            poll.poll(left * 1000)
            self.flush()

    def _give_up(self, error: OSError) -> None:
        self._pieces.clear()
        self.unsent, self.broken = 0, True
        raise BrokenPipeError(32, "the response cannot be sent") from error
