"""All views by slug: being here is being served, downloadable and tested."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.views.budget import VIEWS
from dashboard.views.model import View

BY_SLUG: Mapping[str, View] = MappingProxyType({view.slug: view for view in VIEWS})
