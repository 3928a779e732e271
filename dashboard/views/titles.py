"""Titles of charts, made from what is selected."""

from __future__ import annotations

from dashboard.data.facts import Facts
from dashboard.data.selection import Selection
from loaders.model import Text

PLURALS = {
    "agency": Text("los ramos", "agencies (ramos)"),
    "program": Text("los programas", "programmes"),
    "economic_type": Text("los tipos de gasto", "economic types"),
    "unit": Text("las unidades responsables", "responsible units"),
    "functional_group": Text("las finalidades", "purposes"),
    "function": Text("las funciones", "functions"),
    "subfunction": Text("las subfunciones", "subfunctions"),
    "chapter": Text("los capítulos de gasto", "chapters of expenditure"),
    "concept": Text("los conceptos de gasto", "concepts of expenditure"),
    "generic_object": Text("las partidas genéricas", "generic objects"),
    "specific_object": Text("las partidas específicas", "specific objects"),
    "expense_type": Text("los tipos de gasto", "expense types"),
    "funding_source": Text("las fuentes de financiamiento", "funding sources"),
    "state": Text("las entidades federativas", "states"),
}
AMOUNTS = {
    "proposed": Text("presupuesto propuesto", "proposed budget"),
    "paid": Text("gasto pagado", "paid spending"),
    "exercised": Text("gasto ejercido (momento contable)", "exercised spending (accounting moment)"),
    "approved": Text("presupuesto aprobado", "approved budget"),
    "modified": Text("presupuesto modificado", "modified budget"),
    "accrued": Text("gasto devengado", "accrued spending"),
    "executed": Text("Ejercicio (pagado más ADEFAS)", "Ejercicio (paid plus ADEFAS)"),
}


def ranking(selection: Selection, facts: Facts) -> Text:
    """Say what a ranking ranks: "De mayor a menor: los ramos, por …, 2023"."""
    things, amount, inside = _things(selection), AMOUNTS[selection.moment], _inside(selection, facts)
    period = _period(selection, facts)
    return Text(
        f"De mayor a menor: {things.es} según su {amount.es}, {period.es}{inside.es}",
        f"From largest to smallest: {things.en} by {amount.en}, {period.en}{inside.en}",
    )


def series(selection: Selection, facts: Facts) -> Text:
    """Say what a series follows, and over which years."""
    years = facts.years_of("federal", selection.by, selection.moment) or (selection.year,)
    amount, things = AMOUNTS[selection.moment], _things(selection)
    named = selection.by == "agency" and selection.agencies
    what = Text("los ramos elegidos", "the chosen agencies") if named else None
    inside = Text("", "") if named else _inside(selection, facts)
    largest = Text(f"{things.es} más grandes de {years[-1]}", f"the largest {things.en} of {years[-1]}")
    shown = what or largest
    return Text(
        f"Cómo ha cambiado el {amount.es} de {shown.es}, {years[0]}-{years[-1]}{inside.es}",
        f"How the {amount.en} of {shown.en} has changed, {years[0]}-{years[-1]}{inside.en}",
    )


def compare(selection: Selection, facts: Facts) -> Text:
    """Say which years stand side by side."""
    del facts
    years = sorted(selection.years)
    amount = AMOUNTS[selection.moment]
    return Text(
        f"{_sentence(amount.es)} por ramo, lado a lado: {_and(years, 'y')}",
        f"{_sentence(amount.en)} by agency, side by side: {_and(years, 'and')}",
    )


def deviation(selection: Selection, facts: Facts) -> Text:
    """Say that approved and Ejercicio are compared."""
    things, inside = _things(selection), _inside(selection, facts)
    if selection.scope == "draft":
        return Text(
            f"De lo propuesto a lo aprobado: {things.es} con mayor diferencia, {selection.year}{inside.es}",
            f"From proposed to approved: {things.en} with largest difference, {selection.year}{inside.en}",
        )
    return Text(
        f"De lo aprobado al Ejercicio: {things.es} con mayor diferencia, {selection.year}{inside.es}",
        f"From approved to Ejercicio: {things.en} with the largest difference, {selection.year}{inside.en}",
    )


def treemap(selection: Selection, facts: Facts) -> Text:
    """Say what the whole is and how it is split."""
    amount, things, inside = AMOUNTS[selection.moment], _things(selection), _inside(selection, facts)
    period = _period(selection, facts)
    return Text(
        f"Cómo se reparte el {amount.es} de {period.es} entre {things.es}{inside.es}",
        f"How the {amount.en} of {period.en} is split among {things.en}{inside.en}",
    )


def states(selection: Selection, facts: Facts) -> Text:
    """Say that the map shows where budget keys are registered, not where money works."""
    amount, period = AMOUNTS[selection.moment], _period(selection, facts)
    return Text(
        f"En qué entidad está registrado el {amount.es} de {period.es}",
        f"In which state the {amount.en} of {period.en} is registered",
    )


def _period(selection: Selection, facts: Facts) -> Text:
    """Return the year, and up to which quarter of it the figures go: half a year is no year."""
    year, quarter = selection.year, facts.quarters.get(selection.year)
    if selection.scope != "quarterly" or quarter is None:
        return Text(str(year), str(year))
    return Text(f"{year} (hasta el trimestre {quarter})", f"{year} (up to quarter {quarter})")


def _things(selection: Selection) -> Text:
    return PLURALS[selection.by]


def _inside(selection: Selection, facts: Facts) -> Text:
    names = [facts.agencies[key].name for key in selection.agencies if key in facts.agencies]
    if selection.within in facts.agencies:
        names = [facts.agencies[selection.within].name]
    if not names:
        return Text("", "")
    if len(names) > 3:
        return Text(f" ({len(names)} ramos elegidos)", f" ({len(names)} chosen agencies)")
    return Text(f" ({', '.join(n.es for n in names)})", f" ({', '.join(n.en for n in names)})")


def _and(items: list[int], word: str) -> str:
    words = list(map(str, items))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {word} {words[-1]}" if words else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
