"""Whatever bytes an archive has, what comes of it is its data or one of our errors, never a traceback."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders import sightings
from loaders.errors import LoadersError
from loaders.fetching import recognise, unpack
from tests.property_cases import cases

LINES = b"CICLO,ID_RAMO\n" + b"".join(b"%d,%d\n" % (2000 + n % 30, n) for n in range(400))


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("datos/a.csv", LINES)
        packed.writestr("b.txt", b"x" * 50)
    return out.getvalue()


SEEDS = [
    _zip(),
    gzip.compress(LINES),
    LINES,
    "<html>".encode("utf-16"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9,
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A file with bytes overwritten, cut out or put in, and perhaps cut short."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(data)))
        data[place : place + draw(st.integers(0, 9))] = draw(st.binary(max_size=9))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


@settings(max_examples=cases(150), suppress_health_check=[HealthCheck.too_slow])
@given(data=mutated(), name=st.sampled_from(["a.csv", "a.zip", "a.csv.gz", "a.xlsx"]))
def test_mutated_archives(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, work = Path(folder) / name, Path(folder) / "work"
        path.write_bytes(data)
        with suppress(LoadersError):
            recognise.require_data(path, name)
            unpack.check(path, name)
        with suppress(LoadersError):
            inside = unpack.members(path, name) if recognise.kind(path) == "zip" else [None]
            for member in inside:
                with unpack.plain(path, name, member, work) as plain:
                    assert plain.is_file()
        assert list(work.glob("*")) == []


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=cases(50))
@given(url=TEXTS, headers=st.dictionaries(TEXTS, TEXTS, max_size=4), cut=st.integers(0, 400))
def test_sightings_come_back_as_they_went_in(url: str, headers: dict[str, str], cut: int) -> None:
    seen = sightings.Sighting(url, sightings.now(), "new", "a.csv", sha256="0" * 64, headers=headers)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            sightings.record(Path(folder), seen)
        assert sightings.sightings(Path(folder)) == [seen, seen]
        place = Path(folder) / "sightings.jsonl"
        place.write_bytes(place.read_bytes()[:-cut] if cut else place.read_bytes())
        assert sightings.sightings(Path(folder)) in ([seen, seen], [seen], [])


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_what_is_whole_passes(tmp_path: Path, seed: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(seed)
    unpack.check(path, "a")
    member = "datos/a.csv" if recognise.kind(path) == "zip" else None
    with unpack.plain(path, "a", member, tmp_path / "work") as plain:
        assert plain.read_bytes() == LINES
