"""Official files, wherever they are: a folder with a MANIFEST.tsv, a single file, a zip, or an address."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import gettempdir

from loaders.addresses import Target, local, targets
from loaders.archive import sha256
from loaders.disk import guarded
from loaders.errors import (
    BadValue,
    MissingColumn,
    SameName,
    SourceError,
    SourceMissing,
    Vanished,
    WrongEncoding,
)
from loaders.fetching import recognise, unpack
from loaders.fetching.limits import DEFAULT, Limits
from loaders.file_outcomes import FileOutcomes
from loaders.folder_listing import regular_files, require_place
from loaders.model import Provenance, source_file_id
from loaders.safe_address import shown, without_secrets
from loaders.whose import Found, Looking, remarks, settled

Say = Callable[[str], None]

MANIFEST = "MANIFEST.tsv"
_UNKNOWN = frozenset({"", "-", "unknown"})
_COLUMNS = (
    "file", "obtained_from", "original_url", "obtained", "bytes", "sha256", "licence", "what",
)  # fmt: skip
_MEND = (
    "put it right, or take MANIFEST.tsv away: then `cuentas load --from FOLDER` reads the files without it"
)
_TOLD = 20


@dataclass(frozen=True)
class Request:
    """What to load: a source (folder, file or address), which datasets and years of it; empty = all.

    `written` is how a single file writes numbers and days, where its cells do not decide.
    """

    source: Path | str
    wanted: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    limits: Limits = DEFAULT
    quarter: int | None = None
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, str]:
        """What is asked of a single file counts as the answer where the file itself does not tell."""
        given = {"year": next(iter(self.years)) if len(self.years) == 1 else None, "quarter": self.quarter}
        return {key: str(value) for key, value in given.items() if value is not None}


def obtain(request: Request, archive: Path, say: Say, outcomes: FileOutcomes | None = None) -> list[Found]:
    """Return the files of a request; what is fetched goes into the archive, all of it before any is read.

    Raises FetchError, StorageError and SourceError; partitions and stores are not touched here.
    """
    outcomes = outcomes or FileOutcomes()
    path = local(request.source)
    if path is not None:
        found = find(path, request.wanted, archive / "work", say, request.answers, outcomes)
        return _of_years(found, request)
    asked = targets(str(request.source), request.wanted, request.years)
    outcomes.alone = len(asked) == 1
    return _fetched(asked, request, archive, say)


def _of_years(found: list[Found], request: Request) -> list[Found]:
    """Return the files of the fiscal years asked for; SourceMissing when there is none."""
    asked = request.years
    chosen = [one for one in found if not asked or one.fiscal_year in asked]
    if not chosen:
        raise SourceMissing(
            "no file of that fiscal year",
            where=shown(str(request.source)),
            value=sorted(asked),
            todo="name one file with --from to say which year it is of, or leave --year out",
        )
    return chosen


def _fetched(asked: Sequence[Target], request: Request, archive: Path, say: Say) -> list[Found]:
    """Get every target. One that is not there is passed over if others are: not every year is published."""
    from loaders.fetching.download import fetcher

    found: list[Found] = []
    gone: list[Vanished] = []
    with fetcher(archive, say=say, limits=request.limits) as getter:
        for target in asked:
            try:
                path, origin = getter.get(target.url, target.dataset_id, target.original_url)
            except Vanished as error:
                say(f"passed over, {error.what}: {error.where}")
                gone.append(error)
                continue
            found += _of_fetched(path, origin, target, request, archive / "work", say)
    if gone and not found:
        raise gone[0]
    return _of_years(found, request) if len(asked) == 1 else found


def _of_fetched(
    path: Path, origin: Provenance, target: Target, request: Request, work: Path, say: Say
) -> list[Found]:
    outcomes = FileOutcomes(alone=True)
    found = Looking(work, outcomes).at(path, origin, target.dataset_id)
    chosen = _settled([one for one in found if _is_wanted(one, request.wanted)], request.answers, say)
    if not chosen:
        raise _nothing(shown(target.url), origin.file_name)
    _tell_left(outcomes, say)
    return chosen


def _is_wanted(one: Found, wanted: frozenset[str]) -> bool:
    return not wanted or one.dataset.id in wanted


def _settled(found: Sequence[Found], answers: Mapping[str, str], say: Say | None) -> list[Found]:
    """Return files with their years and published names; answers are about a file that is alone."""
    given = answers if len(found) == 1 else {}
    chosen = [settled(one, given) for one in found]
    if say:
        for words in remarks(chosen, given):
            say(words)
    return chosen


def _nothing(where: str, value: object) -> SourceMissing:
    return SourceMissing(
        "no file that a dataset reads",
        where=where,
        value=value,
        todo="see `cuentas list` for the files of each dataset, or name the dataset that is to read it",
    )


def find(
    source: Path,
    wanted: frozenset[str] = frozenset(),
    work: Path | None = None,
    say: Say | None = None,
    answers: Mapping[str, str] | None = None,
    outcomes: FileOutcomes | None = None,
) -> list[Found]:
    """Return the files under `source` (a folder or one file) that the wanted datasets read.

    They are known by what is in them, whatever their name, in a zip or gzip as well; what is unpacked to see
    it lies in `work` (None = the system's folder for such files) until it is seen. An empty `wanted` means
    all datasets. `answers` are the year and the quarter of a file that is alone and does not tell them. What
    becomes of each other file goes into `outcomes`, and what nobody reads is said. SourceMissing when there
    is nothing to read, SameName when two different members of one zip are the same file.
    """
    outcomes = outcomes if outcomes is not None else FileOutcomes()
    with guarded(source):
        require_place(source)
        outcomes.alone = source.is_file()
        looking = Looking(work or Path(gettempdir()), outcomes)
        asked = next(iter(wanted)) if outcomes.alone and len(wanted) == 1 else None
        found = [one for path, origin in _under(source, outcomes) for one in looking.at(path, origin, asked)]
    chosen = _settled([one for one in found if _is_wanted(one, wanted)], answers or {}, say)
    if not chosen:
        _require_any(source, wanted, outcomes)
    for one in [one for one in chosen if one.by_name]:
        try:
            recognise.require_data(one.path, one.provenance.file_name)
        except SourceError as error:
            outcomes.broken(one.file, error, one.dataset.id)
            chosen.remove(one)
    chosen = _distinct(chosen, looking.work, say, outcomes)
    if not chosen:
        outcomes.require_whole()
    if say:
        _tell_left(outcomes, say)
    return chosen


def _require_any(source: Path, wanted: frozenset[str], outcomes: FileOutcomes) -> None:
    """Say why nothing is to be read: broken files by name, else that nobody knows what is there."""
    if outcomes.alone:
        recognise.require_data(source, source.name)
    outcomes.require_whole()
    left = [f"{one.file} ({one.seen})" if one.seen else one.file for one in outcomes.rows]
    raise _nothing(str(source), sorted(wanted) or "; ".join(left[:_TOLD]) or None)


def _tell_left(outcomes: FileOutcomes, say: Say) -> None:
    left = [*outcomes.of("unknown"), *outcomes.of("not_loaded")]
    for one in left[:_TOLD]:
        say(f"passed over: {one.file}" + f" ({one.seen})" * bool(one.seen))
    if len(left) > _TOLD:
        say(f"passed over: {len(left) - _TOLD} more files that no dataset reads")


def _distinct(chosen: Sequence[Found], work: Path, say: Say | None, outcomes: FileOutcomes) -> list[Found]:
    """Return the files without copies of one; of two that would take each other's place neither counts."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for one in chosen:
        groups[source_file_id(one.dataset.id, one.name)].append(one)
    kept: list[Found] = []
    for same in groups.values():
        first, *others = same
        if len({_bytes_of(one, work) for one in same} if others else ()) > 1:
            for one in same:
                outcomes.broken(one.file, _same_name(one, same), one.dataset.id)
            continue
        kept.append(first)
        for one in others:
            outcomes.add(one.file, "copy", one.dataset.id, f"the same as {first.file}")
            if say:
                say(f"passed over: {one.given}, the same as {first.given}")
    return kept


def _same_name(one: Found, same: Sequence[Found]) -> SameName:
    return SameName(
        f"two different files are {one.name} of {one.dataset.id}",
        where=one.file,
        value=[other.file for other in same if other is not one],
        todo="take away the one that is not to count, or load the other one by itself",
    )


def _bytes_of(one: Found, work: Path) -> str:
    """Return the SHA-256 of a file out of whatever it is packed in."""
    with unpack.plain(one.path, one.provenance.file_name, one.member, work) as path:
        return sha256(path)


def read_manifest(path: Path) -> dict[str, Provenance]:
    """Return the provenance of each file that the manifest lists; empty when there is no manifest.

    Unknown stays None. Columns: file, obtained_from, path_there, original_url, obtained, bytes, sha256,
    licence, what. MissingColumn, BadValue, WrongEncoding for one that is not written so.
    """
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t")
            absent = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            if absent:
                raise MissingColumn("the manifest lacks columns", where=str(path), value=absent, todo=_MEND)
            return {row["file"]: _provenance(row, f"{path}, line {rows.line_num}") for row in rows}
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongEncoding("no UTF-8 table", where=str(path), value=str(error), todo=_MEND) from error


def _provenance(row: Mapping[str, str | None], where: str) -> Provenance:
    known = {name: None if value is None or value in _UNKNOWN else value for name, value in row.items()}
    try:
        return Provenance(
            file_name=known["file"] or "",
            bytes=int(known["bytes"] or ""),
            sha256=known["sha256"] or "",
            original_url=without_secrets(known["original_url"] or "", anchored=True) or None,
            obtained_from=_obtained_from(known),
            obtained=date.fromisoformat(known["obtained"]) if known["obtained"] else None,
            licence=known["licence"],
            what=row["what"] or "",
        )
    except ValueError as error:
        raise BadValue(
            "neither bytes nor day as they should be", where=where, value=str(error), todo=_MEND
        ) from error


def _obtained_from(known: Mapping[str, str | None]) -> str | None:
    """Return the copy's place with its path and revision there, as far as known and without secrets."""
    parts = [known["obtained_from"], known.get("path_there"), known.get("commit")]
    return without_secrets(" ".join(part for part in parts if part), anchored=True) or None


def _under(source: Path, outcomes: FileOutcomes) -> Iterator[tuple[Path, Provenance]]:
    """Yield every file of a source with what the manifest, or else the file itself, tells of it."""
    root = _root(source)
    manifest = read_manifest(root / MANIFEST)
    for path in regular_files(source, outcomes):
        name = path.relative_to(root).as_posix()
        if name != MANIFEST:
            yield path, manifest.get(name) or _unrecorded(path, name)


def _unrecorded(path: Path, name: str) -> Provenance:
    """Return what a file without a manifest tells of itself; the archive adds its hash, no more is known."""
    return Provenance(name, path.stat().st_size, sha256="")


def _root(source: Path) -> Path:
    """Return the folder that names are relative to: the one named, or the nearest that lists a file."""
    if source.is_dir():
        return source
    return next((one for one in (source.parent, *source.parents[1:3]) if _lists(one, source)), source.parent)


def _lists(folder: Path, source: Path) -> bool:
    """Return whether a folder has a manifest that can be read and names a file."""
    with suppress(SourceError, OSError):
        return source.relative_to(folder).as_posix() in read_manifest(folder / MANIFEST)
    return False
