"""The published store, opened read-only; a newly published one is seen without a restart."""

from __future__ import annotations

import logging
import math
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from cachetools import LRUCache
from sqlalchemy import Engine, QueuePool, Select
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from dashboard.data import facts
from loaders import left_out, seen
from loaders.engine import current_version, open_store, store_mark
from loaders.errors import StoreError, StoreUnreachable
from loaders.home import Home

LOG = logging.getLogger(__name__)
Record = Mapping[str, Any]
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
RETRY_SECONDS: Final = 10.0
CLOSING_SECONDS: Final = 5.0
# Classes of PostgreSQL's codes: no connection, the server is stopping or starting, too many connections.
_LOST: Final = ("08", "57P", "53300")


def unreachable(error: BaseException) -> bool:
    """Return whether an error is that the database of the stores does not answer, and not one of ours."""
    lost = isinstance(error, DBAPIError) and (error.connection_invalidated or _state(error).startswith(_LOST))
    return lost or isinstance(error, StoreUnreachable)


def _state(error: DBAPIError) -> str:
    """Return PostgreSQL's code of an error; where its driver has none, no connection was had at all."""
    code = getattr(error.orig, "sqlstate", "")
    return "08" if code is None and isinstance(error, OperationalError) else str(code)


@dataclass(frozen=True)
class Store:
    """One published version: its id and a read-only engine; immutable, so facts are read once."""

    version: str
    engine: Engine
    home: Home | None = None

    def __post_init__(self) -> None:
        """Let the store's connections go with it."""
        # An engine is full of cycles: an old version's file would stay open until a rare collection.
        weakref.finalize(self, self.engine.dispose).atexit = False

    def rows(self, statement: Select[Any]) -> Sequence[Record]:
        """Run a select and return its rows as mappings."""
        with self.engine.connect() as connection:
            return cast("Sequence[Record]", connection.execute(statement).mappings().all())

    @cached_property
    def facts(self) -> facts.Facts:
        """The small tables that every question needs: agencies, prices, population, what is held."""
        return facts.read(self.rows)

    @cached_property
    def remembered(self) -> dict[object, LRUCache[Any, Any]]:
        """The answers of each function that remembers them for this store."""
        return {}


def remember(
    most: int,
) -> Callable[
    [Callable[Concatenate[Store, Arguments], Answer]], Callable[Concatenate[Store, Arguments], Answer]
]:
    """Return a decorator that keeps up to `most` answers of a function for each store, and dies with it.

    A cache beside the stores would keep old ones open, and the files of those that were deleted.
    """

    def decorate(
        function: Callable[Concatenate[Store, Arguments], Answer],
    ) -> Callable[Concatenate[Store, Arguments], Answer]:
        lock = threading.Lock()

        @wraps(function)
        def remembering(store: Store, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
            key = (args, tuple(sorted(kwargs.items())))
            with lock:
                kept = store.remembered.setdefault(function, LRUCache(most))
                if key in kept:
                    return cast("Answer", kept[key])
            answer = function(store, *args, **kwargs)
            with lock:
                kept[key] = answer
            return answer

        return remembering

    return decorate


def busy(engine: Engine) -> bool:
    """Return whether a question of an engine is still being answered."""
    return isinstance(engine.pool, QueuePool) and engine.pool.checkedout() > 0


@dataclass(frozen=True)
class Refusal:
    """A store that could not be opened: its version and mark, when, and why."""

    named: str
    mark: object
    at: float
    error: StoreError


class Stores:
    """Opens the current version of a home folder and keeps it until another is published.

    An open store is immutable and good: it goes on answering when the pointer is damaged or names a store
    that is missing, broken or of another schema. The log says so once for each thing that is wrong.
    """

    def __init__(self, home: Home, retry_seconds: float = RETRY_SECONDS) -> None:
        """Take the folder that holds the pointer and the stores; nothing is opened yet.

        A store that could not be opened is tried again after `retry_seconds`, or once it was made anew.
        """
        self.home = home
        self._retry = retry_seconds
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._refusal: Refusal | None = None
        self._told = ""
        self._noted, self._asked_at = "", -math.inf
        self._mark: object = None
        self._marked_at = -math.inf

    def noted(self) -> str:
        """Return what tells one state of the notes on sources from another, looked up now and then."""
        now = time.monotonic()
        if now - self._asked_at >= self._retry:
            self._asked_at = now
            with suppress(StoreError):
                seen_of = [f"{row['url']} {row['status']}" for row in seen.told(self.home)]
                without = [f"{row['file']} {row['seen']}" for row in left_out.all_of(self.home)]
                self._noted = "\n".join([*seen_of, *without])
        return self._noted

    def version(self) -> str:
        """Return the id of the version that answers now (one small file is read); errors as of `current`."""
        return self.current().version

    def current(self) -> Store:
        """Return the published store, opening it if another version was published since.

        A question that still runs on the old store keeps its own reference and finishes on it.
        Raises NoStore, StoreOutdated or another StoreError only if no store was ever opened.
        """
        with self._lock:
            try:
                named = current_version(self.home)
                if self._store is not None and self._store.version == named and not self._remade():
                    self._told = ""
                    return self._store
                mark = store_mark(self.home, named)
            except StoreError as error:
                return self._kept(error)
            return self._other(named, mark)

    def _other(self, named: str, mark: object) -> Store:
        """Open a store that is not the open one, unless that just failed."""
        now, last = time.monotonic(), self._refusal
        if last and (last.named, last.mark) == (named, mark) and now - last.at < self._retry:
            return self._kept(last.error)
        if self._store is not None and self._store.version == named:
            self._let_go(self._store)
        try:
            self._store = self._opened(named)
        except StoreError as error:
            self._refusal = Refusal(named, mark, now, error)
            return self._kept(error)
        self._refusal, self._told = None, ""
        self._mark, self._marked_at = mark, now
        return self._store

    def _remade(self) -> bool:
        """Return whether the open version was made anew, as a damaged one is; looked up now and then."""
        now = time.monotonic()
        if self._store is None or now - self._marked_at < self._retry:
            return False
        self._marked_at = now
        return store_mark(self.home, self._store.version) not in (None, self._mark)

    def _let_go(self, store: Store) -> None:
        """Close a version that is to be opened again from the same place.

        As long as one question holds it open, DuckDB would give its old bytes for the new file.
        """
        until = time.monotonic() + CLOSING_SECONDS
        while busy(store.engine) and time.monotonic() < until:
            time.sleep(0.01)
        store.engine.dispose()

    def _opened(self, named: str) -> Store:
        try:
            store = Store(named, open_store(named, home=self.home), self.home)
            # Read at once, so that a store without them never takes the place of one that answers.
            _ = store.facts
        except (OSError, SQLAlchemyError) as error:
            why = str(error).splitlines()[0]
            raise StoreError("the store cannot be read", where=named, value=why) from error
        return store

    def _kept(self, error: StoreError) -> Store:
        """The store that is open, with one word in the log; `error` is raised if there is none."""
        if self._told != str(error):
            self._told = str(error)
            LOG.warning("%s; %s", error, f"{self._store.version} goes on" if self._store else "none is open")
        if self._store is None:
            # Without its traceback, which would grow with each time that it is raised.
            raise error.with_traceback(None)
        return self._store
