"""The sentences that stand above a chart: what a reader should take away, with figures and scope."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashboard import formats
from dashboard.charts import words as chart_words
from dashboard.charts.model import Chart, Deviation, RankingBars, StateMap, Treemap
from dashboard.data.result import Result, Row
from loaders.model import Language, Text

TOP = 3
TOGETHER = Text("En conjunto, las {rows} filas suman {sum}.", "Together, the {rows} rows add up to {sum}.")
PARTIAL = Text(
    " Es una suma parcial: hay cifras que la fuente no reporta.",
    " It is a partial sum: there are figures that the source does not report.",
)
CONCENTRATED = Text(
    "Las tres mayores concentran {share} del total.", "The three largest hold {share} of the total."
)
BOTH = Text(
    "En conjunto se aprobaron {start} y el Ejercicio fue de {end}: {difference}.",
    "Together {start} were approved and Ejercicio was {end}: {difference}.",
)


def summary(chart: Chart, result: Result, language: Language) -> tuple[str, ...]:
    """Return one to three sentences about what a chart shows, every figure from its Result."""
    if not result.rows:
        return ()
    first = chart_words.sentence(chart, result, language)
    if isinstance(chart, Deviation):
        return (first, *_both(chart, result, language))
    if isinstance(chart, RankingBars | Treemap | StateMap):
        return (first, *_together(chart.value, result, language), *_concentrated(result, language))
    return (first,)


def _values(rows: Sequence[Row], name: str) -> list[Decimal]:
    return [value for row in rows if isinstance(value := row.get(name), Decimal)]


def _together(name: str, result: Result, language: Language) -> list[str]:
    """Say what the rows add up to; per-head amounts and shares are not added."""
    if result.column(name).unit != "mxn" or len(result.rows) < 2:
        return []
    whole = formats.money_text(sum(_values(result.rows, name), Decimal(0)), language)
    told = TOGETHER.in_(language).format(rows=formats.number(len(result.rows), language), sum=whole)
    return [told + (PARTIAL.in_(language) if result.missing else "")]


def _concentrated(result: Result, language: Language) -> list[str]:
    shares = _values(result.rows, "share")
    if len(shares) <= TOP or not any(column.name == "share" for column in result.columns):
        return []
    share = formats.percent(sum(sorted(shares)[-TOP:], Decimal(0)), language)
    return [CONCENTRATED.in_(language).format(share=share)]


def _both(chart: Deviation, result: Result, language: Language) -> list[str]:
    pairs = [
        (start, end)
        for row in result.rows
        if isinstance(start := row.get(chart.start), Decimal)
        and isinstance(end := row.get(chart.end), Decimal)
    ]
    start, end = (sum(side, Decimal(0)) for side in zip(*pairs, strict=True)) if pairs else (Decimal(0),) * 2
    if not start:
        return []
    change = formats.signed_percent(end / start - 1, language)
    amounts = {"start": formats.money_text(start, language), "end": formats.money_text(end, language)}
    return [BOTH.in_(language).format(**amounts, difference=change)]
