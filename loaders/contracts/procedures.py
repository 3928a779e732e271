"""Records of procedures (*expedientes*) made into rows of the table `procedure`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.contracts import awards, buyers
from loaders.contracts.contracts import Source, days, with_years
from loaders.contracts.conventions import USUAL, Conventions
from loaders.contracts.ledger import Ledger
from loaders.contracts.records import rejected
from loaders.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

    from loaders.contracts.contracts import Tables
    from loaders.contracts.layout import Layout
    from loaders.flat.spool import Spool

_DATES = ("published_on", "clarified_on", "opened_on", "awarded_on")
_YEARS = (("published_on", "published"), ("awarded_on", "awarded"))


@dataclass
class Procedures:
    """Makes frames of texts into frames of procedures."""

    source: Source
    layout: Layout
    ledger: Ledger
    conventions: Conventions = USUAL

    def rows(self, clean: pl.DataFrame) -> pl.DataFrame:
        """Return the procedures of some records, given as `cleaned`; the others go to the ledger."""
        import polars as pl

        frame = days(clean, _DATES, self.ledger, self.conventions.order, self.source.seen)
        frame = with_years(frame, _YEARS, self.source.fiscal_year)
        frame = rejected(frame, frame["fiscal_year"].is_null(), "no_year", self.ledger)
        frame = awards.methods(buyers.of_units(frame, self.ledger), self.ledger)
        frame = awards.categories(buyers.of_years(frame, self.ledger), self.ledger)
        frame = awards.exceptions(frame, self.ledger)
        own: dict[str, pl.Expr | pl.Series] = {
            "dataset_id": pl.lit(self.source.dataset_id),
            "generation": pl.lit(self.layout.generation.id),
            "ocid": pl.lit(None, pl.String()),
            "title": pl.col("notice_title"),
            "description": pl.col("notice_description"),
            "consolidated": awards.flags(frame, "consolidated", self.ledger),
        }
        frame = frame.with_columns(made.alias(name) for name, made in own.items())
        return frame.select(TABLES["procedure"].given)

    def tables(self, spool: Spool) -> Tables:
        """Return the table: in memory if it fits, else over files."""
        few = spool.few()
        return ({}, {"procedure": spool.pieces()}) if few is None else ({"procedure": few}, {})
