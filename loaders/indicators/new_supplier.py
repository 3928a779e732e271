"""Contracts of suppliers that had none before."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement.model import Facts, Found, Indicator


def _rows(facts: Facts) -> sa.Select[Any]:
    keys = (facts.c.group_no, facts.c.supplier_no)
    first = (
        sa.select(*keys, sa.func.min(facts.c.fiscal_year).label("year"))
        .where(facts.c.supplier_no.is_not(None))
        .group_by(*keys)
        .subquery("first")
    )
    same = sa.and_(
        first.c.group_no == facts.c.group_no,
        first.c.supplier_no == facts.c.supplier_no,
        first.c.year == facts.c.fiscal_year,
    )
    nothing = sa.cast(sa.null(), sa.Numeric(18, 2))
    return (
        sa.select(
            facts.c.contract_no,
            sa.cast(first.c.year, sa.Numeric(18, 2)).label("measure"),
            nothing.label("limit_value"),
            sa.cast(sa.null(), sa.BigInteger()).label("group_no"),
        )
        .select_from(facts.join(first, same))
        .where(facts.c.earlier_years)
    )


INDICATOR = Indicator(
    "new_supplier",
    7,
    "supplier",
    "none",
    Text("Proveedor nuevo", "New supplier"),
    Text(
        "¿Qué parte de los contratos es de proveedores nuevos?",
        "Which part of the contracts is of new suppliers?",
    ),
    Text(
        "Contratos de proveedores sin contratos en los años anteriores que se tienen completos, "
        "entre contratos "
        "de proveedores identificados. Con muestras o con un solo año no puede saberse y se retiene.",
        "Contracts of suppliers without contracts in the earlier years that are held whole, over "
        "contracts of "
        "identified suppliers. With samples or a single year it can't be known and is withheld.",
    ),
    Text(
        "Open Contracting Partnership, U028, proporción de adjudicaciones a proveedores nuevos.",
        "Open Contracting Partnership, U028, per cent of awards to new suppliers.",
    ),
    Text("El año es el primero del proveedor.", "The year is the supplier's first."),
    Text("Es el primer año de este proveedor: {measure}.", "It is this supplier's first year: {measure}."),
    (
        Text(
            "Un proveedor nuevo también es señal de un mercado abierto.",
            "A new supplier is also the sign of an open market.",
        ),
        Text(
            "Puede ser el mismo con otro nombre, o haber vendido antes a quien no está en estos archivos.",
            "It may be the same under another name, or have sold before to somebody outside these files.",
        ),
    ),
    ("supplier_no", "earlier_years"),
    Found(_rows),
    measure_unit="year",
    ocp_code="U028",
)
