"""What was seen at each address, and when: sources change and vanish without notice.

One line of JSON for each time an address was asked, in a file beside the archive that only ever grows.
The last line of an address is also what a conditional request is made of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, get_args

from loaders.model import Text

Seen = Literal["new", "unchanged", "changed", "vanished", "returned"]
NOTABLE = frozenset({"new", "changed", "vanished", "returned"})
_WORDS: dict[Seen, Text] = {
    "new": Text("La fuente se vio por primera vez el {day}.", "The source was first seen on {day}."),
    "unchanged": Text("La fuente seguía igual el {day}.", "The source was unchanged on {day}."),
    "changed": Text(
        "La fuente cambió el {day}; hasta el {last} era otra, que se conserva.",
        "The source changed on {day}; until {last} it was another one, which is kept.",
    ),
    "vanished": Text(
        "La fuente desapareció el {day}; se conserva lo que se vio el {last}.",
        "The source vanished on {day}; what was seen on {last} is kept.",
    ),
    "returned": Text(
        "La fuente volvió el {day}, igual a la del {last}.",
        "The source came back on {day}, the same as on {last}.",
    ),
}


@dataclass(frozen=True)
class Sighting:
    """One look at an address: what it held (`sha256`; None = nothing), and what it held the last time.

    `last_sha256` and `last_seen_at` are of the last time that anything was there; None on the first.
    `etag` and `last_modified` are the server's own marks of this version, `headers` all it said.
    """

    url: str
    seen_at: datetime
    status: Seen
    file_name: str
    dataset_id: str | None = None
    sha256: str | None = None
    last_sha256: str | None = None
    last_seen_at: datetime | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Text:
        """What happened, with its day, as a reader may be told."""
        days = {"day": self.seen_at.date(), "last": (self.last_seen_at or self.seen_at).date()}
        found = _WORDS[self.status]
        return Text(found.es.format_map(_dates(days, "es")), found.en.format_map(_dates(days, "en")))


def _dates(days: Mapping[str, date], language: str) -> dict[str, str]:
    from babel.dates import format_date

    pattern, locale = ("d 'de' MMMM 'de' y", "es_MX") if language == "es" else ("d MMMM y", "en")
    return {name: format_date(day, pattern, locale=locale) for name, day in days.items()}


def now() -> datetime:
    """Return this moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _file(archive: Path) -> Path:
    return archive / "sightings.jsonl"


def sightings(archive: Path) -> list[Sighting]:
    """Return every sighting of an archive, oldest first; empty when no address was ever asked."""
    try:
        lines = _file(archive).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    # Without its line end, the last line is one that a crash cut short.
    return [_from_json(json.loads(line)) for line in lines[:-1] if line]


def notable(archive: Path) -> list[Sighting]:
    """Return the sightings that a reader should know of: all but "nothing changed"."""
    return [one for one in sightings(archive) if one.status in NOTABLE]


def last(archive: Path, url: str) -> Sighting | None:
    """Return the latest sighting of an address."""
    return next((one for one in reversed(sightings(archive)) if one.url == url), None)


def last_held(archive: Path, url: str) -> Sighting | None:
    """Return the latest sighting of an address at which there was something."""
    found = (one for one in reversed(sightings(archive)) if one.url == url and one.sha256)
    return next(found, None)


def record(archive: Path, seen: Sighting) -> None:
    """Add a sighting at the end, on the disk before this returns; a line cut short by a crash is dropped."""
    place = _file(archive)
    place.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(_to_json(seen), ensure_ascii=False, sort_keys=True) + "\n"
    with place.open("a+b") as out:
        _drop_cut_line(out.fileno())
        out.write(line.encode())
        out.flush()
        os.fsync(out.fileno())


def _drop_cut_line(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    tail = os.pread(descriptor, size, 0) if size else b"\n"
    if not tail.endswith(b"\n"):
        os.ftruncate(descriptor, tail.rfind(b"\n") + 1)


def _to_json(seen: Sighting) -> dict[str, object]:
    plain = asdict(seen)
    moments = {name: moment.isoformat() for name, moment in plain.items() if isinstance(moment, datetime)}
    return {**plain, **moments}


def _from_json(plain: dict[str, object]) -> Sighting:
    known = {name: plain[name] for name in Sighting.__dataclass_fields__ if name in plain}
    moments = {
        name: datetime.fromisoformat(str(known[name])) for name in ("seen_at", "last_seen_at") if known[name]
    }
    return Sighting(**{**known, **moments})  # type: ignore[arg-type]


def to_json(seen: Sighting) -> dict[str, object]:
    """Return a sighting as plain JSON values, with its words in both languages."""
    return {**_to_json(seen), "text_es": seen.words.es, "text_en": seen.words.en}


STATUSES: tuple[str, ...] = get_args(Seen)
