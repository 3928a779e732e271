"""The composite as rows of files: the scores, and every step of every unit, to be made again by anyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, and_, literal, select

from dashboard.data import composite
from dashboard.data.composite import CONCEPTS
from dashboard.data.procurement import ContractsAsked, of
from dashboard.data.store import Store
from dashboard.data.told_rows import (
    COVERAGE_NOTE,
    SCOPE_NAME,
    STORE_VERSION,
    UNIT_NAMES,
    read,
    words,
)
from loaders.columns import column_of
from loaders.model import Column, Language, Text
from loaders.schema import table

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP: Final = ("dataset_id", "coverage", "fiscal_year")
NULLABLE: Final = frozenset(
    {"signals", "value", "concept_mean", "concept_least", "concept_most", "concept_scaled", "amount_mxn"}
)
_TOLD: Final = (SCOPE_NAME, COVERAGE_NOTE, STORE_VERSION)
_SCORED: Final = tuple(
    column_of("composite_score", name) for name in (*_GROUP, "scope", "scope_id", *CONCEPTS, "score")
)


def _bound(name: str, es: str, en: str) -> Column:
    what = Text(
        f"{es} entre las unidades que se comparan: las de la misma clase de compra.",
        f"{en} of the units compared: those of the same kind of purchase.",
    )
    return Column(name, "index", Text(es, en), what)


_OF_SIGNAL: Final = (
    *(column_of("composite_component", name) for name in (*_GROUP, "procuring_unit_code")),
    *(column_of("composite_component", name) for name in ("procurement_category", "concept", "indicator_id")),
)
_SCALED: Final = (
    column_of("indicator", "value_unit"),
    column_of("composite_component", "known"),
    column_of("composite_component", "signals"),
    column_of("composite_component", "value"),
    _bound("least", "Valor menor", "Least value"),
    _bound("most", "Valor mayor", "Largest value"),
    column_of("composite_component", "scaled"),
    column_of("composite_concept", "concept_mean"),
    _bound("concept_least", "Promedio menor del concepto", "Least mean of the concept"),
    _bound("concept_most", "Promedio mayor del concepto", "Largest mean of the concept"),
    Column(
        "concept_scaled",
        "index",
        Text("Concepto, de 0 a 100", "Concept, from 0 to 100"),
        Text(
            "100 × (promedio − menor) / (mayor − menor); vacío si la unidad no tiene los tres conceptos.",
            "100 × (mean − least) / (largest − least); empty where a unit lacks one of the concepts.",
        ),
        "points",
    ),
    column_of("composite_concept", "amount_mxn"),
)


def score_columns(language: Language) -> tuple[Column, ...]:
    """Return the columns of the scores."""
    del language
    return (*_SCORED, *_TOLD)


def step_columns(language: Language) -> tuple[Column, ...]:
    """Return the columns of the steps, one row for each unit, kind of purchase and indicator."""
    return (*_OF_SIGNAL, column_of("indicator", f"name_{language}"), *_SCALED, *_TOLD)


def scores(store: Store, asked: ContractsAsked, language: Language) -> pa.Table:
    """Return the scores of units and agencies, the highest first."""
    made = of("composite_score", asked).subquery("made")
    query = _with_units(made, and_(made.c.scope == "procuring_unit", _is(made.c.scope_id)))
    ordered = query.order_by(made.c.scope, made.c.score.desc(), made.c.scope_id)
    return _told(store, ordered, _SCORED, score_columns(language), language)


def steps(store: Store, asked: ContractsAsked, language: Language) -> pa.Table:
    """Return every value that a score is made of, with its bounds and what became of its concept."""
    own = composite.components(asked).subquery("own")
    kept = composite.concepts(asked).subquery("kept")
    shared = ("procuring_unit_code", "procurement_category", "concept")
    joined = own.outerjoin(kept, and_(*(own.c[name] == kept.c[name] for name in shared)))
    concept = {"least": "concept_least", "most": "concept_most", "scaled": "concept_scaled"}
    told = [kept.c[name].label(label) for name, label in concept.items()]
    whose = [literal("procuring_unit").label("scope"), own.c.procuring_unit_code.label("scope_id")]
    every = select(own, *told, kept.c.concept_mean, kept.c.amount_mxn, *whose).select_from(joined)
    made = every.subquery("made")
    query = _with_units(made, _is(made.c.scope_id)).order_by(
        made.c.procuring_unit_code, made.c.procurement_category, made.c.sort_order
    )
    read_too = (column_of("composite_score", "scope"), column_of("composite_score", "scope_id"))
    described = (*_OF_SIGNAL, column_of("indicator", f"name_{language}"), *_SCALED, *read_too)
    return _told(store, query, described, step_columns(language), language)


def _is(code: Any) -> Any:
    return table("procuring_unit").c.procuring_unit_code == code


def _with_units(made: Any, same: Any) -> Select[Any]:
    unit = table("procuring_unit")
    return select(made, *(unit.c[name] for name in UNIT_NAMES)).select_from(made.outerjoin(unit, same))


def _told(
    store: Store,
    query: Select[Any],
    read_ones: Sequence[Column],
    wanted: Sequence[Column],
    language: Language,
) -> pa.Table:
    described = [*read_ones, *(column_of("procuring_unit", name) for name in UNIT_NAMES)]
    only = query.with_only_columns(*(query.selected_columns[column.name] for column in described))
    return words(store, language).add(read(store, only, described), {}, wanted)
