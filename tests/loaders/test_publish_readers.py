"""Sixteen readers while loads publish: no question fails, and no answer mixes two versions.

Three loads by default; CUENTAS_PUBLISHES=20 for the full number.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from dashboard.data.store import Stores
from loaders import bundle
from loaders.acceptances import EVERY
from loaders.home import Home
from loaders.model import Loaded
from loaders.run import keep, make
from loaders.schema import table
from tests.conftest import Homes

READERS = 16
LOADS = int(os.environ.get("CUENTAS_PUBLISHES", "3"))


def quiet(words: str) -> None:
    del words


def published(home: Home, marker: int) -> str:
    """Publish a store in which every price is `marker`; return its version."""
    for one in bundle.read(bundle.folder(), frozenset({"consumer_prices"})):
        prices = one.reading.tables["price_index"]
        value = pl.lit(Decimal(marker), pl.Decimal(18, 9)).alias("value")
        reading = type(one.reading)(
            **{**vars(one.reading), "tables": {"price_index": prices.with_columns(value)}}
        )
        keep(
            home, Loaded(one.dataset_id, one.source_file_id, one.fiscal_year, one.provenance, reading), quiet
        )
    return make(home, say=quiet, accepting=EVERY).version


class Readers:
    """What readers saw: version and prices of each answer, and every failure."""

    def __init__(self, home: Home) -> None:
        self.stores = Stores(home)
        self.seen: set[tuple[str, str, Decimal, Decimal]] = set()
        self.failures: list[BaseException] = []
        self.answers = 0
        self.stop = threading.Event()

    def read(self) -> None:
        while not self.stop.is_set():
            try:
                self.seen.add(self.answer())
                self.answers += 1
            except BaseException as error:
                self.failures.append(error)

    def answer(self) -> tuple[str, str, Decimal, Decimal]:
        """One response: several questions to one store, as a page asks them."""
        store = self.stores.current()
        meta, lines, years = table("store_meta"), table("price_index"), table("price_index_year")
        version = store.rows(sa.select(meta.c.value).where(meta.c.key == "version"))[0]["value"]
        line = store.rows(sa.select(sa.func.max(lines.c.value).label("value")))[0]["value"]
        year = store.rows(sa.select(sa.func.min(years.c.value).label("value")))[0]["value"]
        return store.version, version, Decimal(line), Decimal(year)


@contextmanager
def reading(home: Home) -> Iterator[Readers]:
    readers = Readers(home)
    with ThreadPoolExecutor(READERS) as pool:
        for _ in range(READERS):
            pool.submit(readers.read)
        try:
            yield readers
        finally:
            readers.stop.set()


def wait_for(readers: Readers, version: str) -> None:
    """Wait until somebody has read a version: a load that nobody sees proves nothing."""
    until = time.monotonic() + 30
    while not any(one[0] == version for one in readers.seen):
        assert time.monotonic() < until, f"nobody saw {version}: {readers.failures[:1]}"
        time.sleep(0.01)


def test_no_answer_fails_and_none_mixes_versions(homes: Homes, tmp_path: Path) -> None:
    home = homes(tmp_path)
    prices = {published(home, 1): Decimal(1)}
    with reading(home) as readers:
        for marker in range(2, LOADS + 2):
            version = published(home, marker)
            prices[version] = Decimal(marker)
            wait_for(readers, version)
    print(f"{readers.answers} answers of {len(prices)} versions, {len(readers.failures)} failures")
    assert readers.failures == []
    assert len(prices) == LOADS + 1
    assert readers.answers > LOADS * READERS
    for opened, told, line, year in readers.seen:
        assert opened == told
        assert line == year == prices[told]


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the files that a process holds")
def test_versions_that_nobody_reads_any_more_are_let_go(tmp_path: Path) -> None:
    home, held = Home(tmp_path), set()
    stores = Stores(home)
    for marker in range(1, 7):
        published(home, marker)
        stores.current()
        held = {str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    assert len([name for name in held if str(home.stores) in name]) <= 2
