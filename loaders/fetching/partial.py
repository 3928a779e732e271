"""A download begun: the bytes so far, and the server's own mark of the version that they belong to.

Without such a mark (a strong ETag, or a date) a download cannot be resumed: half of one file and half of
another would be joined.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from loaders.disk import guarded

OVERLAP = 4096


@dataclass(frozen=True)
class Begun:
    """How much of a file is here, of how much, of which version (`mark`: what If-Range takes)."""

    size: int
    total: int | None
    mark: str


@dataclass(frozen=True)
class Part:
    """The place of a download that is under way."""

    folder: Path
    url: str

    @property
    def data(self) -> Path:
        """The bytes so far."""
        return self.folder / f"{self._key}.part"

    @property
    def _memory(self) -> Path:
        return self.folder / f"{self._key}.json"

    @property
    def _key(self) -> str:
        return hashlib.sha256(self.url.encode()).hexdigest()[:32]

    def begun(self) -> Begun | None:
        """Return what is here and can be resumed; None when nothing is, or nothing that can."""
        try:
            words = json.loads(self._memory.read_text(encoding="utf-8"))
            size = self.data.stat().st_size
        except (FileNotFoundError, ValueError):
            return None
        return Begun(size, words["total"], words["mark"]) if size else None

    def begin(self, headers: Mapping[str, str], total: int | None) -> None:
        """Start over, remembering the version that is about to come."""
        self.discard()
        with guarded(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            mark = mark_of(headers)
            if mark:
                words = {"url": self.url, "mark": mark, "total": total}
                self._memory.write_text(json.dumps(words) + "\n", encoding="utf-8")
            self.data.touch()

    def tail(self) -> bytes:
        """Return the last bytes so far, which a resumed download must send again."""
        with self.data.open("rb") as handle:
            handle.seek(max(0, self.data.stat().st_size - OVERLAP))
            return handle.read()

    def discard(self) -> None:
        """Forget the download."""
        with guarded(self.folder):
            self._memory.unlink(missing_ok=True)
            self.data.unlink(missing_ok=True)

    def drop_unless_resumable(self) -> None:
        """Leave nothing behind that the next run could not go on with."""
        if self.begun() is None:
            self.discard()


def mark_of(headers: Mapping[str, str]) -> str | None:
    """Return what names this version for If-Range: a strong ETag, else the date of its last change."""
    etag = headers.get("etag", "")
    return etag if etag.startswith('"') else headers.get("last-modified")


def all_begun(folder: Path) -> Iterator[tuple[str, Begun]]:
    """Yield every download that can be resumed, with its address."""
    for memory in sorted(folder.glob("*.json")):
        url = json.loads(memory.read_text(encoding="utf-8"))["url"]
        begun = Part(folder, url).begun()
        if begun:
            yield url, begun
