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
LAST_STATE = "32"  # INEGI codes 01-32; 33 is abroad, 34 not attributed
TOGETHER = Text("En conjunto, las {rows} filas suman {sum}.", "Together, the {rows} rows add up to {sum}.")
STATES = Text(
    "Las {rows} entidades suman {sum}; fuera de ellas quedan {rest} (en el extranjero o sin distribuir).",
    "The {rows} states add up to {sum}; outside them stand {rest} (abroad or not attributed).",
)
PARTIAL = Text(
    " Es una suma parcial: hay cifras que la fuente no reporta.",
    " It is a partial sum: there are figures that the source does not report.",
)
CONCENTRATED = Text(
    "Las tres mayores concentran {share} de esa suma.", "The three largest hold {share} of that sum."
)
BOTH = Text(
    "En conjunto se aprobaron {start} y el Ejercicio fue de {end}: {difference}.",
    "Together {start} were approved and Ejercicio was {end}: {difference}.",
)
PROPOSED = Text(
    "En conjunto se propusieron {start} y se aprobaron {end}: {difference}.",
    "Together {start} were proposed and {end} approved: {difference}.",
)


def summary(chart: Chart, result: Result, language: Language, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """Return one to three sentences about what a chart shows, every figure from its Result."""
    if not result.rows:
        return ()
    if result.withheld:
        return (result.withheld.in_(language),)
    first = chart_words.sentence(chart, result, language, chosen)
    if isinstance(chart, Deviation):
        return (first, *_both(chart, result, language))
    if isinstance(chart, StateMap):
        return (first, *_of_states(chart, result, language))
    if isinstance(chart, RankingBars | Treemap):
        return (first, *_together(chart.value, result, result.rows, language))
    return (first,)


def _values(rows: Sequence[Row], name: str) -> list[Decimal]:
    return [value for row in rows if isinstance(value := row.get(name), Decimal)]


def _together(name: str, result: Result, rows: Sequence[Row], language: Language) -> list[str]:
    """Say what the rows add up to and how much of it three hold; heads and shares are not added."""
    if result.column(name).unit != "mxn" or len(rows) < 2:
        return []
    values = sorted(_values(rows, name))
    whole = formats.money_text(sum(values, Decimal(0)), language)
    told = TOGETHER.in_(language).format(rows=formats.number(len(rows), language), sum=whole)
    return [told + (PARTIAL.in_(language) if result.missing else ""), *_concentrated(values, language)]


def _concentrated(values: list[Decimal], language: Language) -> list[str]:
    """Say what part of their own sum the three largest values hold; nothing where some are negative."""
    whole = sum(values, Decimal(0))
    if len(values) <= TOP or whole <= 0 or values[0] < 0:
        return []
    share = formats.percent(sum(values[-TOP:], Decimal(0)) / whole, language)
    return [CONCENTRATED.in_(language).format(share=share)]


def _of_states(chart: StateMap, result: Result, language: Language) -> list[str]:
    """Say what the states add up to, apart from what is abroad or not attributed to any."""
    if result.column(chart.value).unit != "mxn":
        return []
    states = [row for row in result.rows if str(row[chart.key]) <= LAST_STATE]
    values = sorted(_values(states, chart.value))
    rest = sum(_values(result.rows, chart.value), Decimal(0)) - sum(values, Decimal(0))
    amounts = {
        "sum": formats.money_text(sum(values, Decimal(0)), language),
        "rest": formats.money_text(rest, language),
    }
    told = STATES.in_(language).format(rows=formats.number(len(states), language), **amounts)
    return [told, *_concentrated(values, language)]


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
    told = PROPOSED if chart.start.startswith("proposed") else BOTH
    return [told.in_(language).format(**amounts, difference=change)]
