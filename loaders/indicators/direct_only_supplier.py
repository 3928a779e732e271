"""Contracts of suppliers that got all of theirs directly."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Found, Indicator

_CONTRACTS = 3


def _rows(facts: Facts) -> sa.Select[Any]:
    keys = ("group_no", "fiscal_year", "supplier_no")
    columns = [facts.c[name] for name in keys]
    direct = sa.func.count().filter(facts.c.method == "direct")
    only = (
        sa.select(*columns, sa.func.count().label("contracts"))
        .where(facts.c.supplier_no.is_not(None), facts.c.method.is_not(None))
        .group_by(*columns)
        .having(sa.func.count() >= _CONTRACTS, direct == sa.func.count())
        .subquery("only")
    )
    same = sa.and_(*(only.c[name] == facts.c[name] for name in keys))
    return (
        sa.select(
            facts.c.contract_no,
            sa.cast(only.c.contracts, sa.Numeric(18, 2)).label("measure"),
            sa.cast(_CONTRACTS, sa.Numeric(18, 2)).label("limit_value"),
            sa.cast(sa.null(), sa.BigInteger()).label("group_no"),
        )
        .select_from(facts.join(only, same))
        .where(facts.c.method.is_not(None))
    )


INDICATOR = Indicator(
    "direct_only_supplier",
    8,
    "supplier",
    "competition",
    Text("Proveedor solo por adjudicación directa", "Supplier by direct awards only"),
    Text(
        "¿Qué contratos son de proveedores que en el año solo tuvieron adjudicaciones directas?",
        "Which contracts are of suppliers that had only direct awards in the year?",
    ),
    Text(
        "Contratos de proveedores con tres contratos o más en el año, todos por adjudicación directa, entre "
        "contratos de proveedores identificados.",
        "Contracts of suppliers with three contracts or more in the year, all by direct award, over "
        "contracts of "
        "identified suppliers.",
    ),
    Text(
        "Open Contracting Partnership, U035; el mínimo de tres contratos es de este tablero.",
        "Open Contracting Partnership, U035; the least of three contracts is this dashboard's.",
    ),
    Text("Tres contratos o más, todos directos.", "Three contracts or more, all direct."),
    Text(
        "Los {measure} contratos de su proveedor en el año fueron directos (umbral: {limit}).",
        "All {measure} contracts of its supplier in the year were direct (threshold: {limit}).",
    ),
    (
        Text(
            "Ventas pequeñas y frecuentes, como alimentos perecederos, suelen contratarse así.",
            "Small and frequent sales, such as fresh food, are often contracted so.",
        ),
        Text(
            "Dueños de patentes o de licencias solo pueden contratarse directamente.",
            "Owners of patents or licences can only be contracted directly.",
        ),
    ),
    ("method", "supplier_no"),
    Found(_rows),
    measure_unit="count",
    ocp_code="U035",
)
