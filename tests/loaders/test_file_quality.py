"""A file that is only half right is never published with exit 0: whatever is broken of it stops the load."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from loaders import file_quality, run
from loaders.acceptances import Wish
from loaders.engine import current_version, open_store
from loaders.errors import CheckFailed, DeclarationError, LoadersError
from loaders.home import Home
from loaders.registry import datasets
from loaders.schema import table
from tests.conftest import Homes

CASES = Path(__file__).parent / "contracts" / "cases"
# The totals of these are compared with published ones, or with those that their own files print.
WITH_CONTROL_TOTALS = {
    "approved_budget",
    "draft_budget",
    "flat_public_account",
    "public_account",
    "quarterly_execution",
}
Rows = list[dict[str, str]]
Change = Callable[[Rows], Rows]


# --- the declaration ----------------------------------------------------------------------------


@pytest.mark.parametrize("dataset_id", sorted(datasets()))
def test_every_dataset_has_control_totals_or_says_what_its_files_must_hold(dataset_id: str) -> None:
    expected = file_quality.declared().expected.get(dataset_id)
    assert expected or dataset_id in WITH_CONTROL_TOTALS, f"declare {dataset_id} in file_quality.toml"
    if expected:
        columns = table(expected.table).c
        named = {*expected.essential, *expected.keys, *filter(None, (expected.months, expected.amount))}
        assert named <= set(columns.keys())
        assert {*expected.essential} <= {one.name for one in columns if one.nullable}


def test_thresholds_have_a_margin_over_what_was_observed() -> None:
    for one in file_quality.declared().thresholds.values():
        assert one.observed is None or one.observed <= one.percent
        assert one.reason
        assert one.dataset_id in {file_quality.EVERY, *datasets()}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ('measure = "lost"', "two thresholds"),
        ('measure = "filled"', "no such measure"),
        ('measure = "lost"\ncolumn = "x"\nnot_given = 1', "percent"),
    ],
)
def test_a_wrong_declaration_is_refused(wrong: str, why: str) -> None:
    text = Path(file_quality.__file__).with_suffix(".toml").read_text(encoding="utf-8")
    percent = "" if "not_given" in wrong else '\npercent = "1"'
    entry = f'\n[[threshold]]\ndataset = "*"\n{wrong}{percent}\nmeasured = 2026-12-01\nreason = "x"\n'
    with pytest.raises(DeclarationError, match=why):
        file_quality.parse(text + entry)


def test_a_share_is_rounded_up_and_a_few_are_allowed() -> None:
    assert file_quality.share(1, 1_000_000) == Decimal("0.01")
    assert file_quality.share(0, 0) == 0
    threshold = file_quality.declared().threshold("compranet", "rejected", "")
    assert (threshold.limit(10), threshold.limit(100_000)) == (Decimal(10), Decimal(1))


def test_the_bundled_snapshot_passes_its_own_guard(home: Home) -> None:
    engine = open_store(home=home)
    result = table("check_result")
    with engine.connect() as connection:
        query = sa.select(result.c.check_id, result.c.status).where(result.c.subject == "file_quality")
        found = {row[0]: row[1] for row in connection.execute(query)}
        held = set(connection.execute(sa.select(table("source_file").c.dataset_id).distinct()).scalars())
    engine.dispose()
    assert set(found.values()) == {"passed"}
    assert found.keys() == {f"quality_{name}_{one}" for name in file_quality.MEASURES for one in held}


# --- one change at a time, of contracts ----------------------------------------------------------


def _contracts() -> Rows:
    with (CASES / "semicolon_decimal_comma.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [{**row, "IMPORTE_CONTRATO": row["IMPORTE_CONTRATO"].replace(",", ".")} for row in rows]


def _write(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _set(column: str, value: str) -> Change:
    return lambda rows: [{**row, column: value} for row in rows]


def _garbled_dates(rows: Rows) -> Rows:
    return [{**row, "FECHA_FIN": "99/99/9999"} for row in rows]


def _older(rows: Rows) -> Rows:
    """Return the contracts with every date a year earlier."""
    return [{key: value.replace("2014-", "2013-") for key, value in row.items()} for row in rows]


CHANGES: dict[str, tuple[Change, str]] = {
    "half of the rows": (lambda rows: rows[:30], "quality_lost_"),
    "no supplier": (_set("PROVEEDOR_CONTRATISTA", ""), "supplier_name"),
    "no institution": (_set("DEPENDENCIA", ""), "institution_name"),
    "no amount": (_set("IMPORTE_CONTRATO", ""), "amount_original"),
    "amounts a thousand times larger": (
        lambda rows: [
            {**row, "IMPORTE_CONTRATO": f"{Decimal(row['IMPORTE_CONTRATO']) * 1000:.2f}"} for row in rows
        ],
        "quality_amount_changed_",
    ),
    "words for amounts": (_set("IMPORTE_CONTRATO", "sin importe"), ""),
    "impossible dates": (_garbled_dates, ""),
    "a column emptied": (_set("TITULO_CONTRATO", ""), "quality_column_lost_"),
    "another vocabulary": (_set("TIPO_CONTRATACION", "Tipo siete"), "quality_unclassified_"),
    "another year": (_older, "quality_years_lost_"),
    "every row twice": (lambda rows: rows + rows, "quality_repeated_"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    """A home in which the whole file of contracts is published."""
    folder = tmp_path_factory.mktemp("whole")
    home, path = Home(folder / "home"), _write(folder / "contratos.csv", _contracts())
    assert load(home, path)["failed"] == 0
    return home, path


def load(home: Home, source: Path, wish: Wish = run.NOTHING) -> dict[str, int]:
    done = run.load(home, source, say=lambda words: None, indexed=False, accepting=wish)
    return {status: sum(row["status"] == status for row in done.checks) for status in ("failed", "passed")}


@pytest.mark.parametrize("name", CHANGES)
def test_a_broken_file_is_never_published(whole: tuple[Home, Path], tmp_path: Path, name: str) -> None:
    home, path = whole
    change, check = CHANGES[name]
    broken = _write(tmp_path / path.name, change(_contracts()))
    version = current_version(home)
    with pytest.raises(LoadersError) as stopped:
        load(home, broken)
    assert check in str(stopped.value)
    if check:
        assert isinstance(stopped.value, CheckFailed)
        assert "--accept CHECK --reason" in str(stopped.value)
    assert current_version(home) == version


def test_what_is_lost_is_published_if_that_is_accepted_and_is_the_new_measure(
    homes: Homes, tmp_path: Path
) -> None:
    home, path = homes(tmp_path / "home"), _write(tmp_path / "contratos.csv", _contracts())
    load(home, path)
    _write(path, _contracts()[:30])
    with pytest.raises(CheckFailed, match=r"30 of 60, 50\.00 %; the limit is 5 %"):
        load(home, path)
    wish = Wish(checks=frozenset({"quality_lost_compranet.contratos"}), reason="la fuente los retiró")
    load(home, path, wish)
    _write(path, _contracts()[:31])
    assert load(home, path)["failed"] == 0


# --- one change at a time, of lists and figures ---------------------------------------------------

LIST = "Listado_completo_69-B_3cols.csv"
TAXPAYERS = "RFC,Nombre del Contribuyente,Situación del contribuyente\n" + "".join(
    f"EMP0101{day:02d}AB1,EMPRESA NÚMERO {day} SA DE CV,Definitivo\n" for day in range(1, 29)
)
PRICES = "PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n" + "".join(
    f"{year}-{month:02d}-01,{100 + month},1,1\n" for year in (2022, 2023, 2024) for month in range(1, 13)
)


def _lines(text: str, chosen: slice) -> str:
    head, *lines = text.splitlines(keepends=True)
    return head + "".join(lines[chosen])


@pytest.mark.parametrize(
    ("file", "text", "broken", "says"),
    [
        (LIST, TAXPAYERS, _lines(TAXPAYERS, slice(14)), "quality_lost_"),
        (LIST, TAXPAYERS, TAXPAYERS[:-30], "quality_truncated_"),
        (LIST, TAXPAYERS, TAXPAYERS + TAXPAYERS.split("\n", 1)[1], "quality_repeated_"),
        (LIST, TAXPAYERS, TAXPAYERS.replace("EMPRESA NÚMERO", "//"), "supplier_name"),
        (LIST, TAXPAYERS, TAXPAYERS.replace("Definitivo", "Otro"), "unknown situation"),
        ("inpc_2026.csv", PRICES, _lines(PRICES, slice(18)), "quality_lost_"),
        ("inpc_2026.csv", PRICES, _lines(PRICES, slice(1)), "quality_lost_"),
        ("inpc_2026.csv", PRICES, PRICES[:-6], "has 2 fields"),
        ("inpc_2026.csv", PRICES, PRICES.replace("2023-06-01", "2025-06-01"), "quality_gaps_"),
        ("inpc_2026.csv", PRICES, PRICES.replace(",1", ",91"), "quality_amount_changed_"),
        ("inpc_2026.csv", PRICES, PRICES.replace("2023-", "2023/"), "not a month"),
    ],
)  # fmt: skip
def test_a_broken_list_or_series_is_never_published(
    tmp_path: Path, file: str, text: str, broken: str, says: str
) -> None:
    home, path = Home(tmp_path / "home"), tmp_path / file
    path.write_text(text, encoding="utf-8")
    load(home, path)
    version = current_version(home)
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(LoadersError, match=says):
        load(home, path)
    assert current_version(home) == version
