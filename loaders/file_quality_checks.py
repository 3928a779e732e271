"""The shares of `file_quality` against the declared thresholds: rows of `check_result`.

A dataset has one check for each measure: its figure is the share, in per cent, that comes nearest to what is
allowed. What is above has a check of its own for each file and column, which fails, so that accepting one
accepts no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from loaders import file_quality
from loaders.file_quality import Declared, Threshold
from loaders.findings import Finding
from loaders.model import Check, Text
from loaders.schema import table

SUBJECT = "file_quality"
_NAMES = {
    "rejected": Text("registros rechazados", "rejected records"),
    "repeated": Text("registros repetidos", "repeated records"),
    "emptied": Text("valores que no se pudieron leer", "values that could not be read"),
    "unclassified": Text("palabras sin clasificar", "words that no vocabulary knows"),
    "empty": Text("registros sin un dato esencial", "records without an essential value"),
    "truncated": Text("último registro cortado", "last record cut short"),
    "gaps": Text("huecos en lo que debería estar completo", "gaps in what should be complete"),
    "lost": Text("registros que traía la versión anterior", "records that the version before had"),
    "years_lost": Text("años que traía la versión anterior", "years that the version before had"),
    "column_lost": Text("celdas que la versión anterior traía llenas", "cells that the version before had"),
    "amount_changed": Text(
        "cambio de la mediana frente a la versión anterior", "change of the median against the version before"
    ),
}


def compared(connection: sa.Connection) -> Iterator[Finding]:
    """Yield the checks of every measure of every dataset of the store."""
    declared, quality = file_quality.declared(), table("file_quality")
    held = connection.execute(sa.select(table("source_file").c.dataset_id).distinct()).scalars()
    chosen = sa.select(quality).where(quality.c.measure.in_(file_quality.MEASURES))
    order = (quality.c.dataset_id, quality.c.measure, quality.c.source_file_id, quality.c.column_name)
    rows = connection.execute(chosen.order_by(*order)).all()
    measured = {key: list(group) for key, group in groupby(rows, lambda row: (row[1], row[2]))}
    gone = {key[0] for key in measured}
    for dataset_id in sorted({*held, *gone}):
        for measure in file_quality.MEASURES:
            yield from _measure(declared, dataset_id, measure, measured.get((dataset_id, measure), []))


def _measure(declared: Declared, dataset_id: str, measure: str, rows: Sequence[Any]) -> Iterator[Finding]:
    within, nearest = [], Decimal(0)
    for row in rows:
        threshold = declared.threshold(dataset_id, measure, row.column_name)
        share, limit = file_quality.share(row.part, row.whole), threshold.limit(row.whole)
        if share > limit:
            yield dataset_id, _above(row, limit), share
        else:
            within.append((share / limit if limit else nearest, share, limit, row))
    if len(within) == len(rows):
        yield _within(declared.threshold(dataset_id, measure, ""), dataset_id, measure, within)


def _within(
    threshold: Threshold, dataset_id: str, measure: str, rows: Sequence[tuple[Decimal, Decimal, Decimal, Any]]
) -> Finding:
    """Return the check of a measure that no file is above of."""
    name = _NAMES[measure]
    title = Text(
        f"Calidad de los archivos: {name.es} (por ciento)", f"Quality of files: {name.en} (per cent)"
    )
    identity = f"quality_{measure}_{dataset_id}"
    if not rows:
        limit, why = threshold.percent, Text("No hay ninguno.", "There are none.")
        return dataset_id, _check(identity, title, limit, why), Decimal("0.00")
    _, share, limit, row = max(rows, key=lambda one: one[:2])
    where = _place(row)
    why = Text(
        f"El más cercano al límite: {where.es}: {row.part:,} de {row.whole:,}.",
        f"The nearest to the limit: {where.en}: {row.part:,} of {row.whole:,}.",
    )
    return dataset_id, _check(identity, title, limit, why), share


def _above(row: Any, limit: Decimal) -> Check:
    """Return the check that fails: it says file, column, share, limit and examples."""
    name, where = _NAMES[row.measure], _place(row)
    share = file_quality.share(row.part, row.whole)
    title = Text(
        f"Calidad del archivo {row.source_file_id}: {name.es} (por ciento)",
        f"Quality of the file {row.source_file_id}: {name.en} (per cent)",
    )
    told = Text(
        f"{where.es}: {row.part:,} de {row.whole:,}, {share} %; el límite es {limit} %.",
        f"{where.en}: {row.part:,} of {row.whole:,}, {share} %; the limit is {limit} %.",
    )
    if row.examples:
        told = Text(f"{told.es} Líneas: {row.examples}.", f"{told.en} Lines: {row.examples}.")
    parts = ("quality", row.measure, row.source_file_id, row.column_name)
    identity = "_".join(re.sub(r"[^\w.-]+", "-", part) for part in parts if part)
    return _check(identity, title, limit, told)


def _place(row: Any) -> Text:
    """Return the file and the column that a measure is of."""
    if not row.column_name or row.column_name == "*":
        return Text(row.source_file_id, row.source_file_id)
    if row.measure == "years_lost":
        return Text(
            f"{row.source_file_id}, año {row.column_name}", f"{row.source_file_id}, year {row.column_name}"
        )
    return Text(
        f"{row.source_file_id}, columna {row.column_name}", f"{row.source_file_id}, column {row.column_name}"
    )


def _check(identity: str, title: Text, limit: Decimal, why: Text) -> Check:
    return Check(identity, SUBJECT, title, Decimal(0), None, why, tolerance=limit)
