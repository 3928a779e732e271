"""An indicator exists because its module is in `loaders/indicators` and ends in its INDICATOR."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import loaders.indicators
from loaders.errors import DeclarationError
from loaders.procurement.facts import FIELDS
from loaders.procurement.model import Indicator


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its id, in the order of pages. DeclarationError if one is wrong."""
    found = [_load(module.name) for module in pkgutil.iter_modules(loaders.indicators.__path__)]
    ordered = sorted(found, key=lambda one: one.sort_order)
    return MappingProxyType({one.id: one for one in ordered})


def _load(name: str) -> Indicator:
    found = getattr(importlib.import_module(f"loaders.indicators.{name}"), "INDICATOR", None)
    if not isinstance(found, Indicator):
        raise DeclarationError("the module has no INDICATOR", where=f"loaders/indicators/{name}.py")
    validate(found, name)
    return found


def validate(found: Indicator, name: str) -> None:
    """Require an indicator to be declared as the store needs it; DeclarationError says what is wrong."""
    faults = (
        (found.id != name, "the id is not the module's name"),
        (not found.explanations, "nothing says what would explain a signal"),
        (
            not set(found.needs) <= set(FIELDS),
            "a need has no words for readers in loaders/procurement/facts.py",
        ),
        (not 0 <= found.minimum_coverage <= 1, "the least coverage is no share"),
    )
    for wrong, what in faults:
        if wrong:
            raise DeclarationError(what, where=f"loaders/indicators/{name}.py", value=found.id)
