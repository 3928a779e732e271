"""Stable identifiers of every dimension, from the codes of a flat budget file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders import clean
from loaders.agencies import by_ramo

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Dimension:
    """A dimension: its identifier, the fields that make it, its own code and name, and what is above it."""

    id: str
    column: str
    fields: tuple[str, ...]
    code: str
    name: str
    above: str | None = None
    above_column: str | None = None


DIMENSIONS = (
    Dimension("unit", "unit_id", ("ramo", "unit"), "unit", "unit_name", "agency", "agency_id"),
    Dimension("functional_group", "functional_group_id", ("group",), "group", "group_name"),
    Dimension(
        "function", "function_id", ("group", "function"), "function", "function_name",
        "functional_group", "functional_group_id",
    ),
    Dimension(
        "subfunction", "subfunction_id", ("group", "function", "subfunction"), "subfunction",
        "subfunction_name", "function", "function_id",
    ),
    Dimension(
        "activity", "activity_id", ("ramo", "activity"), "activity", "activity_name", "agency", "agency_id",
    ),
    Dimension("modality", "modality_id", ("modality",), "modality", "modality_name"),
    Dimension(
        "program", "program_id", ("ramo", "modality", "programme"), "program_code", "programme_name",
        "agency", "agency_id",
    ),
    Dimension("chapter", "chapter_id", ("chapter",), "chapter", "chapter_name"),
    Dimension("concept", "concept_id", ("concept",), "concept", "concept_name", "chapter", "chapter_id"),
    Dimension(
        "generic_object", "generic_object_id", ("generic",), "generic", "generic_name",
        "concept", "concept_id",
    ),
    Dimension(
        "specific_object", "specific_object_id", ("specific",), "specific", "specific_name",
        "generic_object", "generic_object_id",
    ),
    Dimension("expense_type", "expense_type_id", ("expense_type",), "expense_type", "expense_type_name"),
    Dimension("funding_source", "funding_source_id", ("funding",), "funding", "funding_name"),
    Dimension("state", "state_id", ("state",), "state", "state_name"),
)  # fmt: skip
_PARENT_FIELD = {"concept": ("chapter",), "generic_object": ("concept",), "specific_object": ("generic",)}
_JOINED = tuple(dict.fromkeys(field for one in DIMENSIONS if len(one.fields) > 1 for field in one.fields))
_OBJECT, _OLD_OBJECT = r"^\d{5}$", r"^\d{4}$"


def keys(dimension: Dimension, present: Sequence[str]) -> list[str]:
    """Return the fields of its identifier, its parent and its name, as far as a file has them."""
    wanted = (*dimension.fields, *_PARENT_FIELD.get(dimension.id, ()), dimension.name)
    return [name for name in wanted if name in present]


def identified(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    """Return the frame with the identifier of each dimension whose fields it has; null where they are empty.

    UnknownCode names a ramo that nobody had in the fiscal year.
    """

    present = set(frame.columns)
    fields = [name for name in _JOINED if name in present]
    found = frame.hstack(_joined(frame.select(fields), year)) if fields else frame
    alone = (one for one in DIMENSIONS if one.fields[0] in present and len(one.fields) == 1)
    return found.with_columns(_identifier(one) for one in alone)


def _joined(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    """Return the identifiers made of several codes, once for each run of records that share their codes."""
    import polars as pl

    run = frame.select(pl.struct(pl.all()).rle_id()).to_series()
    few = frame.filter(run.diff().fill_null(1) != 0)
    present = set(frame.columns)
    if "ramo" in present:
        agency = clean.mapped(few["ramo"], lambda code: by_ramo(code, year).agency_id, pl.String())
        few = few.with_columns(agency.alias("agency_id"))
    if {"modality", "programme"} <= present:
        few = few.with_columns(
            pl.concat_str(_filled("modality"), _padded("programme", 3)).alias("program_code")
        )
    many = (one for one in DIMENSIONS if set(one.fields) <= present and len(one.fields) > 1)
    made = few.with_columns(_identifier(one) for one in many).drop(frame.columns)
    return made.with_columns(pl.col(pl.String).cast(frame.dtypes[0]))[run]


def _identifier(dimension: Dimension) -> pl.Expr:
    import polars as pl

    if dimension.id == "state":
        return _padded("state", 2).alias("state_id")
    if len(dimension.fields) == 1:
        return _filled(dimension.fields[0]).alias(dimension.column)
    parts = ("ramo", "program_code") if dimension.id == "program" else dimension.fields
    cells = [pl.col("agency_id") if part == "ramo" else _filled(part) for part in parts]
    return pl.concat_str(cells, separator=".").alias(dimension.column)


def _filled(name: str) -> pl.Expr:
    import polars as pl

    return pl.when(pl.col(name) != "").then(pl.col(name))


def _padded(name: str, size: int) -> pl.Expr:
    import polars as pl

    return _filled(name).cast(pl.String()).str.zfill(size)


def with_objects(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with what an object's digits say of it, where the file leaves it out.

    Its first digits are the chapter, concept and generic object (*Clasificador por Objeto del Gasto*). Those
    of four digits, until 2010, have no generic object above them. Some files write it in the column of the
    concept; its name then moves with it.
    """
    import polars as pl

    found = {name for name in ("chapter", "concept", "generic", "specific") if name in frame.columns}
    if not found & {"concept", "specific"}:
        return frame
    names = [f"{name}_name" for name in ("concept", "specific") if f"{name}_name" in frame.columns]
    used = ("chapter", "concept", "generic", "specific", *(names and ("concept_name", "specific_name")))
    frame = _texts(frame, used)
    moved = (pl.col("specific") == "") & pl.col("concept").str.contains(_OBJECT)
    swap = [pl.when(moved).then("concept").otherwise("specific").alias("specific")]
    if names:
        swap += [
            pl.when(moved).then("concept_name").otherwise("specific_name").alias("specific_name"),
            pl.when(moved).then(pl.lit("")).otherwise("concept_name").alias("concept_name"),
        ]
    frame = frame.with_columns(*swap, pl.when(moved).then(pl.lit("")).otherwise("concept").alias("concept"))
    full = pl.col("specific").str.contains(_OBJECT)
    known = full | pl.col("specific").str.contains(_OLD_OBJECT)
    digits = (("chapter", 1, "000", known), ("concept", 2, "00", known), ("generic", 3, "", full))
    return frame.with_columns(
        pl.when((pl.col(name) == "") & told)
        .then(pl.col("specific").str.slice(0, size) + pl.lit(end))
        .otherwise(name)
        .alias(name)
        for name, size, end, told in digits
    )


def _texts(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return the frame with these columns as texts; empty ones where it does not have them."""
    import polars as pl

    present = set(frame.columns)
    return frame.with_columns(
        (pl.col(name).cast(pl.String()) if name in present else pl.lit("")).alias(name) for name in names
    )
