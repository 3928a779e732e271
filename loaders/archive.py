"""The archive: raw bytes, untouched, named by their SHA-256, with where they come from beside them.

Files are republished in silence: keeping every version by its hash is what makes a figure repeatable.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from loaders.disk import guarded, sync
from loaders.errors import SourceChanged
from loaders.model import Provenance

_HASH = re.compile(r"[0-9a-f]{64}")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def place(archive: Path, sha256: str) -> Path:
    """Return where bytes of this hash lie, there or not."""
    return archive / sha256[:2] / sha256


def keep(archive: Path, path: Path, provenance: Provenance) -> tuple[Path, Provenance]:
    """Copy a file into the archive unless it is there; return its place, and its provenance with its hash.

    Raises what `arriving` raises.
    """
    with arriving(archive, path, provenance) as arrival:
        pass
    return arrival.path, arrival.provenance


@dataclass
class Arrival:
    """A file on its way into the archive: where its bytes can be read, and what is known of them by now."""

    path: Path
    provenance: Provenance


@contextmanager
def arriving(archive: Path, path: Path, provenance: Provenance) -> Iterator[Arrival]:
    """Copy a file into the archive unless it is there; its bytes can be read while they are still copied.

    After the block, whatever it raised, the bytes are at their place and the provenance has their hash.
    SourceChanged when they do not have the hash that it recorded before, or when the file was written to
    during the block: what was read may not be what is kept. DiskFull, NoPermission.
    """
    kept = place(archive, provenance.sha256)
    if path == kept:
        yield Arrival(kept, provenance)
    elif _is_held(kept, path, provenance):
        _describe(kept, provenance)
        yield Arrival(kept, provenance)
    else:
        with _copied(archive, path, provenance) as arrival:
            yield arrival


def _is_held(kept: Path, path: Path, provenance: Provenance) -> bool:
    """Return whether these bytes are here; they must have the hash that is recorded, if one is."""
    if not provenance.sha256:
        return False
    with guarded(path):
        found = sha256(path)
        if found == provenance.sha256:
            return kept.is_file() and kept.stat().st_size == path.stat().st_size
    raise SourceChanged(
        "the file does not have the recorded hash",
        where=provenance.file_name,
        value=found,
        todo=f"expected {provenance.sha256}: record the new file in MANIFEST.tsv, or restore the old one",
    )


@contextmanager
def _copied(archive: Path, path: Path, provenance: Provenance) -> Iterator[Arrival]:
    """Copy and hash a file in another thread; its place is known only once all of it is hashed."""
    draft = archive / "work" / f"copy-{os.getpid()}"
    with guarded(archive):
        draft.parent.mkdir(parents=True, exist_ok=True)
    arrival, before = Arrival(path, provenance), _stamp(path)
    with ThreadPoolExecutor(1) as pool:
        copied = pool.submit(_copy, path, draft)
        try:
            yield arrival
        finally:
            wait([copied])
            with guarded(archive), _dropped_on_error(draft):
                _require_same(path, before)
                arrival.provenance = replace(provenance, sha256=copied.result())
                arrival.path = _moved(archive, draft, arrival.provenance)
            _describe(arrival.path, arrival.provenance)


def _copy(path: Path, draft: Path) -> str:
    """Copy a file, to the disk; return the hash of the copy."""
    shutil.copyfile(path, draft)
    found = sha256(draft)
    sync(draft)
    return found


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return what changes when a file is written to, or another one takes its place."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _require_same(path: Path, before: tuple[int, int, int]) -> None:
    with suppress(FileNotFoundError):
        if _stamp(path) == before:
            return
    raise SourceChanged(
        "the file was written to or taken away while it was read",
        where=str(path),
        todo="load it again once nobody changes it",
    )


@contextmanager
def _dropped_on_error(draft: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, SourceChanged):
        draft.unlink(missing_ok=True)
        raise


def _moved(archive: Path, draft: Path, provenance: Provenance) -> Path:
    """Move whole bytes to the place of their hash, on the disk before they are there."""
    kept = place(archive, provenance.sha256)
    sync(draft)
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(kept)
    return kept


def adopt(archive: Path, path: Path, provenance: Provenance, headers: Mapping[str, str]) -> Path:
    """Move a finished download into the archive, with what the server said of it; return its place."""
    kept = place(archive, provenance.sha256)
    if not is_whole(archive, provenance.sha256):
        with guarded(kept):
            _moved(archive, path, provenance)
    _write(kept.with_suffix(".headers.json"), {"url": provenance.obtained_from, "headers": dict(headers)})
    _describe(kept, provenance)
    return kept


def record_of(archive: Path, sha256: str) -> Provenance | None:
    """Return what is recorded of kept bytes; None when nothing is."""
    try:
        words = place(archive, sha256).with_suffix(".json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return from_json(json.loads(words))


def is_whole(archive: Path, expected: str) -> bool:
    """Return whether bytes of this hash are here, and still have it."""
    kept = place(archive, expected)
    return kept.is_file() and sha256(kept) == expected


@dataclass(frozen=True)
class Held:
    """One file of the archive; `provenance` None when its record is missing."""

    sha256: str
    bytes: int
    provenance: Provenance | None


def held(archive: Path) -> list[Held]:
    """Return all files of an archive, by hash."""
    found = sorted(path for path in archive.glob("??/*") if _HASH.fullmatch(path.name))
    return [Held(path.name, path.stat().st_size, record_of(archive, path.name)) for path in found]


def verify(archive: Path) -> list[str]:
    """Return the hashes whose bytes no longer have them; empty when all is as it was kept."""
    return [one.sha256 for one in held(archive) if not is_whole(archive, one.sha256)]


def _describe(kept: Path, provenance: Provenance) -> None:
    _write(kept.with_suffix(".json"), to_json(provenance))


def _write(path: Path, plain: Mapping[str, object]) -> None:
    words = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
    draft = path.with_suffix(".draft")
    with guarded(path):
        draft.write_text(words + "\n", encoding="utf-8")
        draft.replace(path)


def to_json(provenance: Provenance) -> dict[str, object]:
    """Return the provenance as plain JSON values; unknown stays null."""
    plain = asdict(provenance)
    plain["obtained"] = provenance.obtained.isoformat() if provenance.obtained else None
    return plain


def from_json(plain: Mapping[str, Any]) -> Provenance:
    """Return the provenance written by `to_json`."""
    obtained = plain["obtained"]
    return Provenance(**{**plain, "obtained": date.fromisoformat(obtained) if obtained else None})
