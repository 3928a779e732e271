"""Files that `cuentas load --skip-broken` left out, noted beside the stores until a load reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from loaders import backend
from loaders.file_outcomes import FileOutcomes
from loaders.home import Home

_NOTE = "left_out"


def all_of(home: Home) -> Sequence[dict[str, Any]]:
    """Return the files left out: name, dataset, what was seen, what to do, since which day. StoreError."""
    rows: list[dict[str, Any]] = json.loads(backend.of(home).note(_NOTE) or "[]")
    return rows


def settle(home: Home, outcomes: FileOutcomes) -> None:
    """Note the broken files of a load that was published without them, and forget those that were read."""
    seen = {one.row()["file"] for one in outcomes.rows}
    kept = [row for row in all_of(home) if row["file"] not in seen]
    day = date.today().isoformat()
    rows = [*kept, *({**one.row(), "left_out": day} for one in outcomes.of("broken"))]
    if rows != list(all_of(home)):
        words = json.dumps(rows, ensure_ascii=False, indent=1) + "\n" if rows else None
        backend.of(home).keep_note(_NOTE, words)
