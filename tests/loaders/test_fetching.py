"""Downloads from a server that behaves, and from one that misbehaves in every way we know."""

from __future__ import annotations

import errno
import gzip
import io
import os
import shutil
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders import archive, sightings
from loaders.errors import (
    AddressRefused,
    ArchiveBomb,
    DiskFull,
    EmptyFile,
    HostUnreachable,
    HtmlInsteadOfData,
    HttpStatus,
    IncompleteChain,
    LoadersError,
    NoPermission,
    NotAnArchive,
    TimedOut,
    TooLarge,
    Truncated,
    UnsafeArchive,
    Untrusted,
    Vanished,
    WrongEncoding,
)
from loaders.fetching.download import Fetcher, fetcher
from loaders.fetching.limits import Limits
from loaders.fetching.partial import all_begun
from tests.loaders import misbehaving_server as server
from tests.loaders.misbehaving_server import Server, serve

QUICK = Limits(
    connect=2, silence=0.5, total=10, most_bytes=10**6, attempts=3, first_pause=0, longest_pause=0.01
)
DATA = b"PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n" + b"2026-06-01,145.131,145.671,142.839\n" * 3000
ETAG = '"one"'
DAY = "Sat, 21 Nov 2026 10:00:00 GMT"


@pytest.fixture
def site() -> Iterator[Server]:
    with server.running() as offered:
        yield offered


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def getter(place: Path, said: list[str]) -> Iterator[Fetcher]:
    with fetcher(place, say=said.append, limits=QUICK, pause=lambda seconds: None) as made:
        yield made


def limited(getter: Fetcher, **changes: float) -> Fetcher:
    limits = Limits(**{**QUICK.__dict__, **changes})
    return Fetcher(getter.client, getter.archive, getter.say, limits, getter.pause)


def everything(folder: Path) -> dict[str, bytes]:
    """All files under a folder, but for the record of sightings."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "sightings.jsonl")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def statuses(place: Path) -> list[str]:
    return [one.status for one in sightings.sightings(place)]


def test_bytes_come_untouched_with_date_address_and_headers(
    site: Server, getter: Fetcher, place: Path
) -> None:
    url = site.offer("/inpc_2026.csv", serve(DATA, ETag=ETAG))
    kept, origin = getter.get(url, "consumer_prices")
    assert kept.read_bytes() == DATA
    assert kept == archive.place(place, origin.sha256)
    assert (origin.file_name, origin.bytes, origin.obtained_from) == ("inpc_2026.csv", len(DATA), url)
    assert origin.original_url is None
    assert origin.obtained == sightings.now().date()
    assert archive.record_of(place, origin.sha256) == origin
    (seen,) = sightings.sightings(place)
    assert (seen.status, seen.sha256, seen.etag, seen.http_status) == ("new", origin.sha256, ETAG, 200)
    assert seen.headers["content-length"] == str(len(DATA))
    assert '"etag"' in kept.with_suffix(".headers.json").read_text(encoding="utf-8")
    assert list((place / "partial").iterdir()) == []


def test_what_is_unchanged_is_not_sent_again(site: Server, getter: Fetcher, place: Path) -> None:
    url = site.offer("/inpc_2026.csv", serve(DATA, ETag=ETAG, Last_Modified=DAY))
    first = getter.get(url)
    before = everything(place)
    again = getter.get(url)
    assert again == first
    assert everything(place) == before
    assert site.asked[1][1]["if-none-match"] == ETAG
    assert site.asked[1][1]["if-modified-since"] == DAY
    assert statuses(place) == ["new", "unchanged"]
    getter.get(url)
    assert site.asked[2][1]["if-none-match"] == ETAG


def test_a_damaged_archive_is_not_taken_for_what_it_was(site: Server, getter: Fetcher, place: Path) -> None:
    url = site.offer("/inpc_2026.csv", serve(DATA, ETag=ETAG))
    kept, origin = getter.get(url)
    kept.write_bytes(b"other bytes")
    assert archive.verify(place) == [origin.sha256]
    assert getter.get(url)[0].read_bytes() == DATA
    assert "if-none-match" not in site.asked[1][1]
    assert archive.verify(place) == []


def test_a_changed_source_is_recorded_and_both_versions_are_kept(
    site: Server, getter: Fetcher, place: Path
) -> None:
    url = site.offer("/inpc_2026.csv", serve(DATA, ETag=ETAG), serve(DATA + b"x\n", ETag='"two"'))
    old, _ = getter.get(url)
    new, origin = getter.get(url)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, DATA + b"x\n")
    seen = sightings.notable(place)[-1]
    assert (seen.status, seen.sha256, seen.last_sha256) == ("changed", origin.sha256, old.name)
    assert seen.words.es.startswith("La fuente cambió el ")
    assert seen.words.en.startswith("The source changed on ")


def test_a_vanished_source_is_recorded_once_and_its_return_too(
    site: Server, getter: Fetcher, place: Path
) -> None:
    gone = server.status(404)
    url = site.offer("/inpc_2026.csv", serve(DATA), gone, gone, serve(DATA))
    getter.get(url)
    for _ in range(2):
        with pytest.raises(Vanished, match="is kept"):
            getter.get(url)
    getter.get(url)
    assert statuses(place) == ["new", "vanished", "returned"]
    assert sightings.sightings(place)[1].words.es.startswith("La fuente desapareció el ")


def test_what_was_never_there_has_not_vanished(site: Server, getter: Fetcher, place: Path) -> None:
    with pytest.raises(Vanished, match="404") as told:
        getter.get(site.address + "/nothing.csv")
    assert "kept" not in str(told.value)
    assert statuses(place) == []


def test_transient_errors_are_tried_again(site: Server, getter: Fetcher, said: list[str]) -> None:
    busy = server.status(503, Retry_After="0")
    url = site.offer("/inpc_2026.csv", busy, server.status(429), serve(DATA))
    assert getter.get(url)[0].read_bytes() == DATA
    assert sum("attempts left" in words for words in said) == 2


def test_the_server_may_ask_for_a_longer_pause_within_bounds(site: Server, place: Path) -> None:
    pauses: list[float] = []
    patient = Limits(attempts=4, first_pause=1, longest_pause=20)
    ways = [server.status(503, Retry_After=words) for words in ("7", "9999")]
    url = site.offer("/inpc_2026.csv", *ways, server.status(500), serve(DATA))
    with fetcher(place, say=lambda words: None, limits=patient, pause=pauses.append) as getter:
        getter.get(url)
    assert pauses[:2] == [7, 20]
    assert 4 <= pauses[2] <= 5


def test_a_broken_download_goes_on_where_it_broke_off(site: Server, getter: Fetcher) -> None:
    url = site.offer("/inpc_2026.csv", server.cut(DATA, 20_000, ETag=ETAG), serve(DATA, ETag=ETAG))
    assert getter.get(url)[0].read_bytes() == DATA
    assert site.ranges() == [None, "bytes=15904-"]
    assert site.asked[1][1]["if-range"] == ETAG


def test_the_next_run_goes_on_too(site: Server, getter: Fetcher, place: Path) -> None:
    cut = server.cut(DATA, 10_000, Last_Modified=DAY)
    url = site.offer("/inpc_2026.csv", *[cut] * 3, serve(DATA, Last_Modified=DAY))
    with pytest.raises(Truncated, match="again"):
        getter.get(url)
    ((begun, how),) = all_begun(place / "partial")
    assert (begun, how.total) == (url, len(DATA))
    assert getter.get(url)[0].read_bytes() == DATA
    assert site.ranges()[-1] == f"bytes={how.size - 4096}-"
    assert list((place / "partial").iterdir()) == []


@pytest.mark.parametrize(
    "rest",
    [
        server.piece(DATA, 7, ETag=ETAG),
        server.piece(DATA, 15_904, ETag='"two"'),
        server.piece(DATA[:15_904] + DATA[15_904:].upper() + b"X", 15_904, ETag=ETAG),
        server.piece(b"x" * len(DATA), 15_904, ETag=ETAG),
        server.status(416),
        serve(DATA, ranges=False, ETag=ETAG),
    ],
)
def test_a_rest_of_another_file_is_not_joined(site: Server, getter: Fetcher, rest: server.Behaviour) -> None:
    url = site.offer("/inpc_2026.csv", server.cut(DATA, 20_000, ETag=ETAG), rest, serve(DATA, ETag=ETAG))
    assert getter.get(url)[0].read_bytes() == DATA


def test_a_download_that_cannot_be_resumed_starts_over(site: Server, getter: Fetcher, place: Path) -> None:
    url = site.offer("/inpc_2026.csv", *[server.cut(DATA, 20_000)] * 3, serve(DATA))
    with pytest.raises(Truncated):
        getter.get(url)
    assert everything(place) == {}
    assert getter.get(url)[0].read_bytes() == DATA
    assert site.ranges() == [None] * 4


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def damaged_zip() -> bytes:
    data = bytearray(zipped(a=os.urandom(5000)))
    data[100:110] = b"0123456789"
    return bytes(data)


HTML = b"<!DOCTYPE html>\n<html><head><title>Sitio en mantenimiento</title></head><body></body></html>"
REFUSED = {
    "status": ("/a.csv", server.status(403), HttpStatus, "403"),
    "still busy": ("/a.csv", server.status(503), HttpStatus, "503"),
    "unasked 304": ("/a.csv", server.status(304), HttpStatus, "304"),
    "silence": ("/a.csv", server.hang, TimedOut, "took too long"),
    "drops": ("/a.csv", server.drip(DATA, 0.05), TimedOut, "took too long"),
    "cut short": ("/a.csv", server.cut(DATA, 5000), Truncated, "broke off"),
    "chunks cut short": ("/a.csv", server.cut_chunks(DATA), Truncated, "broke off"),
    "too large, told": ("/a.csv", serve(bytes(10**6 + 1)), TooLarge, "--max-mb"),
    "too large, not told": ("/a.csv", server.endless, TooLarge, "--max-mb"),
    "empty": ("/a.csv", serve(b""), EmptyFile, "empty"),
    "web page": ("/a.csv", serve(HTML), HtmlInsteadOfData, "Sitio en mantenimiento"),
    "web page as zip": ("/a.zip", serve(HTML), HtmlInsteadOfData, "web page"),
    "wide text": ("/a.csv", serve("año,monto\n".encode("utf-16")), WrongEncoding, "UTF-16"),
    "not a zip": ("/a.zip", serve(DATA), NotAnArchive, "called .zip and is text"),
    "not a gzip": ("/a.csv.gz", serve(DATA), NotAnArchive, "called .gz and is text"),
    "not a workbook": ("/a.xlsx", serve(DATA), NotAnArchive, "called .xlsx and is text"),
    "half a zip": ("/a.zip", serve(zipped(a=os.urandom(5000))[:3000]), NotAnArchive, "damaged"),
    "damaged zip": ("/a.zip", serve(damaged_zip()), NotAnArchive, "damaged"),
    "half a gzip": ("/a.csv.gz", serve(gzip.compress(DATA)[:200]), NotAnArchive, "damaged"),
    "zip bomb": ("/a.zip", serve(zipped(**{"a.csv": bytes(65 * 2**20)})), ArchiveBomb, "far too much"),
    "gzip bomb": ("/a.gz", serve(gzip.compress(bytes(65 * 2**20))), ArchiveBomb, "far too much"),
    "path out of the zip": ("/a.zip", serve(zipped(**{"../a.csv": DATA})), UnsafeArchive, "outside"),
    "redirect to plain http": ("/a.csv", server.redirect("http://192.0.2.1/a.csv"), AddressRefused, "https"),
    "redirect in a circle": ("/a.csv", server.redirect("/a.csv"), AddressRefused, "leads nowhere"),
}


@pytest.mark.parametrize("way", REFUSED)
def test_each_failure_has_its_own_error_and_leaves_everything_as_it_was(
    site: Server, getter: Fetcher, place: Path, way: str
) -> None:
    getter.get(site.offer("/before.csv", serve(DATA)))
    before, seen = everything(place), statuses(place)
    path, behaviour, error, words = REFUSED[way]
    hasty = limited(getter, total=1.0) if way == "drops" else getter
    with pytest.raises(error, match=words) as told:
        hasty.get(site.offer(path, behaviour))
    assert type(told.value) is error
    assert told.value.where
    assert told.value.todo
    assert everything(place) == before
    assert statuses(place) == seen


def test_nobody_answers(getter: Fetcher, place: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    with pytest.raises(HostUnreachable, match="check the address"):
        getter.get(f"http://127.0.0.1:{closed}/a.csv")
    assert not place.exists()


def test_a_name_that_is_no_host(getter: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*arguments: object, **named: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(HostUnreachable, match="no such host"):
        getter.get("https://no-such-host.invalid/a.csv")


@pytest.mark.parametrize("url", ["http://example.com/a.csv", "ftp://example.com/a.csv", "https:///a.csv"])
def test_only_safe_addresses_are_asked(getter: Fetcher, url: str) -> None:
    with pytest.raises(AddressRefused, match="https"):
        getter.get(url)


def secure(place: Path) -> Iterator[Fetcher]:
    with fetcher(place, say=lambda words: None, limits=QUICK, pause=lambda seconds: None) as made:
        yield made


@pytest.mark.parametrize(
    ("complete", "between", "error"),
    [(True, False, None), (False, True, None), (False, False, IncompleteChain)],
)
def test_an_incomplete_chain_is_completed_never_waved_through(
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    complete: bool,
    between: bool,
    error: type[LoadersError] | None,
) -> None:
    made = server.certificates()
    monkeypatch.setenv("CUENTAS_CA", str(made.write(tmp_path / "ca", between=between)))
    with server.running(made.chain(complete=complete)) as site:
        url = site.offer("/inpc_2026.csv", serve(DATA))
        for getter in secure(place):
            if error is None:
                assert getter.get(url)[0].read_bytes() == DATA
                continue
            with pytest.raises(error, match="CUENTAS_CA"):
                getter.get(url)
            assert site.asked == []
            assert not place.exists()


def test_an_intermediate_alone_is_no_root(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = server.certificates()
    monkeypatch.setenv("CUENTAS_CA", str(made.write(tmp_path / "ca", root=False, between=True)))
    with server.running(made.chain(complete=True)) as site:
        for getter in secure(place):
            with pytest.raises(Untrusted):
                getter.get(site.address + "/a.csv")


@pytest.mark.parametrize("name", ["other.example", "127.0.0.1"])
def test_a_certificate_of_another_or_of_nobody(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made, known = server.certificates(name), server.certificates() if name == "127.0.0.1" else None
    monkeypatch.setenv("CUENTAS_CA", str((known or made).write(tmp_path / "ca")))
    with server.running(made.chain(complete=True)) as site:
        for getter in secure(place):
            with pytest.raises(Untrusted) as told:
                getter.get(site.address + "/a.csv")
    assert isinstance(told.value, IncompleteChain) == (known is not None)


def test_certificates_that_cannot_be_used(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.pem").write_text("no certificate", encoding="utf-8")
    for named, words in ((tmp_path / "none", "names nothing"), (tmp_path / "bad.pem", "cannot be read")):
        monkeypatch.setenv("CUENTAS_CA", str(named))
        with pytest.raises(Untrusted, match=words):
            next(secure(place))


def test_a_disk_without_room_is_said_before_anything_is_sent(
    site: Server, getter: Fetcher, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(place.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=100))
    with pytest.raises(DiskFull, match="100 free"):
        getter.get(site.offer("/a.csv", serve(DATA, ETag=ETAG)))
    assert everything(place) == {}


def test_a_disk_that_fills_while_writing(site: Server, getter: Fetcher, place: Path) -> None:
    """The system's own limit on the size of a file stands for the end of the disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    url = site.offer("/a.csv", serve(DATA, ETag=ETAG))
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(DiskFull, match="CUENTAS_HOME"):
            getter.get(url)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert everything(place) == {}
    assert getter.get(url)[0].read_bytes() == DATA


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_each_way_to_say_that_a_disk_is_full(tmp_path: Path, number: int) -> None:
    from loaders.disk import guarded

    with pytest.raises(DiskFull), guarded(tmp_path):
        raise OSError(number, os.strerror(number))


@pytest.fixture
def unprivileged(tmp_path: Path) -> Iterator[None]:
    """The rights of an ordinary user: the superuser may write everywhere."""
    tmp_path.chmod(0o500)
    if os.geteuid():
        yield
    else:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
    tmp_path.chmod(0o700)


@pytest.mark.usefixtures("unprivileged")
def test_no_permission(site: Server, getter: Fetcher) -> None:
    with pytest.raises(NoPermission, match="give this user the right"):
        getter.get(site.offer("/a.csv", serve(DATA)))


def test_a_proxy_is_not_asked_for_this_machine(
    site: Server, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    url = site.offer("/inpc_2026.csv", serve(DATA))
    for getter in secure(place):
        assert getter.get(url)[0].read_bytes() == DATA


def test_progress_has_a_rate_and_the_time_left(site: Server, getter: Fetcher, said: list[str]) -> None:
    talkative = limited(getter, report_every=0)
    talkative.get(site.offer("/inpc_2026.csv", serve(DATA)))
    (*_, last) = [words for words in said if "MB/s" in words]
    assert last.startswith("inpc_2026.csv: 0.1 of 0.1 MB · ")
    assert last.endswith("0 s left")


def test_the_server_names_a_file_whose_address_does_not(site: Server, getter: Fetcher) -> None:
    named = serve(DATA, Content_Disposition='attachment; filename="../../PEF_2021.csv"')
    assert getter.get(site.offer("/download?id=7", named))[1].file_name == "PEF_2021.csv"
    assert getter.get(site.offer("/recurso", serve(DATA)))[1].file_name == "recurso"
