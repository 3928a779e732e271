"""Warnings of the accounts of 2008-2013, of half of 2020 and of the draft of 2021 go with their figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.data.figure_warnings import declared
from dashboard.data.result import Result
from dashboard.data.store import Store, Stores
from dashboard.views.resolve import resolve
from loaders.agencies import by_id
from loaders.home import Home
from loaders.registry import datasets
from tests.loaders.flat_files import ACCOUNT_2008, ACCOUNT_2012, ACCOUNT_2013, ADVANCE, PEF
from tests.loaders.held import filled, keys, written

SALUD = {"ramo": "12", "modality": "E", "programme": "23"}
ENERGY = {"ramo": "18", "ramo_name": "Energía", "unit": "100", "modality": "P", "programme": "1"}
PROVISIONS = {
    "ramo": "23",
    "ramo_name": "Provisiones Salariales y Económicas",
    "programme": "2",
    "unit": "411",
}
PENSIONS = {"ramo": "19", "ramo_name": "Aportaciones a Seguridad Social", "programme": "3", "unit": "411"}
SECURITY = {"ramo": "36", "ramo_name": "Seguridad Pública", "unit": "100", "programme": "4"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("warned")
    place = folder / "in"
    rows = keys((SALUD, "5"), (ENERGY, "4"), (PROVISIONS, "3"), (PENSIONS, "2"), year=2008)
    written(place, "Cuenta_Publica_2008.csv", ACCOUNT_2008, [{**row, "specific": "3304"} for row in rows])
    written(place, "Cuenta_Publica_2012.csv", ACCOUNT_2012, keys((SALUD, "5"), (ENERGY, "4"), year=2012))
    rows = keys((SALUD, "5"), (ENERGY, "4"), (SECURITY, "3"), year=2013)
    written(place, "cuenta_publica_2013_ra_ecd.csv", ACCOUNT_2013, rows)
    written(place, "pef_ac01_avance_2t_2020.csv", ADVANCE, keys((SALUD, "5"), year=2020))
    written(place, "PPEF_2021.csv", (*PEF, "MONTO_PROYECTO"), keys((SALUD, "5"), year=2021))
    return Stores(filled(Home(folder / "home"), place)).current()


def told(store: Store, query: str) -> dict[str, frozenset[str]]:
    found = resolve(f"precios=corrientes&{query}", store.facts)
    assert (found.problems, found.nearest) == ((), None)
    result: Result = found.view.ask(store, found.selection, "es")
    return {one.id: one.keys for one in result.warnings}


@pytest.mark.parametrize("moment", ["aprobado", "ejercido"])
@pytest.mark.parametrize("view", ["ranking", "recuadros"])
def test_2008_is_never_shown_as_overspent(store: Store, view: str, moment: str) -> None:
    found = told(store, f"vista={view}&alcance=cuenta-publica&ejercicio=2008&momento={moment}")
    assert found["approved_below_exercised_2008_ramo_18"] == {"energia"}
    assert found["approved_below_exercised_2008_ramo_19"] == {"aportaciones-seguridad-social"}
    assert found["approved_below_exercised_2008_ramo_23"] == {"provisiones-salariales"}
    assert {"approved_below_exercised_2008", "without_ramos_50_to_53"} <= found.keys()


def test_the_series_of_the_federal_government_carries_it_too(store: Store) -> None:
    found = told(store, "vista=serie&momento=aprobado&ramos=energia")
    assert found["approved_below_exercised_2008_ramo_18"] == {"energia"}


def test_there_is_no_view_of_approved_against_exercised_of_2008(store: Store) -> None:
    for scope in ("gobierno-federal", "cuenta-publica"):
        found = resolve(f"vista=diferencia&alcance={scope}&ejercicio=2008", store.facts)
        assert found.nearest is not None or found.selection.year != 2008


def test_2012_and_2013_are_told_apart(store: Store) -> None:
    assert "without_ramos_50_to_53" in told(store, "alcance=cuenta-publica&ejercicio=2012&momento=aprobado")
    for moment in ("aprobado", "ejercicio"):
        found = told(store, f"alcance=cuenta-publica&ejercicio=2013&momento={moment}")
        assert "ramos_50_to_53_enter" in found
        assert found["energia_2013"] == {"energia"}
        assert found["seguridad_publica_2013"] == {"seguridad-publica"}
        assert found["approved_before_reorganisation_2013"] == {"salud"}


def test_a_programme_or_unit_carries_the_warning_of_its_agency(store: Store) -> None:
    for by in ("programa", "unidad"):
        found = told(store, f"alcance=cuenta-publica&ejercicio=2013&momento=ejercicio&por={by}")
        assert {key.split(".")[0] for key in found["energia_2013"]} == {"energia"}


def test_half_a_year_and_a_draft_say_what_they_are(store: Store) -> None:
    assert "half_year_2020" in told(store, "alcance=avance&ejercicio=2020&momento=pagado")
    assert "draft_2021" in told(store, "alcance=proyecto&ejercicio=2021&momento=proyecto")


def test_every_declared_warning_names_known_agencies_and_a_held_source() -> None:
    for one in declared():
        assert one.source in datasets(), one.id
        for agency_id in one.agencies:
            assert by_id(agency_id).agency_id == agency_id
        assert one.text.es.endswith(".")
        assert one.text.en.endswith(".")


@pytest.mark.parametrize(
    ("warning", "figures"),
    [
        ("approved_below_exercised_2008_ramo_19", ("190178.700000", "453884.357972")),
        ("approved_below_exercised_2008_ramo_23", ("51737.029005", "251058.077646")),
        ("approved_below_exercised_2008_ramo_18", ("35981.445203", "81117.755671")),
        ("approved_below_exercised_2008", ("2576691.830102", "1992356.257156")),
        ("energia_2013", ("2334.133445", "103221.91135146")),
        ("seguridad_publica_2013", ("41217.172226",)),
    ],
)
def test_the_figures_in_a_warning_are_those_of_the_file(warning: str, figures: tuple[str, ...]) -> None:
    (one,) = (one for one in declared() if one.id == warning)
    for figure in figures:
        for text in (one.text.es, one.text.en):
            assert f"{Decimal(figure):,.1f}" in text
