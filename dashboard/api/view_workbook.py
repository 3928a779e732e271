"""What a view shows as a workbook: exactly the rows of its CSV, and a sheet with all that must be known."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.api import sheets, tabular
from dashboard.charts.receipt import Receipt, receipt
from dashboard.components.shown import Shown
from dashboard.data.filed import filed
from dashboard.i18n import search as words
from dashboard.i18n import ui


def workbook(shown: Shown, address: str) -> bytes:
    """Return the workbook (Office Open XML) of an answer whose permalink is `address`."""
    whole = filed(shown.result, shown.language)
    names = [column.name for column in whole.columns]
    rows = [[row.get(name) for name in names] for row in whole.rows]
    cut = sum(sheets.is_cut(cell) for row in rows for cell in row)
    left_out = [ui.fill(ui.CELLS_CUT, count=cut).in_(shown.language)] if cut else []
    note = [*left_out, *_note(receipt(shown.result, shown.language, address, shown.title))]
    titles = (shown.say(ui.SHEET_ROWS), shown.say(words.SHEETS[1]))
    return b"".join(tabular.workbook(sheets.plain_rows(names, rows), titles, note))


def _note(told: Receipt) -> Iterator[str]:
    """Yield a line for each thing that the receipt says: its name, and what it is."""
    for name, value in told.items():
        for item in value if isinstance(value, list) else [value]:
            said = (
                "; ".join(f"{key}: {part}" for key, part in item.items()) if isinstance(item, dict) else item
            )
            if said is not None:
                yield f"{name}: {said}"
