"""What a published store is made of."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.schema import table


def source_files(engine: sa.Engine) -> list[dict[str, Any]]:
    """Return every source file of a store with its rows read, stored and rejected, and its provenance."""
    files = table("source_file")
    with engine.connect() as connection:
        found = connection.execute(sa.select(files).order_by(files.c.source_file_id)).mappings()
        return [dict(row) for row in found]
