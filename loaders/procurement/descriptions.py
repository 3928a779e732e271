"""What every indicator says of itself, as rows of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from loaders.model import Text
from loaders.procurement import chosen_groups, whole_years
from loaders.procurement.facts import FIELDS
from loaders.procurement.model import Concentration, Indicator
from loaders.procurement.registry import indicators
from loaders.procurement.signals import printed
from loaders.schema import table

Row = Mapping[str, Any]
_TEXTS = ("name", "question", "formula", "method", "threshold", "detail")


def make(connection: sa.Connection) -> None:
    """Write what indicators are, what they need and what would explain their signals."""
    found = list(indicators().values())
    _write(connection, "indicator", (_row(one) for one in found))
    _write(connection, "indicator_need", (row for one in found for row in _needs(one)))
    _write(connection, "indicator_explanation", (row for one in found for row in _explanations(one)))


def _write(connection: sa.Connection, name: str, rows: Iterable[Row]) -> None:
    connection.execute(sa.insert(table(name)), list(rows))


def _both(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_es": text.es, f"{name}_en": text.en}


def _row(one: Indicator) -> Row:
    texts = {key: value for name in _TEXTS for key, value in _both(name, getattr(one, name)).items()}
    return {
        "indicator_id": one.id,
        "level": one.level,
        "concept": one.concept,
        "drill": "suppliers" if isinstance(one.rule, Concentration) else "contracts",
        **texts,
        "formula_sql": printed(one),
        "minimum_coverage": one.minimum_coverage,
        "value_unit": one.value_unit,
        "measure_unit": one.measure_unit,
        "ocp_code": one.ocp_code,
        "sort_order": one.sort_order,
    }


def _needs(one: Indicator) -> Iterable[Row]:
    margins = {whole_years.FIELD: whole_years.NAME, chosen_groups.FIELD: chosen_groups.NAME}
    needed = {**{name: FIELDS[name] for name in one.needs}, **margins}
    for position, (name, text) in enumerate(needed.items(), start=1):
        words = _both("name", text)
        yield {"indicator_id": one.id, "position": position, "field_name": name, **words}


def _explanations(one: Indicator) -> Iterable[Row]:
    for position, text in enumerate(one.explanations, start=1):
        yield {"indicator_id": one.id, "position": position, **_both("text", text)}
