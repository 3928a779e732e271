"""Every address of the site is made here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from dashboard.data import contract_filter, signal_rows, supplier_buyers
from dashboard.data.composite import UNIT_PARAM
from dashboard.data.contract_filter import ContractFilter
from dashboard.data.procurement import ContractsAsked
from dashboard.data.procurement import to_query as contracts_query
from dashboard.data.reconciliation import ChecksAsked
from dashboard.data.reconciliation import to_query as checks_query
from dashboard.data.selection import Selection, defaults, to_query
from dashboard.data.signal_rows import ValuesAsked
from dashboard.data.signals import SCOPE_PARAM, SCOPES
from dashboard.data.store import Record
from loaders.model import Language

MAX_ADDRESS = 2_100
ROWS = "filas"
# CSV that begins with a byte order mark, by which Excel knows its accents.
BOM = "bom"
ALL_ROWS = f"{ROWS}=todas"
REPORTED = "sobre"
EVERY_CHECK = ChecksAsked()
LANGUAGES: tuple[Language, ...] = ("es", "en")
PATHS = {
    "home": "/",
    "budget": "/presupuesto",
    "contracts": "/contratos",
    "search": "/buscar",
    "signals": "/contratos/senales",
    "composite": "/contratos/compuesto",
    "sources": "/fuentes",
    "reconciliation": "/fuentes/conciliacion",
    "equivalences": "/fuentes/equivalencias",
}


def page(name: str, language: Language, query: str = "", fragment: str = "") -> str:
    """Return the address of a page; English pages stand under /en."""
    path = PATHS[name]
    if language == "en":
        path = "/en" + (path if path != "/" else "/")
    return path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def budget(selection: Selection, language: Language) -> str:
    """Return the address of *Presupuesto* with a selection."""
    return page("budget", language, to_query(selection))


def contracts(asked: ContractsAsked | None, language: Language, fragment: str = "") -> str:
    """Return the address of *Contratos* with what is asked, or as it starts."""
    return page("contracts", language, _contracts_query(asked), fragment)


def contract_view(slug: str, asked: ContractsAsked, language: Language, ending: str) -> str:
    """Return the address of what a view of *Contratos* shows as `ending`: csv, svg or json."""
    return f"{_prefix(language)}/descargas/{slug}.{ending}?{contracts_query(asked)}"


def contract(contract_id: str, language: Language) -> str:
    """Return the address of the page of a contract."""
    return _prefix(language) + f"/contrato/{quote(contract_id)}"


def supplier(supplier_id: str, language: Language) -> str:
    """Return the address of the page of a supplier."""
    return _prefix(language) + f"/proveedor/{quote(supplier_id)}"


def supplier_buyer(supplier_id: str, buyer: Record, language: Language) -> str:
    """Return the address of a supplier's page with what one institution bought in a group of files."""
    return f"{supplier(supplier_id, language)}?{supplier_buyers.to_query(buyer)}#comprador"


def signals(language: Language, asked: ContractsAsked | None = None) -> str:
    """Return the address of *Señales*, for a group of files and a year if they are said."""
    return page("signals", language, _contracts_query(asked))


def signal(
    indicator_id: str, language: Language, asked: ContractsAsked | None = None, scope: str = "agency"
) -> str:
    """Return the address of the page of one indicator; `scope` says by whom its values are shown."""
    by = "" if scope == "agency" else urlencode({SCOPE_PARAM: SCOPES[scope]})
    query = "&".join(filter(None, (_contracts_query(asked), by)))
    return page("signals", language) + f"/{quote(indicator_id)}" + (f"?{query}" if query else "")


def signal_file(asked: ValuesAsked, language: Language, ending: str) -> str:
    """Return the address of values of indicators as csv, parquet or xlsx, or told and given as json."""
    query = signal_rows.to_query(asked)
    return f"{_prefix(language)}/descargas/senales.{ending}" + (f"?{query}" if query else "")


def composite_file(slug: str, asked: ContractsAsked, language: Language, ending: str) -> str:
    """Return the address of scores or their steps, as `slug` says, as csv, parquet, xlsx or json."""
    return f"{_prefix(language)}/descargas/{slug}.{ending}?{contracts_query(asked)}"


def composite(language: Language, asked: ContractsAsked | None = None, unit: str = "") -> str:
    """Return the address of the composite, with the steps of a procuring unit if its code is said."""
    steps = urlencode({UNIT_PARAM: unit}) if unit else ""
    query = "&".join(filter(None, (_contracts_query(asked), steps)))
    return page("composite", language, query, "pasos" if unit else "")


def _contracts_query(asked: ContractsAsked | None) -> str:
    return contracts_query(asked) if asked else ""


def _prefix(language: Language) -> str:
    return "/en" if language == "en" else ""


def switched(path: str, query: str, language: Language) -> str:
    """Return the same page and choices in `language`."""
    bare = path.removeprefix("/en") or "/"
    return _prefix(language) + bare + (f"?{query}" if query else "")


def download(selection: Selection, language: Language, ending: str) -> str:
    """Return the address of what the selection shows as `ending`: csv, svg or json."""
    query = to_query(selection)
    return f"{_prefix(language)}/descargas/{selection.view}.{ending}" + (f"?{query}" if query else "")


def view(selection: Selection, name: str, **changes: Any) -> Selection:
    """Return the selection for another view: its own starting point, with what carries over kept."""
    kept = {
        field: getattr(selection, field) for field in ("agencies", "prices", "base", "index") if not changes
    }
    return replace(defaults(name), **{**kept, **changes})


def search(chosen: ContractFilter, language: Language) -> str:
    """Return the address of the contracts that a filter asks for."""
    return page("search", language, contract_filter.to_query(chosen))


def contract_file(chosen: ContractFilter, language: Language, ending: str) -> str:
    """Return the address of all contracts that a filter asks for as csv, parquet or xlsx, or told as json."""
    query = contract_filter.to_query(contract_filter.without(chosen, "order", "size"))
    return f"{_prefix(language)}/descargas/contratos.{ending}" + (f"?{query}" if query else "")


def for_excel(address: str) -> str:
    """Return the address of a CSV file as Excel opens it, with a byte order mark."""
    return f"{address}{'&' if '?' in address else '?'}{BOM}=1"


def checks(language: Language, asked: ChecksAsked = EVERY_CHECK, ending: str = "csv") -> str:
    """Return the address of the checks asked for as a file: csv or json."""
    query = checks_query(asked)
    return f"{_prefix(language)}/descargas/comprobaciones.{ending}" + (f"?{query}" if query else "")


def reconciliation(asked: ChecksAsked, language: Language) -> str:
    """Return the address of *Conciliación* with the checks asked for."""
    return page("reconciliation", language, checks_query(asked))


def report(permalink: str, language: Language) -> str:
    """Return where a reader questions a figure; the page names the figure by its permalink."""
    asked = urlencode({REPORTED: permalink})
    return page("sources", language, asked, "corregir")


def is_own(address: str) -> bool:
    """Say whether an address is a path of this site with figures, and nothing else."""
    starts = tuple(page(name, language) for name in ("budget", "contracts") for language in LANGUAGES)
    return address.split("?")[0] in starts and len(address) <= MAX_ADDRESS and address.isprintable()
