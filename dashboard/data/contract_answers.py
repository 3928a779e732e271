"""Questions about the contracts of a group and year: how, by whom, from whom and when things were bought.

Answered from tables that were summed up at build: no question reads single contracts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, TableClause, func, select

from dashboard import formats
from dashboard.data import covered_months, procurement, unit_names, view_coverage
from dashboard.data.contract_scope import count, entered, group_name, scope
from dashboard.data.convert import share
from dashboard.data.covered_months import CoveredMonths
from dashboard.data.procurement import CUBE, STRAY, ContractsAsked, of
from dashboard.data.result import NOT_APPLICABLE, Gap, Result, ResultColumn, Row, SeriesBreak, State, Unit
from dashboard.data.store import Record, Store
from dashboard.data.unit_names import unit_name
from dashboard.data.words import SHARES
from dashboard.i18n import contracts as choices
from dashboard.i18n import procurement as words
from dashboard.i18n.ui import fill
from loaders.model import Language, Text
from loaders.schema import table
from loaders.search.schema import NONE
from loaders.states import STATES

_UNITS: Mapping[str, Unit] = {
    "share_of_contracts": "share",
    "share_of_amount": "share",
    "direct_share": "share",
    "top_four": "share",
    "amount_mxn": "mxn",
    "median_mxn": "mxn_each",
    "largest_mxn": "mxn_each",
}
_SIZES: Final = ("contracts", "counted", "amount_mxn", "median_mxn", "largest_mxn")
_SINGLE: Final = ("median_mxn", "largest_mxn")
_CONCENTRATION: Final = ("hhi", "top_four", "preponderant_supplier")
# Coverages of which each year has contracts of other institutions.
_NEVER_ALIKE: Final = frozenset({"first_rows"})
_DECEMBER: Final = 12
PERSON_KEY: Final = "persona-"  # rows of natural persons, which are not named, by their place


# --- how, by whom, when -----------------------------------------------------------------------------


def methods(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return contracts, amounts and medians by procedure, in the order of the law."""
    found = {row["procurement_method"]: row for row in store.rows(_by_method(asked))}
    names = choices.CHOICES["procurement_method"]
    rows = [_sized(method, text.in_(language), found[method]) for method, text in names.items()
            if method in found]  # fmt: skip
    return _result(store, asked, _sizes_by("method", rows), _shares(rows), _how_sized(store, asked, rows))


def agencies(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return agencies by the amount of their contracts; those of no known agency last, never left out."""
    names = {key: agency.name.in_(language) for key, agency in store.facts.agencies.items()}
    return _by_member(store, asked, "agency", names, language)


def categories(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return kinds of purchase by the amount of their contracts."""
    names = {key: text.in_(language) for key, text in choices.CHOICES["procurement_category"].items()}
    return _by_member(store, asked, "category", names, language)


def states(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return states by the amount of their contracts; those of no known state last, never left out."""
    names = {state.state_id: state.name for state in STATES}
    return _by_member(store, asked, "state", names, language)


def _by_member(
    store: Store, asked: ContractsAsked, dimension: str, names: Mapping[str, str], language: Language
) -> Result:
    """Return the members of a dimension beside each other, whichever of them is asked for."""
    others = asked.without(dimension)
    found = [
        _sized(key, names.get(key, key), row) for key, row in _members_of(store, others, dimension).items()
    ]
    rows = [*sorted(found, key=_by_amount), *_rest(store, others, dimension, language)]
    notes = [fill(words.UNIDENTIFIED_HOW[dimension], count=count(row["contracts"]))
             for row in rows if row["id"] == NONE]  # fmt: skip
    told = (*notes, *_how_sized(store, others, rows))
    return _result(store, others, _sizes_by(dimension, rows), _shares(rows), told)


def _by_amount(row: Mapping[str, Any]) -> Decimal:
    return -(row["amount_mxn"] or Decimal(0))


def _members_of(store: Store, asked: ContractsAsked, dimension: str) -> Mapping[str, Record]:
    """The sizes of the known members of a dimension; narrowed ones are added up from the cube."""
    if not asked.narrowed:
        return procurement.members(store, asked, dimension)
    column = table("cube_contract").c[CUBE[dimension]]
    rows = store.rows(_cubed(asked, column).where(column.is_not(None)))
    return {row[column.name]: row for row in rows}


def _rest(store: Store, asked: ContractsAsked, dimension: str, language: Language) -> list[dict[str, Any]]:
    """What belongs to no known member of a dimension, as a row of its own; none where there is nothing."""
    if asked.narrowed and dimension in CUBE:
        none = procurement.size(store, asked.having(dimension, NONE))
    else:
        none = procurement.rest(store, asked, dimension)
    return [_sized(NONE, words.UNIDENTIFIED.in_(language), none)] if none["contracts"] else []


def buyers(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return procuring units by the amount of their contracts, with their median."""
    found = [
        _sized(row["member_id"], unit_name(row, row["member_id"]), row)
        | {"institution": row["institution_name"]}
        for row in store.rows(_units(asked))
    ]
    rows = [*sorted(found, key=_by_amount), *_of_no_unit(store, asked, found, language)]
    measured = _measures(("amount_mxn", "share_of_amount", "contracts", "median_mxn", "largest_mxn"))
    columns = (*_identity("buyer"), *measured, ResultColumn("institution", words.INSTITUTION, "note"))
    return _result(store, asked, columns, _shares(rows), (words.MEDIANS, *_left_out(store, asked)))


def _of_no_unit(
    store: Store, asked: ContractsAsked, found: Sequence[Mapping[str, Any]], language: Language
) -> list[dict[str, Any]]:
    """The contracts whose procuring unit no code tells, as a row of their own."""
    whole = procurement.size(store, asked)
    sums = (
        procurement.less(whole, found) if asked.narrowed else procurement.rest(store, asked, "procuring_unit")
    )
    if not sums["contracts"]:
        return []
    return [_sized(NONE, words.UNIDENTIFIED.in_(language), sums) | {"institution": None}]


def calendar(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return contracts and amounts by month of signing; a month that the files do not cover has no figure."""
    found = {int(row["month"]): row for row in store.rows(_by_month(asked))}
    covered = covered_months.of(store, asked)
    rows = [
        _month(f"{month:02}", text.in_(language), found.get(month), covered.gap(month))
        for month, text in enumerate(words.MONTHS, 1)
    ]
    rows = _shares(rows) if found else []
    notes = (*_dated(store, asked, rows, covered), *covered.notes(), *_left_out(store, asked))
    return _result(store, asked, _sizes_by("month", rows), rows, notes)


def _month(key: str, name: str, row: Record | None, gap: Gap | None) -> dict[str, Any]:
    """The sizes of a month: nothing signed is zero, of which there is no median; not covered is no figure."""
    if row is not None:
        return _sized(key, name, row)
    total, single = (Decimal(0), NOT_APPLICABLE) if gap is None else (gap, gap)
    return {
        "id": key,
        "name": name,
        **dict.fromkeys(procurement.SUMS, total),
        **dict.fromkeys(_SINGLE, single),
    }


def _dated(
    store: Store, asked: ContractsAsked, rows: Sequence[Mapping[str, Any]], covered: CoveredMonths
) -> list[Text]:
    """Say how many contracts have a date of signing, and how much of them December is, if it is covered."""
    dated = sum(int(row["contracts"] or 0) for row in rows)
    whole = procurement.size(store, asked)["contracts"]
    told = fill(words.DATED, dated=count(dated), contracts=count(whole))
    if not rows or covered.gap(_DECEMBER) is not None:
        return [told]
    last, months = rows[_DECEMBER - 1], covered.months
    shares = {"share": last["share_of_contracts"], "amount": last["share_of_amount"]}
    # Of contracts without an amount, or of nothing, December is no part.
    if any(share is None or isinstance(share, Gap) for share in shares.values()):
        return [told]
    parts = {name: _part(share) for name, share in shares.items()}
    even = _part(Decimal(1) / months)
    return [fill(words.DECEMBER, months=count(months), even=even, **parts), told]


def _by_method(asked: ContractsAsked) -> Select[Any]:
    """Sizes by procedure: with medians, unless they are narrowed to what only the cube tells."""
    sized, names = table("contract_size"), asked.narrowed
    if len(names) > 1 or asked.lacks:
        return _cubed(asked, table("cube_contract").c.procurement_method)
    dimension = next(iter(names), "all")
    member = sized.c.member_id == getattr(asked, dimension, "all")
    query = of("contract_size", asked).where(sized.c.dimension == dimension, member)
    return query.where(sized.c.procurement_method.is_not(None))


def _by_month(asked: ContractsAsked) -> Select[Any]:
    """Sizes by month of signing: with medians, unless they are narrowed."""
    if asked.narrowed:
        month = table("cube_contract").c.month
        return _cubed(asked, month).where(month.is_not(None))
    sized = table("contract_size")
    query = of("contract_size", asked).add_columns(sized.c.member_id.label("month"))
    return query.where(sized.c.dimension == "month")


def _cubed(asked: ContractsAsked, column: ColumnElement[Any]) -> Select[Any]:
    """Sums of the cube's rows by one of its columns."""
    cube = table("cube_contract")
    sums = (func.sum(cube.c[name]).label(name) for name in procurement.SUMS)
    return select(column, *sums).where(*procurement.of_cube(asked)).group_by(column)


def _sizes_by(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[ResultColumn, ...]:
    """Name the columns of sizes; medians and largest contracts only where there are any."""
    sizes = [size for size in _SIZES if size not in _SINGLE or _any(rows, size)]
    return (*_identity(name), *_measures(("share_of_contracts", "share_of_amount", *sizes)))


def _any(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    return any(isinstance(row[name], Decimal) for row in rows)


def _how_sized(store: Store, asked: ContractsAsked, rows: Sequence[Mapping[str, Any]]) -> tuple[Text, ...]:
    medians = words.MEDIANS if _any(rows, "median_mxn") else words.NO_MEDIANS
    return (medians, *_left_out(store, asked))


def _units(asked: ContractsAsked) -> Select[Any]:
    sized, unit = table("contract_size"), table("procuring_unit")
    joined = sized.join(unit, unit.c.procuring_unit_code == sized.c.member_id)
    query = of("contract_size", asked).add_columns(*(unit.c[name] for name in unit_names.COLUMNS))
    query = query.select_from(joined).where(sized.c.dimension == "procuring_unit", *_of_agency(unit, asked))
    return query.where(sized.c.procurement_method.is_(None)).order_by(sized.c.member_id)


def _of_agency(unit: Table, asked: ContractsAsked) -> list[ColumnElement[bool]]:
    """The condition that a procuring unit bought for the agency asked for: in another year it may not."""
    if not asked.agency:
        return []
    bought = table("contract")
    agency = bought.c.agency_id.is_(None) if asked.agency == NONE else bought.c.agency_id == asked.agency
    same = (bought.c.dataset_id == asked.dataset, bought.c.fiscal_year == asked.year, agency)
    codes = select(bought.c.procuring_unit_code).where(*same, bought.c.procuring_unit_code.is_not(None))
    return [unit.c.procuring_unit_code.in_(codes.distinct())]


# --- from whom --------------------------------------------------------------------------------------


def suppliers(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return the largest suppliers by amount; natural persons are counted, and not named."""
    rows = [_supplier(row, language) for row in store.rows(_top(asked))]
    columns = (*_identity("supplier"), *_measures(("amount_mxn", "share_of_amount", "contracts")))
    notes = [] if asked.narrowed else _identified(store, asked)
    return _result(store, asked, columns, rows, (*notes, *_left_out(store, asked)))


def _identified(store: Store, asked: ContractsAsked) -> list[Text]:
    rates = {row["match_what"]: row for row in procurement.match_rates(store, asked)}
    known = rates.get("supplier_identity")
    if known is None:
        return []
    return [fill(words.IDENTIFIED, matched=count(known["matched"]), total=count(known["total"]))]


def _scoped(made: TableClause, asked: ContractsAsked) -> list[ColumnElement[bool]]:
    """The rows of a table with scopes that are about what is asked for: all, an agency or a state."""
    scope = next(iter(asked.narrowed), "all")
    return [made.c.scope == scope, made.c.scope_id == getattr(asked, scope, "all")]


def _top(asked: ContractsAsked) -> Select[Any]:
    top, supplier = table("top_supplier"), table("supplier")
    joined = top.join(supplier, supplier.c.supplier_id == top.c.supplier_id)
    query = of("top_supplier", asked).add_columns(supplier.c.name, supplier.c.searchable)
    return query.select_from(joined).where(*_scoped(top, asked)).order_by(top.c.place)


def _supplier(row: Record, language: Language) -> dict[str, Any]:
    named = row["searchable"] and row["name"]
    return {
        "id": row["supplier_id"] if named else f"{PERSON_KEY}{row['place']}",
        "name": row["name"] if named else words.PERSON.in_(language),
        "amount_mxn": row["amount_mxn"],
        "share_of_amount": row["share"],
        "contracts": Decimal(row["contracts"]),
    }


def trend(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return the share of contracts awarded directly in each year of a group of files, and of no other."""
    found = store.rows(_direct(asked))
    gaps = _withheld_years(store, asked, found)
    rows = [_point(store, row, gaps, language) for row in found]
    columns = (
        *_identity("group"),
        ResultColumn("fiscal_year", words.FISCAL_YEAR, "time", "year"),
        *_measures(("direct_share",)),
    )
    note = fill(words.FILES_APART, stray=STRAY)
    years = [row["fiscal_year"] for row in rows]
    ends = covered_months.ends(store, asked)
    cuts = [*_cuts(asked.file, years), *_ends(asked.file, years, ends)]
    return Result(
        columns=columns,
        rows=tuple(rows),
        sources=store.facts.sources.get(asked.dataset, ()),
        store_version=store.version,
        scope=fill(words.EVERY_SCOPE, group=group_name(store, asked)),
        prices=SHARES,
        notes=(note, *(covered_months.until(ends[year]) for year in years if year in ends)),
        breaks=tuple(cuts),
        missing=tuple(_not_shown(gaps)),
    )


def _direct(asked: ContractsAsked) -> Select[Any]:
    value = table("indicator_value")
    same_group = (value.c.dataset_id == asked.dataset, value.c.coverage == asked.coverage)
    query = select(value).where(value.c.indicator_id == "direct_award", *same_group, *_scoped(value, asked))
    held = query.where(value.c.contracts >= STRAY, value.c.fiscal_year.is_not(None))
    return held.order_by(value.c.fiscal_year)


def _point(store: Store, row: Record, gaps: Mapping[int, Text], language: Language) -> dict[str, Any]:
    asked = _group_of(row)
    why = gaps.get(asked.year)
    return {
        "id": asked.file,
        "name": group_name(store, asked).in_(language),
        "fiscal_year": asked.year,
        "direct_share": Gap(State.WITHHELD, why) if why else row["value"],
    }


def _group_of(row: Record) -> ContractsAsked:
    return ContractsAsked(row["dataset_id"], row["coverage"], row["fiscal_year"])


def _withheld_years(store: Store, asked: ContractsAsked, found: Sequence[Record]) -> dict[int, Text]:
    """Return why years are not shown: of the indicator, or of a filter, hardly any contract has the field."""
    needs = _needs(store)
    own = {row["fiscal_year"]: _lacking(row, needs) for row in found if row["status"] == "withheld"}
    told = {row["fiscal_year"] for row in found}
    uncovered = view_coverage.years_uncovered(store, asked)
    return own | {year: why for year, why in uncovered.items() if year in told}


def _not_shown(gaps: Mapping[int, Text]) -> Iterable[Text]:
    return (fill(words.WITHHELD_YEAR, year=formats.year(year), why=why) for year, why in gaps.items())


def _cuts(key: str, years: Sequence[int]) -> Iterable[SeriesBreak]:
    if key.split(".")[1] in _NEVER_ALIKE:
        return [SeriesBreak(one, other, words.NOT_TREND, (key,)) for one, other in pairwise(years)]
    return []


def _ends(key: str, years: Sequence[int], ends: Mapping[int, date]) -> Iterable[SeriesBreak]:
    """A break before each year that the files do not cover to its end: a part is compared with no whole."""
    return [
        SeriesBreak(before, year, covered_months.until(ends[year]), (key,))
        for before, year in pairwise(years)
        if year in ends
    ]


# --- how concentrated -------------------------------------------------------------------------------


def concentration(store: Store, asked: ContractsAsked, language: Language) -> Result:
    """Return the procuring units that are ranked by concentration, with bounds and place."""
    found = store.rows(_concentrated(asked))
    four = {row["scope_id"]: row["value"] for row in found if row["indicator_id"] == "top_four"}
    ranked = [row for row in found if row["indicator_id"] == "hhi" and row["rank_best"] is not None]
    rows = [
        _ranked(row, four, language)
        for row in sorted(ranked, key=lambda row: (-row["value"], row["scope_id"]))
    ]
    measured = _measures(("hhi", "hhi_low", "hhi_high", "top_four", "contracts"))
    notes = (
        ResultColumn("place", words.RANK, "note"),
        ResultColumn("institution", words.INSTITUTION, "note"),
    )
    among = (words.AMONG_ALL,) if asked.narrowed else ()
    told = (*_whole(store, asked), words.WHAT_HHI, words.FEW, *among)
    return _result(store, asked, (*_identity("buyer"), *measured, *notes), rows, told)


def _concentrated(asked: ContractsAsked) -> Select[Any]:
    value, unit = table("indicator_value"), table("procuring_unit")
    joined = value.join(unit, unit.c.procuring_unit_code == value.c.scope_id)
    query = of("indicator_value", asked).add_columns(*(unit.c[name] for name in unit_names.COLUMNS))
    of_units = query.select_from(joined).where(value.c.scope == "procuring_unit", value.c.status == "shown")
    return of_units.where(value.c.indicator_id.in_(("hhi", "top_four")), *_of_agency(unit, asked))


def _ranked(row: Record, four: Mapping[str, Decimal], language: Language) -> dict[str, Any]:
    band = {name: row[f"rank_{name}"] for name in ("best", "worst")} | {"ranked": row["ranked"]}
    return {
        "id": row["scope_id"],
        "name": unit_name(row, row["scope_id"]),
        "hhi": row["value"],
        "hhi_low": row["value_low"],
        "hhi_high": row["value_high"],
        "top_four": four.get(row["scope_id"]),
        "contracts": Decimal(row["contracts"]),
        "place": fill(words.BAND, **band).in_(language),
        "institution": row["institution_name"],
    }


def _whole(store: Store, asked: ContractsAsked) -> list[Text]:
    """Say how concentrated the whole group and year is, or why that is not shown."""
    value = table("indicator_value")
    query = of("indicator_value", asked).where(*_scoped(value, asked))
    found = {row["indicator_id"]: row for row in store.rows(query)}
    needs = _needs(store)
    return [_said(found[name], needs) for name in _CONCENTRATION if name in found]


def _needs(store: Store) -> Mapping[tuple[str, str], Record]:
    rows = store.rows(select(table("indicator_need")))
    return {(row["indicator_id"], row["field_name"]): row for row in rows}


def _because(what: Text, row: Record, needs: Mapping[tuple[str, str], Record]) -> Text:
    """Say why a value is withheld: which field is empty, in what share."""
    return fill(words.BECAUSE, what=what, lacking=_lacking(row, needs))


def _lacking(row: Record, needs: Mapping[tuple[str, str], Record]) -> Text:
    """Return the reason why a value is withheld: which field is missing, in what share."""
    need = needs.get((row["indicator_id"], row["missing_field"]))
    field = Text(need["name_es"], need["name_en"]) if need else row["missing_field"]
    return fill(words.LACKING, field=field, share=_part(row["missing_share"]))


def _said(row: Record, needs: Mapping[tuple[str, str], Record]) -> Text:
    name = row["indicator_id"]
    if row["status"] == "withheld":
        return _because(words.WITHHELD[name], row, needs)
    written = _points if name == "hhi" else _part
    bounds = {"value": "value", "low": "value_low", "high": "value_high"}
    return fill(words.WHOLE[name], **{key: written(row[column]) for key, column in bounds.items()})


# --- shared -----------------------------------------------------------------------------------------


def _left_out(store: Store, asked: ContractsAsked) -> tuple[Text, ...]:
    return (entered(store, asked),)


def _part(value: Decimal | None) -> Text:
    return Text(formats.percent(value, "es"), formats.percent(value, "en"))


def _points(value: Decimal | None) -> Text:
    return Text(formats.number(value, "es"), formats.number(value, "en"))


def _identity(name: str) -> tuple[ResultColumn, ...]:
    return ResultColumn("id", words.ID, "key"), ResultColumn("name", words.NAME[name], "label")


def _measures(names: Iterable[str]) -> tuple[ResultColumn, ...]:
    return tuple(
        ResultColumn(name, words.MEASURES[name], "measure", _UNITS.get(name, "count")) for name in names
    )


def _sized(key: str, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the sizes of its contracts; counts are exact numbers as amounts are.

    A size that is not made with a filter is not in this store; without an amount that enters sums, none of
    it is reported.
    """
    uncounted = Gap(State.NOT_REPORTED, words.NO_AMOUNT)
    sizes = {size: row.get(size, Gap(State.NOT_HELD, words.NOT_MADE)) for size in _SIZES}
    return {"id": key, "name": name} | {size: _size(value, uncounted) for size, value in sizes.items()}


def _size(value: Any, uncounted: Gap) -> Decimal | Gap:
    if isinstance(value, Gap):
        return value
    return uncounted if value is None else Decimal(value)


def _shares(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with their shares of all contracts and of the whole amount that these rows have."""
    contracts = sum((row["contracts"] or Decimal(0) for row in rows), Decimal(0))
    amount = sum((row["amount_mxn"] or Decimal(0) for row in rows), Decimal(0))
    return [
        row
        | {
            "share_of_contracts": _share_of(row["contracts"], contracts),
            "share_of_amount": _share_of(row["amount_mxn"], amount),
        }
        for row in rows
    ]


def _share_of(part: Decimal | Gap, whole: Decimal) -> Decimal | Gap:
    """A share of a whole, with the gap of its part; of a whole of zero there are none."""
    if isinstance(part, Gap):
        return part
    found = share(part, whole)
    return NOT_APPLICABLE if found is None else found


def _result(
    store: Store,
    asked: ContractsAsked,
    columns: Iterable[ResultColumn],
    rows: Iterable[Row],
    notes: Iterable[Text],
) -> Result:
    return Result(
        columns=tuple(columns),
        rows=tuple(rows),
        sources=store.facts.sources.get(asked.dataset, ()),
        store_version=store.version,
        scope=scope(store, asked),
        prices=words.PRICES,
        notes=tuple(notes),
    )
