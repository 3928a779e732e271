"""A file is known by what is in it: whatever its name, one dataset claims it, and its year is its own."""

from __future__ import annotations

import gzip
import io
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import rdata
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import bundle, fetch, known_files, registry, run
from loaders.errors import (
    BrokenFiles,
    EmptyFile,
    HtmlInsteadOfData,
    LoadersError,
    MissingColumn,
    SourceError,
    SourceMissing,
    UnknownCode,
    Unreadable,
)
from loaders.fetch import Request
from loaders.file_outcomes import FileOutcomes
from loaders.flat.lines import peek
from loaders.home import Home
from loaders.model import RawFile
from loaders.registry import datasets, source_file_id
from loaders.whose import Found
from tests.loaders.flat_files import ADVANCE, DRAFT, LABELS, PEF, packed, record, workbook
from tests.loaders.test_public_account import sheet
from tests.property_cases import cases

RAW = os.environ.get("CUENTAS_RAW")
raw = pytest.mark.skipif(RAW is None, reason="CUENTAS_RAW: folder of official files")
EXCERPTS = Path(__file__).parent / "contracts" / "excerpts"
PROGRAMMES = (
    "RAMO,MODALIDAD,PROGRAMA PRESUPUESTARIO,UNIDAD,ACTIVIDAD_INST,OBJETIVO PRIORITARIO,ESTRATEGIA PRIORITARIA"
)
TIDY = "PERIODO,CVE_ENT,ENTIDAD,CLAVE_INDUSTRIA,INDUSTRIA,VALOR_CONSTANTE,VALOR_CORRIENTE"
SANCTIONED = (
    "Proveedor y Contratista", "OIC Responsable", "Expediente", "Procedimiento Administrativo",
    "Ley infringida", "Inicio de la sanción", "Fin de la sanción", "Monto de la Multa",
    "Periodo de Inhabilitación",
)  # fmt: skip
CEILINGS = (
    "Año", "Adjudicación Directa - LAASSP", "Invitación cuando menos a tres personas - LAASSP",
    "Adjudicación Directa - Obra Pública LOPSRM", "Adjudicación Directa - Servicios LOPSRM",
    "Invitación cuando menos a tres personas - Obra Pública LOPSRM",
    "Invitación cuando menos a tres personas - Servicios LOPSRM",
)  # fmt: skip
SFP = (
    "Proveedor,Dependencia,Número de Expediente  ,Hechos,Objeto Social,Sentido de Resolución ,"
    "Fecha de Notificación,FechadeResolucion,Plazo años - meses,Monto,Nombre del Responsable,,"
)
LEVELS = ("CAPITULO", "CONCEPTO", "PARTIDA_GENERICA", "PARTIDA_ESPECIFICA")

Write = Callable[[Path], object]


def words(*lines: str, encoding: str = "utf-8") -> Write:
    return lambda path: path.write_text("\n".join(lines) + "\n", encoding=encoding)


def flat(head: tuple[str, ...], year: str = "2026") -> Write:
    return lambda path: path.write_bytes(packed([head, record(head, year=year)]))


def book(sheets: Mapping[str, list[list[object]]]) -> Write:
    return lambda path: workbook(path, sheets)


def copy(name: str) -> Write:
    return lambda path: shutil.copyfile(EXCERPTS / name, path)


def prices_in_r(path: Path) -> None:
    frame = pl.DataFrame({"year": [2018.0], "deflactor_year": [100.0]}).to_pandas()
    rdata.write_rda(path, {"deflactor_local": frame}, compression=None)


SMALL: dict[str, tuple[str, Write]] = {
    "approved budget": ("approved_budget", flat((*PEF, "MONTO_APROBADO"))),
    "approved budget, year in the name of a column": ("approved_budget", flat((*PEF, "MONTO_PEF_2026"))),
    "draft": ("draft_budget", flat(DRAFT)),
    "quarter": ("quarterly_execution", flat(ADVANCE)),
    "account": ("flat_public_account", flat((*LABELS, "Aprobado", "Ejercido"), "2009")),
    "account workbook": ("public_account", book({"Hoja1": [list(row) for row in sheet(2021)]})),
    "prices": ("consumer_prices", words("PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE", "2026-06-01,1,1,1")),
    "deflator": ("gdp_deflator", prices_in_r),
    "population": ("population", words("ENTIDAD,2019,2020", "México,1,126000000")),
    "state GDP": ("state_gdp", words("Descriptores,2003,2004<R>", "x|y,1,2")),
    "state GDP, copy": ("secondary_state_gdp", words(TIDY, "2003,0,Nacional,PIB,x,1,2")),
    "second opinion": ("executed_secondary", words("CICLO,ID_RAMO,ID_MODALIDAD,ID_PP,EJERCIDO_MDP")),
    "programmes": ("programme_catalogue", words(PROGRAMMES)),
    "objects": (
        "object_catalogue",
        book(
            {
                "Concatenated": [[*LEVELS, "DESCRIPCION"]],
                "CAPITULO": [["CAPITULO"]],
                "CONCEPTO": [["CONCEPTO"]],
                "PARTIDA GENERICA": [["PARTIDA_GENERICA"]],
                "PARTIDA ESPECÍFICA": [["PARTIDA_ESPECIFICA"]],
            }
        ),
    ),
    "ceilings": ("thresholds", words("Año,Tipo de contratación,Adjudicación directa,INV3")),
    "ceilings, workbook": ("thresholds", book({"Hoja": [list(CEILINGS)]})),
    "sanctions, SABG": ("sanctions_sabg", book({"Hoja": [list(SANCTIONED)]})),
    "sanctions, SFP": ("sanctions_sfp", words(SFP)),
    "69-B, short": ("sat_69b", words("RFC,Nombre del Contribuyente,Situación del contribuyente")),
    "69-B, full": ("sat_69b", words("Información actualizada", "Listado 69-B CFF", encoding="cp1252")),
    "contracts, B": ("compranet", copy("b1.csv")),
    "contracts, no header": ("compranet", copy("b3_headerless.csv")),
    "contracts, C": ("compranet", copy("c2.csv")),
    "selection": ("selected_contracts", copy("b2_selection.csv")),
    "contracts, D": ("compras_mx", copy("d.csv")),
    "procedures": ("procurement_procedures", copy("e_cp1252.csv")),
    "OCDS": ("ocds", words('{"releases": [{"ocid": "ocds-1-1", "tag": ["contract"]}]}')),
}


@pytest.fixture(params=SMALL)
def small(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    owner, write = SMALL[request.param]
    path = tmp_path / "a1b2.bin"
    write(path)
    return owner, path


def claiming(path: Path) -> set[str]:
    """Return every dataset that claims a file by what is in it."""
    given = RawFile(path.name, path, None)
    claimed = {one.id for one in datasets().values() if one.recognise and one.recognise(given)}
    with suppress(SourceError):
        found = peek(path, path.name) if not path.read_bytes().startswith(b"RDX") else None
        return claimed | ({found[0]} if found else set())
    return claimed


def test_every_dataset_is_known_by_content() -> None:
    assert {owner for owner, _ in SMALL.values()} == set(datasets())


def test_one_dataset_claims_a_file(small: tuple[str, Path], tmp_path: Path) -> None:
    owner, path = small
    data = path.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        path.write_bytes(gzip.decompress(data))
    assert claiming(path) == {owner}
    misled = tmp_path / "PEF_1999.csv"
    path.rename(misled)
    assert [one.dataset.id for one in fetch.find(misled, work=tmp_path / "work")] == [owner]
    misled.write_bytes(gzip.compress(misled.read_bytes()))
    assert [one.dataset.id for one in fetch.find(misled, work=tmp_path / "work")] == [owner]


def heads() -> dict[str, bytes]:
    """Return how real files of every kind begin, and two bytes that say gzip and are none."""
    packed_csv = gzip.compress(b"PERIODO,GENERAL\n2026-06-01,1\n")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as packing:
        packing.writestr("xl/workbook.xml", "<workbook/>")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0" + b"\0" * 480
    return {
        "nothing": b"", "two bytes": b"\x1f\x8b", "gzip": packed_csv, "gzip cut": packed_csv[:25],
        "zip": b"PK\x03\x04", "empty zip": b"PK\x05\x06", "workbook": zipped.getvalue(),
        "workbook cut": zipped.getvalue()[:60], "old workbook": old, "old workbook cut": old[:4],
        "utf-16": "PERIODO,GENERAL\n".encode("utf-16"), "utf-16 without mark": "a,b\n".encode("utf-16-le"),
        "NULs": b"\0" * 40, "R": b"RDX3\n", "object": b"{", "list": b'[{"ocid":', "quote": b'"',
        "mark": b"\xef\xbb\xbf", "prices": b"PERIODO,GENERAL\n", "population": b"ENTIDAD,2020\n",
    }  # fmt: skip


HEADS = heads()


def undisturbed(path: Path) -> None:
    """Ask everybody about a file, by themselves: nobody may raise, on whatever bytes."""
    asked = RawFile(path.name, path, None)
    for one in datasets().values():
        assert one.recognise is None or one.recognise(asked) in (True, False), one.id
        assert one.tells is None or isinstance(one.tells(asked), Mapping), one.id


@settings(max_examples=cases(60), deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(HEADS)))
def test_no_recogniser_raises(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: str) -> None:
    path = tmp_path_factory.getbasetemp() / "anything"
    path.write_bytes(HEADS[start] + data)
    undisturbed(path)


@pytest.mark.parametrize("start", HEADS)
def test_no_recogniser_raises_on_how_a_file_begins(tmp_path: Path, start: str) -> None:
    path = tmp_path / "anything"
    path.write_bytes(HEADS[start])
    undisturbed(path)
    with suppress(LoadersError):
        fetch.find(path, work=tmp_path / "work")


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A dataset whose recogniser raises, before all others."""

    def raises(_: RawFile) -> bool:
        raise request.param

    stray = replace(datasets()["thresholds"], recognise=raises)
    monkeypatch.setattr(registry, "datasets", lambda: {"a_stray": stray, **datasets()})


class Panic(BaseException):
    """As those of libraries in Rust, which are no Exception."""

    __module__ = "pyo3_runtime"


@pytest.mark.parametrize(
    "raising", [EOFError("cut"), Panic("index out of bounds"), EmptyFile("none")], indirect=True
)
@pytest.mark.usefixtures("raising")
def test_a_stray_error_of_a_recogniser_is_not_the_end_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a1b2.bin"
    SMALL["prices"][1](path)
    assert [one.dataset.id for one in fetch.find(path, work=tmp_path / "work")] == ["consumer_prices"]
    path.write_text("a,b\n1,2\n")
    with pytest.raises(Unreadable, match="cannot be read"):
        fetch.find(path, work=tmp_path / "work")


@pytest.mark.parametrize("raising", [KeyboardInterrupt()], indirect=True)
@pytest.mark.usefixtures("raising")
def test_who_stops_a_look_through_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "a1b2.bin"
    SMALL["prices"][1](path)
    with pytest.raises(KeyboardInterrupt):
        fetch.find(path, work=tmp_path / "work")


@pytest.mark.parametrize("which", SMALL)
def test_a_damaged_file_is_recognised_left_or_refused_in_words(tmp_path: Path, which: str) -> None:
    chance, path = random.Random(which), tmp_path / "a1b2.bin"
    SMALL[which][1](path)
    whole = path.read_bytes()
    for _ in range(15):
        data = bytearray(whole[: chance.randrange(1, len(whole) + 1)] if chance.random() < 0.3 else whole)
        for _ in range(chance.choice((1, 5, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        with suppress(LoadersError):
            assert len(fetch.find(path, work=tmp_path / "work")) == 1


@pytest.mark.parametrize(
    ("which", "given_name", "expected", "year"),
    [
        ("account workbook", "x.bin", "cp_ramo_programa_2021.xls", 2021),
        ("account workbook", "cp_ramo_programa_2014.xls", "cp_ramo_programa_2021.xls", 2021),
        ("approved budget", "PEF_2020.csv", "PEF_2026.csv", 2026),
        ("approved budget", "PEF_2026.csv", "PEF_2026.csv", 2026),
        ("approved budget, year in the name of a column", "inpc_2020.csv", "PEF_2026.csv", 2026),
        ("account", "a.csv", "Cuenta_Publica_2009.csv", 2009),
        ("quarter", "pef_ac01_avance_2t_2020.csv", "pef_ac01_avance_2t_2026.csv", 2026),
        ("population", "poblacion_entidad_hombres.csv", "poblacion_entidad_total.csv", None),
        ("prices", "a.csv", "inpc_2026.csv", None),
        ("69-B, full", "lista.csv", "Listado_Completo_69-B.csv", None),
    ],
)
def test_what_is_in_a_file_counts_before_its_name_and_that_is_said(
    tmp_path: Path, which: str, given_name: str, expected: str, year: int | None
) -> None:
    path, told = tmp_path / given_name, list[str]()
    SMALL[which][1](path)
    (one,) = fetch.find(path, work=tmp_path / "work", say=told.append)
    assert (one.name, one.fiscal_year) == (expected, year)
    wrong = f"{given_name} is read as {expected} of {one.dataset.id}, by what is in it"
    assert (wrong in told) == (given_name != expected)


def test_what_only_the_name_tells_is_said(tmp_path: Path) -> None:
    told = list[str]()
    for quarter in "12":
        SMALL["quarter"][1](tmp_path / f"pef_ac01_avance_{quarter}t_2026.csv")
    fetch.find(tmp_path, work=tmp_path / "work", say=told.append)
    assert told == [
        "quarterly_execution: only the name tells the quarter of pef_ac01_avance_1t_2026.csv and 1 more"
    ]


def read(one: Found) -> object:
    return one.dataset.read(RawFile(one.name, one.path, one.fiscal_year))


@pytest.mark.parametrize(
    ("which", "error", "question"),
    [
        ("quarter", MissingColumn, "--quarter"),
        ("programmes", MissingColumn, "--year"),
        ("draft", MissingColumn, "--year"),
        ("state GDP", UnknownCode, "published name"),
    ],
)
def test_what_nothing_tells_is_asked(
    tmp_path: Path, which: str, error: type[Exception], question: str
) -> None:
    path = tmp_path / "a1b2.bin"
    SMALL[which][1](path)
    (one,) = fetch.find(path, work=tmp_path / "work")
    with pytest.raises(error, match=question):
        read(one)


def test_the_sex_of_a_file_is_asked_where_its_size_does_not_tell(tmp_path: Path) -> None:
    path = tmp_path / "a1b2.bin"
    path.write_text("ENTIDAD,2020\nMéxico,64000000\n", encoding="utf-8")
    (one,) = fetch.find(path, work=tmp_path / "work")
    with pytest.raises(MissingColumn, match="women or of men"):
        read(one)


def test_a_question_is_answered_by_year_and_quarter(tmp_path: Path) -> None:
    path = tmp_path / "a1b2.bin"
    SMALL["quarter"][1](path)
    asked = Request(path, years=frozenset({2026}), quarter=3)
    (one,) = fetch.obtain(asked, tmp_path / "archive", print)
    assert (one.name, one.fiscal_year) == ("pef_ac01_avance_3t_2026.csv", 2026)
    SMALL["draft"][1](path)
    (other,) = fetch.obtain(Request(path, years=frozenset({2027})), tmp_path / "archive", print)
    assert (other.name, other.fiscal_year) == ("PPEF_2027.csv", 2027)


def test_two_different_files_of_one_year_are_not_chosen_between(tmp_path: Path) -> None:
    head = (*PEF, "MONTO_APROBADO")
    (tmp_path / "a.csv").write_bytes(packed([head, record(head, year="2026")]))
    (tmp_path / "b.csv").write_bytes(packed([head, record(head, year="2026"), record(head, year="2026")]))
    with pytest.raises(BrokenFiles, match=r"a\.csv.*PEF_2026.*\n.*b\.csv.*PEF_2026"):
        fetch.find(tmp_path, work=tmp_path / "work")


def test_what_is_no_data_and_what_is_nobodys_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a1b2.csv"
    path.touch()
    with pytest.raises(EmptyFile):
        fetch.find(path)
    path.write_text("<html><title>Aviso</title></html>")
    with pytest.raises(HtmlInsteadOfData, match="Aviso"):
        fetch.find(path)
    path.write_text("\n\n")
    with pytest.raises(SourceMissing, match="no file that a dataset reads"):
        fetch.find(path)


def held() -> dict[str, dict[str, object]]:
    """Return what the snapshot says of each official file, by its name."""
    return {one["provenance"]["file_name"]: one for one in bundle.entries(bundle.folder())}


def known() -> dict[str, tuple[str, int | None]]:
    """Return id and fiscal year of each official file, bundled or left out of the snapshot, by its name."""
    bundled = {name: (str(one["source_file_id"]), one["fiscal_year"]) for name, one in held().items()}
    left = {one.file_name: (one.source_file_id, one.fiscal_year) for one in bundle.left_out()}
    return {**bundled, **left}  # type: ignore[dict-item]


def shuffled(folder: Path, way: str) -> dict[str, str]:
    """Copy all official files under other names; return the true name of each copy."""
    files = sorted(path for path in Path(RAW or "").rglob("*") if path.name != "MANIFEST.tsv")
    files = [path for path in files if path.is_file()]
    ours = [path for path in files if path.relative_to(RAW or "").as_posix() in known()]
    other = dict(zip(ours, [*ours[31:], *ours[:31]], strict=True))
    back: dict[str, str] = {}
    for number, path in enumerate(files):
        misled = other[path].name if way == "misleading" and path in other else f"{number:04x}.bin"
        place = folder / str(number) / misled
        place.parent.mkdir(parents=True)
        shutil.copyfile(path, place)
        back[f"{number}/{misled}"] = path.relative_to(RAW or "").as_posix()
    return back


def ids(found: list[Found], back: Mapping[str, str]) -> dict[str, tuple[str, int | None]]:
    return {
        back[one.provenance.file_name]: (source_file_id(one.dataset.id, one.name), one.fiscal_year)
        for one in found
    }


@pytest.mark.raw
@raw
@pytest.mark.parametrize("way", ["random", "misleading"])
def test_the_held_files_are_the_same_under_any_name(tmp_path: Path, way: str) -> None:
    back = shuffled(tmp_path / "folder", way)
    found = fetch.find(tmp_path / "folder", work=tmp_path / "work")
    assert ids(found, back) == known()


@pytest.mark.raw
@raw
def test_the_held_files_give_the_same_partitions_under_any_name(tmp_path: Path) -> None:
    shuffled(tmp_path / "folder", "misleading")
    home = Home(tmp_path / "home")
    unread = run._from_files(home, Request(tmp_path / "folder"), lambda _: None, FileOutcomes())
    hashes = {
        one.source_file_id: one.content_hash
        for one in (run.keep(home, item.read(), lambda _: None) for item in unread)
    }
    assert set(hashes) == {identity for identity, _ in known().values()}
    bundled = {str(one["source_file_id"]): one["content_hash"] for one in held().values()}
    assert {identity: hashes[identity] for identity in bundled} == bundled


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known of the bytes themselves."""
    monkeypatch.setattr(known_files, "known", lambda *_: None)


@pytest.mark.raw
@raw
@pytest.mark.usefixtures("unknown")
def test_each_held_file_is_claimed_by_its_dataset_alone_and_tells_its_year(tmp_path: Path) -> None:
    back = shuffled(tmp_path / "folder", "random")
    found = ids(fetch.find(tmp_path / "folder", work=tmp_path / "work"), back)
    owners = {name: identity.split(".")[0] for name, (identity, _) in known().items()}
    assert {name: one[0].split(".")[0] for name, one in found.items()} == owners
    told = {name for name, one in found.items() if one[0] == known()[name][0]}
    silent = {owner for name, owner in owners.items() if name not in told}
    assert silent == {
        "compranet", "compras_mx", "ocds", "population", "procurement_procedures", "programme_catalogue",
        "quarterly_execution", "sanctions_sfp", "selected_contracts", "state_gdp",
    }  # fmt: skip
    assert all(found[name][1] == known()[name][1] for name in told)
    for path in sorted((tmp_path / "folder").rglob("*.bin")):
        assert len(claiming(path)) <= 1, path
