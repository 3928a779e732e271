"""The command line, `cuentas COMMAND`: loading, looking at stores and versions, export, archive, serving.

Exit codes: 0 done; 1 a check failed; 2 wrong usage; 3 a source file is not what its dataset expects;
4 no store that can be used; 5 a dataset is declared wrongly; 6 a source could not be fetched; 7 the disk is
full or may not be written, or there is too little memory; 8 the port to serve on is taken.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from loaders import cli_archive, cli_load, cli_store
from loaders.console import (
    AsJson,
    exit_if_failed,
    line,
    note,
    problem,
    progress,
    show,
    tally,
    write_json,
)
from loaders.errors import LoadersError
from loaders.home import default_home
from loaders.memory import memory_told, require_address_space

if TYPE_CHECKING:
    from loaders.model import Dataset

_CODES = (
    "Exit codes: 0 done · 1 a check failed · 2 wrong usage · 3 bad source file · 4 no usable store · "
    "5 wrong declaration · 6 not fetched · 7 disk or memory · 8 port taken"
)

_SETTINGS = (
    "Settings: CUENTAS_HOME folder of all that is loaded · CUENTAS_STORE address of a PostgreSQL database "
    "for the stores · CUENTAS_KEEP versions that stay (3) · "
    "CUENTAS_CA certificates that servers fail to send"
)
_NIGHTLY = "Every night, by cron: 15 4 * * * CUENTAS_HOME=/srv/cuentas cuentas load --from official"

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="From the official files of Mexico's federal budget to a checked store.",
    epilog=f"{_CODES}\n\n{_SETTINGS}\n\n{_NIGHTLY}",
)


def main() -> None:
    """Run the command line; an error of ours becomes one clear line and its exit code."""
    try:
        with memory_told():
            app()
    except LoadersError as error:
        problem(error, "--json" in sys.argv)
        sys.exit(error.exit_code)


@app.command("list", epilog="Example: cuentas list --json")
def list_(as_json: AsJson = False) -> None:
    """Say which datasets there are, who publishes them and which files they read."""
    from loaders.registry import datasets

    rows = [_dataset_words(dataset) for dataset in datasets().values()]
    show(rows, ("dataset", "title", "publisher", "licence", "files"), as_json)


def _files(dataset: Dataset) -> list[str]:
    """Return the names under which the files of a dataset are published; any other will do, too."""
    return [*(one.pattern for one in dataset.files), "any name, by its content"]


def _dataset_words(dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset.id,
        "title": dataset.title.es,
        "publisher": dataset.publisher,
        "licence": dataset.licence.id,
        "files": ", ".join(_files(dataset)),
        "addresses": [address.base + address.path for address in dataset.urls],
    }


@app.command(epilog="Examples: cuentas check · cuentas check --all · cuentas check --json")
def check(
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Show passed checks too.")] = False,
) -> None:
    """Run all checks again on the published store; writes nothing, fails (1) if one does not hold."""
    from loaders import acceptances, checks
    from loaders.engine import current_version, open_store
    from loaders.publish import require_sound

    require_sound(default_home(), current_version())
    engine = open_store()
    with engine.connect() as connection:
        found = acceptances.shown(checks.run(connection), acceptances.all_of(default_home()))
    engine.dispose()
    rows = [{**row, "difference_percent": checks.difference_percent(row)} for row in found]
    shown = [row for row in rows if every or as_json or row["status"] != "passed"]
    show(shown, _CHECKED, as_json)
    if not as_json:
        line(tally(rows))
        for row in found:
            if row["status"] in ("failed", "accepted"):
                line(f"{row['status']}: {row['check_id']}: {row['explanation_es']}")
    exit_if_failed(rows)


_CHECKED = ("check_id", "status", "expected", "actual", "difference", "difference_percent", "title_es")


@app.command(epilog="Example: cuentas snapshot --raw ../data")
def snapshot(
    raw: Annotated[Path, typer.Option("--raw", help="Folder of official files with a MANIFEST.tsv.")],
    to: Annotated[Path | None, typer.Option(help="Where to write; none = the bundled snapshot.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make the bundled snapshot again from official files; the same files give the same bytes."""
    require_address_space()
    from loaders import run

    with progress() as say:
        written = run.snapshot(raw, to, say=say)
    sizes = {str(path): path.stat().st_size for path in written}
    if as_json:
        write_json([{"file": name, "bytes": size} for name, size in sizes.items()])
    else:
        line(f"{len(written)} files, {sum(sizes.values()):,} bytes in {written[0].parent}")


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog="Options: --port (8050), --host (127.0.0.1), --workers (2), --threads (4), --json. "
    "Examples: cuentas serve --port 8051 · cuentas serve --json",
)
def serve(context: typer.Context) -> None:
    """Serve the dashboard; the snapshot is loaded first if nothing has been published.

    With --json, one line on the standard output says address and version once it listens.
    """
    from loaders import run
    from loaders.publish import current_or_none

    if current_or_none(default_home()) is None:
        with progress() as say:
            done = run.load(default_home(), None, say=say)
        note(f"store {done.version} {done.words}")
    # The loaders know nothing of the dashboard: it is another program, run by its name.
    # In place of this process, so that what stops it stops the server.
    os.execv(sys.executable, [sys.executable, "-m", "dashboard.server", *context.args])


app.command(
    epilog="Examples: [bold]cuentas load[/] (bundled snapshot) · "
    "[bold]cuentas load --from ../data[/] (official files) · "
    "[bold]cuentas load population --from descarga.csv[/] · "
    "[bold]cuentas load approved_budget --from official --year 2021[/] · "
    "CUENTAS_CA: PEM file or folder with certificates that a server fails to send"
)(cli_load.load)
app.command(
    epilog='Example: cuentas drop approved_budget.PEF_2021 --reason "published twice". '
    "`cuentas status` has the ids; `cuentas rollback` shows the file again."
)(cli_load.drop)
app.command(epilog="Examples: cuentas archive · cuentas archive --verify · cuentas archive --seen --json")(
    cli_archive.archive
)
app.command(epilog="Example: cuentas status --json")(cli_store.status)
app.command(epilog="Examples: cuentas index · cuentas index --again")(cli_store.index)
app.command(epilog="Example: cuentas publish 2026-11-21-1a2b3c4d")(cli_store.publish)
app.command(
    epilog="Examples: cuentas rollback · cuentas rollback 2026-11-21-1a2b3c4d. "
    "Until `cuentas publish` names a version, loads hold what they make."
)(cli_store.rollback)
app.command(epilog="Examples: cuentas diff · cuentas diff OLD NEW --json")(cli_store.diff)
app.command(epilog="Examples: cuentas corrections · cuentas corrections --json")(cli_store.corrections)
app.command(
    epilog="Examples: cuentas export --to copia · cuentas export --to copia --format csv account_line agency"
)(cli_store.export)


if __name__ == "__main__":
    main()
