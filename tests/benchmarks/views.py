"""How long each registered view takes in the query layer on 5 million budget rows.

    python -m tests.benchmarks.views [--runs 40] [--rows 5000000] [--engine postgresql]

The rows are synthetic: the approved budget of the current store, repeated over earlier fiscal years until
there are enough, with the cubes built anew from them by the loaders' own queries. No result is cached
between runs; the operating system's file cache is warm. One DuckDB thread, as a server worker has; for
PostgreSQL a server of the benchmark's own, with Debian's settings, reached by its socket.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import quantiles

import sqlalchemy as sa

from dashboard.data.availability import held
from dashboard.data.selection import Selection, defaults
from dashboard.data.store import Store
from dashboard.views.model import View
from dashboard.views.registry import BY_SLUG
from loaders import checks, publish
from loaders.cubes import cubes
from loaders.engine import current_version, open_store
from loaders.home import Home, default_home
from loaders.schema import table
from tests.databases import Server, running


def main() -> None:
    """Build the large store, time every view, print a row for each."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_until_then:
        home, version, rows = large_store(Path(folder), options.rows)
        if options.engine == "postgresql":
            home = _copied(open_until_then.enter_context(running()), home, version)
        store = Store(version, open_store(version, home=home, threads=1))
        open_until_then.callback(store.engine.dispose)
        print(f"{rows:,} budget rows (synthetic repetition), {options.runs} runs of each selection")
        for view in BY_SLUG.values():
            _report(view, store, options.runs)


def _copied(server: Server, home: Home, version: str) -> Home:
    """Copy the large store to PostgreSQL, as a load does, and say how long that took."""
    copied, started = server.home(home.root), time.perf_counter()
    publish.put(copied, home.store(version), version)
    print(f"copied, indexed and checked in {time.perf_counter() - started:.1f} s")
    return copied


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--engine", choices=("duckdb", "postgresql"), default="duckdb")
    return parser.parse_args()


def large_store(folder: Path, wanted: int) -> tuple[Home, str, int]:
    """Make a store with at least `wanted` budget rows from the current one: its home, version and rows."""
    home = Home(folder)
    home.stores.mkdir()
    version = current_version()
    shutil.copy(default_home().store(version), home.store(version))
    engine = sa.create_engine(f"duckdb:///{home.store(version)}")
    with engine.begin() as connection:
        _repeat(connection, wanted)
        _cubes(connection)
        _checks(connection)
        rows = connection.execute(sa.select(sa.func.count()).select_from(table("budget_line"))).scalar_one()
    engine.dispose()
    return home, version, int(rows)


def _repeat(connection: sa.Connection, wanted: int) -> None:
    lines, names = table("budget_line"), table("member")
    held_rows = connection.execute(sa.select(sa.func.count()).select_from(lines)).scalar_one()
    last = connection.execute(sa.select(sa.func.max(lines.c.fiscal_year))).scalar_one()
    earlier = sa.func.range(1, -(-wanted // held_rows)).table_valued("range", name="earlier")
    for source in (lines, names):
        shifted = [
            (source.c.fiscal_year - earlier.c.range).label("fiscal_year")
            if column.name == "fiscal_year"
            else column
            for column in source.c
        ]
        of_last = (
            sa.select(*shifted)
            .select_from(source.join(earlier, sa.true()))
            .where(source.c.fiscal_year == last)
        )
        connection.execute(source.insert().from_select([column.name for column in source.c], of_last))


def _cubes(connection: sa.Connection) -> None:
    made = list(cubes())
    for name in {name for name, _ in made}:
        connection.execute(table(name).delete())
    for name, query in made:
        connection.execute(table(name).insert().from_select(list(table(name).c.keys()), query))


def _checks(connection: sa.Connection) -> None:
    connection.execute(table("check_result").delete())
    checks.store(connection, checks.run(connection))


def selections(view: View, store: Store) -> Iterator[Selection]:
    """Yield selections of a view that are held: every breakdown and scope, one and all agencies."""
    for item in sorted(store.facts.held, key=str):
        start = replace(defaults(view.slug), agencies=())
        chosen = replace(start, scope=item.scope, by=item.dimension, year=item.year, moment=item.moment)  # type: ignore[arg-type]
        if item.year % 5 == 1 and held(store.facts, chosen, view.ground):
            yield chosen
            yield replace(chosen, agencies=("salud",), measure="share")


def _report(view: View, store: Store, runs: int) -> None:
    chosen = list(dict.fromkeys(selections(view, store)))
    samples = []
    for run in range(max(runs, len(chosen))):
        selection = chosen[run % len(chosen)]
        started = time.perf_counter()
        view.ask(store, selection, "es")
        samples.append((time.perf_counter() - started) * 1000)
    cuts = quantiles(samples, n=100)
    print(
        f"{view.slug:10} {len(samples):5} questions  p50 {cuts[49]:6.1f} ms  "
        f"p95 {cuts[94]:6.1f} ms  max {max(samples):6.1f} ms"
    )


if __name__ == "__main__":
    main()
