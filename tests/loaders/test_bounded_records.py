"""A text or record without end is refused before it is in memory, whatever its file is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import BadValue
from loaders.flat import chunks
from loaders.model import RawFile
from loaders.ocds.stream import items

MB = 2**20


class Endless(io.RawIOBase):
    """A file that begins with a few bytes, and repeats others for ever; counts what is read of it."""

    def __init__(self, start: bytes, again: bytes) -> None:
        self.start, self.again, self.given = start, again, 0

    def readinto(self, buffer: Any) -> int:
        size = len(buffer)
        made = (self.start + self.again * (size // len(self.again) + 1))[:size]
        self.start = b""
        buffer[:] = made
        self.given += size
        return size


@pytest.mark.parametrize(
    ("start", "again"), [(b"a,b\n1,", b"x"), (b'a,b\n1,"', b"abc\n"), (b"", b"x"), (b'a,b\n1,"', b'x""')]
)
def test_a_record_without_end_is_refused_after_a_few_blocks(start: bytes, again: bytes) -> None:
    stream: Any = Endless(start, again)
    with pytest.raises(BadValue, match="never ends"):
        for _ in chunks.parts(stream, ",", "utf-8", lambda lines: [1] * len(lines), MB):
            pass
    assert stream.given <= 4 * MB


@pytest.mark.parametrize("piece", ["x", "\\\\u00e1", '\\"', '\\\\\\"'])
def test_a_text_without_end_in_json_is_refused(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"ocid": "a", "title": "' + piece * (2 * MB // len(piece)) + '"}', encoding="utf-8")
    with pytest.raises(BadValue, match="a text of more than 1 MB"):
        list(items(RawFile("x.json", path, None)))


def test_many_texts_and_an_escape_at_the_end_of_a_block_are_no_long_text(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    texts = ", ".join(['"' + "\\\\" * 50 + 'x"'] * 40_000)
    path.write_text('{"ocid": "a", "tag": [' + texts + "]}", encoding="utf-8")
    assert len(list(items(RawFile("x.json", path, None)))) == 1
