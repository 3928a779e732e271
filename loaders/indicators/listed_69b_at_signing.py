"""Contracts signed after the SAT listed their supplier as definitive."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Found, Indicator
from loaders.procurement.sanctions import in_force

INDICATOR = Indicator(
    "listed_69b_at_signing",
    18,
    "supplier",
    "anomalies",
    Text("En la lista del 69-B al firmar", "In the list of article 69-B at signing"),
    Text(
        "¿Qué contratos se firmaron cuando el SAT ya había publicado a su proveedor como definitivo?",
        "Which contracts were signed when the SAT had already published their supplier as definitive?",
    ),
    Text(
        "Contratos de personas morales cuyo RFC estaba como Definitivo al firmar. Si la lista que se "
        "tiene no "
        "trae fechas, se retiene.",
        "Contracts of legal persons whose tax code was definitive at signing. Where the list held "
        "has no dates, it "
        "is withheld.",
    ),
    Text(
        "Código Fiscal de la Federación, art. 69-B; Open Contracting Partnership, R046.",
        "Federal tax code, art. 69-B; Open Contracting Partnership, R046.",
    ),
    Text("Firma posterior a la publicación como Definitivo.", "Signed after publication as definitive."),
    Text(
        "Su proveedor ya estaba como Definitivo en la lista al firmar.",
        "Its supplier was already definitive in the list at signing.",
    ),
    (
        Text(
            "Entre la decisión de compra y la firma pueden pasar semanas.",
            "Weeks may pass between the decision to buy and the signing.",
        ),
        Text(
            "Un juez puede dar la razón al proveedor después.",
            "A court may find for the supplier later.",
        ),
    ),
    ("has_rfc", "signed_on", "list_69b_dates"),
    Found(lambda facts: in_force(facts, ("sat_69b",))),
    lambda facts: facts.c.legal_person,
    ocp_code="R046",
)
