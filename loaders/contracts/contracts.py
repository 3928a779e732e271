"""Records of any generation made into rows of the table `contract`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from loaders.contracts import amounts, awards, buyers, dates, privacy, suppliers
from loaders.contracts.conventions import USUAL, Conventions
from loaders.contracts.ledger import Ledger
from loaders.contracts.records import rejected
from loaders.contracts.texts import NOTHING, UNTIDY, each, is_told, mapped, tidied, tidy_text
from loaders.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

    from loaders.contracts.layout import Layout
    from loaders.flat.spool import Spool
    from loaders.pieces import Pieces

    Change = Callable[[pl.LazyFrame], pl.LazyFrame]
    Tables = tuple[dict[str, pl.DataFrame], dict[str, Pieces]]

DATES = ("published_on", "opened_on", "awarded_on", "signed_on", "starts_on", "ends_on")
AMENDMENT = ("amendment_ends_on", "amendment_signed_on")
TEST = "TEST"

_OWN_WORDS = (
    "title", "description", "notice_title", "notice_description", "control_number",
    "contract_code", "procedure_id", "file_code", "supplier_name", "program", "amendment_id", "source_url",
)  # fmt: skip
_REPEATED_WORDS = (
    "institution_name", "institution_acronym", "procuring_unit_code", "procuring_unit_name", "ramo",
    "order_of_government", "state", "method", "template", "element", "category", "law",
    "exception_article", "legal_basis", "exception_reason", "procedure_character", "participation",
    "contract_status", "supplier_country", "currency", "range_currency", "framework", "framework_name",
    "consolidated", "multiannual", "amended", "portfolio_key", "object_codes", "supplier_said_size",
    "buyer_said_size", "procedure_status",
)  # fmt: skip
_YEARS = (
    ("signed_on", "signed"),
    ("starts_on", "starts"),
    ("awarded_on", "awarded"),
    ("published_on", "published"),
)
_PLAIN = (
    *DATES, *AMENDMENT, "clarified_on", "amount", "amount_min", "amount_max", "amendment_amount", "rfc",
)  # fmt: skip
_PROGRAM = re.compile(
    r"(?:\b(?P<ramo>\d\d)[\s-]*(?:PROGRAMA\s+)?)?(?<![A-Z])(?<!\d{3})(?P<code>[A-Z]\d{3})(?!\d)"
)
_STABLE = (
    "procuring_unit_code", "procedure_id", "amount_text", "object_codes", "description", "source_url",
    *DATES, "legal_rfc",
)  # fmt: skip


# In generation A a number is the buyer's own, and many buyers have the same.
_NO_OWN_CODE = ("A",)
_UNFIT = r"[^0-9A-Za-z._~-]+"
_ODD = f"{UNTIDY}|{privacy.PERHAPS}"


@dataclass(frozen=True)
class Source:
    """One file of one dataset: what its rows carry, how its identities begin, and when it was obtained."""

    dataset_id: str
    source_file_id: str
    prefix: str
    fiscal_year: int | None = None
    seen: date = date.max


@dataclass
class Contracts:
    """Makes frames of texts into frames of contracts; remembers who was seen in the file while it is read.

    `marks` are hashes of the identities: where no two are the same, no two identities are.
    """

    source: Source
    layout: Layout
    ledger: Ledger
    conventions: Conventions = USUAL
    persons: dict[str, int] = field(default_factory=dict)
    amendments: list[pl.DataFrame] = field(default_factory=list)
    marks: list[pl.Series] = field(default_factory=list)

    def rows(self, clean: pl.DataFrame) -> pl.DataFrame:
        """Return the contracts of some records, given as `cleaned`; the others go to the ledger."""
        import polars as pl

        frame = self._typed(clean)
        frame = with_years(frame, _YEARS, self.source.fiscal_year)
        frame = rejected(frame, frame["fiscal_year"].is_null(), "no_year", self.ledger)
        frame = awards.methods(buyers.of_units(frame, self.ledger), self.ledger)
        frame = buyers.of_years(frame, self.ledger)
        frame = _programs(self._named(frame), self.ledger)
        frame = self._suppliers(self._identified(frame))
        frame = self._valued(frame)
        self._amend(frame)
        self.marks.append(frame["contract_id"].hash())
        constants = {"dataset_id": self.source.dataset_id, "generation": self.layout.generation.id}
        frame = frame.with_columns(pl.lit(value).alias(name) for name, value in constants.items())
        return frame.select(_column(frame, name) for name in TABLES["contract"].given)

    def tables(self, spool: Spool) -> Tables:
        """Return all tables: those that fit in memory, and those over files."""
        import polars as pl

        few = spool.few()
        rows = spool.many() if few is None else few.lazy()
        final, left_out = self._final(rows)
        tables: dict[str, pl.DataFrame] = {}
        if self.amendments:
            amended = pl.concat(self.amendments).lazy()
            tables["contract_amendment"] = _changed(amended, final).collect()
        if few is None:
            return tables, {"contract": spool.pieces(final, spool.rows - left_out)}
        return {**tables, "contract": _changed(rows, final).collect()}, {}

    def _final(self, rows: pl.LazyFrame) -> tuple[Change | None, int]:
        """Return what tells contracts of one identity apart, if there are any, and how many it drops."""
        import polars as pl

        marks = pl.concat(self.marks)
        if marks.n_unique() == len(marks):
            return None, 0
        again = _repeated(rows)
        copies = self._copies(rows, again)
        kept = ~pl.col("source_row").is_in(copies.implode())
        if len(copies):
            again = _repeated(rows.filter(kept))
        return lambda some: _told_apart(some.filter(kept), again), len(copies)

    def _copies(self, rows: pl.LazyFrame, again: pl.DataFrame) -> pl.Series:
        """Reject records that are one contract again: its own code, and the same in all that is read."""
        import polars as pl

        published = pl.col("contract_id_rule") == "published"
        codes = again["contract_id"].unique().implode()
        shared = rows.filter(published, pl.col("contract_id").is_in(codes)).collect()
        told = [name for name in shared.columns if name != "source_row"]
        first = shared.unique(told, keep="first", maintain_order=True)["source_row"]
        copies = ~shared["source_row"].is_in(first.implode())
        rejected(shared, copies, "same_contract", self.ledger)
        return shared["source_row"].filter(copies)

    def _typed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with days and amounts; a record whose amount cannot be read is rejected."""
        import polars as pl

        values = amounts.column(frame["amount"], self.conventions.decimals)
        bad = values.is_null() & is_told(frame["amount"])
        frame = frame.with_columns(values.alias("value"), pl.col("amount").alias("amount_text"))
        frame = rejected(frame, bad, "bad_amount", self.ledger)
        _note_rounded(frame, self.conventions.decimals, self.ledger)
        frame = days(frame, (*DATES, *AMENDMENT), self.ledger, self.conventions.order, self.source.seen)
        currency = awards.terms(frame, "currency", "currency", self.ledger)
        frame = frame.with_columns(pl.coalesce(currency, "currency").alias("currency"))
        return rejected(frame, (frame["currency"] == TEST).fill_null(False), "test_currency", self.ledger)

    def _named(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with what its words mean: category, size and flags."""
        import polars as pl

        frame = awards.exceptions(awards.categories(frame, self.ledger), self.ledger)
        sizes = [
            awards.terms(frame, "size", f"{who}_said_size", self.ledger) for who in ("supplier", "buyer")
        ]
        standing = awards.standings(frame, self.ledger)
        framework = awards.terms(frame, "flag", "framework", Ledger())
        yes_no = {
            name: awards.flags(frame, name, self.ledger)
            for name in ("consolidated", "multiannual", "amended")
        }
        return frame.with_columns(
            pl.select(pl.coalesce(*sizes, pl.lit("unclassified"))).to_series().alias("supplier_size"),
            _framework(frame, framework).alias("framework"),
            standing.alias("contract_standing"),
            *(found.alias(name) for name, found in yes_no.items()),
        )

    def _identified(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with tidy tax codes and each contract's identity, repeated ones not told yet."""
        import polars as pl

        tidy = privacy.tidied_rfc(pl.col("rfc"))
        frame = frame.with_columns(tidy.alias("rfc"))
        legal = pl.when(privacy.legal_rfc(pl.col("rfc"))).then("rfc")
        frame = frame.with_columns(legal.alias("legal_rfc"))
        codes = frame["contract_code"]
        coded = codes.is_not_null() & (self.layout.generation.id not in _NO_OWN_CODE)
        found = codes.str.replace_all(_UNFIT, "-").zip_with(coded, _surrogates(frame, ~coded))
        rule = pl.select(pl.when(coded).then(pl.lit("published")).otherwise(pl.lit("surrogate"))).to_series()
        return frame.with_columns(
            (self.source.prefix + "." + found).alias("contract_id"), rule.alias("contract_id_rule")
        )

    def _suppliers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with who the supplier is; see `loaders.contracts.suppliers`."""
        import polars as pl

        natural = privacy.natural_rfc(pl.col("rfc")) & ~pl.col("rfc").is_in(suppliers.GENERIC)
        frame = frame.with_columns(pl.when(natural).then("rfc").alias("person"))
        key = each(frame["supplier_name"], lambda name: suppliers.by_name(name).key, pl.String())
        by_name = each(frame["supplier_name"], lambda name: suppliers.by_name(name).supplier_id, pl.String())
        frame = frame.with_columns(
            key.alias("name_key"), by_name.alias("by_name"), self._persons(frame).alias("by_person")
        )
        return frame.with_columns(suppliers.expressions()).drop("rfc", "person")

    def _persons(self, frame: pl.DataFrame) -> pl.Series:
        """Return the identity of natural persons: the file and the first record with their code."""
        import polars as pl

        first = frame.drop_nulls("person").group_by("person").agg(pl.col("source_row").min())
        for code, row in first.sort("source_row").iter_rows():
            self.persons.setdefault(code, row)
        start = f"person.{self.source.source_file_id}."
        return each(frame["person"], lambda code: f"{start}{self.persons[code]}", pl.String())

    def _valued(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with amounts and what they are; what has no currency is not taken for pesos."""
        import polars as pl

        told = "currency" in self.layout.present
        currency = pl.col("currency").fill_null(self.layout.generation.without_currency if not told else "")
        self._note_bare(frame.filter(frame.select(currency == "").to_series()))
        pesos = currency == amounts.PESOS
        ranges = {name: self._amounts(frame, name) for name in ("amount_min", "amount_max")}
        in_pesos = pl.col("range_currency").fill_null(amounts.PESOS) == amounts.PESOS
        return frame.with_columns(
            amounts.standing(
                pl.col("contract_standing"),
                amounts.status(currency, pl.col("value"), pl.col("contract_id")),
            ).alias("amount_status"),
            pl.when(pesos).then("value").alias("amount_mxn"),
            pl.col("value").alias("amount_original"),
            *(pl.when(in_pesos).then(found).alias(f"{name}_mxn") for name, found in ranges.items()),
        )

    def _note_bare(self, bare: pl.DataFrame) -> None:
        """Count the amounts without a currency, and their sum in whatever currency that is."""
        import polars as pl

        known = bare.filter(pl.col("value") != 0)
        if len(known):
            self.ledger.add_up("no_currency", int(known["source_row"].min()), known["value"])  # type: ignore[arg-type]

    def _amounts(self, frame: pl.DataFrame, name: str) -> pl.Series:
        """Return other amounts of the record; one that cannot be read is left empty and counted."""
        values = amounts.column(frame[name], self.conventions.decimals)
        odd = frame.filter(values.is_null() & is_told(frame[name]))
        self.ledger.count("unread_amount", name, odd.select("source_row", value=name))
        return values

    def _amend(self, frame: pl.DataFrame) -> None:
        """Keep the last amendment of each contract, where a file tells it (generation D)."""
        import polars as pl

        if "amendment_id" not in self.layout.present:
            return
        told = pl.any_horizontal(pl.col("amendment_id", *AMENDMENT).is_not_null())
        value = self._amounts(frame, "amendment_amount").alias("amount_mxn")
        found = frame.with_columns(value).filter(told)
        self.amendments.append(
            found.select(
                "contract_id",
                pl.col("amendment_id").fill_null("last"),
                pl.col("amendment_signed_on").alias("amended_on"),
                pl.col("amendment_ends_on").alias("ends_on"),
                "amount_mxn",
                pl.lit(None, pl.String()).alias("description"),
                "source_row",
            )
        )


def _changed(rows: pl.LazyFrame, change: Change | None) -> pl.LazyFrame:
    return change(rows) if change else rows


def _repeated(rows: pl.LazyFrame) -> pl.DataFrame:
    """Return the records whose identity an earlier record has, and their own: `.2`, `.3` in file order."""
    import polars as pl

    found = rows.select("contract_id", "source_row").collect()
    again = found.filter(pl.col("contract_id").is_duplicated())
    place = pl.col("source_row").cum_count().over("contract_id")
    named = pl.concat_str("contract_id", place.cast(pl.String()), separator=".")
    told = again.select("contract_id", "source_row", named.alias("own"), place.alias("place"))
    return told.filter(pl.col("place") > 1)


def _told_apart(rows: pl.LazyFrame, again: pl.DataFrame) -> pl.LazyFrame:
    """Return the rows with identities that no two contracts of the file share."""
    import polars as pl

    own = pl.col("source_row").replace_strict(
        again["source_row"], again["own"], default=None, return_dtype=pl.String()
    )
    rows = rows.with_columns(own.alias("own"))
    single = pl.col("supplier_rule") == "single"
    repeated = pl.col("own").is_not_null() & (pl.col("contract_id_rule") == "published")
    told = {
        "contract_id_rule": pl.when(repeated).then(pl.lit("repeated")).otherwise("contract_id_rule"),
        "supplier_id": pl.when(single & pl.col("own").is_not_null())
        .then("single." + pl.col("own"))
        .otherwise("supplier_id"),
    }
    known = rows.collect_schema().names()
    rows = rows.with_columns(made.alias(name) for name, made in told.items() if name in known)
    return rows.with_columns(pl.coalesce("own", "contract_id").alias("contract_id")).drop("own")


def cleaned(raw: pl.DataFrame) -> pl.DataFrame:
    """Return all texts tidy, with nothing private in them; fields that the file does not have are null."""
    import polars as pl

    own = [name for name in _OWN_WORDS if name in raw.columns]
    repeated = [name for name in _REPEATED_WORDS if name in raw.columns]
    frame = mapped(_plain(raw, own), repeated, _clean)
    absent = [name for name in (*_OWN_WORDS, *_REPEATED_WORDS, *_PLAIN) if name not in raw.columns]
    frame = frame.with_columns(pl.lit(None, pl.String()).alias(name) for name in absent)
    address = pl.col("source_url").str.contains("^https?://[^ ]+$")
    return frame.with_columns(pl.when(address).then("source_url").alias("source_url"))


def _plain(raw: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Return these texts tidy, with nothing private in them: one look tells which are to be worked on."""
    import polars as pl

    odd = raw.select(pl.col(name).str.contains(_ODD).fill_null(False) for name in names)
    return raw.with_columns(_worked(raw[name], odd[name].arg_true()) for name in names if odd[name].any())


def _worked(texts: pl.Series, places: pl.Series) -> pl.Series:
    return texts.scatter(places, privacy.scrubbed(tidied(texts.gather(places))))


@lru_cache(100_000)
def _clean(text: str) -> str | None:
    found = privacy.scrub(tidy_text(text))
    return None if found in NOTHING else found


def days(
    frame: pl.DataFrame,
    names: tuple[str, ...],
    ledger: Ledger,
    order: dates.Order = dates.DAY_FIRST,
    seen: date = date.max,
) -> pl.DataFrame:
    """Return the frame with these columns as days; what is no possible day is left empty and counted.

    So is a day that no file obtained on the day `seen` can know of.
    """
    found = dates.columns(frame, names, order)
    for name in names:
        odd = frame[name].is_not_null() & found[name].is_null()
        if odd.any():
            told = frame.filter(odd & is_told(frame[name]))
            ledger.count("bad_date", name, told.select("source_row", value=name))
    return _known_by(found, names, ledger, seen)


def _known_by(frame: pl.DataFrame, names: tuple[str, ...], ledger: Ledger, seen: date) -> pl.DataFrame:
    """Return the frame without the days that are too late, which are counted."""
    import polars as pl

    last = {name: dates.latest(name, seen) for name in names}
    for name in names:
        newest = frame[name].max()
        if isinstance(newest, date) and newest > last[name]:
            late = frame.filter(pl.col(name) > last[name])
            ledger.count("future_date", name, late.select("source_row", value=pl.col(name).cast(pl.String())))
            frame = frame.with_columns(pl.when(pl.col(name) <= last[name]).then(name))
    return frame


def _note_rounded(frame: pl.DataFrame, decimals: amounts.Decimals, ledger: Ledger) -> None:
    import polars as pl

    long = frame.filter(pl.col("amount").str.contains(amounts.LONG[decimals]).fill_null(False))
    told = long.select("source_row", pl.col("amount").alias("value"))
    is_rounded = each(told["value"], lambda text: amounts.is_rounded(text, decimals), pl.Boolean())
    ledger.count("rounded_amount", "amount", told.filter(is_rounded))


def with_years(
    frame: pl.DataFrame, dates_of: tuple[tuple[str, str], ...], of_file: int | None
) -> pl.DataFrame:
    """Return the frame with the fiscal year and what tells it: a date, the procedure, or the file."""
    import polars as pl

    found = {basis: pl.col(name).dt.year().cast(pl.Int32()) for name, basis in dates_of}
    dated = frame.select(pl.any_horizontal(pl.col(name).is_not_null() for name, _ in dates_of)).to_series()
    found |= {"procedure": pl.lit(_numbered(frame, ~dated)), "file": pl.lit(of_file, pl.Int32())}
    bases = [pl.when(year.is_not_null()).then(pl.lit(basis)) for basis, year in found.items()]
    return frame.with_columns(
        pl.coalesce(*found.values()).alias("fiscal_year"), pl.coalesce(*bases).alias("fiscal_year_basis")
    )


def _numbered(frame: pl.DataFrame, wanted: pl.Series) -> pl.Series:
    """Return the years in the numbers of procedures; null where none is told or it is not `wanted`."""
    import polars as pl

    made = pl.repeat(None, len(frame), dtype=pl.Int32(), eager=True)
    numbers = frame["procedure_id"].filter(wanted)
    years = numbers.str.extract(r"-((?:19|20)\d\d)(?:[^0-9].*)?$", 1)
    return made.scatter(wanted.arg_true(), years.cast(pl.Int32()))


def _framework(frame: pl.DataFrame, said: pl.Series) -> pl.Expr:
    """A framework contract is said by yes or no, or by its name."""
    import polars as pl

    named = pl.any_horizontal(
        pl.col("framework_name").is_not_null(), (said.is_null() & frame["framework"].is_not_null())
    )
    return pl.when(named).then(True).otherwise(said == "yes")


def _programs(frame: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the frame with the programme's code; its ramo is that of the contract where both are told."""
    import polars as pl

    code = each(frame["program"], lambda text: _part(text, "code"), pl.String())
    ramo = each(frame["program"], lambda text: _part(text, "ramo"), pl.String())
    odd = frame.filter(code.is_null() & frame["program"].is_not_null())
    ledger.count(
        "unknown_program", "program_code", odd.select("source_row", pl.col("program").alias("value"))
    )
    return frame.with_columns(
        code.alias("program_code"),
        pl.select(pl.coalesce(ramo, frame["ramo_code"])).to_series().alias("ramo_code"),
    )


def _part(program: str, name: str) -> str | None:
    found = _PROGRAM.search(program.upper())
    return found[name] if found else None


def _surrogates(frame: pl.DataFrame, wanted: pl.Series) -> pl.Series:
    """Return a key of each contract's stable published fields, without those that tell a natural person.

    Null where it is not `wanted`.
    """
    import polars as pl

    stable = [pl.col(name).cast(pl.String()).fill_null("") for name in _STABLE]
    told = frame.filter(wanted).select(pl.concat_str(stable, separator="\x1f")).to_series()
    digests = [hashlib.blake2b(text.encode(), digest_size=6).hexdigest() for text in told]
    made = pl.repeat(None, len(frame), dtype=pl.String(), eager=True)
    return made.scatter(wanted.arg_true(), pl.Series(digests, dtype=pl.String()))


def _column(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Return a column of the table; one that no generation has is null."""
    import polars as pl

    return pl.col(name) if name in frame.columns else pl.lit(None, pl.String()).alias(name)
