"""A store with a few contracts in it: the hand-picked excerpt of real rows, or invented ones."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from loaders.agencies import agencies
from loaders.procurement.derive import derive
from loaders.schema import metadata, table

Row = dict[str, Any]
EXCERPT = Path(__file__).parent / "contracts.csv"
COVERAGES = {
    "compras_mx.contratos_comprasmx_2026": ("single_agency", 2026),
    "compranet.contratos_compranet5_2023": ("single_agency", 2023),
    "compranet.kibana_2017": ("sample_1_percent", 2017),
    "selected_contracts.anabcm_sancionados_url": ("selection", None),
}
CEILINGS = {2013: 389_000, 2017: 474_000, 2026: 1_145_000}
_DEFAULTS: Row = {
    "contract_id_rule": "published",
    "agency_rule": "unit_code",
    "state_rule": "none",
    "fiscal_year_basis": "signed",
    "supplier_size": "unclassified",
}


def excerpt() -> list[Row]:
    """Real rows of CompraNet and Compras MX, chosen by hand; natural persons have invented names."""
    with EXCERPT.open(encoding="utf-8", newline="") as file:
        return [_typed(row) for row in csv.DictReader(file)]


def _typed(row: Mapping[str, str]) -> Row:
    kinds = {column.name: column.type.python_type for column in table("contract").c}
    return {name: _value(kinds[name], text) if text else None for name, text in row.items()}


def _value(kind: type, text: str) -> Any:
    readers: dict[type, Callable[[str], Any]] = {bool: "True".__eq__, date: date.fromisoformat}
    return readers.get(kind, kind)(text)


def thresholds() -> list[Row]:
    """Ceilings of direct awards as published for goods and services; of invitations, ten times as much."""
    return [
        {
            "fiscal_year": year,
            "procurement_method": method,
            "procurement_category": category,
            "ceiling_mxn": Decimal(ceiling * times),
            "vat_basis": "excluded",
            "source_row": 1,
            "source_file_id": "thresholds.x",
        }
        for year, ceiling in CEILINGS.items()
        for method, times in (("direct", 1), ("selective", 10))
        for category in ("goods", "services", "leases")
    ]


@contextmanager
def derived(contracts: Sequence[Row], **others: Sequence[Row]) -> Iterator[sa.Connection]:
    """Open a store in memory with these contracts, and everything that is made from them."""
    engine = sa.create_engine("duckdb:///:memory:")
    with engine.connect() as connection:
        with connection.begin():
            metadata().create_all(connection)
            numbered = [{**_DEFAULTS, "contract_no": no, **row} for no, row in enumerate(contracts, start=1)]
            files = [_file(name, rows) for name, rows in _by_file(numbered).items()]
            _insert(connection, "contract", numbered)
            _insert(connection, "source_file", files)
            _insert(connection, "agency", [_agency(one) for one in agencies()])
            for name, rows in others.items():
                _insert(connection, name, rows)
        derive(connection)
        yield connection
    engine.dispose()


def notes() -> list[Row]:
    """How much of the whole each file of the excerpt is."""
    return [
        {"source_file_id": name, "coverage": coverage, "text_es": "x", "text_en": "x"}
        for name, (coverage, _) in COVERAGES.items()
    ]


def _by_file(rows: Sequence[Row]) -> dict[str, Row]:
    return {row["source_file_id"]: row for row in rows}


def _file(name: str, row: Row) -> Row:
    counts = dict.fromkeys(("rows_read", "rows_stored", "rows_rejected", "bytes"), 1)
    words = dict.fromkeys(("file_name", "sha256", "licence_id", "what"), "x")
    year = COVERAGES.get(name, ("unknown", None))[1]
    own = {"source_file_id": name, "dataset_id": row["dataset_id"], "fiscal_year": year, "secondary": False}
    return {**counts, **words, **own}


def _agency(one: Any) -> Row:
    return {
        "agency_id": one.agency_id,
        "ramo_code": one.ramo_code,
        "kind": one.kind,
        "name_es": one.name.es,
        "name_en": one.name.en,
        "sort_order": one.sort_order,
    }


def _insert(connection: sa.Connection, name: str, rows: Sequence[Row]) -> None:
    columns = {column for row in rows for column in row}
    if rows:
        filled = [{column: row.get(column) for column in columns} for row in rows]
        connection.execute(sa.insert(table(name)), filled)


def rows_of(connection: sa.Connection, name: str) -> list[Row]:
    """Every row of a table."""
    return [dict(row) for row in connection.execute(sa.select(table(name))).mappings()]
