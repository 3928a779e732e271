"""Versions of a process become one: by the standard's library, over files, in the order of their dates."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from loaders import audit
from loaders.ocds.compile import merged, types
from loaders.ocds.keep import Keeper
from loaders.ocds.rows import Maker, in_pesos, process_id, slug
from loaders.tables import TABLES
from tests.loaders.ocds import spec

START = datetime(2020, 1, 1, tzinfo=UTC)


def release(number: int, minutes: int, body: Mapping[str, Any], file: str = "ocds.a") -> dict[str, Any]:
    return {
        "process_id": "ocds-aaaaaa-1",
        "ocid": "ocds-aaaaaa-1",
        "release_id": str(number),
        "released_at": (START + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "release_kind": "release",
        "release_tags": "",
        "publisher": None,
        "amount_mxn": None,
        "release_body": json.dumps(body),
        "source_row": number,
        "source_file_id": file,
    }


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda one: (one["released_at"], one["release_id"], one["source_file_id"]))


SCALARS = st.one_of(st.none(), st.text("abc", max_size=2), st.booleans())
FIELDS = st.dictionaries(st.sampled_from(["title", "status", "start"]), SCALARS, max_size=3)
CONTRACTS = st.dictionaries(st.sampled_from(["1", "2", "3"]), FIELDS, max_size=3)
BODIES = st.fixed_dictionaries({"tender": FIELDS, "contracts": CONTRACTS})


def plain_merge(bodies: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rule in a few lines: what a later release says holds, and a null takes it away."""
    held: dict[str, dict[str, Any]] = {}
    for body in bodies:
        for part, fields in (("tender", body["tender"]), *body["contracts"].items()):
            held.setdefault(part, {}).update(fields)
    return {
        part: {name: value for name, value in fields.items() if value is not None}
        for part, fields in held.items()
    }


@given(st.lists(BODIES, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_merge_is_the_rule_whatever_order_and_files_the_releases_lie_in(
    bodies: list[dict[str, Any]], random: Any
) -> None:
    rows = []
    for number, body in enumerate(bodies):
        contracts = [{"id": code, **fields} for code, fields in body["contracts"].items()]
        whole = {"tender": body["tender"], "contracts": contracts}
        rows.append(release(number, number, whole, f"ocds.{random.choice('ab')}"))
    random.shuffle(rows)
    [process] = merged(ordered(rows))
    expected = plain_merge(bodies)
    assert dict(process.tender) == expected.pop("tender", {})
    found = {
        one["id"]: {name: value for name, value in one.items() if name not in ("id", "origin")}
        for one in process.parts("contracts")
    }
    assert found == expected


@given(st.lists(BODIES, min_size=1, max_size=4), st.integers(0, 3))
def test_a_release_that_is_held_twice_changes_nothing(bodies: list[dict[str, Any]], which: int) -> None:
    rows = []
    for number, body in enumerate(bodies):
        contracts = [{"id": code, **fields} for code, fields in body["contracts"].items()]
        rows.append(release(number, number, {"tender": body["tender"], "contracts": contracts}))
    again = {**rows[which % len(rows)], "source_file_id": "ocds.z"}
    [once], [twice] = list(merged(ordered(rows))), list(merged(ordered([*rows, again])))
    assert [{**one, "origin": 0} for one in once.parts("contracts")] == [
        {**one, "origin": 0} for one in twice.parts("contracts")
    ]
    assert once.tender == twice.tender


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a JSON value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from leaves(part, (*path, key))


def changed(value: Any, path: tuple[Any, ...], other: object) -> Any:
    """Return a JSON value with another one at a path."""
    made = copy.deepcopy(value)
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = other
    return made


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), st.just([]),
    st.just({}), st.just([1]), st.just({"id": [1]}), st.just([{"id": 1}, {"id": 1}]), st.just("2020-13-45"),
)  # fmt: skip


@given(st.data())
def test_any_value_anywhere_is_kept_or_refused_and_makes_whole_rows(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["federal", "cdmx_dollars", "edomex_lots", "veracruz_lots"]))
    real = spec.excerpts()[name] if name == "federal" else spec.excerpts()[name][-1]
    odd = changed(real, data.draw(st.sampled_from(list(leaves(real)))), data.draw(ODD))
    body = Keeper().keep(odd, 1).body
    [process] = merged([release(1, 0, body)])
    for table, rows in Maker().rows(process).items():
        if rows:
            frame = pl.DataFrame(rows, schema_overrides=types(table), infer_schema_length=None)
            audit.shape(TABLES[table], frame.drop("source_file_id"), where=table)


def test_a_contract_stands_where_its_last_release_does() -> None:
    rows = [
        release(1, 0, {"contracts": [{"id": "1", "title": "a"}, {"id": "2", "title": "b"}]}, "ocds.a"),
        release(2, 1, {"contracts": [{"id": "2", "title": "c"}]}, "ocds.b"),
    ]
    made = spec.compiled(rows)
    found = {
        row["contract_code"]: (row["title"], row["source_file_id"], row["source_row"])
        for row in made["contract"]
    }
    assert found == {"1": ("a", "ocds.a", 1), "2": ("c", "ocds.b", 2)}
    assert [row["source_file_id"] for row in made["procedure"]] == ["ocds.b"]


def test_versions_in_two_files_are_one_contract_with_the_later_rate(tmp_path: Path) -> None:
    first, second = spec.excerpts()["cdmx_dollars"]
    readings = {"ocds.later": spec.read(tmp_path, second), "ocds.earlier": spec.read(tmp_path, first)}
    [contract] = spec.built(readings)["contract"]
    assert contract["contract_id"] == "ocds.ocds-87sd3t-ad-sf-drm-065-2015.1"
    assert (contract["amount_original"], contract["currency"]) == (Decimal("75464.96"), "USD")
    assert (contract["amount_mxn"], contract["amount_status"]) == (Decimal("1339699.25"), "converted")
    assert contract["source_file_id"] == "ocds.later"
    assert (contract["state_id"], contract["order_of_government"]) == ("09", "state")


def test_a_compiled_version_beside_its_releases_is_only_a_check(tmp_path: Path) -> None:
    reading = spec.read(tmp_path, spec.excerpts()["gacm_person"])
    assert sorted(reading.tables["ocds_release"]["release_kind"]) == ["publisher_check", "release"]
    assert len(spec.built({"ocds.x": reading})["contract"]) == 1


def test_identities_stand_in_addresses_and_need_a_publisher_without_prefix() -> None:
    assert process_id("OCDS-87SD3T-SEFIN-1", "CDMX") == "ocds-87sd3t-sefin-1"
    assert process_id("10", "GACM") == "gacm-10" != process_id("10", None)
    assert slug("AD-SRO/011 15.") == "AD-SRO-011-15"


def test_codes_that_differ_in_punctuation_stay_apart() -> None:
    rows = [release(1, 0, {"contracts": [{"id": "A/1"}, {"id": "A-1"}]})]
    made = spec.compiled(rows)["contract"]
    assert [(row["contract_id"], row["contract_id_rule"]) for row in made] == [
        ("ocds.ocds-aaaaaa-1.A-1", "published"),
        ("ocds.ocds-aaaaaa-1.A-1.2", "repeated"),
    ]


def test_only_pesos_and_amounts_with_their_rate_are_pesos() -> None:
    assert in_pesos({"amount": "10.005", "currency": "MXN"}) == (Decimal("10.00"), "counted")
    assert in_pesos({"amount": "10", "currency": "USD", "rate": "17.5"}) == (Decimal("175.00"), "converted")
    assert in_pesos({"amount": "10", "currency": "USD"}) == (None, "other_currency")
    assert in_pesos({"amount": "10"}) == (None, "other_currency")
    assert in_pesos({"amount": "0", "currency": "MXN"}) == (Decimal(0), "zero")
    assert in_pesos({}) == (None, "missing")


def test_an_amount_beyond_belief_is_kept_out_of_sums() -> None:
    value = {"amount": "474000000000", "currency": "MXN"}
    [row] = spec.compiled([release(1, 0, {"contracts": [{"id": "1", "value": value}]})])["contract"]
    assert row["amount_status"] == "implausible"
