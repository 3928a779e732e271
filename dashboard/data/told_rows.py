"""What files made of contracts say in each row, so that a row can stand alone: whose it is, of which part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select

from dashboard.data import procurement, unit_names
from dashboard.data.store import Record, Store
from loaders.engine import columns_of
from loaders.fields import arrow_type
from loaders.model import Column, Language, Text
from loaders.states import STATES

if TYPE_CHECKING:
    import pyarrow as pa

_OF_FILE: Final = ("dataset_id", "file_name", "sha256", "obtained", "coverage")
UNIT_NAMES: Final = unit_names.COLUMNS


def text_column(name: str, label: Text, meaning: Text) -> Column:
    """Return a column of words that stands in files and in no table of the store."""
    return Column(name, "text", label, meaning)


SCOPE_NAME: Final = text_column(
    "scope_name",
    Text("De quién", "Whose"),
    Text(
        "Nombre del ramo, de la unidad compradora con su institución, o de la entidad.",
        "Name of the agency, of the procuring unit with its institution, or of the state.",
    ),
)
COVERAGE_NOTE: Final = text_column(
    "coverage_note",
    Text("Qué parte del total", "Which part of the whole"),
    Text(
        "Qué parte de la contratación pública son los archivos de donde sale el renglón.",
        "Which part of public procurement the files are that the row is from.",
    ),
)
STORE_VERSION: Final = text_column(
    "store_version",
    Text("Versión de los datos", "Version of the data"),
    Text("De qué versión del almacén sale el renglón.", "Which version of the store the row is from."),
)


def schema_of(described: Sequence[Column]) -> pa.Schema:
    """Return the Arrow schema of columns."""
    import pyarrow as pa

    return pa.schema([(column.name, arrow_type(column.kind)) for column in described])


def read(store: Store, query: Select[Any], described: Sequence[Column]) -> pa.Table:
    """Return the rows of a query, which has just these columns; memory must hold them."""
    assert store.home is not None
    return columns_of(store.home, store.engine, query, schema_of(described))


@dataclass(frozen=True)
class Words:
    """What rows of a store are told with: names of scopes, notes of groups of files, the version."""

    scope_name: Callable[[Record], str]
    notes: Mapping[tuple[str, str], str]
    version: str

    def add(self, found: pa.Table, added: Mapping[str, Any], wanted: Sequence[Column]) -> pa.Table:
        """Return rows with the columns that are wanted: whose they are, of which part, of which version.

        `added` are other columns that the rows do not have yet: a list, or what is the same in every row.
        """
        import pyarrow as pa

        keys = found.select(["scope", "scope_id", *UNIT_NAMES, "dataset_id", "coverage"]).to_pylist()
        told = {
            **added,
            SCOPE_NAME.name: [self.scope_name(row) for row in keys],
            COVERAGE_NOTE.name: [self.notes.get((row["dataset_id"], row["coverage"]), "") for row in keys],
            STORE_VERSION.name: self.version,
        }
        schema = schema_of(wanted)
        same = {name: [value] * len(keys) for name, value in told.items() if not isinstance(value, list)}
        columns = {name: found.column(name) for name in schema.names if name not in told} | told | same
        return pa.table({name: columns[name] for name in schema.names}, schema=schema)


def words(store: Store, language: Language) -> Words:
    """Return what rows of a store are told with; asked once for a file."""
    return Words(scope_names(store, language), coverage_notes(store, language), store.version)


def scope_names(store: Store, language: Language) -> Callable[[Record], str]:
    """Return what names the agency, procuring unit or state that a row is about; "" for all contracts."""
    agencies = {key: agency.name.in_(language) for key, agency in store.facts.agencies.items()}
    known = {
        "agency": agencies,
        "state": {state.state_id: state.name for state in STATES},
        "all": {"all": ""},
    }

    def name(row: Record) -> str:
        if row["scope"] == "procuring_unit":
            return unit_names.with_institution(row, row["scope_id"])
        key: str = row["scope_id"]
        return known[row["scope"]].get(key, key)

    return name


def coverage_notes(store: Store, language: Language) -> Mapping[tuple[str, str], str]:
    """Return what is said of the part that the files of each group are, by dataset and coverage."""
    told: dict[tuple[str, str], set[str]] = {}
    for row in procurement.notes(store):
        told.setdefault((row["dataset_id"], row["coverage"]), set()).add(row[f"text_{language}"])
    return {group: " ".join(sorted(texts)) for group, texts in told.items()}


def files_of(store: Store, language: Language, group: str = "") -> list[dict[str, Any]]:
    """Return the files of a group, or of all, with their hashes and what is said of the part they are."""
    rows = procurement.notes(store, group)
    return [{**{name: row[name] for name in _OF_FILE}, "note": row[f"text_{language}"]} for row in rows]
