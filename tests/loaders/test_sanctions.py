"""Sanctioned suppliers, article 69-B, ceilings of the budget decree: excerpts by hand, whole files on demand.

Lines are from the held files (SFP, SABG, SAT, IMCO); natural persons and their tax codes are invented.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import audit, sanctions
from loaders.contracts.privacy import is_natural_rfc
from loaders.datasets.sanctions_sabg import fine
from loaders.datasets.sat_69b import split_note
from loaders.datasets.thresholds import vat_basis, wide
from loaders.errors import BadValue, MissingColumn, Undecided, UnknownCode, UnknownColumn, UnknownHeader
from loaders.model import Correction, RawFile, Reading
from loaders.registry import dataset, match_content

RAW = Path(os.environ.get("CUENTAS_RAW", ""), "contracts")
whole = pytest.mark.skipif("CUENTAS_RAW" not in os.environ, reason="CUENTAS_RAW: folder of official files")

SFP = (
    "Proveedor,Dependencia,Número de Expediente         ,Hechos,Objeto Social       ,Sentido de Resolución ,"
    "Fecha de Notificación,FechadeResolucion,Plazo años - meses               ,Monto,"
    "Nombre del Responsable de la información,,\n"
)
SAT = "RFC,Nombre del Contribuyente,Situación del contribuyente\n"
STEPS = ("presunción", "contribuyentes que desvirtuaron", "definitivos", "sentencia favorable")
NAMES = ("presuntos", "desvirtuados", "definitivos", "sentencia favorable")


def read(folder: Path, dataset_id: str, name: str, text: str) -> Reading:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    found = match_content(path, "some name")
    assert found is not None
    assert found[0].id == dataset_id
    return audit.reading(found[0], found[0].read(RawFile(name, path, None)), where=name)


def rows(reading: Reading, table: str = "sanction") -> list[dict[str, Any]]:
    return list(reading.tables[table].iter_rows(named=True))


def test_a_sanction_of_the_sfp_has_its_dates_and_no_facts(tmp_path: Path) -> None:
    text = (
        f'{SFP}"3R INNOVACIÓN Y DISEÑO, S.A. DE  C.V.",INSTITUTO MEXICANO DEL SEGURO SOCIAL,0041/2013,'
        "LA EMPRESA NO FORMALIZO EL CONTRATO.,VENTAS@EJEMPLO.MX,SANCIONATORIA CON "
        "MULTA,2014-08-19,2014-08-06,,"
        "90664,LIC. PERSONA INVENTADA,,\n"
    )
    [row] = rows(read(tmp_path, "sanctions_sfp", "x.csv", text))
    assert row["supplier_name"] == "3R INNOVACIÓN Y DISEÑO, S.A. DE C.V."
    assert (row["supplier_name_key"], row["supplier_person"]) == ("3R INNOVACION Y DISENO", "legal")
    assert (row["notified_on"], row["resolved_on"]) == (date(2014, 8, 19), date(2014, 8, 6))
    assert (row["fine_mxn"], row["term_published"], row["starts_on"]) == (Decimal("90664.00"), None, None)
    assert "INVENTADA" not in str(row)
    assert "@" not in str(row)


def _fined(*fines: str) -> str:
    start = "X SA DE CV,IMSS,0041/2013,HECHOS,OBJETO,SANCIONATORIA CON MULTA,2014-08-19,2014-08-06,,"
    return SFP + "".join(f'{start}"{fine}",NADIE,,\n' for fine in fines)


def test_the_fines_of_a_list_are_written_in_one_way_or_asked_about(tmp_path: Path) -> None:
    made = rows(read(tmp_path, "sanctions_sfp", "x.csv", _fined("328.000", "129.310,34")))
    assert [row["fine_mxn"] for row in made] == [Decimal(328000), Decimal("129310.34")]
    for doubtful in (("328.000",), ("1234.5", "1234,5")):
        with pytest.raises(Undecided, match=r"load sanctions_sfp --from x\.csv --decimal point"):
            read(tmp_path, "sanctions_sfp", "x.csv", _fined(*doubtful))


def test_a_sanction_that_ends_before_it_begins_is_told_and_keeps_its_days() -> None:
    odd: list[Correction] = []
    found = sanctions.term("31/12/2025", "31/03/2025", 18, odd)
    assert found == {"starts_on": date(2025, 12, 31), "ends_on": date(2025, 3, 31)}
    assert [(one.line, one.code, one.before) for one in odd] == [
        (18, "ends_before_start", "2025-12-31 / 2025-03-31")
    ]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_a_sanction_that_ends_on_its_first_day_or_later_is_nothing_odd(first: date, days: int) -> None:
    odd: list[Correction] = []
    last = min(first + timedelta(days=days), date(2100, 12, 31))
    assert sanctions.term(str(first), str(last), 1, odd) == {"starts_on": first, "ends_on": last}
    assert odd == []


def test_one_day_alone_says_nothing_about_the_order() -> None:
    odd: list[Correction] = []
    assert sanctions.term("", "2025-03-31", 1, odd) == {"starts_on": None, "ends_on": date(2025, 3, 31)}
    assert odd == []


def test_unquoted_commas_in_the_facts_are_undone_where_only_one_way_fits(tmp_path: Path) -> None:
    shifted = (
        "PEOPLE CARE, S.A. DE C.V.".join('""')
        + ",SERVICIO DE ENAJENACIÓN DE BIENES,0001/2010,HECHOS,MANO DE OBRA, ASESORÍA, ADMINISTRACIÓN,"
        "2010-08-06,2010-08-06,2010-07-23,,86190,RESPONSABLE\n"
    )
    impossible = "OTRA,X,0002/2010,HECHOS,,SANCIONATORIA,ayer,nunca,siempre,mucho,,,\n"
    reading = read(tmp_path, "sanctions_sfp", "x.csv", SFP + shifted + impossible)
    [row] = rows(reading)
    assert (row["resolved_on"], row["fine_mxn"], row["resolution"]) == (
        date(2010, 7, 23),
        Decimal(86190),
        None,
    )
    assert [one.code for one in reading.corrections] == ["shifted_columns", "unknown_resolution"]
    assert [(one.line, one.code, one.raw) for one in reading.rejects] == [(2, "broken_record", "X|0002/2010")]


def test_a_date_that_is_none_is_told_and_left_empty(tmp_path: Path) -> None:
    text = f"{SFP}PERSONA INVENTADA,COMISION,0001/2006,,X,,2006-Ju-30,2016-12-30,TRES MESES,70200,,,\n"
    reading = read(tmp_path, "sanctions_sfp", "x.csv", text)
    [row] = rows(reading)
    assert (row["notified_on"], row["supplier_person"], row["supplier_name_key"]) == (None, "unknown", None)
    assert [(one.code, one.before) for one in reading.corrections] == [("bad_date", "2006-Ju-30")]


def test_a_list_with_another_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownColumn, match="RFC"):
        read(tmp_path, "sanctions_sfp", "x.csv", SFP.replace("Monto,", "Monto,RFC,"))
    with pytest.raises(MissingColumn, match="Monto"):
        read(tmp_path, "sanctions_sfp", "x.csv", SFP.replace(",Monto,", ",,"))


def test_the_sat_list_keeps_no_tax_code_of_a_person(tmp_path: Path) -> None:
    text = (
        f'{SAT}AAA080808HL8,"ASESORES EN AVALÚOS Y ACTIVOS, S.A. DE C.V.",Sentencia Favorable\n'
        "XOXA800101AB1,PERSONA INVENTADA,Definitivo\n"
        "XXXXXXXXXXXX,Información suprimida en cumplimiento a lo ordenado por la Sala,Presunto\n"
        'CAR160229F29,"CARYRA, S. DE R.L. DE \nC.V. // En cumplimiento \na la sentencia",Desvirtuado\n'
    )
    legal, person, suppressed, noted = rows(read(tmp_path, "sat_69b", "x.csv", text))
    assert (legal["supplier_rfc"], legal["situation"]) == ("AAA080808HL8", "favourable_ruling")
    assert (person["supplier_rfc"], person["supplier_person"], person["supplier_name_key"]) == (
        None,
        "natural",
        None,
    )
    assert (suppressed["supplier_name"], suppressed["supplier_rfc"]) == (None, None)
    assert suppressed["resolution"].startswith("Información suprimida")
    assert (noted["supplier_name_key"], noted["resolution"]) == ("CARYRA", "En cumplimiento a la sentencia")


def test_the_full_sat_list_has_the_days_of_each_rows_situation(tmp_path: Path) -> None:
    columns = ["No", "RFC", "Nombre del Contribuyente", "Situación del contribuyente"]
    for step, name in zip(STEPS, NAMES, strict=True):
        for where, published in (
            ("SAT", f"Publicación página SAT {name}"),
            ("DOF", f"Publicación DOF {name}"),
        ):
            columns += [f"Número y fecha de oficio global de {step} {where}", published]
    cells = dict.fromkeys(columns, "") | {
        "No": "1", "RFC": "AAA080808HL8", columns[2]: "X SA", columns[3]: "Definitivo",
        "Publicación página SAT definitivos": "19/06/2020", "Publicación DOF definitivos": "07/07/2020",
        "Publicación DOF presuntos": "31/03/2020",
    }  # fmt: skip
    text = (
        "Información actualizada al 31 de julio de 2026\nListado completo de contribuyentes (Artículo 69-B "
        "del CFF)\n"
        f"{','.join(columns)}\n{','.join(cells.values())}\n"
    )
    [row] = rows(read(tmp_path, "sat_69b", "x.csv", text))
    assert (row["notified_on"], row["resolved_on"]) == (date(2020, 6, 19), date(2020, 7, 7))
    assert row["starts_on"] == date(2020, 7, 7)
    [on_page] = rows(read(tmp_path, "sat_69b", "x.csv", text.replace("07/07/2020", "")))
    assert on_page["starts_on"] == date(2020, 6, 19)
    two = read(tmp_path, "sat_69b", "x.csv", text.replace("07/07/2020", "22/06/2018 // 10/10/2018"))
    assert rows(two)[0]["starts_on"] == date(2018, 10, 10)
    assert [(one.line, one.code, one.before, one.after) for one in two.corrections] == [
        (3, "several_dates", "22/06/2018 // 10/10/2018", "2018-10-10")
    ]
    months = text.replace("19/06/2020", "06/19/2020").replace("07/07/2020", "07/06/2020")
    [month_first] = rows(read(tmp_path, "sat_69b", "x.csv", months.replace("31/03/2020", "03/31/2020")))
    assert (month_first["notified_on"], month_first["starts_on"]) == (date(2020, 6, 19), date(2020, 7, 6))
    with pytest.raises(Undecided, match="cells contradict each other"):
        read(tmp_path, "sat_69b", "x.csv", months)
    [presumed] = rows(read(tmp_path, "sat_69b", "x.csv", text.replace(",Definitivo,", ",Presunto,")))
    assert (presumed["resolved_on"], presumed["starts_on"]) == (date(2020, 3, 31), None)
    assert (row["source_row"], len(columns)) == (3, 20)
    with pytest.raises(MissingColumn, match="DOF definitivos"):
        read(tmp_path, "sat_69b", "x.csv", text.replace("Publicación DOF definitivos", "No."))
    with pytest.raises(UnknownHeader):
        read(tmp_path, "sat_69b", "x.csv", "Listado 69-B\na\nb\nc\nd\n")


def test_a_broken_record_of_the_sat_list_is_rejected_and_tells_nobody(tmp_path: Path) -> None:
    text = (
        f"{SAT}AAA080808HL8,X SA DE CV,Definitivo\nXOXA800101AB1\n"
        'XOXA800101AB1,"PERSONA INVENTADA,Definitivo\nBBB080808HL8,"Y SA DE CV",Presunto\n'
        "CCC080808HL8,Z SA DE CV,Definitivo\n"
    )
    made = read(tmp_path, "sat_69b", "x.csv", text)
    assert [row["supplier_rfc"] for row in rows(made)] == ["AAA080808HL8", "CCC080808HL8"]
    assert [(one.line, one.code, one.raw) for one in made.rejects] == [
        (2, "broken_record", "(1/3)"),
        (3, "broken_record", "(3/3)"),
    ]
    assert made.rows_read == 4


def test_a_broken_record_of_the_sfp_list_shows_no_contact_data(tmp_path: Path) -> None:
    broken = f'X,"CALLE SIN FIN, quejas@ejemplo.mx TEL. 5512345678 {"Y" * 99}\n'
    [first, *_] = read(tmp_path, "sanctions_sfp", "x.csv", f"{SFP}{broken}").rejects
    assert first.raw.startswith("CALLE SIN FIN, […] […] Y")
    assert len(first.raw) == 80


def test_a_year_of_ceilings_that_is_not_whole_stops_the_reading(tmp_path: Path) -> None:
    head = "Año,Tipo de contratación,Adjudicación directa,INV3\n"
    for record in ("2020,Adquisiciones,,5000\n", "s/a,Adquisiciones,1,5000\n", "2020,Adquisiciones\n"):
        with pytest.raises(BadValue):
            read(tmp_path, "thresholds", "x.csv", head + record)
    with pytest.raises(BadValue, match="ceiling"):
        list(wide(1, {"Año": 2020.0, "Adjudicación Directa - LAASSP": ""}, "x"))


def test_a_situation_nobody_declared_stops_the_reading(tmp_path: Path) -> None:
    with pytest.raises(UnknownCode, match="Sospechoso"):
        read(tmp_path, "sat_69b", "x.csv", f"{SAT}AAA080808HL8,X SA DE CV,Sospechoso\n")


def test_names_and_fines_as_the_lists_write_them() -> None:
    assert split_note("ABIRA, S.A. // En cumplimiento") == ("ABIRA, S.A.", "En cumplimiento")
    assert split_note("ABIRA, S.A.") == ("ABIRA, S.A.", "")
    assert (fine(".50"), fine("             555,644.00")) == (Decimal("0.50"), Decimal("555644.00"))


@given(st.from_regex(r"[A-ZÑ&]{4}[0-9]{6}[A-Z0-9]{3}", fullmatch=True), st.text(max_size=20))
def test_a_persons_tax_code_never_gets_into_a_row(rfc: str, name: str) -> None:
    assert is_natural_rfc(rfc)
    made = sanctions.supplier(f"{name} {rfc}", rfc)
    assert made["supplier_rfc"] is None
    assert rfc not in str(made)


CEILINGS = "Año,Tipo de contratación,Adjudicación directa,INV3\n"


def test_ceilings_by_year_and_kind_say_whether_they_have_vat(tmp_path: Path) -> None:
    text = f"{CEILINGS}2018,Adquisiciones,583480.0,4024040.0\n2017,Obra pública,1347000.0,11595000.0\n"
    found = rows(read(tmp_path, "thresholds", "x.csv", text), "threshold")
    told = [(row["procurement_method"], row["procurement_category"], row["vat_basis"]) for row in found]
    assert told == [
        ("direct", "goods", "included"), ("selective", "goods", "included"),
        ("direct", "works", "excluded"), ("selective", "works", "excluded"),
    ]  # fmt: skip
    assert found[3]["ceiling_mxn"] == Decimal("11595000.00")
    with pytest.raises(UnknownCode, match="trueque"):
        read(tmp_path, "thresholds", "x.csv", f"{CEILINGS}2018,Trueque,1.0,2.0\n")


def test_vat_is_told_by_the_number_alone() -> None:
    assert vat_basis(Decimal(503_000) * Decimal("1.16")) == "included"
    assert (vat_basis(Decimal(503_000)), vat_basis(Decimal(503_001))) == ("excluded", "unknown")


def test_one_ceiling_of_the_law_of_goods_holds_for_services_and_leases() -> None:
    cell = dict.fromkeys(
        (
            "Adjudicación Directa - LAASSP", "Invitación cuando menos a tres personas - LAASSP",
            "Adjudicación Directa - Obra Pública LOPSRM", "Adjudicación Directa - Servicios LOPSRM",
            "Invitación cuando menos a tres personas - Obra Pública LOPSRM",
            "Invitación cuando menos a tres personas - Servicios LOPSRM",
        ),
        1000.0,
    )  # fmt: skip
    found = list(wide(1, {"Año": 2024.0, **cell}, "x"))
    assert Counter(row["law"] for row in found) == {"LAASSP": 6, "LOPSRM": 4}
    assert {(row["fiscal_year"], row["budget_stratum"]) for row in found} == {(2024, "IMSS")}


@whole
@pytest.mark.raw
@pytest.mark.parametrize(
    ("name", "dataset_id", "stored", "corrections"),
    [
        ("sanctions/ProveedoresyContratistasSancionados.csv", "sanctions_sfp", 1504, 7),
        ("sanctions/ProveedoresyContratistasSancionados_2.csv", "sanctions_sfp", 454, 3),
        ("sanctions/Proveedores_Contratistas_Sancionados.xlsx", "sanctions_sabg", 2395, 3),
        ("sanctions/Listado_completo_69-B_3cols.csv", "sat_69b", 14280, 0),
        ("catalogs/UmbralPEF.xlsx", "thresholds", 30, 0),
        ("catalogs/imco_Montos_maximos.csv", "thresholds", 80, 0),
    ],
)
def test_whole_files_add_up(name: str, dataset_id: str, stored: int, corrections: int) -> None:
    path = RAW / name
    found = match_content(path, "x")
    assert found is not None
    assert found[0].id == dataset_id
    owner = dataset(dataset_id)
    reading = audit.reading(owner, owner.read(RawFile(path.name, path, None)), where=name)
    assert (reading.rows_read, audit.stored(owner, reading), len(reading.corrections)) == (
        stored, stored, corrections,
    )  # fmt: skip


@whole
@pytest.mark.raw
def test_the_held_sat_list_has_its_situations_and_no_code_of_a_person() -> None:
    path = RAW / "sanctions/Listado_completo_69-B_3cols.csv"
    found = rows(dataset("sat_69b").read(RawFile(path.name, path, None)))
    assert Counter(row["situation"] for row in found) == {
        "definitive": 11336, "favourable_ruling": 1638, "presumed": 966, "disproved": 340,
    }  # fmt: skip
    assert Counter(row["supplier_person"] for row in found)["natural"] == 3175
    assert {len(row["supplier_rfc"]) for row in found if row["supplier_rfc"]} == {12}
    assert not any(row["supplier_name_key"] for row in found if row["supplier_person"] == "natural")
