"""The held OCDS files, whole: every release accounted for, and nothing private in the store they make."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from loaders import checks, run
from loaders.engine import current_version, open_store
from loaders.home import Home
from loaders.model import RawFile
from loaders.registry import dataset, match_content
from loaders.schema import metadata, table

RAW = Path(os.environ.get("CUENTAS_RAW", ""), "contracts")

pytestmark = [
    pytest.mark.raw,
    pytest.mark.skipif("CUENTAS_RAW" not in os.environ, reason="CUENTAS_RAW: folder of official files"),
]

# File: releases read, stored, rejected.
STATES = {
    "aguascalientes": (56, 54, 2),
    "edomex": (53, 53, 0),
    "morelos": (1, 1, 0),
    "puebla": (1, 1, 0),
    "veracruz": (163, 163, 0),
}
# Independent of the package's own rules: what an RFC of a person, a CURP and an e-mail look like.
# An e-mail has a domain: the @ of COMUNIC@RTE & CONSULTING SA DE CV is part of a firm's name.
PRIVATE = re.compile(
    r"(?<![A-Z0-9Ñ&])[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}(?![A-Z0-9])|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d"
    r"|\w@[\w-]+\.\w",
    re.I,
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    home = Home(tmp_path_factory.mktemp("ocds"))
    run.load(home, RAW / "ocds", say=lambda words: None)
    found = open_store(current_version(home), home=home)
    yield found
    found.dispose()


def test_every_file_is_known_by_its_content_and_adds_up() -> None:
    read: dict[str, tuple[int, int, int]] = {}
    for path in sorted((RAW / "ocds").rglob("*.json")):
        found = match_content(path, "another name")
        assert found is not None
        assert found[0].id == "ocds", path.name
        reading = dataset("ocds").read(RawFile(path.name, path, None))
        stored = len(reading.tables["ocds_release"])
        assert reading.rows_read == stored + len(reading.rejects)
        read[path.stem.removesuffix("_releases")] = (reading.rows_read, stored, len(reading.rejects))
    assert {name: read[name] for name in STATES} == STATES
    assert (len(read), sum(one[0] for one in read.values())) == (49, 340)


def test_releases_of_all_files_make_their_contracts_once(engine: sa.Engine) -> None:
    made = table("contract")
    with engine.connect() as connection:
        rows = connection.execute(sa.select(made)).mappings().all()
    assert len(rows) == len({row["contract_id"] for row in rows}) == 327
    assert len({row["contract_no"] for row in rows}) == 327
    assert Counter(row["ocid"].split("-")[0].lower() for row in rows if row["state_id"] == "09") == {
        "ocds": 8
    }
    assert Counter(row["amount_status"] for row in rows) == {
        "counted": 324, "converted": 1, "cancelled": 1, "pending": 1,
    }  # fmt: skip
    assert Counter(row["order_of_government"] for row in rows)["federal"] == 21


def test_every_check_of_the_merge_passes(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        found = {row["check_id"]: row for row in checks.read(connection) if row["subject"] == "ocds"}
    assert {name: row["status"] for name, row in found.items()} == dict.fromkeys(
        ("ocds_processes", "ocds_compiled", "ocds_committed"), "passed"
    )


def test_nothing_private_is_stored(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        for one in metadata().tables.values():
            texts = [column for column in one.c if isinstance(column.type, sa.String)]
            for column in texts:
                query = sa.select(column).distinct().where(column.is_not(None))
                told = [text for text in connection.execute(query).scalars() if PRIVATE.search(text)]
                assert not told, (one.name, column.name, len(told))
