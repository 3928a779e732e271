"""Who buys: order of government, ramo, budget unit and state, by what is published and by the unit's code.

A federal procuring unit has the code `RRRUUUNNN`: ramo, budget unit, number. A state's begins with 9 and the
state, a municipality's with 8 and its state: `927009`, `816065`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.agencies import by_ramo
from loaders.contracts import vocabulary
from loaders.contracts.ledger import Ledger
from loaders.contracts.texts import joined
from loaders.errors import UnknownCode
from loaders.states import state_id

if TYPE_CHECKING:
    import polars as pl

KEYS = ("order_of_government", "ramo", "procuring_unit_code", "state")

_FEDERAL = re.compile(r"0(\d\d)([0-9A-Z]{3})[0-9A-Z]{3}")
_LOCAL = re.compile(r"([89])(0[1-9]|[12]\d|3[0-2])[0-9A-Z]{6}")
_RAMO = re.compile(r"0?([0-5]\d)")
_NO_UNIT = "000"
# IMSS, ISSSTE, Pemex and CFE bought under ramos 18 and 19 before they had numbers of their own.
_OWN = frozenset({"GYR", "GYN", "TZZ", "TOQ"})


def of_units(frame: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the frame with order of government, `ramo_code`, `ur`, state and how they are known."""
    import polars as pl

    schema = {
        name: pl.String()
        for name in ("order", "ramo_code", "ur", "agency_rule", "state_id", "state_rule", "unknown_state")
    }
    found = joined(frame, KEYS, _unit, schema)
    unknown = found["order"].is_null() & found["order_of_government"].is_not_null()
    ledger.count("unknown_word", "order_of_government", _odd(found.filter(unknown), "order_of_government"))
    ledger.count("unknown_word", "state_id", _odd(found.drop_nulls("unknown_state"), "unknown_state"))
    return found.with_columns(pl.col("order").fill_null(vocabulary.UNKNOWN).alias("order_of_government"))


def _unit(order: str | None, ramo: str | None, code: str | None, state: str | None) -> tuple[str | None, ...]:
    code = code or ""
    local, federal = _LOCAL.fullmatch(code), _FEDERAL.fullmatch(code)
    said = vocabulary.meaning("order", order) if order else None
    if local and said in (None, "other"):
        said = "state" if local[1] == "9" else "municipal"
    elif federal and not order:
        said = "federal"
    published = _RAMO.fullmatch(ramo or "")
    number = published[1] if published else federal[1] if federal else None
    rule = "published_ramo" if published else "unit_code" if federal else "none"
    place, how, unknown = _state(state, local[2] if local else None)
    return said, number, federal[2] if federal else None, rule, place, how, unknown


def _state(published: str | None, by_code: str | None) -> tuple[str | None, str, str | None]:
    """Return the state, how it is known, and the published name if nobody knows it."""
    if published:
        try:
            return state_id(published), "published", None
        except UnknownCode:
            return None, "none", published
    return by_code, "publisher" if by_code else "none", None


def of_years(frame: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the frame with the agency that had the ramo in the fiscal year, and its budget unit."""
    import polars as pl

    schema = {"agency_id": pl.String(), "unit_id": pl.String()}
    found = joined(frame, ("ramo_code", "ur", "fiscal_year"), _agency, schema)
    unknown = found["agency_id"].is_null() & found["ramo_code"].is_not_null()
    ledger.count("unknown_ramo", "ramo_code", _odd(found.filter(unknown), "ramo_code"))
    known = pl.when(pl.col("agency_id").is_null()).then(pl.lit("none")).otherwise("agency_rule")
    return found.with_columns(known.alias("agency_rule"))


def _agency(ramo: str | None, unit: str | None, year: int) -> tuple[str | None, str | None]:
    if ramo is None:
        return None, None
    try:
        agency = by_ramo(unit if unit in _OWN else ramo, year).agency_id
    except UnknownCode:
        return None, None
    return agency, f"{agency}.{unit}" if unit and unit != _NO_UNIT else None


def _odd(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    import polars as pl

    return frame.select("source_row", pl.col(name).cast(pl.String()).alias("value"))
