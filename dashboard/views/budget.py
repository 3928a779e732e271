"""The views of *Presupuesto*."""

from __future__ import annotations

from dashboard.charts.model import Chart, Deviation, GroupedBars, RankingBars, StateMap, TimeSeries, Treemap
from dashboard.data import budget, comparison
from dashboard.data.availability import Ground
from dashboard.data.result import Result
from dashboard.data.selection import CHOICES, Selection
from dashboard.views import titles
from dashboard.views.model import View
from loaders.model import Text

_ALL_SCOPES = frozenset(CHOICES["scope"])
_FEDERAL = frozenset({"federal"})
_NOT_STATES = frozenset(CHOICES["by"]) - {"state"}
_PRICES = ("prices", "base", "index")


def _measure(result: Result) -> str:
    return result.measures[0].name


def _bars(selection: Selection, result: Result) -> Chart:
    del selection
    return RankingBars("id", "name", _measure(result), limit=15)


def _lines(selection: Selection, result: Result) -> Chart:
    del selection
    return TimeSeries("id", "name", "fiscal_year", _measure(result))


def _groups(selection: Selection, result: Result) -> Chart:
    del selection
    return GroupedBars(
        "id", "name", tuple(column.name for column in result.measures if column.name != "real_change")
    )


def _gap(selection: Selection, result: Result) -> Chart:
    del selection
    # The difference and its share stand last, after the moments.
    start, end = result.measures[0], result.measures[-3]
    return Deviation("id", "name", start.name, end.name, limit=15)


def _areas(selection: Selection, result: Result) -> Chart:
    # Inside one agency its name stands in the trail above; among all, programmes are grouped by agency.
    return Treemap("id", "name", "" if selection.within else "agency", _measure(result))


def _map(selection: Selection, result: Result) -> Chart:
    del selection
    return StateMap("id", "name", _measure(result))


RANKING = View(
    slug="ranking",
    label=Text("Ranking", "Ranking"),
    question=Text("¿A qué se asignó o en qué se gastó más?", "What got or spent the most?"),
    ask=budget.ranking,
    chart=_bars,
    title=titles.ranking,
    ground=Ground(_ALL_SCOPES, frozenset(CHOICES["by"])),
    controls=("by", "year"),
    more=("scope", "moment", "measure", *_PRICES, "agencies"),
)
SERIES = View(
    slug="series",
    label=Text("En el tiempo", "Over time"),
    question=Text("¿Cómo ha cambiado el gasto con los años?", "How has spending changed over the years?"),
    ask=comparison.series,
    chart=_lines,
    title=titles.series,
    ground=Ground(_FEDERAL, frozenset({"agency", "program", "economic_type"}), frozenset({"year"})),
    controls=("agencies", "moment"),
    more=("by", "measure", *_PRICES),
)
COMPARE = View(
    slug="compare",
    label=Text("Comparar", "Compare"),
    question=Text(
        "¿Cómo se ven estos ramos en estos años, lado a lado?", "How do these agencies look in these years?"
    ),
    ask=comparison.compare,
    chart=_groups,
    title=titles.compare,
    ground=Ground(_FEDERAL, frozenset({"agency", "economic_type"}), frozenset({"year"})),
    controls=("agencies", "years"),
    more=("by", "moment", "measure", *_PRICES),
)
DEVIATION = View(
    slug="deviation",
    label=Text("Aprobado y Ejercicio", "Approved and Ejercicio"),
    question=Text(
        "¿En qué se apartó el Ejercicio de lo aprobado?", "Where did Ejercicio differ from approved?"
    ),
    ask=comparison.deviation,
    chart=_gap,
    title=titles.deviation,
    ground=Ground(
        frozenset({"federal", "draft"}),
        frozenset({"agency", "program"}),
        frozenset({"moment"}),
        {
            "federal": (("federal", "approved"), ("federal", "executed")),
            "draft": (("draft", "proposed"), ("gross", "approved")),
        },
    ),
    controls=("year", "by"),
    more=("scope", *_PRICES, "agencies"),
    questions={
        "draft": Text(
            "¿Qué cambió entre lo propuesto y lo aprobado?", "What changed from proposed to approved?"
        )
    },
)
TREEMAP = View(
    slug="treemap",
    label=Text("Recuadros", "Treemap"),
    question=Text("¿De qué partes se compone el todo?", "Which parts make up the whole?"),
    ask=budget.treemap,
    chart=_areas,
    title=titles.treemap,
    ground=Ground(_ALL_SCOPES, _NOT_STATES),
    controls=("by", "year"),
    more=("scope", "moment", *_PRICES),
    plotly="geo",
)
STATES = View(
    slug="states",
    label=Text("Entidades", "States"),
    question=Text(
        "¿En qué entidad está registrado el presupuesto?", "In which state is the budget registered?"
    ),
    ask=budget.states,
    chart=_map,
    title=titles.states,
    ground=Ground(frozenset({"gross", "net", "account", "draft", "quarterly"}), frozenset({"state"})),
    controls=("scope", "measure"),
    more=("year", "moment", *_PRICES, "agencies"),
    plotly="geo",
)
VIEWS = (RANKING, SERIES, COMPARE, DEVIATION, TREEMAP, STATES)
