"""The public account workbooks, on hand-picked rows of the real sheets (public_account_excerpts.json).

Each excerpt names its source and keeps the rows where they stand, so that the dated repairs find them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import audit
from loaders.datasets.public_account import DATASET, read_rows, to_reading
from loaders.datasets.public_account_notes import LEFT_OUT
from loaders.datasets.public_account_repairs import Repair, repairs, unreported
from loaders.datasets.public_account_sheet import (
    AMOUNTS,
    Kind,
    Labels,
    classify,
    money,
    read_amounts,
    read_labels,
    read_layout,
)
from loaders.datasets.public_account_walk import Account, Figures, walk
from loaders.errors import BadValue, MissingColumn, SourceChanged, UnknownCode, UnknownColumn
from tests.property_cases import cases

EXCERPTS: dict[str, Any] = json.loads(
    Path(__file__).with_name("public_account_excerpts.json").read_text(encoding="utf-8")
)
YEARS = sorted(map(int, EXCERPTS))
TRIBUNAL = "judicial.tribunal-electoral-del-poder-judicial-de-la-federacion"
RAMO_19 = "aportaciones-seguridad-social"

Sheet = list[list[object]]


def sheet(year: int) -> Sheet:
    excerpt = EXCERPTS[str(year)]
    last = max(map(int, excerpt["rows"]))
    rows: Sheet = [[""] * excerpt["width"] for _ in range(last)]
    for number, cells in excerpt["rows"].items():
        for place, cell in cells.items():
            rows[int(number) - 1][int(place)] = cell
    return rows


def known_repairs(year: int) -> Mapping[int, Repair]:
    """The repairs whose rows are in the excerpt."""
    held = EXCERPTS[str(year)]["rows"]
    return {row: repair for row, repair in repairs(year).items() if str(row) in held}


def account(year: int, rows: Sheet | None = None, *, repaired: bool = True) -> Account:
    found = sheet(year) if rows is None else rows
    return walk(
        found, read_layout(found, "test"), known_repairs(year) if repaired else {}, unreported(), "test"
    )


def at(found: Account, row: int) -> Figures:
    return next(figures for figures in found.figures if figures.row == row)


# --- layout ---


@pytest.mark.parametrize(
    ("year", "first_row", "program", "personnel", "total", "pensions"),
    [
        (2013, 12, 3, 6, 15, None),
        (2014, 13, 3, 6, 15, None),
        (2017, 10, 5, 7, 17, 12),
        (2022, 10, 5, 7, 17, 12),
    ],
)
def test_each_generation_is_recognised_by_its_header(
    year: int, first_row: int, program: int, personnel: int, total: int, pensions: int | None
) -> None:
    layout = read_layout(sheet(year), "test")
    assert (layout.year, layout.first_row, layout.program) == (year, first_row, program)
    assert (layout.amounts["personnel_mxn"], layout.amounts["total_mxn"]) == (personnel, total)
    assert layout.amounts.get("pensions_mxn") == pensions


def test_an_unknown_column_is_named() -> None:
    rows = sheet(2022)
    rows[7][10] = "INTERESES"
    with pytest.raises(UnknownColumn, match=r"gastocorriente / intereses.*value 11"):
        read_layout(rows, "2022.xls")


@pytest.mark.parametrize(
    ("row", "cell", "value", "error", "words"),
    [
        (7, 17, "", UnknownColumn, "total / "),
        (6, 5, "", MissingColumn, "programa"),
        (6, 1, "", MissingColumn, "Ente / Ramo"),
        (8, 18, "", MissingColumn, "structure"),
        (4, 1, "(MILES DE PESOS)", BadValue, "pesos"),
        (3, 1, "SECTOR PARAESTATAL", BadValue, "Gobierno Federal"),
        (1, 1, "", BadValue, "year"),
    ],
)
def test_a_header_that_says_something_else_stops_the_load(
    row: int, cell: int, value: str, error: type[Exception], words: str
) -> None:
    rows = sheet(2022)
    rows[row][cell] = value
    with pytest.raises(error, match=words):
        read_layout(rows, "2022.xls")


def test_a_column_that_is_gone_is_named() -> None:
    rows = [row[:10] + row[11:] for row in sheet(2022)]
    with pytest.raises(MissingColumn, match="other_current_mxn"):
        read_layout(rows, "2022.xls")


def test_a_cell_in_a_column_without_heading_is_not_overlooked() -> None:
    rows = sheet(2014)
    rows[38 - 1][5] = 12.0
    assert account(2014, rows).rejects[0].line == 38


# --- rows ---


@pytest.mark.parametrize("year", YEARS)
def test_every_excerpt_is_stored_whole(year: int) -> None:
    found = account(year)
    reading = audit.reading(DATASET, to_reading(found), where=f"excerpt {year}")
    assert reading.rejects == ()
    assert reading.rows_read == len(found.figures) > 0
    assert {correction.line for correction in reading.corrections} == set(known_repairs(year))


def test_figures_know_their_place() -> None:
    found = account(2017)
    assert at(found, 11).place.level == "agency"
    assert at(found, 11).place.agency_id == "legislativo"
    deputies = "legislativo.h-camara-de-diputados"
    assert (at(found, 18).place.level, at(found, 18).place.entity_id) == ("entity", deputies)
    program = at(found, 25).place
    assert (program.level, program.agency_id, program.entity_id, program.program) == (
        "program",
        "legislativo",
        deputies,
        "K027",
    )
    assert at(found, 130).place.level == "group"
    assert at(found, 130).place.agency_id is None
    assert (at(found, 25).moment, at(found, 25).amounts["total_mxn"]) == ("approved", Decimal("135144105.00"))


def test_footnotes_are_kept_apart() -> None:
    assert len(account(2013).notes) == 3
    assert len(account(2014).notes) == 4


def test_pensions_are_no_data_where_the_sheet_has_no_such_column() -> None:
    assert at(account(2014), 38).amounts["pensions_mxn"] is None
    assert at(account(2017), 11).amounts["pensions_mxn"] == 0


def test_blank_cells_of_2013_are_zero_only_where_their_row_closes() -> None:
    rows = sheet(2013)
    layout = read_layout(rows, "test")
    approved = read_amounts(rows[657 - 1], layout)
    blanks = [name for name, place in layout.amounts.items() if rows[657 - 1][place] == ""]
    assert blanks
    assert all(approved[name] == 0 for name in blanks)
    rows[657 - 1][layout.amounts["personnel_mxn"]] = ""
    opened = read_amounts(rows[657 - 1], layout)
    assert all(opened[name] is None for name in [*blanks, "personnel_mxn"])
    assert opened["total_mxn"] == approved["total_mxn"]


def test_noise_below_a_cent_is_zero_and_real_negatives_stay() -> None:
    # 2013, S231 of Agricultura: Modificado holds -1.6689300497141346e-08 in physical investment.
    noisy = at(account(2013), 2037).amounts["physical_investment_mxn"]
    assert str(noisy) == "0.00"
    # 2014, K025 of the Senate: a cut larger than what was approved.
    assert at(account(2014), 46).amounts["total_mxn"] == Decimal("-75420035.00")


def test_amounts_without_a_heading_are_rejected_with_line_reason_and_raw_text() -> None:
    rows = sheet(2022)
    rows[3995] = [""] * 21
    found = account(2022, rows)
    assert [(reject.line, reject.code) for reject in found.rejects] == [
        (row, "no_heading") for row in range(3997, 4001)
    ]
    assert "27287202539.0" in found.rejects[0].raw
    assert found.rows_read == len(found.figures) + len(found.rejects)


@pytest.mark.parametrize("cell", ["n.s.", "12,5", True, 1.005])
def test_a_cell_that_is_no_amount_rejects_its_row(cell: object) -> None:
    rows = sheet(2022)
    rows[3997 - 1][17] = cell
    found = account(2022, rows)
    assert [(reject.line, reject.code) for reject in found.rejects] == [(3997, "unreadable_amount")]
    assert found.rows_read == len(found.figures) + 1


@pytest.mark.parametrize(("place", "cell"), [(6, "Comprometido"), (5, "R23"), (17, 5.0)])
def test_a_row_that_is_nothing_known_is_rejected(place: int, cell: object) -> None:
    rows = sheet(2022)
    rows.append([""] * 21)
    rows[-1][place] = cell
    assert [(reject.line, reject.code) for reject in account(2022, rows).rejects] == [
        (len(rows), "unknown_row")
    ]


def test_after_a_row_nobody_knows_no_place_is_trusted_until_the_next_heading() -> None:
    rows = sheet(2020)
    found = account(2020, rows, repaired=False)
    assert {reject.line for reject in found.rejects} == {115, *range(116, 120), *range(123, 127)}
    assert not any(figures.row > 115 for figures in found.figures)


def test_a_block_that_lost_a_moment_stops_the_load() -> None:
    rows = sheet(2022)
    rows[3999 - 1] = [""] * 21
    with pytest.raises(BadValue, match="four moments"):
        account(2022, rows)


def test_a_heading_nobody_declared_stops_the_load() -> None:
    rows = sheet(2022)
    rows[3884 - 1][4] = "Aportaciones a la Luna"
    with pytest.raises(UnknownCode, match=r"2022.*'Aportaciones a la Luna'"):
        account(2022, rows)


# --- dated repairs ---


def test_2014_programmes_above_their_heading_go_to_their_agency() -> None:
    assert at(account(2014), 1652).place.agency_id == "defensa"
    assert at(account(2014), 1743).place.agency_id == "defensa"
    assert at(account(2014, repaired=False), 1652).place.agency_id == "hacienda"


def test_2014_programmes_without_name_take_it_from_2015() -> None:
    named = account(2014).program_names["provisiones-salariales", "R034"]
    assert named == "Restitución de Remanentes de Paquete Salarial"


@pytest.mark.parametrize("year", [2020, 2021])
def test_the_electoral_tribunal_gets_its_heading_back(year: int) -> None:
    found = account(year)
    assert (at(found, 116).place.level, at(found, 116).place.entity_id) == ("entity", TRIBUNAL)
    assert (at(found, 123).place.program, at(found, 123).place.entity_id) == ("R001", TRIBUNAL)
    assert at(found, 123).amounts == at(found, 116).amounts


@pytest.mark.parametrize("year", [2020, 2021])
def test_without_the_repair_its_money_is_rejected_not_given_to_another(year: int) -> None:
    found = account(year, repaired=False)
    assert {116, 123} <= {reject.line for reject in found.rejects}
    assert found.rows_read == len(found.figures) + len(found.rejects)


def test_2013_codes_with_a_prefix_do_not_collide() -> None:
    found = account(2013)
    assert {at(found, 657).place.program, at(found, 1014).place.program} == {"E001", "1-E001"}
    assert found.program_names["gobernacion", "E001"] != found.program_names["gobernacion", "1-E001"]


@pytest.mark.parametrize(
    ("year", "row", "place", "cell"),
    [
        (2013, 1013, 3, "E001"),
        (2014, 1651, 3, "A002"),
        (2014, 1749, 2, ""),
        (2014, 5635, 4, "Ya tiene nombre"),
        (2020, 115, 5, ""),
        (2021, 115, 4, "Tribunal Electoral del Poder Judicial de la Federación"),
    ],
)
def test_a_repair_stops_the_load_when_the_source_is_fixed(year: int, row: int, place: int, cell: str) -> None:
    rows = sheet(year)
    rows[row - 1][place] = cell
    with pytest.raises(SourceChanged, match=rf"expects.*row {row}.*public_account_repairs\.toml"):
        account(year, rows)


def test_a_repair_beyond_the_last_row_stops_the_load() -> None:
    with pytest.raises(SourceChanged, match="not there"):
        read_rows(sheet(2021)[:60], "short.xls")


@pytest.mark.parametrize("year", range(2013, 2024))
def test_every_repair_says_why_in_both_languages(year: int) -> None:
    for repair in repairs(year).values():
        correction = repair.correction()
        assert correction.what.es
        assert correction.what.en
        assert correction.before != correction.after or repair.own_code


# --- not reported ---


def test_what_the_sheet_leaves_out_is_no_data_never_zero() -> None:
    found = account(2017)
    left_out = [figures for figures in found.figures if not figures.reported]
    assert {figures.place.program for figures in left_out} == {"J011", "R023"}
    assert len(left_out) == 8
    assert all(amount is None for figures in left_out for amount in figures.amounts.values())


def test_r023_of_2022_reports_what_was_approved_and_nothing_else() -> None:
    found = account(2022)
    assert {
        figures.moment: figures.reported for figures in found.figures if figures.place.program == "R023"
    } == {
        "approved": True,
        "modified": False,
        "accrued": False,
        "executed": False,
    }
    assert at(found, 3997).amounts["total_mxn"] == Decimal("27287202539.00")


def test_an_amount_that_comes_back_stops_the_load() -> None:
    rows = sheet(2017)
    rows[4088 - 1][17] = 5.0
    with pytest.raises(SourceChanged, match=r"J011 approved.*unreported"):
        account(2017, rows)


def test_the_programmes_of_the_caveat_are_those_of_the_rule() -> None:
    (rule,) = unreported()
    assert (rule.agency_id, rule.programs) == (RAMO_19, frozenset(LEFT_OUT))
    assert not rule.covers(RAMO_19, "J011", "approved", 2016)
    assert not rule.covers("salud", "J011", "approved", 2020)


# --- properties ---


@given(st.integers(-(10**15), 10**15))
def test_pesos_and_cents_survive_the_double(cents: int) -> None:
    exact = Decimal(cents).scaleb(-2)
    assert money(float(exact)) == exact


@given(st.integers(-(10**12), 10**12), st.floats(-4e-4, 4e-4))
def test_noise_is_dropped_without_losing_a_cent(pesos: int, noise: float) -> None:
    read = money(pesos + noise)
    assert read == pesos
    assert not str(read).startswith("-0.00")


@given(st.integers(-(10**9), 10**9), st.integers(2, 8))
def test_a_fraction_of_a_cent_is_refused(pesos: int, thousandths: int) -> None:
    with pytest.raises(BadValue, match="fraction"):
        money(pesos + thousandths / 1000)


@given(st.one_of(st.text(min_size=1), st.booleans(), st.just(float("nan")), st.just(float("inf"))))
def test_what_is_no_number_is_never_an_amount(cell: object) -> None:
    with pytest.raises(BadValue):
        money(cell)


CELLS = st.one_of(
    st.just(""),
    st.just(0.0),
    st.floats(allow_nan=False),
    st.sampled_from(["Aprobado", "Ejercicio", "Porcentaje Ejer/Aprob", "E001", "Salud", "1/ Nota", "n.s."]),
    st.text(max_size=4),
)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=21, max_size=21))
def test_every_row_is_something_and_only_moments_carry_amounts(row: list[object]) -> None:
    layout = read_layout(sheet(2022), "test")
    labels = read_labels(row, layout)
    kind = classify(row, labels, layout)
    carries = any(
        row[place] not in ("", 0.0) and str(row[place]).strip() for place in layout.amounts.values()
    )
    if kind in (Kind.BLANK, Kind.PROGRAM, Kind.HEADING, Kind.NOTE):
        assert not carries
    if kind is Kind.MOMENT:
        assert (labels.name, labels.program) == ("", "")
    if kind is Kind.BLANK:
        assert labels == Labels()


# Each example reads a whole sheet, and other work shares the machine: a deadline would measure that.
@settings(deadline=None, max_examples=cases(40))
@given(st.lists(st.integers(3884, 4002), max_size=12), st.randoms(use_true_random=False))
def test_rows_read_are_stored_or_rejected_whatever_is_lost(lost: list[int], random: Any) -> None:
    rows = deepcopy(sheet(2022))
    for number in lost:
        if random.random() < 0.5:
            rows[number - 1] = [""] * 21
        else:
            rows[number - 1][6] = "?"
    try:
        found = account(2022, rows)
    except BadValue:
        return
    assert found.rows_read == len(found.figures) + len(found.rejects)
    assert set(AMOUNTS) == set(found.figures[0].amounts) if found.figures else True
