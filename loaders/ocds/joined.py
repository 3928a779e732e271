"""What releases of several files have in common at build: one process under two names, ids used again."""

from __future__ import annotations

import re

import sqlalchemy as sa

from loaders.model import Text
from loaders.ocds.rows import Process
from loaders.ocds.vocabulary import fold
from loaders.schema import table

_LOCAL = re.compile("ocds-[0-9a-z]{6}-(.+)", re.IGNORECASE)
_ONE = Text(
    "Proceso publicado con y sin el prefijo de quien publica: es uno solo. Cuántas entregas sin prefijo.",
    "A process published with and without its publisher's prefix: it is one. How many releases without it.",
)
_REUSED = Text(
    "La misma clave nombra otra adjudicación u otro comprador en otra entrega: cada contrato conserva los "
    "suyos. Cuántos contratos.",
    "The same id names another award or another buyer in another release: each contract keeps its own. How "
    "many contracts.",
)


def join_prefixes(connection: sa.Connection) -> None:
    """Make one process of those that one publisher names with and without its registered prefix, and tell it.

    Where a publisher has several prefixes with the same number behind them, nothing is joined.
    """
    held = table("ocds_release")
    names = (held.c.process_id, held.c.ocid, held.c.publisher, held.c.source_file_id)
    query = sa.select(*names, sa.func.count().label("releases"), sa.func.min(held.c.source_row).label("line"))
    rows = connection.execute(query.group_by(*names).order_by(*names)).mappings().all()
    whole: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if (local := _LOCAL.fullmatch(row["ocid"])) and row["publisher"]:
            whole.setdefault((fold(row["publisher"]), local[1].lower()), set()).add(row["process_id"])
    for row in rows:
        same = whole.get((fold(row["publisher"] or ""), row["ocid"].lower()), set())
        if len(same) == 1:
            _join(connection, row, *same)


def _join(connection: sa.Connection, row: sa.RowMapping, process_id: str) -> None:
    held = table("ocds_release")
    keys = ("process_id", "source_file_id")
    same = sa.update(held).where(*(held.c[name] == row[name] for name in keys))
    connection.execute(same.values(process_id=process_id, ocid=process_id))
    _tell(connection, "same_process", _ONE, row["line"], row["releases"], process_id, row["source_file_id"])


def tell_reused(connection: sa.Connection, process: Process) -> None:
    """Tell that a process uses ids again, beside the file of its last release."""
    many = len({*process.reused.awards, *process.reused.buyers})
    where = (process.source_row, many, process.ocid, process.source_file_id)
    _tell(connection, "reused_id", _REUSED, *where)


def _tell(
    connection: sa.Connection, code: str, what: Text, line: int, many: int, after: str, file: str
) -> None:
    words = {
        "code": code,
        "column_name": "",
        "what_es": what.es,
        "what_en": what.en,
        "before": str(many),
        "after": after,
    }
    row = {**words, "line": line, "source_file_id": file, "times": many}
    connection.execute(sa.insert(table("correction")).values(row))
