"""The eight flat budget files that are not bundled: every record and every cent, from the official bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from loaders import audit, bundle
from loaders.agencies import find_by_name
from loaders.fetching import unpack
from loaders.model import RawFile, Reading
from loaders.registry import dataset

RAW = os.environ.get("CUENTAS_RAW")
pytestmark = [
    pytest.mark.raw,
    pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files"),
]


@dataclass(frozen=True)
class Expected:
    """What a file holds: records, sums in pesos by moment, repeated records, negative amounts by moment."""

    records: int
    sums: Mapping[str, str]
    negative: Mapping[str, int] = field(default_factory=dict)
    corrections: tuple[str, ...] = ()


FILES = {
    "Cuenta_Publica_2008.csv": Expected(130_950, {"approved": "1992356257156", "exercised": "2576691830102"}),
    "Cuenta_Publica_2009.csv": Expected(146_382, {"approved": "2289715026633", "exercised": "2296085783235"}),
    "Cuenta_Publica_2010.csv": Expected(129_014, {"approved": "2376915033293", "exercised": "2474099952916"}),
    "Cuenta_Publica_2011.csv": Expected(142_549, {"approved": "2560195879540", "exercised": "2717372213103"}),
    "Cuenta_Publica_2012.csv": Expected(
        272_142,
        {"approved": "2754868454212", "exercised": "2896331023789.60"},
        corrections=("state_not_reported", "damaged_letters"),
    ),
    "cuenta_publica_2013_ra_ecd.csv": Expected(
        308_453,
        {"approved": "4322618951068", "executed": "4617617686495"},
        {"approved": 2, "executed": 446},
        ("damaged_letters", "name_of_another_ramo"),
    ),
    "pef_ac01_avance_2t_2020.csv": Expected(
        200_603,
        {"approved": "6953750330828", "modified": "7014724056833", "paid": "3384804357515"},
        {"approved": 1, "modified": 32, "paid": 584},
    ),
    "PPEF_2021.csv": Expected(158_991, {"proposed": "7230920869265"}, {"proposed": 1}),
}
MOMENTS = ("proposed", "approved", "modified", "accrued", "paid", "adefas", "executed", "exercised")


def reading(name: str, folder: Path) -> Reading:
    left = next(one for one in bundle.left_out() if one.published == name)
    owner = dataset(left.dataset_id)
    with unpack.plain(Path(str(RAW)) / left.file_name, left.file_name, None, folder) as path:
        return audit.reading(owner, owner.read(RawFile(name, path, None, folder)), where=name)


def rows_of(given: Reading) -> pl.DataFrame:
    for name, pieces in given.large.items():
        if name.endswith("_line"):
            return pl.concat(pieces.frames())
    return next(frame for name, frame in given.tables.items() if name.endswith("_line"))


@pytest.mark.parametrize("name", FILES)
def test_every_record_and_every_cent_is_there(name: str, tmp_path: Path) -> None:
    expected, given = FILES[name], reading(name, tmp_path)
    rows = rows_of(given)
    assert (given.rows_read, len(rows), given.rejects) == (expected.records, expected.records, ())
    held = [moment for moment in MOMENTS if f"{moment}_mxn" in rows.columns]
    sums = {moment: rows[f"{moment}_mxn"].sum() for moment in held if rows[f"{moment}_mxn"].count()}
    assert sums == {moment: Decimal(pesos) for moment, pesos in expected.sums.items()}
    negative = {moment: int((rows[f"{moment}_mxn"] < 0).sum()) for moment in sums}
    assert {moment: count for moment, count in negative.items() if count} == expected.negative
    assert rows["repaired"].sum() == 0
    assert {one.code for one in given.corrections} == set(expected.corrections)
    _require_known_ramos(given)
    _require_objects(rows, int(rows["fiscal_year"][0]))


def _require_known_ramos(given: Reading) -> None:
    for agency_id, year, _, name in given.tables["agency_name"].iter_rows():
        found = find_by_name(name, year)
        assert found is not None, (name, year)
        assert found.agency_id == agency_id


def _require_objects(rows: pl.DataFrame, year: int) -> None:
    assert rows["specific_object_id"].cast(pl.String).str.len_chars().unique().to_list() == [
        4 if year <= 2010 else 5
    ]
    assert rows["chapter_id"].null_count() == rows["concept_id"].null_count() == 0
    assert rows["generic_object_id"].null_count() == (len(rows) if year <= 2010 else 0)


def test_the_council_of_the_judiciary_2012_keeps_what_it_spent_without_a_state(tmp_path: Path) -> None:
    given = reading("Cuenta_Publica_2012.csv", tmp_path)
    rows = rows_of(given)
    nowhere = rows.filter(pl.col("state_id").is_null())
    assert nowhere["unit_id"].cast(pl.String).unique().to_list() == ["judicial.110"]
    assert (len(nowhere), nowhere["approved_mxn"].sum()) == (172, Decimal(0))
    assert nowhere["exercised_mxn"].sum() == Decimal("33874485100")
    (told,) = (one for one in given.corrections if one.code == "state_not_reported")
    assert (told.line, told.before, told.after) == (
        int(nowhere["source_row"].to_numpy().min()),
        "0 × 172 (ramo 3, UR 110)",
        "",
    )
    empty = rows.filter(pl.col("approved_mxn").is_null())
    assert empty.select("agency_id", "specific_object_id").cast(pl.String).rows() == [("judicial", "27101")]
    assert empty["exercised_mxn"].null_count() == 0


def test_pemex_and_cfe_2013_have_their_own_names(tmp_path: Path) -> None:
    given = reading("cuenta_publica_2013_ra_ecd.csv", tmp_path)
    named = dict(given.tables["agency_name"].select("agency_id", "name").iter_rows())
    assert (named["cfe"], named["pemex"], named["energia"]) == (
        "Comisión Federal de Electricidad",
        "Petróleos Mexicanos",
        "Energía",
    )
    told = [one.before for one in given.corrections if one.code == "name_of_another_ramo"]
    assert told == ["TOQ: Energía", "TZZ: Energía"]
