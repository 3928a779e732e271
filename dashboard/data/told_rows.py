"""What files made of contracts say in each row, so that a row can stand alone: whose it is, of which part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, select

from dashboard.data.store import Record, Store
from loaders.engine import columns_of
from loaders.fields import arrow_type
from loaders.model import Column, Language, Text
from loaders.schema import table
from loaders.states import STATES

if TYPE_CHECKING:
    import pyarrow as pa

UNIT_NAMES: Final = ("procuring_unit_name", "institution_name")


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


def with_words(
    found: pa.Table, store: Store, added: Mapping[str, Any], wanted: Sequence[Column], language: Language
) -> pa.Table:
    """Return rows with the columns that are wanted: whose they are, of which part, of which version.

    `added` are other columns that the rows do not have yet: a list, or what is the same in every row.
    """
    import pyarrow as pa

    names, notes = scope_names(store, language), coverage_notes(store, language)
    keys = found.select(["scope", "scope_id", *UNIT_NAMES, "dataset_id", "coverage"]).to_pylist()
    told = {
        **added,
        SCOPE_NAME.name: [names(row) for row in keys],
        COVERAGE_NOTE.name: [notes.get((row["dataset_id"], row["coverage"]), "") for row in keys],
        STORE_VERSION.name: store.version,
    }
    schema = schema_of(wanted)
    same = {name: [value] * found.num_rows for name, value in told.items() if not isinstance(value, list)}
    columns = {name: found.column(name) for name in schema.names if name not in told} | told | same
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)


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
            return ", ".join(filter(None, (row[UNIT_NAMES[0]] or row["scope_id"], row[UNIT_NAMES[1]])))
        key: str = row["scope_id"]
        return known[row["scope"]].get(key, key)

    return name


def coverage_notes(store: Store, language: Language) -> Mapping[tuple[str, str], str]:
    """Return what is said of the part that the files of each group are, by dataset and coverage."""
    note, file = table("coverage_note"), table("source_file")
    text = note.c[f"text_{language}"].label("text")
    joined = note.join(file, file.c.source_file_id == note.c.source_file_id)
    rows = store.rows(select(file.c.dataset_id, note.c.coverage, text).select_from(joined).distinct())
    told: dict[tuple[str, str], list[str]] = {}
    for row in sorted(rows, key=lambda row: str(row["text"])):
        told.setdefault((row["dataset_id"], row["coverage"]), []).append(row["text"])
    return {group: " ".join(texts) for group, texts in told.items()}


def files_of(store: Store, language: Language, file: str = "") -> Sequence[Record]:
    """Return the files of a group, or of all, with their hashes and what is said of the part they are."""
    note, source = table("coverage_note"), table("source_file")
    told = (source.c.dataset_id, source.c.file_name, source.c.sha256, source.c.obtained)
    part = (note.c.coverage, note.c[f"text_{language}"].label("note"))
    joined = note.join(source, source.c.source_file_id == note.c.source_file_id)
    query = select(*told, *part).select_from(joined).order_by(source.c.dataset_id, source.c.file_name)
    if not file:
        return store.rows(query)
    dataset, _, coverage = file.partition(".")
    return store.rows(query.where(source.c.dataset_id == dataset, note.c.coverage == coverage))
