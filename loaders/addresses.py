"""Which addresses a load asks for: those that datasets declare, the same under another base, or one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

from loaders.errors import SourceMissing
from loaders.model import Dataset
from loaders.registry import datasets, match
from loaders.safe_address import shown

OFFICIAL = "official"


@dataclass(frozen=True)
class Target:
    """One address to ask; `dataset_id` None = not known before the file's name is."""

    url: str
    dataset_id: str | None
    original_url: str | None


def local(source: str | Path) -> Path | None:
    """Return the path that a source names; None when it is to be fetched."""
    if isinstance(source, Path):
        return source
    parts = urlsplit(source)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path))
    fetched = "://" in source or (source == OFFICIAL and not Path(OFFICIAL).exists())
    return None if fetched else Path(source)


def targets(
    source: str, wanted: frozenset[str] = frozenset(), years: frozenset[int] = frozenset()
) -> list[Target]:
    """Return the addresses that `source` stands for; empty `wanted` and `years` mean all.

    `official`, or any address that declared ones begin with: the declared ones. An address that ends in a
    slash: the declared ones, under this base instead. Any other: this one file.
    SourceMissing when none is declared.
    """
    declared = list(_declared(wanted, years))
    under = [target for target, _path in declared if source == OFFICIAL or target.url.startswith(source)]
    if under:
        return under
    if not source.endswith("/") and source != OFFICIAL:
        return [Target(source, _reader(source, wanted), shown(source) if _is_official(source) else None)]
    if not declared:
        raise SourceMissing(
            "no address is known",
            where=shown(source),
            value=sorted(wanted | {str(year) for year in years}) or None,
            todo="give the address of a file; `cuentas list` names the datasets",
        )
    return [Target(urljoin(source, path), target.dataset_id, None) for target, path in declared]


def name_in(url: str) -> str:
    """Return the file name in an address."""
    return unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1] or "download"


def _reader(url: str, wanted: frozenset[str]) -> str | None:
    """Return the dataset that was asked for, else the one that reads files of this name."""
    hit = match(name_in(url))
    return next(iter(wanted)) if len(wanted) == 1 else hit[0].id if hit else None


def _declared(wanted: frozenset[str], years: frozenset[int]) -> Iterator[tuple[Target, str]]:
    for dataset in datasets().values():
        if not wanted or dataset.id in wanted:
            for base, path in _of(dataset, years):
                yield Target(base + path, dataset.id, base + path), path


def _of(dataset: Dataset, years: frozenset[int]) -> Iterator[tuple[str, str]]:
    for address in dataset.urls:
        if not address.years and not years:
            yield address.base, address.path
        for year in address.years:
            if not years or year in years:
                yield address.base, address.path.format(year=year)


def _is_official(url: str) -> bool:
    """Return whether a dataset declares addresses on this host."""
    hosts = {urlsplit(one.base).hostname for dataset in datasets().values() for one in dataset.urls}
    return urlsplit(url).scheme == "https" and urlsplit(url).hostname in hosts
