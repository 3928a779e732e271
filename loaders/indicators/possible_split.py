"""Several small direct awards that together are above the ceiling."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Found, Indicator


def _applies(facts: Facts) -> sa.ColumnElement[bool]:
    return sa.and_(facts.c.capped, facts.c.method == "direct")


def _rows(facts: Facts) -> sa.Select[Any]:
    week = sa.func.date_trunc("week", facts.c.signed_on)
    names = ("cell", "supplier_no")
    small = (
        sa.select(facts.c.contract_no, facts.c.amount_mxn, facts.c.cap_mxn, week.label("week"))
        .add_columns(*(facts.c[name] for name in names))
        .where(_applies(facts), facts.c.amount_mxn <= facts.c.cap_mxn)
        .where(facts.c.supplier_no.is_not(None), facts.c.unit_no.is_not(None), week.is_not(None))
        .cte("small")
    )
    keys = (*names, "week")
    total = sa.func.sum(small.c.amount_mxn)
    together = (
        sa.select(
            *(small.c[name] for name in keys),
            total.label("total"),
            sa.func.min(small.c.contract_no).label("first"),
        )
        .group_by(*(small.c[name] for name in keys))
        .having(sa.func.count() > 1, total > sa.func.max(small.c.cap_mxn))
        .subquery("together")
    )
    same = sa.and_(*(together.c[name] == small.c[name] for name in keys))
    return sa.select(
        small.c.contract_no,
        together.c.total.label("measure"),
        small.c.cap_mxn.label("limit_value"),
        together.c.first.label("group_no"),
    ).select_from(small.join(together, same))


INDICATOR = Indicator(
    "possible_split",
    3,
    "contract",
    "anomalies",
    Text("Compras que juntas rebasan el máximo", "Purchases that together are above the ceiling"),
    Text(
        "¿Hay adjudicaciones directas de la misma semana que juntas rebasan el monto máximo?",
        "Are there direct awards of one week that together are above the ceiling?",
    ),
    Text(
        "Dos o más adjudicaciones directas al mismo proveedor, de la misma unidad compradora, del "
        "mismo tipo de "
        "contratación y firmadas en la misma semana (lunes a domingo): cada una dentro del monto máximo y la "
        "suma por encima.",
        "Two or more direct awards to one supplier by one procuring unit, for the same kind of "
        "purchase, signed in "
        "one week (Monday to Sunday): each within the ceiling and the sum above it.",
    ),
    Text(
        "IMCO, contratos_fraccionados (semana, unidad compradora, proveedor, tipo); aquí por fecha de firma.",
        "IMCO, contratos_fraccionados (week, procuring unit, supplier, kind); here by date of signing.",
    ),
    Text("La suma de la semana es mayor que el máximo.", "The sum of the week is above the ceiling."),
    Text(
        "Los contratos de esa semana con el mismo proveedor suman {measure}; el máximo era {limit}.",
        "That week's contracts with the same supplier add up to {measure}; the ceiling was {limit}.",
    ),
    (
        Text(
            "Pueden ser bienes o lugares distintos, o pedidos de un mismo contrato abierto.",
            "They may be for different goods or places, or orders under one open contract.",
        ),
        Text(
            "La firma de varios contratos suele juntarse en un día aunque se decidan por separado.",
            "Several contracts are often signed on one day although decided apart.",
        ),
    ),
    ("amount_mxn", "cap_mxn", "supplier_no", "unit_no", "signed_on"),
    Found(_rows),
    _applies,
    measure_unit="MXN",
    ocp_code="R011",
)
