"""Contracts that leave half or more of the fields empty that the law asks for."""

from __future__ import annotations

from loaders.model import Text
from loaders.procurement.model import Indicator, Signal

INDICATOR = Indicator(
    "missing_fields",
    15,
    "contract",
    "transparency",
    Text("Campos vacíos", "Empty fields"),
    Text(
        "¿Qué contratos dejan vacíos la mitad o más de los datos que deben publicarse?",
        "Which contracts leave half or more of the required data empty?",
    ),
    Text(
        "De ocho campos (publicación, apertura, fallo, firma, inicio, fin, forma de participación y "
        "anuncio) se "
        "cuentan los vacíos, entre los que el archivo trae: un campo que falta en todo el archivo lo "
        "quitó quien "
        "lo recortó.",
        "Of eight fields (publication, opening, award, signing, start, end, form of participation "
        "and notice) the "
        "empty ones are counted, among those that the file carries: a field that is absent from all "
        "of a file was "
        "cut by somebody.",
    ),
    Text(
        "IMCO, promedio_datos_faltantes_por_contrato, con los mismos ocho campos.",
        "IMCO, promedio_datos_faltantes_por_contrato, with the same eight fields.",
    ),
    Text("La mitad o más.", "Half or more."),
    Text("Le faltan {measure} de {limit} campos.", "{measure} of {limit} fields are missing."),
    (
        Text(
            "Una adjudicación directa no tiene apertura de propuestas ni, a veces, fallo.",
            "A direct award has no opening of bids and sometimes no award date.",
        ),
        Text(
            "El dato puede existir en el expediente y no en el archivo abierto.",
            "The data may exist in the file of the procedure and not in the open data.",
        ),
    ),
    ("carried_fields",),
    Signal(
        lambda facts: facts.c.empty_fields * 2 >= facts.c.carried_fields,
        lambda facts: facts.c.empty_fields,
        lambda facts: facts.c.carried_fields,
    ),
    measure_unit="count",
)
