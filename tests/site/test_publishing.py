"""Sixteen connections to the served site while loads publish: every answer is good and of one version.

Two loads by default; CUENTAS_PUBLISHES=20 for the full number.
"""

from __future__ import annotations

import itertools
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import httpx
import polars as pl
import pytest

from dashboard.settings import PROJECT
from loaders import bundle
from loaders.acceptances import EVERY
from loaders.home import Home
from loaders.model import Loaded
from loaders.run import keep, load, make
from tests.conftest import Homes

READERS = 16
LOADS = int(os.environ.get("CUENTAS_PUBLISHES", "2"))
VERSION = re.compile(r"\b\d{4}-\d\d-\d\d-[0-9a-f]{8}\b")
# A list of figures that changed names, in its cells, the versions since which they have.
CELL = re.compile(r"<td\b.*?</td>", re.DOTALL)
PATHS = (
    "/",
    "/en/presupuesto",
    "/fuentes",
    "/descargas/ranking.csv",
    "/descargas/series.json",
    "/descargas/treemap.svg",
)


def quiet(words: str) -> None:
    del words


def publish_more(home: Home, pesos: int) -> str:
    """Publish a store in which one programme of 2019 has so many pesos more; return its version."""
    found = bundle.read(bundle.folder(), frozenset({"public_account"}))
    one = next(loaded for loaded in found if loaded.fiscal_year == 2019)
    lines = one.reading.tables["account_line"]
    more = (pl.col("total_mxn") + pl.lit(Decimal(pesos), pl.Decimal(18, 2))).cast(pl.Decimal(18, 2))
    hit = (pl.col("program_id") == "salud.E023") & (pl.col("moment") == "executed")
    changed = lines.with_columns(pl.when(hit).then(more).otherwise("total_mxn").alias("total_mxn"))
    reading = type(one.reading)(
        **{**vars(one.reading), "tables": {**one.reading.tables, "account_line": changed}}
    )
    keep(home, Loaded(one.dataset_id, one.source_file_id, one.fiscal_year, one.provenance, reading), quiet)
    return make(home, say=quiet, accepting=EVERY).version


@pytest.fixture
def served(homes: Homes, tmp_path: Path, static: Path) -> Iterator[tuple[Home, str]]:
    """A home of its own and the address of the site over it."""
    del static
    home = homes(tmp_path)
    load(home, None, say=quiet)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    named = {"CUENTAS_HOME": str(home.root), "CUENTAS_STORE": home.database or ""}
    environment = {**os.environ, **named}
    command = [sys.executable, "-m", "dashboard.server", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            yield home, _answering(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _answering(address: str) -> str:
    for _ in range(300):
        try:
            httpx.get(address, timeout=10).raise_for_status()
            return address
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


@dataclass
class Seen:
    """What all readers got: how many answers of each version, and every answer that was not good."""

    versions: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, path: str, answer: httpx.Response) -> None:
        """All versions that an answer names, its headers included; there must be exactly one."""
        told = set(VERSION.findall(f"{answer.headers}\n{CELL.sub('', answer.text)}"))
        with self.lock:
            self.versions.update(told)
            if answer.status_code != 200 or len(told) != 1:
                self.bad.append(f"{path}: {answer.status_code} {sorted(told)}")


@contextmanager
def reading(address: str) -> Iterator[Seen]:
    seen, stop = Seen(), threading.Event()

    def read(number: int) -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            for path in itertools.islice(itertools.cycle(PATHS), number, None):
                if stop.is_set():
                    return
                try:
                    seen.note(path, client.get(path))
                except httpx.HTTPError as error:
                    seen.bad.append(f"{path}: {error!r}")

    with ThreadPoolExecutor(READERS) as pool:
        waiting = [pool.submit(read, number) for number in range(READERS)]
        try:
            yield seen
        finally:
            stop.set()
        for one in waiting:
            one.result()


def test_no_request_fails_and_no_answer_mixes_versions(served: tuple[Home, str]) -> None:
    home, address = served
    published = []
    with reading(address) as seen:
        for pesos in range(1, LOADS + 1):
            published.append(publish_more(home, pesos))
            until = time.monotonic() + 60
            while not seen.versions[published[-1]]:
                assert time.monotonic() < until, f"nobody saw {published[-1]}"
                time.sleep(0.02)
    print(f"{seen.versions.total()} answers of {len(seen.versions)} versions, {len(seen.bad)} bad")
    assert seen.bad == []
    assert set(published) <= set(seen.versions)
