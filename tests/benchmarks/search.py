"""How long search, its page and its files take on synthetic contracts, and how long their index is made.

    python -m tests.benchmarks.search [--rows 3000000] [--runs 15] [--home FOLDER [--as-it-is]]

The contracts are those of `tests.benchmarks.contracts`: synthetic, in the shapes of real ones, loaded by the
command line into a home of their own, or into FOLDER, which is used again if a store is published there
(its index is made anew, except with --as-it-is).
Every question is asked anew each time (no result is kept between runs); one DuckDB thread, as a server worker
has; the operating system's file cache is warm. Bars: 80 ms for a search or a page at p95, 8 s for 500,000
rows as CSV.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from dashboard.api import tabular
from dashboard.data import contract_rows, search
from dashboard.data.contract_filter import parse
from dashboard.data.store import Store
from dashboard.pages.model import PageRequest
from dashboard.pages.search import PAGE
from dashboard.render import html
from dashboard.settings import PROJECT
from loaders.engine import current_version, open_store
from loaders.home import Home
from loaders.publish import current_or_none
from loaders.search import index
from tests.benchmarks import contracts

QUERIES = (
    "",
    "q=limpieza",
    "q=medica",
    "q=medicamentos",
    "q=equipos+medicos+norte",
    "q=servicios+industriales&ejercicio=2019",
    "q=seguro+social",
    "q=%22equipos+papeleria%22",
    "q=%22seguro+social%22",
    "q=%22medica+central+servicios%22",
    "q=%22instituto+mexicano+del+seguro+social%22",
    "q=%22servicios+industrial%22&ejercicio=2018&entidad=none",
    "q=%22equipos+papeleria%22&orden=mayor-monto&pagina=50",
    "q=papel*",
    "q=ser*&procedimiento=licitacion",
    "q=3000123",
    "q=limpieza&orden=mayor-monto",
    "q=limpieza&procedimiento=licitacion&monto-min=1000000",
    "q=nadadeesto",
    "ejercicio=2018",
    "procedimiento=directa",
    "unidad=012NBG001",
    "ramo=salud&orden=mayor-monto",
    "ejercicio=2020&procedimiento=licitacion&monto-min=100000&monto-max=5000000",
    "senal=round_amount",
    "monto-min=100000",
    "orden=mayor-monto&pagina=50&filas=100",
    "pagina=40&q=alimentos",
    "filas=100&q=transportes",
)
WRITERS: Mapping[str, Callable[[Any, Any], Iterator[bytes]]] = {
    "csv": tabular.csv,
    "parquet": tabular.parquet,
    "xlsx": lambda pieces, schema: tabular.xlsx(pieces, schema, ("contratos", "nota"), ()),
}


def main() -> None:
    """Make what is not there, measure, print a row for each."""
    options = _options()
    if options.file:
        _write_file(Home(options.home), *options.file)
        return
    with _home(options) as home:
        if not options.as_it_is:
            _report_index(home)
        store = _opened(home)
        made = search.index_of(store)
        if made is None:
            sys.exit("the index is not there: run `cuentas index`")
        print(f"{made.contracts.num_docs:,} contracts, {options.runs} runs of {len(QUERIES)} questions")
        _report("search", lambda query: search.find(store, made, parse(query)[0]), options.runs)
        _report("page", lambda query: _page(store, query), options.runs)
        _report_files(home)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=3_000_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--as-it-is", action="store_true")
    parser.add_argument("--file", nargs=2, metavar=("ENDING", "QUERY"), help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def _home(options: argparse.Namespace) -> Iterator[Home]:
    if options.home:
        yield _loaded(Home(options.home), options.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _loaded(Home(Path(folder)), options.rows)


def _loaded(home: Home, rows: int) -> Home:
    if current_or_none(home) is None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "contratos_sinteticos.csv"
            contracts.write(path, rows)
            started = time.perf_counter()
            command = [sys.executable, "-m", "loaders.cli", "load", "--from", str(path)]
            subprocess.run(
                command, cwd=PROJECT, env={**os.environ, "CUENTAS_HOME": str(home.root)}, check=True
            )
            print(f"loaded and indexed in {time.perf_counter() - started:.1f} s")
    return home


def _opened(home: Home) -> Store:
    version = current_version(home)
    return Store(version, open_store(version, home=home), home)


def _report_index(home: Home) -> None:
    version = current_version(home)
    clock, processor = time.perf_counter(), time.process_time()
    index.ensure(home, version, lambda words: None, again=True)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    size = sum(path.stat().st_size for path in (home.search / version).rglob("*") if path.is_file())
    told = (
        f"{clock:.1f} s, {processor:.1f} s of processor, {size / 1e6:,.0f} MB on disk, peak {_peak():,.0f} MB"
    )
    print(f"index made in {told}", flush=True)


def _peak() -> float:
    """Return the most megabytes that this process has had; the system counts its parent's in `ru_maxrss`."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", told)[1]) / 1000  # type: ignore[index]


def _page(store: Store, query: str) -> str:
    content = PAGE.build(PageRequest(store, PAGE.path, query, "es"))
    return html(content.tree, content.svgs)


def _report(name: str, ask: Callable[[str], object], runs: int) -> None:
    samples: dict[str, list[float]] = {query: [] for query in QUERIES}
    for _ in range(runs):
        for query, taken in samples.items():
            started = time.perf_counter()
            ask(query)
            taken.append((time.perf_counter() - started) * 1000)
    every = [one for taken in samples.values() for one in taken]
    for query, taken in samples.items():
        print(f"  {name:7}{query:80}p50 {median(taken):7.1f} ms  max {max(taken):7.1f} ms")
    cuts = quantiles(every, n=100)
    print(f"{name}: p50 {cuts[49]:.1f} ms  p95 {cuts[94]:.1f} ms  max {max(every):.1f} ms", flush=True)


def _report_files(home: Home) -> None:
    """Write open tenders, a fifth of all contracts, and all, as each file in a process of its own."""
    for query in ("procedimiento=licitacion", ""):
        for ending in ("csv", "parquet", "xlsx"):
            command = [sys.executable, "-m", "tests.benchmarks.search", "--home", str(home.root)]
            subprocess.run([*command, "--file", ending, query], cwd=PROJECT, check=True)


def _write_file(home: Home, ending: str, query: str) -> None:
    store = _opened(home)
    made = search.index_of(store)
    if made is None:
        sys.exit("the index is not there: run `cuentas index`")
    started, size = time.perf_counter(), 0
    pieces, schema = contract_rows.pieces(store, made, parse(query)[0]), contract_rows.schema()
    for part in WRITERS[ending](pieces, schema):
        size += len(part)
    taken = time.perf_counter() - started
    rows = search.total(made, parse(query)[0])
    told = f"{rows:>9,} rows in {taken:.1f} s, {size / 1e6:,.0f} MB, peak {_peak():,.0f} MB"
    print(f"{ending:8}{told}", flush=True)


if __name__ == "__main__":
    main()
