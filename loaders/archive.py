"""The archive: raw bytes, untouched, named by their SHA-256, with where they come from beside them.

Files are republished in silence: keeping every version by its hash is what makes a figure repeatable.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from loaders.errors import SourceChanged
from loaders.model import Provenance


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def keep(archive: Path, path: Path, provenance: Provenance) -> Path:
    """Copy a file into the archive unless its bytes are already there; return its place.

    SourceChanged when the bytes do not have the hash that the provenance records.
    """
    found = sha256(path)
    if found != provenance.sha256:
        raise SourceChanged(
            "the file does not have the recorded hash",
            where=provenance.file_name,
            value=found,
            todo=f"expected {provenance.sha256}: record the new file in MANIFEST.tsv, or restore the old one",
        )
    place = archive / found[:2] / found
    if not place.exists():
        _copy(path, place)
    _describe(place.with_suffix(".json"), provenance)
    return place


def _copy(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".part")
    shutil.copyfile(path, draft)
    draft.replace(place)


def _describe(place: Path, provenance: Provenance) -> None:
    words = json.dumps(to_json(provenance), ensure_ascii=False, indent=1, sort_keys=True)
    place.write_text(words + "\n", encoding="utf-8")


def to_json(provenance: Provenance) -> dict[str, object]:
    """Return the provenance as plain JSON values; unknown stays null."""
    plain = asdict(provenance)
    plain["obtained"] = provenance.obtained.isoformat() if provenance.obtained else None
    return plain


def from_json(plain: Mapping[str, Any]) -> Provenance:
    """Return the provenance written by `to_json`."""
    obtained = plain["obtained"]
    return Provenance(**{**plain, "obtained": date.fromisoformat(obtained) if obtained else None})
