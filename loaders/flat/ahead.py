"""Work done ahead in a second thread: one core reads and parses while the other one makes rows."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar, cast

_POLARS = "POLARS_MAX_THREADS"
_Item = TypeVar("_Item")
_END = object()
_DEPTH = 2


def share_processors() -> None:
    """Leave half of the processors to polars, unless the environment says how many, or it is there already.

    For steps that call it from several threads beside each other: on two processors, one for it is faster.
    """
    if "polars" not in sys.modules:
        os.environ.setdefault(_POLARS, str(max(1, (os.cpu_count() or 1) // 2)))


def ahead(items: Iterator[_Item]) -> Generator[_Item]:
    """Yield the items of an iterator that runs in a thread of its own, two of them ahead at most.

    An error of the iterator is raised here; the thread has ended when this ends, whatever ends it.
    """
    waiting: Queue[object] = Queue(_DEPTH)
    stopped = Event()
    thread = Thread(target=_fill, args=(items, waiting, stopped), daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not _END:
            if isinstance(item, _Failed):
                raise item.error
            yield cast(_Item, item)
    finally:
        stopped.set()
        _empty(waiting)
        thread.join()


def _fill(items: Iterator[_Item], waiting: Queue[object], stopped: Event) -> None:
    last: object = _END
    try:
        for item in items:
            if stopped.is_set():
                return
            waiting.put(item)
    except BaseException as error:
        last = _Failed(error)
    waiting.put(last)


def _empty(waiting: Queue[object]) -> None:
    """Make room, so that a thread that waits to put something can end."""
    while True:
        try:
            waiting.get_nowait()
        except Empty:
            return


class _Failed:
    """An error that the other thread met."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
