"""Bytes to records: decompression, encodings, CSV records, and records that lost their quotes."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Sequence

from loaders.errors import WrongEncoding
from loaders.model import RawFile

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
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise WrongEncoding("neither UTF-8 nor cp1252", value=data[:40], todo="declare the encoding of this file")


def csv_records(text: str) -> tuple[list[str], list[list[str]]]:
    """Return header and records; a line end inside quotes belongs to its cell, so records are not lines."""
    records = list(csv.reader(io.StringIO(text, newline="")))
    return records[0], records[1:]


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
