"""Where every figure comes from: datasets, files, checks, rejects, corrections, caveats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import dropwhile
from typing import Any

from sqlalchemy import func, select

from dashboard.data.store import Record, Store
from loaders import left_out as noted_left_out
from loaders import seen
from loaders.acceptances import Acceptance, all_of, shown
from loaders.changes import changed_figures
from loaders.errors import StoreError
from loaders.schema import table

_TOLD = ("changed", "vanished", "returned")
_GRAVITY = {"failed": 0, "accepted": 1, "explained": 2, "not_checkable": 3, "passed": 4}


def datasets(store: Store) -> Sequence[Record]:
    """Return the datasets in the store, by id."""
    source = table("dataset")
    return store.rows(select(source).order_by(source.c.dataset_id))


def files(store: Store) -> Sequence[Record]:
    """Return the source files with date, hash, rows and rejects, by dataset and year."""
    source = table("source_file")
    return store.rows(select(source).order_by(source.c.dataset_id, source.c.fiscal_year, source.c.file_name))


def checks(store: Store) -> Sequence[Record]:
    """Return every check, the gravest first; a failure that was accepted says so, when and why."""
    check = table("check_result")
    rows = store.rows(select(check).order_by(check.c.dataset_id, check.c.fiscal_year, check.c.check_id))
    return sorted(shown(rows, _accepted(store)), key=lambda row: _GRAVITY[row["status"]])


def _accepted(store: Store) -> list[Acceptance]:
    """Return what was accepted; nothing when that cannot be read, so that a failure is told as one."""
    try:
        return all_of(store.home) if store.home else []
    except StoreError:
        return []


def open_checks(store: Store) -> Sequence[Record]:
    """Return the checks that fail or differ for a known reason, the gravest first."""
    return [row for row in checks(store) if row["status"] in ("failed", "accepted", "explained")]


def check_counts(store: Store) -> dict[str, int]:
    """Return how many checks have each status; those whose failure was accepted fail."""
    check = table("check_result")
    rows = store.rows(select(check.c.status, func.count().label("checks")).group_by(check.c.status))
    return {row["status"]: row["checks"] for row in rows}


def with_file_names(store: Store, name: str, most: int) -> Sequence[Record]:
    """Return the first `most` rows of `reject` or `correction`, each with the name of its file."""
    source, file = table(name), table("source_file")
    joined = source.join(file, source.c.source_file_id == file.c.source_file_id)
    # Of one line several things may be told: all of a row decides, so that its place is always the same.
    order = (file.c.file_name, source.c.line, *source.c)
    return store.rows(select(source, file.c.file_name).select_from(joined).order_by(*order).limit(most))


def counted(store: Store, name: str) -> int:
    """Return how many rows a table has."""
    return int(store.rows(select(func.count().label("rows")).select_from(table(name)))[0]["rows"])


def caveats(store: Store) -> Sequence[Record]:
    """Return what a reader must know of each dataset before using its figures."""
    caveat = table("caveat")
    return store.rows(select(caveat).order_by(caveat.c.dataset_id, caveat.c.code))


def breaks(store: Store) -> Sequence[Record]:
    """Return the declared breaks of series."""
    source = table("series_break")
    return store.rows(select(source).order_by(source.c.before_year, source.c.agency_id))


def sightings(store: Store) -> Sequence[Record]:
    """Return the sources that changed or vanished since they were last seen, the latest first.

    Those that only a later fetch saw are told beside the store.
    """
    known = table("source_sighting")
    held = store.rows(select(known).where(known.c.status.in_(_TOLD)))
    there = {(row["url"], row["seen_at"], row["status"]) for row in held}
    later = [row for row in _noted(store) if (row["url"], row["seen_at"], row["status"]) not in there]
    by_name = sorted([*held, *later], key=lambda row: row["file_name"])
    return sorted(by_name, key=lambda row: row["seen_at"], reverse=True)


def _noted(store: Store) -> list[Record]:
    try:
        told = seen.told(store.home) if store.home else []
    except StoreError:
        return []
    dated = [{**row, "seen_at": date.fromisoformat(row["seen_at"])} for row in told]
    return [row for row in dated if row["status"] in _TOLD]


def left_out(store: Store) -> Sequence[Record]:
    """Return the files of a folder that were known, could not be read and were left out of the store."""
    try:
        return noted_left_out.all_of(store.home) if store.home else []
    except StoreError:
        return []


def corrections(store: Store) -> Sequence[Record]:
    """Return the errors of this project that were corrected: old and new value, why, since when."""
    source = table("figure_correction")
    return store.rows(select(source).order_by(source.c.corrected.desc(), source.c.figure_id))


def changes(store: Store) -> Sequence[Record]:
    """Return figures that changed from one version to the next up to this store's, the newest first."""
    found = changed_figures(store.home) if store.home is not None else []
    if not any(row["since_version"] == store.version for row in found):
        return found
    return list(dropwhile(lambda row: row["since_version"] != store.version, found))


def meta(store: Store) -> dict[str, Any]:
    """Return what the store says of itself: version, content hash, schema version, dates."""
    return {row["key"]: row["value"] for row in store.rows(select(table("store_meta")))}
