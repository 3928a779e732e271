"""Contracts that were signed in December."""

from __future__ import annotations

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Indicator, Signal

_DECEMBER = 12

INDICATOR = Indicator(
    "year_end",
    13,
    "contract",
    "none",
    Text("Firmas de diciembre", "Signed in December"),
    Text("¿Se firman más contratos al cerrar el año?", "Are more contracts signed at the end of the year?"),
    Text(
        "Contratos firmados en diciembre entre contratos con fecha de firma. Un reparto parejo daría 8.3 %.",
        "Contracts signed in December over contracts with a date of signing. An even spread would give 8.3%.",
    ),
    Text(
        "Umbral de este tablero; véase también el calendario por mes.",
        "Threshold of this dashboard; see the calendar by month, too.",
    ),
    Text("Firmado del 1 al 31 de diciembre.", "Signed from 1 to 31 December."),
    Text("Se firmó en diciembre.", "It was signed in December."),
    (
        Text(
            "Los contratos del año siguiente se firman en diciembre para empezar en enero.",
            "Contracts of the following year are signed in December in order to begin in January.",
        ),
        Text(
            "Los ahorros del año se conocen tarde y solo entonces pueden comprometerse.",
            "The savings of a year are known late and can only be committed then.",
        ),
        Text(
            "El archivo de un año trae los contratos que empiezan en él: los firmados en diciembre para "
            "el año siguiente vienen en el archivo siguiente.",
            "The file of a year has the contracts that begin in it: those signed in December for the "
            "following year come in the following file.",
        ),
    ),
    ("signed_on",),
    Signal(lambda facts: sa.extract("month", facts.c.signed_on) == _DECEMBER),
)
