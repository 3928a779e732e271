"""Published figures that the approved budget must reproduce.

The net total must be equal to the peso; the gross total and the three subtractions are known in thousands
and in tenths of a million of pesos, so half of their last digit is the tolerance.
"""

from __future__ import annotations

from decimal import Decimal

from loaders.model import Check, Measure, Text, Where
from loaders.netting import ENTITY_SUPPORT, SOCIAL_SECURITY_QUOTAS, SOCIAL_SECURITY_TRANSFERS, NettingRule

_2021 = Where("fiscal_year", (2021,))
_HALF_THOUSAND = Decimal(500)
_HALF_TENTH_OF_MILLION = Decimal(50_000)


def _sum(*where: Where) -> Measure:
    return Measure("budget_line", "approved_mxn", (_2021, *where))


def _subtraction(rule: NettingRule, expected: str) -> Check:
    return Check(
        id=f"pef_2021_net_{rule.id}",
        subject="net",
        title=Text(f"PEF 2021, resta del neteo: {rule.title.es}", f"PEF 2021, netted out: {rule.title.en}"),
        expected=Decimal(expected),
        measure=_sum(*rule.where),
        tolerance=_HALF_TENTH_OF_MILLION,
        fiscal_year=2021,
        explanation=Text(
            "La cifra de referencia está en millones de pesos con un decimal; la diferencia es redondeo.",
            "The reference figure is in millions of pesos with one decimal; what differs is rounding.",
        ),
    )


CHECKS = (
    Check(
        id="pef_2021_gross",
        subject="gross",
        title=Text("PEF 2021, total bruto aprobado", "PEF 2021, approved gross total"),
        expected=Decimal(7_230_920_869_000),
        measure=_sum(),
        tolerance=_HALF_THOUSAND,
        fiscal_year=2021,
        explanation=Text(
            "La cifra de referencia está en miles de pesos; la suma de las claves trae además 265 pesos. "
            "Incluye 5,206,882 pesos de los tres registros reparados.",
            "The reference figure is in thousands of pesos; the sum of the keys has 265 pesos more. "
            "It includes 5,206,882 pesos of the three repaired records.",
        ),
    ),
    Check(
        id="pef_2021_net",
        subject="net",
        title=Text("PEF 2021, gasto neto total aprobado", "PEF 2021, approved net total"),
        expected=Decimal(6_295_736_200_000),
        measure=_sum(Where("netted", (False,))),
        fiscal_year=2021,
        explanation=Text(
            "Gasto neto total publicado, igual al peso: bruto menos cuotas y aportaciones "
            "al ISSSTE, transferencias del ramo 19 y apoyos U129 del ramo 23.",
            "Published net total, equal to the peso: gross minus ISSSTE contributions, ramo 19 transfers "
            "and ramo 23 support U129.",
        ),
    ),
    _subtraction(SOCIAL_SECURITY_QUOTAS, "48491600000"),
    _subtraction(SOCIAL_SECURITY_TRANSFERS, "816693100000"),
    _subtraction(ENTITY_SUPPORT, "70000000000"),
)
