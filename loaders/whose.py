"""Whose a file is: which dataset reads it, by what is in it, whatever its name; packed or not.

What a file tells of itself counts first, then what is known of the same bytes, then what the reader answers
(`--year`, `--quarter`), and its name last, which is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from loaders import known_files, mishaps
from loaders.errors import NoPermission, SourceError, SourceMissing, UnknownColumn
from loaders.fetching import recognise, unpack
from loaders.file_outcomes import FileOutcomes
from loaders.known_files import Known
from loaders.model import Dataset, Provenance
from loaders.registry import claims, dataset, is_not_loaded, match, match_content, published_name

_READABLE = frozenset({"text", "xlsx", "xls", "binary"})
_PACKED = frozenset({"zip", "gzip"})
_NOT_LOADED = "not to be loaded: see loaders/not_loaded.toml"
# What a reader must be told of, where only the name of a file says it.
_TELLING = ("year", "quarter", "sex", "state")


@dataclass(frozen=True)
class Found:
    """An official file that a dataset reads: where it is, what is in it, and where it comes from.

    `member` is the file's name inside a zip; None when it stands alone. `told` is what its content and its
    bytes tell (year, ending...); `published` the name under which such a file is published, where `given`
    is another one. `by_name` says that nothing but the name tells whose it is.
    """

    dataset: Dataset
    fiscal_year: int | None
    path: Path
    provenance: Provenance
    member: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    published: str | None = None
    by_name: bool = False

    @property
    def given(self) -> str:
        """The name under which the file came."""
        return self.member.rsplit("/", 1)[-1] if self.member else self.provenance.file_name

    @property
    def file(self) -> str:
        """Where it was found under the source: the file, and its name inside a zip."""
        outer = self.provenance.file_name
        return f"{outer}: {self.member}" if self.member else outer

    @property
    def name(self) -> str:
        """The name of what is read: as published, if that is known."""
        return self.published or self.given


@dataclass
class Looking:
    """Looks whose files are; what nobody reads is `left`, with the reason where one is known.

    What has to be unpacked to see it lies in `work` until it is seen. A file that was asked for by itself
    (`outcomes.alone`) is refused for a header that lacks columns; among others it may be anything.
    """

    work: Path
    outcomes: FileOutcomes

    def at(self, path: Path, origin: Provenance, asked: str | None = None) -> list[Found]:
        """Return what datasets read of one file: all of it, or the members of a zip that are theirs.

        One that is nobody's by what is in it is read by the dataset that was `asked` for, or else by the one
        that publishes files of its name.
        """
        named = dataset(asked) if asked else _by_name(origin.file_name)
        name = origin.file_name
        try:
            with mishaps.in_words(name):
                if path.suffix.lower() == ".zip":
                    recognise.require_data(path, name)
                if recognise.kind(path) == "zip":
                    return self._in_zip(path, origin, named)
        except NoPermission as error:
            self.outcomes.broken(name, SourceMissing(error.what, where=name, todo=error.todo))
            return []
        except SourceError as error:
            if path.suffix.lower() == ".zip" or named:
                self.outcomes.broken(name, error, named.id if named else None)
            else:
                self._pass_over(name, error)
            return []
        return self._looked(path, origin, None, named)

    def _in_zip(self, path: Path, origin: Provenance, named: Dataset | None) -> list[Found]:
        inside = unpack.members(path, origin.file_name)
        outer = named if len(inside) == 1 else None
        looked = (self._looked(path, origin, one, _by_name(one) or outer) for one in inside)
        return [hit for found in looked for hit in found]

    def _pass_over(self, name: str, error: SourceError) -> None:
        """Note a file as nobody's, with what its look showed; raise it if the file is alone."""
        if self.outcomes.alone:
            raise error
        self.outcomes.add(name, "unknown", None, error.what, error.todo)

    def _looked(
        self, path: Path, origin: Provenance, member: str | None, named: Dataset | None
    ) -> list[Found]:
        """Return whose a file is by what is in it, else the one that its name names; else note it.

        One that has a name is left to the reader of that name, whose errors say what is wrong with it. A
        header with all that a dataset needs and more is that of a known file which changed; one that lacks
        what is needed may be any other file.
        """
        file, found, why = f"{origin.file_name}: {member}" if member else origin.file_name, None, ""
        try:
            with mishaps.in_words(file):
                found, why = self._seen(path, origin, member)
        except UnknownColumn as error:
            if not named:
                self.outcomes.broken(file, error)
                return []
        except SourceError as error:
            if not named:
                self._pass_over(file, error)
                return []
        if found is None and named and not why:
            return [Found(named, None, path, origin, member, by_name=True)]
        if found is None:
            self.outcomes.add(file, "not_loaded" if why == _NOT_LOADED else "unknown", None, why)
        return [found] if found else []

    def _seen(self, path: Path, origin: Provenance, member: str | None) -> tuple[Found | None, str]:
        """Return whose a file is by what is in it; None, and why it is to be left, if that is known."""
        name = origin.file_name
        with unpack.beginning(path, name, member, self.work) as seen:
            kind = recognise.kind(seen)
            if kind in _PACKED:
                return None, "packed once more: unpack it first"
            if kind == "wide_text":
                return None, "text in UTF-16 or UTF-32: write it as UTF-8 first"
            if kind not in _READABLE:
                return None, ""
            if is_not_loaded(seen):
                return None, _NOT_LOADED
            hit = match_content(seen, member or name)
            same = known_files.known(seen) if member else known_files.known(path, origin.sha256)
        if hit is None:
            return None, ""
        return _made(Found(hit[0], None, path, origin, member, hit[1]), same), ""


def _made(found: Found, same: Known | None) -> Found:
    """Return a file with what is known of the same bytes."""
    if same is None or same.dataset_id != found.dataset.id:
        return found
    said = claims(found.dataset, same.name) or {}
    return replace(found, told={**said, **found.told}, published=same.name)


def _by_name(name: str) -> Dataset | None:
    """Return whose a file is by the name that it was published under, in whatever folder it lies."""
    hit = match(name) or match(name.rsplit("/", 1)[-1])
    return hit[0] if hit else None


def settled(found: Found, answers: Mapping[str, str]) -> Found:
    """Return a file with its fiscal year and published name: by what it tells, `answers`, its own name."""
    own = _own(found)
    values = {**(own or {}), **answers, **found.told}
    fits = own is not None and all(values[key] == value for key, value in own.items())
    name = found.published or (None if fits else published_name(found.dataset, values))
    year = int(values["year"]) if "year" in values else None
    return replace(found, fiscal_year=year, published=name)


def _own(found: Found) -> Mapping[str, str] | None:
    """Return what a file's own name says of it; None when it is no name of its dataset."""
    names = (found.given, found.given.rsplit("/", 1)[-1], found.provenance.file_name.rsplit("/", 1)[-1])
    return next((said for said in (claims(found.dataset, name) for name in names) if said is not None), None)


def remarks(chosen: Sequence[Found], answers: Mapping[str, str]) -> Iterator[str]:
    """Yield what is to be said of the names of settled files: which are wrong, which are believed."""
    believed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in chosen:
        own = _own(one) or {}
        if one.name.rsplit("/", 1)[-1] != one.given.rsplit("/", 1)[-1]:
            yield f"{one.given} is read as {one.name} of {one.dataset.id}, by what is in it"
        for key in _TELLING:
            if key in own and key not in one.told and key not in answers:
                believed[one.dataset.id, key].append(one.given)
        if one.by_name:
            believed[one.dataset.id, "dataset"].append(one.given)
    for (owner, key), names in believed.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield f"{owner}: only the name tells the {key} of {names[0]}{more}"
