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


def test_an_award_id_that_is_used_again_leaves_each_contract_its_supplier(tmp_path: Path) -> None:
    told = contracts(tmp_path, case("ocds_award_id_reused"))
    assert told == {"k1": ("ALFA SA DE CV", Decimal(1000)), "k2": ("BETA SA DE CV", Decimal(2000))}
    made = spec.built({"ocds.x": spec.read(tmp_path, case("ocds_award_id_reused"))})
    told_in = [(row["code"], row["before"], row["source_file_id"]) for row in made["correction"]]
    assert told_in == [("reused_id", "1", "ocds.x")]


def test_a_later_release_that_names_no_other_contract_corrects_the_award(tmp_path: Path) -> None:
    whole = case("ocds_award_id_reused")
    del whole["releases"][1]["contracts"]
    assert contracts(tmp_path, whole) == {"k1": ("BETA SA DE CV", Decimal(1000))}
    whole = case("ocds_award_id_reused")
    whole["releases"][1]["contracts"][0]["id"] = "k1"
    assert contracts(tmp_path, whole) == {"k1": ("BETA SA DE CV", Decimal(2000))}


def test_a_contract_keeps_its_buyer_when_a_later_release_is_of_another(tmp_path: Path) -> None:
    whole = case("ocds_award_id_reused")
    whole["releases"][1]["buyer"] = {"id": "B2", "name": "Dependencia Y"}
    made = spec.built({"ocds.x": spec.read(tmp_path, whole)})["contract"]
    told = {row["contract_code"]: row["institution_name"] for row in made}
    assert told == {"k1": "Dependencia X", "k2": "Dependencia Y"}


def test_a_process_with_and_without_its_prefix_is_one(tmp_path: Path) -> None:
    whole = case("ocds_compiled_only")
    again = json.loads(json.dumps(whole["records"][0]))
    again["ocid"] = again["compiledRelease"]["ocid"] = "1"
    whole["records"].append(again)
    made = spec.built({"ocds.x": spec.read(tmp_path, whole)})
    assert [(row["contract_code"], row["amount_mxn"]) for row in made["contract"]] == [("k1", Decimal(1000))]
    assert [(row["code"], row["before"], row["after"]) for row in made["correction"]] == [
        ("same_process", "1", "ocds-abc123-1")
    ]
    again["compiledRelease"]["publisher"] = {"name": "Otro"}
    assert len(spec.built({"ocds.x": spec.read(tmp_path, whole)})["contract"]) == 2
