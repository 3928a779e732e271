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
from dashboard.data.result import Gap, Value

Values = Sequence[Value]

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


@dataclass(frozen=True)
class Bar:
    """A bar of a figure: its amount and colour, its middle in pixels from the top, what a pointer is told."""

    value: Value
    colour: str
    middle: float
    told: str
    mark: str = ""


def ground(
    sheet: Sheet[Any], measure: Measure, values: Values, left: float, marks: Sequence[str] = ()
) -> Ground:
    """Return the ground right of `left`, with room for the values and `marks` at the ends of the bars."""
    few = len(values) <= VALUES_SHOWN
    measure = measure.telling(values) if few else measure
    low, high = with_zero(_plotted(measure, values))
    steps = [] if few else ticks(low, high, 4 if sheet.narrow else 6)
    widest = max((text_width(text, SIZE) for text in _labels(measure, values, few)), default=24) + 8
    widest += text_width(max(marks, key=len, default=""), SIZE)
    room = min(widest, sheet.width * 0.3)
    start = left + (room if low < 0 and few else 1)
    return Ground(Axis(low, high, start, max(start + 40, sheet.width - room)), measure, steps)


def grid(on: Ground, top: float, bottom: float) -> str:
    """Return the ticks with their labels on the baseline `top`, and their lines down to `bottom`."""
    return "".join(_tick(on, tick, top, bottom) for tick in on.ticks)


def bar(
    sheet: Sheet[Any], on: Ground, value: Value, colour: str, place: tuple[float, float], mark: str = ""
) -> str:
    """Return one bar at `place` (top, thickness): a marked box and the word of its state for none."""
    top, thick = place
    if isinstance(value, Gap):
        return _gap(sheet, on, value, place, mark)
    end = on.axis.at(on.measure.plotted(value))
    drawn = markup.rect(min(on.zero, end), top, abs(end - on.zero), thick, fill=colour)
    return drawn + _value(_label(on, value, mark), value, end, top + thick / 2 + 4.5)


def told(sheet: Sheet[Any], name: str, value: str, column: str) -> str:
    """Return what a pointer is told about one bar: the name, the measure and the table's figure."""
    return f"{name}. {sheet.label(column)}: {value}."


def value_axis(on: Ground) -> plot.Part:
    """Return plotly's axis of the same ground: ticks and grid only where bars carry no values."""
    labels = [on.measure.tick(tick, on.ticks) for tick in on.ticks]
    limits = [float(on.axis.low), float(on.axis.high)]
    return plot.value_axis(side="top", range=limits, **plot.marks(on.ticks, labels))


def margin(sheet: Sheet[Any], axis: Axis, top: float) -> plot.Part:
    """Return plotly's margins, so that `axis` lies where it lies in the drawing, below `top`."""
    return {"l": round(axis.start), "r": round(sheet.width - axis.end), "t": round(top), "b": 0, "pad": 0}


def trace(on: Ground, bars: Sequence[Bar], thick: float) -> plot.Part:
    """Return plotly's bars, on an axis in pixels."""
    values = [None if isinstance(bar.value, Gap) else on.measure.plotted(bar.value) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [bar.middle for bar in bars],
        "width": thick,
        "x": [plot.pixel(value) for value in values],
        "marker": {"color": [bar.colour for bar in bars]},
        "text": _figure_labels(on, bars),
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [plot.hover(bar.told) for bar in bars],
    }


def gaps(sheet: Sheet[Any], on: Ground, bars: Iterable[Bar]) -> tuple[list[plot.Part], list[plot.Part]]:
    """Return plotly's marks and words for the bars without data."""
    marks = [
        plot.gap_mark(
            bar.middle,
            bar.value,
            on.measure.bare(bar.value) + bar.mark,
            bar.told,
            not _fits(sheet, on, bar.value),
        )
        for bar in bars
        if isinstance(bar.value, Gap)
    ]
    return [mark for mark, _ in marks], [words for _, words in marks]


def _plotted(measure: Measure, values: Values) -> Iterable[Decimal]:
    return (measure.plotted(value) for value in values if isinstance(value, Decimal))


def _labels(measure: Measure, values: Values, few: bool) -> list[str]:
    return [measure.bare(value) for value in values if isinstance(value, Decimal)] if few else []


def _tick(on: Ground, tick: Decimal, top: float, bottom: float) -> str:
    x = on.axis.at(tick)
    text = on.measure.tick(tick, on.ticks)
    anchor = "end" if x + text_width(text, SMALL) / 2 > on.axis.end + 20 else "middle"
    label = markup.words(text, x, top, text_anchor=anchor, font_size=SMALL, fill=theme.MUTED)
    return markup.rule(x, top + 6, x, bottom, stroke=theme.LINE) + label


def _gap(sheet: Sheet[Any], on: Ground, gap: Gap, place: tuple[float, float], mark: str) -> str:
    """The box and its word, left of zero where all bars are negative and zero is at the edge."""
    (top, thick), words = place, on.measure.bare(gap) + mark
    right = _fits(sheet, on, gap)
    x, text, anchor = (2, _GAP_WIDTH + 8, "start") if right else (-2 - _GAP_WIDTH, -_GAP_WIDTH - 8, "end")
    box = markup.rect(on.zero + x, top, _GAP_WIDTH, thick, fill=sheet.fill(gap.state), stroke=theme.HATCH)
    baseline = top + thick / 2 + 4.5
    return box + markup.words(words, on.zero + text, baseline, text_anchor=anchor, fill=theme.MUTED)


def _fits(sheet: Sheet[Any], on: Ground, gap: Gap) -> bool:
    return on.zero + _GAP_WIDTH + 10 + text_width(on.measure.bare(gap), SIZE) < sheet.width


def _label(on: Ground, value: Decimal, mark: str) -> str:
    """What stands at the end of a bar: its figure where there are no ticks, and the mark of a warning."""
    return mark.strip() if on.ticks else on.measure.bare(value) + mark


def _figure_labels(on: Ground, bars: Sequence[Bar]) -> list[str] | None:
    if on.ticks and not any(bar.mark for bar in bars):
        return None
    return ["" if isinstance(bar.value, Gap) else _label(on, bar.value, bar.mark) for bar in bars]


def _value(text: str, value: Decimal, end: float, baseline: float) -> str:
    where, anchor = (end - 5, "end") if value < 0 else (end + 5, "start")
    return markup.words(text, where, baseline, text_anchor=anchor) if text else ""
