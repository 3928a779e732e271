"""The command line: `cuentas list | load | status | check | archive | snapshot | serve`.

Exit codes: 0 done; 1 a check failed; 2 wrong usage; 3 a source file is not what its dataset expects;
4 no store that can be used; 5 a dataset is declared wrongly; 6 a source could not be fetched; 7 the disk is
full or may not be written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from loaders.errors import LoadersError
from loaders.home import default_home

if TYPE_CHECKING:
    from loaders.fetching.limits import Limits
    from loaders.model import Dataset

_CODES = (
    "Exit codes: 0 done · 1 a check failed · 2 wrong usage · 3 bad source file · 4 no usable store · "
    "5 wrong declaration · 6 not fetched · 7 disk"
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From the official files of Mexico's federal budget to a checked store.",
    epilog=_CODES,
)
_WIDE = 200  # lines that go to a file or another program are not folded at 80
_out = Console(width=None if sys.stdout.isatty() else _WIDE)
_err = Console(stderr=True, width=None if sys.stderr.isatty() else _WIDE)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")]
Wanted = Annotated[list[str] | None, typer.Argument(metavar="[DATASET]...", help="Datasets; none = all.")]


def main() -> None:
    """Run the command line; an error of ours becomes one clear line and its exit code."""
    try:
        app()
    except LoadersError as error:
        _err.print(f"[bold red]cuentas:[/] {escape(str(error))}", highlight=False)
        sys.exit(error.exit_code)


@app.command("list", epilog="Example: cuentas list --json")
def list_(as_json: AsJson = False) -> None:
    """Say which datasets there are, who publishes them and which files they read."""
    from loaders.registry import datasets

    rows = [_dataset_words(dataset) for dataset in datasets().values()]
    _show(rows, ("dataset", "title", "publisher", "licence", "files"), as_json)


def _dataset_words(dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset.id,
        "title": dataset.title.es,
        "publisher": dataset.publisher,
        "licence": dataset.licence.id,
        "files": ", ".join(pattern.pattern for pattern in dataset.files),
    }


@app.command(
    epilog="Examples: [bold]cuentas load[/] (bundled snapshot) · "
    "[bold]cuentas load --from ../data[/] (official files) · "
    "[bold]cuentas load population --from poblacion_entidad_total.csv[/] · "
    "[bold]cuentas load approved_budget --from official --year 2021[/] · "
    "CUENTAS_CA: PEM file or folder with certificates that a server fails to send"
)
def load(
    datasets: Wanted = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="Folder, file, https address, or `official`; none = the snapshot."),
    ] = None,
    years: Annotated[
        list[int] | None, typer.Option("--year", help="Only this fiscal year; repeatable.")
    ] = None,
    accept_failed: Annotated[
        bool, typer.Option(help="Publish even if a check fails, failure in sight.")
    ] = False,
    max_mb: Annotated[int, typer.Option(help="Largest file to fetch, in MB.", min=1)] = 2048,
    max_minutes: Annotated[float, typer.Option(help="Longest time for one file.", min=0.01)] = 60,
) -> None:
    """Read files, build a new store, check it and publish it; until then readers keep the old one."""
    from loaders import run

    with _progress() as say:
        done = run.load(
            default_home(),
            source,
            _known(datasets or []),
            say=say,
            accept_failed=accept_failed,
            years=frozenset(years or []),
            limits=_limits(max_mb, max_minutes),
        )
    words = "published" if done.published else "already current"
    _out.print(f"store {done.version} {words}; {_tally(done.checks)}", highlight=False)
    _exit_if_failed(done.checks)


def _limits(max_mb: int, max_minutes: float) -> Limits:
    from loaders.fetching.limits import MIB, Limits

    every = 0.5 if _moving() else Limits.report_every
    return Limits(most_bytes=max_mb * MIB, total=max_minutes * 60, report_every=every)


@app.command(epilog="Example: cuentas status --json")
def status(as_json: AsJson = False) -> None:
    """Say which store is published and which files it is made of."""
    from loaders.engine import meta, open_store
    from loaders.status import source_files

    engine = open_store()
    rows = source_files(engine)
    facts = meta(engine)
    if as_json:
        _json({"store": facts, "files": rows})
        return
    _out.print(f"store {facts['version']} · content {facts['content_hash'][:12]}", highlight=False)
    _show(
        rows, ("source_file_id", "rows_read", "rows_stored", "rows_rejected", "obtained", "licence_id"), False
    )


@app.command(epilog="Examples: cuentas check · cuentas check --all · cuentas check --json")
def check(
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Show passed checks too.")] = False,
) -> None:
    """Run all checks again on the published store; writes nothing, fails (1) if one does not hold."""
    from loaders import checks
    from loaders.engine import open_store

    with open_store().connect() as connection:
        rows = checks.run(connection)
    shown = [row for row in rows if every or as_json or row["status"] != "passed"]
    _show(shown, ("check_id", "status", "expected", "actual", "difference", "title_es"), as_json)
    if not as_json:
        _out.print(_tally(rows), highlight=False)
    _exit_if_failed(rows)


@app.command(epilog="Examples: cuentas archive · cuentas archive --verify · cuentas archive --seen --json")
def archive(
    verify: Annotated[bool, typer.Option(help="Read every file again and compare it with its hash.")] = False,
    seen: Annotated[
        bool, typer.Option(help="What was seen at each address instead: changed, gone...")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say which raw files are kept, what was seen at each address, and which downloads are only begun."""
    from loaders import holdings

    place = default_home().archive
    files, sightings, begun = holdings.files(place), holdings.seen(place), holdings.begun(place)
    if as_json:
        _json({"files": files, "sightings": sightings, "begun": begun})
    elif seen:
        _show(sightings, ("seen_at", "status", "file_name", "url", "text_es"), False)
    else:
        _show(files, ("sha256", "bytes", "file_name", "obtained", "obtained_from"), False)
    if begun and not as_json:
        _show(begun, ("url", "bytes", "total"), False)
    if verify:
        _err.print(f"{holdings.require_whole(place)} files, all with their hash", highlight=False)


@app.command(epilog="Example: cuentas snapshot --raw ../data")
def snapshot(
    raw: Annotated[Path, typer.Option("--raw", help="Folder of official files with a MANIFEST.tsv.")],
    to: Annotated[Path | None, typer.Option(help="Where to write; none = the bundled snapshot.")] = None,
) -> None:
    """Make the bundled snapshot again from official files; the same files give the same bytes."""
    from loaders import run

    with _progress() as say:
        written = run.snapshot(raw, to, say=say)
    size = sum(path.stat().st_size for path in written)
    _out.print(f"{len(written)} files, {size:,} bytes in {written[0].parent}", highlight=False)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog="Example: cuentas serve --port 8051",
)
def serve(context: typer.Context) -> None:
    """Serve the dashboard; the snapshot is loaded first if nothing has been published."""
    if not default_home().pointer.is_file():
        load()
    # The loaders know nothing of the dashboard: it is another program, run by its name.
    sys.exit(subprocess.call([sys.executable, "-m", "dashboard.server", *context.args]))


def _known(wanted: Sequence[str]) -> frozenset[str]:
    from loaders.registry import datasets

    for name in wanted:
        if name not in datasets():
            raise typer.BadParameter(f"no dataset {name!r}; there are: {', '.join(datasets())}")
    return frozenset(wanted)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done; on a terminal in one moving line, elsewhere a line for each step."""
    if not _moving():
        yield lambda words: _err.print(words, highlight=False, markup=False)
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=_err
    ) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda words: bar.update(task, description=escape(words))


def _moving() -> bool:
    return _err.is_terminal and not os.environ.get("CI")


def _tally(rows: Sequence[Mapping[str, Any]]) -> str:
    counted = Counter(str(row["status"]) for row in rows)
    words = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in sorted(counted.items()))
    return f"checks: {words}"


def _exit_if_failed(rows: Sequence[Mapping[str, Any]]) -> None:
    if any(row["status"] == "failed" for row in rows):
        raise typer.Exit(1)


def _show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], as_json: bool) -> None:
    if as_json:
        _json(rows)
        return
    shown = Table()
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(row[column]) for column in columns))
    _out.print(shown)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _json(value: object) -> None:
    # Money is written as text: a JSON number is a binary float to most readers.
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


if __name__ == "__main__":
    main()
