"""What lies in the home folder and belongs to no published store, each thing by its name and why.

Every file there is either accounted for or named: a load that was killed leaves nothing unseen.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from loaders import partitions
from loaders.errors import LoadersError
from loaders.home import Home
from loaders.partitions import Partition
from loaders.registry import datasets

Kind = Literal[
    "draft", "download", "unreadable", "unregistered", "unbuilt", "sourceless", "unused", "unknown"
]

MEANING: dict[Kind, str] = {
    "draft": "left by a load that was cut short; the next load removes it",
    "download": "a download begun; the next load resumes it, or starts it again",
    "unreadable": "clean rows that this program cannot read; load their file again, or delete the folder",
    "unregistered": "clean rows of a dataset that there is no more; they are left out of every store",
    "unbuilt": "clean rows that are not in the current store; the next load builds them in",
    "sourceless": "clean rows whose source is not in the archive; load their file again",
    "unused": "kept bytes that no clean rows are made from, such as an earlier version of a source",
    "unknown": "nobody accounts for it; look at it, and delete it if it is not yours",
}

_HASH = "[0-9a-f]{64}"
_ACCOUNTED = re.compile(
    rf"current|lock|snapshot-loaded|(?:pin|accepted|sources|left_out)\.json|search/.+|changes/[^/.][^/]*\.json|stores/[^/.][^/]*\.(?:duckdb|sha256)"
    rf"|partitions/[^/]+/[^/]+(?<!\.part)(?<!\.old)/[^/]+\.(?:parquet|json)"
    rf"|archive/sightings\.jsonl|archive/[0-9a-f]{{2}}/{_HASH}(?:\.json|\.headers\.json)?"
)
_DRAFTS = re.compile(
    rf"(staged|current\.\d+|(?:pin|accepted|sources|left_out)\.\d+|stores/\.draft-[^/]+|stores/[^/]+\.sha256\.\d+|changes/[^/]+\.part|partitions/[^/]+/[^/]+\.(?:part|old)"
    rf"|archive/(?:work)/[^/]+|archive/[0-9a-f]{{2}}/{_HASH}[^/]*\.(?:part|draft))(?:/.*)?"
)
_DOWNLOADS = re.compile(r"(archive/partial/[^/]+)")


@dataclass(frozen=True)
class Orphan:
    """One thing that belongs to no published store: its kind, its place under the home, its bytes."""

    kind: Kind
    path: str
    bytes: int

    def row(self) -> dict[str, Any]:
        """Return it with its meaning, as `cuentas status` shows it."""
        return {"kind": self.kind, "path": self.path, "bytes": self.bytes, "meaning": MEANING[self.kind]}


def orphans(home: Home, built: frozenset[tuple[str, str]]) -> list[Orphan]:
    """Return everything that belongs to no published store, by place.

    `built`: source file and SHA-256 of all that the current store is made of.
    """
    found = [*_strays(home), *_of_partitions(home, built)]
    return sorted(found, key=lambda one: (one.path, one.kind))


def sweep(home: Home) -> None:
    """Remove what a load that was cut short left behind. Only for one who holds the lock of the home."""
    partitions.put_back(home)
    for one in _strays(home):
        if one.kind == "draft":
            remove(home.root / one.path)


def remove(place: Path) -> None:
    """Remove a file, or a folder with all that is in it."""
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _strays(home: Home) -> list[Orphan]:
    """Return all files that have no place of their own, those of one folder of a draft as one."""
    sizes: dict[tuple[Kind, str], int] = {}
    for path in home.root.rglob("*"):
        key = _stray(path.relative_to(home.root).as_posix())
        if key is not None and path.is_file():
            sizes[key] = sizes.get(key, 0) + path.stat().st_size
    return [Orphan(kind, place, size) for (kind, place), size in sizes.items()]


def _stray(place: str) -> tuple[Kind, str] | None:
    if _ACCOUNTED.fullmatch(place):
        return None
    draft, download = _DRAFTS.fullmatch(place), _DOWNLOADS.fullmatch(place)
    if draft:
        return "draft", draft[1]
    return ("download", download[1]) if download else ("unknown", place)


def _of_partitions(home: Home, built: frozenset[tuple[str, str]]) -> Iterator[Orphan]:
    held = {path.name: (path, _file_name(path)) for path in _archived(home)}
    names = frozenset(name for _, name in held.values())
    read = list(_readable(home))
    for folder, one in read:
        kind = "unreadable" if one is None else _fault(one, frozenset(held), names, built)
        if kind is not None:
            yield Orphan(kind, folder.relative_to(home.root).as_posix(), size(folder))
    yield from _unused(home, held.values(), [one for _, one in read if one])


def _readable(home: Home) -> Iterator[tuple[Path, Partition | None]]:
    """Yield every folder of clean rows with what it holds; None when it cannot be read."""
    for folder in sorted(home.partitions.glob("*/*")):
        if folder.suffix not in {".part", ".old"}:
            try:
                one = partitions.read(folder)
                partitions.require_whole([one])
                yield folder, one
            except (LoadersError, OSError, ValueError, TypeError, KeyError):
                yield folder, None


def _fault(
    one: Partition, hashes: frozenset[str], names: frozenset[str], built: frozenset[tuple[str, str]]
) -> Kind | None:
    if one.dataset_id not in datasets():
        return "unregistered"
    if (one.source_file_id, one.provenance.sha256) not in built:
        return "unbuilt"
    bundled = any(name.startswith(f"snapshot/{one.dataset_id}.") for name in names)
    return None if one.provenance.sha256 in hashes or bundled else "sourceless"


def _archived(home: Home) -> list[Path]:
    return sorted(path for path in home.archive.glob("??/*") if re.fullmatch(_HASH, path.name))


def _file_name(path: Path) -> str:
    """Return what kept bytes were called; "" when no record says it."""
    try:
        return str(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["file_name"])
    except (OSError, ValueError, KeyError):
        return ""


def _unused(home: Home, held: Iterable[tuple[Path, str]], read: Iterable[Partition]) -> Iterator[Orphan]:
    used = {one.provenance.sha256 for one in read}
    for path, name in held:
        if path.name not in used and not name.startswith("snapshot/"):
            yield Orphan("unused", path.relative_to(home.root).as_posix(), path.stat().st_size)


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
