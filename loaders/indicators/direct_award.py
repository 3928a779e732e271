"""Share of contracts that were awarded directly."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Indicator, Signal

INDICATOR = Indicator(
    "direct_award",
    1,
    "contract",
    "competition",
    Text("Adjudicación directa", "Direct award"),
    Text("¿Qué parte de los contratos se dio sin concurso?", "Which part of the contracts had no tender?"),
    Text(
        "Contratos por adjudicación directa entre contratos cuyo procedimiento se conoce.",
        "Contracts by direct award over contracts whose procedure is known.",
    ),
    Text(
        "IMCO, repositorio imco/IRC (pc_procedimientos_adj_directa); aquí sin las invitaciones.",
        "IMCO, repository imco/IRC (pc_procedimientos_adj_directa); here without invitations.",
    ),
    Text("Cada adjudicación directa cuenta.", "Each direct award counts."),
    Text("Se adjudicó directamente.", "It was awarded directly."),
    (
        Text(
            "La ley la permite: montos bajos, urgencia, patente, un solo proveedor posible o entre "
            "dependencias.",
            "The law allows it: small amounts, urgency, patents, a single possible supplier or "
            "between agencies.",
        ),
        Text(
            "Muchos contratos pequeños pesan poco en el monto: véase también la proporción en pesos.",
            "Many small contracts weigh little in the amount: see the share in pesos, too.",
        ),
    ),
    ("method",),
    Signal(lambda facts: facts.c.method == "direct"),
    ocp_code="R013",
)
