"""Contracts of more than three years."""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Indicator, Signal

_DAYS = 1_096


def _days(facts: Facts) -> sa.ColumnElement[int]:
    return sa.func.date_diff("day", facts.c.starts_on, facts.c.ends_on)


INDICATOR = Indicator(
    "long_contract",
    11,
    "contract",
    "none",
    Text("Contrato largo", "Long contract"),
    Text("¿Qué contratos duran más de tres años?", "Which contracts last more than three years?"),
    Text(
        "Contratos con más de 1,096 días entre inicio y fin.",
        "Contracts with more than 1,096 days between start and end.",
    ),
    Text(
        "Umbral de este tablero. La Ley de Presupuesto, art. 50, pide autorización para contratos de "
        "varios años.",
        "Threshold of this dashboard. The budget law, art. 50, asks for leave for contracts of "
        "several years.",
    ),
    Text("Más de 1,096 días.", "More than 1,096 days."),
    Text("Dura {measure} (umbral: {limit}).", "It lasts {measure} (threshold: {limit})."),
    (
        Text(
            "Obras grandes, arrendamientos y servicios con inversión necesitan plazos largos.",
            "Large works, leases and services with investment need long terms.",
        ),
        Text(
            "La fecha de fin puede incluir garantías, o ser un error de captura.",
            "The end date may include warranties, or be a typing error.",
        ),
    ),
    ("starts_on", "ends_on"),
    Signal(lambda facts: _days(facts) > _DAYS, _days, lambda facts: sa.literal(_DAYS)),
    measure_unit="days",
)
