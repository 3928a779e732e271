"""The whole way of the data: archive → read → validate → partition → build → check → publish.

Raw official files and the bundled snapshot take the same way; only what reads them differs.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from loaders import (
    acceptances,
    archive,
    audit,
    backend,
    build,
    bundle,
    changes,
    checks,
    diff,
    fetch,
    file_quality_checks,
    file_quality_measures,
    left_out,
    orphans,
    partitions,
    pins,
    publish,
    seen,
    sightings,
)
from loaders.acceptances import Acceptance, Wish
from loaders.disk import guarded
from loaders.engine import current_version, store_mark
from loaders.errors import CheckFailed, NoStore, StoreError, WrongSetting
from loaders.fetch import Request
from loaders.fetching import unpack
from loaders.fetching.limits import DEFAULT, Limits
from loaders.file_outcomes import FileOutcome, FileOutcomes
from loaders.file_quality_measures import Before
from loaders.home import Home
from loaders.model import Loaded, RawFile, Reading
from loaders.partitions import Partition
from loaders.pins import Pin
from loaders.registry import dataset, datasets, source_file_id
from loaders.schema import schema_version
from loaders.sightings import Sighting
from loaders.whose import Found

Say = Callable[[str], None]
NOTHING = Wish()
_NAMED = 3


@dataclass(frozen=True)
class Outcome:
    """What a load did: the version it made, whether that is now published, and its check rows.

    `loaded` are the ids of the files that this load read from a source; none of the bundled snapshot.
    """

    version: str
    published: bool
    partitions: tuple[Partition, ...]
    checks: tuple[checks.Row, ...]
    held: bool = False
    pin: Pin | None = None
    outcomes: tuple[FileOutcome, ...] = ()
    loaded: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """What became of the store."""
        if self.held:
            return "waits to be published" + (f": {self.pin.words}" if self.pin else "")
        return "published" if self.published else "already current"

    def row(self) -> dict[str, Any]:
        """Return it as plain values, as `cuentas load --json` shows it."""
        counted = Counter(str(row["status"]) for row in self.checks)
        files = [_file_row(one) for one in self.partitions]
        pin = self.pin.row() if self.pin else None
        told = {"version": self.version, "published": self.published, "held": self.held, "pin": pin}
        given = [one.row() for one in self.outcomes]
        return {**told, "checks": dict(sorted(counted.items())), "files": files, "outcomes": given}


@dataclass(frozen=True)
class Unread:
    """A file that is found and not read yet: its name under the source, its dataset, and how to read it."""

    file: str
    dataset_id: str
    read: Callable[[], Loaded]


@dataclass(frozen=True)
class Draft:
    """A store that is built and not among the others yet, and its check rows."""

    path: Path
    checks: tuple[checks.Row, ...]


@dataclass(frozen=True)
class Taken:
    """A file that is taken out of what is published, and why."""

    file: Partition
    reason: str

    def row(self) -> dict[str, object]:
        """Return it as plain values."""
        one = self.file
        told = {"source_file_id": one.source_file_id, "fiscal_year": one.fiscal_year}
        day = date.today().isoformat()
        return {**told, "sha256": one.provenance.sha256, "dropped": day, "reason": self.reason}


def _file_row(one: Partition) -> dict[str, object]:
    counts = {"read": one.rows_read, "stored": one.rows_stored, "rejected": one.rows_rejected}
    return {"source_file_id": one.source_file_id, **counts, "content_hash": one.content_hash}


def load(
    home: Home,
    source: Path | str | None,
    wanted: frozenset[str] = frozenset(),
    *,
    say: Say,
    years: frozenset[int] = frozenset(),
    limits: Limits = DEFAULT,
    hold: bool = False,
    indexed: bool = True,
    quarter: int | None = None,
    written: Mapping[str, str] | None = None,
    accepting: Wish = NOTHING,
    skip_broken: bool = False,
) -> Outcome:
    """Load official files (`source` a folder, file or address; None = the bundled snapshot), and publish.

    The search index is made after that, unless `indexed` leaves it to `cuentas index`. `quarter` is the one
    of a file that is alone and does not tell it, and `written` how such a file writes numbers and days.
    Of a folder, all files are tried; those that are known and broken are left out with `skip_broken`.

    Raises FetchError or StorageError when a file cannot be had, SourceError when it is not what its dataset
    expects (BrokenFiles names all of a folder), CheckFailed when a check fails, unless that was accepted
    before or is by `accepting`; the published store stays as it was.
    """
    outcomes = FileOutcomes(skip_broken)
    if source is None:
        found = _from_snapshot(home, wanted, say)
    else:
        request = Request(source, wanted, years, limits, quarter, written or {})
        found = _from_files(home, request, say, outcomes)
    with _alone(home):
        with _staged(home, found, say, outcomes) as staged:
            _tell_returned(home, staged, say)
            loaded = partitions.source_file_ids(staged) if source is not None else frozenset()
            made = make(home, say=say, accepting=accepting, hold=hold, staged=staged)
        left_out.settle(home, outcomes)
        _index(home, made.version, indexed, say)
        return replace(made, outcomes=tuple(outcomes.rows), loaded=loaded)


def drop(
    home: Home, source_file_id: str, reason: str, *, say: Say, accepting: Wish = NOTHING, indexed: bool = True
) -> Outcome:
    """Publish a store without one file that is in it now; the reason is kept with what changes.

    NoStore when no clean rows of such a file are here, or nothing else is; CheckFailed as `load`. Going back
    to the version before shows the file again.
    """
    with _alone(home):
        taken = Taken(_partition(home, source_file_id), reason)
        made = make(home, say=say, accepting=accepting, taken=taken)
        _index(home, made.version, indexed, say)
        return made


def _partition(home: Home, source_file_id: str) -> Partition:
    found = {one.source_file_id: one for one in partitions.all_of(home)}
    if source_file_id not in found:
        raise NoStore(
            "no such file is loaded here",
            where=str(home.root),
            value=source_file_id,
            todo="`cuentas status` lists the files by their id",
        )
    if len(found) == 1:
        raise NoStore(
            "it is the only file: nothing would be left to publish",
            where=str(home.root),
            value=source_file_id,
            todo="load another file first",
        )
    return found[source_file_id]


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Work on a home without others, after sweeping up what they left."""
    with guarded(home.root), publish.exclusive(home):
        publish.keep()  # a wrong setting is told before hours of work, not after
        orphans.sweep(home)
        backend.of(home).sweep()
        yield


def _index(home: Home, version: str, indexed: bool, say: Say) -> None:
    """Make the search index after publishing: readers get new figures at once, search when it is ready."""
    # Not sooner: it brings polars, of which a reader may first say how much of the machine it is to have.
    from loaders.search import index

    if indexed:
        index.ensure(home, version, say)
    index.sweep(home)


def _tell_returned(home: Home, staged: Home, say: Say) -> None:
    """Say which files a load brings back that somebody had taken out."""
    gone = {one["source_file_id"]: one for one in changes.dropped_files(home)}
    held = partitions.source_file_ids(home)
    for one in partitions.all_of(staged):
        if one.source_file_id in gone and one.source_file_id not in held:
            told = gone[one.source_file_id]
            say(f"{one.source_file_id} comes back: it was taken out on {told['dropped']} ({told['reason']})")


@contextmanager
def _staged(home: Home, found: Iterable[Unread], say: Say, outcomes: FileOutcomes) -> Iterator[Home]:
    """Give the partitions of all readings, apart from those of the home until `make` has checked them.

    All files are tried before BrokenFiles tells those that cannot be read.
    """
    staged = Home(home.root / "staged")
    shutil.rmtree(staged.root, ignore_errors=True)
    try:
        for unread in found:
            with outcomes.reading(unread.file, unread.dataset_id):
                keep(staged, unread.read(), say)
        outcomes.require_whole()
        yield staged
    finally:
        shutil.rmtree(staged.root, ignore_errors=True)


def _from_files(home: Home, request: Request, say: Say, outcomes: FileOutcomes) -> Iterable[Unread]:
    found = _obtained(home, request, say, outcomes)
    _require_asked(found, request.written)
    for item in found:
        yield Unread(item.file, item.dataset.id, partial(_loaded, home, item, request.written, say))


def _loaded(home: Home, item: Found, written: Mapping[str, str], say: Say) -> Loaded:
    say(f"reading {item.name}")
    arrival, reading = _read(home.archive, item, written)
    identity = source_file_id(item.dataset.id, item.name)
    year = reading.fiscal_year or item.fiscal_year
    return Loaded(item.dataset.id, identity, year, arrival.provenance, reading)


def _obtained(home: Home, request: Request, say: Say, outcomes: FileOutcomes) -> list[Found]:
    """Get the files. What was seen of their sources is told at once, also of one that is gone."""
    try:
        return fetch.obtain(request, home.archive, say, outcomes)
    finally:
        try:
            seen.tell(home)
        except StoreError as error:
            say(f"what was seen of the sources could not be noted: {error}")


def _require_asked(found: Sequence[Found], written: Mapping[str, str]) -> None:
    """Refuse answers to what no reader asks, and to what several files may ask."""
    for option in written:
        if len(found) != 1 or option not in found[0].dataset.asks:
            raise WrongSetting(
                f"--{option} answers a question about one file of contracts, procedures or sanctions",
                value=[one.name for one in found],
                todo="name that one file with --from, or leave the option out",
            )


def _read(place: Path, item: Found, written: Mapping[str, str]) -> tuple[archive.Arrival, Reading]:
    """Read a file while it comes into the archive: what is read are the bytes that are kept."""
    work = place / "work"
    with (
        archive.arriving(place, item.path, item.provenance) as arrival,
        unpack.plain(arrival.path, item.name, item.member, work) as path,
    ):
        raw = RawFile(
            item.name, path, item.fiscal_year, work, written, str(item.path), item.provenance.obtained
        )
        reading = item.dataset.read(raw)
    return arrival, reading


def _from_snapshot(home: Home, wanted: frozenset[str], say: Say) -> Iterable[Unread]:
    say("reading the bundled snapshot")
    for path, provenance in bundle.own_files(bundle.folder()):
        archive.keep(home.archive, path, provenance)
    for loaded in bundle.read(bundle.folder(), wanted):
        yield Unread(loaded.provenance.file_name, loaded.dataset_id, partial(_as_it_is, loaded))


def _as_it_is(loaded: Loaded) -> Loaded:
    return loaded


def keep(home: Home, loaded: Loaded, say: Say) -> Partition:
    """Validate one reading and write its clean partition."""
    owner = dataset(loaded.dataset_id)
    checked = audit.reading(owner, loaded.reading, where=loaded.provenance.file_name)
    stored = audit.stored(owner, checked)
    valid = Loaded(loaded.dataset_id, loaded.source_file_id, loaded.fiscal_year, loaded.provenance, checked)
    say(f"{loaded.source_file_id}: {stored} rows stored, {len(checked.rejects)} rejected")
    return partitions.write(home, valid, stored)


def snapshot(raw: Path, to: Path | None, *, say: Say) -> list[Path]:
    """Write a snapshot (`to` None = the bundled one) of the official files in `raw`; return its files.

    Those that `bundled.toml` names stay out. Works in a home of its own, so that nothing loaded before gets
    into it.
    """
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        outcomes = FileOutcomes()
        for unread in _from_files(home, Request(raw), say, outcomes):
            loaded = unread.read()
            if bundle.is_bundled(loaded.source_file_id):
                keep(home, loaded, say)
            else:
                say(f"not bundled, as loaders/bundled.toml says: {loaded.source_file_id}")
        outcomes.require_whole()
        return bundle.write(to or bundle.folder(), partitions.all_of(home))


def make(
    home: Home,
    *,
    say: Say,
    hold: bool = False,
    staged: Home | None = None,
    accepting: Wish = NOTHING,
    taken: Taken | None = None,
) -> Outcome:
    """Build, check and publish a store from all partitions; nothing to do when that version is current.

    Those `staged` take the place of the home's own only once the checks hold: a load that fails leaves
    nothing for the next one to fail on. With `hold`, or after a rollback, the store waits for `publish`.
    """
    pin = pins.pinned(home)
    found = _known(partitions.all_of(home, staged), say)
    found = [one for one in found if taken is None or one.source_file_id != taken.file.source_file_id]
    notable = sightings.notable(home.archive)
    meta = describe(found, notable)
    version = meta["version"]
    made: Outcome | Draft | None = _there(home, version, found, pin, say)
    if made is None:
        before = file_quality_measures.before(home, taken.file.source_file_id if taken else None)
        made = _sound(home, found, meta, notable, before, accepting, say)
    if staged:
        partitions.adopt(staged, home)
    if isinstance(made, Outcome):
        return made
    _settle(home, made, accepting.reason, found, say)
    return _put(home, version, found, made, hold, pin, taken)


def _settle(home: Home, made: Draft, reason: str, found: Sequence[Partition], say: Say) -> None:
    """Keep which failures are accepted from now on, and say which are not needed any more."""
    new, gone = acceptances.settle(home, checks.failed(list(made.checks)), reason, found)
    for one in new:
        say(f"accepted from now on: {one.check_id}, difference {_plain(one.difference)}")
    for one in gone:
        say(f"no longer fails as it was accepted on {one.accepted}, so that lapses: {one.check_id}")


def _there(home: Home, version: str, found: Sequence[Partition], pin: Pin | None, say: Say) -> Outcome | None:
    """Return what is to be said of a version that is current, or is held already; None = it is to be made.

    One whose bytes are not those that were put there is to be made again.
    """
    current = _is_current(home, version)
    if not current and not (pin and version in publish.versions(home)):
        return None
    damage = publish.damage(home, version)
    if damage is not None:
        say(f"the store {version} is damaged, and is made again: {damage}")
        return None
    checked = _checks_of(home, version)
    return Outcome(version, False, tuple(found), checked, held=not current, pin=None if current else pin)


def _sound(
    home: Home,
    found: Sequence[Partition],
    meta: dict[str, str],
    notable: Sequence[Sighting],
    before: Before,
    wish: Wish,
    say: Say,
) -> Draft:
    """Build a store that nobody reads yet; CheckFailed when a check of it fails, unless that is accepted."""
    accepted = acceptances.active(home)
    # Those that this load has just written are as they were written.
    partitions.require_whole(one for one in found if one.folder.is_relative_to(home.partitions))
    say(f"building store {meta['version']}")
    path = home.stores / f".draft-{uuid4().hex}"
    rows = _build(path, found, meta, notable, before)
    _tell_failed(rows, accepted, say)
    for idle in sorted(wish.checks - {row["check_id"] for row in checks.failed(rows)}):
        say(f"nothing to accept, as it does not fail: {idle}")
    left = checks.failed(acceptances.shown(rows, accepted))
    refused = [row for row in left if not wish.takes(row["check_id"])]
    if refused:
        path.unlink()
        raise _check_failed(refused)
    return Draft(path, tuple(rows))


def _tell_failed(rows: list[checks.Row], accepted: Sequence[Acceptance], say: Say) -> None:
    for row in checks.failed(rows):
        known = next((one for one in accepted if one.covers(row)), None)
        told = f"as accepted on {known.accepted}, {row['check_id']}" if known else _failure(row)
        say(f"failed: {told}")


def _put(
    home: Home,
    version: str,
    found: Sequence[Partition],
    draft: Draft,
    hold: bool,
    pin: Pin | None,
    taken: Taken | None,
) -> Outcome:
    """Put a checked store among the others, and publish it unless it is to wait."""
    publish.put(home, draft.path, version)
    _note_changes(home, version, found, taken)
    if taken:
        # Not before the store without it is there: a crash leaves what was, or what was asked for.
        partitions.remove(taken.file)
    held = hold or pin is not None
    if held:
        publish.forget_old(home)
    else:
        publish.publish(home, version)
    shown = tuple(acceptances.shown(draft.checks, acceptances.all_of(home)))
    return Outcome(version, not held, tuple(found), shown, held=held, pin=pin)


def _note_changes(home: Home, version: str, found: Sequence[Partition], taken: Taken | None) -> None:
    """Write which figures change when readers go from the current store to this version."""
    try:
        before = current_version(home)
        told = ("files", "figures")
        found_changes = diff.between(home, before, version, told) if before != version else None
    except StoreError:
        return  # nothing to compare with: none published, or one that cannot be read any more
    if found_changes is not None:
        years = {one.source_file_id: one.fiscal_year for one in found}
        gone = [taken.row()] if taken else []
        changes.record(home, found_changes, years, gone)


def _known(found: list[Partition], say: Say) -> list[Partition]:
    """Return the partitions whose dataset is still registered; the others are left out, and said so."""
    for one in found:
        if one.dataset_id not in datasets():
            say(f"left out {one.source_file_id}: no such dataset any more")
    return [one for one in found if one.dataset_id in datasets()]


def _build(
    draft: Path,
    found: Sequence[Partition],
    meta: dict[str, str],
    notable: Sequence[Sighting],
    before: Before,
) -> list[checks.Row]:
    draft.parent.mkdir(parents=True, exist_ok=True)
    for left in draft.parent.glob(".draft-*"):
        left.unlink()
    with build.draft(draft) as engine:
        build.build(engine, found, meta, notable, before)
        with engine.begin() as connection:
            rows = checks.run(connection)
            checks.store(connection, rows)
    return rows


def _check_failed(failed: Sequence[checks.Row]) -> CheckFailed:
    return CheckFailed(
        f"{len(failed)} checks failed, nothing was changed; first: {_failure(failed[0])}",
        where=str(failed[0]["check_id"]),
        todo="is the file whole, and the right one? If the difference is to be published, in sight: "
        "`cuentas load --accept CHECK --reason WHY`, with what you load and "
        f"{_checks_named(failed)} for CHECK, or --accept-failed for all of them",
    )


def _checks_named(failed: Sequence[checks.Row]) -> str:
    """Return the names of the first failed checks, as `--accept` takes them."""
    names = [str(row["check_id"]) for row in failed]
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")


def _failure(row: checks.Row) -> str:
    """Return which check failed and by how much, in words."""
    if row["subject"] == file_quality_checks.SUBJECT:
        return f"{row['title_en']}: {row['explanation_en']}"
    expected, actual, difference = (_plain(row[name]) for name in ("expected", "actual", "difference"))
    return f"{row['title_en']}: expected {expected}, found {actual}, difference {difference}"


def _plain(value: object) -> str:
    return f"{value:,.2f}" if isinstance(value, Decimal) else "nothing" if value is None else str(value)


def describe(found: Sequence[Partition], notable: Sequence[Sighting] = ()) -> dict[str, str]:
    """Return what a store says of itself. The same files, sightings and code give the same version."""
    content = _digest(f"{one.source_file_id} {one.content_hash} {one.provenance.sha256}" for one in found)
    obtained = build.source_date(found)
    day = obtained.isoformat() if obtained else "unknown"
    return {
        "version": f"{day}-{_digest([content, code_hash(), *map(str, notable)])[:8]}",
        "built_at_source_date": day,
        "schema_version": schema_version(),
        "content_hash": content,
        "code_hash": code_hash(),
    }


@cache
def code_hash() -> str:
    """Return the SHA-256 of this package's code and declarations, which a store also depends on."""
    folder = Path(str(files("loaders")))
    kept = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".toml", ".csv"})
    return _digest(f"{path.relative_to(folder).as_posix()} {archive.sha256(path)}" for path in kept)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _is_current(home: Home, version: str) -> bool:
    return publish.current_or_none(home) == version and store_mark(home, version) is not None


def _checks_of(home: Home, version: str) -> tuple[checks.Row, ...]:
    from loaders.engine import open_store

    engine = open_store(version, home=home)
    with engine.connect() as connection:
        rows = checks.read(connection)
    engine.dispose()
    return tuple(acceptances.shown(rows, acceptances.all_of(home)))
