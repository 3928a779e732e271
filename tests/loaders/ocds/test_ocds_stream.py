"""JSON from anybody: every shape of an OCDS file, and the shapes that no honest file has."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from loaders.errors import BadValue, BrokenFiles
from loaders.fetch import find
from loaders.model import RawFile
from loaders.ocds.stream import MOST_DEPTH, Item, items, looks_like_ocds
from loaders.registry import match_content
from tests.loaders.ocds import spec

ONE = {"ocid": "ocds-aaaaaa-1", "id": "1", "date": "2020-01-01T00:00:00Z", "tag": ["tender"]}
TWO = {**ONE, "id": "2", "date": "2021-01-01T00:00:00Z"}
COMPILED = {**TWO, "tag": ["compiled"]}
PUBLISHER = {"name": "Somebody"}


def stream(folder: Path, content: object) -> list[Item]:
    return list(items(RawFile("x.json", spec.write(folder, "x.json", content), None)))


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (ONE, ["release"]),
        (COMPILED, ["compiled"]),
        ([ONE, TWO], ["release", "release"]),
        ({"publisher": PUBLISHER, "releases": [ONE, TWO]}, ["release", "release"]),
        ({"releases": [ONE], "compiledRelease": COMPILED}, ["release", "publisher_check"]),
        ({"compiledRelease": COMPILED, "releases": [ONE]}, ["release", "publisher_check"]),
        ({"ocid": "ocds-aaaaaa-1", "compiledRelease": COMPILED}, ["compiled"]),
        (
            {
                "records": [
                    {"ocid": "a", "releases": [ONE, TWO], "compiledRelease": COMPILED},
                    {"releases": [ONE]},
                ]
            },
            ["release", "release", "publisher_check", "release"],
        ),
        ([{"publisher": PUBLISHER, "releases": [ONE]}, TWO], ["release", "release"]),
        (f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n", ["release", "release"]),
        ({"releases": [ONE], "versionedRelease": {"ocid": "a", "tender": [{"value": 1}]}}, ["release"]),
    ],
)
def test_every_shape_gives_its_releases_in_order(tmp_path: Path, content: object, kinds: list[str]) -> None:
    found = stream(tmp_path, content)
    assert [one.kind for one in found] == kinds
    assert [one.position for one in found] == list(range(1, len(kinds) + 1))


def test_a_package_gives_its_publisher_and_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    text = "\ufeff" + json.dumps({"publisher": PUBLISHER, "releases": [ONE]})
    assert stream(tmp_path, text)[0].publisher == PUBLISHER


def test_a_key_that_stands_twice_is_not_lost_in_silence(tmp_path: Path) -> None:
    found = stream(tmp_path, '[{"ocid": "a", "tender": {"value": 1, "value": 2}}, {"ocid": "b"}]')
    assert [one.repeated for one in found] == [("value",), ()]


def test_releases_come_before_the_file_is_at_its_end(tmp_path: Path) -> None:
    path = spec.write(tmp_path, "cut.json", "[" + ",".join([json.dumps(ONE)] * 50_000))
    found = items(RawFile("cut.json", path, None))
    assert [one.position for one in islice(found, 3)] == [1, 2, 3]
    with pytest.raises(BadValue, match="cut short"):
        list(found)


def test_hostile_json_stops_with_its_reason(tmp_path: Path) -> None:
    deep = "[" * (MOST_DEPTH + 3)
    with pytest.raises(BadValue, match="nested deeper"):
        stream(tmp_path, f'{{"ocid": "a", "tender": {deep}')
    for text in ('{"ocid": NaN}', '{"ocid": "a",}', "", '{"ocid": "a"}}'):
        with pytest.raises(BadValue, match="not JSON"):
            stream(tmp_path, text)


@pytest.mark.parametrize("before", [0, 2**16 - 600])
def test_a_number_without_end_does_not_take_the_process_down(tmp_path: Path, before: int) -> None:
    text = f'{" " * before}{{"ocid": "a", "x": {"1" * 5000}}}'
    with pytest.raises(BadValue, match="digits"):
        stream(tmp_path, text)
    assert not looks_like_ocds(RawFile("x.json", spec.write(tmp_path, "x.json", text), None))


def test_two_records_of_one_name_do_not_take_each_others_place(tmp_path: Path) -> None:
    for folder, content in (("a", ONE), ("b", TWO)):
        (tmp_path / folder).mkdir()
        spec.write(tmp_path / folder, "10.json", content)
    with pytest.raises(BrokenFiles, match=r"b/10\.json"):
        find(tmp_path)
    (tmp_path / "b" / "10.json").rename(tmp_path / "b" / "11.json")
    assert [one.name for one in find(tmp_path)] == ["a/10.json", "b/11.json"]


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    for content in (ONE, [ONE], {"publisher": PUBLISHER, "compiledRelease": COMPILED}):
        path = spec.write(tmp_path, "anything.txt", content)
        found = match_content(path, path.name)
        assert found is not None
        assert found[0].id == "ocds"
    for other in ({"type": "FeatureCollection"}, "RFC,Nombre\n1,2\n", '{"ocid', ""):
        path = spec.write(tmp_path, "other.json", other)
        assert not looks_like_ocds(RawFile("other.json", path, None))
