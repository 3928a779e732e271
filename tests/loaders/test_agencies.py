"""The identity of each ramo over the years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.agencies import Agency, agencies, by_id, by_name, by_ramo, find_entity, fold, slug
from loaders.errors import UnknownCode

PGR_2019 = "Procuraduría General de la República (ahora Fiscalía General de la República)"
KINDS = {"branch", "autonomous", "administrative", "general", "controlled_entity"}


@pytest.mark.parametrize("agency", agencies(), ids=lambda agency: agency.agency_id)
def test_every_agency_has_an_identity_both_names_and_a_number(agency: Agency) -> None:
    assert slug(agency.agency_id) == agency.agency_id
    assert agency.kind in KINDS
    assert agency.name.es
    assert agency.name.en
    assert all(len(ramo.value) == 2 and ramo.value.isdigit() for ramo in agency.ramos)
    assert any(fold(dated.value) == fold(agency.name.es) for dated in agency.names)
    assert by_id(agency.agency_id) is agency


def test_ids_and_order_are_unique() -> None:
    found = agencies()
    assert len({agency.agency_id for agency in found}) == len(found)
    assert [agency.sort_order for agency in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("name", "year", "agency_id", "ramo"),
    [
        ("Desarrollo Social", 2017, "bienestar", "20"),
        ("Desarrollo Social (Ahora Bienestar)", 2018, "bienestar", "20"),
        ("Bienestar", 2023, "bienestar", "20"),
        ("Procuraduría General de la República", 2013, "fiscalia", "17"),
        (
            "Procuraduría General de la República (ahora Fiscalía General de la República)",
            2019,
            "fiscalia",
            "17",
        ),
        ("Fiscalía General de la República", 2020, "fiscalia", "49"),
        ("Instituto Federal Electoral", 2013, "ine", "22"),
        ("Presidencia de la República", 2013, "presidencia", "02"),
        ("Instituto Nacional de Estadística y Geografía", 2014, "inegi", "40"),
        ("Agricultura y\xa0Desarrollo Rural", 2021, "agricultura", "08"),
        ("Tribunal Federal de Justicia\xa0Administrativa", 2021, "tfja", "32"),
        ("Infraestructura, Comunicaciones y Transportes", 2022, "comunicaciones-transportes", "09"),
        ("Seguridad y Protección Ciudadana", 2019, "seguridad", "36"),
    ],
)
def test_a_renamed_institution_keeps_its_identity(name: str, year: int, agency_id: str, ramo: str) -> None:
    agency = by_name(name, year)
    assert (agency.agency_id, agency.ramo_code_in(year)) == (agency_id, ramo)
    assert by_ramo(ramo, year) is agency


def test_a_number_given_to_another_institution_is_another_identity() -> None:
    assert by_ramo("36", 2013).agency_id == "seguridad-publica"
    assert by_ramo("36", 2021).agency_id == "seguridad"
    assert by_ramo("56", 2026).agency_id == "imss-bienestar"
    for ramo, year in (("36", 2016), ("55", 2025), ("56", 2025)):
        with pytest.raises(UnknownCode):
            by_ramo(ramo, year)


def test_the_attorney_general_stood_among_the_ministries_until_2019() -> None:
    assert [by_id("fiscalia").kind_in(year) for year in (2013, 2019, 2020)] == [
        "administrative",
        "administrative",
        "autonomous",
    ]
    assert by_id("ine").kind_in(2013) == "autonomous"


def test_numbers_are_read_with_one_digit_and_with_letters() -> None:
    assert by_ramo("1", 2021) is by_ramo("01", 2021)
    assert [by_ramo(code, 2021).agency_id for code in ("GYR", "GYN", "TZZ", "toq")] == [
        "imss",
        "issste",
        "pemex",
        "cfe",
    ]


def test_an_unknown_name_says_value_year_and_what_to_do() -> None:
    with pytest.raises(UnknownCode, match=r"2021.*'Secretaría de la Luna'.*agencies\.toml"):
        by_name("Secretaría de la Luna", 2021)
    with pytest.raises(UnknownCode, match=r"2016.*'Bienestar'"):
        by_name("Bienestar", 2016)


@pytest.mark.parametrize("code", ["", "99", "42", "17", "XXX"])
def test_an_unknown_number_is_an_error(code: str) -> None:
    with pytest.raises(UnknownCode, match="2021"):
        by_ramo(code, 2021)


def test_entes_belong_to_their_branch() -> None:
    found = find_entity("H. Cámara de  Diputados")
    assert found is not None
    agency, entity = found
    assert (agency.agency_id, entity.entity_id) == ("legislativo", "legislativo.h-camara-de-diputados")
    assert find_entity("Salud") is None


@given(st.text())
def test_folding_is_stable(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.sampled_from(agencies()), st.integers(0, 3), st.booleans())
def test_spaces_and_case_do_not_change_who_it_is(agency: Agency, pad: int, upper: bool) -> None:
    dated = agency.names[-1]
    year = dated.first or dated.last or 2021
    shown = dated.value.upper() if upper else dated.value
    assert by_name(" " * pad + shown.replace(" ", "\xa0 ") + " " * pad, year) is agency
