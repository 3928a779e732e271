"""Who a supplier is: by RFC where a legal person's is published, else by name, else by nothing at all.

Four rules (`supplier_rule`), in this order:
- rfc: a legal person's tax code of 12 characters;
- same_rfc_in_file: a natural person's 13 characters join its contracts inside one file; the code is used
  while the file is read and never kept, hashed or derivable: the identity is the first record that has it;
- name: no tax code, and the name is a legal person's; its normalised form is the identity;
- single: nothing tells who it is, so it may be a natural person: one contract, one identity.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from loaders.contracts import names, privacy

if TYPE_CHECKING:
    import polars as pl

Person = Literal["legal", "natural", "foreign", "unknown"]

FOREIGN_RFC, PUBLIC_RFC = "XEXX010101000", "XAXX010101000"
GENERIC = (FOREIGN_RFC, PUBLIC_RFC)

_LENGTH = 48
_HOME = "MX"


@dataclass(frozen=True)
class Named:
    """What a name alone tells: its key and the identity made of it; both None unless a legal person's."""

    key: str | None
    supplier_id: str | None


@lru_cache(200_000)
def by_name(name: str) -> Named:
    """Return what a published name tells."""
    if not names.is_legal(name):
        return Named(None, None)
    found = names.key(name)
    return Named(found, name_id(found))


def name_id(name_key: str) -> str:
    """Return the identity of a legal person without tax code: its key as a slug, and a hash of all of it."""
    slug = re.sub("[^a-z0-9]+", "-", name_key.lower()).strip("-")[:_LENGTH].rstrip("-")
    return f"name.{slug}-{hashlib.sha256(name_key.encode()).hexdigest()[:8]}"


def person(rfc: str | None, name: str | None, country: str | None) -> Person:
    """Return the kind of person that tax code, name and country tell, in this order.

    The generic codes that stand for foreigners and for the public at large tell nothing of the person.
    """
    code = privacy.tidy_rfc(rfc or "")
    if privacy.is_legal_rfc(code):
        return "legal"
    if privacy.is_natural_rfc(code) and code not in GENERIC:
        return "natural"
    if name and names.is_legal(name):
        return "legal"
    return "foreign" if code == FOREIGN_RFC or (country or _HOME) != _HOME else "unknown"


def expressions() -> list[pl.Expr]:
    """Return the supplier's columns, of tidy ones: `rfc`, `legal_rfc`, `person` (a natural person's code),
    `by_person`, `name_key`, `by_name`, `supplier_country` and `contract_id`.
    """  # fmt: skip
    import polars as pl

    legal, natural = pl.col("legal_rfc").is_not_null(), pl.col("person").is_not_null()
    named = pl.col("name_key").is_not_null() & ~natural
    foreign = (pl.col("rfc") == FOREIGN_RFC) | (pl.col("supplier_country").fill_null(_HOME) != _HOME)
    by_rfc = "rfc." + pl.col("legal_rfc")
    return [
        pl.coalesce(
            by_rfc, "by_person", pl.when(named).then("by_name"), "single." + pl.col("contract_id")
        ).alias("supplier_id"),
        _chosen(("rfc", legal), ("same_rfc_in_file", natural), ("name", named), rest="single").alias(
            "supplier_rule"
        ),
        _chosen(("legal", legal | named), ("natural", natural), ("foreign", foreign), rest="unknown").alias(
            "supplier_person"
        ),
        pl.when(~natural).then("name_key").alias("supplier_name_key"),
        pl.col("legal_rfc").alias("supplier_rfc"),
    ]


def _chosen(*cases: tuple[str, pl.Expr], rest: str) -> pl.Expr:
    """Return the name of the first condition that holds."""
    import polars as pl

    return pl.coalesce(*(pl.when(condition).then(pl.lit(name)) for name, condition in cases), pl.lit(rest))
