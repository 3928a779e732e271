"""What a file is, by its content; names and content types are not to be believed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from loaders.errors import EmptyFile, HtmlInsteadOfData, NotAnArchive, WrongEncoding

Kind = Literal["empty", "html", "gzip", "zip", "xlsx", "xls", "wide_text", "text", "binary"]

HEAD = 4096
_GZIP, _ZIP, _XLS = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = "xl/workbook"
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_MARK = b"\xef\xbb\xbf"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script)\b", re.I | re.S
)
_AGAIN = "open the address in a browser: the file may have moved; then give its new address with --from"


def kind(path: Path) -> Kind:
    """Return what the bytes of a file are: Excel workbooks old and new, zip, gzip, HTML, text or other.

    `wide_text` is UTF-16 or UTF-32, which no official file should be.
    """
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    found = of_head(head)
    return "xlsx" if found == "zip" and _is_workbook(path) else found


def of_head(head: bytes) -> Kind:
    """Return what the first bytes tell; a new Excel workbook looks like any zip here."""
    if not head:
        return "empty"
    starts: dict[bytes, Kind] = {_GZIP: "gzip", b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", _XLS: "xls"}
    found = next((name for start, name in starts.items() if head.startswith(start)), None)
    return found or _of_text(head)


def _of_text(head: bytes) -> Kind:
    if head.startswith(_BOMS) or _every_other_is_nul(head):
        return "wide_text"
    if _HTML.match(head.removeprefix(_MARK)):
        return "html"
    return "binary" if b"\0" in head else "text"


def _every_other_is_nul(head: bytes) -> bool:
    """UTF-16 without its mark: Spanish in it has a NUL for nearly every second byte."""
    return max(head[0::2].count(0), head[1::2].count(0)) > len(head) * 0.4


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.startswith(_WORKBOOK) for name in packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def require_data(path: Path, name: str) -> Kind:
    """Return the kind of a file that may be data; raise for one that cannot be, whatever it is called.

    EmptyFile, HtmlInsteadOfData, WrongEncoding; NotAnArchive when `name` says zip, gzip or workbook and the
    bytes are another thing.
    """
    found = kind(path)
    if found == "empty":
        raise EmptyFile("the file is empty", where=name, todo=_AGAIN)
    if found == "html":
        raise HtmlInsteadOfData("a web page instead of data", where=name, value=_title(path), todo=_AGAIN)
    if found == "wide_text":
        raise WrongEncoding(
            "text in UTF-16 or UTF-32",
            where=name,
            value=_head(path, 8),
            todo="write it as UTF-8, and load that: `iconv -f UTF-16 -t UTF-8 original.csv > utf8.csv`",
        )
    _require_as_named(found, path, name)
    return found


_NAMED: dict[str, tuple[Kind, ...]] = {".zip": ("zip",), ".gz": ("gzip",), ".xlsx": ("xlsx", "zip", "xls")}


def _require_as_named(found: Kind, path: Path, name: str) -> None:
    expected = _NAMED.get(Path(name).suffix.lower())
    if expected and found not in expected:
        raise NotAnArchive(
            f"called {Path(name).suffix} and is {found}", where=name, value=_head(path, 8), todo=_AGAIN
        )


def _head(path: Path, size: int) -> bytes:
    with path.open("rb") as handle:
        return handle.read(size)


def _title(path: Path) -> str:
    """Return the title of a web page, which often says what is wrong; else its first words."""
    text = _head(path, 64 * 1024).decode("utf-8", errors="replace")
    found = re.search(r"<title[^>]*>(.*?)</title>", text, re.I | re.S)
    return " ".join((found[1] if found else re.sub(r"<[^>]*>", " ", text)).split())[:120]
