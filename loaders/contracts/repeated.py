"""One contract counts once: in several files (a sample beside its whole, a file and its next edition), and in
several rows of one file (the row of an amendment, the whole amount once for each of its suppliers).
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from loaders.contracts.ledger import FOUND
from loaders.schema import table

_CODE = "counted_in_other_file"
# The file that is more of the whole keeps it; of two alike, the one obtained last, then the larger.
_RANKS = {"full": 0, "unknown": 1, "single_agency": 2, "first_rows": 3, "sample_1_percent": 4, "selection": 5}
_SEVERAL = 2
_SUMMED = ("counted", "converted")
_LOTS = "ocds"
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


def count_rows_once(connection: sa.Connection) -> None:
    """Take out of sums the rows of a file that say one published contract again, and tell how many.

    Of rows with the same code, supplier, title and procedure, the amended one counts, else the last signed,
    else the last of the file: the others are `superseded`. Of rows that then have one code and amount, and
    different suppliers, the first counts: the others are `shared`. Rows of one code with other amounts are
    parts of it: all of them count, and how many there are is told. In OCDS rows with one code are lots.
    """
    contract = table("contract")
    for code, query in (("alike_row", _alike(contract)), ("several_processes", _processes(contract))):
        connection.execute(_rows_found(query, code, query.c.place > 1))
    repeated = sa.select(sa.exists().where(*_coded(contract), contract.c.contract_id_rule == "repeated"))
    if not connection.execute(repeated).scalar():
        return
    for status, query in (("superseded", _amended(contract)), ("shared", _shared(contract))):
        numbers = sa.select(query.c.contract_no).where(query.c.place > 1)
        again = sa.update(contract).where(contract.c.contract_no.in_(numbers))
        connection.execute(again.values(amount_status=status))
        found = sa.and_(*_coded(contract), contract.c.amount_status == status)
        connection.execute(_rows_found(contract, f"{status}_row", found))
    parts = sa.and_(contract.c.contract_id_rule == "repeated", contract.c.amount_status.in_(_SUMMED))
    connection.execute(_rows_found(contract, "part_row", sa.and_(*_coded(contract), parts)))


def _alike(contract: sa.FromClause) -> sa.Subquery:
    """Return the rows without a code of their own, and their place among those that say the same."""
    key = sa.func.regexp_replace(contract.c.contract_id, r"\.[0-9]+$", "")
    place = sa.func.row_number().over(
        partition_by=[contract.c.source_file_id, key], order_by=contract.c.source_row
    )
    return _told(contract, place).where(contract.c.contract_id_rule == "surrogate").subquery()


def _processes(contract: sa.FromClause) -> sa.Subquery:
    """Return the contracts of OCDS, and their place among those of other processes that look like them."""
    same = [contract.c[name] for name in ("contract_code", "amount_original", "signed_on")]
    who = [_who(contract), sa.func.coalesce(contract.c.state_id, contract.c.institution_name, "")]
    place = sa.func.dense_rank().over(partition_by=[*same, *who], order_by=contract.c.ocid)
    return _told(contract, place).where(contract.c.dataset_id == _LOTS).subquery()


def _told(contract: sa.FromClause, place: sa.ColumnElement[Any]) -> sa.Select[Any]:
    names = ("source_file_id", "source_row", "amount_mxn")
    rows = sa.select(*(contract.c[name] for name in names), place.label("place"))
    return rows.where(contract.c.amount_status.in_(_SUMMED))


def _coded(contract: sa.FromClause) -> tuple[sa.ColumnElement[bool], ...]:
    return contract.c.dataset_id != _LOTS, contract.c.contract_id_rule.in_(("published", "repeated"))


def _amended(contract: sa.FromClause) -> sa.Subquery:
    """Return the rows that enter sums, and the place of each among those that one amendment made of."""
    same = [sa.func.coalesce(contract.c[name], "") for name in ("title", "procedure_id")]
    last = (
        sa.func.coalesce(contract.c.amended, sa.false()).desc(),
        contract.c.signed_on.desc().nulls_last(),
        contract.c.source_row.desc(),
    )
    return _placed(contract, [_who(contract), *same], last)


def _shared(contract: sa.FromClause) -> sa.Subquery:
    return _placed(contract, [contract.c.amount_mxn], (contract.c.source_row,))


def _placed(contract: sa.FromClause, same: list[Any], order: tuple[Any, ...]) -> sa.Subquery:
    code = (contract.c.source_file_id, contract.c.contract_code)
    place = sa.func.row_number().over(partition_by=[*code, *same], order_by=order)
    rows = sa.select(contract.c.contract_no, place.label("place"))
    return rows.where(*_coded(contract), contract.c.amount_status.in_(_SUMMED)).subquery()


def _who(contract: sa.FromClause) -> sa.ColumnElement[str]:
    """Who supplies a row; of one that is merged with nobody, its name."""
    single = contract.c.supplier_rule == "single"
    return sa.case((single, sa.func.coalesce(contract.c.supplier_name, "")), else_=contract.c.supplier_id)


def _rows_found(rows: sa.FromClause, code: str, which: sa.ColumnElement[bool]) -> sa.Insert:
    """Tell of each file how many rows are found, with their pesos; nothing of a file without any."""
    target, words = table("correction"), FOUND[code]
    made = {
        "line": sa.func.min(rows.c.source_row),
        "code": sa.literal(code),
        "column_name": sa.literal(""),
        "times": sa.func.count(),
        "what_es": sa.literal(words.es),
        "what_en": sa.literal(words.en),
        "before": sa.cast(sa.func.count(), sa.String()),
        "after": sa.func.concat(sa.cast(sa.func.sum(rows.c.amount_mxn), sa.String()), " MXN"),
        "source_file_id": rows.c.source_file_id,
    }
    query = sa.select(*made.values()).where(which).group_by(rows.c.source_file_id)
    return sa.insert(target).from_select(list(made), query)
