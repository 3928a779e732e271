"""Tables of any length as CSV, Parquet and XLSX, sent while they are read: memory does not grow with rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from dashboard.api import sheets

if TYPE_CHECKING:
    import pyarrow as pa
    from typing_extensions import Buffer

GROUP_ROWS: Final = 20_000
# Up to so many places Arrow writes a decimal without an exponent.
_PLAIN_PLACES: Final = 6


class Outlet(io.RawIOBase):
    """Takes bytes from a writer and gives them on, so that a response can be sent while it is written."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._place

    def write(self, data: Buffer, /) -> int:
        """Take bytes."""
        self._held.append(bytes(data))
        self._place += len(self._held[-1])
        return len(self._held[-1])

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        held = b"".join(self._held)
        self._held.clear()
        return held


def csv(pieces: Iterable[pa.Table], schema: pa.Schema) -> Iterator[bytes]:
    """Yield CSV after RFC 4180: text in quotes, nothing for what is not reported, exact decimals.

    Cells are as published, also those that a spreadsheet would take for a formula: who opens the file there
    imports it as text, or takes the XLSX, whose cells are text.
    """
    import pyarrow.csv as writer

    out = Outlet()
    yield (",".join(schema.names) + "\r\n").encode()
    options = writer.WriteOptions(include_header=False, eol="\r\n")
    for piece in pieces:
        writer.write_csv(_written_out(piece), out, options)
        # Held while the next one is made, its memory would not be used again, and memory would grow.
        del piece
        yield out.taken()


def _written_out(piece: pa.Table) -> pa.Table:
    """Return a piece whose shares and indices are written 0 and 0.25.

    Arrow writes a decimal of many places that is nothing as 0E-9, which some programs take for text. Of
    fewer than sixteen digits, as they have, a float has all.
    """
    import pyarrow as pa

    for place, one in enumerate(piece.schema):
        if pa.types.is_decimal(one.type) and one.type.scale > _PLAIN_PLACES:
            # By way of text, which is rounded once: a decimal becomes another float than its digits do.
            shortest = piece.column(place).cast(pa.string()).cast(pa.float64())
            piece = piece.set_column(place, one.name, shortest)
    return piece


def parquet(
    pieces: Iterable[pa.Table], schema: pa.Schema, words: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """Yield a Parquet file with row groups of some ten thousand rows; `words` go into its metadata."""
    import pyarrow.parquet as writer

    out = Outlet()
    described = schema.with_metadata(dict(words or {}))
    with writer.ParquetWriter(out, described, compression="zstd") as made:
        for group in _groups(pieces, schema):
            made.write_table(group.cast(described))
            del group
            yield out.taken()
    yield out.taken()


def _groups(pieces: Iterable[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    import pyarrow as pa

    held, rows = [], 0
    for piece in pieces:
        held.append(piece)
        rows += piece.num_rows
        del piece
        if rows >= GROUP_ROWS:
            group, held, rows = pa.concat_tables(held), [], 0
            yield group
            del group
    yield pa.concat_tables(held) if held else schema.empty_table()


def xlsx(
    pieces: Iterable[pa.Table], schema: pa.Schema, names: tuple[str, str], note: Iterable[str]
) -> Iterator[bytes]:
    """Yield a workbook: a sheet of the first 1,048,575 rows, and one with the lines of `note`.

    `names` are those of the two sheets. Text stays text, whatever it begins with.
    """
    return workbook(sheets.rows(pieces, schema), names, note)


def workbook(parts: Iterable[bytes], names: tuple[str, str], note: Iterable[str]) -> Iterator[bytes]:
    """Yield a workbook of two sheets: the first made of `parts`, the second with the lines of `note`."""
    out = Outlet()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in sheets.frame(names).items():
            book.writestr(name, text)
        book.writestr(sheets.place(2), "".join(sheets.lines(note)))
        with book.open(sheets.place(1), "w", force_zip64=True) as sheet:
            for part in parts:
                sheet.write(part)
                yield out.taken()
    yield out.taken()
