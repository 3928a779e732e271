"""Areas in proportion to amounts, grouped by `parent`; what has no area (negative, missing) is told below."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import formats, theme
from dashboard.charts import markup, plot
from dashboard.charts.lettering import text_width, whole
from dashboard.charts.measures import Measure, amount, name_of
from dashboard.charts.model import Treemap
from dashboard.charts.sheet import (
    BOLD,
    SMALL,
    Body,
    Figure,
    Kind,
    Legend,
    Note,
    Sheet,
    caption,
    colours,
    empty,
    warning_notes,
    with_notes,
)
from dashboard.charts.squarify import Box, squarified
from dashboard.charts.states import gap_of, meaning, states_of
from dashboard.data.result import Row, State
from loaders.model import Text

_MOST: Final = 40
_TOP: Final = 24
_HEADING: Final = 18
_TINY: Final = 10
_PAD: Final = {"l": 1.5, "r": 1.5, "b": 1.5}
_LABELLED: Final = 30
_LEGIBLE: Final = 36  # pixels of room in which parts of a long word still say something

_OTHERS: Final = Text("Otros {count}", "{count} others")
_TOLD: Final = Text("{name}: {value}, {share} de lo dibujado.", "{name}: {value}, {share} of what is drawn.")
_NEGATIVE: Final = Text("Sin área, por ser negativos: {names}.", "Without area, being negative: {names}.")
_NO_NUMBER: Final = Text("Sin área: {names}.", "Without area: {names}.")
_MORE: Final = Text("{names} y {count} más", "{names} and {count} more")
_LARGEST: Final = Text(
    "La parte más grande de «{measure}» es la de {name}: {value}, {share} del total dibujado",
    "The largest part of “{measure}” is that of {name}: {value}, {share} of the total drawn",
)
_NONE: Final = Text("Ninguna fila tiene un valor positivo de «{measure}»",
                    "No row has a positive value of “{measure}”")  # fmt: skip


@dataclass(frozen=True)
class _Cell:
    key: str
    name: str
    group: str
    value: Decimal
    colour: str
    warned: str = ""


@dataclass(frozen=True)
class _Map:
    """The cells by group, largest first, and the sum of all of them."""

    groups: dict[str, list[_Cell]]
    total: Decimal
    measure: Measure

    def share(self, value: Decimal) -> float:
        """Return the fraction of the whole area, for pixels only."""
        return float(value / self.total)


@dataclass(frozen=True)
class _Placed:
    """A group with its box, whether there is room for its heading, and the boxes of its cells."""

    name: str
    box: Box
    headed: bool
    cells: list[tuple[_Cell, Box]]


def body(sheet: Sheet[Treemap]) -> Body:
    """Return the areas as SVG."""
    parts = _map(sheet)
    if not parts.total:
        return empty(sheet, _notes(sheet))
    height = sheet.width * (1.3 if sheet.narrow else 0.6)
    drawn = "".join(
        _group(sheet, parts, group) for group in _placed(parts, Box(0, _TOP, sheet.width, height))
    )
    return with_notes(sheet, caption(parts.measure.caption) + drawn, _TOP + height, _notes(sheet))


def figure(sheet: Sheet[Treemap]) -> Figure:
    """Return the areas as a plotly figure: plotly places them as here, by the same method."""
    parts = _map(sheet)
    if not parts.total:
        return plot.empty(sheet, _notes(sheet))
    height = round(sheet.width * 1.3 if sheet.narrow else min(560, max(400, sheet.width * 0.6)))
    groups = _placed(parts, Box(0, 0, sheet.width, height))
    drawn = plot.figure(
        [_trace(sheet, parts, groups)],
        height + 28,
        annotations=[plot.unit_caption(parts.measure.caption, 0, 8 - _head(parts))],
        margin={"l": 0, "r": 0, "t": 28 - _head(parts), "b": 0, "pad": 0},
    )
    return plot.with_notes(sheet, drawn, _notes(sheet))


def sentence(sheet: Sheet[Treemap]) -> str:
    """Return the largest part and its share in words."""
    parts = _map(sheet)
    label = sheet.label(sheet.chart.value)
    drawn = [row for row in sheet.result.rows if (amount(row, sheet.chart.value) or 0) > 0]
    if not drawn:
        return sheet.say(_NONE).format(measure=label)
    largest = max(drawn, key=lambda row: amount(row, sheet.chart.value) or Decimal(0))
    value = amount(largest, sheet.chart.value) or Decimal(0)
    share = formats.percent(value / parts.total, sheet.language)
    name = sheet.named(largest, sheet.chart.label, sheet.chart.value)
    return sheet.say(_LARGEST).format(
        measure=label, name=name, value=parts.measure.spoken(value), share=share
    )


def _map(sheet: Sheet[Treemap]) -> _Map:
    cells = _cells(sheet)
    total = sum((cell.value for cell in cells), Decimal(0))
    groups: dict[str, list[_Cell]] = {}
    for cell in _kept(sheet, cells):
        groups.setdefault(cell.group, []).append(cell)
    ranked = sorted(groups.items(), key=lambda item: -sum(cell.value for cell in item[1]))
    measure = sheet.measure(sheet.chart.value).telling(_largest(cells))
    return _Map(dict(ranked), total, measure)


def _largest(cells: Iterable[_Cell]) -> list[Decimal]:
    """The amounts of the cells that are large enough to carry them."""
    return sorted((cell.value for cell in cells), reverse=True)[:_LABELLED]


def _cells(sheet: Sheet[Treemap]) -> list[_Cell]:
    """The cells, largest first."""
    rows = [row for row in sheet.result.rows if (amount(row, sheet.chart.value) or 0) > 0]
    painted = colours([name_of(row, sheet.chart.key) for row in rows], sheet.chosen)
    cells = [_cell(sheet, row, colour) for row, colour in zip(rows, painted, strict=True)]
    return sorted(cells, key=lambda cell: cell.value, reverse=True)


def _cell(sheet: Sheet[Treemap], row: Row, colour: str) -> _Cell:
    chart = sheet.chart
    value = amount(row, chart.value) or Decimal(0)
    name, warned = sheet.named(row, chart.label, chart.value), sheet.warned(row, chart.value)
    return _Cell(name_of(row, chart.key), name, name_of(row, chart.parent), value, colour, warned)


def _kept(sheet: Sheet[Treemap], cells: list[_Cell]) -> list[_Cell]:
    """The largest cells and the chosen ones; the small rest of each group becomes one cell."""
    kept = [cell for at, cell in enumerate(cells) if at < _MOST or cell.key in sheet.chosen]
    rest: dict[str, list[_Cell]] = {}
    for cell in cells[_MOST:]:
        if cell.key not in sheet.chosen:
            rest.setdefault(cell.group, []).append(cell)
    return [*kept, *(_others(sheet, group, few) for group, few in rest.items())]


def _others(sheet: Sheet[Treemap], group: str, cells: list[_Cell]) -> _Cell:
    if len(cells) == 1:
        return cells[0]
    name = sheet.say(_OTHERS).format(count=len(cells))
    return _Cell(f"{group}…", name, group, sum((cell.value for cell in cells), Decimal(0)), cells[0].colour)


def _placed(parts: _Map, box: Box) -> list[_Placed]:
    """Place the groups in `box` and the cells in their groups."""
    sums = [sum((cell.value for cell in cells), Decimal(0)) for cells in parts.groups.values()]
    boxes = squarified([parts.share(value) for value in sums], box)
    groups = zip(parts.groups.items(), sums, boxes, strict=True)
    return [_placed_group(name, cells, total, at) for (name, cells), total, at in groups]


def _placed_group(name: str, cells: list[_Cell], total: Decimal, box: Box) -> _Placed:
    headed = name != "" and box.height > 60 and box.width > 44
    inner = box.inset(1.5, _HEADING if headed else 0)
    ranked = sorted(cells, key=lambda cell: cell.value, reverse=True)
    boxes = squarified([float(cell.value / total) for cell in ranked], inner)
    return _Placed(name, box, headed, list(zip(ranked, boxes, strict=True)))


def _group(sheet: Sheet[Treemap], parts: _Map, group: _Placed) -> str:
    heading = markup.words(
        _heading(group), group.box.x + 2, group.box.y + 14, font_size=SMALL, font_weight=700
    )
    tiles = "".join(_tile(sheet, parts, cell, at) for cell, at in group.cells)
    return (heading if group.headed else "") + tiles


def _heading(group: _Placed) -> str:
    """The name of a group where all of it fits: a pointer is told the others."""
    fits = text_width(group.name, SMALL * BOLD) <= group.box.width - 6
    return group.name if group.headed and fits else ""


def _tile(sheet: Sheet[Treemap], parts: _Map, cell: _Cell, box: Box) -> str:
    inner = box.inset(1)
    ground = markup.rect(inner.x, inner.y, inner.width, inner.height, fill=cell.colour)
    return markup.titled(ground + _label(parts, cell, inner), _told(sheet, parts, cell))


def _label(parts: _Map, cell: _Cell, box: Box) -> str:
    size, told = _lines(parts, cell, box)
    fill = theme.on(cell.colour)
    return markup.lines(told, box.x + 5, box.y + 3 + size, size * 1.3, font_size=size, fill=fill)


def _lines(parts: _Map, cell: _Cell, box: Box) -> tuple[int, list[str]]:
    """The size of the letters, the name, broken or cut to fit, and the value; no text in the smallest."""
    room = box.width - 9
    longest = max((text_width(word, 1) for word in cell.name.split()), default=0)
    size = SMALL if longest * SMALL <= room else _TINY
    lines = int((box.height - 6) // (size * 1.3))
    if lines < 1 or room < 26 or (longest * size > room and room < _LEGIBLE):
        return size, []
    names = whole(cell.name, room, size)
    if len(names) > min(4, max(1, lines - 1)):
        return size, []
    value = parts.measure.bare(cell.value)
    fits = lines > len(names) and text_width(value, size) <= room
    return size, [*names, value] if fits else list(names)


def _told(sheet: Sheet[Treemap], parts: _Map, cell: _Cell) -> str:
    share = formats.percent(cell.value / parts.total, sheet.language)
    told = sheet.say(_TOLD).format(name=cell.name, value=parts.measure.full(cell.value), share=share)
    return told + cell.warned


def _notes(sheet: Sheet[Treemap]) -> list[Note]:
    """Say what has no area: negative amounts, and rows without a number by their states."""
    value = sheet.chart.value
    negative = [row for row in sheet.result.rows if (amount(row, value) or 0) < 0]
    notes = warning_notes(sheet, sheet.result.rows, sheet.chart.value)
    notes += [sheet.say(_NEGATIVE).format(names=_few(sheet, negative))] if negative else []
    for state in states_of(sheet.result.rows, value):
        rows = [row for row in sheet.result.rows if _is(row, value, state)]
        named = sheet.say(_NO_NUMBER).format(names=_few(sheet, rows))
        notes.append(Legend(state, f"{meaning(state, sheet.language)} {named}"))
    return notes


def _is(row: Row, column: str, state: State) -> bool:
    gap = gap_of(row, column)
    return gap is not None and gap.state is state


def _few(sheet: Sheet[Treemap], rows: list[Row]) -> str:
    """The names of the first five rows, and how many more there are."""
    names = [name_of(row, sheet.chart.label) for row in rows]
    told = ", ".join(names[:5])
    return sheet.say(_MORE).format(names=told, count=len(names) - 5) if len(names) > 5 else told


def _trace(sheet: Sheet[Treemap], parts: _Map, groups: list[_Placed]) -> plot.Part:
    """Groups carry no value of their own: plotly adds up their cells, so that the areas cannot disagree."""
    named = [group for group in groups if group.name]
    cells = [(cell, box) for group in groups for cell, box in group.cells]
    told = [*(group.name for group in named), *(_told(sheet, parts, cell) for cell, _ in cells)]
    texts = [_lines(parts, cell, box.inset(1)) for cell, box in cells]
    sizes = [SMALL] * len(named) + [size for size, _ in texts]
    grounds = [theme.LINE] * len(named) + [cell.colour for cell, _ in cells]
    return {
        "type": "treemap",
        "ids": [*(f"group:{group.name}" for group in named), *(f"cell:{cell.key}" for cell, _ in cells)],
        "labels": [*(_safe([_heading(group)]) for group in named), *(_safe(lines) for _, lines in texts)],
        "parents": [""] * len(named) + [f"group:{cell.group}" if cell.group else "" for cell, _ in cells],
        "values": [0.0] * len(named) + [float(parts.measure.plotted(cell.value)) for cell, _ in cells],
        "branchvalues": "remainder",
        "textinfo": "label",
        "textposition": "top left",
        "hoverinfo": "text",
        "hovertext": [plot.hover(text) for text in told],
        "marker": {
            "colors": grounds,
            "line": {"color": theme.PAPER, "width": 2},
            "pad": {**_PAD, "t": _head(parts)},
        },
        "textfont": {"color": [theme.on(ground) for ground in grounds], "size": sizes},
        # Of the root, which is no row, plotly would take the size of the font for its colour.
        "outsidetextfont": {"color": theme.INK},
        "pathbar": {"visible": False},
        "tiling": {"packing": "squarify", "pad": 1},
    }


def _head(parts: _Map) -> float:
    """The pixels plotly keeps above each group for its name, and above all of them for none."""
    return 20 if any(parts.groups) else 1.5


def _safe(lines: list[str]) -> str:
    return "<br>".join(map(plot.safe, lines))


_NAME: Final = Text("Mapa de áreas", "Treemap")
KIND: Final = Kind(Treemap, _NAME, figure, body, sentence, widths=(320, 480, 660, 1000))
