"""A small published store of contracts for tests of search, on either engine; its contracts are invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from dashboard.data.store import Store
from loaders import build, checks, publish
from loaders.engine import open_store
from loaders.home import Home
from loaders.schema import metadata, schema_version, table
from loaders.search import index

Rows = Mapping[str, Sequence[dict[str, Any]]]
Finish = Callable[[sa.Connection], None]
VERSION = "2026-01-01-0a1b2c3d"
_FILES = (("compranet.a", "compranet", "sample_1_percent"), ("compras_mx.b", "compras_mx", "single_agency"))


def contract(number: int, title: str, **others: Any) -> dict[str, Any]:
    """One contract of the first file, of which the others say what differs."""
    usual: dict[str, Any] = {
        "contract_no": number,
        "contract_id": f"compranet.{1000 + number}",
        "contract_id_rule": "published",
        "dataset_id": "compranet",
        "generation": "C2",
        "contract_code": str(1000 + number),
        "title": title,
        "order_of_government": "federal",
        "institution_name": "Secretaría de Salud",
        "procuring_unit_code": "012000991",
        "procuring_unit_name": "Dirección de Adquisiciones",
        "agency_id": "salud",
        "agency_rule": "unit_code",
        "state_id": "09",
        "state_rule": "published",
        "procedure_id": f"AA-012000991-E{number}-2023",
        "procurement_method": "direct",
        "procurement_category": "services",
        "signed_on": date(2023, 1, 1 + (number - 1) % 31),
        "fiscal_year": 2023,
        "fiscal_year_basis": "signed",
        "amount_mxn": Decimal(number * 1000),
        "currency": "MXN",
        "amount_status": "counted",
        "supplier_id": "rfc.LIM010203AB1",
        "supplier_rule": "rfc",
        "supplier_name": "LIMPIEZA ÁGIL SA DE CV",
        "supplier_name_key": "LIMPIEZA AGIL",
        "supplier_rfc": "LIM010203AB1",
        "supplier_person": "legal",
        "supplier_size": "small",
        "source_row": number,
        "source_file_id": "compranet.a",
    }
    return usual | others


PERSON = {
    "supplier_id": "single.x",
    "supplier_rule": "single",
    "supplier_name": "Zenaida Quiroga Ibáñez",
    "supplier_name_key": None,
    "supplier_rfc": None,
    "supplier_person": "unknown",
}
CONTRACTS = [
    contract(1, "Servicio de limpieza de oficinas", amount_mxn=Decimal("1000.50")),
    contract(2, "SERVICIOS DE LIMPIEZA EN HOSPITALES", fiscal_year=2022, agency_id=None),
    contract(3, "Mantenimiento de jardines", description="Limpieza general incluida", state_id=None),
    contract(4, "Adquisición de medicamentos", procurement_category="goods", procurement_method="open"),
    contract(5, "Adquisicion de medicamento genérico", procurement_category="goods", agency_id="marina"),
    contract(6, "Honorarios de Zenaida Quiroga Ibáñez", **PERSON),
    contract(7, "Asesoría a Zenaida Díaz", amount_mxn=None, amount_status="missing", signed_on=None),
    contract(
        8,
        "Compra consolidada",
        dataset_id="compras_mx",
        contract_id="comprasmx.8ff0",
        source_file_id="compras_mx.b",
        description='Texto con "comillas", coma\ny renglón',
        procuring_unit_code="019GYR002",
        institution_name="Instituto Mexicano del Seguro Social",
        institution_acronym="IMSSX",
        procuring_unit_name="IMSS-Hospital de Especialidades",
        supplier_id="name.medica-sur-1a2b3c4d",
        supplier_rule="name",
        supplier_name="MÉDICA SUR Y ASOCIADOS",
        supplier_rfc=None,
    ),
]
SUPPLIERS = [
    {
        "supplier_no": 1,
        "supplier_id": "rfc.LIM010203AB1",
        "name": "LIMPIEZA ÁGIL SA DE CV",
        "searchable": True,
    },
    {"supplier_no": 2, "supplier_id": "name.medica-sur-1a2b3c4d", "name": "MÉDICA SUR", "searchable": True},
    {"supplier_no": 3, "supplier_id": "person.a.1", "name": "Zenaida Quiroga Ibáñez", "searchable": False},
]
ROWS: dict[str, list[dict[str, Any]]] = {
    "contract": CONTRACTS,
    "contract_signal": [
        {"contract_no": 1, "indicator_id": "round_amount"},
        {"contract_no": 4, "indicator_id": "round_amount"},
        {"contract_no": 4, "indicator_id": "year_end"},
    ],
    "coverage_note": [
        {"source_file_id": name, "coverage": coverage, "text_es": f"Nota {name}", "text_en": f"Note {name}"}
        for name, _, coverage in _FILES
    ],
    "supplier": SUPPLIERS,
    "supplier_variant": [
        {"supplier_id": "rfc.LIM010203AB1", "supplier_name": name, "contracts": 3}
        for name in ("LIMPIEZA ÁGIL SA DE CV", "Aseo Ágil, S.A. de C.V.")
    ],
    "procuring_unit": [
        {
            "procuring_unit_no": 1,
            "procuring_unit_code": "019GYR002",
            "procuring_unit_name": "IMSS-Hospital de Especialidades",
            "institution_name": "Instituto Mexicano del Seguro Social",
        }
    ],
    "agency": [
        {"agency_id": "salud", "ramo_code": "12", "name_es": "Salud", "name_en": "Health"},
        {"agency_id": "marina", "ramo_code": "13", "name_es": "Marina", "name_en": "Navy"},
    ],
    "agency_name": [
        {
            "agency_id": "salud",
            "fiscal_year": 2023,
            "dataset_id": "public_account",
            "name": "Secretaría de Salud",
        }
    ],
    "member": [
        {
            "dimension": "program",
            "member_id": "salud.E023",
            "fiscal_year": year,
            "code": "E023",
            "name": name,
        }
        for year, name in ((2022, "Atención médica"), (2023, "Atención a la salud"))
    ],
    "dataset": [
        {"dataset_id": name, "title_es": f"Datos {name}", "title_en": f"Data {name}", "publisher": "SHCP"}
        for _, name, _ in _FILES
    ],
    "source_file": [
        {
            "source_file_id": name,
            "dataset_id": dataset,
            "file_name": f"{name}.csv",
            "sha256": name[-1] * 64,
            "obtained": date(2026, 11, 21),
        }
        for name, dataset, _ in _FILES
    ],
    "store_meta": [
        {"key": "version", "value": VERSION},
        {"key": "schema_version", "value": schema_version()},
        {"key": "content_hash", "value": "0" * 64},
    ],
}


def as_it_is(connection: sa.Connection) -> None:
    """Leave the rows as they were given: nothing is derived from them."""
    del connection


def _filled(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with something in each column that must have a value: what no test of search looks at."""
    empty = {sa.Boolean: False, sa.Date: date(2026, 1, 1), sa.String: "-"}
    return {
        column.name: row.get(column.name)
        if column.name in row or column.nullable
        else empty.get(type(column.type), 1)
        for column in table(name).c
    }


def published(home: Home, rows: Rows = ROWS, finish: Finish = as_it_is) -> Store:
    """Publish the store in a home, without its index, and open it; `finish` makes what is derived."""
    home.root.mkdir(parents=True, exist_ok=True)
    draft = home.root / f"{uuid4().hex}.duckdb"
    with build.draft(draft) as engine, engine.connect() as connection:
        with connection.begin():
            metadata().create_all(connection)
            for name, filled in rows.items():
                if filled:
                    connection.execute(sa.insert(table(name)), [_filled(name, row) for row in filled])
        finish(connection)
        with connection.begin():
            checks.store(connection, checks.run(connection))
    with publish.exclusive(home):
        publish.put(home, draft, VERSION)
        publish.point_to(home, VERSION)
    return store_of(home)


def store_of(home: Home) -> Store:
    """Open the version that was published in a home."""
    return Store(VERSION, open_store(VERSION, home=home), home)


def searchable(home: Home, rows: Rows = ROWS, finish: Finish = as_it_is) -> Store:
    """Publish the store with its index."""
    store = published(home, rows, finish)
    index.ensure(home, VERSION, lambda words: None)
    return store
