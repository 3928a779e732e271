"""Commands about published stores: what there is, and which one is current."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from loaders.console import AsJson, Rows, line, progress, show, write_json
from loaders.home import default_home
from loaders.memory import require_address_space

Format = Literal["parquet", "csv", "duckdb"]

_FILES = ("source_file_id", "rows_read", "rows_stored", "rows_rejected", "obtained", "licence_id")
_VERSIONS = ("version", "current", "made", "bytes", "damage", "searchable", "index_damage")


def complete_version(start: str) -> list[str]:
    """Return the versions that begin so, for the shell."""
    from loaders.publish import versions

    return [one for one in versions(default_home()) if one.startswith(start)]


def complete_dataset(start: str) -> list[str]:
    """Return the datasets that begin so, for the shell."""
    from loaders.registry import datasets

    return [one for one in datasets() if one.startswith(start)]


Version = Annotated[str, typer.Argument(metavar="VERSION", autocompletion=complete_version)]


def status(as_json: AsJson = False) -> None:
    """Say which store is published, its files, the versions kept, and what belongs to no store."""
    from loaders.status import of

    told, problem = of(default_home())
    if as_json:
        write_json(told)
    else:
        _tell(told)
    if problem is not None:
        raise problem


def _tell(told: dict[str, Any]) -> None:
    from loaders import file_findings

    if told["store"]:
        line(f"store {told['store']['version']} · content {told['store']['content_hash'][:12]}")
        show(told["files"], _FILES)
        for words in file_findings.words({one["source_file_id"]: one for one in told["files"]}):
            line(words)
    if told["versions"]:
        show([{**one, "current": "*" if one["current"] else ""} for one in told["versions"]], _VERSIONS)
    if told["pin"]:
        line(told["pin"]["words"])
    for one in told["sources"]:
        line(f"{one['file_name']}: {one['explanation_en']} ({one['url']})")
    _tell_some("failures accepted", told["accepted"], _ACCEPTED)
    if told["left_out"]:
        _tell_some("files left out as broken", told["left_out"], ("file", "dataset", "seen", "left_out"))
    if told["loading"]:
        line("a load is running: what it has begun is among the following")
    if told["orphans"]:
        show(told["orphans"], ("kind", "path", "bytes", "meaning"))


def publish(version: Version, as_json: AsJson = False) -> None:
    """Make a version that is there the current one; readers see it at their next request."""
    from loaders.publish import make_current

    home = default_home()
    before = make_current(home, version)
    if as_json:
        write_json({"version": version, "before": before})
    else:
        line(f"store {version} is current; before: {before or 'none'}")


def index(
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", autocompletion=complete_version)
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Make it even if it is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make the search index of a version, where it is missing; none given = the current one."""
    require_address_space()
    from loaders.disk import guarded
    from loaders.engine import current_version
    from loaders.publish import exclusive
    from loaders.search.index import ensure

    home = default_home()
    with progress() as say, guarded(home.root), exclusive(home):
        named = version or current_version(home)
        made = ensure(home, named, say, again=again)
    if as_json:
        write_json({"version": named, "made": made})
    else:
        line(f"the search index of {named} {'was made' if made else 'is there already'}")


def rollback(
    version: Annotated[
        str | None, typer.Argument(metavar="[VERSION]", autocompletion=complete_version)
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, for who looks at `cuentas status` later.")] = "",
    as_json: AsJson = False,
) -> None:
    """Go back to an earlier version, none = the one made before; loads hold what they make from then on."""
    from loaders.publish import earlier, go_back

    home = default_home()
    pin = go_back(home, version or earlier(home), reason)
    if as_json:
        write_json({"version": pin.current, "before": pin.left, "pin": pin.row()})
    else:
        line(f"store {pin.current} is current; {pin.words}; until then loads hold what they make")


def complete_table(start: str) -> list[str]:
    """Return the tables that begin so, for the shell."""
    from loaders.tables import TABLES

    return [one for one in TABLES if one.startswith(start)]


Named = Annotated[str | None, typer.Argument(autocompletion=complete_version)]


def diff(old: Named = None, new: Named = None, as_json: AsJson = False) -> None:
    """Say what changed between two versions; none given = the one before the current one, and that one."""
    from loaders import diff
    from loaders.engine import current_version
    from loaders.publish import earlier

    home = default_home()
    found = diff.between(home, old or earlier(home), new or current_version(home))
    if as_json:
        write_json(found)
    else:
        _tell_changes(found)


_SECTIONS = {
    "files": ("source_file_id", "change", "old_rows_stored", "new_rows_stored", "old_sha256", "new_sha256"),
    "tables": ("table", "old", "new", "difference"),
    "figures": ("figure_id", "change", "old", "new", "difference", "unit"),
    "checks": ("check_id", "change", "old", "new"),
    "names": ("code", "change", "old", "new"),
}
_SHOWN = 40


def _tell_changes(found: dict[str, Any]) -> None:
    line(f"from {found['old']} to {found['new']}")
    for name, columns in _SECTIONS.items():
        rows = found[name]
        line(f"{name}: {len(rows)} changed" if rows else f"{name}: no change")
        if rows:
            show(rows[:_SHOWN], columns)
        if len(rows) > _SHOWN:
            line(f"… and {len(rows) - _SHOWN} more {name}: see `cuentas diff --json`")


def export(
    to: Annotated[Path, typer.Option("--to", help="Folder for the files; made if it is not there.")],
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TABLE]...", help="Tables; none = all but sums.", autocompletion=complete_table
        ),
    ] = None,
    kind: Annotated[Format, typer.Option("--format", help="Of the files.")] = "parquet",
    version: Annotated[
        str | None, typer.Option(help="None = the current one.", autocompletion=complete_version)
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over files that are there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write tables of a published store to files, with columns, units and sources in datapackage.json."""
    from loaders.export import export

    with progress() as say:
        written = export(default_home(), to, kind, tables or [], version=version, replace=replace, say=say)
    show([vars(one) for one in written], ("table", "file", "rows", "bytes"), as_json)


def corrections(as_json: AsJson = False) -> None:
    """List the figures put right, and the figures that changed with each version: old, new, why."""
    from loaders.changes import changed_figures, dropped_files
    from loaders.corrections import declared

    listed, changed = [one.row() for one in declared()], changed_figures(default_home())
    dropped = dropped_files(default_home())
    if as_json:
        write_json({"corrections": listed, "changes": changed, "dropped": dropped})
        return
    _tell_some("corrections declared", listed, _CORRECTED)
    _tell_some("figures changed with a version", changed, _CHANGED)
    _tell_some("files taken out", dropped, _DROPPED)


_ACCEPTED = ("check_id", "difference", "accepted", "lapsed", "reason")
_DROPPED = ("source_file_id", "dropped", "reason", "since_version")
_CORRECTED = ("corrected", "figure_id", "old_value", "new_value", "unit", "wrong_until", "reason_es")
_CHANGED = ("since_version", "figure_id", "old", "new", "difference", "unit", "reason_es")


def _tell_some(words: str, rows: Rows, columns: tuple[str, ...]) -> None:
    line(f"{words}: {len(rows) or 'none'}")
    if rows:
        show(rows, columns)
