"""All views by slug: being here is being served, downloadable and tested."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.views import contracts
from dashboard.views.budget import VIEWS
from dashboard.views.model import ContractView, View

BY_SLUG: Mapping[str, View] = MappingProxyType({view.slug: view for view in VIEWS})
CONTRACT_VIEWS: Mapping[str, ContractView] = MappingProxyType({view.slug: view for view in contracts.VIEWS})
