"""Files known byte for byte, by their SHA-256: those of the bundled snapshot and those left out of it.

What is in some files does not tell all of what they are (INEGI names the state in the file's name only). The
same bytes under another name are still the same file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders import bundle
from loaders.archive import sha256


@dataclass(frozen=True)
class Known:
    """A file that was read before: its dataset, its fiscal year, and the name it was published under."""

    dataset_id: str
    fiscal_year: int | None
    name: str


def known(path: Path, digest: str = "") -> Known | None:
    """Return what the bytes of a file are known as; None when they were never seen.

    `digest` is their SHA-256, if it is known; else a file as long as a known one is hashed.
    """
    candidates = _by_size().get(path.stat().st_size, ())
    if not candidates:
        return None
    own = digest or sha256(path)
    return next((one for other, one in candidates if other == own), None)


@cache
def _by_size() -> Mapping[int, Sequence[tuple[str, Known]]]:
    found: dict[int, list[tuple[str, Known]]] = defaultdict(list)
    for entry in bundle.entries(bundle.folder()):
        origin = entry["provenance"]
        name = origin["file_name"].rsplit("/", 1)[-1]
        one = Known(entry["dataset_id"], entry["fiscal_year"], name)
        found[origin["bytes"]].append((origin["sha256"], one))
    for left in bundle.left_out():
        one = Known(left.dataset_id, left.fiscal_year, left.published)
        found[left.bytes].append((left.sha256, one))
    return found
