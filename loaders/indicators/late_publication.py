"""Contracts that were published after they had begun."""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Indicator, Signal


def _days(facts: Facts) -> sa.ColumnElement[int]:
    return sa.func.date_diff("day", facts.c.starts_on, facts.c.published_on)


INDICATOR = Indicator(
    "late_publication",
    10,
    "contract",
    "transparency",
    Text("Publicación tardía", "Late publication"),
    Text(
        "¿Qué contratos se publicaron después de haber empezado?",
        "Which contracts were published after they had begun?",
    ),
    Text(
        "Contratos cuya fecha de publicación es posterior a la de inicio.",
        "Contracts whose date of publication is after their start.",
    ),
    Text(
        "IMCO, IRC 2021: procesos registrados una vez iniciado el contrato.",
        "IMCO, IRC 2021: processes entered once the contract had begun.",
    ),
    Text("Un día o más de retraso.", "One day late or more."),
    Text("Se publicó {measure} después de empezar.", "It was published {measure} after it began."),
    (
        Text(
            "En casos urgentes la ley permite empezar antes de terminar el papeleo.",
            "In urgent cases the law allows beginning before the paperwork is complete.",
        ),
        Text(
            "La fecha de inicio puede ser la del periodo que se paga, no la del trabajo.",
            "The start may be that of the period paid for, not of the work.",
        ),
    ),
    ("published_on", "starts_on"),
    Signal(lambda facts: facts.c.published_on > facts.c.starts_on, _days),
    measure_unit="days",
)
