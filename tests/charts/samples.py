"""Handmade Results and one declaration of each chart type, small enough to check by eye."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from dashboard.charts.model import (
    Chart,
    Deviation,
    GroupedBars,
    RankingBars,
    StateMap,
    TimeSeries,
    Treemap,
)
from dashboard.data.result import (
    NOT_APPLICABLE,
    NOT_REPORTED,
    Gap,
    Result,
    ResultColumn,
    Row,
    SeriesBreak,
    SourceRef,
    State,
    Value,
)
from loaders.model import Text

KEY = ResultColumn("id", Text("Clave", "Code"), "key")
NAME = ResultColumn("name", Text("Ramo", "Agency"), "label")
GROUP = ResultColumn("group", Text("Grupo", "Group"), "label")
YEAR = ResultColumn("fiscal_year", Text("Año", "Year"), "time", "year")
APPROVED = ResultColumn("approved_mxn", Text("Aprobado", "Approved"), "measure", "mxn")
EXECUTED = ResultColumn("executed_mxn", Text("Ejercicio", "Ejercicio"), "measure", "mxn")
SHARE = ResultColumn("share", Text("Parte del total", "Share of total"), "measure", "share")
IN_2013 = ResultColumn("y2013_mxn", Text("2013", "2013"), "measure", "mxn")
IN_2023 = ResultColumn("y2023_mxn", Text("2023", "2023"), "measure", "mxn")
SOURCE = SourceRef("sample", Text("Muestra", "Sample"), "Nadie", date(2026, 11, 21), "Libre Uso MX")

LONG = "Previsiones y Aportaciones para los Sistemas de Educación Básica, Normal, Tecnológica y de Adultos"
ODD = 'Fondo <b>&"de prueba"</b>'


def result(
    columns: Iterable[ResultColumn],
    rows: Iterable[Row],
    breaks: tuple[SeriesBreak, ...] = (),
    missing: tuple[Text, ...] = (),
) -> Result:
    """Return a Result of the sample source."""
    return Result(
        tuple(columns),
        tuple(rows),
        (SOURCE,),
        "v1",
        Text("Gobierno Federal, bruto", "Federal Government, gross"),
        Text("pesos corrientes", "nominal pesos"),
        breaks=breaks,
        missing=missing,
    )


def money(text: str | Gap) -> Value:
    """Return millions of pesos written as text as pesos; a gap as it is."""
    return text if isinstance(text, Gap) else Decimal(text) * 10**6


MISSING = (Text("Un ramo no está reportado.", "One agency is not reported."),)

_BARS: tuple[tuple[str, str, str | Gap], ...] = (
         ("a", "Salud", "121834.65"), ("b", LONG, "66000"), ("c", ODD, "33.3"),
         ("d", "Turismo", NOT_REPORTED),
         ("e", "Operaciones ajenas", "-1200"))  # fmt: skip
BARS = result(
    (KEY, NAME, APPROVED),
    ({"id": key, "name": name, "approved_mxn": money(value)} for key, name, value in _BARS),
    missing=MISSING,
)
MANY_BARS = result(
    (KEY, NAME, APPROVED),
    ({"id": str(at), "name": f"Ramo {at}", "approved_mxn": money(str(5000 - 150 * at))} for at in range(30)),
)

_LINES: dict[str, tuple[str, tuple[str | Gap, ...]]] = {
    "salud": ("Salud", ("118893.9", "120827.8", "121862", "124406.5", "132230.3", "123534.1")),
    "r19": (
        "Aportaciones a Seguridad Social",
        ("309000", "349000", "380000", "410000", NOT_REPORTED, "690000"),
    ),
}
LINES = result(
    (KEY, NAME, YEAR, EXECUTED),
    (
        {"id": key, "name": name, "fiscal_year": 2013 + at, "executed_mxn": money(value)}
        for key, (name, values) in _LINES.items()
        for at, value in enumerate(values)
    ),
    breaks=(
        SeriesBreak(2014, 2015, Text("se dejó de reportar J022", "J022 is no longer reported"), ("r19",)),
    ),
    missing=MISSING,
)

_GAPS: tuple[tuple[str, str, str | Gap, str | Gap], ...] = (
         ("salud", "Salud", "209616.46", "105425.42"), ("sep", "Educación Pública", "402277.25", "420300"),
         ("r19", "Aportaciones a Seguridad Social", NOT_REPORTED, NOT_REPORTED),
         ("ine", "Electoral", NOT_APPLICABLE, "20221"),
         ("neg", LONG, "2000", "-500"))  # fmt: skip
GAPS = result(
    (KEY, NAME, APPROVED, EXECUTED),
    (
        {"id": key, "name": name, "approved_mxn": money(start), "executed_mxn": money(end)}
        for key, name, start, end in _GAPS
    ),
    missing=MISSING,
)
GROUPS = result(
    (KEY, NAME, IN_2013, IN_2023),
    (
        {"id": key, "name": name, "y2013_mxn": money(start), "y2023_mxn": money(end)}
        for key, name, start, end in _GAPS
    ),
)

_AREAS: tuple[tuple[str, str, str, str | Gap], ...] = (
          ("ps", "Protección Social", "Desarrollo Social", "2080000"),
          ("ed", "Educación", "Desarrollo Social", "813200"),
          ("ce", "Energía", "Desarrollo Económico", "1218400"),
          ("ju", "Justicia", "Gobierno", "119900"), ("aj", "Ajenas", "Gobierno", "-3"),
          ("nn", ODD, "Gobierno", NOT_REPORTED))  # fmt: skip
AREAS = result(
    (KEY, NAME, GROUP, APPROVED),
    (
        {"id": key, "name": name, "group": group, "approved_mxn": money(value)}
        for key, name, group, value in _AREAS
    ),
)

_SHORT = Gap(State.WITHHELD, Text("falta la entidad en 89.7 %", "89.7% lack the state"))
STATES = result(
    (KEY, NAME, APPROVED),
    (
        {
            "id": f"{code:02}",
            "name": f"Entidad {code}",
            "approved_mxn": _SHORT if code == 7 else money(str(code * 1000)),
        }
        for code in range(1, 35)
    ),
)

CHARTS: dict[str, tuple[Chart, Result, tuple[str, ...]]] = {
    "ranking_bars": (RankingBars("id", "name", "approved_mxn"), BARS, ()),
    "ranking_bars_chosen": (RankingBars("id", "name", "approved_mxn"), BARS, ("b",)),
    "ranking_bars_many": (RankingBars("id", "name", "approved_mxn"), MANY_BARS, ("27",)),
    "grouped_bars": (GroupedBars("id", "name", ("y2013_mxn", "y2023_mxn")), GROUPS, ()),
    "time_series": (TimeSeries("id", "name", "fiscal_year", "executed_mxn"), LINES, ()),
    "time_series_chosen": (TimeSeries("id", "name", "fiscal_year", "executed_mxn"), LINES, ("salud",)),
    "deviation": (Deviation("id", "name", "approved_mxn", "executed_mxn"), GAPS, ()),
    "treemap": (Treemap("id", "name", "group", "approved_mxn"), AREAS, ("ed",)),
    "state_map": (StateMap("id", "name", "approved_mxn"), STATES, ("09",)),
}
