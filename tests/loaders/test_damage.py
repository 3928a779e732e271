"""Bytes that change after they were written: told by every command, healed by a load, never published."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders import backend, partitions, publish, run
from loaders.engine import current_version, open_store
from loaders.errors import StoreDamaged
from loaders.home import Home
from loaders.run import load

from .test_cli import cuentas

Damage = Callable[[bytearray], bytes]

WAYS: dict[str, Damage] = {
    "one bit in the middle": lambda data: (
        bytes(data[: len(data) // 2]) + bytes([data[len(data) // 2] ^ 1]) + bytes(data[len(data) // 2 + 1 :])
    ),
    "the first page": lambda data: b"\0" * 4096 + bytes(data[4096:]),
    "the last page": lambda data: bytes(data[:-4096]) + b"\xff" * 4096,
    "cut short": lambda data: bytes(data[: len(data) // 3]),
    "nothing left": lambda data: b"",
}


def spoil(path: Path, way: str = "one bit in the middle") -> None:
    path.write_bytes(WAYS[way](bytearray(path.read_bytes())))


def quiet(words: str) -> None:
    del words


@pytest.fixture
def filled(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    load(home, None, frozenset({"gdp_deflator", "consumer_prices"}), say=quiet, indexed=False)
    return home


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_store_is_told_and_made_again(filled: Home, way: str) -> None:
    version = current_version(filled)
    spoil(filled.store(version), way)
    said: list[str] = []
    made = load(filled, None, frozenset({"consumer_prices"}), say=said.append, indexed=False)
    assert (made.version, made.published) == (version, True)
    assert any("is damaged, and is made again" in words for words in said)
    assert backend.of(filled).damage(version) is None
    open_store(version, home=filled).dispose()


def test_a_sound_store_is_left_as_it_is(filled: Home) -> None:
    before = filled.store(current_version(filled)).stat()
    again = load(filled, None, frozenset({"consumer_prices"}), say=quiet, indexed=False)
    assert again.words == "already current"
    assert filled.store(again.version).stat().st_ino == before.st_ino


def test_every_command_says_that_the_store_is_damaged(filled: Home) -> None:
    version = current_version(filled)
    spoil(filled.store(version))
    for command in ("status", "check"):
        done: subprocess.CompletedProcess[str] = cuentas(command, "--json", home=filled)
        assert done.returncode == 4, command
        problem = json.loads(done.stderr)
        assert (problem["error"], version in problem["where"]) == ("StoreDamaged", True)
        assert "cuentas load" in problem["todo"]
    told = json.loads(cuentas("status", "--json", home=filled).stdout)
    assert (told["store"], told["files"], told["orphans"]) == (None, [], [])
    assert "SHA-256" in told["versions"][0]["damage"]


def test_nobody_goes_back_to_a_damaged_version(filled: Home) -> None:
    first = current_version(filled)
    second = load(filled, None, frozenset({"population"}), say=quiet, indexed=False).version
    spoil(filled.store(first))
    with pytest.raises(StoreDamaged):
        publish.make_current(filled, first)
    assert current_version(filled) == second


def test_a_hash_goes_with_its_store(filled: Home) -> None:
    version = current_version(filled)
    assert filled.store_hash(version).is_file()
    filled.store(version).unlink()
    backend.of(filled).sweep()
    assert not filled.store_hash(version).exists()


def test_clean_rows_that_changed_are_never_built_in(filled: Home) -> None:
    before = current_version(filled)
    (path,) = filled.partitions.glob("consumer_prices/*/price_index.parquet")
    spoil(path)
    with pytest.raises(StoreDamaged, match=r"price_index\.parquet.*other bytes.*cuentas load"):
        load(filled, None, frozenset({"population"}), say=quiet, indexed=False)
    assert current_version(filled) == before
    assert list(filled.stores.glob(".draft-*")) == []
    told = json.loads(cuentas("status", "--json", home=filled).stdout)
    assert [row["kind"] for row in told["orphans"]] == ["unreadable"]
    load(filled, None, frozenset({"consumer_prices"}), say=quiet, indexed=False)
    partitions.require_whole(partitions.all_of(filled))


@pytest.mark.parametrize("words", ["", "{", "[]", '{"schema_version": null}', "{}"])
def test_words_of_clean_rows_that_cannot_be_read_are_told_and_healed(filled: Home, words: str) -> None:
    (path,) = filled.partitions.glob("consumer_prices/*/reading.json")
    path.write_text(words)
    done = cuentas("load", "population", "--no-index", home=filled)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert str(path.parent.name) in done.stderr.replace("\n", "")
    assert load(filled, None, frozenset({"consumer_prices"}), say=quiet, indexed=False).version
    partitions.require_whole(partitions.all_of(filled))


def test_a_damaged_held_version_is_made_again(filled: Home) -> None:
    first = current_version(filled)
    second = load(filled, None, frozenset({"population"}), say=quiet, indexed=False).version
    publish.go_back(filled, first, "the test")
    spoil(filled.store(second))
    again = run.load(filled, None, frozenset({"population"}), say=quiet, indexed=False)
    assert (again.version, again.held, again.published) == (second, True, False)
    assert backend.of(filled).damage(second) is None
