"""What an archive holds, what was seen at each address, and which downloads are only begun: as plain rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from loaders import archive, sightings
from loaders.errors import ArchiveDamaged
from loaders.fetching import partial

Row = dict[str, Any]


def files(place: Path) -> list[Row]:
    """Return every kept file: hash, size, published name, date and place of origin; None = unknown."""
    return [_file(one) for one in archive.held(place)]


def _file(one: archive.Held) -> Row:
    origin = one.provenance
    return {
        "sha256": one.sha256,
        "bytes": one.bytes,
        "file_name": origin.file_name if origin else None,
        "obtained": origin.obtained if origin else None,
        "original_url": origin.original_url if origin else None,
        "obtained_from": origin.obtained_from if origin else None,
    }


def seen(place: Path) -> list[Row]:
    """Return every sighting, oldest first, with its words in both languages."""
    return [sightings.to_json(one) for one in sightings.sightings(place)]


def begun(place: Path) -> list[Row]:
    """Return the downloads that broke off and can be resumed: address, bytes here, bytes in all if known."""
    parts = partial.all_begun(place / "partial")
    return [{"url": url, "bytes": one.size, "total": one.total} for url, one in parts]


def require_whole(place: Path) -> int:
    """Return how many files are kept, each with its own hash; ArchiveDamaged names those that are not."""
    damaged = archive.verify(place)
    if damaged:
        raise ArchiveDamaged(
            f"{len(damaged)} files no longer have their hash",
            where=str(place),
            value=damaged,
            todo="load their sources again: the archive takes the right bytes in their place",
        )
    return len(archive.held(place))
