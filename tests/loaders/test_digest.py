"""The content hash is of the values alone: not of how they are cut, stored or typed in a library."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.digest import Digest
from loaders.errors import DeclarationError

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=6)), max_size=12)


def hashed(*frames: pl.DataFrame, name: str = "contract") -> str:
    digest = Digest()
    digest.begin(name)
    for frame in frames:
        digest.add(frame)
    return digest.hexadecimal()


def by_hand(name: str, columns: dict[str, tuple[bytes, bytes]]) -> str:
    """Return the hash as its documentation says it, of what each column says twice."""
    parts = [f"{one} {sha256(a).hexdigest()} {sha256(b).hexdigest()}\n" for one, (a, b) in columns.items()]
    return sha256(f"\n{name}\n{''.join(parts)}".encode()).hexdigest()


def text_bytes(values: Sequence[str | None]) -> tuple[bytes, bytes]:
    said = [None if one is None else one.encode() for one in values]
    lengths = [2**32 - 1 if one is None else len(one) for one in said]
    return struct.pack(f"<{len(said)}I", *lengths), b"".join(one or b"" for one in said)


def number_bytes(values: Sequence[int | None]) -> tuple[bytes, bytes]:
    there = bytes(one is not None for one in values)
    return there, struct.pack(f"<{len(values)}q", *(one or 0 for one in values))


@given(TEXTS)
def test_texts_are_hashed_as_is_said_and_numbered_ones_as_the_texts_they_are(
    values: list[str | None],
) -> None:
    frame = pl.DataFrame({"title": values}, schema={"title": pl.String()})
    expected = by_hand("contract", {"title": text_bytes(values)})
    assert hashed(frame) == expected
    assert hashed(frame.with_columns(pl.col("title").cast(pl.Categorical()))) == expected


def test_amounts_days_flags_and_numbers_are_hashed_as_is_said() -> None:
    frame = pl.DataFrame(
        {
            "amount_mxn": [Decimal("-12.30"), None, Decimal("9999999999999999.99")],
            "signed_on": [date(1969, 12, 31), date(2026, 1, 21), None],
            "amended": [None, True, False],
            "source_row": [1, 2, 3],
        },
        schema={
            "amount_mxn": pl.Decimal(18, 2),
            "signed_on": pl.Date(),
            "amended": pl.Boolean(),
            "source_row": pl.Int32(),
        },
    )
    assert hashed(frame) == by_hand(
        "contract",
        {
            "amount_mxn": number_bytes([-1230, None, 999999999999999999]),
            "signed_on": number_bytes([-1, (date(2026, 1, 21) - date(1970, 1, 1)).days, None]),
            "amended": number_bytes([None, 1, 0]),
            "source_row": number_bytes([1, 2, 3]),
        },
    )


@given(TEXTS, st.lists(st.integers(0, 12), max_size=4))
def test_how_rows_are_cut_does_not_matter(values: list[str | None], cuts: list[int]) -> None:
    frame = pl.DataFrame(
        {"title": values, "row": range(len(values))}, schema_overrides={"title": pl.String()}
    )
    places = sorted({0, len(values), *(cut for cut in cuts if cut < len(values))})
    assert hashed(*(frame[a:b] for a, b in pairwise(places)), frame.clear()) == hashed(frame)


@pytest.mark.parametrize(
    ("one", "other"), [([""], [None]), (["ab", "c"], ["a", "bc"]), (["a", None], [None, "a"])]
)
def test_other_texts_have_another_hash(one: list[str | None], other: list[str | None]) -> None:
    kind = {"x": pl.String()}
    assert hashed(pl.DataFrame({"x": one}, schema=kind)) != hashed(pl.DataFrame({"x": other}, schema=kind))


@pytest.mark.parametrize("other", [pl.Series([None], dtype=pl.Int32()), pl.Series([1]), pl.Series(["0"])])
def test_zero_nothing_and_the_text_have_other_hashes(other: pl.Series) -> None:
    assert hashed(pl.DataFrame({"x": pl.Series([0])})) != hashed(pl.DataFrame({"x": other}))


def test_other_names_and_another_order_have_another_hash() -> None:
    frame = pl.DataFrame({"a": [1], "b": [1]})
    others = (hashed(frame, name="award"), hashed(frame.rename({"a": "c"})), hashed(frame.select("b", "a")))
    assert len({hashed(frame), *others}) == 4


def test_two_tables_are_not_one() -> None:
    digest = Digest()
    for name in ("one", "two"):
        digest.begin(name)
        digest.add(pl.DataFrame({"a": [1]}))
    assert digest.hexadecimal() != hashed(pl.DataFrame({"a": [1, 1]}), name="one")


def test_a_column_of_a_kind_that_no_table_has_stops_the_run() -> None:
    with pytest.raises(DeclarationError, match="share: Float64"):
        hashed(pl.DataFrame({"share": [0.5]}))
