"""Every registered view, on the bundled snapshot: being registered is being tested."""

from __future__ import annotations

import csv
import io
import itertools
from decimal import Decimal
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from flask.testing import FlaskClient

from dashboard.charts import draw
from dashboard.components import card
from dashboard.data.filed import state_of
from dashboard.data.result import Gap, Result
from dashboard.data.selection import CHOICES, Selection, defaults, to_query
from dashboard.data.store import Store, Stores
from dashboard.views.model import View
from dashboard.views.registry import BY_SLUG
from dashboard.views.resolve import resolve
from dashboard.views.summary import summary
from loaders.home import Home
from loaders.model import Language

LANGUAGES: tuple[Language, ...] = ("es", "en")
CASES = list(itertools.product(BY_SLUG, LANGUAGES))


@pytest.fixture(scope="module")
def store(stored: Home) -> Store:
    return Stores(stored).current()


def start(view: View, store: Store) -> Selection:
    resolved = resolve(to_query(defaults(view.slug)), store.facts)
    assert resolved.problems == ()
    assert resolved.nearest is None
    return resolved.selection


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_a_view_answers_and_is_drawn(store: Store, slug: str, language: Language) -> None:
    view = BY_SLUG[slug]
    shown = card.answer(view, start(view, store), store, language)
    assert shown.result.rows
    assert shown.result.store_version == store.version
    assert shown.result.sources
    assert shown.title
    go.Figure(draw.figure(shown.chart, shown.result, language))  # raises where plotly would refuse it
    for width in (340, 720):
        ElementTree.fromstring(draw.svg(shown.chart, shown.result, language, width=width))
    assert summary(shown.chart, shown.result, language)


@pytest.mark.parametrize("slug", BY_SLUG)
def test_rows_carry_their_columns_and_exact_money(store: Store, slug: str) -> None:
    view = BY_SLUG[slug]
    result = view.ask(store, start(view, store), "es")
    for row in result.rows:
        assert {column.name for column in result.columns} <= set(row)
        assert all(isinstance(row[column.name], Decimal | Gap) for column in result.measures)


@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_held_choice_of_every_control_answers(store: Store, slug: str) -> None:
    """Each scope, breakdown, moment and measure that can be chosen gives an answer that can be drawn."""
    view, asked = BY_SLUG[slug], 0
    grid = itertools.product(CHOICES["scope"], CHOICES["by"], CHOICES["moment"], CHOICES["measure"])
    for scope, by, moment, measure in grid:
        year = 2021 if scope != "federal" else 2016
        words = {"scope": scope, "by": by, "moment": moment, "measure": measure, "year": year}
        resolved = resolve(to_query(_with(defaults(slug), words)), store.facts)
        if resolved.nearest is None:
            shown = card.answer(view, resolved.selection, store, "en")
            assert draw.figure(shown.chart, shown.result, "en")["data"] or not shown.result.rows
            assert not _without_state(shown.result), words
            asked += 1
    assert asked


def _without_state(result: Result) -> list[object]:
    """The cells of measures that are neither a number nor in a state that is told."""
    cells = (row[column.name] for row in result.rows for column in result.measures)
    return [cell for cell in cells if not isinstance(cell, Decimal | Gap)]


def _with(selection: Selection, words: dict[str, object]) -> Selection:
    return Selection(**{**vars(selection), **words})


def amounts(result: Result, column: str) -> Decimal:
    cells = (row[column] for row in result.rows)
    return sum((cell for cell in cells if isinstance(cell, Decimal)), Decimal(0))


@pytest.mark.parametrize(
    ("query", "column", "total"),
    [
        ("alcance=pef-neto&ejercicio=2021&momento=aprobado", "approved_mxn", "6295736.2"),
        ("alcance=pef-bruto&ejercicio=2021&momento=aprobado&por=unidad", "approved_mxn", "7230920.9"),
        ("vista=estados", "approved_mxn", "7230920.9"),
    ],
)
def test_breakdowns_add_up_to_the_published_total(store: Store, query: str, column: str, total: str) -> None:
    resolved = resolve(f"{query}&precios=corrientes", store.facts)
    result = resolved.view.ask(store, resolved.selection, "es")
    assert (amounts(result, column) / 10**6).quantize(Decimal("0.1")) == Decimal(total)


def test_salud_2023_as_published(store: Store) -> None:
    resolved = resolve("vista=diferencia&precios=corrientes&ramos=salud", store.facts)
    (row,) = resolved.view.ask(store, resolved.selection, "es").rows
    assert (row["approved_mxn"], row["executed_mxn"]) == (
        Decimal("209616460086.00"),
        Decimal("105425429194.11"),
    )


def test_ramo_19_is_never_joined_across_its_break(store: Store) -> None:
    resolved = resolve("vista=serie&ramos=aportaciones-seguridad-social&precios=corrientes", store.facts)
    result = resolved.view.ask(store, resolved.selection, "es")
    assert (2016, 2017) in {(item.before, item.after) for item in result.breaks}
    approved = resolve("vista=serie&ramos=aportaciones-seguridad-social&momento=aprobado", store.facts)
    breaks = approved.view.ask(store, approved.selection, "es").breaks
    # R023 is approved again in 2022-23: another set of programmes, another break.
    assert {(item.before, item.after) for item in breaks} == {(2016, 2017), (2021, 2022)}


@pytest.mark.parametrize(("slug", "language"), CASES)
def test_the_csv_has_exactly_the_rows_shown(
    client: FlaskClient, store: Store, slug: str, language: Language
) -> None:
    prefix = "" if language == "es" else "/en"
    answered = client.get(f"{prefix}/descargas/{slug}.csv")
    assert answered.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answered.get_data(as_text=True))))
    view = BY_SLUG[slug]
    result = view.ask(store, start(view, store), language)
    assert [row["id"] for row in rows] == [row["id"] for row in result.rows]
    measure = result.measures[0].name
    assert [row[measure] for row in rows] == [
        "" if isinstance(r[measure], Gap) else f"{r[measure]}" for r in result.rows
    ]
    for column in result.measures:
        states = [state_of(r[column.name]).value for r in result.rows]
        # A measure without a gap needs no column that says so.
        assert [row.get(f"{column.name}_state", "value") for row in rows] == states


@pytest.mark.parametrize("slug", BY_SLUG)
def test_the_receipt_and_the_image_are_served(client: FlaskClient, store: Store, slug: str) -> None:
    told = client.get(f"/descargas/{slug}.json").get_json()
    assert told["store_version"] == store.version
    assert "/presupuesto" in told["permalink"]
    assert all(len(file["sha256"]) == 64 for file in told["files"])
    assert told["data"]
    assert told["sources"]
    ElementTree.fromstring(client.get(f"/en/descargas/{slug}.svg").get_data(as_text=True))


@pytest.mark.parametrize(
    "address",
    [
        "/descargas/nada.csv",
        "/descargas/ranking.exe",
        "/descargas/ranking.csv?ejercicio=1999",
        "/descargas/ranking.csv?momento=x",
    ],
)
def test_a_download_that_cannot_be_says_why(client: FlaskClient, address: str) -> None:
    answered = client.get(address)
    assert answered.status_code == 404
    assert answered.get_data(as_text=True).strip()
