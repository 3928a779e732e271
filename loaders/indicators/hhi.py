"""How concentrated the amounts are: the Herfindahl-Hirschman index."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Concentration, Facts, Indicator

_POINTS = 10_000


def _double(figure: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.cast(figure, sa.Double())


def _index(squares: sa.ColumnElement[Any], whole: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return _POINTS * _double(squares) / sa.func.nullif(_double(whole) * _double(whole), 0)


def _value(given: Facts) -> sa.ColumnElement[Any]:
    return _index(given.c.squares, given.c.known_mxn)


def _low(given: Facts) -> sa.ColumnElement[Any]:
    return _index(given.c.squares + given.c.single_squares, given.c.known_mxn + given.c.single_mxn)


def _high(given: Facts) -> sa.ColumnElement[Any]:
    largest, together = _double(given.c.largest_mxn), _double(given.c.largest_mxn + given.c.single_mxn)
    squares = _double(given.c.squares) - largest * largest + together * together
    return _index(squares, given.c.known_mxn + given.c.single_mxn)


INDICATOR = Indicator(
    "hhi",
    4,
    "buyer",
    "competition",
    Text("Concentración (índice IHH)", "Concentration (HHI)"),
    Text(
        "¿El dinero se reparte entre muchos proveedores o entre pocos?",
        "Is the money spread over many suppliers?",
    ),
    Text(
        "Suma de los cuadrados de la participación de cada proveedor en el monto, en porcentaje: de casi 0 "
        "(muchos pequeños) a 10,000 (uno solo). Los contratos sin proveedor identificado no entran; "
        "los límites "
        "dicen qué cambiarían.",
        "Sum of the squares of each supplier's share of the amount, in per cent: from almost 0 (many "
        "small ones) to "
        "10,000 (a single one). Contracts without an identified supplier stay out; the bounds tell what they "
        "would change.",
    ),
    Text(
        "Índice de Herfindahl-Hirschman; IMCO, ihh_por_monto.",
        "Herfindahl-Hirschman index; IMCO, ihh_por_monto.",
    ),
    Text(
        "No tiene umbral propio: se compara entre unidades y años.",
        "No threshold of its own: compared between units and years.",
    ),
    Text("Es de toda la unidad, no de un contrato.", "It is about the whole unit, not one contract."),
    (
        Text(
            "Hay mercados con pocos proveedores posibles: medicinas de patente, energía, obra especializada.",
            "Some markets have few possible suppliers: patented drugs, energy, specialised works.",
        ),
        Text(
            "Un solo contrato muy grande concentra el monto de un año.",
            "One very large contract concentrates the amount of a year.",
        ),
    ),
    ("amount_mxn", "supplier_no"),
    Concentration(_value, _low, _high),
    value_unit="points",
    ocp_code="R051",
)
