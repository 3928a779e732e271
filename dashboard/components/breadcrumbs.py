"""Drilling down a treemap: where the reader is, and the parts that can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.components.attributes import aria, data
from dashboard.components.card import Answer
from dashboard.data.facts import Held
from dashboard.data.lines import CHILD
from dashboard.data.result import Row
from dashboard.data.selection import Selection
from dashboard.data.words import DIMENSIONS
from dashboard.i18n import budget as words
from dashboard.i18n import ui
from loaders.model import Language

MOST = 12
Step = tuple[str, str, str]


def inside(selection: Selection, key: str) -> Selection | None:
    """Return the selection of the parts of `key`, or None where it has none."""
    child = CHILD.get(selection.by)
    return None if child is None else replace(selection, by=child, within=key)


def breadcrumbs(selection: Selection, path: Sequence[Step], language: Language) -> Component:
    """Return the way from the whole to the part shown; `path` has (dimension, id, name) from outside in."""
    root = replace(selection, by=path[0][0] if path else selection.by, within="")
    whole = f"{ui.ALL.in_(language)}: {DIMENSIONS[root.by].in_(language).lower()}"
    steps = [html.Li(html.A(whole, href=urls.budget(root, language)))]
    for dimension, key, name in path[:-1]:
        target = inside(replace(selection, by=dimension), key)
        steps.append(html.Li(html.A(name, href=urls.budget(target or root, language))))
    if path:
        steps.append(html.Li(html.Span(path[-1][2], **aria(current="page"))))
    return html.Nav(html.Ol(steps, className="breadcrumbs"), **aria(label=ui.BREADCRUMBS.in_(language)))


def drill_links(shown: Answer) -> list[Component]:
    """Return a link to each part that can be opened: what a click on its area does, for everyone."""
    targets = [(row, inside(shown.selection, str(row["id"]))) for row in shown.result.rows]
    links = [_part(shown, row, target) for row, target in targets if target and _is_held(shown, target)]
    if not links:
        return []
    shown_first = [html.P(words.DRILL.in_(shown.language)), html.Ul(links[:MOST], className="chips")]
    if len(links) <= MOST:
        return shown_first
    more = html.Ul(links[MOST:], className="chips")
    summary = html.Summary(words.MORE_PARTS.in_(shown.language))
    return [*shown_first, html.Details([summary, more], className="more-options")]


def _is_held(shown: Answer, target: Selection) -> bool:
    """Say whether the parts are held: objects of four digits have no generic object above them."""
    return Held(target.scope, target.year, target.by, target.moment) in shown.facts.held


def _part(shown: Answer, row: Row, target: Selection) -> Component:
    address, key = urls.budget(target, shown.language), f"cell:{row['id']}"
    return html.Li(html.A(str(row["name"]), href=address, className="chip", **data(opens=key)))
