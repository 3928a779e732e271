"""One contract: who bought what from whom, how it was awarded, what changed, and where each fact is from."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components import budget_links
from dashboard.components.evidence import evidence, measured
from dashboard.components.facts import facts, record_table, section
from dashboard.data import contracts
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.contracts import Contract
from dashboard.data.procurement import ContractsAsked
from dashboard.data.store import Record, Store
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from dashboard.i18n.procurement import NEXT
from dashboard.pages.model import Family, PageContent, PageRequest
from loaders.model import Language

BUYER = (
    "institution_name",
    "institution_acronym",
    "procuring_unit_name",
    "procuring_unit_code",
    "order_of_government",
)
PROCEDURE = (
    "procedure_id",
    "procurement_method",
    "procurement_method_published",
    "procurement_category",
    "law",
    "exception_article",
    "exception_kind",
    "exception_reason",
    "procedure_character",
    "participation",
    "published_on",
    "opened_on",
    "awarded_on",
)
AGREEMENT = (
    "description",
    "contract_code",
    "control_number",
    "contract_status",
    "contract_standing",
    "signed_on",
    "starts_on",
    "ends_on",
    "amount_mxn",
    "amount_min_mxn",
    "amount_max_mxn",
    "amount_original",
    "currency",
    "amount_status",
    "framework",
    "consolidated",
    "multiannual",
    "amended",
)
SUPPLIER = ("supplier_name", "supplier_rfc", "supplier_person", "supplier_rule", "supplier_size")
BUDGET = ("ramo_code", "program_code", "object_codes", "portfolio_key")
_LONGEST = 300
AMENDED = ("amendment_id", "amended_on", "ends_on", "amount_mxn", "description")
SPENT = ("stage", "ramo_code", "unit_code", "program_code", "specific_object_code", "amount_mxn")


def build(request: PageRequest, key: str) -> PageContent | None:
    """Return the page of a contract, None if the store has no such contract."""
    found = contracts.contract(request.store, key)
    if found is None:
        return None
    language, record = request.language, found.record
    explained = contracts.explanations(request.store, [row["indicator_id"] for row in found.signals])
    told = record["title"] or record["description"] or words.UNTITLED.in_(language)
    heading = shorten(told, _LONGEST, placeholder="…")
    tree = request.framed(
        [*_opening(record, heading, language), *_sections(request.store, found, explained, language)],
        "contracts",
    )
    natural = record["supplier_person"] in contracts.NATURAL
    about = " ".join([words.DESCRIPTION.in_(language), *_part(found, language)])
    return PageContent(tree, heading, about, listed=not natural)


def _opening(record: Record, heading: str, language: Language) -> list[Component]:
    return [
        html.P(words.CONTRACT.in_(language), className="eyebrow"),
        html.H1(heading),
        html.P(_lede(record, language), className="lede"),
    ]


def _lede(record: Record, language: Language) -> str:
    """One sentence: who hired whom, for how much, how, when."""
    signed, amount = record["signed_on"], _amount(record, language)
    day = formats.date_long(signed, language)
    return ui.fill(
        words.LEDE,
        buyer=record["institution_name"] or words.BUYER_UNKNOWN,
        supplier=record["supplier_name"] or words.SUPPLIER_UNKNOWN,
        amount=ui.fill(words.FOR, amount=amount) if amount else "",
        method=words.BY_METHOD[record["procurement_method"]],
        date=ui.fill(words.ON, date=day) if signed else "",
    ).in_(language)


def _amount(record: Record, language: Language) -> str:
    """The amount in pesos, or as it was published in another currency; nothing where there is none."""
    if record["amount_mxn"]:
        return formats.money_text(record["amount_mxn"], language)
    original, currency = record["amount_original"], record["currency"]
    unit = currency or words.NO_CURRENCY.in_(language)
    return f"{formats.number(original, language, 2)} {unit}" if original else ""


def _sections(
    store: Store, found: Contract, explained: Sequence[Record], language: Language
) -> list[Component]:
    record = found.record
    return [
        section("comprador", words.BUYER, _buyer(record, language), language),
        section("procedimiento", words.PROCEDURE, _procedure(record, language), language),
        section("contrato", words.AGREEMENT, facts("contract", record, AGREEMENT, language), language),
        section("proveedor", words.SUPPLIER, _supplier(record, language), language),
        section("convenios", words.AMENDMENTS, _amendments(found, language), language),
        section("presupuesto", words.BUDGET, _budget(found, language), language),
        section("gasto", words.SPENDING, _spending(found, language), language),
        section("senales", words.SIGNALS, _signals(store, found, explained, language), language),
        section("fuente", words.SOURCE, _source(found, language), language),
        *_onward(found, language),
    ]


def _buyer(record: Record, language: Language) -> list[Component]:
    told, code = facts("contract", record, BUYER, language), record["procuring_unit_code"]
    if not code:
        return told
    others = urls.search(ContractFilter(unit=code), language)
    return [*told, html.P(html.A(words.OF_UNIT.in_(language), href=others))]


def _procedure(record: Record, language: Language) -> list[Component]:
    link = html.P(html.A(words.ORIGINAL.in_(language), href=record["source_url"], rel="noreferrer"))
    original = [link] if str(record["source_url"] or "").startswith("https://") else []
    return [*facts("contract", record, PROCEDURE, language), *original]


def _supplier(record: Record, language: Language) -> list[Component]:
    told = facts("contract", record, SUPPLIER, language)
    if record["supplier_person"] in contracts.NATURAL:
        told.append(html.P(words.NATURAL.in_(language)))
    if record["supplier_rule"] == "single":
        return told
    profile = urls.supplier(record["supplier_id"], language)
    return [*told, html.P(html.A(words.PROFILE.in_(language), href=profile))]


def _amendments(found: Contract, language: Language) -> list[Component]:
    if not found.amendments:
        return [html.P(words.NO_AMENDMENTS.in_(language))]
    return [record_table("contract_amendment", words.AMENDMENTS, AMENDED, found.amendments, language)]


def _spending(found: Contract, language: Language) -> list[Component]:
    if not found.spending:
        return [html.P(words.NO_SPENDING.in_(language))]
    return [record_table("contract_spending", words.SPENDING, SPENT, found.spending, language)]


def _budget(found: Contract, language: Language) -> list[Component]:
    """The codes as published, and the budget's own names of those that it has."""
    names = [html.Li(_in_budget(row, language)) for row in found.budget]
    told = html.Ul(names) if names else html.P(words.NOT_IN_BUDGET.in_(language))
    return [*facts("contract", found.record, BUDGET, language), told]


def _in_budget(row: Record, language: Language) -> Any:
    """A code by its name in the budget, linked where the budget's pages show it."""
    named = ui.fill(words.IN_BUDGET, code=row["code"], name=row["name"], year=row["fiscal_year"])
    address = budget_links.address(row["dimension"], row["member_id"], language)
    return html.A(named.in_(language), href=address) if address else named.in_(language)


def _signals(
    store: Store, found: Contract, explained: Sequence[Record], language: Language
) -> list[Component]:
    if not found.signals:
        return [html.P(words.NO_SIGNALS.in_(language))]
    asked = _asked(found)
    told = [
        _signal(row, explained, asked, evidence(store, found.record, row, language), language)
        for row in found.signals
    ]
    lede = (words.SIGNALS_LEDE, words.SIGNALS_PART)
    return [html.P(" ".join(text.in_(language) for text in lede)), *told]


def _onward(found: Contract, language: Language) -> list[Component]:
    """The ways to what this contract is a part of; none if it has no year."""
    asked = _asked(found)
    if asked is None:
        return []
    links = (
        (words.OF_FILE, urls.contracts(asked, language)),
        (words.SIGNALS_OF_FILE, urls.signals(language, asked)),
    )
    items = [html.Li(html.A(label.in_(language), href=address)) for label, address in links]
    return [section("seguir", NEXT, [html.Ul(items)], language)]


def _asked(found: Contract) -> ContractsAsked | None:
    """The group of files and the year whose signals this contract is counted in; None without a year."""
    record = found.record
    coverage = next((note["coverage"] for note in found.coverage), "unknown")
    year = record["fiscal_year"]
    return ContractsAsked(record["dataset_id"], coverage, year) if year else None


def _signal(
    row: Record,
    explained: Sequence[Record],
    asked: ContractsAsked | None,
    rests_on: Sequence[Component],
    language: Language,
) -> Component:
    """What was seen, what it rests on, how it is computed, and what may explain it."""
    reasons = [one[f"text_{language}"] for one in explained if one["indicator_id"] == row["indicator_id"]]
    detail = str(row[f"detail_{language}"]).format(
        measure=measured(row["measure"], row["measure_unit"], language),
        limit=measured(row["limit_value"], row["measure_unit"], language),
    )
    return html.Article(
        [
            html.H3(html.A(row[f"name_{language}"], href=urls.signal(row["indicator_id"], language, asked))),
            html.P(detail),
            *rests_on,
            html.P(f"{words.FORMULA.in_(language)}: {row[f'formula_{language}']}", className="formula"),
            html.P(words.EXPLAINED_BY.in_(language)),
            html.Ul([html.Li(reason) for reason in reasons]),
        ],
        className="signal",
    )


def _source(found: Contract, language: Language) -> list[Component]:
    source = found.source
    row = ui.fill(
        words.ROW,
        row=formats.number(found.record["source_row"], language),
        file=source["file_name"],
        title=source[f"title_{language}"],
        publisher=source["publisher"],
        date=formats.date_long(source["obtained"], language),
    )
    told = ui.fill(words.HASH, hash=source["sha256"])
    files = urls.page("sources", language, fragment="archivos")
    return [
        *map(html.P, _part(found, language)),
        html.P(row.in_(language)),
        *_copied(source, language),
        html.P(told.in_(language), className="hash"),
        html.P(html.A(words.TO_FILES.in_(language), href=files)),
    ]


def _part(found: Contract, language: Language) -> list[str]:
    """Which part of all contracts the file has."""
    return [note[f"text_{language}"] for note in found.coverage] or [words.NO_COVERAGE.in_(language)]


def _copied(source: Record, language: Language) -> list[Component]:
    """Say who keeps the copy that was read, where it is not the publisher's own."""
    origin = source["obtained_from"]
    if not origin or source["original_url"]:
        return []
    return [html.P(ui.fill(words.COPIED, origin=origin).in_(language))]


FAMILY = Family("contract", "/contrato/", build, contracts.first_ids, frozenset())
