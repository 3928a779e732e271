"""One contract: who bought what from whom, how it was awarded, what changed, and where each fact is from."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import formats, urls
from dashboard.components.attributes import aria
from dashboard.components.facts import facts, written
from dashboard.components.frame import page
from dashboard.components.tables import plain_table
from dashboard.data import contracts
from dashboard.data.contracts import Contract
from dashboard.data.store import Record
from dashboard.i18n import contracts as words
from dashboard.i18n import ui
from dashboard.pages.model import Family, PageContent, PageRequest
from loaders.columns import column_of
from loaders.model import Language, Text

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
AMENDED = ("amendment_id", "amended_on", "ends_on", "amount_mxn", "description")
SPENT = ("stage", "ramo_code", "unit_code", "program_code", "specific_object_code", "amount_mxn")


def build(request: PageRequest, key: str) -> PageContent | None:
    """Return the page of a contract, None if the store has no such contract."""
    found = contracts.contract(request.store, key)
    if found is None:
        return None
    language, record = request.language, found.record
    heading = record["title"] or words.UNTITLED.in_(language)
    tree = page(
        [*_opening(record, heading, language), *_sections(found, language)],
        current="contracts",
        path=request.path,
        query=request.query,
        language=language,
        version=request.store.version,
    )
    natural = record["supplier_person"] in contracts.NATURAL
    return PageContent(tree, heading, words.DESCRIPTION.in_(language), listed=not natural)


def _opening(record: Record, heading: str, language: Language) -> list[Component]:
    return [
        html.P(words.CONTRACT.in_(language), className="eyebrow"),
        html.H1(heading),
        html.P(_lede(record, language), className="lede"),
    ]


def _lede(record: Record, language: Language) -> str:
    """One sentence: who hired whom, for how much, how, when."""
    amount, signed = record["amount_mxn"], record["signed_on"]
    value = formats.money_text(amount, language)
    day = formats.date_long(signed, language)
    return ui.fill(
        words.LEDE,
        buyer=record["institution_name"] or words.BUYER_UNKNOWN,
        supplier=record["supplier_name"] or words.SUPPLIER_UNKNOWN,
        amount=ui.fill(words.FOR, amount=value) if amount else "",
        method=words.BY_METHOD[record["procurement_method"]],
        date=ui.fill(words.ON, date=day) if signed else "",
    ).in_(language)


def _sections(found: Contract, language: Language) -> list[Component]:
    record = found.record
    return [
        _section("comprador", words.BUYER, facts("contract", record, BUYER, language), language),
        _section("procedimiento", words.PROCEDURE, _procedure(record, language), language),
        _section("contrato", words.AGREEMENT, facts("contract", record, AGREEMENT, language), language),
        _section("proveedor", words.SUPPLIER, _supplier(record, language), language),
        _section("convenios", words.AMENDMENTS, _amendments(found, language), language),
        _section("presupuesto", words.BUDGET, facts("contract", record, BUDGET, language), language),
        _section("gasto", words.SPENDING, _spending(found, language), language),
        _section("fuente", words.SOURCE, _source(found, language), language),
    ]


def _section(identifier: str, heading: Text, content: Sequence[Component], language: Language) -> Component:
    title = html.H2(heading.in_(language), id=identifier)
    return html.Section([title, *content], **aria(labelledby=identifier))


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
    return [_table("contract_amendment", words.AMENDMENTS, AMENDED, found.amendments, language)]


def _spending(found: Contract, language: Language) -> list[Component]:
    if not found.spending:
        return [html.P(words.NO_SPENDING.in_(language))]
    return [_table("contract_spending", words.SPENDING, SPENT, found.spending, language)]


def _table(
    table: str, caption: Text, names: Sequence[str], rows: Sequence[Record], language: Language
) -> Component:
    columns = [column_of(table, name) for name in names]
    cells = [[_cell(written(one, row[one.name], language), row[one.name]) for one in columns] for row in rows]
    numeric = frozenset(place for place, one in enumerate(columns) if one.kind == "money")
    return plain_table(caption.in_(language), [one.label.in_(language) for one in columns], cells, numeric)


def _cell(shown: str, value: object) -> str:
    return "" if value is None else shown


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
    return [html.P(row.in_(language)), html.P(told.in_(language), className="hash")]


FAMILY = Family("contract", "/contrato/", build, contracts.first_ids)
