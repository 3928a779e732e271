"""A warning goes with its figure: on every view that shows it, in every form that a reader can take away."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.data import budget, figure_warnings
from dashboard.data.figure_warnings import declared, read
from dashboard.data.selection import Selection, defaults, to_query
from dashboard.data.store import Store, Stores
from dashboard.views.registry import BY_SLUG
from dashboard.views.resolve import resolve
from loaders.agencies import agencies
from loaders.home import Home
from tests.conftest import Fresh
from tests.dashboard import tiny

SALUD = "Salud 2023 (-49.7%)"
HEALTH = "Health 2023 (-49.7%)"
# What shows Salud 2023, beside what every view begins with.
SHOWN: dict[str, dict[str, Any]] = {
    "alone": {"agencies": ("salud",), "years": (2022, 2023)},
    "beside others": {"agencies": ("salud", "defensa"), "years": (2013, 2023)},
    "all": {"agencies": (), "years": (2018, 2023)},
    "the year after": {"agencies": (), "years": (2023, 2024), "year": 2024},
    "its programmes": {"by": "program", "within": "salud"},
    "programmes": {"by": "program"},
    "by type": {"by": "economic_type", "agencies": ("salud",)},
}
FEDERAL = [slug for slug, view in BY_SLUG.items() if "federal" in view.ground.scopes]


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


def _asked(slug: str, shown: str, moment: str = "executed") -> Selection:
    chosen = {"scope": "federal", "year": 2023, "moment": moment, **SHOWN[shown]}
    return replace(defaults(slug), **chosen)


def _warned(store: Store) -> list[tuple[str, str]]:
    """Every registered view of the scope with every choice that shows Salud in 2023."""
    return [(slug, shown) for slug in FEDERAL for shown in SHOWN if _shows(store, _asked(slug, shown))]


def _shows(store: Store, selection: Selection) -> bool:
    found = resolve(to_query(selection), store.facts)
    if found.nearest is not None or found.problems or found.selection != selection:
        return False
    rows = found.view.ask(store, found.selection, "es").rows
    return any(str(row["id"]).split(".")[0] == "salud" for row in rows) or "salud" in selection.agencies


def test_salud_2023_carries_its_warning_wherever_it_is_shown(store: Store, client: FlaskClient) -> None:
    cases = _warned(store)
    assert {slug for slug, _ in cases} == set(FEDERAL)
    for slug, shown in cases:
        for moment in ("executed", "approved"):
            query = to_query(_asked(slug, shown, moment))
            page = client.get(f"/presupuesto?{query}").get_data(as_text=True)
            files = {end: client.get(f"/descargas/{slug}.{end}?{query}") for end in ("svg", "csv", "json")}
            told = {"page": unescape(page)} | {
                end: unescape(file.get_data(as_text=True)) for end, file in files.items()
            }
            missing = [where for where, text in told.items() if SALUD not in text]
            assert not missing, (slug, shown, moment, missing)
            english = client.get(f"/en/descargas/{slug}.csv?{query}").get_data(as_text=True)
            assert HEALTH in english, (slug, shown)


def test_the_warning_is_a_column_of_its_row_and_of_no_other(store: Store, client: FlaskClient) -> None:
    query = to_query(_asked("ranking", "all"))
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/descargas/ranking.csv?{query}").get_data(as_text=True)))
    )
    warned = {row["id"]: row["warning"] for row in rows}
    assert SALUD in warned["salud"]
    assert SALUD not in warned["defensa"]
    assert warned["educacion"] == ""
    told = client.get(f"/descargas/ranking.json?{query}").get_json()
    assert any(item["keys"] == ["salud"] and 2023 in item["years"] for item in told["warnings"])
    assert {row["id"] for row in told["data"] if row["warning"]} == {
        key for key, text in warned.items() if text
    }


def test_the_point_the_bar_and_the_cell_are_marked(store: Store, client: FlaskClient) -> None:
    for slug in ("ranking", "series", "compare", "deviation", "treemap"):
        query = to_query(_asked(slug, "alone" if slug != "treemap" else "all"))
        svg = client.get(f"/descargas/{slug}.drawing.svg?{query}").get_data(as_text=True)
        body = svg.split("</defs>")[1]
        assert body.count("†") >= 3, slug  # the mark, what a pointer is told, the line below
        table = client.get(f"/presupuesto?{query}").get_data(as_text=True).split("<table")[1]
        assert " †" in table, slug


def test_a_change_on_the_year_is_marked_and_the_amount_of_the_year_after_is_not(small: Store) -> None:
    selection = Selection(year=2018, prices="nominal", moment="approved")
    result = budget.ranking(small, selection, "es")
    marked = {
        row["id"]: [column.name for column in result.measures if result.warnings_at(row, column)]
        for row in result.rows
    }
    assert marked == {"salud": ["real_change"], "marina": []}


def test_home_carries_it(client: FlaskClient) -> None:
    for prefix, told in (("", SALUD), ("/en", HEALTH)):
        page = unescape(client.get(f"{prefix}/").get_data(as_text=True))
        assert ("2023" not in page) or told in page


def test_no_scope_but_its_own_carries_it(store: Store) -> None:
    other = budget.ranking(store, Selection(scope="gross", year=2021, moment="approved"), "es")
    assert not [each for each in other.warnings if each.id == "modified"]


def test_what_is_declared_is_whole_and_of_agencies_that_are_known() -> None:
    known = {agency.agency_id for agency in agencies()}
    for warning in declared():
        assert warning.agencies <= known, warning.id
        assert warning.text.es
        assert warning.text.en
        assert warning.source


DECLARED = """
[modified]
share = "0.25"
pesos = 10
scopes = ["federal"]
[[warning]]
id = "one"
scopes = ["federal"]
years = [2017]
agencies = ["salud"]
moments = ["approved"]
es = "algo."
en = "something."
source = "public_account"
[[warning]]
id = "year"
scopes = ["federal", "gross"]
years = [2018, 2021]
es = "todo el año."
en = "the whole year."
source = "public_account"
"""


@pytest.fixture
def small(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> Store:
    found = read(DECLARED)
    monkeypatch.setattr(figure_warnings, "declared", lambda: found[0])
    monkeypatch.setattr(figure_warnings, "modified", lambda: found[1])
    return tiny.store(fresh())


def _told(store: Store, **chosen: object) -> list[str]:
    selection = Selection(**{"year": 2017, "prices": "nominal", **chosen})  # type: ignore[arg-type]
    return [item.text.es for item in budget.ranking(store, selection, "es").warnings]


def test_a_declared_warning_goes_with_its_scope_agency_year_and_moment(small: Store) -> None:
    assert _told(small, moment="approved") == ["Salud, 2017: algo."]
    assert _told(small, moment="approved", by="program", within="salud") == ["Salud, 2017: algo."]
    assert _told(small, moment="executed") == []
    assert _told(small, moment="approved", agencies=("marina",)) == []
    # The change on 2017 is one of its figures; the whole year is told of every row.
    assert _told(small, moment="approved", year=2018) == ["Salud, 2017: algo.", "2018: todo el año."]
    assert _told(small, moment="approved", scope="gross", year=2021) == ["2021: todo el año."]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('source = "public_account"\n[[', "[[", "lacks: source"),
        ("agencies", "agency", "unknown fields: agency"),
        ('["approved"]', '["aproved"]', "unknown values: aproved"),
        ('id = "year"', 'id = "one"', "twice"),
    ],
)
def test_a_wrong_declaration_is_refused_in_words(was: str, now: str, said: str) -> None:
    assert was in DECLARED
    with pytest.raises(ValueError, match=said):
        read(DECLARED.replace(was, now, 1))


def test_only_what_is_far_is_told(store: Store) -> None:
    limits = figure_warnings.modified()
    for (scope, agency, year), (approved, changed) in store.facts.modifications.items():
        result = budget.ranking(store, Selection(year=year, moment="approved", agencies=(agency,)), "es")
        if scope != "federal" or agency != "salud":
            continue
        far = abs(changed - approved) >= limits.pesos and abs(changed / approved - 1) >= limits.share
        assert far == any(year in item.years for item in result.warnings if item.id == "modified")
    assert store.facts.modifications["federal", "salud", 2023] == (
        Decimal("209616460086.00"),
        store.facts.modifications["federal", "salud", 2023][1],
    )
