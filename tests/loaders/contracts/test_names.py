"""One key for the ways of writing one name; company forms tell legal persons."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.contracts import names, suppliers

_NAME = st.text("ABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚ áéíñ&.-", min_size=1, max_size=40)
_STEM = st.text("DFGJKLMNP", min_size=4, max_size=12)
_FORMS = (" SA DE CV", ", S.A. de C.V.", " S. A.  DE  C. V.", "\tS.A DE C.V", " S.A. DE .C.V.", " sa de cv.")


@given(_NAME)
def test_the_key_of_a_key_is_itself_and_plain(name: str) -> None:
    found = names.key(name)
    assert names.key(found) == found
    assert re.fullmatch(r"([0-9A-Z]+( [0-9A-Z]+)*)?", found)


@given(_STEM, _STEM, st.sampled_from(_FORMS), st.sampled_from(_FORMS))
def test_case_accents_punctuation_and_form_do_not_count(one: str, two: str, form: str, other: str) -> None:
    assert names.key(f"{one} {two}{form}") == names.key(f" {one.lower()},  {two.title()}{other} ")
    assert names.is_legal(f"{one} {two}{form}")
    assert not names.is_legal(f"{one} {two}")


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_an_identity_fit_for_an_address(name: str) -> None:
    found = suppliers.by_name(name).supplier_id
    assert found is None or re.fullmatch(r"name\.[a-z0-9-]*-[0-9a-f]{8}", found)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("GRUPO VITALMEX SA DE CV", "GRUPO VITALMEX"),
        ("CIA. PROCTER & GAMBLE MEXICO, S. DE R.L. DE C.V.", "CIA PROCTER Y GAMBLE MEXICO"),
        ("Teléfonos de México S.A.B de C.V.", "TELEFONOS DE MEXICO"),
        ("INCLUSIÓN ZACATECAS, A.C.", "INCLUSION ZACATECAS"),
        ("JM ENDOSCOPIA SCP", "JM ENDOSCOPIA"),
        ("CRUZ ROJA MEXICANA IAP", "CRUZ ROJA MEXICANA"),
        ("CASA DE MONEDA DE MÉXICO", "CASA DE MONEDA DE MEXICO"),
        ("S.A. de C.V.", "SA DE CV"),
    ],
)
def test_names_as_the_files_write_them(name: str, key: str) -> None:
    assert names.key(name) == key


@pytest.mark.parametrize(
    ("rfc", "name", "country", "person"),
    [
        ("BAX871207MN3", "BAXTER SA DE CV", "MX", "legal"),
        ("XAXX010101000", "BAXTER SA DE CV", "MX", "legal"),
        ("XEXX010101000", "Otra Casa", "US", "foreign"),
        (None, "Medical Supplies Inc.", "US", "legal"),
        (None, "Juana Inventada Pérez", "MX", "unknown"),
        ("IAPJ800101AB1", "Juana Inventada Pérez", None, "natural"),
        ("", "Jane Roe", "DE", "foreign"),
    ],
)
def test_the_kind_of_person_is_told_by_code_then_name_then_country(
    rfc: str | None, name: str, country: str | None, person: str
) -> None:
    assert suppliers.person(rfc, name, country) == person
