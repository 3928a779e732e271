"""How the numbers of a Result's columns are written and plotted: one scale for all columns drawn together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from dashboard import formats
from dashboard.charts.axes import decimals
from dashboard.data import words
from dashboard.data.result import NOT_REPORTED, Cell, Gap, Result, ResultColumn, Row, State, Unit, Value
from dashboard.formats import Scale
from loaders.model import Language, Text

_SAID_IN_CELLS: Final = frozenset({State.WITHHELD, State.NOT_APPLICABLE})
# Columns of changes from before their unit was "change".
_CHANGES: Final = frozenset({"real_change", "relative_difference"})
_PER_INHABITANT: Final = Text("por habitante", "per inhabitant")
_OF_TOTAL: Final = Text("por ciento", "per cent")
_OF_GDP: Final = Text("por ciento del PIB", "per cent of GDP")
_MONEY: Final = frozenset({"mxn", "mxn_each", "mxn_per_inhabitant"})
_FINEST: Final = 12  # decimals that no figure of a store goes beyond
_PER_CENT: Final = frozenset({"share", "change", "share_of_gdp"})


def amount(row: Row, name: str) -> Decimal | None:
    """Return the number in column `name`, exactly; None where there is none, whatever its state."""
    cell = row.get(name)
    if isinstance(cell, Decimal):
        return cell if cell.is_finite() else None
    return Decimal(cell) if isinstance(cell, int) else None


def name_of(row: Row, column: str) -> str:
    """Return the text in `column`; the empty string where there is none."""
    cell = row.get(column)
    return "" if cell is None else str(cell)


def value_of(row: Row, name: str) -> Value:
    """Return the number in column `name`, or in which other state it is."""
    number, cell = amount(row, name), row.get(name)
    return number if number is not None else cell if isinstance(cell, Gap) else NOT_REPORTED


def _gap(cell: Gap | None) -> Gap:
    return NOT_REPORTED if cell is None else cell


def gap_words(gap: Gap, language: Language) -> str:
    """Return the state of a cell without a number, with its reason: "retenido: falta la fecha en 34.1 %"."""
    word = words.STATES[gap.state].in_(language)
    return f"{word}: {gap.reason.in_(language)}" if gap.reason else word


@dataclass(frozen=True)
class Measure:
    """Writes numbers of one unit in one language; `scale` for charts, `exact` for tables and hover texts."""

    unit: Unit
    language: Language
    scale: Scale
    exact: Scale
    more: int = 0  # decimals beyond the usual ones

    def telling(self, values: Iterable[Value]) -> Measure:
        """Return the Measure whose `bare` writes different values differently: the unit follows the data.

        With more decimals, up to two; else in a smaller unit of pesos; at last with as many decimals as the
        values have.
        """
        told = {value for value in values if isinstance(value, Decimal)}
        tried = (replace(self, scale=scale, more=more) for scale in self._scales for more in range(3))
        finest = replace(self, scale=Scale.PESOS if self.is_money else self.scale, more=_FINEST)
        return next((one for one in tried if one._tells(told)), finest)

    @property
    def _scales(self) -> list[Scale]:
        smaller = (Scale.THOUSAND_MILLIONS, Scale.MILLIONS, Scale.PESOS)
        return [one for one in smaller if one.value <= self.scale.value] if self.is_money else [self.scale]

    def _tells(self, values: Collection[Decimal]) -> bool:
        return len({self.bare(value) for value in values}) == len(values)

    def plotted(self, value: Decimal) -> Decimal:
        """Return `value` in the unit of the axis (scaled pesos, per cent)."""
        if self.unit in _PER_CENT:
            return value * 100
        return self.scale.of(value) if self.is_money else value

    def bare(self, value: Value | None) -> str:
        """Return `value` as it stands beside a bar: the unit is in the chart's caption, no reason is told."""
        return self._bare(value, self.scale, self.more)

    def cell(self, value: Value | None) -> str:
        """Return `value` as it stands in the table: the unit is in the header, and few words say a reason.

        Why a source or this store has no figure is the same in many cells and stands below the table.
        """
        if isinstance(value, Gap) and value.state in _SAID_IN_CELLS:
            return gap_words(value, self.language)
        return self._bare(value, self.exact)

    def full(self, value: Value | None) -> str:
        """Return the table's figure with its unit, for hover texts."""
        return self._with_unit(value, self.exact)

    def spoken(self, value: Value | None) -> str:
        """Return `value` with its unit for a sentence, each amount in its own scale."""
        return self._with_unit(value, None)

    def difference(self, value: Decimal) -> str:
        """Return a difference with its sign, as `bare` writes amounts."""
        if self.is_money:
            return formats.signed(value, self.language, self.scale, self.more)
        text = self.bare(value)
        return f"+{text}" if value > 0 and not text.startswith("+") else text

    def tick(self, value: Decimal, step: Iterable[Decimal]) -> str:
        """Return the axis label of an amount already in the unit of the axis."""
        text = formats.number(value, self.language, decimals(step))
        return f"{text}%" if self.unit in _PER_CENT else text

    @property
    def is_money(self) -> bool:
        """Whether the numbers are pesos, of sums, of one contract or per inhabitant."""
        return self.unit in _MONEY

    @property
    def caption(self) -> str:
        """The unit in words, for captions and axes; empty for plain numbers."""
        return unit_words(self.unit, self.scale, self.language)

    @property
    def header(self) -> str:
        """The unit in words, for table headers; empty where each cell carries it (per cent)."""
        return "" if self.unit in _PER_CENT else unit_words(self.unit, self.exact, self.language)

    def _told(self, gap: Gap | None) -> str:
        """A gap inside a sentence."""
        word, reason = self._bare(gap, self.exact), _gap(gap).reason
        return f"{word} ({reason.in_(self.language)})" if reason else word

    def _bare(self, value: Value | None, scale: Scale, more: int = 0) -> str:
        if not isinstance(value, Decimal):
            return words.STATES[_gap(value).state].in_(self.language)
        if self.is_money:
            return formats.money(value, self.language, scale, more)
        if self.unit in _PER_CENT:
            written = formats.signed_percent if self.unit == "change" else formats.percent
            return written(value, self.language, (2 if self.unit == "share_of_gdp" else 1) + more)
        return str(value) if self.unit == "year" else formats.number(value, self.language, _few(value) + more)

    def _with_unit(self, value: Value | None, scale: Scale | None) -> str:
        if not isinstance(value, Decimal):
            return self._told(value)
        if not self.is_money:
            return self._bare(value, Scale.PESOS)
        text = formats.money_text(value, self.language, scale)
        return f"{text} {_PER_INHABITANT.in_(self.language)}" if self.unit == "mxn_per_inhabitant" else text


def measure(result: Result, language: Language, *names: str) -> Measure:
    """Return the Measure for columns `names` of `result`, scaled by the largest number in them."""
    unit = unit_of(result.column(names[0]))
    # What one contract costs is told in pesos: in millions most would be 0.1.
    values = [] if unit == "mxn_each" else list(_values(result, names))
    return Measure(unit, language, formats.scale_for(values), formats.scale_for(values, exact=True))


def measures(result: Result, language: Language) -> Mapping[str, Measure]:
    """Return a Measure per measured column; all columns of one unit share their scale."""
    units: dict[Unit, list[str]] = {}
    for column in result.measures:
        units.setdefault(unit_of(column), []).append(column.name)
    return {name: measure(result, language, *names) for names in units.values() for name in names}


def unit_of(column: ResultColumn) -> Unit:
    """Return what the numbers of a column are; changes, which carry their sign, may be called shares."""
    return "change" if column.unit == "share" and column.name in _CHANGES else column.unit


def unit_words(unit: Unit, scale: Scale, language: Language) -> str:
    """Return a unit in words: "millones de pesos", "pesos por habitante", "por ciento", or nothing."""
    if unit in _PER_CENT:
        return (_OF_GDP if unit == "share_of_gdp" else _OF_TOTAL).in_(language)
    if unit == "mxn_per_inhabitant":
        return f"{formats.scale_label(scale, language)} {_PER_INHABITANT.in_(language)}"
    return formats.scale_label(scale, language) if unit in _MONEY else ""


def plain(cell: Cell, column: ResultColumn, language: Language) -> str:
    """Return a cell that is no measure as text: names and codes as they are, yes and no in words."""
    if isinstance(cell, bool):
        return _YES_NO[cell].in_(language)
    if isinstance(cell, int) and column.unit != "year" and column.role != "time":
        return formats.number(cell, language)
    return "" if cell is None else str(cell)


_YES_NO: Final = {True: Text("sí", "yes"), False: Text("no", "no")}


def _few(value: Decimal) -> int:
    return 0 if value == value.to_integral_value() else 1


def _values(result: Result, names: Iterable[str]) -> Iterator[Decimal | None]:
    return (amount(row, name) for row in result.rows for name in names)
