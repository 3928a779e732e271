"""What charts of horizontal bars share: the ground bars stand on, one bar with its value, plotly's axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dashboard import theme
from dashboard.charts import markup, plot
from dashboard.charts.axes import Axis, ticks, with_zero
from dashboard.charts.lettering import text_width
from dashboard.charts.measures import Measure
from dashboard.charts.sheet import SIZE, SMALL, VALUES_SHOWN, Sheet

Values = Sequence[Decimal | None]

_GAP_WIDTH: Final = 24


@dataclass(frozen=True)
class Ground:
    """The axis of amounts in pixels; `ticks` is empty where the bars are few enough to carry their values."""

    axis: Axis
    measure: Measure
    ticks: list[Decimal]

    @property
    def zero(self) -> float:
        """The pixel where bars start."""
        return self.axis.at(0)


def ground(sheet: Sheet[Any], measure: Measure, values: Values, left: float) -> Ground:
    """Return the ground right of `left`, with room for the values at the ends of the bars."""
    low, high = with_zero(_plotted(measure, values))
    few = len(values) <= VALUES_SHOWN
    marks = [] if few else ticks(low, high, 4 if sheet.narrow else 6)
    widest = max((text_width(text, SIZE) for text in _labels(measure, values, few)), default=24) + 8
    room = min(widest, sheet.width * 0.3)
    start = left + (room if low < 0 and few else 1)
    return Ground(Axis(low, high, start, max(start + 40, sheet.width - room)), measure, marks)


def grid(on: Ground, top: float, bottom: float) -> str:
    """Return the ticks with their labels on the baseline `top`, and their lines down to `bottom`."""
    return "".join(_tick(on, tick, top, bottom) for tick in on.ticks)


def bar(sheet: Sheet[Any], on: Ground, value: Decimal | None, colour: str, place: tuple[float, float]) -> str:
    """Return one bar at `place` (top, thickness): hatch and words where there is no data."""
    top, thick = place
    if value is None:
        return _gap(sheet, on, place)
    end = on.axis.at(on.measure.plotted(value))
    mark = markup.rect(min(on.zero, end), top, abs(end - on.zero), thick, fill=colour)
    return mark + ("" if on.ticks else _value(on, value, end, top + thick / 2 + 4.5))


def told(sheet: Sheet[Any], name: str, value: str, column: str) -> str:
    """Return what a pointer is told about one bar: the name, the measure and the table's figure."""
    return f"{name}. {sheet.label(column)}: {value}."


def value_axis(measure: Measure, values: Values) -> plot.Part:
    """Return plotly's axis: room left of negative bars; ticks and grid only where bars carry no values."""
    many = len(values) > VALUES_SHOWN
    low, high = with_zero(_plotted(measure, values))
    room = (high - low) / 3 if low < 0 and not many else Decimal(0)
    limits = [float(low - room), float(high)]
    return plot.value_axis(side="top", showticklabels=many, showgrid=many, automargin=True, range=limits)


def _plotted(measure: Measure, values: Values) -> Iterable[Decimal]:
    return (measure.plotted(value) for value in values if value is not None)


def _labels(measure: Measure, values: Values, few: bool) -> list[str]:
    return [measure.bare(value) for value in values if value is not None] if few else []


def _tick(on: Ground, tick: Decimal, top: float, bottom: float) -> str:
    x = on.axis.at(tick)
    text = on.measure.tick(tick, on.ticks)
    anchor = "end" if x + text_width(text, SMALL) / 2 > on.axis.end + 20 else "middle"
    label = markup.words(text, x, top, text_anchor=anchor, font_size=SMALL, fill=theme.MUTED)
    return markup.rule(x, top + 6, x, bottom, stroke=theme.LINE) + label


def _gap(sheet: Sheet[Any], on: Ground, place: tuple[float, float]) -> str:
    """The hatch and its words, left of zero where all bars are negative and zero is at the edge."""
    (top, thick), words = place, on.measure.gap
    fits = on.zero + _GAP_WIDTH + 10 + text_width(words, SIZE) < sheet.width
    x, text, anchor = (2, _GAP_WIDTH + 8, "start") if fits else (-2 - _GAP_WIDTH, -_GAP_WIDTH - 8, "end")
    fill = f"url(#{sheet.hatch})"
    mark = markup.rect(on.zero + x, top, _GAP_WIDTH, thick, fill=fill, stroke=theme.HATCH)
    baseline = top + thick / 2 + 4.5
    return mark + markup.words(words, on.zero + text, baseline, text_anchor=anchor, fill=theme.MUTED)


def _value(on: Ground, value: Decimal, end: float, baseline: float) -> str:
    where, anchor = (end - 5, "end") if value < 0 else (end + 5, "start")
    return markup.words(on.measure.bare(value), where, baseline, text_anchor=anchor)
