"""The outlines of the 32 states, projected once: Albers' conic equal-area with INEGI's standard parallels.

Geometry: assets/estados.geojson (`cve_ent` 01-32). Points are rounded to a grid that neighbours share, so
that simplifying opens no gaps between them; the smallest islands are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from math import cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

GEOJSON: Final = Path(__file__).parents[2] / "assets" / "estados.geojson"
GEOJSON_URL: Final = "/assets/estados.geojson"
PARALLELS: Final = (17.5, 29.5)
CENTRE: Final = (-102.0, 23.5)

POINTS_PER_PIXEL: Final = 2
Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Outlines:
    """SVG paths of the states by two-digit code, in half pixels, and the height in pixels they take."""

    paths: Mapping[str, str]
    names: Mapping[str, str]
    height: float


@cache
def outlines(width: int) -> Outlines:
    """Return the states' outlines scaled to `width` pixels; OSError if the geometry is not there."""
    states = _projected()
    xs = [x for rings in states.values() for ring in rings for x, _ in ring]
    ys = [y for rings in states.values() for ring in rings for _, y in ring]
    left, top, scale = min(xs), max(ys), width / (max(xs) - min(xs))
    paths = {code: _path(rings, left, top, scale) for code, rings in states.items()}
    return Outlines(paths, names(), (top - min(ys)) * scale)


@cache
def aspect() -> float:
    """Return the height of the outlines as a fraction of their width."""
    return outlines(1000).height / 1000


@cache
def names() -> Mapping[str, str]:
    """Return the states' short names by code, as the geometry has them."""
    return {_code(feature): str(feature["properties"]["name"]) for feature in _features()}


def albers(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the Albers equal-area position, in radii of the sphere (Snyder 1987, p. 100)."""
    first, second = (radians(parallel) for parallel in PARALLELS)
    n = (sin(first) + sin(second)) / 2
    c = cos(first) ** 2 + 2 * n * sin(first)
    angle = n * radians(longitude - CENTRE[0])
    radius, origin = (sqrt(c - 2 * n * sin(radians(at))) / n for at in (latitude, CENTRE[1]))
    return radius * sin(angle), origin - radius * cos(angle)


def _features() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(GEOJSON.read_text(encoding="utf-8"))["features"]
    return features


def _code(feature: dict[str, Any]) -> str:
    return str(feature["properties"]["cve_ent"])


@cache
def _projected() -> Mapping[str, list[Ring]]:
    return {_code(feature): list(_rings(feature["geometry"])) for feature in _features()}


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    shapes = geometry["coordinates"]
    for polygon in shapes if geometry["type"] == "MultiPolygon" else [shapes]:
        for ring in polygon:
            yield [albers(point[0], point[1]) for point in ring]


def _path(rings: list[Ring], left: float, top: float, scale: float) -> str:
    scale *= POINTS_PER_PIXEL
    placed = ([(round((x - left) * scale), round((top - y) * scale)) for x, y in ring] for ring in rings)
    return "".join(_closed(ring) for ring in placed)


def _closed(ring: list[tuple[int, int]]) -> str:
    """One ring as relative moves, without the points that rounding made equal to the one before."""
    points = [point for point, _ in groupby(ring)]
    if len(points) < 3:
        return f"M{points[0][0]},{points[0][1]}h2v2h-2z"
    moves = (f"{x - before_x},{y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
    return f"M{points[0][0]},{points[0][1]}l{' '.join(moves)}z"
