"""From a query string to something a view can answer, or to words that say why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.data.availability import held, nearest, withheld
from dashboard.data.facts import Facts
from dashboard.data.lines import PARENT
from dashboard.data.parameters import Problem, refused_value
from dashboard.data.selection import CHOICES, Selection, param, parse, word
from dashboard.views.model import View
from dashboard.views.registry import BY_SLUG


@dataclass(frozen=True)
class Resolved:
    """A query understood: its view and selection, what was not understood, and whether it is held.

    `nearest` is the closest selection that is held; None when the selection itself is held, or when the
    store is `empty`: nothing that this view draws is held at all.
    """

    view: View
    selection: Selection
    problems: tuple[Problem, ...]
    nearest: Selection | None = None
    empty: bool = False


def resolve(query: str, facts: Facts, view_slug: str | None = None) -> Resolved:
    """Read a query string against what a store holds; `view_slug` overrides the view it names."""
    selection, found = parse(query, view_slug)
    problems = tuple(_with_held(problem, selection, facts) for problem in found)
    view = BY_SLUG[selection.view]
    selection, more = _checked(_without_stray_drill(selection), facts)
    if held(facts, selection, view.ground):
        return Resolved(view, selection, (*problems, *more))
    closest = nearest(facts, selection, view.ground)
    return Resolved(view, selection, (*problems, *more), closest, empty=closest is None)


def _with_held(problem: Problem, selection: Selection, facts: Facts) -> Problem:
    """Return a problem that tells all the store has, where the query alone could tell the form only."""
    held_of = {
        param("year"): map(str, facts.years(selection.scope)),
        param("years"): map(str, facts.years("federal")),
        param("base"): map(str, facts.base_years(selection.index)),
        param("agencies"): iter(facts.agencies),
    }
    if problem.param not in held_of:
        return problem
    return refused_value(problem.param, problem.value, held_of[problem.param])


def opening(facts: Facts) -> Selection | None:
    """Return what *Inicio* opens with: the latest public account by agency, or what is nearest to it.

    None where no budget is held.
    """
    years = facts.years_of("federal", "agency", "executed")
    latest = Selection(year=max(years), base=max(years)) if years else Selection()
    selection, _ = _checked(latest, facts)
    ground = BY_SLUG[selection.view].ground
    return selection if held(facts, selection, ground) else nearest(facts, selection, ground)


def _without_stray_drill(selection: Selection) -> Selection:
    """Drop what was drilled into once the breakdown is no longer one of its parts."""
    return selection if not selection.within or selection.by in PARENT else replace(selection, within="")


def _checked(selection: Selection, facts: Facts) -> tuple[Selection, tuple[Problem, ...]]:
    """Put back what no store can answer: a base year without index, unknown agencies, heads per state."""
    selection, problems = _with_prices(selection, facts)
    unknown = [key for key in selection.agencies if key not in facts.agencies]
    if unknown:
        problems.append(refused_value(param("agencies"), ", ".join(unknown), facts.agencies))
        known = tuple(key for key in selection.agencies if key in facts.agencies)
        selection = replace(selection, agencies=known)
    if withheld(facts, selection, selection.measure):
        offered = (value for value in CHOICES["measure"] if not withheld(facts, selection, value))
        accepted = [word("measure", value) for value in offered]
        problems.append(Problem(param("measure"), word("measure", selection.measure), ", ".join(accepted)))
        selection = replace(selection, measure="amount")
    return _with_held_years(selection, facts, problems)


def _with_prices(selection: Selection, facts: Facts) -> tuple[Selection, list[Problem]]:
    """Fall back on the first base year, or on nominal prices where the store holds no price index."""
    bases = facts.base_years(selection.index)
    if selection.base in bases or selection.prices == "nominal":
        return selection, []
    if not bases:
        found = Problem(param("prices"), word("prices", "real"), word("prices", "nominal"))
        return replace(selection, prices="nominal"), [found]
    found = refused_value(param("base"), str(selection.base), map(str, bases))
    return replace(selection, base=Selection().base if Selection().base in bases else bases[-1]), [found]


def _with_held_years(
    selection: Selection, facts: Facts, problems: list[Problem]
) -> tuple[Selection, tuple[Problem, ...]]:
    years = facts.years("federal")
    missing = [year for year in selection.years if year not in years]
    if missing:
        problems.append(refused_value(param("years"), ", ".join(map(str, missing)), map(str, years)))
        selection = replace(selection, years=tuple(year for year in selection.years if year in years))
    return selection, tuple(problems)
