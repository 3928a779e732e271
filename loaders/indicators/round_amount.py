"""Contracts with a round amount."""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Indicator, Signal

_ROUND = 10_000

INDICATOR = Indicator(
    "round_amount",
    14,
    "contract",
    "none",
    Text("Monto redondo", "Round amount"),
    Text("¿Qué contratos tienen un monto redondo?", "Which contracts have a round amount?"),
    Text(
        "Contratos cuyo monto es múltiplo exacto de 10,000 pesos.",
        "Contracts whose amount is an exact multiple of 10,000 pesos.",
    ),
    Text("Umbral de este tablero.", "Threshold of this dashboard."),
    Text("Múltiplo de 10,000 pesos.", "A multiple of 10,000 pesos."),
    Text("Monto de {measure}, múltiplo de {limit}.", "Amount of {measure}, a multiple of {limit}."),
    (
        Text(
            "Los contratos abiertos se firman por un tope, que suele ser redondo.",
            "Open contracts are signed for a ceiling, which is often round.",
        ),
        Text(
            "Honorarios, becas y donativos se fijan en cifras redondas.",
            "Fees, grants and donations are set in round figures.",
        ),
    ),
    ("amount_mxn",),
    Signal(
        lambda facts: sa.and_(facts.c.amount_mxn > 0, facts.c.amount_mxn % _ROUND == 0),
        lambda facts: facts.c.amount_mxn,
        lambda facts: sa.literal(_ROUND),
    ),
    measure_unit="MXN",
)
