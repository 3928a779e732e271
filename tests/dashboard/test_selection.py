"""The Selection in the URL, what is held, and what is said of a link that cannot be answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import urls
from dashboard.data.availability import reason, span
from dashboard.data.selection import CHOICES, Selection, defaults, parse, to_query
from dashboard.data.store import Store
from dashboard.views.registry import BY_SLUG
from dashboard.views.resolve import resolve
from tests.conftest import Fresh
from tests.dashboard import tiny

YEARS = st.integers(1900, 2099)
KEYS = st.from_regex(r"[a-z][a-z0-9\-]{0,12}(\.[A-Z][0-9]{3})?", fullmatch=True)
SELECTIONS = st.builds(
    Selection,
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
    agencies=st.lists(KEYS, max_size=5, unique=True).map(tuple),
    year=YEARS,
    years=st.lists(YEARS, min_size=1, max_size=5, unique=True).map(tuple),
    base=YEARS,
    within=st.one_of(st.just(""), KEYS),
)


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Store:
    return tiny.store(fresh())


@given(SELECTIONS)
def test_a_selection_survives_the_url(selection: Selection) -> None:
    assert parse(to_query(selection)) == (selection, ())


@given(st.text(max_size=300))
def test_any_query_is_understood_or_reported_never_raised(text: str) -> None:
    selection, problems = parse(text)
    assert isinstance(selection, Selection)
    assert all(problem.accepted for problem in problems)


def test_forms_without_scripts_repeat_lists() -> None:
    selection, problems = parse("ramos=salud&ramos=marina&ejercicio=2018")
    assert (selection.agencies, selection.year, problems) == (("salud", "marina"), 2018, ())


def test_an_unknown_word_is_named_with_what_is_accepted() -> None:
    selection, (problem,) = parse("momento=gastado")
    assert selection == Selection()
    assert (problem.param, problem.value) == ("momento", "gastado")
    assert "ejercicio" in problem.accepted


def test_defaults_are_not_written() -> None:
    assert to_query(Selection()) == ""
    assert all(to_query(defaults(slug)) in ("", f"vista={CODE}") for slug, CODE in _spoken())


def _spoken() -> list[tuple[str, str]]:
    words = ("ranking", "serie", "comparar", "diferencia", "recuadros", "estados")
    return list(zip(CHOICES["view"], words, strict=True))


def test_what_is_not_held_cannot_be_chosen_and_says_where_it_is(store: Store) -> None:
    ground = BY_SLUG["ranking"].ground
    here = Selection(year=2018)
    assert reason(store.facts, here, ground, "year", 2017) is None
    why = reason(store.facts, here, ground, "scope", "net")
    assert why is not None
    assert why.es == "elija 2021, aprobado"
    nowhere = reason(store.facts, here, ground, "by", "unit")
    assert nowhere is not None
    assert nowhere.en == "not in these data"
    draft = reason(store.facts, Selection(year=2021, scope="gross"), ground, "moment", "executed")
    assert draft is not None
    assert draft.en == "does not apply"


def test_an_impossible_link_names_the_nearest_that_is_held(store: Store) -> None:
    resolved = resolve("alcance=pef-neto&ejercicio=2021&precios=corrientes", store.facts)
    assert resolved.nearest == replace(resolved.selection, moment="approved")


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("ramos=nadie&ejercicio=2018", "ramos"),
        ("base=1999&ejercicio=2018", "base"),
        ("vista=estados&medida=por-habitante", "medida"),
        ("vista=comparar&ejercicios=2016,1990", "ejercicios"),
    ],
)
def test_each_wrong_value_is_reported_and_put_back(store: Store, query: str, param: str) -> None:
    resolved = resolve(query, store.facts)
    assert param in {problem.param for problem in resolved.problems}


def test_without_a_price_index_prices_fall_back_and_say_so(fresh: Fresh) -> None:
    bare = tiny.store(fresh(), price_index_year=[])
    resolved = resolve("ejercicio=2018", bare.facts)
    assert resolved.selection.prices == "nominal"
    assert [problem.param for problem in resolved.problems] == ["precios"]


def test_drilling_is_dropped_when_the_breakdown_has_no_parents(store: Store) -> None:
    assert resolve("por=ramo&dentro=salud&ejercicio=2018", store.facts).selection.within == ""


def test_spans() -> None:
    assert span([2015, 2013, 2014]) == "2013-2015"
    assert span([2013, 2015]) == "2013, 2015"


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/presupuesto?vista=serie", True),
        ("/en/presupuesto", True),
        ("/contratos?archivo=compranet.full", True),
        ("/contratosx", False),
        ("https://example.org/presupuesto", False),
        ("//example.org", False),
        ("javascript:alert(1)", False),
        ("/presupuesto?" + "a" * 3000, False),
    ],
)
def test_only_our_own_addresses_are_shown_back(address: str, own: bool) -> None:
    assert urls.is_own(address) is own


def test_switching_language_keeps_the_view() -> None:
    assert urls.switched("/presupuesto", "vista=serie", "en") == "/en/presupuesto?vista=serie"
    assert urls.switched("/en/", "", "es") == "/"
