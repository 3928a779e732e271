"""How long each view and page of contracts takes on a large store, no result kept between questions.

    python -m tests.benchmarks.contract_views --home FOLDER [--runs 40] [--engine postgresql]

FOLDER is a home in which `python -m tests.benchmarks.search --home FOLDER` loaded synthetic contracts, or any
other in which a store is published. Views are asked for every group of files and year that is held, pages of
single contracts for some from the first to the last, those of suppliers for the largest and for others. Only
what is read once for a store (its facts, indicators and groups) is kept, and garbage is collected, as in a
server worker; the operating system's file cache is warm. Clock, and this process's processor, which a busy
machine disturbs less. One DuckDB thread, as a server worker has; for PostgreSQL a server of the benchmark's
own, with Debian's settings, reached by its socket. Bar: 80 ms at p95 on DuckDB.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import quantiles

from sqlalchemy import func, select

from dashboard.data import procurement, signals, suppliers
from dashboard.data.store import Store
from dashboard.pages import contract, contracts, signal, supplier
from dashboard.pages import signals as signals_page
from dashboard.pages.model import PageContent, PageRequest
from dashboard.render import html
from dashboard.server import collect_less
from dashboard.views.registry import CONTRACT_VIEWS
from loaders.engine import current_version, few, open_store
from loaders.home import Home
from loaders.schema import table
from tests.conftest import copied
from tests.databases import running

Question = Callable[[], object]
_SAMPLE = 200
_LARGEST = 20


def main() -> None:
    """Ask everything, print a row for each view and kind of page."""
    options = _options()
    with ExitStack() as open_until_then:
        home = Home(options.home)
        version = current_version(home)
        if options.engine == "postgresql":
            scratch = Path(open_until_then.enter_context(tempfile.TemporaryDirectory()))
            home = copied(home, open_until_then.enter_context(running()), scratch)
        store = Store(version, open_store(version, home=home), home)
        open_until_then.callback(store.engine.dispose)
        last = store.rows(select(func.count().label("contracts")).select_from(table("contract")))
        print(f"{last[0]['contracts']:,} contracts, at least {options.runs} questions each")
        asked = _asked(store)
        collect_less()
        for name, questions in asked.items():
            _report(store, name, questions, options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--engine", choices=("duckdb", "postgresql"), default="duckdb")
    return parser.parse_args()


def _asked(store: Store) -> Mapping[str, Sequence[Question]]:
    """Return the questions of each row of the report."""
    held = [one.asked for one in procurement.held(store)]
    queries = [procurement.to_query(asked) for asked in held]
    views = {
        f"view {slug}": [partial(view.ask, store, asked, "es") for asked in held]
        for slug, view in CONTRACT_VIEWS.items()
    }
    pages = (contracts.PAGE, signals_page.PAGE)
    return views | {
        **{f"page {page.path}": [partial(_page, page.build, store, page.path, query) for query in queries]
           for page in pages},
        "pages of signals": list(_signals(store, queries)),
        "pages of contracts": list(_of_keys(store, contract.FAMILY.build, _contracts(store))),
        "pages of suppliers, largest": list(
            _of_keys(store, supplier.FAMILY.build, suppliers.first_ids(store, _LARGEST))
        ),
        "pages of suppliers, others": list(_of_keys(store, supplier.FAMILY.build, _suppliers(store))),
    }  # fmt: skip


def _page(build: Callable[[PageRequest], PageContent | None], store: Store, path: str, query: str) -> str:
    content = build(PageRequest(store, path, query, "es"))
    assert content is not None
    return html(content.tree, content.svgs)


def _signals(store: Store, queries: Sequence[str]) -> Iterator[Question]:
    for key in signals.indicators(store):
        for place, scope in enumerate(signals.SCOPES.values()):
            query = f"{queries[place % len(queries)]}&{signals.SCOPE_PARAM}={scope}"
            yield partial(_page, partial(_keyed, signal.FAMILY.build, key), store, signal.FAMILY.start, query)


def _keyed(
    build: Callable[[PageRequest, str], PageContent | None], key: str, request: PageRequest
) -> PageContent | None:
    return build(request, key)


def _of_keys(
    store: Store, build: Callable[[PageRequest, str], PageContent | None], keys: Sequence[str]
) -> Iterator[Question]:
    for key in keys:
        yield partial(_page, partial(_keyed, build, key), store, f"/-/{key}", "")


def _contracts(store: Store) -> list[str]:
    known = table("contract")
    last = store.rows(select(func.max(known.c.contract_no).label("last")))[0]["last"]
    return _keys(store, "contract", "contract_no", "contract_id", last)


def _suppliers(store: Store) -> list[str]:
    known = table("supplier")
    last = store.rows(select(func.max(known.c.supplier_no).label("last")))[0]["last"]
    return _keys(store, "supplier", "supplier_no", "supplier_id", last)


def _keys(store: Store, name: str, number: str, key: str, last: int) -> list[str]:
    """Return keys from the first number to the last, equally far apart."""
    assert store.home is not None
    known, step = table(name), max(1, last // _SAMPLE)
    wanted = few(store.home, known.c[number], range(1, last + 1, step))
    return [row[key] for row in store.rows(select(known.c[key]).where(wanted))]


def _report(store: Store, name: str, questions: Sequence[Question], runs: int) -> None:
    clock, processor = [], []
    for run in range(max(runs, len(questions))):
        store.remembered.clear()
        started, worked = time.perf_counter(), time.process_time()
        questions[run % len(questions)]()
        clock.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    cuts, worked_cuts = quantiles(clock, n=100), quantiles(processor, n=100)
    print(
        f"{name:28} {len(clock):4} questions  p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f}  max {max(clock):6.1f}"
        f" ms  of processor p50 {worked_cuts[49]:6.1f}  p95 {worked_cuts[94]:6.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
