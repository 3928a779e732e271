"""Bytes to records: decompression, encodings, CSV, workbooks, and records that lost their quotes."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from loaders.errors import BadValue, EmptyFile, NotAnArchive, WrongEncoding
from loaders.model import Correction, RawFile
from loaders.text_encodings import Twice, require_western

if TYPE_CHECKING:
    pass

TO_UTF_8 = "write it as UTF-8, and load that: `iconv -f ENCODING -t UTF-8 original.csv > utf8.csv`"
_GZIP = b"\x1f\x8b"
# A swallowed separator is never followed by a space; a comma inside a Spanish sentence always is.
_SWALLOWED = re.compile(r",(?=\S)")


def content(raw: RawFile) -> bytes:
    """Return the file's bytes, decompressed if they are gzip."""
    data = raw.bytes()
    return gzip.decompress(data) if data.startswith(_GZIP) else data


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding found: strict UTF-8 (its mark dropped), else cp1252.

    WrongEncoding when it is neither: a file read with the wrong encoding corrupts names in silence.
    """
    wide = b"\0" in data[:4096]  # UTF-16 is also valid cp1252, as nonsense
    for encoding in () if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            require_western(data, "")
        return text, encoding
    raise WrongEncoding("neither UTF-8 nor cp1252", value=data[:40], todo=TO_UTF_8)


def once(raw: RawFile) -> tuple[str, tuple[Correction, ...]]:
    """Return the text of a file, and what had to be undone in it because it was encoded twice."""
    twice = Twice()
    text, _ = decode(content(raw))
    return twice.undone(text.encode()).decode(), twice.corrections()


def csv_records(text: str, where: str = "") -> tuple[list[str], list[list[str]]]:
    """Return header and records; a line end inside quotes belongs to its cell, so records are not lines.

    EmptyFile without a header, BadValue for quotes that never end.
    """
    try:
        records = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise BadValue("not CSV", where=where, value=str(error), todo="look at the file") from error
    if not records:
        raise EmptyFile("the file has no header", where=where)
    return records[0], records[1:]


def rectangle(raw: RawFile) -> tuple[list[str], list[list[str]]]:
    """Return the header and the records of a small CSV file, all of the header's width.

    EmptyFile without a header, NotAnArchive for damaged gzip, WrongEncoding as of `decode`, BadValue for a
    record of another width or quotes that never end.
    """
    try:
        text, undone = once(raw)
        header, records = csv_records(text, raw.name)
    except (OSError, EOFError, zlib.error) as error:
        raise NotAnArchive("the gzip file is damaged", where=raw.name, value=str(error)) from error
    if undone:
        raise WrongEncoding(undone[0].what.en, where=raw.name, value=undone[0].before, todo=TO_UTF_8)
    for line, record in enumerate(records, 1):
        if len(record) != len(header):
            raise BadValue(
                f"record {line} has {len(record)} fields, the header {len(header)}",
                where=raw.name,
                value=record[:3],
                todo="look at the file",
            )
    return header, records


def unswallow(record: Sequence[str], width: int) -> list[str] | None:
    """Repair a record whose broken quotes joined several fields into one, shifting the rest left.

    The source pads such a record on the right with as many empty fields as were joined. So the padding
    is cut, and the one field that splits into exactly the missing pieces is split. None when no field,
    or more than one, does: the record is then to be rejected, not guessed.
    """
    filled = len(record)
    while filled and record[filled - 1] == "":
        filled -= 1
    missing = width - filled
    candidates = [place for place in range(filled) if len(_SWALLOWED.findall(record[place])) == missing]
    amounts = [place for place in candidates if not re.fullmatch(r"[-\d.,$]+", record[place])]
    if missing <= 0 or len(amounts) != 1:
        return None
    place = amounts[0]
    return [*record[:place], *_SWALLOWED.split(record[place]), *record[place + 1 : filled]]
