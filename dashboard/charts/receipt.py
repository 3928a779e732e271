"""The receipt of a figure: everything needed to cite and check it, as plain data for HTML and JSON."""

from __future__ import annotations

from typing import Any

from dashboard import formats
from dashboard.charts.measures import measures
from dashboard.data.result import Result, ResultWarning, SeriesBreak, SourceRef
from loaders.model import Language, Text

Receipt = dict[str, Any]  # JSON


def receipt(result: Result, language: Language, permalink: str, title: str = "") -> Receipt:
    """Return title, units, scope, prices, sources with dates, version, notes, gaps, breaks and warnings.

    Every value is text, a number, None (not known) or a list of these, so it can be written as JSON.
    """
    return {
        "title": title,
        "permalink": permalink,
        "language": language,
        "units": _units(result, language),
        "scope": result.scope.in_(language),
        "prices": result.prices.in_(language),
        "rows": 0 if result.withheld else len(result.rows),
        "withheld": result.withheld.in_(language) if result.withheld else None,
        "store_version": result.store_version,
        "sources": [_source(source, language) for source in result.sources],
        "notes": _said(result.notes, language),
        "missing": _said(result.missing, language),
        "breaks": [_break(each, language) for each in result.breaks],
        "warnings": [_warning(each, language) for each in result.warnings],
    }


def _units(result: Result, language: Language) -> list[Receipt]:
    """What the numbers of the CSV are: pesos and fractions, not the scale a table shows them in."""
    held = measures(result, language)
    return [
        {
            "column": column.name,
            "label": column.label.in_(language),
            "unit": column.unit,
            "shown_in": held[column.name].header,
        }
        for column in result.measures
    ]


def _source(source: SourceRef, language: Language) -> Receipt:
    return {
        "dataset_id": source.dataset_id,
        "title": source.title.in_(language),
        "publisher": source.publisher,
        "obtained": source.obtained.isoformat() if source.obtained else None,
        "obtained_text": formats.date_long(source.obtained, language),
        "licence": source.licence,
    }


def _break(each: SeriesBreak, language: Language) -> Receipt:
    return {
        "before": each.before,
        "after": each.after,
        "reason": each.reason.in_(language),
        "keys": list(each.keys),
    }


def _warning(each: ResultWarning, language: Language) -> Receipt:
    told = {"id": each.id, "text": each.text.in_(language), "source": each.source}
    return {**told, "years": sorted(each.years), "keys": sorted(each.keys)}


def _said(texts: tuple[Text, ...], language: Language) -> list[str]:
    return [text.in_(language) for text in texts]
