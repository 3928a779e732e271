"""Nothing that tells a natural person's code, address or telephone is left, and nothing else is taken."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.contracts import privacy

_LETTER = st.sampled_from("ABCDEFGHIJKLMNÑOPQRSTUVWXYZ&")
_DATE = st.dates().map(lambda day: f"{day:%y%m%d}")
_MARK = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=3, max_size=3)


def _code(letters: int) -> st.SearchStrategy[str]:
    start = st.text(_LETTER, min_size=letters, max_size=letters)
    return st.tuples(start, _DATE, _MARK).map("".join)


_WORDS = st.text("ABCDEFGHIJ áéí,.;:()/ \n\t", max_size=30).filter(lambda text: "ext" not in text.lower())


@given(_code(4), _WORDS, _WORDS, st.booleans())
def test_a_tax_code_of_a_natural_person_never_stays(code: str, before: str, after: str, lower: bool) -> None:
    text = f"{before} {code.lower() if lower else code} {after}"
    clean = privacy.scrub(text)
    assert code.lower() not in clean.lower()
    assert not re.search(r"(?i)(?<![0-9A-ZÑ&])[A-ZÑ&]{4}\d{6}[0-9A-Z]{3}(?![0-9A-ZÑ&])", clean)
    assert privacy.is_natural_rfc(code)
    assert not privacy.is_legal_rfc(code)


@given(_code(3))
def test_a_tax_code_of_a_legal_person_stays(code: str) -> None:
    assert privacy.scrub(f"RFC: {code}, S.A.") == f"RFC: {code}, S.A."
    assert privacy.is_legal_rfc(code)
    assert not privacy.is_natural_rfc(code)


@given(st.text(max_size=60))
def test_what_was_scrubbed_has_nothing_more_to_scrub(text: str) -> None:
    clean = privacy.scrub(text)
    assert privacy.scrub(clean) == clean


@given(st.lists(st.one_of(_code(4), _code(3), st.text(max_size=20), st.emails()), max_size=20))
def test_a_column_is_scrubbed_as_each_text_alone(texts: list[str]) -> None:
    found = privacy.scrubbed(pl.Series(texts, dtype=pl.String()))
    assert found.to_list() == [privacy.scrub(text) for text in texts]


_PIECES = (
    "Tel", "TELÉFONOS", "tlf", "télfs", "celular", "MÓVIL", "fax", "whats app", "conmutador", "LADA", "EXT.",
    "ext:", "núm", "NO", "+", "+ 52", "(", ")", "55", "961", "1234", "617", "00", "01", "5", "XEXX", "ABCÑ",
    "&bcd", "800101", "HDF", "AB1", "@", "x.mx", " ", "  ", ".", ":", "#", "°", "-", "/", ",", "\t", "\u00a0",
    "%40", "(at)", "[ arroba ]", " arroba ", " y ", "_", "449", "76", "extensión", "exts",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(_PIECES), min_size=2, max_size=12).map("".join), max_size=20))
def test_a_column_finds_the_private_pieces_that_each_text_alone_has(texts: list[str]) -> None:
    found = privacy.scrubbed(pl.Series(texts, dtype=pl.String()))
    assert found.to_list() == [privacy.scrub(text) for text in texts]


@given(_code(4), _code(3), st.text(max_size=14))
def test_columns_of_tax_codes_are_told_apart_as_each_alone(natural: str, legal: str, other: str) -> None:
    codes = [natural, legal, f" {legal[:3]}-{legal[3:9]}-{legal[9:]}", f"'{natural.lower()}", other]
    found = pl.DataFrame({"rfc": codes}).select(
        privacy.tidied_rfc(pl.col("rfc")).alias("tidy"),
        privacy.natural_rfc(privacy.tidied_rfc(pl.col("rfc"))).alias("natural"),
        privacy.legal_rfc(privacy.tidied_rfc(pl.col("rfc"))).alias("legal"),
    )
    assert found["tidy"].to_list()[:4] == [privacy.tidy_rfc(code) for code in codes[:4]]
    assert found["natural"].to_list()[:4] == [True, False, False, True]
    assert found["legal"].to_list()[:4] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Informes: Tel. 55 1234 5678 ext. 12", "Informes: […]"),
        ("TEL: (961) 617 00 20, de 9 a 14", "TEL: […], de 9 a 14"),
        ("cel. 9611234567 o maria.perez@ejemplo.gob.mx", "[…] o […]"),
        ("LLAMAR AL 55 1234 5678.", "LLAMAR AL […]."),
        ("+52 1 55 1234 5678", "[…]"),
        ("maria . perez @ ejemplo . gob . mx", "maria . […]"),
        ("XEXX-010101-000 y XEXX010101HDFLRR09", "[…] y […]"),
        ("XEXX010101 AB1, XEXX010101-AB1 y XEXX_010101_AB1", "[…], […] y […]"),
        ("https://x.mx/?rfc=XEXX010101AB1&id=1&XEXX010101AB1", "https://x.mx/?rfc=[…]&id=1&[…]"),
        ("RFCXEXX010101AB1.pdf", "RFC[…].pdf"),
        ("x.mx/detalle/eefb7789411f9accd34090459e", "x.mx/detalle/eefb7789411f9accd34090459e"),
        ("CCON231124410502 y SEIA2304030502", "CCON231124410502 y SEIA2304030502"),
        ("maria.perez (at) ejemplo.gob.mx, mailto:maria%40ejemplo.mx", "[…], mailto:[…]"),
        ("Tels. 5512345678, 5587654321 y 55 1234 0000 ext. 3", "[…]"),
        ("5512345678 ext. 12", "[…]"),
        ("LLAMAR AL 449 115 76 63.", "LLAMAR AL […]."),
        ("GRUPO 379 200 4548 00 00- 37", "GRUPO 379 200 4548 00 00- 37"),
        ("CLAVE 010.000.5165.00 PARA IMSS", "CLAVE 010.000.5165.00 PARA IMSS"),
        ("CCG-N-22-16-2105-0620", "CCG-N-22-16-2105-0620"),
        ("PEDIDO 4600004447 DE 2017-12-31", "PEDIDO 4600004447 DE 2017-12-31"),
        ("DAT@ COLOR IMPRESORES", "DAT@ COLOR IMPRESORES"),
        ("ALFA@BETA SA DE CV", "ALFA@BETA SA DE CV"),
        ("SISTEMAS ALFA@BETA, S.A. DE C.V.", "SISTEMAS ALFA@BETA, S.A. DE C.V."),
        ("ALFA@BETA. S.A. DE C.V.", "ALFA@BETA. S.A. DE C.V."),
        ("ALFA@BETA.S.A. DE C.V.", "ALFA@BETA.S.A. DE C.V."),
        ("ALFA@BETA.SA DE CV", "ALFA@BETA.SA DE CV"),
        ("COMUNIC@RTE & CONSULTING SA DE CV", "COMUNIC@RTE & CONSULTING SA DE CV"),
        ("Encuentro Musical de Chav@s: N- Rola Tu Idea", "Encuentro Musical de Chav@s: N- Rola Tu Idea"),
        ("Encuentro de Chav@s. Segunda etapa", "Encuentro de Chav@s. Segunda etapa"),
        ("Gate Tipo A @Remote Connector NX", "Gate Tipo A @Remote Connector NX"),
        ("CAMION (AT) MODELO. 2020", "CAMION (AT) MODELO. 2020"),
        ("ALFA@BETA SA DE CV, ventas@alfabeta.com.mx", "ALFA@BETA SA DE CV, […]"),
        ("SISTEMAS ALFA@BETA juan perez@alfa . com . mx", "SISTEMAS ALFA@BETA juan […]"),
        ("dudas a pepa.prueba@ejemp", "dudas a […]"),
        ("correo: pepa@ejemp", "[…]"),
        ("pepa@hotmail com", "[…] com"),
        ("pepa_prueba@gmail", "[…]"),
        ("CURPXEXX010101HDFLRR09", "CURP[…]"),
        ("LA-050GYR988-E34-2022", "LA-050GYR988-E34-2022"),
    ],
)  # fmt: skip
def test_telephones_and_addresses_go_and_codes_stay(text: str, clean: str) -> None:
    if text.startswith("TEL:"):
        clean = clean.removeprefix("TEL: ")
    assert privacy.scrub(text) == clean
