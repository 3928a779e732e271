"""Names of codes, gathered while a file is read: each distinct text is cleaned once, not once a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from loaders import clean
from loaders.agencies import by_id, find_by_name
from loaders.flat.identity import DIMENSIONS, Dimension, identified, keys
from loaders.model import Correction, Text

if TYPE_CHECKING:
    import polars as pl

_TWICE = re.compile(r"[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# No Spanish word has these letters, and before them -i and after them -n only ó makes a word (-ión).
_ION = re.compile(r"(?<=i)[ÊÂò](?=n(?:es)?\b)")
_GRAVE = re.compile("ò")
# Counting the finest of these tells the others: each text is hashed once instead of once a dimension.
_FAMILIES = (
    ("agency", "unit"),
    ("functional_group", "function", "subfunction"),
    ("activity",),
    ("modality", "program"),
    ("chapter", "concept", "generic_object", "specific_object"),
    ("expense_type",),
    ("funding_source",),
    ("state",),
)
_AGENCY = ("ramo", "ramo_name")
_PARTS = 16
_MENDED = Text(
    "Letras dañadas por una conversión: se restauró el acento.", "Letters damaged in a conversion: mended."
)
_ANOTHER = Text(
    "El archivo da a este ramo el nombre de otro: se usa el suyo, del catálogo de ramos.",
    "The file gives this ramo the name of another one: its own is used, from the catalogue of ramos.",
)


def mended(text: str) -> str:
    """Return a name with the damage of wrong conversions undone where only one reading is possible.

    UTF-8 read as cp1252 (`Ã³`) is undone whole; `ò`, and `Ê` or `Â` in the ending -ión, become `ó`.
    Any other letter stays as it is: a guess would look like a fact.
    """
    if _TWICE.search(text):
        with suppress(UnicodeError):
            text = text.encode("cp1252").decode("utf-8")
    return _GRAVE.sub("ó", _ION.sub("ó", text))


@dataclass
class Names:
    """Counts every (codes, name) of a file, part by part; at the end they become rows of `member`."""

    present: Sequence[str]
    counted: dict[tuple[str, ...], list[pl.DataFrame]] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)

    def add(self, frame: pl.DataFrame) -> None:
        """Count the names in some records."""
        import polars as pl

        counts = [_counted(frame, by) for by in self._families.values()]
        for family, found in zip(self._families, pl.collect_all(counts), strict=True):
            texts = found.with_columns(pl.col(pl.Categorical).cast(pl.String))
            parts = self.counted.setdefault(family, [])
            parts.append(texts)
            if len(parts) > _PARTS:
                parts[:] = [_added_up(pl.concat(parts))]

    @cached_property
    def _families(self) -> dict[tuple[str, ...], list[str]]:
        """Dimensions that are counted together → all their fields."""
        named = [tuple(one for one in family if one in self._keys) for family in _FAMILIES]
        return {
            family: list(dict.fromkeys(key for one in family for key in self._keys[one]))
            for family in named
            if family
        }

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        """Every dimension that the file names → its fields."""
        found = {one.id: keys(one, self.present) for one in DIMENSIONS if self._named(one)}
        return found | ({"agency": list(_AGENCY)} if set(_AGENCY) <= set(self.present) else {})

    def _named(self, dimension: Dimension) -> bool:
        return {*dimension.fields, dimension.name} <= set(self.present)

    def members(self, year: int) -> pl.DataFrame:
        """Return the names of all codes; a code with several names gets the one used most often."""
        import polars as pl

        made = [self._members(one, year) for one in DIMENSIONS if one.id in self._keys]
        return pl.concat([_no_members(), *made])

    def agency_names(self, dataset_id: str, year: int) -> pl.DataFrame:
        """Return the names of the ramos as this file writes them."""
        import polars as pl

        if "agency" not in self._keys:
            return _no_agencies()
        frame = identified(self._clean("agency", "ramo_name"), year).filter(pl.col("ramo_name") != "")
        written = frame.select("agency_id", "ramo_name", "first").iter_rows()
        own = [self._own_name(agency_id, name, first, year) for agency_id, name, first in written]
        named = frame.select(
            "agency_id",
            fiscal_year=pl.lit(year, pl.Int32()),
            dataset_id=pl.lit(dataset_id),
            name=pl.Series(own, dtype=pl.String()),
        )
        return named.unique().sort("agency_id", "name")

    def _own_name(self, agency_id: str, name: str, first: int, year: int) -> str:
        """Return the name of a ramo: as written, unless it is that of another ramo of the same year."""
        other = find_by_name(name, year)
        if other is None or other.agency_id == agency_id:
            return name
        own = by_id(agency_id)
        told = Correction(
            first, "name_of_another_ramo", _ANOTHER, f"{own.letters or own.ramo_code}: {name}", own.name.es
        )
        if told not in self.corrections:
            self.corrections.append(told)
        return own.name.es

    def _members(self, dimension: Dimension, year: int) -> pl.DataFrame:
        import polars as pl

        frame = identified(self._clean(dimension.id, dimension.name), year)
        above = dimension.above_column
        parent = above and (above if above in frame.columns else _parent(dimension))
        named = frame.filter(pl.col(dimension.column).is_not_null() & (pl.col(dimension.name) != "")).select(
            pl.lit(dimension.id).alias("dimension"), pl.col(dimension.column).alias("member_id"),
            pl.lit(year, pl.Int32()).alias("fiscal_year"), pl.col(dimension.code).alias("code"),
            pl.col(dimension.name).alias("name"),
            pl.lit(dimension.above, pl.String()).alias("parent_dimension"),
            (pl.col(parent) if parent else pl.lit(None, pl.String())).alias("parent_id"), "len",
        )  # fmt: skip
        return _one_name_each(named)

    def _clean(self, dimension: str, name: str) -> pl.DataFrame:
        """Return the counted names with each distinct text cleaned, and write down those that were mended."""
        import polars as pl

        family = next(one for one in self._families if dimension in one)
        frame = pl.concat(self.counted[family]).select(*self._keys[dimension], "len", "first")
        texts = frame.group_by(name).agg(pl.col("first").min())
        before = [clean.words(text or "") for text in texts[name]]
        after = [clean.words(mended(text)) for text in before]
        for row, old, new in zip(texts["first"], before, after, strict=True):
            if old != new:
                self.corrections.append(Correction(row, "damaged_letters", _MENDED, old, new))
        cleaned = pl.DataFrame({name: texts[name], "cleaned": pl.Series(after, dtype=pl.String())})
        joined = frame.join(cleaned, on=name, how="left", nulls_equal=True)
        return joined.with_columns(pl.col("cleaned").alias(name)).drop("cleaned")


def _counted(frame: pl.DataFrame, by: Sequence[str]) -> pl.LazyFrame:
    """Return how often these texts come together, and where first; records in a row count at once."""
    import polars as pl

    runs = frame.select(run=pl.struct(by).rle()).unnest("run")
    starts = frame["source_row"].gather(runs["len"].cum_sum() - runs["len"])
    return _sums(runs.lazy().unnest("value").with_columns(first=starts), by)


def _added_up(counts: pl.DataFrame) -> pl.DataFrame:
    """Return counts of several parts as those of one, so that a long file takes no more memory."""
    by = [name for name in counts.columns if name not in ("len", "first")]
    return _sums(counts.lazy(), by).collect()


def _sums(counts: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    import polars as pl

    return counts.group_by(by).agg(pl.col("len").sum(), pl.col("first").min())


def _parent(dimension: Dimension) -> str:
    """Return the field that is the parent's identifier as it is (an object's parents are their codes)."""
    return {"chapter_id": "chapter", "concept_id": "concept", "generic_object_id": "generic"}[
        str(dimension.above_column)
    ]


def _one_name_each(named: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    by = [name for name in named.columns if name != "len"]
    counted = named.group_by(by).agg(pl.col("len").sum())
    ordered = counted.sort("member_id", "len", "name", descending=[False, True, False])
    return ordered.unique("member_id", keep="first", maintain_order=True).drop("len")


def _no_members() -> pl.DataFrame:
    import polars as pl

    texts = ("dimension", "member_id", "code", "name", "parent_dimension", "parent_id")
    schema: dict[str, pl.DataType] = {name: pl.String() for name in texts}
    order = ("dimension", "member_id", "fiscal_year", "code", "name", "parent_dimension", "parent_id")
    schema["fiscal_year"] = pl.Int32()
    return pl.DataFrame(schema={name: schema[name] for name in order})


def _no_agencies() -> pl.DataFrame:
    import polars as pl

    schema = {
        "agency_id": pl.String(),
        "fiscal_year": pl.Int32(),
        "dataset_id": pl.String(),
        "name": pl.String(),
    }
    return pl.DataFrame(schema=schema)
