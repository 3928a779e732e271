"""Codes looked up in the catalogues, state GDP against its copy and its sum: small tables in, rows out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from loaders import checks
from loaders.catalogue_checks import catalogue_findings
from loaders.schema import metadata, table
from loaders.states import STATES


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"duckdb:///{tmp_path / 'small.duckdb'}")
    metadata().create_all(engine)
    with engine.begin() as made:
        yield made
    engine.dispose()


def put(connection: sa.Connection, name: str, *rows: dict[str, Any]) -> None:
    whole = [dict.fromkeys(table(name).c.keys()) | _filled(name) | row for row in rows]
    connection.execute(sa.insert(table(name)), whole)


def _filled(name: str) -> dict[str, Any]:
    """Return a value for each column that may not be empty."""
    values: dict[type, Any] = {str: "1", int: 1, bool: False, Decimal: Decimal(1)}
    return {column.name: values[column.type.python_type] for column in table(name).c if not column.nullable}


def found(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    rows = (
        checks.row(check, dataset_id, actual) for dataset_id, check, actual in catalogue_findings(connection)
    )
    return {str(row["check_id"]): dict(row) for row in rows}


def cell(dataset: str, state: str, pesos: int, **other: Any) -> dict[str, Any]:
    given = {"fiscal_year": 2024, "industry_id": "PIB", "price_basis": "current", **other}
    return {"dataset_id": dataset, "state_id": state, "gdp_mxn": Decimal(pesos), **given}


def test_without_catalogues_nothing_is_checked_and_nothing_passes(connection: sa.Connection) -> None:
    assert {row["status"] for row in found(connection).values()} == {"not_checkable"}


def test_a_code_that_the_catalogue_lacks_is_counted_and_named_not_failed(connection: sa.Connection) -> None:
    put(connection, "object_code", {"object_level": "specific_object", "object_id": "11301"})
    code = {"dimension": "specific_object", "fiscal_year": 2021}
    put(connection, "cube_budget", {**code, "member_id": "11301"}, {**code, "member_id": "33905"})
    put(connection, "draft_line", {"fiscal_year": 2027, "specific_object_id": "11301"})
    rows = found(connection)
    budget, draft = rows["object_codes_approved_budget_2021"], rows["object_codes_draft_budget_2027"]
    assert (budget["status"], budget["actual"]) == ("explained", 1)
    assert budget["explanation_es"] == "De 2 códigos no están: 33905. El catálogo puede ser de otro año."
    assert (draft["status"], draft["explanation_en"]) == ("passed", "Codes looked up: 1; all are there.")


def test_a_code_of_one_level_is_not_that_of_another(connection: sa.Connection) -> None:
    put(connection, "object_code", {"object_level": "chapter", "object_id": "1000"})
    put(connection, "cube_budget", {"dimension": "concept", "fiscal_year": 2021, "member_id": "1000"})
    assert found(connection)["object_codes_approved_budget_2021"]["actual"] == 1


def test_programme_keys_are_looked_up_in_the_catalogue_of_their_own_year(connection: sa.Connection) -> None:
    put(connection, "programme_structure", {"fiscal_year": 2021, "program_id": "salud.E023"})
    keys = {"functional_group_id": "1", "function_id": "1", "subfunction_id": "1", "activity_id": "1"}
    for year, program in ((2021, "salud.E023"), (2021, "salud.X001"), (2022, "salud.X002")):
        put(connection, "budget_line", {**keys, "fiscal_year": year, "program_id": program})
    rows = found(connection)
    assert (rows["programme_keys_2021"]["actual"], rows["programme_keys_2021"]["status"]) == (1, "explained")
    assert "salud.X001" in rows["programme_keys_2021"]["explanation_es"]
    assert "programme_keys_2022" not in rows


def states(connection: sa.Connection, missing: str = "") -> None:
    """Put 32 states of 10 pesos: one only in the copy, one in the copy with another figure."""
    for state in STATES:
        if state.state_id not in ("31", missing):
            put(connection, "state_gdp", cell("state_gdp", state.state_id, 10))
    put(connection, "state_gdp", cell("secondary_state_gdp", "31", 10), cell("secondary_state_gdp", "01", 17))


def test_the_copy_stands_in_for_a_state_and_is_compared_for_the_others(connection: sa.Connection) -> None:
    states(connection)
    put(connection, "state_gdp", cell("state_gdp", "00", 320))
    rows = found(connection)
    assert (rows["state_gdp_states"]["status"], rows["state_gdp_states"]["actual"]) == ("passed", 32)
    assert rows["state_gdp_states"]["explanation_es"] == "La unidad son estados. Sólo en la copia: Yucatán."
    assert (rows["state_gdp_copy_current"]["status"], rows["state_gdp_copy_current"]["actual"]) == (
        "failed",
        7,
    )
    assert (rows["state_gdp_nation_current"]["status"], rows["state_gdp_nation_current"]["actual"]) == (
        "passed",
        0,
    )
    assert rows["state_gdp_nation_constant_2018"]["status"] == "not_checkable"


def test_a_sum_beyond_the_published_rounding_fails(connection: sa.Connection) -> None:
    states(connection)
    put(connection, "state_gdp", cell("state_gdp", "00", 320 + 33 * 500 + 1))
    assert found(connection)["state_gdp_nation_current"]["status"] == "failed"


def test_a_missing_state_is_named_and_no_sum_is_compared(connection: sa.Connection) -> None:
    states(connection, missing="07")
    put(connection, "state_gdp", cell("state_gdp", "00", 320))
    rows = found(connection)
    assert (rows["state_gdp_states"]["status"], rows["state_gdp_states"]["actual"]) == ("explained", 31)
    assert "Faltan: Chiapas" in rows["state_gdp_states"]["explanation_es"]
    assert rows["state_gdp_nation_current"]["status"] == "not_checkable"
