"""What must not be kept: tax codes of natural persons, CURP, e-mails and telephones, wherever they stand.

An RFC of 13 characters belongs to a natural person and holds the birth date; one of 12 belongs to a legal
person and stays. Ten digits alone are not taken for a telephone: contract and order numbers look the same;
a telephone is told by its word ("Tel.", "cel", "ext.") or by its shape. A code that has the shape of an RFC
is taken out too: better a code less than a person more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

MARK = "[…]"

_NO_CODE_BEFORE, _NO_CODE_AFTER = r"(?<![0-9A-ZÑ&])", r"(?![0-9A-ZÑ&])"
_LETTERS, _BIRTH = "[A-ZÑ&]", r"\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"
_NATURAL = re.compile(rf"{_LETTERS}{{4}}\d{{6}}[A-Z0-9]{{3}}")
_LEGAL = re.compile(rf"{_LETTERS}{{3}}\d{{6}}[A-Z0-9]{{3}}")
_DIGITS = r"[\s().\-/]*\d"
_PERSON = (
    rf"{_NO_CODE_BEFORE}[A-Z]{{4}}\d{{6}}[HMX][A-Z]{{5}}[A-Z0-9]\d{_NO_CODE_AFTER}",
    rf"{_NO_CODE_BEFORE}{_LETTERS}{{4}}\d{{6}}[A-Z0-9]{{3}}{_NO_CODE_AFTER}",
    rf"{_NO_CODE_BEFORE}{_LETTERS}{{4}}[ -]{_BIRTH}(?:[ -]?[A-Z0-9]{{3}})?{_NO_CODE_AFTER}",
)
_MAIL = (r"[\w.+\-]+\s?@\s?[\w\-]+(?:\s?\.\s?[\w\-]+)+", r"[\w.+\-]+@[\w.\-]+")
_WORDS = (
    r"(?:tel[ée]fonos?|telefax|tels?|t[ée]lf?s?|cels?|celular(?:es)?|m[óo]vil|"
    r"fax|whats\s?app|conmutador|lada)"
)
_EXTENSION = r"(?:[\s,;]*\(?\bext(?:ensi[óo]n|s)?\b\.?:?\s*\d{1,6}\)?)?"
# Part of a longer code is no telephone: neither letters, hyphens nor more digits around it.
_ALONE, _ENDS = r"(?<![\w\-/.])(?<!\d )(?:01[ .\-]+)?", r"(?![\w\-/]|[ .]\d)"
_AREA = r"\(\s?\d{2,3}\s?\)[ .\-]*\d{3,4}[ .\-]?\d{2}[ .\-]?\d{2}"
_GROUPS = r"(?:\d{2}[ .\-]\d{4}|\d{3}[ .\-]\d{3})[ .\-]\d{4}"
_PHONE = (
    rf"\b{_WORDS}\b[\s.:#°º]*(?:n[úu]m|no)?[\s.:#°º]*\+?\(?\d(?:{_DIGITS}){{6,13}}{_EXTENSION}",
    rf"(?<![\w\-/.])\+\s?52(?:{_DIGITS}){{8,11}}{_EXTENSION}",
    rf"{_ALONE}{_AREA}{_ENDS}{_EXTENSION}",
    rf"{_ALONE}{_GROUPS}{_ENDS}{_EXTENSION}",
    r"\bext\b\.?:?\s*\d{3,6}\b",
)
_PRIVATE = re.compile("|".join(f"(?:{one})" for one in (*_PERSON, *_MAIL, *_PHONE)), re.IGNORECASE)
# A superset that the engine of polars knows; what it finds is looked at again, exactly.
_PERHAPS = (
    r"(?i)@|[A-ZÑ&]{4}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}|\b(?:t[eé]l|cel|m[oó]vil|fax|whats|conmut|lada|ext\b)"
    r"|\+\s?52|\(\s?\d{2,3}\s?\)[ .\-]*\d{3}|\d{2,3}[ .\-]\d{3,4}[ .\-]\d{4}"
)


def is_natural_rfc(text: str) -> bool:
    """Say whether a text is a tax code of a natural person (13 characters), spaces and hyphens aside."""
    return bool(_NATURAL.fullmatch(tidy_rfc(text)))


def is_legal_rfc(text: str) -> bool:
    """Say whether a text is a tax code of a legal person (12 characters), spaces and hyphens aside."""
    return bool(_LEGAL.fullmatch(tidy_rfc(text)))


def tidy_rfc(text: str) -> str:
    """Return a tax code in capitals, without spaces, hyphens and the apostrophe of a spreadsheet."""
    return re.sub(r"[\s\-'.]", "", text).upper()


def scrub(text: str) -> str:
    """Return a text with e-mails, telephones, RFCs of 13 characters and CURPs replaced by `MARK`.

    RFCs of 12 characters stay. The result holds nothing more to replace.
    """
    while (clean := _PRIVATE.sub(MARK, text)) != text:
        text = clean
    return text


def natural_rfc(column: pl.Expr) -> pl.Expr:
    """Return whether tidy tax codes are those of natural persons; null stays null."""
    return column.str.contains(f"^{_NATURAL.pattern}$")


def legal_rfc(column: pl.Expr) -> pl.Expr:
    """Return whether tidy tax codes are those of legal persons; null stays null."""
    return column.str.contains(f"^{_LEGAL.pattern}$")


def tidied_rfc(column: pl.Expr) -> pl.Expr:
    """Return tax codes as `tidy_rfc` does."""
    return column.str.replace_all(r"[\s\-'.]", "").str.to_uppercase()


def scrubbed(series: pl.Series) -> pl.Series:
    """Return texts as `scrub` does; only those that may hold something are looked at one by one."""
    import polars as pl

    perhaps = series.str.contains(_PERHAPS).fill_null(False)
    if not perhaps.any():
        return series
    places = perhaps.arg_true()
    clean = pl.Series([scrub(text) for text in series.gather(places)], dtype=pl.String())
    return series.scatter(places, clean)
