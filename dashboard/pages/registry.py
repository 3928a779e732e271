"""All pages by path: being here is being served, linked and walked by the tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dashboard.pages import (
    budget,
    composite,
    contract,
    contracts,
    equivalences,
    home,
    reconciliation,
    search,
    signal,
    signals,
    sources,
    supplier,
)
from dashboard.pages.model import Family, Page


@cache
def pages() -> Mapping[str, Page]:
    """Return the pages of the site by their Spanish path."""
    found = (
        home.PAGE,
        budget.PAGE,
        contracts.PAGE,
        signals.PAGE,
        composite.PAGE,
        search.PAGE,
        sources.PAGE,
        reconciliation.PAGE,
        equivalences.PAGE,
    )
    return MappingProxyType({page.path: page for page in found})


@cache
def families() -> Mapping[str, Family]:
    """Return the families of pages by the start of their Spanish address."""
    found = (contract.FAMILY, supplier.FAMILY, signal.FAMILY)
    return MappingProxyType({family.start: family for family in found})
