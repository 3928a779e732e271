"""Words of the page *Presupuesto*."""

from __future__ import annotations

from dashboard.data.result import State
from dashboard.data.words import STATES
from loaders.model import Text

TITLE = Text("Presupuesto", "Budget")
DESCRIPTION = Text(
    "Explore y compare ramos, programas y años del presupuesto federal de México, "
    "con la fuente de cada cifra.",
    "Explore and compare agencies, programmes and years of Mexico's federal budget, "
    "each figure with its source.",
)
BREAKDOWN = Text("Desglose", "Breakdown")
MATRIX = Text("Qué datos hay para cada desglose", "Which data are held for each breakdown")
MATRIX_LEDE = Text(
    "Cada celda dice qué ejercicios y momentos hay; es también un enlace a esos datos. "
    "Lo que no está, no se puede elegir en los controles.",
    "Each cell says which years and stages are held; it is also a link to those data. "
    "What is not here cannot be chosen in the controls.",
)
NOT_HELD = STATES[State.NOT_HELD]
NEXT = Text("Para seguir", "Where to go next")
TO_SOURCES = Text(
    "De dónde sale cada cifra, y cómo se comprueba", "Where each figure comes from, and how it is checked"
)
TO_CONTRACTS = Text(
    "Contratos que este tablero tiene de: {agency}", "Contracts that this dashboard holds of: {agency}"
)
TO_HOME = Text("Volver al inicio", "Back to the start")
EXECUTED = Text(
    "El Ejercicio de la Cuenta Pública es lo pagado más las ADEFAS (adeudos de ejercicios fiscales "
    "anteriores); no es el momento «ejercido» de la ley de contabilidad.",
    "The public account's Ejercicio is what was paid plus ADEFAS (debts of earlier fiscal years); "
    "it is not the “ejercido” stage of the accounting law.",
)
MORE_PARTS = Text("Más partes", "More parts")
DRILL = Text("Abra una parte para ver de qué se compone:", "Open a part to see what it is made of:")
