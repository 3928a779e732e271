"""What our notes say is in a held file, or cited by name; no note gives a cause that no source says."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from loaders import bundle
from loaders.engine import open_store
from loaders.errors import DeclarationError
from loaders.home import Home
from loaders.model import Text
from loaders.note_sources import note_source, note_sources, with_sources
from loaders.registry import datasets
from loaders.schema import table

OF_MONEY = ("approved_budget", "draft_budget", "flat_public_account", "public_account", "quarterly_execution")
NOTES = [(owner, note) for owner in OF_MONEY for note in datasets()[owner].caveats]
CAUSE = re.compile(
    r"traspas|austeridad|debido a|a causa de|se debe a|se traspas|transferred to|because of|due to|thanks to",
    re.IGNORECASE,
)
# The workbooks themselves say that sums may differ because of rounding.
SAID_BY_THE_FILE = {"rounding"}


@pytest.mark.parametrize(("owner", "note"), NOTES, ids=lambda one: getattr(one, "code", one))
def test_every_note_about_money_names_where_it_is_to_be_read(owner: str, note: object) -> None:
    declared = next(one for one in datasets()[owner].caveats if one is note)
    assert declared.sources
    told = with_sources(declared.text, declared.sources)
    for key in declared.sources:
        assert note_sources()[key].name.es in told.es
        assert note_sources()[key].name.en in told.en


def test_every_file_that_is_named_is_an_official_file_of_ours() -> None:
    bundled = {one["provenance"]["file_name"] for one in bundle.entries(bundle.folder())}
    left = {one.file_name for one in bundle.left_out()}
    for key, one in note_sources().items():
        assert one.cited or one.file in bundled | left, key


def test_no_note_gives_a_cause_that_no_source_says() -> None:
    for dataset in datasets().values():
        notes = {note.code: note.text for note in dataset.caveats}
        notes |= {f"break {place}": one.reason for place, one in enumerate(dataset.series_breaks)}
        found = {code for code, text in notes.items() if CAUSE.search(f"{text.es} {text.en}")}
        assert found <= SAID_BY_THE_FILE, dataset.id


def test_a_source_is_held_or_cited_and_declared() -> None:
    with pytest.raises(DeclarationError, match="a file or it is cited"):
        note_source("x", {"es": "x", "en": "x"})
    with pytest.raises(DeclarationError, match="a file or it is cited"):
        note_source("x", {"es": "x", "en": "x", "file": "a", "cited": "b"})
    with pytest.raises(DeclarationError, match="no such source"):
        with_sources(Text("a", "a"), ("nobody",))


def test_readers_see_the_source_in_the_store(home: Home) -> None:
    engine = open_store(home=home)
    caveat = table("caveat").c
    query = sa.select(caveat.text_es).where(caveat.code == "approved_and_executed_differ")
    with engine.connect() as connection:
        told = str(connection.execute(query).scalar())
    engine.dispose()
    assert "104,191 millones" in told
    assert told.endswith("(Fuente: libro de la Cuenta Pública 2023.)")
