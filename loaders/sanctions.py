"""What the lists of sanctioned suppliers share: identity without tax codes of persons, rows of one table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from loaders.clean import words
from loaders.contracts import dates, names, privacy, suppliers
from loaders.contracts.texts import tidy_text
from loaders.errors import BadValue
from loaders.model import Correction, Text
from loaders.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

_BAD_DATE = Text("Fecha imposible: se guarda vacía.", "Impossible date: stored as empty.")
_SEVERAL = Text(
    "La celda trae varias fechas: se guarda la última, la de la publicación más reciente.",
    "The cell has several dates: the last one is kept, that of the latest publication.",
)
_BACKWARDS = Text(
    "La sanción termina antes de empezar: se guarda como se publicó y no cubre ningún día.",
    "The sanction ends before it begins: kept as published, and it covers no day.",
)


def supplier(name: str, rfc: str = "") -> dict[str, str | None]:
    """Return the columns of who is on a list: name, its key, tax code of a legal person, kind of person.

    The key is a legal person's only, and a natural person's tax code is dropped: nobody finds a person here
    by searching.
    """
    tidy, code = privacy.scrub(tidy_text(name)), privacy.tidy_rfc(rfc)
    person = suppliers.person(code, tidy, None)
    legal = person == "legal"
    return {
        "supplier_name": tidy or None,
        "supplier_name_key": names.key(tidy) or None if legal else None,
        "supplier_rfc": code if privacy.is_legal_rfc(code) else None,
        "supplier_person": person,
    }


def said(text: str) -> str | None:
    """Return a text on one line without contact data; None where there is nothing."""
    return privacy.scrub(words(text)) or None


def day(text: str, line: int, odd: list[Correction], order: dates.Order = dates.DAY_FIRST) -> date | None:
    """Return the day of a date; one that cannot be read is noted in `odd` and left empty.

    Of several between two slashes the last one is kept, and noted: a list republishes what a ruling had
    undone, and nobody is to be held sanctioned on a day on which that is doubtful.
    """
    try:
        found = [dates.day(one, order) for one in text.split("//")]
        known = [one for one in found if one is not None]
        if len(found) > 1 and len(known) == len(found):
            odd.append(Correction(line, "several_dates", _SEVERAL, text, f"{max(known)}"))
            return max(known)
        return dates.day(text, order)
    except BadValue:
        odd.append(Correction(line, "bad_date", _BAD_DATE, text, ""))
        return None


def term(
    starts: str, ends: str, line: int, odd: list[Correction], order: dates.Order = dates.DAY_FIRST
) -> dict[str, date | None]:
    """Return the first and the last day of a sanction; one that ends before it begins is noted in `odd`.

    It keeps its days: which of them is wrong is not known.
    """
    first, last = day(starts, line, odd, order), day(ends, line, odd, order)
    if first and last and last < first:
        odd.append(Correction(line, "ends_before_start", _BACKWARDS, f"{first} / {last}", ""))
    return {"starts_on": first, "ends_on": last}


def row(list_id: str, line: int, **given: Any) -> dict[str, Any]:
    """Return a row of the table `sanction`; what is not given has no data."""
    return {**dict.fromkeys(TABLES["sanction"].given), "list_id": list_id, "source_row": line, **given}


def frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as a frame of the table `sanction`."""
    import polars as pl

    from loaders.audit import polars_type
    from loaders.columns import column_of

    table = TABLES["sanction"]
    kinds = {name: polars_type(column_of("sanction", name).kind) for name in table.given}
    return pl.DataFrame(rows, schema=kinds)


def header_has(cells: Sequence[str], needed: Sequence[str]) -> bool:
    """Say whether a header has these columns, padding aside."""
    return set(needed) <= {words(cell) for cell in cells}
