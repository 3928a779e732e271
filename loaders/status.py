"""What a home folder holds: the published store, its files, the other versions, what belongs to none."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders import acceptances, backend, left_out, orphans, pins, publish, seen
from loaders.engine import current_version, meta, open_store
from loaders.errors import StoreError
from loaders.file_findings import grouped, with_findings
from loaders.home import Home
from loaders.schema import table
from loaders.search import index, integrity, schema


def source_files(engine: sa.Engine) -> list[dict[str, Any]]:
    """Return every source file of a store: rows read, stored and rejected, why, and its provenance."""
    files = table("source_file")
    with engine.connect() as connection:
        found = connection.execute(sa.select(files).order_by(files.c.source_file_id)).mappings()
        return with_findings([dict(row) for row in found], grouped(connection))


def of(home: Home) -> tuple[dict[str, Any], StoreError | None]:
    """Return all of it, and why the published store cannot be read (None = it can)."""
    store, files, problem = _looked_at(home)
    built = frozenset((row["source_file_id"], row["sha256"]) for row in files)
    told = {
        "home": str(home.root),
        "stores": backend.of(home).place,
        "store": store,
        "files": files,
        "versions": [_version(home, one) for one in publish.kept(home)],
        "pin": _pin(home),
        "sources": [one for one in seen.told(home) if one["status"] != "new"],
        "accepted": [one.row() for one in acceptances.all_of(home)],
        "left_out": left_out.all_of(home),
        "loading": publish.busy(home),
        "orphans": [
            one.row()
            for one in (*orphans.orphans(home, built), *_strays(home))
            # Of a store that cannot be read nobody knows what is built into it.
            if problem is None or one.kind != "unbuilt"
        ],
    }
    return told, problem


def _looked_at(home: Home) -> tuple[dict[str, str] | None, list[dict[str, Any]], StoreError | None]:
    """Return what the published store says of itself and its files; nothing of one that is damaged."""
    try:
        publish.require_sound(home, current_version(home))
        return *_published(home), None
    except StoreError as error:
        return None, [], error


def _pin(home: Home) -> dict[str, Any] | None:
    pin = pins.pinned(home)
    return {**pin.row(), "words": pin.words} if pin else None


def _strays(home: Home) -> list[orphans.Orphan]:
    indexes = [
        orphans.Orphan("draft", place.relative_to(home.root).as_posix(), orphans.size(place))
        for place in index.left(home)
    ]
    stores = [orphans.Orphan("draft", one.place, one.bytes) for one in backend.of(home).strays()]
    return indexes + stores


def _published(home: Home) -> tuple[dict[str, str], list[dict[str, Any]]]:
    engine = open_store(home=home)
    try:
        return meta(engine), source_files(engine)
    finally:
        engine.dispose()


def _index_damage(home: Home, version: str) -> str | None:
    return integrity.damage(home, version) if schema.is_there(home, version) else None


def _version(home: Home, one: backend.Kept) -> dict[str, Any]:
    return {
        "version": one.version,
        "current": one.current,
        "made": one.made.isoformat(timespec="seconds"),
        "bytes": one.bytes,
        "damage": publish.damage(home, one.version),
        "searchable": schema.is_there(home, one.version),
        "index_damage": _index_damage(home, one.version),
    }
