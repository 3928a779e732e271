"""Areas in proportion to amounts, grouped by `parent`; what has no area (negative, missing) is told below."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboard import formats, theme
from dashboard.charts import markup, plot
from dashboard.charts.lettering import shortened, text_width, wrapped
from dashboard.charts.measures import Measure, amount, name_of
from dashboard.charts.model import Treemap
from dashboard.charts.sheet import BOLD, SMALL, Body, Figure, Kind, Sheet, caption, colours, empty, with_notes
from dashboard.charts.squarify import Box, squarified
from dashboard.data.result import Row
from loaders.model import Text

_MOST: Final = 40
_TOP: Final = 24
_HEADING: Final = 18
_LEADING: Final = 15
_LEGIBLE: Final = 44  # pixels in which the beginning of a long word still says something

_OTHERS: Final = Text("Otros {count}", "{count} others")
_TOLD: Final = Text("{name}: {value}, {share} de lo dibujado.", "{name}: {value}, {share} of what is drawn.")
_NOT_DRAWN: Final = Text("Sin área, por ser negativos o no tener dato: {names}.",
                         "Without area, being negative or without data: {names}.")  # fmt: skip
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


@dataclass(frozen=True)
class _Map:
    """The cells by group, largest first, and the sum of all of them."""

    groups: dict[str, list[_Cell]]
    total: Decimal
    measure: Measure

    def share(self, value: Decimal) -> float:
        """Return the fraction of the whole area, for pixels only."""
        return float(value / self.total)


def body(sheet: Sheet[Treemap]) -> Body:
    """Return the areas as SVG."""
    parts = _map(sheet)
    if not parts.total:
        return empty(sheet)
    height = sheet.width * (1.3 if sheet.narrow else 0.6)
    box = Box(0, _TOP, sheet.width, height)
    sums = [sum((cell.value for cell in cells), Decimal(0)) for cells in parts.groups.values()]
    boxes = squarified([parts.share(value) for value in sums], box)
    placed = zip(parts.groups.items(), sums, boxes, strict=True)
    drawn = "".join(_group(sheet, parts, name, cells, total, at) for (name, cells), total, at in placed)
    return with_notes(sheet, caption(parts.measure.caption) + drawn, _TOP + height, _notes(sheet))


def figure(sheet: Sheet[Treemap]) -> Figure:
    """Return the areas as a plotly figure."""
    parts = _map(sheet)
    if not parts.total:
        return plot.empty(sheet)
    cells = [cell for group in parts.groups.values() for cell in group]
    groups = [name for name in parts.groups if name]
    return plot.figure(
        [_trace(sheet, parts, groups, cells)],
        440,
        annotations=[plot.unit_caption(parts.measure.caption)],
        margin={"l": 0, "r": 0, "t": 28, "b": 0, "pad": 0},
        uniformtext={"minsize": 11, "mode": "hide"},
    )


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
    name = name_of(largest, sheet.chart.label)
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
    return _Map(dict(ranked), total, sheet.measure(sheet.chart.value))


def _cells(sheet: Sheet[Treemap]) -> list[_Cell]:
    """The cells, largest first."""
    rows = [row for row in sheet.result.rows if (amount(row, sheet.chart.value) or 0) > 0]
    painted = colours([name_of(row, sheet.chart.key) for row in rows], sheet.chosen)
    cells = [_cell(sheet.chart, row, colour) for row, colour in zip(rows, painted, strict=True)]
    return sorted(cells, key=lambda cell: cell.value, reverse=True)


def _cell(chart: Treemap, row: Row, colour: str) -> _Cell:
    value = amount(row, chart.value) or Decimal(0)
    return _Cell(
        name_of(row, chart.key), name_of(row, chart.label), name_of(row, chart.parent), value, colour
    )


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


def _group(
    sheet: Sheet[Treemap], parts: _Map, name: str, cells: list[_Cell], total: Decimal, box: Box
) -> str:
    headed = name != "" and box.height > 60 and box.width > 44
    inner = box.inset(1.5, _HEADING if headed else 0)
    ranked = sorted(cells, key=lambda cell: cell.value, reverse=True)
    boxes = squarified([float(cell.value / total) for cell in ranked], inner)
    heading = shortened(name, box.width - 6, SMALL * BOLD) if headed else ""
    text = markup.words(heading, box.x + 2, box.y + 14, font_size=SMALL, font_weight=700) if headed else ""
    return text + "".join(_tile(sheet, parts, cell, at) for cell, at in zip(ranked, boxes, strict=True))


def _tile(sheet: Sheet[Treemap], parts: _Map, cell: _Cell, box: Box) -> str:
    inner = box.inset(1)
    ground = markup.rect(inner.x, inner.y, inner.width, inner.height, fill=cell.colour)
    return markup.titled(ground + _label(parts, cell, inner), _told(sheet, parts, cell))


def _label(parts: _Map, cell: _Cell, box: Box) -> str:
    room, lines = box.width - 12, int((box.height - 8) // _LEADING)
    longest = max((text_width(word, SMALL) for word in cell.name.split()), default=0)
    if lines < 1 or room < 30 or (longest > room and room < _LEGIBLE):
        return ""
    names = wrapped(cell.name, room, SMALL, min(3, max(1, lines - 1)))
    value = parts.measure.bare(cell.value)
    told = [*names, value] if lines > len(names) and text_width(value, SMALL) <= room else list(names)
    fill = theme.on(cell.colour)
    return markup.lines(told, box.x + 6, box.y + 16, _LEADING, font_size=SMALL, fill=fill)


def _told(sheet: Sheet[Treemap], parts: _Map, cell: _Cell) -> str:
    share = formats.percent(cell.value / parts.total, sheet.language)
    return sheet.say(_TOLD).format(name=cell.name, value=parts.measure.full(cell.value), share=share)


def _notes(sheet: Sheet[Treemap]) -> list[str]:
    chart = sheet.chart
    left_out = [row for row in sheet.result.rows if not (amount(row, chart.value) or 0) > 0]
    names = [name_of(row, chart.label) for row in left_out if amount(row, chart.value) != 0]
    if not names:
        return []
    told = ", ".join(names[:5])
    if len(names) > 5:
        told = sheet.say(_MORE).format(names=told, count=len(names) - 5)
    return [sheet.say(_NOT_DRAWN).format(names=told)]


def _trace(sheet: Sheet[Treemap], parts: _Map, groups: list[str], cells: list[_Cell]) -> plot.Part:
    """Groups carry no value of their own: plotly adds up their cells, so that the areas cannot disagree."""
    ids = [*(f"group:{name}" for name in groups), *(f"cell:{cell.key}" for cell in cells)]
    values = [0.0] * len(groups) + [float(parts.measure.plotted(cell.value)) for cell in cells]
    told = [*groups, *(_told(sheet, parts, cell) for cell in cells)]
    grounds = [theme.LINE] * len(groups) + [cell.colour for cell in cells]
    return {
        "type": "treemap",
        "ids": ids,
        "labels": [*map(plot.safe, groups), *(plot.broken(cell.name, 130, SMALL, 3) for cell in cells)],
        "parents": [""] * len(groups) + [f"group:{cell.group}" if cell.group else "" for cell in cells],
        "values": values,
        "branchvalues": "remainder",
        "text": [""] * len(groups) + [parts.measure.bare(cell.value) for cell in cells],
        "textinfo": "label+text",
        "hoverinfo": "text",
        "hovertext": [plot.hover(text) for text in told],
        "marker": {"colors": grounds, "line": {"color": theme.PAPER, "width": 2}, "pad": {"t": 20}},
        "textfont": {"color": [theme.on(ground) for ground in grounds]},
        # Of the root, which is no row, plotly would take the size of the font for its colour.
        "outsidetextfont": {"color": theme.INK},
        "pathbar": {"visible": False},
        "tiling": {"packing": "squarify", "pad": 1},
    }


KIND: Final = Kind(Treemap, Text("Mapa de áreas", "Treemap"), figure=figure, body=body, sentence=sentence)
