"""Notices written for people: what was not understood, what is not held, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.data.availability import MOMENT_NAMES, SCOPE_NAMES
from dashboard.data.parameters import Problem
from dashboard.data.selection import Selection
from dashboard.data.words import DIMENSIONS
from dashboard.i18n import ui
from dashboard.views.resolve import Resolved
from loaders.model import Language


def problems(found: Sequence[Problem], language: Language) -> list[Component]:
    """Return one notice that lists each part of the link that was not understood."""
    if not found:
        return []
    listed = html.Ul([html.Li(f"{_told_of(one, language)} {_effect(one, language)}") for one in found])
    return [html.Div(listed, className="notice notice-warning", role="status")]


def _told(found: Sequence[Problem], language: Language) -> list[str]:
    return [_told_of(one, language) for one in found]


def _told_of(problem: Problem, language: Language) -> str:
    parts = (ui.UNKNOWN_PARAMETER if problem.unknown else ui.PROBLEM, ui.NEAREST, ui.ACCEPTED)
    said = [part for part in parts if part is not ui.NEAREST or problem.nearest]
    if not problem.accepted:
        said = [ui.UNKNOWN_PARAMETER, ui.NONE_ACCEPTED]
    return " ".join(ui.fill(part, **asdict(problem)).in_(language) for part in said)


def _effect(problem: Problem, language: Language) -> str:
    return (ui.LEFT_OUT if problem.unknown else ui.INITIAL_USED).in_(language)


def all_told(found: Sequence[Problem], language: Language) -> str:
    """Return as plain text what of a link was not understood, where there is no answer without it."""
    return "\n".join(_told(found, language))


def in_words(resolved: Resolved, language: Language) -> str:
    """Return as plain text why a query has no answer and what would have one."""
    told = _told(resolved.problems, language)
    if resolved.nearest is not None:
        asked, closest = _described(resolved.selection, language), _described(resolved.nearest, language)
        told.append(ui.fill(ui.NOT_HELD_WHY, asked=asked, nearest=closest).in_(language))
    if resolved.empty:
        told.append(ui.NO_BUDGET.in_(language))
    return "\n".join(told)


def no_budget(language: Language) -> Component:
    """Return what stands instead of charts where the store has no file that they could show."""
    link = html.A(ui.WHAT_IS_HELD.in_(language), href=urls.page("sources", language))
    told = [html.P(ui.NO_BUDGET.in_(language)), html.P(link)]
    return html.Div(told, className="notice notice-warning", role="status")


def not_held(resolved: Resolved, language: Language) -> Component:
    """Return what stands instead of a chart when the combination asked for is not in the data."""
    nearest = resolved.nearest or resolved.selection
    asked, closest = _described(resolved.selection, language), _described(nearest, language)
    told = ui.fill(ui.NOT_HELD_WHY, asked=asked, nearest=closest).in_(language)
    return html.Div(
        [
            html.P(html.Strong(ui.NOT_HELD.in_(language))),
            html.P(told),
            html.P(html.A(ui.fill(ui.OPEN, name=closest).in_(language), href=urls.budget(nearest, language))),
        ],
        className="notice notice-warning",
        role="status",
    )


def _described(selection: Selection, language: Language) -> str:
    parts = (
        SCOPE_NAMES[selection.scope].in_(language),
        DIMENSIONS[selection.by].in_(language).lower(),
        MOMENT_NAMES[selection.moment].in_(language),
        str(selection.year),
    )
    return ", ".join(parts)
