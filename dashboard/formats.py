"""Numbers, money and dates as readers write them in Mexico (es-MX) and in English.

Every function takes exact values (`Decimal`, `int`, `date`) and returns text; nothing here rounds through
float. `None` is *no reportado* / *not reported*, never 0. Patterns and symbols come from babel's CLDR data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import Enum
from functools import cache, lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

from loaders.model import Language, Text

# Half up, as a reader checks it by hand; amounts beyond 28 digits are only met in tests, but must not raise.
_CONTEXT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_LOCALES: Final = {"es": "es_MX", "en": "en"}
_DATE_PATTERNS: Final = {"es": "d 'de' MMMM 'de' y", "en": "d MMMM y"}

NO_DATA: Final = Text("no reportado", "not reported")
_JUST_BELOW_ZERO: Final = Text("entre {limit} y 0", "between {limit} and 0")


class Scale(Enum):
    """A power of ten in which amounts of pesos are shown; the value is its exponent.

    The Spanish *billón* (10¹²) is no scale of tables and charts, so that it is never taken for the English
    billion (10⁹, *mil millones*).
    """

    PESOS = 0
    MILLIONS = 6
    THOUSAND_MILLIONS = 9
    MILLION_MILLIONS = 12

    def of(self, value: Decimal) -> Decimal:
        """Return `value` (pesos) in this scale, exactly."""
        return value.scaleb(-self.value, _CONTEXT)


_SCALE_LABELS: Final = {
    Scale.PESOS: Text("pesos", "pesos"),
    Scale.MILLIONS: Text("millones de pesos", "million pesos"),
    Scale.THOUSAND_MILLIONS: Text("miles de millones de pesos", "billion pesos"),
    Scale.MILLION_MILLIONS: Text("billones (millones de millones) de pesos", "trillion pesos"),
}
_SCALE_WORDS: Final = {
    Scale.PESOS: Text("pesos", "pesos"),
    Scale.MILLIONS: Text("millones de pesos", "million pesos"),
    Scale.THOUSAND_MILLIONS: Text("mil millones de pesos", "billion pesos"),
    Scale.MILLION_MILLIONS: Text("billones de pesos", "trillion pesos"),
}


def scale_for(values: Iterable[Decimal | None], *, exact: bool = False) -> Scale:
    """Return the scale of a chart whose amounts (pesos) are `values`.

    Pesos below a million, *millones* below ten thousand millions, *miles de millones* from there.
    `exact=True` is for tables, which stop at *millones* so that small agencies keep their digits.
    """
    largest = max((abs(value) for value in values if value is not None), default=Decimal(0))
    if largest < 10**6:
        return Scale.PESOS
    return Scale.MILLIONS if exact or largest < 10**10 else Scale.THOUSAND_MILLIONS


def scale_label(scale: Scale, language: Language) -> str:
    """Return the unit for headers and axes: "miles de millones de pesos", "billion pesos"."""
    return _SCALE_LABELS[scale].in_(language)


def missing(language: Language) -> str:
    """Return "no reportado" or "not reported": the source left the field empty."""
    return NO_DATA.in_(language)


def number(value: Decimal | int | None, language: Language, decimals: int = 0) -> str:
    """Return 1,234,567.8 with so many `decimals`, or "no reportado"."""
    return _written(value, language, _digits("#,##0", decimals))


def percent(value: Decimal | None, language: Language, decimals: int = 1) -> str:
    """Return a fraction of 1 as per cent: 0.243 is "24.3%"."""
    return _written(value, language, _digits("#,##0", decimals) + "%")


def signed_percent(value: Decimal | None, language: Language, decimals: int = 1) -> str:
    """Return a change as per cent with its sign: "+3.4%", "-2.1%"; no change is "0.0%"."""
    return _with_plus(value, percent(value, language, decimals))


def signed_points(change: Decimal | None, language: Language, decimals: int = 1) -> str:
    """Return a change of a figure of points with its sign: "+3.4"; no change is "0.0"."""
    return _with_plus(change, number(change, language, decimals))


def signed(value: Decimal | None, language: Language, scale: Scale, more: int = 0) -> str:
    """Return a difference of pesos with its sign, in `scale`, without unit: "+12.3", "-104.2"."""
    return _with_plus(value, money(value, language, scale, more))


def money(value: Decimal | None, language: Language, scale: Scale, more: int = 0) -> str:
    """Return pesos in `scale` without the unit, which stands in the header: "7,230.9".

    One decimal above pesos, and `more` where they are needed. An amount that is not 0 but would be written
    0.0 is "<0.1", or "entre -0.1 y 0".
    """
    if value is None:
        return missing(language)
    decimals = _decimals(scale) + more
    shown = scale.of(value)
    limit = Decimal(1).scaleb(-decimals)
    if shown and abs(shown) * 2 < limit:
        text = number(limit, language, decimals)
        return f"<{text}" if shown > 0 else _JUST_BELOW_ZERO.in_(language).format(limit=f"-{text}")
    return number(shown, language, decimals)


def money_text(value: Decimal | None, language: Language, scale: Scale | None = None) -> str:
    """Return pesos for a sentence, with the unit: "7,230.9 mil millones de pesos", "7.23 trillion pesos".

    Without `scale` each amount takes its own; Spanish stays at *mil millones* however large the amount is.
    """
    if value is None:
        return missing(language)
    scale = scale or _sentence_scale(abs(value), language)
    return f"{money(value, language, scale)} {_SCALE_WORDS[scale].in_(language)}"


def year(value: int) -> str:
    """Return a year, which has no thousands separator."""
    return str(value)


def date_long(value: date | None, language: Language) -> str:
    """Return "21 de noviembre de 2026" or "21 November 2026"; an unknown date is said to be unknown."""
    if value is None:
        return "fecha desconocida" if language == "es" else "date unknown"
    return format_date(value, _DATE_PATTERNS[language], locale=_locale(language))


def _sentence_scale(size: Decimal, language: Language) -> Scale:
    if size >= 10**12 and language == "en":
        return Scale.MILLION_MILLIONS
    if size >= 10**9:
        return Scale.THOUSAND_MILLIONS
    return Scale.MILLIONS if size >= 10**6 else Scale.PESOS


def _decimals(scale: Scale) -> int:
    return {Scale.PESOS: 0, Scale.MILLION_MILLIONS: 2}.get(scale, 1)


def _digits(pattern: str, decimals: int) -> str:
    return f"{pattern}.{'0' * decimals}" if decimals else pattern


@lru_cache(maxsize=65536)  # one page writes the same amounts in its table, figure and two drawings
def _written(value: Decimal | int | None, language: Language, pattern: str) -> str:
    if value is None:
        return missing(language)
    with localcontext(_CONTEXT):
        text = _pattern(pattern).apply(Decimal(value), _locale(language))
    return _without_negative_zero(text)


def _with_plus(value: Decimal | None, text: str) -> str:
    shown_positive = value is not None and value > 0 and not text.startswith("<") and _shows_amount(text)
    return f"+{text}" if shown_positive else text


def _shows_amount(text: str) -> bool:
    return any(digit in text for digit in "123456789")


def _without_negative_zero(text: str) -> str:
    return text if _shows_amount(text) else text.lstrip("-")


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(_LOCALES[language])


@cache
def _pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)
