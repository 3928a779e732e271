"""How much of what came over a connection is one whole request, told from its head alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Of a request line, and of a head: what browsers and proxies send fits in a few thousand bytes.
LONGEST_LINE: Final = 8190
LARGEST_HEAD: Final = 32 * 1024
_LINE: Final = b"\r\n"
_END: Final = b"\r\n\r\n"


@dataclass(frozen=True)
class Measured:
    """What is known of a request so far.

    `size` are the bytes of head and body together, 0 as long as the head is not complete. `refused` is the
    status of what is not read to its end, "" otherwise. `asks_first` says that its sender waits to be told
    to send the body.
    """

    size: int = 0
    refused: str = ""
    asks_first: bool = False


def measure(received: bytearray, most_body: int) -> Measured:
    """Return how long the request is that `received` begins with; its body has at most `most_body` bytes.

    What is malformed is no concern here: it is taken for a request without a body, which the parser refuses.
    """
    end = received.find(_END, 0, LARGEST_HEAD)
    if end < 0:
        return Measured(refused=_too_long(received))
    fields = [_field(line) for line in bytes(received[:end]).split(_LINE)[1:]]
    if any(name == b"transfer-encoding" for name, _ in fields):
        return Measured(refused="411 Length Required")
    size = _content_length(fields)
    if size > most_body:
        return Measured(refused="413 Content Too Large")
    asks_first = (b"expect", b"100-continue") in fields
    return Measured(end + len(_END) + size, asks_first=asks_first)


def _too_long(received: bytearray) -> str:
    if received.find(_LINE, 0, LONGEST_LINE + len(_LINE)) < 0 and len(received) > LONGEST_LINE:
        return "414 URI Too Long"
    return "431 Request Header Fields Too Large" if len(received) >= LARGEST_HEAD else ""


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip().lower()


def _content_length(fields: Iterable[tuple[bytes, bytes]]) -> int:
    values = [value for name, value in fields if name == b"content-length"]
    # As many digits as no body has are too many, whatever number they are.
    return int(values[0][:19]) if len(values) == 1 and values[0].isdigit() else 0
