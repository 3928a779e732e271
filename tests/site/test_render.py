"""The first response is the Dash tree as HTML: nothing lost, nothing unescaped."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard.render import RenderError
from dashboard.render import html as rendered

SPEC = [
    (html.P("a"), "<p>a</p>"),
    (html.P(["a", None, 3, html.B("x")]), "<p>a3<b>x</b></p>"),
    (html.Br(), "<br>"),
    (html.A("a", href="?b=1&c=2", className="tab"), '<a class="tab" href="?b=1&amp;c=2">a</a>'),
    (html.Label("a", htmlFor="b"), '<label for="b">a</label>'),
    (html.Td("1", colSpan=2), '<td colspan="2">1</td>'),
    (html.Details("a", open=True), "<details open>a</details>"),
    (html.Details("a", open=False), "<details>a</details>"),
    (html.Div("a", tabIndex=0, role="region"), '<div role="region" tabindex="0">a</div>'),
    (html.Div("a", hidden=True), "<div hidden>a</div>"),
    (
        html.Div(id={"type": "b", "index": 1}),
        '<div id="{&quot;index&quot;:1,&quot;type&quot;:&quot;b&quot;}"></div>',
    ),
    (dbc.Label("a", html_for="b"), '<label for="b" class="form-label">a</label>'),
    (
        dbc.Select(
            id="s", name="año", options=["1", {"label": "Dos", "value": "2", "disabled": True}], value="1"
        ),
        '<select id="s" name="año" class="form-select"><option value="1" selected>1</option>'
        '<option value="2" disabled>Dos</option></select>',
    ),
    (
        dbc.Input(id="b", name="base", type="hidden", value="2023"),
        '<input id="b" name="base" type="hidden" value="2023" class="form-control">',
    ),
]


def with_wildcards(**attributes: str) -> Component:
    names: dict[str, Any] = {name.replace("_", "-"): value for name, value in attributes.items()}
    return html.Div("a", **names)


@pytest.mark.parametrize(("tree", "expected"), SPEC, ids=lambda value: str(value)[:40])
def test_spec(tree: Component, expected: str) -> None:
    assert attributes_sorted(rendered(tree)) == attributes_sorted(expected)


def test_wildcards() -> None:
    assert rendered(with_wildcards(aria_label="x", data_n="1")) == '<div aria-label="x" data-n="1">a</div>'


def test_checklist_submits_by_its_name() -> None:
    text = rendered(
        dbc.Checklist(id="y", name="ejercicios", options=["2018", "2019"], value=["2019"], inline=True)
    )
    assert (
        '<input checked class="form-check-input" id="ejercicios-1" name="ejercicios" type="checkbox"' in text
    )
    assert text.count("checked") == 1
    assert text.count("form-check-inline") == 2


def test_radio_items_are_one_group() -> None:
    text = rendered(
        dbc.RadioItems(id="p", name="precios", options={"r": "Reales", "c": "Corrientes"}, value="r")
    )
    assert text.startswith('<div id="p" role="radiogroup">')
    assert text.count('type="radio"') == 2


def test_switch() -> None:
    text = rendered(dbc.Switch(id="w", label="Uno", value=True))
    assert text.startswith('<div class="form-check form-switch"><input checked class="form-check-input"')
    assert text.count(" checked") == 1


def test_graph_becomes_its_drawing() -> None:
    assert rendered(dcc.Graph(id="g"), {"g": "<svg></svg>"}) == (
        '<div class="static-drawing" id="g"><svg></svg></div>'
    )


@pytest.mark.parametrize(
    "tree",
    [
        dcc.Graph(id="g"),
        dcc.Dropdown(),
        html.Script("x"),
        html.Iframe(src="/"),
        html.Div(style={"color": "red"}),
        html.A("x", href="javascript:alert(1)"),
        html.A("x", href=" java\nscript:alert(1)"),
        html.A("x", href="data:text/html,x"),
        html.Form(action="javascript:alert(1)"),
        dcc.Markdown("x"),
    ],
    ids=lambda tree: str(tree)[:40],
)
def test_what_cannot_be_written_raises(tree: Component) -> None:
    with pytest.raises(RenderError):
        rendered(tree)


def test_an_object_is_no_text() -> None:
    with pytest.raises(RenderError, match="object"):
        rendered([object()])


class Reader(HTMLParser):
    """Collects what a browser would see: tags, attributes, text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def attributes_sorted(text: str) -> tuple[list[tuple[str, dict[str, str | None]]], str]:
    reader = Reader(text)
    return reader.tags, reader.text


# Browsers turn these into something else whatever the escaping, and no Spanish or English text has them.
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)


@given(words, words)
def test_text_and_attributes_come_back_as_they_were(text: str, title: str) -> None:
    reader = Reader(rendered(html.P(text, title=title, **{"data-x": title})))  # type: ignore[arg-type]
    assert reader.text == text
    assert reader.tags == [("p", {"title": title, "data-x": title})]


@given(words, words)
def test_controls_escape_labels_and_values(label: str, value: str) -> None:
    options = [{"label": label, "value": value}]
    for control in (dbc.Select(id="s", options=options), dbc.Checklist(id="c", options=options)):
        reader = Reader(rendered(control))
        assert {tag for tag, _ in reader.tags} <= {"select", "option", "div", "input", "label"}
        assert reader.text == unescape(label) or reader.text == label
        assert value in [attributes.get("value") for _, attributes in reader.tags]
