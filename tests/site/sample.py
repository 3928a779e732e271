"""A small page for the tests of the ways around pages: what is served, cached, refused, taken over."""

from __future__ import annotations

from urllib.parse import parse_qs

from dash import dcc, html

from dashboard.pages.model import Family, Page, PageContent, PageRequest
from loaders.model import Text

SVG = '<svg viewBox="0 0 10 10" role="img"><title>Dibujo</title><rect width="5" height="5"/></svg>'


def build(request: PageRequest) -> PageContent:
    """A page that says its `n`; n=boom fails."""
    number = parse_qs(request.query).get("n", ["1"])[0]
    figure = {"data": [{"type": "bar", "y": [int(number)]}], "layout": {"height": 200}}
    tree = html.Main([html.H1(f"Página {number}"), dcc.Graph(id="graph", figure=figure)])
    title = f"Título {number}" if request.language == "es" else f"Title {number}"
    return PageContent(
        tree=tree, title=title, description="Descripción <b>", svgs={"graph": SVG}, plotly="basic"
    )


PAGES = {"/": Page("sample", "/", Text("Muestra", "Sample"), build)}


def one_of_many(request: PageRequest, key: str) -> PageContent | None:
    """The page of one key; of those that are numbers, and not listed when it is odd."""
    if not key.isdecimal():
        return None
    tree = html.Main([html.H1(f"Número {key}")])
    return PageContent(tree=tree, title=key, description=key, listed=int(key) % 2 == 0)


FAMILIES = {"/numero/": Family("number", "/numero/", one_of_many, lambda store: ["2"])}
