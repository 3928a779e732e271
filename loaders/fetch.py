"""Finding official files: a folder with a MANIFEST.tsv, or single files. Nothing is read or changed here."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loaders.archive import sha256
from loaders.errors import SourceMissing
from loaders.model import Dataset, Provenance
from loaders.registry import match

MANIFEST = "MANIFEST.tsv"
_UNKNOWN = frozenset({"", "-", "unknown"})


@dataclass(frozen=True)
class Found:
    """An official file that a dataset reads: where it is, what it is called, and where it comes from."""

    dataset: Dataset
    fiscal_year: int | None
    path: Path
    provenance: Provenance


def find(source: Path, wanted: frozenset[str] = frozenset()) -> list[Found]:
    """Return the files under `source` (a folder or one file) that the wanted datasets read, by name.

    An empty `wanted` means all datasets. SourceMissing when there is nothing of the kind.
    """
    if not source.exists():
        raise SourceMissing(
            "no such file or folder", where=str(source), todo="give --from a folder or a file"
        )
    root = _root(source)
    manifest = read_manifest(root / MANIFEST)
    found = [item for path in _files(source) for item in _matched(path, root, manifest)]
    chosen = [item for item in found if not wanted or item.dataset.id in wanted]
    if not chosen:
        raise SourceMissing(
            "no file that a dataset reads",
            where=str(source),
            value=sorted(wanted) or None,
            todo="see `cuentas list` for the files of each dataset",
        )
    return chosen


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


def _matched(path: Path, root: Path, manifest: Mapping[str, Provenance]) -> Iterator[Found]:
    name = path.relative_to(root).as_posix()
    hit = match(name)
    if hit is not None:
        yield Found(*hit, path, manifest.get(name) or _unrecorded(path, name))


def _unrecorded(path: Path, name: str) -> Provenance:
    """Return what a file without a manifest tells of itself; the rest is unknown."""
    return Provenance(name, path.stat().st_size, sha256(path))
