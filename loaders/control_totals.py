"""Published totals that the official files held do not cover.

Exercised 2013-2015 is contrasted with a secondary file that has all ramos; the others are shown as not
checkable until a file covers them.

Gross totals of all ramos, IMSS, ISSSTE, Pemex and CFE included, which the workbooks held leave out
(2008-2016 by os-data; 2020-2025 a third party's reading of the official workbooks), in thousands of
millions of pesos; approved net totals, in millions of pesos, by budget decree.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from loaders.model import Check, Measure, Text, Where

_GROSS = {
    2013: ("4322.6", None, "4617.6"),
    2014: ("4905.4", "5014.0", "5010.9"),
    2015: ("5138.4", "5398.6", "5399.0"),
    2020: ("6953.8", "6884.2", "6882.5"),
    2021: (None, "7694.0", "7688.3"),
    2022: ("8111.7", "8672.1", "8669.8"),
    2023: ("9465.8", "9369.0", "9366.1"),
    2024: ("10406.7", "10559.4", "10554.2"),
    2025: ("10795.1", "11175.5", "11272.2"),
}
_NET = {2022: "7088250.3", 2023: "8299647.8", 2024: "9066045.8", 2026: "10193683.7"}
_MOMENTS = (
    ("approved", Text("aprobado", "approved")),
    ("modified", Text("modificado", "modified")),
    ("executed", Text("Ejercicio", "executed")),
)
_NO_GROSS = Text(
    "El total incluye IMSS, ISSSTE, Pemex y CFE; ningún archivo que se tenga de ese año los trae.",
    "The total includes IMSS, ISSSTE, Pemex and CFE; no held file of that year has them.",
)
_NO_NET = Text(
    "No se tiene el presupuesto aprobado de ese año por clave, y el neteo se calcula clave por clave.",
    "The approved budget of that year by key is not held, and netting is computed key by key.",
)


_BY_SECONDARY = Text(
    "Contrastado con una fuente secundaria que sí incluye IMSS, ISSSTE, Pemex y CFE; la cifra publicada está "
    "en miles de millones de pesos con un decimal.",
    "Contrasted with a secondary source that does include IMSS, ISSSTE, Pemex and CFE; the published figure "
    "is in thousands of millions of pesos with one decimal.",
)
_SECONDARY_YEARS = (2013, 2014, 2015)
_HALF_TENTH_OF_BILLION = Decimal(50_000_000)


def _gross() -> list[tuple[str, Check]]:
    return [
        (_owner(moment), _gross_check(year, moment, words, Decimal(total) * 10**9))
        for year, totals in _GROSS.items()
        for (moment, words), total in zip(_MOMENTS, totals, strict=True)
        if total is not None
    ]


def _gross_check(year: int, moment: str, words: Text, total: Decimal) -> Check:
    made = _check(f"gross_{year}_{moment}", "gross", year, total, words, _NO_GROSS)
    if moment != "executed" or year not in _SECONDARY_YEARS:
        return made
    measure = Measure("reference_total", "total_mxn", (Where("fiscal_year", (year,)),))
    title = Text(f"{made.title.es} (fuente secundaria)", f"{made.title.en} (secondary source)")
    return replace(
        made, title=title, measure=measure, explanation=_BY_SECONDARY, tolerance=_HALF_TENTH_OF_BILLION
    )


def _net() -> list[tuple[str, Check]]:
    approved = _MOMENTS[0][1]
    return [
        ("approved_budget", _check(f"net_{year}", "net", year, Decimal(total) * 10**6, approved, _NO_NET))
        for year, total in _NET.items()
    ]


def _owner(moment: str) -> str:
    return "approved_budget" if moment == "approved" else "public_account"


def _check(id_: str, scope: str, year: int, total: Decimal, moment: Text, why: Text) -> Check:
    kinds = {"gross": Text("bruto", "gross"), "net": Text("neto", "net")}
    kind = kinds[scope]
    title = Text(f"Total {kind.es} {moment.es} {year}", f"{moment.en.capitalize()} {kind.en} total, {year}")
    return Check(id_, scope, title, total, None, why, year)


def control_totals() -> list[tuple[str, Check]]:
    """Return (dataset id, check) of every published total that the official files held do not cover."""
    return [*_gross(), *_net()]
