"""What a chart shows, in words: one factual sentence, the accessible name and the longer description."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dashboard.charts.model import Chart
from dashboard.charts.registry import kind_of
from dashboard.charts.sheet import Sheet
from dashboard.data.result import Result, in_one
from loaders.model import Language, Text

_TABLE: Final = Text(
    "La tabla que acompaña a esta gráfica trae todas las cifras.",
    "The table beside this chart has all the figures.",
)


def sentence(chart: Chart, result: Result, language: Language, chosen: Iterable[str] = ()) -> str:
    """Return one sentence about `result`: the figures, then in brackets their scope and prices.

    Of what is withheld it is the reason.
    """
    if result.withheld:
        return result.withheld.in_(language)
    told = kind_of(chart).sentence(Sheet(chart, result, language, frozenset(chosen)))
    return f"{told} ({result.scope.in_(language)}; {result.prices.in_(language)})."


def title(chart: Chart, result: Result, language: Language) -> str:
    """Return the accessible name: what kind of chart, of which measures."""
    named = vars(chart).values()
    drawn = {name for value in named for name in (value if isinstance(value, tuple) else (value,))}
    shown = [column.label.in_(language) for column in result.measures if column.name in drawn]
    return f"{kind_of(chart).name.in_(language)}: {', '.join(shown)}"


def describe(chart: Chart, result: Result, language: Language, chosen: Iterable[str] = ()) -> str:
    """Return the accessible description: sentence, warnings, what is missing, where all figures are."""
    if result.withheld:
        return result.withheld.in_(language)
    missing = [text.in_(language) for text in result.missing]
    warned = [text.in_(language) for text in in_one(result.warnings)]
    return " ".join((sentence(chart, result, language, chosen), *warned, *missing, _TABLE.in_(language)))
