"""One supplier: what it was awarded in the files held, by whom, how, and what lists say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import buyer_rows, notices
from dashboard.components.facts import choice, facts, record_table, section
from dashboard.components.tables import plain_table
from dashboard.data import supplier_buyers, suppliers
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.contract_scope import group_name
from dashboard.data.contracts import NATURAL, explanations
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Record, Store
from dashboard.data.suppliers import MOST_BUYERS, Supplier, institutions
from dashboard.data.told_rows import coverage_notes
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from dashboard.pages.model import Family, PageContent, PageRequest
from loaders.model import Language, Text

IDENTITY = ("supplier_rfc", "supplier_person", "supplier_rule")
VARIANT = ("supplier_name", "contracts", "first_year", "last_year")


@dataclass(frozen=True)
class Shown:
    """What the parts of the page are made from."""

    store: Store
    found: Supplier
    language: Language
    buyer: Record | None = None

    def group(self, row: Record) -> str:
        """Return which files a row is of, and which part of the whole they are, as other pages call them."""
        asked = ContractsAsked(row["dataset_id"], row["coverage"], 0)
        return group_name(self.store, asked).in_(self.language)


def build(request: PageRequest, key: str) -> PageContent | None:
    """Return the page of a supplier, None if the store has no such supplier."""
    found = suppliers.supplier(request.store, key)
    if found is None:
        return None
    language, record = request.language, found.record
    natural = record["supplier_person"] in NATURAL
    heading = record["name"] or words.NAMELESS.in_(language)
    buyer, problems = supplier_buyers.parse(request.query, found.buyers)
    tree = request.framed(
        [
            html.P(words.SUPPLIER_TITLE.in_(language), className="eyebrow"),
            html.H1(heading),
            html.P(_lede(found, language), className="lede"),
            *([html.P(words.NATURAL.in_(language))] if natural else []),
            *notices.problems(problems, language),
            *_sections(Shown(request.store, found, language, buyer)),
        ],
        "contracts",
    )
    about = f"{_lede(found, language)} {words.SUPPLIER_DESCRIPTION.in_(language)}"
    return PageContent(tree, heading, about, listed=not natural, canonical="")


def _lede(found: Supplier, language: Language) -> str:
    """How many contracts, of how many institutions, over which years, and that it is not all."""
    record = found.record
    first, last = record["first_year"], record["last_year"]
    span = words.IN_YEAR if first == last else words.BETWEEN
    years = ui.fill(span, first=first, last=last) if first and last else ""
    return ui.fill(
        words.SUPPLIER_LEDE,
        contracts=_count(words.ONE_CONTRACT, words.CONTRACTS_COUNT, record["contracts"], language),
        buyers=_count(words.ONE_BUYER, words.BUYERS_COUNT, institutions(found.buyers), language),
        years=years,
    ).in_(language)


def _count(one: Text, many: Text, number: int, language: Language) -> str:
    shown = formats.number(number, language)
    return (one if number == 1 else ui.fill(many, n=shown)).in_(language)


def _sections(shown: Shown) -> list[Component]:
    found, language = shown.found, shown.language
    return [
        *([buyer_rows.bought(shown.store, found, shown.buyer, language)] if shown.buyer else []),
        section("anos", words.OVER_TIME, [_years(shown), *_parts(shown)], language),
        section("compradores", words.BUYERS, _buyers(shown), language),
        section("contratos", words.ITS_CONTRACTS, _contracts(found, language), language),
        section("senales", words.ITS_SIGNALS, _signals(shown), language),
        section("sanciones", words.SANCTIONS, _sanctions(found, language), language),
        section("identidad", words.IDENTITY, _identity(found, language), language),
    ]


def _heads(language: Language, *heads: Text) -> list[str]:
    return [head.in_(language) for head in heads]


def _years(shown: Shown) -> Component:
    language = shown.language
    rows = [
        [
            formats.year(row["fiscal_year"]),
            choice("procurement_method", row["procurement_method"], language),
            html.A(formats.number(row["contracts"], language), href=_rows_of(shown, row)),
            formats.number(row["amount_mxn"], language, 2),
            shown.group(row),
        ]
        for row in shown.found.years
    ]
    method = words.PROCEDURE
    heads = _heads(language, words.YEAR, method, words.CONTRACTS, words.AMOUNT, words.GROUP)
    return plain_table(words.OVER_TIME.in_(language), heads, rows, frozenset({2, 3}))


def _rows_of(shown: Shown, row: Record) -> str:
    """The search for the contracts of one procedure in one year of one file group."""
    chosen = ContractFilter(
        supplier=shown.found.record["supplier_id"],
        year=row["fiscal_year"],
        method=row["procurement_method"],
        dataset=row["dataset_id"],
        coverage=row["coverage"],
    )
    return urls.search(chosen, shown.language)


def _parts(shown: Shown) -> list[Component]:
    """Say of each group of files which part of the whole it is, and what being in it does not prove."""
    language, notes = shown.language, coverage_notes(shown.store, shown.language)
    groups = {(row["dataset_id"], row["coverage"]): shown.group(row) for row in shown.found.years}
    told = []
    for group, name in groups.items():
        unproven = [words.NOT_CONFIRMED[group[0]]] if group[0] in words.NOT_CONFIRMED else []
        note = notes.get(group, words.NO_COVERAGE.in_(language))
        both = " ".join([note, *(text.in_(language) for text in unproven)])
        told.append(ui.fill(words.PART_OF, group=name, note=both).in_(language))
    return [html.P(words.PARTS.in_(language)), html.Ul([html.Li(one) for one in told])]


def _buyers(shown: Shown) -> list[Component]:
    language, buyers = shown.language, shown.found.buyers
    rows = [_buyer(shown, row) for row in buyers[:MOST_BUYERS]]
    heads = _heads(language, words.BUYERS, words.CONTRACTS, words.AMOUNT, words.GROUP)
    table = plain_table(words.BUYERS.in_(language), heads, rows, frozenset({1, 2}))
    if len(rows) == len(buyers):
        return [table]
    counts = {"shown": formats.number(len(rows), language), "total": formats.number(len(buyers), language)}
    return [table, html.P(ui.fill(words.BUYERS_SHOWN, **counts).in_(language))]


def _buyer(shown: Shown, row: Record) -> list[Any]:
    """An institution; its number leads to just so many contracts."""
    language = shown.language
    address = urls.supplier_buyer(shown.found.record["supplier_id"], row, language)
    return [
        row["institution_name"] or words.BUYER_UNKNOWN.in_(language),
        html.A(formats.number(row["contracts"], language), href=address),
        formats.number(row["amount_mxn"], language, 2),
        shown.group(row),
    ]


def _contracts(found: Supplier, language: Language) -> list[Component]:
    rows = [buyer_rows.contract(row, row["institution_name"], language) for row in found.contracts]
    some = len(rows) < found.record["contracts"]
    shown, total = (formats.number(count, language) for count in (len(rows), found.record["contracts"]))
    newest = ui.fill(words.NEWEST, shown=shown, total=total).in_(language) if some else ""
    every = ContractFilter(supplier=found.record["supplier_id"])
    links = [
        html.A(words.SEARCH_ALL.in_(language), href=urls.search(every, language)),
        html.A(words.ALL_CONTRACTS.in_(language), href=urls.contract_file(every, language, "csv")),
    ]
    return [
        buyer_rows.contract_table(words.BUYER, rows, language),
        html.P([f"{newest} ", links[0], " · ", links[1]]),
    ]


def _signals(shown: Shown) -> list[Component]:
    language, signals = shown.language, shown.found.signals
    if not signals:
        return [html.P(words.NO_SIGNALS_OF_ITS.in_(language))]
    explained = explanations(shown.store, [row["indicator_id"] for row in signals])
    rows = [_signal(shown, row, explained) for row in signals]
    heads = _heads(language, words.SIGNAL, words.CONTRACTS, words.EXPLAINED_BY)
    return [
        html.P(" ".join(text.in_(language) for text in (words.SIGNALS_LEDE, words.SUPPLIER_SIGNALS_PART))),
        plain_table(words.ITS_SIGNALS.in_(language), heads, rows, frozenset({1})),
    ]


def _signal(shown: Shown, row: Record, explained: Sequence[Record]) -> list[Any]:
    """A signal, the contracts that have it, and what may explain it."""
    language, indicator = shown.language, row["indicator_id"]
    chosen = ContractFilter(supplier=shown.found.record["supplier_id"], signal=indicator)
    reasons = [one[f"text_{language}"] for one in explained if one["indicator_id"] == indicator]
    return [
        html.A(row[f"name_{language}"], href=urls.signal(indicator, language)),
        html.A(formats.number(row["contracts"], language), href=urls.search(chosen, language)),
        " ".join(reasons),
    ]


def _sanctions(found: Supplier, language: Language) -> list[Component]:
    if not found.sanctions:
        return [html.P(words.NO_SANCTIONS.in_(language))]
    rows = [_sanction(row, language) for row in found.sanctions]
    heads = [head.in_(language) for head in words.HEADS.values()]
    table = plain_table(words.SANCTIONS.in_(language), heads, rows)
    return [html.P(words.SANCTIONS_LEDE.in_(language)), table]


def _sanction(row: Record, language: Language) -> list[str]:
    situation = row["situation"] and choice("situation", row["situation"], language)
    worth = choice("match_status", row["match_status"], language)
    return [
        choice("list_id", row["list_id"], language),
        f"{situation}. {worth}" if situation else worth,
        row["supplier_name"] or "",
        " ".join(str(row[name]) for name in ("authority", "case_number", "resolution") if row[name]),
        when(row, language),
        f"{row['file_name']}, {formats.number(row['source_row'], language)}",
    ]


def when(row: Record, language: Language) -> str:
    """Return from when to when somebody is on a list, as far as the list tells."""
    days = {"start": row["starts_on"], "end": row["ends_on"]}
    known = {name: formats.date_long(day, language) for name, day in days.items() if day is not None}
    if "start" not in known:
        return words.UNDATED.in_(language)
    return ui.fill(words.FROM_TO if "end" in known else words.SINCE, **known).in_(language)


def _identity(found: Supplier, language: Language) -> list[Component]:
    record = found.record
    others = html.Ul([_other(row, language) for row in found.possible])
    possible = [html.P(words.POSSIBLE.in_(language)), others] if found.possible else []
    return [
        html.P(words.CONFIDENCE[record["supplier_rule"]].in_(language)),
        *facts("supplier", record, IDENTITY, language),
        html.H3(words.VARIANTS.in_(language)),
        record_table("supplier_variant", words.VARIANTS, VARIANT, found.variants, language),
        *possible,
    ]


def _other(row: Record, language: Language) -> Component:
    rule = choice("supplier_rule", row["supplier_rule"], language)
    link = html.A(row["name"], href=urls.supplier(row["supplier_id"], language))
    return html.Li([link, f" ({rule})"])


FAMILY = Family("supplier", "/proveedor/", build, suppliers.first_ids, supplier_buyers.PARAMETERS)
