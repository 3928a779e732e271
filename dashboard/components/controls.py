"""The controls of a view: what can be chosen, and why the rest cannot."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashboard import urls
from dashboard.components.attributes import aria, data
from dashboard.data.availability import reason, withheld
from dashboard.data.facts import Facts
from dashboard.data.selection import CHOICES, Selection, defaults, param, word
from dashboard.data.words import DIMENSIONS
from dashboard.i18n import ui
from dashboard.views.model import View
from loaders.model import Language, Text

_HELD_FIELDS = ("scope", "by", "year", "moment")
_LABELS: Mapping[str, Mapping[str, Text]] = {
    "scope": ui.SCOPES,
    "by": DIMENSIONS,
    "moment": ui.MOMENTS,
    "prices": ui.PRICES,
    "index": ui.INDICES,
    "measure": ui.MEASURES,
}


@dataclass(frozen=True)
class Choosing:
    """What the controls are made from: the view, what is selected, what is held, the language."""

    view: View
    selection: Selection
    facts: Facts
    language: Language


def form(choosing: Choosing) -> Component:
    """Return the form of a view. Without scripts it submits by GET; with them each change is a new URL."""
    fields = [control(choosing, name) for name in choosing.view.controls]
    more = [control(choosing, name) for name in choosing.view.more]
    language = choosing.language
    return html.Form(
        [
            *_carried(choosing),
            html.Div(fields, className="control-row"),
            html.Details(
                [html.Summary(ui.MORE.in_(language)), html.Div(more, className="control-row")],
                className="more-options",
            ),
            html.Button(ui.APPLY.in_(language), type="submit", className="apply"),
        ],
        id="controls",
        className="controls",
        method="GET",
        action=urls.page("budget", language),
        **aria(label=ui.CONTROLS.in_(language)),
        **data(defaults=json.dumps(_initial(choosing.selection.view))),
    )


def _initial(view: str) -> dict[str, str]:
    """Return the values that an address need not say, by parameter, for the script that writes addresses."""
    initial = defaults(view)
    said = {param(item.name): word(item.name, getattr(initial, item.name)) for item in fields(initial)}
    return said | {param("view"): word("view", Selection().view)}


def _carried(choosing: Choosing) -> list[Component]:
    """Return hidden inputs for what the form does not show but must keep."""
    kept = {"view": choosing.selection.view, "within": choosing.selection.within}
    return [
        dbc.Input(type="hidden", id=f"control-{name}", name=param(name), value=word(name, value))
        for name, value in kept.items()
        if value
    ]


def control(choosing: Choosing, field: str) -> Component:
    """Return the control of one Selection field."""
    return _MAKERS.get(field, _select)(choosing, field)


def _select(choosing: Choosing, field: str) -> Component:
    identifier = f"control-{param(field)}"
    chosen = getattr(choosing.selection, field)
    options = [_option(choosing, field, value) for value in _values(choosing, field)]
    label = ui.FIELDS[field].in_(choosing.language)
    return html.Div(
        [
            html.Label(label, htmlFor=identifier, className="control-label"),
            dbc.Select(id=identifier, name=param(field), options=options, value=word(field, chosen)),
            *(_way_to_pef(choosing) if field == "by" else []),
        ],
        className="control",
    )


def _way_to_pef(choosing: Choosing) -> list[Component]:
    """Return a link to the breakdowns that only the approved budget has, where the view can draw them."""
    selection, facts = choosing.selection, choosing.facts
    years = facts.years("gross")
    if selection.scope != "federal" or "gross" not in choosing.view.ground.scopes or not years:
        return []
    target = replace(selection, scope="gross", year=max(years), moment="approved", by="unit", within="")
    label = ui.fill(ui.MORE_IN_PEF, year=max(years)).in_(choosing.language)
    return [html.A(label, href=urls.budget(target, choosing.language), className="control-reason")]


def _values(choosing: Choosing, field: str) -> Sequence[Any]:
    """Return what a field can be in this view, held or not."""
    ground, facts = choosing.view.ground, choosing.facts
    if field == "by":
        return [value for value in CHOICES["by"] if value in ground.dimensions]
    if field == "scope":
        return [value for value in CHOICES["scope"] if value in ground.scopes and facts.years(value)]
    if field == "moment":
        return [value for value in CHOICES["moment"] if facts.held_where("moment", value)]
    if field == "year":
        return sorted({year for scope in ground.scopes for year in facts.years(scope)}, reverse=True)
    if field == "base":
        return list(reversed(facts.base_years(choosing.selection.index)))
    return CHOICES[field]


def _option(choosing: Choosing, field: str, value: Any) -> dict[str, Any]:
    why = _why_not(choosing, field, value)
    label = _LABELS[field][value].in_(choosing.language) if field in _LABELS else str(value)
    if why is not None and value != getattr(choosing.selection, field):
        return {
            "value": word(field, value),
            "label": f"{label}: {why.in_(choosing.language)}",
            "disabled": True,
        }
    return {"value": word(field, value), "label": label}


def _why_not(choosing: Choosing, field: str, value: Any) -> Text | None:
    selection, view = choosing.selection, choosing.view
    if field == "measure":
        return withheld(choosing.facts, selection, value)
    if field not in _HELD_FIELDS:
        return None
    return reason(choosing.facts, selection, view.ground, field, value)


def _agencies(choosing: Choosing, field: str) -> Component:
    language, chosen = choosing.language, choosing.selection.agencies
    heading = ui.fill(ui.CHOSEN_AGENCIES, count=len(chosen)) if chosen else ui.ALL_AGENCIES
    clear = html.A(
        ui.CLEAR.in_(language),
        href=urls.budget(replace(choosing.selection, agencies=()), language),
        className="clear",
    )
    label = ui.FIELDS["agencies"].in_(language)
    return html.Div(
        [
            html.Span(label, className="control-label"),
            html.Details(
                [
                    html.Summary(heading.in_(language)),
                    *([clear] if chosen else []),
                    _agency_boxes(choosing, field),
                ],
                className="agency-picker",
            ),
        ],
        className="control control-wide",
    )


def _agency_boxes(choosing: Choosing, field: str) -> Component:
    """Return a box for each agency in official order; those outside the scope say so and are disabled."""
    options = [_agency_option(choosing, key) for key in choosing.facts.agencies]
    chosen = list(choosing.selection.agencies)
    boxes = dbc.Checklist(id=f"control-{param(field)}", name=param(field), options=options, value=chosen)
    legend = html.Legend(ui.FIELDS[field].in_(choosing.language), className="visually-hidden")
    return html.Fieldset([legend, boxes])


def _agency_option(choosing: Choosing, key: str) -> dict[str, Any]:
    agency, language = choosing.facts.agencies[key], choosing.language
    name = agency.name.in_(language)
    if choosing.selection.scope == "federal" and agency.kind == "controlled_entity":
        return {"value": key, "label": f"{name}: {ui.ONLY_PEF.in_(language)}", "disabled": True}
    return {"value": key, "label": name}


def _years(choosing: Choosing, field: str) -> Component:
    language = choosing.language
    years = [str(year) for year in choosing.facts.years("federal")]
    boxes = dbc.Checklist(
        id=f"control-{param(field)}",
        name=param(field),
        options=[{"value": year, "label": year} for year in years],
        value=[str(year) for year in choosing.selection.years],
        inline=True,
    )
    legend = html.Legend(ui.FIELDS[field].in_(language), className="control-label")
    return html.Fieldset([legend, boxes], className="control control-wide")


_MAKERS: Mapping[str, Callable[[Choosing, str], Component]] = {"agencies": _agencies, "years": _years}
