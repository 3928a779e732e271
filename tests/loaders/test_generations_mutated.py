"""Files damaged at random: bytes flipped, lines cut, columns moved, encodings mixed.

No traceback but our own errors, and rows read = stored + rejected each time. 300 in each run; as many as
CUENTAS_MUTATIONS says on demand (2,000 is the figure to reach).
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from loaders.flat import chunks
from tests.loaders.flat_files import ACCOUNT, DRAFT, LABELS_2013, PEF, SHORT, accounted, packed, record

TIMES = int(os.environ.get("CUENTAS_MUTATIONS", "300"))
FILES: Sequence[tuple[str, Sequence[str], str]] = (
    ("approved_budget", (*PEF, "MONTO_APROBADO"), "cp1252"),
    ("approved_budget", (*PEF, "MONTO_PEF_2026"), "utf-8-sig"),
    ("flat_public_account", ACCOUNT, "cp1252"),
    ("flat_public_account", SHORT, "utf-8-sig"),
    ("flat_public_account", (*LABELS_2013, "Aprobado", "Pagado", "Ejercido"), "cp1252"),
    ("draft_budget", DRAFT, "utf-8"),
)
Mutation = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        made[chance.randrange(len(made))] = chance.choice(
            (0, 10, 13, 34, 44, 0x81, 0xC3, chance.randrange(256))
        )
    return bytes(made)


def cut(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(chance.choice((1, 4))):
        place = chance.randrange(len(lines))
        lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
    return b"".join(lines)[: chance.choice((len(data), chance.randrange(len(data)) + 1))]


def moved(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for place in chance.sample(range(1, len(lines)), chance.choice((1, 5))):
        cells = lines[place].split(b",")
        one, two = chance.randrange(len(cells)), chance.randrange(len(cells))
        cells[one], cells[two] = cells[two], cells[one]
        if chance.random() < 0.3:
            cells.insert(one, b"")
        lines[place] = b",".join(cells)
    return b"".join(lines)


def mixed(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for place in chance.sample(range(len(lines)), 4):
        text = lines[place].decode("utf-8", errors="replace").replace("\ufffd", "ó")
        lines[place] = text.encode(chance.choice(("utf-8", "cp1252", "utf-16-le")), errors="replace")
    return b"".join(lines)


def repeated(data: bytes, chance: random.Random) -> bytes:
    start, size = chance.randrange(len(data)), chance.randrange(1, 400)
    piece = data[start : start + size] if chance.random() < 0.5 else b""
    place = chance.randrange(len(data))
    return data[:place] + piece + data[place + (0 if piece else size) :]


MUTATIONS: Sequence[Mutation] = (flipped, cut, moved, mixed, repeated)


def original(head: Sequence[str], encoding: str, chance: random.Random) -> bytes:
    names = ("Salud", "Dirección, de ejemplo", 'La "otra" región', "Línea\r\npartida", "Educación Básica")
    rows = [
        record(
            head, unit=chance.choice(("NBB", "100", "A00")), unit_name=chance.choice(names),
            ramo=chance.choice(("12", "11", "GYR")), approved=f"{chance.randrange(10**11) / 100:.2f}",
            state=str(chance.randrange(1, 33)),
        )
        for _ in range(60)
    ]  # fmt: skip
    return packed([head, *rows], encoding)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_a_damaged_file_is_accounted_for_to_the_last_record(
    mutation: Mutation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = 0
    for seed in range(TIMES // len(MUTATIONS)):
        chance = random.Random(f"{mutation.__name__} {seed}")
        dataset_id, head, encoding = FILES[seed % len(FILES)]
        monkeypatch.setattr(chunks, "SIZE", chance.choice((2**25, 1500, 5000)))
        path = tmp_path / "file"
        path.write_bytes(mutation(original(head, encoding, chance), chance))
        read += reads(dataset_id, path, f"{mutation.__name__} {seed}")
    assert read > TIMES // len(MUTATIONS) // 10


def reads(dataset_id: str, path: Path, where: str) -> bool:
    """Read a file and hold its counts; False when it is refused with an error of ours."""
    given = accounted(dataset_id, path, 2027, where)
    if given is None:
        return False
    kept = next(frame for name, frame in given.tables.items() if name.endswith("_line"))["source_row"]
    lines = [*kept, *(one.line for one in given.rejects)]
    assert len(set(lines)) == len(lines), where
    return True
