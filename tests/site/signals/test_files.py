"""Values of indicators and the composite as files, on both engines, as a program gets them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from dashboard.data import procurement, signals
from dashboard.data.composite import CONCEPTS
from dashboard.data.procurement import ContractsAsked
from dashboard.data.signal_rows import ALL_SCOPES
from dashboard.data.store import Store
from dashboard.i18n import signals as words
from tests.dashboard.contract_store import VERSION
from tests.dashboard.signal_store import SAMPLED, WHOLES
from tests.site.signals.asked import ASK_SAMPLE, ASK_WHOLE, SAMPLE, WHOLE

FILES = ("senales", "compuesto", "compuesto-pasos")


def bytes_of(reader: FlaskClient, address: str) -> bytes:
    with reader.get(address) as answer:
        assert answer.status_code == 200, address
        return answer.get_data()


def rows_of(reader: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bytes_of(reader, address).decode())))


def number(cell: object) -> Decimal | None:
    return None if cell in ("", None) else Decimal(str(cell))


def numbers(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Values without what differs between kinds of file: how a number and an empty cell are written."""
    return [{name: written(cell) for name, cell in row.items()} for row in rows]


def written(cell: object) -> object:
    text = "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    return Decimal(text).normalize() if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


@pytest.mark.parametrize("asked", [WHOLE, SAMPLE])
@pytest.mark.parametrize("scope", list(signals.SCOPES))
def test_a_file_has_the_values_of_the_page(
    reader: FlaskClient, store: Store, asked: ContractsAsked, scope: str
) -> None:
    query = f"{procurement.to_query(asked)}&alcance={ALL_SCOPES[scope]}"
    found = rows_of(reader, f"/descargas/senales.csv?{query}")
    for indicator in signals.indicators(store):
        _, shown = signals.members(store, indicator, asked, scope, None)
        of_it = {row["scope_id"]: row for row in found if row["indicator_id"] == indicator}
        assert set(of_it) == {row["scope_id"] for row in shown}
        for row in shown:
            told = of_it[row["scope_id"]]
            for name in ("value", "value_low", "value_high", "coverage_share", "rank_best", "rank_worst"):
                assert number(told[name]) == row[name], (indicator, name)
            assert told["status"] == row["status"]


def test_each_row_can_stand_alone(reader: FlaskClient) -> None:
    (row,) = rows_of(reader, f"/en/descargas/senales.csv?senal=direct_award&alcance=todos&{ASK_WHOLE}")
    known = [one for one in WHOLES if one["procurement_method"] != "unclassified"]
    direct = sum(one["procurement_method"] == "direct" for one in known)
    assert float(row["value"]) == pytest.approx(direct / len(known))
    assert (row["known"], row["signals"], row["name_en"]) == (str(len(known)), str(direct), "Direct award")
    assert row["coverage"] == "single_agency"
    assert row["coverage_note"] == "Note compras_mx.b"
    assert row["method_en"]
    assert row["store_version"] == VERSION


def test_what_is_withheld_says_why_and_cannot_be_had_after_all(reader: FlaskClient) -> None:
    (row,) = rows_of(reader, f"/descargas/senales.csv?senal=late_publication&alcance=todos&{ASK_SAMPLE}")
    empty = sum(one["published_on"] is None for one in SAMPLED) / len(SAMPLED)
    assert (row["status"], row["value"], row["signals"], row["signals_mxn"]) == ("withheld", "", "", "")
    assert row["missing_field_name"] == "Fecha de publicación"
    assert float(row["missing_share"]) == pytest.approx(empty)
    assert float(row["minimum_coverage"]) == 0.8


def test_a_change_is_told_where_the_page_tells_it(reader: FlaskClient) -> None:
    every = "/descargas/senales.csv?senal=direct_award&alcance=todos&archivo=compras_mx.single_agency"
    found = {row["fiscal_year"]: row["change"] for row in rows_of(reader, every)}
    assert {year: bool(change) for year, change in found.items()} == {
        "2021": False,
        "2022": False,
        "2023": True,
    }


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_kind_of_file_has_the_same_rows(
    reader: FlaskClient, name: str, prefix: str, tmp_path: Path
) -> None:
    start = f"{prefix}/descargas/{name}"
    lines = rows_of(reader, f"{start}.csv?{ASK_WHOLE}")
    told = json.loads(bytes_of(reader, f"{start}.json?{ASK_WHOLE}"))
    assert len(lines) == told["rows"] > 5
    assert [field["name"] for field in told["schema"]["fields"]] == list(lines[0])
    assert all(field["title"] and field["description"] for field in told["schema"]["fields"])
    assert numbers(told["data"]) == numbers(lines)
    (tmp_path / "p").write_bytes(bytes_of(reader, f"{start}.parquet?{ASK_WHOLE}"))
    assert numbers(pl.read_parquet(tmp_path / "p").to_dicts()) == numbers(lines)
    metadata = pq.read_metadata(tmp_path / "p").metadata
    part = (words.FILE_PART.en if prefix else words.FILE_PART.es).encode()
    assert (metadata[b"version"], metadata[b"part"]) == (VERSION.encode(), part)
    (tmp_path / "x").write_bytes(bytes_of(reader, f"{start}.xlsx?{ASK_WHOLE}"))
    book = CalamineWorkbook.from_path(str(tmp_path / "x"))
    sheet, note = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert sheet[0] == list(lines[0])
    assert len(sheet) == len(lines) + 1
    assert str(note[0][0]).encode() == part


def test_the_description_tells_method_explanations_and_which_files(reader: FlaskClient, store: Store) -> None:
    told = json.loads(bytes_of(reader, f"/en/descargas/senales.json?{ASK_SAMPLE}"))
    found = signals.indicators(store)
    assert [one["indicator_id"] for one in told["indicators"]] == list(found)
    for one in told["indicators"]:
        record = found[one["indicator_id"]]
        assert one["formula_sql"] == record.record["formula_sql"]
        assert one["innocent_explanations"] == [reason["text_en"] for reason in record.explanations]
        assert set(one["needs"]) == {need["field_name"] for need in record.needs}
    assert {(one["dataset_id"], one["coverage"], one["note"]) for one in told["sources"]} == {
        ("compranet", "sample_1_percent", "Note compranet.a")
    }
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", str(one["obtained"])) for one in told["sources"])
    assert told["notes"][0] == words.FILE_PART.en


def test_the_scores_can_be_made_again_from_the_file_of_steps(reader: FlaskClient) -> None:
    """IMCO's aggregation in plain Python from the file's values and amounts alone."""
    steps = pl.DataFrame(rows_of(reader, f"/descargas/compuesto-pasos.csv?{ASK_WHOLE}")).with_columns(
        pl.col("value", "amount_mxn").replace("", None).cast(pl.Float64)
    )
    market = ["procurement_category", "indicator_id"]
    one_by_one = steps.with_columns(scaled(pl.col("value"), market).alias("made"))
    keys = ["procuring_unit_code", "procurement_category", "concept"]
    means = one_by_one.group_by(keys).agg(pl.col("made").mean(), pl.col("amount_mxn").first())
    concepts = means.with_columns(
        scaled(pl.col("made"), ["procurement_category", "concept"]).alias("points")
    ).drop_nulls("amount_mxn")
    weighted = concepts.group_by("procuring_unit_code", "concept").agg(
        (pl.col("points") * pl.col("amount_mxn")).sum() / pl.col("amount_mxn").sum()
    )
    made = {(unit, concept): points for unit, concept, points in weighted.iter_rows()}
    scores = rows_of(reader, f"/descargas/compuesto.csv?{ASK_WHOLE}")
    units = [row for row in scores if row["scope"] == "procuring_unit"]
    assert len(units) == 6
    for row in units:
        of_unit = [made[row["scope_id"], concept] for concept in CONCEPTS]
        assert of_unit == pytest.approx([float(row[concept]) for concept in CONCEPTS], abs=1e-5)
        assert sum(of_unit) / 3 == pytest.approx(float(row["score"]), abs=1e-5)


def scaled(value: pl.Expr, among: list[str]) -> pl.Expr:
    least, most = value.min().over(among), value.max().over(among)
    return pl.when(most > least).then(100 * (value - least) / (most - least)).otherwise(0.0)


def test_a_group_without_a_composite_has_no_file_of_it(reader: FlaskClient) -> None:
    for name in FILES[1:]:
        with reader.get(f"/descargas/{name}.csv?{ASK_SAMPLE}") as answer:
            assert answer.status_code == 404
            assert words.COMPOSITE_WHY_NOT.es in answer.get_data(as_text=True)


@pytest.mark.parametrize("wrong", ["senal=nada", "archivo=nada", "ejercicio=1800", "alcance=nada"])
def test_what_is_not_understood_gives_no_file(reader: FlaskClient, wrong: str) -> None:
    with reader.get(f"/descargas/senales.csv?{wrong}") as answer:
        text = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert f"«{wrong.split('=')[1]}»" in text
    assert "valor inicial" not in text


def test_a_file_is_named_after_what_it_has(reader: FlaskClient) -> None:
    names = {
        f"senales.csv?senal=hhi&{ASK_SAMPLE}": "senales_hhi_compranet.sample_1_percent_2023",
        "senales.csv": "senales_todas",
        f"compuesto.csv?{ASK_WHOLE}": "compuesto_compras_mx.single_agency_2023",
    }
    for address, name in names.items():
        with reader.get(f"/descargas/{address}") as answer:
            disposition = answer.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="cuentas-abiertas_{name}_{VERSION}.csv"'


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pages_lead_to_files_that_are_there(reader: FlaskClient, prefix: str) -> None:
    for page in ("senales", "senales/direct_award", "compuesto"):
        text = bytes_of(reader, f"{prefix}/contratos/{page}?{ASK_WHOLE}").decode()
        found = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*/descargas/[^"]*)"', text)]
        assert len(found) in (8, 12), page
        assert all(link.startswith(f"{prefix}/descargas/") for link in found)
        assert all(bytes_of(reader, link) for link in found)


def test_nothing_private_is_in_the_files(reader: FlaskClient) -> None:
    private = re.compile(rb"\b[A-Z\xc3\x91&]{4}\d{6}[A-Z0-9]{3}\b|[\w.+-]+@[\w-]+\.\w+|Zenaida")
    for name in FILES:
        for ending in ("csv", "json"):
            assert not private.search(bytes_of(reader, f"/descargas/{name}.{ending}?{ASK_WHOLE}"))


def test_no_number_is_written_with_an_exponent_or_beyond_its_places(reader: FlaskClient) -> None:
    for name in FILES:
        for row in rows_of(reader, f"/descargas/{name}.csv?{ASK_WHOLE}"):
            numeric = [
                cell for cell in row.values() if re.fullmatch(r"-?[\d.]+(E[+-]?\d+)?", cell, re.IGNORECASE)
            ]
            assert [cell for cell in numeric if not re.fullmatch(r"-?\d+(\.\d{1,9})?", cell)] == []
