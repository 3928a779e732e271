"""Contracts without an open tender above the ceiling of their year."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Indicator, Signal

INDICATOR = Indicator(
    "above_cap",
    2,
    "contract",
    "anomalies",
    Text("Por encima del monto máximo", "Above the ceiling"),
    Text(
        "¿Qué contratos sin licitación rebasan el monto máximo del Presupuesto de ese año?",
        "Which contracts without an open tender are above the ceiling of that year's budget?",
    ),
    Text(
        "Monto del contrato mayor que el máximo del año para su procedimiento y lo que se contrata, "
        "los dos sin "
        "IVA. Se usa el máximo del estrato de presupuesto más alto que se tiene; un máximo publicado "
        "con IVA se "
        "divide entre 1.16.",
        "Amount of the contract larger than the year's ceiling for its procedure and what is bought, both "
        "without VAT. The ceiling is that of the highest budget stratum held; one that includes VAT "
        "is divided "
        "by 1.16.",
    ),
    Text(
        "Ley de Adquisiciones, art. 42 (55 desde 2025); Ley de Obras Públicas, art. 43; montos del anexo del "
        "Presupuesto de Egresos. Importes sin IVA según el diccionario de CompraNet.",
        "Acquisitions law, art. 42 (55 since 2025); public works law, art. 43; amounts in the annex "
        "of the budget "
        "decree. Amounts without VAT according to CompraNet's dictionary.",
    ),
    Text("Monto mayor que el máximo.", "Amount above the ceiling."),
    Text(
        "Monto de {measure}; el máximo de ese año para ese procedimiento era {limit}.",
        "Amount of {measure}; that year's ceiling for that procedure was {limit}.",
    ),
    (
        Text(
            "Otro artículo de excepción permite cualquier monto (urgencia, patente, proveedor único); muchos "
            "archivos no dicen el artículo.",
            "Another article of exception allows any amount (urgency, patents, single supplier); "
            "many files do "
            "not state the article.",
        ),
        Text(
            "Algunos montos se capturan con IVA, o son el total de varios años.",
            "Some amounts are entered with VAT, or are the total of several years.",
        ),
    ),
    ("amount_mxn", "cap_mxn"),
    Signal(
        lambda facts: facts.c.amount_mxn > facts.c.cap_mxn,
        lambda facts: facts.c.amount_mxn,
        lambda facts: facts.c.cap_mxn,
    ),
    lambda facts: facts.c.capped,
    measure_unit="MXN",
)
