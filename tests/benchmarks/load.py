"""How fast a whole load is, against plain DuckDB reading the same file, and how much memory it takes.

    python -m tests.benchmarks.load [--rows 150000 1500000 5000000] [--encoding utf-8]

The file is synthetic and clean, in the shape of the approved budget: the keys and names of the bundled
snapshot, repeated with other amounts under a fiscal year of which no total is published. "Plain" is DuckDB's
`read_csv` with an explicit schema into a table of a new file. The load is the command line as a user starts
it, end to end: archive, clean, check, store, publish, in a home of its own. Bars: half the rate, 1.5 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from loaders.bundle import folder
from tests.loaders.flat_files import PEF

HEAD = (*PEF, "MONTO_APROBADO")
YEAR = "2030"
_NAMES = {
    "DESC_UR": "unit_id", "DESC_GPO_FUNCIONAL": "functional_group_id", "DESC_FUNCION": "function_id",
    "DESC_SUBFUNCION": "subfunction_id", "DESC_AI": "activity_id", "DESC_MODALIDAD": "modality_id",
    "DESC_PP": "program_id", "DESC_CAPITULO": "chapter_id", "DESC_CONCEPTO": "concept_id",
    "DESC_PARTIDA_GENERICA": "generic_object_id", "DESC_PARTIDA_ESPECIFICA": "specific_object_id",
    "DESC_TIPOGASTO": "expense_type_id", "DESC_FF": "funding_source_id", "ENTIDAD_FEDERATIVA": "state_id",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One measured run: seconds, processor seconds (of both cores), and megabytes of memory at the peak.

    Processor seconds say more than seconds on a machine that others use too.
    """

    seconds: float
    processor: float
    megabytes: float


def main() -> None:
    """Make each file, measure both ways of reading it, print a row for each."""
    options = _options()
    for rows in options.rows:
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / f"PEF_{YEAR}.csv"
            make(path, rows, options.encoding)
            print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB, {options.encoding}", flush=True)
            report(rows, plain(path, options.encoding), load(path))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[150_000, 1_500_000, 5_000_000])
    parser.add_argument("--encoding", default="utf-8", choices=("utf-8", "cp1252"))
    return parser.parse_args()


def report(rows: int, one: Run, all_of_it: Run) -> None:
    """Print both rates, their ratio and the memory of the load."""
    ratio = one.seconds / all_of_it.seconds
    for name, run in (("plain DuckDB", one), ("cuentas load", all_of_it)):
        rate = rows / run.seconds
        print(f"  {name} {run.seconds:6.1f} s {run.processor:6.1f} s of processor {rate:10,.0f} rows/s")
    processor = one.processor / all_of_it.processor
    print(
        f"  ratio {ratio:.2f}, of processor {processor:.2f}; peak {all_of_it.megabytes:,.0f} MB", flush=True
    )


def make(path: Path, rows: int, encoding: str) -> None:
    """Write the synthetic file."""
    block = _block()
    chance = random.Random(rows)
    with path.open("wb") as handle:
        written = 0
        while written < rows:
            part = block.head(rows - written).with_columns(_amounts(min(len(block), rows - written), chance))
            text = part.select(HEAD).write_csv(include_header=not written, line_terminator="\r\n")
            handle.write(text.encode(encoding))
            written += len(part)


def _amounts(rows: int, chance: random.Random) -> pl.Series:
    cents = [chance.randrange(10**11) for _ in range(rows)]
    return pl.Series("MONTO_APROBADO", [f"{one // 100}.{one % 100:02d}" for one in cents])


def _block() -> pl.DataFrame:
    """Return the keys of the snapshot's approved budget as its file writes them, without amounts."""
    lines = pl.read_parquet(folder() / "approved_budget.budget_line.parquet")
    members = pl.read_parquet(folder() / "approved_budget.member.parquet")
    agencies = pl.read_parquet(folder() / "approved_budget.agency_name.parquet").unique("agency_id")
    from loaders.agencies import by_id

    frame = lines.join(agencies.select("agency_id", DESC_RAMO="name"), on="agency_id", maintain_order="left")
    ramos = {one: str(int(by_id(one).ramo_code_in(int(YEAR)) or 0)) for one in agencies["agency_id"]}
    frame = frame.with_columns(pl.col("agency_id").replace_strict(ramos).alias("ID_RAMO"))
    for column, member in _NAMES.items():
        named = members.filter(pl.col("dimension") == member.removesuffix("_id"))
        frame = frame.join(
            named.select(pl.col("member_id").alias(member), pl.col("name").alias(column)),
            on=member, how="left", maintain_order="left",
        )  # fmt: skip
    return frame.with_columns(_codes())


def _codes() -> list[pl.Expr]:
    last = {
        "ID_UR": "unit_id", "ID_FUNCION": "function_id", "ID_SUBFUNCION": "subfunction_id",
        "ID_AI": "activity_id",
    }  # fmt: skip
    same = {
        "GPO_FUNCIONAL": "functional_group_id", "ID_MODALIDAD": "modality_id", "ID_CAPITULO": "chapter_id",
        "ID_CONCEPTO": "concept_id", "ID_PARTIDA_GENERICA": "generic_object_id",
        "ID_PARTIDA_ESPECIFICA": "specific_object_id", "ID_TIPOGASTO": "expense_type_id",
        "ID_FF": "funding_source_id",
    }  # fmt: skip
    return [
        pl.lit(YEAR).alias("CICLO"),
        *(pl.col(member).str.split(".").list.last().alias(name) for name, member in last.items()),
        *(pl.col(member).alias(name) for name, member in same.items()),
        pl.col("program_id").str.slice(-3).str.strip_chars_start("0").alias("ID_PP"),
        pl.col("state_id").str.strip_chars_start("0").alias("ID_ENTIDAD_FEDERATIVA"),
        pl.col("portfolio_key").fill_null("0").alias("ID_CLAVE_CARTERA"),
    ]


def plain(path: Path, encoding: str) -> Run:
    """Read the file into a table of a new DuckDB file, all columns declared, nothing sniffed."""
    types = dict.fromkeys(HEAD, "VARCHAR") | {"CICLO": "INTEGER", "MONTO_APROBADO": "DECIMAL(18,2)"}
    known = "utf-8" if encoding == "utf-8" else "latin-1"
    started, used = time.perf_counter(), time.process_time()
    with duckdb.connect(path.with_suffix(".duckdb")) as connection:
        rows = connection.read_csv(
            path.as_posix(), columns=types, auto_detect=False, header=True, encoding=known, sep=","
        )
        rows.create("plain")
        connection.execute("CHECKPOINT")
    return Run(time.perf_counter() - started, time.process_time() - used, 0.0)


def load(path: Path, *options: str) -> Run:
    """Run `cuentas load --from FILE` in a home of its own; its time from start to end, its peak memory."""
    return command(path.parent / "home", "load", "--from", str(path), *options)


def command(home: Path, *arguments: str) -> Run:
    """Run `cuentas` with these arguments in a home."""
    environment: Mapping[str, str] = {**os.environ, "CUENTAS_HOME": str(home), "CI": "1"}
    with tempfile.TemporaryDirectory() as place:
        words = Path(place) / "used.json"
        measured = [sys.executable, "-m", "tests.benchmarks.usage", str(words)]
        started = time.perf_counter()
        code = subprocess.call([*measured, sys.executable, "-m", "loaders.cli", *arguments], env=environment)
        seconds = time.perf_counter() - started
        used = json.loads(words.read_text("utf-8"))
    if code:
        raise SystemExit(f"{arguments[0]} failed ({code})")
    return Run(seconds, used["processor"], used["bytes"] / 2**20)


if __name__ == "__main__":
    main()
