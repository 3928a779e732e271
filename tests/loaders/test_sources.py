"""A source is a folder, a file, a zip or an address: what is found in each, and what becomes of it."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.data import provenance
from dashboard.data.store import Stores
from loaders import addresses, archive, fetch, holdings, run, sightings
from loaders.engine import current_version, open_store
from loaders.errors import (
    ArchiveDamaged,
    BrokenFiles,
    EmptyFile,
    HtmlInsteadOfData,
    HttpStatus,
    LoadersError,
    NoPermission,
    NotAnArchive,
    SourceMissing,
    UnknownHeader,
    UnsafeArchive,
    Vanished,
    WrongEncoding,
)
from loaders.fetch import Request
from loaders.fetching import recognise, unpack
from loaders.fetching.limits import Limits, UnpackLimits
from loaders.home import Home
from loaders.schema import table
from tests.loaders import misbehaving_server as server
from tests.loaders.misbehaving_server import Server, serve
from tests.loaders.test_cli import cuentas

HEAD = b"PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n"
PRICES = HEAD + b"2026-05-01,144.000,145.000,142.000\n2026-06-01,145.131,145.671,142.839\n"
QUICK = Limits(connect=2, silence=0.5, total=10, attempts=1)
GAZETTE = b"<html><title>Aviso</title></html>"


@pytest.fixture
def site() -> Iterator[Server]:
    with server.running() as offered:
        yield offered


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def quiet(words: str) -> None:
    del words


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def load(place: Home, source: Path | str, *wanted: str) -> run.Outcome:
    return run.load(place, source, frozenset(wanted), say=quiet, limits=QUICK)


def prices(place: Home) -> int | None:
    engine = open_store(home=place)
    with engine.connect() as connection:
        found = connection.execute(sa.select(sa.func.count()).select_from(table("price_index"))).scalar()
    engine.dispose()
    return found


def rows(place: Home, name: str) -> list[dict[str, object]]:
    engine = open_store(home=place)
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(sa.select(table(name))).mappings()]
    engine.dispose()
    return found


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("inpc_2026.csv", PRICES),
        ("inpc_2026.csv", gzip.compress(PRICES)),
        (
            "precios.zip",
            zipped(**{"datos/inpc_2026.csv": PRICES, "léeme.txt": b"x", "__MACOSX/._a.csv": b"x"}),
        ),
        ("inpc_2026.csv", zipped(**{"datos.csv": PRICES})),
    ],
    ids=["plain", "gzip by content", "zip with others", "zip by content"],
)
@pytest.mark.parametrize("far", [False, True], ids=["file", "address"])
def test_a_source_is_read_whatever_it_is_packed_in(
    site: Server, place: Home, tmp_path: Path, name: str, data: bytes, far: bool
) -> None:
    near = tmp_path / name
    near.write_bytes(data)
    done = load(place, site.offer(f"/{name}", serve(data)) if far else near)
    assert done.published
    assert prices(place) == 2
    assert archive.place(place.archive, archive.sha256(near)).read_bytes() == data
    assert list((place.archive / "work").glob("*")) == []


def test_a_file_of_any_name_is_read_by_what_is_in_it(place: Home, tmp_path: Path) -> None:
    named = tmp_path / "indice.csv"
    named.write_bytes(PRICES)
    load(place, named)
    assert prices(place) == 2
    named.write_bytes(b"MES,INDICE\n2026-05-01,144.000\n")
    with pytest.raises(SourceMissing, match="name the dataset"):
        load(place, named)


def test_a_store_says_where_a_fetched_file_comes_from(site: Server, place: Home) -> None:
    url = site.offer("/inpc_2026.csv", serve(PRICES))
    load(place, url)
    (row,) = rows(place, "source_file")
    assert (row["obtained_from"], row["original_url"], row["obtained"]) == (url, None, sightings.now().date())


def test_a_source_that_changes_and_vanishes_is_told_in_the_store(site: Server, place: Home) -> None:
    changed = PRICES + b"2026-07-01,146.000,146.000,143.000\n"
    url = site.offer("/inpc_2026.csv", serve(PRICES), serve(changed), server.status(410), serve(changed))
    load(place, url)
    load(place, url)
    assert prices(place) == 3
    version = current_version(place)
    with pytest.raises(Vanished, match="is kept"):
        load(place, url)
    assert current_version(place) == version
    load(place, url)
    told = rows(place, "source_sighting")
    assert [row["status"] for row in told] == ["new", "changed", "vanished", "returned"]
    assert {row["source_file_id"] for row in told} == {"consumer_prices.inpc_2026"}
    assert str(told[1]["explanation_es"]).startswith("La fuente cambió el ")
    assert str(told[2]["explanation_es"]).startswith("La fuente desapareció el ")
    assert told[1]["sha256"] == told[2]["last_sha256"] == told[3]["sha256"]


def test_a_source_that_vanished_is_told_at_once_though_no_store_is_made(site: Server, place: Home) -> None:
    url = site.offer("/inpc_2026.csv", serve(PRICES), server.status(404))
    load(place, url)
    stores = Stores(place, retry_seconds=0)
    before, version = stores.noted(), current_version(place)
    assert provenance.sightings(stores.current()) == []
    with pytest.raises(Vanished):
        load(place, url)
    assert current_version(place) == version
    (row,) = provenance.sightings(stores.current())
    assert (row["status"], row["seen_at"]) == ("vanished", sightings.now().date())
    assert str(row["explanation_es"]).startswith("La fuente desapareció el ")
    assert stores.noted() != before
    told = json.loads(cuentas("status", "--json", home=place.root).stdout)["sources"]
    assert [one["status"] for one in told] == ["vanished"]
    assert "The source vanished on" in cuentas("status", home=place.root).stdout.replace("\n", " ")


def test_asking_again_for_the_same_makes_no_new_store(site: Server, place: Home) -> None:
    url = site.offer("/inpc_2026.csv", serve(PRICES, ETag='"one"'))
    first, again = load(place, url), load(place, url)
    assert (first.published, again.published, again.version) == (True, False, first.version)


def test_declared_addresses_are_asked_under_another_base_too(site: Server, place: Home) -> None:
    path = "/mirror/Bases_de_datos_presupuesto/CSV/PEF_2021.csv"
    site.offer(path, serve(b"CICLO\n2021\n"))
    request = Request(
        site.address + "/mirror/", frozenset({"approved_budget"}), frozenset({2020, 2021}), QUICK
    )
    (found,) = fetch.obtain(request, place.archive, quiet)
    assert [asked for asked, _headers in site.asked] == [path.replace("2021", "2020"), path]
    assert (found.dataset.id, found.fiscal_year, found.name) == ("approved_budget", 2021, "PEF_2021.csv")
    assert found.provenance.original_url is None


def test_official_addresses() -> None:
    wanted, years = frozenset({"approved_budget"}), frozenset({2021})
    (one,) = addresses.targets("official", wanted, years)
    assert one.url == one.original_url
    assert one.url.endswith("/DatosAbiertos/Bases_de_datos_presupuesto/CSV/PEF_2021.csv")
    assert addresses.targets(one.url.partition("PEF")[0], wanted, years) == [one]
    assert addresses.targets(one.url) == [one]
    assert len(addresses.targets("official", wanted)) > 10
    other = one.url.replace("PEF_2021", "PEF_1999")
    assert addresses.targets(other) == [addresses.Target(other, "approved_budget", other)]


def test_a_dataset_without_an_address_says_so() -> None:
    with pytest.raises(SourceMissing, match="no address is known"):
        addresses.targets("official", frozenset({"population"}))


def test_what_is_a_path_and_what_is_to_be_fetched(tmp_path: Path) -> None:
    assert addresses.local("data") == Path("data")
    assert addresses.local((tmp_path / "a b").as_uri()) == tmp_path / "a b"
    assert addresses.local("https://example.org/") is None
    assert addresses.local("official") is None


WRONG = {
    "empty": ("inpc_2026.csv", b"", EmptyFile),
    "web page": ("inpc_2026.csv", GAZETTE, HtmlInsteadOfData),
    "wide text": ("inpc_2026.csv", PRICES.decode().encode("utf-16"), WrongEncoding),
    "unknown bytes": ("inpc_2026.csv", PRICES + b"\x81\n", WrongEncoding),
    "unknown header": ("inpc_2026.csv", PRICES.replace(b"PERIODO", b"MES"), UnknownHeader),
    "not a zip": ("inpc_2026.csv.zip", PRICES, NotAnArchive),
    "half a gzip": ("inpc_2026.csv", gzip.compress(PRICES * 100)[:90], NotAnArchive),
    "half a zip": ("precios.zip", zipped(**{"inpc_2026.csv": PRICES})[:90], NotAnArchive),
    "path out of a zip": ("precios.zip", zipped(**{"/inpc_2026.csv": PRICES}), UnsafeArchive),
    "nothing in a zip": ("precios.zip", zipped(**{"a.pdf": PRICES}), SourceMissing),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Home:
    place = Home(tmp_path_factory.mktemp("loaded"))
    with server.running() as offered:
        load(place, offered.offer("/inpc_2025.csv", serve(PRICES)))
    return place


@pytest.mark.parametrize("far", [False, True], ids=["file", "address"])
@pytest.mark.parametrize("way", WRONG)
def test_what_is_wrong_leaves_store_and_partitions_as_they_were(
    site: Server, loaded: Home, tmp_path: Path, way: str, far: bool
) -> None:
    place = loaded
    before, version = partitions(place), current_version(place)
    name, data, error = WRONG[way]
    near = tmp_path / name
    near.write_bytes(data)
    with pytest.raises(error) as told:
        load(place, site.offer(f"/{name}", serve(data)) if far else near)
    assert told.value.todo
    assert (partitions(place), current_version(place)) == (before, version)
    assert list((place.archive / "work").glob("*")) == []
    assert holdings.begun(place.archive) == []


def partitions(place: Home) -> dict[str, bytes]:
    files = (path for path in place.partitions.rglob("*") if path.is_file())
    return {path.relative_to(place.partitions).as_posix(): path.read_bytes() for path in files}


def test_one_bad_address_of_many_changes_nothing(site: Server, place: Home) -> None:
    site.offer("/m/Bases_de_datos_presupuesto/CSV/PEF_2021.csv", serve(b"CICLO\n2021\n"))
    site.offer("/m/Bases_de_datos_presupuesto/CSV/PEF_2022.csv", server.status(403))
    with pytest.raises(HttpStatus):
        load(place, site.address + "/m/", "approved_budget")
    assert partitions(place) == {}


def test_one_bad_file_of_a_folder_changes_nothing(place: Home, tmp_path: Path) -> None:
    (tmp_path / "inpc_2025.csv").write_bytes(PRICES)
    (tmp_path / "inpc_2026.csv").write_bytes(PRICES.replace(b"PERIODO", b"MES"))
    with pytest.raises(BrokenFiles, match=r"inpc_2026\.csv.*MES"):
        load(place, tmp_path)
    assert partitions(place) == {}


def test_no_permission_to_read_a_source(place: Home, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "inpc_2026.csv").write_bytes(PRICES)
    folder.chmod(0o000)
    if not os.geteuid():
        os.seteuid(65534)
    try:
        with pytest.raises(NoPermission):
            fetch.find(folder / "inpc_2026.csv")
    finally:
        if not os.getuid():
            os.seteuid(0)
        folder.chmod(0o700)


def test_no_permission_to_write_a_home(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    if not os.geteuid():
        os.seteuid(65534)
    try:
        with pytest.raises(NoPermission, match="CUENTAS_HOME"):
            load(Home(tmp_path / "home"), "inpc_2026.csv")
    finally:
        if not os.getuid():
            os.seteuid(0)
        tmp_path.chmod(0o700)


def test_a_bomb_is_counted_as_it_unpacks_not_as_it_declares(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"a.csv": bytes(10**6)}))
    lie = (1000).to_bytes(4, "little")
    place = data.index(b"PK\x01\x02")
    data[22:26], data[place + 24 : place + 28] = lie, lie
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(LoadersError), unpack.plain(path, "a.zip", "a.csv", tmp_path / "work"):
        pass
    small = UnpackLimits(free=1000, ratio=10)
    path.write_bytes(gzip.compress(bytes(10**6)))
    with pytest.raises(UnsafeArchive), unpack.plain(path, "a.gz", None, tmp_path / "work", small):
        pass
    assert list((tmp_path / "work").iterdir()) == []


def test_members_that_no_publisher_would_send(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    for odd in (link, zipfile.ZipInfo("../a.csv"), zipfile.ZipInfo("C:/a.csv"), zipfile.ZipInfo("/a.csv")):
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(odd, b"x")
        with pytest.raises(UnsafeArchive):
            unpack.members(path, "a.zip")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "text"),
        ("año\n".encode("cp1252"), "text"),
        (b"\xef\xbb\xbf  <!-- x --> <HTML lang='es'>", "html"),
        (b"\r\n<!doctype html>", "html"),
        (b"<?xml version='1.0'?>\n<html>", "html"),
        (gzip.compress(b"x"), "gzip"),
        (zipped(a=b"x"), "zip"),
        (zipped(**{"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xls"),
        ("a,b\n".encode("utf-16"), "wide_text"),
        ("a,b\n".encode("utf-16-le"), "wide_text"),
        (b"RDX3\n\x00\x01\x02", "binary"),
    ],
)
def test_files_are_recognised_by_content(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert recognise.kind(path) == kind


def test_a_record_cut_short_by_a_crash_is_dropped(tmp_path: Path) -> None:
    seen = sightings.Sighting("https://example.org/a", sightings.now(), "new", "a", sha256="0" * 64)
    sightings.record(tmp_path, seen)
    with (tmp_path / "sightings.jsonl").open("a") as out:
        out.write('{"url": "https://exa')
    assert sightings.sightings(tmp_path) == [seen]
    sightings.record(tmp_path, seen)
    assert sightings.sightings(tmp_path) == [seen, seen]


def test_the_command_line_fetches_and_says_what_is_held(site: Server, place: Home) -> None:
    data = PRICES * 400
    url = site.offer("/inpc_2026.csv", serve(PRICES))
    assert cuentas("load", "--from", url, home=place.root).returncode == 0
    half = site.offer("/inpc_2027.csv", server.cut(data, 5000, ETag='"one"'))
    broken = cuentas("load", "--from", half, "--max-minutes", "0.01", home=place.root)
    assert broken.returncode == 6
    assert "broke off" in broken.stderr
    held = json.loads(cuentas("archive", "--json", home=place.root).stdout)
    assert [(one["file_name"], one["obtained_from"]) for one in held["files"]] == [("inpc_2026.csv", url)]
    assert [one["status"] for one in held["sightings"]] == ["new"]
    assert held["sightings"][0]["text_es"].startswith("La fuente se vio por primera vez el ")
    assert [(one["url"], one["total"]) for one in held["begun"]] == [(half, len(data))]
    shown = cuentas("archive", "--verify", home=place.root)
    assert "1 files, all with their hash" in shown.stderr
    assert half in shown.stdout.replace("\n", "")
    assert "La fuente" in cuentas("archive", "--seen", home=place.root).stdout


def test_a_damaged_archive_is_named(site: Server, place: Home) -> None:
    load(place, site.offer("/inpc_2026.csv", serve(PRICES)))
    (one,) = archive.held(place.archive)
    archive.place(place.archive, one.sha256).write_bytes(b"x")
    with pytest.raises(ArchiveDamaged, match=one.sha256):
        holdings.require_whole(place.archive)
    assert cuentas("archive", "--verify", home=place.root).returncode == 3
