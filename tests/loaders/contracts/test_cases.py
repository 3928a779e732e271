"""Small files that once came out wrong, each with its right values; names, firms and persons are invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars.selectors as cs
import pytest

from loaders.contracts import privacy
from loaders.model import Reading
from tests.loaders.contracts.test_conventions import CASES, changed, read

# Written apart from the module that is tested: what must not be left anywhere.
_PRIVATE = re.compile(
    r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}|[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+\.\w{2}"
    r"|55 5123|5512345678|51-23-45-67",
    re.IGNORECASE,
)


def texts(made: Reading) -> Iterator[str]:
    """Every text of a reading: tables, rejects and findings."""
    for frame in made.tables.values():
        for column in frame.select(cs.string()):
            yield from column.drop_nulls()
    yield from (one.raw for one in made.rejects)
    yield from (f"{one.before} {one.after} {one.what.es}" for one in made.corrections)


def test_an_at_sign_in_the_name_of_a_firm_is_no_address() -> None:
    contracts = read(CASES / "suppliers_with_at_sign.csv").tables["contract"]
    assert contracts["supplier_name"].to_list() == [
        "ALFA@BETA SA DE CV", "GAMA@DELTA SA DE CV", "SISTEMAS ALFA@BETA, S.A. DE C.V.",
    ]  # fmt: skip
    assert contracts["supplier_name_key"].to_list() == ["ALFA BETA", "GAMA DELTA", "SISTEMAS ALFA BETA"]
    assert contracts["supplier_id"].n_unique() == 3
    assert contracts["title"][2] == 'Capacitación "Encuentro Musical de Chav@s: N- Rola Tu Idea'


def test_an_address_beside_the_name_of_such_a_firm_goes(tmp_path: Path) -> None:
    name = "ALFA@BETA SA DE CV ventas@alfabeta.com.mx"
    path = changed(tmp_path, "suppliers_with_at_sign.csv", PROVEEDOR_CONTRATISTA=[name])
    assert read(path).tables["contract"]["supplier_name"][0] == "ALFA@BETA SA DE CV […]"


def test_nothing_private_is_left_and_firms_keep_their_names() -> None:
    made = read(CASES / "private_data_in_text.csv")
    assert [text for text in texts(made) if _PRIVATE.search(text)] == []
    names = set(made.tables["contract"]["supplier_name"])
    assert {"ALFA@BETA SA DE CV", "GAMA@DELTA SA DE CV"} <= names
    assert len(made.tables["contract"]) == 60


def test_every_way_of_writing_pesos_is_pesos_and_none_is_its_own_state() -> None:
    made = read(CASES / "currency_spellings.csv")
    contracts = made.tables["contract"]
    bare, *pesos = contracts.select("currency", "amount_status", "amount_mxn", "amount_original").to_dicts()
    assert bare == {
        "currency": None, "amount_status": "no_currency", "amount_mxn": None,
        "amount_original": Decimal("129310.34"),
    }  # fmt: skip
    assert {row["currency"] for row in pesos} == {"MXN"}
    assert {row["amount_status"] for row in pesos} == {"counted"}
    [finding] = made.corrections
    assert (finding.line, finding.code, finding.before) == (1, "no_currency", "1")
    assert "1 contracts, 129,310.34 in all" in finding.what.en


@pytest.mark.parametrize(
    "text", ["MN", "M.N.", "m. n.", "Peso mexicano", "PESOS MEXICANOS", "Moneda nacional", "Pesos M.N."]
)
def test_other_ways_of_writing_pesos(tmp_path: Path, text: str) -> None:
    contracts = read(changed(tmp_path, "currency_spellings.csv", MONEDA=[text])).tables["contract"]
    assert (contracts["currency"][0], contracts["amount_status"][0]) == ("MXN", "counted")


def test_a_currency_nobody_knows_is_listed_and_not_in_sums(tmp_path: Path) -> None:
    made = read(changed(tmp_path, "currency_spellings.csv", MONEDA=["PESITOS"]))
    first = made.tables["contract"].row(0, named=True)
    assert (first["currency"], first["amount_status"], first["amount_mxn"]) == (
        "PESITOS",
        "unknown_currency",
        None,
    )
    assert [(one.code, one.before) for one in made.corrections] == [("unknown_word", "PESITOS")]


def test_a_file_that_lost_its_column_of_currencies_has_no_pesos(tmp_path: Path) -> None:
    whole = (CASES / "currency_spellings.csv").read_text("utf-8")
    head, *records = whole.splitlines()
    place = head.split(",").index("MONEDA")
    path = tmp_path / "case.csv"
    cut = [
        ",".join([*row[:place], *row[place + 1 :]])
        for row in ([head.split(",")] + [one.split(",") for one in records if '"' not in one])
    ]
    path.write_text("\n".join(cut) + "\n", "utf-8")
    made = read(path)
    assert set(made.tables["contract"]["amount_status"]) == {"no_currency"}
    assert [one.code for one in made.corrections if one.code == "no_currency"] == ["no_currency"]


@pytest.mark.parametrize("text", ["A" * 45_000 + "@", "a.b." * 12_000 + "@", "ab." * 15_000 + "@x"])
def test_a_long_text_is_looked_through_in_time_that_grows_with_it(text: str) -> None:
    assert len(privacy.scrub(text)) <= len(text)
