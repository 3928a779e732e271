"""The parts of a workbook (Office Open XML): the least that spreadsheets need, made a column at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS: Final = 1_048_575
_LONGEST_CELL: Final = 32_767
# The cells of so many rows are in memory together.
_AT_ONCE: Final = 2_000
# Days of Excel's calendar at 1970-01-01.
_EPOCH: Final = 25_569
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OPENING: Final = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
_CLOSING: Final = "</sheetData></worksheet>"
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_CHARACTER: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"


def place(number: int) -> str:
    """Return the name of a sheet's part."""
    return f"xl/worksheets/sheet{number}.xml"


def frame(names: tuple[str, str]) -> Mapping[str, str]:
    """Return all parts of a workbook but its two sheets."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(names),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _styles(),
    }


def _content_types() -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/{place(number)}", "worksheet") for number in (1, 2)]
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts
    )
    usual = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{usual}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _workbook(names: tuple[str, str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _styles() -> str:
    """Return two styles: the usual one, and that of dates (number format 14)."""
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="1"><border/></borders><cellStyleXfs count="1">{plain}</cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    )


def lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield a sheet with one text a row."""
    yield _OPENING
    for text in texts:
        yield f"<row>{_text_cell(text)}</row>"
    yield _CLOSING


def _text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def rows(pieces: Iterable[pa.Table], schema: pa.Schema) -> Iterator[bytes]:
    """Yield a sheet with the names of the columns and as many rows as a sheet may have."""
    yield f"{_OPENING}<row>{''.join(map(_text_cell, schema.names))}</row>".encode()
    left = MOST_ROWS
    for piece in pieces:
        shown = piece.slice(0, left)
        for start in range(0, shown.num_rows, _AT_ONCE):
            yield _written(shown.slice(start, _AT_ONCE))
        left -= shown.num_rows
        del piece, shown
        if not left:
            break
    yield _CLOSING.encode()


def is_cut(cell: object) -> bool:
    """Say whether a cell is longer than a sheet can hold."""
    return isinstance(cell, str) and len(cell) > _LONGEST_CELL


def plain_rows(names: Sequence[str], table: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a sheet of few rows: numbers as numbers, exactly; text as text; nothing for None."""
    yield f"{_OPENING}<row>{''.join(map(_text_cell, names))}</row>".encode()
    for row in table:
        yield f"<row>{''.join(map(_plain_cell, row))}</row>".encode()
    yield _CLOSING.encode()


def _plain_cell(cell: object) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | Decimal):
        return f"<c><v>{cell:f}</v></c>" if isinstance(cell, Decimal) else f"<c><v>{cell}</v></c>"
    return _text_cell(_NO_XML.sub("", str(cell)[:_LONGEST_CELL]))


def _written(piece: pa.Table) -> bytes:
    import pyarrow.compute as pc

    cells = [_cells(column) for column in piece.columns]
    joined = pc.binary_join_element_wise("<row>", *cells, "</row>", "")
    return b"".join(memoryview(text.as_buffer()) for chunk in joined.chunks for text in chunk)


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the cells of a column, empty ones where it has nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    opening, text, closing = '<c t="inlineStr"><is><t xml:space="preserve">', column, "</t></is></c>"
    if pa.types.is_string(column.type):
        text = _escaped(column)
    elif pa.types.is_boolean(column.type):
        opening, text, closing = '<c t="b"><v>', column.cast(pa.int8()).cast(pa.string()), "</v></c>"
    elif pa.types.is_date(column.type):
        days = pc.add(column.cast(pa.int32()), _EPOCH)
        opening, text, closing = '<c s="1"><v>', days.cast(pa.string()), "</v></c>"
    else:
        opening, text, closing = "<c><v>", column.cast(pa.string()), "</v></c>"
    return pc.fill_null(pc.binary_join_element_wise(opening, text, closing, ""), "<c/>")


def _escaped(column: Any) -> Any:
    import pyarrow.compute as pc

    text = pc.utf8_slice_codeunits(column, 0, _LONGEST_CELL)
    text = pc.replace_substring_regex(text, _NO_CHARACTER, "")
    for letter, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        text = pc.replace_substring(text, letter, written)
    return text
