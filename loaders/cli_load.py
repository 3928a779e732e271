"""The commands that make a new version: load official files, take one out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from loaders.cli_store import complete_dataset
from loaders.console import AsJson, exit_if_failed, line, moving, progress, show, tally, write_json
from loaders.home import default_home
from loaders.memory import require_address_space

if TYPE_CHECKING:
    from loaders.acceptances import Wish
    from loaders.fetching.limits import Limits
    from loaders.run import Outcome

Wanted = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DATASET]...", help="Datasets; none = all.", autocompletion=complete_dataset),
]
Source = Annotated[
    str | None,
    typer.Option("--from", help="Folder, file, zip, https address, or `official`; none = the snapshot."),
]
Years = Annotated[
    list[int] | None,
    typer.Option("--year", help="Only this fiscal year, or the year of a file that tells none."),
]
Quarter = Annotated[
    int | None, typer.Option("--quarter", help="The quarter of a file that tells none.", min=1, max=4)
]
Decimals = Annotated[
    Literal["point", "comma"] | None,
    typer.Option("--decimal", help="What marks decimals in a file that does not decide it."),
]
Order = Annotated[
    Literal["day-first", "month-first"] | None,
    typer.Option("--dates", help="The order of days in a file that does not decide it."),
]
Accepted = Annotated[
    list[str] | None,
    typer.Option("--accept", metavar="CHECK", help="Publish though this check fails; needs --reason."),
]
AcceptAll = Annotated[
    bool, typer.Option("--accept-failed", help="Publish though checks fail, failures in sight.")
]
Reason = Annotated[str, typer.Option(help="Why, for readers and for who looks later.")]
Indexed = Annotated[
    bool, typer.Option("--index/--no-index", help="Make the search index; else `cuentas index` does.")
]
Held = Annotated[
    bool, typer.Option("--no-publish", help="Make the store; `cuentas publish` makes it current.")
]
SkipBroken = Annotated[
    bool, typer.Option("--skip-broken", help="Leave out files of a folder that are known and cannot be read.")
]
MaxMb = Annotated[int, typer.Option(help="Largest file to fetch, in MB.", min=1)]
MaxMinutes = Annotated[float, typer.Option(help="Longest time for one file.", min=0.01)]


def load(
    datasets: Wanted = None,
    source: Source = None,
    years: Years = None,
    quarter: Quarter = None,
    decimals: Decimals = None,
    order: Order = None,
    accepted: Accepted = None,
    accept_failed: AcceptAll = False,
    reason: Reason = "",
    max_mb: MaxMb = 2048,
    max_minutes: MaxMinutes = 60,
    indexed: Indexed = True,
    hold: Held = False,
    skip_broken: SkipBroken = False,
    as_json: AsJson = False,
) -> None:
    """Read files, build a new store, check it and publish it; until then readers keep the old one."""
    require_address_space()
    from loaders import run

    wish = _wish(accept_failed, accepted or [], reason)
    with progress() as say:
        done = run.load(
            default_home(),
            source,
            _known(datasets or []),
            say=say,
            accepting=wish,
            hold=hold,
            indexed=indexed,
            years=frozenset(years or []),
            limits=_limits(max_mb, max_minutes),
            quarter=quarter,
            written={key: way for key, way in (("decimal", decimals), ("dates", order)) if way},
            skip_broken=skip_broken,
        )
    _tell(done, as_json)


def complete_file(start: str) -> list[str]:
    """Return the loaded files whose ids begin so, for the shell."""
    from loaders.partitions import all_of

    return [one.source_file_id for one in all_of(default_home()) if one.source_file_id.startswith(start)]


def drop(
    file: Annotated[str, typer.Argument(metavar="FILE_ID", autocompletion=complete_file)],
    reason: Annotated[str, typer.Option(help="Why; kept with what changes, and shown to readers.")],
    accepted: Accepted = None,
    accept_failed: AcceptAll = False,
    indexed: Indexed = True,
    as_json: AsJson = False,
) -> None:
    """Take one file out: a new version without it is made, checked and published, or nothing changes."""
    require_address_space()
    from loaders import run

    wish = _wish(accept_failed, accepted or [], reason)
    with progress() as say:
        done = run.drop(default_home(), file, reason, say=say, accepting=wish, indexed=indexed)
    _tell(done, as_json)


def _tell(done: Outcome, as_json: bool) -> None:
    from loaders import file_findings

    found = file_findings.of_version(default_home(), done.version)
    if as_json:
        told = done.row()
        write_json({**told, "files": file_findings.with_findings(told["files"], found)})
    else:
        if done.loaded:
            show([one.row() for one in done.outcomes], ("file", "outcome", "dataset", "seen"))
        for words in file_findings.words({file: found[file] for file in sorted(done.loaded & found.keys())}):
            line(words)
        if found.keys() - done.loaded:
            line("what was rejected and repaired in each file of this store: `cuentas status`")
        line(f"store {done.version} {done.words}; {tally(done.checks)}")
    exit_if_failed(done.checks)


def _wish(every: bool, named: Sequence[str], reason: str) -> Wish:
    """Return what a load may publish though it fails; one check by its name needs a reason."""
    from loaders.acceptances import Wish

    if named and not reason.strip():
        raise typer.BadParameter("--accept needs --reason: say why the difference may be published")
    return Wish(every, frozenset(named), reason.strip())


def _limits(max_mb: int, max_minutes: float) -> Limits:
    from loaders.fetching.limits import MIB, Limits

    every = 0.5 if moving() else Limits.report_every
    return Limits(most_bytes=max_mb * MIB, total=max_minutes * 60, report_every=every)


def _known(wanted: Sequence[str]) -> frozenset[str]:
    from loaders.registry import datasets

    for name in wanted:
        if name not in datasets():
            raise typer.BadParameter(f"no dataset {name!r}; there are: {', '.join(datasets())}")
    return frozenset(wanted)
