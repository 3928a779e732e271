"""Contracts of the supplier that gets more than half of a unit's money."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Found, Indicator

_HALF, _CONTRACTS = 50, 10


def _rows(facts: Facts) -> sa.Select[Any]:
    buyer = ("group_no", "fiscal_year", "unit_no")
    keys = [facts.c[name] for name in (*buyer, "supplier_no")]
    known = (
        facts.c.unit_no.is_not(None),
        facts.c.supplier_no.is_not(None),
        facts.c.amount_mxn.is_not(None),
    )
    of_supplier = (
        sa.select(*keys, sa.func.sum(facts.c.amount_mxn).label("amount"), sa.func.count().label("contracts"))
        .where(*known)
        .group_by(*keys)
        .subquery("of_supplier")
    )
    unit = [of_supplier.c[name] for name in buyer]
    amount = of_supplier.c.amount
    percent = 100 * sa.func.max(amount) / sa.func.nullif(sa.func.sum(amount), 0)
    large = (
        sa.select(*unit, sa.func.arg_max(of_supplier.c.supplier_no, amount).label("supplier_no"))
        .add_columns(percent.label("percent"))
        .group_by(*unit)
        .having(percent > _HALF, sa.func.sum(of_supplier.c.contracts) >= _CONTRACTS, sa.func.count() > 1)
        .subquery("large")
    )
    same = sa.and_(*(large.c[name] == facts.c[name] for name in (*buyer, "supplier_no")))
    return (
        sa.select(
            facts.c.contract_no,
            sa.cast(large.c.percent, sa.Numeric(18, 2)).label("measure"),
            sa.cast(_HALF, sa.Numeric(18, 2)).label("limit_value"),
            sa.cast(sa.null(), sa.BigInteger()).label("group_no"),
        )
        .select_from(facts.join(large, same))
        .where(*known)
    )


INDICATOR = Indicator(
    "preponderant_supplier",
    6,
    "supplier",
    "competition",
    Text("Proveedor preponderante", "Preponderant supplier"),
    Text(
        "¿Qué contratos son de un proveedor que recibe más de la mitad de lo que contrata la unidad "
        "en el año?",
        "Which contracts are of a supplier that gets more than half of what the unit contracts in the year?",
    ),
    Text(
        "El proveedor recibe más de 50 % del monto de la unidad compradora en el año, entre los proveedores "
        "identificados; solo unidades con 10 contratos o más y dos proveedores o más.",
        "The supplier gets more than 50% of the procuring unit's amount in the year, among "
        "identified suppliers; "
        "only units with 10 contracts or more and two suppliers or more.",
    ),
    Text(
        "Umbral de este tablero; la idea es la R040 de la Open Contracting Partnership y favoritismo "
        "de IMCO.",
        "Threshold of this dashboard; the idea is R040 of the Open Contracting Partnership and "
        "IMCO's favoritismo.",
    ),
    Text("Más de 50 % del monto.", "More than 50% of the amount."),
    Text(
        "Su proveedor recibió {measure} del monto de la unidad en el año (umbral: {limit}).",
        "Its supplier got {measure} of the unit's amount in the year (threshold: {limit}).",
    ),
    (
        Text(
            "Un solo contrato grande, como una obra, basta para pasar de la mitad.",
            "One large contract, such as a work, is enough to pass one half.",
        ),
        Text(
            "Hay unidades que compran una sola cosa a un solo proveedor posible.",
            "Some units buy one thing from the only possible supplier.",
        ),
    ),
    ("amount_mxn", "unit_no", "supplier_no"),
    Found(_rows),
    measure_unit="percent",
    ocp_code="R040",
)
