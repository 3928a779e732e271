"""JSON of any size, one release at a time; what it may hold is limited, and no key is lost in silence.

OCDS files are releases, records and packages of either, arrays of releases, or JSON Lines. Memory grows with
the largest release, never with the file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Literal

import ijson

from loaders.errors import BadValue
from loaders.model import RawFile

Kind = Literal["release", "compiled", "publisher_check", "linked"]

MOST_DEPTH = 64
MOST_NODES = 2_000_000
_HEAD = 2**18
_MOST_DIGITS = 1_000
_ENDLESS = re.compile(rb"\d{%d}" % (_MOST_DIGITS + 1))
_LONGEST_TEXT = 2**20
_ESCAPE = ord("\\")
_MARK = b"\xef\xbb\xbf"
_LISTS = ("releases", "records")
_SIGNS = frozenset({"ocid", "compiledRelease", "versionedRelease"})


@dataclass(frozen=True)
class Item:
    """A release as it stands in a file: 1-based position, kind, and the name its package gives the publisher.

    A compiled release is a `publisher_check` where all the releases it was made of stand beside it. `linked`
    is an address in place of a release, of a record without a compiled one. `repeated` are keys that stood
    twice in one object.
    """

    position: int
    kind: Kind
    value: object
    publisher: Mapping[str, Any]
    repeated: tuple[str, ...] = ()


@dataclass
class _Builder:
    """Makes Python values of JSON events, counting what a hostile file could have too much of."""

    events: Iterator[tuple[str, Any]]
    where: str
    nodes: int = 0
    repeated: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Begin a new release: limits are for each one."""
        self.nodes, self.repeated = 0, []

    def value(self, event: str, given: Any, depth: int = 0) -> Any:
        """Return the value that begins with this event."""
        self.nodes += 1
        if depth > MOST_DEPTH or self.nodes > MOST_NODES:
            raise BadValue(
                f"a release nested deeper than {MOST_DEPTH} or with more than {MOST_NODES:,} values",
                where=self.where,
                todo="no publisher makes such a release: look at the file",
            )
        if event == "start_map":
            return self._map(depth)
        return self._array(depth) if event == "start_array" else given

    def _map(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event, key in self.events:
            if event == "end_map":
                break
            if key in found:
                self.repeated.append(key)
            found[key] = self.value(*next(self.events), depth + 1)
        return found

    def _array(self, depth: int) -> list[Any]:
        return [self.value(*one, depth + 1) for one in self.elements()]

    def elements(self) -> Iterator[tuple[str, Any]]:
        """Yield the first event of each element of an array; the caller takes the rest of it."""
        for event, given in self.events:
            if event == "end_array":
                return
            yield event, given

    def skip(self) -> None:
        """Pass over the next value."""
        depth = 0
        for event, _ in self.events:
            depth += event.startswith("start_") - event.startswith("end_")
            if depth == 0:
                return


def items(raw: RawFile) -> Iterator[Item]:
    """Yield every release of a file, in its order.

    BadValue where it is no JSON, is cut short, or has a release beyond the limits.
    """
    with raw.path.open("rb") as stream:
        builder = _Builder(_events(stream, raw.name), raw.name)
        try:
            for position, (kind, value, publisher) in enumerate(_values(builder), 1):
                yield Item(position, kind, value, publisher, tuple(dict.fromkeys(builder.repeated)))
        except ijson.JSONError as error:
            raise BadValue(
                "not JSON, or cut short", where=raw.name, value=str(error)[:120], todo="download it again"
            ) from error


_SCHEMA = "$schema"


def looks_like_ocds(raw: RawFile) -> bool:
    """Say by its first bytes whether a file is JSON with releases or records of the standard."""
    with raw.path.open("rb") as stream:
        head = stream.read(_HEAD).removeprefix(_MARK).lstrip()
    if not head.startswith((b"{", b"[")) or _ENDLESS.search(head):
        return False
    keys: set[str] = set()
    try:
        for event, given in ijson.basic_parse(io.BytesIO(head)):
            if event == "map_key":
                keys.add(given)
    except ijson.JSONError:
        pass
    # The standard's own schemas name all its fields and hold no release.
    return bool(keys & _SIGNS) and _SCHEMA not in keys


class _Checked:
    """A stream without what takes the parser down: numbers that Python refuses, texts longer than memory.

    The parser keeps a text until it ends, and begins again with each block that it reads of it.
    """

    def __init__(self, stream: IO[bytes], where: str) -> None:
        self._stream, self._where, self._last, self._open = stream, where, b"", 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. BadValue for a number of too many digits, or a text that is too long."""
        found = self._stream.read(size)
        self._measure(found)
        if _ENDLESS.search(self._last + found):
            raise BadValue(
                f"a number of more than {_MOST_DIGITS:,} digits", where=self._where, todo="look at the file"
            )
        self._last = (self._last + found)[-_MOST_DIGITS:]
        return found

    def _measure(self, found: bytes) -> None:
        """Count the bytes since the last quote that may begin or end a text: none that is escaped."""
        place = found.rfind(b'"')
        while place > 0 and found[place - 1] == _ESCAPE:
            place = found.rfind(b'"', 0, place)
        if place == 0 and self._last.endswith(b"\\"):
            place = -1
        self._open = len(found) - place if place >= 0 else self._open + len(found)
        if self._open > _LONGEST_TEXT:
            raise BadValue(
                f"a text of more than {_LONGEST_TEXT // 2**20} MB",
                where=self._where,
                todo="no publisher writes such a text: look at the file",
            )


def _events(stream: IO[bytes], where: str) -> Iterator[tuple[str, Any]]:
    if stream.read(len(_MARK)) != _MARK:
        stream.seek(0)
    events: Iterator[tuple[str, Any]] = ijson.basic_parse(_Checked(stream, where), multiple_values=True)
    return events


_Found = tuple[Kind, object, Mapping[str, Any]]


def _values(builder: _Builder) -> Iterator[_Found]:
    for event, given in builder.events:
        if event == "start_map":
            yield from _document(builder)
        elif event == "start_array":
            yield from _list(builder, {})
        else:
            yield "release", given, {}


def _list(builder: _Builder, publisher: Mapping[str, Any]) -> Iterator[_Found]:
    for one in builder.elements():
        builder.start()
        yield from _expanded(builder.value(*one), publisher)


def _document(builder: _Builder) -> Iterator[_Found]:
    """Yield what one object holds: a package or record has lists of releases, anything else is a release."""
    rest: dict[str, Any] = {}
    beside = _Beside()
    builder.start()
    for event, key in builder.events:
        if event == "end_map":
            break
        if key in rest:
            builder.repeated.append(key)
        if key == "versionedRelease":
            builder.skip()
            continue
        start = next(builder.events)
        if key in _LISTS and start[0] == "start_array":
            beside.lists = True
            yield from beside.without_links(_list(builder, _publisher(rest)))
        else:
            rest[key] = builder.value(*start, 1)
    yield from beside.last(rest, _publisher(rest))


@dataclass
class _Beside:
    """What stands in one record or package beside a compiled release: lists, releases, links to releases."""

    lists: bool = False
    releases: bool = False
    links: list[_Found] = field(default_factory=list)

    def without_links(self, listed: Iterable[_Found]) -> Iterator[_Found]:
        """Yield all but the links, which wait: a compiled release that comes later stands for them."""
        for one in listed:
            if one[0] == "linked":
                self.links.append(one)
            else:
                self.releases = True
                yield one

    def last(self, value: Mapping[str, Any], publisher: Mapping[str, Any]) -> Iterator[_Found]:
        """Yield the compiled release, else the links; of an object without any list, the object itself."""
        if "compiledRelease" in value:
            whole = self.releases and not self.links
            yield "publisher_check" if whole else "compiled", value["compiledRelease"], publisher
        elif self.lists:
            yield from self.links
        else:
            yield _kind(value), value, publisher


def _expanded(value: object, publisher: Mapping[str, Any]) -> Iterator[_Found]:
    """Yield a release, or those inside a record or package that stands in a list."""
    if not isinstance(value, dict) or not {*_LISTS, "compiledRelease"} & set(value):
        yield _kind(value), value, publisher
        return
    inner = {**publisher, **_publisher(value)}
    held = [one for name in _LISTS for one in value.get(name) or ()]
    beside = _Beside(lists=bool(held) or "compiledRelease" not in value)
    for one in held:
        yield from beside.without_links(_expanded(one, inner))
    yield from beside.last(value, inner)


def _kind(value: object) -> Kind:
    if isinstance(value, dict) and "url" in value and "ocid" not in value:
        return "linked"
    tags = value.get("tag") if isinstance(value, dict) else None
    return "compiled" if isinstance(tags, list) and "compiled" in tags else "release"


def _publisher(value: Mapping[str, Any]) -> Mapping[str, Any]:
    found = value.get("publisher")
    return found if isinstance(found, dict) else {}
