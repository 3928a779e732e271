"""The published store, opened read-only; a newly published one is seen without a restart."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Engine, Select

from dashboard.data import facts
from loaders.engine import current_version, open_store
from loaders.home import Home

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Store:
    """One published version: its id and a read-only engine; immutable, so facts are read once."""

    version: str
    engine: Engine

    def rows(self, statement: Select[Any]) -> Sequence[Record]:
        """Run a select and return its rows as mappings."""
        with self.engine.connect() as connection:
            return cast("Sequence[Record]", connection.execute(statement).mappings().all())

    @cached_property
    def facts(self) -> facts.Facts:
        """The small tables that every question needs: agencies, prices, population, what is held."""
        return facts.read(self.rows)


class Stores:
    """Opens the current version of a home folder and keeps it until another is published."""

    def __init__(self, home: Home) -> None:
        """Take the folder that holds the pointer and the stores; nothing is opened yet."""
        self.home = home
        self._lock = threading.Lock()
        self._store: Store | None = None

    def version(self) -> str:
        """Return the id of the published version (one small file is read); NoStore if there is none."""
        return current_version(self.home)

    def current(self) -> Store:
        """Return the published store, opening it if another version was published since.

        A question that still runs on the old store keeps its own reference and finishes on it.
        """
        version = self.version()
        with self._lock:
            if self._store is None or self._store.version != version:
                self._store = Store(version, open_store(version, home=self.home))
                # An engine is full of cycles: an old version's file would stay open until a rare collection.
                weakref.finalize(self._store, self._store.engine.dispose)
            return self._store
