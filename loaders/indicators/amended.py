"""Contracts that were changed after signing."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Indicator, Signal

INDICATOR = Indicator(
    "amended",
    12,
    "contract",
    "anomalies",
    Text("Convenio modificatorio", "Amended contract"),
    Text("¿Qué contratos se cambiaron después de firmarse?", "Which contracts were changed after signing?"),
    Text(
        "Contratos con convenio modificatorio entre contratos que dicen si lo tienen.",
        "Contracts with an amendment over contracts that say whether they have one.",
    ),
    Text(
        "IMCO, pc_contratos_con_convenio; Open Contracting Partnership, R064.",
        "IMCO, pc_contratos_con_convenio; Open Contracting Partnership, R064.",
    ),
    Text("Cada contrato con convenio cuenta.", "Each amended contract counts."),
    Text("Tiene convenio modificatorio.", "It was amended."),
    (
        Text(
            "Ampliar plazo o cantidad hasta 20 % (25 % en obra) es legal y frecuente.",
            "Extending the term or quantity by up to 20% (25% in works) is legal and frequent.",
        ),
        Text(
            "Un contrato reciente todavía puede cambiarse: los años nuevos tienen menos.",
            "A recent contract may still be changed: new years have fewer.",
        ),
    ),
    ("amended",),
    Signal(lambda facts: facts.c.amended),
    ocp_code="R064",
)
