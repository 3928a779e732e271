"""Search over contracts and names: what is found, how it is counted and ordered, and what never is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from dashboard.data import search
from dashboard.data.contract_filter import ContractFilter, parse, to_query, without
from dashboard.data.search import Index
from dashboard.data.store import Record, Store
from loaders.schema import table
from loaders.search import schema
from tests.conftest import Homes
from tests.dashboard import contract_store


@pytest.fixture(scope="module")
def store(homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = contract_store.searchable(homes(tmp_path_factory.mktemp("search")))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def index(store: Store) -> Index:
    made = search.index_of(store)
    assert made is not None
    return made


def gathered(index: Index, chosen: ContractFilter) -> list[int]:
    """Return every number of a filter; those of few contracts and a range at a time must agree."""
    at_once = [number for piece in search.every_number(index, chosen, 8) for number in piece]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "PIECE", 3)
        pieces = list(search.every_number(index, chosen, 8))
    assert all(len(piece) <= 3 for piece in pieces)
    assert [number for piece in pieces for number in piece] == at_once
    return at_once


def numbers(store: Store, index: Index, query: str) -> list[int]:
    """Return the contracts of a query in their order; all ways of counting them must agree."""
    chosen, problems = parse(query)
    assert problems == ()
    found = search.find(store, index, chosen)
    every = gathered(index, chosen)
    shown = [row["contract_no"] for row in found.rows]
    assert found.total == len(shown) == len(every)
    assert sorted(shown) == every
    assert all(sum(count for _, count in found.facets[name]) >= found.total for name in search.FACETS)
    return shown


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("limpieza", {1, 2, 3, 4, 5, 7}),
        ("LIMPIEZA oficinas", {1}),
        ("hospital", {2, 8}),
        ("servicios limpieza hospitales", {2}),
        ("adquisicion medicamentos", {4, 5}),
        ("adquisición médicamento", {4, 5}),
        ('"servicio de limpieza"', {1, 2}),
        ('"limpieza servicio"', set()),
        ("medic*", {4, 5, 8}),
        ("AA-012000991-E4-2023", {4}),
        ("1004", {4}),
        ("LIM010203AB1", {1, 2, 3, 4, 5, 7}),
        ("médica sur", {8}),
        ("seguro social", {8}),
        ("nada-de-esto", set()),
    ],
)
def test_words_find(store: Store, index: Index, words: str, expected: set[int]) -> None:
    assert set(numbers(store, index, to_query(ContractFilter(words=words)))) == expected


@pytest.mark.parametrize("words", ["Quiroga", "Ibáñez", "zenaida quiroga", '"Zenaida Quiroga"', "quirog*"])
def test_who_may_be_a_natural_person_is_not_found_by_name(store: Store, index: Index, words: str) -> None:
    assert numbers(store, index, to_query(ContractFilter(words=words))) == []
    assert search.names(index, words) == {}


def test_the_name_of_another_in_a_title_stays_a_word_of_it(store: Store, index: Index) -> None:
    assert numbers(store, index, "q=Zenaida") == [7]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ejercicio=2022", {2}),
        ("ramo=marina", {5}),
        ("ramo=none", {2}),
        ("entidad=09&tipo=adquisiciones", {4, 5}),
        ("procedimiento=licitacion", {4}),
        ("monto-min=4000&monto-max=5000", {4, 5}),
        ("monto-max=1000", set()),
        ("monto-max=1001", {1}),
        ("senal=round_amount", {1, 4}),
        ("proveedor=name.medica-sur-1a2b3c4d", {8}),
        ("unidad=019GYR002", {8}),
        ("datos=compras_mx", {8}),
        ("cobertura=muestra&senal=year_end", {4}),
        ("q=limpieza&senal=round_amount&procedimiento=directa", {1}),
    ],
)
def test_conditions_choose(store: Store, index: Index, query: str, expected: set[int]) -> None:
    assert set(numbers(store, index, query)) == expected


def test_order_and_pages(store: Store, index: Index) -> None:
    assert numbers(store, index, "orden=mayor-monto") == [8, 6, 5, 4, 3, 2, 1, 7]
    assert numbers(store, index, "orden=menor-monto")[-1] == 7
    assert numbers(store, index, "orden=antiguos") == [1, 2, 3, 4, 5, 6, 8, 7]
    assert numbers(store, index, "") == [8, 6, 5, 4, 3, 2, 1, 7]
    deep = search.find(store, index, ContractFilter(page=3))
    assert (deep.total, list(deep.rows)) == (8, [])


def test_words_of_the_title_come_first(store: Store, index: Index) -> None:
    assert set(numbers(store, index, "q=limpieza")[:2]) == {1, 2}


def test_a_field_that_is_set_shows_what_else_there_is(store: Store, index: Index) -> None:
    facets = search.find(store, index, ContractFilter(year=2022)).facets
    assert dict(facets["year"]) == {"2023": 7, "2022": 1}
    assert dict(facets["agency"]) == {schema.NONE: 1}


FILTERS = st.builds(
    ContractFilter,
    year=st.sampled_from([None, 2022, 2023]),
    agency=st.sampled_from(["", "salud", "marina", schema.NONE]),
    state=st.sampled_from(["", "09", schema.NONE]),
    method=st.sampled_from(["", "direct", "open"]),
    category=st.sampled_from(["", "goods", "services"]),
    least=st.sampled_from([None, 0, 1001, 4000]),
    most=st.sampled_from([None, 1000, 5000, 10**9]),
    dataset=st.sampled_from(["", "compranet", "compras_mx"]),
    coverage=st.sampled_from(["", "sample_1_percent", "single_agency"]),
)


@pytest.fixture(scope="module")
def held(store: Store) -> list[Record]:
    """Every contract with the fields that are counted, as SQL tells them."""
    known, note = table("contract"), table("coverage_note")
    named = {"agency": "agency_id", "state": "state_id", "method": "procurement_method"}
    named |= {"category": "procurement_category", "dataset": "dataset_id"}
    columns = [func.coalesce(known.c[name], schema.NONE).label(field) for field, name in named.items()]
    joined = known.join(note, note.c.source_file_id == known.c.source_file_id)
    asked = select(known.c.fiscal_year.label("year"), known.c.amount_mxn, note.c.coverage, *columns)
    return list(store.rows(asked.select_from(joined)))


def meets(row: Record, chosen: ContractFilter) -> bool:
    amount = row["amount_mxn"]
    if chosen.least is not None and (amount is None or amount < chosen.least):
        return False
    if chosen.most is not None and (amount is None or amount > chosen.most):
        return False
    conditions = {name: getattr(chosen, name) for name in search.FACETS}
    return all(value in ("", None) or row[name] == value for name, value in conditions.items())


TYPED = st.sampled_from(
    [
        '"servicio de limpieza"',
        '"servicios de limpieza en hospitales"',
        '"limpieza general incluida" mantenimiento',
        '"secretaría de salud"',
        '"dirección de adquisiciones" "limpieza ágil"',
        '"limpieza ágil sa de cv"',
        '"ágil sa"',
        '"secretaria direccion"',
        '"limpieza de limpieza"',
    ]
)


@settings(deadline=None)
@given(typed=TYPED, chance=st.randoms(use_true_random=False))
def test_a_phrase_found_as_one_word_ranks_as_by_its_places(index: Index, typed: str, chance: Random) -> None:
    some = frozenset(chance.sample(sorted(index.frequent), chance.randrange(len(index.frequent))))
    ways = [scored(replace(index, frequent=known), typed) for known in (frozenset(), some, index.frequent)]
    assert ways[0] == ways[1] == ways[2]


def scored(index: Index, typed: str) -> list[Any]:
    query = search._all_of(search._clauses(index, ContractFilter(words=typed)))
    hits = index.contracts.search(query, limit=10).hits
    return [(pytest.approx(score, rel=1e-4), place.doc) for score, place in hits]


@settings(deadline=None)
@given(chosen=FILTERS)
def test_what_is_counted_is_what_the_store_has(
    store: Store, index: Index, held: list[Record], chosen: ContractFilter
) -> None:
    found = search.find(store, index, chosen)
    assert found.total == sum(meets(row, chosen) for row in held)
    for name in search.FACETS:
        others = [row for row in held if meets(row, without(chosen, name))]
        assert dict(found.facets[name]) == Counter(str(row[name]) for row in others)


def test_names_lead_to_pages(index: Index) -> None:
    found = search.names(index, "aseo")
    assert [(one.key, one.es) for one in found["supplier"]] == [
        ("rfc.LIM010203AB1", "LIMPIEZA ÁGIL SA DE CV")
    ]
    assert [one.key for one in search.names(index, "secretaria sal")["agency"]] == ["salud"]
    assert [one.key for one in search.names(index, "seguro soc")["procuring_unit"]] == ["019GYR002"]
    assert [one.es for one in search.names(index, "atencion medica")["program"]] == ["Atención a la salud"]
    # Siglas, as the contracts of the unit give them: in no name.
    assert [one.key for one in search.names(index, "imssx")["procuring_unit"]] == ["019GYR002"]
    assert search.names(index, "navy")["agency"][0].en == "Navy"
    assert search.names(index, "de la") == {}


@settings(deadline=None)
@given(typed=st.text(st.characters(exclude_categories=["Cs"])) | st.text('"*+-:()[]^~\\/?!&|{}<>.a '))
def test_no_words_are_an_error(store: Store, index: Index, typed: str) -> None:
    chosen, _ = parse(to_query(ContractFilter(words=typed)))
    assert search.find(store, index, chosen).total >= 0
    search.names(index, typed)


def test_until_the_index_is_there_it_is_said(homes: Homes, tmp_path: Path) -> None:
    store = contract_store.published(homes(tmp_path))
    assert search.index_of(store) is None
    store.engine.dispose()
