"""Share of the amount that the four largest suppliers have."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Concentration, Facts, Indicator


def _share(part: sa.ColumnElement[Any], whole: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.cast(part, sa.Double()) / sa.func.nullif(sa.cast(whole, sa.Double()), 0)


def _value(given: Facts) -> sa.ColumnElement[Any]:
    return _share(given.c.few_mxn, given.c.known_mxn)


def _low(given: Facts) -> sa.ColumnElement[Any]:
    return _share(given.c.few_mxn, given.c.known_mxn + given.c.single_mxn)


def _high(given: Facts) -> sa.ColumnElement[Any]:
    return _share(given.c.few_mxn + given.c.single_mxn, given.c.known_mxn + given.c.single_mxn)


INDICATOR = Indicator(
    "top_four",
    5,
    "buyer",
    "competition",
    Text("Los cuatro proveedores mayores", "The four largest suppliers"),
    Text(
        "¿Qué parte del monto reciben los cuatro mayores?",
        "Which part of the amount do the four largest get?",
    ),
    Text(
        "Monto de los cuatro proveedores con más monto entre el monto de los proveedores identificados.",
        "Amount of the four suppliers with most over the amount of the identified suppliers.",
    ),
    Text("IMCO, c4_monto_total.", "IMCO, c4_monto_total."),
    Text(
        "No tiene umbral propio: se compara entre unidades y años.",
        "No threshold of its own: compared between units and years.",
    ),
    Text("Es de toda la unidad, no de un contrato.", "It is about the whole unit, not one contract."),
    (
        Text(
            "Una unidad con pocos contratos tiene pocos proveedores, y los cuatro mayores son casi todos.",
            "A unit with few contracts has few suppliers, and the four largest are almost all of them.",
        ),
        Text(
            "Una compra consolidada se paga a pocos proveedores para muchas dependencias.",
            "A consolidated purchase pays few suppliers on behalf of many agencies.",
        ),
    ),
    ("amount_mxn", "supplier_no"),
    Concentration(_value, _low, _high),
)
