"""HTML attributes that Dash takes only as wildcards."""

from __future__ import annotations

from typing import Any


def aria(**attributes: str) -> dict[str, Any]:
    """Return ARIA attributes: aria(labelledby="x") is aria-labelledby="x"."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """Return data attributes: data(rows="5") is data-rows="5"."""
    return {f"data-{name.replace('_', '-')}": value for name, value in attributes.items()}
