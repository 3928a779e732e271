"""How much of the whole a file of contracts is said to be, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.contracts import coverage
from loaders.model import Provenance
from loaders.registry import dataset

BASE = dataset("compranet").urls[0].base
SAMPLE = "738af2a301348b3fc658cbff011e26de4b65f275f1a84f9a67b1615d49d39d2d"
FILE = Provenance("Contratos_CompraNet2023.csv", 1, "0" * 64)


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (FILE, "unknown"),
        (replace(FILE, obtained_from=f"{BASE}Contratos_CompraNet2023.csv"), "full"),
        (replace(FILE, original_url=f"{BASE}Contratos_CompraNet2023.csv"), "unknown"),
        (replace(FILE, obtained_from="https://example.org/Contratos_CompraNet2023.csv"), "unknown"),
        (replace(FILE, sha256=SAMPLE, obtained_from=f"{BASE}Contratos.csv"), "sample_1_percent"),
    ],
)
def test_only_a_file_from_its_publisher_is_taken_for_the_whole(origin: Provenance, said: str) -> None:
    [row] = coverage.rows([("x", dataset("compranet"), origin)])
    assert (row["source_file_id"], row["coverage"]) == ("x", said)
    assert row["text_es"] != row["text_en"]
