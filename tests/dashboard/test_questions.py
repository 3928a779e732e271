"""Spec tables of the questions: small tables in, small tables out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dashboard.data import budget, comparison, words
from dashboard.data.filed import state_of
from dashboard.data.headline import headlines
from dashboard.data.lines import Asked, ancestors
from dashboard.data.result import NOT_REPORTED, Gap, Result, State
from dashboard.data.selection import Selection
from dashboard.data.store import Store
from tests.conftest import Fresh
from tests.dashboard import tiny

D = Decimal
NOMINAL = {"prices": "nominal"}
NOT_COMPARABLE = Gap(State.WITHHELD, words.NOT_COMPARABLE)


@pytest.fixture(scope="module")
def store(fresh: Fresh) -> Store:
    return tiny.store(fresh())


def cells(result: Result, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in result.rows]


def chosen(**fields: Any) -> Selection:
    return Selection(**{"year": 2017, **NOMINAL, **fields})


def test_ranking_orders_by_size_with_share_of_all_and_withheld_change(store: Store) -> None:
    result = budget.ranking(store, chosen(), "es")
    # salud reports one programme less than the year before, and marina's series is broken there.
    assert cells(result, "id", "executed_mxn", "share", "real_change") == [
        ("salud", D(120), D("0.645161"), NOT_COMPARABLE),
        ("marina", D(66), D("0.354839"), NOT_COMPARABLE),
    ]
    assert [text.es for text in result.missing] == [
        "Salud: la fuente no reporta todos los programas en 2017; su suma es parcial "
        "(no reportado no es cero)."
    ]


def test_a_choice_of_agencies_keeps_the_share_of_the_whole(store: Store) -> None:
    result = budget.ranking(store, chosen(agencies=("marina",)), "es")
    assert cells(result, "id", "share") == [("marina", D("0.354839"))]


def test_what_is_not_reported_comes_last(store: Store) -> None:
    result = budget.ranking(store, chosen(by="program"), "es")
    assert cells(result, "id", "executed_mxn")[-1] == ("salud.E2", NOT_REPORTED)


def test_real_prices_are_exact(store: Store) -> None:
    result = budget.ranking(store, chosen(year=2018, prices="real", base=2023), "es")
    # 66.10 x 150 / 110, to the cent.
    assert cells(result, "id", "executed_mxn_of_2023")[1] == ("marina", D("90.14"))


def test_per_inhabitant_divides_by_the_population_of_the_year(store: Store) -> None:
    result = budget.ranking(store, chosen(measure="per_inhabitant"), "es")
    assert cells(result, "id", "executed_mxn_per_inhabitant")[0] == ("salud", D("10.91"))
    assert "population" not in {
        source.dataset_id for source in result.sources
    }  # the tiny store has no datasets


@pytest.mark.parametrize(("scope", "amount"), [("gross", D(700)), ("net", D(400))])
def test_gross_and_net_of_the_approved_budget(store: Store, scope: str, amount: Decimal) -> None:
    result = budget.ranking(store, chosen(scope=scope, year=2021, moment="approved"), "es")
    assert dict(cells(result, "id", "approved_mxn"))["imss"] == amount


def test_drilling_shows_only_what_is_inside(store: Store) -> None:
    inside = chosen(scope="gross", year=2021, moment="approved", by="function", within="2")
    assert cells(budget.treemap(store, inside, "es"), "id") == [("2.3",)]
    assert ancestors(Asked(store, inside, "es")) == [("functional_group", "2", "2")]
    other = chosen(scope="gross", year=2021, moment="approved", by="function", within="9")
    assert budget.treemap(store, other, "es").rows == ()


def test_states_say_that_the_key_does_not_tell_where_money_is_used(store: Store) -> None:
    placed = budget.states(store, chosen(scope="gross", by="state", year=2021, moment="approved"), "es")
    assert "no dice en cuál se usa el dinero" in placed.notes[0].es
    assert cells(placed, "id", "approved_mxn") == [("34", D(700)), ("09", D(300))]


def test_series_follow_the_largest_and_keep_the_break(store: Store) -> None:
    result = comparison.series(store, chosen(), "en")
    assert cells(result, "id", "fiscal_year", "executed_mxn") == [
        ("salud", 2016, D(100)),
        ("salud", 2017, D(120)),
        ("salud", 2018, D(240)),
        ("marina", 2016, D(60)),
        ("marina", 2017, D(66)),
        ("marina", 2018, D("66.10")),
    ]
    # One break is declared; the other shows in the data: salud stops reporting a programme.
    breaks = [(item.before, item.after, item.keys) for item in result.breaks]
    assert breaks == [(2016, 2017, ("marina",)), (2016, 2017, ("salud",))]
    approved = comparison.series(store, chosen(agencies=("marina",), moment="approved"), "en")
    assert [item.keys for item in approved.breaks] == [("marina",)]


def test_compare_withholds_a_change_across_a_break(store: Store) -> None:
    result = comparison.compare(store, chosen(years=(2016, 2018)), "es")
    assert cells(result, "id", "executed_2016_mxn", "executed_2018_mxn", "real_change") == [
        ("salud", D(100), D(240), NOT_COMPARABLE),  # not the same programmes
        ("marina", D(60), D("66.10"), NOT_COMPARABLE),  # a declared break
    ]
    near = comparison.compare(store, chosen(years=(2017, 2018)), "es")
    assert cells(near, "id", "real_change") == [("salud", D("0.818182")), ("marina", D("-0.089532"))]


def test_deviation_adds_up_only_programmes_that_report_both(store: Store) -> None:
    result = comparison.deviation(store, chosen(), "es")
    assert cells(result, "id", "approved_mxn", "executed_mxn", "difference_mxn", "relative_difference") == [
        ("salud", D(100), D(120), D(20), D("0.200000")),
        ("marina", D(60), D(66), D(6), D("0.100000")),
    ]
    assert any("ambos" in note.es for note in result.notes)


def test_headlines_say_no_change_where_it_is_not_comparable(store: Store) -> None:
    approved, executed, net = headlines(store)
    assert (approved.pesos, approved.change) == (D(260), None)
    assert (executed.pesos, executed.change) == (D("306.10"), D("0.496090"))
    assert (net.pesos, net.change, net.selection.scope) == (D(700), None, "net")


def test_money_is_never_float(store: Store) -> None:
    for result in (budget.ranking(store, chosen(), "es"), comparison.deviation(store, chosen(), "es")):
        kinds = {type(row[column.name]) for row in result.rows for column in result.measures}
        assert kinds <= {Decimal, Gap}


def test_a_store_without_prices_still_answers_nominal(fresh: Fresh) -> None:
    bare = tiny.store(fresh(), price_index_year=[])
    assert cells(budget.ranking(bare, chosen(), "es"), "id", "real_change") == [
        ("salud", NOT_COMPARABLE),
        ("marina", NOT_COMPARABLE),
    ]
    later = budget.ranking(bare, chosen(year=2018), "es")
    no_index = Gap(State.NOT_HELD, words.no_deflator([2017, 2018]))
    assert dict(cells(later, "id", "real_change"))["marina"] == no_index
    real = budget.ranking(bare, chosen(prices="real", base=2023), "es")
    assert {state_of(row["executed_mxn_of_2023"]) for row in real.rows} == {State.NOT_HELD}
