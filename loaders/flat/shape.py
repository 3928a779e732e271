"""What fits: codes that look like codes, amounts that are amounts, nothing in columns without a name.

The same rules twice: over columns (polars) for all records, over one record for those being mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from loaders import clean
from loaders.errors import BadValue
from loaders.headers import Head, code_patterns

if TYPE_CHECKING:
    import polars as pl

NOTHING = ("-", "#N/A", "n.d.", "ND", "N/E")
_BLANKS = r"[\s\u{a0}\u{200b}\u{feff}]+"
# As `loaders.clean.amount`: `328.000` may be a number of thousands.
_PLAIN = r"^-?(?:\d+(?:\.\d{1,2})?|\d+\.\d{2}0{2,}|(?:\d{4,}|0\d*)\.\d{2}0)$"
_GROUPED = r"^-?\d{1,3}(,\d{3})+(\.\d{1,2}0*)?$"
_SMALL = r"^-?(?:\d{1,15}(?:\.\d{1,2})?|\d{1,15}\.\d{2}0{2,}|(?:\d{4,15}|0\d{0,14})\.\d{2}0)$"
_ANY, _BARE = r"^(?:.+)$", r"^[0-9A-Za-z]+$"
_LOOSE_CONCEPT = r"\d\d00|\d{5}"
_UNREADABLE = "\ufffd"


@dataclass(frozen=True)
class Shape:
    """What a record of a file must look like; `year` is the fiscal year that its records must have."""

    head: Head
    year: str | None = None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The fields that are codes: not names, not amounts."""
        rest = {*self.head.money, "year"}
        return tuple(one for one in self.head.present if one not in rest and not one.endswith("_name"))

    @cached_property
    def _rules(self) -> dict[str, tuple[re.Pattern[str], bool]]:
        """Field → (what its whole cell looks like, whether it may be empty)."""
        blank, patterns = self.head.generation.blank, dict(code_patterns())
        if "specific" in blank:
            patterns["concept"] = _LOOSE_CONCEPT
        patterns.update(self._old_codes(patterns))
        rules = {
            name: (re.compile(rf"^(?:{patterns.get(name, '.+')})$"), name in blank) for name in self.codes
        }
        if "year" in self.head.present:
            rules["year"] = (re.compile(f"^(?:{self.year or patterns['year']})$"), False)
        return rules

    def _old_codes(self, patterns: Mapping[str, str]) -> dict[str, str]:
        """Return what the codes look like that did otherwise in this year; before it is known, as either."""
        found: dict[str, str] = {}
        for old in self.head.generation.codes:
            if self.year is None:
                found[old.field] = f"{old.pattern}|{patterns[old.field]}"
            elif int(self.year) <= old.until:
                found[old.field] = old.pattern
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: self.head.fields.index(name) for name in (*self._rules, *self.head.money)}

    def fits(self, cells: Sequence[str]) -> bool:
        """Say whether one record has everything where it belongs."""
        return len(cells) == self.head.width and not self.fault(cells)

    def fault(self, cells: Sequence[str]) -> str:
        """Return what is wrong with a record: a field's name, "unnamed", "unreadable", or nothing."""
        if any(_UNREADABLE in cell for cell in cells):
            return "unreadable"
        for name, (pattern, blank) in self._rules.items():
            cell = "" if self._is_unsaid(name, cells) else code(cells[self._places[name]])
            if not (pattern.match(cell) or (blank and not cell)):
                return name
        unnamed = (cell for cell, name in zip(cells, self.head.fields, strict=True) if name is None)
        if any(cell.strip() for cell in unnamed):
            return "unnamed"
        return next((name for name in self.head.money if not _is_amount(cells[self._places[name]])), "")

    def _is_unsaid(self, name: str, cells: Sequence[str]) -> bool:
        """Say whether the source reports no code here: it writes the code for that, and no name."""
        where = self._unsaid.get(name)
        if where is None:
            return False
        same = code(cells[self._places[name]]) == self.head.generation.unsaid[name]
        return same and not clean.words(cells[where])

    @cached_property
    def _unsaid(self) -> dict[str, int]:
        """Fields that may hold a code for "not reported" → where the name is that is empty then."""
        present = self.head.fields
        return {
            name: present.index(f"{name}_name")
            for name in self.head.generation.unsaid
            if name in present and f"{name}_name" in present
        }

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The fields that may hold a code for "not reported"; `tidy` marks where they do, as `x__unsaid`."""
        return tuple(self._unsaid)

    def is_clean(self, raw: pl.DataFrame) -> bool:
        """Say whether all records fit as they stand: nothing to trim, to undress or to leave out.

        Stricter than `fit`, and much cheaper than cleaning what is clean.
        """
        tests = [_stands(name, pattern, blank) for name, (pattern, blank) in self._rules.items()]
        tests += [_plain(name) for name in self.head.money]
        if None in self.head.fields:
            tests.append(_unnamed().fill_null(False).all())
        return all(raw.select(tests).row(0))

    def as_it_stands(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Return what `tidy` makes of records that are clean."""
        import polars as pl

        codes = [pl.col(name).fill_null("") for name, (_, blank) in self._rules.items() if blank]
        pesos = [pl.col(name).cast(pl.Decimal(18, 2), strict=False) for name in self.head.money]
        texts = [pl.col(name).alias(f"{name}_text") for name in self.head.money]
        return raw.with_columns(*codes, *pesos, *texts)

    def fit(self, unreadable: bool) -> pl.Expr:
        """Return the same test over columns made by `tidy`; `unreadable`: some bytes were not decoded."""
        import polars as pl

        tests = [_matches(name, pattern, blank) for name, (pattern, blank) in self._rules.items()]
        tests += [pl.col(name).is_not_null() | pl.col(f"{name}_text").is_null() for name in self.head.money]
        if None in self.head.fields:
            tests.append(_unnamed())
        if unreadable:
            texts = pl.col(pl.String, pl.Categorical).cast(pl.String)
            odd = texts.str.contains(_UNREADABLE, literal=True).fill_null(False)
            tests.append(~pl.any_horizontal(odd))
        return pl.all_horizontal(tests)

    def tidy(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with clean codes and, for each amount, its pesos and its text."""
        import polars as pl

        marks = [self._unsaid_mark(name).alias(f"{name}__unsaid") for name in self.unsaid]
        clean_codes = [_code(name) for name in (*self.codes, *({"year"} & set(self.head.present)))]
        texts = [_amount_text(raw, name).alias(f"{name}_text") for name in self.head.money]
        pesos = [
            pl.col(f"{name}_text").cast(pl.Decimal(18, 2), strict=False).alias(name)
            for name in self.head.money
        ]
        unsaid = [
            pl.when(f"{name}__unsaid").then(pl.lit("")).otherwise(name).alias(name) for name in self.unsaid
        ]
        return raw.with_columns(*clean_codes, *texts, *marks).with_columns(*pesos, *unsaid)

    def _unsaid_mark(self, name: str) -> pl.Expr:
        import polars as pl

        named = pl.col(f"{name}_name").cast(pl.String).str.replace_all(_BLANKS, " ").str.strip_chars()
        same = _code(name) == self.head.generation.unsaid[name]
        return (same & (named.fill_null("") == "")).fill_null(False)


def code(cell: str) -> str:
    """Return a code without spaces around it; empty where the source writes a dash or "not available"."""
    plain = cell.strip()
    return "" if plain in NOTHING else plain


def _stands(name: str, pattern: re.Pattern[str], blank: bool) -> pl.Expr:
    """Return whether all codes of a column are as they should be, without spaces or words for nothing."""
    import polars as pl

    told = _BARE if pattern.pattern == _ANY else pattern.pattern
    cell = pl.col(name).unique().cast(pl.String)
    return cell.str.contains(told).fill_null(blank).all().alias(name)


def _plain(name: str) -> pl.Expr:
    """Return whether all amounts of a column are plain digits, few enough, or missing."""
    import polars as pl

    return pl.col(name).str.contains(_SMALL).fill_null(True).all().alias(name)


def _unnamed() -> pl.Expr:
    import polars as pl

    return pl.col("unnamed")


def _code(name: str) -> pl.Expr:
    import polars as pl

    plain = pl.col(name).cast(pl.String).str.strip_chars().fill_null("")
    return pl.when(plain.is_in(NOTHING)).then(pl.lit("")).otherwise(plain).alias(name)


def _matches(name: str, pattern: re.Pattern[str], blank: bool) -> pl.Expr:
    import polars as pl

    cell = pl.col(name)
    found = cell != "" if pattern.pattern == _ANY else cell.str.contains(pattern.pattern)
    return found | (cell == "") if blank else found


def _is_amount(cell: str) -> bool:
    try:
        found = clean.amount(cell)
    except BadValue:
        return False
    return found is None or abs(found) < 10**16


def _amount_text(raw: pl.DataFrame, name: str) -> pl.Expr:
    """Return amounts as digits with a point: as `clean.amount` reads them, for a whole column.

    Null = no amount; a text that is no amount stays as something that no number is read from.
    """
    import polars as pl

    if raw[name].str.contains(_PLAIN).fill_null(True).all():
        return pl.col(name)
    plain = pl.col(name).str.replace_all(_BLANKS, " ").str.strip_chars()
    bare = plain.str.replace("$", "", literal=True).str.strip_chars()
    pesos = (
        pl.when(bare.str.contains(_PLAIN)).then(bare)
        .when(bare.str.contains(_GROUPED)).then(bare.str.replace_all(",", "", literal=True))
        .otherwise(pl.lit("?"))
    )  # fmt: skip
    return pl.when(~plain.is_in(["", *NOTHING])).then(pesos)
