"""Official files, wherever they are: a folder with a MANIFEST.tsv, a single file, a zip, or an address."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import gettempdir

from loaders.addresses import Target, local, targets
from loaders.disk import guarded
from loaders.errors import SameName, SourceError, SourceMissing, Vanished
from loaders.fetching import recognise, unpack
from loaders.fetching.limits import DEFAULT, Limits
from loaders.model import Dataset, Provenance, source_file_id
from loaders.registry import dataset, match, match_content

MANIFEST = "MANIFEST.tsv"
_UNKNOWN = frozenset({"", "-", "unknown"})
_FLAT = frozenset({"text", "xlsx", "xls"})


@dataclass(frozen=True)
class Found:
    """An official file that a dataset reads: where it is, what it is called, and where it comes from.

    `member` is the file's name inside a zip; None when it stands alone.
    """

    dataset: Dataset
    fiscal_year: int | None
    path: Path
    provenance: Provenance
    member: str | None = None

    @property
    def name(self) -> str:
        """The published name of what is read."""
        return self.member.rsplit("/", 1)[-1] if self.member else self.provenance.file_name


@dataclass(frozen=True)
class Request:
    """What to load: a source (folder, file or address), which datasets and years of it; empty = all."""

    source: Path | str
    wanted: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    limits: Limits = DEFAULT


def obtain(request: Request, archive: Path, say: Callable[[str], None]) -> list[Found]:
    """Return the files of a request; what is fetched goes into the archive, all of it before any is read.

    Raises FetchError, StorageError and SourceError; partitions and stores are not touched here.
    """
    path = local(request.source)
    if path is not None:
        found = find(path, request.wanted, archive / "work")
        return [one for one in found if not request.years or one.fiscal_year in request.years]
    return _fetched(targets(str(request.source), request.wanted, request.years), request, archive, say)


def _fetched(
    asked: Sequence[Target], request: Request, archive: Path, say: Callable[[str], None]
) -> list[Found]:
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
            found += _of_fetched(path, origin, target, request.wanted, archive / "work")
    if gone and not found:
        raise gone[0]
    return found


def _of_fetched(
    path: Path, origin: Provenance, target: Target, wanted: frozenset[str], work: Path
) -> list[Found]:
    found = _readable(path, origin, target.dataset_id, work)
    chosen = [one for one in found if not wanted or one.dataset.id in wanted]
    if not chosen:
        raise _nothing(target.url, origin.file_name)
    return chosen


def _nothing(where: str, value: object) -> SourceMissing:
    return SourceMissing(
        "no file that a dataset reads",
        where=where,
        value=value,
        todo="see `cuentas list` for the files of each dataset, or name the dataset that is to read it",
    )


def find(source: Path, wanted: frozenset[str] = frozenset(), work: Path | None = None) -> list[Found]:
    """Return the files under `source` (a folder or one file) that the wanted datasets read.

    They are known by their name, flat budget files by their header too, in a zip as well; what is unpacked
    to see it lies in `work` (None = the system's folder for such files) until it is seen. An empty `wanted`
    means all datasets. SourceMissing when there is none of them, SameName when two files have one name.
    """
    with guarded(source):
        if not source.exists():
            raise SourceMissing(
                "no such file or folder", where=str(source), todo="give --from a folder or a file"
            )
        chosen = _chosen(source, wanted, work or Path(gettempdir()))
    if not chosen:
        raise _nothing(str(source), sorted(wanted) or None)
    for one in chosen:
        recognise.require_data(one.path, one.provenance.file_name)
    _require_distinct(chosen)
    return chosen


def _require_distinct(chosen: Sequence[Found]) -> None:
    """Two files of one name would take each other's place in silence: SameName says which."""
    held: dict[str, Found] = {}
    for one in chosen:
        other = held.setdefault(source_file_id(one.dataset.id, one.name), one)
        if other is not one:
            raise SameName(
                f"two files of {one.dataset.id} have one name",
                where=other.provenance.file_name,
                value=one.provenance.file_name,
                todo="rename one, or take the copy away",
            )


def _chosen(source: Path, wanted: frozenset[str], work: Path) -> list[Found]:
    root = _root(source)
    manifest = read_manifest(root / MANIFEST)
    asked = next(iter(wanted)) if source.is_file() and len(wanted) == 1 else None
    found = [item for path in _files(source) for item in _matched(path, root, manifest, asked, work)]
    found += [
        item for path in _files(source) for item in _by_header(path, root, manifest, found, source.is_file())
    ]
    return [item for item in found if not wanted or item.dataset.id in wanted]


def read_manifest(path: Path) -> dict[str, Provenance]:
    """Return the provenance of each file that the manifest lists; empty when there is no manifest.

    Unknown stays None. Columns: file, obtained_from, path_there, original_url, obtained, bytes, sha256,
    licence, what.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: _provenance(row) for row in csv.DictReader(lines, delimiter="\t")}


def _provenance(row: Mapping[str, str]) -> Provenance:
    known = {name: None if value in _UNKNOWN else value for name, value in row.items()}
    obtained = known["obtained"]
    return Provenance(
        file_name=row["file"],
        bytes=int(row["bytes"]),
        sha256=row["sha256"],
        original_url=known["original_url"],
        obtained_from=_obtained_from(known),
        obtained=date.fromisoformat(obtained) if obtained else None,
        licence=known["licence"],
        what=row["what"],
    )


def _obtained_from(known: Mapping[str, str | None]) -> str | None:
    """Return the copy's place with its path and revision there, as far as they are known."""
    parts = [known["obtained_from"], known.get("path_there"), known.get("commit")]
    return " ".join(part for part in parts if part) or None


def _root(source: Path) -> Path:
    """Return the folder that names are relative to: the nearest one up that has a manifest."""
    start = source if source.is_dir() else source.parent
    return next((folder for folder in (start, *start.parents[:2]) if (folder / MANIFEST).is_file()), start)


def _files(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
    else:
        yield from sorted(path for path in source.rglob("*") if path.is_file())


def _matched(
    path: Path, root: Path, manifest: Mapping[str, Provenance], asked: str | None, work: Path
) -> Iterator[Found]:
    name = path.relative_to(root).as_posix()
    zipped = path.suffix.lower() == ".zip"
    if zipped:
        recognise.require_data(path, name)
    if match(name) or zipped or asked:
        yield from _readable(path, manifest.get(name) or _unrecorded(path, name), asked, work)


def _by_header(
    path: Path, root: Path, manifest: Mapping[str, Provenance], found: Sequence[Found], alone: bool
) -> Iterator[Found]:
    """Yield a flat budget file that its header tells, whatever its name.

    Only a file that was asked for by itself is refused for an unknown column; others may be anything.
    """
    if any(one.path == path for one in found) or recognise.kind(path) not in _FLAT:
        return
    name = path.relative_to(root).as_posix()
    hit = _told(path, name, alone)
    if hit:
        yield Found(*hit, path, manifest.get(name) or _unrecorded(path, name))


def _told(path: Path, name: str, alone: bool) -> tuple[Dataset, int | None] | None:
    """Return whose a file is by its content; unless it stands `alone`, one that is faulty is nobody's."""
    try:
        return match_content(path, name)
    except SourceError:
        if alone:
            raise
        return None


def _readable(path: Path, origin: Provenance, asked: str | None, work: Path) -> list[Found]:
    """Return what datasets read of one file: all of it, or the members of a zip that are theirs.

    A file with a name that is nobody's is read by the dataset that was asked for.
    """
    hit = match(origin.file_name)
    if recognise.kind(path) == "zip":
        return _in_zip(path, origin, asked or (hit[0].id if hit else None), work)
    if hit is None and asked:
        hit = (dataset(asked), None)
    return [Found(*hit, path, origin)] if hit else []


def _in_zip(path: Path, origin: Provenance, asked: str | None, work: Path) -> list[Found]:
    inside = unpack.members(path, origin.file_name)
    hits = [(member, _whose(path, origin, member, work, len(inside) == 1)) for member in inside]
    found = [Found(*hit, path, origin, member) for member, hit in hits if hit]
    if not found and asked and len(inside) == 1:
        return [Found(dataset(asked), None, path, origin, inside[0])]
    return found


def _whose(
    path: Path, origin: Provenance, member: str, work: Path, alone: bool
) -> tuple[Dataset, int | None] | None:
    """Return whose a member of a zip is: by its name, else by its content."""
    hit = match(member.rsplit("/", 1)[-1])
    if hit:
        return hit
    with unpack.plain(path, origin.file_name, member, work) as unpacked:
        return _told(unpacked, member, alone) if recognise.kind(unpacked) in _FLAT else None


def _unrecorded(path: Path, name: str) -> Provenance:
    """Return what a file without a manifest tells of itself; the archive adds its hash, no more is known."""
    return Provenance(name, path.stat().st_size, sha256="")
