"""Programmes over years: a code used again cuts its line, a programme that moved says from where."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dashboard.data import budget, comparison, words
from dashboard.data.lines import Asked
from dashboard.data.result import Gap, Result, State
from dashboard.data.selection import Selection
from dashboard.data.shape import crossing, is_broken
from dashboard.data.store import Store, Stores
from loaders.home import Home
from tests.conftest import Fresh
from tests.dashboard import tiny


def link(kind: str, before: str, after: str, breaks: bool) -> dict[str, Any]:
    places = dict.fromkeys(("before_file_id", "before_row", "after_file_id", "after_row"))
    names = {"before_name": "Comedores", "after_name": "Pensiones", "before_year": 2016, "after_year": 2017}
    told = {"reason_es": "Es otra cosa.", "reason_en": "Another matter.", "breaks": breaks, "declared": True}
    return {"kind": kind, "before_id": before, "after_id": after, **names, **told, **places}


LINKS = [
    link("code_reused", "marina.A1", "marina.A1", True),
    link("moved", "marina.A1", "salud.E1", False),
    link("candidate", "marina.A1", "salud.E2", False),
]


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Store:
    return tiny.store(fresh(), program_link=LINKS, series_break=[])


def chosen(**fields: Any) -> Selection:
    return Selection(**{"by": "program", "year": 2017, "moment": "approved", "prices": "nominal", **fields})


def of(result: Result, key: str, name: str) -> Any:
    return next(row.get(name) for row in result.rows if row["id"] == key)


def test_a_code_used_again_breaks_its_own_series_only(store: Store) -> None:
    result = comparison.series(store, chosen(view="series"), "es")
    (found,) = (item for item in result.breaks if item.before == 2016)
    assert (found.after, found.keys) == (2017, ("marina.A1",))
    assert found.reason.es == "hasta 2016, «Comedores»; desde 2017, «Pensiones». Es otra cosa."


def test_a_programme_that_moved_says_its_former_code_and_agency(store: Store) -> None:
    notes = [text.es for text in comparison.series(store, chosen(view="series"), "es").notes]
    told = [text for text in notes if "dos claves" in text]
    assert told == [
        "Un programa con dos claves: hasta 2016, A1 (Marina), «Comedores»; desde 2017, E1 (Salud), "
        "«Pensiones». Es otra cosa."
    ]
    english = comparison.series(store, chosen(view="series"), "en").notes
    assert any("A1 (Marina (en))" in text.en for text in english)


def test_no_change_is_computed_over_a_code_used_again(store: Store) -> None:
    ranked = budget.ranking(store, chosen(), "es")
    withheld = Gap(State.WITHHELD, words.NOT_COMPARABLE)
    assert of(ranked, "marina.A1", "real_change") == withheld
    assert of(ranked, "salud.E1", "real_change") == Decimal("-0.200000")
    compared = comparison.compare(store, chosen(view="compare", years=(2016, 2017)), "es")
    assert of(compared, "marina.A1", "real_change") == withheld
    assert of(compared, "salud.E1", "real_change") == Decimal("-0.200000")


def test_an_agency_goes_on_though_a_code_of_its_programmes_does_not(store: Store) -> None:
    result = comparison.series(store, chosen(view="series", by="agency"), "es")
    assert not [item for item in result.breaks if "marina" in item.keys]
    assert of(budget.ranking(store, chosen(by="agency"), "es"), "marina", "real_change") is not None


def test_no_line_of_the_real_store_joins_two_programmes_of_one_code(home: Home) -> None:
    real = Stores(home).current()
    asked = Asked(real, chosen(view="series"), "es")
    cut = [one for one in real.facts.links if one.breaks]
    assert {one.kind for one in cut} == {"code_reused", "candidate"}
    for one in cut:
        found = {(item.before, item.after) for item in crossing(asked, [one.before], (one.last, one.first))}
        assert (one.last, one.first) in found, one
        assert is_broken(asked, one.before, (one.last, one.first))
