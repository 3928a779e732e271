"""A contract that two files have counts once, and both files say so."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa

from loaders.engine import open_store
from loaders.home import Home
from loaders.run import load
from loaders.schema import table

HERE = Path(__file__).parent / "excerpts"


def quiet(words: str) -> None:
    del words


def test_a_sample_beside_its_whole_adds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "descargas"
    folder.mkdir()
    whole = (HERE / "b3_headerless.csv").read_text("utf-8").splitlines(keepends=True)
    shutil.copy(HERE / "b3_headerless.csv", folder / "todo.csv")
    (folder / "muestra.csv").write_text("".join(whole[-3:]), "utf-8")
    home = Home(tmp_path / "home")
    done = load(home, folder, say=quiet)
    assert sorted(one.rows_stored for one in done.partitions) == [3, 11]
    engine = open_store(home=home)
    contract, correction = table("contract"), table("correction")
    with engine.connect() as connection:
        held = connection.execute(
            sa.select(sa.func.count(), sa.func.count(contract.c.contract_id.distinct())).select_from(contract)
        ).one()
        said = connection.execute(
            sa.select(correction.c.source_file_id, correction.c.before, correction.c.after).where(
                correction.c.code == "counted_in_other_file"
            )
        ).all()
    engine.dispose()
    assert tuple(held) == (11, 11)
    assert [tuple(one) for one in said] == [("compranet.muestra", "3", "compranet.todo")]
