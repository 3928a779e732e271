"""A file that is not of the dataset that was asked to read it is refused in words, never by a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from loaders import run
from loaders.errors import SourceError
from loaders.fetch import Request
from loaders.file_outcomes import FileOutcomes
from loaders.home import Home
from loaders.registry import datasets
from tests.loaders.flat_files import workbook

WRONG: dict[str, Callable[[Path], object]] = {
    "x.csv": lambda path: path.write_text("a,b\n1,2\n"),
    "x.xlsx": lambda path: workbook(path, {"Hoja": [["a", "b"], [1, 2]]}),
    "x.json": lambda path: path.write_text('{"a": 1}'),
    "empty.csv": Path.touch,
    "gzip.csv": lambda path: path.write_bytes(b"\x1f\x8b"),
    "x.bin": lambda path: path.write_bytes(bytes(range(256))),
}


def _read_all(found: Iterable[run.Unread]) -> None:
    for unread in found:
        unread.read()


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("asked", datasets())
def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path, asked: str, name: str) -> None:
    path = tmp_path / name
    WRONG[name](path)
    request = Request(path, frozenset({asked}))
    outcomes = FileOutcomes()
    with pytest.raises(SourceError):
        _read_all(run._from_files(Home(tmp_path / "home"), request, lambda _: None, outcomes))
