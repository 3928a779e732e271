"""The public accounts of 2008-2013, key by key: what must not be compared or read as something else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.app import create_app
from dashboard.data import words
from dashboard.data.result import Gap, Result
from dashboard.data.store import Store, Stores
from dashboard.settings import Settings
from dashboard.views.resolve import resolve
from loaders.home import Home
from loaders.model import Language
from tests.loaders.flat_files import ACCOUNT_2008, ACCOUNT_2012, ACCOUNT_2013, PEF
from tests.loaders.held import book, filled, keys, written

ACCOUNT = "precios=corrientes&alcance=cuenta-publica"
SALUD = {"ramo": "12", "modality": "E", "programme": "23"}
PGR = {"ramo": "17", "ramo_name": "Procuraduría General de la República", "unit": "100", "programme": "2"}
INTERIOR = {"ramo": "4", "ramo_name": "Gobernación", "unit": "100", "modality": "P", "programme": "1"}
IMSS = {"ramo": "GYR", "ramo_name": "Instituto Mexicano del Seguro Social", "unit": "GYR", "programme": "1"}
NOWHERE = {"state": "0", "state_name": ""}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("old accounts")
    for year in (2010, 2011, 2012):
        head = ACCOUNT_2012 if year == 2012 else ACCOUNT_2008
        rows = [
            {**row, "specific": "3304" if year == 2010 else "33901"}
            for row in keys((SALUD, "100"), (PGR, "40"), (INTERIOR, "60"), year=year)
        ]
        if year == 2012:
            rows[1] |= NOWHERE
        written(folder / "in", f"Cuenta_Publica_{year}.csv", head, rows)
    rows = keys((SALUD, "100"), (PGR, "40"), (INTERIOR, "60"), (IMSS, "500"), year=2013)
    written(folder / "in", "cuenta_publica_2013_ra_ecd.csv", ACCOUNT_2013, rows)
    books = [
        book(2013, [("salud", "E023", "100"), ("fiscalia", "E002", "40"), ("gobernacion", "P001", "60")]),
        book(2014, [("salud", "E023", "100"), ("fiscalia", "E002", "40"), ("gobernacion", "P001", "60")]),
    ]
    return Stores(filled(Home(folder / "home"), folder / "in", books)).current()


def asked(store: Store, query: str) -> Result:
    found = resolve(query, store.facts)
    assert (found.problems, found.nearest) == ((), None)
    return found.view.ask(store, found.selection, "es")


def changes(result: Result) -> dict[str, Any]:
    return {str(row["id"]): row["real_change"] for row in result.rows}


def withheld(change: object) -> bool:
    """Whether a change is not given because its years are not comparable (no deflator is held here)."""
    return isinstance(change, Gap) and change.reason == words.NOT_COMPARABLE


@pytest.mark.parametrize(
    ("year", "by", "broken"),
    [
        (2011, "capitulo", True),
        (2011, "concepto", True),
        (2011, "finalidad", False),
        (2011, "programa", False),
        (2011, "fuente", False),
        (2012, "funcion", True),
        (2012, "subfuncion", True),
        (2012, "programa", True),
        (2012, "capitulo", False),
        (2012, "ramo", False),
    ],
)
def test_codes_of_another_classification_are_not_compared(
    store: Store, year: int, by: str, broken: bool
) -> None:
    found = changes(asked(store, f"{ACCOUNT}&ejercicio={year}&por={by}&momento=ejercido"))
    assert found
    assert {withheld(change) for change in found.values()} == {broken}


@pytest.mark.parametrize("by", ["capitulo", "finalidad", "funcion", "fuente", "tipo-de-gasto", "entidad"])
def test_from_2012_to_2013_no_code_is_compared_into_which_four_ramos_enter(store: Store, by: str) -> None:
    found = changes(asked(store, f"{ACCOUNT}&ejercicio=2013&por={by}&momento=aprobado"))
    assert all(withheld(change) for change in found.values())


def test_an_agency_of_2012_is_still_compared_with_itself_in_2013(store: Store) -> None:
    found = changes(asked(store, f"{ACCOUNT}&ejercicio=2013&momento=aprobado"))
    assert found["imss"].reason.es == "no aparece en 2012"
    assert not withheld(found["salud"])


def test_the_old_object_has_a_chapter_and_a_concept_and_nothing_between_it_and_them(store: Store) -> None:
    found = asked(store, f"{ACCOUNT}&ejercicio=2010&por=partida&momento=ejercido")
    assert [row["id"] for row in found.rows] == ["3304"]
    assert [
        row["id"] for row in asked(store, f"{ACCOUNT}&ejercicio=2010&por=capitulo&momento=ejercido").rows
    ] == ["3000"]
    assert resolve(f"{ACCOUNT}&ejercicio=2010&por=partida-generica&momento=ejercido", store.facts).nearest


@pytest.mark.parametrize(
    ("query", "agency_id", "breaks"),
    [
        ("vista=serie&momento=aprobado&ramos=gobernacion", "gobernacion", {(2012, 2013)}),
        ("vista=serie&momento=aprobado&ramos=fiscalia", "fiscalia", set()),
        ("vista=serie&momento=aprobado&por=programa", "", {(2011, 2012), (2012, 2013)}),
    ],
)
def test_no_line_joins_what_the_files_show_otherwise(
    store: Store, query: str, agency_id: str, breaks: set[tuple[int, int]]
) -> None:
    result = asked(store, f"precios=corrientes&{query}")
    assert {row["fiscal_year"] for row in result.rows if not isinstance(row["approved_mxn"], Gap)} == {
        2010, 2011, 2012, 2013, 2014,
    }  # fmt: skip
    assert {(one.before, one.after) for one in result.breaks} == breaks


@pytest.mark.parametrize(
    ("year", "moment", "told"), [(2012, "ejercido", "sin IMSS"), (2013, "aprobado", "con IMSS")]
)
def test_what_is_covered_is_said_year_by_year(store: Store, year: int, moment: str, told: str) -> None:
    result = asked(store, f"{ACCOUNT}&ejercicio={year}&momento={moment}")
    assert told in result.scope.es


def test_what_has_no_state_is_told_and_is_in_no_row(store: Store) -> None:
    result = asked(store, f"{ACCOUNT}&ejercicio=2012&por=entidad&momento=ejercido")
    assert (
        sum(row["exercised_mxn"] for row in result.rows if isinstance(row["exercised_mxn"], Decimal)) == 160
    )
    (said,) = (one.es for one in result.missing if "Entidad" in one.es)
    assert "40" in said
    assert "20.0" in said
    assert "ninguna fila" in said
    assert not asked(store, f"{ACCOUNT}&ejercicio=2012&momento=ejercido").missing


def test_a_ramo_has_the_number_of_its_year(store: Store) -> None:
    rows = asked(store, f"{ACCOUNT}&ejercicio=2012&momento=ejercido").rows
    assert {row["id"]: row["code"] for row in rows} == {"fiscalia": "17", "gobernacion": "04", "salud": "12"}


def test_years_are_offered_only_where_their_files_have_the_data(store: Store) -> None:
    for query in ("ejercicio=2011&por=entidad&momento=ejercido", "ejercicio=2012&momento=ejercicio"):
        assert resolve(f"{ACCOUNT}&{query}", store.facts).nearest is not None
    assert store.facts.years_of("account", "state", "exercised") == (2012,)
    assert store.facts.years_of("account", "agency", "executed") == (2013,)


def named(store: Store, query: str, language: Language = "es") -> dict[str, str]:
    found = resolve(query, store.facts)
    result = found.view.ask(store, found.selection, language)
    return {str(row["id"]): str(row["name"]) for row in result.rows}


def test_an_object_that_its_file_does_not_name_has_the_name_of_another_year(with_names: Store) -> None:
    query = f"{ACCOUNT}&momento=ejercido&por=capitulo"
    assert named(with_names, f"{query}&ejercicio=2011") == {"3000": "Servicios generales"}
    # Of the classification of four digits nobody gives the name.
    assert named(with_names, f"{query}&ejercicio=2010") == {"3000": "3000 (sin nombre en la fuente)"}
    assert named(with_names, f"{query}&ejercicio=2010", "en") == {"3000": "3000 (no name in the source)"}


def test_a_code_without_any_name_says_so(store: Store) -> None:
    told = named(store, f"{ACCOUNT}&momento=ejercido&por=capitulo&ejercicio=2011")
    assert told == {"3000": "3000 (sin nombre en la fuente)"}


@pytest.mark.parametrize(("year", "leads"), [(2010, False), (2011, True)])
def test_a_concept_leads_inside_only_where_its_parts_are_held(
    store: Store, static: Path, year: int, leads: bool
) -> None:
    with create_app(Settings(home=store.home or Home(Path()), static=static)).test_client() as reader:
        address = f"/presupuesto?vista=recuadros&alcance=cuenta-publica&ejercicio={year}&momento=ejercido"
        page = reader.get(f"{address}&por=concepto&precios=corrientes").text
    assert ("dentro=3300" in page) == leads


@pytest.fixture(scope="module")
def with_names(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("named")
    for year, code in ((2010, "3304"), (2011, "33901")):
        rows = [{**row, "specific": code} for row in keys((SALUD, "100"), year=year)]
        written(folder / "in", f"Cuenta_Publica_{year}.csv", ACCOUNT_2008, rows)
    written(folder / "in", "PPEF_2021.csv", (*PEF, "MONTO_PROYECTO"), keys((SALUD, "5"), year=2021))
    return Stores(filled(Home(folder / "home"), folder / "in")).current()
