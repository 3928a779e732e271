"""Every indicator once more, in plain Python over a list of contracts: what the store's SQL must equal.

`applies`, `known` and `signals` say of a contract whether the indicator is about it, whether it has what is
needed, and whether it gives the signal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
OUT = ("cancelled", "pending", "superseded", "shared")
LEGAL = (
    "published_on",
    "opened_on",
    "awarded_on",
    "signed_on",
    "starts_on",
    "ends_on",
    "participation",
    "source_url",
)


@dataclass
class World:
    """Contracts with what else is known: ceilings by (year, method, category), coverage and year of files.

    `every` are all rows of the files, also those that are no contract in force, or one told elsewhere.
    """

    every: list[Row]
    caps: dict[tuple[int, str, str], Decimal]
    coverage: dict[str, tuple[str, int | None]]

    @property
    def rows(self) -> list[Row]:
        """The contracts in force, each once."""
        return [row for row in self.every if row["amount_status"] not in OUT]

    def file_year(self, name: str) -> int | None:
        """The year in which most contracts of a file begin, of equals the last, else that it is loaded as."""
        own = [row["starts_on"] for row in self.every if row["source_file_id"] == name]
        begun = Counter(day.year for day in own if day)
        return max(begun, key=lambda year: (begun[year], year)) if begun else self.coverage[name][1]

    def group(self, row: Row) -> tuple[str, str]:
        return row["dataset_id"], self.coverage.get(row["source_file_id"], ("unknown", None))[0]

    def whole(self, row: Row) -> bool:
        """Whether a contract of its group and year begins in that year, or none says when it begins."""
        same = [one for one in self.rows if self._year(one) == self._year(row) and one["starts_on"]]
        return not same or any(one["starts_on"].year == one["fiscal_year"] for one in same)

    def _year(self, row: Row) -> tuple[str, str, int]:
        return (*self.group(row), row["fiscal_year"])

    def cap(self, row: Row) -> Decimal | None:
        return self.caps.get((row["fiscal_year"], row["procurement_method"], row["procurement_category"]))


def amount(row: Row) -> Decimal | None:
    counts = row["amount_status"] in ("counted", "converted")
    return row["amount_mxn"] if counts else None


def method(row: Row) -> str | None:
    return None if row["procurement_method"] == "unclassified" else str(row["procurement_method"])


def supplier(row: Row) -> str | None:
    return None if row["supplier_rule"] == "single" else str(row["supplier_id"])


def capped(row: Row) -> bool:
    if row["exception_kind"] is None:
        by_amount = row["exception_article"] in (None, "")
    else:
        by_amount = row["exception_kind"] == "amount_limits"
    federal = row["order_of_government"] == "federal" and row["generation"] != "OCDS"
    known = row["procurement_category"] in ("goods", "services", "leases", "works", "works_services")
    return federal and known and by_amount and row["procurement_method"] in ("direct", "selective")


def least_days(row: Row) -> int:
    character = (row["procedure_character"] or "").lower()
    if "tlc" in character or "tratado" in character:
        return 40
    return 20 if "internacional" in character else 15


def week(row: Row) -> Any:
    signed = row["signed_on"]
    return signed - timedelta(days=signed.weekday()) if signed else None


def splits(world: World) -> set[str]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in world.rows:
        cap, value = world.cap(row), amount(row)
        if not capped(row) or row["procurement_method"] != "direct" or cap is None or value is None:
            continue
        if value <= cap and supplier(row) and row["procuring_unit_code"] and week(row):
            where = (row["fiscal_year"], row["procuring_unit_code"], row["procurement_category"])
            groups[(world.group(row), *where, row["agency_id"], supplier(row), week(row))].append(row)
    return {
        row["contract_id"]
        for rows in groups.values()
        if len(rows) > 1 and sum(amount(row) or 0 for row in rows) > (world.cap(rows[0]) or 0)
        for row in rows
    }


def preponderant(world: World) -> set[str]:
    units: dict[Any, list[Row]] = defaultdict(list)
    for row in world.rows:
        if row["procuring_unit_code"] and supplier(row) and amount(row) is not None:
            units[(world.group(row), row["fiscal_year"], row["procuring_unit_code"])].append(row)
    found = set()
    for rows in units.values():
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            sums[supplier(row) or ""] += amount(row) or 0
        large = {who for who, value in sums.items() if value * 2 > sum(sums.values())}
        if len(rows) >= 10 and len(sums) > 1:
            found |= {row["contract_id"] for row in rows if supplier(row) in large}
    return found


def direct_only(world: World) -> set[str]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in world.rows:
        if supplier(row) and method(row):
            groups[(world.group(row), row["fiscal_year"], supplier(row))].append(row)
    return {
        row["contract_id"]
        for rows in groups.values()
        if len(rows) >= 3 and all(method(row) == "direct" for row in rows)
        for row in rows
    }


def earlier_years(world: World, row: Row) -> bool:
    """Whether a whole file of an earlier year is held in the contract's group."""
    whole = [
        world.file_year(name)
        for name, (coverage, _) in world.coverage.items()
        for other in world.every
        if other["source_file_id"] == name and world.group(other) == world.group(row)
        if coverage in ("full", "single_agency")
    ]
    years = [year for year in whole if year]
    return bool(years) and row["fiscal_year"] > min(years)


def new_suppliers(world: World) -> set[str]:
    first: dict[Any, int] = {}
    for row in world.rows:
        key = (world.group(row), supplier(row))
        first[key] = min(first.get(key, 9999), row["fiscal_year"])
    return {
        row["contract_id"]
        for row in world.rows
        if supplier(row) and earlier_years(world, row)
        if first[(world.group(row), supplier(row))] == row["fiscal_year"]
    }


def empty_fields(world: World, row: Row) -> tuple[int, int]:
    """How many of the legal fields a contract leaves empty, and how many its file carries."""
    same = [other for other in world.every if other["source_file_id"] == row["source_file_id"]]
    carried = [name for name in LEGAL if any(other[name] is not None for other in same)]
    return sum(row[name] is None for name in carried), len(carried)


Told = tuple[bool, bool, bool]


def _dates(first: str, second: str, signal: Callable[[int, Row], bool]) -> Callable[[Row], Told]:
    def told(row: Row) -> Told:
        known = row[first] is not None and row[second] is not None
        return True, known, known and signal((row[second] - row[first]).days, row)

    return told


def indicator(world: World, name: str) -> Callable[[Row], Told]:
    """Return what an indicator says of a contract: applies, known, signals."""
    return _ALONE[name] if name in _ALONE else _together(world, name)


def _direct(row: Row) -> Told:
    return True, method(row) is not None, method(row) == "direct"


def _short(row: Row) -> Told:
    _, known, signals = _dates("published_on", "opened_on", lambda days, of: days < least_days(of))(row)
    backwards = known and row["opened_on"] < row["published_on"]
    applies = method(row) == "open" and not backwards
    return applies, applies and known, applies and signals


def _amended(row: Row) -> Told:
    return True, row["amended"] is not None, bool(row["amended"])


def _december(row: Row) -> Told:
    signed = row["signed_on"]
    return True, signed is not None, signed is not None and signed.month == 12


def _round(row: Row) -> Told:
    value = amount(row)
    return True, value is not None, value is not None and value > 0 and value % 10_000 == 0


_ALONE: dict[str, Callable[[Row], Told]] = {
    "direct_award": _direct,
    "short_advertisement": _short,
    "late_publication": _dates("starts_on", "published_on", lambda days, of: days > 0),
    "long_contract": _dates("starts_on", "ends_on", lambda days, of: days > 1096),
    "amended": _amended,
    "year_end": _december,
    "round_amount": _round,
}


def _together(world: World, name: str) -> Callable[[Row], Told]:
    if name == "above_cap":
        return lambda row: _above(world, row)
    if name == "missing_fields":
        return lambda row: _missing(world, row)
    found = _FOUND[name](world)
    known = _KNOWN[name]
    return lambda row: _among(world, row, found, known, split=name == "possible_split")


def _above(world: World, row: Row) -> Told:
    value, cap = amount(row), world.cap(row)
    known = capped(row) and value is not None and cap is not None
    return capped(row), known, known and (value or 0) > (cap or 0)


def _missing(world: World, row: Row) -> Told:
    empty, carried = empty_fields(world, row)
    return True, carried > 0, carried > 0 and empty * 2 >= carried


def _among(
    world: World, row: Row, found: set[str], known: Callable[[World, Row], bool], *, split: bool
) -> Told:
    applies = not split or (capped(row) and row["procurement_method"] == "direct")
    return applies, applies and known(world, row), row["contract_id"] in found


_FOUND: dict[str, Callable[[World], set[str]]] = {
    "possible_split": splits,
    "preponderant_supplier": preponderant,
    "direct_only_supplier": direct_only,
    "new_supplier": new_suppliers,
}
_KNOWN: dict[str, Callable[[World, Row], bool]] = {
    "possible_split": lambda world, row: (
        amount(row) is not None
        and world.cap(row) is not None
        and bool(supplier(row) and row["procuring_unit_code"] and row["signed_on"])
    ),
    "preponderant_supplier": lambda world, row: (
        amount(row) is not None and bool(supplier(row) and row["procuring_unit_code"])
    ),
    "direct_only_supplier": lambda world, row: bool(supplier(row) and method(row)),
    "new_supplier": lambda world, row: bool(supplier(row)) and earlier_years(world, row),
}
NAMES = (*_ALONE, *_FOUND, "above_cap", "missing_fields")
