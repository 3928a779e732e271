"""What must not be kept: tax codes of natural persons, CURP, e-mails and telephones, wherever they stand.

An RFC of 13 characters belongs to a natural person and holds the birth date; one of 12 belongs to a legal
person and stays. Ten digits alone are not taken for a telephone: contract and order numbers look the same;
a telephone is told by its word ("Tel.", "cel", "ext.") or by its shape. A code that has the shape of an RFC
is taken out too: better a code less than a person more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

MARK = "[…]"

_LETTERS, _DIGITS = "[A-ZÑñ&]", r"[\s().\-/]*[0-9]"
_NATURAL = re.compile(r"[A-ZÑ&]{4}[0-9]{6}[A-Z0-9]{3}")
_LEGAL = re.compile(r"[A-ZÑ&]{3}[0-9]{6}[A-Z0-9]{3}")
# "&" is a letter of names, and what parts the values of an address.
_BEFORE, _AFTER = r"(?<![0-9A-ZÑñ])", r"(?![0-9A-ZÑñ])"
_BIRTH = r"[0-9]{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12][0-9]|3[01])"
_PLAIN_BIRTH = _BIRTH.replace("[ -]?", "")
_GAP = r"[ _./\-]"
_PERSON = (
    # Nothing else looks so: also where it is glued to a word before it.
    rf"[A-Z]{{4}}[0-9]{{6}}[HMX][A-Z]{{5}}[A-Z0-9][0-9]{_AFTER}",
    rf"{_BEFORE}{_LETTERS}{{4}}[0-9]{{6}}[A-Z0-9]{{3}}{_AFTER}",
    rf"{_BEFORE}{_LETTERS}{{4}}[ -]{_BIRTH}(?:[ -]?[A-Z0-9]{{3}})?{_AFTER}",
    rf"{_BEFORE}{_LETTERS}{{4}}{_GAP}?{_BIRTH}{_GAP}[A-Z0-9]{{3}}{_AFTER}",
    rf"{_BEFORE}{_LETTERS}{{4}}{_GAP}{_BIRTH}[A-Z0-9]{{3}}{_AFTER}",
    # Glued to a word before it; in small letters it may be part of the address of a page.
    rf"(?-i:[A-ZÑ&]{{4}}{_PLAIN_BIRTH}[A-Z0-9]{{3}}){_AFTER}",
)
_AT = r"(?:@|%40|[(\[]\s?(?:at|arroba)\s?[)\]]|\barroba\b)"
# An address has a domain. An "@" in the name of a firm, or for both genders ("Chav@s"), stands inside a word:
# after a dot and a space only a known ending goes on, and a company form ("ALFA@BETA.SA") is no ending.
_LOCAL, _LABEL = r"[\wÀ-ÿ.+\-]{1,64}", r"[\w\-]{1,63}"
_ENDING = r"(?:com|net|org|gob|gov|edu|mil|info|biz|mx|us|es)(?!\w)"
_FORM = r"(?:s\.?a|s\.?c|a\.?c|s\.? ?de)\b"
_DOMAIN = (
    rf"(?:{_LABEL}(?:\.{_LABEL})*\.(?!{_FORM})[\w\-]{{2,63}}"
    rf"|{_LABEL}(?:\s?\.\s?{_LABEL}){{0,5}}?\s?\.\s?{_ENDING})"
)
# Cut short or mistyped, it is told by who gives such addresses, by the word before it, or by a full name.
_HOST = r"(?:gmail|hotmail|outlook|yahoo|live|msn|icloud|prodigy|aol|terra|infinitum|protonmail)"
_SAID_MAIL = r"\b(?:e-?mail|mail|correo(?: electr[oóÓ]nico)?)\b[\s.:]*"
_MAIL = (
    rf"{_LOCAL}\s?{_AT}\s?{_DOMAIN}(?:\s?\.\s?{_ENDING})*",
    rf"{_LOCAL}\s?@\s?{_HOST}\b[\w.\-]*",
    rf"{_SAID_MAIL}{_LOCAL}\s?@\s?[\w.\-]*",
    r"[\wÀ-ÿ\-]{2,32}(?:[._][\wÀ-ÿ\-]{2,32}){1,4}@[\w.\-]+",
)
_WORDS = (
    r"(?:tel[eéÉ]fonos?|telefax|tels?|t[eéÉ]lf?s?|cels?|celular(?:es)?|m[oóÓ]vil|"
    r"fax|whats\s?app|conmutador|lada)"
)
_SAID_EXTENSION = r"[\s,;]*\(?\bext(?:ensi[oóÓ]n|s)?\b\.?:?\s*[0-9]{1,6}\)?"
_EXTENSION = rf"(?:{_SAID_EXTENSION})?"
# Part of a longer code is no telephone: neither letters, hyphens nor more digits around it.
_ALONE, _ENDS = r"(?<![\w\-/.])(?<![0-9] )(?:01[ .\-]+)?", r"(?![\w\-/]|[ .][0-9])"
_AREA = r"\( ?[0-9]{2,3} ?\)[ .\-]*[0-9]{3,4}[ .\-]?[0-9]{2}[ .\-]?[0-9]{2}"
_GROUPS = r"(?:[0-9]{2}[ .\-][0-9]{4}|[0-9]{3}[ .\-][0-9]{3})[ .\-][0-9]{4}"
_PAIRS = r"[0-9]{3}[ \-][0-9]{3}[ \-][0-9]{2}[ \-][0-9]{2}"
_NUMBER = rf"\+?\(?[0-9](?:{_DIGITS}){{6,13}}{_EXTENSION}"
_PHONE = (
    rf"\b{_WORDS}\b[\s.:#°º]*(?:n[uú]m|no)?[\s.:#°º]*{_NUMBER}(?:\s?(?:[,;/]|\b[yeo]\b)\s?{_NUMBER})*",
    rf"(?<![\w\-/.])\+\s?52(?:{_DIGITS}){{8,11}}{_EXTENSION}",
    rf"{_ALONE}{_AREA}{_ENDS}{_EXTENSION}",
    rf"{_ALONE}{_GROUPS}{_ENDS}{_EXTENSION}",
    rf"{_ALONE}{_PAIRS}{_ENDS}{_EXTENSION}",
    rf"(?<![\w\-/.])[0-9](?:{_DIGITS}){{6,13}}{_SAID_EXTENSION}",
    r"\bext\b\.?:?\s*[0-9]{3,6}\b",
)
_PRIVATE = re.compile("|".join(f"(?:{one})" for one in (*_PERSON, *_MAIL, *_PHONE)), re.IGNORECASE | re.ASCII)
# A superset for columns, without what makes the engine of polars slow: Unicode classes and word ends.
_BLANK = r"[ \t-\r]"
_DOTS = r"[ \t-\r.:#°º]*"
_PHONE_WORDS = (
    r"(?:[Tt](?:[Ee]|é|É)[Ll]|[Cc][Ee][Ll]|[Mm](?:[Oo]|ó|Ó)[Vv][Ii][Ll]|[Ff][Aa][Xx]|[Ww][Hh][Aa][Tt][Ss]"
    r"|[Cc][Oo][Nn][Mm][Uu][Tt]|[Ll][Aa][Dd][Aa])"
)
PERHAPS = "|".join(
    (
        "@",
        r"[A-Za-zÑñ&]{4}[0-9]{6}[A-Za-z0-9]{3}",
        rf"[A-Za-zÑñ&]{{4}}{_GAP}{_BIRTH}",
        rf"[A-Za-zÑñ&]{{4}}{_BIRTH}{_GAP}[A-Za-z0-9]{{3}}",
        rf"%40|[(\[]{_BLANK}?[Aa][Tt]{_BLANK}?[)\]]|[Aa][Rr][Rr][Oo][Bb][Aa]",
        rf"{_PHONE_WORDS}[A-Za-zéÉ]*{_DOTS}(?:[A-Za-zúÚ]{{2,3}}{_DOTS}){{0,2}}"
        r"\+?\(?[0-9](?:[ \t-\r().\-/]*[0-9]){6}",
        rf"\+{_BLANK}?52",
        r"\( ?[0-9]{2,3} ?\)[ .\-]*[0-9]{3}",
        _GROUPS,
        _PAIRS,
        rf"[Ee][Xx][Tt](?:[Ee][Nn][Ss][Ii](?:[Oo]|ó|Ó)[Nn]|[Ss])?\.?:?{_BLANK}*[0-9]",
    )
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


@lru_cache(10_000)  # many contracts of a unit have one description
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


def scrubbed(texts: pl.Series) -> pl.Series:
    """Return texts as `scrub` does; only those that may hold something are looked at one by one."""
    import polars as pl

    places = texts.str.contains(PERHAPS).fill_null(False).arg_true()
    found = texts.gather(places).to_list()
    clean = {text: scrub(text) for text in dict.fromkeys(found)}
    return texts.scatter(places, pl.Series([clean[text] for text in found], dtype=pl.String()))
