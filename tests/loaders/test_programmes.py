"""Which programme of one year is which of another: what is declared, and what the names show."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from loaders import bundle, clean
from loaders.errors import DeclarationError, UnknownCode
from loaders.model import RawFile, Reading, Text
from loaders.program_links import program_links
from loaders.programmes import Link, alike, declared, linked, links
from loaders.registry import dataset
from loaders.schema import metadata, table

RAW = os.environ.get("CUENTAS_RAW")
REASONS = {"why": {"es": "porque sí", "en": "because"}}
WHY = Text("porque sí", "because")


def entry(**changed: Any) -> dict[str, Any]:
    given = {"kind": "renamed", "program": "salud.S200", "last": 2014, "first": 2015, "because": "why"}
    return {**given, "was": "Caravanas de la Salud", "now": "Unidades Médicas Móviles", **changed}


def from_to(before: str, after: str, **changed: Any) -> dict[str, Any]:
    made = entry(**{"from": before, "to": after}, **changed)
    return {key: value for key, value in made.items() if key != "program"}


@pytest.mark.parametrize("link", links(), ids=lambda link: f"{link.before}-{link.first}")
def test_every_declared_link_says_why_in_both_languages(link: Link) -> None:
    assert link.reason.es
    assert link.reason.en
    assert link.declared
    assert link.breaks == (link.kind in ("code_reused", "candidate") and link.before == link.after)


def test_a_link_that_contradicts_itself_is_refused() -> None:
    wrong = {
        "no such kind": entry(kind="gone"),
        "no such reason": entry(because="magic"),
        "its code changes": from_to("salud.S200", "salud.S201"),
        "another code of the same agency": from_to("salud.S200", "marina.S200", kind="renumbered"),
        "not another agency": from_to("salud.S200", "salud.S201", kind="moved"),
        "cannot follow itself": entry(first=2014),
        "run backwards": from_to("salud.S200", "salud.S201", kind="renumbered", first=2013),
        "a name is missing": entry(now=""),
    }
    for words, found in wrong.items():
        with pytest.raises(DeclarationError, match=words):
            declared({"reason": REASONS, "link": [found]})
    with pytest.raises(DeclarationError, match="declared twice"):
        declared({"reason": REASONS, "link": [entry(), entry()]})
    with pytest.raises(UnknownCode, match="luna"):
        declared({"reason": REASONS, "link": [entry(program="luna.S200")]})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "Prestación de servicios en los diferentes niveles de atención a la salud",
            "Atención a la Salud",
            True,
        ),
        ("FAIS Municipal", "FAIS Municipal y de las Demarcaciones Territoriales del Distrito Federal", True),
        ("Programa Escuela Segura", "PROGRAMA DE ESCUELA  SEGURA.", True),
        ("Comedores Comunitarios", "Pensión para el Bienestar de las Personas con Discapacidad", False),
        ("Programa de la Reforma Educativa", "Programa de Atención Directa a la Escuela", False),
        ("Sin nombre", "Sembrando Vida", False),
    ],
)
def test_names_are_alike_when_most_words_of_the_shorter_one_are_shared(
    one: str, other: str, same: bool
) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


@given(st.text(max_size=80))
def test_a_name_is_like_itself(name: str) -> None:
    assert alike(name, name)


NAMES: Mapping[str, Mapping[int, str]] = {
    "bienestar.U009": {2016: "Comedores Comunitarios", 2017: "Comedores comunitarios", 2019: "Pensión"},
    "bienestar.S279": {2018: "Comedores Comunitarios"},
    "salud.Z001": {2019: "Programa nuevo de este año"},
}


def test_an_unlike_name_that_nobody_declared_is_a_candidate_that_breaks() -> None:
    (found,) = linked(NAMES, known=())
    assert (found.kind, found.before, found.last, found.first) == ("candidate", "bienestar.U009", 2017, 2019)
    assert (found.was, found.now) == ("Comedores comunitarios", "Pensión")
    assert found.breaks
    assert not found.declared


def test_a_declared_change_is_not_found_again() -> None:
    reused = Link("code_reused", "bienestar.U009", "bienestar.U009", 2017, 2019, "a", "b", WHY)
    assert linked(NAMES, known=[reused]) == (reused,)


def test_a_link_counts_only_between_programmes_that_are_held() -> None:
    moved = Link("renumbered", "bienestar.U009", "bienestar.S279", 2017, 2018, "a", "a", WHY)
    later = Link("moved", "salud.Z001", "marina.Z001", 2019, 2020, "a", "a", WHY)
    assert moved in linked(NAMES, known=[moved, later])
    assert later not in linked(NAMES, known=[moved, later])


def test_a_new_programme_is_just_new() -> None:
    assert not linked(
        {"salud.Z001": {2023: "Programa nuevo"}, "salud.E023": {2022: "x", 2023: "x"}}, known=()
    )


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    engine = sa.create_engine(f"duckdb:///{tmp_path / 'small.duckdb'}")
    metadata().create_all(engine)
    with engine.begin() as made:
        yield made
    engine.dispose()


def member(year: int, name: str) -> dict[str, Any]:
    given = {"dimension": "program", "member_id": "bienestar.U010", "code": "U010", "parent_dimension": None}
    return {**given, "fiscal_year": year, "name": name, "parent_id": None}


def account(year: int, row: int) -> dict[str, Any]:
    line = dict.fromkeys(table("account_line").c.keys())
    text = {"agency_id": "bienestar", "program_id": "bienestar.U010", "moment": "approved", "reported": True}
    return {
        **line,
        **text,
        "fiscal_year": year,
        "source_row": row,
        "source_file_id": f"public_account.{year}",
    }


def test_a_code_used_again_is_stored_with_the_rows_of_both_names(connection: sa.Connection) -> None:
    names = [member(2015, "Vaquita Marina"), member(2017, "Sin presupuesto"), member(2019, "Sembrando Vida")]
    connection.execute(sa.insert(table("member")), names)
    connection.execute(
        sa.insert(table("account_line")), [account(2015, 20), account(2015, 9), account(2019, 7)]
    )
    (found,) = program_links(connection)
    assert (found["kind"], found["breaks"], found["declared"]) == ("code_reused", True, True)
    assert (found["before_year"], found["before_file_id"], found["before_row"]) == (
        2015,
        "public_account.2015",
        9,
    )
    assert (found["after_year"], found["after_file_id"], found["after_row"]) == (
        2019,
        "public_account.2019",
        7,
    )
    connection.execute(sa.insert(table("program_link")), [found])


def require_in_the_files(readings: Iterable[Reading]) -> None:
    """Every declared name stands in its year's files, and no change to an unlike name is left undeclared."""
    members = [row for one in readings for row in one.tables["member"].rows(named=True)]
    published: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in members:
        if row["dimension"] == "program":
            published[row["member_id"]][row["fiscal_year"]].append(row["name"])
    for link in links():
        assert clean.words(link.was) in published[link.before][link.last], link
        assert clean.words(link.now) in published[link.after][link.first], link
    for place in (0, -1):
        names = {key: {year: held[place] for year, held in years.items()} for key, years in published.items()}
        assert [link for link in linked(names) if not link.declared] == []


def test_every_declared_name_is_in_the_snapshot_and_every_unlike_change_is_declared() -> None:
    wanted = frozenset({"public_account", "approved_budget"})
    require_in_the_files(
        one.reading for one in bundle.read(bundle.folder(), wanted) if "member" in one.reading.tables
    )


@pytest.mark.raw
@pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
def test_every_declared_name_is_in_the_official_files() -> None:
    require_in_the_files(_official(Path(RAW or "")))


def _official(folder: Path) -> Iterator[Reading]:
    budget = folder / "budget/PEF_2021.csv.gz"
    yield dataset("approved_budget").read(RawFile(budget.name, budget, 2021))
    for year in range(2013, 2024):
        path = folder / f"budget/cp_ramo_programa_{year}.xls"
        yield dataset("public_account").read(RawFile(path.name, path, year))
