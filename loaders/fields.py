"""How columns are told outside the store: as fields of a Data Package, as types of Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from loaders.model import Column, Kind

if TYPE_CHECKING:
    import pyarrow as pa

_TYPES: Final[dict[Kind, str]] = {
    "text": "string",
    "integer": "integer",
    "long": "integer",
    "money": "number",
    "index": "number",
    "flag": "boolean",
    "date": "date",
}
_DECIMALS: Final[dict[Kind, tuple[int, int]]] = {"money": (18, 2), "index": (18, 9)}


def field(column: Column, required: bool) -> dict[str, Any]:
    """Return a column with type, labels, meaning, unit, official name and choices."""
    told: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.label.es,
        "title_en": column.label.en,
        "description": column.meaning.es,
        "description_en": column.meaning.en,
        "constraints": {"required": required},
    }
    known = {"unit": column.unit, "official_name": column.source, "enum": list(column.choices)}
    told |= {name: value for name, value in known.items() if value}
    if column.kind in _DECIMALS:
        told["precision"], told["scale"] = _DECIMALS[column.kind]
    return told


def arrow_type(kind: Kind) -> pa.DataType:
    """Return the Arrow type of a column kind: decimals stay exact."""
    import pyarrow as pa

    if kind in _DECIMALS:
        return pa.decimal128(*_DECIMALS[kind])
    types = {"text": pa.string, "integer": pa.int32, "long": pa.int64, "flag": pa.bool_, "date": pa.date32}
    return types[kind]()
