"""A whole download: attempts with pauses between them, what they amount to, and the record of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from time import monotonic, sleep

import httpx
import tenacity

from loaders import archive, sightings
from loaders.addresses import name_in
from loaders.disk import guarded
from loaders.errors import SourceError, StorageError, Vanished
from loaders.fetching import trust, unpack
from loaders.fetching.limits import DEFAULT, Limits
from loaders.fetching.partial import Part
from loaders.fetching.recognise import require_data
from loaders.fetching.transfer import Again, Answer, Job, attempt, require_address
from loaders.model import Provenance
from loaders.safe_address import shown
from loaders.sightings import Sighting

Say = Callable[[str], None]


@dataclass(frozen=True)
class Fetcher:
    """Gets files into an archive, one after the other. `pause` waits between attempts."""

    client: httpx.Client
    archive: Path
    say: Say
    limits: Limits = DEFAULT
    pause: Callable[[float], None] = sleep

    def get(
        self, url: str, dataset_id: str | None = None, original_url: str | None = None
    ) -> tuple[Path, Provenance]:
        """Get one file; return its place in the archive and where it comes from.

        A file that is there unchanged is not sent again. What was seen is recorded. Raises FetchError,
        StorageError, or SourceError when what comes cannot be data; the archive then holds what it held.
        """
        require_address(url)
        with guarded(self.archive):
            return self._get(url, dataset_id, original_url)

    def _get(self, url: str, dataset_id: str | None, original_url: str | None) -> tuple[Path, Provenance]:
        address, url = url, shown(url)
        known = _known(self.archive, url)
        job = self._job(address, url, known)
        self.say(f"asking {url}")
        try:
            answer = self._persist(job)
        except Vanished as error:
            raise self._vanished(error, job, dataset_id) from error
        if answer.status == 304 and known and known.sha256:
            kept = archive.place(self.archive, known.sha256)
            origin = _origin(self.archive, url, known.file_name, kept, known.sha256, original_url)
        else:
            kept, origin = self._arrived(job, answer, original_url)
        self._record(url, origin, dataset_id, answer)
        return kept, origin

    def _job(self, address: str, url: str, known: Sighting | None) -> Job:
        part = Part(self.archive / "partial", url)
        until = monotonic() + self.limits.total
        return Job(address, url, name_in(url), part, known, self.limits, until, self.say)

    def _persist(self, job: Job) -> Answer:
        """Try until it works, or trying again does not help, or attempts or time are used up."""
        try:
            with _tidy(job.part):
                return self._retrying(job)(attempt, self.client, job)
        except Again as again:
            raise again.error from again

    def _retrying(self, job: Job) -> tenacity.Retrying:
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Again),
            stop=tenacity.stop_any(
                tenacity.stop_after_attempt(self.limits.attempts),
                tenacity.stop_before_delay(self.limits.total),
            ),
            wait=self._wait,
            sleep=self.pause,
            before_sleep=self._tell,
            reraise=True,
        )

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Return a pause that doubles, with chance in it; longer, within bounds, if the server asks."""
        first, longest = self.limits.first_pause, self.limits.longest_pause
        own = tenacity.wait_exponential_jitter(max=longest, jitter=first, multiplier=first)(state)
        again = state.outcome.exception() if state.outcome else None
        asked = again.pause if isinstance(again, Again) and again.pause else 0.0
        return min(max(own, asked), longest)

    def _tell(self, state: tenacity.RetryCallState) -> None:
        again = state.outcome.exception() if state.outcome else None
        left = self.limits.attempts - state.attempt_number
        pause = state.next_action.sleep if state.next_action else 0.0
        why = f"{again.error.what} ({again.error.value})" if isinstance(again, Again) else again
        self.say(f"{why}; trying again in {pause:.1f} s, {left} attempts left")

    def _vanished(self, error: Vanished, job: Job, dataset_id: str | None) -> Vanished:
        """Record that an address is empty where there once was something; return the error that says so."""
        held = sightings.last_held(self.archive, job.url)
        if held is None:
            return error
        latest = sightings.last(self.archive, job.url)
        seen = _sighting(job.url, "vanished", held.file_name, dataset_id or held.dataset_id, held)
        if latest is None or latest.status != "vanished":
            sightings.record(self.archive, seen)
        return Vanished(error.what, where=job.url, value=error.value, todo=f"{seen.words.en} {error.todo}")

    def _arrived(self, job: Job, answer: Answer, original_url: str | None) -> tuple[Path, Provenance]:
        """Look at what has come, and take it into the archive if it can be data."""
        name, data = _given_name(job.url, answer), job.part.data
        with _tidy(job.part, always=True):
            require_data(data, name)
            unpack.check(data, name)
            origin = _origin(self.archive, job.url, name, data, archive.sha256(data), original_url)
            return archive.adopt(self.archive, data, origin, answer.headers), origin

    def _record(self, url: str, origin: Provenance, dataset_id: str | None, answer: Answer) -> None:
        held = sightings.last_held(self.archive, url)
        status = _status(sightings.last(self.archive, url), held, origin.sha256)
        seen = _sighting(url, status, origin.file_name, dataset_id, held, origin.sha256, answer)
        sightings.record(self.archive, seen)
        self.say(f"{origin.file_name}: {seen.words.en}")


def _origin(
    place: Path, url: str, name: str, data: Path, sha256: str, original_url: str | None
) -> Provenance:
    """Return where a file comes from; its date is the first on which these bytes were seen there."""
    same = (one.seen_at for one in sightings.sightings(place) if (one.url, one.sha256) == (url, sha256))
    return Provenance(
        file_name=name,
        bytes=data.stat().st_size,
        sha256=sha256,
        original_url=original_url,
        obtained_from=url,
        obtained=next(same, sightings.now()).date(),
    )


def _sighting(
    url: str,
    status: sightings.Seen,
    name: str,
    dataset_id: str | None,
    held: Sighting | None,
    sha256: str | None = None,
    answer: Answer | None = None,
) -> Sighting:
    headers = answer.headers if answer else {}
    # A 304 need not repeat the marks of the version that it confirms.
    marks = held if held and held.sha256 == sha256 else None
    return Sighting(
        url=url,
        seen_at=sightings.now(),
        status=status,
        file_name=name,
        dataset_id=dataset_id,
        sha256=sha256,
        last_sha256=held.sha256 if held else None,
        last_seen_at=held.seen_at if held else None,
        http_status=answer.status if answer else None,
        etag=headers.get("etag") or (marks.etag if marks else None),
        last_modified=headers.get("last-modified") or (marks.last_modified if marks else None),
        headers=headers,
    )


def _status(latest: Sighting | None, held: Sighting | None, sha256: str) -> sightings.Seen:
    if latest is None or held is None:
        return "new"
    if held.sha256 != sha256:
        return "changed"
    return "returned" if latest.status == "vanished" else "unchanged"


def _known(place: Path, url: str) -> Sighting | None:
    """Return what was last seen at an address, only if it is still here, every byte of it."""
    seen = sightings.last_held(place, url)
    return seen if seen and archive.is_whole(place, seen.sha256 or "") else None


@contextmanager
def _tidy(part: Part, *, always: bool = False) -> Iterator[None]:
    """After an error leave only what a next run can go on with; nothing if more of it would not help."""
    try:
        yield
    except (SourceError, StorageError):
        part.discard()
        raise
    except BaseException:
        part.drop_unless_resumable()
        raise
    if always:
        part.discard()


def _given_name(url: str, answer: Answer) -> str:
    """Return the name in the address; where that is no file's name, the one that the server gives."""
    name = name_in(url)
    if "." not in name:
        message = Message()
        message["content-disposition"] = answer.headers.get("content-disposition", "")
        name = message.get_filename() or name
    return re.sub(r"[^\w.() -]", "_", name.replace("\\", "/").rsplit("/", 1)[-1])


@contextmanager
def fetcher(
    place: Path,
    *,
    say: Say,
    limits: Limits = DEFAULT,
    pause: Callable[[float], None] = sleep,
) -> Iterator[Fetcher]:
    """Give a Fetcher with one connection pool; proxies of the environment are used, not to this machine."""
    with httpx.Client(
        verify=trust.context(),
        follow_redirects=True,
        max_redirects=5,
        event_hooks={"request": [lambda request: require_address(str(request.url))]},
        mounts=dict.fromkeys(_OWN),
    ) as client:
        yield Fetcher(client, place, say, limits, pause)


_OWN = ("all://127.0.0.1", "all://localhost", "all://[::1]")
