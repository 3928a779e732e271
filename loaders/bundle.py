"""The bundled snapshot: the clean partitions of all held files, small enough to travel with the code.

What is left out of it is declared in `bundled.toml`, with the reason. One Parquet file for each dataset and
table, and `provenance.json`, which says of each source file where it comes from and what was read. The same
partitions give the same bytes.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.archive import from_json, sha256, to_json
from loaders.errors import DeclarationError, SourceChanged, SourceMissing
from loaders.model import Loaded, Provenance, Reading, Text, source_file_id
from loaders.partitions import Partition, table_of
from loaders.rejects import corrections_of, rejects_of
from loaders.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    import polars as pl

_WORDS = "provenance.json"
_AGAIN = "make it again with `cuentas snapshot --raw DIR`"
_LEFT_OUT = "bundled.toml"


@dataclass(frozen=True)
class LeftOut:
    """An official file that is read and checked but not bundled: what it is, its bytes, and why."""

    file_name: str
    dataset_id: str
    published: str
    fiscal_year: int
    bytes: int
    sha256: str
    reason: Text

    @property
    def source_file_id(self) -> str:
        """Its id in a store."""
        return source_file_id(self.dataset_id, self.published)


@cache
def left_out() -> tuple[LeftOut, ...]:
    """Return the official files that are not bundled. DeclarationError when one is declared wrongly."""
    words = tomllib.loads(files("loaders").joinpath(_LEFT_OUT).read_text(encoding="utf-8"))
    reasons = {name: Text(one["es"], one["en"]) for name, one in words["reason"].items()}
    return tuple(_left_out(item, reasons) for item in words["left_out"])


def _left_out(item: Mapping[str, Any], reasons: Mapping[str, Text]) -> LeftOut:
    try:
        reason = reasons[item["reason"]]
        told = (item["published"], item["fiscal_year"], item["bytes"], item["sha256"])
        return LeftOut(item["file"], item["dataset"], *told, reason)
    except KeyError as error:
        raise DeclarationError(
            "a file that is not bundled is declared wrongly",
            where=_LEFT_OUT,
            value=dict(item),
            todo=str(error),
        ) from error


def is_bundled(identity: str) -> bool:
    """Say whether a source file of this id belongs into the snapshot."""
    return identity not in {one.source_file_id for one in left_out()}


def folder() -> Path:
    """Return the folder of the bundled snapshot."""
    return Path(str(files("loaders"))) / "snapshot"


def write(place: Path, partitions: Sequence[Partition]) -> list[Path]:
    """Write a snapshot of these partitions in place of what the folder held; return its files."""
    place.mkdir(parents=True, exist_ok=True)
    for old in (*place.glob("*.parquet"), *place.glob(_WORDS)):
        old.unlink()
    tables = sorted(
        {(one.dataset_id, table_of(file)) for one in partitions for file in one.folder.glob("*.parquet")}
    )
    for dataset_id, table in tables:
        _write_table(place, dataset_id, table, [one for one in partitions if one.dataset_id == dataset_id])
    words = {"schema_version": SCHEMA_VERSION, "files": [_words(one) for one in partitions]}
    text = json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)
    (place / _WORDS).write_text(text + "\n", encoding="utf-8")
    return sorted(path for path in place.iterdir() if path.suffix in {".parquet", ".json"})


def _write_table(place: Path, dataset_id: str, table: str, partitions: Sequence[Partition]) -> None:
    """Write one table of all the files of a dataset; a table without rows is left out."""
    import polars as pl

    parts = [
        pl.read_parquet(files).with_columns(source_file_id=pl.lit(one.source_file_id))
        for one in partitions
        if (files := one.files(table))
    ]
    whole = pl.concat(parts, rechunk=True)
    if len(whole):
        whole.write_parquet(
            place / f"{dataset_id}.{table}.parquet",
            compression="zstd",
            compression_level=19,
            statistics=False,
        )


def _words(one: Partition) -> dict[str, Any]:
    return {
        "dataset_id": one.dataset_id,
        "source_file_id": one.source_file_id,
        "fiscal_year": one.fiscal_year,
        "provenance": to_json(one.provenance),
        "rows_read": one.rows_read,
        "content_hash": one.content_hash,
    }


def own_files(place: Path) -> list[tuple[Path, Provenance]]:
    """Return the snapshot's own files with what is known of them, for the archive."""
    words = "Bundled snapshot, derived from the files that its provenance.json names"
    return [
        (path, Provenance(f"snapshot/{path.name}", path.stat().st_size, sha256(path), what=words))
        for path in sorted(place.glob("*.parquet"))
    ]


def read(place: Path, wanted: frozenset[str] = frozenset()) -> Iterator[Loaded]:
    """Yield the reading of each source file in a snapshot; empty `wanted` = all datasets.

    SourceMissing when there is no snapshot or nothing wanted in it, SourceChanged when it was made for
    another schema.
    """
    chosen = [one for one in entries(place) if not wanted or one["dataset_id"] in wanted]
    if not chosen:
        raise SourceMissing(
            "not in the snapshot", where=str(place), value=sorted(wanted), todo="give --from DIR"
        )
    for dataset_id in sorted({one["dataset_id"] for one in chosen}):
        tables = _tables(place, dataset_id)
        for entry in chosen:
            if entry["dataset_id"] == dataset_id:
                yield _loaded(entry, tables)


def entries(place: Path) -> list[dict[str, Any]]:
    """Return what `provenance.json` says of each source file. SourceMissing, SourceChanged as of `read`."""
    path = place / _WORDS
    if not path.is_file():
        raise SourceMissing("there is no snapshot", where=str(place), todo=_AGAIN)
    words = json.loads(path.read_text(encoding="utf-8"))
    if words["schema_version"] != SCHEMA_VERSION:
        raise SourceChanged(
            "snapshot of another schema", where=str(place), value=words["schema_version"], todo=_AGAIN
        )
    found: list[dict[str, Any]] = words["files"]
    return found


def _tables(place: Path, dataset_id: str) -> dict[str, pl.DataFrame]:
    import polars as pl

    start = f"{dataset_id}."
    return {
        path.stem.removeprefix(start): pl.read_parquet(path)
        for path in sorted(place.glob(f"{start}*.parquet"))
    }


def _loaded(entry: dict[str, Any], tables: dict[str, pl.DataFrame]) -> Loaded:
    identity = entry["source_file_id"]
    own = {name: _of_file(frame, identity) for name, frame in tables.items()}
    rejects, corrections = own.pop("reject", None), own.pop("correction", None)
    reading = Reading(
        tables={name: frame for name, frame in own.items() if len(frame)},
        rows_read=entry["rows_read"],
        rejects=() if rejects is None else rejects_of(rejects),
        corrections=() if corrections is None else corrections_of(corrections),
    )
    provenance = from_json(entry["provenance"])
    return Loaded(entry["dataset_id"], identity, entry["fiscal_year"], provenance, reading)


def _of_file(frame: pl.DataFrame, source_file_id: str) -> pl.DataFrame:
    import polars as pl

    return frame.filter(pl.col("source_file_id") == source_file_id).drop("source_file_id")
