"""Changed figures are listed with their reason; a declared correction must be what the store holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from loaders import changes, corrections
from loaders.checks import row
from loaders.engine import open_store
from loaders.errors import DeclarationError
from loaders.home import Home
from loaders.schema import table
from tests.conftest import Homes

from .test_diff import more, put

SALUD = "public_account.2019.salud.executed"
WORDS = """
[[correction]]
figure = "public_account.2019.salud.executed"
old = "1.00"
new = "{new}"
unit = "MXN"
corrected = 2026-11-21
wrong_until = "2026-11-20-1a2b3c4d"
reason_es = "Un renglón se contó dos veces."
reason_en = "A row was counted twice."
"""


def test_the_list_in_force_is_declared_rightly() -> None:
    assert all(one.reason.es and one.reason.en for one in corrections.declared())


@pytest.mark.parametrize("wrong", ['figure = "x"', 'new = "much"', "corrected = 3"])
def test_a_correction_declared_wrongly_is_an_error(wrong: str) -> None:
    name = wrong.split(" ", 1)[0]
    lines = [wrong if line.startswith(name) else line for line in WORDS.format(new="2.00").splitlines()]
    with pytest.raises(DeclarationError, match="declared wrongly"):
        corrections.parse("\n".join(lines))


def test_a_correction_fails_when_the_store_holds_another_figure(stored: Home) -> None:
    engine = open_store(home=stored)
    with engine.connect() as connection:
        wrong = corrections.parse(WORDS.format(new="2.00"))
        ((owner, check, actual),) = corrections.compared(connection, wrong)
        assert row(check, owner, actual)["status"] == "failed"
        right = corrections.parse(WORDS.format(new=str(actual)))
        ((owner, check, actual),) = corrections.compared(connection, right)
        assert row(check, owner, actual)["status"] == "passed"
    engine.dispose()


def test_the_store_carries_the_list(stored: Home) -> None:
    engine = open_store(home=stored)
    with engine.connect() as connection:
        held = connection.execute(sa.select(sa.func.count()).select_from(table("figure_correction"))).scalar()
    engine.dispose()
    assert held == len(corrections.declared())


def test_a_changed_figure_says_old_new_why_and_since_when(homes: Homes, tmp_path: Path) -> None:
    home = homes(tmp_path)
    assert changes.changed_figures(home) == []
    old = put(home)
    assert changes.changed_figures(home) == []
    new = put(home, more("-5.25"), "f" * 64)
    (one,) = changes.changed_figures(home)
    assert (one["figure_id"], one["difference"], one["reason_code"]) == (
        SALUD,
        Decimal("-5.25"),
        "source_changed",
    )
    assert (one["before_version"], one["since_version"]) == (old, new)
    assert one["new"] == one["old"] - Decimal("5.25")
    assert "2019" in one["reason_es"]
    last = put(home, more("7"), "f" * 64)
    newest = changes.changed_figures(home)[0]
    assert (newest["since_version"], newest["reason_code"]) == (last, "reading_changed")


def test_a_declared_reason_is_the_one_told() -> None:
    known = corrections.parse(WORDS.format(new="2.00"))
    figure = {"figure_id": SALUD, "change": "changed", "new": Decimal(2)}
    (one,) = changes.derive({"figures": [figure], "files": []}, {}, known)
    assert (one["reason_code"], one["reason_en"]) == ("corrected", "A row was counted twice.")
