"""Our quick way of writing a tree says what Dash's own would."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from dash._utils import to_json
from dash.development.base_component import Component

from dashboard.data.store import Stores
from dashboard.pages.model import PageRequest
from dashboard.pages.registry import pages
from dashboard.plain import as_json
from loaders.home import Home

# Dash takes a list in a list, its types do not say so.
nested: Any = [html.B("a"), None, 3, [html.I(), "b"]]
wildcards: dict[str, Any] = {"aria-label": "x", "data-n": "1"}
TREES: list[Component] = [
    html.Div(),
    html.Div(nested, id="x", **wildcards),
    dbc.Select(id="s", options=[{"label": "a", "value": "1"}], value="1"),
    dbc.Checklist(id="c", name="n", options=["a"], value=[], inline=True),
    dcc.Graph(id="g", figure={"data": [{"x": [1.5, None]}], "layout": {}}, config={"responsive": True}),
    html.Details("x", open=False, n_clicks=0),
]


def dash_says(tree: Component) -> Any:
    return json.loads(to_json(tree))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_says_what_dash_says(tree: Component) -> None:
    assert json.loads(as_json(tree)) == dash_says(tree)


@pytest.mark.parametrize("path", sorted(pages()))
def test_says_what_dash_says_of_whole_pages(home: Home, path: str) -> None:
    store = Stores(home).current()
    tree = pages()[path].build(PageRequest(store, path, "", "es")).tree
    assert json.loads(as_json(tree)) == dash_says(tree)


def test_what_is_no_json_is_named() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        as_json(html.Div(Decimal(1)))  # type: ignore[arg-type]
