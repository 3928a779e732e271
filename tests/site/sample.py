"""A small page for the tests of the ways around pages: what is served, cached, refused, taken over."""

from __future__ import annotations

from urllib.parse import parse_qs

from dash import dcc, html

from dashboard.pages.model import Page, PageContent, PageRequest
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
