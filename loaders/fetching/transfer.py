"""One attempt at a download: ask, resume if something is here, and stream what comes to the disk."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from loaders.disk import guarded, require_room
from loaders.errors import (
    AddressRefused,
    FetchError,
    HostUnreachable,
    HttpStatus,
    IncompleteChain,
    TimedOut,
    TooLarge,
    Truncated,
    Untrusted,
    Vanished,
)
from loaders.fetching.limits import Limits
from loaders.fetching.meter import Meter
from loaders.fetching.partial import Begun, Part
from loaders.safe_address import shown, without_secrets
from loaders.sightings import Sighting, now

AGENT = "cuentas-abiertas/0.1 (open budget data)"
_LOCAL = {"127.0.0.1", "::1", "localhost"}
_TELLING = frozenset(
    {
        "accept-ranges", "age", "cache-control", "content-disposition", "content-encoding", "content-length",
        "content-md5", "content-range", "content-type", "date", "etag", "expires", "last-modified", "server",
        "vary",
    }
)  # fmt: skip
_TRANSIENT = {408, 425, 429, 500, 502, 503, 504}
_GONE = {404, 410}
# X509_V_ERR: the issuer's certificate is not there (locally, or at all), so the first cannot be verified.
_NO_ISSUER = {2, 20, 21}
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_LATER = "try again later; what was held before stays in use"
_ELSEWHERE = "open it in a browser: it may have moved, or programs are refused; see the publisher's page"
_RESUME = "run the same command again: it goes on from where it broke off, if the server allows it"


_Cause = TypeVar("_Cause", bound=BaseException)


class Again(Exception):  # noqa: N818 — not an error: a reason to try once more
    """Trying again may help; `error` is what to say if it does not, `pause` what the server asked for."""

    def __init__(self, error: FetchError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause


@dataclass(frozen=True)
class Job:
    """One file to get: where from, where to, what was there the last time, until when, telling whom.

    `address` is what the server is asked, with passwords that are in it; `url` is that as it may be shown.
    """

    address: str
    url: str
    name: str
    part: Part
    known: Sighting | None
    limits: Limits
    deadline: float
    say: Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """What the server said: 200 (the file is whole in its part) or 304 (the one we know is still there)."""

    status: int
    headers: Mapping[str, str]


def require_address(url: str) -> None:
    """Require https; plain http only from this machine itself. AddressRefused."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in _LOCAL:
        return
    raise AddressRefused(
        "not a safe address", where=shown(url), value=parts.scheme, todo="give an https:// address"
    )


def attempt(client: httpx.Client, job: Job) -> Answer:
    """Try once. Raises Again for what may pass, and FetchError or StorageError for what will not."""
    begun = job.part.begun()
    with (
        _named(job.url),
        client.stream("GET", job.address, headers=_asking(job, begun), timeout=_patience(job)) as came,
    ):
        if came.status_code == 304 and job.known and not begun:
            return Answer(304, _headers(came))
        _require_success(came, job)
        total = _total(came)
        start = _resumed(came, job, begun)
        if start is None:
            job.part.begin(came.headers, total)
        _require_small(total, job)
        _stream(came, job, total, job.part.tail() if start is not None else b"")
    return Answer(200, _headers(came))


def _asking(job: Job, begun: Begun | None) -> dict[str, str]:
    """Return the request's headers: the rest of a file that is begun, or the file if it has changed."""
    asked = {"Accept-Encoding": "identity", "User-Agent": AGENT}
    if begun:
        start = max(0, begun.size - len(job.part.tail()))
        return asked | {"Range": f"bytes={start}-", "If-Range": begun.mark}
    if job.known and job.known.etag:
        asked["If-None-Match"] = job.known.etag
    if job.known and job.known.last_modified:
        asked["If-Modified-Since"] = job.known.last_modified
    return asked


def _patience(job: Job) -> httpx.Timeout:
    left = max(0.1, job.deadline - monotonic())
    silence = min(job.limits.silence, left)
    return httpx.Timeout(silence, connect=min(job.limits.connect, left))


def _headers(came: httpx.Response) -> dict[str, str]:
    """Return the headers that tell of the file; others may echo cookies, tokens and signed addresses."""
    return {name.lower(): value for name, value in came.headers.items() if name.lower() in _TELLING}


def _require_success(came: httpx.Response, job: Job) -> None:
    status = came.status_code
    if status == 416:
        job.part.discard()
        raise Again(_status_error(HttpStatus, came, job))
    if status in _GONE:
        raise _status_error(Vanished, came, job)
    if status in _TRANSIENT:
        raise Again(_status_error(HttpStatus, came, job), _asked_pause(came))
    if status not in (200, 206):
        raise _status_error(HttpStatus, came, job)


def _status_error(error: type[HttpStatus], came: httpx.Response, job: Job) -> HttpStatus:
    status = came.status_code
    for_good = 400 <= status < 500 and status not in {*_TRANSIENT, 416}
    words = f"the server answered {status} {came.reason_phrase}".rstrip()
    return error(words, where=job.url, value=status, todo=_ELSEWHERE if for_good else _LATER)


def _asked_pause(came: httpx.Response) -> float | None:
    """Return the seconds of Retry-After, which is a number or a date."""
    words = came.headers.get("retry-after", "")
    if words.isdecimal():
        return float(words)
    try:
        return max(0.0, (parsedate_to_datetime(words) - now()).total_seconds())
    except (ValueError, TypeError):
        return None


def _total(came: httpx.Response) -> int | None:
    """Return the size of the whole file, if the server tells it."""
    told = _RANGE.fullmatch(came.headers.get("content-range", ""))
    if told:
        return int(told[2])
    length = came.headers.get("content-length", "")
    return int(length) if came.status_code == 200 and length.isdecimal() else None


def _resumed(came: httpx.Response, job: Job, begun: Begun | None) -> int | None:
    """Return where the server goes on from; None when it sends the whole file, as a new one.

    Again, and nothing kept, when it sends a piece other than the one asked for.
    """
    if came.status_code == 200:
        return None
    told = _RANGE.fullmatch(came.headers.get("content-range", ""))
    if begun and told and _fits(came, begun, int(told[1]), int(told[2]), job):
        return int(told[1])
    raise _not_the_rest(job, came.headers.get("content-range"))


def _fits(came: httpx.Response, begun: Begun, start: int, total: int, job: Job) -> bool:
    """Return whether a piece starts where it should and is of the version that is begun."""
    mark = came.headers.get("etag" if begun.mark.startswith('"') else "last-modified")
    right_place = start == begun.size - len(job.part.tail())
    return right_place and begun.total in (None, total) and mark in (None, begun.mark)


def _not_the_rest(job: Job, value: object) -> Again:
    job.part.discard()
    return Again(Truncated("the rest is not of the same file", where=job.url, value=value, todo=_RESUME))


def _require_small(total: int | None, job: Job) -> None:
    if total is not None and total > job.limits.most_bytes:
        job.part.discard()
        raise _too_large(total, job)
    if total is not None:
        require_room(job.part.folder, total - job.part.data.stat().st_size)


def _too_large(size: int, job: Job) -> TooLarge:
    return TooLarge(
        f"more than {job.limits.most_bytes:,} bytes",
        where=job.url, value=size, todo="raise the limit with --max-mb if the file is really that large",
    )  # fmt: skip


def _stream(came: httpx.Response, job: Job, total: int | None, expected: bytes) -> None:
    """Write what comes after what is here; `expected` is the end of that, sent again to be compared."""
    held = job.part.data.stat().st_size
    meter = Meter(job.name, job.say, job.limits.report_every, total, held)
    with guarded(job.part.data), job.part.data.open("ab") as out:
        for piece in _after(came.iter_raw(), expected, job):
            out.write(piece)
            held += len(piece)
            _require_time_and_size(held, job)
            meter.at(held)
    if total is not None and held != total:
        raise Again(Truncated("the download broke off", where=job.url, value=f"{held:,} of {total:,} bytes"))


def _after(pieces: Iterator[bytes], expected: bytes, job: Job) -> Iterator[bytes]:
    """Yield what follows `expected`; Again, and nothing kept, when the pieces do not begin with it."""
    seen = b""
    for piece in pieces:
        if len(seen) == len(expected):
            yield piece
            continue
        seen, rest = _cut(seen + piece, len(expected))
        if not expected.startswith(seen):
            raise _not_the_rest(job, "other bytes")
        if rest:
            yield rest


def _cut(data: bytes, size: int) -> tuple[bytes, bytes]:
    return data[:size], data[size:]


def _require_time_and_size(held: int, job: Job) -> None:
    if held > job.limits.most_bytes:
        job.part.discard()
        raise _too_large(held, job)
    if monotonic() > job.deadline:
        raise _timed_out(job.url, f"{job.limits.total:g} s for the whole file")


def _timed_out(url: str, value: str) -> TimedOut:
    return TimedOut("took too long", where=url, value=value, todo=_RESUME)


@contextmanager
def _named(url: str) -> Iterator[None]:
    """Give what httpx raises its own name here; what may pass comes as Again."""
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise Again(_timed_out(url, "no connection")) from error
    except httpx.TimeoutException as error:
        raise Again(_timed_out(url, "no answer, or a silence in the middle of it")) from error
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise _unconnected(url, error) from error
    except (httpx.TooManyRedirects, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise AddressRefused(
            "leads nowhere", where=url, value=without_secrets(str(error)), todo=_LATER
        ) from error
    except httpx.TransportError as error:
        raise Again(
            Truncated("the download broke off", where=url, value=without_secrets(str(error)), todo=_RESUME)
        ) from error


def _unconnected(url: str, error: httpx.TransportError) -> Exception:
    refused = _cause(error, ssl.SSLError)
    if refused is not None:
        return _untrusted(url, refused)
    unknown = _cause(error, socket.gaierror)
    what = "no such host, or no network" if unknown else "nobody answers"
    return Again(
        HostUnreachable(
            what, where=url, value=without_secrets(str(error)), todo="check the address and the network"
        )
    )


def _untrusted(url: str, error: ssl.SSLError) -> Untrusted:
    code = getattr(error, "verify_code", None)
    words = getattr(error, "verify_message", "") or without_secrets(str(error))
    if code in _NO_ISSUER:
        return IncompleteChain(
            "the server does not send the certificate of its certificate's issuer",
            where=url, value=words,
            todo="get the intermediate certificate from its issuer and name it, as PEM, in CUENTAS_CA",
        )  # fmt: skip
    return Untrusted(
        "the certificate does not hold", where=url, value=words, todo="do not go on; ask the publisher"
    )


def _cause(error: BaseException | None, kind: type[_Cause]) -> _Cause | None:
    """Return what the system or TLS said, which httpx and httpcore carry inside their own errors."""
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error
