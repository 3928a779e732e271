"""One contract, one supplier, one process: what is linked, reused or named twice is told, never doubled."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import BadValue
from tests.loaders.ocds import spec

CASES = Path(__file__).with_name("cases")


def case(name: str) -> dict[str, Any]:
    """Return an invented file of the cases."""
    found: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def contracts(folder: Path, content: object) -> dict[str, tuple[str | None, Decimal | None]]:
    """Return supplier and pesos of each contract that a build makes of a file, by the contract's code."""
    made = spec.built({"ocds.x": spec.read(folder, content)})["contract"]
    assert len({row["contract_id"] for row in made}) == len(made)
    return {row["contract_code"]: (row["supplier_name"], row["amount_mxn"]) for row in made}


@pytest.mark.parametrize("name", ["ocds_linked_releases", "ocds_compiled_only"])
def test_a_compiled_release_stands_for_the_releases_that_are_links(tmp_path: Path, name: str) -> None:
    reading = spec.read(tmp_path, case(name))
    assert (reading.rows_read, reading.rejects) == (1, ())
    assert contracts(tmp_path, case(name)) == {"k1": ("ALFA SA DE CV", Decimal(1000))}


def test_links_beside_releases_leave_the_compiled_one_what_it_is(tmp_path: Path) -> None:
    record = case("ocds_linked_releases")["records"][0]
    whole = record["compiledRelease"]
    first = {**whole, "id": "r1", "date": "2023-12-01T00:00:00Z", "tag": ["tender"], "contracts": []}
    mixed = {**record, "releases": [first, *record["releases"]]}
    for content in (mixed, {"records": [mixed]}, [mixed]):
        reading = spec.read(tmp_path, content)
        assert sorted(reading.tables["ocds_release"]["release_kind"]) == ["compiled", "release"]
        assert contracts(tmp_path, content) == {"k1": ("ALFA SA DE CV", Decimal(1000))}


def test_a_record_of_links_only_is_rejected_with_where_its_release_is(tmp_path: Path) -> None:
    whole = case("ocds_linked_releases")
    alone = {"ocid": "ocds-abc123-2", "releases": [{"url": "https://u:secret@x.example/2.json?token=abc"}]}
    whole["records"].append(alone)
    reading = spec.read(tmp_path, whole)
    assert reading.rows_read == 2
    [reject] = reading.rejects
    assert (reject.code, reject.raw) == ("linked_release", "https://x.example/2.json")
    for content in ({"records": [alone]}, alone):
        with pytest.raises(BadValue, match=r"only links its release.*https://x\.example/2\.json"):
            spec.read(tmp_path, content)
    odd = {"ocid": "a", "releases": [{"url": "http://[::1"}]}
    with pytest.raises(BadValue, match="only links its release"):
        spec.read(tmp_path, odd)
