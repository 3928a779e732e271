"""The table, the CSV and the receipt say what the Result holds, no less and no more."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.receipt import receipt
from dashboard.charts.table import csv as csv_lines
from dashboard.charts.table import table
from dashboard.data.result import NOT_APPLICABLE, NOT_HELD, NOT_REPORTED, Gap, Row, State, Value
from loaders.model import Text
from tests.charts import samples


def test_units_stand_in_the_header_and_numbers_end_aligned() -> None:
    headers, rows = table(samples.BARS, "es")
    assert [(header.text, header.align) for header in headers] == [
        ("Clave", "start"),
        ("Ramo", "start"),
        ("Aprobado (millones de pesos)", "end"),
    ]
    assert rows[0] == ("a", "Salud", "121,834.7")
    assert rows[3] == ("d", "Turismo", "no reportado")


def test_columns_of_pesos_share_a_scale_and_shares_do_not() -> None:
    columns = (samples.NAME, samples.APPROVED, samples.EXECUTED, samples.SHARE)
    amounts = {"approved_mxn": Decimal(5000000), "executed_mxn": Decimal(70000), "share": Decimal("0.125")}
    row: Row = {"name": "x", **amounts}
    headers, rows = table(samples.result(columns, [row]), "en")
    assert [header.text for header in headers[1:3]] == [
        "Approved (million pesos)",
        "Ejercicio (million pesos)",
    ]
    assert headers[3].text == "Share of total"
    assert rows == (("x", "5.0", "0.1", "12.5%"),)


def test_changes_carry_their_sign_and_empty_cells_their_reason() -> None:
    change = samples.SHARE.__class__("real_change", samples.SHARE.label, "measure", "change")
    older = replace(change, name="relative_difference", unit="share")
    rows: list[Row] = [
        {"name": "x", "real_change": Decimal("0.034"), "relative_difference": Decimal("-0.021")},
        {"name": "y", "real_change": _THEN, "relative_difference": NOT_REPORTED},
    ]
    result = samples.result((samples.NAME, change, older), rows)
    assert table(result, "es").rows == (
        ("x", "+3.4%", "-2.1%"),
        ("y", "no aplica: no existía", "no reportado"),
    )


def test_files_say_the_state_and_the_reason_of_each_measure_with_a_gap() -> None:
    states: list[Row] = [
        {"name": "a", "approved_mxn": Decimal(0), "executed_mxn": Decimal(1)},
        {"name": "b", "approved_mxn": NOT_REPORTED, "executed_mxn": Decimal(1)},
        {"name": "c", "approved_mxn": Gap(State.WITHHELD, Text("poca", "few")), "executed_mxn": Decimal(1)},
        {"name": "d", "approved_mxn": NOT_APPLICABLE, "executed_mxn": Decimal(1)},
        {"name": "e", "approved_mxn": NOT_HELD, "executed_mxn": Decimal(1)},
    ]
    result = samples.result((samples.NAME, samples.APPROVED, samples.EXECUTED), states)
    assert "".join(csv_lines(result, "en")).split("\r\n") == [
        "name,approved_mxn,approved_mxn_state,approved_mxn_reason,executed_mxn",
        "a,0,value,,1",
        "b,,not_reported,,1",
        "c,,withheld,few,1",
        "d,,not_applicable,,1",
        "e,,not_in_this_store,,1",
        "",
    ]
    assert [row[1] for row in table(result, "es").rows] == [
        "0",
        "no reportado",
        "retenido: poca",
        "no aplica",
        "fuera de estos datos",
    ]


def test_what_is_withheld_has_a_reason_and_a_value_is_no_gap() -> None:
    for state in (State.WITHHELD, State.VALUE):
        with pytest.raises(ValueError, match="a reason" if state is State.WITHHELD else "no gap"):
            Gap(state)


_THEN = Gap(State.NOT_APPLICABLE, Text("no existía", "it did not exist"))


def test_what_is_almost_nothing_below_zero_is_said_in_words() -> None:
    rows: list[Row] = [{"name": name, "approved_mxn": Decimal(amount)} for name, amount in _TINY]
    assert [row[1] for row in table(samples.result((samples.NAME, samples.APPROVED), rows), "es").rows] == [
        "entre -0.1 y 0",
        "<0.1",
        "5.0",
    ]


_TINY = (("x", "-1"), ("y", "1"), ("z", "5000000"))


def test_years_are_not_grouped() -> None:
    assert table(samples.LINES, "es").rows[0][2] == "2013"


def test_csv_has_machine_names_and_exact_values() -> None:
    lines = list(csv_lines(samples.BARS, "es"))
    assert lines[0] == "id,name,approved_mxn,approved_mxn_state\r\n"
    assert lines[1] == "a,Salud,121834650000.00,value\r\n"
    assert lines[4] == "d,Turismo,,not_reported\r\n"


@given(
    st.lists(st.tuples(st.text(), st.just(NOT_REPORTED) | st.decimals(allow_nan=False, allow_infinity=False)))
)
def test_csv_reads_back_as_it_was(held: list[tuple[str, Value]]) -> None:
    rows: list[Row] = [{"name": name, "approved_mxn": value} for name, value in held]
    text = "".join(csv_lines(samples.result((samples.NAME, samples.APPROVED), rows), "es"))
    _, *read = csv.reader(io.StringIO(text, newline=""))
    assert [(name, Decimal(value) if value else NOT_REPORTED) for name, value, *_ in read] == held


def test_receipt_has_what_it_takes_to_cite_and_is_json() -> None:
    told = receipt(samples.LINES, "es", "/presupuesto?ver=serie", "Ejercicio por año")
    assert json.loads(json.dumps(told)) == told
    assert told["title"] == "Ejercicio por año"
    assert told["store_version"] == "v1"
    assert told["sources"][0]["obtained_text"] == "21 de noviembre de 2026"
    assert told["units"] == [
        {"column": "executed_mxn", "label": "Ejercicio", "unit": "mxn", "shown_in": "millones de pesos"}
    ]
    assert told["breaks"][0]["before"] == 2014
    assert told["missing"] == ["Un ramo no está reportado."]


def test_an_unknown_date_stays_unknown() -> None:
    undated = replace(samples.LINES, sources=(replace(samples.SOURCE, obtained=None),))
    source = receipt(undated, "en", "/")["sources"][0]
    assert source["obtained"] is None
    assert source["obtained_text"] == "date unknown"
