"""Contracts signed while their supplier was barred."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Found, Indicator
from loaders.procurement.sanctions import in_force

INDICATOR = Indicator(
    "sanctioned_supplier",
    16,
    "supplier",
    "anomalies",
    Text("Proveedor sancionado al firmar", "Supplier under sanction at signing"),
    Text(
        "¿Qué contratos se firmaron mientras su proveedor estaba inhabilitado?",
        "Which contracts were signed while their supplier was barred?",
    ),
    Text(
        "Contratos de personas morales cuyo RFC está en la lista de sancionados, firmados entre el "
        "inicio y el "
        "fin de la sanción. Un nombre igual sin RFC es posible homonimia y no cuenta.",
        "Contracts of legal persons whose tax code is in the list of sanctions, signed between the "
        "start and end "
        "of the sanction. An equal name without a tax code is a possible homonym and does not count.",
    ),
    Text(
        "Open Contracting Partnership, R046; IMCO, monto_con_sancionados, que une por nombre.",
        "Open Contracting Partnership, R046; IMCO, monto_con_sancionados, which matches by name.",
    ),
    Text("Firma dentro de la sanción.", "Signed during the sanction."),
    Text(
        "Su proveedor estaba en la lista de sancionados al firmar.",
        "Its supplier was in the list of sanctions at signing.",
    ),
    (
        Text(
            "Una suspensión de un juez deja sin efecto la sanción y la lista no siempre lo dice.",
            "A court may suspend the sanction, and the list does not always say so.",
        ),
        Text(
            "Contratos adjudicados antes de la sanción pueden firmarse o modificarse después.",
            "Contracts awarded before the sanction may be signed or amended later.",
        ),
    ),
    ("has_rfc", "signed_on", "sanction_list"),
    Found(lambda facts: in_force(facts, ("sfp", "sabg"))),
    lambda facts: facts.c.legal_person,
    ocp_code="R046",
)
