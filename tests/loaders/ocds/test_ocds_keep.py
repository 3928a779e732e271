"""What is kept of a release: contracts and who got them; what is not: contacts and tax codes of persons."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadValue
from loaders.ocds import plain
from loaders.ocds.budget import Breakdown
from tests.loaders.ocds import spec

ONE: dict[str, Any] = {"ocid": "ocds-07smqs-1", "id": "1", "date": "2020-01-01T00:00:00Z", "tag": ["tender"]}


def test_nothing_private_is_in_what_is_kept(tmp_path: Path) -> None:
    for name in spec.excerpts():
        if name == "source":
            continue
        reading = spec.read(tmp_path, spec.excerpts()[name])
        kept = "".join(reading.tables["ocds_release"]["release_body"])
        for private in ("XOXA8001", "nadie@", "5555 5555", "0123456789ABCDEF", "Persona Inventada"):
            assert private not in kept, (name, private)


def test_contact_data_in_free_text_are_taken_out(tmp_path: Path) -> None:
    title = "Pedido a XOXA800101AB1, tel. 55 1234 5678, nadie@ejemplo.mx"
    reading = spec.read(tmp_path, {**ONE, "tender": {"id": "1", "title": title}})
    body = json.loads(reading.tables["ocds_release"]["release_body"][0])
    assert body["tender"]["title"] == "Pedido a […], […], […]"


@pytest.mark.parametrize(
    ("release", "code"),
    [
        ("text", "not_an_object"),
        ({**ONE, "ocid": ""}, "no_ocid"),
        ({key: value for key, value in ONE.items() if key != "date"}, "no_date"),
        ({**ONE, "date": "yesterday"}, "no_date"),
        ({**ONE, "date": None}, "no_date"),
    ],
)
def test_a_release_without_identity_or_date_is_rejected_with_its_reason(
    tmp_path: Path, release: object, code: str
) -> None:
    reading = spec.read(tmp_path, [ONE, release])
    assert [(one.line, one.code) for one in reading.rejects] == [(2, code)]
    assert reading.rows_read == 2


def test_a_repeated_key_rejects_its_release_only(tmp_path: Path) -> None:
    text = json.dumps(ONE)
    doubled = text.replace('"id": "1"', '"id": "1", "id": "2"')
    reading = spec.read(tmp_path, f"[{doubled}, {text}]")
    assert [(one.line, one.code, one.raw) for one in reading.rejects] == [
        (1, "repeated_key", "ocds-07smqs-1 id")
    ]


def test_a_release_that_comes_twice_is_stored_once(tmp_path: Path) -> None:
    twice = spec.excerpts()["aguascalientes_twice"]
    reading = spec.read(tmp_path, twice)
    assert [one.code for one in reading.rejects] == ["same_release"]
    changed = [twice[0], {**twice[1], "contracts": []}]
    differs = spec.read(tmp_path, changed)
    assert not differs.rejects
    assert Counter(one.code for one in differs.corrections)["same_release_differs"] == 1


def test_a_file_without_any_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="no release"):
        spec.read(tmp_path, [{**ONE, "ocid": None}])


def test_an_unknown_publisher_is_told_once(tmp_path: Path) -> None:
    strange = [{**ONE, "ocid": f"ocds-zzzzzz-{number}", "publisher": {"name": "Nuevo"}} for number in (1, 2)]
    reading = spec.read(tmp_path, strange)
    assert [(one.line, one.code, one.before) for one in reading.corrections] == [
        (1, "unknown_publisher", "Nuevo")
    ]


def test_a_contract_of_nothing_is_a_gap_of_the_form(tmp_path: Path) -> None:
    reading = spec.read(tmp_path, spec.excerpts()["edomex_placeholder"])
    codes = Counter(one.code for one in reading.corrections)
    assert codes["placeholder_contract"] == 1
    assert spec.built({"ocds.x": reading})["contract"] == []


def test_words_and_code_of_a_procedure_that_disagree_are_told(tmp_path: Path) -> None:
    tender = {"procurementMethod": "selective", "procurementMethodDetails": "Adjudicación directa"}
    reading = spec.read(tmp_path, {**ONE, "tender": tender})
    assert [(one.code, one.before, one.after) for one in reading.corrections] == [
        ("method_disagrees", "selective", "direct")
    ]


def test_what_cannot_be_read_is_told_and_left_empty(tmp_path: Path) -> None:
    contract = {
        "id": "1", "title": "x", "dateSigned": "2020-02-31", "value": {"amount": "mucho", "currency": "MXN"},
    }  # fmt: skip
    tender = {"procurementMethodDetails": "Subasta", "mainProcurementCategory": "goods"}
    reading = spec.read(tmp_path, {**ONE, "tender": tender, "contracts": [contract]})
    assert sorted((one.code, one.before) for one in reading.corrections) == [
        ("bad_date", "2020-02-31"), ("unknown_word", "Subasta"), ("unreadable_amount", "mucho"),
    ]  # fmt: skip
    [row] = spec.built({"ocds.x": reading})["contract"]
    assert (row["procurement_method"], row["procurement_method_published"]) == ("unclassified", "Subasta")
    assert (row["signed_on"], row["amount_status"]) == (None, "missing")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1e400", None), ("-1e99999999", None), ("true", None), ('"1,200.5"', "1200.50"),
        ("99999999999999999999", None), ("10.5", "10.5"),
    ],
)  # fmt: skip
def test_amounts_of_any_kind_are_read_or_left_empty(
    tmp_path: Path, amount: str, expected: str | None
) -> None:
    contract = f'{{"id": "1", "title": "x", "value": {{"currency": "MXN", "amount": {amount}}}}}'
    text = json.dumps(ONE).replace('"tag"', f'"contracts": [{contract}], "tag"')
    body = json.loads(spec.read(tmp_path, text).tables["ocds_release"]["release_body"][0])
    assert body["contracts"][0]["value"].get("amount") == expected


def test_a_text_without_end_is_cut(tmp_path: Path) -> None:
    contract = {"id": "1", "title": "x" * 200_000}
    body = spec.read(tmp_path, {**ONE, "contracts": [contract]}).tables["ocds_release"]["release_body"][0]
    assert len(json.loads(body)["contracts"][0]["title"]) == 10_000


def measure(stage: str, amount: float) -> dict[str, Any]:
    return {"id": stage, "value": {"amount": amount, "currency": "MXN"}}


def test_each_peso_of_a_breakdown_is_kept_once() -> None:
    parts = [
        {"id": "1", "classification": "financialSource", "measures": [measure("Pagado", 30)]},
        {"id": "06E00", "classification": "Administrative", "measures": [measure("Pagado", 30)]},
        {"id": "21101", "classification": "Economic", "measures": [measure("Pagado", 10)]},
        {
            "id": "22104",
            "classification": "Economic",
            "measures": [measure("Pagado", 20), measure("Otro", 1)],
        },
        {"id": "x", "classification": "Geographic", "measures": [measure("Pagado", 30)]},
    ]
    found = Breakdown([{"id": "06E025", "budgetClassification": parts}])
    assert sum(Decimal(one["amount"]) for one in found.rows) == 30
    assert {(one["fund"], one["unit"], one["programme"]) for one in found.rows} == {("1", "06E00", "06E025")}
    assert (sorted(found.odd), found.uneven) == (["Otro", "geographic"], [])


def test_a_breakdown_that_does_not_add_up_is_told() -> None:
    parts = [
        {"id": "1", "classification": "financialSource", "measures": [measure("Pagado", 31)]},
        {"id": "21101", "classification": "Economic", "measures": [measure("Pagado", 30)]},
    ]
    assert Breakdown([{"id": "06E025", "budgetClassification": parts}]).uneven == ["06E025 paid"]


@pytest.mark.parametrize(
    ("given_date", "day", "instant"),
    [
        ("2017-03-07T23:59:59Z", "2017-03-07", "2017-03-07T23:59:59.000000Z"),
        ("2015-12-28T00:00:00-06:00", "2015-12-28", "2015-12-28T06:00:00.000000Z"),
        ("2017-02-08T06:00:00.000Z", "2017-02-08", "2017-02-08T06:00:00.000000Z"),
        ("2024-02-14 00:00:00", "2024-02-14", "2024-02-14T00:00:00.000000Z"),
        ("2024-02-30", None, None),
        ("0001-01-01T00:00:00Z", None, None),
        ("", None, None),
    ],
)
def test_days_stay_as_written_and_instants_are_universal(
    given_date: str, day: str | None, instant: str | None
) -> None:
    assert (plain.day(given_date), plain.instant(given_date)) == (day, instant)


@given(st.one_of(st.none(), st.booleans(), st.text(), st.integers(), st.floats(), st.lists(st.integers())))
def test_no_value_of_json_breaks_the_plain_readers(value: object) -> None:
    day, instant, number, text = (
        plain.day(value),
        plain.instant(value),
        plain.number(value),
        plain.text(value),
    )
    assert day is None or len(day) == 10
    assert instant is None or instant.endswith("Z")
    assert number is None or number.is_finite()
    assert text is None or (text == text.strip() and "\x00" not in text)


def test_text_read_with_the_wrong_encoding_is_put_right() -> None:
    assert plain.text("AdjudicaciÃ³n directa") == "Adjudicación directa"
    assert plain.text("LicitaciÃ³n pÃºblica") == "Licitación pública"
    assert plain.text("Ãlvaro 日") == "Ãlvaro 日"
