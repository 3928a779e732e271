"""Whose a file is: which dataset reads it, by its published name or by what is in it, packed or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from loaders.errors import SourceError
from loaders.fetching import recognise, unpack
from loaders.model import Dataset, Provenance
from loaders.registry import dataset, match, match_content

Hit = tuple[Dataset, int | None]

_FLAT = frozenset({"text", "xlsx", "xls"})
_PACKED = frozenset({"zip", "gzip"})


@dataclass(frozen=True)
class Found:
    """An official file that a dataset reads: where it is, what it is called, and where it comes from.

    `member` is the file's name inside a zip; None when it stands alone.
    """

    dataset: Dataset
    fiscal_year: int | None
    path: Path
    provenance: Provenance
    member: str | None = None

    @property
    def name(self) -> str:
        """The published name of what is read."""
        return self.member.rsplit("/", 1)[-1] if self.member else self.provenance.file_name


@dataclass
class Looking:
    """Looks whose files are; what nobody reads is `left`, with the reason where one is known.

    What has to be unpacked to see it lies in `work` until it is seen. A file that was asked for by itself
    (`alone`) is refused for an unknown column; among others it may be anything, and is left.
    """

    work: Path
    alone: bool
    left: list[str] = field(default_factory=list)

    def at(self, path: Path, origin: Provenance, asked: str | None = None) -> list[Found]:
        """Return what datasets read of one file: all of it, or the members of a zip that are theirs.

        One that is nobody's by its name is read by the dataset that was `asked` for.
        """
        found: list[Found] = []
        with self._leaving(origin.file_name, must=self.alone or path.suffix.lower() == ".zip"):
            zipped = recognise.kind(path) == "zip"
            found = self._in_zip(path, origin, asked) if zipped else self._in_file(path, origin, asked)
        return found

    def _in_file(self, path: Path, origin: Provenance, asked: str | None) -> list[Found]:
        name = origin.file_name
        hit = _by_name(name) or ((dataset(asked), None) if asked else self._by_content(path, name))
        return [Found(*hit, path, origin)] if hit else []

    def _in_zip(self, path: Path, origin: Provenance, asked: str | None) -> list[Found]:
        inside, named = unpack.members(path, origin.file_name), match(origin.file_name)
        reader = dataset(asked) if asked else named[0] if named else None
        only = len(inside) == 1
        hits = [(one, self._of_member(path, origin.file_name, one, only)) for one in inside]
        found = [Found(*hit, path, origin, one) for one, hit in hits if hit]
        return [Found(reader, None, path, origin, inside[0])] if only and reader and not found else found

    def _of_member(self, path: Path, name: str, member: str, only: bool) -> Hit | None:
        hit: Hit | None = None
        with self._leaving(f"{name}: {member}", must=only):
            hit = _by_name(member) or self._by_content(path, name, member)
        return hit

    def _by_content(self, path: Path, name: str, member: str | None = None) -> Hit | None:
        """Return whose a file is by what is in it; one that is nobody's is left."""
        with unpack.plain(path, name, member, self.work) as seen:
            kind = recognise.kind(seen)
            hit = match_content(seen, member or name) if kind in _FLAT else None
        if hit is None:
            why = " (packed once more: unpack it first)" if kind in _PACKED else ""
            self.left.append((f"{name}: {member}" if member else name) + why)
        return hit

    @contextmanager
    def _leaving(self, told: str, *, must: bool) -> Iterator[None]:
        """Leave a file that is not what it should be, with the reason, unless it `must` be read."""
        try:
            yield
        except SourceError as error:
            if must:
                raise
            self.left.append(f"{told} ({error.what})")


def _by_name(name: str) -> Hit | None:
    """Return whose a file is by the name that it was published under, in whatever folder it lies."""
    return match(name) or match(name.rsplit("/", 1)[-1])
