"""Contracts with suppliers that the SAT listed as definitive."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Found, Indicator
from loaders.procurement.sanctions import listed

INDICATOR = Indicator(
    "listed_69b",
    17,
    "supplier",
    "anomalies",
    Text("Proveedor en la lista del 69-B", "Supplier in the list of article 69-B"),
    Text(
        "¿Qué contratos son de proveedores que el SAT publicó como definitivos del artículo 69-B?",
        "Which contracts are of suppliers that the SAT published as definitive under article 69-B?",
    ),
    Text(
        "Contratos de personas morales cuyo RFC está en la lista como Definitivo, sin importar cuándo se "
        "publicó. Presunto, Desvirtuado y Sentencia Favorable no cuentan.",
        "Contracts of legal persons whose tax code is in the list as definitive, whenever it was published. "
        "Presumed, disproved and favourable rulings do not count.",
    ),
    Text(
        "Código Fiscal de la Federación, art. 69-B; Open Contracting Partnership, R046.",
        "Federal tax code, art. 69-B; Open Contracting Partnership, R046.",
    ),
    Text("Situación Definitivo.", "Definitive situation."),
    Text(
        "Su proveedor está como Definitivo en la lista del artículo 69-B.",
        "Its supplier is definitive in the list of article 69-B.",
    ),
    (
        Text(
            "La lista puede ser posterior al contrato: quien compró no podía saberlo.",
            "The list may be later than the contract: the buyer could not know.",
        ),
        Text(
            "El artículo presume operaciones sin sustento fiscal; no dice que este contrato lo sea.",
            "The article presumes operations without tax support; it does not say that this contract is one.",
        ),
    ),
    ("has_rfc", "list_69b"),
    Found(lambda facts: listed(facts, ("sat_69b",))),
    lambda facts: facts.c.legal_person,
    ocp_code="R046",
)
