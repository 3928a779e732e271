"""Texts whose bytes are not what they should be: in UTF-8 twice, or in the letters of another machine.

In Spanish no "Ã" is followed by the sign of a second byte, so "AdjudicaciÃ³n" is UTF-8 that somebody read as
cp1252 (or latin-1) and wrote as UTF-8 again: that is undone, letter by letter, and counted. What was written
with cp850 or Mac Roman reads as cp1252 without any error and without any sense: it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.errors import WrongEncoding
from loaders.model import Correction, Text

_MARK = b"\xc3\x83"
_PERHAPS = re.compile(rb"\xc3\x83|\xc3\x82\xc2")
# Second bytes of Spanish letters as latin-1 or cp1252 read them, in UTF-8; before them "Ã" or "Â".
_SECOND = (
    rb"\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    rb"|\xe2(?:\x80[\x93\x94\x98-\x9a\x9c-\x9e\xa0-\xa2\xa6\xb0\xb9\xba]|\x82\xac|\x84\xa2)"
)
_TWICE = re.compile(rb"\xc3\x83(?:" + _SECOND + rb")|\xc3\x82\xc2[\xa0-\xbf]")
_HIGH = re.compile(rb"([A-Za-z])([\x80-\xff])(?=([A-Za-z]))")
_LETTERS = frozenset("áéíóúüñÁÉÍÓÚÜÑ")
_OTHERS = {"cp850": "CP850", "mac_roman": "MACINTOSH"}
_FEW = 3
TWICE = Text(
    "Texto codificado dos veces en UTF-8: se deshizo letra por letra (regla del 1 de diciembre de 2026)",
    "Text encoded in UTF-8 twice: undone letter by letter (rule of 1 December 2026)",
)
GARBLED = Text(
    "Letras dañadas que no se pueden recuperar («Ã»): el texto queda como se publicó",
    "Damaged letters that cannot be recovered (“Ã”): the text stays as published",
)


@dataclass
class Twice:
    """Undoes what was encoded twice, block by block; counts the letters, and keeps the first one.

    Not the words around it: a column that is not read may hold names of persons.
    """

    letters: int = 0
    lost: int = 0
    first: bytes = b""

    def undone(self, block: bytes) -> bytes:
        """Return a block of UTF-8 with every letter encoded once."""
        if not _PERHAPS.search(block):
            return block
        clean, count = _TWICE.subn(self._once, block)
        self.letters, self.lost = self.letters + count, self.lost + clean.count(_MARK)
        return clean

    def _once(self, found: re.Match[bytes]) -> bytes:
        self.first = self.first or found[0]
        return _once(found[0])

    def corrections(self) -> tuple[Correction, ...]:
        """Return what was undone, and what could not be, as findings about the file (line 1)."""
        made: list[Correction] = []
        if self.letters:
            told = Text(f"{TWICE.es}. {self.letters} letras.", f"{TWICE.en}. {self.letters} letters.")
            before, after = self.first.decode(), _once(self.first).decode()
            made.append(Correction(1, "encoded_twice", told, before, after))
        if self.lost:
            told = Text(f"{GARBLED.es}. {self.lost} letras.", f"{GARBLED.en}. {self.lost} letters.")
            made.append(Correction(1, "garbled_letters", told, _MARK.decode(), ""))
        return tuple(made)


def _once(found: bytes) -> bytes:
    """Return the letter that was encoded twice; as it is if it is none."""
    read = found.decode("utf-8")
    try:
        once = read[0].encode("latin-1") + _byte(read[1])
        once.decode("utf-8")
    except UnicodeError:
        return found
    return once


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def require_western(sample: bytes, where: str) -> None:
    """Refuse a text that is no UTF-8 and makes no sense as cp1252.

    Letters between two letters tell: in cp1252 they are Spanish ones. WrongEncoding names the encoding in
    which they are, where there is one.
    """
    inside = [(found[1] + found[3], found[2]) for found in _HIGH.finditer(sample)]
    if len(inside) < _FEW:
        return
    likely = max(_OTHERS, key=lambda name: _sense(inside, name))
    known = _sense(inside, likely) > max(_sense(inside, "cp1252"), len(inside) // 2)
    spanish = sum(letter.decode("cp1252", errors="replace") in _LETTERS for _, letter in inside)
    if not known and spanish * 2 >= len(inside):
        return
    name = _OTHERS[likely] if known else "ENCODING"
    raise WrongEncoding(
        f"its letters are {name}, not UTF-8 or cp1252"
        if known
        else "its letters are neither UTF-8 nor cp1252",
        where=where,
        value=re.findall(r"\w*[^\x00-\x7f]\w*", sample.decode("cp1252", errors="replace"))[:_FEW],
        todo=f"write it as UTF-8, and load that: `iconv -f {name} -t UTF-8 original.csv > utf8.csv`",
    )


def _sense(inside: Sequence[tuple[bytes, bytes]], encoding: str) -> int:
    """Return how many letters are Spanish in an encoding, small or capital as those around them."""
    read = [(around.decode(), letter.decode(encoding, errors="replace")) for around, letter in inside]
    return sum(
        letter in _LETTERS
        and not (around.isupper() and letter.islower())
        and not (around.islower() and letter.isupper())
        for around, letter in read
    )
