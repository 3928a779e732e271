"""What commands say: tables for people, JSON for programs, progress and problems on the error output."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from loaders.errors import LoadersError

Rows = Sequence[Mapping[str, Any]]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of a table.")]

_WIDE = 200  # lines that go to a file or another program are not folded at 80
_out = Console(width=None if sys.stdout.isatty() else _WIDE)
_err = Console(stderr=True, width=None if sys.stderr.isatty() else _WIDE)


def line(words: str) -> None:
    """Write one line of plain words."""
    _out.print(words, highlight=False, markup=False)


def note(words: str) -> None:
    """Write one line of plain words to the error output, away from what programs read."""
    _err.print(words, highlight=False, markup=False)


def show(rows: Rows, columns: Sequence[str], as_json: bool = False) -> None:
    """Write these columns of the rows as a table, or all of the rows as JSON."""
    if as_json:
        write_json(rows)
        return
    shown = Table()
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(row[column]) for column in columns))
    _out.print(shown)


def _cell(value: object) -> Text:
    """Return a value as it is: brackets in official names are no markup."""
    return Text("" if value is None else str(value))


def write_json(value: object) -> None:
    """Write JSON; money is text in it, since a JSON number is a binary float to most readers."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def problem(error: LoadersError, as_json: bool) -> None:
    """Say on the error output what went wrong: one line, or an object with what, where, value, todo."""
    if not as_json:
        _err.print(Text("cuentas:", "bold red"), Text(str(error)), highlight=False)
        return
    told = {name: getattr(error, name) for name in ("what", "where", "value", "todo", "exit_code")}
    words = json.dumps({"error": type(error).__name__, **told}, ensure_ascii=False, default=str)
    typer.echo(words, err=True)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done; on a terminal in one moving line, elsewhere a line for each step."""
    if not moving():
        yield note
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=_err
    ) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda words: bar.update(task, description=escape(words))


def moving() -> bool:
    """Return whether progress is shown in one moving line: on a terminal that a person looks at."""
    return _err.is_terminal and not os.environ.get("CI")


def tally(rows: Rows) -> str:
    """Return how many checks have each status, in words."""
    counted = Counter(str(row["status"]) for row in rows)
    words = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in sorted(counted.items()))
    return f"checks: {words}"


def exit_if_failed(rows: Rows) -> None:
    """Leave with exit code 1 if a check failed."""
    if any(row["status"] == "failed" for row in rows):
        raise typer.Exit(1)
