"""One contract in several files counts once: a sample beside its whole, a file and its next edition."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.contracts.ledger import FOUND
from loaders.schema import table

_CODE = "counted_in_other_file"
# The file that is more of the whole keeps it; of two alike, the one obtained last, then the larger.
_RANKS = {"full": 0, "unknown": 1, "single_agency": 2, "first_rows": 3, "sample_1_percent": 4, "selection": 5}
_SEVERAL = 2
_WITH_CONTRACTS = ("contract_amendment", "contract_spending")


def count_once(connection: sa.Connection) -> None:
    """Take out contracts that another file has too; the findings of each file say how many, and which one."""
    contract = table("contract")
    files = sa.select(sa.func.count(sa.distinct(contract.c.source_file_id)))
    if connection.execute(files).scalar_one() < _SEVERAL:
        return  # within a file no two contracts have one identity
    shared = sa.select(contract.c.contract_id).group_by(contract.c.contract_id).having(sa.func.count() > 1)
    if connection.execute(shared.limit(1)).first() is None:
        return
    again = _ranked(shared)
    connection.execute(_findings(again))
    for name in _WITH_CONTRACTS:
        rows = table(name)
        key = sa.tuple_(rows.c.contract_id, rows.c.source_file_id)
        behind = sa.select(again.c.contract_id, again.c.source_file_id).where(again.c.place > 1)
        connection.execute(sa.delete(rows).where(key.in_(behind)))
    numbers = sa.select(again.c.contract_no).where(again.c.place > 1)
    connection.execute(sa.delete(contract).where(contract.c.contract_no.in_(numbers)))


def _ranked(shared: sa.Select[Any]) -> sa.Subquery:
    """Return the contracts that several files have, their place among them and the file that keeps them."""
    contract, note, file = table("contract"), table("coverage_note"), table("source_file")
    rank = sa.case(_RANKS, value=note.c.coverage, else_=len(_RANKS))
    newest, largest = file.c.obtained.desc().nulls_last(), file.c.rows_stored.desc()
    order = (rank, newest, largest, contract.c.source_file_id)
    window: dict[str, Any] = {"partition_by": contract.c.contract_id, "order_by": order}
    files = contract.join(file, file.c.source_file_id == contract.c.source_file_id)
    joined = files.join(note, note.c.source_file_id == contract.c.source_file_id, isouter=True)
    return (
        sa.select(
            contract.c.contract_no,
            contract.c.contract_id,
            contract.c.source_file_id,
            contract.c.source_row,
            sa.func.row_number().over(**window).label("place"),
            sa.func.first_value(contract.c.source_file_id).over(**window).label("kept_in"),
        )
        .select_from(joined)
        .where(contract.c.contract_id.in_(shared))
        .subquery()
    )


def _findings(again: sa.Subquery) -> sa.Insert:
    target, words = table("correction"), FOUND[_CODE]
    made = {
        "line": sa.func.min(again.c.source_row),
        "code": sa.literal(_CODE),
        "what_es": sa.literal(words.es),
        "what_en": sa.literal(words.en),
        "before": sa.cast(sa.func.count(), sa.String()),
        "after": again.c.kept_in,
        "column_name": sa.literal(""),
        "times": sa.func.count(),
        "source_file_id": again.c.source_file_id,
    }
    query = sa.select(*made.values()).where(again.c.place > 1)
    return sa.insert(target).from_select(list(made), query.group_by(again.c.source_file_id, again.c.kept_in))
