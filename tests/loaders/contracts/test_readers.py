"""Every excerpt is read to the last record; what is hard about it is looked at by hand."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import polars.selectors as cs
import pytest

from loaders import audit
from loaders.contracts import reader
from loaders.errors import BadValue, MissingColumn, SourceError, UnknownHeader, WrongEncoding
from loaders.model import RawFile, Reading
from loaders.registry import match_content
from tests.loaders.flat_files import workbook

HERE = Path(__file__).parent / "excerpts"
RAW = os.environ.get("CUENTAS_RAW")

PRIVATE = re.compile(
    r"(?<![A-Z0-9Ñ&])[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}(?![A-Z0-9])|[\w.+-]+@[\w-]+\.\w|\b(?:tel|cel|fax)\b\W{0,4}\d{3}"
    r"|Responsable Inventado|Operadora Inventada",
    re.IGNORECASE,
)


def read(path: Path, name: str = "") -> Reading:
    found = match_content(path, name or path.name)
    assert found is not None, path.name
    given = found[0].read(RawFile(name or path.name, path, None, path.parent))
    return audit.reading(found[0], given, where=path.name)


def excerpt(name: str) -> Reading:
    return read(HERE / f"{name}.csv")


def rows(made: Reading, table: str = "contract") -> list[dict[str, Any]]:
    return made.tables[table].to_dicts()


def found(made: Reading) -> Counter[str]:
    return Counter(one.code for one in made.corrections)


def test_one_contract_twice_in_a_file_counts_once() -> None:
    made = excerpt("b1")
    assert [(one.line, one.code, "198506" in one.raw) for one in made.rejects] == [(2, "same_contract", True)]
    assert [row["source_row"] for row in rows(made) if row["contract_code"] == "198506"] == [1]
    assert made.rows_read == len(rows(made)) + 1


def test_a_repeated_code_keeps_its_order_in_the_identity(tmp_path: Path) -> None:
    path = tmp_path / "b1.csv"
    path.write_bytes((HERE / "b1.csv").read_bytes().replace(b",2415000,", b",2415001,", 1))
    one, two, *rest = rows(read(path))
    assert (one["contract_id"], one["contract_id_rule"]) == ("compranet.198506", "published")
    assert (two["contract_id"], two["contract_id_rule"]) == ("compranet.198506.2", "repeated")
    assert one["supplier_id"] == two["supplier_id"] != rest[0]["supplier_id"]
    person = rest[0]
    assert person["supplier_id"] == f"single.{person['contract_id']}"
    assert (person["supplier_person"], person["supplier_name_key"]) == ("unknown", None)


def test_words_dates_and_amounts_of_the_oldest_held_files() -> None:
    made = excerpt("b1")
    by_code = {row["contract_code"]: row for row in rows(made)}
    assert by_code["201559"]["amount_mxn"] == Decimal("1550498.54")
    assert found(made) == {"rounded_amount": 1, "unknown_program": 1}
    assert (by_code["222859"]["ramo_code"], by_code["222859"]["program_code"]) == ("09", "K027")
    assert by_code["60388"]["program_code"] is None
    said_nothing = by_code["32269"]
    assert said_nothing["procurement_method"] == "direct"
    assert said_nothing["procurement_method_published"] == "22. Adjudicación Directa Nacional Art. 43 LOPSRM"
    assert said_nothing["opened_on"] == date(2011, 6, 6)
    assert (said_nothing["fiscal_year"], said_nothing["fiscal_year_basis"]) == (2011, "signed")
    assert (said_nothing["agency_id"], said_nothing["unit_id"]) == (
        "comunicaciones-transportes",
        "comunicaciones-transportes.J2R",
    )


def test_a_first_column_without_name_and_a_test_record() -> None:
    made = excerpt("b1_blank_header")
    assert found(made) == {"blank_header": 1}
    assert [(one.line, one.code) for one in made.rejects] == [(2, "test_currency")]
    zero, lines, dollars = rows(made)
    assert zero["order_of_government"] == "federal"
    assert (zero["amount_mxn"], zero["amount_status"]) == (Decimal("0.00"), "zero")
    assert lines["portfolio_key"] == "0809J3B0001"
    assert (dollars["amount_mxn"], dollars["amount_original"]) == (None, Decimal("9000.00"))
    assert (dollars["currency"], dollars["amount_status"]) == ("USD", "other_currency")


def test_the_authors_two_columns_of_a_selection_are_left_out() -> None:
    made = excerpt("b2_selection")
    assert made.rows_read == 5
    assert found(made)["extra_columns"] == 1
    assert {row["dataset_id"] for row in rows(made)} == {"selected_contracts"}
    assert rows(made)[0]["contract_id"] == "selected.160983"
    assert rows(made)[0]["supplier_rule"] == "name"


def test_a_quote_that_swallows_the_next_records_loses_one_record_and_no_more() -> None:
    made = excerpt("b3_headerless")
    assert (made.rows_read, len(rows(made))) == (12, 11)
    assert [(one.line, one.code) for one in made.rejects] == [(2, "broken_record")]
    assert made.rejects[0].raw.startswith("APF|IMSS|Instituto Mexicano del Seguro Social|019GYR017|")
    assert found(made)["no_header"] == 1
    assert [row["contract_code"] for row in rows(made)[:4]] == ["1535424", "1622087", "1323760", "1546368"]


def test_states_and_municipalities_are_known_by_the_code_of_their_unit() -> None:
    by_code = {row["contract_code"]: row for row in rows(excerpt("b3_headerless"))}
    state, town = by_code["1593475"], by_code["1555612"]
    assert (state["order_of_government"], state["state_id"], state["state_rule"]) == (
        "state",
        "06",
        "publisher",
    )
    assert (town["order_of_government"], town["state_id"]) == ("municipal", "16")
    assert (state["agency_id"], state["ramo_code"], state["program_code"]) == (None, "23", "U130")


def test_an_absurd_amount_is_kept_and_not_counted() -> None:
    by_code = {row["contract_code"]: row for row in rows(excerpt("b3_headerless"))}
    assert by_code["1671957"]["amount_mxn"] == Decimal("16040172860.00")
    assert by_code["1671957"]["amount_status"] == "implausible"
    assert by_code["1341988"]["framework"] is True
    assert by_code["1383448"]["procurement_method"] == "other"


def test_thousands_commas_line_ends_and_kinds_told_by_the_template() -> None:
    first, person, other, programme, framework, code, exception = rows(excerpt("c2"))
    assert first["amount_mxn"] == Decimal("1008560.00")
    assert first["description"] == "LA-050GYR013-E68-2022 PLANTAS DE EMERGENCIA, BIENESTAR 2022"
    assert first["procurement_method"] == "open"
    assert (first["supplier_id"], first["supplier_person"]) == ("rfc.ELE111021PQ9", "legal")
    assert (first["agency_id"], first["unit_id"]) == ("imss", "imss.GYR")
    assert (person["supplier_rule"], person["supplier_person"]) == ("single", "unknown")
    assert other["procurement_method"] == "other"
    assert programme["program_code"] == "P014"
    assert (framework["framework"], first["framework"]) == (True, False)
    assert code["control_number"] == "[…]-0007"
    assert (exception["exception_article"], exception["exception_kind"]) == ("Art. 41 fr. V", "urgency")
    assert person["exception_kind"] == "amount_limits"


def test_natural_persons_are_joined_inside_a_file_and_their_code_is_not_kept() -> None:
    made = excerpt("d")
    one, two, other, *rest = rows(made)
    assert one["supplier_id"] == two["supplier_id"] == "person.compras_mx.d.1"
    assert other["supplier_id"] == "person.compras_mx.d.3"
    assert {row["supplier_rfc"] for row in (one, two, other)} == {None}
    assert {row["supplier_name_key"] for row in (one, two, other)} == {None}
    assert [row["supplier_id"] for row in rest[-2:]] == ["rfc.BAX871207MN3"] * 2


def test_dates_in_three_ways_several_objects_and_a_key_made_here() -> None:
    one, *_, objects, dust, between, cooperative, last, _ = rows(excerpt("d"))
    assert (one["published_on"], one["signed_on"], one["starts_on"]) == (
        date(2025, 12, 31),
        date(2026, 1, 21),
        date(2026, 1, 1),
    )
    assert re.fullmatch(r"comprasmx\.[0-9a-f]{12}", one["contract_id"])
    assert one["contract_id_rule"] == "surrogate"
    assert objects["object_codes"].startswith("21101, 21601, 22104")
    assert (dust["amount_mxn"], dust["amount_status"]) == (Decimal("3008434.30"), "counted")
    assert (between["procurement_method"], between["procurement_method_published"]) == ("other", "CEEP")
    assert cooperative["supplier_size"] == "unclassified"
    assert last["procurement_method"] == "direct"
    assert (last["exception_article"], last["exception_kind"]) == ("ART. 54 FR. VII", "deserted")


def test_the_key_made_here_does_not_depend_on_the_order_of_the_records(tmp_path: Path) -> None:
    head, *records = csv.reader(io.StringIO((HERE / "d.csv").read_text("utf-8"), newline=""))
    path = tmp_path / "d.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *reversed(records)])
    assert {row["contract_id"] for row in rows(read(path))} == {
        row["contract_id"] for row in rows(excerpt("d"))
    }


def test_a_whole_file_of_73_columns_has_ranges_amendments_and_codes(tmp_path: Path) -> None:
    head = (HERE / "headers.txt").read_text("utf-8").splitlines()[0].split(",")
    common = {
        "orden_gobierno": "APF", "clave_ramo": "12", "clave_uc": "'012NBG001", "rfc": "CIN010101AB1",
        "tipo_procedimiento": "LICITACIÓN PÚBLICA", "moneda_drc": "MXN",
        "numero_procedimiento": "LA-12-NBG-012NBG001-N-1-2025", "proveedor": "Casa Inventada SA de CV",
        "fecha_firma_contrato": "21-02-2025", "importe_drc": "100",
    }  # fmt: skip
    rows_ = [
        common | {"codigo_contrato": "C-2025-1/7", "monto_sin_imp_min": "40", "moneda": "MXN",
                  "monto_sin_imp_max": "$1,000.00"},
        common | {"codigo_contrato": "C-2", "monto_sin_imp_max": "9", "moneda": "USD", "moneda_drc": "EUR"},
        common | {"codigo_ref_ultimo_conv": "CM-1", "fecha_fin_ultimo_conv": "31/12/2025",
                  "monto_sin_imp_max_uc": "150"},
    ]  # fmt: skip
    path = tmp_path / "contratos.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, head, restval="")
        writer.writeheader()
        writer.writerows(rows_)
    made = read(path)
    coded, euros, amended = rows(made)
    assert (coded["contract_id"], coded["contract_id_rule"]) == ("comprasmx.C-2025-1-7", "published")
    assert (coded["amount_min_mxn"], coded["amount_max_mxn"]) == (Decimal(40), Decimal(1000))
    assert (coded["agency_rule"], coded["agency_id"]) == ("published_ramo", "salud")
    assert (euros["amount_status"], euros["amount_mxn"], euros["amount_max_mxn"]) == (
        "other_currency",
        None,
        None,
    )
    assert amended["contract_id_rule"] == "surrogate"
    [change] = rows(made, "contract_amendment")
    assert change["contract_id"] == amended["contract_id"]
    assert (change["amendment_id"], change["ends_on"], change["amount_mxn"]) == (
        "CM-1",
        date(2025, 12, 31),
        Decimal(150),
    )


def test_an_article_means_what_it_meant_in_the_year_of_the_contract(tmp_path: Path) -> None:
    head = (HERE / "headers.txt").read_text("utf-8").splitlines()[1].split(",")
    common = {"Código del contrato": "1", "Importe del contrato": "5", "Moneda del contrato": "MXN"}
    cited = {
        ("2024-05-01", "Art. 41 fr. V"): "urgency",
        ("2026-05-01", "Art. 54 fr. V"): "urgency",
        ("2026-05-01", "Art. 42 fr. V"): "urgency",
        ("2024-05-01", "Art. 42 párrafo primero"): "amount_limits",
        ("2024-05-01", "Art. 54 fr. V"): None,
        ("2026-05-01", "Art. 41 fr. XIV"): None,
    }
    path = tmp_path / "c2.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, head, restval="")
        writer.writeheader()
        for day, article in cited:
            writer.writerow(common | {"Fecha de firma del contrato": day, "Fundamento legal": article})
    made = read(path)
    assert [row["exception_kind"] for row in rows(made)] == list(cited.values())
    assert {one.before for one in made.corrections if "exception_article" in one.what.en} == {
        "Art. 54 fr. V",
        "Art. 41 fr. XIV",
    }


def test_the_oldest_generation_is_read_by_the_columns_that_are_reported(tmp_path: Path) -> None:
    head = (HERE / "headers.txt").read_text("utf-8").splitlines()[2]
    record = (
        "COMPRA,00009001-001-05,CONTRATO 5,SECRETARIA INVENTADA,009000001,UNIDAD,1500.5,2005-03-01,CASA SA,"
    )
    path = tmp_path / "2005.csv"
    path.write_text(
        f"{head}\n{record}LICITACION PUBLICA,OBRA PUBLICA,NACIONAL,\n" + f"{record}INVITACION,SERVICIOS,,\n",
        "utf-8",
    )
    made = read(path)
    one, two = rows(made)
    assert (one["generation"], one["fiscal_year"], one["amount_status"]) == ("A", 2005, "counted")
    assert (one["procurement_method"], two["procurement_method"]) == ("open", "selective")
    assert one["contract_id"] + ".2" == two["contract_id"]


def test_a_stray_byte_of_the_other_encoding_spoils_nothing_around_it(tmp_path: Path) -> None:
    whole = (HERE / "c2.csv").read_text("utf-8")
    expected, path = excerpt("c2"), tmp_path / "c2.csv"
    title = next(row["title"] for row in rows(expected) if row["title"].isascii())
    path.write_bytes(whole.encode().replace(title.encode(), title.encode() + b" a\xf1o"))
    made = read(path)
    assert found(made)["encoding"] == 1
    told = [row["title"] for row in rows(made)]
    assert told.count(f"{title} año") == 1
    for column in ("procurement_method_published", "institution_name", "supplier_name"):
        assert made.tables["contract"][column].equals(expected.tables["contract"][column])


def test_a_file_of_which_nothing_fits_says_what_was_wrong_with_the_first_record(tmp_path: Path) -> None:
    head, *records = csv.reader(io.StringIO((HERE / "c2.csv").read_text("utf-8"), newline=""))
    path = tmp_path / "c2.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *([*record, "x"] for record in records)])
    with pytest.raises(BadValue, match=r"none of 7 records could be read.*Broken quotes.*header"):
        read(path)


def test_a_workbook_of_any_generation_is_read_like_its_csv(tmp_path: Path) -> None:
    expected = {
        "b1": "compranet",
        "c2": "compranet",
        "d": "compras_mx",
        "e_cp1252": "procurement_procedures",
    }
    for name, dataset_id in expected.items():
        plain = (HERE / f"{name}.csv").read_bytes().decode("cp1252" if name == "e_cp1252" else "utf-8")
        cells = list(csv.reader(io.StringIO(plain, newline="")))
        notes = [["Datos abiertos"], ["Contratos"]]
        workbook(
            tmp_path / f"{name}.xlsx", {"Notas": notes, "Datos": [*notes, *(["", *row] for row in cells)]}
        )
        found = match_content(tmp_path / f"{name}.xlsx", "descarga")
        assert found is not None
        assert found[0].id == dataset_id
        made, table = read(tmp_path / f"{name}.xlsx", f"{name}.csv"), found[0].counted[0]
        assert made.tables[table].equals(excerpt(name).tables[table])
        assert len(made.rejects) == len(excerpt(name).rejects)


def test_numbers_of_a_workbook_are_codes_and_amounts(tmp_path: Path) -> None:
    head = (HERE / "headers.txt").read_text("utf-8").splitlines()[2].split(",")
    said = {"NÚMERO DE CONTRATO": 77, "IMPORTE MN SIN IVA": 1500.5, "RAZÓN SOCIAL": "CASA SA"}
    dates = {"FECHA DE SUSCRIPCIÓN DE CONTRATO": "2005-03-01 00:00:00"}
    workbook(tmp_path / "2005.xlsx", {"Hoja1": [head, [{**said, **dates}.get(name, "") for name in head]]})
    [one] = rows(read(tmp_path / "2005.xlsx"))
    assert (one["generation"], one["amount_mxn"], one["signed_on"]) == (
        "A",
        Decimal("1500.50"),
        date(2005, 3, 1),
    )
    assert one["contract_code"] == "77"


def test_a_file_too_large_for_memory_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {name: excerpt(name).tables["contract"] for name in ("b1", "d")}
    monkeypatch.setattr(reader, "IN_MEMORY", 1)
    for name, expected in small.items():
        large = excerpt(name)
        assert large.tables == {}
        assert pl.concat(large.large["contract"].frames()).equals(expected)


def test_procedures_in_cp1252() -> None:
    made = excerpt("e_cp1252")
    first, nobody, state, town, draft, agency, unsaid = rows(made, "procedure")
    assert found(made)["encoding"] == 1
    assert first["procedure_id"] == "IA-04-E2D-004E2D001-N-2-2026"
    assert (first["procuring_unit_code"], first["object_codes"]) == ("004E2D001", "22104")
    assert (first["state_id"], first["state_rule"]) == ("09", "published")
    assert first["institution_name"] == "TALLERES GRAFICOS DE MEXICO"
    assert nobody["order_of_government"] == "federal"
    assert (state["order_of_government"], town["order_of_government"]) == ("state", "municipal")
    assert draft["procurement_method"] == "other"
    assert (agency["ramo_code"], agency["agency_id"], agency["agency_rule"]) == (
        "55",
        "transformacion-digital",
        "published_ramo",
    )
    assert unsaid["procurement_method"] == "unclassified"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.csv")), ids=lambda path: path.stem)
def test_nothing_private_is_stored(path: Path) -> None:
    made = read(path)
    texts = [
        text
        for frame in made.tables.values()
        for column in frame.select(cs.string())
        for text in column
        if text
    ]
    texts += [one.raw for one in made.rejects]
    texts += [f"{one.before} {one.after} {one.what.es}" for one in made.corrections]
    assert [text for text in texts if PRIVATE.search(text)] == []
    assert texts


def test_contact_data_in_free_text_goes(tmp_path: Path) -> None:
    said = "INFORMES: TEL. 55 1234 5678 EXT. 9, juana@ejemplo.gob.mx, RFC IAPJ800101AB1"
    path = tmp_path / "d.csv"
    whole = (HERE / "d.csv").read_text("utf-8")
    path.write_text(whole.replace("SERVICIO DE FUMIGACIÓN 2026", f'"{said}"'), "utf-8")
    assert rows(read(path))[2]["description"] == "INFORMES: […], […], RFC […]"


def test_a_record_with_an_amount_nobody_can_read_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text((HERE / "d.csv").read_text("utf-8").replace("113543.45", "ciento trece mil"), "utf-8")
    made = read(path)
    assert [(one.line, one.code) for one in made.rejects] == [(1, "bad_amount")]
    assert made.rejects[0].raw == "050GYR006|AA-50-GYR-050GYR006-N-7-2026|ciento trece mil"


def test_impossible_dates_and_unknown_words_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    whole = (HERE / "d.csv").read_text("utf-8").replace("2026-01-21 11:57:32", "2026-02-30 11:57:32")
    path.write_text(whole.replace(",SERVICIOS,", ",CONCESIONES,"), "utf-8")
    made = read(path)
    told = {(one.code, one.before): one.what.en for one in made.corrections}
    assert "Column signed_on, 1 times" in told["bad_date", "2026-02-30 11:57:32"]
    assert "Column category, 5 times" in told["unknown_word", "CONCESIONES"]
    assert (rows(made)[0]["signed_on"], rows(made)[0]["fiscal_year_basis"]) == (None, "starts")


def test_a_file_with_records_of_another_width_is_mended_where_one_way_fits(tmp_path: Path) -> None:
    head, *records = (HERE / "b3_headerless.csv").read_text("utf-8").splitlines()
    path = tmp_path / "b3.csv"
    path.write_text(
        "\n".join([head, records[2] + ",,", ",".join(records[3].split(",")[:40])]) + "\n", "utf-8"
    )
    made = read(path)
    assert (made.rows_read, len(rows(made)), len(made.rejects)) == (3, 2, 1)
    assert found(made)["broken_quotes"] == 1


def test_what_is_no_file_of_contracts_is_refused_in_words(tmp_path: Path) -> None:
    dataset = match_content(HERE / "c2.csv", "c2.csv")
    assert dataset is not None
    cases: tuple[tuple[bytes, type[SourceError] | tuple[type[SourceError], ...]], ...] = (
        (b"a,b\n1,2\n", UnknownHeader),
        ((HERE / "c2.csv").read_bytes().splitlines()[0] + b"\n", BadValue),
        ((HERE / "c2.csv").read_bytes().splitlines()[0] + b"\n\x81\x8d\xff\n", (WrongEncoding, BadValue)),
        ((HERE / "c2.csv").read_bytes().replace(b"Importe DRC", b"Archivado"), MissingColumn),
    )
    for data, error in cases:
        path = tmp_path / "x.csv"
        path.write_bytes(data)
        with pytest.raises(error):
            dataset[0].read(RawFile(path.name, path, None))


@pytest.mark.raw
@pytest.mark.skipif(not RAW, reason="needs CUENTAS_RAW")
@pytest.mark.parametrize(
    ("name", "table", "read_", "stored", "rejected", "methods"),
    [
        (
            "compranet/anabcm_sancionados_url.csv", "contract", 1070, 1048, {"same_contract": 22},
            {"direct": 608, "open": 334, "selective": 106},
        ),
        (
            "compranet/kibana_2017.sample.csv", "contract", 2212, 2211, {"broken_record": 1},
            {"direct": 1708, "open": 303, "selective": 199, "other": 1},
        ),
        (
            "compranet/sample_Contratos2010_2012_150514080257.csv", "contract", 399, 398,
            {"same_contract": 1},
            {"direct": 209, "selective": 121, "open": 68},
        ),
        (
            "compranet/sample_Contratos2013_150514080004.csv", "contract", 399, 399, {},
            {"direct": 233, "selective": 88, "open": 78},
        ),
        (
            "compranet/sample_Contratos2015_150514075424.csv", "contract", 397, 396, {"test_currency": 1},
            {"direct": 278, "open": 76, "selective": 42},
        ),
        (
            "comprasmx/contratos_compranet5_2023.csv", "contract", 3189, 3189, {},
            {"open": 1984, "direct": 621, "other": 541, "selective": 43},
        ),
        (
            "comprasmx/contratos_comprasmx_2026.csv", "contract", 3986, 3986, {},
            {"open": 2516, "direct": 1284, "selective": 172, "other": 13, "unclassified": 1},
        ),
        (
            "comprasmx/expedientes_comprasmx_2026.csv", "procedure", 2438, 2438, {},
            {"open": 1378, "selective": 615, "other": 325, "direct": 119, "unclassified": 1},
        ),
    ],
)  # fmt: skip
def test_a_whole_file_is_read_to_the_last_record(
    name: str, table: str, read_: int, stored: int, rejected: dict[str, int], methods: dict[str, int]
) -> None:
    made = read(Path(str(RAW)) / "contracts" / name, f"contracts/{name}")
    assert (made.rows_read, len(made.tables[table])) == (read_, stored)
    assert Counter(one.code for one in made.rejects) == rejected
    assert dict(made.tables[table]["procurement_method"].value_counts().iter_rows()) == methods
    texts = [text for column in made.tables[table].select(cs.string()) for text in column.drop_nulls()]
    assert [text for text in texts if PRIVATE.search(text)] == []
