"""OCDS for tests: excerpts of real files, releases in a folder, and the rows a build makes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from loaders import audit
from loaders.model import RawFile, Reading
from loaders.ocds.compile import MADE, compile_releases
from loaders.registry import dataset
from loaders.schema import metadata, table

Row = dict[str, Any]


@cache
def excerpts() -> dict[str, Any]:
    """Return the excerpts by name."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("excerpts.json").read_text(encoding="utf-8"))
    return found


def write(folder: Path, name: str, content: object) -> Path:
    """Write a file of JSON, or of the text given."""
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, content: object, name: str = "x.json") -> Reading:
    """Return what the reader makes of a file, in its declared shape."""
    path = write(folder, name, content)
    owner = dataset("ocds")
    return audit.reading(owner, owner.read(RawFile(name, path, None)), where=name)


def built(readings: Mapping[str, Reading]) -> dict[str, list[Row]]:
    """Return the rows that a build makes of readings, by table; keys are the files' identities."""
    rows = [
        {**row, "source_file_id": file}
        for file, reading in readings.items()
        for row in reading.tables["ocds_release"].iter_rows(named=True)
    ]
    return compiled(rows)


def compiled(releases: Sequence[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """Return the rows that a build makes of rows of `ocds_release`."""
    tables = [table(name) for name in ("ocds_release", *MADE, "correction")]
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.begin() as connection:
        metadata().create_all(connection, tables=tables)
        connection.execute(sa.insert(tables[0]), [dict(one) for one in releases])
        compile_releases(connection)
        made = {
            one.name: [dict(row) for row in connection.execute(sa.select(one)).mappings()]
            for one in tables[1:]
        }
    engine.dispose()
    return made


def made_of(folder: Path, name: str) -> dict[str, list[Row]]:
    """Return the rows that a build makes of one excerpt."""
    return built({"ocds.x": read(folder, excerpts()[name])})
