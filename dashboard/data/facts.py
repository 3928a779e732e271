"""The small tables of a store that every question needs, read once per version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from dashboard.data import words
from dashboard.data.result import SeriesBreak, SourceRef
from dashboard.data.selection import CHOICES
from loaders.gdp import GDP, NATIONAL
from loaders.model import Text
from loaders.schema import table

Ask = Callable[[Select[Any]], Sequence[Mapping[str, Any]]]
# The key of the all-agency total, in breaks as in lines.
TOTAL = "total"
MONTHS = 12
# The scope a reader chooses, and the dataset and netting that it stands for.
SCOPES = {
    "federal": ("public_account", "gross"),
    "gross": ("approved_budget", "gross"),
    "net": ("approved_budget", "net"),
    "account": ("flat_public_account", "gross"),
    "draft": ("draft_budget", "gross"),
    "quarterly": ("quarterly_execution", "gross"),
}
# The account key by key stands in for the workbooks of years that are not held, without ramos 50 to 53.
_STAND_IN = ("flat_public_account", "federal")


@dataclass(frozen=True)
class Agency:
    """A *ramo*: stable id, its number, kind, its current names, its place in official order."""

    agency_id: str
    ramo_code: str
    kind: str
    name: Text
    sort_order: int


@dataclass(frozen=True)
class ProgramLink:
    """A programme of `last` (its final year) and what became of it from `first` on, with both names.

    `breaks`: its code is given to another programme, or may be, so no line joins the years.
    """

    kind: str
    before: str
    after: str
    last: int
    first: int
    was: str
    now: str
    reason: Text
    breaks: bool


@dataclass(frozen=True)
class Held:
    """A combination for which figures are held: scope, fiscal year, dimension, moment."""

    scope: str
    year: int
    dimension: str
    moment: str


@dataclass(frozen=True)
class Facts:
    """All small tables of one store version. Prices and population are per fiscal year."""

    agencies: Mapping[str, Agency]
    agency_names: Mapping[tuple[str, int], str]
    held: frozenset[Held]
    prices: Mapping[str, Mapping[int, Decimal]]
    price_kinds: Mapping[tuple[str, int], str]
    population: Mapping[int, int]
    gdp: Mapping[int, Decimal]
    sources: Mapping[str, tuple[SourceRef, ...]]
    breaks: tuple[SeriesBreak, ...]
    links: tuple[ProgramLink, ...]
    states: Mapping[str, str]
    caveats: Mapping[tuple[str, str], Text]
    files: tuple[Mapping[str, Any], ...]
    stood_in: frozenset[int] = frozenset()
    quarters: Mapping[int, int] = field(default_factory=dict)
    indicators: tuple[Mapping[str, Any], ...] = ()
    datasets_named: Mapping[str, Text] = field(default_factory=dict)
    # Approved and modified pesos by scope, agency and year, over what reports both.
    modifications: Mapping[tuple[str, str, int], tuple[Decimal, Decimal]] = field(default_factory=dict)

    def years(self, scope: str) -> tuple[int, ...]:
        """Return the fiscal years held for a scope, ascending."""
        return self._years.get(scope, ())

    def years_of(self, scope: str, by: str, moment: str) -> tuple[int, ...]:
        """Return the fiscal years held for a scope, dimension and moment, ascending."""
        return tuple(year for year in self.years(scope) if Held(scope, year, by, moment) in self.held)

    def datasets(self, scope: str, years: Iterable[int]) -> tuple[str, ...]:
        """Return the datasets that the figures of a scope and years come from."""
        usual = SCOPES[scope][0]
        if scope != "federal":
            return (usual,)
        used = {_STAND_IN[0] if year in self.stood_in else usual for year in years}
        return tuple(sorted(used, reverse=True)) or (usual,)

    @cached_property
    def _years(self) -> Mapping[str, tuple[int, ...]]:
        pairs = sorted({(item.scope, item.year) for item in self.held})
        return {scope: tuple(year for _, year in group) for scope, group in groupby(pairs, itemgetter(0))}

    def held_where(self, name: str, value: object) -> tuple[Held, ...]:
        """Return what is held with `value` in the field `name` of Held."""
        return self._held_by.get((name, value), ())

    @cached_property
    def _held_by(self) -> Mapping[tuple[str, object], tuple[Held, ...]]:
        found: dict[tuple[str, object], list[Held]] = defaultdict(list)
        for item in sorted(self.held, key=str):
            for name in ("scope", "year", "dimension", "moment"):
                found[name, getattr(item, name)].append(item)
        return {key: tuple(items) for key, items in found.items()}

    def base_years(self, index: str) -> tuple[int, ...]:
        """Return the years whose prices can be chosen as base: from the first budget year on."""
        first = min((item.year for item in self.held), default=0)
        return tuple(year for year in sorted(self.prices.get(index, {})) if first <= year)


def read(ask: Ask) -> Facts:
    """Read all facts of a store through `ask`."""
    prices, kinds = _prices(ask)
    links = _links(ask)
    return Facts(
        agencies=_agencies(ask),
        agency_names=_agency_names(ask),
        held=_held(ask),
        stood_in=_stood_in(ask),
        quarters=_quarters(ask),
        prices=prices,
        price_kinds=kinds,
        population=_population(ask),
        gdp=_gdp(ask),
        sources=_sources(ask),
        breaks=(*_breaks(ask), *(_other_programme(link) for link in links if link.breaks)),
        links=links,
        states=_states(ask),
        caveats=_caveats(ask),
        files=_files(ask),
        indicators=_indicators(ask),
        datasets_named=_datasets_named(ask),
        modifications=_modifications(ask),
    )


def _indicators(ask: Ask) -> tuple[Mapping[str, Any], ...]:
    """Return the indicators that a contract can have a signal of, with their names, in the order of pages."""
    own = table("indicator").c
    named = select(own.indicator_id, own.name_es, own.name_en).where(own.drill == "contracts")
    return tuple(ask(named.order_by(own.sort_order)))


def _datasets_named(ask: Ask) -> Mapping[str, Text]:
    own = table("dataset").c
    rows = ask(select(own.dataset_id, own.title_es, own.title_en))
    return {row["dataset_id"]: Text(row["title_es"], row["title_en"]) for row in rows}


def _all(ask: Ask, name: str) -> Sequence[Mapping[str, Any]]:
    return ask(select(table(name)))


def _agencies(ask: Ask) -> Mapping[str, Agency]:
    rows = sorted(_all(ask, "agency"), key=lambda row: row["sort_order"])
    return {
        row["agency_id"]: Agency(
            row["agency_id"],
            row["ramo_code"],
            row["kind"],
            Text(row["name_es"], row["name_en"]),
            row["sort_order"],
        )
        for row in rows
    }


def _agency_names(ask: Ask) -> Mapping[tuple[str, int], str]:
    return {(row["agency_id"], row["fiscal_year"]): row["name"] for row in _all(ask, "agency_name")}


def _held(ask: Ask) -> frozenset[Held]:
    scope_of = {pair: scope for scope, pair in SCOPES.items()} | {_STAND_IN: "federal"}
    return frozenset(
        Held(scope_of[row["dataset_id"], row["scope"]], row["fiscal_year"], row["dimension"], row["moment"])
        for row in _all(ask, "availability")
        if (row["dataset_id"], row["scope"]) in scope_of and row["moment"] in CHOICES["moment"]
    )


def _stood_in(ask: Ask) -> frozenset[int]:
    """Read the years of which the account key by key stands in for a workbook."""
    source = table("availability")
    same = (source.c.dataset_id == _STAND_IN[0], source.c.scope == _STAND_IN[1])
    return frozenset(row["fiscal_year"] for row in ask(select(source.c.fiscal_year).where(*same)))


def _quarters(ask: Ask) -> Mapping[int, int]:
    """Read the last quarter held of each year: what is shown as the progress of that year."""
    cube = table("cube_line")
    latest = func.max(cube.c.quarter).label("quarter")
    query = select(cube.c.fiscal_year, latest).where(cube.c.quarter.is_not(None))
    return {row["fiscal_year"]: row["quarter"] for row in ask(query.group_by(cube.c.fiscal_year))}


def _prices(ask: Ask) -> tuple[Mapping[str, Mapping[int, Decimal]], Mapping[tuple[str, int], str]]:
    """Read annual means of complete years only: a mean of six months is not a year's price level."""
    prices: dict[str, dict[int, Decimal]] = defaultdict(dict)
    kinds: dict[tuple[str, int], str] = {}
    for row in _all(ask, "price_index_year"):
        name, year = row["index_id"], row["fiscal_year"]
        kinds[name, year] = row["kind"]
        if row["months"] == MONTHS:
            prices[name][year] = Decimal(row["value"])
    return dict(prices), kinds


def _population(ask: Ask) -> Mapping[int, int]:
    people: dict[int, int] = defaultdict(int)
    source = table("population")
    for row in ask(select(source).where(source.c.sex == "total")):
        people[row["fiscal_year"]] += row["inhabitants"]
    return dict(people)


def _gdp(ask: Ask) -> Mapping[int, Decimal]:
    """Read the national GDP of each year at current prices; INEGI's own file comes after its copy."""
    source = table("state_gdp")
    nation = (source.c.state_id == NATIONAL, source.c.industry_id == GDP, source.c.price_basis == "current")
    rows = ask(select(source).where(*nation).order_by(source.c.dataset_id))
    return {row["fiscal_year"]: Decimal(row["gdp_mxn"]) for row in rows}


def _sources(ask: Ask) -> Mapping[str, tuple[SourceRef, ...]]:
    licences = {row["dataset_id"]: row for row in _all(ask, "dataset")}
    latest: dict[str, Any] = {}
    for row in _all(ask, "source_file"):
        known = latest.get(row["dataset_id"])
        latest[row["dataset_id"]] = max(filter(None, (known, row["obtained"])), default=None)
    return {
        dataset_id: (
            SourceRef(
                dataset_id,
                Text(row["title_es"], row["title_en"]),
                row["publisher"],
                latest.get(dataset_id),
                row["licence_title_es"],
            ),
        )
        for dataset_id, row in licences.items()
    }


def _breaks(ask: Ask) -> tuple[SeriesBreak, ...]:
    rows = ((_scopes_of(row["dataset_id"], row["scope"]), row) for row in _all(ask, "series_break"))
    return tuple(_break(row, scopes) for scopes, row in rows if scopes)


def _scopes_of(dataset_id: str, scope: str | None) -> frozenset[str]:
    """Return the scopes that a reader chooses whose figures come from a dataset, or from one scope of it."""
    stand_in = (_STAND_IN, "federal")
    pairs = (*((pair, chosen) for chosen, pair in SCOPES.items()), stand_in)
    return frozenset(chosen for (owner, own), chosen in pairs if owner == dataset_id and scope in (None, own))


def _break(row: Mapping[str, Any], scopes: frozenset[str]) -> SeriesBreak:
    """Return a break of an agency, of the sum of all, or of every code of a dimension."""
    keys = () if row["dimension"] else (row["agency_id"] or TOTAL,)
    reason = Text(row["reason_es"], row["reason_en"])
    return SeriesBreak(row["before_year"], row["after_year"], reason, keys, row["dimension"] or "", scopes)


def _links(ask: Ask) -> tuple[ProgramLink, ...]:
    source = table("program_link")
    order = (source.c.after_year, source.c.after_id, source.c.before_id)
    return tuple(
        ProgramLink(
            row["kind"],
            row["before_id"],
            row["after_id"],
            row["before_year"],
            row["after_year"],
            row["before_name"],
            row["after_name"],
            Text(row["reason_es"], row["reason_en"]),
            row["breaks"],
        )
        for row in ask(select(source).order_by(*order))
    )


def _other_programme(link: ProgramLink) -> SeriesBreak:
    reason = words.other_name(link.was, link.last, link.now, link.first, link.reason)
    return SeriesBreak(link.last, link.first, reason, (link.before,))


def _modifications(ask: Ask) -> Mapping[tuple[str, str, int], tuple[Decimal, Decimal]]:
    account, lines = table("cube_account"), table("cube_line")
    federal = _both(account, account.c.economic_type == "total")
    by_key = _both(lines, lines.c.dimension == "agency", lines.c.dataset_id == SCOPES["account"][0])
    return {
        (scope, row["agency_id"], row["fiscal_year"]): (row["approved"], row["modified"])
        for scope, query in (("federal", federal), ("account", by_key))
        for row in ask(query)
    }


def _both(cube: Any, *of: ColumnElement[bool]) -> Select[Any]:
    """Select approved and modified pesos by agency and year where both are reported."""
    sums = (func.sum(cube.c.approved_mxn).label("approved"), func.sum(cube.c.modified_mxn).label("modified"))
    known = (cube.c.approved_mxn.is_not(None), cube.c.modified_mxn.is_not(None))
    keys = (cube.c.agency_id, cube.c.fiscal_year)
    return select(*keys, *sums).where(*of, *known).group_by(*keys).order_by(*keys)


def _states(ask: Ask) -> Mapping[str, str]:
    member = table("member")
    return {row["member_id"]: row["name"] for row in ask(select(member).where(member.c.dimension == "state"))}


def _caveats(ask: Ask) -> Mapping[tuple[str, str], Text]:
    return {
        (row["dataset_id"], row["code"]): Text(row["text_es"], row["text_en"]) for row in _all(ask, "caveat")
    }


def _files(ask: Ask) -> tuple[Mapping[str, Any], ...]:
    source = table("source_file").c
    columns = (source.dataset_id, source.file_name, source.fiscal_year, source.sha256)
    return tuple(ask(select(*columns).order_by(source.dataset_id, source.file_name)))
