"""What all checks share: what a finding is, how datasets and moments are called, exact amounts."""

from __future__ import annotations

from decimal import Decimal

from loaders.cubes import FLAT_ACCOUNT
from loaders.editions import is_workbook
from loaders.model import Check, Language, Text

Finding = tuple[str, Check, Decimal | None]

TOLERANCE = Decimal("0.05")
BOOK, BUDGET, QUARTER, DRAFT = "public_account", "approved_budget", "quarterly_execution", "draft_budget"
LANGUAGES: tuple[Language, ...] = ("es", "en")
BOOK_MOMENTS = ("approved", "modified", "accrued", "executed")
MOMENTS = {
    "proposed": Text("proyecto", "proposed"),
    "approved": Text("aprobado", "approved"),
    "modified": Text("modificado", "modified"),
    "accrued": Text("devengado", "accrued"),
    "paid": Text("pagado", "paid"),
    "adefas": Text("ADEFAS", "prior-year arrears"),
    "executed": Text("Ejercicio", "executed"),
    "exercised": Text("ejercido", "exercised"),
}
NAMES = {
    BOOK: Text("Cuenta Pública", "public account"),
    BUDGET: Text("PEF", "budget"),
    FLAT_ACCOUNT: Text("Cuenta Pública clave por clave", "public account key by key"),
    QUARTER: Text("Avance trimestral", "quarterly report"),
    DRAFT: Text("Proyecto de PEF", "draft budget"),
}
NOTHING = Text("", "")
UNEXPLAINED = Text(
    "Nada de lo que dicen los archivos explica la diferencia.",
    "Nothing that the files say explains the difference.",
)
# Before it, the account key by key leaves out IMSS, ISSSTE, Pemex and CFE.
FIRST_WITH_ENTITIES = 2013


def money(found: object) -> Decimal | None:
    """Return an amount of a query as an exact number; None = no data."""
    return None if found is None else Decimal(str(found))


def form_of(source_file_id: str) -> str:
    """Return how a file is published: xlsx or csv."""
    return "xlsx" if is_workbook(source_file_id) else "csv"


def sentence(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]
