"""Figures that changed from one published version to the next: old, new, why, since which version.

Written beside the stores when a version is made, and kept when its store is long gone. A store knows nothing
of the one before it: the same input gives the same store, whatever was published earlier.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from loaders.corrections import FigureCorrection, declared
from loaders.home import Home
from loaders.model import Text

Row = dict[str, Any]
REASONS: dict[str, Text] = {
    "corrected": Text("Se corrigió un error de este proyecto.", "An error of this project was corrected."),
    "source_changed": Text(
        "El archivo oficial cambió: {files}.",
        "The official file changed: {files}.",
    ),
    "source_added": Text(
        "Se cargó otro archivo oficial: {files}.",
        "Another official file was loaded: {files}.",
    ),
    "source_removed": Text(
        "Se retiró un archivo: {files}.",
        "A file was taken out: {files}.",
    ),
    "reading_changed": Text(
        "Los archivos son los mismos; cambió la manera de leerlos.",
        "The files are the same; the way of reading them changed.",
    ),
}

_CODES = (("removed", "source_removed"), ("changed", "source_changed"), ("added", "source_added"))


def derive(
    found: Mapping[str, Any], years: Mapping[str, int | None], corrections: Sequence[FigureCorrection]
) -> list[Row]:
    """Return the changed figures of a `diff`, each with its reason.

    `years` gives the fiscal year of each source file (None = many). Figures that are new, and figures that
    are gone with their dataset, are no corrections and are left out.
    """
    changed = [one for one in found["figures"] if one["change"] == "changed"]
    return [{**one, **_reason(one, found, years, corrections)} for one in changed]


def _reason(
    figure: Row, found: Mapping[str, Any], years: Mapping[str, int | None], listed: Sequence[FigureCorrection]
) -> Row:
    known = [one for one in listed if one.figure_id == figure["figure_id"] and one.new == figure["new"]]
    if known:
        return {"reason_code": "corrected", **_words(known[-1].reason), "files": []}
    files = [one for one in found["files"] if _concerns(one["source_file_id"], figure, years)]
    code = "reading_changed"
    if files:
        kinds = {one["change"] for one in files}
        code = next(code for kind, code in _CODES if kind in kinds)
    names = [one["source_file_id"] for one in files]
    text = REASONS[code]
    listed_names = ", ".join(names)
    filled = Text(text.es.format(files=listed_names), text.en.format(files=listed_names))
    return {"reason_code": code, **_words(filled), "files": names}


def _words(text: Text) -> Row:
    return {"reason_es": text.es, "reason_en": text.en}


def _concerns(source_file_id: str, figure: Row, years: Mapping[str, int | None]) -> bool:
    owner = source_file_id.split(".", 1)[0]
    return owner == figure["dataset_id"] and years.get(source_file_id) in (None, figure["fiscal_year"])


def record(
    home: Home,
    found: Mapping[str, Any],
    years: Mapping[str, int | None],
    dropped: Sequence[Mapping[str, Any]] = (),
) -> None:
    """Write what changed with a version, in place of what was written of it before.

    `dropped` are files that somebody took out, each with its id, hash, day and reason.
    """
    known = {**years, **{one["source_file_id"]: one["fiscal_year"] for one in dropped}}
    figures = [_with_reason(row, dropped) for row in derive(found, known, declared())]
    words = {"version": found["new"], "before": found["old"], "figures": figures, "dropped": list(dropped)}
    place = home.changes / f"{found['new']}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}.part")
    draft.write_text(json.dumps(words, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    draft.replace(place)


def _with_reason(figure: Row, dropped: Sequence[Mapping[str, Any]]) -> Row:
    """Return a changed figure with why its files were taken out, where they were."""
    why = "; ".join(one["reason"] for one in dropped if one["source_file_id"] in figure["files"])
    if not why:
        return figure
    told = {"reason_es": f"Motivo: {why}.", "reason_en": f"Reason given: {why}."}
    return {**figure, **{name: f"{figure[name]} {words}" for name, words in told.items()}}


def changed_figures(home: Home) -> list[Row]:
    """Return every figure that changed since the first published version, the latest first.

    Each row: figure_id, dataset_id, fiscal_year, subject, measure, unit, old, new, difference (Decimal;
    None = no data), reason_code, reason_es, reason_en, files, since_version, before_version.
    """
    return [row for words in _newest(home) for row in _read(words)]


def dropped_files(home: Home) -> list[Row]:
    """Return every file that somebody took out, the latest first: its id, hash, day, reason, version."""
    return [
        {**row, "since_version": words["version"]}
        for words in _newest(home)
        for row in words.get("dropped", ())
    ]


def _newest(home: Home) -> Iterator[Mapping[str, Any]]:
    """Yield what was written of each version, the latest first."""
    places = sorted(home.changes.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in places:
        yield json.loads(path.read_text(encoding="utf-8"))


def _read(words: Mapping[str, Any]) -> list[Row]:
    versions = {"since_version": words["version"], "before_version": words["before"]}
    return [{**row, **_amounts(row), **versions} for row in words["figures"]]


def _amounts(row: Row) -> dict[str, Decimal | None]:
    return {name: Decimal(row[name]) if row[name] else None for name in ("old", "new", "difference")}
