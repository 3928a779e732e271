"""A published store with signals for tests of their pages: invented contracts, and all that is made of them.

One group is a sample in which dates of publication are mostly missing; the other one holds all contracts of
six units of one institution, so that it has a composite. Their figures follow from the numbers below.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.data.store import Store
from loaders.home import Home
from loaders.procurement.derive import derive
from tests.dashboard import contract_store
from tests.dashboard.contract_store import contract

SAMPLE, WHOLE = "compranet.a", "compras_mx.b"
# How many of a unit's twelve contracts of 2023 were direct, and how many do not say how they were awarded.
DIRECT = {"u1": (10, 0), "u2": (9, 2), "u3": (8, 0), "u4": (5, 0), "u5": (2, 0), "u6": (0, 0)}
EACH = 12
PERSON = {
    "supplier_id": "person.compras_mx.b.1",
    "supplier_rule": "same_rfc_in_file",
    "supplier_name": "Zenaida Quiroga Ibáñez",
    "supplier_name_key": None,
    "supplier_rfc": None,
    "supplier_person": "natural",
}


def _whole(unit: str, place: int, number: int, year: int = 2023) -> dict[str, Any]:
    """The `place`-th contract of a unit, which tells all that the composite asks for."""
    direct, unknown = DIRECT[unit]
    method = "direct" if place < direct else "unclassified" if place < direct + unknown else "open"
    changed: dict[str, Any] = {
        "contract_id": f"comprasmx.{number:04x}",
        "dataset_id": "compras_mx",
        "source_file_id": WHOLE,
        "procuring_unit_code": unit,
        "procuring_unit_name": f"Unidad {unit}",
        "institution_name": "Instituto Mexicano del Seguro Social",
        "agency_id": "marina" if unit == "u6" else "salud",
        "procurement_method": method,
        "signed_on": date(year, 1 + place % 12, 10),
        "published_on": date(year, 1 + place % 12, 1 + place + len(unit)),
        "starts_on": date(year, 1 + place % 12, 6),
        "ends_on": date(year, 12, 31),
        "amended": place < int(unit[1]),
        "fiscal_year": year,
        "amount_mxn": Decimal(10_000 * int(unit[1]) + number),
    }
    if unit == "u6" and place == 0:
        changed |= {**PERSON, "amount_mxn": Decimal(99_000_000)}
    return contract(number, f"Servicio {number}", **changed)


def _sample(number: int) -> dict[str, Any]:
    published = date(2023, 2, 1) if number % 4 == 0 else None
    odd = "open" if number % 3 else "direct"
    return contract(
        number, "Compra", signed_on=date(2023, 2, 3), starts_on=date(2023, 2, 4), published_on=published,
        procurement_method=odd, procurement_category="goods",
    )  # fmt: skip


SAMPLED = [_sample(number) for number in range(1, 41)]
WHOLES = [_whole(unit, place, 100 + 20 * int(unit[1]) + place) for unit in DIRECT for place in range(EACH)]
EARLIER = [
    _whole(unit, place, 300 + 20 * int(unit[1]) + place, 2022)
    for unit in ("u1", "u2", "u3")
    for place in range(EACH)
]
FEW = [_whole("u1", place, 60 + place, 2021) for place in range(EACH)]
MADE = ("contract_signal", "supplier", "supplier_variant", "procuring_unit")
ROWS = {name: rows for name, rows in contract_store.ROWS.items() if name not in MADE} | {
    "contract": [*SAMPLED, *FEW, *EARLIER, *WHOLES],
    "agency": [
        {**row, "sort_order": place} for place, row in enumerate(contract_store.ROWS["agency"], start=1)
    ],
}


def published(home: Home) -> Store:
    """Publish the store with everything that is made of its contracts, and its index, and open it."""
    return contract_store.searchable(home, ROWS, derive)


def without_contracts(home: Home) -> Store:
    """Publish a store that has declarations and no contracts."""
    return contract_store.published(home, {**ROWS, "contract": []}, derive)
