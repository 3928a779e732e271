"""Encodings, records that are not lines, and records that lost their quotes."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import WrongEncoding
from loaders.model import RawFile
from loaders.read import content, csv_records, decode, unswallow

WIDTH = 8
FIELD = st.text(alphabet="abcñ ", min_size=1, max_size=8).filter(lambda text: text == text.strip() != "")


def test_text_is_utf8_with_or_without_its_mark_else_cp1252() -> None:
    assert decode("México".encode()) == ("México", "utf-8-sig")
    assert decode("\ufeffMéxico".encode()) == ("México", "utf-8-sig")
    assert decode("México".encode("latin-1")) == ("México", "cp1252")
    for data in (b"\xe9\x81", "año".encode("utf-16"), "año".encode("utf-32-le")):
        with pytest.raises(WrongEncoding, match="neither"):
            decode(data)


def test_gzip_is_opened_and_other_bytes_are_left(tmp_path: Path) -> None:
    packed, plain = tmp_path / "a.csv.gz", tmp_path / "b.csv"
    packed.write_bytes(gzip.compress(b"x"))
    plain.write_bytes(b"x")
    assert content(RawFile("a", packed, None)) == content(RawFile("b", plain, None)) == b"x"


@given(st.lists(st.lists(st.text(alphabet='a,"\n\r ñ', max_size=6), min_size=2, max_size=2), min_size=1))
def test_a_record_is_not_a_line(records: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows([["A", "B"], *records])
    assert csv_records(written.getvalue()) == (["A", "B"], records)


@given(st.lists(FIELD, min_size=WIDTH, max_size=WIDTH), st.data())
def test_swallowed_fields_come_back(record: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, WIDTH - 3))
    missing = data.draw(st.integers(1, WIDTH - start - 2))
    joined = ",".join(record[start : start + missing + 1])
    broken = [*record[:start], joined, *record[start + missing + 1 :], *[""] * missing]
    assert len(broken) == WIDTH
    assert unswallow(broken, WIDTH) == record


def test_a_comma_inside_a_sentence_is_no_separator() -> None:
    assert unswallow(["1", "pan, leche y café,2", "x", ""], 4) == ["1", "pan, leche y café", "2", "x"]


@pytest.mark.parametrize(
    "record",
    [
        ["a", "b", "c", ""],  # nothing was joined
        ["a,b", "c,d", "x", ""],  # either field could be the one
        ["a", "b", "c", "d"],  # nothing is missing
        ["a", "b", "1,000.00", ""],  # a thousands comma is not a separator
    ],
)
def test_a_record_is_repaired_in_one_way_or_not_at_all(record: list[str]) -> None:
    assert unswallow(record, 4) is None
