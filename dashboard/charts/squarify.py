"""Squarified treemap (Bruls, Huizing and van Wijk, 2000): areas in proportion, shapes near squares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, gap: float, top: float = 0) -> Box:
        """Return the box inside a margin of `gap` and a heading of `top` pixels; never of negative size."""
        width, height = max(0.0, self.width - 2 * gap), max(0.0, self.height - 2 * gap - top)
        return Box(self.x + min(gap, self.width / 2), self.y + min(gap + top, self.height), width, height)


def squarified(shares: Sequence[float], box: Box) -> list[Box]:
    """Return one box per share, in order, which together fill `box`.

    `shares` are positive, sorted from large to small, and sum to 1.
    """
    boxes: list[Box] = []
    areas = [share * box.width * box.height for share in shares]
    while areas:
        count = _row_length(areas, min(box.width, box.height))
        row, areas = areas[:count], areas[count:]
        placed, box = _placed(row, box)
        boxes.extend(placed)
    return boxes


def _row_length(areas: list[float], side: float) -> int:
    """How many areas make the row whose worst shape is nearest a square."""
    best, worst = 1, _worst(areas[:1], side)
    for count in range(2, len(areas) + 1):
        shape = _worst(areas[:count], side)
        if shape > worst:
            break
        best, worst = count, shape
    return best


def _worst(row: list[float], side: float) -> float:
    total = sum(row)
    if not total or not side or not row[-1]:
        return float("inf")
    return max(side * side * row[0] / (total * total), total * total / (side * side * row[-1]))


def _placed(row: list[float], box: Box) -> tuple[list[Box], Box]:
    """Lay `row` along the short side of `box`; return its boxes and what is left of `box`."""
    total = sum(row)
    starts = [0.0, *accumulate(area / total if total else 1 / len(row) for area in row)]
    spans = list(pairwise(starts))
    if box.width >= box.height:
        depth = min(box.width, total / box.height) if box.height else 0.0
        boxes = [Box(box.x, box.y + a * box.height, depth, (b - a) * box.height) for a, b in spans]
        return boxes, Box(box.x + depth, box.y, box.width - depth, box.height)
    depth = min(box.height, total / box.width) if box.width else 0.0
    boxes = [Box(box.x + a * box.width, box.y, (b - a) * box.width, depth) for a, b in spans]
    return boxes, Box(box.x, box.y + depth, box.width, box.height - depth)
