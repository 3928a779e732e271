"""How something was bought: procedure, category, exception, and what the words of each generation mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.contracts import vocabulary
from loaders.contracts.ledger import Ledger
from loaders.contracts.texts import each, joined

if TYPE_CHECKING:
    import polars as pl


def methods(frame: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the frame with `procurement_method` and the published words that decided it.

    In generation C the kind of procedure says nothing or "Otro" and the template says it; in D a contract
    between public bodies has no kind, and its law says so. A draft of a call is no procedure yet.
    """
    import polars as pl

    schema = {name: pl.String() for name in ("decided", "procurement_method_published")}
    found = joined(frame, ("method", "template", "element", "law"), _method, schema)
    odd = found["decided"].is_null() & found["procurement_method_published"].is_not_null()
    _note(found.filter(odd), "procurement_method_published", ledger)
    return found.with_columns(pl.col("decided").fill_null(vocabulary.UNKNOWN).alias("procurement_method"))


def _method(
    said: str | None, template: str | None, element: str | None, law: str | None
) -> tuple[str | None, str | None]:
    if element and vocabulary.meaning("method", element) == "other":
        return "other", said or element
    decided = vocabulary.meaning("method", said) if said else None
    for other in (template, law):
        by_other = vocabulary.meaning("method", other) if other and decided in (None, "other") else None
        if by_other is not None:
            return by_other, other
    return decided, said or template


def terms(frame: pl.DataFrame, list_name: str, column: str, ledger: Ledger) -> pl.Series:
    """Return what the words of a column mean; unknown ones are null and counted."""
    import polars as pl

    found = each(frame[column], lambda text: vocabulary.meaning(list_name, text), pl.String())
    _note(frame.filter(found.is_null() & frame[column].is_not_null()), column, ledger)
    return found


def standings(frame: pl.DataFrame, ledger: Ledger) -> pl.Series:
    """Return what became of each contract, by its published status; null where none is published."""
    import polars as pl

    said = frame["contract_status"]
    known = terms(frame, "standing", "contract_status", ledger)
    unknown = pl.when(said.is_not_null()).then(pl.lit(vocabulary.UNKNOWN))
    return known.fill_null(pl.select(unknown).to_series())


def categories(frame: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the frame with what is bought, in our words and in the published ones."""
    import polars as pl

    found = terms(frame, "category", "category", ledger).fill_null(vocabulary.UNKNOWN)
    return frame.with_columns(
        found.alias("procurement_category"), pl.col("category").alias("procurement_category_published")
    )


def exceptions(frame: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the frame with the article cited, under either of its names, and which exception it then was."""
    import polars as pl

    cited = pl.coalesce("exception_article", "legal_basis").alias("exception_article")
    keys = ("exception_article", "fiscal_year")
    found = joined(frame.with_columns(cited), keys, _exception, {"exception_kind": pl.String()})
    odd = found["exception_kind"].is_null() & found["exception_article"].is_not_null()
    _note(found.filter(odd), "exception_article", ledger)
    return found


def _exception(article: str | None, year: int) -> tuple[str | None]:
    return (vocabulary.meaning("exception", article, year) if article else None,)


def flags(frame: pl.DataFrame, column: str, ledger: Ledger) -> pl.Series:
    """Return yes and no as truth values; null where nothing or an unknown word is published."""
    return terms(frame, "flag", column, ledger) == "yes"


def _note(odd: pl.DataFrame, column: str, ledger: Ledger) -> None:
    import polars as pl

    ledger.count("unknown_word", column, odd.select("source_row", pl.col(column).alias("value")))
