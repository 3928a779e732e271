"""The registry of chart types: every module of `kinds` brings its `KIND`, so a new type is a new file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dashboard.charts import kinds
from dashboard.charts.model import Chart
from dashboard.charts.sheet import Kind


@cache
def registry() -> Mapping[type, Kind[Any]]:
    """Return the chart types by their declaration."""
    found = (import_module(f"{kinds.__name__}.{module.name}") for module in iter_modules(kinds.__path__))
    return {module.KIND.chart: module.KIND for module in found}


def kind_of(chart: Chart) -> Kind[Any]:
    """Return the chart type of a declaration; KeyError if no module of `kinds` draws it."""
    return registry()[type(chart)]
