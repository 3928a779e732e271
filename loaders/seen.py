"""What became of the sources, told beside the stores at once: one that vanished makes no new store.

The store has what was known when it was made; what a later fetch saw, whether it failed or not, is here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from loaders import backend, sightings
from loaders.home import Home

Row = dict[str, Any]
_NOTE = "sources"
_KEPT = ("url", "file_name", "dataset_id", "status", "sha256", "last_sha256")


def tell(home: Home) -> None:
    """Note the last thing that a reader should know of each address, if it is not noted. StoreError."""
    latest = {one.url: one for one in sightings.notable(home.archive)}
    rows = [_row(sightings.to_json(one)) for one in latest.values()]
    if rows and rows != told(home):
        backend.of(home).keep_note(_NOTE, json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _row(plain: dict[str, object]) -> Row:
    words = {f"explanation_{language}": plain[f"text_{language}"] for language in ("es", "en")}
    return {**{name: plain[name] for name in _KEPT}, "seen_at": str(plain["seen_at"])[:10], **words}


def told(home: Home) -> Sequence[Row]:
    """Return what was noted last of each address, with day and words; as of a fetch from any machine."""
    found: list[Row] = json.loads(backend.of(home).note(_NOTE) or "[]")
    return found
