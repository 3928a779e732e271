"""From nominal pesos to the measure a reader chose; exact decimals all the way.

Real pesos = nominal x index(base) / index(year), the usual deflation with the annual mean of the
chosen index (SHCP's GDP deflator or INEGI's INPC). Share = amount / total of the same scope, year and
moment. Per inhabitant = (real or nominal) amount / CONAPO's mid-year population of that year. Share of GDP =
nominal amount / INEGI's national GDP at current prices of the same year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from dashboard.data import words
from dashboard.data.facts import Facts
from dashboard.data.result import Gap, ResultColumn, State, Value
from dashboard.data.selection import Selection
from loaders.model import Text

CENT = Decimal("0.01")
FINE = Decimal("0.000001")
# A programme of a hundred million pesos is some millionths of GDP.
FINEST = Decimal("0.000000001")
SHARES = {"share": words.SHARES, "share_of_gdp": words.SHARES_OF_GDP}
MOMENTS = {
    "proposed": Text("Proyecto", "Proposed"),
    "approved": Text("Aprobado", "Approved"),
    "modified": Text("Modificado", "Modified"),
    "accrued": Text("Devengado", "Accrued"),
    "paid": Text("Pagado", "Paid"),
    "executed": Text("Ejercicio", "Ejercicio (paid + ADEFAS)"),
    "exercised": Text("Ejercido (momento contable)", "Exercised (accounting moment)"),
}
# The moments that mean something in each scope: a draft has no spending, an account proposes nothing.
_SPENT = frozenset(MOMENTS) - {"proposed"}
MEANT = {
    **dict.fromkeys(("federal", "account", "quarterly"), _SPENT),
    **dict.fromkeys(("gross", "net"), frozenset({"approved"})),
    "draft": frozenset({"proposed"}),
}
# The moments that every public account has.
ACCOUNT_MOMENTS = ("approved", "modified", "accrued", "executed")


@dataclass(frozen=True)
class Converter:
    """Turns nominal pesos of a year into the selected measure; a gap stays the gap that it is."""

    selection: Selection
    facts: Facts

    def factor(self, year: int) -> Decimal | None:
        """Return what a nominal peso of `year` is multiplied with; None where an index is not held."""
        if self.selection.prices == "nominal":
            return Decimal(1)
        index = self.facts.prices.get(self.selection.index, {})
        known = {self.selection.base, year} <= index.keys()
        return index[self.selection.base] / index[year] if known else None

    def without_index(self, *years: int) -> list[int]:
        """Return those of `years`, and the base, whose price index the store does not hold."""
        index = self.facts.prices.get(self.selection.index, {})
        return sorted({*years, self.selection.base} - index.keys())

    def pesos(self, nominal: Value, year: int) -> Value:
        """Return pesos of the chosen prices, rounded to the cent."""
        if isinstance(nominal, Gap):
            return nominal
        factor = self.factor(year)
        if factor is None:
            return Gap(State.NOT_HELD, words.no_deflator(self.without_index(year)))
        return (Decimal(nominal) * factor).quantize(CENT, ROUND_HALF_EVEN)

    def measure(self, nominal: Value, year: int, total: Value) -> Value:
        """Return the selected measure; `total` is the nominal total of scope, year and moment."""
        if self.selection.measure == "share":
            return portion(nominal, total)
        if self.selection.measure == "share_of_gdp":
            return portion(nominal, _held(self.facts.gdp, year, words.no_gdp(year)), FINEST)
        pesos = self.pesos(nominal, year)
        if self.selection.measure == "amount":
            return pesos
        return portion(pesos, _held(self.facts.population, year, words.no_population(year)), CENT)

    def column(
        self, moment: str, name: str | None = None, label: Text | None = None, years: tuple[int, ...] = ()
    ) -> ResultColumn:
        """Return the column of the selected measure of `moment`, its unit in its name, for `years`."""
        heading = label or MOMENTS[moment]
        stem = name or moment
        if self.selection.measure == "share" or self.selection.measure == "share_of_gdp":
            unit = self.selection.measure
            return ResultColumn(f"{stem}_{unit}", heading, "measure", unit, years)
        suffix = "mxn" if self.selection.prices == "nominal" else f"mxn_of_{self.selection.base}"
        if self.selection.measure == "per_inhabitant":
            name = f"{stem}_{suffix}_per_inhabitant"
            return ResultColumn(name, heading, "measure", "mxn_per_inhabitant", years)
        return ResultColumn(f"{stem}_{suffix}", heading, "measure", "mxn", years)

    def prices_words(self) -> Text:
        """Return how the prices are expressed, in words."""
        if self.selection.measure in SHARES:
            return SHARES[self.selection.measure]
        return words.NOMINAL if self.selection.prices == "nominal" else words.constant(self.selection.base)

    def price_notes(self) -> tuple[Text, ...]:
        """Return what must be said of the index: that its base year is projected or not known."""
        if self.selection.measure in SHARES or self.selection.prices == "nominal":
            return ()
        kind = self.facts.price_kinds.get((self.selection.index, self.selection.base), "unknown")
        return () if kind == "observed" else (words.price_kind(kind, self.selection.base),)


def _held(known: Mapping[int, Decimal | int], year: int, reason: Text) -> Value:
    """Return what is known of a year, or that the store does not hold it."""
    return Decimal(known[year]) if year in known else Gap(State.NOT_HELD, reason)


def portion(part: Value, whole: Value, places: Decimal = FINE) -> Value:
    """Return part / whole; of two gaps that of the part counts, and a part of nothing has no meaning."""
    for each in (part, whole):
        if isinstance(each, Gap):
            return each
    found = share(part, whole, places)  # type: ignore[arg-type]  # neither is a gap
    return Gap(State.NOT_APPLICABLE, words.WHOLE_IS_ZERO) if found is None else found


def share(part: Decimal | None, whole: Decimal | None, places: Decimal = FINE) -> Decimal | None:
    """Return part / whole as a fraction of 1, or None where either is missing or the whole is 0."""
    if part is None or not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(places, ROUND_HALF_EVEN)


def change(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Return after / before - 1, or None where it has no meaning (missing, or before is not positive)."""
    if before is None or after is None or before <= 0:
        return None
    return (Decimal(after) / Decimal(before) - 1).quantize(FINE, ROUND_HALF_EVEN)


def change_or_gap(before: Value, after: Value, no_base: Text) -> Value:
    """Return after / before - 1; a gap of either counts, and `no_base` says that before is not positive."""
    for each in (before, after):
        if isinstance(each, Gap):
            return each
    found = change(before, after)  # type: ignore[arg-type]  # neither is a gap
    return Gap(State.NOT_APPLICABLE, no_base) if found is None else found
