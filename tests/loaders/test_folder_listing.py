"""What is no regular file, or has no name that is text, is told in words; nothing hangs, nothing is left."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.errors import BadValue, BrokenFiles, SourceMissing
from loaders.fetch import find
from loaders.file_outcomes import FileOutcomes
from loaders.folder_listing import printable
from loaders.home import Home
from loaders.run import load

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

PRICES = "PERIODO,GENERAL,SUBYACENTE,NO_SUBYACENTE\n2026-05-01,1,1,1\n2026-06-01,2,2,2\n"
ODD = os.fsdecode(b"inpc_\xe9\xff.csv")
SHOWN = r"inpc_\xe9\xff.csv"


def pipe(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)


def bound_socket(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a socket by a short name: the whole path may be longer than a socket's may be."""
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(name)


def linked(target: str) -> Callable[[Path, str], None]:
    return lambda folder, name: (folder / name).symlink_to(target)


ODDITIES: dict[str, Callable[[Path, str], None]] = {
    "a named pipe, not a file": pipe,
    "a device, not a file": linked("/dev/zero"),
    "a link that leads nowhere": linked("nowhere.csv"),
    "a link that leads to itself": linked("odd.bin"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "precios.csv").write_text(PRICES)
    return made


def rows(folder: Path, skip_broken: bool = True) -> list[tuple[str, str, str | None, str]]:
    outcomes = FileOutcomes(skip_broken=skip_broken)
    assert [one.given for one in find(folder, outcomes=outcomes)] == ["precios.csv"]
    return [(one.file, one.outcome, one.dataset_id, one.seen) for one in outcomes.rows]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("words", ODDITIES)
def test_what_is_no_file_is_told_in_a_folder_and_by_name(folder: Path, tmp_path: Path, words: str) -> None:
    ODDITIES[words](folder, "odd.bin")
    assert rows(folder) == [("odd.bin", "unknown", None, words)]
    home = Home(tmp_path / "home")
    with pytest.raises(SourceMissing, match=words):
        load(home, folder / "odd.bin", say=print, indexed=False)
    made = load(home, folder, say=print, indexed=False)
    assert [(one.file, one.outcome) for one in made.outcomes] == [
        ("odd.bin", "unknown"), ("precios.csv", "read"),
    ]  # fmt: skip
    assert not [path for path in home.root.rglob("*") if ".draft" in path.name or path.parent.name == "work"]


def test_a_socket_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound_socket(folder, "inpc.sock", monkeypatch)
    assert rows(folder) == [("inpc.sock", "unknown", None, "a socket, not a file")]


def test_an_oddity_with_the_name_of_an_official_file_stops_the_load(folder: Path, tmp_path: Path) -> None:
    (folder / "PEF_2019.csv").symlink_to("moved/PEF_2019.csv")
    words = ("PEF_2019.csv", "broken", "approved_budget", "a link that leads nowhere")
    assert rows(folder) == [words]
    home = Home(tmp_path / "home")
    with pytest.raises(BrokenFiles, match="1 of 2 files"):
        load(home, folder, say=print, indexed=False)


def test_folders_may_be_called_like_files_and_linked_in_a_loop(folder: Path) -> None:
    for name in ("PEF_2019.csv", "a.zip", "MANIFEST.tsv"):
        (folder / name).mkdir()
    (folder / "again").symlink_to(".")
    assert rows(folder) == [("again", "unknown", None, "a link to a folder, which is not followed")]
    (folder / "precios.csv").rename(folder / "a.zip" / "precios.csv")
    assert [one.path for one in find(folder)] == [folder / "a.zip" / "precios.csv"]


def undecodable(path: Path) -> Path:
    try:
        path.write_text(PRICES)
    except OSError:
        pytest.skip("this file system has only names that are text")
    return path


def test_a_name_that_is_no_text_is_told_with_its_bytes(folder: Path, tmp_path: Path) -> None:
    path, home = undecodable(folder / ODD), Home(tmp_path / "home")
    with pytest.raises(BadValue, match="no UTF-8") as told:
        load(home, path, say=print, indexed=False)
    assert told.value.where == str(folder / SHOWN)
    with pytest.raises(BrokenFiles) as broken:
        load(home, folder, say=print, indexed=False)
    assert SHOWN in str(broken.value)
    str(broken.value).encode()
    made = load(home, folder, say=print, indexed=False, skip_broken=True)
    assert [(one.file, one.outcome) for one in made.outcomes] == [(SHOWN, "broken"), ("precios.csv", "read")]
    json.dumps(made.row(), default=str, ensure_ascii=False).encode()


def test_a_folder_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    made = tmp_path / ODD
    try:
        made.mkdir()
    except OSError:
        pytest.skip("this file system has only names that are text")
    with pytest.raises(BadValue, match="no UTF-8"):
        find(made)


_AS_ANOTHER_USER = """
import os, sys
from pathlib import Path
from loaders.fetch import find
from loaders.file_outcomes import FileOutcomes
folder = Path(sys.argv[1])
find(folder, work=folder, outcomes=FileOutcomes(skip_broken=True))  # imports what the other user may not
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
outcomes = FileOutcomes(skip_broken=True)
find(folder, work=folder, outcomes=outcomes)
for one in outcomes.rows:
    print(one.file, one.outcome, one.seen, sep="|")
"""


def test_what_this_user_may_not_read_is_told(folder: Path) -> None:
    """Root may read all, so another user looks."""
    (folder / "locked").mkdir()
    (folder / "locked" / "inpc.csv").write_text(PRICES)
    (folder / "PEF_2019.csv").write_text("x")
    (folder / "locked").chmod(0)
    (folder / "PEF_2019.csv").chmod(0)
    above = [one for one in folder.parents if one.is_relative_to("/tmp") and one != Path("/tmp")]
    for one in above:
        one.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", _AS_ANOTHER_USER, str(folder)], capture_output=True, text=True, check=False
    )
    (folder / "locked").chmod(0o700)
    assert done.stdout.splitlines() == [
        "locked|broken|this user may not look into it",
        "PEF_2019.csv|broken|no permission",
    ], done.stderr


def test_a_name_can_be_printed() -> None:
    assert printable(ODD) == SHOWN
    assert printable("información 2026.csv") == "información 2026.csv"
